"""The rows of tables that show the whole Jobcenter, its offices and their teams, one below the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jcplan.layout import teams
from jcplan.model.teams import OFFICES, TEAMS


@dataclass(frozen=True)
class Unit:
    """One row of such a table.

    Attributes:
        offset: Rows below the first one.
        office: Number of the office from 0; None for the whole Jobcenter.
        team: Number of the team over all offices from 0; None for an office and the whole.
    """

    offset: int
    office: int | None = None
    team: int | None = None

    @property
    def parts(self) -> tuple[int, ...]:
        """Offsets of the rows that this one sums: its teams, or the offices."""
        if self.team is not None:
            return ()
        if self.office is None:
            return tuple(1 + office * (TEAMS + 1) for office in range(OFFICES))
        return tuple(range(self.offset + 1, self.offset + 1 + TEAMS))

    @property
    def label(self) -> str:
        """Formula of its name; a blank text for a slot that is not used."""
        if self.office is None:
            return "Annahme_Jobcenter"
        return teams.office_label(self.office) if self.team is None else teams.team_label(self.team)

    @property
    def style(self) -> str:
        """How its label looks."""
        return "label" if self.team is not None else "label_bold"

    @property
    def value_style(self) -> str:
        """How its figures look."""
        return "value" if self.team is not None else "total"


def _units() -> Iterator[Unit]:
    yield Unit(0)
    for office in range(OFFICES):
        first = 1 + office * (TEAMS + 1)
        yield Unit(first, office)
        for index in range(TEAMS):
            yield Unit(first + 1 + index, office, office * TEAMS + index)


ALL: Final = tuple(_units())
"""Whole Jobcenter, then each office with its teams."""


def cells(letter: str, first: int, unit: Unit) -> str:
    """The cells that a row sums: one range of teams, or a list of offices.

    >>> cells("C", 10, ALL[1]), cells("C", 10, ALL[0])
    ('C12:C15', 'C11,C16,C21,C26,C31,C36')
    """
    parts = unit.parts
    if unit.office is not None:
        return f"{letter}{first + parts[0]}:{letter}{first + parts[-1]}"
    return ",".join(f"{letter}{first + part}" for part in parts)
