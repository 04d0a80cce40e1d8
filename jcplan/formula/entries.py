"""What works on single values, applied to blocks entry by entry."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Final

from jcplan.cells import CellError, Rows, Scalar
from jcplan.formula.aggregates import single_error
from jcplan.formula.coerce import NOT_AVAILABLE, VALUE, CellFailureError
from jcplan.formula.operand import Block, Operand, Range, limited
from jcplan.formula.programs import FormerBlank, differs

NOISE: Final = 2.0**-46
"""A sum this small beside its terms is noise to some program."""


def sure(values: Sequence[Scalar | Block], name: str) -> None:
    """Refuse blocks with texts and errors where LibreOffice takes them for numbers."""
    if any(isinstance(value, Block) for value in values):
        cells = chain.from_iterable(
            (*value.cells(), value.rest) if isinstance(value, Block) else (value,) for value in values
        )
        if any(isinstance(cell, str | CellError) for cell in cells):
            raise differs(f"{name} über Texte oder Fehlerwerte")


def lift(
    compute: Callable[..., Operand],
    values: Sequence[Scalar | Block],
    *,
    sees_errors: bool = False,
    texts: bool = False,
) -> Operand:
    """Apply what works on single values to blocks, entry by entry; single rows and columns repeat.

    Args:
        compute: The function or operator.
        values: Its arguments.
        sees_errors: Whether errors are values to it.
        texts: Whether texts are values to it; else they count as errors.
    """
    blocks = [value for value in values if isinstance(value, Block)]
    if not blocks:
        return entry(compute, values, sees_errors=sees_errors, texts=texts)

    def cell(cells: Sequence[Scalar]) -> Scalar:
        value = entry(compute, cells, sees_errors=sees_errors, texts=texts)
        if isinstance(value, Block):
            raise differs("Block im Block")
        return value.value() if isinstance(value, Range) else value

    height, width = max(block.height for block in blocks), max(block.width for block in blocks)
    if all((block.height, block.width) == (height, width) for block in blocks):
        written, across = max(len(block.rows) for block in blocks), max(block.written for block in blocks)
    else:
        written, across = height, width
    limited(written, across)
    spreads = [_spread(value, written, across) for value in values]
    rows = tuple(tuple(map(cell, zip(*line, strict=True))) for line in zip(*spreads, strict=True))
    if (written, across) == (height, width):
        return Block(rows, height, width)
    rest = cell([value.rest if isinstance(value, Block) else value for value in values])
    return Block(rows, height, width, rest)


def entry(
    compute: Callable[..., Operand], values: Sequence[Operand], *, sees_errors: bool = False, texts: bool = False
) -> Operand:
    """What works on single values, applied to them; the arguments as those of ``lift``."""
    try:
        if not sees_errors and CellError in map(type, values):
            errors = [value for value in values if isinstance(value, CellError)]
            single_error(errors + [VALUE for value in values if isinstance(value, str) and not texts])
        return compute(*values)
    except CellFailureError as failure:
        return failure.error


def _spread(value: Scalar | Block, height: int, width: int) -> Rows:
    """The upper left part of an argument, as big as the others'."""
    if not isinstance(value, Block):
        return ((value,) * width,) * height
    if (len(value.rows), value.written) == (height, width):
        return value.rows
    return tuple(tuple(spread(value, row, column) for column in range(width)) for row in range(height))


def spread(block: Block, down: int, across: int) -> Scalar:
    """The value that a block gives at an offset: single rows and columns repeat, beyond it there is none."""
    row = 0 if block.height == 1 else down
    column = 0 if block.width == 1 else across
    return block.at(row, column) if row < block.height and column < block.width else NOT_AVAILABLE


def same_but_noise(first: Operand, second: Operand, noise: float) -> bool:
    """Whether two results are the same but for noise of a size."""
    if isinstance(first, Block) and isinstance(second, Block):
        if (first.height, first.width, len(first.rows)) != (second.height, second.width, len(second.rows)):
            return False
        pairs = zip((*first.cells(), first.rest), (*second.cells(), second.rest), strict=True)
        return all(same_but_noise(one, other, noise) for one, other in pairs)
    if type(first) is float and type(second) is float:
        return math.isclose(first, second, rel_tol=1e-12, abs_tol=4 * NOISE * noise)
    if isinstance(first, CellError) and isinstance(second, CellError):
        return first.code == second.code
    if isinstance(first, FormerBlank) and type(second) is float:  # both show it as 0
        return second == 0.0
    return type(first) is type(second) and first == second
