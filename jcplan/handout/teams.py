"""The pages of the teams on the sheet Teamseiten: where each stands, and what its team is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from jcplan.cells import Area, Scalar, areas
from jcplan.layout.teamseiten import PAGE
from jcplan.model import Shape

_KEYS: Final = "Team_Kuerzel"
_NAMES: Final = "Team_Name"
"""Defined names of what the teams are called, below each other in the order of the shape."""


@dataclass(frozen=True)
class TeamPage:
    """The page of a team.

    Attributes:
        key: The team's abbreviation, such as ``1.2``; its name where it has none.
        name: What the team is called.
        sheet: Title of the sheet.
        area: The cells of the page.
    """

    key: str
    name: str
    sheet: str
    area: Area

    @property
    def title(self) -> str:
        """Abbreviation and name, once where they are the same."""
        return self.key if self.name in ("", self.key) else f"{self.key} · {self.name}"


def team_pages(shape: Shape, names: Mapping[str, str], value: Callable[[str, int, int], Scalar]) -> Iterator[TeamPage]:
    """The pages of the teams that have an abbreviation or a name, in their order.

    Args:
        shape: Of the workbook.
        names: Its defined names.
        value: Gives the value of a cell by sheet, row and column.
    """
    places = areas(names)
    teams = [(office, team) for office, count in enumerate(shape.teams, 1) for team in range(1, count + 1)]
    for number, (office, team) in enumerate(teams):
        place = places.get(f"{PAGE}{office}_{team}")
        key, name = (_text(places, column, number, value) for column in (_KEYS, _NAMES))
        if place is not None and (key or name):
            yield TeamPage(key or name, name, *place)


def _text(
    places: Mapping[str, tuple[str, Area]], name: str, number: int, value: Callable[[str, int, int], Scalar]
) -> str:
    sheet, area = places[name]
    found = value(sheet, area.top + number, area.left)
    return (f"{found:g}" if isinstance(found, float) else str(found or "")).strip()
