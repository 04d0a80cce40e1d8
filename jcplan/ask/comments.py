"""Comments on a figure: read from the sheet Kommentare and written there. They belong to its name, not to a cell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from textwrap import shorten
from typing import Any, Final

from jcplan.ask import figure as figures
from jcplan.ask.figure import Figure
from jcplan.ask.state import State
from jcplan.cells import LABEL_LIMIT, Scalar, moment, serial, text_fault
from jcplan.errors import InputError
from jcplan.german import MINUS, count, literal
from jcplan.layout import kommentare
from jcplan.model.agreements import BY, COMMENT_COLUMNS, COMMENT_STATE, COMMENT_STATES, FIGURE, LONGEST, ON, TEXT, THEN
from jcplan.port import blocks

_OPEN, _DONE = COMMENT_STATES
_SHEET: Final = kommentare.NAME
_ASKED: Final = 100
"""Characters of a label in a question."""


@dataclass(frozen=True)
class Comment:
    """A row of the sheet Kommentare.

    Attributes:
        name: Defined name of the figure, as it stands there.
        text: What was noted.
        who: Who noted it.
        when: On which day; None where no date stands there.
        then: What the figure was then, told; ``""`` where it is not known.
        state: ``offen`` or ``erledigt``.
    """

    name: str
    text: str
    who: str
    when: dt.date | None
    then: str
    state: str

    def __str__(self) -> str:
        """As a message shows it.

        >>> print(Comment("Ziel_LZB", "Wert gilt.", "Eva", dt.date(2017, 2, 3), "17.241 Köpfe", "offen"))
        03.02.2017, Eva, zu 17.241 Köpfe: Wert gilt.
        """
        about = f"zu {self.then}" if self.then else ""
        done = f" ({_DONE})" if self.state == _DONE else ""
        return f"{', '.join(filter(None, (self.day, self.who, about)))}: {self.text}{done}"

    @property
    def day(self) -> str:
        """On which day, German."""
        return f"{self.when:%d.%m.%Y}" if self.when else "ohne Datum"

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "name": self.name,
            "kommentar": self.text,
            "wer": self.who or None,
            "am": self.when.isoformat() if self.when else None,
            "wert_damals": self.then or None,
            "stand": self.state,
        }


def read(state: State) -> tuple[Comment, ...]:
    """All comments, in the order of the sheet.

    Raises:
        InputError: The workbook has no place for them, or a name of it stands elsewhere.
    """
    return tuple(_comment(state, row) for row in _rows(state) if row[TEXT] not in (None, "") or row[FIGURE])


def on(state: State, figure: Figure) -> tuple[Comment, ...]:
    """The comments on a figure; none where the workbook has no place for them."""
    if FIGURE not in state.snapshot.index:
        return ()
    return tuple(each for each in read(state) if figures.figure(state, each.name) == figure)


def add(state: State, figure: Figure, text: str, *, who: str, when: dt.datetime) -> Comment:
    """Write a comment into the first free row of the sheet; nothing else.

    Args:
        state: The workbook's plan.
        figure: What it is about.
        text: What is noted; blanks around it do not count.
        who: Who notes it.
        when: When, local time.

    Raises:
        InputError: The text or the name cannot be written, or no row is free.
    """
    text = text.strip()
    if not text:
        raise InputError("Kommentar", literal(None), "einen Text")
    for place, written, limit in (("Kommentar", text, LONGEST), ("Name des Verfassers", who, LABEL_LIMIT)):
        if fault := text_fault(written, limit):
            raise InputError(place, fault, f"höchstens {limit} Zeichen, ohne Steuerzeichen")
    rows = _rows(state)
    free = next((number for number, row in enumerate(rows) if all(cell in (None, "") for cell in row.values())), None)
    if free is None:
        advice = "Bitte auf diesem Blatt erledigte Kommentare löschen."
        raise InputError(f"Blatt {_SHEET}", f"alle {len(rows)} Zeilen belegt", "eine freie Zeile", advice)
    then = figures.now(state, figure)
    cells: dict[str, Scalar] = {
        FIGURE: figure.name,
        TEXT: text,
        BY: who,
        ON: serial(when.date(), state.snapshot.day_zero),
        THEN: then,
        COMMENT_STATE: _OPEN,
    }
    places = {name: state.place(name) for name in cells}
    state.book.write(
        blocks({(sheet, area.top + free, area.left): cells[name] for name, (sheet, area) in places.items()})
    )
    return Comment(figure.name, text, who, when.date(), then, _OPEN)


def lines(found: tuple[Comment, ...]) -> list[str]:
    """The comments for a message box, with a heading; nothing where there are none."""
    return [f"{count(len(found), 'Kommentar', 'Kommentare')}:", *(f"  {each}" for each in found)] if found else []


def question(state: State, figure: Figure) -> str:
    """What the button asks, in as few words as Excel shows."""
    known = len(on(state, figure))
    before = f"\n\nBisher {count(known, 'Kommentar', 'Kommentare')}; „Warum?“ zeigt, was da steht." if known else ""
    now = figures.now(state, figure).replace(MINUS, "-")  # Excel's box shows only the usual characters
    return f"Was ist zu „{shorten(figure.label, _ASKED, placeholder=' …')}“ ({now}) anzumerken?{before}"


def _rows(state: State) -> list[dict[str, Scalar]]:
    """The cells of each row by the names of their columns."""
    state.snapshot.take(state.place(name) for name in COMMENT_COLUMNS)
    columns = {name: [cell for (cell,) in state.snapshot.named(name)] for name in COMMENT_COLUMNS}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _comment(state: State, row: dict[str, Scalar]) -> Comment:
    name, text, who, then, held = (
        "" if row[column] is None else str(row[column]).strip() for column in (FIGURE, TEXT, BY, THEN, COMMENT_STATE)
    )
    when = moment(row[ON], state.snapshot.day_zero)
    return Comment(name, text, who, when.date() if when else None, then, _DONE if held == _DONE else _OPEN)
