"""The generated extension, without a LibreOffice."""

from __future__ import annotations

import ast
import re
import sys
import zipfile
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest

from jcplan.catalogue import CATALOGUE
from jcplan.hosts.libreoffice import environment, extension
from jcplan.hosts.libreoffice.naming import node_name

REGISTRY = "{http://openoffice.org/2001/registry}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def test_same_input_same_bytes(tmp_path):
    first = extension.build(tmp_path / "a.oxt", environment.describe()).read_bytes()
    assert extension.build(tmp_path / "b" / "b.oxt", environment.describe()).read_bytes() == first


def test_holds_no_path_of_this_machine_unless_told():
    everything = b"".join(extension.contents().values()).decode()
    assert sys.prefix not in everything
    assert "environment.json" not in "".join(extension.contents())
    assert (
        sys.executable
        in extension.contents(environment.describe())["pythonpath/jcplan_component/environment.json"].decode()
    )


def test_every_listed_file_is_there_and_every_xml_is_well_formed(tmp_path):
    path = extension.build(tmp_path / "jcplan.oxt")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        for name in names:
            if name.endswith((".xml", ".xcu", ".components")):
                ET.fromstring(archive.read(name))
        listed = re.findall(r'full-path="([^"]+)"', archive.read("META-INF/manifest.xml").decode())
    assert set(listed) <= set(names)
    assert listed.index("jcplan.idl") < listed.index("jcplan.components")


def _texts(element, name):
    found = element.find(f"prop[@{REGISTRY}name='{name}']")
    return {value.get(LANGUAGE): value.text for value in found}


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_function_has_types_names_and_texts(name):
    function = CATALOGUE[name]
    idl = extension.contents()["jcplan.idl"].decode()
    parameters = re.search(rf"\b{node_name(name)}\((.*?)\);", idl)[1]
    wanted = [node_name(argument.name) for argument in function.arguments]
    assert [p.split()[-1] for p in parameters.split(",") if p] == wanted
    root = ET.fromstring(extension.contents()["CalcAddIns.xcu"])
    node = root.find(f".//node[@{REGISTRY}name='{node_name(name)}']")
    assert _texts(node, "DisplayName") == _texts(node, "CompatibilityName") == {"de": name, "en-US": name}
    assert _texts(node, "Description")["de"] == function.help
    described = node.findall(f"node[@{REGISTRY}name='Parameters']/node")
    assert [d.get(REGISTRY + "name") for d in described] == wanted
    assert [_texts(d, "Description")["de"] for d in described] == [argument.help for argument in function.arguments]


def test_node_names_are_unique():
    assert len({node_name(name) for name in CATALOGUE}) == len(CATALOGUE)
    for function in CATALOGUE.values():
        assert len({node_name(argument.name) for argument in function.arguments}) == len(function.arguments)


def test_unpacking_twice_leaves_files_alone_and_removes_strangers(tmp_path):
    extension.unpack(tmp_path, environment.describe())
    file = tmp_path / "jcplan" / "CalcAddIns.xcu"
    before = file.stat().st_mtime_ns
    (tmp_path / "jcplan" / "old.py").write_text("")
    extension.unpack(tmp_path, environment.describe())
    assert file.stat().st_mtime_ns == before
    assert not (tmp_path / "jcplan" / "old.py").exists()


def test_component_imports_only_standard_library_and_uno():
    allowed = set(sys.stdlib_module_names) | {"uno", "unohelper", "com", "org", "jcplan_component"}
    for file in (files("jcplan.hosts.libreoffice") / "component").iterdir():
        if not file.name.endswith(".py"):
            continue
        tree = ast.parse(file.read_text("utf-8"), feature_version=(3, 8))
        for node in ast.walk(tree):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module]
            assert all(module.partition(".")[0] in allowed for module in modules), (file.name, modules)
