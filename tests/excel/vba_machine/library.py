"""The functions and constants of VBA's own library, as far as the workbook's modules use them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from vba_machine.values import EMPTY, MISMATCH, MISSING, NOTHING, Array, ErrorValue, VbaError, inward, outward

CONSTANTS: dict[str, Any] = {
    "true": True, "false": False, "nothing": NOTHING, "empty": EMPTY, "null": None,
    "vbcritical": 16, "vbquestion": 32, "vbexclamation": 48, "vbinformation": 64, "vbyesno": 4, "vbokonly": 0,
    "vbyes": 6, "vbno": 7, "vbok": 1, "vbcancel": 2, "vbstring": 8, "vbboolean": 11, "vbempty": 0, "vberror": 10,
    "vbobject": 9, "vbdouble": 5, "vbvariant": 12, "vbarray": 8192, "vblf": "\n", "vbcr": "\r", "vbcrlf": "\r\n",
    "vbnewline": "\r\n", "vbnullstring": "", "vbget": 2, "vblet": 4, "vbmethod": 1, "vbtab": "\t",
}  # fmt: skip


def text(value: Any) -> str:
    """A value as a text (``CStr``); German, as on the PCs that this is for."""
    if value is EMPTY:
        return ""
    if isinstance(value, bool):
        return "Wahr" if value else "Falsch"
    if isinstance(value, ErrorValue):
        return f"Fehler {value.number}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}".replace(".", ",")
    if isinstance(value, str | int):
        return str(value)
    raise VbaError(MISMATCH, "Typen unverträglich")


def number(value: Any) -> float | int:
    """A value as a number."""
    if isinstance(value, bool):
        return -1 if value else 0
    if value is EMPTY:
        return 0
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        try:
            return float(value.replace(",", "."))
        except ValueError:
            pass
    raise VbaError(MISMATCH, "Typen unverträglich")


def whole(value: Any) -> int:
    """``CLng``: rounded to the even neighbour; of an error value its number."""
    return value.number if isinstance(value, ErrorValue) else round(number(value))


def truth(value: Any) -> bool:
    """A condition."""
    if isinstance(value, str):
        if value.lower() in ("true", "wahr"):
            return True
        if value.lower() in ("false", "falsch"):
            return False
    return bool(number(value))


def is_object(value: Any) -> bool:
    """Whether a variable holds an object, or none."""
    plain = (str, int, float, bool, Array, ErrorValue, tuple, list)
    return value is NOTHING or not (value is EMPTY or value is MISSING or isinstance(value, plain))


def is_error(value: Any) -> bool:
    """``IsError``: an error value; an argument left out is one too."""
    return isinstance(value, ErrorValue) or value is MISSING


def var_type(value: Any) -> int:
    """``VarType``."""
    kinds = ((bool, 11), (int, 3), (float, 5), (str, 8), (ErrorValue, 10))
    if value is EMPTY:
        return 0
    if isinstance(value, Array | tuple | list):
        return 8192 + 12
    if value is MISSING:
        return 10
    return next((code for kind, code in kinds if isinstance(value, kind)), 9)


def _array(value: Any) -> Array:
    held = inward(value) if isinstance(value, tuple | list) else value
    if not isinstance(held, Array):
        raise VbaError(MISMATCH, "Typen unverträglich")
    return held


def _bound(value: Any, dimension: int, which: int) -> int:
    bounds = _array(value).bounds
    if not 1 <= dimension <= len(bounds):
        raise VbaError(9, "Index außerhalb des gültigen Bereichs")
    return bounds[dimension - 1][which]


def _filled(value: Any) -> bool:
    return value is not EMPTY and value is not MISSING


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "array": lambda *values: Array.row(values),
    "ubound": lambda value, dimension=1: _bound(value, int(dimension), 1),
    "lbound": lambda value, dimension=1: _bound(value, int(dimension), 0),
    "cstr": text,
    "clng": whole,
    "cint": whole,
    "cdbl": lambda value: float(number(value)),
    "cbool": truth,
    "cverr": lambda value: ErrorValue(int(value)),
    "iserror": is_error,
    "ismissing": lambda value: value is MISSING,
    "isobject": is_object,
    "isarray": lambda value: isinstance(value, Array | tuple | list),
    "isempty": lambda value: value is EMPTY,
    "vartype": var_type,
    "join": lambda values, by=" ": text(by).join(text(value) for value in _array(values)),
    "split": lambda value, by=" ": Array.row(text(value).split(text(by))),
    "replace": lambda value, old, new: text(value).replace(text(old), text(new)),
    "trim": lambda value: text(value).strip(" "),
    "len": lambda value: len(text(value)),
    "left": lambda value, count: text(value)[: int(count)],
    "right": lambda value, count: text(value)[-int(count) :] if count else "",
    "mid": lambda value, start, count=None: (
        text(value)[int(start) - 1 :] if count is None else text(value)[int(start) - 1 : int(start) - 1 + int(count)]
    ),
    "instr": lambda *parts: text(parts[-2]).find(text(parts[-1])) + 1,
    "lcase": lambda value: text(value).lower(),
    "ucase": lambda value: text(value).upper(),
    "abs": lambda value: abs(number(value)),
    "iif": lambda condition, yes, no: yes if truth(condition) else no,
    "strptr": text,  # what a stand-in for a function of Windows gets is the text itself
    "timer": lambda: time.monotonic() % 86400,
    "now": lambda: 0.0,
    "doevents": lambda: 0,
    "chr": lambda value: chr(int(value)),
}
"""By name in lower case. ``CallByName``, ``GetObject`` and ``Err`` are the machine's."""

__all__ = ["CONSTANTS", "FUNCTIONS", "is_error", "is_object", "number", "outward", "text", "truth", "whole"]
