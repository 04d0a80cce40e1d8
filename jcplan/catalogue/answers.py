"""What the worksheet functions that ask the plan compute, from cells to cells; loaded by the first of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from jcplan.cells import CellError, Rows, Scalar
from jcplan.core.require import Floats
from jcplan.core.rounding import rounded
from jcplan.errors import InputError
from jcplan.german import count, literal, number
from jcplan.questions import chances, effects, needed, sentence, spread, steps, uncertain
from jcplan.questions.named import Base, Names, Wanted, open_base, outcomes, read_base, read_names, unknown, wanted

_IMPOSSIBLE: Final = "#VALUE!"
_STOCKS: Final = ("ELB", "LZB")


def plan(namen: Rows, werte: Rows) -> Any:
    """Every target of the plan, exact and then as published, a row each; a column a scenario."""
    names, columns = _table(namen, werte)
    found = outcomes(names, columns)
    if not any(found.reasons):
        return np.concatenate([found.exact, found.published])
    error = [CellError(_IMPOSSIBLE, reason) if reason else None for reason in found.reasons]
    rows = [*found.exact.tolist(), *found.published.tolist()]
    return [[failed or value for failed, value in zip(error, row, strict=True)] for row in rows]


def target_names(namen: Rows) -> Any:
    """Names of the rows of ``jc_plan``."""
    targets = read_names(_list(namen, "namen")).targets
    return [*([name] for name in targets), *([f"{name}_veroeffentlicht"] for name in targets)]


def reasons(namen: Rows, werte: Rows) -> Any:
    """Why the plan of each column is impossible, a row of texts."""
    names, columns = _table(namen, werte)
    return [[reason or None for reason in outcomes(names, columns).reasons]]


def needed_value(ziel: str, wunsch: float, eingabe: str, namen: Rows, werte: Rows) -> Any:
    """Value of an input with which a target is the wish; from and to where it is as published; why there is none."""
    names, columns = _table(namen, werte)
    target = wanted(ziel, names.groups)
    if eingabe not in names.listed:
        known = [name for name in names.listed if name]
        raise unknown("eingabe", eingabe, known, "einen der Namen in namen")
    column = _single(columns, "werte")
    try:
        answer = needed.needed(open_base(names, column), target, wunsch, eingabe)
    except InputError as error:
        return [[None], [None], [None], [str(error)]]
    return [[answer.value], [answer.low], [answer.high], [answer.reason or None]]


def contributions(ziel: str, namen: Rows, werte_alt: Rows, werte_neu: Rows, gruppen: Rows, stellen: float) -> Any:
    """What each changed input adds to a target's change, then rounding, then the sum; padded with blank rows."""
    target, old, new = _two_states(ziel, namen, werte_alt, werte_neu)
    names = read_names(_list(namen, "namen"))
    unions = _unions(names, gruppen)
    found = effects.explain(target, old, new, [name for name in names.listed if name], unions)
    labels = [*(each.label for each in found.effects), "Rundung"]
    parts, total = [*(each.value for each in found.effects), found.rounding], found.total
    if not math.isnan(stellen):
        _whole("stellen", stellen, 0, 12)
        parts, total = sentence.add_up(parts, total, int(stellen)), float(rounded(total, int(stellen)))
    rows: list[list[Scalar]] = [[label, part] for label, part in zip(labels, parts, strict=True)]
    rows.append(["Summe", total])
    return rows + [[None, None]] * (len(names.listed) + 2 - len(rows))


def _unions(names: Names, gruppen: Rows) -> dict[str, str]:
    """The label of each input that has one."""
    if not gruppen:
        return {}
    labels = _list(gruppen, "gruppen")
    _same_length("gruppen", len(labels), names)
    return {name: label for name, label in zip(names.listed, labels, strict=True) if name and label}


def sentence_lines(ziel: str, namen: Rows, werte_alt: Rows, werte_neu: Rows, bezeichnungen: Rows) -> Any:
    """A target's change in a sentence of three lines, the last ones perhaps blank."""
    target, old, new = _two_states(ziel, namen, werte_alt, werte_neu)
    found = sentence.reason(target, old, new, _labels(bezeichnungen))
    return [[line or None] for line in found.lines]


def steps_to(ziel: str, namen: Rows, werte: Rows, bezeichnungen: Rows) -> Any:
    """The steps to a target: figure, formula, the same with figures, result; four a group and six, padded with blanks."""
    names, columns = _table(namen, werte)
    base = read_base(names, _single(columns, "werte"), "werte")
    found = steps.way(base, wanted(ziel, names.groups), _labels(bezeichnungen))
    rows: list[list[Scalar]] = [[each.label, each.formula, each.values, each.result] for each in found]
    return rows + [[None] * 4] * (steps.most(names.groups) - len(rows))


def _labels(bezeichnungen: Rows) -> list[str]:
    """What the groups are called."""
    return [label or "" for label in _list(bezeichnungen, "bezeichnungen")] if bezeichnungen else []


def _two_states(ziel: str, namen: Rows, werte_alt: Rows, werte_neu: Rows) -> tuple[Wanted, Base, Base]:
    names, before = _table(namen, werte_alt, "werte_alt")
    _, after = _table(namen, werte_neu, "werte_neu")
    target = wanted(ziel, names.groups)
    old = read_base(names, _single(before, "werte_alt"), "werte_alt")
    return target, old, read_base(names, _single(after, "werte_neu"), "werte_neu")


def spreads(ziele: Rows, namen: Rows, werte: Rows, stellen: Rows) -> Any:
    """Lowest and highest value of targets, exact and as published, that the decimals of the inputs allow."""
    names, columns = _table(namen, werte)
    digits = _numbers(stellen, "stellen", names)
    halves = {
        name: spread.half_width(each, f"stellen, {name}")
        for name, each in zip(names.listed, digits, strict=True)
        if name is not None and name in names.rows
    }
    listed = _list(ziele, "ziele")
    targets = [wanted(name, names.groups, f"ziele, Wert {i}") for i, name in enumerate(listed, 1) if name is not None]
    base = read_base(names, _single(columns, "werte"), "werte")
    found = iter(spread.spread(base, targets, halves))
    return [_spread_row(None if name is None else next(found)) for name in listed]


def _spread_row(found: spread.Spread | None) -> list[Scalar]:
    if found is None:
        return [None] * 4
    return [found.low, found.high, found.published_low, found.published_high]


def chance(
    ziel: str,
    grenze: float,
    namen: Rows,
    werte: Rows,
    verteilungen: Rows,
    ziehungen: float,
    saat: float,
    korrelation: Rows,
) -> Any:
    """Chance that a target reaches a limit as published, its standard error, the chance on the exact value."""
    names, found = _sample(namen, werte, verteilungen, ziehungen, saat, korrelation)
    chance = found.chance(wanted(ziel, names.groups), grenze)
    return [[chance.published], [chance.error], [chance.exact]]


def quantiles(
    ziel: str,
    anteile: Floats,
    namen: Rows,
    werte: Rows,
    verteilungen: Rows,
    ziehungen: float,
    saat: float,
    korrelation: Rows,
) -> Any:
    """Quantiles of a target, a row a share."""
    names, found = _sample(namen, werte, verteilungen, ziehungen, saat, korrelation)
    shares = _shares(anteile)
    return [[value] for value in found.quantiles(wanted(ziel, names.groups), shares).tolist()]


def fan(
    bestand: str,
    anteile: Floats,
    namen: Rows,
    werte: Rows,
    verteilungen: Rows,
    ziehungen: float,
    saat: float,
    korrelation: Rows,
) -> Any:
    """Quantiles of a stock month by month, a row a share."""
    if bestand.upper() not in _STOCKS:
        raise InputError("bestand", literal(bestand), "ELB oder LZB")
    _, found = _sample(namen, werte, verteilungen, ziehungen, saat, korrelation)
    return found.fan(bestand.upper(), _shares(anteile))


def possible_draws(
    namen: Rows, werte: Rows, verteilungen: Rows, ziehungen: float, saat: float, korrelation: Rows
) -> Any:
    """How many draws make a plan, how many do not, and the most frequent reason."""
    _, found = _sample(namen, werte, verteilungen, ziehungen, saat, korrelation)
    reason = found.lost[0].reason if found.lost else None
    return [[float(found.possible)], [float(found.draws - found.possible)], [reason]]


def sensitivity(ziel: str, namen: Rows, werte: Rows, unten: Rows, oben: Rows) -> Any:
    """The target with each input alone at its lower and at its upper value, a row a name."""
    names, columns = _table(namen, werte)
    base = read_base(names, _single(columns, "werte"), "werte")
    low, high = _numbers(unten, "unten", names), _numbers(oben, "oben", names)
    rows = chances.sensitivity(base, wanted(ziel, names.groups), low, high, names.listed)
    return [[CellError(_IMPOSSIBLE, value) if isinstance(value, str) else value for value in row] for row in rows]


# ---- arguments ---------------------------------------------------------------------------------


def _list(cells: Rows, place: str) -> tuple[str | None, ...]:
    """Texts in a row or a column.

    Raises:
        InputError: A block of several rows and columns, or something that is no text.
    """
    if len(cells) > 1 and len(cells[0]) > 1:
        found = f"einen Bereich aus {len(cells)} Zeilen und {len(cells[0])} Spalten"
        raise InputError(place, found, "eine Zeile oder eine Spalte")
    listed = [cell for row in cells for cell in row]
    for position, cell in enumerate(listed, 1):
        if not isinstance(cell, str | None):
            raise InputError(f"{place}, Wert {position}" if len(listed) > 1 else place, literal(cell), "einen Text")
    return tuple(cell.strip() or None if isinstance(cell, str) else None for cell in listed)


def _table(namen: Rows, werte: Rows, place: str = "werte") -> tuple[Names, Sequence[Sequence[Scalar]]]:
    """The names, and columns of values, a value a name."""
    names = read_names(_list(namen, "namen"))
    return names, list(zip(*_by_name(werte, place, names, namen), strict=True))


def _by_name(cells: Rows, place: str, names: Names, namen: Rows | None = None) -> Rows:
    """Rows of cells, one a name; where names lie side by side, so do the values."""
    size = len(names.listed)
    beside = namen is None or len(namen) == 1
    if beside and len(cells) != size and len(cells[0]) == size:
        cells = tuple(zip(*cells, strict=True))
    _same_length(place, len(cells), names)
    return cells


def _same_length(place: str, found: int, names: Names) -> None:
    size = len(names.listed)
    if found != size:
        raise InputError(place, count(found, "Zeile", "Zeilen"), f"{size}, eine je Name")


def _single(columns: Sequence[Sequence[Scalar]], place: str) -> Sequence[Scalar]:
    if len(columns) != 1:
        raise InputError(place, count(len(columns), "Spalte", "Spalten"), "eine Spalte")
    return columns[0]


def _numbers(cells: Rows, place: str, names: Names) -> list[float | None]:
    """A number or a blank a name."""
    rows = _by_name(cells, place, names)
    found: list[float | None] = []
    for name, cell in zip(names.listed, _single(list(zip(*rows, strict=True)), place), strict=True):
        if not isinstance(cell, float | None) or (cell is not None and not math.isfinite(cell)):
            raise InputError(f"{place}, {name}", literal(cell), "eine Zahl oder eine leere Zelle")
        found.append(cell)
    return found


def _shares(anteile: Any) -> list[float]:
    shares: list[float] = anteile.tolist()
    for position, share in enumerate(shares, 1):
        if not 0 <= share <= 1:
            raise InputError(f"anteile, Wert {position}", number(share), "eine Zahl von 0 bis 1")
    return shares


def _sample(
    namen: Rows, werte: Rows, verteilungen: Rows, ziehungen: float, saat: float, korrelation: Rows
) -> tuple[Names, chances.Sample]:
    """The names, and the plans of so many draws."""
    names, columns = _table(namen, werte)
    _whole("ziehungen", ziehungen, 1, chances.MOST_DRAWS)
    _whole("saat", saat, 0, chances.MOST_SEED)
    base = read_base(names, _single(columns, "werte"), "werte")
    spec = uncertain.read_spec(names, base, _by_name(verteilungen, "verteilungen", names))
    ranks = uncertain.read_ranks(names, spec, korrelation)
    return names, chances.sample(base, spec, int(ziehungen), int(saat), ranks)


def _whole(place: str, value: float, least: int, most: int) -> None:
    if value != int(value) or not least <= value <= most:
        raise InputError(place, number(value), f"eine ganze Zahl von {least} bis {number(most)}")
