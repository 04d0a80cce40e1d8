"""The handbook is found and opened, by the command and by the button's action."""

from __future__ import annotations

import os
import time
from types import SimpleNamespace

import pytest

from jcplan import handbook, press
from jcplan.errors import FileError

needs_a_shell = pytest.mark.skipif(os.name == "nt", reason="opens with the desktop's program of Unix")


@pytest.fixture
def desktop(tmp_path, monkeypatch):
    """Puts a program in the place of the desktop's, which opens a file."""

    def put(script):
        folder = tmp_path / "bin"
        folder.mkdir()
        for name in ("xdg-open", "open"):
            (folder / name).write_text(f"#!/bin/sh\n{script}\n")
            (folder / name).chmod(0o755)
        monkeypatch.setenv("PATH", str(folder) + os.pathsep + os.environ["PATH"])
        return tmp_path / "opened"

    return put


def test_path_is_said(run):
    code, shown, _ = run("handbuch", "--pfad")
    assert code == 0
    assert shown.strip() == str(handbook.first_page())
    assert "<title>" in handbook.first_page().read_text(encoding="utf-8")


@needs_a_shell
def test_it_is_opened(desktop, run):
    noted = desktop('printf "%s" "$1" > "$(dirname "$0")/../opened"')
    code, _, _ = run("handbuch")
    assert code == 0
    assert noted.read_text() == str(handbook.first_page())


@needs_a_shell
def test_a_desktop_that_refuses_is_said_with_the_file(desktop, run):
    desktop("exit 3")
    code, _, said = run("handbuch")
    assert code == 2
    assert said.startswith("Fehler: Kein Browser lässt sich von hier öffnen.")
    assert str(handbook.first_page()) in said
    message = press.show_help(None)
    assert (message.kind, message.goto) == ("error", "Hilfe")
    assert message.text.splitlines()[-1] == str(handbook.first_page())


@needs_a_shell
def test_no_desktop_at_all_is_none_that_opens(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not handbook.opened(handbook.first_page())


@needs_a_shell
@pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")
def test_a_browser_that_stays_is_not_waited_for(desktop, monkeypatch):
    desktop("sleep 5")
    monkeypatch.setattr(handbook, "_PATIENCE", 0.2)
    before = time.monotonic()
    assert handbook.opened(handbook.first_page())
    assert time.monotonic() - before < 3


def test_windows_opens_it_as_a_double_click_does(monkeypatch):
    opened = []

    def refused(_):
        raise OSError(1155, "Der Datei ist keine Anwendung zugeordnet")

    monkeypatch.setattr(handbook, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(handbook.os, "startfile", opened.append, raising=False)
    assert press.show_help(None) == press.Message("")
    assert opened == [handbook.first_page()]
    monkeypatch.setattr(handbook.os, "startfile", refused, raising=False)
    assert press.show_help(None).kind == "error"


def test_a_broken_installation_is_said_and_the_sheet_is_shown(monkeypatch, tmp_path):
    monkeypatch.setattr(handbook, "_INSTALLED", tmp_path)
    monkeypatch.setattr(handbook, "_CHECKOUT", tmp_path)
    with pytest.raises(FileError, match="fehlt in der Installation"):
        handbook.first_page()
    message = press.show_help(None)
    assert (message.kind, message.goto) == ("error", "Hilfe")
