"""Pictures: one PNG a printed page, named by sheet."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import pytest

from jcplan.errors import FileError
from tools import pictures as module

SHIPPED = Path(__file__).parents[2] / "workbook" / "JC-Planung-2017.xlsx"


def test_each_sheet_has_its_pages(libreoffice, tmp_path):
    before = SHIPPED.read_bytes()
    made = module.pictures(SHIPPED, tmp_path, dots_per_inch=60)
    assert SHIPPED.read_bytes() == before
    names = [path.stem for path in made]
    assert names[0] == "Uebersicht"
    assert {"Annahmen", "ELB", "IQ", "LZB", "Budget", "Ziele", "Pruefungen", "Protokoll", "Hilfe"} <= set(names)
    assert not any(name.startswith("jcplan") for name in names)  # LibreOffice would print hidden sheets
    for path in made:
        width, height = struct.unpack(">II", path.read_bytes()[16:24])
        assert width > height > 400, path.name  # A4 landscape


def test_missing_converter_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(module.shutil, "which", lambda _: None)
    with pytest.raises(FileError, match="pdftoppm fehlt"):
        module.pictures(SHIPPED, tmp_path)


def test_a_missing_workbook_is_named(tmp_path):
    with pytest.raises(FileError, match=r"fehlt\.xlsx: Die Datei gibt es nicht\."):
        module.pictures(tmp_path / "fehlt.xlsx", tmp_path)


def test_missing_inputs_are_a_message_and_no_traceback(libreoffice, tmp_path, empty_file):
    command = [sys.executable, "-m", module.__name__, str(empty_file), str(tmp_path / "bilder")]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300)
    assert run.returncode == 2, run.stderr
    assert run.stdout == ""
    assert "\nFehler: " in "\n" + run.stderr  # LibreOffice may have written a line of its own before
    assert "erwartet" in run.stderr
    assert "Traceback" not in run.stderr
