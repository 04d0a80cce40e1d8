"""What an upgrade finds no place for is said, and what it would land on stays as it is."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from jcplan.delivered import Delivered
from jcplan.ooxml import WorkbookFile
from jcplan.upgrade.carry import Carrier, Side
from jcplan.upgrade.references import Follow

SHEET = "Ziele"


def side(path, names, cells):
    book = openpyxl.Workbook()
    book.active.title = SHEET
    for address, value in cells.items():
        book.active[address] = value
    for name, target in names.items():
        book.defined_names[name] = DefinedName(name, attr_text=target)
    book.save(path)
    return Side.of(WorkbookFile.read(path), Delivered("1", {SHEET: ()}, {SHEET: ""}, {}, names, {}, {}, ()))


def shown(workbook, computed):
    """What cells show: what is stored, or what formulas give."""
    return lambda sheet, at: computed.get((sheet, *at), workbook.cell(sheet, at).value)


@pytest.fixture
def carried(tmp_path):
    columns = {"Ziele_exakt": "Ziele!$G$7:$G$8", "Ziele_veroeffentlicht": "Ziele!$H$7:$H$8"}
    old_names = {
        **columns,
        "Ziel_Alt": "Ziele!$G$7",
        "Ziel_Alt_veroeffentlicht": "Ziele!$H$7",
        "Annahme_A": "Ziele!$B$1",
        "Annahme_B": "Ziele!$B$2",
    }
    new_names = {**columns, "Annahme_A": "Ziele!$C$1", "Annahme_B": "Ziele!$C$2", "Annahme_Neu": "Ziele!$K$3"}
    old = side(
        tmp_path / "alt.xlsx",
        old_names,
        {"G7": 0.22433, "H7": 0.224, "B1": "=1+1", "B2": "=Ziele!Z9*2", "K3": "Notiz", "K4": "Zettel"},
    )
    new = side(tmp_path / "neu.xlsx", new_names, {"A1": "x"})
    before, after = ({name: s.place(name) for name in s.delivered.names} for s in (old, new))
    follow = Follow(before, after, [SHEET], ["Ziel_Alt"])
    return Carrier(old, new, follow, shown(old, {(SHEET, 2, 2): 4.0})).everything()


def test_a_target_that_has_ended_is_said_with_what_was_adopted(carried):
    assert "Ziele!G7 (Ziel_Alt, Ziele_exakt): 0,22433" in map(str, carried.lost)
    assert "Ziele!H7 (Ziel_Alt, Ziele_veroeffentlicht): 0,224" in map(str, carried.lost)


def test_a_formula_in_an_input_follows_or_is_said_to_be_a_value_now(carried):
    assert carried.formulas == {SHEET: {(1, 3): ("1+1", None)}}
    assert carried.values[SHEET][2, 3] == 4.0
    assert carried.as_values == ["Ziele!B2: =Ziele!Z9*2, jetzt 4"]


def test_an_own_entry_lands_on_no_input_of_the_new_version(carried):
    assert carried.values[SHEET][4, 11] == "Zettel"
    assert (3, 11) not in carried.values[SHEET]
    assert "Ziele!K3: „Notiz“ (Text)" in map(str, carried.lost)


TEXTS = {"Annahmen_Datenstand": "F", "Annahmen_Quelle": "G", "Annahmen_Hinweis": "H"}


def texts(rows, **figures):
    names = {name: f"Ziele!${column}$5:${column}${rows}" for name, column in TEXTS.items()}
    return {**names, **{name: f"Ziele!{cell}" for name, cell in figures.items()}}


@pytest.fixture
def joined(tmp_path):
    """Inputs that stood one below the other and stand beside each other now."""
    cells = {"F5": "2016", "G5": "Abschnitt 1", "G6": "Abschnitt 2; Abschnitt 1", "H6": "Notiz.", "G7": "=1+1"}
    cells |= {"F8": "alt", "H8": "geht verloren"}
    old = side(
        tmp_path / "alt.xlsx",
        texts(8, Annahme_A="$C$5", Annahme_B="$C$6", Annahme_C="$C$7", Annahme_D="$C$8"),
        cells,
    )
    new = side(
        tmp_path / "neu.xlsx",
        texts(7, Annahme_A="$C$5", Annahme_B="$D$5", Annahme_C="$C$6", Annahme_E="$C$7"),
        {"G5": "Vorgabe", "H6": "Vorgabe", "G7": "Vorgabe"},
    )
    before, after = ({name: s.place(name) for name in s.delivered.names} for s in (old, new))
    follow = Follow(before, after, [SHEET], ["Annahme_D"])
    return Carrier(old, new, follow, shown(old, {(SHEET, 7, 7): 2.0})).everything()


def test_texts_of_several_rows_come_into_one_without_saying_anything_twice(joined):
    assert joined.values[SHEET][5, 6] == "2016"
    assert joined.values[SHEET][5, 7] == "Abschnitt 1; Abschnitt 2"
    assert joined.values[SHEET][5, 8] == "Notiz."


def test_a_text_of_a_single_row_stays_what_it_is_a_formula_too(joined):
    assert joined.formulas[SHEET][6, 7] == ("1+1", 2.0)
    assert joined.values[SHEET][6, 8] is None
    assert (7, 7) not in joined.values[SHEET]  # nobody wrote anything about a new input


def test_a_text_of_an_input_that_has_ended_is_said(joined):
    assert "Ziele!F8 (Annahmen_Datenstand): „alt“ (Text)" in map(str, joined.lost)
    assert "Ziele!H8 (Annahmen_Hinweis): „geht verloren“ (Text)" in map(str, joined.lost)
