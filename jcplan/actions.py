"""What the buttons do, once for all hosts: refresh the targets, check the workbook."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

from jcplan import __version__
from jcplan.cells import Area, CellError, Rows, Scalar, address, parse_area, quote_sheet, split_reference
from jcplan.errors import InputError
from jcplan.german import quantity
from jcplan.layout import fingerprint, protokoll, pruefungen, ziele
from jcplan.model import INPUTS, PRINTED, TARGETS, Inputs, input_field, read_inputs
from jcplan.plan import Plan, Result, compute
from jcplan.port import Book, Write
from jcplan.reconcile import Deviation, reconcile

_CELL_LIMIT = 32_000  # a cell holds 32,767 characters


@dataclass(frozen=True)
class Change:
    """A figure that is different from the last refresh."""

    name: str
    before: float | None
    after: float
    unit: str
    places: int

    def __str__(self) -> str:
        before = "leer" if self.before is None else quantity(self.before, self.unit, self._places(self.before))
        return f"{self.name}: {before} → {quantity(self.after, self.unit, self._places(self.after))}"

    def _places(self, value: float) -> int:
        """The usual decimals; more where a typed value has more."""
        usual = max(self.places, 2 if self.unit.startswith("%") else 0)
        return next(
            (n for n in range(usual, 12) if math.isclose(round(value, n), value, rel_tol=1e-12, abs_tol=1e-15)),
            usual + 3,
        )


@dataclass(frozen=True)
class RefreshReport:
    """What „Ziele aktualisieren“ did."""

    plan: Plan
    inputs_changed: tuple[Change, ...]
    targets_changed: tuple[Change, ...]
    deviations: tuple[Deviation, ...]

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
            lines += [
                "",
                "Achtung, diese Formeln sind nicht mehr die gelieferten:",
                *(f"  {d}" for d in self.deviations),
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


@dataclass(frozen=True)
class CheckReport:
    """What the checks found."""

    relations: tuple[Checked, ...]
    targets: tuple[Checked, ...]
    deviations: tuple[Deviation, ...]
    errors: tuple[tuple[str, str], ...]

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        bad = [c for c in self.relations if c.verdict not in ("passt", "nicht prüfbar")] + [
            c for c in self.targets if c.verdict != "passt"
        ]
        return not (bad or self.deviations or self.errors)

    def text(self) -> str:
        """The report for a message box."""
        contradictions = [c for c in self.relations if c.verdict not in ("passt", "nicht prüfbar")]
        outdated = [c for c in self.targets if c.verdict != "passt"]
        fitting = sum(c.verdict == "passt" for c in self.relations)
        undecided = sum(c.verdict == "nicht prüfbar" for c in self.relations)
        lines = [f"{fitting} Prüfungen passen, {len(contradictions)} Widersprüche, {undecided} nicht prüfbar."]
        lines += [f"Widerspruch: {c.label}. {c.explanation}" for c in contradictions]
        if outdated:
            lines.append(
                "Ziele, die nicht zur Rechnung passen: "
                + "; ".join(c.label for c in outdated)
                + ". Bitte „Ziele aktualisieren“."
            )
        lines += [f"Formel geändert: {d}" for d in self.deviations]
        lines += [f"Fehler in {place}: {message}" for place, message in self.errors]
        return "\n".join(lines)


# ---- places -----------------------------------------------------------------------------------


def place_of(book: Book, name: str) -> tuple[str, Area]:
    """Sheet and area of a defined name.

    Raises:
        InputError: The name is missing, or it does not stand for cells of a sheet.
    """
    names = {known.casefold(): target for known, target in book.names().items()}
    target = names.get(name.casefold())
    advice = "Bitte den Namen im Namensmanager wiederherstellen oder mit „jcplan new“ eine neue Arbeitsmappe anlegen."
    if target is None:
        raise InputError(book.title, f"keinen definierten Namen {name}", "eine Planungsmappe mit diesem Namen", advice)
    sheet, rest = split_reference(target.removeprefix("="))
    area = parse_area(rest)
    known = {s.casefold(): s for s in book.sheets}
    if area is None or sheet.casefold() not in known:
        raise InputError(f"Name {name}", f"den Bezug {target}", "Zellen eines Blattes dieser Mappe", advice)
    return known[sheet.casefold()], area


def _cell_text(book: Book, name: str) -> str:
    """A name's cell for messages: ``Annahmen!C9 (ELB insgesamt, Ausgangsbestand)``."""
    sheet, area = place_of(book, name)
    return f"{quote_sheet(sheet)}!{address(area.top, area.left)} ({input_field(name).label})"


def inputs_of(book: Book) -> Inputs:
    """The workbook's validated inputs.

    Raises:
        InputError: With the cell of each input that cannot be used.
    """
    values: dict[str, Scalar] = {}
    for field in INPUTS + PRINTED:
        sheet, area = place_of(book, field.name)
        values[field.name] = book.read(sheet, Area(area.top, area.left, area.top, area.left))[0][0]
    return read_inputs(values, lambda name: _cell_text(book, name))


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
    inputs = inputs_of(book)
    plan = compute(inputs)
    deviations = tuple(reconcile(book))
    results = plan.targets
    writes: list[Write] = []
    targets_changed: list[Change] = []
    for target in TARGETS:
        write, change = _target_write(book, results[target.name], plan, when)
        writes += [write] if write else []
        targets_changed += [change] if change else []
    basis_write, inputs_changed = _basis_write(book, inputs)
    writes += [basis_write] if basis_write else []
    report = RefreshReport(plan, tuple(inputs_changed), tuple(targets_changed), deviations)
    writes.append(_log_write(book, report, who, when))
    book.write(writes)
    return report


def _target_write(book: Book, result: Result, plan: Plan, when: dt.datetime) -> tuple[Write | None, Change | None]:
    """The row of a target, if any of its figures is different, and the change of its published value."""
    target = result.target
    sheet, exact = place_of(book, target.name)
    left = exact.left - (ziele.EXACT - ziele.BASELINE)
    area = Area(exact.top, left, exact.top, left + ziele.NOTE - ziele.BASELINE)
    old = book.read(sheet, area)[0]
    new = ziele.row_values(result, plan, ziele.serial(when.date()), __version__)
    figures = [i for i in range(len(new)) if i + ziele.BASELINE not in (ziele.ADOPTED, ziele.VERSION)]
    if all(_same(old[i], new[i]) for i in figures):
        return None, None
    change = None
    before = old[ziele.EXACT - ziele.BASELINE]
    if not _same(before, result.exact):
        published = old[ziele.PUBLISHED - ziele.BASELINE]
        places = target.places
        if _same(published, result.published):
            published, after, places = before, result.exact, places + 2
        else:
            after = result.published
        change = Change(target.name, _figure(published), after, target.unit, places)
    return Write(sheet, area, (new,)), change


def _basis_write(book: Book, inputs: Inputs) -> tuple[Write | None, list[Change]]:
    """The inputs that the targets rest on, and which of them changed since the last refresh."""
    sheet, area = place_of(book, ziele.BASIS_NAME)
    old = book.read(sheet, area)
    new = ziele.basis_values(inputs)
    changes = [
        Change(field.name, _figure(before), float(after), field.unit, field.places)
        for field, (before,), (after,) in zip(INPUTS, old, new, strict=True)
        if not _same(before, after) and isinstance(after, int | float)
    ]
    return (Write(sheet, area, new) if changes else None), changes


def _log_write(book: Book, report: RefreshReport, who: str, when: dt.datetime) -> Write:
    last = max(book.last_row(protokoll.NAME), protokoll.HEADER_ROW)
    area = Area(protokoll.HEADER_ROW, protokoll.FIRST, last, protokoll.LAST)
    filled = [i for i, row in enumerate(book.read(protokoll.NAME, area)) if any(cell not in (None, "") for cell in row)]
    row = protokoll.HEADER_ROW + max(filled) + 1
    changes = report.changes_text
    if report.deviations:
        changes += "; geänderte Formeln: " + ", ".join(d.place for d in report.deviations)
    if len(changes) > _CELL_LIMIT:
        changes = changes[:_CELL_LIMIT] + " …"
    stamp = ziele.serial(when)
    cells: Rows = ((stamp, who, __version__, fingerprint(report.plan.inputs), report.outcome, changes),)
    here = Area(row, protokoll.FIRST, row, protokoll.LAST)
    return Write(protokoll.NAME, here, cells, styled_like=protokoll.HEADER_ROW + 1)


def _same(first: Scalar, second: Scalar) -> bool:
    """Whether two cells hold the same; a blank is the same as an empty text, not as 0."""
    one, other = _figure(first), _figure(second)
    if one is not None and other is not None:
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    blank = (None, "")
    return first == second or (first in blank and second in blank)


def _figure(value: Scalar) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


# ---- check ------------------------------------------------------------------------------------


def check(book: Book, errors: Mapping[tuple[str, int, int], CellError] | None = None) -> CheckReport:
    """„Prüfungen“: the verdicts of the sheet Prüfungen, the formula reconciliation, the errors in cells.

    Args:
        book: The workbook behind the port.
        errors: Error values by (sheet, row, column) with their German messages, where the host has them.

    Raises:
        InputError: An input cannot be used; the message names its cell.
    """
    inputs_of(book)
    listed = tuple(
        (
            f"{quote_sheet(sheet)}!{address(row, column)}",
            f"{error.code}: {error.message}" if error.message else error.code,
        )
        for (sheet, row, column), error in sorted((errors or {}).items())
    )
    return CheckReport(
        relations=_checked(book, "Pruefung_Urteile"),
        targets=_checked(book, "Pruefung_Ziele"),
        deviations=tuple(reconcile(book)),
        errors=listed,
    )


def _checked(book: Book, name: str) -> tuple[Checked, ...]:
    sheet, area = place_of(book, name)
    rows = book.read(sheet, Area(area.top, 2, area.bottom, pruefungen.TEXT))
    return tuple(
        Checked(
            label=str(row[0] or ""),
            computed=row[pruefungen.COMPUTED - 2],
            printed=None if row[pruefungen.PRINTED - 2] == "" else row[pruefungen.PRINTED - 2],
            unit=str(row[pruefungen.UNIT - 2] or ""),
            verdict=str(row[pruefungen.VERDICT - 2] or ""),
            explanation=str(row[pruefungen.TEXT - 2] or ""),
        )
        for row in rows
    )
