"""The macro workbook, read back by others: olevba, zipfile, openpyxl, a VBA grammar."""

from __future__ import annotations

import datetime as dt
import difflib
import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from importlib.resources import files
from pathlib import Path

import olevba
import openpyxl
import pytest
from vba_text import as_xlwings_would, branch, syntax_errors

from jcplan import buttons
from jcplan.build import build
from jcplan.catalogue import CATALOGUE
from jcplan.errors import FileError
from jcplan.hosts.excel import hardening, resources, ribbon, workbook, wrappers
from jcplan.hosts.excel.actions import UNDO, UNDO_MACRO
from jcplan.hosts.file import refresh_file

OWN = ("ThisWorkbook", "xlwings_udfs", "jcplan_hilfe", "jcplan_menue", *workbook.WRITTEN_MODULES)


@pytest.fixture(scope="module")
def modules(macro_workbook):
    return olevba.modules(macro_workbook)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        names = package.namelist()
        assert len(names) == len(set(names))
        return {name: package.read(name) for name in names}


def test_built_twice_is_the_same(macro_workbook):
    assert workbook.to_macro(lambda hook: build(prepare=hook)) == macro_workbook


def test_olevba_reads_every_module_back(macro_workbook, modules):
    sheets = len(openpyxl.load_workbook(io.BytesIO(macro_workbook)).worksheets)
    assert set(modules) == {*OWN, "xlwings", "Dictionary", *(f"Sheet{n}" for n in range(1, sheets + 1))}
    assert modules["xlwings_udfs"].rstrip() == wrappers.generate().rstrip()
    assert modules["jcplan_hilfe"].rstrip() == wrappers.generate_help().rstrip()
    assert modules["jcplan_menue"].rstrip() == ribbon.procedures().rstrip()
    for name in workbook.WRITTEN_MODULES:
        assert modules[name].rstrip() == resources.text(f"vba/{name}.bas").rstrip()
    assert resources.text("vba/DieseArbeitsmappe.cls").rstrip() in modules["ThisWorkbook"]


def test_code_names_tie_sheets_to_modules(macro_workbook):
    found = parts(macro_workbook)
    codes = re.findall(r'codeName="(\w+)"', found["xl/workbook.xml"].decode())
    numbers = range(1, 1 + sum(name.startswith("xl/worksheets/sheet") for name in found))
    codes += [re.findall(r'codeName="(\w+)"', found[f"xl/worksheets/sheet{n}.xml"].decode())[0] for n in numbers]
    assert codes == ["ThisWorkbook", *(f"Sheet{n}" for n in numbers)]


def test_no_path_of_any_pc_inside(macro_workbook, modules):
    own = "".join(text for name, text in modules.items() if name in OWN)
    assert not re.search(r"[A-Z]:\\", own)
    from jcplan.hosts.excel.vba import Project

    references = b"".join(body for _, body in Project(parts(macro_workbook)["xl/vbaProject.bin"])._head)
    assert b"Users" not in references
    conf = openpyxl.load_workbook(io.BytesIO(macro_workbook))["xlwings.conf"]
    assert conf.sheet_state == "veryHidden"
    assert dict(conf.values) == {"ADD_WORKBOOK_TO_PYTHONPATH": "False", "UDF MODULES": wrappers.MODULE}


def test_cells_are_those_of_the_xlsx(macro_workbook, fresh_bytes):
    for data_only in (False, True):
        plain = openpyxl.load_workbook(io.BytesIO(fresh_bytes), data_only=data_only)
        macro = openpyxl.load_workbook(io.BytesIO(macro_workbook), data_only=data_only)
        assert macro.sheetnames == [*plain.sheetnames, "xlwings.conf"]
        for sheet in plain.sheetnames:
            cells = zip(plain[sheet].iter_rows(), macro[sheet].iter_rows(), strict=True)
            for one, other in ((a, b) for rows in cells for a, b in zip(*rows, strict=True)):
                if (sheet, one.coordinate) != ("Protokoll", "G4"):  # the fingerprint of the file
                    assert getattr(one.value, "text", one.value) == getattr(other.value, "text", other.value)


# ---- ribbon -------------------------------------------------------------------------------------


def test_ribbon_part_and_relationship(macro_workbook):
    found = parts(macro_workbook)
    assert found[ribbon.PART].decode() == ribbon.xml()
    links = [link for link in ET.fromstring(found["_rels/.rels"]) if link.get("Type") == ribbon.RELATION]
    assert [link.get("Target") for link in links] == [ribbon.PART]
    with pytest.raises(FileError, match="schon"):
        ribbon.add(macro_workbook)


def test_ribbon_is_added_without_touching_other_parts():
    plain = build(prepare=workbook.prepare)
    before, after = parts(plain), parts(ribbon.add(plain))
    assert {name for name in after if before.get(name) != after[name]} == {ribbon.PART, "_rels/.rels"}


def test_every_button_says_what_it_does_and_has_its_callback(modules):
    shown = [e for e in ET.fromstring(ribbon.xml().encode()).iter() if e.tag.endswith("}button")]
    assert [button.get("label") for button in shown] == [button.label for button in buttons.BUTTONS]
    for button in shown:
        assert {"imageMso", "keytip", "screentip", "supertip"} <= set(button.attrib)
        assert f"Public Sub {button.get('onAction')}(control As IRibbonControl)\n" in modules["jcplan_menue"]
        assert len(button.get("supertip")) <= 1024
    keytips = [button.get("keytip") for button in shown]
    assert len(set(keytips)) == len(keytips)


def test_what_vba_calls_in_python_is_there(modules):
    called = set(re.findall(r'(?:Ausfuehren|NeueMappe) "(\w+)"', modules["jcplan_menue"]))
    assert called == {UNDO, *(button.key for button in buttons.BUTTONS if not button.sheet)}
    assert f"Public Sub {UNDO_MACRO}()" in modules["jcplan_menue"]
    assert "Public Sub JCPlanungVorbereiten()" in modules["jcplan_start"]
    assert "!JCPlanungVorbereiten" in modules["ThisWorkbook"]


# ---- wrappers -----------------------------------------------------------------------------------


def test_every_function_once(modules):
    assert sorted(re.findall(r"^Function (\w+)\(", modules["xlwings_udfs"], re.MULTILINE)) == sorted(CATALOGUE)
    assert sorted(re.findall(r'Beschreiben "(\w+)"', modules["jcplan_hilfe"])) == sorted(CATALOGUE)


def test_wrappers_are_those_of_xlwings():
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("xlwings_generator.py"))],
        capture_output=True, text=True, encoding="utf-8", check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert as_xlwings_would(wrappers.generate()).split("\n", 3)[3] == done.stdout


def test_xlwings_module_differs_in_these_lines_only(modules):
    """Settings come from the sheet and from xlwings' defaults; the user's file names the interpreter alone."""
    theirs = (files("xlwings") / "xlwings.bas").read_text(encoding="utf-8").splitlines()
    ours = modules["xlwings"].splitlines()
    changed = [line for line in difflib.ndiff(theirs, ours) if line[0] in "+-"]
    interpreter = [
        '-     If PYTHON_WIN = "" Then',
        "-         ' Legacy",
        '-         PYTHON_WIN = GetConfig("INTERPRETER", "pythonw")',
        '+     If InStr(PYTHON_WIN, "\\") = 0 Then',
        '+         Err.Raise 1000, "jcplan", "Es ist kein Python mit vollem Pfad eingetragen."',
    ]
    assert sorted(changed) == sorted([
        *interpreter,
        *interpreter,
        '-         PYTHON_WIN = "cmd.exe " & ConsoleSwitch & " /K " & CondaCmd & "python"',
        '+         PYTHON_WIN = Environ("SystemRoot") & "\\System32\\cmd.exe " & ConsoleSwitch & " /K " & CondaCmd & "python"',
        '-         PYTHON_WIN = "cmd.exe " & ConsoleSwitch & " /K " & Chr(34) & Chr(34) & PYTHON_WIN & Chr(34)',
        '+         PYTHON_WIN = Environ("SystemRoot") & "\\System32\\cmd.exe " & ConsoleSwitch & " /K " & Chr(34) & Chr(34) & PYTHON_WIN & Chr(34)',
        '-         tail = " -B -c ""import sys, os;" & LicenseKeyEnvString & "import xlwings.utils;xlwings.utils.prepare_sys_path(\\""" & PYTHONPATH & "\\"");import xlwings; xlwings.serve(\'$(CLSID)\')"""',
        '+         tail = " -P -B -c ""import xlwings; xlwings.serve(\'$(CLSID)\')"""',
        '-     If source = "" Or source = "directory" Then',
        "+     If False Then ' jcplan: a file beside the workbook is never read",
        '-     If source = "" Or source = "user" Then',
        "-                 Err.Raise 1, Description:= _",
        '-                     "Could not load " + XLPyDLLName + " from either of the following folders: " _',
        "-                     + vbCrLf + ParentFolder(PYTHON_WIN) _",
        '-                     + vbCrLf + ", " + ParentFolder(ParentFolder(PYTHON_WIN))',
        '+                 Err.Raise 1, "jcplan", "Excel kann die Bibliothek " & XLPyDLLName & " nicht laden; " _',
        '+                     & "gesucht in " & ParentFolder(PYTHON_WIN) _',
        '+                     & " und " & ParentFolder(ParentFolder(PYTHON_WIN)) _',
        '+                     & ". Fehlt sie dort, hat sie vielleicht ein Virenschutz entfernt; ist sie da, sperrt " _',
        '+                     & "sie vielleicht eine Regel der IT."',
        '+     If configKey = "INTERPRETER_WIN" Then \' jcplan: the user\'s file names the interpreter and nothing else',
    ])  # fmt: skip


def test_no_other_way_to_settings(modules):
    """Every setting is read by GetConfig, and a file only there: once beside the workbook (never), once the user's."""
    source = branch(modules["xlwings"], excel=True)
    reads = [line.strip() for line in source.splitlines() if re.search(r"\bGetConfigFromFile\(", line)]
    assert reads == [
        "If GetConfigFromFile(GetDirectoryConfigFilePath(), configKey, configValue) Then",
        "If GetConfigFromFile(GetConfigFilePath(), configKey, configValue) Then",
        "Function GetConfigFromFile(sFile As String, sName As String, Optional sValue As String) As Boolean",
    ]
    own = "".join(modules[name] for name in OWN)
    assert "GetConfig" not in own


def test_xlwings_of_another_kind_is_refused():
    with pytest.raises(FileError, match="sein VBA ist ein anderes"):
        hardening.harden("Function GetConfig()\nEnd Function\n")


def test_errors_become_error_values(modules):
    udfs = modules["xlwings_udfs"]
    assert udfs.count("Fehlerwert(Err.Number)") == len(CATALOGUE)
    assert "Err.Description" not in udfs


def test_vba_limits(modules):
    for name in OWN:
        for line in modules[name].splitlines():
            assert len(line) <= 1023, (name, line)
        runs = re.findall(r"(?:^.* _\n)+", modules[name], re.MULTILINE)
        assert all(run.count("\n") <= 24 for run in runs)


def test_descriptions_fit_excels_wizard(modules):
    texts = re.findall(r'"((?:[^"]|"")*)"', modules["jcplan_hilfe"])
    assert all(len(text.replace('""', '"')) <= 255 for text in texts)


@pytest.mark.parametrize("name", OWN)
def test_grammar_takes_both_branches(modules, name):
    for text in {branch(modules[name], excel=excel) for excel in (True, False)}:
        assert syntax_errors(text) == []


def test_grammar_sees_what_is_wrong(modules):
    text = branch(modules["jcplan_zellen"], excel=True)
    assert syntax_errors(text.replace("End Function", "End Functoin", 1))


def test_branches():
    source = '#Const App = "Microsoft Excel"\n#If App = "Microsoft Excel" Then\na\n#If Mac Then\nb\n#Else\nc\n#End If\n'
    source += "#ElseIf VBA7 Then\nd\n#Else\ne\n#End If\n#If Not Mac And (Win64 Or Foo) Then\nf\n#End If\n"
    assert branch(source, excel=True).split() == ["a", "c", "f"]
    assert branch(source, excel=False).split() == ["d", "f"]


def test_missing_xlwings_is_explained(monkeypatch):
    def missing(name):
        raise workbook.PackageNotFoundError(name)

    monkeypatch.setattr(workbook, "installed", missing)
    with pytest.raises(FileError, match="jcplan neu installieren"):
        workbook.template()


def test_missing_text_is_explained():
    with pytest.raises(FileError, match="neu installieren"):
        resources.text("vba/gibt_es_nicht.bas")


def test_refresh_on_the_command_line_keeps_macros_and_ribbon(macro_workbook, tmp_path):
    path = tmp_path / "Plan.xlsm"
    path.write_bytes(macro_workbook)
    report, _ = refresh_file(path, None, who="Test", when=dt.datetime(2026, 1, 2, 3, 4))  # local time
    assert report.deviations == ()
    before, after = parts(macro_workbook), parts(path.read_bytes())
    assert list(after) == list(before)
    changed = {name for name in after if after[name] != before[name]}
    assert changed
    assert all(name.startswith("xl/") and name.endswith(".xml") for name in changed)
    for name in ("xl/vbaProject.bin", ribbon.PART, "_rels/.rels"):
        assert after[name] == before[name]
