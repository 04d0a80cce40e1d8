"""The one list of buttons: ribbon, menu, toolbar, VBA and the help of the command line are made from it.

A further button is a further entry here and an action under its key (``press.ACTIONS``, or the
program's own table where only that program can do it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MENU: Final = "JC-Planung"
"""Title of the tab in Excel, and of menu and toolbar in LibreOffice."""
IT_PAGE: Final = f"{MENU} für die IT.html"
"""What ``jcplan doctor --it`` calls its page if nobody says otherwise."""


@dataclass(frozen=True)
class Command:
    """The command of ``jcplan`` that does the same.

    Attributes:
        name: Of the command.
        help: What its help says.
    """

    name: str
    help: str


@dataclass(frozen=True)
class Button:
    """A button.

    Attributes:
        key: Its action. Workbooks of earlier versions call it: it never changes.
        word: What its VBA callback and its address in LibreOffice are called; never changes either.
        macro: The VBA procedure that does the same without the ribbon; never changes either.
        label: What is written on it.
        english: The label in an English LibreOffice.
        help: What it does, shown below the pointer; at most 1024 characters.
        group: The group of the ribbon; groups stand in the order of their first buttons.
        image: Office's picture (``imageMso``).
        key_tip: The key after Alt, J, C.
        small: Whether it stands small in the ribbon.
        long_title: Title of its messages, where that is not the label.
        writes: The file that it writes: the name that the user is offered. Excel asks for the path, gives
            it to the action, and opens the file.
        sheet: The sheet that is shown where what it does cannot be done, not even by a Python that does not answer.
        only_excel: Whether LibreOffice does without it.
        command: The command of ``jcplan`` that does the same.
    """

    key: str
    word: str
    macro: str
    label: str
    english: str
    help: str
    group: str
    image: str
    key_tip: str
    small: bool = False
    long_title: str = ""
    writes: str = ""
    sheet: str = ""
    only_excel: bool = False
    command: Command | None = None

    @property
    def title(self) -> str:
        """Title of its messages.

        >>> button("about").title, button("about").label
        ('Über JC-Planung', 'Über')
        """
        return self.long_title or self.label

    @property
    def callback(self) -> str:
        """The VBA procedure that the ribbon calls.

        >>> button("check").callback
        'JC_Menue_Pruefen'
        """
        return f"JC_Menue_{self.word}"

    @property
    def path(self) -> str:
        """The path of its URL in LibreOffice.

        >>> button("check").path
        'pruefen'
        """
        return self.word.lower()


BUTTONS: tuple[Button, ...] = (
    Button(
        key="refresh",
        word="Aktualisieren",
        macro="ZieleAktualisieren",
        label="Ziele aktualisieren",
        english="Update targets",
        help="Prüft die Annahmen, rechnet den Plan neu, gleicht ihn mit den Formeln der Mappe ab und schreibt die "
        "Ziele und eine Zeile ins Protokoll. Ist eine Annahme nicht brauchbar, wird nichts geschrieben.",
        group="Plan",
        image="RefreshAll",
        key_tip="A",
        command=Command("refresh", "„Ziele aktualisieren“: Annahmen lesen, rechnen, Ziele und Protokoll schreiben"),
    ),
    Button(
        key="new_plan",
        word="NeuerPlan",
        macro="NeuerPlan",
        label="Neuer Plan",
        english="New plan",
        help="Legt eine neue Planungsmappe mit den Ausgangswerten an und öffnet sie. Diese Mappe bleibt, wie sie ist.",
        group="Plan",
        image="FileNew",
        key_tip="N",
        writes="Plan.xlsm",
        only_excel=True,
        command=Command("new", "eine neue Arbeitsmappe anlegen (.xlsx, oder .xlsm mit Makros für Excel)"),
    ),
    Button(
        key="next_year",
        word="NaechstesJahr",
        macro="PlanFuersNaechsteJahr",
        label="Plan fürs nächste Jahr",
        english="Plan for next year",
        help="Legt aus dieser Mappe den Plan des nächsten Jahres an: mit Teams, Gewichten, Projekten und Standards, "
        "mit Zielen oder Istwerten als Vorjahr, und bei jedem Wert, woher er kommt. Diese Mappe bleibt, wie sie ist; "
        "es gilt ihr zuletzt gespeicherter Stand.",
        group="Plan",
        image="CalendarInsert",
        key_tip="J",
        small=True,
        writes="Plan nächstes Jahr.xlsm",
    ),
    Button(
        key="upgrade",
        word="NeueVersion",
        macro="AufNeueVersionBringen",
        label="Auf neue Version bringen",
        english="Upgrade workbook",
        help="Legt aus einer Mappe einer früheren Version eine neue an, mit allen Eintragungen, eigenen Blättern und "
        "dem Protokoll. Diese Mappe bleibt, wie sie ist; es gilt ihr zuletzt gespeicherter Stand.",
        group="Plan",
        image="FileSaveAs",
        key_tip="V",
        small=True,
        writes="Plan.xlsm",
        command=Command("upgrade", "eine Arbeitsmappe einer früheren Version auf diese Version bringen"),
    ),
    Button(
        key="import_actuals",
        word="IstwerteEinlesen",
        macro="IstwerteEinlesen",
        label="Istwerte einlesen …",
        english="Import actuals…",
        help="Fragt nach Dateien mit Istwerten (CSV, .xlsx, .xlsm oder .ods, auch mehrere), zeigt, was darin erkannt "
        "ist, was neu ist, was berichtigt wird (bisher → neu) und was auffällt, und schreibt erst nach Ihrem Ja: "
        "alle Werte oder keinen, dazu eine Zeile ins Protokoll.",
        group="Istwerte",
        image="GetExternalDataFromText",
        key_tip="I",
        long_title="Istwerte einlesen",
        command=Command("import-ist", "Istwerte der Teams aus Dateien in die Arbeitsmappe einlesen, oder zurücknehmen"),
    ),
    Button(
        key="undo_import",
        word="EinlesenZurueck",
        macro="EinlesenRueckgaengig",
        label="Einlesen rückgängig",
        english="Undo import",
        help="Nimmt das letzte Einlesen von Istwerten zurück, auch nach dem Speichern: Jede Zelle hält wieder, was "
        "vorher darin stand. Hat sich eine davon seither geändert, wird sie genannt und nichts zurückgenommen.",
        group="Istwerte",
        image="Undo",
        key_tip="R",
        small=True,
    ),
    Button(
        key="check",
        word="Pruefen",
        macro="PlanPruefen",
        label="Prüfungen",
        english="Checks",
        help="Prüft alle Beziehungen der Zahlen und vergleicht die Formeln der Mappe mit dem Plan. Schreibt nichts.",
        group="Prüfen",
        image="AcceptInvitation",
        key_tip="P",
        command=Command("check", "Prüfungen und Formelabgleich zeigen; endet mit 1, wenn etwas gefunden wurde"),
    ),
    Button(
        key="explain",
        word="Erklaeren",
        macro="FehlerErklaeren",
        label="Fehler erklären",
        english="Explain error",
        help="Sagt zur markierten Zelle, welches Argument einer JC-Funktion nicht passt, was dort steht und was "
        "erwartet wird.",
        group="Prüfen",
        image="ErrorChecking",
        key_tip="F",
    ),
    Button(
        key="why",
        word="Warum",
        macro="ZahlErklaeren",
        label="Warum?",
        english="Why?",
        help="Sagt zur markierten Zelle, woher ihre Zahl kommt: bei einem Ziel, was es seit der letzten Aktualisierung "
        "(oder gegen das Vorjahr) bewegt hat, und den Rechenweg; bei einer Eingabe, welche Ziele sie bewegt und wie "
        "stark; sonst die Formel mit den Werten, auf die sie sich bezieht.",
        group="Fragen",
        image="FunctionWizard",
        key_tip="W",
        command=Command("explain", "„Warum?“: was ein Ziel bewegt hat, und wie die Zahl zustande kommt"),
    ),
    Button(
        key="need",
        word="WasBrauchtEs",
        macro="WasBrauchtEs",
        label="Was braucht es?",
        english="What would it take?",
        help="Fragt, was das Ziel der markierten Zelle werden soll, und sagt für jede Eingabe, von der es abhängt, "
        "welchen Wert sie dafür haben müsste. Schreibt nichts.",
        group="Fragen",
        image="GoalSeek",
        key_tip="B",
        command=Command(
            "need", "„Was braucht es?“: welchen Wert Eingaben haben müssten, damit ein Ziel der Wunsch ist"
        ),
    ),
    Button(
        key="adopt_scenario",
        word="SzenarioUebernehmen",
        macro="SzenarioUebernehmen",
        label="Szenario übernehmen",
        english="Adopt scenario",
        help="Schreibt die Eingaben des Szenarios, in dessen Spalte auf dem Blatt „Szenarien“ die Markierung steht, "
        "auf „Annahmen“ und eine Zeile ins Protokoll. Danach „Ziele aktualisieren“.",
        group="Fragen",
        image="WhatIfAnalysisMenu",
        key_tip="S",
        small=True,
        command=Command(
            "scenario", "Plan, Szenarien und andere Fassungen nebeneinander; mit --uebernehmen „Szenario übernehmen“"
        ),
    ),
    Button(
        key="comment",
        word="Kommentar",
        macro="ZahlKommentieren",
        label="Kommentar",
        english="Comment",
        help="Fragt nach einer Anmerkung zur Zahl der markierten Zelle und schreibt sie auf das Blatt „Kommentare“. "
        "Sie gehört zum Namen der Zahl und bleibt bei ihr, auch in einer neuen Version der Mappe; „Warum?“ zeigt sie.",
        group="Fragen",
        image="ReviewNewComment",
        key_tip="K",
        small=True,
        command=Command("kommentar", "Kommentare zu einer Zahl zeigen, oder mit einem Text einen dazuschreiben"),
    ),
    Button(
        key="history",
        word="Verlauf",
        macro="VerlaufZeigen",
        label="Verlauf",
        english="History",
        help="Sagt zur Zahl der markierten Zelle, wann sie sich laut Protokoll geändert hat, durch wen und von welchem "
        "Wert auf welchen; auch über Versionen der Mappe hinweg. Schreibt nichts.",
        group="Fragen",
        image="ReviewTrackChanges",
        key_tip="L",
        small=True,
        command=Command("verlauf", "wann sich eine Annahme oder ein Ziel laut Protokoll geändert hat, und durch wen"),
    ),
    Button(
        key="to_word",
        word="ZahlNachWord",
        macro="ZahlNachWord",
        label="Zahl nach Word",
        english="Figure to Word",
        help="Öffnet ein kleines Word-Dokument mit der Zahl der markierten Zelle als Steuerelement. Von dort in den "
        "eigenen Text kopiert, bleibt sie dort mit der Planung verbunden: „jcplan dokument“ hält sie aktuell.",
        group="Fragen",
        image="ExportWord",
        key_tip="Z",
        small=True,
        command=Command("zahl", "eine Zahl als Steuerelement in ein kleines Dokument für Word schreiben, zum Kopieren"),
    ),
    Button(
        key="help",
        word="Hilfe",
        macro="HilfeZeigen",
        label="Hilfe",
        english="Help",
        help="Öffnet das Handbuch im Browser: je Aufgabe eine Seite, vom ersten Plan bis zum nächsten Jahr. Es liegt "
        "auf diesem PC, ohne Netz. Geht das nicht, zeigt sie das Blatt „Hilfe“ mit allen Funktionen und Begriffen.",
        group="Hilfe",
        image="Help",
        key_tip="H",
        small=True,
        sheet="Hilfe",
        command=Command("handbuch", "das Handbuch im Browser öffnen, oder mit --pfad nur sagen, wo es liegt"),
    ),
    Button(
        key="about",
        word="Ueber",
        macro="UeberJCPlanung",
        label="Über",
        english="About",
        help="Zeigt die Version der Mappe und des Programms und welches Python rechnet.",
        group="Hilfe",
        image="Info",
        key_tip="U",
        small=True,
        long_title="Über JC-Planung",
        only_excel=True,
    ),
)


def button(key: str) -> Button:
    """The button of a key."""
    return {entry.key: entry for entry in BUTTONS}[key]


def in_libreoffice() -> tuple[Button, ...]:
    """The buttons of menu and toolbar in LibreOffice, in their order."""
    return tuple(entry for entry in BUTTONS if not entry.only_excel)
