"""The doctor's findings on office PCs that are made up."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from jcplan import __version__
from jcplan.errors import FileError
from jcplan.hosts.excel import doctor, settings
from jcplan.hosts.excel.doctor import Verdict
from jcplan.hosts.excel.open import open_workbook
from jcplan.hosts.excel.probe import ThisPC

PYTHON = r"C:\Python\python.exe"
CONF = r"C:\Users\eva\.xlwings\xlwings.conf"
CHILD_PROCESSES = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
SECURITY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"


@dataclass
class PC:
    """An office PC on which everything is in order, but for what a test changes."""

    platform: str = "win32"
    interpreter: str = PYTHON
    home: str = r"C:\Users\eva"
    packages: dict[str, str] = field(default_factory=lambda: {"xlwings": "0.37.8", "pywin32": "312"})
    texts: dict[str, str] = field(default_factory=lambda: {CONF: f'"INTERPRETER_WIN","{PYTHON}"\n'})
    files: set[str] = field(default_factory=lambda: {PYTHON, r"C:\Python\xlwings64-0.37.8.dll"})
    contents: dict[str, bytes] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    keys: dict[tuple[str, str], str] = field(default_factory=lambda: {(CLICK_TO_RUN, "Platform"): "x64"})
    rules: dict[str, int] | None = field(default_factory=dict)

    def package(self, name):
        return self.packages.get(name, "")

    def exists(self, path):
        return path in self.files

    def read(self, path):
        return self.texts.get(path)

    def read_bytes(self, path):
        return self.contents.get(path)

    def write(self, path, text):
        self.texts[path] = text

    def environment(self, name):
        return self.variables.get(name, "")

    def registry(self, key, name):
        return self.keys.get((key, name))

    def attack_surface_rules(self):
        return self.rules


def bad(pc: PC, workbook: str = "") -> list[doctor.Finding]:
    return [finding for finding in doctor.examine(workbook, pc) if finding.verdict is Verdict.BAD]


def only(pc: PC, workbook: str = "") -> doctor.Finding:
    (finding,) = bad(pc, workbook)
    assert finding.what_to_do, finding
    return finding


def test_healthy_pc():
    findings = doctor.examine("", PC())
    assert doctor.is_healthy(findings)
    assert {finding.verdict for finding in findings} == {Verdict.GOOD}


def test_no_interpreter_set():
    assert "kein Python eingetragen" in only(PC(texts={})).found


def test_interpreter_is_gone():
    pc = PC(texts={CONF: '"INTERPRETER_WIN","C:\\Weg\\python.exe"'}, files={r"C:\Weg\xlwings64-0.37.8.dll"})
    finding = only(pc)
    assert r"C:\Weg\python.exe" in finding.found
    assert "jcplan doctor --fix" in finding.what_to_do


def test_another_interpreter_is_a_note():
    pc = PC(interpreter=r"D:\venv\Scripts\python.exe")
    notes = [finding for finding in doctor.examine("", pc) if finding.verdict is Verdict.NOTE]
    assert len(notes) == 1
    assert r"D:\venv\Scripts\python.exe" in notes[0].found


def test_variables_in_the_settings_are_expanded():
    pc = PC(texts={CONF: '"INTERPRETER_WIN","%LOCALAPPDATA%\\python.exe"'}, variables={"LOCALAPPDATA": r"C:\Python"})
    assert bad(pc) == []


def test_library_is_missing():
    finding = only(PC(files={PYTHON}))
    assert finding.title == "Bibliothek xlwings64-0.37.8.dll"
    assert "pip install --force-reinstall" in finding.what_to_do


def test_library_above_a_virtual_environments_scripts():
    python = r"C:\venv\Scripts\python.exe"
    texts = {CONF: f'"INTERPRETER_WIN","{python}"'}
    assert bad(PC(interpreter=python, texts=texts, files={python, r"C:\venv\xlwings64-0.37.8.dll"})) == []


def test_32_bit_excel_needs_its_own_library():
    pc = PC(keys={(CLICK_TO_RUN, "Platform"): "x86"})
    assert "xlwings32-0.37.8.dll" in only(pc).title
    pc.files.add(r"C:\Python\xlwings32-0.37.8.dll")
    assert bad(pc) == []


def test_unknown_bits_are_said_so():
    findings = doctor.examine("", PC(keys={}))
    assert any(finding.verdict is Verdict.UNKNOWN and "Bit" in finding.title for finding in findings)
    assert doctor.is_healthy(findings)


@pytest.mark.parametrize("package", ["xlwings", "pywin32"])
def test_package_is_missing(package):
    pc = PC()
    del pc.packages[package]
    assert only(pc).title == f"Paket {package}"


@pytest.mark.parametrize(("action", "word"), [(1, "ist in Kraft"), (6, "warnt")])
def test_defender_blocks_child_processes(action, word):
    finding = only(PC(rules={CHILD_PROCESSES: action}))
    assert word in finding.found
    assert CHILD_PROCESSES in finding.what_to_do


def test_defender_only_watching_is_fine():
    assert bad(PC(rules={CHILD_PROCESSES: 2})) == []


def test_defender_that_cannot_be_asked():
    findings = [f for f in doctor.examine("", PC(rules=None)) if f.title.startswith("Defender")]
    assert {finding.verdict for finding in findings} == {Verdict.UNKNOWN}


def test_macros_forbidden_by_the_department():
    pc = PC()
    pc.keys[SECURITY, "vbawarnings"] = "4"
    assert "IT" in only(pc).what_to_do


def test_mark_of_the_web(macro_workbook):
    path = r"C:\Users\eva\Downloads\Plan.xlsm"
    pc = PC(contents={path: macro_workbook})
    pc.packages["xlwings"] = _xlwings()
    pc.files.add(rf"C:\Python\xlwings64-{_xlwings()}.dll")
    assert bad(pc, path) == []
    pc.texts[f"{path}:Zone.Identifier"] = "[ZoneTransfer]\nZoneId=3\nHostUrl=https://example.org/\n"
    assert "Zulassen" in only(pc, path).what_to_do


def test_workbook_of_another_version(macro_workbook):
    pc = PC(contents={r"C:\Plan.xlsm": macro_workbook}, packages={"xlwings": "0.1.0", "pywin32": "312"})
    pc.files.add(r"C:\Python\xlwings64-0.1.0.dll")
    finding = only(pc, r"C:\Plan.xlsm")
    assert finding.title == "Version von xlwings"
    assert f"pip install xlwings=={_xlwings()}" in finding.what_to_do


def test_workbook_of_another_jcplan(macro_workbook, monkeypatch):
    monkeypatch.setattr(doctor, "__version__", "99.0")
    pc = PC(contents={"p": macro_workbook})
    note = next(f for f in doctor.examine("p", pc) if f.title == "Version von jcplan")
    assert note.verdict is Verdict.NOTE
    assert __version__ in note.found
    assert "99.0" in note.found


def test_workbook_without_macros():
    from jcplan.build import build

    findings = doctor.examine("p", PC(contents={"p": build()}))
    assert any("jcplan new" in finding.what_to_do for finding in findings)


def test_workbook_is_missing():
    assert bad(PC(), r"C:\fehlt.xlsm")[0].found == r"C:\fehlt.xlsm: Die Datei gibt es nicht."
    pc = PC()
    pc.files.add(r"C:\gesperrt.xlsm")
    assert "nicht lesbar" in bad(pc, r"C:\gesperrt.xlsm")[0].found


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        (r"C:\Users\eva\OneDrive - Amt\Plan.xlsm", Verdict.NOTE),
        ("https://amt.sharepoint.com/Plan.xlsm", Verdict.NOTE),
        (r"\\server\plan\Plan.xlsm", Verdict.NOTE),
        (r"C:\Plan\Plan.xlsm", Verdict.GOOD),
    ],
)
def test_where_the_workbook_lies(path, verdict):
    pc = PC(variables={"OneDriveCommercial": r"C:\Users\eva\OneDrive - Amt"})
    finding = next(f for f in doctor.examine(path, pc) if f.title == "Speicherort")
    assert finding.verdict is verdict


def test_other_systems_are_told_what_works_there():
    (finding,) = doctor.examine("", PC(platform="linux"))
    assert finding.verdict is Verdict.UNKNOWN
    assert "LibreOffice" in finding.what_to_do


def test_finding_as_text():
    text = str(doctor.Finding("Makros", Verdict.BAD, "Gesperrt.", "IT fragen."))
    assert text == "Fehler: Makros – Gesperrt. IT fragen."


# ---- fix and open -------------------------------------------------------------------------------


def test_fix_keeps_other_lines():
    pc = PC(texts={CONF: '"PYTHONPATH","D:\\x"\n"interpreter_win","C:\\alt.exe"\n"SHOW CONSOLE","True"\n'})
    assert CONF in doctor.fix(pc)
    assert pc.texts[CONF] == f'"PYTHONPATH","D:\\x"\n"INTERPRETER_WIN","{PYTHON}"\n"SHOW CONSOLE","True"\n'
    assert settings.value(pc.texts[CONF], "INTERPRETER_WIN") == PYTHON
    assert "schon" in doctor.fix(pc)


def test_fix_on_a_fresh_pc():
    pc = PC(texts={})
    doctor.fix(pc)
    assert pc.texts == {CONF: f'"INTERPRETER_WIN","{PYTHON}"\n'}
    assert bad(pc) == []


def test_fix_is_for_windows_only():
    pc = PC(platform="linux", texts={})
    with pytest.raises(FileError, match="nur unter Windows"):
        doctor.fix(pc)
    assert pc.texts == {}


def test_open_needs_a_file_and_windows(tmp_path):
    with pytest.raises(FileError, match=r"fehlt\.xlsm: Die Datei gibt es nicht\."):
        open_workbook(tmp_path / "fehlt.xlsm", PC())
    path = tmp_path / "Plan.xlsm"
    path.write_bytes(b"")
    with pytest.raises(FileError, match="LibreOffice"):
        open_workbook(path, PC(platform="linux"))


def test_this_pc(tmp_path: Path):
    probe = ThisPC()
    target = tmp_path / "neu" / "xlwings.conf"
    probe.write(str(target), '"A","ä"\n')
    assert probe.read(str(target)).splitlines() == ['"A","ä"']
    assert probe.exists(str(target))
    assert probe.read(str(tmp_path / "fehlt")) is None
    assert probe.package("gibt-es-nicht") == ""
    assert probe.package("xlwings") == _xlwings()
    assert doctor.examine("", probe)


def _xlwings() -> str:
    from importlib.metadata import version

    return version("xlwings")
