"""CSV files: from bytes to rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from jcplan.actuals.words import composed
from jcplan.cells import Scalar
from jcplan.errors import InputError
from jcplan.german import number

Row = tuple[int, Sequence[Scalar]]
"""A row of a file: its number, and its cells from the first column on."""

FORMATS: Final = "Gelesen werden .xlsx, .xlsm, .ods und CSV in UTF-8, UTF-16 oder Windows-1252, mit Semikolon getrennt."
TOP: Final = 20
"""The header stands in one of the first rows."""
_LONGEST: Final = 131_072  # characters, as the csv module's limit of a field
_NO_TABLE: Final = "Das ist wohl keine Tabelle. " + FORMATS


def decoded(name: str, data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 (with byte order mark) or Windows-1252, umlauts composed.

    Args:
        name: The file's name, for messages.
        data: Its content.

    Raises:
        InputError: It is no such text, or no table: a character NUL, or an endless line.
    """
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
    else:
        expected = "Text in UTF-8, UTF-16 oder Windows-1252"
        raise InputError(f"{name}, Zeile {line}", "ein unlesbares Zeichen", expected, FORMATS)
    for line, content in enumerate(io.StringIO(text, newline=None), start=1):
        if "\0" in content:
            raise InputError(f"{name}, Zeile {line}", "ein Nullzeichen (NUL)", "Text", _NO_TABLE)
        if len(content) > _LONGEST:
            found = f"eine Zeile mit {number(len(content))} Zeichen"
            raise InputError(f"{name}, Zeile {line}", found, f"höchstens {number(_LONGEST)} Zeichen", _NO_TABLE)
    return composed(text)


def separator_of(text: str, is_header: Callable[[Sequence[str]], bool]) -> str | None:
    """What separates the fields of the header; None where no line is one."""
    lines = text.splitlines()[:TOP]
    for separator in (";", "\t", ","):
        if any(is_header(next(csv.reader([line], delimiter=separator), [])) for line in lines):
            return separator
    return None


def split(name: str, text: str, separator: str) -> Iterator[Row]:
    """Each row with the number of its first line.

    Raises:
        InputError: A quotation mark has no counterpart.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    first = 1
    try:
        for row in reader:
            yield first, row
            first = reader.line_num + 1
    except csv.Error:  # or a field goes on over very many lines, which is the same slip
        found = "ein Anführungszeichen ohne Gegenstück"
        raise InputError(f"{name}, Zeile {first}", found, "ganze Felder in Anführungszeichen") from None
