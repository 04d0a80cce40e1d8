"""What looks wrong in a delivery though every row can be read: named before anything is written."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from jcplan.actuals.line import Line
from jcplan.actuals.months import month_label
from jcplan.actuals.places import Places
from jcplan.actuals.planned import Planned, month_of
from jcplan.actuals.report import Entry, Oddity
from jcplan.cells import Scalar
from jcplan.german import number
from jcplan.model.teams import GROUPED, MONEY, Measure, by_group

_FAR: Final = 10.0  # times the plan: a slip of the decimal point, not a bad month
_JUMP: Final = 2.0  # times the stock of the month before: teams rarely double or halve
_FEW: Final = 20.0  # heads: smaller differences are chance
_MONTHS: Final = 3  # of two nobody can say which one is wrong
_HALF: Final = 0.5  # heads: what rounding may leave between a sum and its parts
_CENT: Final = 0.005  # euro: sums of amounts with cents agree to the cent
_MANY: Final = 6  # teams: fewer may have the same stock by chance

Found = Sequence[tuple[Line, Entry]]
"""The figures of a delivery with their lines."""


@dataclass(frozen=True)
class _Series:
    """A measure of a unit month by month: as the workbook has it, and with the delivery.

    Attributes:
        measure: What is counted.
        unit: The team's slot; None for the whole Jobcenter.
        before: Cells of the workbook by month.
        after: The same with the delivered figures.
        given: What the delivery changes.
    """

    measure: Measure
    unit: int | None
    before: Mapping[dt.date, Scalar]
    after: Mapping[dt.date, Scalar]
    given: Mapping[dt.date, tuple[Line, Entry]]


def oddities(places: Places, found: Found, plan: Planned, today: dt.date) -> tuple[Oddity, ...]:
    """What a controller should look at before a delivery is taken.

    Figures that the workbook already has are not judged again.

    Args:
        places: The workbook's side.
        found: The delivery.
        plan: What the months should be about.
        today: The day of the import.

    Returns:
        By kind, then in the file's order.
    """
    series = list(_series(places, found))
    far = [tuple(_far(one, plan, places.year)) for one in series]
    kinds = (
        (odd for odds in far for odd in odds),
        (odd for one in series for odd in _parts_of_heads(one)),
        (odd for one, odds in zip(series, far, strict=True) for odd in _jumps(one, {odd.month for odd in odds})),
        _same_for_all(series),
        (odd for one in series for odd in _future(one, today)),
        (odd for one in series for odd in _gaps(one)),
        _not_the_sum(places, series),
        _not_all_instruments(places, series),
    )
    order = {id(line): at for at, (line, _) in enumerate(found)}
    return tuple(odd for kind in kinds for odd in sorted(kind, key=lambda odd: order[id(odd.line)]))


def _series(places: Places, found: Found) -> Iterator[_Series]:
    given: dict[tuple[Measure, str], dict[dt.date, tuple[Line, Entry]]] = {}
    for line, entry in found:
        if entry.is_new or entry.is_correction:
            given.setdefault((entry.measure, entry.unit), {})[entry.month] = line, entry
    slots: dict[str, int] = {key: slot for slot, key in enumerate(places.units.keys) if key}
    for (measure, label), changes in given.items():
        unit = places.slot(measure, label) if measure.is_money else slots.get(label)
        before = places.series(measure, unit)
        after = {**before, **{month: entry.after for month, (_, entry) in changes.items()}}
        yield _Series(measure, unit, before, after, changes)


def _figures(series: _Series) -> Iterator[tuple[Line, Entry, float]]:
    """The delivered figures that are not suppressed."""
    for line, entry in series.given.values():
        if isinstance(entry.after, float):
            yield line, entry, entry.after


def _numbers(cells: Mapping[dt.date, Scalar]) -> dict[dt.date, float]:
    return {m: v for m, v in cells.items() if isinstance(v, int | float) and not isinstance(v, bool)}


def _far(series: _Series, plan: Planned, year: int) -> Iterator[Oddity]:
    """Figures ten times the plan or a tenth of it; without plan the median of the unit's months stands in."""
    if series.measure.is_money:
        return  # what is committed in a month comes in lumps
    for line, entry, value in _figures(series):
        usual = month_of(plan, series.measure, series.unit, entry.month, year)
        what = "geplant sind"
        if usual is None:
            months = _numbers(series.after).values()
            usual = median(months) if len(months) >= _MONTHS else None
            what = "üblich sind"
        if usual and abs(value - usual) >= _FEW and not usual / _FAR < value < usual * _FAR:
            yield Oddity(line, entry, "Weit vom Plan", f"{what} {number(usual, 0)}")


def _parts_of_heads(series: _Series) -> Iterator[Oddity]:
    """Fractions of what is counted; a stock may be a mean."""
    for line, entry, value in _figures(series):
        if not (series.measure.stock or series.measure.is_money) and not value.is_integer():
            yield Oddity(line, entry, "Keine ganzen Zahlen", "gezählt werden Köpfe")


def _jumps(series: _Series, far: set[dt.date]) -> Iterator[Oddity]:
    """Stocks that double, halve or vanish against the last known month before; ``far`` ones are named already."""
    if not series.measure.stock:
        return
    known = {month: value for month, value in _numbers(series.after).items() if month not in far}
    for line, entry, value in _figures(series):
        if entry.month in far:
            continue
        earlier = max((month for month in known if month < entry.month), default=None)
        if earlier is None or abs(value - known[earlier]) < _FEW:
            continue
        if not known[earlier] / _JUMP < value < known[earlier] * _JUMP:
            yield Oddity(
                line, entry, "Sprünge im Bestand", f"im {month_label(earlier)} waren es {number(known[earlier])}"
            )


def _same_for_all(series: Sequence[_Series]) -> Iterator[Oddity]:
    """One stock for all teams of a month: a figure that was filled down."""
    by_month: dict[tuple[str, dt.date], list[tuple[Line, Entry, float]]] = {}
    for one in series:
        if one.measure.stock and one.unit is not None:
            for figure in _figures(one):
                by_month.setdefault((one.measure.key, figure[1].month), []).append(figure)
    for figures in by_month.values():
        line, entry, value = figures[0]
        if len(figures) >= _MANY and value >= _FEW and all(other == value for _, _, other in figures):
            yield Oddity(line, entry, "Gleiche Bestände", f"dieselbe Zahl bei allen {len(figures)} Teams")


def _not_the_sum(places: Places, series: Sequence[_Series]) -> Iterator[Oddity]:
    """Totals that are not what all groups make together, where the delivery has either of them."""
    after = {(one.measure.key, one.unit): one.after for one in series}
    named: set[tuple[str, int | None, dt.date]] = set()
    for one in series:
        base = one.measure.base
        whole = next((measure for measure in GROUPED if measure.key == base), None)
        if whole is None:
            continue
        groups = range(1, len(places.groups) + 1)
        parts = [part for group in groups for part in by_group(group) if part.base == base]
        known = [after.get((each.key, one.unit)) or places.series(each, one.unit) for each in (whole, *parts)]
        for month, (line, entry) in one.given.items():
            figures = [_numbers(months).get(month) for months in known]
            told = _difference(figures) if (base, one.unit, month) not in named else ""
            if told:
                named.add((base, one.unit, month))
                yield Oddity(line, entry, "Gruppen und Summe", told)


def _not_all_instruments(places: Places, series: Sequence[_Series]) -> Iterator[Oddity]:
    """Totals of money that are not what all instruments with a name make together, to the cent."""
    after = {(one.measure.key, one.unit): one.after for one in series}
    for measure in MONEY:
        given = {month: at for one in series if one.measure == measure for month, at in one.given.items()}
        units = (None, *places.instruments.used)
        known = [after.get((measure.key, unit)) or places.series(measure, unit) for unit in units]
        for month, (line, entry) in given.items():
            figures = [_numbers(months).get(month) for months in known]
            if told := _difference(figures, "Instrumente", _CENT, 2):
                yield Oddity(line, entry, "Instrumente und Summe", told)


def _difference(figures: Sequence[float | None], what: str = "Gruppen", off: float = _HALF, places: int = 0) -> str:
    """What a total and its parts, all known, differ in; a blank text where they do not."""
    if None in figures or len(figures) < 2:
        return ""
    total, *parts = (figure for figure in figures if figure is not None)
    if math.isclose(total, sum(parts), rel_tol=0, abs_tol=off):
        return ""
    shown = [number(figure, places or None) for figure in (sum(parts), total)]
    return f"die {what} ergeben {shown[0]}, insgesamt sind es {shown[1]}"


def _future(series: _Series, today: dt.date) -> Iterator[Oddity]:
    for line, entry in series.given.values():
        if entry.month > today:
            yield Oddity(line, entry, "Monate in der Zukunft", f"heute ist der {today:%d.%m.%Y}")


def _gaps(series: _Series) -> Iterator[Oddity]:
    """Months without figure between two with one, where the delivery leaves them so."""
    before, known = _missing(series.before), _reported(series.after)
    for month, following in _missing(series.after).items():
        if month not in before:
            later = min((m for m in series.given if m >= following), default=max(series.given))
            line, entry = series.given[later]
            since = month_label(max(m for m in known if m < month))
            yield Oddity(
                line, entry, "Fehlende Monate", f"aber für {since} und {month_label(following)}", missing=month
            )


def _reported(cells: Mapping[dt.date, Scalar]) -> list[dt.date]:
    """The months whose cells are not blank."""
    return [month for month, cell in cells.items() if cell not in (None, "")]


def _missing(cells: Mapping[dt.date, Scalar]) -> dict[dt.date, dt.date]:
    """Blank months between two that are not blank, each with the next that is not."""
    known = _reported(cells)
    return {
        month: min(m for m in known if m > month)
        for month in cells
        if month not in known and known and known[0] < month < known[-1]
    }
