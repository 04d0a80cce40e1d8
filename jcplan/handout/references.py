"""What names, rules and charts refer to, so that a workbook can do without some of its sheets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from jcplan.cells import Area, parse_area, split_reference
from jcplan.ooxml.markup import plain
from jcplan.ooxml.package import Package
from jcplan.tokens import is_operand, tokens

_OF_CHARTS: Final = re.compile(rb"<(?:\w+:)?f>([^<]*)</")
_LINES: Final = re.compile(r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?\d+:\$?\d+")
"""Whole columns or rows."""
_COMPUTES: Final = frozenset("+*/^&=%<>") | {"<>", "<=", ">="}


def is_reference(target: str, sheets: Collection[str]) -> bool:
    """Whether what a name stands for is no formula: cells of some sheets, or a constant.

    Args:
        target: Without ``=``.
        sheets: Titles.

    >>> [is_reference(text, ["Ziele"]) for text in ("Ziele!$A$1", "'Weg'!$A$1", "SUM(Ziele!$A$1)", "0.19", '"x"')]
    [True, False, False, True, True]
    """
    known = {sheet.casefold() for sheet in sheets}
    words = [word for word in tokens(target) if word.strip()]
    return all(
        word[-1] != "("
        and word not in _COMPUTES
        and not word.startswith("#")
        and (not is_operand(word) or _sheet_of(word) in known)
        for word in words
    )


def _sheet_of(word: str) -> str:
    return split_reference(word)[0].casefold()


def needs(formula: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """The sheets and names that a rule's formula mentions, as (sheet, name); one of both is an empty text.

    >>> list(needs("AND($B2>1,Ziele!$A$1=0,Ziele_Stand_Stufe=5)", {"ziele_stand_stufe"}))
    [('Ziele', ''), ('', 'Ziele_Stand_Stufe')]

    Args:
        formula: The formula.
        names: Names of the workbook in small letters; any other word that is no address is given too.
    """
    for word in tokens(formula):
        if word.strip() and is_operand(word):
            sheet, rest = split_reference(word)
            if sheet:
                yield sheet, ""
            elif rest.casefold() in names or not (parse_area(rest) or _LINES.fullmatch(rest)):
                yield "", rest


def calls(formula: str, prefix: str) -> bool:
    """Whether a formula calls a function whose name begins so."""
    return any(word[-1] == "(" and word.casefold().startswith(prefix.casefold()) for word in tokens(formula))


def charted(package: Package, *sources: str) -> Iterator[tuple[str, Area]]:
    """The areas that charts show.

    Args:
        package: A workbook.
        sources: Parts from which the charts are reached; all charts, if there are none.
    """
    workbook = package.workbook_part()
    parts = {
        part for source in sources or ("",) for part in package.reached(source, without=(workbook,) if sources else ())
    }
    for part in sorted(part for part in parts if "/charts/" in part and part.endswith(".xml")):
        for found in _OF_CHARTS.findall(package.part(part)):
            for word in tokens(plain(found.decode("utf-8", "replace"))):
                sheet, rest = split_reference(word)
                area = parse_area(rest)
                if sheet and area is not None:
                    yield sheet, area
