"""Excel and LibreOffice: where they are known to differ, a formula is computed as either does it.

Its value counts where the outcomes are the same; else the cell is left alone. So ``ISTZAHL(WAHR)``
alone is left, and ``WENN(ISTZAHL(A1);A1=A1;A1=A1)`` is computed, whatever A1 holds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from jcplan.formula.parse import FormulaError

_T = TypeVar("_T")


class Logical(float):
    """A number that LibreOffice shows as a truth value, as it has no type for these; in computing it is a number."""

    __slots__ = ()


class FormerBlank(float):
    """The 0 of a formula that passes on a blank cell: in some places LibreOffice still takes it for a blank."""

    __slots__ = ()


class EmptyConstant(str):
    """An empty text that stands in a cell without a formula: LibreOffice loads the cell as a blank one."""

    __slots__ = ()


class _Now(threading.local):
    """As which program a formula is computed just now, and whether that made a difference."""

    calc = True
    differed = False
    noise = 0.0
    what = ""


_NOW = _Now()


def either(calc: _T, excel: _T, what: str, *, noise: float = 0.0) -> _T:
    """What the current program gives.

    Args:
        calc: What LibreOffice gives.
        excel: What Excel gives.
        what: What they differ on, in a few German words.
        noise: Size of the numbers whose difference is the noise that they differ on.
    """
    _NOW.differed = True
    _NOW.noise = max(_NOW.noise, noise)
    _NOW.what = _NOW.what or what
    return calc if _NOW.calc else excel


def agreed(compute: Callable[[], _T], same: Callable[[_T, _T, float], bool]) -> _T:
    """A value on which both programs agree.

    Args:
        compute: Gives it, as the current program does.
        same: Whether two values are the same but for noise of a size.

    Raises:
        FormulaError: They do not agree.
    """
    _NOW.calc, _NOW.differed, _NOW.noise, _NOW.what = True, False, 0.0, ""
    value = compute()
    if _NOW.differed:
        what, _NOW.calc = _NOW.what, False
        try:
            other = compute()
        finally:
            _NOW.calc = True
        if not same(value, other, _NOW.noise):
            raise differs(what)
    return value


def differs(what: str) -> FormulaError:
    """The error for what the programs do not agree on, in a few German words."""
    return FormulaError(f"{what}: Excel und LibreOffice rechnen das verschieden; die Zelle bleibt, wie sie ist.", what)
