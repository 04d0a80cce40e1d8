"""Zielnachhaltung: projection to the year's end, what is left, where the year stands, traffic light."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np

from jcplan.core import require
from jcplan.core.monthly import monthly_targets, season_of
from jcplan.core.require import Floats
from jcplan.errors import InputError
from jcplan.german import as_shown, number

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

GREEN: Final = "grün"
YELLOW: Final = "gelb"
RED: Final = "rot"


def _so_far(ist: ArrayLike, saison: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Actuals, the seasonal weights of their months, all weights."""
    actual = np.atleast_1d(require.stock("ist", ist))
    season = season_of(saison)
    if not 1 <= actual.shape[-1] <= season.shape[-1]:
        raise InputError(
            "ist", f"{actual.shape[-1]} Monate", f"1 bis {season.shape[-1]} Monate, höchstens so viele wie saison"
        )
    return actual, season[..., : actual.shape[-1]], season


def projection(ist: ArrayLike, saison: ArrayLike) -> Floats:
    """Year's end from the months so far: ``Σ ist · Σ saison / Σ saison of these months``.

    Args:
        ist: Actual flows from January on, months on the last axis, at most as many as ``saison``.
        saison: Seasonal weights of all months of the year.

    >>> float(projection([10, 20], [1, 2, 3]))
    60.0
    """
    actual, season_so_far, season = _so_far(ist, saison)
    covered = season_so_far.sum(axis=-1)
    if not np.all(covered):
        raise InputError("saison", "Gewicht 0 in allen bisherigen Monaten", "mindestens ein Gewicht größer als 0")
    return np.asarray(actual.sum(axis=-1) * season.sum(axis=-1) / covered)


def open_target(jahresziel: float, ist: ArrayLike, saison: ArrayLike, stellen: int | None = None) -> Floats:
    """What the remaining months have to bring, by seasonal weights, so that the year's target is met.

    Returns:
        One value a remaining month, shared out as ``monthly_targets`` does; zeros where the target is already met.

    >>> open_target(60, [10, 20], [1, 2, 1, 2])
    array([10., 20.])
    """
    goal = float(require.stock("jahresziel", jahresziel))
    actual, _, season = _so_far(ist, saison)
    ahead = season[actual.shape[-1] :]
    if not len(ahead):
        raise InputError(
            "ist", f"{len(actual)} Monate", f"weniger als {len(season)} Monate (es muss noch einer offen sein)"
        )
    if stellen is not None:
        require.places("stellen", stellen)
    so_far = sum(map(as_shown, actual.tolist()), Decimal(0))
    missing = float(max(as_shown(goal) - so_far, Decimal(0)))
    return monthly_targets(missing, ahead, stellen) if missing else np.zeros(len(ahead))


@dataclass(frozen=True, eq=False)
class Progress:
    """Plan against actual of a year so far, over the months whose actual is known.

    Attributes:
        monat: The last month with an actual, 1 to 12.
        soll: Planned for these months: their sum, for a stock their mean.
        ist: Actual of these months, likewise.
        abweichung: ``ist − soll``.
        hochrechnung: The year at the pace so far, by seasonal weights; for a stock its mean.
    """

    monat: Floats
    soll: Floats
    ist: Floats
    abweichung: Floats
    hochrechnung: Floats

    def rows(self) -> Floats:
        """All of them, in this order, on the first axis."""
        return np.stack([self.monat, self.soll, self.ist, self.abweichung, self.hochrechnung])


def _known(ist: ArrayLike, name: str = "ist") -> tuple[Floats, NDArray[np.bool_]]:
    """Actuals with 0 where they are not known (NaN), and where they are; at least one has to be."""
    actual = np.atleast_1d(np.asarray(ist, dtype=np.float64))
    known = ~np.isnan(actual)
    filled = require.stock(name, _filled(actual))
    if not known.any(axis=-1).all():
        raise InputError(name, "keinen bekannten Monat", "mindestens einen Monatswert")
    return filled, known


def _filled(months: Floats) -> Floats:
    """Months with 0 where they are not known (NaN)."""
    return np.where(np.isnan(months), 0.0, months)


def progress(ist: ArrayLike, soll: ArrayLike, saison: ArrayLike, bestand: bool = False) -> Progress:  # noqa: FBT001, FBT002
    """Where the year stands: plan and actual of the months whose actual is known, and the year at this pace.

    A month without an actual (NaN: not reported yet, or suppressed) counts on neither side, so
    that both stay comparable.

    Args:
        ist: Actuals by month on the last axis, ≥ 0 or NaN.
        soll: Planned values of the same months, ≥ 0.
        saison: Seasonal weights of all months.
        bestand: Whether it is a stock: then means take the place of sums.

    Raises:
        InputError: No month is known, the lengths differ, or the known months weigh nothing.

    >>> progress([10, np.nan, 8], [9, 9, 9], [1, 1, 1]).rows()
    array([ 3., 18., 18.,  0., 27.])
    """
    actual, known = _known(ist)
    planned = np.atleast_1d(require.stock("soll", soll))
    season = season_of(saison)
    require.same_length(ist=actual, soll=planned, saison=season)
    covered = (season * known).sum(axis=-1)
    if not np.all(covered):
        raise InputError("saison", "Gewicht 0 in allen bekannten Monaten", "mindestens ein Gewicht größer als 0")
    months = known.sum(axis=-1)
    so_far, plan_so_far = actual.sum(axis=-1), (planned * known).sum(axis=-1)
    year = so_far * season.sum(axis=-1) / covered
    if bestand:
        so_far, plan_so_far, year = so_far / months, plan_so_far / months, year / actual.shape[-1]
    last = actual.shape[-1] - np.argmax(known[..., ::-1], axis=-1)
    return Progress(
        np.asarray(last, dtype=np.float64),
        np.asarray(plan_so_far),
        np.asarray(so_far),
        np.asarray(so_far - plan_so_far),
        np.asarray(year),
    )


def projection_range(
    ist: ArrayLike,
    frueher: ArrayLike,
    bestand: bool = False,  # noqa: FBT001, FBT002
    unten: float = 0.1,
    oben: float = 0.9,
) -> Floats:
    """Between what the year may end, as past years ran: the actual so far over the shares that they had reached then.

    The share of a past year is its part in the months of which the actual is known: of a flow their sum over the
    year's, of a stock their mean over the year's. The range lies between quantiles of these shares, interpolated
    linearly.

    Args:
        ist: Actuals by month, ≥ 0 or NaN.
        frueher: Past years, a row a year, as many months, ≥ 0 or NaN; only whole years count.
        bestand: Whether it is a stock.
        unten: Quantile below the range, from 0 to 1.
        oben: Quantile above it, at least ``unten``.

    Returns:
        The lower and the upper end.

    Raises:
        InputError: No month is known, no year is whole, or one had reached nothing by then.

    >>> projection_range([30, np.nan], [[25, 75], [50, 50]], unten=0, oben=1)
    array([ 60., 120.])
    """
    actual, known = _known(ist)
    years = np.atleast_2d(np.asarray(frueher, dtype=np.float64))
    if years.shape[-1] != actual.shape[-1]:
        expected = f"{actual.shape[-1]} Monate wie in ist"
        raise InputError("frueher", f"Jahre mit {years.shape[-1]} Monaten", expected)
    whole = require.stock("frueher", years[~np.isnan(years).any(axis=-1)])
    if not len(whole):
        raise InputError("frueher", "kein vollständiges Jahr", "mindestens ein Jahr mit allen Monaten")
    low, high = (float(require.share(name, value)) for name, value in (("unten", unten), ("oben", oben)))
    if low > high:
        raise InputError("oben", number(high), f"mindestens unten ({number(low)})")
    so_far = (whole * known).sum(axis=-1)
    if not so_far.all():
        raise InputError("frueher", "ein Jahr mit 0 in den bekannten Monaten", "in jedem Jahr einen Wert größer als 0")
    year = require.finite_sum("frueher", whole.sum(axis=-1))
    reached = require.finite_sum("ist", actual.sum())
    if bestand:
        so_far, year, reached = so_far / known.sum(), year / actual.shape[-1], reached / known.sum()
    return require.finite_sum("ist", reached / np.quantile(so_far / year, [high, low]))


def year_to_date_rate(integrationen: ArrayLike, elb: ArrayLike) -> Floats:
    """Integrationsquote from January up to each month (JFW): integrations so far over the mean of the ELB stocks.

    A month in which either is not known (NaN) counts on neither side.

    Args:
        integrationen: Integrations by month on the last axis, ≥ 0 or NaN.
        elb: ELB stocks, each of the month before (December to November), ≥ 0 or NaN.

    Returns:
        The rate up to each month; NaN for a month that is not known.

    Raises:
        InputError: The lengths differ, or the stocks so far are all 0.

    Source: VO zu § 48a SGB II § 5, from January on.

    >>> [round(float(rate), 4) for rate in year_to_date_rate([10, 20, np.nan], [1000, 1000, 1000])]
    [0.01, 0.03, nan]
    """
    flows = np.atleast_1d(np.asarray(integrationen, dtype=np.float64))
    stocks = np.atleast_1d(np.asarray(elb, dtype=np.float64))
    require.same_length(integrationen=flows, elb=stocks)
    known = ~(np.isnan(flows) | np.isnan(stocks))
    filled_flows = require.stock("integrationen", _filled(flows))
    filled_stocks = require.stock("elb", _filled(stocks))
    months = known.cumsum(axis=-1)
    stock_so_far = require.finite_sum("elb", (filled_stocks * known).cumsum(axis=-1))
    if (known & (stock_so_far == 0)).any():
        raise InputError("elb", "Bestände von zusammen 0", "einen Bestand größer als 0")
    flow_so_far = (filled_flows * known).cumsum(axis=-1)
    rate = np.full(np.broadcast(flow_so_far, known).shape, np.nan)
    return np.asarray(np.divide(flow_so_far * months, stock_so_far, out=rate, where=known))


def traffic_light(ist: ArrayLike, soll: ArrayLike, gelb: ArrayLike, richtung: ArrayLike = 1) -> NDArray[np.str_]:
    """Word "grün" where the target is met, "gelb" where it is missed by at most the share ``gelb`` of it, else "rot".

    Args:
        ist: Actual values.
        soll: Planned values.
        gelb: Tolerated miss as a share of the planned value (0.05 is 5 %), ≥ 0.
        richtung: 1 where more is better, −1 where less is better.

    >>> [str(word) for word in traffic_light([100, 96, 90], 100, 0.05)]
    ['grün', 'gelb', 'rot']
    """
    direction = require.finite("richtung", richtung)
    if not np.isin(direction, (1, -1)).all():
        raise InputError("richtung", "einen anderen Wert", "1 (mehr ist besser) oder −1 (weniger ist besser)")
    actual, planned = require.finite("ist", ist), require.finite("soll", soll)
    miss = (planned - actual) * direction
    noise = 1e-12 * np.maximum(np.abs(planned), np.abs(actual))
    margin = require.stock("gelb", gelb) * np.abs(planned)
    return np.where(miss <= noise, GREEN, np.where(miss <= margin + noise, YELLOW, RED))
