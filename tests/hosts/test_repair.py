"""Single changes that remove contradictions: by hand in the reference case, each tried, what stands in the workbook."""

from __future__ import annotations

import json
import math

import openpyxl
import pytest
from workbooks import Values, stored, type_in

from jcplan.cases import reference
from jcplan.cells import areas
from jcplan.formula import Engine
from jcplan.hosts.cli import main
from jcplan.hosts.file import FileBook
from jcplan.layout.whole import layout

EXITS = "Geplanter Abgang und alle Hebel decken den nötigen Abgang"
BUDGET = "VKB und EGT ergeben das gedruckte Gesamtbudget"
NUMBER, BEFORE, AFTER, UNIT, INPUT, NAME, PLACES = range(7)
NEVER = ("Planjahr", "KFA_Quote", "Ampel", "Nachkommastellen", "_Stellen", "Annahme_Schluessel", "vorlaeufig_Anteil")
GIVEN = ("Annahme_LZB_Bestand", "Annahme_ELB_gesamt", "Annahme_Verwaltungsbudget", "Annahme_Eingliederungsmittel")

# The figures of the planning document, and what follows by hand.
STOCK, RATE, PLANNED = 17_241, 0.004, 32
GROWTH = (STOCK * RATE - PLANNED) * (12 + 1) / 2 / STOCK  # of the annual mean, with the planned exits
BY_HAND = {
    # contradiction: {input: (from, what it takes)}
    EXITS: {
        "Annahme_LZB_Abgang": (PLANNED, math.ceil(STOCK * RATE)),
        "Annahme_LZB_Ziel": (0, math.ceil(GROWTH * 1000) / 1000),
        "Annahme_LZB_Zuwachsrate": (RATE, math.floor(PLANNED / STOCK * 10_000) / 10_000),
    },
    BUDGET: {
        "Gedruckt_Budget_Summe": (47_562_696, 25575625 + 21987044),
        "Annahme_Verwaltungsbudget": (25_575_625, 47562696 - 21987044),
        "Annahme_Eingliederungsmittel": (21_987_044, 47562696 - 25575625),
    },
    "Plus5 und Joboffensive U25 ergeben das Soll für Projekte": {
        "Annahme_VZAE_Projekte": (8, 5 + 2),
        "Annahme_Projekt_Plus5_VZAE": (5, 8 - 2),
        "Annahme_Projekt_U25_VZAE": (2, 8 - 5),
    },
    "Die Projekte ergeben das Soll für Projekte, auch mit ESF-LZA im Jahresmittel": {
        "Annahme_VZAE_Projekte": (8, 5 + 2 + 4 * 6 / 12),
        "Annahme_Projekt_Plus5_VZAE": (5, 8 - 2 - 4 * 6 / 12),
        "Annahme_Projekt_U25_VZAE": (2, 8 - 5 - 4 * 6 / 12),
        "Annahme_Projekt_U25_Monate": (12, (8 - 5 - 4 * 6 / 12) / 2 * 12),
        "Annahme_Projekt_ESF_VZAE": (4, (8 - 5 - 2) * 12 / 6),
        "Annahme_Projekt_ESF_Monate": (6, (8 - 5 - 2) * 12 / 4),
    },
    "Prognose der Gruppen ergibt den gedruckten Anstieg der ELB (Köpfe)": {
        "Gedruckt_ELB_gesamt_Zuwachs": (897, round(953 + 0.005 * (26_570 - 1_369))),
    },
    "Der gedruckte Anstieg ist nicht kleiner als der größte Zuwachs einer Gruppe allein": {
        "Gedruckt_ELB_gesamt_Zuwachs": (897, 953),
    },
    "Die gedruckte Mitte der svB-Prognose ist die Mitte ihrer Spanne": {
        "Annahme_svB_Prognose_Mitte": (-0.006, 0.008),
        "Annahme_svB_Prognose_von": (-0.006, 2 * -0.006 - 0.021),
        "Annahme_svB_Prognose_bis": (0.021, 2 * -0.006 + 0.006),
    },
    "Von den ELB mit Fluchtkontext kommt der (rund) angegebene Anteil aus den 8 HKL": {
        "Annahme_Struktur_Fluchtkontext_8HKL_Anteil": (0.8, round(979 / 1_248, 2)),
        "Annahme_Struktur_Fluchtkontext_8HKL": (979, round(0.8 * 1_248)),
        "Annahme_Struktur_Fluchtkontext": (1248, round(979 / 0.8)),
    },
}


@pytest.fixture(scope="module")
def report(tmp_path_factory, fresh_bytes):
    """What ``jcplan check --json`` says of the reference case."""
    path = tmp_path_factory.mktemp("reference") / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    with pytest.MonkeyPatch.context() as patch:
        lines: list[str] = []
        patch.setattr("builtins.print", lambda *args, **_: lines.append(" ".join(map(str, args))))
        main(["check", str(path), "--json"])
    return json.loads("\n".join(lines))


def by_check(report):
    found = {}
    for each in report["reparatur"]:
        found.setdefault(each["pruefung"], {})[each["name"]] = each
    return found


def places_of(name, after):
    """The decimals that an input is printed with, or two digits of a share that is not printed and has fewer."""
    field = reference().model.field(name)
    places = field.places
    while field.unit == "%" and not field.printed and 0 < after * 10**places < 9.5:
        places += 1
    return places


# ---- what is listed -----------------------------------------------------------------------------


def test_the_reference_case_by_hand(report):
    """All single changes of the document's contradictions, and no others; 0.75 % is printed as 0.8 %."""
    found = {
        check: {name: (each["von"], each["auf"]) for name, each in changes.items()}
        for check, changes in by_check(report).items()
    }
    assert found.keys() == BY_HAND.keys()
    for check, changes in BY_HAND.items():
        assert found[check].keys() == changes.keys(), check
        for name, (before, after) in changes.items():
            assert found[check][name] == pytest.approx((before, after), rel=1e-12), (check, name)


def test_json_shape(report):
    assert report["reparatur"]
    for each in report["reparatur"]:
        assert each.keys() == {"name", "von", "auf", "bezeichnung", "einheit", "pruefung", "dann"}
        assert isinstance(each["von"], float | int)
        assert isinstance(each["auf"], float | int)
        assert each["von"] != each["auf"]
        assert each["dann"] == []


def test_the_smallest_change_comes_first(report):
    """As a part of the value; of the growth target, which is 0, as a part of its range from −100 % to 100 %."""

    def size(each):
        return abs(each["auf"] - each["von"]) / (abs(each["von"]) or 2)

    sizes = [size(each) for each in report["reparatur"]]
    assert sizes == sorted(sizes)
    assert [n for n in (each["name"] for each in report["reparatur"]) if n.startswith("Annahme_LZB")] == [
        "Annahme_LZB_Ziel", "Annahme_LZB_Zuwachsrate", "Annahme_LZB_Abgang",
    ]  # fmt: skip


def test_law_and_what_is_given_stay(report):
    names = {each["name"] for each in report["reparatur"]}
    assert not [name for name in names if any(word in name for word in NEVER)]
    of_targets = {each["name"] for each in report["reparatur"] if each["pruefung"] == EXITS}
    assert not of_targets & set(GIVEN)


def test_the_sentence(plan_file, run):
    _, out, _ = run("check", plan_file)
    assert (
        "So passt es: entweder 1,4 % statt 0,0 % (LZB, Ziel: Veränderung des Jahresmittels), oder 0,18 % statt 0,40 % "
        "(LZB, altersbedingter Bestandsanstieg im Monat), oder 69 statt 32 Köpfe je Monat (LZB, geplanter Abgang im Monat)."
    ) in out
    assert "So passt es: 1.079 statt 897 Köpfe (Anstieg der ELB insgesamt, Köpfe)." in out


# ---- each is tried ------------------------------------------------------------------------------


class Whole:
    """The whole workbook computed with another value of an input: no part of it is left out."""

    def __init__(self):
        self._described = layout(reference())
        self._places = areas(self._described.names)
        sheet, area = self._places["Pruefung_Urteile"]
        self._rows = {
            Engine(self._described).cell(sheet, row, 3): row for row in range(area.top, area.bottom + 1)
        }  # fmt: skip

    def verdict(self, check, name, value):
        """The outcome of a check, and the computed less the stated figure."""
        sheet, area = self._places[name]
        engine = Engine(self._described, {(sheet, area.top, area.left): value})
        row = self._rows[check]
        outcome = engine.formula(f"JC_URTEIL(D{row},E{row},N{row},O{row},I{row},F{row})", "Prüfungen")
        return outcome, engine.cell("Prüfungen", row, 4) - engine.cell("Prüfungen", row, 5)


@pytest.fixture(scope="module")
def whole():
    return Whole()


@pytest.mark.parametrize(
    ("check", "name"), [(check, name) for check, changes in BY_HAND.items() for name in changes]
)  # fmt: skip
def test_it_removes_the_contradiction_and_no_step_less_does(report, whole, check, name):
    """One unit of the last decimal nearer to what it was a bound is missed, and equal figures are no closer."""
    change = by_check(report)[check][name]
    outcome, gap = whole.verdict(check, name, change["auf"])
    assert outcome == "passt"
    unit = 10.0 ** -places_of(name, change["auf"])
    less = round(change["auf"] + math.copysign(unit, change["von"] - change["auf"]), 12)
    outcome, before = whole.verdict(check, name, less)
    bound = check in (EXITS, "Der gedruckte Anstieg ist nicht kleiner als der größte Zuwachs einer Gruppe allein")
    assert outcome == "Widerspruch" if bound else abs(before) > abs(gap) - 1e-12


@pytest.mark.parametrize(("name", "value"), [("LZB_Abgang", 69), ("LZB_Ziel", 0.014), ("LZB_Zuwachsrate", 0.0018)])
def test_after_a_refresh_nothing_is_left_to_say(plan_file, run, name, value):
    type_in(plan_file, **{f"Annahme_{name}": value})
    run("refresh", plan_file)
    assert stored(plan_file, "Pruefung_Nicht_gedeckt", "Pruefung_Widersprueche", "Pruefung_Abweichungen") == [0, 7, 0]
    listed = [row for row in Values(plan_file).area("Pruefung_Aenderungen") if row[NUMBER]]
    assert len(listed) == 17  # the three changes of the exits are gone
    assert not [row for row in listed if str(row[NAME]).startswith("Annahme_LZB")]


def test_a_change_that_breaks_something_else_says_so(plan_file, run):
    """20 million are bound already, 16.05 are left: only a smaller shift from the budget helps, but 5.9 million are printed."""
    type_in(plan_file, Annahme_Mittel_Vorbindungen=20_000_000)
    _, out, _ = run("check", plan_file, "--json")
    found = by_check(json.loads(out))["Die Vorbindungen sind höchstens der EGT nach Umschichtung"]
    assert found.keys() == {"Annahme_Umschichtung_Anteil"}
    change = found["Annahme_Umschichtung_Anteil"]
    assert change["auf"] == 0.09  # 1 − 20,000,000/21,987,044 is 9.04 %
    assert "Anteil am EGT ergibt den gedruckten Umschichtungsbetrag" in change["dann"]
    _, out, _ = run("check", plan_file)
    assert "dann aber nicht mehr: " in out


# ---- in the workbook ----------------------------------------------------------------------------


def listed(path):
    """The block as people see it: check, before, after, unit, state, input."""
    sheet = Values(path)["Prüfungen"]
    start = next(row for row in range(1, 60) if sheet.cell(row, 2).value == "Was eine einzelne Änderung löst")
    rows = [[sheet.cell(row, column).value for column in (3, 4, 5, 7, 10, 11)] for row in range(start + 3, start + 23)]
    return sheet.cell(start + 1, 2).value, [row for row in rows if row[4]]


def test_the_delivered_workbook_lists_them(plan_file):
    sentence, rows = listed(plan_file)
    assert sentence.startswith("Eine Zeile genügt jeweils")
    assert {row[4] for row in rows} == {"aktuell"}
    assert rows[-3:] == [
        [EXITS, 0, pytest.approx(0.014), "%", "aktuell", "LZB, Ziel: Veränderung des Jahresmittels"],
        [None, 0.004, pytest.approx(0.0018), "%", "aktuell", "LZB, altersbedingter Bestandsanstieg im Monat"],
        [None, 32, 69, "Köpfe je Monat", "aktuell", "LZB, geplanter Abgang im Monat"],
    ]


def test_what_is_out_of_date_says_so(plan_file, run, tmp_path):
    type_in(plan_file, Annahme_LZB_Abgang=40, Gedruckt_Budget_Summe=47_562_669)
    sentence, rows = listed(recomputed(plan_file, tmp_path))
    states = [row[4] for row in rows]
    assert sentence == "Veraltet, bitte „Ziele aktualisieren“."
    assert states.count("veraltet") == states.count("erledigt") == 3  # those of the exits, those of the budget
    run("refresh", plan_file)
    sentence, rows = listed(plan_file)
    assert {row[4] for row in rows} == {"aktuell"}
    assert len(rows) == 17
    assert rows[-1][1:3] == [40, 69]


def recomputed(path, folder):
    """A copy in which all results are those of its inputs, but nothing is refreshed."""
    book = FileBook(path)
    book.write([])
    copy = folder / "gerechnet.xlsx"
    copy.write_bytes(book.to_bytes())
    return copy


def test_a_refresh_keeps_what_still_goes_with_its_figures(plan_file, run):
    """Only the relations that an input reaches are looked at again; the result is the same as in a new workbook."""
    type_in(plan_file, Annahme_LZB_Abgang=40)
    run("refresh", plan_file)
    type_in(plan_file, Annahme_LZB_Abgang=32)
    before = Values(plan_file).area("Pruefung_Aenderungen")
    run("refresh", plan_file)
    after = Values(plan_file).area("Pruefung_Aenderungen")
    assert [row for row in before if row[NAME] != "Annahme_LZB_Abgang"][:17] == after[:17]
    assert [row[AFTER] for row in after[17:20]] == pytest.approx([0.014, 0.0018, 69])


def test_nothing_is_said_of_a_check_whose_formula_was_typed_over(plan_file, run):
    """The exits that are needed are typed over: no input would change them any more."""
    described = layout(reference())
    needed = [at for at, cell in described.cells("LZB").items() if str(cell.formula).startswith("JC_LZB_ABGANG")]
    book = openpyxl.load_workbook(plan_file)
    book["LZB"].cell(*needed[0]).value = 70
    book.save(plan_file)
    _, out, _ = run("check", plan_file, "--json")
    assert EXITS not in by_check(json.loads(out))
    assert BUDGET in by_check(json.loads(out))
    run("refresh", plan_file)
    said = [row[-1] for row in listed(plan_file)[1] if row[0] == EXITS]
    assert said == ["nicht ermittelt: eine Formel auf dem Weg dorthin ist geändert"]


def test_where_rows_were_moved_nothing_is_told_and_it_says_why(plan_file, run):
    book = openpyxl.load_workbook(plan_file)
    sheet, area = areas(layout(reference()).names)["Annahme_Stand"]
    book.defined_names["Annahme_Stand"].attr_text = f"{sheet}!$B${area.top + 1}"
    book.save(plan_file)
    _, out, _ = run("check", plan_file, "--json")
    assert json.loads(out)["reparatur"] == []


def test_a_blank_workbook_has_none(empty_file):
    sentence, rows = listed(empty_file)
    assert rows == []
    assert not sentence or sentence.startswith(("Nichts", "Noch nicht"))
