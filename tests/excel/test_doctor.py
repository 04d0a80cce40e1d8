"""The doctor's findings on office PCs that are made up."""

from __future__ import annotations

import hashlib
import io
import random
import struct
import sys
import zipfile
from pathlib import Path

import olefile
import pytest
from office_pc import CLICK_TO_RUN, CONF, PC, PYTHON

from jcplan import __version__
from jcplan.errors import FileError
from jcplan.hosts.excel import cfb, doctor, settings
from jcplan.hosts.excel.compression import compress, decompress
from jcplan.hosts.excel.doctor import Verdict, contents
from jcplan.hosts.excel.open import open_workbook
from jcplan.hosts.excel.probe import ThisPC
from jcplan.hosts.excel.security import Security
from jcplan.hosts.excel.vba import Project, from_workbook

CHILD_PROCESSES = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
SECURITY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"


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


def test_interpreter_without_its_folder():
    """Windows would look for it beside the workbook, too."""
    assert "vollen Pfad" in only(PC(texts={CONF: '"INTERPRETER_WIN","pythonw"'})).found


def test_variables_in_the_settings_are_expanded():
    pc = PC(texts={CONF: '"INTERPRETER_WIN","%LOCALAPPDATA%\\python.exe"'}, variables={"LOCALAPPDATA": r"C:\Python"})
    assert bad(pc) == []


def test_other_settings_do_not_count():
    pc = PC(texts={CONF: f'"INTERPRETER_WIN","{PYTHON}"\n"PYTHONPATH","D:\\x"\n"conda env","plan"\n'})
    (note,) = [finding for finding in doctor.examine("", pc) if finding.verdict is Verdict.NOTE]
    assert "PYTHONPATH, CONDA ENV" in note.found
    assert "nur INTERPRETER_WIN" in note.what_to_do


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
    finding = only(PC(security=Security(rules={CHILD_PROCESSES: action})))
    assert word in finding.found
    assert CHILD_PROCESSES in finding.what_to_do


def test_defender_only_watching_is_fine():
    assert bad(PC(security=Security(rules={CHILD_PROCESSES: 2}))) == []


def test_defender_that_cannot_be_asked():
    findings = [f for f in doctor.examine("", PC(security=Security())) if f.title.startswith("Defender")]
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
    assert f"pip install --force-reinstall --no-deps xlwings=={_xlwings()}" in finding.what_to_do


def test_workbook_of_another_jcplan(macro_workbook, monkeypatch):
    monkeypatch.setattr(contents, "__version__", "99.0")
    pc = PC(contents={"p": macro_workbook})
    note = next(f for f in doctor.examine("p", pc) if f.title == "Version von jcplan")
    assert note.verdict is Verdict.NOTE
    assert __version__ in note.found
    assert "99.0" in note.found


def test_workbook_without_macros(fresh_bytes):
    findings = doctor.examine("p", PC(contents={"p": fresh_bytes}))
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


PLAN = r"N:\Plan\Plan.xlsm"
BESIDE = "Einstellungen neben der Mappe"


def beside(pc: PC, workbook: str = PLAN) -> doctor.Finding:
    (finding,) = [f for f in doctor.examine(workbook, pc) if f.title == BESIDE]
    return finding


def test_settings_beside_a_workbook_that_reads_them():
    """A workbook of the first release, with xlwings' module as xlwings has it."""
    first = Path(__file__).parents[1] / "release" / "0.1.0" / "makros.xlsm"
    pc = PC(contents={PLAN: first.read_bytes()}, packages={"xlwings": _xlwings(), "pywin32": "312"})
    pc.files.add(rf"C:\Python\xlwings64-{_xlwings()}.dll")
    assert beside(pc).verdict is Verdict.GOOD
    pc.texts[r"N:\Plan\xlwings.conf"] = '"INTERPRETER_WIN","N:\\Plan\\python.exe"\n'
    finding = only(pc, PLAN)
    assert finding.title == BESIDE
    assert r"N:\Plan\xlwings.conf" in finding.found
    assert "Diese Mappe liest sie." in finding.what_to_do


def test_settings_beside_a_workbook_that_does_not_read_them(macro_workbook):
    pc = PC(contents={PLAN: macro_workbook})
    pc.files.add(r"N:\Plan\xlwings.conf")
    finding = beside(pc)
    assert finding.verdict is Verdict.NOTE
    assert r"N:\Plan\xlwings.conf" in finding.found
    assert "entfernen" in finding.what_to_do


def test_settings_beside_a_workbook_that_cannot_be_read():
    pc = PC(contents={PLAN: b"PK"})
    pc.files.add(r"N:\Plan\xlwings.conf")
    assert beside(pc).verdict is Verdict.BAD


@pytest.mark.parametrize(
    ("workbook", "place"),
    [
        ("https://amt-my.sharepoint.com/personal/eva/Documents/2017/Plan.xlsm", r"C:\OneDrive - Amt\2017\xlwings.conf"),
        ("https://d.docs.live.net/0123456789abcdef/2017/Plan.xlsm", r"C:\OneDrive - Amt\2017\xlwings.conf"),
        (
            "https://amt-my.sharepoint.com/personal/eva/Documents/Plan.xlsm",
            r"C:\OneDrive - Amt\eva\Documents\xlwings.conf",
        ),
        ("https://amt.sharepoint.com/Plan.xlsm", None),
        (r"C:\OneDrive - Amt\2017\Plan.xlsm", r"C:\OneDrive - Amt\2017\xlwings.conf"),
        ("C:/Plan/Plan.xlsm", "C:/Plan/xlwings.conf"),
        ("/srv/eva/Plan.xlsm", "/srv/eva/xlwings.conf"),
        ("Plan.xlsm", "xlwings.conf"),
    ],
)
def test_settings_are_looked_for_where_xlwings_would(workbook, place):
    """GetFullName in xlwings.bas: what follows /Documents, or the fourth slash, below a folder of OneDrive."""
    pc = PC(platform="linux", variables={"OneDriveCommercial": r"C:\OneDrive - Amt"})
    assert beside(pc, workbook).verdict is Verdict.GOOD
    if place:
        pc.files.add(place)
        assert place in beside(pc, workbook).found


def test_on_the_command_line(macro_workbook, tmp_path, run):
    path = tmp_path / "Plan.xlsm"
    path.write_bytes(macro_workbook)
    assert str(tmp_path / "xlwings.conf") not in run("doctor", path)[1]
    (tmp_path / "xlwings.conf").write_text('"INTERPRETER_WIN","N:\\python.exe"\n')
    assert str(tmp_path / "xlwings.conf") in run("doctor", path)[1]


# ---- workbooks of other programs ----------------------------------------------------------------


def with_project(workbook: bytes, change) -> bytes:
    """The workbook with the streams of its VBA project changed."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    container = olefile.OleFileIO(io.BytesIO(parts["xl/vbaProject.bin"]))
    streams = {tuple(path): container.openstream(path).read() for path in container.listdir()}
    change(streams)
    parts["xl/vbaProject.bin"] = cfb.write(streams)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def as_on_a_mac(streams):
    """Excel for Mac: code page 10000, sources in it, lines ending in CR or CR LF."""
    directory = decompress(streams["VBA", "dir"])
    record = struct.pack("<HIH", 3, 2, 1252)
    assert directory.count(record) == 1
    streams["VBA", "dir"] = compress(directory.replace(record, struct.pack("<HIH", 3, 2, 10000)))
    for path in streams:
        if path[0] == "VBA" and path[1] not in ("dir", "_VBA_PROJECT"):
            source = decompress(streams[path]).decode("cp1252")
            streams[path] = compress(source.encode("mac_roman", "replace"))


def unknown_code_page(streams):
    directory = decompress(streams["VBA", "dir"])
    streams["VBA", "dir"] = compress(directory.replace(struct.pack("<HIH", 3, 2, 1252), struct.pack("<HIH", 3, 2, 9)))


def without(*path):
    def change(streams):
        del streams[path]

    return change


def test_workbook_of_excel_for_mac(macro_workbook):
    pc = PC(contents={"p": with_project(macro_workbook, as_on_a_mac)})
    found = {f.title: f for f in doctor.examine("p", pc)}
    assert found["Version von jcplan"].found == __version__
    source = from_workbook(pc.contents["p"]).source("jcplan_menue")
    assert "Führt eine Aktion in Python aus" in source


@pytest.mark.parametrize(
    "change",
    [
        unknown_code_page,
        without("VBA", "dir"),
        without("PROJECT"),
        without("VBA", "jcplan_hilfe"),
        lambda streams: streams.update({("VBA", "dir"): b"\1\0"}),
        lambda streams: streams.update({("VBA", "dir"): streams["VBA", "dir"][:200]}),
        lambda streams: streams.update({("VBA", "jcplan_hilfe"): b"\0" * 8}),
        lambda streams: streams.clear(),
    ],
)
def test_foreign_project_gives_a_sentence(macro_workbook, change):
    pc = PC(contents={"p": with_project(macro_workbook, change)})
    finding = next(f for f in doctor.examine("p", pc) if f.title == "Mappe")
    assert finding.verdict is Verdict.NOTE
    assert "VBA-Projekt" in finding.found


def test_damaged_projects_never_end_the_doctor(macro_workbook):
    """Bits flipped in the container, fixed seed: each time a version or a sentence."""
    with zipfile.ZipFile(io.BytesIO(macro_workbook)) as package:
        sound = package.read("xl/vbaProject.bin")
    chance = random.Random(2017)
    outcomes = {"read": 0, "refused": 0}
    for _ in range(120):
        damaged = bytearray(sound[: chance.choice((len(sound), chance.randrange(len(sound))))])
        for _ in range(chance.randrange(1, 30)):
            if damaged:
                damaged[chance.randrange(min(len(damaged), chance.choice((600, 20_000, len(damaged)))))] ^= (
                    1 << chance.randrange(8)
                )
        try:
            project = Project(bytes(damaged))
            for module in project.modules:
                project.source(module)
            outcomes["read"] += 1
        except FileError:
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 10, outcomes


@pytest.mark.parametrize(
    "data", [b"", b"PK\3\4", b"\xd0\xcf\x11\xe0" + bytes(600), "ZIP mit Kennwort", "LZMA beschädigt"]
)
def test_what_is_no_workbook_gives_a_sentence(data):
    if isinstance(data, str):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as package:
            package.writestr("xl/vbaProject.bin", bytes(range(256)) * 40)
        changed = bytearray(out.getvalue())
        if "Kennwort" in data:
            for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
                changed[changed.index(signature) + offset] |= 1
        else:
            start = changed.index(b"vbaProject.bin") + 14
            changed[start + 9 : start + 60] = b"\xff" * 51
        data = bytes(changed)
    finding = next(f for f in doctor.examine("p", PC(contents={"p": data})) if f.title == "Mappe")
    assert finding.verdict is Verdict.NOTE
    assert finding.found.startswith("Die Datei ist ")


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
    assert probe.names(str(tmp_path / "neu")) == ["xlwings.conf"]
    assert probe.names(str(tmp_path / "fehlt")) is None
    assert doctor.examine("", probe)


def test_what_a_package_recorded():
    """The hashes of RECORD are those of the files."""
    recorded = ThisPC().recorded("xlwings")
    (path,) = (path for path in recorded if path.endswith("xlwings.bas"))
    assert recorded[path] == hashlib.sha256(Path(path).read_bytes()).hexdigest()
    assert ThisPC().recorded("gibt-es-nicht") == {}


@pytest.mark.skipif(sys.platform == "win32", reason="dort gibt es, wonach gefragt wird (wine/test_com.py)")
def test_without_windows_there_is_nothing_to_ask():
    probe = ThisPC()
    assert probe.registry(CLICK_TO_RUN, "Platform") is None
    assert list(probe.subkeys(CLICK_TO_RUN)) == []
    assert dict(probe.values(CLICK_TO_RUN)) == {}
    assert not probe.is_held("Local\\jcplan-serve")
    assert probe.security == Security()


def _xlwings() -> str:
    from importlib.metadata import version

    return version("xlwings")
