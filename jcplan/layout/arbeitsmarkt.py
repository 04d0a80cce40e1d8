"""Sheet Arbeitsmarkt: forecasts, how well the last one hit, and the rated lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from jcplan.cells import Area, absolute
from jcplan.core.verdict import AT_LEAST, AT_MOST
from jcplan.layout import beside, charts_arbeitsmarkt
from jcplan.layout.slots import chosen, slot_label
from jcplan.model import input_field
from jcplan.model.fields import HEADS, RATING, RATINGS, SHARE, Field
from jcplan.model.parts.arbeitsmarkt import BRANCHES, DIRECTION, DIRECTIONS, DRIVERS, INTEGRATIONS, TRADES
from jcplan.sheet import styles
from jcplan.sheet.page import Drawn, Place, Sheet
from jcplan.sheet.relation import Relation, needs, shown, stated

NAME: Final = "Arbeitsmarkt"
POINTS: Final = "Prozentpunkte"
_LEFT, _RIGHT = 2, 8
_RATING_WORDS: Final = ("sehr gut", "gut", "gleichbleibend", "schlecht", "sehr schlecht")
_EFFECT_WORDS: Final = ("erhöht stark", "erhöht", "ohne Wirkung", "senkt", "senkt stark")
_EFFECTS: Final = (2.0, 1.0, 0.0, -1.0, -2.0)
_CHANGE: Final = styles.percent(4, signed=True)
_PART_TIME: Final = ("Annahme_Teilzeit_Zuwachs", "Annahme_Teilzeit_Zuwachsrate")
_BEFORE: Final = ("Annahme_ELB_ohne_Prognose_Vorjahr", "Annahme_ELB_ohne_Ist_Vorjahr")
_LONG_TERM: Final = ("Annahme_Arbeitslose_Langzeit_Anteil", "Annahme_Arbeitslose_Langzeit_LZB")


def sheet(shared: Mapping[str, Place]) -> Drawn:
    """The sheet, the places of its results and what has to hold of them."""
    page = Sheet(NAME, "Arbeitsmarkt", (40, 15, 15, 15, 13, 2.5, 42, 15, 15, 12), tab=styles.BLUE)
    page.one_page = False
    page.page_breaks = [33]
    page.put(3, 2, formula=(
        'IFERROR("svB: Mitte der Spanne "&FIXED(C9*100,2)&" %, gedruckt "&FIXED(C10*100,2)&" %","svB: Prognose unvollständig")'
        '&IFERROR(" · ELB-Prognose des Vorjahres um "&FIXED(ABS(C19)*100,1)&" Prozentpunkte zu "&IF(C19<0,"niedrig","hoch"),"")'
        '&" · Branchen mit sehr guter Einschätzung: "&D60'
    ), style="finding")  # fmt: skip
    _forecasts(page)
    _year_before(page, shared)
    _directions(page, shared)
    _long_term(page)
    _part_time(page)
    _lists(page)
    _chart(page)
    places = {
        "svB_Spannenmitte": Place(NAME, 9, 3),
        "Arbeitslose_Spannenmitte": Place(NAME, 9, 4),
        "Prognosefehler": Place(NAME, 19, 3),
        "Langzeitarbeitslose_LZB": Place(NAME, 21, 9),
        "Teilzeit_Basis": Place(NAME, 31, 9),
        "Faktoren": Place(NAME, 54, 10),
        "Faktoren_Punkte": Place(NAME, 54, 11),
        "finding": Place(NAME, 3, 2),
    }
    return Drawn(page, places, _relations(places, shared))


def _table(
    page: Sheet, row: int, column: int, title: str, header: Sequence[str], rows: Sequence[tuple[str, str, str, str]]
) -> None:
    """A table of figures: label, formula, number format, unit."""
    page.put(row, column, title, "heading")
    _header(page, row + 1, column, header)
    for at, (label, formula, form, unit) in enumerate(rows, row + 2):
        page.put(at, column, label, "label")
        page.put(at, column + 1, formula=formula, style="value", number_format=form)
        page.put(at, column + 2, unit, "unit")


def _header(page: Sheet, row: int, column: int, texts: Sequence[str]) -> None:
    beside.header(page, row, dict(enumerate(texts, column)), column, column + len(texts) - 1)


def _forecasts(page: Sheet) -> None:
    """Ranges, their centres and the printed ones; svB in column 3, unemployed in column 4."""
    page.put(5, _LEFT, "Prognosen für das Planjahr gegenüber dem Vorjahr", "heading")
    _header(page, 6, _LEFT, ("Größe", "svB", "Arbeitslose", "Einheit"))
    for column, letter, name in ((3, "C", "Annahme_svB_Prognose"), (4, "D", "Annahme_Arbeitslose_Prognose")):
        rows = (
            (7, needs((f"{name}_von",), f"{name}_von", "–"), styles.percent(3, signed=True)),
            (8, needs((f"{name}_bis",), f"{name}_bis", "–"), styles.percent(3, signed=True)),
            (9, needs((f"{letter}7", f"{letter}8"), f"({letter}7+{letter}8)/2", "–"), _CHANGE),
            (10, needs((f"{name}_Mitte",), f"{name}_Mitte", "–"), styles.percent(3, signed=True)),
            (11, needs((f"{letter}9", f"{letter}10"), f"{letter}10-{letter}9", "–"), _CHANGE),
            (12, _direction(f"{letter}9"), None),
            (13, _direction(f"{letter}10"), None),
        )
        for row, formula, form in rows:
            page.put(row, column, formula=formula, style="value", number_format=form)
    labels = (
        ("untere Grenze der Spanne", "%"),
        ("obere Grenze der Spanne", "%"),
        ("Mitte der Spanne", "%"),
        ("gedruckte Mitte", "%"),
        ("Unterschied: gedruckt − Mitte der Spanne", POINTS),
        ("Richtung nach der Mitte der Spanne", DIRECTION),
        ("Richtung nach der gedruckten Mitte", DIRECTION),
    )
    for row, (label, unit) in enumerate(labels, 7):
        page.put(row, 2, label, "label")
        page.put(row, 5, unit, "unit")


def _direction(cell: str) -> str:
    """The direction in a word; a dash without a figure."""
    return f'IFERROR(INDEX(Richtung_Worte,2-SIGN({cell})),"–")'


def _year_before(page: Sheet, shared: Mapping[str, Place]) -> None:
    """What the last forecast missed by, and what the same miss would do to this plan."""
    plan = "Annahme_ELB_ohne_Veraenderung"
    _table(page, 15, _LEFT, "Wie treffsicher war die ELB-Prognose des Vorjahres?", ("Größe", "Wert", "Einheit"), (
        ("Prognose: ELB ohne Flüchtlingshintergrund", needs(_BEFORE[:1], _BEFORE[0], "–"), styles.percent(3, signed=True), "%"),
        ("Ist", needs(_BEFORE[1:], _BEFORE[1], "–"), styles.percent(3, signed=True), "%"),
        ("Prognosefehler: Prognose − Ist", needs(("C17", "C18"), "C17-C18", "–"), styles.percent(3, signed=True), POINTS),
        ("geplante Veränderung der ELB ohne 8 HKL", plan, styles.percent(3, signed=True), "%"),
        ("Prognosefehler als Vielfaches davon", 'IFERROR(ABS(C19/C20),"–")', styles.HEADS_1, "fach"),
        ("Veränderung bei gleichem Fehler", needs(("C19",), "C20-C19", "–"), styles.percent(3, signed=True), "%"),
        ("dasselbe in Köpfen", needs(("C22",), f"C22*({shared['Ziel_ELB_ohne'].ref}-{shared['zuwachs_ohne'].ref})", "–"), styles.SIGNED, HEADS),
    ))  # fmt: skip


def _directions(page: Sheet, shared: Mapping[str, Place]) -> None:
    page.put(25, _LEFT, "Wohin sich die Bestände bewegen", "heading")
    _header(page, 26, _LEFT, ("Größe", "Vorjahr", "Planjahr", "Einheit"))
    rows = (
        ("Beschäftigung (svB), eigene Einschätzung", None, chosen(input_field("Annahme_svB_Richtung"))),
        ("Arbeitslose (Vorjahr: nur SGB II)", chosen(input_field("Annahme_Arbeitslose_Richtung_Vorjahr")), "D13"),
        ("Bedarfsgemeinschaften", chosen(input_field("Annahme_BG_Richtung_Vorjahr")), chosen(input_field("Annahme_BG_Richtung"))),
        ("ELB (Vorjahr: ohne Flüchtlingshintergrund)", _direction("C18"), _direction(shared["zuwachs"].ref)),
        ("svB im Leistungsbezug", None, chosen(input_field("Annahme_svB_Leistungsbezug_Richtung"))),
    )  # fmt: skip
    for row, (label, before, planned) in enumerate(rows, 27):
        page.put(row, 2, label, "label")
        for column, formula in ((3, before), (4, planned)):
            page.put(row, column, None if formula else "–", "value", formula=formula)
        page.put(row, 5, DIRECTION, "unit")


def _long_term(page: Sheet) -> None:
    long_term, drawing = _LONG_TERM
    _table(page, 19, _RIGHT, "Langzeitarbeitslose unter den Arbeitslosen im SGB II", ("Gruppe", "Anteil", "Einheit"), (
        ("langzeitarbeitslos und LZB", needs(_LONG_TERM, f"{long_term}*{drawing}", "–"), styles.percent(4), "%"),
        ("langzeitarbeitslos, noch nicht LZB", needs(_LONG_TERM, f"{long_term}*(1-{drawing})", "–"), styles.percent(4), "%"),
        ("langzeitarbeitslos zusammen", needs(_LONG_TERM[:1], long_term, "–"), styles.percent(2), "%"),
        ("nicht langzeitarbeitslos", needs(_LONG_TERM[:1], f"1-{long_term}", "–"), styles.percent(2), "%"),
        ("LZB unter den Langzeitarbeitslosen", needs(_LONG_TERM[1:], drawing, "–"), styles.percent(2), "%"),
    ))  # fmt: skip


def _part_time(page: Sheet) -> None:
    more, rate = _PART_TIME
    total = "Annahme_Integrationen_Zuwachsrate"
    _table(page, 27, _RIGHT, "Integrationen im ersten Quartal gegenüber dem Vorjahresquartal", ("Größe", "Wert", "Einheit"), (
        ("Teilzeit (svB): Veränderung", needs((rate,), rate, "–"), styles.percent(3, signed=True), "%"),
        ("Teilzeit (svB): Zuwachs", needs((more,), more, "–"), styles.SIGNED, INTEGRATIONS),
        ("Teilzeit im Vorjahresquartal (erschlossen)", f'IFERROR({needs(_PART_TIME, f"JC_BASIS({more},{rate})", "–")},"–")', styles.HEADS, INTEGRATIONS),
        ("Teilzeit danach (erschlossen)", needs(("I30", "I31"), "I30+I31", "–"), styles.HEADS, INTEGRATIONS),
        ("svB insgesamt: Veränderung", needs((total,), total, "–"), styles.percent(3, signed=True), "%"),
    ))  # fmt: skip


def _lists(page: Sheet) -> None:
    """The rated lists in the order in which they were typed, then what the signs mean and how often each was given."""
    branches, drivers, trades = Area(37, 4, 46, 4), Area(37, 10, 44, 10), Area(49, 4, 56, 4)
    title = "Branchen mit Beschäftigungsmöglichkeiten"
    _list(page, branches, (title, RATING, "in Worten"), BRANCHES, "Einschaetzung_Worte")
    _list(page, drivers, ("Faktoren des ELB-Bestands", "Wirkung", "in Worten"), DRIVERS, "Einschaetzung_Wirkung")
    _list(page, trades, ("Ausbildungsmarkt", RATING, "in Worten"), TRADES, "Einschaetzung_Worte")
    _effects(page, 48, drivers)
    _ratings(page, 59, branches, trades)
    _header(page, 59, _RIGHT, ("Wörter für die Richtung",))
    for row, word in enumerate(DIRECTIONS, 60):
        page.put(row, _RIGHT, word, "label")
    page.name_area("Richtung_Worte", Area(60, _RIGHT, 62, _RIGHT))
    page.put(35, _LEFT, formula=(
        'IF(D65=0,"Keine Branche eingeschätzt",D65&" Branchen eingeschätzt: "&D60&" sehr gut, "&D61&" gut, "&D62&" gleichbleibend, "&SUM(D63:D64)&" schlecht")'
    ), style="finding")  # fmt: skip
    page.put(35, _RIGHT, formula=(
        'IF(J54=0,"Keine Wirkung auf den ELB-Bestand eingeschätzt",SUM(J49:J50)&" von "&J54&" Faktoren erhöhen den ELB-Bestand, "&SUM(J52:J53)&" senken ihn")'
    ), style="finding")  # fmt: skip


def _list(page: Sheet, in_words: Area, header: Sequence[str], slots: Sequence[Field], words: str) -> None:
    """A list: label, sign and, in the area ``in_words``, what the sign means."""
    left = in_words.left - 2
    _header(page, in_words.top - 1, left, header)
    for row, slot in enumerate(slots, in_words.top):
        page.put(row, left, formula=slot_label(slot), style="label_wrap")
        page.put(row, left + 1, formula=chosen(slot), style="value")
        word = f'IFERROR(INDEX({words},MATCH({slot.name},Einschaetzung_Zeichen,0)),"–")'
        page.put(row, left + 2, formula=word, style="value")


def _ratings(page: Sheet, header: int, branches: Area, trades: Area) -> None:
    page.put(header - 1, _LEFT, "Einschätzungen: was sie heißen und wie oft sie vergeben sind", "heading")
    _header(page, header, _LEFT, ("Zeichen", "in Worten", "Branchen", "Ausbildung", "Einheit"))
    first, total = header + 1, header + 1 + len(RATINGS)
    for row, sign, word in zip(range(first, total), RATINGS, _RATING_WORDS, strict=True):
        page.put(row, 2, sign, "label")
        page.put(row, 3, word, "value")
        page.put(row, 4, formula=f"COUNTIF({absolute(branches)},C{row})", style="value", number_format="0")
        page.put(row, 5, formula=f"COUNTIF({absolute(trades)},C{row})", style="value", number_format="0")
        page.put(row, 6, "Anzahl", "unit")
    page.put(total, 2, "zusammen", "total_label")
    page.put(total, 3, None, "total")
    for column, letter in ((4, "D"), (5, "E")):
        page.put(total, column, formula=f"SUM({letter}{first}:{letter}{total - 1})", style="total", number_format="0")
    page.put(total, 6, "Anzahl", "unit_total")
    page.name_area("Einschaetzung_Zeichen", Area(first, 2, total - 1, 2))
    page.name_area("Einschaetzung_Worte", Area(first, 3, total - 1, 3))


def _effects(page: Sheet, header: int, drivers: Area) -> None:
    """How the drivers work on the stock; points from +2 to −2 make one figure of them."""
    _header(page, header, _RIGHT, ("Wirkung der Faktoren", "in Worten", "Anzahl", "Punkte"))
    first, total = header + 1, header + 1 + len(RATINGS)
    for row, sign, word, points in zip(range(first, total), RATINGS, _EFFECT_WORDS, _EFFECTS, strict=True):
        page.put(row, 8, sign, "label")
        page.put(row, 9, word, "value")
        page.put(row, 10, formula=f"COUNTIF({absolute(drivers)},I{row})", style="value", number_format="0")
        page.put(row, 11, points, "value", styles.SIGNED)
    counts, points_each = f"J{first}:J{total - 1}", f"K{first}:K{total - 1}"
    page.put(total, 8, "zusammen: Faktoren und Summe der Punkte", "total_label")
    page.put(total, 9, None, "total")
    page.put(total, 10, formula=f"SUM({counts})", style="total", number_format="0")
    page.put(total, 11, formula=f"SUMPRODUCT({counts},{points_each})", style="total", number_format=styles.SIGNED)
    page.name_area("Einschaetzung_Wirkung", Area(first, 9, total - 1, 9))


def _chart(page: Sheet) -> None:
    """Bars from the tables above; a figure that is not there has no bar."""
    page.put(5, _RIGHT, formula=(
        'IFERROR("svB: die gedruckte Mitte "&IF(ROUND(C11,6)=0,"ist die Mitte der Spanne","weicht um "&FIXED(ABS(C11)*100,2)&" Prozentpunkte von der Mitte der Spanne ab"),"Prognosen und Rückblick")'
    ), style="finding")  # fmt: skip
    page.put(67, _LEFT, "Zahlen zum Diagramm", "heading")
    header = 68
    _header(page, header, _LEFT, ("Balken", "Sockel über 0", "Sockel unter 0", "über 0", "unter 0"))
    bars = (
        ("svB: Spanne", ("C7", "C8"), 1, styles.MID_BLUE),
        ("svB: Mitte der Spanne", ("C9",), 2, styles.MID_BLUE),
        ("svB: gedruckte Mitte", ("C10",), 1, styles.BLUE),
        ("Arbeitslose: Spanne", ("D7", "D8"), 1, styles.MID_BLUE),
        ("Arbeitslose: gedruckte Mitte", ("D10",), 1, styles.BLUE),
        ("ELB-Prognose Vorjahr", ("C17",), 1, styles.BLUE),
        ("ELB-Ist Vorjahr", ("C18",), 1, styles.GREY),
    )
    for row, (label, cells, places, _) in enumerate(bars, header + 1):
        ends = ",".join(cells if len(cells) > 1 else (*cells, "0"))
        low, high = f"MIN({ends})", f"MAX({ends})"
        figures = '&" bis "&'.join(f"FIXED({cell}*100,{places})" for cell in cells)
        page.put(row, 2, formula=f'IFERROR("{label} "&{figures}&" %","{label} nicht genannt")', style="label")
        for column, formula in (
            (3, f"MAX(0,{low})"),
            (4, f"MIN(0,{high})"),
            (5, f"MAX(0,{high})-C{row}"),
            (6, f"MIN(0,{low})-D{row}"),
        ):
            page.put(row, column, formula=formula, style="helper", number_format=styles.percent(3, signed=True))
    page.charts.append(
        charts_arbeitsmarkt.forecasts(
            NAME, header, tuple(color for *_, color in bars), row=6, column=8, width=600, height=240
        )
    )


def _relations(places: Mapping[str, Place], shared: Mapping[str, Place]) -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    low, high, centre = (f"Annahme_svB_Prognose_{end}" for end in ("von", "bis", "Mitte"))
    unemployed = "Annahme_Arbeitslose_Prognose_Mitte"
    part_time, total = "Annahme_Teilzeit_Zuwachsrate", "Annahme_Integrationen_Zuwachsrate"
    growth = shared["zuwachs"].ref
    households = f"(2-MATCH(Annahme_BG_Richtung,Richtung_Worte,0))*{growth}"
    return (
        Relation("Die gedruckte Mitte der svB-Prognose ist die Mitte ihrer Spanne", shown(places["svB_Spannenmitte"].ref), stated(centre), SHARE, centre),
        Relation("Die gedruckte Mitte der svB-Prognose liegt nicht unter ihrer Spanne", stated(low), stated(centre), SHARE, centre, kind=AT_LEAST),
        Relation("Die gedruckte Mitte der svB-Prognose liegt nicht über ihrer Spanne", stated(high), stated(centre), SHARE, centre, kind=AT_MOST),
        Relation("Die gedruckte Mitte der Arbeitslosen-Prognose ist die Mitte ihrer Spanne", shown(places["Arbeitslose_Spannenmitte"].ref), stated(unemployed), SHARE, unemployed),
        Relation("Integrationen in Teilzeit im Vorjahresquartal, die Zuwachs und Rate voraussetzen", shown(places["Teilzeit_Basis"].ref), '""', INTEGRATIONS, "0"),
        Relation("Integrationen in Teilzeit sind stärker gestiegen als alle Integrationen in svB", stated(total), stated(part_time), SHARE, part_time, kind=AT_LEAST),
        Relation("Die ELB bewegen sich im Plan in die Richtung, in die die Faktoren wirken", "0",
                 f'IF({places["Faktoren"].ref}=0,"",SIGN({places["Faktoren_Punkte"].ref})*{growth})', HEADS, "0", kind=AT_LEAST),
        Relation("Die ELB bewegen sich im Plan in die Richtung der Bedarfsgemeinschaften", "0",
                 f'IF(ISBLANK(Annahme_BG_Richtung),"",{households})', HEADS, "0", kind=AT_LEAST),
    )  # fmt: skip
