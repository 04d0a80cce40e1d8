"""Second page of the sheet Struktur: profile groups, and one of them replaced."""

from __future__ import annotations

from jcplan.cells import Area, column_name
from jcplan.layout.struktur import charts
from jcplan.layout.struktur.places import (
    NAME,
    P2,
    P3,
    POINTS,
    PROFILE,
    REPLACE,
    REST,
    STOCK,
    STOCK_OF,
    TOTAL,
    S,
    derived,
    group_headers,
    number,
)
from jcplan.model.parts.struktur import GROUPS, PROFILES
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.relation import complete, needs

_REST = "Rest (nicht genannt)"


def profiles(page: Sheet) -> None:
    """Profile groups in shares and heads; the heads sum exactly to the stock."""
    page.row = PROFILE - 5
    page.put(page.row, 2, "Profilgruppen in Anteilen und Köpfen", "heading")
    row = PROFILE + list(PROFILES).index("komplex")
    figures = '&" %, "&'.join(
        f'"{label} "&FIXED({column_name(3 + i)}{row}*100,0)' for i, label in enumerate(GROUPS.values())
    )
    page.put(
        page.row + 1, 2, formula=f'IFERROR("Komplexe Profillagen: "&{figures}&" %","Profilgruppen")', style="finding"
    )
    page.put(page.row + 2, 2, "Jede Person gehört zu einer Profilgruppe oder zum Rest; integriert heißt: integriert, aber hilfebedürftig. Die Köpfe gehen genau auf (größte Reste).", "subtitle")  # fmt: skip
    page.row += 3
    page.header(("Profilgruppe", *group_headers("{}", "Köpfe\n{}", "{}\naus Köpfen")))
    page.units(("", *["%"] * 4, *["Köpfe"] * 4, *["%"] * 4))
    first, rest, total, named = PROFILE, REST, TOTAL, TOTAL + 1
    for row, (what, label) in enumerate(PROFILES.items(), first):
        page.put(row, 2, label, "label")
        for offset, group in enumerate(GROUPS):
            name = f"{S}{group}_{what}"
            number(page, row, 3 + offset, needs((name,), name, "–"), P2)
    page.put(rest, 2, _REST, "label")
    page.put(total, 2, "zusammen", "total_label")
    page.put(named, 2, "davon genannte Profilgruppen", "label")
    for offset, group in enumerate(GROUPS):
        part, heads, back = (column_name(start + offset) for start in (3, 7, 11))
        area = f"{part}{first}:{part}{rest - 1}"
        number(page, rest, 3 + offset, complete(area, f"ROUND(1-SUM({area}),12)"), P2)
        stock = f"$C${STOCK_OF[group]}"
        page.block(
            Area(first, 7 + offset, rest, 7 + offset),
            f'IFERROR(JC_VERTEILEN({stock},{part}{first}:{part}{rest},,0),"–")',
            number_format=styles.HEADS,
        )
        for row in range(first, rest + 1):
            number(
                page, row, 11 + offset, derived((f"{heads}{row}", stock), f"{heads}{row}/{stock}"), styles.percent(4)
            )
        for letter, column, form in ((part, 3, P2), (heads, 7, styles.HEADS), (back, 11, styles.percent(4))):
            for row, end, style in ((total, rest, "total"), (named, rest - 1, "value")):
                area = f"{letter}{first}:{letter}{end}"
                number(page, row, column + offset, complete(area, f"SUM({area})"), form, style)


def replace(page: Sheet) -> None:
    """One profile group of the ELB gets another share, the others follow."""
    group, new, first = f"{S}Ersetzen_Gruppe", f"{S}Ersetzen_Anteil", REPLACE
    last, total, position = first + len(PROFILES), first + len(PROFILES) + 1, first + len(PROFILES) + 3
    shares = f"C{first}:C{last}"
    page.row = first - 4
    page.put(page.row, 2, "Eine Profilgruppe der ELB ersetzen", "heading")
    page.put(page.row + 1, 2, formula=(
        f'IF(OR(ISBLANK({group}),ISBLANK({new})),"Nichts wird ersetzt: auf „Annahmen“ Profilgruppe und neuen Anteil eintragen.",'
        f'IFERROR("Mit „"&{group}&"“ bei "&FIXED({new}*100,1)&" % statt "&FIXED(INDEX({shares},C{position})*100,1)&" % wechseln "'
        f'&FIXED(ABS(INDEX(H{first}:H{last},C{position})),0)&" Personen die Gruppe","Die Anteile der Profilgruppen lassen diesen Wert nicht zu."))'
    ), style="finding")  # fmt: skip
    page.row += 2
    page.header(
        ("Profilgruppe", "Anteil jetzt", "Anteil neu", "Differenz", "Köpfe jetzt", "Köpfe neu", "Differenz Köpfe")
    )
    page.units(("", "%", "%", "%-Punkte", "Köpfe", "Köpfe", "Köpfe"))
    for offset, label in enumerate((*PROFILES.values(), _REST)):
        row, source = first + offset, PROFILE + offset
        page.put(row, 2, label, "label")
        number(page, row, 3, f"C{source}", P3)
        number(page, row, 5, derived((f"C{row}", f"D{row}"), f"D{row}-C{row}"), POINTS)
        number(page, row, 6, f"G{source}", styles.HEADS)
        number(page, row, 8, derived((f"F{row}", f"G{row}"), f"G{row}-F{row}"), styles.SIGNED)
    page.block(
        Area(first, 4, last, 4), f'IFERROR(JC_UMVERTEILEN({shares},C{position},C{position + 1}),"–")', number_format=P3
    )
    page.block(
        Area(first, 7, last, 7), f'IFERROR(JC_VERTEILEN(C{STOCK},D{first}:D{last},,0),"–")', number_format=styles.HEADS
    )
    page.put(total, 2, "zusammen", "total_label")
    for column, form in ((3, P3), (4, P3), (6, styles.HEADS), (7, styles.HEADS)):
        cells = f"{column_name(column)}{first}:{column_name(column)}{last}"
        number(page, total, column, complete(cells, f"ROUND(SUM({cells}),12)"), form, "total")
    for column, now, then, form in (
        (5, f"C{total}", f"D{total}", POINTS),
        (8, f"F{total}", f"G{total}", styles.SIGNED),
    ):
        number(page, total, column, derived((now, then), f"{then}-{now}"), form, "total")
    page.put(position - 1, 2, "Womit gerechnet wird", "units_left")
    page.put(position - 1, 3, None, "units")
    page.put(position, 2, "Nummer der ersetzten Profilgruppe", "label")
    number(page, position, 3, f"IFERROR(MATCH({group},B{first}:B{last},0),1)", "0", "helper")
    page.put(position + 1, 2, "ihr neuer Anteil (ohne Eingabe: der alte)", "label")
    number(
        page,
        position + 1,
        3,
        f"IF(OR(ISBLANK({group}),ISBLANK({new})),INDEX({shares},C{position}),{new})",
        P3,
        "helper",
    )
    near = PROFILE + list(PROFILES).index("marktnah")
    page.put(first - 4, 10, formula=(
        f'IFERROR("Marktnah: ELB "&FIXED(C{near}*100,0)&" %, 8 HKL "&FIXED(F{near}*100,0)&" %","Profilgruppen je Gruppe")'
    ), style="finding")  # fmt: skip
    page.charts.append(charts.profiles(NAME, PROFILE - 2, PROFILE, row=first - 3, column=10, width=545, height=325))
