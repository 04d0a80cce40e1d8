"""The page for IT: what it says, that it prints on one sheet, and that it never replaces another file."""

from __future__ import annotations

import datetime as dt
import html
import json
import ntpath
import posixpath
import re
import subprocess

import pikepdf
import pytest
from office_pc import CONF, HOME, PC
from test_obstacles import CHILD, KILL, POLICY, PREVALENT, SERVICE, WIN32, program, signed

from jcplan import __version__
from jcplan.hosts.cli import doctor as command
from jcplan.hosts.excel import doctor
from jcplan.hosts.excel.doctor import page
from jcplan.hosts.excel.doctor.program import has_signature
from jcplan.hosts.excel.security import Detection, Security
from jcplan.libreoffice import soffice, surroundings

DAY = dt.date(2027, 3, 12)
FOLDER = r"C:\Users\eva.mustermann\AppData\Local\Programs\JC-Planung"
LIBRARY = rf"{FOLDER}\xlwings64-0.37.8.dll"
DIGEST = "9785e9c5dbe9d39a7a5ae2905b14c5fc74472ff22929add3c15d5ac7187ebc24"
SHARE = r"\\10.1.2.3\Planung\2027\Plan.xlsm"


def pc(**changes) -> PC:
    """A PC with jcplan in a folder of its user."""
    python = rf"{FOLDER}\python.exe"
    made = PC(
        interpreter=python,
        variables={"COMPUTERNAME": "JC-PC-0815", "USERNAME": "eva <mustermann>", "SYSTEMROOT": r"C:\Windows"},
        texts={CONF: f'"INTERPRETER_WIN","{python}"\n'},
        files={python, LIBRARY},
        records={LIBRARY: DIGEST},
        **changes,
    )
    made.put(python, program(0x8664, signed=True))
    return made


def with_everything_in_the_way() -> PC:
    made = pc(
        security=Security(
            rules={CHILD: 1, WIN32: 6, PREVALENT: 1},
            detections=(Detection("Trojan:Script/Wacatac.B!ml", (f"file:_{LIBRARY}",), "2027-03-12"),),
            antivirus=("Microsoft Defender Antivirus",),
        )
    )
    made.files.remove(LIBRARY)
    made.set(rf"{POLICY}\Excel\Security", VBAWarnings=4, BlockContentExecutionFromInternet=1)
    made.set(rf"{POLICY}\Excel\Security\Trusted Locations", AllLocationsDisabled=1)
    made.set(KILL, **{"Compatibility Flags": 0x400})
    made.set(r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2\Dll\{1}", Value="x")
    made.set(SERVICE, Dienst=7)
    made.texts[rf"{SHARE.rpartition(chr(92))[0]}\xlwings.conf"] = "x"
    return made


def written(made: PC, workbook: str = "") -> str:
    return page.page(made, doctor.urgent_first(doctor.examine(workbook, made)), DAY)


def text(source: str) -> str:
    """What a reader of the page sees."""
    body = source[source.index("<body>") :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", body)).split())


ALWAYS = (
    f"jcplan {__version__}",
    "12.03.2027",
    "rufen über COM ein Python auf demselben PC",
    r"System32\cmd.exe",
    'python.exe -P -B -c "import xlwings; xlwings.serve(…)"',
    CHILD,
    WIN32,
    r"HKLM\SOFTWARE\Policies\jcplan, Wert Dienst (DWORD), 1 erlaubt, 0 verbietet",
    "Er arbeitet neben der Regel, nach der Office keine Programme startet; sie sieht ihn nicht.",
    "Auch jedes andere Programm des Benutzers in dieser Sitzung kann ihn rufen",
    "„Zahl nach Word“ lässt den Dienst Word starten",
    "Darum ist er aus, bis Sie entscheiden",
    r".xlwings\xlwings.conf, jcplan\*.json (unter AppData)",
    r"Zwischendateien in %TEMP%\jcplan-*",
    "den Klassen Scripting.Dictionary und, läuft er, der des Dienstes",
    "Name, Stelle",
    "Datum",
    "Unterschrift",
    "jcplan serve --zustimmung",
    "festhält; jedes seiner Programme kann das schreiben",
)


@pytest.mark.parametrize(
    "made", [PC(platform="linux"), pc(), with_everything_in_the_way()], ids=["none", "fine", "bad"]
)
def test_says_what_it_is(made):
    seen = text(written(made))
    for part in ALWAYS:
        assert part in seen


def test_of_a_pc_that_is_in_order():
    source = written(pc())
    seen = text(source)
    assert "PC JC-PC-0815 · Benutzer eva <mustermann>" in seen
    assert "eva <mustermann>" not in source  # escaped
    assert f"Ordner{FOLDER}" in seen.replace(" ", "") or FOLDER in seen
    assert "Nichts, was die IT erlauben müsste." in seen
    assert LIBRARY in seen
    assert "trägt eine Signatur" in seen  # python.exe
    assert "Zurzeit:" not in seen


def test_of_a_pc_with_everything_in_the_way():
    made = with_everything_in_the_way()
    seen = text(written(made, SHARE))
    assert DIGEST in seen
    findings = doctor.urgent_first(doctor.examine(SHARE, made))
    ours = [finding for finding in findings if finding.allow]
    assert len(ours) > 10
    for finding in ours:  # none is left out, with what to allow as far as there is room
        assert finding.title in seen
    for finding in ours[:7]:
        assert finding.allow in seen
    assert "Ohne Rechte nicht prüfbar: AppLocker" in seen
    assert "Der Benutzer behebt selbst: Mappe." in seen


def test_how_the_service_stands():
    made = pc()
    made.set(SERVICE, Dienst=1)
    assert "Zurzeit: Die IT erlaubt den Dienst" in text(written(made))
    made.set(SERVICE, Dienst=0)
    assert "Zurzeit: Die IT verbietet den Dienst" in text(written(made))


def test_of_no_pc_in_particular():
    seen = text(written(PC(platform="linux")))
    assert "Diese Seite ist nicht auf einem PC mit Windows entstanden" in seen
    assert "Auf diesem PC gefunden" not in seen
    assert HOME not in seen


def test_needs_nothing_beside_itself():
    source = written(with_everything_in_the_way(), SHARE)
    assert not re.search(r"<(script|link|img|iframe)|url\(|@import|src=|href=", source)


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize("machine", [0x14C, 0x8664])
def test_signature_of_a_program(machine, signed):
    assert has_signature(program(machine, signed=signed)) is signed


@pytest.mark.parametrize("data", [b"", b"MZ", b"PK\3\4" + bytes(400), b"MZ" + bytes(400)])
def test_signature_of_what_is_no_program(data):
    assert not has_signature(data)


def in_the_folder(made: PC) -> PC:
    """The same PC with the folder for PCs without Python, whose Python lies one deeper."""
    deeper = rf"{FOLDER}\python"
    made.interpreter = rf"{deeper}\python.exe"
    made.texts[CONF] = f'"INTERPRETER_WIN","{made.interpreter}"\n'
    made.files = {path.replace(FOLDER, deeper) for path in made.files}
    made.records = {path.replace(FOLDER, deeper): digest for path, digest in made.records.items()}
    made.contents = {path.replace(FOLDER, deeper): data for path, data in made.contents.items()}
    made.folders[deeper] = ("python313._pth",)
    return made


@pytest.mark.parametrize(
    "made",
    [PC(platform="linux"), pc(), with_everything_in_the_way(), in_the_folder(with_everything_in_the_way())],
    ids=["none", "fine", "bad", "bad in the folder"],
)
def test_prints_on_one_a4_page(made, tmp_path, libreoffice):
    """Rendered by LibreOffice, which sets a page wider than browsers do."""
    source = tmp_path / "seite.html"
    source.write_text(written(made, "" if made.platform == "linux" else SHARE), "utf-8")
    subprocess.run(
        [
            soffice(), "--headless", "--norestore", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export", "--outdir", tmp_path, source,
        ],
        env=surroundings(), check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    with pikepdf.open(tmp_path / "seite.pdf") as printed:
        (sheet,) = printed.pages
        assert [round(float(side) / 72 * 25.4) for side in sheet.mediabox] == [0, 0, 210, 297]


# ---- signed since it was delivered ----------------------------------------------------------------


def test_a_library_that_was_signed_since_is_the_one_of_the_package():
    made = pc()
    delivered = made.put(LIBRARY, program(0x8664))
    made.records[LIBRARY] = delivered
    assert "anders" not in text(written(made))
    made.put(LIBRARY, signed(program(0x8664)))
    assert "(ohne die Signatur wie im Paket)" in text(written(made))
    made.put(LIBRARY, signed(program(0x8664) + bytes(8)))
    assert "(aus dem Paket: anders!)" in text(written(made))


def test_rules_by_hash_are_made_from_the_file():
    """AppLocker's and App Control's have another hash than SHA-256 of the file."""
    made = pc(security=Security(rules={}, exclusions=(), detections=(), integrity=2, antivirus=()))
    made.records[LIBRARY] = made.put(LIBRARY, program(0x8664))
    seen = text(written(made))
    assert "nach Ordner oder SHA-256" not in seen
    assert f"{LIBRARY} (nicht signiert) zulassen, nach Ordner oder Hash." in seen
    assert "aus der Datei erzeugt, nach Hash (Get-AppLockerFileInformation, New-CIPolicy -Level Hash)" in seen
    made.put(LIBRARY, signed(program(0x8664)))
    assert f"{LIBRARY} (trägt eine Signatur) zulassen, nach Herausgeber." in text(written(made))


# ---- on the command line -------------------------------------------------------------------------


def test_on_the_command_line(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    code, out, _ = run("doctor", "--it")
    assert code == 0
    assert "Seite für die IT: JC-Planung für die IT.html" in out
    first = (tmp_path / "JC-Planung für die IT.html").read_text("utf-8")
    assert "JC-Planung: Seite für die IT" in text(first)
    assert run("doctor", "--it")[0] == 0  # its own page is replaced
    assert run("doctor", "--it", tmp_path / "Andere.html")[0] == 0
    assert (tmp_path / "Andere.html").is_file()


@pytest.mark.parametrize("redirected", [True, False])
def test_goes_to_the_users_documents(tmp_path, monkeypatch, run, redirected):
    """Not where the program lies: there one may not write, or every file is listed with its hash."""
    program_folder, documents = tmp_path / "Programme", tmp_path / "Documents"
    for each in (program_folder, documents):
        each.mkdir()
    monkeypatch.chdir(program_folder)
    made = PC(home=str(tmp_path))
    if redirected:
        documents = tmp_path / "Netz" / "eva"
        documents.mkdir(parents=True)
        made.variables["USERSHARE"] = str(tmp_path / "Netz")
        folders = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
        made.set(folders, Personal="%USERSHARE%/eva")
    monkeypatch.setattr(command, "ThisPC", lambda: made)
    monkeypatch.setattr(ntpath, "join", posixpath.join)
    _, out, _ = run("doctor", "--it")
    page_path = documents / "JC-Planung für die IT.html"
    assert f"Seite für die IT: {page_path}" in out
    assert "PC" in page_path.read_text("utf-8")
    assert list(program_folder.iterdir()) == []


def test_replaces_no_other_file(tmp_path, run):
    other = tmp_path / "index.html"
    other.write_text("<p>Startseite</p>")
    code, _, message = run("doctor", "--it", other)
    assert code == 2
    assert str(other) in message
    assert other.read_text() == "<p>Startseite</p>"


def test_a_workbook_is_no_page(tmp_path, run):
    plan = tmp_path / "Plan.xlsm"
    plan.write_bytes(b"PK")
    code, _, message = run("doctor", "--it", plan)
    assert code == 2
    assert "Plan.xlsm" in message
    assert "jcplan doctor Plan.xlsm --it" in message
    assert plan.read_bytes() == b"PK"


def test_as_json(tmp_path, run):
    page_path = tmp_path / "Seite.html"
    code, out, _ = run("doctor", tmp_path / "fehlt.xlsm", "--json", "--it", page_path)
    found = json.loads(out)
    assert code == 1
    assert found["in_ordnung"] is False
    assert found["seite"] == str(page_path)
    assert found["eingetragen"] == ""
    first = found["befunde"][0]
    assert set(first) == {"urteil", "was", "gefunden", "zu_tun", "wer", "erlauben"}
    assert (first["urteil"], first["was"], first["wer"]) == ("Fehler", "Mappe", "Sie selbst")


def test_a_path_without_its_folder_is_seen_whole(tmp_path, monkeypatch, run):
    """Where a workbook lies decides much; the command is mostly called beside it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "xlwings.conf").write_text("x")
    (tmp_path / "Plan.xlsm").write_bytes(b"PK")
    assert str(tmp_path / "xlwings.conf") in run("doctor", "Plan.xlsm")[1]
