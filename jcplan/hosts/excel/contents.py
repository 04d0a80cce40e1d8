"""What cells hold, as Excel takes it back: values as they are typed, formulas, arrays and what spills."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jcplan.cells import Area, CellError, Scalar
from jcplan.german import literal
from jcplan.hosts.excel.comerrors import BUSY, codes
from jcplan.hosts.excel.comvalues import cell
from jcplan.port import Formulas, whole

_WORDS: Final = {"TRUE", "FALSE", "WAHR", "FALSCH"}
_READ_AS_SOMETHING_ELSE: Final = re.compile(r"[=+\-@'#]|.*\d")


def typed(value: Scalar) -> Any:
    """A value as a cell takes it without reading a date, a number or a formula into a text.

    >>> typed("März 2017"), typed("Ziele"), typed(None)
    ("'März 2017", 'Ziele', '')
    """
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, str) and (_READ_AS_SOMETHING_ELSE.match(value) or value.upper() in _WORDS):
        return "'" + value
    return value


def grid(value: Any) -> tuple[tuple[Any, ...], ...]:
    """What a range gives as rows; a single cell gives no tuple."""
    return value if isinstance(value, tuple) else ((value,),)


Content = tuple[tuple[Any, ...], ...]
"""What an area holds, as Excel takes it back: formulas, and values as they are typed."""


@dataclass(frozen=True)
class Block:
    """What an area held.

    Attributes:
        sheet: Its sheet.
        area: The area.
        content: Its cells.
        special: Formulas that need more than being typed, by row and column: the property that takes them
            (``FormulaArray``, ``Formula2``) and the text.
    """

    sheet: str
    area: Area
    content: Content
    special: dict[tuple[int, int], tuple[str, str]]


def block_of(sheet: str, area: Area, texts: Content, values: Content, cells: Callable[[Area], Any]) -> Block:
    """What an area holds.

    Args:
        sheet: Its sheet.
        area: The area.
        texts: Its formulas as far as the sheet is used, as ``Range.Formula`` gives them.
        values: Its values, likewise.
        cells: The ``Range`` object of an area of the sheet.
    """
    formulas = whole(formulas_of(texts, values), area)
    at = [key for key, text in zip(area, _one_by_one(formulas), strict=True) if text is not None]
    special = _special(area, at, cells) if at else {}
    content = _content(formulas, whole(values, area))
    spilled = {key for key, found in special.items() if found is None}
    if spilled:
        rest = iter("" if key in spilled else value for key, value in zip(area, _one_by_one(content), strict=True))
        content = tuple(tuple(next(rest) for _ in row) for row in content)
    return Block(sheet, area, content, {key: found for key, found in special.items() if found})


def _special(
    area: Area, at: Sequence[tuple[int, int]], cells: Callable[[Area], Any]
) -> dict[tuple[int, int], tuple[str, str] | None]:
    """How cells take their formulas back where typing alone would change them: fixed arrays, and what spills.

    None stands for a cell into which another one spills. An Excel without spilling knows fixed arrays only.
    """
    names = ("HasArray", "HasSpill", "SavedAsArray")
    everywhere = cells(area)
    if not any(_asked(everywhere, name) is not False for name in names):
        return {}
    found: dict[tuple[int, int], tuple[str, str] | None] = {}
    for key in at:
        single = cells(Area(*key, *key))
        fixed, spilled, dynamic = (_asked(single, name) for name in names)
        if dynamic:
            found[key] = "Formula2", str(single.Formula2)
        elif spilled:
            found[key] = None
        elif fixed:
            found[key] = "FormulaArray", str(single.FormulaArray)
    return found


def formulas_of(texts: tuple[tuple[Any, ...], ...], values: tuple[tuple[Any, ...], ...]) -> Formulas:
    """Formulas of cells without ``=``; a text that only looks like one is the value too."""
    return tuple(
        tuple(
            text[1:] if isinstance(text, str) and text.startswith("=") and text != value else None
            for text, value in zip(*row, strict=True)
        )
        for row in zip(texts, values, strict=True)
    )


def _content(formulas: Formulas, values: tuple[tuple[Any, ...], ...]) -> tuple[tuple[Any, ...], ...]:
    """Formulas and constants as Excel takes them back."""
    return tuple(
        tuple(f"={text}" if text is not None else typed(cell(value)) for text, value in zip(*row, strict=True))
        for row in zip(formulas, values, strict=True)
    )


def _asked(cells: Any, name: str) -> Any:
    """A property of cells: True, False, or None where they differ; False in an Excel that does not know it."""
    try:
        return getattr(cells, name)
    except Exception as error:  # pywin32's error class is there on Windows only
        if codes(error) & BUSY:
            raise
        return False


def written(value: Scalar) -> Any:
    """A value that was written, as the cell gives it back.

    >>> written(3), written("März 2017"), written(None), written(CellError("#N/A"))
    (3.0, "'März 2017", '', '#N/A')
    """
    return typed(value if isinstance(value, CellError) else cell(value))


def flat(block: Block) -> Iterator[Any]:
    """The cells of an area, row by row."""
    return _one_by_one(block.content)


def _one_by_one(rows: Sequence[Sequence[Any]]) -> Iterator[Any]:
    return (value for row in rows for value in row)


def shown(value: Any) -> str:
    """What a cell holds, for a message.

    >>> shown(""), shown(0.5), shown("'1.3.2017")
    ('eine leere Zelle', '0,5', '„1.3.2017“ (Text)')
    """
    return literal(value.removeprefix("'") if isinstance(value, str) else value)
