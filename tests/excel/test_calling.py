"""How jcplan is called and renewed, in the folder for PCs without Python and elsewhere."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from office_pc import CONF, LIBRARY, MODIFY, PC, PYTHON
from test_obstacles import CASES, PLAN

from jcplan.errors import FileError
from jcplan.hosts.excel import calling, consent, doctor, hardening, resources
from jcplan.hosts.excel.doctor import page
from jcplan.hosts.excel.probe import ThisPC
from jcplan.hosts.excel.rights import Grant

FOLDER = r"C:\Program Files\JC-Planung"
INSIDE = rf"{FOLDER}\python"
STARTER = rf'"{FOLDER}\jcplan.cmd"'


def in_the_folder(**changes) -> PC:
    """A PC with the folder, and what its Python has beside it."""
    python = rf"{INSIDE}\python.exe"
    return PC(
        **{
            "interpreter": python,
            "texts": {CONF: f'"INTERPRETER_WIN","{python}"\n'},
            "files": {python, rf"{INSIDE}\xlwings64-0.37.8.dll"},
            "folders": {INSIDE: ("Lib", "python.exe", "python313._pth", "python313.dll")},
        }
        | changes
    )


def test_an_ordinary_installation():
    pc = PC(interpreter=r"C:\Python 3\python.exe", folders={r"C:\Python 3": ("python.exe", "python3.dll", "x._pth")})
    assert calling.folder(pc) == ""
    assert calling.command("doctor --fix", pc) == "jcplan doctor --fix"
    assert '„"C:\\Python 3\\python.exe" -m pip install --force-reinstall .“' in calling.renew(pc)
    assert rf"„{PYTHON} -m pip install --force-reinstall --no-deps xlwings==0.1“" in calling.package(
        pc, "xlwings", "0.1", PYTHON
    )


def test_the_folder():
    pc = in_the_folder()
    assert calling.folder(pc) == FOLDER
    assert calling.call("doctor --fix", pc) == f"„{STARTER} doctor --fix“"
    for said in (calling.renew(pc), calling.package(pc, "xlwings", "0.1")):
        assert said == f"Bitte jcplan neu auspacken (nach {FOLDER}) und dort Einrichten.cmd aufrufen."
    assert calling.folder(pc, PYTHON) == ""  # another one, which Excel starts


def wrong(pc: PC) -> list[str]:
    """What is said that cannot be done in the folder."""
    said = [consent.how(pc)]
    for workbook in ("", PLAN):
        for finding in doctor.examine(workbook, pc):
            if "Auf dem Suchpfad" in finding.found:
                continue  # those are ordinary installations, with pip
            said += [finding.found, finding.what_to_do, finding.allow]
    for cause in ({"platform": "linux"}, {"encoding": "ascii", "interpreter": "C:\\ł\\python.exe"}):
        changed = in_the_folder(**cause)
        changed.folders["C:\\ł"] = ("python313._pth",)
        with pytest.raises(FileError) as error:
            doctor.fix(changed)
        said.append(str(error.value))
    return [
        text for text in said if re.search(r"„jcplan |\bpip\b|README|(?<!\.)\bjcplan (doctor|serve -|open|new)", text)
    ]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_is_advised_in_the_folder_works_there(case):
    pc = in_the_folder()
    pc.files |= {PYTHON, LIBRARY}
    case.put(pc)
    pc.interpreter = rf"{INSIDE}\python.exe"
    pc.texts[CONF] = f'"INTERPRETER_WIN","{INSIDE}\\python.exe"\n'
    assert wrong(pc) == []


@pytest.mark.parametrize(
    "change",
    [
        {"packages": {}},
        {"packages": {"xlwings": "0.37.8"}},
        {"files": set()},
        {"texts": {}},
        {"texts": {CONF: r'"INTERPRETER_WIN","C:\weg\python.exe"'}},
        {"search_path": ("a", "b"), "folders": {INSIDE: ("python313._pth",), "a": ("jcplan-1.dist-info",),
                                                "b": ("jcplan-2.dist-info",)}},
        {"rights": {INSIDE: [Grant("S-1-1-0", MODIFY)]}},
    ],
)  # fmt: skip
def test_what_is_advised_for_a_damaged_folder_works_there(change):
    pc = in_the_folder(**change)
    assert any(finding.verdict is not doctor.Verdict.GOOD for finding in doctor.examine("", pc))
    assert wrong(pc) == []


def test_a_workbook_of_another_version_is_renewed_in_the_folder(macro_workbook):
    pc = in_the_folder(packages={"xlwings": "0.1.0", "pywin32": "312"})
    pc.put(PLAN, macro_workbook)
    (finding,) = [each for each in doctor.examine(PLAN, pc) if each.title == "Version von xlwings"]
    assert f"„{STARTER} upgrade Plan.xlsm“" in finding.what_to_do
    assert wrong(pc) == []


def test_the_page_for_it_names_the_call():
    pc = in_the_folder()
    source = page.page(pc, doctor.examine("", pc), dt.date(2027, 3, 12))
    assert "<code>jcplan.cmd serve --zustimmung" in source  # its folder stands at the top
    assert rf"<code>{INSIDE}</code>" in source


def test_without_its_texts_or_with_another_xlwings_it_is_renewed(monkeypatch):
    """Where no PC is given, it is the one that runs this."""
    monkeypatch.setattr(ThisPC, "interpreter", rf"{INSIDE}\python.exe")
    monkeypatch.setattr(ThisPC, "names", lambda _, folder: ("python313._pth",) if folder == INSIDE else None)
    for failing in (lambda: resources.text("fehlt.bas"), lambda: hardening.harden("anders")):
        with pytest.raises(FileError, match=r"neu auspacken \(nach C:\\Program Files\\JC-Planung\)"):
            failing()
