"""Compares a workbook's formulas and names with those that the layout delivers."""

from __future__ import annotations

from dataclasses import dataclass

from jcplan.cells import Area, Scalar, area_address, quote_sheet
from jcplan.formula import same_formula, to_german
from jcplan.german import literal
from jcplan.layout import own_formulas, own_names
from jcplan.port import Book


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


def reconcile(book: Book) -> list[Deviation]:
    """Every delivered formula or name that was typed over, changed or removed."""
    deviations = _names(book)
    for sheet, formulas in own_formulas().items():
        if sheet not in book.sheets:
            deviations.append(
                Deviation(quote_sheet(sheet), "kein solches Blatt", f"das Blatt mit {len(formulas)} Formeln")
            )
            continue
        used = Area(1, 1, max(row for row, _ in formulas), max(column for _, column in formulas))
        present = book.formulas(sheet, used)
        for (row, column), cell in sorted(formulas.items()):
            whole = cell.array or Area(row, column, row, column)
            expected = cell.formula or ""
            found = present[row - 1][column - 1]
            if found is None or not same_formula(found, expected):
                deviations.append(_deviation(book, sheet, whole, found, expected, cell.array))
                continue
            for inner_row, inner_column in whole:
                inner = present[inner_row - 1][inner_column - 1] if (inner_row, inner_column) in used else found
                if inner is None or not same_formula(inner, expected):
                    place = Area(inner_row, inner_column, inner_row, inner_column)
                    deviations.append(_deviation(book, sheet, place, inner, expected, cell.array))
    return deviations


def _names(book: Book) -> list[Deviation]:
    """Delivered names that are missing or stand for other cells."""
    present = {name.casefold(): target for name, target in book.names().items()}
    deviations = []
    for name, target in own_names().items():
        found = present.get(name.casefold())
        if found is None or not same_formula(found.removeprefix("="), target):
            deviations.append(Deviation(f"Name {name}", found or "keinen Eintrag", target))
    return deviations


def _deviation(book: Book, sheet: str, area: Area, found: str | None, expected: str, array: Area | None) -> Deviation:
    """A deviation with what stands there now."""
    value = book.read(sheet, Area(area.top, area.left, area.top, area.left))[0][0]
    return Deviation(f"{quote_sheet(sheet)}!{area_address(area)}", _found(found, value), _expected(expected, array))


def _found(formula: str | None, value: Scalar) -> str:
    return literal(value) if formula is None else f"die Formel {to_german(formula)}"


def _expected(formula: str, array: Area | None) -> str:
    text = to_german(formula)
    return f"die Matrixformel {{{text}}} über {area_address(array)}" if array else f"die Formel {text}"
