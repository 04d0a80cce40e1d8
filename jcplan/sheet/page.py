"""A worksheet as people see it: title, main sentence, tables one below the other, charts, printing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from jcplan.cells import Area
from jcplan.sheet.canvas import Canvas
from jcplan.sheet.parts import Chart, Conditional
from jcplan.sheet.relation import Relation
from jcplan.sheet.table import HEAD, Table

WHOSE: Final = 'Annahme_Jobcenter&" · Planung "&Annahme_Planjahr&" · "&Annahme_Stand'
"""Formula of whose plan it is."""
_SUBTITLE: Final = f"IF(LEN(Funktionen_fehlen)>0,Funktionen_fehlen,{WHOSE})"
"""Whose plan it is; in a program without jcplan's functions what to do about it. LibreOffice computes array formulas
of one cell at opening, others not before something changes."""
_TEXT_COLUMNS = frozenset({
    "soll sein", "Einheit", "Datenstand", "Quelle", "Hinweis", "Name in Formeln", "nicht vergleichbar, weil",
    "Urteil", "in einem Satz", "Formel an ihrem Platz", "Bemerkung", "Version", "Ampel", "Ampel heute",
    "Ampel Jahresende", "Seite", "Stand laut Dokument",
})  # fmt: skip


class Sheet(Canvas):
    """One worksheet: cells and everything around them. Rows and columns count from 1.

    Args:
        name: Its tab.
        title: Heading in its first row.
        widths: Of the columns from B on.
        tab: Colour of its tab.
        hidden: Whether no program shows it, nor offers to; then it has no heading.
        key: How formulas of other sheets name it; its tab in small letters unless told.
        backstage: Whether it is hidden, though programs offer to show it, and not printed.
        aside: Widths of further columns, which are not printed and are grouped away: an outline level, closed.
    """

    def __init__(
        self, name: str, title: str, widths: Sequence[float], *, tab: str | None = None, hidden: bool = False,
        key: str = "", aside: Sequence[float] = (), backstage: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(name, key, hidden=hidden)
        self.backstage = backstage
        self.workings: list[Table] = []
        self.relations: list[Relation] = []
        self.widths = (2.0, *widths)
        self.last_column = len(self.widths)
        self.aside = tuple(aside)
        self.tab = tab
        self.heights[1] = 26.0
        self.overview: Chart | None = None  # the one that the first sheet shows too
        self.freeze_row = 3
        self.repeat_rows = (1, 2)  # the title and whose plan it is, on every page
        self.page_breaks: list[int] = []
        self.zoom = 100  # on screen, per cent
        self.one_page = True
        self.scale = 0  # per cent in print, where it is not what fits; only then page breaks hold in every program
        self.grows = False  # rows are added later; all of them are printed
        self.print_area: Area | None = None  # what is printed, unless all of it
        self.filtered: Area | None = None  # a table with its header, whose rows can be filtered
        self.mutes = True  # results stay unseen while inputs are missing
        self.folded: list[int] = []  # columns of workings, not shown
        self.row = 4
        if hidden:
            return
        self.put(1, 2, title, "title")
        self.block(Area(2, 2, 2, 2), _SUBTITLE, "subtitle")
        self.conditionals.append(Conditional("missing", Area(2, 2, 2, 2)))
        if name != "Übersicht":
            self.put(2, self.last_column, "zur Übersicht", "link", link="Übersicht")

    def finding(self, formula: str) -> None:
        """The sheet's main sentence, under its title."""
        self.put(3, 2, formula=formula, style="finding", key="befund")

    def export(self, **results: str) -> None:
        """Results that other sheets, targets and relations may name: for each name, its key on this sheet."""
        self.keys.exports.update(results)

    def show(self, chart: Chart, finding: str = "befund") -> None:
        """A chart that the first sheet shows too, under the sentence of a key."""
        self.charts.append(chart)
        self.overview = chart
        self.export(uebersicht=finding)

    def skip(self, rows: int = 1) -> None:
        """Leave rows blank."""
        self.row += rows

    def below_charts(self) -> None:
        """Go on below the charts that stand so far, where they reach further down than the cells."""
        self.row = max(self.row, *(chart.last_row + 1 for chart in self.charts))

    def top(self, table: str) -> int:
        """The row of a table's header."""
        return self.keys.tables[table].rows[HEAD]

    def work(self, table: Table) -> None:
        """A table of workings: it stands on the sheet of workings, but its keys are this sheet's."""
        self.workings.append(table)

    def heading(self, text: str, note: str = "") -> None:
        """A heading, and under it a sentence that says what the table is for."""
        self.put(self.row, 2, text, "heading")
        self.row += 1
        if note:
            self.put(self.row, 2, note, "subtitle")
            self.row += 1

    def notes(self, *texts: str) -> None:
        """Sentences below a table, a row each."""
        for text in texts:
            self.put(self.row, 2, text, "subtitle")
            self.row += 1

    def header(self, texts: Sequence[str], *, left: int, height: float = 31.0) -> int:
        """A header row; the first ``left`` columns and those that name texts stand left. Returns its row."""
        for offset, text in enumerate(texts):
            style = "header" if offset < left else "header_text" if text in _TEXT_COLUMNS else "header_right"
            self.put(self.row, 2 + offset, text, style)
        self.heights[self.row] = height
        self.row += 1
        return self.row - 1

    @property
    def last_row(self) -> int:
        """The last row with anything in it."""
        rows = [row for row, _ in self.cells]
        return max(rows + [chart.last_row for chart in self.charts])
