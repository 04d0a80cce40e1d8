"""Builds small archives by hand, so that a test shows the XML that it is about."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from jcplan.ooxml import WorkbookFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "xl/worksheets/sheet1.xml"


class Builder:
    """Writes archives into folders of their own and takes written ones apart."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self.folders = folders

    def sheet(self, rows: str, *, before: str = "", after: str = "") -> str:
        return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'

    def workbook(self, *, properties: str = "", names: str = "", after: str = "") -> str:
        return (
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>'
            f'<sheet name="Ziele" sheetId="1" r:id="rId1"/></sheets>{names}{after}</workbook>'
        )

    def relationships(self, *entries: tuple[str, str, str]) -> str:
        lines = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in entries)
        return f'{HEAD}<Relationships xmlns="{PACKAGE}">{lines}</Relationships>'

    def parts(
        self, sheet: str | bytes, *, workbook: str | None = None, strings: str | None = None
    ) -> dict[str, str | bytes]:
        """A workbook with one sheet, Ziele."""
        found: dict[str, str | bytes] = {
            "[Content_Types].xml": (
                f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>'
                f'<Override PartName="/{SHEET}" ContentType="{CONTENT}.worksheet+xml"/>'
                f'<Override PartName="/xl/sharedStrings.xml" ContentType="{CONTENT}.sharedStrings+xml"/></Types>'
            ),
            "_rels/.rels": self.relationships(("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": workbook or self.workbook(),
            "xl/_rels/workbook.xml.rels": self.relationships(
                ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "/xl/sharedStrings.xml")
            ),
            SHEET: sheet,
        }
        if strings is not None:
            found["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}">{strings}</sst>'
        return found

    def archive(self, parts: dict[str, str | bytes], name: str = "Plan.xlsx") -> Path:
        path = self.folders.mktemp("mappe") / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for part, content in parts.items():
                file.writestr(part, content)
        return path

    def book(self, rows: str, *, before: str = "", after: str = "", strings: str | None = None) -> WorkbookFile:
        """A workbook whose only sheet, Ziele, has these rows."""
        sheet = self.sheet(rows, before=before, after=after)
        return WorkbookFile.read(self.archive(self.parts(sheet, strings=strings)))

    def with_workbook(self, **pieces: str) -> WorkbookFile:
        """A workbook with these pieces in its workbook part."""
        return WorkbookFile.read(self.archive(self.parts(self.sheet(""), workbook=self.workbook(**pieces))))

    def again(self, book: WorkbookFile) -> WorkbookFile:
        """The workbook with its queued changes, written and read back."""
        path = self.folders.mktemp("neu") / book.path.name
        path.write_bytes(book.to_bytes())
        return WorkbookFile.read(path)

    def rows(self, book: WorkbookFile) -> str:
        """What stands in the sheet's rows after the queued changes."""
        text = self.unzipped(book.to_bytes())[SHEET].decode()
        return text.partition("<sheetData>")[2].partition("</sheetData>")[0]

    def unzipped(self, data: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            assert file.testzip() is None
            return {name: file.read(name) for name in file.namelist()}

    def directory(self, data: bytes) -> list[tuple[object, ...]]:
        """What the archive says about its entries, apart from sizes and checksums."""
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return [
                (e.filename, e.compress_type, e.date_time, e.external_attr, e.internal_attr, e.create_system, e.comment)
                for e in file.infolist()
            ]


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    return Builder(tmp_path_factory)
