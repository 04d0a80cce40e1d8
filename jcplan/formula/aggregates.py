"""Functions that look at all cells of their arguments: SUMME, ANZAHL, MIN, UND and their like.

In ranges and blocks texts and blanks do not count; a value typed as an argument does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from jcplan.cells import CellError, Scalar
from jcplan.formula.coerce import DIVISION, VALUE, CellFailureError, finite, reads_as_number, to_number
from jcplan.formula.operand import Block, Operand, Range, limited
from jcplan.formula.parse import FormulaError
from jcplan.formula.programs import Logical, differs, either
from jcplan.formula.tally import Tally

_TRUTHS = "Wahrheitswerte im Bereich"
_SOME_ERROR = CellError("#", "Verschiedene Fehlerwerte treffen zusammen.")
"""One of several errors: none that a cell shows, so that it counts only where an error of any kind does."""


def single_error(errors: Sequence[CellError]) -> None:
    """Raise the error among a function's arguments, if there is one.

    Raises:
        CellFailureError: There is one. Of different ones Excel shows the first, LibreOffice any.
    """
    if len({error.code for error in errors}) > 1:
        raise CellFailureError(either(_SOME_ERROR, errors[0], "verschiedene Fehlerwerte"))
    if errors:
        raise CellFailureError(errors[0])


def tally_of(operand: Range | Block) -> Tally:
    """The counts and sums of a range or a block."""
    if isinstance(operand, Range):
        return operand.store.tally(operand.area)
    tally, blank = Tally(), 0
    for cell in operand.cells():
        tally.add_one(cell)
        blank += cell is None
    tally.add_one(operand.rest, operand.outside)
    blank += operand.outside if operand.rest is None else 0
    if blank and not operand.typed:  # of a range that went through a function or an operator
        tally.add_one(either(None, 0.0, "leere Zellen in einem Block"), blank)
    return tally


def _numbers(operands: Sequence[Operand]) -> Tally:
    """What counts as number: in ranges numbers only, singly also truth values and arguments left out."""
    tallies: list[Tally] = []
    singles = Tally()
    errors: list[CellError] = []
    for operand in operands:
        if isinstance(operand, Range | Block):
            tallies.append(tally_of(operand))
        elif isinstance(operand, CellError):
            errors.append(operand)
        else:
            try:
                singles.add_one(to_number(operand))
            except CellFailureError as failure:
                errors.append(failure.error)
    single_error(errors + [error for tally in tallies for error in tally.errors.values()])
    if len(tallies) == 1 and not singles.numbers and not tallies[0].truths:
        return tallies[0]
    for tally in tallies:
        if tally.truths and either(True, False, _TRUTHS):
            singles.numbers += tally.truths
            singles.low = min(singles.low, float(tally.ones == tally.truths))
            singles.high = max(singles.high, float(tally.ones > 0))
            singles.sum(float(tally.ones))
        singles.numbers += tally.numbers
        singles.low, singles.high = min(singles.low, tally.low), max(singles.high, tally.high)
        singles.partials = singles.partials + tally.partials
    return singles


def _total(tally: Tally) -> float:
    try:
        return finite(math.fsum(tally.partials))
    except (OverflowError, ValueError):  # beyond every number, or ∞ − ∞
        return finite(math.inf)


def total(*operands: Operand) -> Scalar:
    """SUMME: exact, so that no noise gathers."""
    return _total(_numbers(operands))


def average(*operands: Operand) -> Scalar:
    """MITTELWERT."""
    tally = _numbers(operands)
    if not tally.numbers:
        raise CellFailureError(DIVISION)
    return _total(tally) / tally.numbers


def least(*operands: Operand) -> Scalar:
    """MIN; of nothing it is 0."""
    tally = _numbers(operands)
    return _extreme(operands, tally.low if tally.numbers else 0.0, min)


def greatest(*operands: Operand) -> Scalar:
    """MAX; of nothing it is 0."""
    tally = _numbers(operands)
    return _extreme(operands, tally.high if tally.numbers else 0.0, max)


def _extreme(operands: Sequence[Operand], value: float, choose: Callable[[float, float], float]) -> float:
    """The smallest or the largest number, as the current program shows it."""
    if any(isinstance(operand, Block) and tally_of(operand).texts for operand in operands):
        value = either(choose(value, 0.0), value, "Texte in einer Matrix")
    if value in (0.0, 1.0) and any(isinstance(o, Range | Block) and tally_of(o).truths for o in operands):
        return either(Logical(value), value, _TRUTHS)
    return value


def count(*operands: Operand) -> Scalar:
    """ANZAHL: numbers in ranges; singly also truth values, texts that are numbers, arguments left out."""
    found = 0
    for operand in operands:
        if isinstance(operand, Range | Block):
            tally = tally_of(operand)
            found += tally.numbers
            found += either(tally.truths, 0, _TRUTHS) if tally.truths else 0
        elif isinstance(operand, str):
            if reads_as_number(operand) and not operand.isdecimal():
                raise differs(f"Text „{operand[:40]}“ als Zahl")
            found += operand.isdecimal()
        else:
            found += not isinstance(operand, CellError)
    return float(found)


def count_filled(*operands: Operand) -> Scalar:
    """ANZAHL2: whatever is not blank; singly everything."""
    return float(sum(_filled(tally_of(o)) if isinstance(o, Range | Block) else 1 for o in operands))


def _filled(tally: Tally) -> int:
    if tally.typed:
        return either(tally.filled - tally.typed, tally.filled, "leerer Text, der keine Formel ist")
    return tally.filled


def count_blank(operand: Operand) -> Scalar:
    """ANZAHLLEEREZELLEN: blanks and empty texts of a range, beyond the used cells as well."""
    if not isinstance(operand, Range):
        raise FormulaError("ANZAHLLEEREZELLEN braucht einen Bereich.", "ANZAHLLEEREZELLEN")
    tally = tally_of(operand)
    return float(operand.height * operand.width - tally.filled + tally.empty)


def _truths(operands: Sequence[Operand]) -> tuple[bool, bool]:
    """Whether any value is true, whether any is false."""
    true = false = False
    errors: list[CellError] = []
    for operand in operands:
        if isinstance(operand, Range | Block):
            tally = tally_of(operand)
            errors += tally.errors.values()
            if isinstance(operand, Block) and (tally.texts or operand.has_blanks):
                raise differs("Texte und leere Zellen in einer Matrix als Bedingung")
            true, false = true or tally.true, false or tally.false
        elif isinstance(operand, CellError):
            errors.append(operand)
        else:
            try:
                value = to_number(operand)
            except CellFailureError as failure:
                errors.append(failure.error)
                continue
            true, false = true or bool(value), false or not value
    single_error(errors)
    if not (true or false):
        raise CellFailureError(VALUE)
    return true, false


def every(*operands: Operand) -> Scalar:
    """UND."""
    return not _truths(operands)[1]


def some(*operands: Operand) -> Scalar:
    """ODER."""
    return _truths(operands)[0]


def sum_of_products(*operands: Operand) -> Scalar:
    """SUMMENPRODUKT: texts and blanks are 0."""
    blocks = [o.block() if isinstance(o, Range) else o if isinstance(o, Block) else _cell(o) for o in operands]
    if len({(block.height, block.width) for block in blocks}) != 1:
        if any(tally_of(block).errors for block in blocks):
            raise differs("SUMMENPRODUKT ungleicher Bereiche mit Fehlerwerten")
        raise CellFailureError(CellError("#VALUE!", "SUMMENPRODUKT braucht Bereiche gleicher Größe."))
    tallies = [tally_of(block) for block in blocks]
    ones = any(tally.truths for tally in tallies) and either(True, False, _TRUTHS)
    errors = [error for tally in tallies for error in tally.errors.values()]
    if errors and any(tally.texts for tally in tallies):
        raise differs("SUMMENPRODUKT von Texten und Fehlerwerten")
    single_error(errors)
    height, width = max(len(b.rows) for b in blocks), max(b.written for b in blocks)
    limited(height, width)
    products = Tally()
    for row in range(height):
        for column in range(width):
            products.add_one(_product([block.at(row, column) for block in blocks], ones=ones))
    products.add_one(
        _product([block.rest for block in blocks], ones=ones), blocks[0].height * blocks[0].width - height * width
    )
    return _total(products)


def _product(cells: Sequence[Scalar], *, ones: bool) -> float:
    """The product of cells; ``ones`` says whether TRUE is 1, else it is 0."""
    kinds = float | int if ones else float
    return finite(math.prod(cell if isinstance(cell, kinds) else 0.0 for cell in cells))


def _cell(value: Scalar) -> Block:
    if not isinstance(value, float | int | CellError) or isinstance(value, bool):
        raise differs("SUMMENPRODUKT eines einzelnen Werts, der keine Zahl ist")
    return Block.of(((value,),))
