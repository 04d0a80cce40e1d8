"""Formulas in Excel's language and in German: separators, and the few functions that tests use."""

from __future__ import annotations

import re

_NAMES = {"SUM": "SUMME", "IF": "WENN", "IFERROR": "WENNFEHLER", "ROUND": "RUNDEN", "ISERROR": "ISTFEHLER"}
_PARTS = re.compile(r'("(?:[^"]|"")*"|\'(?:[^\']|\'\')*\')')
INTERNATIONAL = {1: 49, 2: 49, 3: ",", 4: ".", 5: ";", 6: ")", 7: "(", 14: ";", 15: "."}
"""``Application.International``: xlCountryCode, xlCountrySetting, xlDecimalSeparator, xlThousandsSeparator,
xlListSeparator, …, xlRowSeparator, xlColumnSeparator (https://learn.microsoft.com/office/vba/api/excel.xlapplicationinternational)."""


def german(formula: str) -> str:
    """As a German types it.

    >>> german('=IF(A1>0.5,SUM(A1:A3),"1,5")')
    '=WENN(A1>0,5;SUMME(A1:A3);"1,5")'
    """
    return _outside_texts(formula, _NAMES, lambda text: re.sub(r"(\d)\.(\d)", r"\1,\2", text.replace(",", ";")))


def english(formula: str) -> str:
    """As a program types it.

    >>> english('=WENN(A1>0,5;SUMME(A1:A3);"1,5")')
    '=IF(A1>0.5,SUM(A1:A3),"1,5")'
    """
    back = {there: here for here, there in _NAMES.items()}
    return _outside_texts(formula, back, lambda text: re.sub(r"(\d),(\d)", r"\1.\2", text).replace(";", ","))


def _outside_texts(formula: str, names: dict[str, str], change) -> str:
    found = []
    for part in _PARTS.split(formula):
        if part[:1] in ('"', "'"):
            found.append(part)
            continue
        renamed = re.sub(r"\b([A-ZÄÖÜ]+)\(", lambda match: f"{names.get(match[1], match[1])}(", part)
        found.append(change(renamed))
    return "".join(found)
