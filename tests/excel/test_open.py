"""Opening files as a double click does, on a Windows that is made up."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from office_pc import MODIFY, PC

from jcplan.errors import FileError
from jcplan.hosts.excel import open as opening
from jcplan.hosts.excel.rights import Grant


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


def test_no_python_that_others_can_change_is_entered_to_open_a_workbook(started, tmp_path):
    path = tmp_path / "Plan.xlsm"
    path.write_bytes(b"")
    pc = PC(texts={}, rights={r"C:\Python": [Grant("S-1-5-11", MODIFY)]})
    with pytest.raises(FileError, match="auch andere schreiben dürfen"):
        opening.open_workbook(path, pc)
    assert (started, pc.texts) == ([], {})


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
