"""What a refresh, a check and an import say of formulas that are not computed, and when they refuse."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from workbooks import ROOT, Values, parts

SEVEN = {f"B{row}": "=VLOOKUP(1,C1:D2,2)" for row in range(3, 9)} | {"C3": "=B3*2"}
LINE = (
    "7 Formeln nicht gerechnet: Eigene!B3 (SVERWEIS), Eigene!C3 (hängt ab von Eigene!B3), "
    "Eigene!B4 (SVERWEIS), Eigene!B5 (SVERWEIS), Eigene!B6 (SVERWEIS), …"
)
NASTY = [
    "ROUND(1,500)",
    "FIXED(1,500)",
    "1E999",
    "INT(1E999)",
    "INDEX({1;2},1E999)",
    "SUM({1,2;3})",
    "SUM(A1:XFD1048576)",
]
DELIVERY = ROOT / "workbook" / "beispiel" / "Istwerte-2017.csv"


def edited(data, change):
    """The workbook as another program saves it after a change."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def fill(book, sheet, formulas):
    page = book.create_sheet(sheet)
    for address, formula in formulas.items():
        page[address] = formula


@pytest.fixture(scope="module")
def seven(fresh_bytes):
    """A workbook with seven formulas of the user's that are not computed."""
    return edited(fresh_bytes, lambda book: fill(book, "Eigene", SEVEN))


def test_refresh_and_check_say_what_they_left(seven, plan_file, run):
    plan_file.write_bytes(seven)
    code, out, _ = run("refresh", plan_file)
    assert code == 0
    assert LINE in out.splitlines()
    assert b'fullCalcOnLoad="1"' in parts(plan_file)["xl/workbook.xml"]
    assert LINE in run("check", plan_file)[1].splitlines()


def test_json_names_all_of_them(seven, fresh_bytes, plan_file, run):
    without = json.loads(run("refresh", plan_file, "--json")[1])
    assert without["nicht_gerechnet"] == []
    assert without["ergebnis"] == "Alle Ziele unverändert"
    assert {target["name"]: target["veroeffentlicht"] for target in without["ziele"]}["Ziel_ELB_gesamt"] == 27649
    before = run("check", plan_file, "--json")
    plan_file.write_bytes(seven)
    commands = ("refresh", plan_file), ("check", plan_file), ("import-ist", DELIVERY, plan_file)
    for command in commands:
        code, out, _ = run(*command, "--json")
        found = json.loads(out)["nicht_gerechnet"]
        assert [left["zelle"] for left in found] == [f"Eigene!{a}" for a in ("B3", "C3", "B4", "B5", "B6", "B7", "B8")]
        assert found[0] == {"zelle": "Eigene!B3", "formel": "=SVERWEIS(1;C1:D2;2)", "grund": "SVERWEIS"}
        assert found[1]["grund"] == "hängt ab von Eigene!B3"
        # no finding by themselves
        assert code == (before[0] if command[0] == "check" else 0)


def test_no_formula_of_a_user_ends_a_command(fresh_bytes, plan_file, run):
    formulas = {f"B{row}": "=" + text for row, text in enumerate(NASTY, 3)} | {"C1": "=1+1"}
    plan_file.write_bytes(edited(fresh_bytes, lambda book: fill(book, "Meine Notizen", formulas)))
    code, out, err = run("refresh", plan_file)
    assert (code, err) == (0, "")
    assert "5 Formeln nicht gerechnet: 'Meine Notizen'!B5 (zu große Zahl), " in out
    sheet = Values(plan_file)["Meine Notizen"]
    assert (sheet["B3"].value, sheet["B4"].value, sheet["C1"].value) == (1, "#VALUE!", 2)
    assert run("eval", "1+1", "--file", plan_file)[:2] == (0, "2\n")


def test_inputs_that_are_not_computed_stop_everything(fresh_bytes, plan_file, run):
    """Their own formula, or one that they refer to; on Annahmen as on Istwerte."""

    def change(book):
        fill(book, "Eigene", SEVEN)
        for name, formula in inputs.items():
            sheet, _, cells = book.defined_names[name].value.replace("$", "").partition("!")
            first = cells.partition(":")[0]
            book[sheet.strip("'")][first] = formula
            places.append(f"{sheet}!{first} (")

    inputs = {
        "Annahme_ELB_gesamt": '=SUMIF(Eigene!A1:A3,">0")',
        "Annahme_LZB_Bestand": "=Eigene!B3+17000",
        "Ist_ELB": "=VLOOKUP(1,Eigene!A1:B2,2)",
    }
    places: list[str] = []
    plan_file.write_bytes(edited(fresh_bytes, change))
    before = plan_file.read_bytes()
    for command in (("refresh", plan_file), ("check", plan_file), ("import-ist", DELIVERY, plan_file)):
        code, out, err = run(*command)
        assert (code, out) == (2, "")
        assert all(place in err for place in places), err
        assert '=SUMMEWENN(Eigene!A1:A3;">0"), die jcplan nicht rechnet (SUMMEWENN)' in err
        assert "=Eigene!B3+17000, die jcplan nicht rechnet (hängt ab von Eigene!B3)" in err
        assert "veraltet" in err
    assert plan_file.read_bytes() == before
    assert not list(plan_file.parent.glob("*.bak"))
