"""What a Jobcenter's plan has how many of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """How many of each a plan has; the sheets are laid out by it.

    Attributes:
        gruppen: Groups of ELB.
        teams: Teams of each office.
        projekte: Programmes.
        instrumente: Instruments that the EGT is spent on.
        standards: Minimum standards.
    """

    gruppen: int = 2
    teams: tuple[int, ...] = (4, 4, 4, 4, 4, 4)
    projekte: int = 10
    instrumente: int = 10
    standards: int = 10

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
