"""Cells: values and formulas as Excel takes and gives them, with its refusals.

Sources, all https://learn.microsoft.com/office/vba/…:
- api/excel.range.value2: no Currency and no Date, unlike api/excel.range.value
- excel/concepts/cells-and-ranges/range-formula-vs-formula2: what ``Formula`` sets never spills, ``Formula2`` does; where
  ``Formula`` could have intersected, ``Formula2`` shows it by ``@``
- api/excel.range.hasarray, .currentarray, .formulaarray, .hasspill, .spillparent, .spillingtorange, .savedasarray
- api/excel.range.formulalocal: the user's language and list separator
- https://support.microsoft.com/office/excel-specifications-and-limits: 32,767 characters a cell, 8,192 a formula
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fake_excel.errors import refuse, value_of
from fake_excel.german import english, german
from jcplan.cells import ERROR_CODES, Area, area_address, parse_area

if TYPE_CHECKING:
    from fake_excel.sheet import Worksheet

Key = tuple[int, int]
PART_OF_ARRAY = "Teile eines Arrays können nicht geändert werden."
PROTECTED = (
    "Die Zelle oder das Diagramm, die bzw. das Sie ändern möchten, befindet sich auf einem schreibgeschützten Blatt."
)
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?([eE][+-]?\d+)?%?$")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}([./-]\d{1,4})?$|(?:[A-Za-zä]{3,9})[ .-]+\d{2,4}$")
_MAY_GIVE_ARRAYS = re.compile(r"=(JC_\w+\()")
LONGEST_TEXT, LONGEST_FORMULA = 32_767, 8_192


class Range:
    ARRAYS_FROM = 1

    def __init__(self, sheet: Worksheet, area: Area) -> None:
        self.Worksheet, self.area = sheet, area
        self.Row, self.Column = area.top, area.left

    # ---- where it is --------------------------------------------------------------------------------

    @property
    def Application(self):
        return self.Worksheet.Parent.Application

    @property
    def Parent(self) -> Worksheet:
        return self.Worksheet

    @property
    def Address(self) -> str:
        return area_address(self.area)

    def GetAddress(self, *_: object) -> str:
        return self.Address

    @property
    def Count(self) -> int:
        height, width = self.area.shape
        return height * width

    @property
    def Areas(self) -> Areas:
        return Areas([self])

    @property
    def Cells(self) -> Range:
        return self

    @property
    def items(self) -> list[Range]:
        """The cells, row by row."""
        return [Range(self.Worksheet, Area(*key, *key)) for key in self.area]

    def __call__(self, row: float, column: float) -> Range:
        """The default member ``Item``."""
        at = int(row) - 1 + self.area.top, int(column) - 1 + self.area.left
        return Range(self.Worksheet, Area(*at, *at))

    # ---- what it holds ------------------------------------------------------------------------------

    def _rows(self, cell: Callable[[Key], object]) -> object:
        area = self.area
        rows = tuple(
            tuple(cell((row, column)) for column in range(area.left, area.right + 1))
            for row in range(area.top, area.bottom + 1)
        )
        return rows[0][0] if area.shape == (1, 1) else rows

    @property
    def Value2(self):
        return self._rows(self.Worksheet.values.get)

    @Value2.setter
    def Value2(self, rows) -> None:
        self._put(rows)

    @property
    def Value(self):
        """A currency format makes a Currency of a number: four decimals."""

        def shown(key: Key) -> object:
            held = self.Worksheet.values.get(key)
            money = "€" in self.Worksheet.formats.get(key, "") and isinstance(held, float)
            return Decimal(repr(held)).quantize(Decimal("0.0001")) if money else held

        return self._rows(shown)

    @Value.setter
    def Value(self, rows) -> None:
        self._put(rows)

    @property
    def Formula(self):
        return self._rows(self._text)

    @Formula.setter
    def Formula(self, rows) -> None:
        self._put(rows)

    @property
    def FormulaLocal(self):
        def local(key: Key) -> object:
            text = self._text(key)
            return german(text) if key in self.Worksheet.formulas else text

        return self._rows(local)

    @FormulaLocal.setter
    def FormulaLocal(self, text) -> None:
        self._put(english(text) if isinstance(text, str) and text.startswith("=") else text)

    @property
    def Formula2(self):
        def text(key: Key) -> object:
            sheet, held = self.Worksheet, self._text(key)
            plain = key not in sheet.formulas or sheet.array_at(key) or sheet.spill_at(key) or key in sheet.dynamic
            return held if plain else _MAY_GIVE_ARRAYS.sub(r"=@\1", str(held))

        return self._rows(text)

    @Formula2.setter
    def Formula2(self, text) -> None:
        self._put(text, dynamic=True)

    def _text(self, key: Key) -> object:
        sheet = self.Worksheet
        spill = sheet.spill_at(key)
        value = sheet.values.get(key)
        return sheet.formulas.get(spill or key, "" if value is None else value)

    @property
    def HasFormula(self):
        return self._mixed(lambda key: key in self.Worksheet.formulas or self.Worksheet.spill_at(key) is not None)

    # ---- arrays -------------------------------------------------------------------------------------

    def _mixed(self, holds: Callable[[Key], bool]) -> bool | None:
        """True or False where it is the same for all cells, else Null."""
        found = {holds(key) for key in self.area}
        return None if len(found) > 1 else next(iter(found), False)

    @property
    def HasArray(self):
        return self._mixed(lambda key: self.Worksheet.array_at(key) is not None)

    @property
    def CurrentArray(self) -> Range:
        found = self.Worksheet.array_at((self.Row, self.Column))
        if found is None:
            refuse("Keine Zellen gefunden.")
        return Range(self.Worksheet, self.Worksheet.arrays[found])

    @property
    def FormulaArray(self):
        texts = {self._text(key) for key in self.area}
        return texts.pop() if len(texts) == 1 else None

    @FormulaArray.setter
    def FormulaArray(self, text: str) -> None:
        self._changed()
        sheet = self.Worksheet
        for key in self.area:
            sheet.clear(key)
            sheet.formulas[key] = text
        sheet.arrays[self.area.top, self.area.left] = self.area
        sheet.computed((self.area.top, self.area.left))

    @property
    def HasSpill(self):
        return self._mixed(lambda key: self.Worksheet.spill_at(key) is not None)

    @property
    def SavedAsArray(self):
        sheet = self.Worksheet
        return self._mixed(lambda key: key in sheet.dynamic and key in sheet.formulas)

    @property
    def SpillParent(self) -> Range:
        found = self.Worksheet.spill_at((self.Row, self.Column))
        if found is None:
            refuse("Keine Zellen gefunden.")
        return Range(self.Worksheet, Area(*found, *found))

    @property
    def SpillingToRange(self) -> Range:
        key = self.Row, self.Column
        if key not in self.Worksheet.spills:
            refuse("Keine Zellen gefunden.")
        return Range(self.Worksheet, self.Worksheet.spills[key])

    # ---- changing -----------------------------------------------------------------------------------

    def _changed(self) -> None:
        """Whether a program may write here; if so, all that follows from it."""
        sheet = self.Worksheet
        if sheet.ProtectContents and not sheet.ProtectionMode and any(key not in sheet.unlocked for key in self.area):
            refuse(PROTECTED)
        if sheet.Parent.broken == (sheet.Name, self.area.top):
            raise RuntimeError("the connection broke")
        for whole in sheet.arrays.values():
            if whole.overlaps(self.area) and not _inside(whole, self.area):
                refuse(PART_OF_ARRAY)
        sheet.Parent.changed(sheet.Name, self.Address)

    def _put(self, given: Any, *, dynamic: bool = False) -> None:
        sheet = self.Worksheet
        rows = given if isinstance(given, tuple | list) else ((given,) * self.area.shape[1],) * self.area.shape[0]
        assert (len(rows), len(rows[0])) == self.area.shape, (rows, self.area)
        for value in (value for row in rows for value in row):
            formula = isinstance(value, str) and value.startswith("=")
            if isinstance(value, str) and len(value) > (LONGEST_FORMULA if formula else LONGEST_TEXT):
                refuse("Anwendungs- oder objektdefinierter Fehler")
        self._changed()
        for key, value in zip(self.area, (value for row in rows for value in row), strict=True):
            sheet.clear(key)
            if isinstance(value, str) and value.startswith("="):
                sheet.formulas[key] = value
                if dynamic:
                    sheet.dynamic.add(key)
                sheet.computed(key)
            else:
                read = typed(value)
                if read is not None:
                    sheet.values[key] = read
        sheet.Parent.Application.recalculate()

    def Copy(self, target: Range) -> None:
        target._changed()
        for key, source in zip(target.area, self.area, strict=True):
            target.Worksheet.formats[key] = self.Worksheet.formats.get(source, "")
            target.Worksheet.values[key] = self.Worksheet.values.get(source)


class Areas:
    """The areas of a range: always one here."""

    def __init__(self, items: list[Range]) -> None:
        self.items = items

    @property
    def Count(self) -> int:
        return len(self.items)


def typed(value: Any) -> Any:
    """What a cell holds after a program gave it a value; a text is read as an American types it.

    >>> typed("1,234.5"), typed("'1.3"), typed("WAHR"), typed("true"), typed(""), typed("#N/A")
    (1234.5, '1.3', 'WAHR', True, None, -2146826246)
    """
    if isinstance(value, bool) or value is None or value == "":
        return None if value in (None, "") else value
    if isinstance(value, int):
        return value if value < -2_000_000_000 else float(value)  # error values come as they are
    if not isinstance(value, str):
        return value
    if value.startswith("'"):
        return value[1:]
    if value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    if value in ERROR_CODES:
        return value_of(value)
    if any(sign.isdigit() for sign in value) and _NUMBER.match(value):
        number = float(value.rstrip("%").replace(",", ""))
        return number / 100 if value.endswith("%") else number
    if _DATE.match(value):
        return 42_736.0  # some day: what was a text is one no more
    return value


def _inside(part: Area, area: Area) -> bool:
    return (part.top, part.left) in area and (part.bottom, part.right) in area


def range_of(sheet: Worksheet, text: str) -> Range:
    area = parse_area(text)
    assert area, text
    return Range(sheet, area)
