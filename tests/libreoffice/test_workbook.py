"""The shipped workbook in a real Calc: recalculated, refreshed, mistyped, undone, saved and opened again."""

from __future__ import annotations

import datetime as dt
import math
import shutil
from functools import cache
from pathlib import Path

import pytest
from shapes import big, delivery
from workbooks import ROOT, formulas, last_row, read, type_in

from jcplan import __version__, delivered, handbook
from jcplan.actions import refresh
from jcplan.build import build
from jcplan.cases import YEARS, case, reference
from jcplan.cells import Area, address
from jcplan.figures import figures_of, input_places
from jcplan.hosts.cli import main
from jcplan.hosts.excel.upgrade import upgrade_file
from jcplan.hosts.file import FileBook, check_file, refresh_file
from jcplan.hosts.libreoffice.book import OfficeBook
from jcplan.layout import protokoll
from jcplan.model import Shape
from jcplan.ooxml import WorkbookFile
from jcplan.plan import compute
from jcplan.snapshot import Snapshot

SHIPPED = Path(__file__).parents[2] / "workbook" / "JC-Planung-2017.xlsx"
RELEASED = ROOT / "tests" / "release" / "0.1.0"
NOON = dt.datetime(2026, 11, 22, 12, 0)
TOLERANCE = 1e-9  # relative
LOG_AREA = Area(protokoll.HEADER_ROW + 1, protokoll.FIRST, protokoll.HEADER_ROW + 6, protokoll.LAST)
DECIDED = {
    "Annahme_LZB_Abgang": 60, "Annahme_LZB_Ziel": -0.01, "Annahme_Umschichtung_Anteil": 0.25, "Annahme_G1_Veraenderung": -0.01,
    "Annahme_G2_Veraenderung": 0, "Annahme_G1_IQ_Steigerung": 0.01, "Annahme_G2_IQ_Steigerung": 0.05,
}  # fmt: skip
"""What the plan of the next year leaves blank."""
RESULT_COLUMNS = slice(2, None)  # of the log: all but when and who


def same(got, wanted):
    if isinstance(wanted, bool | float | int) and isinstance(
        got, bool | float | int
    ):  # our truth values show as 1 and 0
        return math.isclose(got, wanted, rel_tol=TOLERANCE, abs_tol=1e-12)
    return (got or None) == (wanted or None)


def differences(book, wanted):
    """Cells of a book that are not as in ``wanted``: values by (sheet, row, column)."""
    found = []
    for sheet in book.sheets:
        cells = {(row, column): value for (where, row, column), value in wanted.items() if where == sheet}
        if cells:
            area = Area(1, 1, max(row for row, _ in cells), max(column for _, column in cells))
            rows = read(book, sheet, area)
            for (row, column), value in cells.items():
                got = rows[row - 1][column - 1]
                if not same(got, value):
                    found.append(f"{sheet}!{address(row, column)}: {got!r}, erwartet {value!r}")
    return found


@cache
def stored(path):
    """What a file has in its cells, cached results included."""
    file = WorkbookFile.read(path)
    return {(sheet, *at): cell.value for sheet in file.sheets for at, cell in file.cells(sheet).items()}


@pytest.fixture
def copy(tmp_path):
    path = tmp_path / SHIPPED.name
    shutil.copyfile(SHIPPED, path)
    return path


@pytest.fixture
def document(either, copy):
    with either.open(copy) as opened:
        yield opened


WRONG = {"text": "viele", "blank": "", "negative": -5.0, "formula error": "=1/0"}


class TestAsDelivered:
    """One document for all: what they change they put back."""

    @pytest.fixture(scope="class")
    @classmethod
    def document(cls, either, tmp_path_factory):
        path = tmp_path_factory.mktemp("delivered") / SHIPPED.name
        shutil.copyfile(SHIPPED, path)
        with either.open(path) as opened:
            yield opened

    @pytest.fixture
    def figure(self, document):
        """An input to type into; its value comes back."""
        cell = document.named("Annahme_ELB_gesamt")
        before = cell.Value
        yield cell
        cell.Value = before

    @pytest.fixture
    def free(self, document):
        """A blank cell of the sheet Hilfe; it is blank again."""
        cell = document.model.Sheets.getByName("Hilfe").getCellByPosition(0, last_row(document.book, "Hilfe") + 1)
        yield cell
        cell.Formula = ""

    def test_hard_recalculation_gives_the_cached_values_cell_by_cell(self, document):
        cached = stored(SHIPPED)
        assert sum(isinstance(value, float) for value in cached.values()) > 200
        document.recalculate()
        assert differences(document.book, cached) == []

    def test_formulas_are_really_computed_not_only_shown(self, document, figure):
        """A changed input moves the results, and back again."""
        cached = stored(SHIPPED)
        before = figure.Value
        figure.Value = before + 1000
        assert differences(document.book, cached)
        figure.Value = before
        assert differences(document.book, cached) == []

    def test_no_cell_shows_an_error(self, document):
        document.recalculate()
        assert document.book.errors() == []

    def test_targets_are_the_plan(self, document):
        snapshot = Snapshot(document.book)
        snapshot.take(place for place, _ in input_places(snapshot))
        plan = compute(figures_of(snapshot).inputs)
        for name, result in plan.targets.items():
            assert document.named(name).getCellByPosition(0, 0).Value == pytest.approx(result.exact, rel=TOLERANCE), (
                name
            )

    def test_formulas_are_read_as_the_file_has_them(self, document):
        book, file = document.book, FileBook(SHIPPED)
        for sheet in file.sheets:
            area = Area(1, 1, min(last_row(file, sheet), 120), 20)  # further rows repeat those above
            got, wanted = formulas(book, sheet, area), formulas(file, sheet, area)
            for row, (mine, theirs) in enumerate(zip(got, wanted, strict=True), 1):
                for column, (one, other) in enumerate(zip(mine, theirs, strict=True), 1):
                    assert (one is None) == (other is None), (sheet, address(row, column), one, other)

    @pytest.mark.parametrize("typed", WRONG.values(), ids=WRONG)
    def test_wrong_input_is_named_by_its_cell_and_nothing_is_written(self, document, figure, typed):
        if isinstance(typed, float):
            figure.Value = typed
        else:
            figure.Formula = typed
        targets = read(document.book, "Ziele", Area(1, 1, 80, 20))
        log = last_row(document.book, protokoll.NAME)
        place = figure.AbsoluteName.replace("$", "").replace(".", "!")
        (message,) = document.press("aktualisieren")
        assert message["kind"] == "error"
        assert message["text"].startswith(place + " ")
        assert "gefunden" in message["text"]
        assert "erwartet" in message["text"]
        assert read(document.book, "Ziele", Area(1, 1, 80, 20)) == targets
        assert last_row(document.book, protokoll.NAME) == log
        assert document.model.UndoManager.getCurrentUndoActionTitle() != "Ziele aktualisieren"

    def test_checks_say_the_same_as_on_the_command_line(self, document):
        (message,) = document.press("pruefen")
        report = check_file(SHIPPED)
        assert message["text"] == report.text()
        assert message["kind"] == ("info" if report.clean else "warning")

    def test_error_in_a_cell_is_explained_and_listed_by_the_checks(self, document, free):
        free.Formula = "=JC_BASIS(953;0)"
        row = free.AbsoluteName.rpartition("$")[2]
        document.select("Hilfe", f"A{row}")
        (message,) = document.press("erklaeren")
        assert message["text"].startswith(f"Hilfe!A{row}: JC_BASIS: rate: gefunden 0, erwartet")
        assert "=JC_BASIS(953;0)" in message["text"]
        (checked,) = document.press("pruefen")
        assert f"Hilfe!A{row}: #VALUE!: JC_BASIS: rate: gefunden 0" in checked["text"].replace("Fehler in ", "")

    def test_help_opens_the_handbook_and_leaves_the_sheet_in_front(self, document):
        document.office.opened()
        front = document.model.CurrentController.ActiveSheet.Name
        assert document.press("hilfe") == []
        (address,) = document.office.opened()
        assert address == str(handbook.first_page())
        assert document.model.CurrentController.ActiveSheet.Name == front

    def test_help_that_no_browser_opens_says_where_it_lies_and_goes_to_the_sheet(self, document):
        document.office.refuse_opening(refused=True)
        try:
            (message,) = document.press("hilfe")
        finally:
            document.office.refuse_opening(refused=False)
        assert message["kind"] == "error"
        assert message["text"].splitlines()[-1] == str(handbook.first_page())
        assert document.model.CurrentController.ActiveSheet.Name == "Hilfe"
        assert document.office.opened() == []


CASES = {
    "unchanged": ("in process", {}),
    "more people": ("worker", {"Annahme_ELB_gesamt": 26600.0, "Annahme_G2_ELB": 1400.0}),
    "another rate": ("in process", {"Annahme_G2_IQ_Ziel": 0.13, "Annahme_G1_IQ_Steigerung": 0.02}),
    "no reallocation": ("worker", {"Annahme_Umschichtung_Anteil": 0.0}),
}
"""What is changed, each in one of the two ways: an opened workbook takes seconds."""


@pytest.mark.parametrize(("either", "changed"), CASES.values(), ids=CASES, indirect=["either"])
def test_button_does_what_the_command_line_does(document, copy, tmp_path, changed):
    file = WorkbookFile.read(copy)
    for name, value in changed.items():
        document.named(name).Value = value
        sheet, _, cell = file.names[name].rpartition("!")
        column, row = cell.replace("$", " ").split()
        file.set_values(sheet, {(int(row), ord(column) - 64): value})
    (tmp_path / "kommandozeile.xlsx").write_bytes(file.to_bytes())
    (message,) = document.press("aktualisieren")
    report, _ = refresh_file(tmp_path / "kommandozeile.xlsx", None, who="Test", when=NOON)
    assert message == {"kind": "info", "title": "Ziele aktualisieren", "text": report.text()}
    wanted = FileBook(tmp_path / "kommandozeile.xlsx")
    for sheet in wanted.sheets:
        if sheet == protokoll.NAME:
            continue
        area = Area(1, 1, max(1, last_row(wanted, sheet)), 30)
        for row, (mine, theirs) in enumerate(
            zip(read(document.book, sheet, area), read(wanted, sheet, area), strict=True), 1
        ):
            for column, (got, value) in enumerate(zip(mine, theirs, strict=True), 1):
                if same(got, value) or _is_adoption_day(got, value):
                    continue
                pytest.fail(f"{sheet}!{address(row, column)}: {got!r}, Kommandozeile {value!r}")
    log, wanted_log = read(document.book, protokoll.NAME, LOG_AREA), read(wanted, protokoll.NAME, LOG_AREA)
    assert [row[RESULT_COLUMNS] for row in log] == [row[RESULT_COLUMNS] for row in wanted_log]
    assert sum(row[0] is not None for row in log) == 2


def _is_adoption_day(got, wanted):
    """The day of the button is today, that of the command line is set above; both are serial numbers of dates."""
    today = (dt.date.today() - dt.date(1899, 12, 30)).days  # noqa: DTZ011
    return isinstance(got, float) and int(got) == today and isinstance(wanted, float)


def test_a_refresh_asks_the_document_at_most_forty_things(office, copy):
    """With an input changed and a formula typed over."""
    with office.open(copy) as opened:
        asked = []

        def answer(question, *arguments):
            asked.append(question)
            return opened.answer(question, *arguments)

        opened.named("Annahme_ELB_gesamt").Value = 26600
        row, column = _first_formula("LZB")
        opened.model.Sheets.getByName("LZB").getCellByPosition(column - 1, row - 1).Value = 1
        report = refresh(OfficeBook(answer, "Ziele aktualisieren"), who="Test", when=NOON)
        assert (len(report.inputs_changed), len(report.deviations)) == (1, 1)
        assert opened.named("Ziel_ELB_gesamt_veroeffentlicht").Value == 27679
        assert len(asked) <= 40, asked
        assert set(asked) == {"describe", "values", "formulas", "write"}


@pytest.mark.parametrize("either", ["worker"], indirect=True)
def test_pressed_twice_only_the_log_grows(document):
    before = {
        sheet: read(document.book, sheet, Area(1, 1, 80, 20))
        for sheet in document.book.sheets
        if sheet != protokoll.NAME
    }
    document.press("aktualisieren")
    (message,) = document.press("aktualisieren")
    assert message["text"] == "Alle Ziele unverändert."
    for sheet, rows in before.items():
        assert read(document.book, sheet, Area(1, 1, 80, 20)) == rows
    assert last_row(document.book, protokoll.NAME) == protokoll.HEADER_ROW + 3


@pytest.mark.parametrize("either", ["in process"], indirect=True)
def test_undo_takes_everything_back_in_one_step(document):
    document.named("Annahme_ELB_gesamt").Value = 26600
    document.recalculate()  # the stored values have 16 digits, the computed ones 17
    whole = {sheet: read(document.book, sheet, Area(1, 1, 80, 20)) for sheet in document.book.sheets}
    manager = document.model.UndoManager
    steps = len(manager.getAllUndoActionTitles())
    document.press("aktualisieren")
    assert manager.getCurrentUndoActionTitle() == "Ziele aktualisieren"
    assert len(manager.getAllUndoActionTitles()) == steps + 1
    assert any(read(document.book, sheet, Area(1, 1, 80, 20)) != rows for sheet, rows in whole.items())
    manager.undo()
    assert {sheet: read(document.book, sheet, Area(1, 1, 80, 20)) for sheet in document.book.sheets} == whole


@pytest.mark.parametrize("either", ["worker"], indirect=True)
def test_overtyped_formula_is_named_by_its_cell(document):
    sheet, (row, column) = "LZB", _first_formula("LZB")
    document.model.Sheets.getByName(sheet).getCellByPosition(column - 1, row - 1).Value = 1
    (message,) = document.press("aktualisieren")
    assert message["kind"] == "warning"
    assert f"{sheet}!{address(row, column)}: gefunden 1, erwartet" in message["text"]


def _first_formula(sheet):
    cells = WorkbookFile.read(SHIPPED).cells(sheet).items()
    return min(at for at, cell in cells if cell.formula and cell.array is None and at[0] > 3)


def _charts(document):
    """What each chart shows beside its bars, by sheet and number."""
    found = {}
    for sheet in document.model.Sheets:
        for number in range(sheet.Charts.Count):
            chart = sheet.Charts.getByIndex(number).EmbeddedObject
            labels = [
                tuple(
                    getattr(series.Label, f"Show{part}")
                    for part in ("Number", "CategoryName", "SeriesName", "LegendSymbol")
                )
                for system in chart.FirstDiagram.CoordinateSystems
                for kind in system.ChartTypes
                for series in kind.DataSeries
            ]
            found[sheet.Name, number] = labels, chart.HasLegend, chart.HasMainTitle
    return found


@pytest.fixture(scope="module")
def delivered_charts(office, tmp_path_factory):
    """Those of a new workbook, with as many of each as version 0.1.0 had."""
    path = tmp_path_factory.mktemp("charts") / "gleich.xlsx"
    path.write_bytes(build(reference().shaped(Shape())))
    with office.open(path) as document:
        return _charts(document)


@pytest.mark.parametrize("name", ["neu.xlsx", "libreoffice.xlsx"])
def test_charts_look_as_delivered_after_an_upgrade(office, tmp_path, delivered_charts, name):
    """Also in a file whose other sheets another program wrote."""
    new, wanted = tmp_path / "neu.xlsx", delivered_charts
    upgrade_file(RELEASED / name, new, who="Test", when=NOON)
    with office.open(new) as document:
        assert _charts(document) == wanted
    assert len(wanted) > 20
    named = {sheet for (sheet, _), (labels, *_) in wanted.items() if any(series for _, _, series, _ in labels)}
    assert named == {"Übersicht"}  # the parts of the budget, in place of a legend


def test_the_largest_shape_is_computed_as_it_was_built(office, tmp_path):
    """Six groups, 120 teams in 40 offices, a month of actuals."""
    path = tmp_path / "Gross.xlsx"
    path.write_bytes(build(big()))
    assert main(["import-ist", str(delivery(tmp_path / "Ist.csv")), str(path)]) == 0
    cached = stored(path)
    with office.open(path) as document:
        document.recalculate()
        assert document.book.errors() == []
        assert differences(document.book, cached) == []


@pytest.mark.parametrize("year", YEARS[1:])
def test_another_case_is_computed_as_it_was_built(office, tmp_path, year):
    """The first is the shipped workbook, above. A refresh in the program changes no target."""
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(build(case(year)))
    cached = stored(path)
    assert sum(isinstance(value, float) for value in cached.values()) > 200
    with office.open(path) as document:
        document.recalculate()
        assert document.book.errors() == []
        assert differences(document.book, cached) == []
        (message,) = document.press("aktualisieren")
        assert message == {"kind": "info", "title": "Ziele aktualisieren", "text": "Alle Ziele unverändert."}


@pytest.mark.parametrize("either", ["in process"], indirect=True)
def test_a_workbook_of_an_earlier_version_is_brought_to_this_one(either, tmp_path):
    path = shutil.copyfile(RELEASED / "neu.xlsx", tmp_path / "Plan.xlsx")
    with either.open(path) as document:
        (message,) = document.press("aktualisieren")
        assert message["kind"] == "error"
        assert "gefunden eine Mappe der Version 0.1.0" in message["text"]
        (message,) = document.press("neueversion")
    new = tmp_path / f"Plan {__version__}.xlsx"
    assert message["kind"] == "info"
    assert message["text"].splitlines()[0] == f"Mappe von Version 0.1.0 auf {__version__} gebracht."
    assert new.name in message["text"]
    with either.open(new) as document:
        document.recalculate()
        assert document.book.errors() == []
        (message,) = document.press("aktualisieren")
        assert message["text"] == "Alle Ziele unverändert."
        (message,) = document.press("neueversion")  # not saved since
        assert "Bitte zuerst als .xlsx speichern" in message["text"]


def test_the_plan_of_the_next_year_stands_beside_this_one(office, tmp_path, fresh_bytes):
    path = tmp_path / "Plan-2017.xlsx"
    path.write_bytes(fresh_bytes)
    with office.open(path) as document:
        (message,) = document.press("naechstesjahr")
    assert message["kind"] == "info"
    assert message["text"].splitlines()[0].startswith("Plan 2018 aus Plan 2017 angelegt: ")
    new = tmp_path / "Plan-2018.xlsx"
    assert new.name in message["text"]
    with office.open(new) as document:
        document.recalculate()
        assert read(document.book, "Übersicht", Area(9, 2, 9, 2)) == ((None,),)  # no target, nothing to compare
        (message,) = document.press("aktualisieren")
        assert message["kind"] == "error"  # what is decided each year is blank, and named by its cell
        assert "(LZB, Ziel: Veränderung des Jahresmittels)" in message["text"]
    type_in(new, **DECIDED)
    assert main(["refresh", str(new)]) == 0
    cached = stored(new)
    with office.open(new) as document:
        document.recalculate()
        assert document.book.errors() == []
        assert differences(document.book, cached) == []


@pytest.mark.parametrize(("either", "suffix"), [("worker", ".xlsx"), ("in process", ".ods")], indirect=["either"])
def test_saved_and_opened_again(either, copy, tmp_path, suffix):
    with either.open(copy) as document:
        document.recalculate()
        book = document.book
        wanted = _shown(book)
        names = dict(book.names)
        document.save(tmp_path / f"gespeichert{suffix}")
    with either.open(tmp_path / f"gespeichert{suffix}") as document:
        assert dict(document.book.names) == names
        assert differences(document.book, wanted) == []
        document.recalculate()
        assert differences(document.book, wanted) == []
        assert document.book.errors() == []
        (message,) = document.press("aktualisieren")
        assert message == {"kind": "info", "title": "Ziele aktualisieren", "text": "Alle Ziele unverändert."}
        if suffix == ".xlsx":
            document.save(tmp_path / "nochmal.xlsx")
    if suffix == ".xlsx":
        again = WorkbookFile.read(tmp_path / "nochmal.xlsx")
        assert delivered.version_of(again.names) == __version__
        check = check_file(tmp_path / "nochmal.xlsx")
        assert (check.formulas.version, check.deviations) == (__version__, ())
        formulas = [cell.formula for sheet in again.sheets for cell in again.cells(sheet).values() if cell.formula]
        assert sum("JC_" in formula for formula in formulas) == _calls(SHIPPED)
        assert not any("jc_" in formula or "ORG.JCPLAN" in formula.upper() for formula in formulas)


def _shown(book):
    """What the cells with numbers or texts show, by (sheet, row, column)."""
    keys = [key for key, value in stored(SHIPPED).items() if isinstance(value, float | str)]
    sheets = {}
    for sheet in {sheet for sheet, _, _ in keys}:
        rows, columns = zip(*((row, column) for name, row, column in keys if name == sheet), strict=True)
        sheets[sheet] = read(book, sheet, Area(1, 1, max(rows), max(columns)))
    return {(sheet, row, column): sheets[sheet][row - 1][column - 1] for sheet, row, column in keys}


def _calls(path):
    file = WorkbookFile.read(path)
    return sum("JC_" in (cell.formula or "") for sheet in file.sheets for cell in file.cells(sheet).values())


def test_english_program_computes_the_same(english, copy):
    with english.open(copy) as document:
        document.recalculate()
        figures = {
            key: value for key, value in stored(SHIPPED).items() if not isinstance(value, str)
        }  # texts have decimal points
        assert differences(document.book, figures) == []
        assert document.book.errors() == []
        document.named("Annahme_ELB_gesamt").Value = 26600
        (message,) = document.press("aktualisieren")
        assert message["kind"] == "info"
        assert "(Ziel_ELB_gesamt): 27.649 Köpfe → 27.679 Köpfe" in message["text"]
