"""The modelling rules that a program can check, on the workbook's description and file."""

from __future__ import annotations

import itertools
import re

import pytest
from openpyxl.utils import column_index_from_string
from workbooks import Values

from jcplan.cases import YEARS, case
from jcplan.cells import address
from jcplan.formula.nodes import Call, Name, Reference, Value, walk
from jcplan.formula.parse import parse
from jcplan.layout.whole import layout
from jcplan.sheet.styles import BAD, BLUE, GOOD, INPUT_BLUE, PALE_YELLOW, WARM, WARN

TYPED = (
    "Annahmen",
    "Teams",
    "Istwerte",
    "Szenarien",
    "Erklärung",
    "Zielrechner",
    "Sicherheit",
    "Vereinbarungen",
    "Kommentare",
)
FORMULAS = [
    (year, sheet, at, cell.formula)
    for year in YEARS
    for sheet, page in layout(case(year)).pages.items()
    for at, cell in page.cells.items()
    if cell.formula
]


def visible_sheets(book):
    return [sheet for sheet in book if sheet.sheet_state == "visible"]


def test_only_inputs_are_unlocked(each_read_back):
    """Rule 1: input cells look like inputs and are the only unlocked ones."""
    for sheet in each_read_back:
        assert sheet.protection.sheet, sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                yellow = cell.fill.fgColor.rgb == "FF" + PALE_YELLOW.removeprefix("#")
                assert (not cell.protection.locked) == yellow, f"{sheet.title}!{cell.coordinate}"
                if not cell.protection.locked:
                    decided = sheet.title == "Ziele" and cell.coordinate in _decided(each_read_back)
                    assert decided or sheet.title in TYPED
                    assert cell.font.color.rgb == "FF" + INPUT_BLUE.removeprefix("#")


def _decided(book):
    """Where it is typed who adopted the targets, and when."""
    names = ("Annahme_Beschluss_am", "Annahme_Beschluss_durch")
    return [book.defined_names[name].value.partition("!")[2].replace("$", "") for name in names]


def _broken_rules(sheet, formula):
    """What a formula does that rules 2 and 5 forbid."""
    node = parse(formula)
    calls = [part for part in walk(node) if isinstance(part, Call)]
    constants = [p.value for p in walk(node) if isinstance(p, Value) and isinstance(p.value, float)]
    if sheet != "Annahmen" and not set(constants) <= {0, 1, 2, 6, 10, 12, 100}:
        yield f"constants {constants}"
    if any(call.name in ("OFFSET", "INDIRECT") for call in calls):
        yield "OFFSET or INDIRECT"
    for call in calls:
        inner = [p for a in call.arguments for p in walk(a) if isinstance(p, Call) and p.name == "IF"]
        if call.name == "IF" and inner:
            yield "nested IF"
    if len(calls) > 12:
        yield "too long"


@pytest.mark.parametrize(("year", "sheet"), sorted({(year, sheet) for year, sheet, *_ in FORMULAS}))
def test_no_constants_and_short_formulas(year, sheet):
    """Rules 2 and 5: nothing but 0, 1, 2, 12, powers of ten and rounding places; no OFFSET, INDIRECT, nested IF."""
    formulas = {(at, formula) for *where, at, formula in FORMULAS if where == [year, sheet]}
    assert formulas
    broken = [
        (address(*at), formula, found) for at, formula in formulas if (found := list(_broken_rules(sheet, formula)))
    ]
    assert broken == []


@pytest.mark.parametrize("formula", ["A1*7", "IF(A1>0,IF(A1>1,1,0),0)", 'INDIRECT("A1")', "+".join(["ABS(A1)"] * 13)])
def test_broken_rules_are_found(formula):
    assert list(_broken_rules("ELB", formula))


@pytest.mark.parametrize("year", YEARS)
def test_formulas_refer_to_cells_that_are_there(year):
    """Rule 3: what is referred to exists (a blank label would count as 0)."""
    drawn = layout(case(year))
    for _, sheet, _, formula in (each for each in FORMULAS if each[0] == year):
        for part in walk(parse(formula)):
            if isinstance(part, Name):
                assert part.name in drawn.names, formula
            if isinstance(part, Reference):
                cells = drawn.pages[part.sheet or sheet].cells
                assert any(at in cells for at in part.area), f"{sheet}: {formula}"


def test_every_input_has_unit_source_date_validation_and_name(drawn, each_case):
    """Rules 7 and 9, and the names that formulas use."""
    page = drawn.pages["Annahmen"]
    validated = {(v.row, v.column): v.options for v in page.validations}
    for field in each_case.model.figures:
        area = page.names[field.name]
        row, column = area.top, area.left
        assert _unit_stands_by(page, field, row, column), f"{field.name}: {field.unit}"
        for name in ("Annahmen_Datenstand", "Annahmen_Quelle"):
            texts = page.names[name]
            assert (row, texts.left) in texts
            assert page.cells[row, texts.left].value, f"{field.name}: {name}"
        options = validated[row, column]
        assert options["input_message"]
        assert options["error_message"].startswith("Erwartet wird")
        assert options["input_title"]
        assert len(options["error_message"]) <= 255


def _unit_stands_by(page, field, row, column):
    """In the row, or in the header of its column; the words of a list say themselves what they are."""
    across = [page.cells[row, each].value for each in range(column + 1, page.last_column) if (row, each) in page.cells]
    heads = [
        cell.value for (at, c), cell in page.cells.items() if c == column and at < row and "subheader" in cell.style
    ]
    head = str(heads[-1]).replace("-\n", "").replace("\n", " ")
    return bool(field.options) or field.unit in across or field.unit in head


def test_printed_decimals_of_every_input_stand_aside(drawn, each_case):
    """They are typed too, in the row of the input, but not printed, and grouped away."""
    page = drawn.pages["Annahmen"]
    for field in each_case.model.figures:
        name = f"{field.name}_Stellen"
        assert (name in page.names) == field.printed
        if field.printed:
            assert page.names[name].top == page.names[field.name].top
            assert page.last_column < page.names[name].left <= page.last_column + len(page.aside)


def test_stocks_move_by_anfang_zugang_abgang_ende(each_built):
    """Rule 6, on the stored results of both paths."""
    sheet = Values(each_built)["LZB"]
    for top in (14, 22):
        for column in range(3, 15):
            start, entries, exits, end = (sheet.cell(top + i, column).value for i in range(4))
            assert end == pytest.approx(start + entries - exits, rel=1e-12)
            if column > 3:
                assert start == pytest.approx(sheet.cell(top + 3, column - 1).value, rel=1e-12)


def test_months_stand_in_the_same_columns(drawn):
    """Rule 4."""
    headers = [
        (r, c.value) for (r, k), c in drawn.pages["LZB"].cells.items() if k == 3 and c.style.startswith("header")
    ]
    assert [value for _, value in headers if value == "Jan"] == ["Jan"] * 3


def test_checks_roll_up_into_one_cell_that_the_first_sheet_shows(drawn):
    """Rule 8."""
    assert "Pruefung_Gesamt" in drawn.names
    shown = [c.formula for c in drawn.pages["Übersicht"].cells.values() if c.formula]
    assert any("Pruefung_Gesamt" in formula for formula in shown)


def test_version_date_and_origin_on_the_first_sheet(drawn):
    """Rule 10."""
    labels = {c.value for c in drawn.pages["Übersicht"].cells.values()}
    assert {"jcplan-Version", "festgeschrieben am", "beschlossen am", "Stand des Dokuments"} <= labels


def test_blocks_are_fixed_size_array_formulas(each_read_back):
    """Rule 11: no dynamic arrays, which Excel 2016 does not have."""
    kinds = {
        type(c.value).__name__
        for sheet in each_read_back
        for row in sheet.iter_rows()
        for c in row
        if c.data_type == "f"
    }
    assert kinds == {"str", "ArrayFormula"}


def _luminance(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first, second):
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [(BLUE, "#FFFFFF"), ("#FFFFFF", BLUE), (INPUT_BLUE, PALE_YELLOW), (WARM, "#FFFFFF"), ("#595959", "#F2F2F2"), GOOD[::-1], WARN[::-1], BAD[::-1]],
)  # fmt: skip
def test_contrast(text, ground):
    """Rule 12: WCAG AA asks for 4.5:1 (3:1 for large or bold text, which the warm accent is)."""
    assert _contrast(text, ground) >= (4.5 if text != WARM else 3)


def test_no_merged_cells_and_real_headers(each_read_back):
    """Rule 12."""
    for sheet in each_read_back:
        assert not sheet.merged_cells.ranges, sheet.title
        assert sheet.freeze_panes, sheet.title
        assert not sheet.sheet_view.showGridLines


def test_printed_pages(each_read_back):
    """A4 landscape, print area; each page names Jobcenter, sheet and Stand, as typed, and its number."""
    for sheet in visible_sheets(each_read_back):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert bool(sheet.print_area) == (sheet.title != "Protokoll")  # the log grows
        assert "&A" in sheet.oddHeader.center.text
        first = int(re.match(r"\$(\d+):", sheet.print_title_rows)[1])  # the rows that name Jobcenter, year and Stand
        assert first == 1 or "&Annahme_Stand" in sheet.cell(first, 2).value, sheet.title
        assert "Annahme_Jobcenter" in sheet["B2"].value.text
        assert "Annahme_Stand" in sheet["B2"].value.text
        assert re.search("&P von &N", sheet.oddFooter.right.text)


def test_links_lead_to_every_sheet_and_back(each_read_back, each_case):
    def targets(sheet):
        links = [c.hyperlink.location for row in sheet.iter_rows() for c in row if c.hyperlink]
        return sorted(link.split("!")[0].strip("'") for link in links)

    units = 1 + each_case.shape.offices + each_case.shape.units
    visible = {sheet.title for sheet in visible_sheets(each_read_back)}
    # one to each sheet, and that from the sentence of a workbook without inputs
    assert targets(each_read_back["Übersicht"]) == sorted([*visible - {"Übersicht"}, "Annahmen"])
    for sheet in visible_sheets(each_read_back):
        if sheet.title != "Übersicht":
            assert targets(sheet).count("Übersicht") == 1
            assert set(targets(sheet)) <= set(each_read_back.sheetnames)
    assert targets(each_read_back["Zielnachhaltung"]).count("Teamseiten") == 4 * units  # each figure leads to its page


def test_links_to_pages_lead_to_the_unit_of_their_row(each_read_back, each_built):
    book, values = each_read_back, Values(each_built)
    for row in book["Zielnachhaltung"].iter_rows():
        for cell in row:
            if cell.hyperlink and cell.hyperlink.location.startswith("Teamseiten"):
                address = cell.hyperlink.location.partition("!")[2]
                assert values["Teamseiten"][address].value == values["Zielnachhaltung"].cell(cell.row, 2).value


def test_formats_with_conditions_show_no_sign_of_their_own(each_read_back):
    """Programs do not agree on whether they show a minus as well: it would stand there twice."""
    formats = {cell.number_format for sheet in each_read_back for row in sheet.iter_rows() for cell in row}
    conditional = {form for form in formats if re.search(r"\[[<>=]", form)}
    assert conditional  # weights
    assert [form for form in conditional if re.search(r"\][+-]", form)] == []


def test_what_is_shown_as_zero_has_no_sign(each_read_back):
    """Each cell with signs in its format has a rule for numbers that look like 0, and the rule looks at that cell."""
    limits = {"+0.0 %;-0.0 %;0.0 %": 0.0005, "+0.00 %;-0.00 %;0.00 %": 0.00005, "+#,##0;-#,##0;0": 0.5}
    seen = dict.fromkeys(limits, 0)
    for sheet in each_read_back:
        ruled = {}
        for found in sheet.conditional_formatting:
            areas = [area.bounds for area in found.sqref.ranges]  # left, top, right, bottom
            corner = min(left for left, *_ in areas), min(top for _, top, *_ in areas)
            for rule in found.rules:
                match = re.fullmatch(r"ABS\(([A-Z]+)(\d+)\)<([\d.]+)", (rule.formula or [""])[0])
                if match:
                    assert (column_index_from_string(match[1]), int(match[2])) == corner
                    assert corner in [each[:2] for each in areas]
                    for left, top, right, bottom in areas:
                        cells = itertools.product(range(top, bottom + 1), range(left, right + 1))
                        ruled |= dict.fromkeys(cells, (float(match[3]), rule.dxf.numFmt.formatCode))
        for row in sheet.iter_rows():
            for cell in row:
                if cell.number_format in limits:
                    seen[cell.number_format] += 1
                    zero = cell.number_format.rpartition(";")[2]
                    assert ruled[cell.row, cell.column] == (limits[cell.number_format], zero), cell.coordinate
    assert min(seen.values()) > 20
