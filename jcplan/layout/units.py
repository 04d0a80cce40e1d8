"""The whole Jobcenter, its offices and their teams: the keys of their rows, and what each of them sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jcplan.cells import Area
from jcplan.model.shape import Shape
from jcplan.model.teams import Measure
from jcplan.printing import BEFORE, PRINTED
from jcplan.sheet.months import MONTHS
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import NOWHERE
from jcplan.sheet.table import Row, Special

_WHOLE = "jc"
"""A cell that is always empty: what is printed of a sheet of which nothing is."""


@dataclass(frozen=True)
class Unit:
    """The whole, an office or a team; going through it gives itself and all below it, as tables show them.

    Attributes:
        key: How formulas name its rows.
        parts: The offices of the whole, the teams of an office.
    """

    key: str
    parts: tuple[Unit, ...] = ()

    def __iter__(self) -> Iterator[Unit]:
        yield self
        for part in self.parts:
            yield from part

    @property
    def teams(self) -> tuple[Unit, ...]:
        """All its teams."""
        return tuple(unit for unit in self if not unit.parts)

    @property
    def label(self) -> str:
        """Its name as a table takes it; a blank text for a place that is not used."""
        if self.key == _WHOLE:
            return "=Annahme_Jobcenter"
        key, name = (f"{{teams.{'gs' if self.parts else 'team'}.{self.key}.{part}}}" for part in ("kuerzel", "name"))
        return f'=IF(ISBLANK({key}),"",{key}&" · "&{name})'

    def row(self, formula: str | None = None, cells: Mapping[str, str | Special | None] | None = None) -> Row:
        """Its row in a table of the whole, offices and teams: all but teams are totals."""
        kind, style = ("total", "label_bold") if self.parts else ("plain", "")
        return Row(self.key, self.label, formula, cells or {}, kind=kind, label_style=style)

    @property
    def plain_row(self) -> Row:
        """Its row in a table of offices or teams alone."""
        return Row(self.key, self.label)

    def parts_in(self, table: str = "", column: str = "*") -> str:
        """The cells of its parts in a table of the whole, offices and teams: offices one by one, teams in one range.

        >>> unit = whole(Shape(teams=(2, 1)))
        >>> unit.parts_in(), unit.parts[0].parts_in("elb_ist", "jahr")
        ('{g1.*},{g2.*}', '{elb_ist.g1t1.jahr:elb_ist.g1t2.jahr}')
        """
        if not self.parts[0].parts:
            return self.teams_in(table, column)
        return ",".join(_cell(table, part, column) for part in self.parts)

    def teams_in(self, table: str = "", column: str = "*") -> str:
        """The cells of its teams in a table of teams alone."""
        first, last = (_cell(table, team, column)[1:-1] for team in (self.teams[0], self.teams[-1]))
        return f"{{{first}:{last}}}"


def _cell(table: str, unit: Unit, column: str) -> str:
    return f"{{{table}.{unit.key}.{column}}}" if table else f"{{{unit.key}.{column}}}"


def whole(shape: Shape) -> Unit:
    """The whole Jobcenter of a shape.

    >>> [unit.key for unit in whole(Shape(teams=(2, 1)))]
    ['jc', 'g1', 'g1t1', 'g1t2', 'g2', 'g2t1']
    """
    offices = (
        Unit(f"g{office}", tuple(Unit(f"g{office}t{team}") for team in range(1, teams + 1)))
        for office, teams in enumerate(shape.teams, 1)
    )
    return Unit(_WHOLE, tuple(offices))


def key(measure: Measure) -> str:
    """How tables, rows and columns of a measure are named.

    >>> from jcplan.model.teams import EXITS
    >>> key(EXITS)
    'lzb_abgaenge'
    """
    return measure.key.lower()


def month_line(page: Sheet) -> None:
    """The months over all tables of a sheet, by number and shown by name; they stay in sight, so do the lines above."""
    page.put(page.row, 2, "Monat", "units_left")
    for number, name in enumerate(MONTHS, 1):
        page.put(page.row, 2 + number, float(number), "units", f'"{name}"', key=f"nummer{number}")
    page.put(page.row, page.last_column, None, "units")
    page.freeze_row = page.row
    page.skip()


def last_month(known: str) -> str:
    """Formula of the last month that is known, on a sheet with a line of months; 0 for none.

    Args:
        known: Formula that is true, or 1, for each month that is.
    """
    return f"SUMPRODUCT(MAX({known}*{{nummer1:nummer12}}))"


def printed(page: Sheet, before: int, rows: int | None = None) -> None:
    """What is printed of a sheet: while there are no actuals so many rows, none for 0; then all of them, or ``rows``.

    Hidden names say both, so that the workbook's own file can go from one to the other.
    """
    page.print_area = Area(1, 1, before, page.last_column) if before else NOWHERE
    whole = Area(1, 1, rows or page.last_row, page.last_column)
    page.name_area(PRINTED + page.name, whole, hidden=True)
    page.name_area(BEFORE + page.name, page.print_area, hidden=True)
