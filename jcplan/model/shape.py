"""What a Jobcenter's plan has how many of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Final

from jcplan import german
from jcplan.errors import InputError

MOST: Final = {"gruppen": 6, "projekte": 40, "instrumente": 40, "standards": 40}
"""The most of each; of all one is the least."""
MOST_OFFICES, MOST_TEAMS = 40, 120
_COUNTS: Final = "4,4,3"


@dataclass(frozen=True)
class Shape:
    """How many of each a plan has; the sheets are laid out by it.

    Attributes:
        gruppen: Groups of ELB, 1 to 6.
        teams: Teams of each office; 1 to 40 offices, up to 120 teams.
        projekte: Programmes.
        instrumente: Instruments that the EGT is spent on.
        standards: Minimum standards.

    Raises:
        InputError: Fewer or more than there can be.
    """

    gruppen: int = 2
    teams: tuple[int, ...] = (4, 4, 4, 4, 4, 4)
    projekte: int = 10
    instrumente: int = 10
    standards: int = 10

    def __post_init__(self) -> None:
        for name, most in MOST.items():
            found = getattr(self, name)
            if not 1 <= found <= most:
                raise InputError(f"--{name}", german.number(found), f"eine ganze Zahl von 1 bis {most}")
        if not 1 <= len(self.teams) <= MOST_OFFICES:
            raise InputError("--teams", f"{len(self.teams)} Geschäftsstellen", f"1 bis {MOST_OFFICES} Geschäftsstellen")
        if min(self.teams) < 1 or sum(self.teams) > MOST_TEAMS:
            counts = ",".join(map(str, self.teams))
            expected = f"je Geschäftsstelle mindestens ein Team, zusammen höchstens {MOST_TEAMS}"
            raise InputError("--teams", f"{counts} (zusammen {sum(self.teams)})", expected)

    @property
    def offices(self) -> int:
        """How many offices there are.

        >>> Shape(teams=(5, 5, 3)).offices
        3
        """
        return len(self.teams)

    @property
    def units(self) -> int:
        """How many teams there are over all offices.

        >>> Shape(teams=(5, 5, 3)).units
        13
        """
        return sum(self.teams)

    def teams_of(self, office: int) -> range:
        """Numbers of an office's teams over all offices, both counted from 0.

        >>> Shape(teams=(5, 5, 3)).teams_of(1)
        range(5, 10)
        """
        first = sum(self.teams[:office])
        return range(first, first + self.teams[office])

    def __str__(self) -> str:
        """As a workbook carries it.

        >>> print(Shape(teams=(5, 3)))
        gruppen=2;teams=5,3;projekte=10;instrumente=10;standards=10
        """
        return ";".join(f"{field.name}={_written(getattr(self, field.name))}" for field in fields(self))


def differences(before: Shape, after: Shape) -> str:
    """What another shape has more or less of.

    >>> differences(Shape(), Shape(gruppen=3, teams=(5, 5, 3)))
    'Gruppen 2 → 3, Teams 4,4,4,4,4,4 → 5,5,3'
    """
    pairs = ((field.name, getattr(before, field.name), getattr(after, field.name)) for field in fields(Shape))
    return ", ".join(f"{key.capitalize()} {_written(old)} → {_written(new)}" for key, old, new in pairs if old != new)


def _written(value: int | tuple[int, ...]) -> str:
    return str(value) if isinstance(value, int) else ",".join(map(str, value))


def read_shape(text: str) -> Shape:
    """A shape as ``str`` gives it.

    Args:
        text: ``key=number`` with ``;`` between, every key.

    Raises:
        InputError: It is no shape.

    >>> read_shape("gruppen=3;teams=5,5,3;projekte=4;instrumente=6;standards=5").teams
    (5, 5, 3)
    """
    keys = {field.name for field in fields(Shape)}
    found: dict[str, int | tuple[int, ...]] = {}
    for part in filter(None, text.split(";")):
        key, _, value = part.partition("=")
        if key not in keys or not re.fullmatch(r"\d{1,4}(,\d{1,4})*", value):
            raise InputError("Form der Mappe", f"„{part}“", "Angaben wie gruppen=2;teams=4,4,3")
        numbers = tuple(map(int, value.split(",")))
        found[key] = numbers if key == "teams" else numbers[0]
    if found.keys() != keys:
        raise InputError("Form der Mappe", f"„{text}“", f"Angaben zu {', '.join(sorted(keys))}")
    return Shape(**found)  # type: ignore[arg-type]


def team_counts(text: str) -> tuple[int, ...]:
    """Teams of each office, as people write them.

    Raises:
        InputError: It is no list of whole numbers.

    >>> team_counts("5, 5,3")
    (5, 5, 3)
    """
    parts = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch(r"\d{1,4}", part) for part in parts):
        raise InputError(
            "--teams", f"„{text}“", f"ganze Zahlen mit Komma dazwischen, je Geschäftsstelle eine: {_COUNTS}"
        )
    return tuple(map(int, parts))


def kept(before: Iterable[int], after: Iterable[int]) -> list[tuple[int, int]]:
    """Which team of a shape stands where in another, by number over all offices: each at its place in its office.

    >>> kept((2, 2), (1, 3))
    [(0, 0), (2, 1), (3, 2)]
    """
    found, old, new = [], 0, 0
    for had, has in zip(before, after, strict=False):
        found += [(old + index, new + index) for index in range(min(had, has))]
        old, new = old + had, new + has
    return found
