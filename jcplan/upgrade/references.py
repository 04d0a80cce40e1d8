"""Lets the references of the user's own formulas follow the delivered cells from one workbook into the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from jcplan.cells import Area, column_name, parse_area, quote_sheet, split_reference
from jcplan.port import Place
from jcplan.tokens import is_operand, tokens
from jcplan.upgrade import names

_SINGLE: Final = re.compile(r"(\$?)[A-Z]{1,3}(\$?)[0-9]+", re.IGNORECASE)
_ELSEWHERE: Final = ("INDIRECT(", "OFFSET(")
"""What leads to cells that no reference names."""


class Follow:
    """Where the cells of a workbook are in its successor, as far as defined names say so.

    Args:
        before: Sheet and area of the delivered names in the old workbook.
        after: The same in the new one.
        sheets: The old workbook's delivered sheets, as they are called there.
        gone: Delivered names that the new workbook does not have, under any name.
    """

    def __init__(
        self, before: Mapping[str, Place], after: Mapping[str, Place], sheets: Iterable[str], gone: Iterable[str]
    ) -> None:
        self._sheets = {sheet.casefold() for sheet in sheets}
        self._gone = {name.casefold() for name in gone}
        now = {name.casefold(): place for name, place in after.items()}
        self._moves: dict[str, list[tuple[Area, Place]]] = {}
        self._renamed: dict[str, str] = {}
        for name, (sheet, area) in sorted(before.items(), key=lambda item: item[1][1].shape):
            new = names.now(name)
            if new != name and name.casefold() not in now:
                self._renamed[name.casefold()] = new
            if new.casefold() in now:
                self._moves.setdefault(sheet.casefold(), []).append((area, now[new.casefold()]))

    def concerns(self, text: str) -> bool:
        """Whether a text may refer to a delivered sheet or to a name that is gone; a quick look."""
        folded = text.casefold().replace("''", "'")
        words = (*self._sheets, *self._gone, *self._renamed)
        return any(word in folded for word in words)

    def renamed(self, text: str) -> str:
        """A formula with the names of the new workbook; its references stay.

        Args:
            text: As stored, without ``=``.
        """
        return "".join(self._renamed.get(word.casefold(), word) if is_operand(word) else word for word in tokens(text))

    def place(self, sheet: str, area: Area) -> Place | None:
        """Where an area of a delivered sheet is now: that of a name, or inside the smallest name around it."""
        moves = self._moves.get(sheet.casefold(), ())
        exact = next((new for old, new in moves if old == area and new[1].shape == old.shape), None)
        if exact is not None:
            return exact
        for old, (now, new) in moves:
            inside = (area.top, area.left) in old and (area.bottom, area.right) in old
            moved = _shifted(area, new.top - old.top, new.left - old.left)
            if inside and (moved.bottom, moved.right) in new:
                return now, moved
        return None

    def formula(self, text: str, sheet: str = "", *, unmoved: bool = False) -> str | None:
        """A formula that says the same in the new workbook, or None where a reference cannot follow.

        Args:
            text: As stored, without ``=``.
            sheet: The sheet that it stands on.
            unmoved: Whether what stands around it is the same in both workbooks.
        """
        at_home = sheet.casefold() in self._sheets
        if not at_home and not self.concerns(text):
            return text
        written = []
        for word in tokens(text):
            new = self._operand(word, sheet if at_home else "", unmoved=unmoved) if is_operand(word) else word
            if new is None or word.upper() in _ELSEWHERE:
                return None
            written.append(new)
        return "".join(written)

    def _operand(self, text: str, home: str, *, unmoved: bool) -> str | None:
        """A reference or a name."""
        sheet, rest = split_reference(text)
        area = parse_area(rest)
        if not sheet and area is None:
            return None if text.casefold() in self._gone else self._renamed.get(text.casefold(), text)
        if sheet.casefold() not in self._sheets and not (home and not sheet):
            spanned = {part.strip("'").casefold() for part in re.split("[:!]", text)}
            return None if spanned & self._sheets else text
        found = self.place(sheet or home, area) if area is not None else None
        if found is None:
            return text if not sheet and unmoved else None
        return (f"{quote_sheet(found[0])}!" if sheet or found[0] != home else "") + _like(rest, found[1])


def _shifted(area: Area, rows: int, columns: int) -> Area:
    return Area(area.top + rows, area.left + columns, area.bottom + rows, area.right + columns)


def _like(written: str, area: Area) -> str:
    """An area with the ``$`` of another reference.

    >>> _like("$B3:C$4", Area(13, 2, 14, 3))
    '$B13:C$14'
    """
    corners = [(area.top, area.left), (area.bottom, area.right)]
    marks = [match.groups() for match in _SINGLE.finditer(written)]
    return ":".join(
        f"{before_column}{column_name(column)}{before_row}{row}"
        for (before_column, before_row), (row, column) in zip(marks, corners, strict=False)
    )
