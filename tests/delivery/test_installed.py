"""What a user has who installed the wheel: commands, types, LibreOffice; no source tree, no tests.

The figures are computed by hand: with 853 instead of 953 more of the 8 HKL the plan has 25,327.005 + 2,222 = 27,549.005
ELB.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
import uuid
import zipfile
from pathlib import Path

import pytest
from workbooks import ROOT, SHIPPED, need_libreoffice, stored, type_in

from jcplan import __version__
from tools import bridge

USER = """\
from jcplan.core.inputs import Group, Inputs
from jcplan.functions import jc_iq_gesamt, jc_lzb_pfad
from jcplan.plan import compute


def target(growth: float) -> float:
    groups = (
        Group("ohne 8 HKL", None, 0.005, iq_vorjahr=0.23, iq_steigerung=growth),
        Group("8 HKL", 1369, zugang=953, iq_ziel=0.1298, iq_nachkommastellen=4),
    )
    inputs = Inputs(
        2017, groups, elb_gesamt=26570, iq_gesamt_vorjahr=0.225, lzb_bestand=17241, lzb_zuwachsrate=0.004,
        lzb_abgang=32, lzb_ziel=0, verwaltungsbudget=25575625, eingliederungsmittel=21987044,
        umschichtung_anteil=0.27, kfa_quote=0.152,
    )
    return float(compute(inputs).targets["Ziel_IQ_gesamt"].published)


print(target(0.015), jc_iq_gesamt([0.2, 0.1], [300, 100]), jc_lzb_pfad(1000, 0, 10, 2)[-1])
"""
WRONG = {
    'jc_lzb_pfad("viel", 0.004, 32)': "arg-type",
    "jc_iq_gesamt([0.233])": "call-arg",
    "target(0.015).published": "attr-defined",
    "Group(8, 1369)": "arg-type",
}


@pytest.fixture(scope="module")
def made(jcplan_in, tmp_path_factory):
    """A workbook that the installed jcplan made, and what it said."""
    folder = tmp_path_factory.mktemp("new")
    said = jcplan_in(folder, "new", "Plan.xlsx")
    return folder / "Plan.xlsx", said


@pytest.fixture
def plan(made, tmp_path):
    """A copy of it."""
    return Path(shutil.copy(made[0], tmp_path))


def test_nothing_of_the_source_tree_is_imported(python, jcplan, outside, tmp_path):
    code = "import jcplan, sys; print(jcplan.__file__, *sys.path, sep='\\n')"
    run = subprocess.run([python, "-c", code], cwd=tmp_path, env=outside, capture_output=True, text=True, check=True)
    where, *path = run.stdout.splitlines()
    assert Path(where).is_relative_to(python.parents[1])
    assert str(ROOT) not in path
    assert jcplan("--version").split()[-1] == __version__


def test_new_writes_the_shipped_workbook(made):
    path, said = made
    assert path.read_bytes() == SHIPPED.read_bytes(), "make workbook writes it anew"
    assert "Neue Arbeitsmappe: Plan.xlsx" in said


def test_new_with_macros(jcplan, tmp_path):
    jcplan("new", "Plan.xlsm", "--leer", "--teams", "1")
    with zipfile.ZipFile(tmp_path / "Plan.xlsm") as workbook:
        assert {"xl/vbaProject.bin", "customUI/customUI14.xml"} <= set(workbook.namelist())


def test_the_handbook_is_found_with_style_and_pictures(jcplan, python):
    page = Path(jcplan("handbuch", "--pfad").strip())
    assert page.is_relative_to(python.parents[1])
    text = page.read_text(encoding="utf-8")
    linked = re.findall(r'(?:src|href)="(\.\./[^"]+)"', text)
    assert linked
    for name in linked:
        assert (page.parent / name).is_file(), name


def test_refresh(jcplan, plan):
    type_in(plan, Annahme_G2_Zugang=853)
    assert "27.549" in jcplan("refresh", plan.name)
    assert stored(plan, "Ziel_ELB_gesamt_veroeffentlicht") == 27549


def test_check(jcplan, plan):
    found = json.loads(jcplan("check", plan.name, "--json", code=1))
    assert found["formeln"] == []
    assert {each["urteil"] for each in found["pruefungen"]} >= {"passt", "Widerspruch"}


def test_functions(jcplan):
    assert "JC_IQ_GESAMT(iq; elb)" in jcplan("functions")
    assert "ELB je Gruppe, Köpfe" in jcplan("functions", "JC_IQ_GESAMT")


def test_eval(jcplan):
    assert jcplan("eval", "JC_IQ_GESAMT({0,2;0,1};{300;100})").strip() == "0,175"


def test_nothing_connects_anywhere(python, outside, plan):
    """As SECURITY.md says; a connection on purpose shows that one would be seen."""
    code = (
        "import sys\n"
        "def hook(event, _):\n"
        "    if event in ('socket.connect', 'socket.bind', 'socket.getaddrinfo', 'socket.sendto'):\n"
        "        sys.exit('connected: ' + event)\n"
        "sys.addaudithook(hook)\n"
        "from jcplan.hosts.cli import main\n"
        "for call in CALLS:\n"
        "    main(call)\n"
        "import socket\n"
        "socket.create_connection(('127.0.0.1', 9))\n"
    )
    calls = [["refresh", plan.name], ["dokument", plan.name, "Text.docx"]]
    code = code.replace("CALLS", repr(calls))
    run = subprocess.run(
        [python, "-c", code], cwd=plan.parent, env=outside, capture_output=True, text=True, timeout=300, check=False
    )
    assert run.stderr.splitlines()[-1] == "connected: socket.getaddrinfo"
    assert (plan.parent / "Text.docx").is_file()


# ---- types ------------------------------------------------------------------------------------


def judged(python, folder, text):
    """What a strict mypy of a user says to a script."""
    (folder / "auswertung.py").write_text(text, "utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--python-executable",
        python,
        "--config-file",
        "",
        "auswertung.py",
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)


def test_a_users_script_has_types(python, outside, tmp_path):
    run = judged(python, tmp_path, USER)
    assert run.returncode == 0, run.stdout + run.stderr
    told = judged(python, tmp_path, USER + "\n".join(WRONG)).stdout
    first = USER.count("\n") + 1
    for line, code in enumerate(WRONG.values(), first):
        assert any(
            text.startswith(f"auswertung.py:{line}: error") and f"[{code}]" in text for text in told.splitlines()
        )
    run = subprocess.run([python, "-c", USER], cwd=tmp_path, env=outside, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["0.224", "0.175", "(990.0,", "980.0)"]


# ---- LibreOffice ------------------------------------------------------------------------------


@pytest.fixture
def headless(libreoffice, tmp_path):
    """A folder whose ``soffice`` and ``unopkg`` are the real ones: without a window, with a profile and a pipe of its own."""
    if sys.platform == "win32":
        pytest.skip("„jcplan open“ öffnet unter Windows Excel")
    real, folder = need_libreoffice(), tmp_path / "office"
    folder.mkdir()
    pipe = "jcplan" + uuid.uuid4().hex[:12]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = {"soffice": f"--headless --norestore --nologo '--accept=pipe,name={pipe};urp;'", "unopkg": ""}
    for name, more in options.items():
        path = folder / name
        path.write_text(f'#!/bin/sh\nexec "{real.parent / name}" "$@" {more} "{profile}"\n', "utf-8")
        path.chmod(0o755)
    return folder, pipe


def test_open_in_libreoffice(headless, jcplan, python, plan, tmp_path):
    """LibreOffice shows what the installed jcplan computes."""
    folder, pipe = headless
    said = jcplan("open", plan.name, JCPLAN_SOFFICE=str(folder / "soffice"), XDG_CONFIG_HOME=str(tmp_path / "config"))
    assert said == "Plan.xlsx wird in LibreOffice geöffnet.\n"
    described = json.loads(next((tmp_path / "config").rglob("environment.json")).read_text("utf-8"))
    assert Path(described["interpreter"]) == python
    assert Path(described["paths"][0]).is_relative_to(python.parents[1])
    desktop = connected(pipe).ServiceManager.createInstance("com.sun.star.frame.Desktop")
    try:
        document = until(lambda: desktop.getComponents().createEnumeration().nextElement())
        until(lambda: document.Sheets.Count > 10)
        cell = document.Sheets.getByIndex(0).getCellRangeByName("ZZ1")
        cell.Formula = '=JC_VERSION()&" "&JC_IQ_GESAMT({0.2;0.1};{300;100})'
        assert cell.String in (f"{__version__} 0,175", f"{__version__} 0.175")
        document.setModified(False)
    finally:
        desktop.terminate()


def connected(pipe):
    """The context of the LibreOffice at a pipe."""
    local = bridge.load().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    return until(lambda: resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"))


def until(ask, seconds=120):
    """What ``ask`` gives once it gives something without an error."""
    end = time.monotonic() + seconds
    while True:
        try:
            if found := ask():
                return found
        except Exception:
            if time.monotonic() > end:
                raise
        assert time.monotonic() < end, "LibreOffice did not open the workbook"
        time.sleep(0.1)
