"""What a delivery brought: new figures, corrections of old ones, figures that were there already."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from jcplan.actuals.entries import month_label
from jcplan.cells import Scalar
from jcplan.german import count, number
from jcplan.model.teams import SUPPRESSED, Measure

Place = tuple[str, int, int]
"""Sheet, row and column of a cell."""


@dataclass(frozen=True)
class Entry:
    """One figure of a delivery beside what its cell held before.

    Attributes:
        measure: What is counted.
        unit: The team's Kürzel, or ``gesamt``.
        month: First day of its month.
        place: Its cell.
        before: What the cell held.
        after: The figure, or ``*``.
    """

    measure: Measure
    unit: str
    month: dt.date
    place: Place
    before: Scalar
    after: float | str

    @property
    def is_new(self) -> bool:
        """Whether the cell was blank."""
        return self.before in (None, "")

    @property
    def is_correction(self) -> bool:
        """Whether the cell held something else."""
        return not self.is_new and self.before != self.after

    @property
    def shown_before(self) -> str:
        """What the cell held, German."""
        return number(self.before) if isinstance(self.before, float) else str(self.before)

    @property
    def shown_after(self) -> str:
        """The figure, German."""
        return number(self.after) if isinstance(self.after, float) else self.after

    def __str__(self) -> str:
        where = f"{self.measure.label}, {self.unit}, {month_label(self.month)}"
        return f"{where}: {self.shown_before} → {self.shown_after}"


@dataclass(frozen=True)
class ImportReport:
    """What a delivery brought.

    Attributes:
        source: Name of the file.
        checksum: Short hash of its content.
        year: The plan's year.
        entries: All its figures, in the file's order.
        written: Whether the workbook was written, or only looked at.
    """

    source: str
    checksum: str
    year: int
    entries: tuple[Entry, ...]
    written: bool

    @cached_property
    def new(self) -> tuple[Entry, ...]:
        """Figures whose cells were blank."""
        return tuple(entry for entry in self.entries if entry.is_new)

    @cached_property
    def corrections(self) -> tuple[Entry, ...]:
        """Figures that replace others, by month."""
        return tuple(sorted((e for e in self.entries if e.is_correction), key=lambda e: (e.month, e.place)))

    @property
    def unchanged(self) -> int:
        """How many figures the workbook had already."""
        return len(self.entries) - len(self.new) - len(self.corrections)

    @property
    def suppressed(self) -> int:
        """How many figures the statistics do not publish."""
        return sum(entry.after == SUPPRESSED for entry in self.entries)

    def new_by_month(self) -> dict[dt.date, Counter[str]]:
        """How many new figures each month brought, by the measure's key."""
        months: dict[dt.date, Counter[str]] = {}
        for entry in sorted(self.new, key=lambda e: e.month):
            months.setdefault(entry.month, Counter())[entry.measure.key] += 1
        return months

    @property
    def outcome(self) -> str:
        """One German sentence without its full stop."""
        text = (
            f"{count(len(self.entries), 'Wert', 'Werte')}, davon {len(self.new)} neu, "
            f"{len(self.corrections)} berichtigt, {self.unchanged} unverändert"
        )
        return f"{text}; {self.suppressed} gesperrt (*)" if self.suppressed else text

    @property
    def changes_text(self) -> str:
        """What was delivered and each correction, in one line."""
        return "; ".join((f"{self.source}: {self.outcome}", *map(str, self.corrections)))
