"""The mark of a control: which figure it shows, how, and a check of the text that was written into it last.

Word keeps it in a control's tag (``w:tag``), of 64 characters at most. A text that no longer fits its check was
typed over by hand.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jcplan.errors import InputError

LONGEST: Final = 64
"""Characters of a tag that Word takes."""
TABLE, CHART = "T", "D"
"""Forms of a control that marks its table, or holds a chart."""
_MARK: Final = re.compile(r"([^\W\d][\w.]*)\|([^|]{1,5})\|([0-9a-z]{3})")
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def check_of(text: str) -> str:
    """Three characters that tell a text from nearly all others.

    >>> check_of("27.649") == check_of("27.650"), len(check_of(""))
    (False, 3)
    """
    code = zlib.crc32(text.encode()) % 36**3
    return _DIGITS[code // 1296] + _DIGITS[code // 36 % 36] + _DIGITS[code % 36]


def rows_text(rows: Sequence[Sequence[str]]) -> str:
    """The text of a table's body, for its check.

    >>> rows_text([["a", "b"], ["c", "d"]])
    'a\\x1fb\\x1ec\\x1fd'
    """
    return "\x1e".join("\x1f".join(row) for row in rows)


def picture_text(text: str, chart: bytes) -> str:
    """The text of a chart, for its check: its alternative text and its XML."""
    return text + chart.decode()


@dataclass(frozen=True)
class Mark:
    """The mark of a control.

    Attributes:
        name: A defined name of the workbook, or the name of a table or a chart.
        form: How the figure is shown (``form.read_form``), ``T`` for a table, ``D`` for a chart.
        check: ``check_of`` the text that jcplan wrote last: of a table its ``rows_text``, of a chart its
            ``picture_text``.
    """

    name: str
    form: str
    check: str

    @classmethod
    def of(cls, name: str, form: str, text: str) -> Mark:
        """The mark of a control with a text.

        Raises:
            InputError: The name is longer than a tag can be.
        """
        mark = cls(name, form, check_of(text))
        if len(str(mark)) > LONGEST:
            raise InputError(
                name, f"{len(name)} Zeichen", f"einen Namen von höchstens {LONGEST - len(form) - 5} Zeichen"
            )
        return mark

    def fits(self, text: str) -> bool:
        """Whether a text is the one that jcplan wrote last."""
        return self.check == check_of(text)

    def __str__(self) -> str:
        return f"{self.name}|{self.form}|{self.check}"


def read_mark(tag: str) -> Mark | None:
    """The mark in a control's tag; None where it is not one of ours.

    >>> read_mark(str(Mark.of("Ziel_LZB", "n0", "17.241"))).name, read_mark("Datum")
    ('Ziel_LZB', None)
    """
    found = _MARK.fullmatch(tag)
    return Mark(*found.groups()) if found else None
