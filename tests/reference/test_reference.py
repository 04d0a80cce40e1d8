"""Runs the reference sheets: formulas and expected values are read from the .xlsx files themselves.

Funktion is computed through the catalogue, Erwartet by native formulas; one test a row.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from jcplan.catalogue import CATALOGUE
from jcplan.cells import Cell, CellError
from jcplan.formula import Engine
from jcplan.ooxml import WorkbookFile

HERE = Path(__file__).parent


def load_make():
    spec = importlib.util.spec_from_file_location("jcplan_reference_make", HERE / "make.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


make = load_make()
BLANK = Cell()


@dataclass(frozen=True)
class Row:
    """One row of a sheet, as the file has it."""

    sheet: str
    row: int
    cells: tuple[Cell, ...]

    def cell(self, column):
        return self.cells[column - 1]

    @property
    def case(self):
        return self.cell(make.CASE).value

    @property
    def functions(self):
        return set(re.findall(r"JC_[A-Z0-9_]+", self.formula))

    @property
    def formula(self):
        return self.cell(make.RESULT).formula or ""


def rows_of(book):
    """The rows of all sheets but the first; an array formula's formula counts for all its rows."""
    rows = []
    for sheet in book.sheets[1:]:
        cells = book.cells(sheet)
        header = tuple(cells.get((make.HEADER_ROW, column), BLANK).value for column in range(1, len(make.COLUMNS) + 1))
        assert header == make.COLUMNS, (sheet, header)
        arrays = {place: cell for cell in cells.values() if cell.array for place in cell.array}
        for row in sorted({row for row, column in cells if column <= len(make.COLUMNS) and row >= make.FIRST_ROW}):
            found = [cells.get((row, column), BLANK) for column in range(1, len(make.COLUMNS) + 1)]
            if all(cell.value is None and cell.formula is None for cell in found):
                continue
            if (row, make.RESULT) in arrays:
                found[make.RESULT - 1] = arrays[row, make.RESULT]
            rows.append(Row(sheet, row, tuple(found)))
    return rows


def findings(row, engine):
    """What is wrong with a row; empty if it is right."""
    wrong = []
    got, wanted, right = (engine.cell(row.sheet, row.row, c) for c in (make.RESULT, make.EXPECTED, make.RIGHT))
    expected_formula = row.cell(make.EXPECTED).formula or ""
    if not isinstance(row.case, str):
        wrong.append("ohne Fall")
    if not isinstance(row.cell(make.SOURCE).value, str):
        wrong.append("ohne Quelle")
    if row.cell(make.KIND).value not in make.KINDS:
        wrong.append("ohne Art")
    if not row.functions:
        wrong.append("Funktion ist keine Formel mit JC_…")
    if "JC_" in expected_formula.upper():
        wrong.append("Erwartet ist mit jcplan gerechnet")
    if not row.cell(make.RIGHT).formula:
        wrong.append("Richtig ist keine Formel")
    if isinstance(wanted, CellError) or wanted is None:
        wrong.append(f"Erwartet ist {wanted}")
    elif isinstance(wanted, float):
        tolerance = row.cell(make.TOLERANCE).value
        if not isinstance(tolerance, float) or tolerance < 0:
            wrong.append("ohne Toleranz")
        elif isinstance(got, bool) or not isinstance(got, float) or not abs(got - wanted) <= tolerance:
            wrong.append(f"gefunden {got!r}, erwartet {wanted!r} ± {tolerance!r}")
    elif type(got) is not type(wanted) or got != wanted:
        wrong.append(f"gefunden {got!r}, erwartet {wanted!r}")
    if right is not True:
        wrong.append(f"Richtig ist {right!r}")
    return wrong


def check(book):
    """Findings by (sheet, row) of all rows that are not right."""
    engine = Engine(book)
    result = engine.compute()
    wrong = {(row.sheet, row.row): found for row in rows_of(book) if (found := findings(row, engine))}
    for (sheet, row, _column), reason in result.not_computed.items():
        wrong.setdefault((sheet, row), []).append(reason)
    return wrong


@cache
def opened(name):
    book = WorkbookFile.read(HERE / name)
    return book, Engine(book)


FILES = sorted(path.name for path in HERE.glob("*.xlsx"))
ROWS = [(name, row) for name in FILES for row in rows_of(WorkbookFile.read(HERE / name))]


def identify(name, row):
    return f"{name.removesuffix('.xlsx')}-{row.sheet}-{row.row}-{row.case}"


@pytest.mark.parametrize(("name", "row"), [pytest.param(*item, id=identify(*item)) for item in ROWS])
def test_row(name, row):
    _, engine = opened(name)
    assert findings(row, engine) == []


# ---- completeness ---------------------------------------------------------------------------------


def test_one_workbook_a_subject():
    assert sorted(path.with_suffix(".xlsx").name for path in make.subjects()) == FILES
    assert {
        "elb.xlsx",
        "iq.xlsx",
        "lzb.xlsx",
        "budget.xlsx",
        "verteilen.xlsx",
        "zielnachhaltung.xlsx",
        "personal.xlsx",
        "pruefen.xlsx",
        "planungsdokument.xlsx",
    } <= set(FILES)


@pytest.mark.parametrize("function", CATALOGUE)
@pytest.mark.parametrize("kind", make.KINDS)
def test_every_function_has_normal_edge_and_error_rows(function, kind):
    found = [row.case for _, row in ROWS if function in row.functions and row.cell(make.KIND).value == kind]
    assert found, f"a list in tests/reference needs a row of art {kind!r} with {function}; then make reference"


def test_rows_name_only_functions_of_the_catalogue():
    assert {name for _, row in ROWS for name in row.functions} <= set(CATALOGUE)


@pytest.mark.parametrize("name", FILES)
def test_cases_have_names_of_their_own(name):
    cases = [(row.sheet, row.case) for file, row in ROWS if file == name]
    assert sorted({case for case in cases if cases.count(case) > 1}) == []


@pytest.mark.parametrize("name", FILES)
def test_error_rows_expect_a_real_error_value(name):
    """TRUE of ISERROR: an error row that expects anything else would pass with a text."""
    for file, row in ROWS:
        if file == name and row.cell(make.KIND).value == "Fehler":
            assert row.formula.startswith("ISERROR("), row.case
            assert row.cell(make.EXPECTED).value is True, row.case


# ---- the files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_stored_values_are_the_computed_ones(name):
    """Whoever opens the file where jcplan is missing sees the right numbers."""
    book, engine = opened(name)
    result = engine.compute()
    assert result.not_computed == {}
    for (sheet, row, column), value in result.values.items():
        stored = book.cells(sheet)[row, column].value
        if isinstance(value, float) and not isinstance(stored, bool):
            assert stored == pytest.approx(value, rel=1e-12, abs=1e-12), (sheet, row, column)
        else:
            assert stored == value, (sheet, row, column)


@pytest.mark.parametrize("name", FILES)
def test_stored_right_is_true_and_the_first_sheet_counts_it(name):
    book, _ = opened(name)
    counted = dict.fromkeys(book.sheets[1:], 0)
    for file, row in ROWS:
        if file == name:
            assert row.cell(make.RIGHT).value is True, row.case
            counted[row.sheet] += 1
    summary = book.cells(book.sheets[0])
    assert book.sheets[0] == make.SUMMARY
    shown = {}
    for (row, column), cell in summary.items():
        if column == 1 and cell.value in counted:
            rows, right = summary[row, 2], summary[row, 3]
            assert rows.formula, cell.value
            assert right.formula, cell.value
            assert rows.value == right.value
            shown[cell.value] = rows.value
    assert shown == counted
    total = next(row for (row, column), cell in summary.items() if column == 1 and cell.value == "Zusammen")
    assert summary[total, 2].value == summary[total, 3].value == sum(counted.values())
    assert summary[total, 4].value == "alle richtig"


@pytest.mark.parametrize("name", FILES)
def test_file_opens_without_recalculation(name):
    """Where jcplan is missing, a recalculation would show #NAME? in place of the numbers."""
    assert not WorkbookFile.read(HERE / name).full_calc_on_load


@pytest.mark.parametrize("name", FILES)
def test_committed_file_is_a_fresh_build(name):
    fresh = make.build(make.read((HERE / name).with_suffix(".toml")))
    assert (HERE / name).read_bytes() == fresh, "make reference writes it anew"


# ---- the runner sees what is wrong ----------------------------------------------------------------


def copy_of(name, tmp_path, change):
    """A copy of a file with changed cells of its second sheet."""
    book = WorkbookFile.read(HERE / name)
    sheet = book.sheets[1]
    book.set_values(sheet, change(book, sheet))
    path = tmp_path / name
    path.write_bytes(book.to_bytes())
    return WorkbookFile.read(path), sheet


def first_number(book, sheet):
    """A row whose expected value is a typed number."""
    return next(
        row.row
        for row in rows_of(book)
        if row.sheet == sheet
        and row.cell(make.EXPECTED).formula is None
        and isinstance(row.cell(make.EXPECTED).value, float)
    )


@pytest.mark.parametrize("name", ["elb.xlsx", "budget.xlsx", "verteilen.xlsx", "planungsdokument.xlsx"])
def test_one_wrong_expected_value_fails_exactly_its_row(name, tmp_path):
    place = {}

    def change(book, sheet):
        place["row"] = row = first_number(book, sheet)
        value = book.cells(sheet)[row, make.EXPECTED].value
        return {(row, make.EXPECTED): value + 1}

    book, sheet = copy_of(name, tmp_path, change)
    wrong = check(book)
    assert list(wrong) == [(sheet, place["row"])]
    assert any("gefunden" in finding for finding in wrong[sheet, place["row"]])
    assert "Richtig ist False" in wrong[sheet, place["row"]]


@pytest.mark.parametrize("name", FILES)
def test_unchanged_file_has_no_findings(name):
    assert check(WorkbookFile.read(HERE / name)) == {}


def test_wrong_text_and_wrong_truth_value_fail(tmp_path):
    def change(book, sheet):
        rows = [row for row in rows_of(book) if row.sheet == sheet]
        text = next(
            row.row for row in rows if row.cell(make.EXPECTED).value == "WAHR" and not row.cell(make.EXPECTED).formula
        )
        truth = next(row.row for row in rows if row.cell(make.EXPECTED).value is True)
        return {(text, make.EXPECTED): "FALSCH", (truth, make.EXPECTED): False}

    book, _ = copy_of("pruefen.xlsx", tmp_path, change)
    assert len(check(book)) == 2


@pytest.mark.parametrize(
    ("column", "finding"), [(make.SOURCE, "ohne Quelle"), (make.TOLERANCE, "ohne Toleranz"), (make.KIND, "ohne Art")]
)
def test_row_without_source_tolerance_or_kind_fails(column, finding, tmp_path):
    book, _ = copy_of("budget.xlsx", tmp_path, lambda book, sheet: {(first_number(book, sheet), column): None})
    wrong = check(book)
    assert len(wrong) == 1
    assert finding in next(iter(wrong.values()))


def changed_case(tmp_path, **changes):
    """A workbook of one case, with changed keys."""
    case = {
        "fall": "Fall",
        "art": "normal",
        "formel": "JC_BASIS(50,0.05)",
        "erwartet": 1000,
        "toleranz": 0.001,
        "quelle": "Handrechnung",
    }
    case.update(changes)
    subject = {"titel": "Probe", "text": "Probe", "blatt": [{"name": "Probe", "titel": "Probe", "fall": [case]}]}
    path = tmp_path / "probe.xlsx"
    path.write_bytes(make.build(subject))
    return check(WorkbookFile.read(path))


def test_right_case_has_no_findings(tmp_path):
    assert changed_case(tmp_path) == {}


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"erwartet": "=JC_BASIS(50,0.05)"}, "Erwartet ist mit jcplan gerechnet"),
        ({"formel": "50/0.05"}, "Funktion ist keine Formel mit JC_…"),
        ({"erwartet": "=1/0"}, "Erwartet ist #DIV/0!"),
        ({"erwartet": 1000.002}, "Richtig ist False"),
        ({"formel": "JC_BASIS(50,0)"}, "Richtig ist False"),
        ({"formel": "JC_BASIS(50,0)", "erwartet": "#VALUE!"}, "Richtig ist False"),
        ({"formel": 'IF(JC_BASIS(50,0.05)=1000,"tausend")'}, "Richtig ist False"),
    ],
    ids=[
        "expected by jcplan",
        "no function",
        "expected is an error",
        "off",
        "error value",
        "error as text",
        "text as number",
    ],
)
def test_runner_sees(changes, finding, tmp_path):
    (found,) = changed_case(tmp_path, **changes).values()
    assert finding in found


def test_check_mode_reports_a_stale_file(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(make, "HERE", tmp_path)
    (tmp_path / "personal.toml").write_bytes((HERE / "personal.toml").read_bytes())
    assert make.main(["--check"]) == 1
    assert "personal.xlsx" in capsys.readouterr().out
    assert make.main([]) == 0
    assert make.main(["--check"]) == 0
    (tmp_path / "personal.xlsx").write_bytes((tmp_path / "personal.xlsx").read_bytes() + b"\0")
    assert make.main(["--check"]) == 1
