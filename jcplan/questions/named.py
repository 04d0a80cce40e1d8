"""The plan's inputs by defined name, and the plans that columns of them make."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any, Final, cast

import numpy as np

from jcplan.cells import Scalar
from jcplan.core.inputs import Inputs
from jcplan.core.rounding import rounded
from jcplan.core.value import Value
from jcplan.errors import InputError, several
from jcplan.german import literal
from jcplan.model import Model, Shape, places_field
from jcplan.model.fields import PUBLISHED, Field
from jcplan.model.groups import DECIMALS, input_name, plan_inputs, plan_names
from jcplan.model.shape import MOST, MOST_TEAMS
from jcplan.plan import Plan, Result, compute, smooth

LEFT_BLANK: Final = "–"
"""What stands in a column of a scenario where an input is to be blank."""
_DASHES: Final = (LEFT_BLANK, "-", "−", "—")
_UNLESS_GIVEN: Final = {"zugang": 0.0, "zugang_ab_monat": 1.0}
_USUAL_DECIMALS: Final = 3.0
_MAY_LACK: Final = ("elb_gesamt", "iq_gesamt_vorjahr")
"""Needed only where a group's figure follows from it."""
_GROUP: Final = re.compile(r"Annahme_G(\d)_")
_BLANK: Final = "eine leere Zelle"
_PLAIN: Final = {float, type(None)}


@dataclass(frozen=True)
class Names:
    """A list of inputs' names.

    Attributes:
        listed: As they were given, None for a blank.
        groups: How many groups they are of.
        rows: Position in the list of every name of which the plan is computed.
    """

    listed: tuple[str | None, ...]
    groups: int
    rows: Mapping[str, int]

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """Names of the plan's targets in the order of the sheet Ziele."""
        return target_names(self.groups)


@lru_cache(maxsize=64)
def read_names(listed: tuple[str | None, ...]) -> Names:
    """A list of inputs' names; of those that no target is computed from nothing is taken.

    Args:
        listed: The names; None for a row without.

    Raises:
        InputError: A name is no input's, or comes twice.
    """
    groups = max((int(match[1]) for name in listed if name and (match := _GROUP.match(name))), default=1)
    chain, known, rows = plan_names(groups), _inputs_of_workbooks(), dict[str, int]()
    for row, name in enumerate(listed):
        place = f"namen, Wert {row + 1}" if len(listed) > 1 else "namen"
        if name is None:
            continue
        if name not in known:
            raise unknown(place, name, known, "den Namen einer Eingabe, zum Beispiel Annahme_ELB_gesamt")
        if name in listed[:row]:
            raise InputError(place, f"{literal(name)} zum zweiten Mal", "jeden Namen einmal")
        if name in chain:
            rows[name] = row
    return Names(listed, groups, rows)


@cache
def _inputs_of_workbooks() -> frozenset[str]:
    """Names of all inputs that workbooks of any shape have."""
    model = Model(Shape(teams=(MOST_TEAMS,), **MOST))
    figures = model.figures
    beside = (places_field(each).name for each in figures if each.printed)
    labels = (each.label_name for each in figures if each.renamable)
    return frozenset((*(each.name for each in figures), *beside, *labels, *model.texts))


def unknown(place: str, name: object, known: Collection[str], expected: str) -> InputError:
    """The error for a name that there is not; it says which one may be meant."""
    close = difflib.get_close_matches(str(name), known, n=1, cutoff=0.8)
    return InputError(place, literal(name), expected, f"Meinten Sie {close[0]}?" if close else "")


@cache
def target_names(groups: int) -> tuple[str, ...]:
    """Names of the targets of a plan in the order of the sheet Ziele.

    Args:
        groups: How many groups there are.

    >>> target_names(1)[:3]
    ('Ziel_ELB_gesamt', 'Ziel_ELB_G1', 'Ziel_IQ_G1')
    """
    return tuple(target.name for target in Model(Shape(gruppen=groups)).targets)


@dataclass(frozen=True)
class Wanted:
    """A target that is asked for: exact or as published.

    Attributes:
        base: The target's name.
        published: Whether its published value is asked for.
    """

    base: str
    published: bool

    def of(self, plan: Plan[Any]) -> Any:
        """Its value, or its values, in a plan."""
        result = self.result(plan)
        return result.published if self.published else result.exact

    def result(self, plan: Plan[Any]) -> Result[Any]:
        """The target with all that is known of it."""
        return plan.targets[self.base]


def wanted(name: Scalar, groups: int, place: str = "ziel") -> Wanted:
    """The target of a name.

    Args:
        name: ``Ziel_…``, perhaps with ``_veroeffentlicht``.
        groups: How many groups the plan has.
        place: Where the name stands, for messages.

    Raises:
        InputError: There is no such target.

    >>> wanted("Ziel_LZB_veroeffentlicht", 2)
    Wanted(base='Ziel_LZB', published=True)
    """
    known = target_names(groups)
    base = name.removesuffix(PUBLISHED) if isinstance(name, str) else ""
    if base not in known:
        names = [each + end for each in known for end in ("", PUBLISHED)]
        raise unknown(place, name, names, "den Namen eines Ziels, zum Beispiel Ziel_IQ_gesamt")
    return Wanted(base, name != base)


# ---- columns ----------------------------------------------------------------------------------


def is_dash(cell: Scalar) -> bool:
    """Whether a cell says that an input is to be blank.

    >>> is_dash("–"), is_dash(None), is_dash("x")
    (True, False, False)
    """
    return isinstance(cell, str) and cell.strip() in _DASHES


def read_column(names: Names, cells: Sequence[Scalar], first: Sequence[Scalar] = ()) -> dict[str, float]:
    """The numbers of a column of values by name, without those that are blank.

    Args:
        names: Whose values they are.
        cells: The column.
        first: The column whose value stands for a blank one.

    Raises:
        InputError: A text, or a truth value.
    """
    found: dict[str, float] = {}
    errors: list[InputError] = []
    for name, row in names.rows.items():
        value = cells[row]
        if value is None and first:
            value = first[row]
        if type(value) is float and math.isfinite(value):
            found[name] = value
        elif value is not None and not is_dash(value):
            errors.append(InputError(name, literal(value), "eine Zahl"))
    if errors:
        raise several(errors)
    return found


def make_inputs(values: Mapping[str, Value], groups: int) -> Inputs[Any]:
    """The plan's inputs.

    Args:
        values: The numbers that are not blank by name: floats, or arrays with an entry a plan; decimals are floats.
        groups: How many groups there are.

    Raises:
        InputError: What is given does not make a plan.
    """
    usual = dict.fromkeys(decimals(groups), _USUAL_DECIMALS)
    given = {"Annahme_Planjahr": 2000.0, **usual, **values}
    if errors := [*_wrong_decimals(given, groups), *_missing(given, groups)]:
        raise several(errors)
    return plan_inputs(given, {}, groups, str)


@cache
def decimals(groups: int) -> Mapping[str, Field]:
    """The inputs that say with how many decimals a rate is published, by name.

    >>> list(decimals(1))
    ['Annahme_G1_IQ_Nachkommastellen', 'Annahme_IQ_Nachkommastellen']
    """
    return {each.name: each for each in Model(Shape(gruppen=groups)).inputs if each.unit == DECIMALS}


def _wrong_decimals(values: Mapping[str, Value], groups: int) -> Iterator[InputError]:
    for name, field in decimals(groups).items():
        try:
            field.check(cast("float", values[name]), name)
        except InputError as error:
            yield error


def _missing(values: Mapping[str, Value], groups: int) -> Iterator[InputError]:
    """Inputs that are blank and must not be."""
    for name in _needed(groups):
        if name not in values:
            yield InputError(name, _BLANK, "eine Zahl")
    all_stocks, all_rates = (input_name(each, None) for each in _MAY_LACK)
    for number in range(groups):
        stock, earlier, raised = (input_name(each, number) for each in ("elb", "iq_vorjahr", "iq_steigerung"))
        if stock not in values and all_stocks not in values:
            yield InputError(all_stocks, _BLANK, f"eine Zahl, denn auch {stock} ist leer")
        if raised in values and earlier not in values and all_rates not in values:
            yield InputError(all_rates, _BLANK, f"eine Quote, denn auch {earlier} ist leer")


@cache
def _needed(groups: int) -> tuple[str, ...]:
    """Names that must have a value in every plan."""
    names = plan_names(groups).items()
    return tuple(
        name
        for name, (attribute, position) in names
        if attribute == "veraenderung" or (position is None and attribute not in (*_MAY_LACK, "iq_nachkommastellen"))
    )


@dataclass(frozen=True)
class Outcomes:
    """What columns of values give.

    Attributes:
        exact: A row a target, a column a plan; NaN where the plan cannot be.
        published: The same as published.
        reasons: Why a plan cannot be, ``""`` for one that can.
    """

    exact: np.ndarray[Any, np.dtype[np.float64]]
    published: np.ndarray[Any, np.dtype[np.float64]]
    reasons: tuple[str, ...]


def outcomes(names: Names, columns: Sequence[Sequence[Scalar]]) -> Outcomes:
    """The targets of columns of values; a blank in a further column is the value of the first.

    Args:
        names: Whose values they are.
        columns: A plan each.
    """
    shape = (len(names.targets), len(columns))
    found = _Found(names, np.full(shape, np.nan), np.full(shape, np.nan), [""] * len(columns))
    if (values := _all_alike(names, columns)) is not None:
        found.add(range(len(columns)), values)
        return Outcomes(found.exact, found.published, tuple(found.reasons))
    alike: dict[tuple[Any, ...], list[tuple[int, dict[str, float]]]] = {}
    places = decimals(names.groups)
    for number, cells in enumerate(columns):
        try:
            column = read_column(names, cells, columns[0] if number else ())
        except InputError as error:
            found.reasons[number] = str(error)
            continue
        structure = (*column, *(column[name] for name in places if name in column))
        alike.setdefault(structure, []).append((number, column))
    for together in alike.values():
        rows = [column for _, column in together]
        found.add([number for number, _ in together], {name: [row[name] for row in rows] for name in rows[0]})
    return Outcomes(found.exact, found.published, tuple(found.reasons))


def _all_alike(names: Names, columns: Sequence[Sequence[Scalar]]) -> dict[str, list[float]] | None:
    """The numbers of all columns by name, if the same inputs are blank in all of them; None if they are not."""
    rows, values = list(zip(*columns, strict=True)), dict[str, list[float]]()
    places = decimals(names.groups)
    for name, row in names.rows.items():
        cells = rows[row]
        first, kinds = cells[0], set(map(type, cells))
        if first is None and len(kinds) == 1:
            continue
        if type(first) is not float or not kinds <= _PLAIN:
            return None
        values[name] = column = cast("list[float]", [first if cell is None else cell for cell in cells])
        if not math.isfinite(sum(column)) or (name in places and len(set(column)) > 1):
            return None
    return values


@dataclass
class _Found:
    """What some columns give so far."""

    names: Names
    exact: np.ndarray[Any, np.dtype[np.float64]]
    published: np.ndarray[Any, np.dtype[np.float64]]
    reasons: list[str]

    def add(self, numbers: Sequence[int], values: Mapping[str, list[float]]) -> None:
        """Compute the plans of some columns in which the same inputs are blank and the decimals are the same.

        Args:
            numbers: Which columns they are.
            values: Their numbers by name, without those that are blank.
        """
        given: dict[str, Value] = {name: row[0] for name, row in values.items()}
        different = {name: np.array(row) for name, row in values.items() if row.count(row[0]) < len(row)}
        one = next((name for name in values if name not in decimals(self.names.groups)), None)
        if not different and one:
            different[one] = np.array(values[one])  # so that they are many plans, though alike
        try:
            plan = compute(make_inputs({**given, **different}, self.names.groups))
        except InputError as error:
            for number in numbers:
                self.reasons[number] = str(error)
            return
        good = plan.possible
        for at in np.flatnonzero(~good).tolist():
            self.reasons[numbers[at]] = reason(plan, at)
        here = np.array(numbers)[good]
        results = [plan.targets[name] for name in self.names.targets]
        exact = np.array([result.exact for result in results])[:, good]
        published, places = np.empty_like(exact), np.array([result.places for result in results])
        for each in set(places.tolist()):  # one call for many numbers takes hardly longer than one for a few
            rows = places == each
            published[rows] = rounded(exact[rows], each)
        self.exact[:, here], self.published[:, here] = exact, published


def reason(plan: Plan[Any], at: int) -> str:
    """Why one of many plans cannot be; ``""`` if it can."""
    errors = [
        problem.error(input_name(problem.field, problem.gruppe), (at,))
        for problem in plan.problems
        if np.asarray(problem.where)[at]
    ]
    return " ".join(map(str, errors))


# ---- one plan to ask ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Base:
    """One plan by the names of its inputs, and any number of others that differ from it in some of them.

    Attributes:
        groups: How many groups there are.
        values: The numbers that are not blank by name.
    """

    groups: int
    values: Mapping[str, float]

    def inputs(self, changed: Mapping[str, Value] | None = None) -> Inputs[Any]:
        """The plan's inputs, some of them others: floats, or arrays with an entry a plan.

        Raises:
            InputError: What is given does not make a plan.
        """
        return make_inputs({**self.values, **(changed or {})}, self.groups)

    def plans(self, changed: Mapping[str, Value] | None = None) -> Plan[Any]:
        """The plan, or the plans, as they are published."""
        return compute(self.inputs(changed))

    def smooth(self, changed: Mapping[str, Value] | None = None) -> Plan[Any]:
        """The same without any rounding on the way, judged by nobody."""
        return smooth(self.inputs(changed))

    def used(self, target: Wanted) -> frozenset[str]:
        """Names of the inputs from which a target is computed, whatever their values.

        One plan an input, in which it is no number: that is what comes out where it is used.
        """
        names = [name for name in self.values if name not in decimals(self.groups)]
        probes = {
            name: np.where(np.arange(len(names)) == number, math.nan, self.values[name])
            for number, name in enumerate(names)
        }
        found = np.isnan(Wanted(target.base, published=False).of(self.smooth(probes)))
        return frozenset(name for name, lost in zip(names, found, strict=True) if lost)


def read_base(names: Names, cells: Sequence[Scalar], place: str = "") -> Base:
    """The plan of one column of values.

    Args:
        names: Whose values they are.
        cells: The column.
        place: What the column is called, for messages.

    Raises:
        InputError: It makes no plan.
    """
    try:
        base = Base(names.groups, _completed(read_column(names, cells), names.groups))
        base.plans()
    except InputError as error:
        raise (error.at(f"{place}, {error.place}") if place and "\n" not in str(error) else error) from None
    return _with_its_own_total(base)


def open_base(names: Names, cells: Sequence[Scalar]) -> Base:
    """The same without a look at whether the plan can be: something in it may be about to change.

    Raises:
        InputError: A text where a number belongs.
    """
    return _with_its_own_total(Base(names.groups, _completed(read_column(names, cells), names.groups)))


def all_stocks_given(base: Base) -> bool:
    """Whether no group is the rest of the total, which then is their sum."""
    return all(input_name("elb", number) in base.values for number in range(base.groups))


def _with_its_own_total(base: Base) -> Base:
    """The same plan without a total that says what the groups say: where one of them moves, it moves along."""
    if not all_stocks_given(base):
        return base
    total = input_name("elb_gesamt", None)
    return Base(base.groups, {name: value for name, value in base.values.items() if name != total})


def _completed(values: Mapping[str, float], groups: int) -> dict[str, float]:
    """With what counts where a cell is blank, so that it can be changed as any other."""
    unless = {
        input_name(attribute, number): value for number in range(groups) for attribute, value in _UNLESS_GIVEN.items()
    }
    return {**unless, **dict.fromkeys(decimals(groups), _USUAL_DECIMALS), **values}


def is_published(value: float, places: int) -> bool:
    """Whether a number has no more decimals than a target is published with.

    >>> is_published(0.225, 3), is_published(0.2245, 3)
    (True, False)
    """
    return math.isclose(float(rounded(value, places)), value, rel_tol=1e-14, abs_tol=0.0)
