"""OpenDocument spreadsheets: their values, and what is refused."""

from __future__ import annotations

import zipfile

import pytest
from actuals import office
from python_calamine import CalamineWorkbook

from jcplan.actuals import read_file
from jcplan.cells import CellError
from jcplan.errors import FileError, InputError
from jcplan.hosts.file import FileBook

LONG = ("monat", "einheit", "kennzahl", "wert")


def figures(table):
    return [tuple(line.cells[name] for name in LONG) for line in table.lines]


def test_a_row_a_figure(tmp_path):
    date = '<table:table-cell office:value-type="date" office:date-value="2017-03-31T00:00:00"><text:p>31.03.17</text:p></table:table-cell>'
    path = office.write(
        tmp_path / "Ist.ods",
        office.table("ELB", ("Zahlen",), LONG, ("03.2017", "1.1", "ELB", 1501.5), (date, 1.2, "ELB", "*")),
    )
    table = read_file(path)
    assert figures(table) == [("03.2017", "1.1", "ELB", 1501.5), ("2017-03-31 00:00:00", 1.2, "ELB", "*")]
    assert [line.number for line in table.lines] == [3, 4]
    assert (table.name, len(table.checksum)) == ("Ist.ods", 12)
    assert table.notes == ("Eine Zeile je Wert unter der Kopfzeile (Zeile 2: monat; einheit; kennzahl; wert).",)


def test_the_same_cells_as_another_reader_sees(tmp_path):
    """Repeated rows and cells, blanks between, groups of rows, headers."""
    header = f"<table:table-header-rows>{office.row('einheit', 'kennzahl', 'Jan 2017', 'Feb 2017', 'Mrz 2017')}</table:table-header-rows>"
    alike = office.row("1.1", "ELB", office.cell(1500, 3))
    group = f"<table:table-row-group>{office.row('1.2', 'ELB', None, office.cell(7, 2))}</table:table-row-group>"
    path = office.write(tmp_path / "Ist.ods", office.table("T", header, office.row(None, repeated=3), alike, group))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    expected = [
        (f"{month:02d}.2017", row[0], row[1], row[1 + month])
        for row in rows[1:]
        for month in (1, 2, 3)
        if row and row[0] and row[1 + month] != ""
    ]
    assert figures(read_file(path)) == expected
    assert len(expected) == 5
    assert [line.number for line in read_file(path).lines] == [5, 5, 5, 6, 6]


def test_texts_as_a_reader_sees_them(tmp_path):
    """Parts in other letters, spaces, a comment on the cell, two paragraphs, what lies under a merged cell."""
    rich = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>Frag Eva</text:p></office:annotation>'
        '<text:p><text:span>Te</text:span>am<text:s text:c="2"/>1.1</text:p></table:table-cell>'
    )
    covered = '<table:covered-table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:covered-table-cell>'
    wrong = '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    truth = '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell>'
    rows = (("03.2017", rich, "ELB", covered), ("03.2017", "1.2", "ELB", wrong), ("03.2017", "1.3", "ELB", truth))
    table = read_file(office.write(tmp_path / "Ist.ods", office.table("T", LONG, *rows)))
    assert figures(table) == [
        ("03.2017", "Team  1.1", "ELB", None),
        ("03.2017", "1.2", "ELB", CellError("#DIV/0!")),
        ("03.2017", "1.3", "ELB", True),
    ]


def test_what_libreoffice_remembers_of_another_file_is_no_sheet(tmp_path):
    foreign = office.table("'file:///a.ods'#$ELB", LONG, ("03.2017", "1.1", "ELB", 9)).replace(
        "<table:table-column/>", '<table:table-source xlink:href="a.ods" xmlns:xlink="http://www.w3.org/1999/xlink"/>'
    )
    path = office.write(tmp_path / "Ist.ods", foreign, office.table("Meins", LONG, ("03.2017", "1.1", "ELB", 5)))
    assert figures(read_file(path)) == [("03.2017", "1.1", "ELB", 5)]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"content": b"\x8f\x01secret"}, "ohne lesbaren Inhalt, erwartet eine Tabelle ohne Kennwort"),
        ({"content": "<a><b></a>"}, "content.xml: gefunden fehlerhaftes XML"),
        ({"content": '<!DOCTYPE a [<!ENTITY x "y">]><a/>'}, "Dokumenttyp-Deklaration"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "gefunden eine OpenDocument-Datei"),
    ],
    ids=["password", "broken", "entities", "text document"],
)
def test_what_is_refused(tmp_path, written, words):
    with pytest.raises(FileError, match=words):
        read_file(office.write(tmp_path / "Ist.ods", office.table("T", LONG), **written))


def test_a_cell_that_is_repeated_over_and_over(tmp_path):
    many = office.row(*LONG, *map(str, range(60)), repeated=900_000)
    with pytest.raises(FileError, match=r"erwartet höchstens 1\.000\.000 Zellen"):
        read_file(office.write(tmp_path / "Ist.ods", office.table("T", many)))


def test_no_table_in_it(tmp_path):
    with pytest.raises(InputError, match="kein Blatt mit diesen Spalten"):
        read_file(office.write(tmp_path / "Ist.ods", office.table("T", ("Hallo",))))


def test_a_plan_is_still_no_ods(tmp_path):
    path = office.write(tmp_path / "Plan.xlsx", office.table("T", LONG))
    with pytest.raises(FileError, match=r"OpenDocument-Datei \(\.ods\)"):
        FileBook(path)
    assert zipfile.is_zipfile(path)
