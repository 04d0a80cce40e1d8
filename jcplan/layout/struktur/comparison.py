"""Third page of the sheet Struktur: against the year before, and what follows for everybody else."""

from __future__ import annotations

from jcplan.cells import column_name
from jcplan.layout import beside
from jcplan.layout.struktur.places import (
    BEFORE,
    CHANGE,
    FURTHER,
    OTHERS,
    OTHERS_COLUMNS,
    P3,
    POINTS,
    STOCK_OF,
    S,
    cell_of,
    dash,
    derived,
    group_headers,
    number,
)
from jcplan.model.parts.struktur import COMMON, FEATURES, GROUPS, PROFILES, before
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.relation import needs

_PAIRS = (("ELB", "LZB"), ("ELB", "Auslaender"), ("Auslaender", "8HKL"))
"""Whole and part of each column of the others."""


def before_now(page: Sheet) -> None:
    """Shares of the year before, stated or from a stated change, and the difference."""
    page.row = BEFORE - 4
    page.put(page.row, 2, "Gegen das Vorjahr", "heading")
    page.put(page.row + 1, 2, "Wo für das Vorjahr kein Wert gedruckt ist, aber eine relative Veränderung, steht der daraus berechnete (nächste Tabelle).", "subtitle")  # fmt: skip
    page.row += 2
    page.header(("Merkmal oder Profilgruppe", *group_headers("Vorjahr\n{}", "Differenz\n{}")))
    page.units(("", *["%"] * 4, *["%-Punkte"] * 4))
    changed = {cell: CHANGE + i for i, (_, cell, _, _) in enumerate(_changed())}
    for row, (what, label) in enumerate((FEATURES | PROFILES).items(), BEFORE):
        page.put(row, 2, label, "label")
        for offset, group in enumerate(GROUPS):
            name, now = before(group, what), cell_of(group, what)
            if not name:
                dash(page, row, 3 + offset)
                dash(page, row, 7 + offset)
                continue
            otherwise = f"$E${changed[now]}" if now in changed else '"–"'
            earlier = f"{column_name(3 + offset)}{row}"
            number(page, row, 3 + offset, f"IF(COUNT({name})=0,{otherwise},{name})", P3)
            number(page, row, 7 + offset, derived((now, earlier), f"{now}-{earlier}"), POINTS)
    young = f"{S}LZB_unter_25_Sondertatbestand"
    row = BEFORE + len(FEATURES) + len(PROFILES)
    page.put(row, 2, "LZB unter 25 mit Sondertatbestand", "label")
    for column in (3, 5, 6, 7, 9, 10):
        dash(page, row, column)
    number(page, row, 4, needs((young + "_Vorjahr",), young + "_Vorjahr", "–"), P3)
    number(page, row, 8, derived((f"D{FURTHER + 4}", f"D{row}"), f"D{FURTHER + 4}-D{row}"), POINTS)


def _changed() -> tuple[tuple[str, str, str, str], ...]:
    """Relative changes that are stated: label, cell with the figure now, name of the change, unit."""
    return (
        ("komplex, ELB", cell_of("ELB", "komplex"), f"{S}ELB_komplex_Veraenderung", "%"),
        ("integriert, ELB", cell_of("ELB", "integriert"), f"{S}ELB_integriert_Veraenderung", "%"),
        ("komplex, LZB", cell_of("LZB", "komplex"), f"{S}LZB_komplex_Veraenderung", "%"),
        ("komplex, Ausländer", cell_of("Auslaender", "komplex"), f"{S}Auslaender_komplex_Veraenderung", "%"),
        ("Ausländer an den ELB", cell_of("ELB", "Auslaender"), f"{S}Auslaender_Anteil_Veraenderung", "%"),
        ("ELB aus den 8 HKL", f"C{STOCK_OF['8HKL']}", f"{S}8HKL_Zuwachsrate", "Köpfe"),
        ("ELB mit Schwerbehinderung", f"C{FURTHER + 2}", f"{S}Schwerbehinderte_Veraenderung", "Köpfe"),
    )


def changes(page: Sheet) -> None:
    """Stated changes, read as relative ones and as percentage points."""
    page.row = CHANGE - 3
    page.put(page.row, 2, "Was die angegebenen Veränderungen bedeuten", "heading")
    page.put(
        page.row + 1,
        2,
        "„Um 6 % gestiegen“ kann relativ gemeint sein oder in Prozentpunkten; gerechnet wird relativ.",
        "subtitle",
    )
    page.row += 2
    page.header(
        ("Größe", "jetzt", "Veränderung relativ", "Vorjahr daraus", "Differenz", "Vorjahr, wenn Punkte", "Einheit")
    )
    for row, (label, now, name, unit) in enumerate(_changed(), CHANGE):
        heads = unit == "Köpfe"
        form, signed = (styles.HEADS, styles.SIGNED) if heads else (P3, POINTS)
        page.put(row, 2, label, "label")
        number(page, row, 3, now, form)
        number(page, row, 4, needs((name,), name, "–"), styles.percent(2, signed=True))
        number(page, row, 5, derived((f"C{row}", f"D{row}"), f"C{row}/(1+D{row})"), form)
        number(page, row, 6, derived((f"C{row}", f"E{row}"), f"C{row}-E{row}"), signed)
        if heads:
            dash(page, row, 7)
        else:
            number(page, row, 7, derived((f"C{row}", f"D{row}"), f"C{row}-D{row}"), form)
        page.put(row, 8, unit, "unit")


def others(page: Sheet) -> None:
    """What shares of a whole and of a part leave for the others; it has to lie between 0 and 100 %."""
    top, label, (first, *_, last) = OTHERS, 10, OTHERS_COLUMNS
    page.put(top - 5, label, "Was für die Übrigen folgt", "heading")
    page.put(top - 4, label, "Unter 0 oder über 100 % widersprächen sich die Angaben.", "subtitle")
    beside.label(page, top - 3, label, first - 1, "Merkmal", "header")
    beside.label(page, top - 2, label, first - 1, None, "units")
    for column, text in zip(
        OTHERS_COLUMNS, ("ELB ohne LZB", "ELB ohne Ausländer", "Ausländer ohne 8 HKL"), strict=True
    ):
        page.put(top - 3, column, text, "header_right")
        page.put(top - 2, column, "%", "units")
    _, lzb, foreign, countries = STOCK_OF.values()
    size = top - 1
    beside.label(page, size, label, first - 1, "Größe der Übrigen, gemessen am Ganzen")
    for column, part in ((first, f"D{lzb}"), (first + 1, f"D{foreign}")):
        number(page, size, column, derived((part,), f"1-{part}"), P3)
    number(page, size, last, derived((f"C{foreign}", f"C{countries}"), f"1-C{countries}/C{foreign}"), P3)
    rows = COMMON | PROFILES
    end = top + len(rows)
    for row, (what, text) in enumerate(rows.items(), top):
        beside.label(page, row, label, first - 1, text)
        for column, (whole, part) in zip(OTHERS_COLUMNS, _PAIRS, strict=True):
            of_all, of_part, left = cell_of(whole, what), cell_of(part, what), f"{column_name(column)}${size}"
            formula = f"({of_all}-{of_part}*(1-{left}))/{left}"
            number(page, row, column, derived((of_all, of_part), formula), P3)
    for row, text, function in ((end, "kleinster Anteil", "MIN"), (end + 1, "größter Anteil", "MAX")):
        beside.label(page, row, label, first - 1, text, "total_label")
        for column in OTHERS_COLUMNS:
            cells = f"{column_name(column)}{top}:{column_name(column)}{end - 1}"
            number(page, row, column, f'IF(COUNT({cells})=0,"–",{function}({cells}))', P3, "total")
    page.put(end + 2, label, "(Anteil am Ganzen − Anteil am Teil × Größe des Teils) ÷ Größe der Übrigen", "subtitle")
