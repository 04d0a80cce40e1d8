"""Sheets move from file to file: whatever the host looks like, they keep their look, and the host the rest."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openxml_audit import FileFormat, OpenXmlValidator

from jcplan.errors import FileError
from jcplan.ooxml.graft import DefinedName, defined_names, grafted, sheet_parts, titles
from jcplan.ooxml.package import Package

PREFIXED = re.compile(rb"<(/?)([A-Za-z])")


def donor():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Neu")
        sheet.write(
            "A1", "Köpfe & Co.", book.add_format({"bold": True, "bg_color": "#FFF9DB", "num_format": '0.0 "T€"'})
        )
        sheet.write("B1", 0.224, book.add_format({"num_format": "0.0%", "border": 1}))
        sheet.conditional_format("B1", {"type": "cell", "criteria": ">", "value": 0, "format": book.add_format({"num_format": '"●" @', "bg_color": "#00FF00"})})  # fmt: skip
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Neu!$B$1:$B$1"})
        sheet.insert_chart("D1", chart)
        book.add_worksheet("Zwei").write("A1", "Köpfe & Co.")
        book.define_name("Quote", "=Neu!$B$1")
    return Package.of(Path("neu.xlsx"), stream.getvalue())


def as_it_is(_, data):
    return data


def host(change=as_it_is):
    """A workbook of openpyxl with a sheet that stays and one that goes; ``change`` gives a part's content, or None."""
    book = openpyxl.Workbook()
    old, own = book.active, book.create_sheet("Eigene")
    old.title = "Alt"
    old["A1"] = "fällt weg"
    own["A1"], own["B1"] = "bleibt", 12.5
    own["B1"].number_format = '0.0 "T€"'
    own.sheet_view.tabSelected = True
    stream = io.BytesIO()
    book.save(stream)
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(out, "w") as new:
        for name in made.namelist():
            data = change(name, made.read(name))
            if data is not None:
                new.writestr(name, data)
    return Package.of(Path("alt.xlsx"), out.getvalue())


def joined(old):
    names = [*defined_names(donor()), DefinedName("Mein", "Eigene!$B$1")]
    return grafted(old, donor(), ["Neu", "Eigene", "Zwei"], names)


def with_prefix(name, data):
    """As writers do that put everything under ``x:``."""
    if not re.fullmatch(r"xl/(workbook|styles|sharedStrings|worksheets/sheet\d)\.xml", name):
        return data
    data = PREFIXED.sub(rb"<\1x:\2", data)
    return data.replace(b"xmlns=", b"xmlns:x=", 1)


def without_strings(name, data):
    """As writers do that put each text into its cell."""
    if name == "xl/sharedStrings.xml":
        return None
    if name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        return re.sub(rb"<(?:Override|Relationship)\b[^>]*sharedStrings[^>]*/>", b"", data)
    return re.sub(rb't="s"><v>\d</v>', b't="inlineStr"><is><t>bleibt</t></is>', data)


@pytest.mark.parametrize("change", [as_it_is, with_prefix, without_strings], ids=["openpyxl", "prefix", "inline"])
def test_sheets_keep_their_look_and_the_host_its_own(change, tmp_path):
    path = tmp_path / "neu.xlsx"
    path.write_bytes(joined(host(change)))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Neu", "Eigene", "Zwei"]
    new, own = book["Neu"], book["Eigene"]
    assert (own["A1"].value, own["B1"].value, own["B1"].number_format) == ("bleibt", 12.5, '0.0 "T€"')
    assert (new["A1"].value, book["Zwei"]["A1"].value) == ("Köpfe & Co.", "Köpfe & Co.")
    assert (new["A1"].font.b, new["A1"].fill.fgColor.rgb, new["A1"].number_format) == (True, "FFFFF9DB", '0.0 "T€"')
    assert (new["B1"].number_format, new["B1"].border.left.style) == ("0.0%", "thin")
    ((rule,),) = new.conditional_formatting._cf_rules.values()
    assert (rule.dxf.fill.bgColor.rgb, rule.dxf.numFmt.formatCode) == ("FF00FF00", '"●" @')
    assert len(new._charts) == 1
    assert {name: defined.value for name, defined in book.defined_names.items()} == {
        "Quote": "Neu!$B$1",
        "Mein": "Eigene!$B$1",
    }
    assert not own.sheet_view.tabSelected
    with zipfile.ZipFile(path) as archive:
        assert sum(name.startswith("xl/worksheets/sheet") for name in archive.namelist()) == 3
        assert len(archive.namelist()) == len(set(archive.namelist()))
    errors = OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(path).errors
    before = tmp_path / "alt.xlsx"
    before.write_bytes(host(change).raw)
    known = {
        error.description for error in OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(before).errors
    }
    assert {error.description for error in errors} <= known


def test_equal_formats_and_texts_are_shared_the_second_time():
    once = Package.of(Path("neu.xlsx"), joined(host()))
    twice = Package.of(Path("neu.xlsx"), grafted(once, donor(), ["Neu", "Eigene", "Zwei"], defined_names(once)))
    for part in ("xl/styles.xml", "xl/sharedStrings.xml"):
        assert len(twice.part(part)) == len(once.part(part))
    assert titles(twice) == titles(once)
    assert len(sheet_parts(twice)) == 3


def test_the_strict_family_of_the_format_is_refused_with_what_to_do():
    def strict(name, data):
        return data.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main") if name == "xl/workbook.xml" else data  # fmt: skip

    with pytest.raises(FileError, match=r"Strict Open XML.*Excel-Arbeitsmappe"):
        joined(host(strict))
