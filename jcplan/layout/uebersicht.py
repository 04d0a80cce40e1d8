"""Sheet Übersicht: the targets at a glance. What it shows is rounded as shown, and judged so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from jcplan.cells import Area
from jcplan.layout import groups, stand, units, ziele
from jcplan.layout.jahr import year_in_short
from jcplan.layout.slots import chosen
from jcplan.layout.units import printed
from jcplan.model import Model
from jcplan.model.teams import MEASURES, Measure
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart, Conditional
from jcplan.sheet.table import Column, Row, Special, Table

NAME = "Übersicht"
_FIRST, _SECOND, _THIRD = 2, 6, 10
"""The first column of each block of three."""
_BLOCK: Final = (20, 14, 14)
_LINKS: Final = tuple(first + offset for first in (_FIRST, _SECOND, _THIRD) for offset in range(3))
_BESIDE, _CHARTS, _LOW = 11, 19, 35
"""First rows of the lights with a card beside them, the charts, the last chart with the state beside it."""
_MILLIONS: Final = '0.0,," Mio. €"'
_RATE: Final = "0.0# %"
_SHARE: Final = styles.percent(3)
_MISSING: Final = "Eingaben_fehlen"
_RATE_FORMS: Final = (styles.percent(4), styles.percent(4, signed=True))
"""Of rates and of their differences."""


def sheet(model: Model, shown: Mapping[str, Chart], others: Sequence[Sheet]) -> Sheet:
    """Cards, traffic lights, charts, state.

    Args:
        model: What the plan has.
        shown: The charts, by key of the sheet whose finding stands over them.
        others: All other sheets that are seen, in their order.
    """
    page = Sheet(NAME, "Planung auf einen Blick", (*_BLOCK, 1.5, *_BLOCK, 1.5, *_BLOCK), tab=styles.BLUE)
    page.freeze_row = 2
    stand.status_band(page, 1, _SECOND)
    for (row, column), other in zip(_places_of_links(len(others)), others, strict=True):
        page.put(row, column, other.name, "link", link=other.name)
    page.put(6, _FIRST, formula=_start(), style="finding", link="Annahmen")
    page.heights[6] = 22.0
    _cards(page, model)
    _lights(page)
    _charts(page, shown)
    _state(page)
    before = page.last_row
    _year(page, model)
    printed(page, before)
    return page


def _places_of_links(count: int) -> list[tuple[int, int]]:
    """Where links to so many sheets stand, in their order.

    Three rows take most; the next ones stand right of the sentence that a workbook without inputs has below them, the
    last ones right of whose plan it is above them.

    Raises:
        ValueError: There are more sheets than places.
    """
    rows = [(row, column) for row in (3, 4, 5) for column in _LINKS]
    below, above = ([(row, _THIRD + offset) for offset in range(3)] for row in (6, 2))
    more = max(0, count - len(rows) - len(below))
    if more > len(above):
        raise ValueError(f"{NAME}: no place for links to {count} sheets")
    return [*rows, *below, *above[len(above) - more :]][:count]


def _start() -> str:
    """Formula of what is to be done while inputs are missing; nothing while none are."""
    return (
        f'IF({_MISSING}=0,"","Los geht\'s: noch "&{_MISSING})&IF({_MISSING}=1," Feld","")&IF({_MISSING}>1," Felder","")'
        f'&IF({_MISSING}=0,""," auf „Annahmen“ ausfüllen, dann „Ziele aktualisieren“")'
    )


def _cards(page: Sheet, model: Model) -> None:
    """Four figures that are adopted; under each what it means, or what comes out today."""
    decimals = "Annahme_IQ_Nachkommastellen"
    goal = "FIXED(ROUND(100*Annahme_LZB_Ziel,1)+0,1)"
    _card(
        page, 7, _FIRST, "ELB im Plan (Köpfe)", ("Ziel_ELB_gesamt", "elb"), styles.HEADS, ("@", "0", ""), "{elb.veraenderung}",
    )  # fmt: skip
    _card(
        page, 7, _SECOND, "Integrationsquote", ("Ziel_IQ_gesamt", "iq"), _RATE, ("100*@", f"{decimals}-2", " %"),
        _rates(model),
    )  # fmt: skip
    _card(
        page, 7, _THIRD, "LZB im Jahresmittel (Köpfe)", ("Ziel_LZB", "lzb"), styles.HEADS, ("@", "0", ""),
        f'"Ziel "&{goal}&" % · nötig "&FIXED(Ziel_LZB_Abgang_veroeffentlicht,0)&", geplant "&FIXED(Annahme_LZB_Abgang,0)&" Abgänge im Monat"',
    )  # fmt: skip
    _card(
        page, _BESIDE, _THIRD, "Umschichtung vom EGT ins VKB", ("Ziel_Umschichtung", "budget"), _MILLIONS, ("@/10^6", "1", " Mio. €"),
        'FIXED(Annahme_Umschichtung_Anteil*100,1)&" % des EGT; danach VKB "&FIXED(Ziel_VKB/10^6,1)&", EGT "&FIXED(Ziel_EGT/10^6,1)&" Mio. €"',
    )  # fmt: skip


def _card(
    page: Sheet, row: int, column: int, label: str, target: tuple[str, str], form: str, shown: tuple[str, str, str], text: str
) -> None:  # fmt: skip
    """A card of three rows.

    Args:
        page: The sheet.
        row: Its first row.
        column: Its first column.
        label: What it shows.
        target: The target, and the key of the sheet that computes it.
        form: Number format.
        shown: How a text shows it: ``@`` as the number in the text, its decimals, its unit.
        text: Formula of its text while the target goes with the calculation.
    """
    name, key = target
    number, decimals, unit = shown
    published = f"{name}_veroeffentlicht"
    before, now = (f"ROUND({number.replace('@', each)},{decimals})" for each in (published, f"{{{key}.{name}}}"))
    unlike = f'"{stand.ADOPTED}"&FIXED({before},{decimals})&"{unit} · Rechnung jetzt "&FIXED({now},{decimals})&"{unit}"'
    page.put(row, column, label, "card_label")
    style = "card_value" if row < _BESIDE else "card_money"
    page.put(row + 1, column, formula=_when_there(published, published), style=style, number_format=form)
    there = f'(({published}<>"")*({_MISSING}=0))'  # without a target, or an input, there is nothing to compare
    page.put(row + 2, column, formula=f'IFERROR(IF({now}={before}/{there},{text},{unlike}),"")', style="card_text")
    for at in range(row, row + 3):
        for more in (1, 2):
            page.put(at, column + more, None, "card_text")
    page.conditionals.append(Conditional("changed", Area(row + 2, column, row + 2, column + 2)))
    if row < _BESIDE:
        page.heights[row + 1] = 32.0


def _rates(model: Model) -> str:
    """Formula of the groups' rates, as far as a card has room for them; else the lowest and the highest."""
    if len(model.groups) > 2:
        rates = ",".join(f"Ziel_IQ_G{number}_veroeffentlicht" for number in model.groups)
        return f'"Gruppen von "&FIXED(100*MIN({rates}),1)&" % bis "&FIXED(100*MAX({rates}),1)&" %"'
    return '&" · "&'.join(
        f'{groups.label_of(n)}&" "&FIXED(100*Ziel_IQ_G{n}_veroeffentlicht,Annahme_G{n}_IQ_Nachkommastellen-2)&" %"'
        for n in model.groups
    )


def _when_there(needed: str, formula: str) -> str:
    """A figure, or a dash while inputs are missing or what it shows is blank."""
    return f'IF({_MISSING}+ISBLANK({needed})>0,"–",{formula})'


def _lights(page: Sheet) -> None:
    light = 'IF({_MISSING}+2>COUNT({{plan}}:{{vergleich}}),"–",IFERROR(JC_AMPEL({{plan}},{{vergleich}},Annahme_Ampel_gelb{direction}),"–"))'
    decimals = "Annahme_IQ_Nachkommastellen"

    def row(
        key: str, label: str, plan: tuple[str, str], other: tuple[str, str], what: str, form: str, lit: str | Special
    ) -> Row:  # fmt: skip
        """Plan and other figure each with the input or target that it needs."""
        cells: dict[str, str | Special | None] = {"plan": _when_there(*plan), "vergleich": _when_there(*other), "was": Special(value=what), "ampel": lit}  # fmt: skip
        return Row(key, label, cells=cells, form=form)

    def _light(direction: str) -> str:
        return light.format(_MISSING=_MISSING, direction=direction)

    last_year = "Gedruckt_Umschichtung_Anteil_Vorjahr"
    share = "Annahme_Umschichtung_Anteil"
    rows = (
        row("elb", "ELB (Köpfe)", ("Ziel_ELB_gesamt", "Ziel_ELB_gesamt_veroeffentlicht"), ("Annahme_ELB_gesamt", "Annahme_ELB_gesamt"),
            "Ausgangsbestand", styles.HEADS, Special(value="ohne (Prognose)", style="unit")),
        row("iq", "Integrationsquote", ("Ziel_IQ_gesamt", "Ziel_IQ_gesamt_veroeffentlicht"),
            ("Annahme_IQ_gesamt_Vorjahr", f"ROUND(Annahme_IQ_gesamt_Vorjahr,{decimals})"), "Erwartung Vorjahr", _RATE, f'IF({_MISSING}>0,"–",{{iq.gegen_vorjahr}})'),
        row("lzb", "LZB-Abgang im Monat", ("Annahme_LZB_Abgang", "ROUND(Annahme_LZB_Abgang,0)"), ("Ziel_LZB_Abgang", "Ziel_LZB_Abgang_veroeffentlicht"),
            "nötiger Abgang (Köpfe)", styles.HEADS, _light("")),
        row("umschichtung", "Umschichtung", (share, f"ROUND(100*{share},1)/100"), (last_year, f"ROUND(100*{last_year},1)/100"),
            "höchster Anteil Vorjahr", _SHARE, _light(",-1")),
    )  # fmt: skip
    columns = (
        Column("plan", "Plan"),
        Column("vergleich", "Vergleich"),
        Column("luecke", style="label"),
        Column("was", "Vergleichswert", style="label", head_style="header"),
        Column("was_breit", style="label"),
        Column("ampel", "Ampel", style="verdict", light="light"),
    )
    page.table(Table("ampeln", columns, rows, head="Ziel", height=20), row=_BESIDE)
    for at in range(12, 16):
        page.heights[at] = 21.0
    page.put(16, _FIRST, formula=(
        '"grün: so gut wie der Vergleichswert oder besser · gelb: bis "&FIXED(Annahme_Ampel_gelb*100,0)&" % schlechter · rot: mehr; wie angezeigt"'
    ), style="subtitle")  # fmt: skip
    page.put(18, _FIRST, formula=year_in_short(), style="finding")
    page.put(17, _FIRST, formula=f'IF({_MISSING}>0,"Prüfungen: sobald alle Eingaben da sind","Prüfungen – "&Pruefung_Gesamt)', style="finding")  # fmt: skip


def _charts(page: Sheet, shown: Mapping[str, Chart]) -> None:
    """Four charts, each under its finding; without axes where the figures stand at the bars."""
    small, wide = 343, 709
    places = (
        ("elb", _CHARTS, _FIRST, small, 290, "ELB: Diagramm"),
        ("iq", _CHARTS, _SECOND, small, 290, "IQ: Diagramm"),
        ("budget", _CHARTS, _THIRD, small, 290, "Budget: Diagramm"),
        ("lzb", _LOW, _FIRST, wide, 215, "LZB: Diagramm"),
    )
    for key, row, column, width, height, about in places:
        formula = f'IF({_MISSING}>0,"{about}, sobald alle Eingaben da sind",{{{key}.uebersicht}})'
        page.put(row, column, formula=formula, style="finding")
        if key in shown:
            chart = replace(shown[key], row=row + 1, column=column, width=width, height=height, y_axis=charts.UNSEEN)
            page.charts.append(_bare(chart, key))


def _bare(chart: Chart, key: str) -> Chart:
    """A chart as it stands here."""
    if key != "budget":
        return chart
    series = [
        {**each, "data_labels": {**each["data_labels"], "series_name": True, "separator": "\n"}}
        for each in chart.series
        if "data_labels" in each
    ]
    return replace(chart, series=series or chart.series, legend={"none": True})


def _state(page: Sheet) -> None:
    """The workbook's state, beside the last chart."""
    written = "Ziele_festgeschrieben_am"
    page.put(_LOW, _THIRD, "Stand der Arbeitsmappe", "finding")
    rows = (
        ("Eingaben", f'IF({_MISSING}=0,"vollständig","fehlende Felder: "&{_MISSING})', None),
        ("festgeschrieben am", f'IF({_MISSING}+(COUNT({written})=0)>0,"–",MAX({written}))', styles.DATE),
        ("beschlossen am", chosen(ziele.ADOPTED_ON), styles.DATE),
        ("beschlossen durch", chosen(ziele.ADOPTED_BY), None),
        ("jcplan-Version", "Mappe_Version", None),
        ("Widersprüche", _counted("Pruefung_Widersprueche"), "0"),
        ("nicht prüfbar", _counted("Pruefung_Offen"), "0"),
        ("geänderte Formeln", _counted("Pruefung_Formelabgleich"), "0"),
        ("Istwerte bis Monat", _counted("Nachhaltung_Monat"), "0"),
        ("Stand des Dokuments", "Annahme_Stand", None),
    )
    for offset, (label, formula, form) in enumerate(rows, 1):
        page.put(_LOW + offset, _THIRD, label, "label")
        page.put(_LOW + offset, _THIRD + 1, formula=formula, style="label_left", number_format=form)
        page.put(_LOW + offset, _THIRD + 2, None, "label")


def _counted(name: str) -> str:
    return f'IF({_MISSING}>0,"–",{name})'


# ---- in the year ------------------------------------------------------------------------------


def _year(page: Sheet, model: Model) -> None:
    """Actual, projection, its range and the light of the whole; what is new since the month before."""
    page.row = page.last_row + 2
    page.heading("Im Jahr: Ist und Hochrechnung")
    columns = (
        Column("ziel", "Ziel"),
        Column("soll", "Soll bisher"),
        Column("luecke", style="label"),
        Column("ist", "Ist bisher"),
        Column("abweichung", "Abweichung"),
        Column("hochrechnung", "Hochrechnung"),
        Column("luecke_rechts", style="label"),
        Column("spanne", "Spanne", style="label_second", head_style="header_text"),
        Column("bis", "bis Monat", form="0"),
        Column("ampel", "Ampel", style="verdict", light="light"),
    )
    rates = [_rate_of_group(number) for number in model.groups] if len(model.groups) > 1 else []
    rows = (*map(_measure, MEASURES), _rate(), *rates)
    page.table(Table("jahr", columns, rows, head="Kennzahl", height=20))
    page.notes(
        "Spanne: Ist durch die Anteile, die frühere Jahre bis zu diesem Monat erreicht hatten (10 % bis 90 %); ohne frühere Jahre auf „Istwerte“ keine.",
        "Liegt die Hochrechnung daneben, ist der Saisonverlauf ein anderer als in diesen Jahren.",
    )  # fmt: skip
    page.skip()
    page.heading("Seit dem letzten Monat")
    for measure in MEASURES:
        page.put(page.row, _FIRST, formula=f"{{zielnachhaltung.neues.{units.key(measure)}.satz}}", style="plain")
        page.skip()


def _spread(von: str, nach: str, form: str) -> str:
    """A range in words; a dash where there is none."""
    low, high = (form.replace("@", each) for each in (von, nach))
    return f'IFERROR(IF(EXACT({low},{high}),"–",{low}&" bis "&{high}),"–")'


def _measure(measure: Measure) -> Row:
    name = units.key(measure)
    label = measure.label.partition(" (")[0]
    return _so_far(name, label, f"{{zielnachhaltung.jahr.{name}.@}}", styles.HEADS, styles.SIGNED, "FIXED(@,0)")


def _rate() -> Row:
    form = 'FIXED(100*@,1)&" %"'
    return _so_far("iq", "IQ seit Januar (JFW)", "{zielnachhaltung.jahr.iq.@}", *_RATE_FORMS, form)


def _rate_of_group(number: int) -> Row:
    """The rate of a group, as the sheet Gruppen has it."""
    key = groups.key_of(number)
    return _so_far(key, f'="JFW "&{groups.label_of(number)}', f"{{gruppen.stand.{key}.@}}", *_RATE_FORMS)


def _so_far(key: str, label: str, source: str, form: str, signed: str, spread: str = "") -> Row:
    """A row of the year; ``@`` in ``source`` stands for the key of the figure, in ``spread`` for an end of the range."""
    shown = ("ziel", "bis", "soll", "ist", "hochrechnung", "ampel")
    cells: dict[str, str | Special | None] = {each: source.replace("@", each) for each in shown}
    cells["bis"] = Special(source.replace("@", "bis"), form="0")
    cells["abweichung"] = Special(source.replace("@", "abweichung"), form=signed)
    ends = source.replace("@", "von"), source.replace("@", "nach")
    cells["spanne"] = _spread(*ends, spread) if spread else Special(value="–")
    return Row(key, label, cells=cells, form=form)
