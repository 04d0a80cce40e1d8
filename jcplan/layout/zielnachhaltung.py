"""Sheet Zielnachhaltung: targets, actuals so far, projection and traffic light of every team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from jcplan.layout import jahr
from jcplan.layout.follow import due, light, state
from jcplan.layout.units import Unit, key, printed, whole
from jcplan.model import Model
from jcplan.model.fields import SHARE
from jcplan.model.teams import EXITS, MEASURES, Measure
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Conditional
from jcplan.sheet.relation import Relation
from jcplan.sheet.table import Column, Row, Special, Table

_PERCENT = styles.percent(3, signed=True)
_RATE = styles.percent(4)
_COLUMNS = (
    Column("ziel", "Jahresziel", form=styles.HEADS),
    Column("bis", "bis Monat", form="0"),
    Column("soll", "Soll bisher", form=styles.HEADS),
    Column("ist", "Ist bisher", form=styles.HEADS),
    Column("abweichung", "Abweichung", form=styles.SIGNED),
    Column("hochrechnung", "Hochrechnung", form=styles.HEADS),
    Column("relativ", "Abweichung in %", form=_PERCENT),
    Column("voraus", "Hochrechnung gegen Ziel", form=_PERCENT),
    Column("ampel", "Ampel heute", style="verdict"),
    Column("ampel_ende", "Ampel Jahresende", style="verdict"),
    Column("seite", "Seite", style="link"),
)
_NO_LIGHT = dict.fromkeys(("ampel", "ampel_ende"), Special(value="–"))
"""In place of the lights of what is planned but no target."""
_LIGHTS = {"ampeln": ("ampel", "ampel_ende")}
_PERIOD = "Nachhaltung_Monat"
"""Defined name of the last month for which any team reported integrations."""


def sheet(model: Model) -> Sheet:
    """The sheet, and that the teams' figures agree with those reported for the whole."""
    page = Sheet("Zielnachhaltung", "Zielnachhaltung", (34, *[12.2] * 8, 13, 13, 12), tab=styles.BLUE)
    page.one_page = False
    jobcenter = whole(model.shape)
    page.finding(_sentence())
    page.put(page.row, 2, formula="{zielverteilung.abgaenge}", style="finding")
    page.skip(2)
    _followed(page, _at_a_glance(), _exact_at_a_glance())
    page.put(page.row, 2, formula=(
        '"grün: Soll erreicht · gelb: um höchstens "&FIXED(Annahme_Ampel_gelb*100,0)&" % verfehlt · rot: mehr. '
        'Verglichen wird mit dem Soll vor dem Runden auf ganze Köpfe; es zählen nur Monate, zu denen ein Istwert vorliegt."'
    ), style="subtitle")  # fmt: skip
    page.skip()
    page.put(
        page.row, 2, "ELB: ohne Ampel, weil sie Planungsgröße sind und kein Ziel; es bleibt die Abweichung.", "subtitle"
    )
    page.skip(2)
    page.freeze_row = page.top("blick")
    page.table(_lights_of_offices(jobcenter))
    page.conditionals.append(Conditional("light", page.area("ampeln.alle")))
    page.skip()
    reported, planned = (
        ",".join(office.parts_in("integrationen", column) for office in jobcenter.parts) for column in ("ist", "ziel")
    )
    page.put(page.row, 2, formula=(
        f'"Gemeldet haben "&COUNT({reported})&" von "&COUNT({planned})&" Teams (Integrationen)"'
    ), style="subtitle")  # fmt: skip
    page.skip()
    page.put(page.row, 2, formula="{befund}", style="finding")
    page.charts.append(
        charts.planned_and_actual(
            "monatswerte.integrationen_soll.kopf.monate", "monatswerte.integrationen_soll.jc.monate",
            "monatswerte.integrationen_ist.jc.monate", "Integrationen", row=page.row + 1, column=2, width=1120, height=250,
        )
    )  # fmt: skip
    page.below_charts()
    first_page = page.row
    page.skip()
    for measure in MEASURES:
        page.page_breaks.append(page.row - 1)
        _followed(page, _units(measure, jobcenter), _exact_units(measure, jobcenter))
        page.skip()
    printed(page, first_page)
    page.name_area(_PERIOD, page.area("integrationen.jc.bis"))
    page.relations += _relations()
    jahr.add(page)
    return page


def _sentence() -> str:
    """How integrations stand."""
    goal, month, planned, actual, ahead = (
        f"{{integrationen.jc.{column}}}" for column in ("ziel", "bis", "soll", "ist", "hochrechnung")
    )
    return (
        f'IF(COUNT({actual})=0,"Noch keine Istwerte: auf „Istwerte“ eintragen oder mit „jcplan import-ist“ einlesen.",'
        f'"Integrationen bis "&INDEX({{monatswerte.integrationen_ist.kopf.monate}},1,{month})&": "&FIXED({actual},0)&" von "'
        f'&FIXED({planned},0)&" im Soll, Hochrechnung "&IFERROR(FIXED({ahead},0),"offen")&" bei Ziel "&FIXED({goal},0))'
    )


def _followed(page: Sheet, table: Table, exact: Table) -> None:
    """A table, and beside its print a working: the exact plan of the known months, by which lights are judged."""
    page.table(table)
    page.table(exact, row=page.top(table.key), column=page.last_column + 2)
    page.conditionals.append(Conditional("light", page.area(f"{table.key}.ampeln")))


def _exact(table: str, rows: Sequence[Row], formula: str) -> Table:
    column = Column("soll", "Soll genau", form="#,##0.00", formula=formula)
    return Table(f"{table}_genau", (column,), [replace(row, label="") for row in rows], span=0)


# ---- first page -----------------------------------------------------------------------------------

_RATIO = 'IF(COUNT({integrationen},{elb})<2,"–",{integrationen}/{elb})'
"""The rate of a column: numerator over denominator."""


def _at_a_glance() -> Table:
    """The whole Jobcenter: a row a measure, then the rate since January, both its parts of the same months."""
    columns = [replace(column, formula="{zielnachhaltung.*.jc.*}") for column in _COLUMNS]
    last = "{monatswerte.jfw.jc.jahr}"
    rate: dict[str, str | Special] = {
        "ziel": Special(_RATIO, form=_RATE),
        "bis": "{integrationen}",
        "soll": Special(_RATIO, form=_RATE),
        "ist": Special(f'IF(COUNT({last})=0,"–",{last})', form=_RATE),
        "abweichung": Special('IF(COUNT({soll:ist})<2,"–",{ist}-{soll})', form=styles.percent(4, signed=True)),
        "hochrechnung": Special(_RATIO, form=_RATE),
        "relativ": 'IF(COUNT({soll},{abweichung})<2,"–",{abweichung}/{soll})',
        "voraus": 'IF(COUNT({ziel},{hochrechnung})<2,"–",{hochrechnung}/{ziel}-1)',
        "ampel": light("{ist}", "{blick_genau.iq.soll}"),
        "ampel_ende": light("{hochrechnung}", "{ziel}"),
    }
    return Table(
        "blick",
        [*columns[:-1], Column("seite", style="label")],
        (
            *(_copied(measure) for measure in MEASURES),
            Row("iq", "Integrationsquote seit Januar (JFW)", cells=rate, kind="bold"),
        ),
        head="Kennzahl", spans=_LIGHTS,
    )  # fmt: skip


def _copied(measure: Measure) -> Row:
    """A measure of the whole as its own table shows it; in place of no light the reason."""
    no_light = {} if measure.direction else dict.fromkeys(_NO_LIGHT, Special(value="ohne Ampel"))
    return Row(key(measure), measure.label, cells=no_light, kind="bold")


def _exact_at_a_glance() -> Table:
    rows = [Row(key(measure), "", f"{{{key(measure)}_genau.jc.soll}}") for measure in MEASURES]
    return _exact("blick", [*rows, Row("iq", "", _RATIO, form=styles.percent(6))], "")


def _lights_of_offices(jobcenter: Unit) -> Table:
    """Offices by measure: where to look."""
    columns = [
        Column(key(m), m.label, formula=f"{{{key(m)}.*.ampel}}", style="verdict", head_style="header")
        if m.direction
        else Column(
            key(m),
            f"{m.label}, Abweichung",
            form=_PERCENT,
            formula=f"{{{key(m)}.*.relativ}}",
            style="verdict",
            head_style="header",
        )
        for m in MEASURES
    ]
    rows = [replace(office.plain_row, kind="bold") for office in jobcenter.parts]
    return Table(
        "ampeln", columns, rows, head="Geschäftsstelle", title="Ampeln der Geschäftsstellen", note="Stand der gemeldeten Monate.",
        spans={"alle": (columns[0].key, columns[-1].key)},
    )  # fmt: skip


# ---- a page a measure -----------------------------------------------------------------------------


def _units(measure: Measure, jobcenter: Unit) -> Table:
    """The state of the whole, the offices and their teams."""
    name = key(measure)
    goal = f"{{zielverteilung.team.*.{name}}}"
    formulas = {
        "ziel": f'IF(COUNT({goal})=0,"",{goal})',
        "relativ": 'IF(COUNT({abweichung})=0,"–",IFERROR({abweichung}/{soll},"–"))',
        "voraus": 'IF(COUNT({hochrechnung},{ziel})<2,"–",IFERROR({hochrechnung}/{ziel}-1,"–"))',
        "ampel": light("{ist}", f"{{{name}_genau.*.soll}}", measure.direction),
        "ampel_ende": light("{hochrechnung}", "{ziel}", measure.direction),
    }
    actual, planned = _months(measure)
    no_light = {} if measure.direction else _NO_LIGHT
    return Table(
        name,
        [replace(each, formula=formulas.get(each.key), total=formulas.get(each.key)) for each in _COLUMNS],
        [unit.row(cells={**_own(unit, state(measure, actual, planned)), **no_light, "seite": Special(value="Seite", link=f"{{teamseiten.{unit.key}}}")}) for unit in jobcenter],
        head="Einheit", title=measure.label, note=_note(measure), spans=_LIGHTS,
    )  # fmt: skip


_BETTER = {1: "mehr ist besser", 0: "Planungsgröße ohne Ampel", -1: "weniger ist besser"}


def _note(measure: Measure) -> str:
    """What the figures are, and where the target comes from."""
    kind = "Mittel" if measure.stock else "Summe"
    note = f"{kind} der Monate, {measure.unit}; {_BETTER[measure.direction]}. Jahresziel: {measure.target_note}."
    return f'="{note} "&{{zielverteilung.abgaenge}}' if measure is EXITS else note


def _months(measure: Measure) -> tuple[str, str]:
    """A unit's months, actual and planned."""
    return f"{{monatswerte.{key(measure)}_ist.*.monate}}", f"{{monatswerte.{key(measure)}_soll.*.monate}}"


def _own(unit: Unit, formula: str) -> Mapping[str, str | Special]:
    """A team's state; what an office or the whole sums, its projection only once every part with a target has one."""
    if not unit.parts:
        return {"bis": Special(formula, to="hochrechnung")}
    parts, goals = unit.parts_in(), unit.parts_in(column="ziel")
    total = _some("SUM", parts)
    return {
        "ziel": f'IF(COUNT({parts})=0,"",SUM({parts}))',
        "bis": _some("MAX", parts),
        "soll": total,
        "ist": total,
        "abweichung": total,
        "hochrechnung": f'IF(OR(COUNT({parts})=0,COUNT({parts})<COUNT({goals})),"–",SUM({parts}))',
    }


def _some(function: str, cells: str) -> str:
    """A function of the cells that are known."""
    return f'IF(COUNT({cells})=0,"–",{function}({cells}))'


def _exact_units(measure: Measure, jobcenter: Unit) -> Table:
    goal = f"{{zielverteilung.team.*.{key(measure)}}}"
    actual, planned = _months(measure)
    rows = [unit.row(_some("SUM", unit.parts_in()) if unit.parts else None) for unit in jobcenter]
    return _exact(key(measure), rows, f'IF(COUNT({actual})*COUNT({planned})=0,"–",{due(measure, goal, actual)})')


def _relations() -> tuple[Relation, ...]:
    """The teams' actuals against those that are reported for the whole, and the rate of the shared targets."""
    found = list(map(teams_and_whole, MEASURES))
    rate = "Die Integrationsquote aus den verteilten Zielen ist die beschlossene"
    found.append(
        Relation(rate, "{blick.iq.ziel}", "Ziel_IQ_gesamt_veroeffentlicht", SHARE, "Annahme_IQ_Nachkommastellen")
    )
    return tuple(found)


def teams_and_whole(measure: Measure) -> Relation:
    """The teams' actuals against those that are reported for the whole, where nothing is suppressed."""
    known, total = measure.actual, measure.reported
    computed = f'IF(OR(COUNT({known})=0,COUNTA({known})>COUNT({known})),"",SUM({known}))'
    reported = f'IF(COUNT({total})=0,"",SUM({total}))'
    label = f"Die Istwerte der Teams ergeben zusammen die gemeldeten des Jobcenters: {measure.label}"
    return Relation(label, computed, reported, measure.unit, "0")
