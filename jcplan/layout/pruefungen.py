"""Sheet Prüfungen: what is to be settled, relations of figures, the calculation against the adopted targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from jcplan.cells import Area, absolute, column_name, quote_sheet
from jcplan.core.verdict import CONTRADICTS, EQUAL, FITS, OPEN
from jcplan.layout import ziele
from jcplan.layout.annahmen import number_format as input_format
from jcplan.layout.terms import Term, terms
from jcplan.model import Model, Target
from jcplan.model.fields import EURO, SHARE
from jcplan.sheet import styles
from jcplan.sheet.keys import Scope
from jcplan.sheet.page import WHOSE, Sheet
from jcplan.sheet.parts import Conditional
from jcplan.sheet.relation import AMBITIOUS, CAUTIOUS, CLASH, FINDINGS, GAP, Relation, stated

NAME = "Prüfungen"
SUBJECT, LABEL, COMPUTED, PRINTED, MARGIN, UNIT, SMALLEST, KIND, VERDICT, TEXT = range(2, 12)
"""Columns that are shown."""
ART, OUTCOME, PLACES, OBSTACLE, SENTENCE, BASIS, CHANGE, HINT, RANK, LINK = range(12, 22)
"""Columns of workings: the outcome is what ``JC_URTEIL`` says, the verdict calls it by its kind."""
PLACE: Final = {"Pruefung_Urteile": OUTCOME, "Pruefung_Ziele": VERDICT}
"""Defined names of outcomes, and their columns."""
CHANGES_NAME: Final = "Pruefung_Aenderungen"
"""Defined name of what the refresh writes of single changes: a row a change, and in a last row how many more there are."""
NUMBER, BEFORE, AFTER, IN_UNIT, INPUT, INPUT_NAME, INPUT_PLACES, FOR_COMPUTED, FOR_PRINTED = range(ART, LINK)
"""Columns in which it is shown: the relation's number, the change, and for which figures of the relation it was found."""
CHANGE_KEYS: Final = ("nummer", "vorher", "nachher", "einheit", "eingabe", "name", "stellen", "berechnet", "angegeben")
"""Its columns on the sheet that holds it."""
CHANGES: Final = 20
"""Rows of single changes."""
_SETTLED: Final = 12
"""Rows of what is to be settled."""
_WORDS: Final = (CONTRADICTS, *FINDINGS[1:])
_HEADER: Final = (
    ("Thema", "header"), ("Prüfung", "header"), ("berechnet", "header_right"), ("angegeben", "header_right"), ("± berechnet", "header_right"),
    ("Einheit", "header_text"), ("gedruckt auf", "header_right"), ("soll sein", "header_text"), ("Urteil", "header_text"),
    ("in einem Satz", "header_text"),
)  # fmt: skip
_WORKINGS: Final = ("Art", "Vergleich", "Stellen", "nicht vergleichbar, weil", "Satz", "Ausgangswert", "Veränderung", "Prozent oder %-Punkte", "Rang", "Sprung")  # fmt: skip


def sheet(model: Model, subjects: Sequence[Sheet]) -> Sheet:
    """The checks.

    Args:
        model: What the plan has.
        subjects: The sheets that compute, each with its relations and targets.
    """
    page = Sheet(NAME, "Prüfungen", (14, 49, 15, 15, 9.5, 13.5, 11.5, 10.5, 18, 52.5), tab=styles.WARM)
    page.zoom = 85
    page.widths = (*page.widths, *[12.0] * len(_WORKINGS))
    page.folded = list(range(ART, LINK + 1))
    page.one_page = False
    page.put(3, 2, formula="Pruefung_Gesamt", style="finding")
    rows = [(subject, relation) for subject in subjects for relation in subject.relations]
    page.row = 5
    first = page.row + _SETTLED + CHANGES + 13
    table = Area(first, SUBJECT, first + len(rows) - 1, TEXT)
    _settled(page, table)
    _changes(page, table)
    page.heading(
        "Zahlen des Dokuments gegeneinander gerechnet",
        "„angegeben“: im Dokument gedruckt oder auf „Annahmen“ gesetzt. „±“: was die gedruckten Stellen der Ausgangszahlen offen lassen (unten einzeln). Filtern über die Pfeile.",
    )
    page.put(page.row, 2, formula=WHOSE, style="subtitle")  # repeated on every page
    page.row += 1
    _header(page)
    if page.row != first:
        raise ValueError(f"{NAME}: the table begins in row {page.row}, not {first}")
    page.repeat_rows = (first - 2, first - 1)
    page.filtered = Area(first - 1, SUBJECT, table.bottom, TEXT)
    labels = {relation.label: first + offset for offset, (_, relation) in enumerate(rows)}
    for subject, relation in rows:
        _relation(page, model, subject, relation)
        _said_once(page, relation, labels, {each.label: at.name for at, each in rows})
        page.row += 1
    _judged(page, table)
    _targets(page, model, subjects)
    _master(page)
    _margins(page, model, rows, first)
    return page


def _header(page: Sheet, **others: str) -> None:
    """The header of both tables and of what is to be settled; other texts by the usual one's first word."""
    for column, (text, style) in enumerate(_HEADER, SUBJECT):
        page.put(page.row, column, others.get(text.split()[0], text), style)
    page.heights[page.row] = 31.0
    page.row += 1


def _ref(column: int, row: int) -> str:
    return f"{column_name(column)}{row}"


def _column(column: int, area: Area) -> str:
    name = column_name(column)
    return f"{name}${area.top}:{name}${area.bottom}"


def _settled(page: Sheet, table: Area) -> None:
    """What is to be settled, the gravest first: rows of the table below, picked by their ranks."""
    at = page.row + 3
    words, counts, before = (
        _column(column, Area(at, 0, at + len(_WORDS) - 1, 0)) for column in (PLACES, OBSTACLE, SENTENCE)
    )
    page.heading("Was zu klären ist")
    page.put(page.row, 2, formula=(
        'IF(Pruefung_Zu_klaeren=0,"Nichts: Die Zahlen passen zueinander, die Ziele sind gedeckt.",'
        '"Befunde: "&Pruefung_Zu_klaeren&", Widersprüche zuerst. Ein Klick auf das Thema führt zum Blatt, einer auf die Prüfung zu ihrer Zeile.")'
    ), style="subtitle")  # fmt: skip
    page.row += 1
    _header(page)
    for number in range(1, _SETTLED + 1):
        row = page.row
        position = f"${column_name(OUTCOME)}{row}"
        page.put(row, ART, number, "helper", "0")
        page.put(row, OUTCOME, formula=f'IFERROR(MATCH({_ref(ART, row)},{_column(RANK, table)},0),"")', style="helper")
        for column in range(SUBJECT, TEXT + 1):
            picked = f"INDEX({_column(column, table)},{position})"
            if column == SUBJECT:
                picked = f'HYPERLINK("#\'"&{picked}&"\'!A1",{picked})'
            elif column == LABEL:
                picked = f"HYPERLINK(INDEX({_column(LINK, table)},{position}),{picked})"
            style = _STYLES[column]
            formula = f'IF({position}="","",{picked})'
            if column == MARGIN:  # blank where all terms are exact
                formula = f'IFERROR(IF(SUM({picked})=0,"",{picked}),"")'
            page.put(row, column, formula=formula, style=style, number_format=_PICKED.get(column))
        page.row += 1
    for offset, word in enumerate(_WORDS):
        row = at + offset
        page.put(row, PLACES, word, "helper")
        page.put(row, OBSTACLE, formula=f'COUNTIF(Pruefung_Befunde,"{word}")', style="helper", number_format="0")
        page.put(
            row,
            SENTENCE,
            formula=f"SUM({column_name(OBSTACLE)}${at}:{_ref(OBSTACLE, row)})-{_ref(OBSTACLE, row)}",
            style="helper",
            number_format="0",
        )
    shown = Area(at, VERDICT, at + _SETTLED - 1, VERDICT)
    page.conditionals.append(Conditional("verdict", shown))
    page.conditionals.append(Conditional("unit", Area(at, COMPUTED, shown.bottom, MARGIN), UNIT))
    page.conditionals.append(Conditional("unit", Area(at, SMALLEST, shown.bottom, SMALLEST), UNIT))
    page.put(
        page.row,
        2,
        formula=f'IF(Pruefung_Zu_klaeren>{_SETTLED},"und "&(Pruefung_Zu_klaeren-{_SETTLED})&" weitere: unten nach „Urteil“ filtern","")',
        style="subtitle",
    )
    page.put(page.row, OBSTACLE, formula=f"SUM({counts})", style="helper", number_format="0")
    page.name_area("Pruefung_Zu_klaeren", Area(page.row, OBSTACLE, page.row, OBSTACLE))
    page.row += 1
    for row in range(table.top, table.bottom + 1):
        verdict = _ref(VERDICT, row)
        rank = f"INDEX({before},MATCH({verdict},{words},0))+COUNTIF({column_name(VERDICT)}${table.top}:{verdict},{verdict})"
        page.put(row, RANK, formula=f'IFERROR({rank},"")', style="helper", number_format="0")


def _changes(page: Sheet, table: Area) -> None:
    """Single changes with which relations of the table below hold: values, and whether they still go with it."""
    page.heading("Was eine einzelne Änderung löst")
    first, last = page.row + 2, page.row + 1 + CHANGES
    numbers, states = (_column(column, Area(first, 0, last, 0)) for column in (NUMBER, VERDICT))
    none, old = f"(COUNT({numbers})=0)", f'(COUNTIF({states},"{_OLD}")>0)'
    sentences = (
        (f"{none}*(Pruefung_Zu_klaeren=0)", "Nichts zu lösen."),
        (f"{none}*(Pruefung_Zu_klaeren>0)", "Noch nicht ermittelt, bitte „Ziele aktualisieren“."),
        (f"(1-{none})*(1-{old})", "Eine Zeile genügt jeweils, die kleinste Änderung zuerst; alles andere bleibt."),
        (old, "Veraltet, bitte „Ziele aktualisieren“."),
    )
    said = "&".join(f'IF({case},"{text}","")' for case, text in sentences)
    page.put(page.row, 2, formula=said, style="subtitle")
    page.row += 1
    _header(page, berechnet="bisher", angegeben="passt mit", Urteil="Stand", **{"±": "", "gedruckt": "", "soll": "", "in": "Eingabe, die sich ändert"})  # fmt: skip
    page.heights[page.row - 1] = 18.0
    words = Area(page.row - 1, NUMBER, page.row - 1, NUMBER + 2)
    for (row, column), word in zip(words, (_OLD, "aktuell", "erledigt"), strict=True):
        page.put(row, column, word, "helper")
    for row in range(first, last + 1):
        number, same = f"${column_name(NUMBER)}{row}", _ref(LINK, row)

        def shown(column: int, row: int = row, number: str = number) -> str:
            return f'IF(OR({number}="",{_ref(column, row)}=""),"",{_ref(column, row)})'

        def of(column: int, number: str = number) -> str:
            return f"INDEX({_column(column, table)},{number})"

        for column, formula in (
            (SUBJECT, f'HYPERLINK("#\'"&{of(SUBJECT)}&"\'!A1",{of(SUBJECT)})'),
            (LABEL, f"HYPERLINK({of(LINK)},{of(LABEL)})"),
            (VERDICT, f"INDEX({absolute(words)},1+{same})"),
        ):
            style = "text" if column == VERDICT else _STYLES[column]
            blank = f'{number}=""' if column == VERDICT else f'OR({number}="",{number}=${column_name(NUMBER)}{row - 1})'
            page.put(row, column, formula=f'IF({blank},"",{formula})', style=style)
        for column, source in ((COMPUTED, BEFORE), (PRINTED, AFTER), (UNIT, IN_UNIT), (TEXT, INPUT)):
            page.put(row, column, formula=shown(source), style=_STYLES[column], number_format=_OF_CHANGE.get(column))
        for column in (MARGIN, SMALLEST, KIND):
            page.put(row, column, None, "text")
        for column, key in zip(range(NUMBER, FOR_PRINTED + 1), CHANGE_KEYS, strict=True):
            held = f"{{grundlage.c{row - first + 1}_{key}}}"
            page.put(row, column, formula=f'IF(ISBLANK({held}),"",{held})', style="helper")
        off = "+".join(f"ABS({of(c)}-{_ref(f, row)})" for c, f in ((COMPUTED, FOR_COMPUTED), (PRINTED, FOR_PRINTED)))
        near = f"({off}<=10^-12*(1+ABS({_ref(FOR_COMPUTED, row)})))"
        state = f'IFERROR(MAX(2*({of(OUTCOME)}="{FITS}"),{near}*1),0)'
        page.put(row, LINK, formula=f'IF({number}="","",{state})', style="helper")
        page.row += 1
    page.conditionals.append(Conditional("unit", Area(first, COMPUTED, last, PRINTED), UNIT))
    more = "{grundlage.mehr_vorher}"
    page.put(page.row, 2, formula=f'IF(SUM({more})=0,"","und "&{more}&" weitere: „jcplan check“")', style="subtitle")
    page.row += 2


_OLD: Final = "veraltet"
_OF_CHANGE: Final = {COMPUTED: styles.HEADS, PRINTED: styles.HEADS}
_PICKED: Final = {COMPUTED: styles.HEADS_1, PRINTED: styles.HEADS, MARGIN: "#,##0.00", SMALLEST: styles.HEADS}
"""Formats of figures in what is to be settled, unless their unit has another."""
_STYLES: Final = {
    SUBJECT: "link_cell", LABEL: "link_cell", COMPUTED: "value", PRINTED: "value", MARGIN: "value", UNIT: "unit", SMALLEST: "value",
    KIND: "text", VERDICT: "verdict", TEXT: "text",
}  # fmt: skip


def _relation(page: Sheet, model: Model, subject: Sheet, relation: Relation) -> None:
    """A row of the table, without what is judged over all rows at once."""
    row, form, scope = page.row, _format(model, relation), Scope(subject.key)
    printed = _printed_format(model, relation, form)
    page.put(row, SUBJECT, subject.name, "label")
    page.text(row, LABEL, relation.label, "label_wrap")
    page.put(row, COMPUTED, formula=_number(relation.computed), style="value", number_format=form, scope=scope)
    page.put(row, PRINTED, formula=_number(relation.printed), style="value", number_format=printed, scope=scope)
    page.put(row, UNIT, relation.unit, "unit")
    page.put(row, SMALLEST, formula=f'IFERROR(10^-{_ref(PLACES, row)},"")', style="value", number_format=printed)
    page.put(row, KIND, relation.kind or EQUAL, "text")
    places = relation.places
    if places.isdigit():
        page.put(row, PLACES, float(places), "helper", "0")
    else:
        full = "Nachkommastellen" in places or places.endswith("_Stellen")
        page.put(row, PLACES, formula=places if full else places + "_Stellen", style="helper", number_format="0")
    page.put(row, OBSTACLE, relation.obstacle or None, "helper")
    page.put(row, LINK, f"#{quote_sheet(NAME)}!{_ref(LABEL, row)}", "helper")
    if relation.basis:
        _percent_or_points(page, relation, scope)
    else:
        page.put(row, HINT, None, "helper")


def _percent_or_points(page: Sheet, relation: Relation, scope: Scope) -> None:
    """Where the base is known: whether the stated change is the computed one in the other of both readings."""
    row = page.row
    basis, change, half = _ref(BASIS, row), _ref(CHANGE, row), f"10^-{_ref(PLACES, row)}/2"
    from_basis = f"-{basis}" if relation.level else ""
    found = _ref(PRINTED, row) + from_basis
    page.put(row, BASIS, formula=_number(relation.basis), style="helper", scope=scope)
    page.put(row, CHANGE, formula=f'IFERROR({_ref(COMPUTED, row)}{from_basis},"")', style="helper")

    def reading(other: str, points: str, percent: str) -> str:
        told = f'" Wohl Prozent und Prozentpunkte verwechselt: "&FIXED(100*{points},2)&" %-Punkte sind "&FIXED(100*{percent},1)&" % des Ausgangswerts."'
        return f'IF(AND({_ref(OUTCOME, row)}="{CONTRADICTS}",ABS({other}-({found}))<={half}),{told},"")'

    as_percent = reading(f"{change}/{basis}", change, f"{change}/{basis}")
    as_points = reading(f"{change}*{basis}", f"{change}*{basis}", change)
    page.put(row, HINT, formula=f'IFERROR({as_percent}&{as_points},"")', style="helper")


def _said_once(page: Sheet, relation: Relation, rows: dict[str, int], sheets: dict[str, str]) -> None:
    """What a relation says that does not hold: its kind, or where that is said already."""
    if relation.same:
        first = _ref(OUTCOME, rows[relation.same])
        page.put(
            page.row,
            ART,
            formula=f'IF({first}="{OPEN}","{relation.art}","siehe {sheets[relation.same]}")',
            style="helper",
        )
    else:
        page.put(page.row, ART, relation.art, "helper")


def _judged(page: Sheet, table: Area) -> None:
    """Outcome and sentence, all rows at once; then each row's verdict by its kind."""
    first, last = table.top, table.bottom

    def over(column: int) -> str:
        return f"{_ref(column, first)}:{_ref(column, last)}"

    figures = f"{over(COMPUTED)},{over(PRINTED)},{over(PLACES)}"
    more = f"{over(OBSTACLE)},{over(KIND)},{over(MARGIN)}"
    page.block(Area(first, OUTCOME, last, OUTCOME), f"JC_URTEIL({figures},{more})", "helper")
    page.block(Area(first, SENTENCE, last, SENTENCE), f"JC_ERLAEUTERUNG({figures},{over(UNIT)},{more})", "helper")
    for row in range(first, last + 1):
        outcome, art = _ref(OUTCOME, row), _ref(ART, row)
        page.put(
            row,
            VERDICT,
            formula=f'IF(AND({outcome}="{CONTRADICTS}",{art}<>"{CLASH}"),{art},{outcome})',
            style="verdict",
        )
        page.put(row, TEXT, formula=f"{_ref(SENTENCE, row)}&{_ref(HINT, row)}", style="text")
    for column, text in enumerate(_WORKINGS, ART):
        page.put(first - 1, column, text, "header_text")
    page.conditionals.append(Conditional("verdict", Area(first, VERDICT, last, VERDICT)))
    page.name_area("Pruefung_Urteile", Area(first, OUTCOME, last, OUTCOME))
    page.name_area("Pruefung_Befunde", Area(first, VERDICT, last, VERDICT))


def _margins(page: Sheet, model: Model, rows: Sequence[tuple[Sheet, Relation]], first: int) -> None:
    """What each printed figure moves a computed one by, and the sum of that in the row of its relation."""
    page.print_area = Area(1, 1, page.row, page.last_column)
    page.row += 2
    page.heading(
        "Woher das ± kommt",
        "Eine gedruckte Zahl steht für alles bis ± ½ ihrer letzten Stelle. Die Prüfung wird mit ihr am oberen und am unteren Rand gerechnet; die halbe Spanne ist, was sie bewirkt.",
    )
    _header(page, berechnet="gedruckte Zahl", angegeben="± ½ letzte Stelle", Thema="wozu", gedruckt="oberer Rand", soll="unterer Rand", Urteil="Einheit der Zahl", **{"±": "bewirkt ±", "in": "gedruckte Zahl"})  # fmt: skip
    for row, (subject, relation) in enumerate(rows, first):
        top = page.row
        for term in terms(model, relation):
            _moved(page, subject, relation, term, row)
        own = f"{_ref(MARGIN, top)}:{_ref(MARGIN, page.row - 1)}"
        formula = None
        if page.row > top:  # short of the ends, which would round to the next figure
            formula = f'IF(SUM({own})=0,"",SUM({own})*(1-10^-6))'
        if relation.ungenau:
            formula = _number(relation.ungenau)
        page.put(row, MARGIN, None, "value", _finer(relation), formula=formula, scope=Scope(subject.key))


def _moved(page: Sheet, subject: Sheet, relation: Relation, term: Term, of: int) -> None:
    """A printed figure of a relation: itself, half a unit of its last place, the formula at both ends."""
    row, scope, half = page.row, Scope(subject.key), _ref(PRINTED, page.row)
    page.put(row, SUBJECT, f"zu Zeile {of}", "label")
    page.put(row, LABEL, formula=_ref(LABEL, of), style="label_wrap")
    page.put(row, COMPUTED, formula=stated(term.field.name), style="value", number_format=input_format(term.field))
    page.put(
        row,
        PRINTED,
        formula=term.half_unit,
        style="value",
        number_format=styles.percent(4) if term.field.unit == SHARE else "#,##0.00",
    )
    upper, lower = _ref(SMALLEST, row), _ref(KIND, row)
    page.put(row, MARGIN, formula=f'IFERROR(ABS({upper}-{lower})/2,"")', style="value", number_format=_finer(relation))
    page.put(row, UNIT, relation.unit, "unit")
    for column, sign in ((SMALLEST, "+"), (KIND, "-")):
        page.put(
            row,
            column,
            formula=_number(term.moved(sign + half)),
            style="value",
            number_format=_finer(relation),
            scope=scope,
        )
    page.put(row, VERDICT, term.field.unit, "unit")
    page.text(row, TEXT, term.field.shown_label, "text")
    page.row += 1


def _number(formula: str) -> str:
    """A number, or a blank text for anything else: a dash or an error in one row must not spoil the others."""
    return f'IFERROR(({formula})*1,"")'


def _format(model: Model, relation: Relation) -> str:
    if relation.unit == SHARE:
        places = model.field(relation.places).places if relation.places in model else 4
        return styles.percent(max(places, 3) + (0 if places > 2 else 1))
    return styles.EURO if relation.unit == EURO else styles.HEADS_1


def _printed_format(model: Model, relation: Relation, form: str) -> str:
    """Whole numbers where the stated figure is one."""
    field = model.field(relation.places) if relation.places in model else None
    whole = relation.places == "0" or (field is not None and field.places <= 0)
    return styles.HEADS if whole and relation.unit not in (SHARE, EURO) else form


def _finer(relation: Relation) -> str:
    return styles.percent(4) if relation.unit == SHARE else "#,##0.00"


def _targets(page: Sheet, model: Model, subjects: Sequence[Sheet]) -> None:
    """The sheets' results against the adopted targets; whether the formula is still there."""
    page.row += 1
    page.page_breaks.append(page.row - 1)
    page.heading(
        "Rechnung der Blätter gegen die beschlossenen Ziele",
        "„Widerspruch“ heißt hier: Annahmen oder Formeln haben sich seit dem Beschluss geändert. Dann „Ziele aktualisieren“.",
    )
    _header(page, Thema="Blatt", Prüfung="Ziel", berechnet="Rechnung", angegeben="beschlossen", gedruckt="geprüft auf", **{"±": "Formel am Platz"})  # fmt: skip
    first, last = page.row, page.row + len(model.targets) - 1
    for target in model.targets:
        row = page.row
        form = styles.percent(5) if target.unit == SHARE else styles.EURO if target.unit == EURO else "#,##0.000"
        subject = next(each for each in subjects if target.name in each.keys.exports)
        computed = f"{{{subject.key}.{target.name}}}"
        page.put(row, SUBJECT, subject.name, "label")
        page.text(row, LABEL, _target_text(target), "label_wrap")
        page.put(row, COMPUTED, formula=computed, style="value", number_format=form)
        page.put(row, PRINTED, formula=stated(target.name), style="value", number_format=form)
        page.put(row, MARGIN, formula=f'IF(_xlfn.ISFORMULA({computed}),"ja","nein, überschrieben")', style="text")
        page.put(row, UNIT, target.unit, "unit")
        page.put(
            row,
            SMALLEST,
            formula=f"10^-{_ref(PLACES, row)}",
            style="value",
            number_format=styles.percent(7) if target.unit == SHARE else "#,##0.0##",
        )
        page.put(row, KIND, EQUAL, "text")
        page.put(
            row,
            TEXT,
            formula=f'IF({_ref(VERDICT, row)}="{FITS}","Rechnung und Beschluss stimmen überein.","Seit dem Beschluss geändert: bitte „Ziele aktualisieren“.")',
            style="text",
        )
        page.put(row, PLACES, {SHARE: 7.0, EURO: 2.0}.get(target.unit, 3.0), "helper", "0")
        page.row += 1
    computed, adopted, places = (
        f"{_ref(column, first)}:{_ref(column, last)}" for column in (COMPUTED, PRINTED, PLACES)
    )
    page.block(Area(first, VERDICT, last, VERDICT), f"JC_URTEIL({computed},{adopted},{places})", "verdict")
    page.conditionals.append(Conditional("verdict", Area(first, VERDICT, last, VERDICT)))
    page.name_area("Pruefung_Ziele", Area(first, VERDICT, last, VERDICT))
    page.name_area("Pruefung_Formeln", Area(first, MARGIN, last, MARGIN))


def _target_text(target: Target) -> str:
    group = ziele.group_text(target)
    return f'="{target.label}, "&{group[1:]}' if group.startswith("=") else f"{target.label}, {group}"


def _master(page: Sheet) -> None:
    page.row += 1
    page.heading("Zusammenfassung")
    page.header(("", "Zähler", "Anzahl", "Einheit"), left=2, height=18)
    of = {word: f'COUNTIF(Pruefung_Befunde,"{word}")' for word in (FITS, CONTRADICTS, GAP, AMBITIOUS, CAUTIOUS, OPEN)}
    judged = "-".join(f'COUNTIF(Pruefung_Urteile,"{word}")' for word in (FITS, CONTRADICTS, OPEN))
    rows = (
        ("Pruefung_Passt", "Zahlen, die passen", of[FITS], "Prüfungen"),
        ("Pruefung_Widersprueche", "Widersprüche: Zahlen, die nicht zueinander passen", of[CONTRADICTS], "Prüfungen"),
        ("Pruefung_Nicht_gedeckt", "Ziele, die die Planung nicht deckt", of[GAP], "Prüfungen"),
        ("Pruefung_Ehrgeizig", "ehrgeizige oder zurückhaltende Ziele, gemessen am Vorjahr", f"{of[AMBITIOUS]}+{of[CAUTIOUS]}", "Prüfungen"),
        ("Pruefung_Offen", "nicht prüfbar", of[OPEN], "Prüfungen"),
        ("Pruefung_Fehler", "Prüfungen ohne Urteil (Fehler in einer Formel)", f"ROWS(Pruefung_Urteile)-{judged}", "Prüfungen"),
        ("Pruefung_Abweichungen", "Ziele, die nicht zur Rechnung passen", f'ROWS(Pruefung_Ziele)-COUNTIF(Pruefung_Ziele,"{FITS}")', "Ziele"),
        ("Pruefung_Ueberschrieben", "überschriebene Formeln von Ergebnissen", 'ROWS(Pruefung_Formeln)-COUNTIF(Pruefung_Formeln,"ja")', "Formeln"),
        ("Pruefung_Formelabgleich", "geänderte Formeln bei der letzten Aktualisierung", ziele.RECONCILED_NAME, "Formeln"),
    )  # fmt: skip
    for name, label, formula, unit in rows:
        page.put(page.row, 2, None, "label")
        page.put(page.row, 3, label, "label_wrap")
        page.put(page.row, 4, formula=formula, style="value", number_format="0")
        page.put(page.row, 5, unit, "unit")
        page.name_area(name, Area(page.row, 4, page.row, 4))
        page.row += 1
    page.put(page.row, 2, None, "total_label")
    page.put(page.row, 3, "Gesamturteil", "total_label")
    counted = "+".join(
        name for name, *_ in rows if name not in ("Pruefung_Passt", "Pruefung_Offen", "Pruefung_Ehrgeizig")
    )
    page.put(page.row, 4, formula=(
        f'IF({counted}=0,"ohne Befund",'
        '"Widersprüche: "&Pruefung_Widersprueche&" · Ziele nicht gedeckt: "&Pruefung_Nicht_gedeckt&" · ohne Urteil: "&Pruefung_Fehler'
        '&" · Abweichungen von den Zielen: "&Pruefung_Abweichungen&" · geänderte Formeln: "&MAX(Pruefung_Ueberschrieben,Pruefung_Formelabgleich))'
    ), style="finding")  # fmt: skip
    page.name_area("Pruefung_Gesamt", Area(page.row, 4, page.row, 4))
