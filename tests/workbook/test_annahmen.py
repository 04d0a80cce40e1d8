"""Sheet Annahmen: tables, the next missing field, decimals and what they show, pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jcplan.cases import empty, reference
from jcplan.formula import Engine
from jcplan.layout import annahmen
from jcplan.layout.annahmen.tables import sections
from jcplan.layout.whole import layout
from jcplan.model import Model, Shape
from jcplan.model.fields import figure

SHAPES = [
    *(Shape(gruppen=count) for count in (1, 3, 6)),
    Shape(projekte=1, instrumente=1, standards=1, teams=(1,)),
    Shape(projekte=20, instrumente=20, standards=20),
]


def shown(case, *places):
    """What cells of the sheet show."""
    values = Engine(layout(case)).compute().values
    return [values["Annahmen", row, column] for row, column in places]


def beside(page, name):
    area = page.names[name]
    return area.top, area.left + 1


def test_the_next_missing_field_is_named_and_linked(each_case):
    case = empty()
    sentence, link = shown(case, (3, 2), (3, 4))
    assert (sentence, link) == ("Los geht's: noch 15 Felder", "Nächstes Feld: Planjahr")
    filled = {name: entry for name, entry in each_case.entries.items() if name != "Annahme_LZB_Ziel"}
    one = replace(each_case, entries=filled)
    assert shown(one, (3, 2), (3, 4)) == [
        "Los geht's: noch 1 Feld",
        "Nächstes Feld: LZB, Ziel: Veränderung des Jahresmittels",
    ]
    assert shown(each_case, (3, 2), (3, 4)) == ["Alle Pflichtfelder sind ausgefüllt.", ""]
    formula = annahmen.sheet(case).cells[3, 4].formula
    assert 'HYPERLINK("#"&INDEX(' in formula  # to the defined name, wherever its cell is moved to


def test_decimals_say_beside_what_they_show():
    page = annahmen.sheet(reference())
    names = [f"Annahme_{group}IQ_Nachkommastellen" for group in ("", "G1_", "G2_")]
    expected = ["angezeigt: 1 (22,4 %)", "angezeigt: 1 (23,3 %)", "angezeigt: 2 (12,98 %)"]
    assert shown(reference(), *(beside(page, name) for name in names)) == expected
    assert shown(empty(), beside(annahmen.sheet(empty()), names[0])) == ["angezeigt: 1"]


def test_a_case_is_printed_on_few_pages_and_no_table_is_torn(each_case):
    """The first, with its ten instruments, on seven; the other one on six."""
    page = annahmen.sheet(each_case)
    assert len(page.page_breaks) + 1 == (7 if each_case.entry("Annahme_Planjahr").value == 2017 else 6)
    bars = [row for (row, column), cell in page.cells.items() if column == 2 and cell.style == "header_plain"]
    assert not set(bars) & set(page.page_breaks)  # no bar is the last row of a page
    for name in ("Annahme_G1_ELB", "Annahme_Projekt_Plus5_VZAE", "Annahme_Struktur_ELB_unter_25"):
        ends = {"Annahme_G1_ELB": "Annahme_G1_IQ_Ziel", "Annahme_Projekt_Plus5_VZAE": "Annahme_Projekt_Teams_VZAE"}
        last = page.names[ends.get(name, "Annahme_Struktur_ELB_Sondertatbestand")].top
        assert not [row for row in page.page_breaks if page.names[name].top <= row < last], name


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_input_has_its_cell_in_every_shape(each_case, shape):
    case = each_case.shaped(shape)
    page = annahmen.sheet(case)
    named = {field.name for field in case.model.figures} | set(case.model.texts)
    assert named <= set(page.names)
    cells = [page.names[name].top * 100 + page.names[name].left for name in named]
    assert len(set(cells)) == len(named)
    links = [cell.link for cell in page.cells.values() if cell.link]
    assert set(links) == {"Übersicht", *(f"{{{part.key}}}" for part in sections(case.model))}


def test_required_inputs_are_marked_by_a_sign(each_case):
    page = annahmen.sheet(each_case)
    labels = {str(cell.value) for cell in page.cells.values() if cell.style in ("label", "label_wrap", "label_second")}
    assert {"Planjahr *", "LZB, Ausgangsbestand *", "Veränderung des Bestands *", "IQ, Zielquote (*)"} <= labels


def test_a_new_input_is_in_the_list_of_its_block_without_further_ado(monkeypatch):
    model = Model()
    part = model.parts[0]
    new = figure("Neu", "eine neue Größe", "Köpfe", part.fields[-1].block)
    grown = replace(part, fields=(*part.fields, new))
    monkeypatch.setitem(model.__dict__, "parts", (grown, *model.parts[1:]))
    lists = [fields for section in sections(model) for _, fields in section.lists]
    assert [new in fields for fields in lists].count(True) == 1
