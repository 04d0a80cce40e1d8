"""The writer's formats, made of the look's styles."""

from __future__ import annotations

from typing import Any

import xlsxwriter

from jcplan.sheet.styles import STYLES, WARM


class Formats:
    """Formats by style and number format, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str | None], Any] = {}

    def get(self, style: str, number_format: str | None = None) -> Any:
        """The format of a style, with a number format where one is given."""
        key = (style, number_format)
        if key not in self._made:
            properties = dict(STYLES[style])
            if number_format:
                properties["num_format"] = number_format
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def mark(self, colors: tuple[str, str], symbol: str, behind: str = "") -> Any:
        """A verdict's look: fill, colour, a symbol in front of its word and perhaps a word behind it."""
        fill, color = colors
        form = f'"{symbol} "@' + (f'"{behind}"' if behind else "")
        return self._book.add_format({"bg_color": fill, "font_color": color, "num_format": form})

    def number(self, number_format: str) -> Any:
        """Another number format, in a rule."""
        return self._book.add_format({"num_format": number_format})

    def warning(self) -> Any:
        """A text that must not be overlooked."""
        return self._book.add_format({"font_color": WARM, "bold": True})

    def muted(self) -> Any:
        """Results that cannot be there yet, because inputs are missing."""
        return self._book.add_format({"font_color": "#FFFFFF", "num_format": ";;;"})
