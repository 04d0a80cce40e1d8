"""One book for every host: how often it is asked, and actions without any host."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import type_in

from jcplan import actions
from jcplan.actuals import import_actuals, read_csv
from jcplan.cases import reference
from jcplan.cells import parse_area, split_reference
from jcplan.errors import InputError
from jcplan.explain import explain, explained, places_of_errors
from jcplan.hosts.file import FileBook
from jcplan.layout.whole import layout

NOON = dt.datetime(2026, 11, 22, 12, 0)


class Counted:
    """A book that notes what it is asked."""

    def __init__(self, book):
        self.book, self.asked = book, []

    def __getattr__(self, question):
        self.asked.append(question)
        return getattr(self.book, question)


@pytest.fixture
def counted(plan_file):
    return Counted(FileBook(plan_file))


def test_a_refresh_asks_for_at_most_forty_things(plan_file):
    type_in(plan_file, Annahme_ELB_gesamt=26600, Annahme_LZB_Abgang=35)
    book = Counted(FileBook(plan_file))
    report = actions.refresh(book, who="Test", when=NOON)
    assert len(report.inputs_changed) == 2
    assert book.asked.count("values") <= 3
    assert len(book.asked) <= 40, book.asked


def test_the_other_actions_ask_for_at_most_forty_things(counted):
    def asked(action):
        counted.asked.clear()
        action()
        return len(counted.asked)

    table = read_csv("ist.csv", b"monat;einheit;kennzahl;wert\n03.2017;gesamt;ELB;26000\n")
    assert asked(lambda: actions.check(counted, explained(counted, places_of_errors(counted)))) <= 40
    assert asked(lambda: explain(counted, "Annahmen", 7, 3)) <= 40
    assert asked(lambda: import_actuals(counted, [table], who="Test", when=NOON)) <= 40


# ---- no host ------------------------------------------------------------------------------------


class Described:
    """The delivered workbook in memory, straight from its description."""

    title, day_zero = "Plan", dt.date(1899, 12, 30)

    def __init__(self):
        delivered = layout(reference())
        self.sheets, self.names = delivered.sheets, dict(delivered.names)
        self.cells = {}
        self.texts = {}
        for sheet in self.sheets:
            for at, cell in delivered.cells(sheet).items():
                self.cells[sheet, *at] = cell.value
                if cell.formula:
                    self.texts |= {(sheet, *inner): cell.formula for inner in cell.array or [at]}

    def values(self, places):
        return [self._rows(self.cells, *place) for place in places]

    def formulas(self, places):
        return [self._rows(self.texts, *place) for place in places]

    def _rows(self, held, sheet, area):
        bottom = max(row for name, row, _ in self.cells if name == sheet)
        columns = range(area.left, area.right + 1)
        rows = range(area.top, min(area.bottom, bottom) + 1)
        return tuple(tuple(held.get((sheet, row, column)) for column in columns) for row in rows)

    def write(self, writes):
        for write in writes:
            values = (value for row in write.rows for value in row)
            self.cells |= {(write.sheet, *at): value for at, value in zip(write.area, values, strict=True)}

    def place(self, name, row=0):
        """A cell of a name, by the number of its row."""
        sheet, cells = split_reference(self.names[name])
        area = parse_area(cells)
        return sheet, area.top + row, area.left


@pytest.fixture
def described():
    return Described()


def refreshed(book):
    return actions.refresh(book, who="Test", when=NOON)


def test_the_delivered_workbook_is_as_it_should_be(described):
    report = refreshed(described)
    assert (report.inputs_changed, report.targets_changed, report.deviations) == ((), (), ())


def test_the_log_grows_under_the_name_of_its_header(described):
    sheet, row, column = described.place("Protokoll_Kopf")
    assert described.cells[sheet, row + 1, column + 4] == "Auslieferung"
    described.names["Protokoll_Kopf"] = f"Protokoll!$C${row + 1}:$H${row + 1}"  # a line and a column further
    refreshed(described)
    assert described.cells[sheet, row + 2, 4] == "Test"


def test_a_target_is_written_into_the_columns_of_their_names(described):
    described.cells[described.place("Annahme_ELB_gesamt")] = 26600.0
    sheet, row, _ = described.place("Ziel_ELB_gesamt")
    old = described.place("Ziele_Ausgangswert")
    before = described.cells[sheet, row, old[2]]
    described.names["Ziele_Ausgangswert"] = described.names["Ziele_Ausgangswert"].replace("$D$", "$P$")
    report = refreshed(described)
    assert str(report.targets_changed[0]).endswith("27.649 Köpfe → 27.679 Köpfe")
    assert described.cells[sheet, row, 16] == 26600
    assert described.cells[sheet, row, old[2]] == before == 26570


def test_two_swapped_lines_of_the_basis_invent_no_change(described):
    for name in ("Grundlage_Namen", "Grundlage_Werte"):
        one, other = described.place(name, 2), described.place(name, 9)
        described.cells[one], described.cells[other] = described.cells[other], described.cells[one]
    assert refreshed(described).inputs_changed == ()


def test_a_line_of_the_basis_that_this_version_does_not_know_stays(described):
    described.cells[described.place("Grundlage_Namen", 4)] = "Annahme_von_morgen"
    line = described.place("Grundlage_Werte", 4)
    described.cells[line] = 4711.0
    assert refreshed(described).inputs_changed == ()
    assert described.cells[line] == 4711.0


def test_an_optional_input_that_the_workbook_lacks_is_blank(described):
    for name in ("Gedruckt_LZB_Anteil", "Gedruckt_LZB_Anteil_Stellen"):
        del described.names[name]
    report = refreshed(described)
    assert [change.name for change in report.inputs_changed] == ["Gedruckt_LZB_Anteil"]
    assert report.inputs_changed[0].after is None
    assert [d.place for d in report.deviations] == ["Name Gedruckt_LZB_Anteil", "Name Gedruckt_LZB_Anteil_Stellen"]


def test_an_input_that_is_required_is_missed(described):
    del described.names["Annahme_ELB_gesamt"]
    with pytest.raises(InputError, match="keinen definierten Namen Annahme_ELB_gesamt"):
        refreshed(described)
