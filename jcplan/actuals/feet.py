"""Rows of a delivery that hold no figures: what statistics write below their tables, and numbers of columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jcplan.actuals.line import is_blank
from jcplan.actuals.months import find_month
from jcplan.actuals.text import Row
from jcplan.actuals.words import spaced
from jcplan.cells import Scalar
from jcplan.german import literal

_FOOT: Final = re.compile(
    r"©|\(c\)\s|copyright\b|quellen?\b|erstellungsdatum\b|erstellt (?:am|von)\b|(?:daten)?stand\s*:|hinweise?\s*:"
    r"|anmerkung(?:en)?\s*:|fußnoten?\b|legende\b|zeichenerklärung\b|\*+\)|\*+ \w|[0-9]{1,2}\) ?\w"
    r"|statistik der bundesagentur\b|die angaben\b|aus datenschutzgründen\b",
    re.IGNORECASE,
)
"""How a row begins that tells of the table."""
_FIGURE: Final = re.compile(r"[*\-]|[0-9][0-9.,]*")
_SHOWN: Final = 40  # characters of a row


@dataclass(frozen=True)
class Body:
    """The rows below a header.

    Attributes:
        rows: Those that may hold figures.
        notes: What was left out, German sentences.
    """

    rows: list[Row]
    notes: tuple[str, ...]


def body(rows: Sequence[Row]) -> Body:
    """The rows below a header without the numbers of its columns, and without what stands below the table.

    >>> found = body([(5, (1.0, 2.0, 3.0)), (6, ("1.1", 5.0, 7.0)), (8, ("Quelle: Statistik der BA", None, None))])
    >>> found.rows
    [(6, ('1.1', 5.0, 7.0))]
    >>> found.notes[1]
    'Nicht gelesen, weil unter der Tabelle: Zeile 8 („Quelle: Statistik der BA“).'
    """
    kept: list[Row] = []
    feet: list[Row] = []
    notes: list[str] = []
    is_below = False
    for number, row in rows:
        filled = [cell for cell in row if not is_blank(cell)]
        if not filled:
            continue
        if not kept and not feet and _is_numbering(filled):
            notes.append(f"Nicht gelesen, weil Nummern der Spalten: Zeile {number}.")
            continue
        is_below = _is_foot(filled) or (is_below and len(filled) == 1 and _is_text(filled[0]))
        (feet if is_below else kept).append((number, row))
    if feet:
        (first, row), last = feet[0], feet[-1][0]
        text = next(cell for cell in row if not is_blank(cell))
        shown = literal(spaced(str(text))[:_SHOWN]).removesuffix(" (Text)")
        until = f" bis {last}" if last != first else ""
        notes.append(f"Nicht gelesen, weil unter der Tabelle: Zeile {first} ({shown}){until}.")
    return Body(kept, tuple(notes))


def _is_foot(filled: Sequence[Scalar]) -> bool:
    """Whether a row tells of the table: it begins so, and holds no figures; a date may follow."""
    first, *rest = filled
    if not isinstance(first, str) or not _FOOT.match(spaced(first)):
        return False
    return all(map(_is_text, rest)) or (len(rest) == 1 and find_month(rest[0]) is not None)


def _is_text(cell: Scalar) -> bool:
    return isinstance(cell, str) and not _FIGURE.fullmatch(cell.strip())


def _is_numbering(filled: Sequence[Scalar]) -> bool:
    """Whether a row numbers the columns from 1 on."""
    texts = [f"{cell:.15g}" if isinstance(cell, float) else str(cell).strip() for cell in filled]
    return len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]
