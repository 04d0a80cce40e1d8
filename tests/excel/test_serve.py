"""``jcplan serve`` on PCs that are made up. On Windows itself: ``wine/test_com.py``."""

from __future__ import annotations

import argparse
import sys
import threading
import time
import types

import pytest
from office_pc import MODIFY, PC

from jcplan.errors import FileError, InputError
from jcplan.hosts.cli import main, show
from jcplan.hosts.cli import serve as command
from jcplan.hosts.excel import consent
from jcplan.hosts.excel.identity import HIGH, MEDIUM, Identity
from jcplan.hosts.excel.rights import Grant

SAID = "Eva Muster, IT-Sicherheit, 12.03.2027"
EVA = Identity("S-1-5-21-7-1001", 1, MEDIUM)


def given(**chosen):
    return argparse.Namespace(**({"stop": False, "status": False, "zustimmung": None, "still": False} | chosen))


def allowed_pc():
    pc = PC()
    pc.keys[consent.POLICY_KEY, consent.POLICY_VALUE] = "1"
    return pc


@pytest.fixture
def service(monkeypatch):
    """A service that is told what to say; ``served`` counts how often it was started."""

    class Fake:
        served = 0
        runs_already = False
        ends: bool | None = True
        said: str | None = ""
        own = EVA
        desktop = EVA.user

    def serve(ready):
        Fake.served += 1
        if not Fake.runs_already:
            ready()
        return not Fake.runs_already

    monkeypatch.setattr(command.serve, "serve", serve)
    monkeypatch.setattr(command.serve, "stop", lambda: Fake.ends)
    monkeypatch.setattr(command.serve, "is_running", lambda: Fake.runs_already)
    monkeypatch.setattr(command.serve, "answer", lambda: Fake.said)
    monkeypatch.setattr(command.identity, "own", lambda: Fake.own)
    monkeypatch.setattr(command.identity, "desktop_user", lambda: Fake.desktop)
    return Fake


def test_refused_where_others_can_change_its_program(service):
    pc = allowed_pc()
    pc.rights[r"C:\Python"] = [Grant("S-1-5-4", MODIFY)]
    with pytest.raises(FileError, match=r"auch andere schreiben dürfen \(Interaktiv\)"):
        command.run(given(), pc)
    assert service.served == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there it is, see wine/test_com.py")
@pytest.mark.parametrize("option", [[], ["--stop"], ["--status"], ["--zustimmung", SAID]])
def test_only_under_windows(capsys, option):
    assert main(["serve", *option]) == 2
    assert "nur unter Windows" in capsys.readouterr().err


def test_two_things_at_once_are_refused(capsys):
    assert main(["serve", "--stop", "--status"]) == 2
    assert "geht nicht zusammen mit" in capsys.readouterr().err


def test_help_says_what_it_is_and_who_must_agree(capsys):
    assert main(["serve", "--help"]) == 0
    said = capsys.readouterr().out
    assert "jcplan doctor --it" in said
    assert consent.POLICY_KEY in said


def test_without_consent_it_does_not_run_and_says_how_to_get_it(service):
    with pytest.raises(FileError, match="jcplan doctor --it"):
        command.run(given(), PC())
    assert service.served == 0


def test_forbidden_by_policy(service):
    pc = PC()
    command.run(given(zustimmung=SAID), pc)
    pc.keys[consent.POLICY_KEY, consent.POLICY_VALUE] = "0"
    with pytest.raises(FileError, match="verbietet"):
        command.run(given(), pc)
    assert service.served == 0


def test_runs_after_consent(service, capsys):
    pc = PC()
    assert command.run(given(zustimmung=SAID), pc) == 0
    assert SAID in capsys.readouterr().out
    assert command.run(given(), pc) == 0
    assert service.served == 1
    assert "bereit für Excel" in capsys.readouterr().out


@pytest.fixture
def boxes(monkeypatch):
    """The boxes that come, with their signs."""
    import ctypes

    shown: list[tuple[str, int]] = []
    user32 = types.SimpleNamespace(MessageBoxW=lambda _window, text, _title, kind: shown.append((text, kind)))
    monkeypatch.setattr(ctypes, "windll", types.SimpleNamespace(user32=user32), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    return shown


def by_a_shortcut(monkeypatch):
    """As pythonw starts it, without streams; pytest would give it some again between a fixture and its test."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)


def at_its_end(said: list, wanted: int) -> list:
    """What was said, once it is as much: a box of the running service comes from beside it."""
    end = time.monotonic() + 10
    while len(said) < wanted and time.monotonic() < end:
        time.sleep(0.01)
    return said


def test_ready_is_said_in_a_box_that_does_not_hold_the_service_up(service, boxes, monkeypatch):
    by_a_shortcut(monkeypatch)
    read = threading.Event()
    message = show.message
    monkeypatch.setattr(show, "message", lambda text: (read.wait(10), message(text)))
    assert command.run(given(), allowed_pc()) == 0
    assert (service.served, boxes) == (1, [])  # nobody has read it yet
    read.set()
    ((text, kind),) = at_its_end(boxes, 1)
    assert ("bereit für Excel" in text, "JC-Planung Dienst beenden" in text, kind) == (True, True, 64)


def test_at_log_on_it_is_quiet(service, boxes, monkeypatch):
    by_a_shortcut(monkeypatch)
    before = threading.active_count()
    assert command.run(given(still=True), allowed_pc()) == 0
    assert (service.served, boxes, threading.active_count()) == (1, [], before)


def test_runs_already_in_a_box(service, boxes, monkeypatch):
    by_a_shortcut(monkeypatch)
    service.runs_already = True
    assert command.run(given(), allowed_pc()) == 1
    ((text, kind),) = boxes
    assert ("läuft schon" in text, kind) == (True, 64)


@pytest.mark.parametrize("option", ["stop", "status"])
def test_what_was_asked_is_answered_in_a_box(service, boxes, monkeypatch, option):
    by_a_shortcut(monkeypatch)
    command.run(given(**{option: True}), PC())
    ((text, kind),) = boxes
    assert ("Dienst" in text, kind) == (True, 64)


class KernelError(Exception):
    """As ``pywintypes.error`` is none of Python's own."""


def test_what_nobody_expected_comes_in_a_box_too(service, boxes, monkeypatch):
    by_a_shortcut(monkeypatch)

    def fail():
        raise KernelError(5, "CreateMutex", "Zugriff verweigert")

    monkeypatch.setattr(command.identity, "own", fail)
    monkeypatch.setattr(command, "ThisPC", allowed_pc)
    assert main(["serve"]) == 2
    ((text, kind),) = boxes
    assert ("CreateMutex" in text, "JC-Planung prüfen" in text, kind) == (True, True, 16)


def test_at_a_console_what_nobody_expected_is_a_traceback(service, monkeypatch):
    def fail():
        raise KernelError(5)

    monkeypatch.setattr(command.identity, "own", fail)
    monkeypatch.setattr(command, "ThisPC", allowed_pc)
    with pytest.raises(KernelError):
        main(["serve"])


def test_consent_of_nobody(service):
    with pytest.raises(InputError, match="wer zugestimmt hat und wann"):
        command.run(given(zustimmung="ja"), PC())


def test_runs_already(service, capsys):
    service.runs_already = True
    assert command.run(given(), allowed_pc()) == 1
    assert "läuft schon" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("own", "desktop", "why"),
    [
        (Identity(EVA.user, 1, HIGH), EVA.user, "Administrators"),
        (Identity(EVA.user, 0, MEDIUM), EVA.user, "Sitzung 0"),
        (EVA, "S-1-5-21-7-1002", "anderer Benutzer"),
    ],
)
def test_does_not_start_as_somebody_else(service, own, desktop, why):
    service.own, service.desktop = own, desktop
    with pytest.raises(FileError, match=why):
        command.run(given(), allowed_pc())
    assert service.served == 0


@pytest.mark.parametrize(
    ("ends", "code", "said"), [(True, 0, "ist beendet"), (None, 1, "Es läuft kein"), (False, 1, "rechnet noch")]
)
def test_stop_needs_no_consent(service, capsys, ends, code, said):
    service.ends = ends
    assert command.run(given(stop=True), PC()) == code
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("runs", "answer", "code", "said"),
    [
        (True, "", 0, "Dienst: läuft und antwortet.\n"),
        (True, "JC-Planung: Die Mappe ist aus Version 2 …", 0, "eine andere Version als dieses jcplan"),
        (True, None, 0, "antwortet aber diesem Programm nicht"),
        (False, None, 1, "Dienst: läuft nicht.\n"),
    ],
)
def test_status(service, capsys, runs, answer, code, said):
    service.runs_already, service.said = runs, answer
    assert command.run(given(status=True), PC()) == code
    out = capsys.readouterr().out
    assert said in out
    assert "fehlt die Zustimmung der IT" in out
