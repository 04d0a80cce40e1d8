"""Sheet Hilfe: every function from the catalogue, and the words of the field."""

from __future__ import annotations

from typing import Final

from jcplan.catalogue import CATALOGUE
from jcplan.cells import Area
from jcplan.params import Thing, Word, things
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.table import Column, Row, Special, Table

NAME = "Hilfe"
WORDS: Final = (
    ("ELB", "Erwerbsfähige Leistungsberechtigte; ein Bestand in Köpfen.", "SGB II § 7"),
    ("BG", "Bedarfsgemeinschaft: der Haushalt, der Leistungen bezieht.", "SGB II § 7"),
    (
        "LZB",
        "Langzeitleistungsbezieher: ELB, die in den letzten 24 Monaten mindestens 21 Monate Leistungen bezogen haben.",
        "VO zu § 48a SGB II § 6",
    ),
    (
        "8 HKL",
        "Die acht zugangsstärksten Herkunftsländer von Geflüchteten: Afghanistan, Eritrea, Irak, Iran, Nigeria, Pakistan, Somalia, Syrien.",
        "Statistik der BA",
    ),
    (
        "Integration",
        "Aufnahme einer versicherungspflichtigen Beschäftigung, vollqualifizierenden Ausbildung oder Selbständigkeit; je Person und Monat höchstens eine.",
        "VO zu § 48a § 5",
    ),
    (
        "IQ (K2)",
        "Integrationsquote: Integrationen aus 12 Monaten durch das Mittel der 12 vorausgehenden ELB-Bestände.",
        "VO zu § 48a § 5",
    ),
    ("K3", "Veränderung der LZB gegenüber demselben Monat des Vorjahres.", "VO zu § 48a § 6"),
    (
        "JDW, gJDW",
        "Jahresdurchschnittswert: Mittel aus 12 Monatswerten; gleitend über die letzten 12 Monate.",
        "Methodenhinweise der BA",
    ),
    ("JFW", "Jahresfortschrittswert: die Kennzahl von Januar bis zum Berichtsmonat.", "BA"),
    ("VKB", "Verwaltungskostenbudget: Geld für Personal, IT, Miete (Bundesanteil).", "SGB II § 46"),
    ("EGT", "Eingliederungstitel: Geld für Maßnahmen und Eingliederung.", "SGB II § 46"),
    (
        "Umschichtung",
        "Geld, das vom EGT ins VKB geht (positiv) oder zurück (negativ); die Summe bleibt gleich.",
        "Deckungsfähigkeit im Bundeshaushalt",
    ),
    ("KFA", "Kommunaler Finanzierungsanteil an den Gesamtverwaltungskosten.", "SGB II § 46 Abs. 3"),
    ("Vorbindungen", "Geld des Planjahres, das aus früheren Jahren schon gebunden ist.", "Planungspraxis"),
    ("VZÄ", "Vollzeitäquivalent: eine volle Stelle.", "–"),
    ("Zielwert, Soll, Ist", "Ziel des Jahres, geplanter Wert eines Monats, tatsächlicher Wert.", "–"),
)


def sheet() -> Sheet:
    """Functions with arguments and example; words with source."""
    page = Sheet(NAME, "Hilfe", (40, 42, 58, 46, 27), tab=styles.GREY)
    page.one_page = False
    page.put(
        3,
        2,
        "So geht es: gelbe Felder auf „Annahmen“ ausfüllen, „Ziele aktualisieren“ drücken, „Prüfungen“ lesen.",
        "finding",
    )
    page.put(
        4,
        2,
        "Das Handbuch hat je Aufgabe eine Seite: die Schaltfläche „Hilfe“ oder der Befehl „jcplan handbuch“ öffnet es im Browser.",
        "plain",
    )
    page.row = 6
    page.heading("Wenn etwas nicht stimmt")
    for text in (
        "Ein Fehlerwert in einer Zelle (#WERT!): „Fehler erklären“ oder der Befehl „jcplan check“ nennt das Argument, was dort steht und was erwartet wird.",
        "#NAME? oder die Zeile „Die jcplan-Funktionen fehlen“: nicht speichern. Mit „jcplan open“ öffnen; in LibreOffice einmal vorher „jcplan libreoffice“.",
        "„Ziele veraltet“: Annahmen haben sich seit dem Festschreiben geändert. „Ziele aktualisieren“ schreibt die Ziele neu fest; beschlossen sind sie damit nicht (Felder auf „Ziele“).",
        "Eine überschriebene Formel: „Ziele aktualisieren“, der Menüpunkt „Prüfungen“ und der Befehl „jcplan check“ nennen die Zelle, was dort steht und was dort hingehört.",
        "Eine leere Zelle ist keine 0. Anteile sind Zahlen von 0 bis 1 und erscheinen als Prozent: 23,3 % ist 0,233.",
    ):
        page.put(page.row, 2, text, "plain")
        page.row += 1
    page.row += 1
    page.heading("Begriffe")
    page.header(("Begriff", "Bedeutung", "Quelle"), left=3, height=18)
    for thing in things():
        page.work(_words_by_year(thing))
        for column, end, style in ((2, "wort", "label_bold"), (4, "quelle", "label_wrap")):
            page.put(page.row, column, formula=_of_year(thing, end), style=style)
        page.put(page.row, 3, formula=_meaning(thing), style="label_wrap")
        page.heights[page.row] = _height(2)
        page.row += 1
    for word, meaning, source in WORDS:
        page.put(page.row, 2, word, "label_bold")
        page.put(page.row, 3, meaning, "label_wrap")
        page.put(page.row, 4, source, "label_wrap")
        page.heights[page.row] = _height(_lines(meaning, 46))
        page.row += 1
    page.row += 1
    page.print_area = Area(1, 1, page.row - 1, page.last_column)
    page.heading("Funktionen", "Wird nicht mit gedruckt; auf der Kommandozeile zeigt sie „jcplan functions“.")
    page.header(
        ("Funktion", "was sie gibt", "Argumente (in [ ]: dürfen fehlen)", "Beispiel und Ergebnis", "Quelle"),
        left=5,
        height=18,
    )
    for function in CATALOGUE.values():
        arguments = (
            "\n".join(f"{'[' + a.name + ']' if a.optional else a.name}: {a.help}" for a in function.arguments) or "–"
        )
        example = f"={function.example.formula}\nergibt {function.example.shows}"
        lines = max(
            1,
            *(
                _lines(text, width)
                for text, width in (
                    (arguments, 66),
                    (function.help, 47),
                    (example, 41),
                    (function.source, 30),
                    (function.call, 38),
                )
            ),
        )
        page.put(page.row, 2, "=" + function.call, "formula_text")
        page.put(page.row, 3, function.help, "label_wrap")
        page.put(page.row, 4, arguments, "label_wrap")
        page.put(page.row, 5, example, "formula_text")
        page.put(page.row, 6, function.source, "label_wrap")
        page.heights[page.row] = 15.0 * lines + 4
        page.row += 1
    return page


def _words_by_year(thing: Thing) -> Table:
    """Each word of a thing with the first plan year that has it on its first day, and the year in which it came later."""

    def row(number: int, word: Word) -> Row:
        day = word.valid_from
        later = (day.month, day.day) != (1, 1)
        return Row(f"nr_{number}", word.word, cells={
            "wort": Special(value=word.word), "quelle": Special(value=word.source), "jahr": Special(value=float(day.year + later)),
            "im_jahr": Special(value=float(day.year) if later else None),
            "satz": Special(value=f", ab {day.day}.{day.month}.{day.year}: {word.word}" if later else None),
        })  # fmt: skip

    columns = (
        Column("wort", "Wort", style="text"), Column("quelle", "Quelle", style="text"),
        Column("jahr", "ab Planjahr", form="0", style="helper"), Column("im_jahr", "im Lauf des Jahres", form="0", style="helper"),
        Column("satz", "dann", style="text"),
    )  # fmt: skip
    rows = [row(number, word) for number, word in enumerate(thing.words, 1)]
    return Table(
        f"wort_{thing.name}", columns, rows, head="Wort", title=f"Worte nach Datum: {thing.meaning}", height=18
    )


def _of_year(thing: Thing, column: str) -> str:
    """Formula of what holds on the first day of the plan's year; while there is none, of what holds last."""
    table = f"wort_{thing.name}"
    return (
        f"INDEX({{{table}.{column}}},IF(COUNT(Annahme_Planjahr)=0,ROWS({{{table}.jahr}}),"
        f"SUMPRODUCT(({{{table}.jahr}}<=Annahme_Planjahr)*1)))"
    )


def _meaning(thing: Thing) -> str:
    """Formula of what a thing is, and of its word from a day within the plan's year on, if it gets another."""
    table = f"wort_{thing.name}"
    return f'"{thing.meaning}"&IFERROR(INDEX({{{table}.satz}},MATCH(Annahme_Planjahr,{{{table}.im_jahr}},0)),"")&"."'


def _height(lines: int) -> float:
    return 13.5 * lines + 3


def _lines(text: str, width: int) -> int:
    return sum(-(-max(len(line), 1) // width) for line in text.split("\n"))
