"""Comments on a figure and its history: on the command line, by the buttons, through upgrades and another shape.

Figures of the reference case: 953 more of the 8 HKL; IQ ohne 8 HKL 23,3 %, of the 8 HKL 12,98 %, of all 22,4 %.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil

import pytest
from pressing import Program, named
from workbooks import ROOT, Values, log, stored, type_in

from jcplan import delivered, press
from jcplan.ask.figure import NONE_THERE
from jcplan.cells import TEXT_LIMIT, areas, serial
from jcplan.ooxml import WorkbookFile

RELEASED = ROOT / "tests" / "release" / "0.1.0"


def today():
    return dt.datetime.now().strftime("%Y-%m-%d")  # noqa: DTZ005  # local time, as in the log


def data(run, *arguments):
    code, out, err = run(*arguments, "--json")
    assert code == 0, err
    return json.loads(out)


def history(run, path, name):
    """Before, after, who and version of each change, and the notes."""
    found = data(run, "verlauf", path, name)
    changes = [(each["vorher"], each["nachher"], each["wer"], each["version"]) for each in found["aenderungen"]]
    return changes, found


def write_log(path, *rows):
    """Put rows behind those of the log: when, who, version, outcome, text."""
    file = WorkbookFile.read(path)
    further = delivered.release("0.1.0").further  # which had no name for it
    sheet, header = areas({**further, **file.names})["Protokoll_Kopf"]
    first = header.bottom + 1 + len(log(path))
    for row, (when, who, version, outcome, text) in enumerate(rows, first):
        cells = (serial(when) if when else None, who, version, "", outcome, text)
        file.set_values(sheet, {(row, header.left + i): cell for i, cell in enumerate(cells)}, constants=True)
    path.write_bytes(file.to_bytes())


@pytest.fixture
def changed(plan_file, run):
    """853 instead of 953; (25,327.005 · 23.3 % + 2,222 · 12.98 %) ÷ 27,549.005 = 22.47 %, published 22,5 %."""
    type_in(plan_file, Annahme_G2_Zugang=853)
    assert run("refresh", plan_file, "--wer", "Eva")[0] == 0
    return plan_file


# ---- history ------------------------------------------------------------------------------------


def test_history_of_an_input(changed, run):
    changes, found = history(run, changed, "Annahme_G2_Zugang")
    assert changes == [("953 Köpfe", "853 Köpfe", "Eva", "0.2.0")]
    (event,) = found["aenderungen"]
    assert (event["vorher_wert"], event["nachher_wert"]) == (953, 853)
    assert event["zeitpunkt"][:10] == today()
    assert (found["jetzt"], found["protokoll_ab"]) == ("853 Köpfe", "2026-11-22T00:00:00")
    type_in(changed, Annahme_G2_Zugang=900)
    code, out, _ = run("verlauf", changed, "weiterer Zugang 8 HKL")
    assert code == 0
    assert "Vor der ersten Zeile des Protokolls (22.11.2026): unbekannt." in out
    assert "Jetzt: 900 Köpfe." in out
    assert "Die Ziele beruhen noch auf 853 Köpfe. Die Änderung steht noch nicht im Protokoll." in out


def test_history_of_a_target(changed, run):
    changes, found = history(run, changed, "IQ gesamt")
    assert changes == [("22,4 %", "22,5 %", "Eva", "0.2.0")]
    assert (found["name"], found["aenderungen"][0]["nachher_wert"]) == ("Ziel_IQ_gesamt", 0.225)
    assert history(run, changed, "ziel_iq_gesamt_veroeffentlicht")[0] == changes
    assert history(run, changed, "Ziel_LZB")[0] == []
    assert "Seitdem steht dort keine Änderung." in run("verlauf", changed, "Ziel_LZB")[1]


def test_any_input_has_a_history(plan_file, run):
    """Also one that no target depends on, and one of some words."""
    type_in(plan_file, Annahme_VZAE_Basis=440, Annahme_LZB_Abgang_Grundlage="nötig")
    assert run("refresh", plan_file, "--wer", "Eva")[0] == 0
    assert history(run, plan_file, "Annahme_VZAE_Basis")[0] == [("441,5 VZÄ", "440,0 VZÄ", "Eva", "0.2.0")]
    changes, found = history(run, plan_file, "Annahme_LZB_Abgang_Grundlage")
    assert changes[0][1] == "„nötig“"
    assert found["aenderungen"][0]["nachher_wert"] == "nötig"


def test_an_adopted_scenario_and_the_refresh_after_it(plan_file, run):
    run("scenario", plan_file, "--uebernehmen", "1", "--wer", "Udo")
    changes, found = history(run, plan_file, "Annahme_G2_Zugang")
    assert changes == [("953 Köpfe", "873 Köpfe", "Udo", "0.2.0")]
    assert found["hinweise"][0] == "Die Ziele beruhen noch auf 953 Köpfe."
    run("refresh", plan_file, "--wer", "Eva")
    changes, found = history(run, plan_file, "Annahme_G2_Zugang")
    assert changes == [("953 Köpfe", "873 Köpfe", "Udo", "0.2.0"), ("953 Köpfe", "873 Köpfe", "Eva", "0.2.0")]
    assert not [note for note in found["hinweise"] if "fehlt" in note]


def test_history_through_an_upgrade_and_renamed_names(tmp_path, run):
    old, new = tmp_path / "Alt.xlsx", tmp_path / "Neu.xlsx"
    shutil.copyfile(RELEASED / "neu.xlsx", old)
    noon = dt.datetime(2026, 11, 23, 12, 0)
    text = (
        "8 HKL: weiterer Zugang (Annahme_ELB_8HKL_Zugang): 900 Köpfe → 953 Köpfe; "
        "Stellen der veröffentlichten Quoten (Annahme_IQ_Stellen): 4 Stellen → 3 Stellen; "
        "Integrationsquote (IQ), 8 HKL (Ziel_IQ_8HKL): 13,0 % → 12,98 %"
    )
    write_log(old, (noon, "Ada", "0.1.0", "1 Ziel geändert", text))
    assert run("upgrade", old, "-o", new, "--wer", "Eva")[0] == 0
    type_in(new, Annahme_G2_Zugang=853)
    assert run("refresh", new, "--wer", "Udo")[0] == 0
    changes, found = history(run, new, "Annahme_G2_Zugang")
    assert changes == [("900 Köpfe", "953 Köpfe", "Ada", "0.1.0"), ("953 Köpfe", "853 Köpfe", "Udo", "0.2.0")]
    assert [each["name_damals"] for each in found["aenderungen"]] == ["Annahme_ELB_8HKL_Zugang", "Annahme_G2_Zugang"]
    assert history(run, new, "Annahme_ELB_8HKL_Zugang") == (changes, found)  # what it was called then is known too
    assert history(run, new, "Ziel_IQ_G2")[0] == [("13,0 %", "12,98 %", "Ada", "0.1.0")]
    for name in ("Annahme_IQ_Nachkommastellen", "Annahme_G1_IQ_Nachkommastellen"):  # was one input
        assert history(run, new, name)[0] == [("4 Stellen", "3 Stellen", "Ada", "0.1.0")]
    assert "damals Annahme_ELB_8HKL_Zugang" in run("verlauf", new, "Annahme_G2_Zugang")[1]


def test_what_the_log_does_not_say(changed, run):
    day = dt.datetime(2026, 12, 1, 9, 30)
    tail = "ELB insgesamt, Ausgangsbestand (Annahme_ELB_gesamt): 26.570 Köpfe → 26.6 …"
    write_log(
        changed,
        (day, "Udo", "0.2.0", "Alle Ziele unverändert", "8 HKL (Annahme_G2_Zugang): 700 Köpfe → 853 Köpfe"),
        (None, "Udo", "0.2.0", "Alle Ziele unverändert", "x" * 100 + "; " + tail),
    )
    changes, found = history(run, changed, "Annahme_G2_Zugang")
    assert [change[:2] for change in changes] == [("953 Köpfe", "853 Köpfe"), ("700 Köpfe", "853 Köpfe")]
    gap, cut, _ = found["hinweise"]
    assert gap.endswith("und 01.12.2026 09:30 fehlt etwas im Protokoll: dort 853 Köpfe, dann 700 Köpfe.")
    assert cut.startswith("1 Zeile des Protokolls (Zeile 9, ohne Datum): länger, als eine Zelle fasst.")
    changes, found = history(run, changed, "Annahme_ELB_gesamt")
    assert changes == [("26.570 Köpfe", "26.6", "Udo", "0.2.0")]
    assert (found["aenderungen"][0]["abgeschnitten"], found["aenderungen"][0]["nachher_wert"]) == (True, None)
    assert "26.6 … (im Protokoll abgeschnitten)" in run("verlauf", changed, "Annahme_ELB_gesamt")[1]


def test_a_label_cannot_pass_for_a_change(plan_file, run):
    text = "x (Annahme_ELB_gesamt): 1 → 2: weiterer Zugang (Annahme_G2_Zugang): 953 Köpfe → 900 Köpfe"
    write_log(plan_file, (dt.datetime(2026, 12, 1), "Udo", "0.2.0", "Szenario „A“ übernommen", text))
    assert history(run, plan_file, "Annahme_ELB_gesamt")[0] == []
    assert [change[:2] for change in history(run, plan_file, "Annahme_G2_Zugang")[0]] == [("953 Köpfe", "900 Köpfe")]


def test_an_empty_log_is_said(empty_file, run):
    code, out, _ = run("verlauf", empty_file, "IQ gesamt")
    assert code == 0
    assert "Das Protokoll hat noch keine Zeile; was früher war, ist unbekannt." in out
    assert "Jetzt: leer." in out


@pytest.mark.parametrize("command", ["verlauf", "kommentar"])
def test_what_is_no_figure_is_refused(plan_file, run, command):
    before = plan_file.read_bytes()
    code, _, err = run(command, plan_file, "IQ gesammt", *(["Text"] if command == "kommentar" else []))
    assert (code, plan_file.read_bytes()) == (2, before)
    assert "Meinten Sie „IQ gesamt“ (Ziel_IQ_gesamt)" in err


# ---- comments -----------------------------------------------------------------------------------


def test_a_comment_is_written_and_read(plan_file, run):
    before = stored(plan_file, "Ziel_IQ_gesamt"), len(log(plan_file))
    assert run("kommentar", plan_file)[1] == "Noch kein Kommentar.\n"
    found = data(run, "kommentar", plan_file, "IQ gesamt", "  Mit dem Träger besprochen. ", "--wer", "Eva")
    wanted = {
        "name": "Ziel_IQ_gesamt", "kommentar": "Mit dem Träger besprochen.", "wer": "Eva",
        "am": today(), "wert_damals": "22,4 %", "stand": "offen",
    }  # fmt: skip
    assert {key: found[key] for key in wanted} == wanted
    run("kommentar", plan_file, "Annahme_G2_Zugang", "Aus dem Abgleich", "--wer", "Udo")
    assert data(run, "kommentar", plan_file, "Ziel_IQ_gesamt_veroeffentlicht") == [wanted]
    assert [each["wer"] for each in data(run, "kommentar", plan_file)] == ["Eva", "Udo"]
    sheet = Values(plan_file)["Kommentare"]
    assert [sheet.cell(row, 2).value for row in (7, 8, 9)] == [
        "Integrationsquote (IQ), gesamt", "Gruppe 2: weiterer Zugang", None,
    ]  # fmt: skip
    assert (stored(plan_file, "Ziel_IQ_gesamt"), len(log(plan_file))) == before
    explained = data(run, "explain", plan_file, "IQ gesamt")
    assert explained["kommentare"] == [wanted]
    assert "1 Kommentar:\n  " in run("explain", plan_file, "IQ gesamt")[1]
    assert "Kommentar:" not in run("explain", plan_file, "Ziel_LZB")[1]


def test_comments_stay_through_refresh_and_another_shape(changed, run, tmp_path):
    """A name of an earlier version becomes that of now; a figure that is gone keeps its comment."""
    for name, text in (
        ("Annahme_G2_Zugang", "eins"),
        ("Annahme_G2_ELB", "zwei"),
        ("Annahme_Standard_7_Ist", "drei"),
    ):
        assert run("kommentar", changed, name, text, "--wer", "Eva")[0] == 0
    file = WorkbookFile.read(changed)
    (sheet, area), (stand, state) = (areas(file.names)[f"Kommentar_{name}"] for name in ("Name", "Stand"))
    file.set_values(sheet, {(area.top + 1, area.left): "Annahme_ELB_8HKL"}, constants=True)  # as 0.1.0 called it
    file.set_values(stand, {(state.top + 2, state.left): "erledigt"}, constants=True)
    changed.write_bytes(file.to_bytes())
    assert run("refresh", changed)[0] == 0
    before = data(run, "kommentar", changed)
    assert len(before) == 3
    new = tmp_path / "Drei.xlsx"
    code, out, _ = run("upgrade", changed, "-o", new, "--gruppen", "3", "--standards", "5")
    assert code == 0
    assert "Der Kommentar gehört zu Annahme_Standard_7_Ist; diese Zahl gibt es hier nicht." in out
    assert run("kommentar", new)[1].count("(gibt es hier nicht)") == 1
    after = data(run, "kommentar", new)
    assert [each["name"] for each in before] == ["Annahme_G2_Zugang", "Annahme_ELB_8HKL", "Annahme_Standard_7_Ist"]
    assert [each["name"] for each in after] == ["Annahme_G2_Zugang", "Annahme_G2_ELB", "Annahme_Standard_7_Ist"]
    assert [{**each, "name": ""} for each in after] == [{**each, "name": ""} for each in before]
    assert [each["kommentar"] for each in data(run, "kommentar", new, "Annahme_G2_ELB")] == ["zwei"]


def test_agreements_stay_through_another_shape_and_the_page_follows_the_team(plan_file, run, tmp_path):
    type_in(plan_file, Vereinbarung_Was="Plätze klären", Vereinbarung_Team="2.1", Vereinbarung_bis=42825)
    new = tmp_path / "Klein.xlsx"
    code, out, _ = run("upgrade", plan_file, "-o", new, "--teams", "3,3")
    assert code == 0
    assert "Plätze klären" not in out
    assert stored(new, "Vereinbarung_Was", "Vereinbarung_Team") == ["Plätze klären", "2.1"]
    sheet = Values(new)["Teamseiten"]
    labels = [sheet.cell(row, 2).value for row in range(1, sheet.max_row + 1)]
    assert labels.index("2.1 · Team 2.1") < labels.index("Plätze klären") < labels.index("2.2 · Team 2.2")


BAD = [
    ("", "Kommentar: gefunden eine leere Zelle, erwartet einen Text."),
    ("x" * 1001, "Kommentar: gefunden einen Text mit 1.001 Zeichen, erwartet höchstens 1000 Zeichen"),
    ("a\x1bb", "Kommentar: gefunden einen Text mit dem Steuerzeichen U+001B"),
]


@pytest.mark.parametrize(("text", "message"), BAD, ids=["blank", "long", "control"])
def test_a_text_that_cannot_be_written(plan_file, run, text, message):
    before = plan_file.read_bytes()
    code, _, err = run("kommentar", plan_file, "IQ gesamt", text)
    assert (code, plan_file.read_bytes()) == (2, before)
    assert message in err


def test_no_free_row(plan_file, run):
    file = WorkbookFile.read(plan_file)
    sheet, area = areas(file.names)["Kommentar_Text"]
    file.set_values(sheet, dict.fromkeys(area, "voll"), constants=True)
    plan_file.write_bytes(file.to_bytes())
    before = plan_file.read_bytes()
    code, _, err = run("kommentar", plan_file, "IQ gesamt", "noch einer")
    assert (code, plan_file.read_bytes()) == (2, before)
    assert "Blatt Kommentare: gefunden alle 60 Zeilen belegt, erwartet eine freie Zeile." in err


# ---- buttons ------------------------------------------------------------------------------------


def pressed(path, key, cell, answer=None):
    program = Program(path, cell, answer)
    message = press.run(key, program, {})
    path.write_bytes(program.book.to_bytes())
    return message


def test_the_buttons_on_the_selected_cell(changed):
    cell = named(changed, "Ziel_IQ_gesamt_veroeffentlicht")
    asked = pressed(changed, "comment", cell)
    assert (asked.kind, asked.text) == ("question", "Was ist zu „IQ gesamt“ (22,5 %) anzumerken?")
    done = pressed(changed, "comment", cell, "Abgestimmt.")
    assert (done.kind, done.text) == ("info", "Angemerkt zu „IQ gesamt“. 26.11.2026, Eva, zu 22,5 %: Abgestimmt.")
    assert "Bisher 1 Kommentar;" in pressed(changed, "comment", cell).text
    assert pressed(changed, "why", cell).text.endswith("\n\n1 Kommentar:\n  26.11.2026, Eva, zu 22,5 %: Abgestimmt.")
    assert ", Eva, Version 0.2.0: 22,4 % → 22,5 % (" in pressed(changed, "history", cell).text
    row = named(changed, "Kommentar_Text")  # the row of a comment stands for its figure
    assert pressed(changed, "history", row).text.startswith("Verlauf: IQ gesamt (Ziel_IQ_gesamt)")


def test_any_input_can_be_commented(plan_file):
    cell = named(plan_file, "Annahme_VZAE_Basis")
    assert pressed(plan_file, "comment", cell, "geprüft").kind == "info"
    text = pressed(plan_file, "why", cell).text
    assert "geprüft" in text
    assert stored(plan_file, "Kommentar_Name") == "Annahme_VZAE_Basis"


@pytest.mark.parametrize("key", ["comment", "history"])
def test_a_cell_without_a_figure(plan_file, key):
    for cell in (None, ("Hilfe", 1, 1), named(plan_file, "Kommentar_Text")):
        message = press.run(key, Program(plan_file, cell), {})
        assert (message.kind, message.text) == ("warning", NONE_THERE)


def test_texts_that_a_cell_holds(plan_file, run):
    """The longest comment is far from what a cell holds, and comes back whole."""
    text = "ä" * 1000
    assert len(text) < TEXT_LIMIT
    assert run("kommentar", plan_file, "IQ gesamt", text)[0] == 0
    assert data(run, "kommentar", plan_file, "IQ gesamt")[0]["kommentar"] == text
