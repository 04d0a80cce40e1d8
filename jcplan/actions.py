"""What the buttons do, once for all hosts: refresh the targets, check the workbook."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jcplan import __version__
from jcplan.cells import (
    LABEL_LIMIT,
    TEXT_LIMIT,
    Area,
    CellError,
    Rows,
    Scalar,
    absolute,
    address,
    quote_sheet,
    serial,
    text_fault,
    text_units,
)
from jcplan.core.verdict import FITS, OPEN
from jcplan.delivered import refuse_other_version
from jcplan.errors import InputError, several
from jcplan.formula import Uncomputed, uncomputed_text
from jcplan.german import literal, quantity
from jcplan.layout import fingerprint, protokoll, pruefungen, ziele
from jcplan.model import FIGURES, TARGETS, TEXTS, Field, Inputs, places_field, read_inputs
from jcplan.model.teams import ENTRIES
from jcplan.places import LAST_ROW, place_of, refuse_foreign_cells
from jcplan.plan import Plan, Result, compute
from jcplan.port import Book, Write
from jcplan.reconcile import Deviation, Reconciliation, reconcile

_SHOWN: Final = 10  # formulas that a message lists; all are in the checks
_VERDICTS = ("Pruefung_Urteile", "Pruefung_Ziele")


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
        return f"{self.label} ({self.name}): {self._shown(self.before)} → {self._shown(self.after)}"

    def _shown(self, value: float | str | None) -> str:
        """With the usual decimals, or more where the value has more; a year is no quantity."""
        if value is None:
            return "leer"
        if isinstance(value, str):
            return f"„{value}“"
        if self.unit == "Jahr":
            return f"{value:.0f}"
        usual = max(self.places, 2 if self.unit.startswith("%") else 0)
        exact = (n for n in range(usual, 12) if math.isclose(round(value, n), value, rel_tol=1e-12, abs_tol=1e-15))
        return quantity(value, self.unit, next(exact, usual + 3))


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
    """One relation with its verdict."""

    label: str
    computed: Scalar
    printed: Scalar
    unit: str
    verdict: str
    explanation: str

    @property
    def contradicts(self) -> bool:
        """Whether it cannot be (or has no verdict but an error)."""
        return self.verdict not in (FITS, OPEN)


@dataclass(frozen=True)
class CheckReport:
    """What the checks found. A formula that is left uncomputed is no finding, but the reader has to know."""

    relations: tuple[Checked, ...]
    targets: tuple[Checked, ...]
    formulas: Reconciliation
    errors: tuple[tuple[str, str], ...]
    uncomputed: tuple[Uncomputed, ...] = ()

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Formulas and names that are not the delivered ones any more."""
        return self.formulas.deviations

    @property
    def contradictions(self) -> tuple[Checked, ...]:
        """Relations that cannot be (or whose verdict is an error)."""
        return tuple(c for c in self.relations if c.contradicts)

    @property
    def outdated(self) -> tuple[Checked, ...]:
        """Targets that do not go with the sheets' results."""
        return tuple(c for c in self.targets if c.verdict != FITS)

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not (self.contradictions or self.outdated or self.deviations or self.errors)

    def text(self) -> str:
        """The report for a message box."""
        fitting, undecided = (sum(c.verdict == word for c in self.relations) for word in (FITS, OPEN))
        lines = [f"Prüfungen: {fitting} passen, Widersprüche: {len(self.contradictions)}, nicht prüfbar: {undecided}."]
        lines += [f"Widerspruch: {c.label}. {c.explanation}" for c in self.contradictions]
        if self.outdated:
            labels = "; ".join(c.label for c in self.outdated)
            lines.append(f"Ziele, die nicht zur Rechnung passen: {labels}. Bitte „Ziele aktualisieren“.")
        lines += [f"Formel geändert: {d}" for d in self.deviations]
        lines += [f"Fehler in {place}: {message}" for place, message in self.errors]
        lines += [uncomputed_text(self.uncomputed)] if self.uncomputed else []
        return "\n".join(lines)


# ---- inputs -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """The workbook's inputs: those that the plan computes from, and every figure by defined name."""

    inputs: Inputs[float]
    values: Mapping[str, float | str | None]


def _singles() -> tuple[tuple[Field, ...], list[tuple[str, str]]]:
    """The fields for places, and name and label of every input that is one cell."""
    places = tuple(places_field(field) for field in FIGURES if field.has_places)
    return places, [(field.name, field.label) for field in FIGURES + places] + list(TEXTS.items())


def input_cells(book: Book) -> Iterator[tuple[str, int, int, str]]:
    """Sheet, row, column and label of every cell that is read as an input.

    Raises:
        InputError: A name is missing.
    """
    for name, label in _singles()[1]:
        sheet, area = place_of(book, name)
        yield sheet, area.top, area.left, label
    for name, (label, _) in ENTRIES.items():
        sheet, area = place_of(book, name)
        for row, column in area:
            yield sheet, row, column, label


def inputs_of(book: Book) -> Figures:
    """The workbook's validated inputs.

    Raises:
        InputError: With the cell of each input that cannot be used.
    """
    values: dict[str, Scalar] = {}
    places: dict[str, str] = {}
    places_fields, singles = _singles()
    for name, label in singles:
        sheet, area = place_of(book, name)
        values[name] = book.read(sheet, Area(area.top, area.left, area.top, area.left))[0][0]
        places[name] = f"{quote_sheet(sheet)}!{address(area.top, area.left)} ({label})"
    errors: list[InputError] = []
    for name in TEXTS:
        text = values[name]
        if not isinstance(text, str) or not text.strip():
            errors.append(InputError(places[name], literal(text), "einen Text"))
        elif fault := text_fault(text, LABEL_LIMIT):
            errors.append(InputError(places[name], fault, f"höchstens {LABEL_LIMIT} Zeichen, ohne Steuerzeichen"))
    for field in places_fields:
        try:
            field.check(values[field.name], places[field.name])
        except InputError as error:
            errors.append(error)
    try:
        inputs = read_inputs(values, places.__getitem__)
    except InputError as error:
        errors.insert(0, error)
    errors += _team_errors(book)
    if errors:
        raise several(errors)
    return Figures(inputs, {f.name: _input(f, values[f.name]) for f in FIGURES})


def _team_errors(book: Book) -> list[InputError]:
    """What cannot be on the sheets Teams and Istwerte."""
    errors = []
    for name, (label, entry) in ENTRIES.items():
        sheet, area = place_of(book, name)
        for place, value in zip(area, (cell for row in book.read(sheet, area) for cell in row), strict=True):
            try:
                entry.check(value, f"{quote_sheet(sheet)}!{address(*place)} ({label})")
            except InputError as error:
                errors.append(error)
    return errors


# ---- refresh ----------------------------------------------------------------------------------


def refresh(book: Book, *, who: str, when: dt.datetime) -> RefreshReport:
    """„Ziele aktualisieren“: validate, compute, reconcile, write Ziele and one row of Protokoll.

    All or nothing: with a bad input nothing is written.

    Args:
        book: The workbook behind the port.
        who: Who did it, for the log.
        when: When, local time.

    Raises:
        InputError: An input cannot be used; the message names its cell.
    """
    refuse_other_version(book.title, book.names())
    for name in _VERDICTS:
        place_of(book, name)
    figures = inputs_of(book)
    plan = compute(figures.inputs)
    formulas = reconcile(book)
    results = plan.targets
    writes: list[Write] = []
    targets_changed: list[Change] = []
    for target in TARGETS:
        write, change = _target_write(book, results[target.name], plan, when)
        writes += [write] if write else []
        targets_changed += [change] if change else []
    basis_write, inputs_changed = _basis_write(book, figures)
    writes += [basis_write] if basis_write else []
    writes += _reconciled_write(book, len(formulas.deviations))
    report = RefreshReport(plan, tuple(inputs_changed), tuple(targets_changed), formulas)
    changes = report.changes_text
    if formulas.deviations:
        changes += "; geänderte Formeln: " + ", ".join(d.place for d in formulas.deviations)
    checksum = fingerprint(figures.values)
    writes.append(log_write(book, who=who, when=when, checksum=checksum, outcome=report.outcome, changes=changes))
    book.write(writes)
    return report


def _target_write(
    book: Book, result: Result[float], plan: Plan[float], when: dt.datetime
) -> tuple[Write | None, Change | None]:
    """The row of a target, if any of its figures is different, and the change of its published value."""
    target = result.target
    sheet, exact = place_of(book, target.name, column=ziele.EXACT)
    left = exact.left - (ziele.EXACT - ziele.BASELINE)
    area = Area(exact.top, left, exact.top, left + ziele.NOTE - ziele.BASELINE)
    refuse_foreign_cells(book, (sheet, area), target.name, target.published_name, *ziele.COLUMN_NAMES)
    beside = Area(exact.top, ziele.PUBLISHED, exact.top, ziele.PUBLISHED)
    if place_of(book, target.published_name) != (sheet, beside):
        found = f"den Bezug {book.names().get(target.published_name)}"
        raise InputError(f"Name {target.published_name}", found, f"{quote_sheet(sheet)}!{absolute(beside)}")
    old = book.read(sheet, area)[0]
    new = ziele.row_values(result, plan, serial(when.date(), book.day_zero), __version__)
    figures = [i for i in range(len(new)) if i + ziele.BASELINE not in (ziele.ADOPTED, ziele.VERSION)]
    if all(_same(old[i], new[i]) for i in figures):
        return None, None
    before, published = old[ziele.EXACT - ziele.BASELINE], old[ziele.PUBLISHED - ziele.BASELINE]
    label, change = f"{target.label}, {target.group}", None
    if not _same(published, result.published):
        places = result.places
        change = Change(label, target.name, _figure(published), result.published, target.unit, places)
    elif not _same(before, result.exact):
        change = Change(label, target.name, _figure(before), result.exact, target.unit, result.places + 2)
    return Write(sheet, area, (new,)), change


def _basis_write(book: Book, figures: Figures) -> tuple[Write | None, list[Change]]:
    """The figures that the targets rest on, and which of them changed since the last refresh."""
    sheet, area = place_of(book, ziele.BASIS_NAME)
    old = book.read(sheet, area)
    new = ziele.basis_values(figures.values)
    changes = [
        Change(field.label, field.name, _input(field, before), _input(field, after), field.unit, field.places)
        for field, (before,), (after,) in zip(FIGURES, old, new, strict=True)
        if not _same(before, after)
    ]
    return (Write(sheet, area, new) if changes else None), changes


def _reconciled_write(book: Book, deviations: int) -> list[Write]:
    """How many formulas are not the delivered ones; the sheets show it."""
    sheet, area = place_of(book, ziele.RECONCILED_NAME)
    same = _same(book.read(sheet, area)[0][0], float(deviations))
    return [] if same else [Write(sheet, area, ((float(deviations),),))]


def log_write(book: Book, *, who: str, when: dt.datetime, checksum: str, outcome: str, changes: str) -> Write:
    """The next row of Protokoll.

    Args:
        book: The workbook behind the port.
        who: Who did it.
        when: When, local time.
        checksum: Short hash of what it was done with.
        outcome: What was done, in a few words.
        changes: What changed, before → after; shortened to what a cell holds.

    Raises:
        InputError: The name cannot be written, or the log has no row left.
    """
    fault = text_fault(who, LABEL_LIMIT)
    if fault:
        raise InputError("Name im Protokoll", fault, f"höchstens {LABEL_LIMIT} Zeichen, ohne Steuerzeichen")
    last = max(book.last_row(protokoll.NAME), protokoll.HEADER_ROW)
    area = Area(protokoll.HEADER_ROW, protokoll.FIRST, last, protokoll.LAST)
    filled = [i for i, row in enumerate(book.read(protokoll.NAME, area)) if any(cell not in (None, "") for cell in row)]
    row = protokoll.HEADER_ROW + max(filled) + 1
    if row > LAST_ROW:
        where = f"eine Eintragung in Zeile {LAST_ROW}"
        raise InputError(protokoll.NAME, where, "eine freie Zeile darunter", "Bitte dort aufräumen.")
    if text_units(changes) > TEXT_LIMIT:
        room = TEXT_LIMIT if text_units(changes) == len(changes) else TEXT_LIMIT // 2
        changes = changes[: room - 2] + " …"
    stamp = serial(when, book.day_zero)
    cells: Rows = ((stamp, who, __version__, checksum, outcome, changes),)
    here = Area(row, protokoll.FIRST, row, protokoll.LAST)
    return Write(protokoll.NAME, here, cells, styled_like=protokoll.HEADER_ROW + 1)


def _same(first: Scalar, second: Scalar) -> bool:
    """Whether two cells hold the same; a blank is the same as an empty text, not as 0."""
    one, other = _figure(first), _figure(second)
    if one is not None and other is not None:
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    blank = (None, "")
    return first == second or (first in blank and second in blank)


def _input(field: Field, value: Scalar) -> float | str | None:
    """What an input holds: a number, one of its words, or nothing."""
    return (str(value) if value else None) if field.options else _figure(value)


def _figure(value: Scalar) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


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
    refuse_other_version(book.title, book.names())
    inputs_of(book)
    listed = tuple(
        (
            f"{quote_sheet(sheet)}!{address(row, column)}",
            f"{error.code}: {error.message}" if error.message else error.code,
        )
        for (sheet, row, column), error in sorted((errors or {}).items())
    )
    return CheckReport(
        relations=_checked(book, _VERDICTS[0]),
        targets=_checked(book, _VERDICTS[1]),
        formulas=reconcile(book),
        errors=listed,
        uncomputed=tuple(uncomputed),
    )


def contradictions(book: Book) -> tuple[Checked, ...]:
    """The relations that cannot be, as the sheet Prüfungen shows them."""
    return tuple(checked for checked in _checked(book, _VERDICTS[0]) if checked.contradicts)


def _checked(book: Book, name: str) -> tuple[Checked, ...]:
    sheet, area = place_of(book, name, column=pruefungen.VERDICT)
    rows = book.read(sheet, Area(area.top, 1, area.bottom, pruefungen.TEXT))
    return tuple(
        Checked(
            label=str(row[pruefungen.LABEL - 1] or ""),
            computed=row[pruefungen.COMPUTED - 1],
            printed=None if row[pruefungen.PRINTED - 1] == "" else row[pruefungen.PRINTED - 1],
            unit=str(row[pruefungen.UNIT - 1] or ""),
            verdict=str(row[pruefungen.VERDICT - 1] or ""),
            explanation=str(row[pruefungen.TEXT - 1] or ""),
        )
        for row in rows
    )
