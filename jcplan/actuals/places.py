"""Where a workbook keeps actuals: its year, its teams, its cells by defined name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from jcplan.actuals.instruments import Instruments, instrument_names
from jcplan.actuals.months import month_label
from jcplan.actuals.report import Entry
from jcplan.actuals.units import TOTAL, Units
from jcplan.cells import Area, Rows, Scalar, address, quote_sheet
from jcplan.errors import InputError
from jcplan.german import literal
from jcplan.model import Shape
from jcplan.model.groups import LABEL, name_of
from jcplan.model.teams import INDICATORS, MONEY, Measure, measures
from jcplan.snapshot import Snapshot

_YEAR: Final = "Annahme_Planjahr"
_KEYS: Final = "Team_Kuerzel"
_NAMES: Final = "Team_Name"
_WHOLE: Final = "Annahme_Jobcenter"


def actual_names(shape: Shape) -> list[str]:
    """The defined names of all cells that ``Places`` knows.

    Args:
        shape: How many of each the plan has.
    """
    labels = [name_of(number, LABEL) for number in range(1, shape.gruppen + 1)]
    labels += instrument_names(shape.instrumente)
    known = measures(shape.gruppen)
    before = [measure.actual_before for measure in known if measure.stock]
    blocks = [name for measure in known for name in (measure.actual, measure.reported, measure.earlier)]
    single = [each.reported for each in INDICATORS]
    money = [name for measure in MONEY for name in (measure.actual, measure.reported)]
    return [_YEAR, _WHOLE, _KEYS, _NAMES, *labels, *blocks, *before, *single, *money]


@dataclass(frozen=True)
class Block:
    """Cells of a defined name with what they hold."""

    sheet: str
    area: Area
    values: Rows

    @classmethod
    def of(cls, snapshot: Snapshot, name: str, rows: int, columns: int = 1) -> Block:
        """The block; a name that stands for another number of cells is refused."""
        sheet, area = place = snapshot.index.place(name)
        if area.shape != (rows, columns):
            found = "{} Zeilen und {} Spalten".format(*area.shape)
            raise InputError(f"Name {name}", found, f"{rows} Zeilen und {columns} Spalten")
        return cls(sheet, area, snapshot.rows(place))

    @property
    def column(self) -> list[Scalar]:
        """The first column's values."""
        return [row[0] for row in self.values]


@dataclass(frozen=True)
class Places:
    """Where a workbook keeps actuals.

    Attributes:
        year: The plan's year.
        units: Its teams.
        groups: What its groups are called.
        instruments: What the EGT is spent on.
        blocks: The cells for actuals by defined name.
    """

    year: int
    units: Units
    groups: tuple[str, ...]
    instruments: Instruments
    blocks: dict[str, Block]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Places:
        """The places of a workbook, from a snapshot of ``actual_names``.

        Raises:
            InputError: It has no teams or no year, or a name is missing or has another size.
        """
        count = snapshot.model.shape.units
        keys, names = (Block.of(snapshot, name, count).column for name in (_KEYS, _NAMES))
        units = Units.of(keys, names, snapshot.value(_WHOLE))
        if not any(units.keys):
            raise InputError(_KEYS, "kein Team", "mindestens ein Kürzel", "Bitte zuerst das Blatt Teams ausfüllen.")
        blocks = {}
        for measure in measures(snapshot.model.shape.gruppen):
            blocks[measure.earlier] = Block.of(snapshot, measure.earlier, measure.earlier_years, 12)
            blocks[measure.actual] = Block.of(snapshot, measure.actual, count, 12)
            blocks[measure.reported] = Block.of(snapshot, measure.reported, 1, 12)
            if measure.stock:
                blocks[measure.actual_before] = Block.of(snapshot, measure.actual_before, count)
        for measure in INDICATORS:
            blocks[measure.reported] = Block.of(snapshot, measure.reported, 1, 12)
        called = instrument_names(snapshot.model.shape.instrumente)
        instruments = Instruments.of(snapshot.value(label) for label in called)
        for measure in MONEY:
            blocks[measure.actual] = Block.of(snapshot, measure.actual, len(instruments.labels), 12)
            blocks[measure.reported] = Block.of(snapshot, measure.reported, 1, 12)
        groups = tuple(str(snapshot.value(name_of(number, LABEL)) or "") for number in snapshot.model.groups)
        return cls(_plan_year(snapshot), units, groups, instruments, blocks)

    def slot(self, measure: Measure, label: str) -> int | None:
        """The team or instrument that an entry's unit names; None for the whole.

        Raises:
            InputError: There is none such any more.
        """
        if label == TOTAL:
            return None
        return self.instruments.find(label) if measure.is_money else self.units.find(label)

    def entry(self, measure: Measure, unit: int | None, month: dt.date, value: float | str) -> Entry:
        """A figure with its cell.

        Raises:
            InputError: The workbook has no place for its month.
        """
        row, column, back = unit or 0, month.month - 1, self.year - month.year
        if not back:
            name = measure.reported if unit is None else measure.actual
        elif unit is None and 0 < back <= measure.earlier_years:
            name, row = measure.earlier, back - 1
        elif unit is not None and measure.stock and (back, month.month) == (1, 12):
            name, column = measure.actual_before, 0
        else:
            raise InputError("monat", month_label(month), self._expected(measure, unit))
        block = self.blocks[name]
        place = (block.sheet, block.area.top + row, block.area.left + column)
        label = TOTAL
        if unit is not None:
            label = self.instruments.shown(unit) if measure.is_money else self.units.keys[unit]
        return Entry(measure, label, month, place, block.values[row][column], value)

    def _expected(self, measure: Measure, unit: int | None) -> str:
        """The months that there is a place for."""
        also = ""
        if unit is None and measure.earlier_years:
            also = f" oder der Jahre ab {self.year - measure.earlier_years}"
        elif unit is not None and measure.stock:
            also = f" oder für Teams den {month_label(dt.date(self.year - 1, 12, 1))}"
        return f"einen Monat des Planjahres {self.year}{also}"

    def series(self, measure: Measure, unit: int | None) -> dict[dt.date, Scalar]:
        """What the workbook holds for a unit, month by month.

        Of the whole from the earliest year on; of teams of this year, stocks from December of the year before on.
        """
        row = unit or 0
        cells = self.blocks[measure.reported if unit is None else measure.actual].values[row]
        months = {dt.date(self.year, month, 1): cell for month, cell in enumerate(cells, start=1)}
        if unit is None and measure.earlier_years:
            earlier = enumerate(self.blocks[measure.earlier].values, start=1)
            years = {self.year - back: cells for back, cells in earlier}
            before = {
                dt.date(year, month, 1): cell
                for year in sorted(years)
                for month, cell in enumerate(years[year], start=1)
            }
            return {**before, **months}
        if unit is None or not measure.stock:
            return months
        return {dt.date(self.year - 1, 12, 1): self.blocks[measure.actual_before].values[row][0], **months}


def _plan_year(snapshot: Snapshot) -> int:
    sheet, area = snapshot.index.place(_YEAR)
    field = snapshot.model.field(_YEAR)
    place = f"{quote_sheet(sheet)}!{address(area.top, area.left)} ({field.label})"
    value = field.check(snapshot.value(_YEAR), place)
    if not isinstance(value, float):
        raise InputError(place, literal(value), "eine Jahreszahl")
    return int(value)
