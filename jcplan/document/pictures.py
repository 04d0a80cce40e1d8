"""The charts of the planning document, from the plan's figures, each with an alternative text that says them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from jcplan.document import charts
from jcplan.document.charts import Step
from jcplan.document.form import FIXED_BLANK, Form, shown
from jcplan.document.source import Figures, Picture
from jcplan.model.parts.mittel import MONTHS

_MILLIONS: Final = "[$-407]#,##0.0"
_POINTS: Final = "[$-407]0.00"
_HEADS: Final = Form("n")


def _value(figures: Figures, name: str) -> float:
    value = figures.value(name)
    return float(value) if isinstance(value, int | float) else 0.0


def _signed(value: float, places: int) -> str:
    return shown(value, Form("n", places, "+"))


def _money(figures: Figures) -> Picture:
    """What moves between the pots."""
    admin, measures = (_value(figures, f"Annahme_{name}") for name in ("Verwaltungsbudget", "Eingliederungsmittel"))
    after_admin, after = (_value(figures, f"Ziel_{name}_veroeffentlicht") for name in ("VKB", "EGT"))
    steps = []
    for pot, before, then in (("VKB", admin, after_admin), ("EGT", measures, after)):
        steps += [
            _step(f"{pot} vorher", before, level=True),
            _step("Umschichtung", then - before, level=False),
            _step(f"{pot} nachher", then, level=True),
        ]
    chart, data = charts.bridge(steps, _MILLIONS)
    moved, (source, target) = (
        after_admin - admin,
        ("dem EGT", "das VKB") if after_admin >= admin else ("dem VKB", "den EGT"),
    )
    text = (
        f"Brückendiagramm in Mio.{FIXED_BLANK}€. {_as_money(abs(moved))} gehen aus {source} in {target}: Das "
        f"Verwaltungskostenbudget (VKB) ändert sich von {_as_money(admin)} auf {_as_money(after_admin)}, der "
        f"Eingliederungstitel (EGT) von {_as_money(measures)} auf {_as_money(after)}."
    )
    return Picture(chart, data, text)


def _as_money(value: float) -> str:
    return shown(value, Form("M", 1))


def _step(name: str, value: float, *, level: bool) -> Step:
    """A step in millions; its figure stands under its name."""
    millions = value / 1e6
    figure = shown(millions, Form("n", 1)) if level else _signed(millions, 1)
    return Step(f"{name}\n{figure}", millions, level)


def _long_term(figures: Figures) -> Picture:
    """LZB month by month, with the exits that are planned and with those that the target takes."""
    plan = figures.state.base.plans()
    lines, said = [], []
    for path, exits, what in (
        (plan.lzb_planned, _value(figures, "Annahme_LZB_Abgang"), "geplant"),
        (plan.lzb_needed, _value(figures, "Ziel_LZB_Abgang_veroeffentlicht"), "für das Ziel nötig"),
    ):
        if path is not None:
            name = f"{shown(exits, _HEADS)} Abgänge im Monat ({what})"
            lines.append((name, [float(f"{value:.10g}") for value in path.ende.tolist()]))
            said.append(f"bei {shown(exits, _HEADS)} Abgängen im Monat ({what}) {shown(lines[-1][1][-1], _HEADS)} LZB")
    low, high = (end(value for _, values in lines for value in values) for end in (min, max))
    unit = _unit(high - low)
    ends = (max(0.0, low // unit * unit - unit), high // unit * unit + 2 * unit)
    chart, data = charts.lines([month[:3] for month in MONTHS], lines, charts.WHOLE, ends)
    text = (
        "Liniendiagramm des Bestands der LZB am Monatsende, Januar bis Dezember. "
        f"Am Jahresende sind es {'; '.join(said)}. Die Achse beginnt nicht bei null."
    )
    return Picture(chart, data, text)


def _unit(span: float) -> float:
    """A round step of an axis for some span."""
    unit = 10.0
    while unit * 5 < span:
        unit *= 2 if str(unit)[0] in "15" else 2.5
    return unit


def _stocks(figures: Figures) -> Picture:
    """ELB by group, before and in the plan."""
    snapshot, groups = figures.state.snapshot, figures.state.model.groups
    snapshot.take([snapshot.index.place("ELB_Bestand")])
    before = [float(value) if isinstance(value, int | float) else 0.0 for (value,) in snapshot.named("ELB_Bestand")]
    after = [_value(figures, f"Ziel_ELB_G{number}_veroeffentlicht") for number in groups]
    names = list(figures.state.groups)
    if len(names) > 1:
        names.append("ELB insgesamt")
        before.append(_value(figures, "Annahme_ELB_gesamt"))
        after.append(_value(figures, "Ziel_ELB_gesamt_veroeffentlicht"))
    chart, data = charts.before_and_after(names, (("Ausgangsbestand", before), ("Plan", after)), charts.WHOLE)
    said = "; ".join(
        f"{name} {shown(one, _HEADS)} und {shown(other, _HEADS)}"
        for name, one, other in zip(names, before, after, strict=True)
    )
    return Picture(chart, data, f"Säulendiagramm der ELB, jeweils Ausgangsbestand und Plan: {said}.")


def _rates(figures: Figures) -> Picture | None:
    """Why the rate changes: other shares of the groups, other rates."""
    effects = figures.state.base.plans().decomposition
    if effects is None:
        return None
    mix, rates = (float(part.sum()) * 100 for part in (effects.struktur, effects.quote))
    steps = [
        ("Zusammensetzung", mix, False),
        ("Quoten der Gruppen", rates, False),
        ("Veränderung der IQ", mix + rates, True),
    ]
    chart, data = charts.bridge(
        [Step(f"{name}\n{_signed(value, 2)}", float(f"{value:.10g}"), level) for name, value, level in steps], _POINTS
    )
    names = (("die andere Zusammensetzung der ELB", mix), ("die Quoten der Gruppen", rates), ("zusammen", mix + rates))
    said = ", ".join(f"{name} {_signed(value, 2)}" for name, value in names)
    return Picture(
        chart, data, f"Brückendiagramm der Veränderung der IQ gegenüber dem Vorjahr in Prozentpunkten: {said}."
    )


PICTURES: Final[Mapping[str, tuple[str, Callable[[Figures], Picture | None]]]] = {
    "Bild_ELB": ("Bestand der ELB nach Gruppen", _stocks),
    "Bild_IQ": ("Was die Integrationsquote bewegt, in Prozentpunkten", _rates),
    "Bild_LZB": ("Bestand der LZB im Jahresverlauf", _long_term),
    "Bild_Umschichtung": (f"Wirkung der Umschichtung auf beide Titel, in Mio.{FIXED_BLANK}€", _money),
}  # fmt: skip
"""The charts by name: what each is called, and what makes it."""
