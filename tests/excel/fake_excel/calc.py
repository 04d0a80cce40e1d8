"""Computes what was entered as a formula: one call of a function of the workbook's VBA project, as Excel calls it.

Everything else is not computed and holds 0. While a function runs, ``Application.Caller`` is its cell, or all cells of a
fixed array (https://learn.microsoft.com/office/vba/api/excel.application.caller). A fixed array shows #N/A in cells that
its result lacks, and repeats one row or one column; a result that may spill takes the cells it needs, and shows #SPILL!
where one of them holds something (https://support.microsoft.com/office/dynamic-array-formulas-and-spilled-array-behavior).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vba_machine import MISSING, VbaError

from fake_excel.cells import Key, Range
from fake_excel.errors import value_of
from jcplan.cells import Area, parse_area, split_reference

if TYPE_CHECKING:
    from fake_excel.sheet import Worksheet

_CALL = re.compile(r"=(JC_\w+)\((.*)\)$")
AUTOMATIC, MANUAL = -4105, -4135
DONE, PENDING = 0, 2


def enter(sheet: Worksheet, key: Key) -> None:
    """A formula was entered: it is computed at once, whatever the mode."""
    if _callable(sheet, key):
        sheet.live.add(key)
        compute(sheet, key)
    elif key not in sheet.arrays:
        sheet.values[key] = 0.0


def _callable(sheet: Worksheet, key: Key) -> bool:
    match = _CALL.match(sheet.formulas.get(key, ""))
    project = sheet.Parent.project
    return bool(match and project is not None and project.find(match[1]))


def compute(sheet: Worksheet, key: Key) -> None:
    """Compute a formula and put its result where it belongs."""
    match = _CALL.match(sheet.formulas[key])
    assert match
    area = sheet.arrays.get(key, Area(*key, *key))
    application = sheet.Parent.Application
    before, application.caller = application.caller, Range(sheet, area)
    try:
        given = [_argument(sheet, text) for text in _parts(match[2])]
        result = sheet.Parent.project.call(match[1], *given)
    except VbaError:
        result = value_of("#VALUE!")
    finally:
        application.caller = before
    rows = _rows(result)
    if key in sheet.arrays:
        for row, column in area:
            sheet.values[row, column] = _fixed(rows, row - area.top, column - area.left)
    elif key in sheet.dynamic:
        _spill(sheet, key, rows)
    else:
        sheet.values[key] = rows[0][0]


def _fixed(rows: list[list[Any]], row: int, column: int) -> Any:
    row = 0 if len(rows) == 1 else row
    column = 0 if len(rows[0]) == 1 else column
    return rows[row][column] if row < len(rows) and column < len(rows[0]) else value_of("#N/A")


def _spill(sheet: Worksheet, key: Key, rows: list[list[Any]]) -> None:
    unspill(sheet, key)
    area = Area(*key, key[0] + len(rows) - 1, key[1] + len(rows[0]) - 1)
    held = [at for at in area if at != key and (at in sheet.formulas or sheet.values.get(at) is not None)]
    if held:
        sheet.values[key] = value_of("#SPILL!")
        return
    for row, column in area:
        sheet.values[row, column] = rows[row - area.top][column - area.left]
    if area.shape != (1, 1):
        sheet.spills[key] = area


def unspill(sheet: Worksheet, key: Key) -> None:
    """Take back what a formula has spilled."""
    for at in sheet.spills.pop(key, ()):
        sheet.values.pop(at, None)


def _rows(result: Any) -> list[list[Any]]:
    rows = result if isinstance(result, tuple) else ((result,),)
    if not isinstance(rows[0], tuple):
        rows = (rows,)
    return [[_shown(cell) for cell in row] for row in rows]


def _shown(value: Any) -> Any:
    """Numbers of cells are always floats; a blank result shows as 0."""
    if isinstance(value, int) and not isinstance(value, bool) and value > -2_000_000_000:
        return float(value)
    return 0.0 if value is None else value


def _parts(text: str) -> list[str]:
    parts, depth, inside, start = [], 0, False, 0
    for at, sign in enumerate(text):
        if sign == '"':
            inside = not inside
        elif not inside:
            depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(sign, 0)
            if sign == "," and not depth:
                parts.append(text[start:at])
                start = at + 1
    last = text[start:]
    return [*parts, last] if parts or last.strip() else []


def _argument(sheet: Worksheet, text: str) -> Any:
    """An argument as VBA gets it: a Range, a constant, an array constant (``{1,2;3,4}``, a row flat), or left out."""
    text = text.strip()
    if not text:
        return MISSING
    if text.startswith("{"):
        rows = tuple(tuple(_constant(cell) for cell in row.split(",")) for row in text[1:-1].split(";"))
        return rows if len(rows) > 1 else rows[0]
    place, _, reference = text.rpartition("!")
    area = parse_area(reference.replace("$", ""))
    if area and '"' not in text:
        name = split_reference(text)[0] if place else sheet.Name
        return Range(sheet.Parent.Worksheets(name), area)
    return _constant(text)


def _constant(text: str) -> Any:
    text = text.strip()
    if text.startswith('"'):
        return text[1:-1].replace('""', '"')
    if text.upper() in ("TRUE", "FALSE"):
        return text.upper() == "TRUE"
    return float(text)
