"""The description of a worksheet and of the workbook: the same for building and for refreshing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jcplan.cells import Area, Cell, Scalar, absolute, address, quote_sheet
from jcplan.layout.relation import Relation


@dataclass(frozen=True)
class Place:
    """A cell of a sheet."""

    sheet: str
    row: int
    column: int

    @property
    def ref(self) -> str:
        """Absolute reference for formulas on any sheet."""
        return f"{quote_sheet(self.sheet)}!{absolute(Area(self.row, self.column, self.row, self.column))}"

    @property
    def local(self) -> str:
        """Relative address for formulas on the same sheet."""
        return address(self.row, self.column)


@dataclass(frozen=True)
class Styled:
    """A cell with its look."""

    value: Scalar = None
    formula: str | None = None
    array: Area | None = None
    style: str = "plain"
    number_format: str | None = None
    link: str | None = None


@dataclass(frozen=True)
class Validation:
    """Data validation of one cell, or of so many rows and columns from it on: XlsxWriter's options."""

    row: int
    column: int
    options: Mapping[str, Any]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Conditional:
    """A conditional format over an area: 'verdict' or 'light'."""

    kind: str
    area: Area


@dataclass(frozen=True)
class Chart:
    """A native chart: its type, series and place. Titles stand in the cell above, so they follow the figures."""

    kind: str
    subtype: str | None
    series: Sequence[Mapping[str, Any]]
    row: int
    column: int
    width: int
    height: int
    alt: str
    y_axis: Mapping[str, Any] = field(default_factory=dict)
    x_axis: Mapping[str, Any] = field(default_factory=dict)
    legend: Mapping[str, Any] = field(default_factory=lambda: {"none": True})


_TEXT_COLUMNS = frozenset({
    "soll sein", "Einheit", "Datenstand", "Quelle", "Hinweis", "Name in Formeln", "nicht vergleichbar, weil", "Urteil", "in einem Satz",
    "Formel an ihrem Platz", "Bemerkung", "Version", "Ampel", "Ampel heute", "Ampel Jahresende", "Seite", "Stand laut Dokument",
})  # fmt: skip


class Sheet:
    """One worksheet: cells and everything around them. Rows and columns count from 1.

    Args:
        name: Its tab.
        title: Heading in its first row.
        widths: Of the columns from B on.
        tab: Colour of its tab.
        hidden: Whether no program shows it, nor offers to; then it has no heading.
    """

    def __init__(
        self, name: str, title: str, widths: Sequence[float], *, tab: str | None = None, hidden: bool = False
    ) -> None:
        self.name = name
        self.hidden = hidden
        self.widths = (2.0, *widths)
        self.last_column = len(self.widths)
        self.tab = tab
        self.cells: dict[tuple[int, int], Styled] = {}
        self.heights: dict[int, float] = {1: 26.0}
        self.names: dict[str, Area] = {}
        self.hidden_names: set[str] = set()
        self.validations: list[Validation] = []
        self.conditionals: list[Conditional] = []
        self.charts: list[Chart] = []
        self.freeze_row = 3
        self.repeat_rows = (1, 2)  # the title and whose plan it is, on every page
        self.page_breaks: list[int] = []
        self.one_page = True
        self.grows = False  # rows are added later; all of them are printed
        self.row = 4
        if hidden:
            return
        self.put(1, 2, title, "title")
        self.put(2, 2, formula='Annahme_Jobcenter&" · Planung "&Annahme_Planjahr&" · "&Annahme_Stand', style="subtitle")
        if name != "Übersicht":
            self.put(2, self.last_column, "zur Übersicht", "link", link="Übersicht")

    def put(
        self, row: int, column: int, value: Scalar = None, style: str = "plain", number_format: str | None = None,
        *, formula: str | None = None, link: str | None = None,
    ) -> Place:  # fmt: skip
        """Describe one cell.

        Raises:
            ValueError: It is described already.
        """
        self._refuse_second(row, column)
        self.cells[row, column] = Styled(value, formula, None, style, number_format, link)
        return Place(self.name, row, column)

    def block(
        self, area: Area, formula: str, style: str = "value", number_format: str | Sequence[str] | None = None
    ) -> None:
        """One array formula over an area; number formats a row, or a column of a single row, if several are given."""
        for row, column in area:
            form = number_format
            if form is not None and not isinstance(form, str):
                form = form[row - area.top if area.bottom > area.top else column - area.left]
            first = (row, column) == (area.top, area.left)
            self._refuse_second(row, column)
            self.cells[row, column] = Styled(None, formula if first else None, area if first else None, style, form)

    def name_area(self, name: str, area: Area, *, hidden: bool = False) -> str:
        """Give an area a defined name; a hidden one is not listed to users."""
        self.names[name] = area
        if hidden or self.hidden:
            self.hidden_names.add(name)
        return name

    def expect(self, row: int) -> None:
        """Refuse to go on anywhere but in the row that other sheets refer to.

        Raises:
            ValueError: The next free row is another one.
        """
        if self.row != row:
            raise ValueError(f"{self.name}: row {self.row} follows, and row {row} is referred to")

    def _refuse_second(self, row: int, column: int) -> None:
        if (row, column) in self.cells:
            raise ValueError(f"{self.name}!{address(row, column)} is described twice")

    def heading(self, text: str, note: str = "") -> None:
        """A heading, and under it a sentence that says what the table is for."""
        self.put(self.row, 2, text, "heading")
        self.row += 1
        if note:
            self.put(self.row, 2, note, "subtitle")
            self.row += 1

    def header(self, texts: Sequence[str], *, left: int = 1, height: float = 31.0) -> int:
        """A header row; the first ``left`` columns and those that name texts stand left. Returns its row."""
        for offset, text in enumerate(texts):
            style = "header" if offset < left else "header_text" if text in _TEXT_COLUMNS else "header_right"
            self.put(self.row, 2 + offset, text, style)
        self.heights[self.row] = height
        self.row += 1
        return self.row - 1

    def units(self, texts: Sequence[str]) -> None:
        """The row of units under a header."""
        for offset, text in enumerate(texts):
            self.put(self.row, 2 + offset, text, "units" if offset else "units_left")
        self.row += 1

    @property
    def last_row(self) -> int:
        """The last row with anything in it."""
        rows = [row for row, _ in self.cells]
        return max(rows + [c.row + round(c.height / 20) for c in self.charts])


class Layout:
    """All sheets and names; a ``port.Grid``.

    Args:
        sheets: In their order.
        constants: Hidden names that stand for a constant, and what it is.
        subject: What the file says it is about.
    """

    def __init__(self, sheets: Sequence[Sheet], constants: Mapping[str, str], *, subject: str = "") -> None:
        self.pages = {sheet.name: sheet for sheet in sheets}
        self.hidden_names = {*constants, *(name for sheet in sheets for name in sheet.hidden_names)}
        self.subject = subject
        self.names: dict[str, str] = dict(constants)
        self._cells: dict[str, dict[tuple[int, int], Cell]] = {}
        for sheet in sheets:
            self._cells[sheet.name] = {at: Cell(c.value, c.formula, c.array) for at, c in sheet.cells.items()}
            for name, area in sheet.names.items():
                self.names[name] = f"{quote_sheet(sheet.name)}!{absolute(area)}"

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the worksheets."""
        return tuple(self.pages)

    def cells(self, sheet: str) -> Mapping[tuple[int, int], Cell]:
        """The cells of a worksheet as the formula engine sees them."""
        return self._cells[sheet]


@dataclass(frozen=True)
class Drawn:
    """A sheet as its module describes it.

    Attributes:
        page: The sheet.
        places: Cells that other sheets refer to, by a name of the cell; ``finding`` is the sheet's main sentence.
        relations: What the sheet Prüfungen shall check about its subject.
    """

    page: Sheet
    places: Mapping[str, Place]
    relations: tuple[Relation, ...] = ()
