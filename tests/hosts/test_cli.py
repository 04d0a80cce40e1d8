"""The other commands: new, check, eval, functions; messages and exit codes."""

from __future__ import annotations

import io
import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from workbooks import SHIPPED, Values, stored, type_in

from jcplan import __version__
from jcplan.catalogue import CATALOGUE
from jcplan.cells import address, areas
from jcplan.hosts.cli import show


def test_new_writes_the_shipped_workbook(tmp_path, run):
    path = tmp_path / "Plan.xlsx"
    assert run("new", path)[0] == 0
    assert path.read_bytes() == SHIPPED.read_bytes(), "make workbook writes it anew"


def test_new_does_not_replace_a_file_unasked(plan_file, run):
    before = plan_file.read_bytes()
    code, _, err = run("new", plan_file, "--leer")
    assert (code, plan_file.read_bytes()) == (2, before)
    assert "gibt es schon" in err
    assert run("new", plan_file, "--leer", "--ueberschreiben")[0] == 0
    assert stored(plan_file, "Annahme_ELB_gesamt") is None


@pytest.mark.parametrize("name", ["Plan.ods", "Plan", "Plan.xls", "gibt/es/nicht/Plan.xlsx"])
def test_new_names_what_is_wrong_with_the_path(tmp_path, run, name):
    code, _, err = run("new", tmp_path / name)
    assert code == 2
    assert err.startswith("Fehler: ")


def test_an_empty_workbook_filled_in_gives_targets(tmp_path, run):
    path = tmp_path / "Leer.xlsx"
    run("new", path, "--leer")
    code, _, err = run("refresh", path)
    assert code == 2
    assert err.count("eine leere Zelle") == 12
    type_in(
        path, Annahme_Planjahr=2027, Annahme_ELB_gesamt=1000, Annahme_G2_ELB=0, Annahme_G1_Veraenderung=0.1,
        Annahme_G1_Zugang=0, Annahme_G2_Veraenderung=0, Annahme_G2_Zugang=0,
        Annahme_IQ_gesamt_Vorjahr=0.2, Annahme_G1_IQ_Vorjahr=0.2, Annahme_G1_IQ_Steigerung=0, Annahme_G2_IQ_Ziel=0,
        Annahme_LZB_Bestand=500, Annahme_LZB_Zuwachsrate=0.01, Annahme_LZB_Abgang=5, Annahme_LZB_Ziel=0,
        Annahme_Verwaltungsbudget=100, Annahme_Eingliederungsmittel=50, Annahme_Umschichtung_Anteil=-0.5,
    )  # fmt: skip
    code, out, err = run("refresh", path)
    assert (code, err) == (0, "")
    assert stored(path, "Ziel_ELB_gesamt", "Ziel_IQ_gesamt", "Ziel_LZB_Abgang", "Ziel_EGT") == pytest.approx(
        [1100, 0.2, 5, 75]
    )
    assert "ELB insgesamt, Ausgangsbestand (Annahme_ELB_gesamt): leer → 1.000 Köpfe" in out
    code, out, _ = run("check", path)
    assert code == 0, out  # nothing printed to contradict, all targets fit


def test_refresh_prints_the_targets(plan_file, run):
    """Figures of the planning document 2017, typed."""
    _, out, _ = run("refresh", plan_file)
    for words in (
        "27.649 Köpfe", "+4,1 %", "25.327 Köpfe", "2.322 Köpfe", "23,3 %", "12,98 %", "22,4 %", "22,433 %", "22,475 %",
        "22,387 % bis 22,480 %", "17.241 Köpfe", "LZB ±0,0 %: nötig sind 69 Abgänge im Monat, geplant 32", "5.936.501,88 €",
        "16.050.542,12 €", "31.512.126,88 €", "47.562.669,00 €", "angegeben 47.562.696 €",
        "Zwei benachbarte Ziffern sind vertauscht",
    ):  # fmt: skip
        assert words in out


def test_check_finds_the_documents_contradictions(plan_file, run):
    code, out, _ = run("check", plan_file)
    assert code == 1
    assert out.count("Widerspruch") == stored(plan_file, "Pruefung_Widersprueche") >= 5
    assert "alle 16 stimmen" in out
    assert "alle wie geliefert" in out


def test_check_json(plan_file, run):
    code, out, _ = run("check", plan_file, "--json")
    report = json.loads(out)
    verdicts = {row["pruefung"]: row["urteil"] for row in report["pruefungen"]}
    assert (code, report["ohne_befund"], report["formeln"], report["fehler"]) == (1, False, [], [])
    assert verdicts["VKB und EGT ergeben das gedruckte Gesamtbudget"] == "Widerspruch"
    assert verdicts["Anteil am EGT ergibt den gedruckten Umschichtungsbetrag"] == "passt"
    assert verdicts["Anteil der LZB an den ELB ist der gedruckte"] == "nicht prüfbar"
    total = next(row for row in report["pruefungen"] if "Gesamtbudget" in row["pruefung"])
    assert (total["berechnet"], total["gedruckt"]) == (47562669, 47562696)


def test_check_explains_errors_in_cells(plan_file, run):
    book = openpyxl.load_workbook(plan_file)
    book.create_sheet("Notizen")["B2"] = "=JC_BASIS(953,0)"
    book.save(plan_file)
    code, out, _ = run("check", plan_file)
    assert code == 1
    assert "Notizen!B2" in out
    assert "JC_BASIS: rate: gefunden 0, erwartet eine Zahl ungleich 0" in out


def test_check_says_when_targets_are_outdated(plan_file, run):
    type_in(plan_file, Annahme_LZB_Bestand=18000)
    code, out, _ = run("check", plan_file)
    assert code == 1
    assert "Ziele, die nicht zur Rechnung passen" in out
    assert "18.000 Köpfe" in out


EVAL = [
    ("JC_IQ_GESAMT({0,233;0,1298};{25327;2322})", 0.224333126),
    ("JC_IQ_GESAMT({0.233;0.1298},{25327;2322})", 0.224333126),
    ("JC_IQ_GESAMT({0.233;0.1298};{25327.005;2322})", 0.2243331275),
    ("=JC_IQ_ZIEL(0,23;0,015)", 0.23345),
    ("JC_IQ_ZIEL(0.23,0.015)", 0.23345),
    ("JC_IQ_ZIEL(0,23;0,015;3)", 0.233),
    ("JC_BASIS(953;0.696)", 1369.2528735632),
    ("JC_LZB_ABGANG(17241;0.004;0)", 68.964),
    ("JC_IQ_BENOETIGT(0,225;{0,23;};{25201;1369})", 0.1329583638),
    ("JC_VERAENDERUNG(110,100)", 0.1),
]


@pytest.mark.parametrize(("call", "value"), EVAL, ids=[c for c, _ in EVAL])
def test_eval(run, call, value):
    code, out, err = run("eval", "--json", call)
    assert (code, err) == (0, "")
    assert json.loads(out) == pytest.approx(value, rel=1e-9)


def test_eval_blocks_truths_and_texts(run):
    assert json.loads(run("eval", "--json", "JC_UMSCHICHTUNG(25575625;21987044;0.27)")[1]) == [
        [5936501.88], [31512126.88], [16050542.12], [47562669],
    ]  # fmt: skip
    assert run("eval", "--json", "JC_VERTRAEGLICH(0.224333;0.224;3)")[1].strip() == "true"
    assert run("eval", "JC_ZAHLENDREHER(47562669;47562696)")[1].strip() == "WAHR"
    assert run("eval", "--json", "JC_AMPEL(96;100;0,05)")[1].strip() == '"gelb"'
    assert run("eval", "JC_IQ_GESAMT({0,233;0,1298};{25327;2322})")[1].strip() == "0,224333125972006"
    assert run("eval", "--json", "JC_VERSION()")[1].strip() == json.dumps(__version__)
    assert json.loads(run("eval", "--json", "JC_ELB_PROGNOSE({100;;10};{0,1;;0})")[1]) == [
        [110.00000000000001],
        [None],
        [10],
    ]


def test_eval_with_a_workbook(plan_file, run):
    assert run("eval", "JC_IQ_GESAMT(IQ_Plan;ELB_Plan)", "--file", plan_file)[1].strip() == "0,224333127539309"
    assert run("eval", "JC_KFA(Annahme_Verwaltungsbudget;Annahme_KFA_Quote)", "--file", plan_file)[0] == 0
    places = areas(Values(plan_file).names)
    plan, before = (address(area.bottom, area.left) for _, area in (places["ELB_Plan"], places["ELB_Bestand"]))
    said = run("eval", f"JC_VERAENDERUNG(ELB!{plan};ELB!{before})", "--file", plan_file)[1]
    assert said.strip() == "0,696128560993426"  # 953 of 1,369


EVAL_BAD = [
    ('JC_IQ_GESAMT({0,233;"x"};{25327;2322})', ["iq, Wert 2", "„x“ (Text)", "eine Zahl"]),
    ("JC_IQ_GESAMT({0,233};{25327;2322})", ["elb", "2 Werte", "1 Wert,"]),
    ("JC_IQ_GESAMT(23,3;1)", ["iq", "23,3", "Anteil von 0 bis 1"]),
    ("JC_GIBT_ES_NICHT(1)", ["JC_GIBT_ES_NICHT"]),
    ("JC_IQ_GESAMT(", ["nicht lesbar"]),
    ("JC_VERSION(1)", ["1 Argument,", "höchstens 0"]),
    ("JC_BASIS(1)", ["rate", "nichts"]),
    ("JC_KFA(Annahme_KFA_Quote)", ["Arbeitsmappe", "--file"]),
]


@pytest.mark.parametrize(("call", "words"), EVAL_BAD, ids=[c for c, _ in EVAL_BAD])
def test_eval_of_what_cannot_be(run, call, words):
    code, out, err = run("eval", call)
    assert (code, out) == (2, "")
    assert err.startswith("Fehler: ")
    assert all(word in err for word in words), err


def test_an_ambiguous_spelling_is_not_guessed(run):
    """1000,0 in German, or 1000 and a quota of 0 in English: both compute, and differ."""
    code, out, err = run("eval", "JC_KFA(1000,0)")
    assert (code, out) == (2, "")
    assert "auf mehrere Arten lesbar" in err
    assert run("eval", "JC_KFA(31512126,88)")[0] == 0  # 88 is no quota, so it can only be German


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ("-2^2", "4"),  # a spreadsheet's minus in front binds first
        ("-1+2", "1"),
        ("--2", "2"),
        ("-JC_BASIS(953;0,5)", "−1.906"),
        ("-jc_basis(953;0,5)", "−1.906"),
        ('{"a"."b";"c".}', "a\tb\nc\t"),
        ('{"a"\\"b";"c"\\}', "a\tb\nc\t"),
        ("UND({WAHR;FALSCH})", "FALSCH"),
        ("WENNFEHLER(SUMME({#NV;1});7)", "7"),
        ("ANZAHL2({1.;.2})", "2"),
        ('ISTTEXT("}")', "WAHR"),
    ],
)
def test_eval_reads_what_a_cell_takes(run, call, answer):
    assert run("eval", call) == (0, answer + "\n", "")


@pytest.mark.parametrize("call", ["{1.2\\3}", "SUMME({1.2;3.4})", "SUMME({0,5;1,5})"])
def test_ambiguous_arrays_are_not_guessed(run, call):
    code, out, err = run("eval", call)
    assert (code, out) == (2, "")
    assert "auf mehrere Arten lesbar" in err


def test_message_of_the_likelier_reading(run):
    """Without a comma points are decimal signs: the rate 1.298 is wrong, not a column 298."""
    assert "1,298" in run("eval", "JC_IQ_GESAMT({0.233;1.298};{25327;2322})")[2]


def test_options_of_eval_are_still_options(run):
    assert run("eval", "--json", "-2^2")[1] == run("eval", "-2^2", "--json")[1] == "4\n"
    assert run("eval", "--nein")[0] == 2
    assert "Aufruf: jcplan eval" in run("eval", "-h")[1]


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_every_function_takes_arrays_of_anything(run, name):
    """A value or a sentence, whatever kind of array stands at an argument."""
    arguments = CATALOGUE[name].arguments
    for at in range(len(arguments)):
        for array in ('{"a"."b";"c".}', "{WAHR;FALSCH}", "{#NV;1}", "{.;.}", "{0,5\\0,25}"):
            call = f"{name}({';'.join(array if place == at else '{0,5;0,25}' for place in range(len(arguments)))})"
            code, out, err = run("eval", call)
            assert (code, out == "", err.startswith("Fehler: ")) in {(0, False, False), (2, True, True)}, (call, err)
            assert "ist nicht lesbar" not in err


CALLS = """\
JC_BASIS(953;0,5)

JC_UMSCHICHTUNG(25575625;21987044;0.27)
-2^2
JC_BASIS(1;0)
{"a"."b ""c"".";#NV.}
"erste
WAHR
"""


def stream(monkeypatch, text):
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_eval_of_many_calls(run, monkeypatch):
    stream(monkeypatch, CALLS)
    code, out, err = run("eval", "-")
    assert (code, err) == (2, "")
    assert out.splitlines() == [
        "1.906",
        "",
        "{5936501,88;31512126,88;16050542,12;47562669}",
        "4",
        "Fehler: JC_BASIS: rate: gefunden 0, erwartet eine Zahl ungleich 0 (es wird durch sie geteilt).",
        '{"a"."b ""c"".";#NV.}',
        'Fehler: Die Formel ="erste ist nicht lesbar.',
        "WAHR",
    ]


def test_eval_of_many_calls_as_json(run, monkeypatch):
    stream(monkeypatch, CALLS)
    code, out, err = run("eval", "-", "--json")
    assert (code, err) == (2, "")
    assert [json.loads(line) for line in out.splitlines()] == [
        1906,
        None,
        [[5936501.88], [31512126.88], [16050542.12], [47562669]],
        4,
        {"fehler": "JC_BASIS: rate: gefunden 0, erwartet eine Zahl ungleich 0 (es wird durch sie geteilt)."},
        [["a", 'b "c".'], ["#N/A", None]],
        {"fehler": 'Die Formel ="erste ist nicht lesbar.'},
        True,
    ]


def test_eval_of_many_calls_without_an_error_ends_with_0(run, monkeypatch, plan_file):
    stream(monkeypatch, "SUMME(ELB_Plan)\n\nZEILEN(ELB_Plan)\n")
    assert run("eval", "-", "--file", plan_file) == (0, "27.649,005\n\n2\n", "")
    stream(monkeypatch, "")
    assert run("eval", "-") == (0, "", "")


def test_answers_are_read_back_as_what_they_are(run, monkeypatch):
    """A block in the answer is a call that gives this block."""
    blocks = ['{1,5."x.y;z";WAHR.#DIV/0!}', "{-1,5\\2;1000000\\;0,001\\3}", "{1,5.;.2}"]
    stream(monkeypatch, "\n".join(blocks))
    answers = run("eval", "-")[1]
    stream(monkeypatch, answers)
    assert run("eval", "-")[1] == answers
    assert answers.splitlines() == [block.replace("\\", ".") for block in blocks]


def test_each_line_is_answered_at_once():
    """The real process, asked again after its answer; bytes as Windows may send them."""
    with subprocess.Popen(
        [sys.executable, "-m", "jcplan", "eval", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        for call, answer in (
            (b"\xef\xbb\xbf1+1\r\n", b"2"),
            ('"ä"\n'.encode(), "ä".encode()),
            (b'"\xff"\n', "\ufffd".encode()),
        ):
            process.stdin.write(call)
            process.stdin.flush()
            assert process.stdout.readline().strip() == answer
        process.stdin.close()
        assert process.wait(30) == 0


def test_eval_does_not_wait_for_what_others_need():
    """Sheets, charts and tables on a terminal take longer to import than a call to compute."""
    code = "import sys; from jcplan.hosts.cli import main; main(['eval', '1+1']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.startswith("2\n")
    loaded = set(done.stdout.split())
    assert not loaded & {"xlsxwriter", "rich", "jcplan.layout", "jcplan.build", "jcplan.hosts.cli.commands", "xlwings"}


def test_refresh_does_not_wait_for_what_makes_workbooks(tmp_path):
    out = str(tmp_path / "out.xlsx")
    code = f"import sys; from jcplan.hosts.cli import main; main(['refresh', {str(SHIPPED)!r}, '-o', {out!r}]); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    loaded = set(done.stdout.split())
    assert "jcplan.formula.engine" in loaded
    assert not loaded & {
        "xlsxwriter",
        "openpyxl",
        "rich",
        "olefile",
        "jcplan.build",
        "urllib.request",
        "xlwings",
    }


def test_functions_lists_the_catalogue(run):
    _, out, _ = run("functions")
    assert all(f.call in out for f in CATALOGUE.values())


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_functions_explains_each(run, name):
    code, out, _ = run("functions", name.lower())
    function = CATALOGUE[name]
    assert code == 0
    assert function.help in out
    assert all(argument.help in out for argument in function.arguments)
    assert function.example.formula in out


def test_functions_suggests_the_nearest(run):
    code, _, err = run("functions", "JC_IQ_GESAM")
    assert code == 2
    assert "JC_IQ_GESAMT" in err


@pytest.mark.parametrize("arguments", [[], ["unbekannt"], ["refresh"], ["check", "a", "b"], ["eval"]])
def test_wrong_calls_are_explained_in_german(run, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "Aufruf: jcplan" in err
    assert "Fehler: " in err


def test_help_is_german(run):
    code, out, _ = run("--help")
    assert code == 0
    assert "Befehle" in out
    assert "usage" not in out
    assert "show this help" not in out


def test_installed_command_and_exit_code(plan_file):
    """The real process: no traceback, the right exit code, UTF-8 when piped."""
    done = subprocess.run(
        [sys.executable, "-m", "jcplan", "check", plan_file], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "nicht prüfbar" in done.stdout.decode("utf-8")
    assert done.stderr == b""


# ---- how a command ends -----------------------------------------------------------------------

ENDLESS = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever the tests themselves were started to ignore
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from jcplan.hosts.cli import entry, grammar
def run(_):
    print("da", flush=True)
    time.sleep(600)
grammar.run = run
sys.exit(entry.main([]))
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_a_command_with_one_line(number, code):
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"da\n"
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert err.decode() == "Abgebrochen. Jede Datei ist die alte oder die neue, keine ist halb geschrieben.\n"


def test_what_is_ignored_stays_ignored():
    """Under ``nohup`` a closed terminal is no reason to end."""
    code = (
        ENDLESS.replace("600", "0.5")
        .replace("import sys", "import signal, sys")
        .replace("def run", "signal.signal(signal.SIGHUP, signal.SIG_IGN)\ndef run")
    )
    code = code.replace('print("da", flush=True)', 'print("da", flush=True); signal.raise_signal(signal.SIGHUP)')
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


LONG = """
import sys
from jcplan.hosts.cli import entry, grammar, show
def run(_):
    for _ in range(20_000):
        show.line("Zeile")
    return 0
grammar.run = run
sys.exit(entry.main([]))
"""


def test_a_reader_that_goes_away_is_no_error():
    with subprocess.Popen([sys.executable, "-c", LONG], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"Zeile\n"
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (0, b"")


def test_a_full_disk_behind_the_output_is_named():
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", LONG], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert done.returncode == 2
    assert done.stderr.decode() == "Fehler: Die Ausgabe lässt sich nicht schreiben (der Datenträger ist voll).\n"


def test_no_output_at_all():
    command = f"exec {sys.executable} -m jcplan functions >&- 2>&-"
    assert subprocess.run(["/bin/sh", "-c", command], check=False, timeout=60).returncode == 0


def test_too_little_memory_is_named(run, monkeypatch):
    def full(_):
        raise MemoryError

    monkeypatch.setattr("jcplan.hosts.cli.around.functions", full)
    code, out, err = run("functions")
    assert (code, out) == (2, "")
    assert err.startswith("Fehler: Der Arbeitsspeicher reicht nicht.")


# ---- what steers a terminal -------------------------------------------------------------------

EVIL = "A\x1b]0;x\x07\x9b2J\x7f\u202eB\u2028\u2066\ufeff"
SHOWN = "A␛]0;x␇‹U+009B›2J‹U+007F›‹U+202E›B‹U+2028›‹U+2066›‹U+FEFF›"


@pytest.mark.parametrize("terminal", [False, True])
def test_nothing_in_a_table_steers_the_terminal(capsys, monkeypatch, terminal):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    show.table("Titel", ("Zelle", "Wert"), [(EVIL, "a\nb\r\nc\td")])
    out = re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out)  # the table's own colours
    assert SHOWN in out
    assert "a b c␉d" in out
    assert not set(EVIL) - set("A]0;x2JB") & set(out)


def test_nothing_in_a_message_steers_the_terminal(capsys):
    show.line(f"Team {EVIL}\n\tzweite Zeile")
    show.error(f"Fehler: {EVIL}")
    captured = capsys.readouterr()
    assert captured.out == f"Team {SHOWN}\n\tzweite Zeile\n"
    assert captured.err == f"Fehler: {SHOWN}\n"


def test_usual_letters_of_the_world_stay(capsys):
    text = "Łódź, Ödön – „Größe“ … 10 € ‰ 中文 हिन्दी ش\u200cم 👩\u200d💻 Zei\u00adle −5"
    show.line(text)
    assert capsys.readouterr().out == text + "\n"


def test_json_reads_back_as_it_was_and_steers_nothing(capsys):
    value = {EVIL: [EVIL, "ä–中", 1.5, None, True, "\ud800", "\U000e0041"]}
    show.data(value, indent=2)
    out = capsys.readouterr().out
    assert json.loads(out) == value
    assert not set(EVIL) - set("A]0;x2JB") & set(out)
    assert "ä–中" in out
    show.data([float("inf"), float("nan")])
    assert json.loads(capsys.readouterr().out) == [None, None]


def test_a_cell_with_control_characters(plan_file, run):
    type_in(plan_file, Annahme_ELB_gesamt="\x1b[2Jviele")
    code, _, err = run("refresh", plan_file)
    assert code == 2
    assert "„␛[2Jviele“" in err
