"""What stops a build: a case that does not fit, a sheet that contradicts itself, a formula that is not computed."""

from __future__ import annotations

import shutil
import sys

import pytest
from workbooks import ROOT

from jcplan import cases
from jcplan.build import build
from jcplan.cells import Area
from jcplan.errors import FileError, InputError
from jcplan.formula import Engine
from jcplan.formula.engine import Result
from jcplan.formula.left import Left
from jcplan.sheet.page import Sheet

ENTRY = "[zahlen.{}]\nwert = 1\ndatenstand = ''\nquelle = ''\n"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("plan.toml", "[zahlen.Annahme_Planjahr]", "[anderes]", "keinen Eintrag zu Annahme_Planjahr"),
        ("mittel.toml", "[zahlen.Annahme_Mittel_vorlaeufig_Anteil]", "[zahlen.Wetter]", r"unbekannte Größen \(Wetter\)"),
        ("mittel.toml", "[zahlen.", ENTRY.format("Annahme_Planjahr") + "[zahlen.", "Annahme_Planjahr: gefunden noch einmal"),
    ],
)  # fmt: skip
def test_case_files_that_do_not_fit(monkeypatch, tmp_path, file, old, new, message):
    shutil.copytree(ROOT / "jcplan" / "cases" / "referenz_2017", tmp_path / "referenz_2017")
    changed = tmp_path / "referenz_2017" / file
    text = changed.read_text("utf-8")
    assert old in text
    changed.write_text(text.replace(old, new, 1), "utf-8")
    monkeypatch.setattr(sys.modules["jcplan.cases.read"], "files", lambda _: tmp_path)
    with pytest.raises(InputError, match=message):
        cases.case.__wrapped__(2017)


def test_a_cell_is_described_once():
    page = Sheet("Probe", "Titel", (10, 10))
    page.put(5, 2, "a")
    with pytest.raises(ValueError, match=r"Probe!B5 is described twice"):
        page.put(5, 2, "b")
    with pytest.raises(ValueError, match=r"Probe!B5 is described twice"):
        page.block(Area(4, 2, 6, 2), "A1:A3")


def test_a_workbook_whose_formulas_are_not_computed_is_not_made(monkeypatch):
    left = Result({}, {("Eigene Liste", 3, 2): Left("", "SVERWEIS")})
    monkeypatch.setattr(Engine, "compute", lambda _: left)
    with pytest.raises(FileError, match=r"rechnet: 'Eigene Liste'!B3\."):
        build()
