"""What the buttons do, once for all hosts: refresh the targets, check the workbook."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jcplan import __version__, mending
from jcplan.cells import Area, CellError, Scalar, absolute, address, quote_sheet, serial
from jcplan.core.verdict import CONTRADICTS, FITS, OPEN
from jcplan.errors import InputError
from jcplan.figures import Figures, as_figure, as_input, figures_of, input_places
from jcplan.formula import Uncomputed, uncomputed_text
from jcplan.german import quantity
from jcplan.layout import mappe, protokoll, pruefungen, ziele
from jcplan.log import log_place, log_write
from jcplan.model import Target
from jcplan.model.fields import YEAR
from jcplan.places import Index
from jcplan.plan import Plan, compute
from jcplan.port import Book, Place, Write, blocks
from jcplan.reconcile import Deviation, Reconciliation, reconcile
from jcplan.repair import Checks, Mended, Repair, sentence
from jcplan.sheet.relation import CLASH, FINDINGS, GAP
from jcplan.snapshot import Snapshot

_SHOWN: Final = 10  # formulas that a message lists; all are in the checks
_VERDICTS = ("Pruefung_Urteile", "Pruefung_Ziele")
_TARGET_TABLE = (*ziele.COLUMN_NAMES, ziele.BASIS_NAME, mappe.BASIS_NAMES_NAME, ziele.RECONCILED_NAME)
_Cells = dict[tuple[str, int, int], Scalar]


@dataclass(frozen=True)
class Change:
    """A figure that is different from the last refresh."""

    label: str
    name: str
    before: float | str | None
    after: float | str | None
    unit: str
    places: int

    def __str__(self) -> str:
        return f"{self.label} ({self.name}): {self.shown(self.before)} → {self.shown(self.after)}"

    def shown(self, value: float | str | None) -> str:
        """A value of it, as the log has it."""
        return shown(value, self.unit, self.places)


def shown(value: float | str | None, unit: str, places: int) -> str:
    """A figure as the log has it: with the usual decimals, or more where the value has more; a year is no quantity.

    Args:
        value: The figure, one of its words, or None for a blank.
        unit: Its unit.
        places: The usual decimals of the number in the cell.

    >>> shown(0.224, "%", 3), shown(0.2243331, "%", 3), shown(None, "Köpfe", 0), shown("nötig", "Auswahl", 0)
    ('22,4 %', '22,43331 %', 'leer', '„nötig“')
    """
    if value is None:
        return "leer"
    if isinstance(value, str):
        return f"„{value}“"
    if unit == YEAR:
        return f"{value:.0f}"
    usual = max(places, 2 if unit.startswith("%") else 0)
    exact = (n for n in range(usual, 12) if math.isclose(round(value, n), value, rel_tol=1e-12, abs_tol=1e-15))
    return quantity(value, unit, next(exact, usual + 3))


@dataclass(frozen=True)
class RefreshReport:
    """What „Ziele aktualisieren“ did."""

    plan: Plan[float]
    inputs_changed: tuple[Change, ...]
    targets_changed: tuple[Change, ...]
    formulas: Reconciliation

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Formulas and names that are not the delivered ones any more."""
        return self.formulas.deviations

    @property
    def outcome(self) -> str:
        """One German sentence."""
        count = len(self.targets_changed)
        if not count:
            return "Alle Ziele unverändert"
        return f"{count} Ziel geändert" if count == 1 else f"{count} Ziele geändert"

    @property
    def changes_text(self) -> str:
        """All changes in one line, old → new."""
        return "; ".join(map(str, self.inputs_changed + self.targets_changed)) or "keine Änderung"

    def text(self) -> str:
        """The report for a message box."""
        lines = [self.outcome + "."]
        if self.inputs_changed:
            lines += ["", "Geänderte Annahmen:", *(f"  {change}" for change in self.inputs_changed)]
        if self.targets_changed:
            lines += ["", "Geänderte Ziele:", *(f"  {change}" for change in self.targets_changed)]
        if self.deviations:
            more = len(self.deviations) - _SHOWN
            lines += [
                "",
                "Achtung, diese Formeln sind nicht mehr die gelieferten:",
                *(f"  {d}" for d in self.deviations[:_SHOWN]),
                *([f"  und {more} weitere; alle nennen die Prüfungen"] if more > 0 else []),
            ]
        return "\n".join(lines)


@dataclass(frozen=True)
class Checked:
    """One relation with its verdict; ``art`` is what it says if it does not hold, or where that is said already."""

    label: str
    computed: Scalar
    printed: Scalar
    unit: str
    verdict: str
    explanation: str
    art: str = CLASH

    @property
    def finding(self) -> str:
        """The verdict as the sheet words it: by its kind where it does not hold."""
        return self.art if self.verdict == CONTRADICTS and self.art != CLASH else self.verdict

    @property
    def contradicts(self) -> bool:
        """Whether it cannot be (or has no verdict but an error)."""
        return self.finding not in (FITS, OPEN) and (self.verdict != CONTRADICTS or self.art == CLASH)


@dataclass(frozen=True)
class CheckReport:
    """What the checks found. A formula that is left uncomputed is no finding, but the reader has to know."""

    relations: tuple[Checked, ...]
    targets: tuple[Checked, ...]
    formulas: Reconciliation
    errors: tuple[tuple[str, str], ...]
    uncomputed: tuple[Uncomputed, ...] = ()
    mended: tuple[Mended, ...] = ()

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Formulas and names that are not the delivered ones any more."""
        return self.formulas.deviations

    @property
    def contradictions(self) -> tuple[Checked, ...]:
        """Relations that cannot be (or whose verdict is an error)."""
        return tuple(c for c in self.relations if c.contradicts)

    @property
    def unsettled(self) -> tuple[Checked, ...]:
        """Relations that do not hold and are no contradictions: targets that the plan misses, ambitious ones."""
        return tuple(c for word in FINDINGS[1:] for c in self.relations if c.finding == word)

    @property
    def outdated(self) -> tuple[Checked, ...]:
        """Targets that do not go with the sheets' results."""
        return tuple(c for c in self.targets if c.verdict != FITS)

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        missed = any(c.finding == GAP for c in self.relations)
        return not (self.contradictions or missed or self.outdated or self.deviations or self.errors)

    @property
    def repairs(self) -> list[Repair]:
        """All single changes with which a relation would hold, the smallest first."""
        return sorted((each for found in self.mended for each in found.repairs), key=lambda repair: repair.size)

    def repair_of(self, checked: Checked) -> str:
        """What single changes a relation would hold with, in a sentence; ``""`` where none is known."""
        at, labels = self.relations.index(checked), [each.label for each in self.relations]
        return next(
            (sentence(each.repairs, labels) for each in self.mended if each.relation == at and each.repairs), ""
        )

    def text(self) -> str:
        """The report for a message box."""
        fitting, missed, undecided = (sum(c.finding == word for c in self.relations) for word in (FITS, GAP, OPEN))
        counts = f"Widersprüche: {len(self.contradictions)}, Ziele nicht gedeckt: {missed}, nicht prüfbar: {undecided}"
        lines = [f"Prüfungen: {fitting} passen, {counts}."]
        found = [("Widerspruch", c) for c in self.contradictions]
        found += [(f"{c.finding[0].upper()}{c.finding[1:]}", c) for c in self.unsettled]
        lines += [f"{word}: {c.label}. {c.explanation} {self.repair_of(c)}".rstrip() for word, c in found]
        if self.outdated:
            labels = "; ".join(c.label for c in self.outdated)
            lines.append(f"Ziele, die nicht zur Rechnung passen: {labels}. Bitte „Ziele aktualisieren“.")
        lines += [f"Formel geändert: {d}" for d in self.deviations]
        lines += [f"Fehler in {place}: {message}" for place, message in self.errors]
        lines += [uncomputed_text(self.uncomputed)] if self.uncomputed else []
        return "\n".join(lines)


# ---- refresh ----------------------------------------------------------------------------------


def refresh(book: Book, *, who: str, when: dt.datetime, reconciled: bool = False) -> RefreshReport:
    """„Ziele aktualisieren“: validate, compute, reconcile, write Ziele and one row of Protokoll.

    All or nothing: with a bad input nothing is written.

    Args:
        book: The workbook behind the port.
        who: Who did it, for the log.
        when: When, local time.
        reconciled: Whether every formula is known to be the delivered one.

    Raises:
        InputError: An input cannot be used; the message names its cell.
    """
    snapshot = Snapshot(book)
    snapshot.take(_wanted(snapshot))
    figures = figures_of(snapshot)
    formulas = Reconciliation(snapshot.delivered.version, ()) if reconciled else reconcile(book, snapshot)
    report, writes = refreshed(snapshot, figures, compute(figures.inputs), formulas, who=who, when=when)
    book.write(writes)
    return report


def _wanted(snapshot: Snapshot) -> Iterator[Place]:
    """Every area that a refresh reads."""
    index = snapshot.index
    for name in _VERDICTS:
        index.place(name)  # what a refresh says afterwards must be where it belongs
    for name in _TARGET_TABLE:
        yield index.place(name)
    for place, _ in input_places(snapshot):
        yield place
    yield index.place(pruefungen.CHANGES_NAME)
    yield _verdict_rows(index, _VERDICTS[0])
    yield log_place(index)


def refreshed(
    snapshot: Snapshot, figures: Figures, plan: Plan[float], formulas: Reconciliation, *, who: str, when: dt.datetime
) -> tuple[RefreshReport, list[Write]]:
    """What a refresh finds and what it has to write; asks for nothing.

    Args:
        snapshot: The workbook.
        figures: Its inputs.
        plan: The plan for them.
        formulas: Its formulas against those that it was delivered with.
        who: Who does it, for the log.
        when: When, local time.

    Raises:
        InputError: The table of targets or the log cannot be written.
    """
    cells, targets_changed = _target_cells(snapshot, plan, when)
    basis, inputs_changed = _basis_cells(snapshot, figures)
    cells |= _change_cells(snapshot, figures, [each.name for each in inputs_changed], targets=bool(cells))
    cells |= basis
    sheet, area = snapshot.index.place(ziele.RECONCILED_NAME)
    deviations = float(len(formulas.deviations))
    if not _same(snapshot.value(ziele.RECONCILED_NAME), deviations):
        cells[sheet, area.top, area.left] = deviations
    report = RefreshReport(plan, tuple(inputs_changed), tuple(targets_changed), formulas)
    changes = report.changes_text
    if formulas.deviations:
        changes += "; geänderte Formeln: " + ", ".join(d.place for d in formulas.deviations)
    checksum = protokoll.fingerprint(figures.values)
    log = log_write(snapshot, who=who, when=when, checksum=checksum, outcome=report.outcome, changes=changes)
    return report, [*blocks(cells), log]


def _target_cells(snapshot: Snapshot, plan: Plan[float], when: dt.datetime) -> tuple[_Cells, list[Change]]:
    """The cells of the targets of which any figure is different, and the changes of their published values."""
    index = snapshot.index
    columns = {column: index.place(name) for name, column in ziele.COLUMN_NAMES.items()}
    cells: _Cells = {}
    changes = []
    for result in plan.targets.values():
        target = result.target
        row = _target_row(index, target, columns)
        new = ziele.row_values(result, plan, serial(when.date(), snapshot.day_zero), __version__)
        old = {column: snapshot.rows((sheet, area))[row - area.top][0] for column, (sheet, area) in columns.items()}
        figures = [column for column in columns if column not in (ziele.WRITTEN, ziele.VERSION)]
        if all(_same(old[column], new[column - ziele.BASELINE]) for column in figures):
            continue
        for column, (sheet, area) in columns.items():
            cells[sheet, row, area.left] = new[column - ziele.BASELINE]
        before, published = old[ziele.EXACT], old[ziele.PUBLISHED_VALUE]
        label = f"{target.label}, {target.group}"
        if not _same(published, result.published):
            figure = as_figure(published)
            changes.append(Change(label, target.name, figure, result.published, target.unit, result.places))
        elif not _same(before, result.exact):
            figure = as_figure(before)
            changes.append(Change(label, target.name, figure, result.exact, target.unit, result.places + 2))
    return cells, changes


def _target_row(index: Index, target: Target, columns: Mapping[int, Place]) -> int:
    """The row of a target; all its cells are its own.

    Raises:
        InputError: One of its names stands outside of its column, or another name in its row.
    """
    (sheet, exact), (home, published) = columns[ziele.EXACT], columns[ziele.PUBLISHED_VALUE]
    row = index.place(target.name, column=exact.left)[1].top
    beside = Area(row, published.left, row, published.left)
    if index.place(target.published_name) != (home, beside):
        found = f"den Bezug {index.target(target.published_name)}"
        raise InputError(f"Name {target.published_name}", found, f"{quote_sheet(home)}!{absolute(beside)}")
    for name, column in ziele.COLUMN_NAMES.items():
        sheet, area = columns[column]
        cell = Area(row, area.left, row, area.left)
        if not area.top <= row <= area.bottom:
            found = f"die Zeile {row} außerhalb von {name} ({index.target(name)})"
            raise InputError(f"Name {target.name}", found, "eine Zeile der Tabelle der Ziele")
        index.refuse_foreign_cells((sheet, cell), target.name, target.published_name, name)
    return row


def _basis_cells(snapshot: Snapshot, figures: Figures) -> tuple[_Cells, list[Change]]:
    """The figures that the targets rest on as far as they changed since the last refresh, found by their names."""
    sheet, area = snapshot.index.place(ziele.BASIS_NAME)
    fields = {field.name: field for field in snapshot.model.figures}
    cells: _Cells = {}
    changes = []
    lines = zip(area, snapshot.named(mappe.BASIS_NAMES_NAME), snapshot.named(ziele.BASIS_NAME), strict=True)
    for (row, column), (name,), (before,) in lines:
        field = fields.get(str(name))
        if field is None:
            continue
        after = figures.values[field.name]
        if not _same(before, after):
            cells[sheet, row, column] = after
            old, new = as_input(field, before), as_input(field, after)
            changes.append(Change(field.label, field.name, old, new, field.unit, field.places))
    return cells, changes


def _change_cells(snapshot: Snapshot, figures: Figures, inputs: Collection[str], *, targets: bool) -> _Cells:
    """The cells of the single changes that remove contradictions, all in one write; none where they are the same."""
    sheet, area = snapshot.index.place(pruefungen.CHANGES_NAME)
    checks = _checks(_checked(snapshot, _VERDICTS[0]))
    before, after = snapshot.rows((sheet, area)), mending.changes(snapshot, figures, checks, inputs, targets=targets)
    pairs = zip((v for row in before for v in row), (v for row in after for v in row), strict=True)
    if all(_same(old, new) for old, new in pairs):
        return {}
    return {(sheet, *at): value for at, value in zip(area, (v for row in after for v in row), strict=True)}


def _same(first: Scalar, second: Scalar) -> bool:
    """Whether two cells hold the same; a blank is the same as an empty text, not as 0."""
    one, other = as_figure(first), as_figure(second)
    if one is not None and other is not None:
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    blank = (None, "")
    return first == second or (first in blank and second in blank)


# ---- check ------------------------------------------------------------------------------------


def check(
    book: Book,
    errors: Mapping[tuple[str, int, int], CellError] | None = None,
    uncomputed: Sequence[Uncomputed] = (),
) -> CheckReport:
    """„Prüfungen“: the verdicts of the sheet Prüfungen, the formula reconciliation, the errors in cells.

    Args:
        book: The workbook behind the port.
        errors: Error values by (sheet, row, column) with their German messages, where the host has them.
        uncomputed: Formulas that the host leaves uncomputed.

    Raises:
        InputError: An input cannot be used; the message names its cell.
    """
    snapshot = Snapshot(book)
    inputs = (place for place, _ in input_places(snapshot))
    verdicts = (_verdict_rows(snapshot.index, name) for name in _VERDICTS)
    snapshot.take((*inputs, *verdicts))
    figures = figures_of(snapshot)
    relations = _checked(snapshot, _VERDICTS[0])
    listed = tuple(
        (
            f"{quote_sheet(sheet)}!{address(row, column)}",
            f"{error.code}: {error.message}" if error.message else error.code,
        )
        for (sheet, row, column), error in sorted((errors or {}).items())
    )
    return CheckReport(
        relations=relations,
        targets=_checked(snapshot, _VERDICTS[1]),
        formulas=reconcile(book, snapshot),
        errors=listed,
        uncomputed=tuple(uncomputed),
        mended=tuple(mending.mended(snapshot, figures, _checks(relations))),
    )


def _checks(relations: Sequence[Checked]) -> Checks:
    """The relations as they are to be mended."""
    figures = [(each.computed, each.printed) for each in relations]
    return Checks([c.verdict for c in relations], [c.art for c in relations], [c.label for c in relations], figures)


def contradictions(book: Book) -> tuple[Checked, ...]:
    """The relations that cannot be, as the sheet Prüfungen shows them."""
    return contradictions_of(Snapshot(book))


def contradictions_of(snapshot: Snapshot) -> tuple[Checked, ...]:
    """The same, of a workbook of which something is known already."""
    snapshot.take([_verdict_rows(snapshot.index, _VERDICTS[0])])
    return tuple(checked for checked in _checked(snapshot, _VERDICTS[0]) if checked.contradicts)


def outdated(book: Book) -> tuple[Checked, ...]:
    """The targets that do not go with the sheets' results, as the sheet Prüfungen shows them."""
    return outdated_of(Snapshot(book))


def outdated_of(snapshot: Snapshot) -> tuple[Checked, ...]:
    """The same, of a workbook of which something is known already."""
    snapshot.take([_verdict_rows(snapshot.index, _VERDICTS[1])])
    return tuple(checked for checked in _checked(snapshot, _VERDICTS[1]) if checked.verdict != FITS)


def _verdict_rows(index: Index, name: str) -> Place:
    """The rows whose verdicts a name stands for."""
    sheet, area = index.place(name, column=pruefungen.PLACE[name])
    return sheet, Area(area.top, 1, area.bottom, pruefungen.OUTCOME)


def _checked(snapshot: Snapshot, name: str) -> tuple[Checked, ...]:
    rows = snapshot.rows(_verdict_rows(snapshot.index, name))
    return tuple(
        Checked(
            label=str(row[pruefungen.LABEL - 1] or ""),
            computed=row[pruefungen.COMPUTED - 1],
            printed=None if row[pruefungen.PRINTED - 1] == "" else row[pruefungen.PRINTED - 1],
            unit=str(row[pruefungen.UNIT - 1] or ""),
            verdict=str(row[pruefungen.PLACE[name] - 1] or ""),
            explanation=str(row[pruefungen.TEXT - 1] or ""),
            art=str(row[pruefungen.ART - 1] or CLASH),
        )
        for row in rows
    )
