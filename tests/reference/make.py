"""Builds the reference sheets: one workbook for each case list (``<subject>.toml``) in this folder.

Run ``python tests/reference/make.py`` after changing a list, ``--check`` to compare only.

A case list has the keys of the workbook (``titel``, ``text``) and of its sheets (``[[blatt]]``: ``name``,
``titel``, ``text``); a case is ``[[blatt.fall]]``:

``fall``       the situation in words
``art``        "normal", "Rand" or "Fehler"
``eingaben``   named inputs, a number, a text, a list, or a list of rows; "" is a blank cell
``lage``       "senkrecht" (each input a column) or "waagrecht" (each a row); a list stands upright unless told
``formel``     the formula without ``=``; ``[name]`` is the range of an input, ``[name.2]`` its second cell
``zeilen``     names of the rows, where one case gives several; ``@i`` in formulas is the row's number
``matrix``     true: one array formula over all rows, in place of a formula in each
``erwartet``   a value typed from the source, or a native formula ("=…"); a list has one a row
``toleranz``   how far a number may be off
``quelle``     where the expected value comes from
``bemerkung``  what is worth knowing
``format``     "%", "€" or "Köpfe": how Funktion and Erwartet are shown

``fehler`` of a sheet lists the short cases [situation, formula, source] in which an error value is expected.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from jcplan.cells import Area, Cell, CellError, Scalar, address, area_address
from jcplan.formula import Engine, to_german
from jcplan.ooxml import CURRENT_ENGINE
from jcplan.sheet.styles import BAD, BLUE, GOOD, GREY, INPUT_BLUE, PALE_YELLOW, RULE

HERE = Path(__file__).parent
SUMMARY = "Zusammenfassung"
HEADER_ROW = 4
FIRST_ROW = HEADER_ROW + 1
COLUMNS = ("Fall", "Funktion", "Erwartet", "Toleranz", "Richtig", "Quelle", "Bemerkung", "Art", "Formel")
CASE, RESULT, EXPECTED, TOLERANCE, RIGHT, SOURCE, NOTE, KIND, FORMULA = range(1, 10)
INPUTS = 11
WIDTHS = {
    CASE: 34,
    RESULT: 17,
    EXPECTED: 17,
    TOLERANCE: 10,
    RIGHT: 10,
    SOURCE: 32,
    NOTE: 34,
    KIND: 9,
    FORMULA: 44,
    10: 2,
}
KINDS = ("normal", "Rand", "Fehler")
TRUTH = '"WAHR";"WAHR";"FALSCH"'  # for programs that show a stored TRUE as 1; Excel shows the word anyway
MARK = re.compile(r"\[([a-z][a-z_0-9]*)(?:\.(\d+))?\]")
SHARES = re.compile(r"iq|rate|anteil|quote|steigerung|veraenderung|ziel$|gelb|faktor")


@dataclass
class Styled:
    """A cell and how it looks."""

    cell: Cell
    style: str
    number_format: str = "General"


@dataclass
class Page:
    """A worksheet."""

    name: str
    cells: dict[tuple[int, int], Styled] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    last_row: int = FIRST_ROW

    def put(self, row: int, column: int, value: Scalar, style: str, number_format: str = "General") -> None:
        if isinstance(value, int) and not isinstance(value, bool):
            value = float(value)  # a cell's number
        self.cells[row, column] = Styled(Cell(value), style, number_format)

    def compute(
        self, row: int, column: int, formula: str, style: str, number_format: str = "General", area: Area | None = None
    ) -> None:
        self.cells[row, column] = Styled(Cell(None, formula, area), style, number_format)


@dataclass
class Book:
    """A workbook on its way: what the engine computes over."""

    title: str
    pages: dict[str, Page] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(self.pages)

    def cells(self, sheet: str) -> dict[tuple[int, int], Cell]:
        return {place: styled.cell for place, styled in self.pages[sheet].cells.items()}


def subjects() -> list[Path]:
    """The case lists."""
    return sorted(HERE.glob("*.toml"))


def read(path: Path) -> dict[str, Any]:
    """A case list."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def assemble(subject: dict[str, Any]) -> Book:
    """The workbook of a case list."""
    book = Book(subject["titel"])
    book.pages[SUMMARY] = Page(SUMMARY)
    for sheet in subject["blatt"]:
        book.pages[sheet["name"]] = _page(sheet)
    _summarize(book, subject)
    return book


# ---- one sheet ------------------------------------------------------------------------------------


def _page(sheet: dict[str, Any]) -> Page:
    page = Page(sheet["name"], widths=dict(WIDTHS))
    page.put(1, 1, sheet["titel"], "title")
    page.put(2, 1, sheet.get("text", ""), "subtitle")
    for column, word in enumerate(COLUMNS, 1):
        style = "header_right" if column in (RESULT, EXPECTED, TOLERANCE) else "header_text"
        page.put(HEADER_ROW, column, word, {CASE: "header", RIGHT: "header_middle"}.get(column, style))
    row = FIRST_ROW
    for case in _cases(sheet):
        row = _place_case(page, case, row)
    page.last_row = row - 1
    last = max(column for _, column in page.cells)
    for column in range(INPUTS, max(last, INPUTS) + 1):
        page.put(HEADER_ROW, column, "Eingaben" if column == INPUTS else None, "header")
        page.widths[column] = max(
            (_width(s) for (_, c), s in page.cells.items() if c == column and s.style in ("input", "input_name")),
            default=10,
        )
    return page


def _width(styled: Styled) -> float:
    value = styled.cell.value
    shown = value if isinstance(value, str) else f"{value or 0:,.2f}" + ("  " if "€" in styled.number_format else "")
    return max(9.0, 1.15 * len(shown) + 2)


def _cases(sheet: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from sheet.get("fall", ())
    for situation, formula, source in sheet.get("fehler", ()):
        yield {
            "fall": situation,
            "art": "Fehler",
            "formel": f"ISERROR({formula})",
            "erwartet": True,
            "quelle": source,
        }


def _place_case(page: Page, case: dict[str, Any], row: int) -> int:
    """Write a case from a row on; the first row behind it."""
    inputs: dict[str, Any] = case.get("eingaben", {})
    has_list = any(isinstance(values, list) for values in inputs.values())
    upright = case.get("lage", "senkrecht" if has_list else "waagrecht") == "senkrecht"
    first = row + 1 if inputs and upright else row
    areas: dict[str, Area] = {}
    left = INPUTS
    for index, (name, given) in enumerate(inputs.items()):
        values = given if isinstance(given, list) else [given]
        if upright:
            page.put(row, left, name, "input_name")
            wide = len(values[0]) if isinstance(values[0], list) else 1
            areas[name] = Area(first, left, first + len(values) - 1, left + wide - 1)
            left += wide
            values = [value for line in values for value in (line if wide > 1 else [line])]
        else:
            page.put(row + index, INPUTS, name, "input_name")
            areas[name] = Area(row + index, INPUTS + 1, row + index, INPUTS + len(values))
        for place, value in zip(areas[name], values, strict=True):
            page.put(*place, None if value == "" else value, "input", _input_format(name, value))
    rows = case.get("zeilen", [""])
    for index, suffix in enumerate(rows):
        _place_check(page, case, first + index, index, areas, suffix)
    bottom = max([first + len(rows) - 1, *(area.bottom for area in areas.values())])
    for inner in range(row, bottom + 1):
        for column in range(1, len(COLUMNS) + 1):
            if (inner, column) not in page.cells:
                page.put(inner, column, None, "quiet")
    return bottom + 1


def _place_check(page: Page, case: dict[str, Any], row: int, index: int, areas: dict[str, Area], suffix: str) -> None:
    count = len(case.get("zeilen", [""]))
    formula = _filled(case["formel"], index, areas)
    plain = TRUTH if isinstance(case["erwartet"], bool) else "General"
    plain = "#,##0.0000" if str(case["erwartet"]).startswith("=") and case.get("toleranz") else plain
    shown = {"%": "0.0000 %", "€": '#,##0.00 "€"', "Köpfe": "#,##0.000"}.get(case.get("format", ""), plain)
    name = f"{case['fall']}: {suffix}" if suffix else case["fall"]
    page.put(row, CASE, name, "case")
    if not case.get("matrix"):
        page.compute(row, RESULT, formula, "result", shown)
    elif index == 0:
        page.compute(row, RESULT, formula, "result", shown, Area(row, RESULT, row + count - 1, RESULT))
    else:
        page.put(row, RESULT, None, "result", shown)
    expected = case["erwartet"]
    expected = expected[index] if isinstance(expected, list) else expected
    if isinstance(expected, str) and expected.startswith("="):
        page.compute(row, EXPECTED, _filled(expected[1:], index, areas), "expected", shown)
    else:
        page.put(row, EXPECTED, expected, "expected", shown)
    page.put(row, TOLERANCE, case.get("toleranz"), "tolerance")
    got, wanted, within = (address(row, column) for column in (RESULT, EXPECTED, TOLERANCE))
    as_number = f"AND(ISNUMBER({got}),ABS({got}-{wanted})<={within})"
    otherwise = f"IF(ISTEXT({wanted}),EXACT({got},{wanted}),{got}={wanted})"
    right = f"IFERROR(IF(ISNUMBER({wanted}),{as_number},{otherwise}),FALSE)"
    page.compute(row, RIGHT, right, "right")
    page.put(row, SOURCE, case.get("quelle"), "text")
    page.put(row, NOTE, case.get("bemerkung"), "text")
    page.put(row, KIND, case["art"], "text")
    german = to_german(formula)
    page.put(row, FORMULA, "{" + german + "}" if case.get("matrix") else german, "formula")
    lines = max(
        math.ceil(1.02 * len(str(page.cells[row, column].cell.value or "")) / page.widths[column])
        for column in (CASE, SOURCE, NOTE, FORMULA)
    )
    long_text = isinstance(expected, str) and not expected.startswith("=")
    lines = max(lines, math.ceil(1.2 * len(expected) / page.widths[EXPECTED]) if long_text else 1)
    page.heights[row] = 15.0 * max(lines, 1) + 1.5


def _filled(formula: str, index: int, areas: dict[str, Area]) -> str:
    """A formula with the addresses of the inputs in place of their names."""

    def ref(match: re.Match[str]) -> str:
        area = areas[match[1]]
        if match[2]:
            row, column = list(area)[int(match[2]) - 1]
            area = Area(row, column, row, column)
        return area_address(area)

    return MARK.sub(ref, formula.replace("@i", str(index + 1)))


def _input_format(name: str, value: Any) -> str:
    if isinstance(value, str | bool):
        return "General"
    if SHARES.search(name):
        return "0.0### %"
    if value == int(value):
        return "0" if name in ("jahr", "stellen") else "#,##0"
    return "#,##0.0####"


# ---- the first sheet ------------------------------------------------------------------------------


def _summarize(book: Book, subject: dict[str, Any]) -> None:
    page = book.pages[SUMMARY]
    page.widths = {1: 34, 2: 16, 3: 16, 4: 22, 5: 70}
    page.put(1, 1, subject["titel"], "title")
    page.put(2, 1, subject["text"], "subtitle")
    for column, word in enumerate(("Blatt", "Zeilen", "davon richtig", "Ergebnis", "Was geprüft wird"), 1):
        page.put(
            HEADER_ROW, column, word, {1: "header", 2: "header_right", 3: "header_right"}.get(column, "header_text")
        )
    row = FIRST_ROW
    for sheet in subject["blatt"]:
        name = sheet["name"]
        area = f"'{name}'!{area_address(Area(FIRST_ROW, RIGHT, book.pages[name].last_row, RIGHT))}"
        page.put(row, 1, name, "link")
        page.compute(row, 2, f"COUNTA({area})", "count")
        page.compute(row, 3, f"COUNTIF({area},TRUE)", "count")
        page.compute(row, 4, f'IF(B{row}=C{row},"alle richtig","nicht alle richtig")', "verdict")
        page.put(row, 5, sheet["titel"], "text")
        page.heights[row] = 16.5 * math.ceil(1.1 * len(sheet["titel"]) / page.widths[5])
        row += 1
    page.put(row, 1, "Zusammen", "total")
    for column in (2, 3):
        area = area_address(Area(FIRST_ROW, column, row - 1, column))
        page.compute(row, column, f"SUM({area})", "total_count")
    page.compute(row, 4, f'IF(B{row}=C{row},"alle richtig","nicht alle richtig")', "total_verdict")
    page.put(row, 5, None, "total")
    page.put(
        row + 2,
        1,
        "Erwartet ist abgeschrieben aus der Quelle oder mit den eigenen Funktionen der Tabellenkalkulation gerechnet.",
        "subtitle",
    )
    page.last_row = row


# ---- the file -------------------------------------------------------------------------------------

_BASE = {"font_name": "Calibri", "font_size": 10.5, "valign": "top"}
_LINE = {**_BASE, "top": 1, "top_color": RULE}
STYLES: dict[str, dict[str, Any]] = {
    "title": {**_BASE, "font_size": 16, "bold": True, "font_color": BLUE},
    "subtitle": {**_BASE, "font_color": "#595959"},
    "header": {**_BASE, "bold": True, "font_color": "#FFFFFF", "bg_color": BLUE},
    "header_middle": {**_BASE, "bold": True, "font_color": "#FFFFFF", "bg_color": BLUE, "align": "center"},
    "header_text": {**_BASE, "bold": True, "font_color": "#FFFFFF", "bg_color": BLUE, "indent": 1},
    "header_right": {**_BASE, "bold": True, "font_color": "#FFFFFF", "bg_color": BLUE, "align": "right"},
    "text": {**_LINE, "text_wrap": True, "indent": 1},
    "case": {**_LINE, "text_wrap": True},
    "quiet": _BASE,
    "formula": {**_LINE, "text_wrap": True, "indent": 1, "font_color": "#595959"},
    "result": {**_LINE, "align": "right", "text_wrap": True},
    "expected": {**_LINE, "align": "right", "text_wrap": True},
    "tolerance": {**_LINE, "align": "right", "font_color": "#595959"},
    "right": {**_LINE, "align": "center", "bold": True, "num_format": TRUTH},
    "input": {**_BASE, "bg_color": PALE_YELLOW, "font_color": INPUT_BLUE, "align": "right"},
    "input_name": {**_LINE, "font_color": "#595959", "italic": True, "align": "right"},
    "link": {**_LINE, "font_color": BLUE, "underline": 1},
    "count": {**_LINE, "align": "right", "num_format": "#,##0"},
    "verdict": {**_LINE, "bold": True, "indent": 1},
    "total_verdict": {**_BASE, "bold": True, "top": 1, "top_color": GREY, "indent": 1},
    "total": {**_BASE, "bold": True, "top": 1, "top_color": GREY},
    "total_count": {**_BASE, "bold": True, "top": 1, "top_color": GREY, "align": "right", "num_format": "#,##0"},
}


def build(subject: dict[str, Any]) -> bytes:
    """The bytes of a workbook, with computed results; two builds give the same bytes."""
    described = assemble(subject)
    computed = Engine(described).compute()
    if computed.not_computed:
        raise ValueError(f"Nicht berechenbar: {dict(computed.not_computed)}")
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": "Calibri", "font_size": 10.5},
    }
    book = xlsxwriter.Workbook(stream, options)
    book.set_calc_mode("auto", CURRENT_ENGINE)
    book.calc_on_load = False  # the results are computed: they show where jcplan is missing, too
    book.set_properties({"title": described.title, "author": "jcplan", "created": dt.datetime(2026, 1, 1)})
    formats: dict[tuple[str, str], Any] = {}

    def look(style: str, number_format: str = "General") -> Any:
        if (style, number_format) not in formats:
            properties = dict(STYLES[style])
            if number_format != "General":
                properties["num_format"] = number_format
            formats[style, number_format] = book.add_format(properties)
        return formats[style, number_format]

    marks = [book.add_format({"bg_color": fill, "font_color": color, "bold": True}) for fill, color in (GOOD, BAD)]
    for page in described.pages.values():
        book.add_worksheet(page.name)
    for page in described.pages.values():
        _draw(book.get_worksheet_by_name(page.name), page, computed.values, look, marks)
    book.close()
    return stream.getvalue()


def _draw(sheet: Any, page: Page, results: Mapping[Any, Scalar], look: Any, marks: list[Any]) -> None:
    for column, width in page.widths.items():
        sheet.set_column(column - 1, column - 1, width)
    for row, height in page.heights.items():
        sheet.set_row(row - 1, height)
    sheet.set_row(0, 24)
    for (row, column), styled in sorted(page.cells.items()):
        result = results.get((page.name, row, column))
        _write(sheet, row, column, styled, result, look(styled.style, styled.number_format))
    column = 4 if page.name == SUMMARY else RIGHT
    # The rules of the other sheets look at Funktion and Erwartet, not at Richtig: without the extension LibreOffice
    # crashes when it prints a conditional format on a cell whose formula rests on a function that it does not know.
    got, wanted, within = (f"${address(FIRST_ROW, c)}" for c in (RESULT, EXPECTED, TOLERANCE))
    agree = f"IF(ISNUMBER({wanted}),ABS({got}-{wanted})<={within},{got}={wanted})"
    rules = (f"=AND(NOT(ISBLANK({wanted})),{agree})", f"=AND(NOT(ISBLANK({wanted})),NOT({agree}))")
    for rule, word, mark in zip(rules, ('"alle richtig"', '"nicht alle richtig"'), marks, strict=True):
        options = {"type": "formula", "criteria": rule, "format": mark}
        if page.name == SUMMARY:
            options = {"type": "cell", "criteria": "==", "value": word, "format": mark}
        sheet.conditional_format(FIRST_ROW - 1, column - 1, page.last_row - 1, column - 1, options)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(HEADER_ROW, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.set_header("&L&8jcplan: Referenzblätter&R&8&A")
    sheet.set_footer("&L&8&F&R&8Seite &P von &N")


def _write(sheet: Any, row: int, column: int, styled: Styled, result: Scalar, look: Any) -> None:
    at, cell = (row - 1, column - 1), styled.cell
    if styled.style == "link":
        sheet.write_url(*at, f"internal:'{cell.value}'!A1", look, string=str(cell.value), tip=f"zum Blatt {cell.value}")
    elif cell.formula is not None:
        stored = result.code if isinstance(result, CellError) else "" if result is None else result
        if cell.array is not None:
            area = cell.array
            corners = (area.top - 1, area.left - 1, area.bottom - 1, area.right - 1)
            sheet.write_array_formula(*corners, "{=" + cell.formula + "}", look, stored)
        else:
            sheet.write_formula(*at, "=" + cell.formula, look, stored)
    else:
        value = cell.value if result is None else result  # the further cells of an array formula have results only
        if isinstance(value, bool):
            sheet.write_boolean(*at, value, look)
        elif isinstance(value, float):
            sheet.write_number(*at, value, look)
        elif value is None:
            sheet.write_blank(*at, None, look)
        else:
            sheet.write_string(*at, str(value), look)


def main(arguments: list[str]) -> int:
    """Write all workbooks, or compare them with a fresh build; 1 if one differs."""
    stale = 0
    for path in subjects():
        target, fresh = path.with_suffix(".xlsx"), build(read(path))
        if "--check" in arguments:
            if not target.exists() or target.read_bytes() != fresh:
                sys.stdout.write(f"{target.name}: gefunden ein anderer Stand, erwartet der aus {path.name}.\n")
                stale = 1
        else:
            target.write_bytes(fresh)
            sys.stdout.write(f"{target.name} geschrieben.\n")
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
