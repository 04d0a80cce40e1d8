"""Writes a layout as .xlsx: formulas with their computed results, formats, charts, protection, print layout."""

from __future__ import annotations

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import shorten
from typing import Any, Final

import xlsxwriter
import xlsxwriter.worksheet

from jcplan import __version__
from jcplan.build.formats import Formats
from jcplan.cases import Case, reference
from jcplan.cells import Area, CellError, Scalar, address, area_address, column_name, quote_sheet
from jcplan.computed import RECONCILED, mark
from jcplan.core.outflow import LIES_IDLE, ON_PLAN, RUNS_OUT
from jcplan.core.tracking import GREEN, RED, YELLOW
from jcplan.core.verdict import CONTRADICTS, FITS, OPEN
from jcplan.errors import FileError
from jcplan.formula import Engine
from jcplan.layout import mappe, stand
from jcplan.layout.whole import RELEASED, layout
from jcplan.ooxml import CURRENT_ENGINE, WorkbookFile
from jcplan.port import blocks
from jcplan.repair.fresh import fill
from jcplan.sheet.book import Layout
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import NOWHERE, Chart, Conditional
from jcplan.sheet.relation import AMBITIOUS, CAUTIOUS, GAP
from jcplan.sheet.styles import BAD, CALM, EURO, GOOD, HEADS_1, QUIET, WARN, percent, shown_as_zero
from jcplan.tokens import tokens

_HIDDEN: Final = 3  # what the writer keeps of a name: text, sheet, formula, and whether it is hidden
_TITLE_LIMIT: Final = 32
"""Characters that Excel takes for the title of an input's hint."""
OVERDUE: Final = "überfällig"
"""What stands behind what was due before today."""
NOT_PRINTED: Final = tuple(each - 1 for each in (NOWHERE.top, NOWHERE.left, NOWHERE.bottom, NOWHERE.right))
"""The same print area as the writer takes it."""
Prepare = Callable[[xlsxwriter.Workbook], None]
"""Hook for a host that adds parts of its own, called once all sheets exist."""


def write(path: Path, case: Case | None = None, *, prepare: Prepare | None = None) -> None:
    """Write a fresh workbook to a path.

    Args:
        path: Where to; an existing file is replaced.
        case: Inputs; the reference case if none is given.
        prepare: Adds a host's own parts.
    """
    path.write_bytes(build(case, prepare=prepare))


def build(case: Case | None = None, *, prepare: Prepare | None = None) -> bytes:
    """The bytes of a fresh workbook."""
    case = case or reference()
    described = layout(case)
    engine = Engine(described)
    fill(described, case, engine)
    results = engine.compute()
    if results.not_computed:
        places = (f"{quote_sheet(sheet)}!{address(row, column)}" for sheet, row, column in results.not_computed)
        raise FileError(f"Die Arbeitsmappe entsteht nicht, weil jcplan Formeln nicht rechnet: {', '.join(places)}.")
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    book.set_calc_mode("auto", CURRENT_ENGINE)  # Excel recomputes older files: without jcplan, to #NAME?
    book.calc_on_load = False  # the results are computed: show them, also where jcplan is missing
    book.set_properties(
        {
            "title": "Planung eines Jobcenters",
            "subject": described.subject,
            "author": "jcplan",
            "comments": f"Erzeugt mit jcplan {__version__}",
            "created": dt.datetime(RELEASED.year, RELEASED.month, RELEASED.day, tzinfo=dt.UTC).replace(tzinfo=None),
        }
    )
    book.set_size(2400, 1500)
    formats = Formats(book)
    for page in described.pages.values():
        book.add_worksheet(page.name, _Worksheet)
    by_sheet: defaultdict[str, dict[tuple[int, int], Scalar]] = defaultdict(dict)
    for (name, row, column), value in results.values.items():
        by_sheet[name][row, column] = value
    for page in described.pages.values():
        _Drawn(book, described, page, formats, by_sheet[page.name]).draw()
    for name, target in sorted(described.names.items()):
        book.define_name(name, "=" + target)
        book.defined_names[-1][_HIDDEN] = name in described.hidden_names
    if prepare:
        prepare(book)
    book.close()
    file = WorkbookFile.of(Path("Plan.xlsx"), stream.getvalue())
    mappe.remember_faces(file)
    mark(file, "" if any(isinstance(value, CellError) for value in results.values.values()) else RECONCILED)
    return file.to_bytes()


class _Worksheet(xlsxwriter.worksheet.Worksheet):  # type: ignore[misc]  # not typed
    """A worksheet whose formulas are as the file is to have them: of each the library tries some thirty patterns."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")


class _Drawn:
    """One worksheet on its way into the file."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        described: Layout,
        page: Sheet,
        formats: Formats,
        results: Mapping[tuple[int, int], Scalar],
    ) -> None:
        self.book, self.described, self.page, self.formats, self.results = book, described, page, formats, results
        self.sheet = book.get_worksheet_by_name(page.name)

    def draw(self) -> None:
        sheet, page = self.sheet, self.page
        sheet.hide_gridlines(2)
        sheet.set_zoom(page.zoom)
        for column, width in enumerate(page.widths):
            options = {"hidden": True} if column + 1 in page.folded else {}
            sheet.set_column(column, column, width, self.formats.get("plain", None), options)
        self._aside()
        for row, height in sorted(page.heights.items()):
            sheet.set_row(row - 1, height)
        for row, column in sorted(page.cells):
            self._cell(row, column)
        for validation in page.validations:
            title = validation.options.get("input_title", "")
            if len(title) > _TITLE_LIMIT:
                title = shorten(title, _TITLE_LIMIT, placeholder="…")
            sheet.data_validation(
                validation.row - 1,
                validation.column - 1,
                validation.row + validation.rows - 2,
                validation.column + validation.columns - 2,
                dict(validation.options, input_title=title),
            )
        for conditional in page.conditionals:
            self._conditional(conditional)
        self._mute_results()
        self._unsign_zeros()
        for chart in page.charts:
            self._chart(chart)
        self._frame()

    def _aside(self) -> None:
        """Columns that are grouped away, and the one behind them that shows it."""
        if not self.page.aside:
            return
        plain, first = self.formats.get("plain", None), len(self.page.widths)
        for column, width in enumerate(self.page.aside, first):
            self.sheet.set_column(column, column, width, plain, {"level": 1, "hidden": True})
        behind = first + len(self.page.aside)
        self.sheet.set_column(behind, behind, None, plain, {"collapsed": True})

    def _cell(self, row: int, column: int) -> None:
        cell = self.page.cells[row, column]
        look = self.formats.get(cell.style, cell.number_format)
        at = (row - 1, column - 1)
        if cell.link:
            name, _, target = cell.link.partition("!")
            self.sheet.write_url(
                *at,
                f"internal:{quote_sheet(name)}!{target or 'A1'}",
                look,
                string=str(cell.value or ""),
                tip=f"zum Blatt {name}",
            )
            if cell.formula is None:
                return  # else its result stands in the linked cell
        result = self.results.get((row, column))
        if cell.array is not None:
            area = cell.array
            self.sheet.write_array_formula(
                area.top - 1,
                area.left - 1,
                area.bottom - 1,
                area.right - 1,
                "{=" + str(cell.formula) + "}",
                look,
                _stored(result),
            )
            return
        if cell.formula is not None:
            self.sheet.write_formula(*at, "=" + cell.formula, look, _stored(result))
            return
        value = result if (row, column) in self.results else cell.value
        self._constant(at, value, look)

    def _constant(self, at: tuple[int, int], value: Scalar, look: Any) -> None:
        """A typed value, or the result of an array formula in one of its further cells."""
        if value is None:
            self.sheet.write_blank(*at, None, look)
        elif isinstance(value, bool):
            self.sheet.write_boolean(*at, value, look)
        elif isinstance(value, int | float):
            self.sheet.write_number(*at, value, look)
        elif isinstance(value, CellError):
            # the writer knows errors as results of formulas only; the array's first cell brings the formula
            self.sheet.write_string(*at, value.code, look)
        else:
            self.sheet.write_string(*at, value, look)

    def _conditional(self, conditional: Conditional) -> None:
        if conditional.kind in ("unit", "overdue"):
            (self._in_units if conditional.kind == "unit" else self._overdue)(conditional)
            return
        area = conditional.area
        first = f"${column_name(area.left)}{area.top}"
        warning, mark = self.formats.warning, self.formats.mark
        rules = {
            "state": (
                (f"{stand.LEVEL_NAME}={stand.CURRENT}", mark(GOOD, "✔")),
                (f"{stand.LEVEL_NAME}>{stand.INCOMPLETE}", mark(WARN, "▲")),
            ),
            "changed": ((f'LEFT({first},{len(stand.ADOPTED)})="{stand.ADOPTED}"', mark(WARN, "▲")),),
            "missing": ((f"LEN({stand.MISSING_NAME})>0", warning()),),
        }
        for formula, look in rules.get(conditional.kind, ()):
            rule = {"type": "formula", "criteria": f"={formula}", "format": look}
            self.sheet.conditional_format(area_address(area), rule)
        words = {
            "verdict": (
                (FITS, GOOD, "✔"),
                (CONTRADICTS, BAD, "✖"),
                (GAP, WARN, "▲"),
                (AMBITIOUS, CALM, "◆"),
                (CAUTIOUS, CALM, "◆"),
                (OPEN, QUIET, "○"),
            ),
            "money": ((ON_PLAN, GOOD, "●"), (LIES_IDLE, WARN, "▲"), (RUNS_OUT, BAD, "■")),
            "light": ((GREEN, GOOD, "●"), (YELLOW, WARN, "▲"), (RED, BAD, "■")),
        }
        for word, colors, symbol in words.get(conditional.kind, ()):
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": mark(colors, symbol)}
            self.sheet.conditional_format(area_address(area), rule)

    def _in_units(self, conditional: Conditional) -> None:
        """Figures picked from another table: a format for each unit whose figures have another."""
        area, unit = conditional.area, column_name(conditional.column)
        for word, form in (("%", percent(4)), ("€", EURO), ("VZÄ", HEADS_1), ("Kunden je VZÄ", HEADS_1)):
            look = self.formats.number(form)
            rule = {"type": "formula", "criteria": f'=${unit}{area.top}="{word}"', "format": look}
            self.sheet.conditional_format(area_address(area), rule)

    def _overdue(self, conditional: Conditional) -> None:
        """A word behind the text of what was due before today; a formula with TODAY would make each look a change."""
        area = conditional.area
        text, day = (f"${column_name(column)}{area.top}" for column in (area.left, conditional.column))
        look = self.formats.mark(BAD, "■", f", {OVERDUE}")
        rule = {"type": "formula", "criteria": f"=AND(LEN({text})>0,N({day})>0,N({day})<TODAY())", "format": look}
        self.sheet.conditional_format(area_address(area), rule)

    def _mute_results(self) -> None:
        """While inputs are missing, results stay unseen, but not typed labels: a blank input gives no figure."""
        hidden = sorted(at for at in self.results if not self._is_no_result(self._formula(at)))
        if not hidden or not self.page.mutes or self.page.backstage:
            return
        rule = {
            "type": "formula",
            "criteria": "=Eingaben_fehlen>0",
            "format": self.formats.muted(),
            "multi_range": " ".join(address(*at) for at in hidden),
        }
        first = address(*hidden[0])
        self.sheet.conditional_format(first, rule)

    def _unsign_zeros(self) -> None:
        """What is shown as 0 has no sign: a format alone would show „−0,0 %“ for a share just below 0."""
        by_form: defaultdict[str, dict[tuple[str, int, int], Scalar]] = defaultdict(dict)
        for at, cell in self.page.cells.items():
            by_form[cell.number_format or ""][self.page.name, *at] = None
        for form, cells in sorted(by_form.items()):
            if (shown := shown_as_zero(form)) is None:
                continue
            limit, zero = shown
            # a rule for areas of one left column, the upper ones first: of others programs may take another corner
            below: defaultdict[int, list[Area]] = defaultdict(list)
            for write in sorted(blocks(cells), key=lambda write: write.area.top):
                below[write.area.left].append(write.area)
            for areas in below.values():
                first = address(areas[0].top, areas[0].left)
                rule = {
                    "type": "formula",
                    "criteria": f"=ABS({first})<{limit:.10f}".rstrip("0"),
                    "format": self.formats.number(zero),
                    "multi_range": " ".join(map(area_address, areas)),
                }
                self.sheet.conditional_format(first, rule)

    @staticmethod
    def _is_no_result(formula: str) -> bool:
        """Whether a formula shows what is typed, or says itself what inputs are missing."""
        return any(word in stand.ALWAYS_SHOWN or word.endswith("_Bezeichnung") for word in tokens(formula))

    def _formula(self, at: tuple[int, int]) -> str:
        return self.page.cells[at].formula or ""

    def _chart(self, described: Chart) -> None:
        options = {"type": described.kind}
        if described.subtype:
            options["subtype"] = described.subtype
        chart = self.book.add_chart(options)
        for series in described.series:
            chart.add_series(dict(series))
        if described.lines:
            over = self.book.add_chart({"type": "line"})
            for series in described.lines:
                over.add_series(dict(series))
            chart.combine(over)
        if described.kind == "line":
            chart.show_blanks_as("span")  # without a word on blanks LibreOffice draws them as 0
        chart.set_title({"none": True})
        chart.show_hidden_data()  # workings stand on a hidden sheet
        chart.set_y_axis(dict(described.y_axis))
        chart.set_x_axis(dict(described.x_axis))
        chart.set_legend(dict(described.legend))
        chart.set_chartarea({"border": {"none": True}})
        chart.set_size({"width": described.width, "height": described.height})
        place = {"object_position": 2, "description": described.alt, "x_offset": 8, "y_offset": 4}
        self.sheet.insert_chart(described.row - 1, described.column - 1, chart, place)

    def _frame(self) -> None:
        """Freezing, protection, printing."""
        sheet, page = self.sheet, self.page
        sheet.freeze_panes(page.freeze_row, 0)
        sheet.protect(
            "",
            {
                "format_columns": True,
                "format_rows": True,
                "select_locked_cells": True,
                "sort": False,
                "objects": True,
                "autofilter": page.filtered is not None,
            },
        )
        if page.filtered:
            sheet.autofilter(area_address(page.filtered))
        if page.tab:
            sheet.set_tab_color(page.tab)
        if page.hidden:
            sheet.very_hidden()
            sheet.print_area(*NOT_PRINTED)
            return
        if page.backstage:
            sheet.hide()
            sheet.print_area(*NOT_PRINTED)
            return
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.65)
        if page.scale:
            sheet.set_print_scale(page.scale)
        else:
            sheet.fit_to_pages(1, 1 if page.one_page else 0)
        sheet.center_horizontally()
        if not page.grows:
            area = page.print_area or Area(1, 1, page.last_row, page.last_column)
            sheet.print_area(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1)
        sheet.repeat_rows(page.repeat_rows[0] - 1, page.repeat_rows[1] - 1)
        if page.page_breaks:
            sheet.set_h_pagebreaks(page.page_breaks)
        sheet.set_header('&L&"Calibri"&9&F&C&"Calibri,Bold"&9&A&R&"Calibri"&9gedruckt am &D')
        sheet.set_footer(f'&L&"Calibri"&9jcplan {__version__}&R&"Calibri"&9Seite &P von &N')


def _stored(result: Scalar) -> Any:
    """A result as the writer stores it beside its formula."""
    if isinstance(result, CellError):
        return result.code
    return "" if result is None else result
