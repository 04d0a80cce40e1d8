"""Setting Excel up for a user, and taking it back, on a PC that is made up."""

from __future__ import annotations

import json
import os
import sys
import types
from dataclasses import dataclass, field

import pytest
from office_pc import CONF, MODIFY, PC, PYTHON, READ_ONLY, USUAL

from jcplan.errors import FileError
from jcplan.hosts.cli import show
from jcplan.hosts.excel import installation, settings
from jcplan.hosts.excel.desk import Folder, Shortcut, ThisDesk
from jcplan.hosts.excel.open import open_workbook
from jcplan.hosts.excel.rights import Grant

HERE = r"D:\Köln Süd\JC-Planung\python"
OURS = HERE + r"\python.exe"
RECORD = r"C:\Users\eva\AppData\Roaming\jcplan\excel.json"
DOCUMENTS = r"O:\eva"  # redirected, as in offices
PLAN = r"O:\eva\JC-Planung\Plan.xlsm"
MENU = r"C:\Users\eva\Startmenü"


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
    return PC(interpreter=OURS, files={OURS, PYTHON}, texts={})


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
    assert {path: (link.target, link.arguments, link.folder) for path, link in desk.links.items()} == {
        MENU + r"\JC-Planung\JC-Planung.lnk": (HERE + r"\pythonw.exe", f'-m jcplan open "{PLAN}"', HERE),
        MENU + r"\JC-Planung\JC-Planung Dienst.lnk": (HERE + r"\pythonw.exe", "-m jcplan serve", HERE),
        r"C:\Users\eva\Desktop\JC-Planung.lnk": (HERE + r"\pythonw.exe", f'-m jcplan open "{PLAN}"', HERE),
    }
    assert len(said) == 5
    assert PLAN in said[1]
    assert installation.status(pc, desk)[0] == "Python für Excel: dieses Python"


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


@pytest.mark.parametrize(
    ("before", "still_there", "after"),
    [
        ("", True, ""),
        (f'"INTERPRETER_WIN","{PYTHON}"\n', True, f'"INTERPRETER_WIN","{PYTHON}"\n'),
        (f'"INTERPRETER_WIN","{PYTHON}"\n', False, ""),
        (
            f'"SHOW CONSOLE","True"\n"interpreter_win","{PYTHON}"\n',
            True,
            f'"SHOW CONSOLE","True"\n"INTERPRETER_WIN","{PYTHON}"\n',
        ),
    ],
)
@pytest.mark.parametrize("times", [1, 2])
def test_all_is_taken_back(pc, desk, before, still_there, after, times):
    """Also after setting up twice: what stood there before the first time counts."""
    if before:
        pc.texts[CONF] = before
    for _ in range(times):
        install(pc, desk)
    if not still_there:
        pc.files.discard(PYTHON)
    said = installation.remove(pc, desk)
    assert pc.texts == {CONF: after}
    assert desk.links == {}
    assert desk.folders == [MENU + r"\JC-Planung"]
    assert PLAN in pc.files
    assert said[-1] == "Ihre Planungen bleiben, wo sie sind."


def test_moved_folder_is_set_up_again_and_taken_back(pc, desk):
    """The Python of the folder's old place is no Python to go back to; it is not there any more."""
    pc.texts[CONF] = '"INTERPRETER_WIN","C:\\\\alter Ort\\\\python.exe"\n'
    install(pc, desk)
    installation.remove(pc, desk)
    assert pc.texts[CONF] == ""


def test_another_python_that_was_entered_since_stays(pc, desk):
    install(pc, desk)
    pc.texts[CONF] = settings.with_value(pc.texts[CONF], "INTERPRETER_WIN", PYTHON)
    assert "es bleibt" in installation.remove(pc, desk)[0]
    assert settings.value(pc.texts[CONF], "INTERPRETER_WIN") == PYTHON


@pytest.mark.parametrize("record", ["", "{", "[]", '{"vorher": 3}'])
def test_a_record_that_cannot_be_read(pc, desk, record):
    install(pc, desk)
    assert json.loads(pc.texts[RECORD]) == {"vorher": ""}
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


def test_a_path_that_vba_cannot_read(pc, desk, monkeypatch):
    monkeypatch.setattr(installation, "ENCODING", "cp1252")
    pc.interpreter = r"C:\Users\Łukasz\JC-Planung\python\python.exe"
    with pytest.raises(FileError, match="gefunden „Ł“, erwartet nur Zeichen, die Excels Makros lesen können"):
        install(pc, desk)
    assert (pc.texts, desk.links) == ({}, {})
    pc.interpreter = OURS  # with umlauts, which it has
    install(pc, desk)


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
