"""The help that Excel-DNA's IntelliSense add-in shows while one types: the part, and how it stays with a workbook."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from jcplan.build import build
from jcplan.catalogue import CATALOGUE
from jcplan.hosts.excel import intellisense, ribbon, wrappers
from jcplan.hosts.excel.upgrade import upgrade_file
from jcplan.hosts.excel.workbook import prepare
from jcplan.hosts.file import refresh_file

HERE = Path(__file__).parent
SCHEMA = etree.XMLSchema(etree.parse(HERE / "intellisense.xsd"))
NAMESPACE = "http://schemas.excel-dna.net/intellisense/1.0"
OWN = (
    f'<IntelliSense xmlns="{NAMESPACE}"><FunctionInfo><Function Name="MeinSatz" Description="eigene Hilfe"/>'
    "</FunctionInfo></IntelliSense>"
).encode()
TODAY = dt.datetime(2027, 1, 4, 9, 0)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def shown(xml: bytes) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """By function what the add-in shows: description, names and descriptions of the arguments."""
    root = etree.fromstring(xml)
    assert root.tag == f"{{{NAMESPACE}}}IntelliSense"
    return {
        function.get("Name"): (function.get("Description"), [(a.get("Name"), a.get("Description")) for a in function])
        for function in root.iter(f"{{{NAMESPACE}}}Function")
    }


def read_by_the_add_in(workbook: bytes) -> bytes:
    """The XML as Excel hands it over: the first custom XML part of the namespace to which the workbook leads."""
    found = parts(workbook)
    links = etree.fromstring(found["xl/_rels/workbook.xml.rels"])
    targets = [link.get("Target") for link in links if link.get("Type").endswith("/customXml")]
    contents = [found[target.replace("../", "")] for target in targets]
    return next(each for each in contents if etree.fromstring(each).nsmap.get(None) == NAMESPACE)


def with_part(workbook: bytes, content: bytes) -> bytes:
    """The workbook with other content in its part."""
    found = parts(workbook)
    assert "customXml/item1.xml" in found
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in found.items():
            package.writestr(name, content if name == "customXml/item1.xml" else data)
    return out.getvalue()


# ---- the texts ----------------------------------------------------------------------------------


def test_follows_the_schema():
    document = etree.fromstring(intellisense.xml().encode())
    SCHEMA.assertValid(document)
    del document[0][3].attrib["Description"]
    assert not SCHEMA.validate(document)


def test_functions_and_arguments_are_those_of_the_wrappers():
    """The VBA is what Excel calls: name by name, optional arguments in brackets as Excel writes them."""
    signatures = re.findall(r"^Function (JC_\w+)\((.*)\)$", wrappers.generate(), re.MULTILINE)
    assert len(signatures) > 50
    wanted = {
        name: [re.sub(r"^Optional (\w+)$", r"[\1]", each) for each in written.split(", ") if each]
        for name, written in signatures
    }
    found = shown(intellisense.xml().encode())
    assert {name: [argument for argument, _ in arguments] for name, (_, arguments) in found.items()} == wanted


def test_says_what_the_wizard_has_no_place_for():
    text, arguments = shown(intellisense.xml().encode())["JC_MITTELABFLUSS"]
    assert text.splitlines() == [
        "Mittelabfluss, auf das Jahr hochgerechnet: Beträge bisher durch den Anteil des Jahres (oder des",
        "Pfads), der bis zum Monat vergangen ist.",
        "Ergebnis: ein Wert",
        "Beispiel: =JC_MITTELABFLUSS({100;-20;40;0};{1;1;1;1};3)  ergibt  160",
        "Quelle: Haushaltsüberwachung: lineare Hochrechnung des Mittelabflusses",
    ]
    assert arguments[0] == (
        "betraege",
        "Beträge je Monat ab Januar, €, auch negativ; leer: nichts gebucht (ein Bereich, Einträge dürfen leer\nsein)",
    )


def test_nothing_is_cut_off_and_every_sign_stays():
    found = shown(intellisense.xml().encode())
    for name, function in CATALOGUE.items():
        text, arguments = found[name]
        assert max(map(len, text.splitlines())) <= 100
        for piece in (function.help, function.source, function.example.shows, *function.labels):
            assert "".join(piece.split()) in "".join(text.split())
        for argument, (_, said) in zip(function.arguments, arguments, strict=True):
            assert "".join(argument.help.split()) in "".join(said.split())
    assert any("−" in text for text, _ in found.values()), "the wizard's code page has no minus"


def test_signs_that_mean_something_in_xml(monkeypatch):
    strange = "wenn a < b & \"c\" > 'd'\nneue Zeile ]]>"
    function = dataclasses.replace(CATALOGUE["JC_BASIS"], help=strange)
    monkeypatch.setattr(intellisense, "CATALOGUE", {"JC_BASIS": function})
    written = intellisense.xml().encode()
    SCHEMA.assertValid(etree.fromstring(written))
    assert shown(written)["JC_BASIS"][0].startswith(f"{strange}\nErgebnis: ")


# ---- in workbooks -------------------------------------------------------------------------------


def test_a_new_workbook_has_it(macro_workbook):
    assert read_by_the_add_in(macro_workbook) == intellisense.xml().encode()
    assert intellisense.put(macro_workbook) == macro_workbook


def test_no_other_part_is_touched():
    plain = ribbon.add(build(prepare=prepare))
    before, after = parts(plain), parts(intellisense.put(plain))
    added = {"customXml/item1.xml", "customXml/itemProps1.xml", "customXml/_rels/item1.xml.rels"}
    assert set(after) - set(before) == added
    assert {name for name in before if before[name] != after[name]} == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
    }


def test_a_workbook_without_macros_has_none(fresh_bytes):
    assert not any(name.startswith("customXml") for name in parts(fresh_bytes))


def test_refresh_keeps_it(macro_workbook, tmp_path):
    path = tmp_path / "Plan.xlsm"
    path.write_bytes(macro_workbook)
    refresh_file(path, None, who="Test", when=TODAY)
    assert read_by_the_add_in(path.read_bytes()) == intellisense.xml().encode()


def test_users_own_help_stays(macro_workbook):
    own = with_part(macro_workbook, OWN)
    assert intellisense.put(own) == own


def test_other_parts_of_the_user_stay_beside_it(macro_workbook):
    """A part of another namespace, in UTF-16 as other programs write them."""
    other = '<?xml version="1.0" encoding="UTF-16"?><a xmlns="urn:b"/>'.encode("utf-16")
    data = intellisense.put(with_part(macro_workbook, other))
    found = parts(data)
    assert found["customXml/item1.xml"] == other
    assert found["customXml/item2.xml"] == intellisense.xml().encode()


def test_an_upgrade_from_the_first_release_adds_it(tmp_path):
    path = tmp_path / "makros.xlsm"
    shutil.copyfile(HERE.parent / "release" / "0.1.0" / "makros.xlsm", path)
    upgrade_file(path, None, who="Test", when=TODAY)
    assert read_by_the_add_in(path.read_bytes()) == intellisense.xml().encode()
    assert OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(path).errors == []


@pytest.mark.parametrize("own", [True, False])
def test_another_shape_renews_it_but_not_the_users(macro_workbook, tmp_path, own):
    path = tmp_path / "Plan.xlsm"
    old = OWN if own else OWN.replace(b"MeinSatz", b"JC_ALT")
    path.write_bytes(with_part(macro_workbook, old))
    upgrade_file(path, None, who="Test", when=TODAY, shape=lambda shape: dataclasses.replace(shape, standards=4))
    assert read_by_the_add_in(path.read_bytes()) == (OWN if own else intellisense.xml().encode())


def test_a_copy_of_values_has_none(macro_workbook, tmp_path, run):
    path = tmp_path / "Plan.xlsm"
    path.write_bytes(macro_workbook)
    assert run("weitergeben", path, "--ohne-pdf")[0] == 0
    assert not any("customXml" in name for name in parts((tmp_path / "Plan Werte.xlsx").read_bytes()))
