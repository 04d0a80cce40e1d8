"""The single changes with which relations hold that do not, and what else they change."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from jcplan.cells import Scalar, areas
from jcplan.core.verdict import CONTRADICTS
from jcplan.errors import InputError
from jcplan.formula.engine import Key
from jcplan.german import quantity
from jcplan.layout import pruefungen
from jcplan.model import Field, Model, places_field
from jcplan.model.fields import EURO, SHARE
from jcplan.model.groups import DECIMALS, plan_names
from jcplan.plan import compute
from jcplan.repair.nearest import Sides, nearest
from jcplan.repair.web import Part, Sheets, Trials, Web
from jcplan.sheet.relation import CLASH, GAP

_LAW: Final = frozenset({
    "Annahme_Planjahr", "Annahme_Ampel_gelb", "Annahme_KFA_Quote", "Annahme_Schluessel_U25", "Annahme_Schluessel_UE25",
    "Annahme_Mittel_vorlaeufig_Anteil",
})  # fmt: skip
"""Set by law or agreed once; nobody changes them to make figures fit."""
_GIVEN: Final = frozenset({
    "elb", "elb_gesamt", "iq_vorjahr", "iq_gesamt_vorjahr", "lzb_bestand", "verwaltungsbudget", "eingliederungsmittel",
})  # fmt: skip
"""What the plan starts from, by attribute: it may be printed wrongly, but is not planned, and so covers no target."""
_PAST: Final = re.compile("Vorjahr|Vorbindungen")
"""In the names of figures of the year before and of what is bound already, of which the same holds."""
_FAR: Final = 1e7
_SHOWN: Final = 3
"""Changes that a sentence lists."""
_SIDES: Final = (
    pruefungen.COMPUTED, pruefungen.PRINTED, pruefungen.PLACES, pruefungen.MARGIN, pruefungen.OBSTACLE, pruefungen.KIND,
)  # fmt: skip
"""Columns of what a verdict is made of, in the order of ``Sides``."""


@dataclass(frozen=True)
class Repair:
    """A single change with which a relation holds.

    Attributes:
        relation: The relation, by its position in the table of the sheet Prüfungen.
        field: The input.
        before: Its value.
        after: The value that it needs: the nearest one with its printed decimals.
        places: Decimals with which it is shown.
        then: Positions of the relations that would not hold any more.
    """

    relation: int
    field: Field
    before: float
    after: float
    places: int
    then: tuple[int, ...] = ()

    @property
    def size(self) -> float:
        """How large the change is, as a part of the value, or of the input's range where the value is 0."""
        change = abs(self.after - self.before)
        if self.before:
            return change / abs(self.before)
        width = self.field.range.high - self.field.range.low
        return change / width if width < _FAR else 1.0  # of nothing, on a scale without end

    def __str__(self) -> str:
        """The change in German: what is needed, what there is, of which input."""
        unit = self.field.unit
        apart = unit if unit in (SHARE, EURO) else ""  # stands with both figures
        places = max(self.places, 0)
        text = f"{quantity(self.after, apart, places)} statt {quantity(self.before, apart, places)}"
        return f"{text} ({self.field.label})" if apart or not unit else f"{text} {unit} ({self.field.label})"

    def said(self, labels: Sequence[str]) -> str:
        """Of which input it is, and what would not hold any more."""
        return self.field.label + self._then(labels)

    def _then(self, labels: Sequence[str]) -> str:
        return f", dann aber nicht mehr: {'; '.join(labels[at] for at in self.then)}" if self.then else ""

    def changed(self, labels: Sequence[str]) -> str:
        """The change, and what would not hold any more."""
        return f"{self}{self._then(labels)}"


def sentence(found: Sequence[Repair], labels: Sequence[str]) -> str:
    """The changes of one relation in a sentence.

    Args:
        found: At least one, the smallest first.
        labels: What the relations say, by their position.
    """
    texts = [each.changed(labels) for each in found[:_SHOWN]]
    if len(found) > _SHOWN:
        texts.append(f"{len(found) - _SHOWN} weitere")
    return f"So passt es: {'entweder ' * (len(texts) > 1)}{', oder '.join(texts)}."


@dataclass(frozen=True)
class Mended:
    """A relation that does not hold, and the changes with which it would.

    Attributes:
        relation: The relation, by its position in the table of the sheet Prüfungen.
        computed: Its computed figure, with the targets of today's inputs.
        printed: Its stated figure, likewise.
        repairs: The changes, the smallest first; those that make another relation contradict only where there is no
            other.
        unknown: Why they could not be found, German; else ``""``.
    """

    relation: int
    computed: float
    printed: float
    repairs: tuple[Repair, ...]
    unknown: str = ""


@dataclass(frozen=True)
class Checks:
    """What the workbook says of its relations, row by row.

    Attributes:
        outcomes: Whether it holds.
        kinds: What it says if it does not hold.
        labels: What has to hold.
        figures: Its computed and its stated figure.
    """

    outcomes: Sequence[str]
    kinds: Sequence[str]
    labels: Sequence[str]
    figures: Sequence[tuple[Scalar, Scalar]]

    @property
    def failing(self) -> list[int]:
        """The relations that contradict or are not covered, and say so themselves; the gravest first."""
        kinds = (CLASH, GAP)
        found = [at for at, outcome in enumerate(self.outcomes) if outcome == CONTRADICTS and self.kinds[at] in kinds]
        return sorted(found, key=lambda at: kinds.index(self.kinds[at]))


class Repairs:
    """Finds repairs.

    Args:
        sheets: The workbook with its delivered formulas.
        model: What the plan has.
        values: Its inputs' values by defined name.
        texts: Its texts by defined name.
        checks: What it says of its relations.
    """

    def __init__(
        self, sheets: Sheets, model: Model, values: Mapping[str, Scalar], texts: Mapping[str, Scalar], checks: Checks
    ) -> None:
        self._sheets, self._model, self._checks = sheets, model, checks
        self._values, self._texts = values, texts
        self._places = areas(sheets.names)
        sheet, area = self._places["Pruefung_Urteile"]
        self._rows = [[(sheet, row, column) for column in _SIDES] for row in range(area.top, area.bottom + 1)]
        attributes = plan_names(model.shape.gruppen)
        self._now: Mapping[Key, Scalar] = {}
        self._given = {name for name, (attribute, _) in attributes.items() if attribute in _GIVEN}
        self._of_plan = set(attributes)
        goals = (name for each in model.targets for name in (each.name, each.published_name))
        self._goals = frozenset(map(self._cell, goals))
        self._web = Web(sheets, {self._cell(field.name) for field in model.figures} | self._goals)

    def found(self, known: Collection[int] = ()) -> list[Mended]:
        """For every relation that does not hold the changes with which it would, the gravest relations first.

        Args:
            known: Relations that need not be asked.
        """
        failing = [at for at in self._checks.failing if at not in known]
        if not failing:
            return []
        levers = {at: tuple(self._levers(at)) for at in failing}
        parts = self._parts(levers)
        self._sheets.take(self._needed(levers, parts))
        self._trials = Trials(self._sheets, parts)
        self._now = self._written(self._values)
        still = (at for at in failing if self._fails(at, self._outcome(at)))
        return [self._of(at, levers[at]) for at in still]

    def resting_on(self, names: Iterable[str], *, targets: bool) -> list[int]:
        """The relations that rest on any of some inputs, or on any target if those count."""
        return self._reached({*map(self._cell, names), *(self._goals if targets else ())})

    def _fails(self, at: int, outcome: str) -> bool:
        return outcome == CONTRADICTS and self._checks.kinds[at] in (CLASH, GAP)

    # ---- levers

    def _levers(self, at: int) -> Iterator[Field]:
        """The inputs that a relation rests on and that can be changed."""
        for field in self._model.figures:
            known = isinstance(self._values.get(field.name), float)
            if known and self._reads(at, self._cell(field.name)) and not self._is_fixed(field, self._checks.kinds[at]):
                yield field

    def _is_fixed(self, field: Field, kind: str) -> bool:
        if field.options or field.unit == DECIMALS or field.name in _LAW:
            return True
        return kind == GAP and (field.name in self._given or _PAST.search(field.name) is not None)

    def _cell(self, name: str) -> Key:
        sheet, area = self._places[name]
        return sheet, area.top, area.left

    def _reads(self, at: int, cell: Key) -> bool:
        """Whether a relation rests on an input or a target."""
        return at in self._readers.get(cell, ())

    @cached_property
    def _readers(self) -> Mapping[Key, set[int]]:
        """The relations that rest on each input and each target."""
        found: dict[Key, set[int]] = {}
        for at, row in enumerate(self._rows):
            for cell in self._web.constants(row):
                found.setdefault(cell, set()).add(at)
        return found

    # ---- a relation

    def _of(self, at: int, levers: Sequence[Field]) -> Mended:
        """The changes with which one relation holds."""
        row = self._rows[at]
        now = {cell: self._now[cell] for cell in self._stale if self._reads(at, cell)}
        held = {self._cell(field.name): self._values[field.name] for field in levers}
        roots = {**held, **now}
        sides = _sides(self._trials.values(self._web.part(row, roots), row, roots))
        if not now and not sides.agrees_with(_sides([self._sheets.value(cell) for cell in row])):
            return Mended(at, sides.computed, sides.printed, (), "eine Formel auf dem Weg dorthin ist geändert")
        found = [repair for field in levers if (repair := self._by(at, sides, field)) is not None]
        alone = [repair for repair in found if not repair.then] or found
        alone.sort(key=lambda repair: (repair.size, repair.field.name))
        return Mended(at, sides.computed, sides.printed, tuple(alone))

    def _by(self, at: int, sides: Sides, field: Field) -> Repair | None:
        """The change of one input."""
        now = self._number(field.name)
        places = int(self._number(places_field(field).name)) if field.printed else field.places
        longer = field.unit == SHARE and not field.printed
        goals = [cell for cell in self._now if self._reads(at, cell)] if field.name in self._of_plan else []
        roots = {self._cell(field.name), *goals, *(cell for cell in self._stale if self._reads(at, cell))}
        part = self._web.part(self._rows[at], roots)

        def attempt(value: float) -> Sides:
            changed = self._changed(field, value, with_targets=bool(goals))
            if changed is None:
                return _NOTHING
            return _sides(self._trials.values(part, self._rows[at], {cell: changed[cell] for cell in roots}))

        result = nearest(attempt, sides, field, places, now, longer=longer)
        if result is None:
            return None
        changed = self._changed(field, result[0], with_targets=True)
        return None if changed is None else Repair(at, field, now, *result, self._worse(changed))

    def _changed(self, field: Field, value: float, *, with_targets: bool) -> Mapping[Key, Scalar] | None:
        """What is in the cells that change with an input; None where there is no plan."""
        targets: Mapping[Key, Scalar] = self._now
        if with_targets and field.name in self._of_plan:
            try:
                targets = self._written({**self._values, field.name: value})
            except InputError:
                return None
        return {**targets, self._cell(field.name): value}

    def _worse(self, changed: Mapping[Key, Scalar]) -> tuple[int, ...]:
        """The relations that contradict after a change and did not before."""
        outcomes = self._recomputed(changed)
        return tuple(
            at for at, outcome in outcomes.items() if self._fails(at, outcome) and self._outcome(at) != CONTRADICTS
        )

    def _recomputed(self, changed: Mapping[Key, Scalar]) -> dict[int, str]:
        """The outcomes of all relations that a change reaches."""
        roots = {cell: value for cell, value in changed.items() if not _same(value, self._sheets.value(cell))}
        reached = self._reached(roots)
        wanted = [cell for at in reached for cell in self._rows[at]]
        values = self._trials.values(self._web.part(wanted, roots), wanted, roots)
        width = len(_SIDES)
        return {at: _sides(values[n * width : (n + 1) * width]).verdict for n, at in enumerate(reached)}

    def _reached(self, cells: Iterable[Key]) -> list[int]:
        """The relations that rest on any of some cells."""
        return sorted(set[int]().union(*(self._readers.get(cell, ()) for cell in cells)))

    # ---- as a refresh would leave it

    def _outcome(self, at: int) -> str:
        """The outcome of a relation with the targets of today's inputs."""
        return self._anew.get(at, self._checks.outcomes[at])

    @cached_property
    def _anew(self) -> Mapping[int, str]:
        return self._recomputed(self._now) if self._stale else {}

    @cached_property
    def _stale(self) -> frozenset[Key]:
        """The targets' cells that a refresh would write."""
        return frozenset(cell for cell, value in self._now.items() if not _same(value, self._sheets.value(cell)))

    def _written(self, values: Mapping[str, Scalar]) -> Mapping[Key, Scalar]:
        """What the targets' cells hold after a refresh with some inputs' values.

        Raises:
            InputError: There is no plan.
        """
        found: dict[Key, Scalar] = {}
        for result in compute(self._model.read({**values, **self._texts})).targets.values():
            found[self._cell(result.target.name)] = result.exact
            found[self._cell(result.target.published_name)] = result.published
        return found

    def _number(self, name: str) -> float:
        value = self._sheets.value(self._cell(name))
        return float(value) if isinstance(value, int | float) else math.nan

    # ---- what is to be known

    def _parts(self, levers: Mapping[int, Sequence[Field]]) -> list[Part]:
        """What may be computed: all that an input reaches with the targets, or the targets alone."""
        names = {field.name for fields in levers.values() for field in fields}
        roots = [{self._cell(name), *(self._goals if name in self._of_plan else ())} for name in sorted(names)]
        roots.append(set(self._goals))
        return [self._web.part([cell for at in self._reached(each) for cell in self._rows[at]], each) for each in roots]

    def _needed(self, levers: Mapping[int, Sequence[Field]], parts: Iterable[Part]) -> frozenset[Key]:
        """All cells whose values count."""
        fields = {field.name: field for each in levers.values() for field in each}
        inputs = {self._cell(name) for name in fields}
        inputs |= {self._cell(places_field(field).name) for field in fields.values() if field.printed}
        relations = {*levers, *(at for part in parts for at in self._reached(part.roots))}
        rows = {cell for at in relations for cell in self._rows[at]}
        return frozenset(inputs | self._goals | rows).union(*(part.beside for part in parts))


_NOTHING: Final = Sides(math.nan, math.nan, math.nan, math.nan, "", "")


def _sides(values: Sequence[Scalar]) -> Sides:
    figures = [float(v) if isinstance(v, int | float) and not isinstance(v, bool) else math.nan for v in values[:4]]
    obstacle, kind = (str(value) if value else "" for value in values[4:])
    return Sides(figures[0], figures[1], figures[2], figures[3], obstacle, kind)


def _same(one: Scalar, other: Scalar) -> bool:
    """Whether a cell stays as it is; a target is written anew where it is another number."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return one == other
