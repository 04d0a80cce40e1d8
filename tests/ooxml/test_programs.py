"""Files as XlsxWriter, openpyxl and LibreOffice write them: edited, read back, and read by openpyxl."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import need_libreoffice

from jcplan.cells import Area, Cell, CellError
from jcplan.ooxml import WorkbookFile

SHEET = "Meine Tabelle"


def with_xlsxwriter(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        bold = book.add_format({"bold": True})
        sheet.write("A1", "ELB gesamt", bold)
        sheet.write_rich_string("A2", "a ", bold, "fett", " z")
        sheet.write("B1", 26570)
        sheet.write_formula("C1", "=B1*1.04", bold, 27632.8)
        sheet.write_formula("C2", '=A1&"!"', None, "ELB gesamt!")
        sheet.write_array_formula("D1:E2", "{=TRANSPOSE(A1:B2)}", None, 1)
        sheet.write_boolean("B3", True)
        sheet.write_blank("F6", None, bold)
        sheet.set_row(7, 30)
        sheet.data_validation("B1", {"validate": "decimal", "criteria": ">", "value": 0})
        sheet.conditional_format("B1:B9", {"type": "data_bar", "data_bar_2010": True})
        sheet.add_sparkline("G1", {"range": "'Meine Tabelle'!B1:C1"})
        book.add_worksheet("Diagramme").insert_chart("A1", chart := book.add_chart({"type": "line"}))
        chart.add_series({"values": "='Meine Tabelle'!$B$1:$C$1"})
        book.add_chartsheet("Blatt mit Diagramm").set_chart(other := book.add_chart({"type": "pie"}))
        other.add_series({"values": "='Meine Tabelle'!$B$1:$C$1"})
        book.define_name("Annahme_ELB_gesamt", "='Meine Tabelle'!$B$1")


def with_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet["A1"] = "ELB gesamt"
    sheet["B1"] = 26570
    sheet["C1"] = "=B1*1.04"
    sheet["F6"].font = openpyxl.styles.Font(bold=True)
    book.create_sheet("Leer")
    book.save(path)


def with_libreoffice(path: Path) -> None:
    office = need_libreoffice()
    source = path.with_name("Quelle") / path.name
    source.parent.mkdir()
    with_xlsxwriter(source)
    profile = (path.parent / "Profil").as_uri()
    command = [
        office,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run([*command, "--outdir", path.parent, source], check=True, capture_output=True, timeout=120)


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """Writes a program's file once."""
    written: dict[str, Path] = {}

    def file(program: str) -> Path:
        if program not in written:
            path = tmp_path_factory.mktemp(program) / "Plan.xlsx"
            {"XlsxWriter": with_xlsxwriter, "openpyxl": with_openpyxl, "LibreOffice": with_libreoffice}[program](path)
            written[program] = path
        return written[program]

    return file


def test_xlsxwriter(files):
    book = WorkbookFile.read(files("XlsxWriter"))
    assert book.sheets == ("Meine Tabelle", "Diagramme")
    assert book.names["annahme_elb_GESAMT"] == "'Meine Tabelle'!$B$1"
    assert book.full_calc_on_load is True
    cells = book.cells(SHEET)
    assert cells[1, 1] == Cell("ELB gesamt", style=1)
    assert cells[2, 1] == Cell("a fett z")
    assert cells[1, 3] == Cell(27632.8, "B1*1.04", style=1)
    assert cells[2, 3] == Cell("ELB gesamt!", 'A1&"!"')
    assert cells[1, 4] == Cell(1.0, "TRANSPOSE(A1:B2)", Area(1, 4, 2, 5))
    assert cells[3, 2].value is True
    assert cells[6, 6] == Cell(style=1)


def test_openpyxl(files):
    book = WorkbookFile.read(files("openpyxl"))
    assert book.sheets == ("Meine Tabelle", "Leer")
    assert book.cells("Leer") == {}
    assert book.cells(SHEET)[1, 1] == Cell("ELB gesamt")
    assert book.cells(SHEET)[1, 3] == Cell(None, "B1*1.04")


def test_libreoffice(files):
    book = WorkbookFile.read(files("LibreOffice"))
    assert book.sheets[0] == "Meine Tabelle"
    assert book.names["Annahme_ELB_gesamt"] == "'Meine Tabelle'!$B$1"
    cells = book.cells(SHEET)
    assert cells[1, 1].value == "ELB gesamt"
    assert cells[2, 1].value == "a fett z"
    assert (cells[1, 3].value, cells[1, 3].formula) == (27632.8, "B1*1.04")
    assert (cells[2, 3].value, cells[2, 3].formula) == ("ELB gesamt!", 'A1&"!"')
    assert (cells[1, 4].formula, cells[1, 4].array) == ("TRANSPOSE(A1:B2)", Area(1, 4, 2, 5))
    assert cells[3, 2].value is True


def test_libreoffice_reads_what_was_written(files, tmp_path):
    book = WorkbookFile.read(files("LibreOffice"))
    book.set_values(SHEET, {(1, 2): 1000, (12, 1): "Jörg\r<&> _x000D_", (12, 2): CellError("#N/A"), (13, 1): True})
    path = tmp_path / "Neu.xlsx"
    path.write_bytes(book.to_bytes())
    command = [
        need_libreoffice(),
        f"-env:UserInstallation={(tmp_path / 'Profil').as_uri()}",
        "--headless",
        "--convert-to",
    ]
    (tmp_path / "aus").mkdir()
    subprocess.run(
        [*command, "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "aus", path],
        check=True,
        capture_output=True,
        timeout=120,
    )
    cells = WorkbookFile.read(tmp_path / "aus" / "Neu.xlsx").cells(SHEET)
    assert cells[1, 2].value == 1000.0
    assert str(cells[12, 1].value).replace("\r", "").replace("\n", "") == "Jörg<&> _x000D_"
    assert cells[12, 2].value == CellError("#N/A")
    assert cells[13, 1].value is True


POSITIONS = st.tuples(st.integers(1, 12), st.integers(1, 9)) | st.tuples(
    st.integers(1, 1_048_576), st.integers(1, 16_384)
)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15)
ERRORS = st.sampled_from([CellError("#N/A"), CellError("#DIV/0!", "geteilt durch 0"), CellError("#VALUE!")])
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
ESCAPES = st.lists(st.sampled_from(["_", "x", "_x", "000D", "005F", "x005F_", "\r", "\0", "￿", "a"]), max_size=8)
VALUES = st.none() | st.booleans() | NUMBERS | ERRORS | TEXTS | ESCAPES.map("".join)


def as_read(value):
    """A value as reading gives it: every number a float, an error without its explanation."""
    if isinstance(value, CellError):
        return CellError(value.code)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@pytest.mark.parametrize("program", ["XlsxWriter", "openpyxl", "LibreOffice"])
@given(edits=st.dictionaries(POSITIONS, VALUES, max_size=12))
@settings(max_examples=150, deadline=None)
def test_any_edits(build, files, program, edits):
    old = WorkbookFile.read(files(program))
    before = dict(old.cells(SHEET))
    old.set_values(SHEET, edits)
    new = build.again(old)
    after = dict(new.cells(SHEET))
    assert list(after) == sorted(after)

    for position, value in edits.items():
        cell = after.pop(position, Cell())
        was = before.pop(position, Cell())
        assert (cell.formula, cell.array, cell.style) == (was.formula, was.array, was.style)
        if type(value) in {int, float} and was.formula is not None:
            assert cell.value == pytest.approx(value, rel=1e-12, abs=0)
        else:
            assert cell.value == as_read(value)
            assert type(cell.value) is type(as_read(value))
    assert after == before

    was, now = build.unzipped(old.path.read_bytes()), build.unzipped(old.to_bytes())
    changed = [name for name in was if was[name] != now[name]]
    assert list(was) == list(now)
    assert changed == (["xl/worksheets/sheet1.xml"] if old.changed else [])
    new.set_values(SHEET, edits)
    assert new.changed is False  # a second time there is nothing to do


PLAIN = st.text(st.characters(codec="cp1252", exclude_categories=("Cc",)), min_size=1, max_size=20).filter(
    lambda text: "_x" not in text and "x005F_" not in text and not text.startswith("=")
)


@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl warns of what it would drop
@pytest.mark.parametrize("program", ["XlsxWriter", "openpyxl", "LibreOffice"])
@given(
    edits=st.dictionaries(
        st.tuples(st.integers(1, 12), st.integers(1, 9)), st.booleans() | NUMBERS | ERRORS | PLAIN, max_size=12
    )
)
@settings(max_examples=30, deadline=None)
def test_openpyxl_reads_the_same(files, program, edits):
    book = WorkbookFile.read(files(program))
    book.set_values(SHEET, edits)
    data = book.to_bytes()
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[SHEET]
    formulas = openpyxl.load_workbook(io.BytesIO(data))[SHEET]
    for (row, column), value in edits.items():
        read = values.cell(row, column).value
        if isinstance(value, str | bool):
            assert read == value
        elif isinstance(value, CellError):
            assert read == value.code
        else:
            assert read == pytest.approx(value, rel=1e-12, abs=0)
    for (row, column), cell in book.cells(SHEET).items():
        if cell.formula is not None and cell.array is None:
            assert formulas.cell(row, column).value == f"={cell.formula}"
        if (row, column) not in edits and not isinstance(cell.value, CellError):
            assert values.cell(row, column).value == cell.value
