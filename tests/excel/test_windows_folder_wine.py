"""The folder for PCs without Python, made from the pinned wheels and started under Wine as a user starts it.

In the place of Python's embeddable distribution, which no package registry has, stands one of the same layout, made of
the Windows CPython of ``wine/setup.sh``: the same DLLs, the standard library in a zip.
"""

from __future__ import annotations

import json
import py_compile
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from catalogue_examples import ALL
from examples_in_folder import calls, differences, workbook
from python_calamine import CalamineWorkbook
from test_wine import FOLDER, alone, need_wine, shell

from jcplan.buttons import MENU
from jcplan.catalogue import CATALOGUE, evaluate
from tools.windows.__main__ import main

ROOT = Path(__file__).parents[2]
TAG = f"cp3{sys.version_info[1]}"
PINS = ROOT / "tools" / "windows" / f"wheels-{TAG}.txt"

pytestmark = [pytest.mark.wine, pytest.mark.xdist_group("wine")]


def embeddable(win: Path, path: Path) -> None:
    """The Windows Python of the COM tests, packed as python.org packs its embeddable distribution."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed, tempfile.TemporaryDirectory() as folder:
        for program in [*win.glob("*.exe"), *win.glob("*.dll"), *(win / "DLLs").iterdir()]:
            if not program.name.startswith("xlwings"):
                packed.write(program, program.name)
        library = Path(folder, "library.zip")
        with zipfile.ZipFile(library, "w") as modules:
            for source in (win / "Lib").rglob("*.py"):
                inside = source.relative_to(win / "Lib")
                if inside.parts[0] != "site-packages":
                    made = py_compile.compile(
                        str(source), str(Path(folder, "made")), dfile=inside.as_posix(), doraise=True
                    )
                    modules.write(made, inside.with_suffix(".pyc").as_posix())
        packed.write(library, f"python{TAG[2:]}.zip")


def pip(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "pip", *map(str, arguments)], check=True, capture_output=True, cwd=ROOT)


def download(wheels: Path) -> None:
    """The pinned wheels, each compared with its hash."""
    platform = ["--platform", "win_amd64", "--implementation", "cp", "--abi", TAG, "--abi", "abi3", "--abi", "none"]
    version = ["--python-version", f"{TAG[2]}.{TAG[3:]}"]
    pip(
        "download",
        "--require-hashes",
        "--no-deps",
        "--only-binary=:all:",
        *platform,
        *version,
        "-d",
        wheels,
        "-r",
        PINS,
    )


def once(made: Path, of: str, make) -> None:
    """Make something where it is not there or was made of something else."""
    stamp = made.with_name(f"{made.name}.of")
    if not (made.exists() and stamp.exists() and stamp.read_text("utf-8") == of):
        if made.is_dir():
            shutil.rmtree(made)
        make()
        stamp.write_text(of, "utf-8")


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The folder was made, set up, used and taken back; what came of it."""
    need_wine()
    FOLDER.mkdir(parents=True, exist_ok=True)
    work = tmp_path_factory.mktemp("arbeit")
    with alone():
        done = shell("setup.sh")
        assert done.returncode == 0, done.stdout
        python, wheels = FOLDER / "embeddable.zip", FOLDER / "wheels"
        once(python, (FOLDER / "win" / "stamp").read_text(), lambda: embeddable(FOLDER / "win", python))
        once(wheels, PINS.read_text("utf-8"), lambda: download(wheels))
        for old in wheels.glob("jcplan-*.whl"):
            old.unlink()
        pip("wheel", "--no-deps", "--no-build-isolation", "-w", wheels, ".")
        out = work / "JC-Planung Köln Süd"
        assert main([str(a) for a in ("--python", python, "--wheels", wheels, "-o", out)]) == 0
        (work / "fremd").mkdir()
        for name in ("numpy.py", "jcplan.py", "site.py", "encodings.py", f"python{TAG[2:]}._pth"):
            (work / "fremd" / name).write_text("raise SystemExit('fremd')\n", "utf-8")
        (work / "eval.in").write_text(calls(), "utf-8")
        (work / "com.json").write_text(json.dumps(ALL), "utf-8")
        workbook(work / "Namen.xlsx")
        shutil.copyfile(ROOT / "workbook" / "JC-Planung-2017.xlsx", work / "Plan.xlsx")
        done = shell("folder.sh", out, work)
    assert done.returncode == 0, done.stdout
    return work


def said(ran: Path, step: str) -> str:
    """What a step printed; it ended well."""
    text = (ran / f"{step}.out").read_text("utf-8", "replace")
    assert (ran / f"{step}.code").read_text().strip() == "0", text
    return text


def test_nothing_from_outside_is_imported(ran):
    path, isolated, without_environment = json.loads(said(ran, "path").splitlines()[-1])
    assert (isolated, without_environment) == (1, 1)
    assert len(path) == 6
    assert all("Köln Süd\\python" in each for each in path)


def test_every_function_has_the_value_that_it_has_here(ran):
    done = subprocess.run(
        [sys.executable, "-m", "jcplan", "eval", "-", "--json", "--file", ran / "Namen.xlsx"],
        input=calls(), encoding="utf-8", stdout=subprocess.PIPE, check=True, cwd=ROOT,
    )  # fmt: skip
    assert differences(said(ran, "eval"), done.stdout) == []
    assert differences(done.stdout.replace("476.5", "476.6", 1), done.stdout) != [], "a difference is seen"


def test_excel_gets_them_from_this_python(ran):
    """xlwings' DLL of the folder starts its pythonw.exe, and each function is called as VBA calls it."""
    answers = [json.loads(line) for line in said(ran, "com").splitlines() if line.startswith("{")]
    assert answers[0]["programm"].endswith("Köln Süd\\python\\pythonw.exe")
    found = {name: value for answer in answers[1:] for name, value in answer.items()}
    assert list(found) == list(CATALOGUE)
    for name, value in found.items():
        wanted = evaluate(CATALOGUE[name], *ALL[name])
        assert flat(value) == pytest.approx(flat(wanted), rel=1e-12), name


def flat(value: object) -> list[object]:
    """All cells, row by row; a blank one is an empty text in Excel."""
    if isinstance(value, list | tuple):
        return [cell for row in value for cell in flat(row)]
    return ["" if value is None else value]


def test_the_shipped_workbook_is_refreshed_as_here(ran, run):
    said(ran, "refresh")
    here = ran / "Hier.xlsx"
    assert run("refresh", ran / "Plan.xlsx", "-o", here, "--wer", "Probe")[0] == 0
    one, other = CalamineWorkbook.from_path(ran / "Neu.xlsx"), CalamineWorkbook.from_path(here)
    assert one.sheet_names == other.sheet_names
    for sheet in set(one.sheet_names) - {"Protokoll"}:  # when, and the fingerprint of the file
        for there, wanted in zip(*(b.get_sheet_by_name(sheet).to_python() for b in (one, other)), strict=True):
            assert there == pytest.approx(wanted, rel=1e-12), sheet


def test_set_up_for_the_user_alone_and_taken_back(ran):
    said(ran, "install")
    settings = (ran / "installed" / ".xlwings" / "xlwings.conf").read_bytes().decode("cp1252")
    assert settings.startswith('"INTERPRETER_WIN","Z:\\')
    assert settings.rstrip().endswith('\\JC-Planung Köln Süd\\python\\python.exe"')
    there = (ran / "installed" / "files").read_text("utf-8").splitlines()
    menu = f"./AppData/Roaming/Microsoft/Windows/Start Menu/Programs/{MENU}/{MENU}"
    wanted = {
        "./AppData/Roaming/jcplan/excel.json", f"{menu}.lnk", f"{menu} prüfen.lnk", f"{menu} Dienst.lnk",
        f"{menu} Dienst beenden.lnk", f"./Desktop/{MENU}.lnk", f"./Documents/{MENU}/Plan.xlsm",
    }  # fmt: skip
    assert wanted <= set(there)
    said(ran, "remove")
    assert not (ran / "removed" / ".xlwings").exists()
    left = (ran / "removed" / "files").read_text("utf-8").splitlines()
    assert wanted & set(left) == {f"./Documents/{MENU}/Plan.xlsm"}


def test_checking_from_the_start_menu(ran):
    """The command line of the shortcut, in which both paths have quotation marks and blanks."""
    text = said(ran, "check")
    line, said_there = text.split("\n", 1)
    assert re.search(r'cmd\.exe" /k ""Z:.*\\JC-Planung Köln Süd\\jcplan\.cmd" doctor "C:.*\\Plan\.xlsm""', line)
    assert "Excel auf diesem PC" in said_there
    assert re.search(r"in Ordnung +Version von jcplan", said_there), "the plan was looked at"
