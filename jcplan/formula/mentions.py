"""Which sheets a change on others can reach, by what formulas mention: rather too many than one too few."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

_ANYWHERE: Final = ("indirect(", "offset(", "[")
"""What may lead to any sheet: addresses from texts, tables and other workbooks."""
_OVER_SHEETS: Final = re.compile(r":[\w ']+!")
"""A reference over several sheets names the first and the last only."""

_APART: Final = bytes(code if code > 127 or chr(code).isalnum() or chr(code) in "_.\\?" else 32 for code in range(256))
"""Turns every sign that no defined name has into a blank: faster than a pattern finds words."""


def reached(
    changed: Iterable[str], sheets: Sequence[str], names: Mapping[str, str], text: Callable[[str], str]
) -> set[str]:
    """The sheets whose formulas may give something else when cells of some sheets change; those sheets too.

    >>> texts = {"A": "=1", "B": "=A!C3", "C": "=Aus_B", "D": "=2"}
    >>> sorted(reached(["A"], list(texts), {"Aus_B": "B!$A$1"}, texts.__getitem__))
    ['A', 'B', 'C']

    Args:
        changed: Where cells change.
        sheets: All sheets.
        names: What defined names refer to.
        text: Gives all formulas of a sheet.
    """
    texts = {sheet: text(sheet).casefold() for sheet in sheets}
    targets = {name.casefold(): target.casefold() for name, target in names.items()}
    anywhere = {sheet for sheet, held in texts.items() if _leads_anywhere(held)}
    mentioned = {sheet: _words(held) for sheet, held in texts.items()}
    within = {name: _words(target) for name, target in targets.items()}
    lost = any(map(_leads_anywhere, targets.values()))
    found: set[str] = set()
    waiting = [sheet for sheet in sheets if sheet.casefold() in {wanted.casefold() for wanted in changed}]
    while waiting:
        sheet = waiting.pop()
        if sheet not in found:
            found.add(sheet)
            itself = _itself(sheet)
            leading = _leading(itself, targets, within)
            waiting += [
                other
                for other, held in texts.items()
                if other in anywhere or any(w in held for w in itself) or not leading.isdisjoint(mentioned[other])
            ]
    return set(sheets) if lost else found


def _leads_anywhere(text: str) -> bool:
    return any(word in text for word in _ANYWHERE) or (":" in text and _OVER_SHEETS.search(text) is not None)


def _itself(sheet: str) -> tuple[str, ...]:
    """How formulas may write a sheet before a cell."""
    folded = sheet.casefold()
    return f"{folded}!", f"{folded}'!", f"{folded.replace(chr(39), chr(39) * 2)}'!"


def _leading(sheet: tuple[str, ...], targets: Mapping[str, str], within: Mapping[str, set[bytes]]) -> set[bytes]:
    """The names that lead to a sheet, over other names too."""
    found = {name.encode() for name, target in targets.items() if any(word in target for word in sheet)}
    new = found
    while new:
        new = {name.encode() for name, words in within.items() if not new.isdisjoint(words)} - found
        found |= new
    return found


def _words(text: str) -> set[bytes]:
    """All words of a text that may be defined names."""
    return set(text.encode().translate(_APART).split())
