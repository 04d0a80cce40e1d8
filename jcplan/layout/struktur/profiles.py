"""Second page of the sheet Struktur: profile groups, and one of them replaced."""

from __future__ import annotations

from jcplan.layout.struktur.words import (
    KEYS,
    P2,
    P3,
    POINT_UNIT,
    POINTS,
    S,
    by_group,
    derived,
    group_columns,
    shown_share,
)
from jcplan.model.fields import HEADS, SHARE
from jcplan.model.parts.struktur import GROUPS, PROFILES
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart
from jcplan.sheet.relation import complete, or_dash
from jcplan.sheet.table import Block, Column, Row, Table

_BESIDE = 10
_FIRST, *_, _LAST = (what.lower() for what in PROFILES)
_REST = Row("rest", "Rest (nicht genannt)")
_NAMED, _ALL = f"{{{_FIRST}:{_LAST}}}", f"{{{_FIRST}:{_REST.key}}}"
"""In a column, the profile groups without and with the rest."""
_GROUP, _SHARE = f"{S}Ersetzen_Gruppe", f"{S}Ersetzen_Anteil"


def second_page(page: Sheet) -> None:
    """Profile groups in shares and heads; below, one of them replaced, and beside that the chart."""
    page.heading("Profillagen in Anteilen und Köpfen")
    figures = '&" %, "&'.join(f'"{label} "&FIXED({shown_share(group, "komplex")}*100,0)' for group, label in GROUPS.items())  # fmt: skip
    page.put(page.row, 2, formula=f'IFERROR("Komplexe Profillagen: "&{figures}&" %","Profillagen")', style="finding", key="komplexe")  # fmt: skip
    page.skip()
    page.table(_profiles())
    page.skip()
    elb, countries = shown_share("ELB", "marktnah"), shown_share("8HKL", "marktnah")
    page.put(page.row, _BESIDE, formula=(
        f'IFERROR("Marktnah: ELB "&FIXED({elb}*100,0)&" %, 8 HKL "&FIXED({countries}*100,0)&" %","Profillagen je Gruppe")'
    ), style="finding")  # fmt: skip
    page.charts.append(_chart(page.row + 1))
    page.heading("Eine Profillage der ELB ersetzen")
    page.put(page.row, 2, formula=(
        f'IF(OR(ISBLANK({_GROUP}),ISBLANK({_SHARE})),"Nichts wird ersetzt: auf „Annahmen“ Profillage und neuen Anteil eintragen.",'
        f'IFERROR("Mit „"&{_GROUP}&"“ bei "&FIXED({_SHARE}*100,1)&" % statt "&FIXED(INDEX({{ersetzen.jetzt}},{{nummer}})*100,1)&" % wechseln "'
        '&FIXED(ABS(INDEX({ersetzen.differenz_koepfe},{nummer})),0)&" Personen die Gruppe","Die Anteile der Profillagen lassen diesen Wert nicht zu."))'
    ), style="finding")  # fmt: skip
    page.skip()
    page.table(_replaced())
    _used(page)


def _profiles() -> Table:
    """Profile groups in shares and heads; the heads sum exactly to the stock."""
    rest = by_group("anteil", dict.fromkeys(GROUPS, complete(_NAMED, f"ROUND(1-SUM({_NAMED}),12)")))
    return Table(
        "profile",
        (
            *group_columns("anteil", "{}", SHARE, P2),
            *group_columns("koepfe", "Köpfe\n{}", HEADS, styles.HEADS),
            *group_columns("aus_koepfen", "{}\naus Köpfen", SHARE, styles.percent(4),
                           derived(("{koepfe_#}", "{bestand.#.koepfe}"), "{koepfe_#}/{bestand.#.koepfe}")),
        ),
        (
            *(
                Row(what.lower(), label, cells=by_group("anteil", {group: or_dash(f"{S}{group}_{what}") for group in GROUPS}))
                for what, label in PROFILES.items()
            ),
            Row(_REST.key, _REST.label, cells=rest),
            Row("zusammen", "zusammen", complete(_ALL, f"SUM({_ALL})"), kind="total"),
            Row("genannt", "davon genannte Profillagen", complete(_NAMED, f"SUM({_NAMED})")),
        ),
        head="Profillage", spans={"anteile": ("anteil_elb", "anteil_hkl")},
        note="Jede Person gehört zu einer Profillage oder zum Rest; integriert heißt: integriert, aber hilfebedürftig. Die Köpfe gehen genau auf (größte Reste).",
        blocks=[
            Block((_FIRST, f"koepfe_{key}"), (_REST.key, f"koepfe_{key}"),
                  f'IFERROR(JC_VERTEILEN({{bestand.{key}.koepfe}},{{{_FIRST}.anteil_{key}:{_REST.key}.anteil_{key}}},,0),"–")')
            for key in KEYS.values()
        ],
    )  # fmt: skip


def _replaced() -> Table:
    """One profile group of the ELB gets another share, the others follow."""
    difference = derived(("{jetzt}", "{neu}"), "{neu}-{jetzt}")
    difference_heads = derived(("{koepfe_jetzt}", "{koepfe_neu}"), "{koepfe_neu}-{koepfe_jetzt}")
    total = complete(_ALL, f"ROUND(SUM({_ALL}),12)")
    return Table(
        "ersetzen",
        (
            Column("jetzt", "Anteil jetzt", SHARE, P3, "{profile.*.anteil_elb}", total),
            Column("neu", "Anteil neu", SHARE, P3, total=total, block='IFERROR(JC_UMVERTEILEN({ersetzen.jetzt},{nummer},{neuer_anteil}),"–")'),
            Column("differenz", "Differenz", POINT_UNIT, POINTS, difference, difference),
            Column("koepfe_jetzt", "Köpfe jetzt", HEADS, styles.HEADS, "{profile.*.koepfe_elb}", total),
            Column("koepfe_neu", "Köpfe neu", HEADS, styles.HEADS, total=total, block='IFERROR(JC_VERTEILEN({bestand.elb.koepfe},{ersetzen.neu},,0),"–")'),
            Column("differenz_koepfe", "Differenz Köpfe", HEADS, styles.SIGNED, difference_heads, difference_heads),
        ),
        (*(Row(what.lower(), label) for what, label in PROFILES.items()), _REST),
        head="Profillage", total=Row("zusammen", "zusammen", kind="total"),
    )  # fmt: skip


def _used(page: Sheet) -> None:
    """Which group is replaced, and by what."""
    nothing = f"OR(ISBLANK({_GROUP}),ISBLANK({_SHARE}))"
    page.put(page.row, 2, "Womit gerechnet wird", "units_left")
    page.put(page.row, 3, None, "units")
    page.skip()
    for key, label, formula, form in (
        ("nummer", "Nummer der ersetzten Profillage", f"IFERROR(MATCH({_GROUP},{{ersetzen.bezeichnung}},0),1)", "0"),
        ("neuer_anteil", "ihr neuer Anteil (ohne Eingabe: der alte)", f"IF({nothing},INDEX({{ersetzen.jetzt}},{{nummer}}),{_SHARE})", P3),
    ):  # fmt: skip
        page.put(page.row, 2, label, "label")
        page.put(page.row, 3, formula=formula, style="helper", number_format=form, key=key)
        page.skip()


def _chart(row: int) -> Chart:
    """Stacked bars of 100 %, one a group: the profile groups and the rest."""
    white, dark = "#FFFFFF", "#404040"
    looks = ((styles.BLUE, white), (styles.MID_BLUE, dark), ("#41719C", white), (styles.RULE, dark), (styles.LIGHT_GREY, ""))  # fmt: skip
    font = {**charts.FONT, "bold": False}
    series = []
    for key, (color, text) in zip((*map(str.lower, PROFILES), _REST.key), looks, strict=True):
        labels = {"value": True, "num_format": "0 %", "position": "center", "font": {**font, "size": 9, "color": text}}
        more = {"data_labels": labels} if text else {}  # the rest is too narrow for a label
        series.append(charts.series_of_row("profile", key, "anteile", fill=charts.fill(color), border={"color": white}, gap=45, **more))  # fmt: skip
    return Chart(
        "bar", "percent_stacked", series, row, _BESIDE, 545, 325,
        "Gestapelte Balken bis 100 %: Anteile der Profillagen marktnah, komplex, integriert, Sondertatbestand und des Rests an ELB, LZB, Ausländern und 8 HKL. Die Zahlen stehen in der Tabelle der Profillagen darüber.",
        y_axis={"reverse": True, "line": {"color": styles.RULE}, "num_font": font, "major_gridlines": {"visible": False}},
        x_axis={"visible": False, "major_gridlines": {"visible": False}}, legend={"position": "bottom", "font": font},
    )  # fmt: skip
