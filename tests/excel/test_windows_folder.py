"""The folder for PCs without Python: what is taken into it, what is refused, and what it says of itself.

What it does on a PC is tried under Wine (``test_windows_folder_wine.py``).
"""

from __future__ import annotations

import hashlib
import json
import ntpath
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from wheels import MINOR, TAG, embeddable, wheel

from jcplan import __version__
from jcplan.buttons import MENU
from jcplan.hosts.cli.grammar import parser
from jcplan.hosts.excel import consent, installation, remembered
from tools.windows.__main__ import main

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "tools" / "windows"
SETUP = (TOOLS / "JC-Planung.iss").read_text("utf-8-sig")
WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")


@pytest.fixture
def given(tmp_path):
    """A folder with wheels, their list of hashes and an embeddable Python."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    wheel(
        folder,
        "jcplan",
        __version__,
        needs=("numpy>=1", "xlwings", 'pikepdf; extra == "dokument"', 'pytest; extra == "test"'),
    )
    wheel(folder, "numpy", "2.1", tag=f"{TAG}-{TAG}-win_amd64", licence="License: BSD-3-Clause")
    wheel(folder, "xlwings", "0.37.8", needs=('pywin32; sys_platform == "win32"', 'appscript; sys_platform == "darwin"'),
          files={"xlwings-0.37.8.data/data/xlwings64-0.37.8.dll": b"DLL"})  # fmt: skip
    wheel(folder, "pywin32", "312", licence="Classifier: License :: OSI Approved :: Python Software Foundation License",
          files={f"pywin32_system32/pywintypes3{MINOR}.dll": b"types", "pywin32-312.data/scripts/postinstall.py": b"x",
                 "win32/lib/winerror.py": b"E = 1\n"})  # fmt: skip
    wheel(folder, "pikepdf", "10.1", licence="License-Expression: MPL-2.0")
    assert main(["--wheels", str(folder), "--hashes", str(tmp_path / "hashes.txt")]) == 0
    embeddable(tmp_path / "python.zip")
    return tmp_path


def make(given, *more) -> tuple[int, Path]:
    out = given / "JC-Planung Köln"
    arguments = ["--python", given / "python.zip", "--wheels", given / "wheels", "--hashes", given / "hashes.txt"]
    return main([str(each) for each in (*arguments, "-o", out, *more)]), out


def refused(given, capsys) -> str:
    """What is said where the folder is not made; nothing of it is left behind."""
    code, out = make(given)
    assert code == 2
    assert not out.exists()
    return capsys.readouterr().err


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ---- what is in it ------------------------------------------------------------------------------


def test_everything_lies_where_windows_looks_for_it(given):
    code, out = make(given)
    assert code == 0
    found = {name for name in files(out) if not name.endswith(".pyc")}
    packages = "python/Lib/site-packages"
    assert {name for name in found if name.startswith("python/") and not name.startswith(packages)} == {
        "python/python.exe", "python/pythonw.exe", "python/python3.dll", f"python/python3{MINOR}.dll",
        f"python/python3{MINOR}.zip", f"python/python3{MINOR}._pth", "python/LICENSE.txt",
        "python/xlwings64-0.37.8.dll", f"python/pywintypes3{MINOR}.dll",
    }  # fmt: skip
    assert {name for name in found if not name.startswith("python/")} == {
        "Einrichten.cmd", "Entfernen.cmd", "jcplan.cmd", "LIES MICH.txt", "Für die IT.txt", "SHA256SUMS", "Teile.cdx.json",
    }  # fmt: skip
    assert f"{packages}/jcplan/__init__.py" in found
    assert not [name for name in found if "postinstall" in name or "/pip/" in name]


def test_python_imports_from_the_folder_alone(given):
    """No environment, no user's packages: only lines below the folder, and not even ``import site``."""
    _, out = make(given)
    text = (out / "python" / f"python3{MINOR}._pth").read_bytes().decode("ascii")
    assert text.split("\r\n") == [
        f"python3{MINOR}.zip", ".", "Lib\\site-packages", "Lib\\site-packages\\win32",
        "Lib\\site-packages\\win32\\lib", "Lib\\site-packages\\pythonwin", "",
    ]  # fmt: skip


def test_packages_are_compiled_and_name_no_place_of_this_machine(given):
    _, out = make(given)
    compiled = {name: data for name, data in files(out).items() if name.endswith(".pyc")}
    assert f"python/Lib/site-packages/win32/lib/__pycache__/winerror.cpython-3{MINOR}.pyc" in compiled
    assert all(data[4:8] == b"\1\0\0\0" for data in compiled.values()), "checked by hash, unchecked: PEP 552"
    everything = files(out)
    assert not [name for name, data in everything.items() if str(given).encode() in data]


def test_records_name_what_is_there(given):
    _, out = make(given)
    packages = out / "python" / "Lib" / "site-packages"
    for record in packages.glob("*.dist-info/RECORD"):
        rows = [line.split(",") for line in record.read_text("utf-8").splitlines()]
        assert len(rows) > 2
        for name, digest, size in rows:
            path = packages / name
            assert path.is_file(), name
            assert not size or path.stat().st_size == int(size)
            assert not digest or digest.startswith("sha256=")
    assert "../../xlwings64-0.37.8.dll," in (packages / "xlwings-0.37.8.dist-info" / "RECORD").read_text("utf-8")


def test_checksums(given):
    _, out = make(given)
    lines = [line.split("  ", 1) for line in (out / "SHA256SUMS").read_text("utf-8").splitlines()]
    found = files(out)
    assert {name for _, name in lines} == set(found) - {"SHA256SUMS"}
    assert all(hashlib.sha256(found[name]).hexdigest() == digest for digest, name in lines)


def test_list_of_parts_is_cyclonedx_and_complete(given):
    _, out = make(given)
    text = (out / "Teile.cdx.json").read_text("utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text.replace('"library"', '"Buch"')) is not None
    parts = {part["name"]: part for part in json.loads(text)["components"]}
    assert {name: part["version"] for name, part in parts.items()} == {
        "Python": f"3.{MINOR}.9", "jcplan": __version__, "numpy": "2.1", "xlwings": "0.37.8", "pywin32": "312", "pikepdf": "10.1",
    }  # fmt: skip
    licences = {name: part["licenses"][0] for name, part in parts.items()}
    assert licences["pikepdf"] == {"license": {"id": "MPL-2.0"}}
    assert licences["numpy"] == {"license": {"id": "BSD-3-Clause"}}
    assert licences["pywin32"] == {"license": {"name": "Python Software Foundation License"}}
    packed = hashlib.sha256((given / "wheels" / "pikepdf-10.1-py3-none-any.whl").read_bytes()).hexdigest()
    assert parts["pikepdf"]["hashes"] == [{"alg": "SHA-256", "content": packed}]
    edges = {each["ref"]: set(each.get("dependsOn", ())) for each in json.loads(text)["dependencies"]}
    assert edges[f"jcplan=={__version__}"] == {"numpy==2.1", "xlwings==0.37.8", "pikepdf==10.1"}
    assert edges["xlwings==0.37.8"] == {"pywin32==312"}


def test_made_twice_is_the_same(given, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    _, first = make(given)
    before = files(first)
    first.rename(given / "erster")
    _, second = make(given)
    assert files(second) == before


def test_a_folder_serves_as_well_as_a_zip(given):
    unpacked = given / "ausgepackt"
    with zipfile.ZipFile(given / "python.zip") as packed:
        packed.extractall(unpacked)
    _, out = make(given)
    before = files(out / "python")
    out.rename(given / "erster")
    assert make(given, "--python", unpacked)[0] == 0
    assert files(out / "python") == before


def test_texts(given):
    _, out = make(given)
    for name in ("LIES MICH.txt", "Für die IT.txt"):
        data = (out / name).read_bytes()
        text = data.decode("utf-8-sig")
        assert data.startswith(b"\xef\xbb\xbf"), "Notepad of older Windows takes it for ANSI otherwise"
        assert f"JC-Planung {__version__}" in text.splitlines()[0]
        assert f"3.{MINOR}.9" in text
        assert not re.search(r"\{\w+\}", text)
        assert text.count("\n") == text.count("\r\n")
        assert max(map(len, text.splitlines())) <= 120
    for path in out.glob("*.cmd"):
        text = path.read_bytes().decode("ascii")  # a console's code page is anybody's guess
        assert text.count("\n") == text.count("\r\n")
        assert '"%~dp0python\\python.exe" -m jcplan' in text


# ---- what is refused ----------------------------------------------------------------------------


def test_a_licence_that_is_not_allowed(given, capsys):
    wheel(given / "wheels", "pikepdf", "10.1", licence="License-Expression: GPL-3.0-only")
    assert main(["--wheels", str(given / "wheels"), "--hashes", str(given / "hashes.txt")]) == 0
    assert "pikepdf 10.1 (GPL-3.0-only)" in refused(given, capsys)


def test_a_wheel_with_another_content(given, capsys):
    path = given / "wheels" / "pikepdf-10.1-py3-none-any.whl"
    pinned = hashlib.sha256(path.read_bytes()).hexdigest()
    wheel(given / "wheels", "pikepdf", "10.1", files={"pikepdf/__init__.py": b"import os"})
    said = refused(given, capsys)
    assert f"{path}: gefunden SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()}, erwartet {pinned}." in said


def test_a_wheel_that_does_not_hold_what_it_says(given, capsys):
    folder = given / "wheels"
    wheel(folder, "pikepdf", "10.1", wrong="pikepdf/__init__.py")
    assert main(["--wheels", str(folder), "--hashes", str(given / "hashes.txt")]) == 0
    assert "Das Wheel ist beschädigt" in refused(given, capsys)


@pytest.mark.parametrize("name", ["../../oben.py", "jcplan/../../../oben.py", "/oben.py", "C:/oben.py"])
def test_a_wheel_that_writes_elsewhere(given, capsys, name):
    folder = given / "wheels"
    wheel(folder, "pikepdf", "10.1", files={f"pikepdf-10.1.data/data/{name}": b"x"})
    assert main(["--wheels", str(folder), "--hashes", str(given / "hashes.txt")]) == 0
    assert f"{name}“, erwartet einer innerhalb des Wheels" in refused(given, capsys)
    assert not list(given.rglob("oben.py"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda w: (w / "pywin32-312-py3-none-any.whl").unlink(), "gefunden kein Wheel von pywin32, erwartet eines, denn xlwings braucht es"),
        (lambda w: (w / f"jcplan-{__version__}-py3-none-any.whl").unlink(), "Es fehlt das Wheel von jcplan"),
        (lambda w: wheel(w, "requests", "2.0"), "gefunden ein Wheel von requests, erwartet nur solche, die in der Liste stehen"),
        (lambda w: wheel(w, "pikepdf", "10.2"), "gefunden Version 10.2 von pikepdf, erwartet 10.1"),
        (lambda w: wheel(w, "numpy", "2.1", tag="cp39-cp39-win_amd64"), f"gefunden ein Wheel für ein anderes Python, erwartet {TAG}"),
        (lambda w: wheel(w, "numpy", "2.1", tag=f"{TAG}-{TAG}-manylinux_2_28_x86_64"), "gefunden ein Wheel für ein anderes Python"),
        (lambda w: (w / "pikepdf-10.1-py3-none-any.whl").write_bytes(b"PK"), "gefunden SHA-256"),
    ],
)  # fmt: skip
def test_wheels_that_do_not_fit(given, capsys, change, said):
    change(given / "wheels")
    assert said in refused(given, capsys)


def test_a_wheel_that_nobody_needs(given, capsys):
    wheel(given / "wheels", "requests", "2.0")
    assert main(["--wheels", str(given / "wheels"), "--hashes", str(given / "hashes.txt")]) == 0
    assert "gefunden ein Wheel von requests, erwartet nur, was jcplan braucht" in refused(given, capsys)


def test_jcplan_of_another_version(given, capsys):
    (given / "wheels" / f"jcplan-{__version__}-py3-none-any.whl").unlink()
    wheel(given / "wheels", "jcplan", "0.0.1", needs=("numpy", "xlwings", "pikepdf"))
    assert f"gefunden Version 0.0.1, erwartet {__version__}" in refused(given, capsys)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"without": "pythonw.exe"}, "erwartet die „embeddable“-Fassung von Python"),
        ({"without": f"python3{MINOR}.zip"}, "erwartet die „embeddable“-Fassung von Python"),
        ({"extra": "Lib/site-packages/numpy/__init__.py"}, "gefunden eigene Pakete"),
        ({"minor": MINOR + 1}, f"gefunden Python 3.{MINOR + 1}, erwartet dieselbe Version"),
    ],
)
def test_a_python_that_does_not_fit(given, capsys, named, said):
    embeddable(given / "python.zip", **named)
    assert said in refused(given, capsys)


def test_no_zip(given, capsys):
    (given / "python.zip").write_bytes(b"<html>")
    assert "kein lesbares Zip-Archiv" in refused(given, capsys)


@pytest.mark.parametrize("line", ["numpy>=2", "numpy==2.1", "numpy==2.1 \\\n    --hash=md5:00"])
def test_a_list_that_pins_nothing(given, capsys, line):
    (given / "hashes.txt").write_text(line + "\n", "utf-8")
    assert f"{given / 'hashes.txt'}: gefunden „numpy" in refused(given, capsys)


def test_an_existing_folder_is_left_alone(given, capsys):
    out = given / "JC-Planung Köln"
    out.mkdir()
    (out / "Plan.xlsm").write_bytes(b"")
    assert make(given)[0] == 2
    assert "gibt es schon" in capsys.readouterr().err
    assert files(out) == {"Plan.xlsm": b""}


def test_started_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "tools.windows", "--wheels", "."], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "gebraucht werden --python und --out, oder --hashes allein" in done.stderr


# ---- the lists of hashes that the project has ---------------------------------------------------


@pytest.mark.parametrize("path", sorted(TOOLS.glob("wheels-*.txt")), ids=lambda path: path.stem)
def test_pinned_versions_fit_what_jcplan_asks_for(path):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [Requirement(text) for text in (*project["dependencies"], *project["optional-dependencies"]["dokument"])]
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+) \\$", path.read_text("utf-8"), re.MULTILINE))
    assert {canonicalize_name(each.name) for each in asked} | {"pywin32"} <= set(pinned)
    for each in asked:
        assert each.specifier.contains(pinned[canonicalize_name(each.name)]), each


# ---- what the scripts call ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ((TOOLS / "ordner" / "Einrichten.cmd").read_text("ascii"), {"excel install"}),
        ((TOOLS / "ordner" / "Entfernen.cmd").read_text("ascii"), {"excel remove"}),
        (SETUP, {"serve --stop", "excel install", "excel remove"}),
    ],
)
def test_commands_that_are_called_exist(text, commands):
    called = set(re.findall(r"(?:-m jcplan |Aufgerufen\(')((?:[a-z]+)(?: -*[a-z]+)?)", text))
    assert called == commands
    for command in commands:
        assert parser().parse_args(command.split()).command == command.split()[0]


def test_setup_is_for_the_user_alone_and_in_german():
    settings = dict(re.findall(r"^(\w+)=(.*)$", SETUP, re.MULTILINE))
    assert settings["PrivilegesRequired"] == "lowest"
    assert "PrivilegesRequiredOverridesAllowed" not in settings
    assert settings["DefaultDirName"] == r"{localappdata}\Programs\{#Name}"
    assert settings["ArchitecturesAllowed"] == "x64compatible"
    assert re.search(r'MessagesFile: "compiler:Languages\\German\.isl"', SETUP)
    assert not re.search(r"^\[(Registry|Icons)\]|ChangesEnvironment|\{pf|\{commonpf|HKLM", SETUP, re.MULTILINE)


def test_setup_has_its_name_and_version_from_elsewhere():
    assert f'#define Name "{MENU}"' in SETUP
    settings = dict(re.findall(r"^(\w+)=(.*)$", SETUP, re.MULTILINE))
    assert settings["AppVersion"] == "{#Version}"
    assert settings["AppName"] == "{#Name}"
    assert "#ifndef Version" in SETUP
    code = "\n".join(line for line in SETUP.splitlines() if not line.lstrip().startswith((";", "#error")))
    assert not re.search(r"\d+\.\d+\.\d+", code)
    assert re.search(r"ISCC\.exe.*/DVersion=", WORKFLOW)


def test_setup_names_files_that_are_there(given):
    _, out = make(given)
    named = re.findall(r"\{app\}\\([\w\\.]+\.exe)", SETUP)
    assert named
    for name in named:
        assert (out / name.replace("\\", "/")).is_file(), name
    before = re.search(r"^InfoBeforeFile=(.*)$", SETUP, re.MULTILINE)
    assert before
    assert (TOOLS / before[1]).read_bytes().startswith(b"\xef\xbb\xbf")
    assert (TOOLS / "JC-Planung.iss").read_bytes().startswith(b"\xef\xbb\xbf"), "Inno takes it for ANSI otherwise"


def pascal(name: str) -> str:
    """A routine of the setup's code."""
    found = re.search(rf"^(?:function|procedure) {name}\b.*?^end;$", SETUP, re.MULTILINE | re.DOTALL)
    assert found, name
    return found[0]


def test_setup_says_what_did_not_go_well():
    """Its own sections [Run] and [UninstallRun] do not look at exit codes."""
    assert not re.search(r"^\[(Uninstall)?Run\]", SETUP, re.MULTILINE)
    for routine, command in (("CurStepChanged", "excel install"), ("CurUninstallStepChanged", "excel remove")):
        text = pascal(routine)
        assert re.search(rf"Aufgerufen\('{command}'\)", text)
        assert re.search(r"<> 0 then\s+SuppressibleMsgBox\(", text), "silent where IT wants it so"
    assert "Gescheitert" in pascal("GetCustomSetupExitCode")
    assert int(re.search(r"Gescheitert = (\d+);", SETUP)[1]) > 8, "Inno's own end at 8"
    text = (TOOLS / "ordner" / "Für die IT.txt").read_text("utf-8")
    assert f"Das Setup endet mit {re.search(r'Gescheitert = (.+?);', SETUP)[1]}," in text


def test_setup_ends_the_service_before_it_replaces_files():
    assert "serve --stop" in pascal("PrepareToInstall")


def test_a_dropped_path_is_no_command():
    """What is behind an ampersand in it would run once the script ends; what Explorer said goes to Python whole."""
    lines = (TOOLS / "ordner" / "Einrichten.cmd").read_text("ascii").splitlines()
    assert lines.index("setlocal EnableDelayedExpansion") < lines.index('set "JCPLAN_AUFRUF=!cmdcmdline!"')
    assert lines.index("setlocal DisableDelayedExpansion") < next(n for n, line in enumerate(lines) if "%~dp0" in line)
    assert "if defined JCPLAN_ENDE exit %JCPLAN_CODE%" in lines
    assert not [line for line in lines if line.startswith("rem") and set(line) & set("%!&")]


# ---- what IT is told ----------------------------------------------------------------------------


def check(text: str) -> str:
    """The commands with which IT compares a folder with its list."""
    found = re.search(r"In PowerShell, im Ordner:\r?\n((?: {4}.*\n)+)", text)
    assert found
    return found[1]


@pytest.mark.skipif(sys.platform != "win32", reason="PowerShell of Windows")
def test_what_is_changed_added_or_missing_is_named(given):
    _, out = make(given)
    commands = check((out / "Für die IT.txt").read_text("utf-8-sig"))

    def named() -> set[str]:
        done = subprocess.run(
            ["powershell", "-NoProfile", "-Command", commands], cwd=out, capture_output=True, text=True, check=True
        )
        return set(done.stdout.split("\n")) - {""}

    assert named() == set()
    (out / "python" / "python.exe").write_bytes(b"anders")
    (out / "python" / "sitecustomize.py").write_bytes(b"neu")
    (out / "jcplan.cmd").unlink()
    assert named() == {
        "anders oder zu viel: python/python.exe", "anders oder zu viel: python/sitecustomize.py", "fehlt: jcplan.cmd",
    }  # fmt: skip


def test_what_installing_writes_is_named():
    """Each file of jcplan's own that a user's folders get, and each shortcut."""
    text = (TOOLS / "ordner" / "Für die IT.txt").read_text("utf-8")
    for name in (ntpath.join(*remembered.RECORD), ntpath.join(*consent.RECORD)):
        assert re.search(rf"^  %(LOCAL)?APPDATA%\\{re.escape(name)} ", text, re.MULTILINE), name
    for name in (MENU, installation.CHECK, installation.SERVICE, installation.SERVICE_ENDS):
        assert re.search(rf"^  Startmenü .* {name}(,|$)", text, re.MULTILINE), name


# ---- the workflow -------------------------------------------------------------------------------


def test_actions_are_pinned_by_commit():
    used = re.findall(r"uses: (\S+)", WORKFLOW)
    assert used
    assert [each for each in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", each)] == []


def test_python_is_taken_by_its_hash_and_every_program_by_its_signature():
    order = [
        'PYTHON_SHA256: "${{ vars.PYTHON_EMBED_SHA256 }}"', 'throw "PYTHON_EMBED_SHA256', "Invoke-WebRequest",
        "-ne $env:PYTHON_SHA256) { throw", "Expand-Archive", "-Recurse -Include *.exe, *.dll, *.pyd)",
        "Get-AuthenticodeSignature", "-m tools.windows --python",
    ]  # fmt: skip
    places = [WORKFLOW.index(each) for each in order]
    assert places == sorted(places)


def test_the_hashes_that_it_compares_are_published():
    published = re.search(
        r"Get-FileHash build/JC-Planung/SHA256SUMS, build/setup/\*\.exe.*\n.*GITHUB_STEP_SUMMARY", WORKFLOW
    )
    assert published
    assert published.start() > WORKFLOW.index("ISCC.exe")
