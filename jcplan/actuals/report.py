"""What a delivery brought: new figures, corrections of old ones, figures that were there already."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Final

from jcplan.actuals.line import Line
from jcplan.actuals.months import month_label, written_out
from jcplan.cells import Scalar
from jcplan.errors import InputError
from jcplan.formula import Uncomputed
from jcplan.german import count, number, percent, visible
from jcplan.model.fields import EURO, SHARE
from jcplan.model.teams import SUPPRESSED, Measure

Place = tuple[str, int, int]
"""Sheet, row and column of a cell."""

_SHOWN: Final = 10  # oddities of a kind
_LOGGED: Final = 20  # oddities, so that corrections find room beside them


@dataclass(frozen=True)
class Entry:
    """One figure of a delivery beside what its cell held before.

    Attributes:
        measure: What is counted.
        unit: The team's Kürzel, of money the instrument as ``I03 · Arbeitsgelegenheiten``, or ``gesamt``.
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
        return self._shown(self.before) if isinstance(self.before, float) else visible(str(self.before))

    @property
    def shown_after(self) -> str:
        """The figure, German."""
        return self._shown(self.after) if isinstance(self.after, float) else self.after

    def _shown(self, value: float) -> str:
        if self.measure.unit == EURO:
            return f"{number(value, 2)} €"
        return percent(value) if self.measure.unit == SHARE else number(value)

    def __str__(self) -> str:
        where = f"{self.measure.label}, {self.unit}, {month_label(self.month)}"
        return f"{where}: {self.shown_before} → {self.shown_after}"


@dataclass(frozen=True)
class Oddity:
    """What looks wrong though it can be read.

    Attributes:
        line: Where the figure stands.
        entry: The figure; of a missing month the next one.
        kind: What it has in common with others, German.
        reason: Why it looks wrong, German.
        missing: The month that is missing.
    """

    line: Line
    entry: Entry
    kind: str
    reason: str
    missing: dt.date | None = None

    @property
    def month(self) -> dt.date:
        """The month that looks wrong."""
        return self.missing or self.entry.month

    @property
    def value(self) -> float | str | None:
        """Its figure; None for a missing month."""
        return None if self.missing else self.entry.after

    def __str__(self) -> str:
        month = month_label(self.month)
        if not self.missing and (text := written_out(self.line.cells["monat"])):
            month += f" („{text}“)"
        figure = "kein Wert" if self.missing else self.entry.shown_after
        return f"{self.line.whole}: {self.entry.measure.label}, {self.entry.unit}, {month}: {figure}, {self.reason}"


@dataclass(frozen=True)
class ImportReport:
    """What a delivery brought.

    Attributes:
        files: Name, short hash of its content and what was recognised in it (German sentences) of each file.
        year: The plan's year.
        entries: All figures, in the files' order.
        written: Whether the workbook was written, or only looked at.
        oddities: What looks wrong, by kind.
        notes: What was recognised beyond a single file, German sentences.
        twice: How many figures stand in several files, alike in all.
        uncomputed: Formulas of the workbook that are left uncomputed.
    """

    files: tuple[tuple[str, str, tuple[str, ...]], ...]
    year: int
    entries: tuple[Entry, ...]
    written: bool
    oddities: tuple[Oddity, ...] = ()
    notes: tuple[str, ...] = ()
    twice: int = 0
    uncomputed: tuple[Uncomputed, ...] = ()

    @property
    def source(self) -> str:
        """The files' names."""
        return ", ".join(name for name, _, _ in self.files)

    @property
    def checksum(self) -> str:
        """Short hash of the content of all files; of one file its own."""
        sums = [checksum for _, checksum, _ in self.files]
        return sums[0] if len(sums) == 1 else hashlib.sha256(" ".join(sums).encode()).hexdigest()[:12]

    @property
    def recognised(self) -> list[str]:
        """What was recognised and what was not read, in sentences that name the file where there are several."""
        return [
            f"{name}: {note}" if len(self.files) > 1 else note for name, _, notes in self.files for note in notes
        ] + [*self.notes]

    @property
    def fingerprint(self) -> str:
        """Short hash of the files and of what they change."""
        changes = (f"{entry.place} {entry.before} {entry.after}" for entry in self.entries)
        return hashlib.sha256("\n".join((self.checksum, *changes)).encode()).hexdigest()[:12]

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
        text += f"; {self.suppressed} gesperrt (*)" if self.suppressed else ""
        return f"{text}; {self.twice} in mehreren Dateien gleich" if self.twice else text

    @property
    def odd(self) -> str:
        """How many oddities there are.

        >>> ImportReport((("Ist.csv", "", ()),), 2017, (), False).odd
        '0 Auffälligkeiten'
        """
        return count(len(self.oddities), "Auffälligkeit", "Auffälligkeiten")

    def oddities_text(self) -> Iterator[str]:
        """A line an oddity, the first of each kind."""
        for kind, found in groupby(self.oddities, key=lambda odd: odd.kind):
            lines = list(map(str, found))
            yield f"{kind}:"
            yield from (f"  {line}" for line in lines[:_SHOWN])
            if len(lines) > _SHOWN:
                yield f"  und {len(lines) - _SHOWN} weitere"

    @property
    def changes_text(self) -> str:
        """What was delivered, what looked wrong and was taken all the same, and each correction, in one line."""
        odd = []
        if self.oddities:
            more = len(self.oddities) - _LOGGED
            odd = [f"trotz {self.odd}: {self.oddities[0]}", *map(str, self.oddities[1:_LOGGED])]
            odd += [f"und {more} weitere Auffälligkeiten"] if more > 0 else []
        source = self.source
        if len(self.files) > 1:  # the log has one checksum for all
            source = ", ".join(f"{name} ({checksum})" for name, checksum, _ in self.files)
        return "; ".join((f"{source}: {self.outcome}", *odd, *map(str, self.corrections)))


class ImplausibleError(InputError):
    """A delivery looks wrong and nobody has said yet that it is right; nothing was written.

    Attributes:
        report: What it would bring.
    """

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        advice = "Bitte prüfen; stimmen die Zahlen, nimmt --trotzdem sie auf."
        super().__init__(report.source, report.odd, "Zahlen, die zum Plan und zu den anderen Monaten passen", advice)
        heading = f"{report.source}: {report.odd}, nichts geschrieben. {advice}"
        self.args = ("\n".join((heading, *report.oddities_text())),)
