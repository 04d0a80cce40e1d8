"""Files that are no workbook, damaged ones, and what the archive keeps."""

from __future__ import annotations

import io
import zipfile

import pytest

from jcplan.errors import FileError
from jcplan.ooxml import WorkbookFile


def refusal(path):
    with pytest.raises(FileError) as caught:
        WorkbookFile.read(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert message.endswith(".")
    return message


def test_missing_file_and_folder(tmp_path):
    assert ": Die Datei gibt es nicht." in refusal(tmp_path / "fehlt.xlsx")
    assert "gefunden ein Ordner, erwartet eine Arbeitsmappe" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "gefunden eine leere Datei (0 Bytes)"),
        (b"a;b;c\n1;2;3\n", "gefunden eine Datei, die kein Excel-Archiv ist"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "im alten Format .xls (oder eine kennwortgeschützte)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "gefunden eine kennwortgeschützte (verschlüsselte) Arbeitsmappe",
        ),
        (b"PK\x03\x04 und Schluss", "gefunden ein beschädigtes oder unvollständiges Archiv"),
    ],
)
def test_no_archive(tmp_path, data, message):
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(data)
    assert message in refusal(path)


def test_archives_of_something_else(build):
    ods = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
    message = refusal(build.archive(ods, "Plan.ods"))
    assert "OpenDocument-Datei (.ods)" in message
    assert "„Speichern unter“" in message
    assert "ein Archiv ohne Arbeitsmappe" in refusal(build.archive({"liesmich.txt": "x"}))
    word = {"_rels/.rels": build.relationships(("a", "officeDocument", "word/document.xml"))}
    assert "keine Arbeitsmappe ist" in refusal(build.archive({**word, "word/document.xml": "<document/>"}))
    binary = {"_rels/.rels": build.relationships(("a", "officeDocument", "xl/workbook.bin")), "xl/workbook.bin": "x"}
    assert "binäre Arbeitsmappe (.xlsb)" in refusal(build.archive(binary))


def test_every_truncation_is_noticed(build, tmp_path):
    data = build.book('<row r="1"/>').path.read_bytes()
    path = tmp_path / "Plan.xlsx"
    for length in range(4, len(data), 7):
        path.write_bytes(data[:length])
        assert "beschädigtes oder unvollständiges Archiv" in refusal(path)


def test_a_damaged_entry_is_noticed(build, tmp_path):
    data = bytearray(build.book('<row r="1"/>').path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        entry = file.getinfo("xl/worksheets/sheet1.xml")
    data[entry.header_offset + 30 + len(entry.filename) + 20] ^= 0xFF
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(data)
    assert "beschädigtes oder unvollständiges Archiv" in refusal(path)


def test_a_double_entry_is_refused(build):
    path = build.book("").path
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
    assert "doppelten Einträgen" in refusal(path)


@pytest.mark.parametrize("part", ["_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<a><b></a>", "gefunden fehlerhaftes XML (Zeile 1, Spalte 8)"),
        ("", "gefunden fehlerhaftes XML"),
        ("<a>&uuml;</a>", "gefunden fehlerhaftes XML"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "gefunden eine Dokumenttyp-Deklaration (DOCTYPE)"),
    ],
)
def test_bad_xml_in_the_frame(build, part, content, message):
    text = refusal(build.archive({**build.parts(build.sheet("")), part: content}))
    assert message in text
    assert f"Plan.xlsx, Teil {part}: " in text


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ("<worksheet><sheetData><row></sheetData></worksheet>", "gefunden fehlerhaftes XML"),
        ("<!DOCTYPE worksheet><worksheet/>", "gefunden eine Dokumenttyp-Deklaration"),
        ("<worksheet/>", "gefunden ein Teil ohne Zeilen (sheetData)"),
    ],
)
def test_bad_sheets_are_noticed_when_they_are_read(build, sheet, message):
    book = WorkbookFile.read(build.archive(build.parts(sheet)))
    with pytest.raises(FileError) as caught:
        book.cells("Ziele")
    assert message in str(caught.value)
    assert "Teil xl/worksheets/sheet1.xml" in str(caught.value)


def test_a_sheet_without_part_and_a_book_without_sheet(build):
    parts = build.parts(build.sheet(""))
    del parts["xl/worksheets/sheet1.xml"]
    assert "gefunden ein Blatt „Ziele“ ohne Inhalt" in refusal(build.archive(parts))
    parts = {**build.parts(build.sheet("")), "xl/workbook.xml": "<workbook/>"}
    assert "Arbeitsmappe ohne Tabellenblatt" in refusal(build.archive(parts))


def test_parts_are_found_by_their_relationships(build):
    sheets = (
        '<sheet name="Diagramm" sheetId="1" r:id="c"/><sheet name="Zwei" sheetId="2" r:id="b"/>'
        '<sheet name="Eins" sheetId="3" r:id="a"/>'
    )
    workbook = build.workbook().replace('<sheet name="Ziele" sheetId="1" r:id="rId1"/>', sheets)
    row = '<row r="1"><c r="A1"><v>{}</v></c></row>'
    book = WorkbookFile.read(
        build.archive(
            {
                "_rels/.rels": build.relationships(("x", "officeDocument", "/mappe/buch.xml")),
                "mappe/buch.xml": workbook,
                "mappe/_rels/buch.xml.rels": build.relationships(
                    ("a", "worksheet", "../andere/eins.xml"),
                    ("b", "worksheet", "/Andere/Blatt%202.xml"),
                    ("c", "chartsheet", "diagramm.xml"),
                ),
                "andere/eins.xml": build.sheet(row.format(1)),
                "andere/blatt 2.xml": build.sheet(row.format(2)),
                "mappe/diagramm.xml": "<chartsheet/>",
            }
        )
    )
    assert book.sheets == ("Zwei", "Eins")
    assert book.cells("Eins")[1, 1].value == 1.0
    assert book.cells("Zwei")[1, 1].value == 2.0


def test_the_archive_keeps_everything_else(build, tmp_path):
    path = tmp_path / "Plan.xlsm"
    macro = bytes(range(256)) * 40
    contents = build.parts(build.sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
    with zipfile.ZipFile(path, "w") as file:
        file.comment = b"Jobcenter"
        for number, (name, content) in enumerate({**contents, "xl/vbaProject.bin": macro, "leer/": b""}.items()):
            info = zipfile.ZipInfo(name, (2017, 1, 1 + number, 12, 30, 2 * number))
            info.compress_type = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)[number % 2]
            info.external_attr = (0o600 + number) << 16
            info.comment = f"Teil {number}".encode()
            info.create_system = number % 4
            file.writestr(info, content, compresslevel=1)
    old = path.read_bytes()
    book = WorkbookFile.read(path)
    assert book.to_bytes() == old
    book.set_values("Ziele", {(1, 1): 2})
    new = book.to_bytes()
    assert build.directory(new) == build.directory(old)
    with zipfile.ZipFile(io.BytesIO(new)) as file:
        assert file.comment == b"Jobcenter"
    before, after = build.unzipped(old), build.unzipped(new)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}
    assert after["xl/worksheets/sheet1.xml"] == before["xl/worksheets/sheet1.xml"].replace(b"<v>1</v>", b"<v>2</v>")
