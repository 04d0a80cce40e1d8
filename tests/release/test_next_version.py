"""A made-up next version: an input more, one less, two swapped, a formula improved, a sheet moved.

Each of these once refused every existing workbook, ended in a traceback, wrote changes into the log that nobody
had made, or accused the user of having typed over a formula.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import openpyxl
import pytest
from workbooks import ROOT, Values, cell_of, growth_cell, log, stored

from jcplan import __version__

NEXT = "99.1.0"
DELIVERY = ROOT / "workbook" / "beispiel" / "Istwerte-2017.csv"
EDITS = [
    ("__init__.py", f'__version__ = "{__version__}"', f'__version__ = "{NEXT}"'),
    # one more
    (
        "model/inputs.py",
        '    _printed("IQ_gesamt", ',
        '    _printed("Ganz_neu", "Eine neue Angabe", HEADS, 0),\n    _printed("IQ_gesamt", ',
    ),
    # one less, with what used it
    ("model/inputs.py", '    _printed("LZB_Veraenderung_Vorjahr", "Veränderung der LZB im Vorjahr", SHARE, 3),\n', ""),
    (
        "layout/lzb.py",
        'needs(("Gedruckt_LZB_Veraenderung_Vorjahr",), "Annahme_LZB_Bestand/(1+Gedruckt_LZB_Veraenderung_Vorjahr)")',
        'needs(("Gedruckt_Ganz_neu",), "Annahme_LZB_Bestand+Gedruckt_Ganz_neu")',
    ),
    # a formula improved
    ("layout/budget.py", '"umschichtung": "{umschichtung.betrag}"', '"umschichtung": "{nachher}-{vorher}"'),
    # a sheet moved
    ("layout/whole.py", "    elb.sheet,\n    iq.sheet,\n    lzb.sheet,\n", "    lzb.sheet,\n    elb.sheet,\n    iq.sheet,\n"),
]  # fmt: skip
MOVED = "Gedruckt_IQ_gesamt"
"""An input whose cell is another one in the made-up version."""
TOTAL = '        _once("elb_gesamt"'
GROUPS = "        *(field for number in numbers for field in stock_fields(number))"


@pytest.fixture(scope="module")
def next_version(tmp_path_factory):
    """Runs the command line of the made-up version."""
    home = tmp_path_factory.mktemp("next")
    package = home / "jcplan"
    shutil.copytree(ROOT / "jcplan", package, ignore=shutil.ignore_patterns("__pycache__"))
    for name, old, new in EDITS:
        text = (package / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        (package / name).write_text(text.replace(old, new), encoding="utf-8")
    inputs = package / "model" / "inputs.py"
    lines = inputs.read_text(encoding="utf-8").splitlines(keepends=True)
    (total,), (groups,) = ([i for i, line in enumerate(lines) if line.startswith(start)] for start in (TOTAL, GROUPS))
    lines[total], lines[groups] = lines[groups], lines[total]
    inputs.write_text("".join(lines), encoding="utf-8")
    case = package / "cases" / "referenz_2017" / "plan.toml"
    text, removed = re.subn(
        r"(?ms)^\[zahlen\.Gedruckt_LZB_Veraenderung_Vorjahr\]\n.*?(?=^\[)", "", case.read_text(encoding="utf-8")
    )
    assert removed == 1
    case.write_text(text, encoding="utf-8")

    def run(*arguments):
        environment = {**os.environ, "PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "jcplan", *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False, cwd=home
        )
        return done.returncode, done.stdout, done.stderr

    assert run("--version")[1].strip() == f"jcplan {NEXT}"
    return run


@pytest.fixture
def yesterday(plan_file, run):
    """A workbook of this version, used: an own sheet, an input changed, a formula typed over, actuals, three log rows."""
    book = openpyxl.load_workbook(plan_file)
    own = book.create_sheet("Eigene", 3)
    sheet, address = cell_of(plan_file, MOVED)
    own["A1"], own["A2"], own["A3"] = f"={sheet}!{address}*2", "=Budget!D8", "=Ziel_LZB"
    own["A1"].number_format = "0.00"
    book["ELB"][growth_cell(plan_file)[0]] = 120
    sheet, address = cell_of(plan_file, "Annahme_ELB_gesamt")
    book[sheet][address] = 26600
    book.save(plan_file)
    assert run("refresh", plan_file)[0] == 0
    assert run("import-ist", DELIVERY, plan_file)[0] == 0
    return plan_file


def test_yesterdays_workbook_in_tomorrows_version(yesterday, next_version, tmp_path):
    for command in (("refresh",), ("check",), ("import-ist", DELIVERY)):
        before = yesterday.read_bytes()
        code, _, err = next_version(*command, yesterday)
        assert (code, yesterday.read_bytes()) == (2, before)
        assert f"jcplan upgrade {yesterday.name}" in err
    new = tmp_path / "neu.xlsx"
    code, out, err = next_version("upgrade", yesterday, "-o", new, "--json")
    assert (code, err) == (0, "")
    report = json.loads(out)
    assert (report["version_vorher"], report["version"]) == (__version__, NEXT)
    assert report["eigene_blaetter"] == ["Eigene"]
    assert [text.split(":")[0] for text in report["als_wert"]] == ["Eigene!A2"]
    assert [text for text in report["nicht_uebernommen"] if "LZB_Veraenderung_Vorjahr" in text and "−0,012" in text]
    assert all("LZB_Veraenderung_Vorjahr" in text for text in report["nicht_uebernommen"])

    old_log = log(yesterday)
    assert log(new)[: len(old_log)] == old_log
    code, out, err = next_version("refresh", new, "--json")
    assert (code, err) == (0, "")  # an input more refuses nothing, one less ends in no traceback
    found = json.loads(out)
    assert found["geaenderte_annahmen"] == []  # two swapped invent no change
    assert found["ergebnis"] == "Alle Ziele unverändert"
    cell = f"ELB!{growth_cell(yesterday)[0]}"
    assert [f["zelle"] for f in found["formeln"]] == [cell]  # an improved formula accuses nobody
    assert log(new)[-1][5] == f"keine Änderung; geänderte Formeln: {cell}"

    assert stored(new, "Annahme_ELB_gesamt", "Annahme_G2_ELB", "Gedruckt_Ganz_neu") == [26600, 1369, None]
    assert cell_of(new, MOVED) != cell_of(yesterday, MOVED)
    own = openpyxl.load_workbook(new)["Eigene"]
    sheet, address = cell_of(new, MOVED)
    assert own["A1"].value == f"={sheet}!{address}*2"
    assert own["A1"].number_format == "0.00"
    assert own["A2"].value == pytest.approx(0.27 * 21987044)
    assert own["A3"].value == "=Ziel_LZB"
    assert Values(new)["Eigene"]["A1"].value == pytest.approx(2 * 0.224)
    for kind in ("INTEGRATIONEN", "ELB", "LZB", "LZB_ABGAENGE"):
        assert Values(new).area(f"Ist_{kind}") == Values(yesterday).area(f"Ist_{kind}")


def test_a_newer_workbook_asks_for_a_newer_jcplan(next_version, tmp_path, run):
    path = tmp_path / "Morgen.xlsx"
    assert next_version("new", path)[0] == 0
    before = path.read_bytes()
    for command in (("refresh",), ("check",), ("upgrade",)):
        code, _, err = run(*command, path)
        assert (code, path.read_bytes()) == (2, before)
        assert f"Bitte jcplan auf Version {NEXT} bringen" in err
