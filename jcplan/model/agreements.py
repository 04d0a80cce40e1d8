"""What is agreed in the monthly talk, and what is noted on a figure: how many, and in which states they can be."""

from __future__ import annotations

from typing import Final

AGREEMENTS: Final = 60
"""Rows of the sheet Vereinbarungen."""
COMMENTS: Final = 60
"""Rows of the sheet Kommentare."""
OPEN, WORKING, DONE, DROPPED = "offen", "in Arbeit", "erledigt", "entfällt"
STATES: Final = (OPEN, WORKING, DONE, DROPPED)
"""Of an agreement; a blank means that it is open."""
CLOSED: Final = (DONE, DROPPED)
"""Those that nobody has to come back to."""
COMMENT_STATES: Final = (OPEN, DONE)
"""Of a comment; a blank means that it is open."""

WHAT, WHO, DUE, STATE, TEAM, MONTH = (
    f"Vereinbarung_{column}" for column in ("Was", "Wer", "bis", "Stand", "Team", "Monat")
)
"""Defined names of the columns of the sheet Vereinbarungen."""
AGREEMENT_COLUMNS: Final = (WHAT, WHO, DUE, STATE, TEAM, MONTH)
FIGURE, TEXT, BY, ON, THEN, COMMENT_STATE = (
    f"Kommentar_{column}" for column in ("Name", "Text", "wer", "am", "Wert", "Stand")
)
"""Defined names of the columns of the sheet Kommentare; the first holds the defined name of the figure."""
COMMENT_COLUMNS: Final = (FIGURE, TEXT, BY, ON, THEN, COMMENT_STATE)
LONGEST: Final = 1000
"""Characters of a comment."""
