"""First page of the sheet Struktur: stocks, features and further groups."""

from __future__ import annotations

from typing import Any

from jcplan.layout.struktur.words import KEYS, P2, P3, POINTS, S, by_group, derived, group_columns, shown_share
from jcplan.model.fields import HEADS, SHARE
from jcplan.model.parts.struktur import COMMON, FEATURES, GROUPS, share
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart
from jcplan.sheet.relation import needs, or_dash
from jcplan.sheet.table import DASH, Column, Row, Special, Table, facts

_CHART, _FLIGHT = 11, 8
"""Columns of what stands beside the tables."""


def first_page(page: Sheet) -> None:
    """Stocks, features with their chart, further groups and, beside them, the context of flight."""
    foreign, countries = shown_share("Auslaender", "ohne_Ausbildung"), shown_share("8HKL", "ohne_Ausbildung")
    page.put(page.row, _CHART, formula=(
        f'IFERROR("Ohne Berufsausbildung: Ausländer "&FIXED({foreign}*100,0)&" %, 8 HKL "&FIXED({countries}*100,0)&" %"'
        f'&IF({countries}<{foreign}/2," – unplausibel",""),"Merkmale der Gruppen")'
    ), style="finding")  # fmt: skip
    page.table(_stocks())
    page.charts.append(_chart(page.top("bestand")))
    page.put(page.row, 2, "Bestände und Anteile haben verschiedene Stichtage; der Bestand der 8 HKL ist nicht der Ausgangsbestand der Planung.", "subtitle")  # fmt: skip
    page.skip(2)
    page.table(_features())
    page.skip()
    page.put(page.row, _FLIGHT, formula=(
        'IFERROR("Fluchtkontext: "&FIXED({flucht.anteil}*100,1)&" % aus den 8 HKL, angegeben "&FIXED({flucht.angegeben}*100,0)&" %","Fluchtkontext")'
    ), style="finding")  # fmt: skip
    page.table(_further())
    page.table(_flight(), row=page.top("weitere"), column=_FLIGHT)
    page.put(page.row, 2, "Risikogruppe: über 55 Jahre, ohne Ausbildung und in einer komplexen Profillage.", "subtitle")


def _stocks() -> Table:
    """The stocks that the shares refer to, each with where it comes from."""
    elb, foreign = "Annahme_ELB_gesamt", f"{S}ELB_Auslaender"
    growth = (f"{S}8HKL_Zuwachs", f"{S}8HKL_Zuwachsrate")
    rows = (
        ("elb", "ELB", needs((elb,), f"ROUND({elb},0)", "–"), DASH, "Ausgangsbestand der Planung"),
        ("lzb", "LZB", needs(("Annahme_LZB_Bestand",), "ROUND(Annahme_LZB_Bestand,0)", "–"), or_dash("Gedruckt_LZB_Anteil"), "Ausgangsbestand der Planung"),
        ("auslaender", "Auslaender", needs((foreign, elb), f"ROUND({foreign}*{elb},0)", "–"), or_dash(foreign), "Anteil mal Bestand der ELB"),
        ("hkl", "8HKL", derived(growth, f"ROUND(JC_BASIS({','.join(growth)})+{growth[0]},0)"), or_dash(f"{S}8HKL_Anteil"), "Zuwachs ÷ Rate + Zuwachs"),
    )  # fmt: skip
    return Table(
        "bestand",
        (
            Column("koepfe", "Bestand", HEADS, styles.HEADS),
            Column("angegeben", "Anteil, angegeben", SHARE, P2),
            Column("berechnet", "Anteil, berechnet", SHARE, P3, derived(("{koepfe}", "{elb.koepfe}"), "{koepfe}/{elb.koepfe}")),
            Column("halber_punkt", "½ %-Punkt sind", HEADS, styles.HEADS, derived(("{koepfe}",), "{koepfe}/100/2")),
            Column("bemerkung", "Bemerkung", style="unit"), Column("bemerkung_2", style="unit"), Column("bemerkung_3", style="unit"),
        ),
        [
            Row(key, GROUPS[group], cells={"koepfe": heads, "angegeben": stated, "bemerkung": Special(value=note)})
            for key, group, heads, stated, note in rows
        ],
        head="Gruppe", title="Bestände, auf die sich die Anteile beziehen, und ihr Anteil an den ELB",
    )  # fmt: skip


def _features() -> Table:
    """Features in shares and heads."""
    return Table(
        "merkmale",
        (
            *group_columns("anteil", "{}", SHARE, P2),
            *group_columns("koepfe", "Köpfe\n{}", HEADS, styles.HEADS, derived(("{anteil_#}", "{bestand.#.koepfe}"), "{anteil_#}*{bestand.#.koepfe}")),
        ),
        [Row(what.lower(), label, cells=_feature(what)) for what, label in FEATURES.items()],
        head="Merkmal", title="Merkmale in Anteilen und Köpfen",
        note="Eine Person kann mehrere Merkmale haben. Wo ganze Prozent gedruckt sind, stimmen die Köpfe auf ± ½ Prozentpunkt.",
    )  # fmt: skip


def _feature(what: str) -> dict[str, Any]:
    """Each group's share, and dashes where a group has none."""
    names = {group: share(group, what) for group in GROUPS}
    shares = {group: or_dash(name) if name else DASH for group, name in names.items()}
    return by_group("anteil", shares) | by_group("koepfe", {group: DASH for group, name in names.items() if not name})


def _chart(row: int) -> Chart:
    """Columns a feature that every group has, one a group."""
    first, *_, last = (what.lower() for what in COMMON)
    small = {**charts.FONT, "size": 8, "bold": False}
    series = [
        charts.series(
            "merkmale", f"anteil_{key}", fill=charts.fill(color), gap=60, overlap=0,
            categories=f"{{merkmale.{first}.bezeichnung:merkmale.{last}.bezeichnung}}",
            values=f"{{merkmale.{first}.anteil_{key}:merkmale.{last}.anteil_{key}}}",
            data_labels={"value": True, "num_format": "0 %", "position": "outside_end", "font": small},
        )
        for key, color in zip(KEYS.values(), (styles.BLUE, styles.GREY, styles.MID_BLUE, styles.WARM), strict=True)
    ]  # fmt: skip
    axis = {"num_font": {**small, "size": 9}}
    return Chart(
        "column", None, series, row, _CHART, 470, 390,
        "Säulen: Anteil unter 25 Jahre, über 55 Jahre, ohne Schulabschluss und ohne Berufsausbildung an ELB (blau), LZB (grau), Ausländern (hellblau) und 8 HKL (orange). Die Zahlen stehen in der Tabelle der Merkmale daneben.",
        y_axis=charts.axis_of("0 %", min=0, max=1, major_unit=0.2, **axis), x_axis={**charts.QUIET, **axis},
        legend={"position": "bottom", "font": {**charts.FONT, "bold": False}},
    )  # fmt: skip


def _further() -> Table:
    """Smaller groups within the stocks."""
    elb, lzb = "{bestand.elb.koepfe}", "{bestand.lzb.koepfe}"
    of_elb = derived(("{koepfe}", elb), f"{{koepfe}}/{elb}")
    rows = (
        ("alleinerziehende", "Alleinerziehende", or_dash(f"{S}Alleinerziehende"), of_elb, "den ELB"),
        ("alleinerziehende_jung", "darunter unter 25 Jahre", derived(("{alleinerziehende}", "{anteil}"), "{alleinerziehende}*{anteil}"),
         or_dash(f"{S}Alleinerziehende_unter_25"), "den Alleinerziehenden"),
        ("schwerbehinderte", "ELB mit Schwerbehinderung", or_dash(f"{S}Schwerbehinderte"), of_elb, "den ELB"),
        ("lzb_jung", "LZB unter 25 Jahre", "{merkmale.unter_25.koepfe_lzb}", "{merkmale.unter_25.anteil_lzb}", "den LZB"),
        ("sondertatbestand", "darunter mit Sondertatbestand", derived(("{lzb_jung}", "{anteil}"), "{lzb_jung}*{anteil}"),
         or_dash(f"{S}LZB_unter_25_Sondertatbestand"), "den LZB unter 25"),
        ("risiko", "multiple Risikogruppe", derived((lzb, "{anteil}"), f"{lzb}*{{anteil}}"), or_dash(f"{S}LZB_Risikogruppe"), "den LZB"),
    )  # fmt: skip
    return Table(
        "weitere",
        (
            Column("koepfe", "Köpfe", HEADS, styles.HEADS),
            Column("anteil", "Anteil", SHARE, P3),
            Column("bezug", "bezogen auf", style="unit"),
            Column("bezug_2", style="unit"),
        ),
        [
            Row(key, label, cells={"koepfe": heads, "anteil": part, "bezug": Special(value=whole)})
            for key, label, heads, part, whole in rows
        ],
        head="Gruppe", title="Weitere Gruppen", height=18,
    )  # fmt: skip


def _flight() -> Table:
    """Refugees: counted by context of flight, beside the eight countries."""
    part = f"{S}Fluchtkontext_8HKL"
    rows = (
        Row("anfang", "ELB mit Fluchtkontext, Ausgangsmonat", or_dash(f"{S}Fluchtkontext"), form=styles.HEADS, unit=HEADS),
        Row("hkl", "darunter aus den 8 HKL", or_dash(part), form=styles.HEADS, unit=HEADS),
        Row("anteil", "Anteil der 8 HKL, berechnet", derived(("{anfang}", "{hkl}"), "{hkl}/{anfang}"), form=P3, unit=SHARE),
        Row("angegeben", "Anteil der 8 HKL, angegeben", or_dash(f"{part}_Anteil"), form=P2, unit=SHARE),
        Row("neu", "ELB mit Fluchtkontext, neuester Monat", or_dash(f"{S}Fluchtkontext_neu"), form=styles.HEADS, unit=HEADS),
        Row("veraenderung", "Veränderung zum Ausgangsmonat", derived(("{anfang}", "{neu}"), "{neu}-{anfang}"), form=styles.SIGNED, unit=HEADS),
        Row("relativ", "dieselbe Veränderung, relativ", derived(("{anfang}", "{neu}"), "JC_VERAENDERUNG({neu},{anfang})"), form=POINTS, unit=SHARE),
    )  # fmt: skip
    return facts("flucht", rows, span=5)
