"""Compares a workbook's formulas and names with those that its version was delivered with."""

from __future__ import annotations

from dataclasses import dataclass

from jcplan import delivered
from jcplan.cells import Area, Scalar, address, area_address, quote_sheet
from jcplan.delivered import Delivered, Formula
from jcplan.formula import same_formula, to_german
from jcplan.german import literal
from jcplan.port import Book

_Formulas = tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True)
class Deviation:
    """A delivered formula or name that is not there any more.

    Attributes:
        place: The cell, such as ``ELB!F8``.
        found: What stands there, German.
        expected: What belongs there, German.
    """

    place: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.place}: gefunden {self.found}, erwartet {self.expected}."


@dataclass(frozen=True)
class Reconciliation:
    """A workbook against what it was delivered with.

    Attributes:
        version: The version that the workbook is of.
        deviations: Every delivered formula or name that was typed over, changed or removed.
    """

    version: str
    deviations: tuple[Deviation, ...]


def reconcile(book: Book) -> Reconciliation:
    """A workbook against what it was delivered with, as it says itself."""
    expected = delivered.of(book.title, book.names(), book.read)
    return Reconciliation(expected.version, _deviations(_Present(book), expected))


class _Present:
    """A workbook's formulas, each sheet's asked for once."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._sheets: dict[str, tuple[Area, _Formulas]] = {}

    def formulas(self, sheet: str, wanted: tuple[Formula, ...]) -> _Formulas:
        """The formulas of a sheet from its first cell on, at least as far as the wanted ones reach."""
        used = Area(1, 1, max(f.area.bottom for f in wanted), max(f.area.right for f in wanted))
        known = self._sheets.get(sheet)
        if known is None or known[0].bottom < used.bottom or known[0].right < used.right:
            known = self._sheets[sheet] = used, self.book.formulas(sheet, used)
        return known[1]


def _deviations(present: _Present, expected: Delivered) -> tuple[Deviation, ...]:
    found = _names(present.book, expected)
    for sheet, formulas in expected.formulas.items():
        if sheet in present.book.sheets:
            cells = present.formulas(sheet, formulas) if formulas else ()
            found += [
                deviation for formula in formulas for deviation in _of_formula(present.book, sheet, cells, formula)
            ]
        else:
            found.append(Deviation(quote_sheet(sheet), "kein solches Blatt", f"das Blatt mit {len(formulas)} Formeln"))
    return tuple(found)


def _of_formula(book: Book, sheet: str, cells: _Formulas, wanted: Formula) -> list[Deviation]:
    """One deviation for the whole where nothing is left of it, else one a cell."""
    here = {at: cells[at[0] - 1][at[1] - 1] for at in wanted.area}
    strays = [at for at, text in here.items() if text is None or not same_formula(text, wanted.text)]
    first = wanted.area.top, wanted.area.left
    if not strays:
        return []
    if first in strays:
        return [_deviation(book, sheet, wanted.area, here[first], wanted)]
    if len(strays) == len(here) - 1 and not any(here[at] for at in strays):  # a program kept its first cell only
        found = f"die Formel nur noch in {address(*first)}"
        return [Deviation(_place(sheet, wanted.area), found, _expected(wanted))]
    return [_deviation(book, sheet, Area(*at, *at), here[at], wanted) for at in strays]


def _names(book: Book, expected: Delivered) -> list[Deviation]:
    """Delivered names that are missing or stand for other cells."""
    present = {name.casefold(): target for name, target in book.names().items()}
    deviations = []
    for name, target in expected.names.items():
        found = present.get(name.casefold())
        if found is None or not same_formula(found.removeprefix("="), target):
            deviations.append(Deviation(f"Name {name}", found or "keinen Eintrag", target))
    return deviations


def _deviation(book: Book, sheet: str, area: Area, found: str | None, wanted: Formula) -> Deviation:
    """A deviation with what stands there now."""
    value = book.read(sheet, Area(area.top, area.left, area.top, area.left))[0][0]
    return Deviation(_place(sheet, area), _found(found, value), _expected(wanted))


def _place(sheet: str, area: Area) -> str:
    return f"{quote_sheet(sheet)}!{area_address(area)}"


def _found(formula: str | None, value: Scalar) -> str:
    return literal(value) if formula is None else f"die Formel {to_german(formula)}"


def _expected(wanted: Formula) -> str:
    text = to_german(wanted.text)
    return f"die Matrixformel {{{text}}} über {area_address(wanted.area)}" if wanted.array else f"die Formel {text}"
