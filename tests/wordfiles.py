"""What tests read from Word documents, with a library that has nothing to do with what wrote them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from jcplan.document.mark import read_mark


@dataclass(frozen=True)
class Control:
    """A content control: its mark, what it says, and the part it stands in."""

    name: str
    form: str
    mark: object
    text: str
    part: str
    element: object


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def said(element):
    """All that an element says."""
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def controls(data):
    found = []
    for name, part in parts(data).items():
        if re.fullmatch(r"word/[^/]+\.xml", name) and b"<w:sdt" in part:
            for element in parse_xml(part).iter(qn("w:sdt")):
                mark = read_mark(element.find(f".//{qn('w:tag')}").get(qn("w:val")))
                found.append(Control(mark.name, mark.form, mark, said(element.find(qn("w:sdtContent"))), name, element))
    return found


def body(data):
    return parse_xml(parts(data)["word/document.xml"]).find(qn("w:body"))


def style(paragraph):
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else found.get(qn("w:val"))


def rows(table):
    return [[said(cell) for cell in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr"))]


def table_of(data, name):
    """The rows below the header of a table that the plan makes."""
    (control,) = (each for each in controls(data) if each.name == name)
    element = control.element
    while element.tag != qn("w:tbl"):
        element = element.getparent()
    return rows(element)[1:]
