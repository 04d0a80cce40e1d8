"""Values of cells in JSON."""

from __future__ import annotations

from typing import Any

from jcplan.cells import CellError, Scalar


def plain(value: Scalar) -> float | str | bool | None:
    """A cell's value; an error as its code.

    >>> plain(CellError("#N/A")), plain(None), plain(0.5)
    ('#N/A', None, 0.5)
    """
    return str(value) if isinstance(value, CellError) else value


def whole_numbers(value: Any) -> Any:
    """Whole numbers without a decimal point, as people write them.

    >>> whole_numbers([[12.0, 0.5], {"a": 3.0}])
    [[12, 0.5], {'a': 3}]
    """
    if isinstance(value, list):
        return [whole_numbers(v) for v in value]
    if isinstance(value, dict):
        return {key: whole_numbers(v) for key, v in value.items()}
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value
