"""Sheet Kennzahlen, the indicators of § 48a SGB II: what the months give, what the statistics deliver, definitions."""

from __future__ import annotations

from collections.abc import Callable

from jcplan.layout.units import last_month, month_line, printed
from jcplan.model import Model
from jcplan.model.fields import HEADS
from jcplan.model.teams import STATES
from jcplan.params.indicators import Indicator, indicators
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.table import Column, Row, Special, Table, month_key, months

_RATE, _CHANGE = styles.percent(4), styles.percent(4, signed=True)
_YEAR = 12


def sheet(model: Model) -> Sheet:
    """The sheet."""
    del model  # the same for every shape
    page = Sheet("Kennzahlen", "Kennzahlen nach § 48a SGB II", (56, *[8.6] * 12, 9.5), tab=styles.BLUE)
    page.one_page = False
    page.finding(_sentence())
    month_line(page)
    page.skip()
    page.table(_computed())
    page.notes(
        "Aus den Monaten auf „Istwerte“, das Vorjahr aus „Frühere Jahre“. K2: Integrationen von 12 Monaten durch das Mittel der 12 ELB-Bestände, die je einen Monat früher liegen.",
    )  # fmt: skip
    page.skip()
    page.table(_delivered())
    page.skip()
    _definitions(page)
    printed(page, 0)
    return page


# ---- from the months ----------------------------------------------------------------------------


def _computed() -> Table:
    """K2, K3 and the change of the ELB month by month; trailing means."""
    rows = (
        Row("k2", "K2 Integrationsquote (12 Monate)", cells=_by_month(_rate), form=_RATE),
        Row("k3", "K3 Veränderung der LZB", cells=_by_month(lambda month: _change("lzb", month, "JC_K3")), form=_CHANGE),
        Row("k1e2", "K1E2 Veränderung der ELB", cells=_by_month(lambda month: _change("elb", month, "JC_VERAENDERUNG")), form=_CHANGE),
        Row("gjdw_elb", f"ELB, gJDW ({HEADS})", cells=_by_month(lambda month: _mean("elb", month)), form=styles.HEADS),
        Row("gjdw_lzb", f"LZB, gJDW ({HEADS})", cells=_by_month(lambda month: _mean("lzb", month)), form=styles.HEADS),
    )  # fmt: skip
    return Table("werte", (*months(), Column("jahr", "zuletzt")), rows, head="Kennzahl", title="Gerechnet aus den Istwerten", height=18)  # fmt: skip


def _by_month(formula: Callable[[int], str]) -> dict[str, str | Special | None]:
    """A formula for each month, and its last value."""
    known = '({monate}<>"")'
    last = f'IF(COUNT({{monate}})=0,"–",INDEX({{monate}},1,{last_month(known)}))'
    return {**{month_key(number): formula(number) for number in range(1, _YEAR + 1)}, "jahr": last}


def _window(measure: str, month: int, *, lag: int = 0) -> str:
    """The twelve months of the whole that end with a month, or so many before it: of the year before, then of this one."""
    before = f"istwerte.{measure}_frueher.vor1"
    parts = []
    if month - lag < _YEAR:
        parts.append(f"{{{before}.{month_key(month - lag + 1)}:{before}.m12}}")
    if month - lag > 0:
        this = f"zielnachhaltung.jobcenter.{measure}"
        parts.append(f"{{{this}.m01:{this}.{month_key(month - lag)}}}")
    return ",".join(parts)


def _rate(month: int) -> str:
    flows, stocks = _window("integrationen", month), _window("elb", month, lag=1)
    return f'IF(COUNT({flows},{stocks})<2*12,"",JC_IQ(SUM({flows}),SUM({stocks})/12))'


def _change(measure: str, month: int, function: str) -> str:
    now = f"{{zielnachhaltung.jobcenter.{measure}.{month_key(month)}}}"
    then = f"{{istwerte.{measure}_frueher.vor1.{month_key(month)}}}"
    return f'IF(COUNT({now},{then})<2,"",{function}({now},{then}))'


def _mean(measure: str, month: int) -> str:
    window = _window(measure, month)
    return f'IF(COUNT({window})<12,"",SUM({window})/12)'


def _sentence() -> str:
    shown = 'FIXED(100*{werte.%s.jahr},%s)&" %%"'
    return (
        f'IF(COUNT({{werte.k2.jahr}},{{werte.k3.jahr}})=0,"Noch keine Kennzahl: es fehlen Monate des Jahres oder des Vorjahres.",'
        f'"zuletzt K2 "&IFERROR({shown % ("k2", 2)},"–")&", K3 "&IFERROR({shown % ("k3", 2)},"–"))'
    )


# ---- as delivered -------------------------------------------------------------------------------


def _delivered() -> Table:
    """Of each indicator the newest month at once and final, and by how much the final one differs from the first."""
    columns = [
        column
        for state, head in STATES.items()
        for column in (
            Column(f"monat_{state}", "bis Monat", form="0", over=head),
            Column(state, "Wert", form=_RATE),
        )
    ]
    columns.append(Column("unterschied", "t-3 gegen t-0", form=styles.percent(4, signed=True)))
    return Table("geliefert", columns, [_newest(each) for each in indicators()], head="Kennzahl", title="Wie von der Statistik geliefert")  # fmt: skip


def _newest(indicator: Indicator) -> Row:
    key = indicator.key.lower()
    cells: dict[str, str | Special | None] = {}
    for state in STATES:
        given = f"{{istwerte.kennzahlen_{state}.{key}.monate}}"
        cells[f"monat_{state}"] = f'IF(COUNT({given})=0,"–",{last_month(f"ISNUMBER({given})")})'
        cells[state] = f'IF(COUNT({{monat_{state}}})=0,"–",INDEX({given},1,{{monat_{state}}}))'
    first = f"INDEX({{istwerte.kennzahlen_t0.{key}.monate}},1,{{monat_t3}})"
    cells["unterschied"] = f'IFERROR({{t3}}-{first}/ISNUMBER({first}),"–")'
    return Row(key, f"{indicator.key} {indicator.label}", cells=cells)


# ---- what they are --------------------------------------------------------------------------------


def _definitions(page: Sheet) -> None:
    """Every version: since when, what over what, over which time, where the order says so."""
    page.heading(
        "Wie sie definiert sind",
        "Zähler ÷ Nenner (Zeitraum); darunter die Fundstelle. Es gilt die jüngste Fassung bis zum Bezugsmonat.",
    )
    for indicator in indicators():
        for version in indicator.versions:
            page.put(page.row, 2, f"{indicator.key}, seit {version.since:%d.%m.%Y}", "plain")
            page.put(page.row, 3, f"{version.numerator} ÷ {version.denominator} ({version.window})", "plain")
            page.put(page.row + 1, 3, version.source, "subtitle")
            page.skip(2)
