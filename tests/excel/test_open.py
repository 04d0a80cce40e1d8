"""Opening files as a double click does, on a Windows that is made up."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from jcplan.hosts.excel import open as opening


@pytest.fixture
def started(monkeypatch):
    """What Windows was told to open."""
    found: list[Path] = []
    monkeypatch.setattr(opening, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(opening.os, "startfile", found.append, raising=False)
    return found


@pytest.mark.parametrize(("known", "done"), [(True, ""), (False, "eingetragen")])
def test_a_workbook_opens_after_excel_knows_this_python(started, monkeypatch, tmp_path, known, done):
    steps: list[str] = []

    def fix(_):
        steps.append(f"fixed before {len(started)} opened")
        return "eingetragen"

    monkeypatch.setattr(opening, "doctor", SimpleNamespace(configured=lambda _: "python.exe", fix=fix))
    path = tmp_path / "Plan.xlsm"
    path.write_bytes(b"")
    probe = SimpleNamespace(platform="win32", exists=lambda _: known)
    assert opening.open_workbook(path, probe) == done
    assert started == [path]
    assert steps == ([] if known else ["fixed before 0 opened"])


def test_a_file_without_a_program_for_it_stays_closed(started, monkeypatch, tmp_path):
    opening.open_file(tmp_path / "Zahl.docx")
    assert started == [tmp_path / "Zahl.docx"]

    def no_program(_):
        raise OSError(1155, "Der Datei ist keine Anwendung zugeordnet")

    monkeypatch.setattr(opening.os, "startfile", no_program, raising=False)
    opening.open_file(tmp_path / "Zahl.docx")


def test_elsewhere_nothing_is_opened(started, monkeypatch, tmp_path):
    monkeypatch.setattr(opening, "sys", SimpleNamespace(platform="linux"))
    opening.open_file(tmp_path / "Zahl.docx")
    assert started == []
