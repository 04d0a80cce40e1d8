"""Files that are no workbook, damaged ones, and what the archive keeps."""

from __future__ import annotations

import io
import os
import socket
import zipfile
from pathlib import Path

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


def test_a_damaged_entry_is_noticed_when_it_is_read_and_before_it_is_carried_on(build, tmp_path):
    data = bytearray(build.book('<row r="1"/>').path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        entry = file.getinfo("xl/worksheets/sheet1.xml")
    data[entry.header_offset + 30 + len(entry.filename) + 20] ^= 0xFF
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(data)
    book = WorkbookFile.read(path)
    with pytest.raises(FileError, match=r"sheet1\.xml: gefunden ein beschädigtes oder unvollständiges Archiv"):
        book.cells("Ziele")
    with pytest.raises(FileError, match="beschädigtes oder unvollständiges Archiv"):
        book.to_bytes()
    book.set_full_calc_on_load(True)
    with pytest.raises(FileError, match="beschädigtes oder unvollständiges Archiv"):
        book.to_bytes()


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


# ---- bounds -----------------------------------------------------------------------------------


def bomb(build, extra):
    """A workbook with further parts, packed as tightly as deflate can."""
    return build.archive({**build.parts(build.sheet('<row r="1"><c r="A1"><v>1</v></c></row>')), **extra})


def test_a_bomb_is_refused_by_what_it_says_of_itself(build):
    message = refusal(bomb(build, {"xl/media/bild.emf": bytes(20_000_000)}))
    assert "gefunden ein Teil „xl/media/bild.emf“, der sich auf das 1.0" in message
    assert "erwartet höchstens das 200-Fache" in message


def test_a_large_part_of_little_content_is_read_up_to_a_size(build):
    assert WorkbookFile.read(bomb(build, {"xl/media/bild.emf": bytes(9_000_000)})).sheets == ("Ziele",)


def with_sizes(data, unpacked):
    """The archive with another unpacked size said of each entry, in the directory and before the entry."""
    data = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset : at + offset + 4] = unpacked.to_bytes(4, "little")
            at = data.find(mark, at + 1)
    return bytes(data)


def loose(build, tmp_path, sheet, extra=None):
    """A workbook packed loosely."""
    path = tmp_path / "lose.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, content in {**build.parts(sheet), **(extra or {})}.items():
            new.writestr(name, content)
    return path


def test_what_could_not_be_read_again_is_not_written(build, tmp_path):
    """A part that was packed loosely and would be packed tightly: below the limit before, above it after."""
    file = WorkbookFile.read(loose(build, tmp_path, build.sheet("", after="<r><t>a</t></r>" * 1_400_000)))
    file.set_values("Ziele", {(40, 2): 1.0})
    with pytest.raises(
        FileError, match=r"„xl/worksheets/sheet1.xml“, der sich auf das \d+-Fache entpackt, erwartet höchstens"
    ):
        file.to_bytes()


def test_what_is_not_changed_stays_as_it_is_packed(build, tmp_path):
    picture = b"<r><t>a</t></r>" * 1_400_000
    path = loose(build, tmp_path, build.sheet(""), {"xl/media/bild.emf": picture})
    file = WorkbookFile.read(path)
    file.set_values("Ziele", {(40, 2): 1.0})
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(io.BytesIO(file.to_bytes())) as new:
        assert new.testzip() is None
        assert new.read("xl/media/bild.emf") == picture
        one, other = (archive.getinfo("xl/media/bild.emf") for archive in (old, new))
        assert one.compress_size == other.compress_size


def test_the_sum_of_all_parts_is_bounded(build, tmp_path):
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(with_sizes(build.book("").path.read_bytes(), 120_000_000))
    assert "gefunden ein Archiv, das entpackt 600 MB groß ist, erwartet höchstens 500 MB" in refusal(path)


def test_a_size_that_is_a_lie_is_damage(build, tmp_path):
    """The entry says 100 bytes and holds five million: what is said counts, and its checksum is wrong then."""
    path = bomb(build, {"xl/worksheets/sheet1.xml": build.sheet(" " * 5_000_000)})
    path.write_bytes(with_sizes(path.read_bytes(), 100))
    assert "beschädigtes oder unvollständiges Archiv" in refusal(path)


def test_a_part_that_is_read_is_bounded(build, monkeypatch):
    monkeypatch.setattr("jcplan.ooxml.package.PART_LIMIT", 1_000_000)
    path = bomb(
        build, {"xl/worksheets/sheet1.xml": build.sheet(" " * 2_000_000), "xl/media/bild.emf": bytes(2_000_000)}
    )
    with pytest.raises(FileError, match=r"sheet1\.xml: gefunden ein Teil von 2 MB, erwartet höchstens 1 MB"):
        WorkbookFile.read(path).cells("Ziele")


def test_the_number_of_parts_is_bounded(build):
    message = refusal(bomb(build, {f"xl/media/{n}": b"" for n in range(10_001)}))
    assert "gefunden ein Archiv aus sehr vielen Teilen, erwartet höchstens 10.000" in message


def test_the_number_of_cells_is_bounded(build, monkeypatch):
    monkeypatch.setattr("jcplan.ooxml.workbook.CELL_LIMIT", 3)
    cells = build.sheet('<row r="1"><c r="A1"/><c r="B1"/></row><row r="2"><c/><c/></row>')
    with pytest.raises(FileError, match=r"mehr als 2\.000\.000 Zellen, erwartet höchstens"):
        WorkbookFile.read(build.archive(build.parts(cells))).cells("Ziele")


def test_a_file_is_bounded(build, monkeypatch):
    path = build.book("").path
    monkeypatch.setattr("jcplan.ooxml.package.FILE_LIMIT", 1_000)
    assert "gefunden eine Datei von mehr als 0,001 MB" in refusal(path)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("<row r='1'>" + "<c/>" * 16_385 + "</row>", "Zeile 1: gefunden mehr als 16384 Zellen"),
        (f'<row r="{"9" * 5000}"/>', f"die Zeilennummer „{'9' * 57}…“"),
        ("<row r='1048576'/><row/>", "die Zeilennummer „1048577“"),
        (f'<row r="1"><c r="A1" t="s"><v>{"9" * 5000}</v></c></row>', f"Zelle A1: gefunden „{'9' * 57}…“, erwartet die Nummer"),
    ],
    ids=["cells of a row", "row", "rows", "shared text"],
)  # fmt: skip
def test_numbers_beyond_every_count(build, rows, message):
    with pytest.raises(FileError) as caught:
        build.book(rows).cells("Ziele")
    assert message in str(caught.value)
    assert len(str(caught.value)) < 400


def test_long_numbers_that_nothing_rests_on_are_passed_over(build):
    digits = "9" * 5000
    book = build.with_workbook(after=f'<calcPr calcId="{digits}"/>')
    book.set_full_calc_on_load(False)
    assert b'<calcPr calcId="191029"/>' in build.unzipped(book.to_bytes())["xl/workbook.xml"]
    assert build.book(f'<row r="1"><c r="A1" s="{digits}"><v>1</v></c></row>').cells("Ziele")[1, 1].style is None


def test_many_runs_of_a_text_are_joined(build):
    """Joined one by one, 200,000 pieces would be copied 200,000 times."""
    runs = "<r><t>ab</t></r>" * 200_000
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is>{}</is></c></row>'
    cells = build.book(row.format(runs), strings=f"<si>{runs}</si>").cells("Ziele")
    assert cells[1, 1].value == cells[1, 2].value == "ab" * 200_000


# ---- as Excel reads it ------------------------------------------------------------------------


def test_backslashes_in_an_archive(build):
    written = {name.replace("/", "\\"): content for name, content in build.parts(build.sheet('<row r="1"/>')).items()}
    relationships = build.relationships(("rId1", "worksheet", r"worksheets\sheet1.xml"))
    written[r"xl\_rels\workbook.xml.rels"] = relationships
    path = build.archive(written)
    book = WorkbookFile.read(path)
    book.set_values("Ziele", {(1, 1): 2})
    new = book.to_bytes()
    assert build.directory(new) == build.directory(path.read_bytes())
    assert b"<v>2</v>" in build.unzipped(new)[r"xl\worksheets\sheet1.xml"]


def test_a_leading_slash_in_an_archive(build):
    parts = {f"/{name}": content for name, content in build.parts(build.sheet('<row r="1"/>')).items()}
    assert WorkbookFile.read(build.archive(parts)).cells("Ziele") == {}


@pytest.mark.parametrize(
    "module", ['<sheet name="Modul1" sheetId="9" state="veryHidden" r:id=""/>', '<sheet name="M" sheetId="9"/>']
)
def test_a_module_sheet_is_passed_over(build, module):
    workbook = build.workbook().replace("</sheets>", f"{module}</sheets>")
    book = WorkbookFile.read(build.archive(build.parts(build.sheet('<row r="1"/>'), workbook=workbook)))
    assert book.sheets == ("Ziele",)


@pytest.mark.parametrize("name", ["XL/Workbook.xml", r"xl\workbook.xml", "/xl/workbook.xml"])
def test_a_part_that_comes_twice_under_another_spelling_is_refused(build, name):
    assert "doppelten Einträgen" in refusal(build.archive({**build.parts(build.sheet("")), name: "<workbook/>"}))


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("damaged", [False, True])
def test_other_compressions(build, tmp_path, method, damaged):
    """The format knows stored and deflated parts only, and so does Excel."""
    path = tmp_path / "Plan.xlsx"
    with zipfile.ZipFile(path, "w", method) as file:
        for name, content in build.parts(build.sheet("")).items():
            file.writestr(name, content)
    if damaged:
        data = bytearray(path.read_bytes())
        data[60:80] = bytes(20)
        path.write_bytes(data)
    assert "ungewöhnlich komprimiertes Archiv" in refusal(path)


# ---- what is no file --------------------------------------------------------------------------


def test_pipes_sockets_and_devices_are_refused(tmp_path):
    pipe, listening = tmp_path / "Pipe.xlsx", tmp_path / "S.xlsx"
    os.mkfifo(pipe)
    assert "gefunden eine Pipe (FIFO), erwartet eine Arbeitsmappe" in refusal(pipe)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(listening))
        assert "gefunden ein Socket" in refusal(listening)
    assert "gefunden ein Gerät" in refusal(Path("/dev/zero"))
    link = tmp_path / "Verweis.xlsx"
    link.symlink_to(pipe)
    assert "gefunden eine Pipe (FIFO)" in refusal(link)
