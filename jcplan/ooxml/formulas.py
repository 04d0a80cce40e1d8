"""Formulas of a worksheet part, shared ones written out for each cell."""

from __future__ import annotations

from typing import Final

from openpyxl.formula.translate import Translator, TranslatorError

from jcplan.cells import Area, address, parse_area

UNKNOWN: Final = "TABLE()"
"""Stands for a formula that has no text of its own, so that nobody can compute it: mostly a data table."""


class _Translator(Translator):
    """Keeps the sheet in front of a name (``Blatt!Name``), which the base class drops."""

    @classmethod
    def translate_range(cls, range_str: str, rdelta: int, cdelta: int) -> str:
        sheet, mark, rest = range_str.rpartition("!")
        translated = super().translate_range(rest, rdelta, cdelta)  # type: ignore[no-untyped-call]
        return f"{sheet}{mark}{translated}"


class Formulas:
    """Reads the ``<f>`` elements of one sheet in their order."""

    def __init__(self) -> None:
        self._masters: dict[str, _Translator] = {}

    def read(self, row: int, column: int, attributes: dict[str, str], text: str) -> tuple[str | None, Area | None]:
        """The formula without ``=`` (None for an empty ``<f/>``), and the area that it fills.

        The area is set for array formulas and data tables only.
        """
        kind = attributes.get("t", "normal")
        text = text.strip().removeprefix("=")
        if kind == "dataTable":
            return UNKNOWN, parse_area(attributes.get("ref", ""))
        if kind == "array":
            own = Area(row, column, row, column)
            return text or UNKNOWN, parse_area(attributes.get("ref", "")) or own
        if kind == "shared":
            return self._shared(address(row, column), attributes.get("si", ""), text), None
        return text or None, None

    def _shared(self, cell: str, group: str, text: str) -> str:
        if text:
            self._masters[group] = _Translator(f"={text}", cell)
            return text
        master = self._masters.get(group)
        if master is None:
            return UNKNOWN
        try:
            return str(master.translate_formula(cell)).removeprefix("=")
        except TranslatorError:  # a relative reference that leaves the sheet
            return UNKNOWN
