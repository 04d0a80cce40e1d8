"""The user's own xlwings settings, ``%USERPROFILE%\\.xlwings\\xlwings.conf``.

A workbook names no interpreter: it is looked up here, so that one file works on every PC. Nothing else in
this file counts for our workbooks (``hardening``). Each line holds a key and a value in quotation marks, as
VBA's ``Write #`` writes and ``Input #`` reads them.
"""

from __future__ import annotations

import csv
from typing import Final

INTERPRETER: Final = "INTERPRETER_WIN"
FILE: Final = (".xlwings", "xlwings.conf")
"""Below the user's folder."""


def keys(text: str) -> list[str]:
    """All keys, in upper case.

    >>> keys('"PYTHONPATH","D:\\\\x"\\n\\n"interpreter_win","p.exe"')
    ['PYTHONPATH', 'INTERPRETER_WIN']
    """
    return [row[0].strip().upper() for row in csv.reader(text.splitlines()) if len(row) >= 2]


def value(text: str, key: str) -> str:
    """The value of a key, ``""`` where there is none; upper and lower case are the same.

    >>> value('"INTERPRETER_WIN","C:\\\\Python\\\\python.exe"', "interpreter_win")
    'C:\\\\Python\\\\python.exe'
    """
    for row in csv.reader(text.splitlines()):
        if len(row) >= 2 and row[0].strip().upper() == key.upper():
            return row[1].strip()
    return ""


def with_value(text: str, key: str, new: str) -> str:
    """The settings with a key set; every other line stays as it is.

    >>> with_value('"PYTHONPATH","D:\\\\\\\\x"', "INTERPRETER_WIN", "p.exe")
    '"PYTHONPATH","D:\\\\\\\\x"\\n"INTERPRETER_WIN","p.exe"\\n'
    """
    line = f'"{key}","{new}"'
    lines, found = [], False
    for old in text.splitlines():
        if not _is(old, key):
            lines.append(old)
        elif not found:
            lines.append(line)
            found = True
    if not found:
        lines.append(line)
    return "\n".join(lines) + "\n"


def without(text: str, key: str) -> str:
    """The settings without a key; every other line stays as it is.

    >>> without('"interpreter_win","p.exe"\\n"SHOW CONSOLE","True"', "INTERPRETER_WIN")
    '"SHOW CONSOLE","True"\\n'
    """
    return "".join(f"{line}\n" for line in text.splitlines() if not _is(line, key))


def _is(line: str, key: str) -> bool:
    """Whether a line holds a key."""
    return next(iter(csv.reader([line])), [""])[:1] == [key] or line.upper().startswith(f'"{key.upper()}",')
