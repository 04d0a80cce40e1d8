"""Compares what the engine computed with what LibreOffice shows, and asks the lists about the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from differential.compute import Outcome, Values
from differential.generate import Case

from jcplan.cells import CellError, Scalar

Predicate = Callable[[Outcome], bool]


@dataclass(frozen=True)
class Entry:
    """A kind of formulas that are left alone on purpose, or differ on purpose.

    Attributes:
        reason: Why.
        when: Whether a formula is of that kind, from its functions, operands and place alone.
        source: Where the difference between the programs is described.
    """

    reason: str
    when: Predicate
    source: str = ""


def same(case: Case, computed: Values, shown: Values) -> bool:
    """Whether the engine's values are LibreOffice's; in array formulas that one has no truth values, only 1 and 0."""
    if case.array is not None or case.has_single:
        computed = [float(value) if isinstance(value, bool) else value for value in computed]
    return all(map(equal, computed, shown))


def equal(first: Scalar, second: Scalar) -> bool:
    """Whether two cells show the same: numbers to 15 digits, zero exactly; types and error codes are the same.

    >>> equal(0.1 + 0.2, 0.3), equal(0.0, -2.8e-17), equal(0.0, -0.0), equal(1.0, True), equal(0.0, "")
    (True, False, True, False, False)
    """
    if isinstance(first, CellError) and isinstance(second, CellError):
        return first.code == second.code
    if type(first) is not float or type(second) is not float:
        return type(first) is type(second) and first == second
    return first == second or f"{first:.15g}" == f"{second:.15g}"


@dataclass
class Report:
    """What a run gave.

    Attributes:
        equal, left, known: How many formulas are equal, left alone, and differ as the list says.
        wrong: Formulas that differ, and no entry says so.
        unlisted: Formulas that are left alone, and no entry says why.
        matched: How many formulas each entry covers.
        spared: How many formulas of an entry's kind the engine computes as LibreOffice does all the same.
    """

    equal: int = 0
    left: int = 0
    known: int = 0
    wrong: list[Outcome] = field(default_factory=list)
    unlisted: list[Outcome] = field(default_factory=list)
    matched: Counter[str] = field(default_factory=Counter)
    spared: Counter[str] = field(default_factory=Counter)

    @property
    def formulas(self) -> int:
        """How many there were."""
        return self.equal + self.left + self.known + len(self.wrong) + len(self.unlisted)

    def counts(self) -> str:
        """One line."""
        return (
            f"{self.formulas} formulas: {self.equal} equal, {self.left} left alone, {self.known} known differences, "
            f"{len(self.unlisted)} left alone without a reason, {len(self.wrong)} different"
        )


def judge(outcomes: Sequence[Outcome], left: Sequence[Entry], known: Sequence[Entry]) -> Report:
    """Each formula is equal, left alone for a listed reason, different for a listed reason, or wrong."""
    report = Report()
    for outcome in outcomes:
        if isinstance(outcome.engine, str):
            entries = [entry for entry in left if entry.when(outcome)]
            report.matched.update(entry.reason for entry in entries)
            if entries:
                report.left += 1
            else:
                report.unlisted.append(outcome)
        elif same(outcome.case, outcome.engine, outcome.office):
            report.equal += 1
            report.spared.update(entry.reason for entry in (*left, *known) if entry.when(outcome))
        else:
            entries = [entry for entry in known if entry.when(outcome)]
            report.matched.update(entry.reason for entry in entries)
            if entries:
                report.known += 1
            else:
                report.wrong.append(outcome)
    return report


def line(outcome: Outcome) -> str:
    """A formula with both results, for people."""
    case = outcome.case
    place = f"{{{case.array[0]}x{case.array[1]}}}" if case.array else f"row {outcome.row}"
    engine = outcome.engine if isinstance(outcome.engine, str) else _shown(outcome.engine)
    return f"={case.formula.text}   {place}   engine: {engine}   LibreOffice: {_shown(outcome.office)}"


def _shown(values: Values) -> str:
    texts = [value.code if isinstance(value, CellError) else repr(value) for value in values]
    return texts[0] if len(set(texts)) == 1 else " ".join(texts)
