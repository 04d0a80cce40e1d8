"""Setting Excel up for a user, and taking it back, on a PC that is made up."""

from __future__ import annotations

import json
import ntpath
import os
import sys
import types
from dataclasses import dataclass, field

import pytest
from office_pc import CONF, MODIFY, PC, PYTHON, READ_ONLY, USUAL

from jcplan.errors import FileError
from jcplan.hosts.cli import setup, show
from jcplan.hosts.excel import consent, installation, settings
from jcplan.hosts.excel.desk import Folder, Shortcut, ThisDesk
from jcplan.hosts.excel.dropped import dropped
from jcplan.hosts.excel.open import open_workbook
from jcplan.hosts.excel.probe import ThisPC
from jcplan.hosts.excel.rights import Grant

FOLDER = r"D:\Köln Süd\JC-Planung"
HERE = r"D:\Köln Süd\JC-Planung\python"
OURS = HERE + r"\python.exe"
RECORD = r"C:\Users\eva\AppData\Roaming\jcplan\excel.json"
DOCUMENTS = r"O:\eva"  # redirected, as in offices
PLAN = r"O:\eva\JC-Planung\Plan.xlsm"
MENU = r"C:\Users\eva\Startmenü"
IN_MENU = MENU + r"\JC-Planung\JC-Planung"
CMD = r"C:\Windows\System32\cmd.exe"


@dataclass
class Desk:
    """The user's folders and shortcuts."""

    pc: PC
    links: dict[str, Shortcut] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)

    def folder(self, which):
        return {Folder.DESKTOP: r"C:\Users\eva\Desktop", Folder.PROGRAMS: MENU, Folder.DOCUMENTS: DOCUMENTS}[which]

    def link(self, shortcut):
        self.links[shortcut.path] = shortcut
        self.pc.files.add(shortcut.path)

    def delete(self, path):
        self.pc.files.discard(path)
        return self.links.pop(path, None) is not None or self.pc.texts.pop(path, None) is not None

    def delete_folder(self, path):
        self.folders.append(path)


@pytest.fixture
def pc():
    return PC(interpreter=OURS, files={OURS, PYTHON}, folders={HERE: ["python.exe", "python313._pth"]}, texts={})


@pytest.fixture
def desk(pc):
    return Desk(pc)


def install(pc, desk, plan=""):
    made = []

    def make(path):
        made.append(path)
        pc.files.add(path)

    return installation.install(pc, desk, make, plan), made


def test_a_fresh_pc(pc, desk):
    said, made = install(pc, desk)
    assert pc.texts[CONF] == f'"INTERPRETER_WIN","{OURS}"\n'
    assert made == [PLAN]
    windowless = HERE + r"\pythonw.exe"
    assert {path: (link.target, link.arguments, link.folder) for path, link in desk.links.items()} == {
        IN_MENU + ".lnk": (windowless, f'-m jcplan open "{PLAN}"', HERE),
        IN_MENU + " Dienst.lnk": (windowless, "-m jcplan serve", HERE),
        IN_MENU + " Dienst beenden.lnk": (windowless, "-m jcplan serve --stop", HERE),
        IN_MENU + " prüfen.lnk": (CMD, f'/k ""{FOLDER}\\jcplan.cmd" doctor "{PLAN}""', FOLDER),
        r"C:\Users\eva\Desktop\JC-Planung.lnk": (windowless, f'-m jcplan open "{PLAN}"', HERE),
    }
    assert len(said) == 7
    assert PLAN in said[1]
    assert installation.status(pc, desk)[0] == "Python für Excel: dieses Python"


def test_checking_with_an_ordinary_python(pc, desk):
    pc.folders.clear()
    install(pc, desk)
    link = desk.links[IN_MENU + " prüfen.lnk"]
    assert (link.target, link.arguments) == (CMD, f'/k ""{OURS}" -m jcplan doctor "{PLAN}""')
    assert link.folder == HERE


def test_a_plan_that_is_there_stays(pc, desk):
    pc.files.add(PLAN)
    assert install(pc, desk)[1] == []


def test_a_plan_of_ones_own(pc, desk):
    own = r"O:\eva\2027\Plan Süd.xlsm"
    with pytest.raises(FileError, match="gibt es nicht; es wurde nichts geändert"):
        install(pc, desk, own)
    assert (pc.texts, desk.links) == ({}, {})
    pc.files.add(own)
    assert install(pc, desk, own)[1] == []
    assert desk.links[r"C:\Users\eva\Desktop\JC-Planung.lnk"].arguments == f'-m jcplan open "{own}"'
    # set up again, without naming it, also by a new version at another place
    pc.interpreter = r"E:\neu\python\python.exe"
    assert install(pc, desk)[1] == []
    assert {link.arguments for link in desk.links.values() if " open " in link.arguments} == {f'-m jcplan open "{own}"'}
    assert own in desk.links[IN_MENU + " prüfen.lnk"].arguments


def test_a_plan_of_ones_own_that_is_not_there_now(pc, desk):
    """A share that is away must not lead to an example in its place."""
    own = r"\\srv01\plan\Plan Süd.xlsm"
    pc.files.add(own)
    install(pc, desk, own)
    pc.files.discard(own)
    said, made = install(pc, desk)
    assert made == []
    assert said[1].startswith(f"{own}: Ihre Planung ist gerade nicht dort")
    assert desk.links[IN_MENU + ".lnk"].arguments == f'-m jcplan open "{own}"'


def test_the_example_that_was_deleted_is_made_again(pc, desk):
    install(pc, desk)
    pc.files.discard(PLAN)
    assert install(pc, desk)[1] == [PLAN]


def test_where_the_plan_lies_is_said(pc, desk):
    """Documents are often kept in step by OneDrive."""
    pc.variables["OneDriveCommercial"] = r"O:\eva"
    said, _ = install(pc, desk)
    assert [each for each in said if "OneDrive" in each] == [said[2]]
    assert said[2].startswith("Hinweis: Speicherort – Die Mappe liegt in einem Ordner, den OneDrive abgleicht.")
    del pc.variables["OneDriveCommercial"]
    assert not [each for each in install(pc, desk)[0] if "Speicherort" in each]


@pytest.mark.parametrize(
    ("before", "still_there", "after"),
    [
        (None, True, None),
        ("", True, ""),
        (f'"INTERPRETER_WIN","{PYTHON}"\n', True, f'"INTERPRETER_WIN","{PYTHON}"\n'),
        (f'"INTERPRETER_WIN","{PYTHON}"\n', False, ""),
        ('"INTERPRETER_WIN","%WO%\\python.exe"\n', True, '"INTERPRETER_WIN","%WO%\\python.exe"\n'),
        ('"INTERPRETER_WIN","python"\n', False, '"INTERPRETER_WIN","python"\n'),
        (
            f'"SHOW CONSOLE","True"\n"interpreter_win","{PYTHON}"\n',
            True,
            f'"SHOW CONSOLE","True"\n"INTERPRETER_WIN","{PYTHON}"\n',
        ),
    ],
)
@pytest.mark.parametrize("ways", [[HERE], [HERE, HERE], [HERE, r"E:\neu\python"], [HERE, r"E:\neu\python", HERE]])
def test_all_is_taken_back(pc, desk, before, still_there, after, ways):
    """Also after setting up twice, at two places: what stood there before the first time counts."""
    pc.variables["WO"] = ntpath.dirname(PYTHON)
    if before is not None:
        pc.texts[CONF] = before
    for place in ways:
        pc.interpreter = place + r"\python.exe"
        pc.files.add(pc.interpreter)
        install(pc, desk)
    if not still_there:
        pc.files.discard(PYTHON)
    pc.texts[consent.record_path(pc)] = "{}"
    said = installation.remove(pc, desk)
    assert pc.texts == ({} if after is None else {CONF: after})
    assert desk.links == {}
    emptied = {MENU + r"\JC-Planung", ntpath.dirname(RECORD), ntpath.dirname(consent.record_path(pc))}
    assert set(desk.folders) == emptied | ({ntpath.dirname(CONF)} if after is None else set())
    assert PLAN in pc.files
    assert consent.record_path(pc) in said[-2]
    assert said[-1] == "Ihre Planungen bleiben, wo sie sind."


def test_settings_that_somebody_added_to_stay(pc, desk):
    install(pc, desk)
    pc.texts[CONF] += '"SHOW CONSOLE","True"\n'
    installation.remove(pc, desk)
    assert pc.texts == {CONF: '"SHOW CONSOLE","True"\n'}


def test_taken_back_from_a_folder_that_was_moved(pc, desk):
    """The entry names the old place, and is ours all the same."""
    pc.texts[CONF] = f'"INTERPRETER_WIN","{PYTHON}"\n'
    install(pc, desk)
    pc.interpreter = r"E:\anderer Ort\python\python.exe"
    installation.remove(pc, desk)
    assert pc.texts == {CONF: f'"INTERPRETER_WIN","{PYTHON}"\n'}


def test_a_folder_that_was_moved_before_anything_was_recorded(pc, desk):
    """A Python that is not there any more is none to go back to."""
    pc.texts[CONF] = '"INTERPRETER_WIN","C:\\\\alter Ort\\\\python.exe"\n'
    install(pc, desk)
    installation.remove(pc, desk)
    assert pc.texts[CONF] == ""


def test_a_python_that_was_entered_by_opening_is_taken_back(pc, desk):
    """Its other program in the same folder is this Python too."""
    pc.texts[CONF] = settings.with_value("", "INTERPRETER_WIN", HERE + r"\PythonW.exe")
    assert installation.status(pc, desk)[0] == "Python für Excel: dieses Python"
    installation.remove(pc, desk)
    assert pc.texts == {CONF: ""}


def test_the_windowless_python_enters_the_one_with_a_console(monkeypatch):
    monkeypatch.setattr(sys, "executable", HERE + r"\pythonw.exe")
    assert ThisPC().interpreter == OURS


def test_another_python_that_was_entered_since_stays(pc, desk):
    install(pc, desk)
    pc.texts[CONF] = settings.with_value(pc.texts[CONF], "INTERPRETER_WIN", PYTHON)
    assert "es bleibt" in installation.remove(pc, desk)[0]
    assert settings.value(pc.texts[CONF], "INTERPRETER_WIN") == PYTHON


def test_another_python_that_was_entered_since_is_what_to_go_back_to(pc, desk):
    install(pc, desk)
    pc.texts[CONF] = settings.with_value(pc.texts[CONF], "INTERPRETER_WIN", PYTHON)
    install(pc, desk)
    installation.remove(pc, desk)
    assert pc.texts == {CONF: f'"INTERPRETER_WIN","{PYTHON}"\n'}


def test_nothing_was_set_up(pc, desk):
    assert installation.remove(pc, desk) == [
        f"In {CONF} steht kein Python.", "Ihre Planungen bleiben, wo sie sind.",
    ]  # fmt: skip
    assert pc.texts == {}


@pytest.mark.parametrize(
    "record",
    ["", "{", "[]", '{"vorher": 3, "eingetragen": "", "plan": "", "einstellungen_neu": true}', '{"vorher": ""}'],
)
def test_a_record_that_cannot_be_read(pc, desk, record):
    install(pc, desk)
    assert json.loads(pc.texts[RECORD]) == {
        "vorher": "", "eingetragen": OURS, "plan": PLAN, "einstellungen_neu": True,
    }  # fmt: skip
    pc.texts[RECORD] = record
    installation.remove(pc, desk)
    assert pc.texts == {CONF: ""}


@pytest.mark.parametrize(
    ("grant", "who"),
    [
        (Grant("S-1-1-0", MODIFY), "Jeder"),
        (Grant("S-1-5-4", MODIFY), "Interaktiv"),
        (Grant("S-1-5-11", MODIFY), "Authentifizierte Benutzer"),
        (Grant("S-1-5-32-545", 0x2), "Benutzer"),
        (Grant("S-1-5-32-545", 0x40000), "Benutzer"),
        (Grant("S-1-5-21-7-8-9-513", MODIFY), "Domänen-Benutzer"),
        (Grant("S-1-1-0", 0x10000000), "Jeder"),
    ],
)
def test_a_folder_that_others_can_change_is_refused(pc, desk, grant, who):
    pc.rights[HERE] = (*USUAL, grant)
    with pytest.raises(FileError) as error:
        install(pc, desk)
    assert str(error.value).startswith(f"{HERE}: gefunden ein Ordner, in den auch andere schreiben dürfen ({who}), ")
    assert (pc.texts, desk.links) == ({}, {})


@pytest.mark.parametrize(
    "grant", [Grant("S-1-1-0", READ_ONLY), Grant("S-1-5-21-7-8-9-1001", MODIFY), Grant("S-1-5-32-544", MODIFY)]
)
def test_readers_the_user_and_administrators_are_fine(pc, desk, grant):
    pc.rights[HERE] = (*USUAL, grant)
    install(pc, desk)
    assert desk.links


def test_a_path_that_vba_cannot_read(pc, desk):
    pc.interpreter = r"C:\Users\Łukasz\JC-Planung\python\python.exe"
    with pytest.raises(FileError, match="gefunden „Ł“, erwartet nur Zeichen, die Excels Makros lesen können"):
        install(pc, desk)
    assert (pc.texts, desk.links) == ({}, {})
    pc.interpreter = OURS  # with umlauts, which it has
    install(pc, desk)


def test_a_python_that_excel_cannot_start_leaves_no_trace(pc, desk):
    pc.interpreter = r"C:\Users\eva\AppData\Local\Microsoft\WindowsApps\python.exe"
    with pytest.raises(FileError):
        install(pc, desk)
    assert (pc.texts, desk.links) == ({}, {})


# ---- around it ----------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="there it would set this PC up")
@pytest.mark.parametrize("what", ["install", "remove", "status"])
def test_windows_only(run, what):
    code, out, err = run("excel", what)
    assert (code, out) == (2, "")
    assert "nur unter Windows; es wurde nichts geändert" in err


def test_a_plan_is_for_setting_up_only(run, monkeypatch):
    monkeypatch.setattr(ThisDesk, "__init__", lambda *_: None)
    code, _, err = run("excel", "remove", "Plan.xlsm")
    assert (code, err) == (2, "Fehler: PLAN: gefunden „Plan.xlsm“, erwartet nichts hinter remove.\n")


def test_without_a_window_errors_come_in_a_box(monkeypatch):
    """pythonw has no error stream, and a shortcut that does nothing helps nobody."""
    import ctypes

    shown = []
    user32 = types.SimpleNamespace(MessageBoxW=lambda *arguments: shown.append(arguments))
    monkeypatch.setattr(ctypes, "windll", types.SimpleNamespace(user32=user32), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "stderr", None)
    show.error("Fehler: Plan.xlsm: Die Datei gibt es nicht.")
    assert shown == [(None, "Fehler: Plan.xlsm: Die Datei gibt es nicht.", "JC-Planung", 0x10)]


def test_no_program_for_workbooks(monkeypatch, tmp_path):
    path = tmp_path / "Plan.xlsm"
    path.write_bytes(b"")

    def startfile(_):
        raise OSError(1155, "Dieser Datei ist keine App zugeordnet")

    monkeypatch.setattr(os, "startfile", startfile, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(FileError, match=r"lässt sich nicht öffnen\. Windows meldet: Dieser Datei ist keine App"):
        open_workbook(path, PC())


# ---- how it is called ---------------------------------------------------------------------------


def drop(*files: str) -> str:
    """How Explorer calls a script on which files were dropped: quotation marks only around paths with blanks."""
    return r'C:\Windows\system32\cmd.exe /c ""D:\Köln & Süd\Einrichten.cmd" ' + " ".join(files) + '"'


@pytest.fixture
def plans(monkeypatch):
    """The plans with which ``jcplan excel install`` sets up."""
    found = []
    monkeypatch.setattr(ThisDesk, "__init__", lambda *_: None)
    monkeypatch.setattr(installation, "install", lambda _pc, _desk, _make, plan: found.append(plan) or [])
    return found


@pytest.mark.parametrize(
    ("files", "plan"),
    [
        ([], ""),
        ([r"C:\A&B\Plan.xlsm"], r"C:\A&B\Plan.xlsm"),
        ([r"C:\100%\a,b;c=(d)^\Plan.xlsm"], r"C:\100%\a,b;c=(d)^\Plan.xlsm"),
        ([r'"C:\A & B\Plan 1.xlsm"'], r"C:\A & B\Plan 1.xlsm"),
    ],
)
def test_what_was_dropped_is_the_plan(run, plans, monkeypatch, files, plan):
    """Whatever cmd made of it: the script's own argument ends at the ampersand."""
    monkeypatch.setenv("JCPLAN_AUFRUF", drop(*files))
    monkeypatch.setattr(setup.Path, "absolute", lambda path: path)
    assert run("excel", "install", r"C:\A" if files else "", "")[0] == 0
    assert plans == [plan]


def test_only_one_plan_can_be_dropped(run, plans, monkeypatch):
    monkeypatch.setenv("JCPLAN_AUFRUF", drop(r"C:\A.xlsm", r'"C:\B 2.xlsm"'))
    code, _, err = run("excel", "install", r"C:\A.xlsm", r"C:\B 2.xlsm")
    assert (code, plans) == (2, [])
    assert "PLAN: gefunden „C:\\A.xlsm“ und „C:\\B 2.xlsm“, erwartet eine Planung" in err


@pytest.mark.parametrize("call", ["", '"C:\\Windows\\system32\\cmd.exe" ', r'cmd /c "verteilen.cmd"'])
def test_called_otherwise_the_arguments_count(run, plans, monkeypatch, tmp_path, call):
    monkeypatch.setenv("JCPLAN_AUFRUF", call)
    path = str(tmp_path / "Plan.xlsm")
    assert dropped(call, "Einrichten.cmd") is None
    assert run("excel", "install", path, "")[0] == 0
    assert plans == [path]
