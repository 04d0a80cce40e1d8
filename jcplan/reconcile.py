"""Compares a workbook's formulas and names with those that its version was delivered with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jcplan.cells import Area, Scalar, address, area_address, quote_sheet
from jcplan.delivered import Delivered, Formula
from jcplan.formula import same_formula, to_german
from jcplan.german import literal
from jcplan.port import Book, Formulas, Place, whole
from jcplan.snapshot import Snapshot


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


@dataclass(frozen=True)
class _Stray:
    """A delivered formula that is not there any more.

    Attributes:
        place: Where it belongs.
        found: The formula that stands in the first cell of it; None for a constant.
        wanted: The formula.
    """

    place: Place
    found: str | None
    wanted: Formula


def reconcile(book: Book, snapshot: Snapshot) -> Reconciliation:
    """A workbook against what it was delivered with.

    Args:
        book: The workbook, whose formulas are asked for.
        snapshot: What is known of it.
    """
    expected = snapshot.delivered
    found: list[Deviation | _Stray] = [*_names(snapshot, expected)]
    present = _present(book, expected, snapshot.sheets)
    for sheet, formulas in expected.formulas.items():
        if sheet in present:
            found += [stray for formula in formulas for stray in _of_formula(present[sheet], sheet, formula)]
        else:
            found.append(Deviation(quote_sheet(sheet), "kein solches Blatt", f"das Blatt mit {len(formulas)} Formeln"))
    return Reconciliation(expected.version, _with_values(snapshot, found))


def _present(book: Book, expected: Delivered, sheets: Sequence[str]) -> dict[str, Formulas]:
    """The formulas of the delivered sheets that are there, from the first cell as far as the delivered ones reach."""
    places = []
    for sheet, formulas in expected.formulas.items():
        if sheet in sheets:
            bottom, right = (
                max((f.area.bottom for f in formulas), default=1),
                max((f.area.right for f in formulas), default=1),
            )
            places.append((sheet, Area(1, 1, bottom, right)))
    found = zip(places, book.formulas(places), strict=True)
    return {sheet: whole(formulas, area) for (sheet, area), formulas in found}


def _of_formula(present: Formulas, sheet: str, wanted: Formula) -> Sequence[Deviation | _Stray]:
    """One deviation for the whole where nothing is left of it, else one a cell."""
    here = {at: present[at[0] - 1][at[1] - 1] for at in wanted.area}
    strays = [at for at, text in here.items() if text is None or not same_formula(text, wanted.text)]
    first = wanted.area.top, wanted.area.left
    if not strays:
        return []
    if first in strays:
        return [_Stray((sheet, wanted.area), here[first], wanted)]
    if len(strays) == len(here) - 1 and not any(here[at] for at in strays):  # a program kept its first cell only
        found = f"die Formel nur noch in {address(*first)}"
        return [Deviation(_place(sheet, wanted.area), found, _expected(wanted))]
    return [_Stray((sheet, Area(*at, *at)), here[at], wanted) for at in strays]


def _names(snapshot: Snapshot, expected: Delivered) -> list[Deviation]:
    """Delivered names that are missing or stand for other cells."""
    present = {name.casefold(): target for name, target in snapshot.names.items()}
    deviations = []
    for name, target in expected.names.items():
        found = present.get(name.casefold())
        if found is None or not same_formula(found.removeprefix("="), target):
            deviations.append(Deviation(f"Name {name}", found or "keinen Eintrag", target))
    return deviations


def _with_values(snapshot: Snapshot, found: Sequence[Deviation | _Stray]) -> tuple[Deviation, ...]:
    """All as deviations, with what stands there now."""
    snapshot.take(_first(stray) for stray in found if isinstance(stray, _Stray))
    deviations = []
    for stray in found:
        if isinstance(stray, _Stray):
            shown = _found_there(stray.found, snapshot.rows(_first(stray))[0][0])
            deviations.append(Deviation(_place(*stray.place), shown, _expected(stray.wanted)))
        else:
            deviations.append(stray)
    return tuple(deviations)


def _first(stray: _Stray) -> Place:
    sheet, area = stray.place
    return sheet, Area(area.top, area.left, area.top, area.left)


def _place(sheet: str, area: Area) -> str:
    return f"{quote_sheet(sheet)}!{area_address(area)}"


def _found_there(formula: str | None, value: Scalar) -> str:
    return literal(value) if formula is None else f"die Formel {to_german(formula)}"


def _expected(wanted: Formula) -> str:
    text = to_german(wanted.text)
    return f"die Matrixformel {{{text}}} über {area_address(wanted.area)}" if wanted.array else f"die Formel {text}"
