"""Questions on the command line: why, what would it take, what if, how sure. On copies of the shipped plan.

Figures of the reference case (planning document 2017): ELB 26.570, of them 1.369 of the 8 HKL; +0,5 % and +953;
IQ 23,0 % raised by 1,5 % and published as 23,3 %, 12,98 %; LZB 17.241 growing by 0,4 % a month.
"""

from __future__ import annotations

import json
import math
import re
from statistics import NormalDist

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from workbooks import Values, log, stored, type_in

from jcplan.ask import words
from jcplan.ask.state import State
from jcplan.build import build
from jcplan.cases import reference
from jcplan.cells import parse_area, split_reference
from jcplan.errors import InputError
from jcplan.hosts.file import FileBook
from jcplan.model import Shape
from jcplan.ooxml import WorkbookFile

ALL, REST, REFUGEES = 26570, (26570 - 1369) * 1.005, 1369 + 953
LABEL = "8 HKL (Flucht/Asyl)"


def answer(run, *arguments):
    code, out, err = run(*arguments, "--json")
    assert code in (0, 1), err
    return json.loads(out)


def constants(path):
    """What is typed in or written, by sheet and place."""
    file = WorkbookFile.read(path)
    found = {(sheet, *at): cell for sheet in file.sheets for at, cell in file.cells(sheet).items()}
    arrays = {(sheet, *at) for (sheet, *_), cell in found.items() if cell.array for at in cell.array}
    return {key: cell.value for key, cell in found.items() if cell.formula is None and key not in arrays}


# ---- need ---------------------------------------------------------------------------------------


def test_need_gives_the_value_and_where_it_is_published(plan_file, run):
    found = answer(run, "need", plan_file, "IQ gesamt", "22,5 %", "Annahme_G1_IQ_Steigerung")
    (lever,) = found["eingaben"]
    assert lever["wert"] == pytest.approx((0.225 * (REST + REFUGEES) - 0.1298 * REFUGEES) / REST / 0.23 - 1, rel=1e-11)
    assert lever["wert"] == pytest.approx(0.016209, abs=5e-7)
    assert (lever["von"], lever["bis"]) == pytest.approx((0.2335 / 0.23 - 1, 0.2345 / 0.23 - 1), rel=1e-9)
    assert (found["ziel"], found["wunsch"], found["veroeffentlicht"]) == ("Ziel_IQ_gesamt", 0.225, 0.224)
    assert lever["kurz"] == 0.016
    assert lever["grund"] is None


def test_the_answer_is_a_table(plan_file, run):
    code, out, _ = run("need", plan_file, "iq gesamt", "0,225", "ohne 8 HKL Steigerung")
    assert code == 0
    assert "IQ gesamt soll 22,5 % werden (jetzt veröffentlicht 22,4 %, genau 22,4333 %" in out
    (line,) = (row for row in out.splitlines() if "relative Steigerung" in row)
    assert " ".join(line.split()) == "ohne 8 HKL: IQ, relative Steigerung 1,5 % 1,6209 % 1,5218 % 1,9565 % 1,6 %"


def test_targets_and_inputs_as_people_call_them(plan_file):
    state = State(FileBook(plan_file))
    for text in ("Ziel_IQ_gesamt", "iq gesamt", "IQ", "Integrationsquote (IQ), gesamt", "IQ_gesamt", "Ziel_IQ_gesamt_veroeffentlicht"):  # fmt: skip
        assert state.find_target(text) == "Ziel_IQ_gesamt"
    for text in ("IQ 8 HKL", f"iq {LABEL}", "IQ_G2"):
        assert state.find_target(text) == "Ziel_IQ_G2"
    assert state.find_target("LZB") == "Ziel_LZB"
    assert state.find_target("LZB Abgang") == "Ziel_LZB_Abgang"
    assert state.find_target("Umschichtung") == "Ziel_Umschichtung"
    for text in (
        "Annahme_G2_Zugang",
        "G2_Zugang",
        "8 HKL weiterer Zugang",
        "Gruppe 2: weiterer Zugang",
        "Zugang 8 HKL",
    ):
        assert state.find_input(text) == "Annahme_G2_Zugang"
    for text in ("ohne 8 HKL Steigerung", "ohne 8 HKL: IQ, relative Steigerung"):
        assert state.find_input(text) == "Annahme_G1_IQ_Steigerung"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("22,5 %", "%", 0.225), ("22,5%", "%", 0.225), ("0,225", "%", 0.225), ("−5 %", "%", -0.05), ("0", "%", 0.0),
        ("27.649", "Köpfe", 27649), ("27649", "Köpfe", 27649), ("69,5 Köpfe", "Köpfe je Monat", 69.5),
        ("5.936.501,88 €", "€", 5936501.88), ("5,9 Mio. €", "€", 5.9e6), ("-1,5 Mio", "€", -1.5e6),
    ],
)  # fmt: skip
def test_figures_as_people_type_them(text, unit, value):
    assert words.typed(text, unit, "WUNSCH") == value


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("22,5", "%", "Meinten Sie 22,5 %?"), ("22.5", "%", "deutsch geschrieben"), ("0.225", "%", "deutsch geschrieben"),
        ("viele", "Köpfe", "deutsch geschrieben"), ("22 %", "Köpfe", "(Köpfe)"), ("1.23", "€", "deutsch geschrieben"),
        ("", "€", "deutsch geschrieben"), ("5 Köpfe", "€", "(€)"),
    ],
)  # fmt: skip
def test_figures_that_cannot_be_read(text, unit, said):
    with pytest.raises(InputError, match=re.escape(said)):
        words.typed(text, unit, "WUNSCH")


def test_every_printed_end_is_inside(plan_file, run):
    """1,5217 %, as the exact end 1,52174 % would be rounded, is published as 22,4 %: the end is printed upwards."""
    assert round(0.23 * 1.015217, 3) == 0.233
    for increase in (0.015218, 0.019565, 0.016):
        type_in(plan_file, Annahme_G1_IQ_Steigerung=increase)
        found = answer(run, "need", plan_file, "IQ gesamt", "22,5 %", "Annahme_G1_IQ_Steigerung")
        assert found["veroeffentlicht"] == 0.225


def test_need_without_an_input_names_all_levers(plan_file, run):
    found = answer(run, "need", plan_file, "ELB gesamt", "28.000")
    values = {lever["name"]: lever["wert"] for lever in found["eingaben"]}
    more = 28000 - REST - REFUGEES
    assert values["Annahme_G2_Zugang"] == pytest.approx(953 + more)
    assert values["Annahme_ELB_gesamt"] == pytest.approx(ALL + more / 1.005)
    assert values["Annahme_G1_Veraenderung"] == pytest.approx((28000 - REFUGEES) / (ALL - 1369) - 1)
    assert found["ohne_wirkung"] == ["ohne 8 HKL: weiterer Zugang ab Monat"]  # nobody comes
    assert "Annahme_LZB_Ziel" not in values


def test_need_of_exits(plan_file, run):
    found = answer(run, "need", plan_file, "LZB Abgang", "69", "LZB Zuwachsrate")
    assert found["exakt"] == pytest.approx(68.964)
    assert found["eingaben"][0]["wert"] == pytest.approx(69 / 17241)


def test_no_value_ends_with_one_and_says_why(plan_file, run):
    code, out, _ = run("need", plan_file, "LZB", "17.000", "Annahme_ELB_gesamt")
    assert code == 1
    assert "„LZB im Jahresmittel“ hängt nicht von „ELB insgesamt, Ausgangsbestand“ ab." in out
    code, out, _ = run("need", plan_file, "IQ gesamt", "90 %", "Annahme_G2_IQ_Ziel")
    assert code == 1
    assert "nie bei 90,000 %" in out


def test_a_wish_finer_than_what_is_published(plan_file, run):
    code, out, _ = run("need", plan_file, "IQ gesamt", "22,45 %", "Annahme_G1_IQ_Steigerung")
    assert code == 0
    assert "22,45 % hat mehr Nachkommastellen, als veröffentlicht werden" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("IQ gesat", "22,5 %"), "Meinten Sie „IQ gesamt“ (Ziel_IQ_gesamt)"),
        (("IQ", "22,5"), "WUNSCH: gefunden „22,5“"),
        (("IQ", "22,5 %", "Zugangg 8 HKL"), "Meinten Sie"),
        (("IQ", "22,5 %", "ELB, Ausgangsbestand"), "Meinten Sie"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_sentence(plan_file, run, arguments, said):
    code, _, err = run("need", plan_file, *arguments)
    assert code == 2
    assert said in err


def test_negative_wishes_are_no_options(plan_file, run):
    assert answer(run, "need", plan_file, "Umschichtung", "-1.000.000", "Umschichtung Anteil")["wunsch"] == -1e6
    assert answer(run, "need", plan_file, "Umschichtung", "−0,5 Mio. €", "Umschichtung Anteil")["wunsch"] == -5e5


def test_a_plan_that_cannot_be_may_be_mended(plan_file, run):
    type_in(plan_file, Annahme_G2_ELB=30000)
    found = answer(run, "need", plan_file, "ELB 8 HKL", "2.322", "Annahme_G2_ELB")
    assert found["exakt"] is None
    assert found["eingaben"][0]["wert"] == 1369


def test_a_plan_that_is_not_filled_in_says_where(empty_file, run):
    for command in (("explain", "IQ"), ("need", "IQ", "22 %"), ("scenario",), ("chance",)):
        code, _, err = run(command[0], empty_file, *command[1:])
        assert code == 2
        if command[0] != "chance":
            assert "(ELB insgesamt, Ausgangsbestand): gefunden eine leere Zelle" in err


# ---- scenario -----------------------------------------------------------------------------------


def test_scenarios_beside_the_plan(plan_file, run):
    found = answer(run, "scenario", plan_file)
    assert [each["nummer"] for each in found["spalten"]] == [1, 2]
    rows = {row["name"]: row for row in found["ziele"]}
    rest, refugees = (ALL - 1343) * 1.005, 1343 + 873
    first, second = rows["Ziel_IQ_gesamt"]["spalten"]
    assert first["exakt"] == pytest.approx((0.233 * rest + 0.1298 * refugees) / (rest + refugees), rel=1e-12)
    assert (first["veroeffentlicht"], first["unterschied"]) == (0.225, 0.001)
    assert second["exakt"] == rows["Ziel_IQ_gesamt"]["exakt"]  # the document's other state is the plan, to the last bit
    assert rows["Ziel_ELB_gesamt"]["spalten"][0] == {
        "veroeffentlicht": 27569,
        "exakt": rest + refugees,
        "unterschied": -80,
    }
    _, out, _ = run("scenario", plan_file)
    (line,) = (row for row in out.splitlines() if row.strip().startswith("ELB gesamt"))
    assert "27.649 Köpfe" in line
    assert "27.569 Köpfe (−80)" in line


def test_versions_are_compared_the_same_way(plan_file, tmp_path, run):
    other = tmp_path / "Oktober.xlsx"
    other.write_bytes(plan_file.read_bytes())
    type_in(other, Annahme_G2_Zugang=853)
    found = answer(run, "scenario", plan_file, "--gegen", other)
    assert found["spalten"][-1] == {
        "name": "Oktober.xlsx",
        "art": "plan",
        "nummer": None,
        "moeglich": True,
        "grund": None,
    }
    (row,) = (row for row in found["ziele"] if row["name"] == "Ziel_ELB_gesamt")
    assert row["spalten"][-1]["unterschied"] == -100


def test_an_impossible_scenario_has_its_reason(plan_file, run):
    type_in(plan_file, Szenario_G2_ELB=30000)
    first = answer(run, "scenario", plan_file)["spalten"][0]
    assert not first["moeglich"]
    assert "30.000" in first["grund"]
    before = plan_file.read_bytes()
    code, _, err = run("scenario", plan_file, "--uebernehmen", "1")
    assert (code, plan_file.read_bytes()) == (2, before)
    assert "30.000" in err
    assert list(plan_file.parent.glob("*.bak")) == []


@pytest.mark.parametrize("name", ["1", "abschnitt 1: +873 (65 %)"])
def test_adopting_writes_the_inputs_and_a_row_of_the_log(plan_file, run, name):
    before, held, rows = plan_file.read_bytes(), constants(plan_file), len(log(plan_file))
    code, out, err = run("scenario", plan_file, "--uebernehmen", name, "--wer", "Eva")
    assert code == 0, err
    assert f"{LABEL}: weiterer Zugang (Annahme_G2_Zugang): 953 Köpfe → 873 Köpfe" in out
    assert "Bitte jetzt „Ziele aktualisieren“ (jcplan refresh)." in out
    assert (plan_file.parent / "Plan.xlsx.bak").read_bytes() == before
    assert stored(plan_file, "Annahme_G2_ELB", "Annahme_G2_Zugang") == [1343, 873]
    changed = {at[0] for at, value in constants(plan_file).items() if held.get(at) != value}
    assert {"Annahmen", "Protokoll"} <= changed <= {"Annahmen", "Protokoll", "jcplan"}
    assert stored(plan_file, "Ziel_ELB_gesamt") == pytest.approx(REST + REFUGEES)  # the targets wait for a refresh
    assert len(log(plan_file)) == rows + 1
    _, who, _, checksum, outcome, changes = log(plan_file)[-1]
    assert (who, outcome) == ("Eva", "Szenario „Abschnitt 1: +873 (65 %)“ übernommen")
    assert changes.count("→") == 2
    run("refresh", plan_file)
    assert log(plan_file)[-1][3] == checksum
    assert stored(plan_file, "Ziel_ELB_gesamt_veroeffentlicht") == 27569


def test_adopting_into_another_file_leaves_this_one(plan_file, tmp_path, run):
    before = plan_file.read_bytes()
    out = tmp_path / "Neu.xlsx"
    found = answer(run, "scenario", plan_file, "--uebernehmen", "1", "-o", out)
    assert plan_file.read_bytes() == before
    assert found["arbeitsmappe"] == str(out)
    assert [each["nachher"] for each in found["geaenderte_annahmen"]] == [1343, 873]


def test_a_dash_becomes_a_blank(plan_file, run):
    type_in(plan_file, Szenario_G1_IQ_Steigerung="–", Szenario_G1_IQ_Ziel=0.234)
    found = answer(run, "scenario", plan_file, "--uebernehmen", "1")
    changes = {each["name"]: (each["vorher"], each["nachher"]) for each in found["geaenderte_annahmen"]}
    assert changes["Annahme_G1_IQ_Steigerung"] == (0.015, None)
    assert stored(plan_file, "Annahme_G1_IQ_Steigerung", "Annahme_G1_IQ_Ziel") == [None, 0.234]


def test_adopting_what_is_the_plan_writes_nothing(plan_file, run):
    rows = len(log(plan_file))
    code, out, _ = run("scenario", plan_file, "--uebernehmen", "2")
    assert code == 0
    assert "ist schon der Plan; es wurde nichts geschrieben" in out
    assert len(log(plan_file)) == rows


def test_a_scenario_that_there_is_not(plan_file, run):
    code, _, err = run("scenario", plan_file, "--uebernehmen", "Sommer")
    assert code == 2
    assert "1 „Abschnitt 1: +873 (65 %)“, 2 „Abschnitt 5: +953 (69,6 %)“" in err


# ---- explain ------------------------------------------------------------------------------------


def test_why_against_the_year_before(plan_file, run):
    found = answer(run, "explain", plan_file, "IQ gesamt")
    assert found["gegen"] == "Vorjahr"
    assert found["satz"].replace(LABEL, "8 HKL") == (
        "Die IQ gesamt sinkt um 0,07 Prozentpunkte, weil der Anteil der 8 HKL von 5,2 auf 8,4 % steigt (−0,33) und die "
        "Quote der 8 HKL sinkt (−0,02), obwohl die Quote ohne 8 HKL steigt (+0,32); Rundung −0,04."
    )
    parts = [round(each["gedruckt"] * 1e4) for each in found["beitraege"]]
    assert sum(parts) == round(found["summe_gedruckt"] * 1e4) == -7
    assert math.fsum([*(each["beitrag"] for each in found["genau"]), found["rundung"]]) == pytest.approx(
        found["nachher"] - found["vorher"], abs=1e-15
    )
    assert found["rechenweg"][-1]["wert"] == pytest.approx((0.233 * REST + 0.1298 * REFUGEES) / (REST + REFUGEES))


def test_why_against_the_last_refresh_once_inputs_changed(plan_file, run):
    type_in(plan_file, Annahme_G2_Zugang=853, Annahme_LZB_Ziel=-0.01)
    found = answer(run, "explain", plan_file, "ELB gesamt")
    assert (found["gegen"], found["veraenderung"]) == ("letzte Aktualisierung", pytest.approx(-100))
    assert found["ohne_wirkung"] == ["LZB, Ziel: Veränderung des Jahresmittels"]
    code, out, _ = run("explain", plan_file, "ELB gesamt")
    assert code == 0
    assert "ELB gesamt: Plan gegen letzte Aktualisierung" in out
    assert "ohne Wirkung: LZB, Ziel: Veränderung des Jahresmittels" in out
    assert answer(run, "explain", plan_file, "ELB gesamt", "--gegen", "vorjahr")["gegen"] == "Vorjahr"
    assert answer(run, "explain", plan_file, "ELB gesamt", "--gegen", "Aktualisierung")["veraenderung"] == -100


def test_why_against_a_scenario(plan_file, run):
    found = answer(run, "explain", plan_file, "Ziel_IQ_gesamt_veroeffentlicht", "--gegen", "Abschnitt 1: +873 (65 %)")
    assert (found["vorher"], found["nachher"]) == (0.225, 0.224)


def test_why_against_another_plan(plan_file, tmp_path, run):
    other = tmp_path / "Oktober.xlsx"
    other.write_bytes(plan_file.read_bytes())
    type_in(other, Annahme_ELB_gesamt=26000)
    found = answer(run, "explain", plan_file, "ELB gesamt", "--gegen", other)
    assert (found["gegen"], found["veraenderung"]) == ("Oktober.xlsx", pytest.approx(570 * 1.005))


def test_why_against_what_there_is_not(plan_file, tmp_path, run):
    code, _, err = run("explain", plan_file, "IQ", "--gegen", "Sommer")
    assert (code, "„vorjahr“, „aktualisierung“" in err) == (2, True)
    assert run("explain", plan_file, "IQ", "--gegen", tmp_path / "Sommer.xlsx")[0] == 2
    other = tmp_path / "Drei.xlsx"
    other.write_bytes(build(reference().shaped(Shape(gruppen=3))))
    code, _, err = run("explain", plan_file, "IQ", "--gegen", other)
    assert (code, "3 Gruppen der ELB" in err) == (2, True)


def test_a_rate_of_the_year_before_that_nobody_knows_is_said(plan_file, run):
    """From the total follows one rate, not two."""
    blank = {"Annahme_G1_IQ_Vorjahr": None, "Annahme_G1_IQ_Steigerung": None, "Annahme_G2_IQ_Vorjahr": None}
    type_in(plan_file, **blank, Annahme_G1_IQ_Ziel=0.234)
    found = answer(run, "explain", plan_file, "IQ gesamt", "--gegen", "vorjahr")
    assert found["hinweis"].startswith(f"Die Quote im Vorjahr ist nicht bekannt: ohne 8 HKL, {LABEL}.")


# ---- chance -------------------------------------------------------------------------------------


def uncertain(path, draws=20_000, ranks=(), **spec):
    """Type distributions over those that the workbook computes, as another program would."""
    names = [row[0] for row in Values(path).area("Plan_Namen")]
    book = openpyxl.load_workbook(path)
    blocks = {"Plan_Verteilungen": (len(names), 7), "Plan_Korrelation": (10, 3), "Sicherheit_Ziehungen": (1, 1), "Sicherheit_Saat": (1, 1)}  # fmt: skip
    if "Plan_Verteilungen" not in book.defined_names:
        sheet = book.create_sheet("Unsicher")
        for column, (name, (height, width)) in zip("ALTX", blocks.items(), strict=True):
            last = sheet.cell(height, openpyxl.utils.column_index_from_string(column) + width - 1).coordinate
            book.defined_names[name] = DefinedName(name, attr_text=f"Unsicher!${column}$1:{last}")
    typed = {
        "Plan_Verteilungen": [spec.get(name.removeprefix("Annahme_"), ()) for name in names],
        "Plan_Korrelation": [*ranks, *[()] * (10 - len(ranks))],
        "Sicherheit_Ziehungen": [(draws,)],
        "Sicherheit_Saat": [(1,)],
    }
    for name, rows in typed.items():
        title, cells = split_reference(book.defined_names[name].value)
        area, (height, width) = parse_area(cells), blocks[name]
        for row in range(height):
            for column in range(width):
                value = rows[row][column] if column < len(rows[row]) else None
                cell = book[title].cell(area.top + row, area.left + column)
                if type(cell).__name__ != "MergedCell":
                    cell.value = value
    book.save(path)


def test_chance_of_a_published_target(plan_file, run):
    """27.649,005 + d is published as 27.649 or more from d = −0,505 on."""
    uncertain(plan_file, G2_Zugang=("normal", 953, 50), LZB_Ziel=("diskret", 0, 3, 0.01, 1))
    found = answer(run, "chance", plan_file)
    rows = {row["name"]: row for row in found["ziele"]}
    wanted = NormalDist(953, 50).cdf(953 + 0.505)
    elb = rows["Ziel_ELB_gesamt"]
    assert abs(elb["wahrscheinlichkeit"] - wanted) < 4 * elb["standardfehler"]
    assert elb["quantile"]["90"] == pytest.approx(27649 + 50 * NormalDist().inv_cdf(0.9), abs=3)
    lzb = rows["Ziel_LZB"]
    assert (lzb["richtung"], lzb["quantile"]["10"], lzb["quantile"]["90"]) == ("höchstens", 17241, 17413)
    assert abs(lzb["wahrscheinlichkeit"] - 0.75) < 4 * lzb["standardfehler"]
    assert rows["Ziel_EGT"]["wahrscheinlichkeit"] is None
    assert (found["ziehungen"], found["saat"], found["unmoeglich"]) == (20_000, 1, 0)
    assert answer(run, "chance", plan_file) == found


def test_needed_exits_are_reached_from_above(plan_file, run):
    """17.241·g with a goal of 0; up to 69,5 published as 69 at most."""
    uncertain(plan_file, LZB_Zuwachsrate=("normal", 0.004, 0.0001))
    (exits,) = (row for row in answer(run, "chance", plan_file)["ziele"] if row["name"] == "Ziel_LZB_Abgang")
    growth = NormalDist(0.004, 0.0001)
    assert exits["richtung"] == "höchstens"
    assert abs(exits["wahrscheinlichkeit"] - growth.cdf(69.5 / 17241)) < 4 * exits["standardfehler"]
    assert abs(exits["auf_dem_genauen_wert"] - growth.cdf(69 / 17241)) < 4 * exits["standardfehler"]


def test_the_command_and_the_sheet_draw_the_same(plan_file, run):
    found = answer(run, "chance", plan_file)
    rows = {row["name"]: row["wahrscheinlichkeit"] for row in found["ziele"]}
    names = [row[0] for row in Values(plan_file).area("Plan_Ziele")]
    shown = {cells[1]: cells for cells in Values(plan_file)["Sicherheit"].iter_rows(values_only=True)}
    assert found["ziehungen"] == 10_000
    assert {"Ziel_IQ_gesamt", "Ziel_ELB_gesamt"} <= set(names)
    assert rows["Ziel_IQ_gesamt"] in shown["IQ gesamt"]
    assert rows["Ziel_ELB_gesamt"] in shown["ELB gesamt"]


def test_draws_that_make_no_plan_are_counted(plan_file, run):
    """A group cannot have more people than there are."""
    uncertain(plan_file, G2_ELB=("diskret", 1369, 3, 30000, 1))
    found = answer(run, "chance", plan_file)
    assert found["unmoeglich"] == pytest.approx(0.25, abs=0.02)
    assert found["gruende"][0]["anteil"] == found["unmoeglich"]
    code, out, _ = run("chance", plan_file)
    assert code == 0
    assert "der Ziehungen ergeben keinen Plan" in out


def test_chance_of_what_goes_together(plan_file, run):
    """The sum of two normal numbers has the variance σ² + τ² + 2ρστ, ρ = 2·sin(π·0,6/6)."""
    pair = ("Annahme_G1_Zugang", "Annahme_G2_Zugang", 0.6)
    uncertain(plan_file, ranks=[pair], G1_Zugang=("normal", 0, 100), G2_Zugang=("normal", 953, 50))
    sigma = math.sqrt(100**2 + 50**2 + 2 * 2 * math.sin(math.pi * 0.6 / 6) * 100 * 50)
    (elb,) = (row for row in answer(run, "chance", plan_file)["ziele"] if row["name"] == "Ziel_ELB_gesamt")
    assert elb["quantile"]["90"] - elb["quantile"]["10"] == pytest.approx(
        2 * sigma * NormalDist().inv_cdf(0.9), rel=0.04
    )


def test_a_workbook_without_distributions_says_so(plan_file, run):
    book = openpyxl.load_workbook(plan_file)
    book.defined_names.pop("Plan_Verteilungen", None)
    book.save(plan_file)
    code, _, err = run("chance", plan_file)
    assert code == 2
    assert "Plan_Verteilungen" in err
    assert "„Sicherheit“" in err
