"""Where the year of the whole Jobcenter stands, for the first sheet: actual, projection with its range, light, news.

The months are what is reported for the whole; where nothing is, the sum of the teams.
"""

from __future__ import annotations

from jcplan.layout.follow import due, light, state
from jcplan.layout.units import key
from jcplan.model.teams import MEASURES, Measure
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.table import Column, Row, Special, Table, month_key, months

_RATE = styles.percent(4)
_RATIO = 'IF(COUNT({integrationen},{elb})<2,"–",{integrationen}/{elb})'


def add(page: Sheet) -> None:
    """The workings, as those of the sheet Zielnachhaltung."""
    for table in (_known(), _state(), _news()):
        page.work(table)


def _actual(measure: Measure) -> str:
    return f"{{jobcenter.{key(measure)}.monate}}"


def _known() -> Table:
    """The months of each measure, the stock of the month before, the rate since January."""
    rows = [
        Row(key(each), each.label, _first_known(f"{{istwerte.{key(each)}.gesamt.*}}", f"{{monatswerte.{key(each)}_ist.jc.*}}"), form=styles.HEADS)
        for each in MEASURES
    ]  # fmt: skip
    before: dict[str, str | Special | None] = {
        month_key(1): _first_known("{istwerte.elb_frueher.vor1.m12}", "{monatswerte.vormonat.jc.m01}")
    }
    for month in range(2, 13):
        cell = f"{{elb.{month_key(month - 1)}}}"
        before[month_key(month)] = f'IF(COUNT({cell})=0,"",{cell})'
    known = '({integrationen.monate}<>"")*({vormonat.monate}<>"")'
    rate = Special(
        f'IF(SUMPRODUCT({known})=0,"",JC_JFW({{integrationen.monate}},{{vormonat.monate}}))', to=month_key(12)
    )
    rows += [
        Row("vormonat", "ELB des Vormonats", cells=before, form=styles.HEADS),
        Row("jfw", "Integrationsquote seit Januar (JFW)", cells={month_key(1): rate}, form=_RATE),
    ]
    return Table("jobcenter", months(), rows, head="Kennzahl", title="Monate des Jobcenters", height=18)


def _first_known(*cells: str) -> str:
    """The first of some cells that holds a number; a blank text where none does."""
    formula = '""'
    for cell in reversed(cells):
        formula = f"IFERROR({cell}/ISNUMBER({cell}),{formula})"
    return formula


def _state() -> Table:
    """The year so far, a row a measure, and the rate."""
    columns = (
        Column("ziel", "Jahresziel"),
        Column("bis", "bis Monat", form="0"),
        Column("soll", "Soll bisher"),
        Column("ist", "Ist bisher"),
        Column("abweichung", "Abweichung"),
        Column("hochrechnung", "Hochrechnung"),
        Column("von", "Spanne von"),
        Column("nach", "Spanne bis"),
        Column("genau", "Soll genau"),
        Column("ampel", "Ampel", style="verdict"),
    )
    last = 'IF(COUNT({bis})=0,"–",INDEX({jobcenter.jfw.monate},1,{bis}))'
    rate: dict[str, str | Special | None] = {
        "ziel": _RATIO, "bis": 'IF(COUNT({jobcenter.jfw.monate})=0,"–",{integrationen})', "soll": _RATIO, "ist": last,
        "abweichung": 'IF(COUNT({soll},{ist})<2,"–",{ist}-{soll})', "hochrechnung": _RATIO, "genau": _RATIO,
        "von": 'IF(COUNT({integrationen},{elb.hochrechnung})<2,"–",{integrationen}/{elb.hochrechnung})',
        "nach": 'IF(COUNT({integrationen},{elb.hochrechnung})<2,"–",{integrationen}/{elb.hochrechnung})',
        "ampel": light("{ist}", "{genau}"),
    }  # fmt: skip
    rows = [*map(_measure, MEASURES), Row("iq", "Integrationsquote seit Januar (JFW)", cells=rate, form=_RATE)]
    return Table("jahr", columns, rows, head="Kennzahl", title="Stand des Jahres, Jobcenter", height=18)


def _measure(measure: Measure) -> Row:
    name, actual, stock = key(measure), _actual(measure), int(measure.stock)
    planned = f"{{monatswerte.{name}_soll.jc.monate}}"
    earlier = f"{{istwerte.{name}_frueher.monate}}"
    years = f'IF(ISNUMBER({earlier}),{earlier},"")'
    ends = f'IFERROR(TRANSPOSE(JC_HOCHRECHNUNG_SPANNE({actual},{years},{stock})),"–")'
    cells: dict[str, str | Special | None] = {
        "ziel": f"{{zielverteilung.gs.jc.{name}}}",
        "bis": Special(state(measure, actual, planned), to="hochrechnung"),
        "von": Special(ends, to="nach"),
        "genau": f'IF(COUNT({{ist}},{{ziel}})<2,"–",{due(measure, "{ziel}", actual)})',
        "ampel": light("{ist}", "{genau}", measure.direction) if measure.direction else Special(value="ohne Ampel"),
    }
    return Row(name, measure.label, cells=cells, form=styles.HEADS)


# ---- since last month ---------------------------------------------------------------------------


def _news() -> Table:
    """The last month beside the one before, and how the year stood then; a sentence of it."""
    columns = (
        Column("jetzt", "letzter Monat", form=styles.HEADS),
        Column("davor", "Monat davor", form=styles.HEADS),
        Column("ist_davor", "Ist bis dahin", form=styles.HEADS),
        Column("soll_davor", "Soll bis dahin", form="#,##0.00"),
        Column("ampel_davor", "Ampel davor", style="verdict"),
        Column("wechsel", "Ampel", style="text"),
        Column("satz", "Satz", style="text"),
    )
    return Table(
        "neues", columns, list(map(_since, MEASURES)), head="Kennzahl", title="Seit dem letzten Monat", height=18
    )


def _since(measure: Measure) -> Row:
    name, actual = key(measure), _actual(measure)
    until, goal = f"{{jahr.{name}.bis}}", f"{{jahr.{name}.ziel}}"
    earlier = f"{{monatswerte.nummer1:monatswerte.nummer12}}<{until}"
    so_far = f"(SUM({actual})-{{jetzt}})"
    then = f"{so_far}/MAX(1,COUNT({actual})-1)" if measure.stock else so_far
    cells: dict[str, str | Special | None] = {
        "jetzt": f'IF(COUNT({until})=0,"–",INDEX({actual},1,{until}))',
        "davor": f'IF(SUM({until})<2,"–",INDEX({actual},1,{until}-1))',
        "ist_davor": f'IF(COUNT({{jetzt}},{{davor}})<2,"–",{then})',
        "soll_davor": f'IF(COUNT({{ist_davor}},{goal})<2,"–",{due(measure, goal, actual, earlier)})',
        "ampel_davor": light("{ist_davor}", "{soll_davor}", measure.direction) if measure.direction else Special(value="ohne Ampel"),
        "wechsel": _change(measure) if measure.direction else None,
        "satz": f'IF(COUNT({{jetzt}},{{davor}})<2,"",{_sentence(measure)})',
    }  # fmt: skip
    return Row(name, measure.label, cells=cells)


def _change(measure: Measure) -> str:
    """What the light does."""
    now = f"{{jahr.{key(measure)}.ampel}}"
    return f'"; Ampel "&IF(EXACT({now},{{ampel_davor}}),"weiter ",{{ampel_davor}}&" → ")&{now}'


def _sentence(measure: Measure) -> str:
    """The last month against the one before; how far the year is from its plan, and was; what the light does."""
    name = key(measure)
    month = "INDEX({monatswerte.integrationen_ist.kopf.monate},1,{jahr.%s.bis}%s)"
    now, then = month % (name, ""), month % (name, "-1")
    text = f'"{measure.label}: "&{now}&" "&FIXED({{jetzt}},0)&", "&{then}&" "&FIXED({{davor}},0)'
    if measure.direction:
        gaps = f'FIXED({{jahr.{name}.ist}}-{{jahr.{name}.genau}},0)&", davor "&FIXED({{ist_davor}}-{{soll_davor}},0)'
        text += f'&"; gegen das Soll bis dahin "&{gaps}&{{wechsel}}'
    return text


def year_in_short() -> str:
    """Formula of one sentence about integrations; a blank text while there are no actuals."""
    at = "{zielnachhaltung.jahr.integrationen.%s}"
    month = f"INDEX({{monatswerte.integrationen_ist.kopf.monate}},1,{at % 'bis'})"
    return (
        f'IF(COUNT({at % "ist"})=0,"","Integrationen bis "&{month}&": "&FIXED({at % "ist"},0)&" von "&FIXED({at % "soll"},0)'
        f'&" im Soll ("&{at % "ampel"}&"), Hochrechnung "&FIXED({at % "hochrechnung"},0)'
        f'&IFERROR(" ("&FIXED({at % "von"},0)&" bis "&FIXED({at % "nach"},0)&")",""))'
    )
