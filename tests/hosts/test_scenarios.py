"""Stories that go through the whole: another Jobcenter, slips of the hand, two people at once."""

from __future__ import annotations

import datetime as dt
import threading

import openpyxl
import pytest
from workbooks import Values, log, stored, type_in

from jcplan.errors import FileError, InputError
from jcplan.functions import jc_umverteilen
from jcplan.hosts import file as host


def texts(path, sheet):
    return [str(value) for row in Values(path)[sheet].iter_rows(values_only=True) for value in row if value is not None]


def test_another_jobcenter_finds_itself_on_every_sheet(plan_file, run):
    type_in(plan_file, Annahme_Jobcenter="Jobcenter Musterstadt", Annahme_Planjahr=2027, Annahme_Stand="beschlossen")
    run("refresh", plan_file)
    book = openpyxl.load_workbook(plan_file, data_only=True)
    for sheet in (sheet for sheet in book if sheet.sheet_state == "visible"):
        assert sheet["B2"].value == "Jobcenter Musterstadt · Planung 2027 · beschlossen"
        assert "ME-aktiv" not in (sheet.oddHeader.left.text or "") + (sheet.oddHeader.right.text or "")


def test_a_shrinking_group_leaves_the_other_checks_alone(plan_file, run):
    """A check that cannot be computed is undecided; it does not silence the others."""
    type_in(plan_file, Annahme_G2_Zugang=-200)
    code, out, _ = run("refresh", plan_file)
    assert code == 0
    assert "angegeben 47.562.696 €" in out
    assert stored(plan_file, "Pruefung_Fehler") == 0
    assert stored(plan_file, "Pruefung_Widersprueche") > 0


def test_exits_beyond_the_need_are_enough(plan_file, run):
    type_in(plan_file, Annahme_LZB_Abgang=90)
    run("refresh", plan_file)
    found = texts(plan_file, "Prüfungen")
    assert "Nötig mindestens 69,0 Köpfe je Monat, angegeben 90 Köpfe je Monat: passt." in found


def test_a_changed_printed_figure_leaves_a_trace(plan_file, run):
    before, contradictions = log(plan_file)[0][3], stored(plan_file, "Pruefung_Widersprueche")
    type_in(plan_file, Gedruckt_Budget_Summe=47562669)
    run("refresh", plan_file)
    entry = log(plan_file)[-1]
    assert entry[3] != before
    assert "(Gedruckt_Budget_Summe): 47.562.696 € → 47.562.669 €" in entry[5]
    assert stored(plan_file, "Pruefung_Widersprueche") == contradictions - 1


def test_an_overwritten_step_shows_in_the_workbook(plan_file, run):
    book = openpyxl.load_workbook(plan_file)
    book["ELB"]["C10"] = 26570
    book.save(plan_file)
    run("refresh", plan_file)
    assert stored(plan_file, "Pruefung_Formelabgleich") == 1
    assert "geänderte Formeln: 1" in stored(plan_file, "Pruefung_Gesamt")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("Annahme_Planjahr", 2017.5, "ganze Zahl"),
        ("Annahme_Jobcenter", None, "einen Text"),
        ("Annahme_Vergleichstyp", 2, "einen Text"),
        ("Gedruckt_Budget_Summe_Stellen", "x", "„x“ (Text)"),
        ("Annahme_LZB_Ziel", -1, "niemand mehr"),
        ("Annahme_ELB_gesamt", 1e12, "bis 50.000.000"),
    ],
)
def test_more_inputs_that_cannot_be(plan_file, run, name, value, words):
    type_in(plan_file, **{name: value})
    code, _, err = run("refresh", plan_file)
    assert code == 2
    assert "Annahmen!" in err
    assert words in err


def test_a_formula_in_a_target_gives_way(plan_file, run):
    """Ziele holds values; a formula typed there is replaced, and the next refresh changes nothing."""
    type_in(plan_file, Ziel_IQ_gesamt="=1+1")
    run("refresh", plan_file)
    sheet, _, address = (book := openpyxl.load_workbook(plan_file)).defined_names["Ziel_IQ_gesamt"].value.partition("!")
    assert book[sheet][address.replace("$", "")].value == pytest.approx(0.224333, abs=1e-6)
    assert "Alle Ziele unverändert" in run("refresh", plan_file)[1]


def test_a_published_value_typed_over_is_put_right_and_logged(plan_file, run):
    type_in(plan_file, Ziel_IQ_gesamt_veroeffentlicht=0.3)
    _, out, _ = run("refresh", plan_file)
    assert "(Ziel_IQ_gesamt): 30,0 % → 22,4 %" in out
    assert stored(plan_file, "Ziel_IQ_gesamt_veroeffentlicht") == pytest.approx(0.224)


def test_a_deleted_name_is_reported(plan_file, run):
    book = openpyxl.load_workbook(plan_file)
    del book.defined_names["IQ_Plan"]
    book.save(plan_file)
    code, out, _ = run("check", plan_file)
    assert code == 1
    assert "Name IQ_Plan" in out


def test_an_unreachable_stock_of_nobody(plan_file, run):
    """No long-term stock at all: the headline still reads."""
    type_in(plan_file, Annahme_LZB_Bestand=0, Annahme_LZB_Abgang=0)
    assert run("refresh", plan_file)[0] == 0
    assert not [text for text in texts(plan_file, "Übersicht") if text.startswith("#")]


def test_several_at_once_each_get_their_row(plan_file):
    def press():
        host.refresh_file(plan_file, None, who="jemand", when=dt.datetime(2027, 1, 5, 8, 0))

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(log(plan_file)) == 1 + 4


def test_a_file_saved_meanwhile_is_left_alone(plan_file, monkeypatch):
    real = host.actions.refresh

    def slow(book, **named):
        report = real(book, **named)
        type_in(plan_file, Annahme_Umschichtung_Anteil=0.35)
        return report

    monkeypatch.setattr(host.actions, "refresh", slow)
    with pytest.raises(FileError, match="inzwischen geändert"):
        host.refresh_file(plan_file, None, who="jemand", when=dt.datetime(2027, 1, 5, 8, 0))
    assert stored(plan_file, "Annahme_Umschichtung_Anteil") == 0.35


def test_positions_count_cells_and_not_figures():
    """The second cell is blank: there is nothing to change; the fourth holds 40."""
    with pytest.raises(InputError, match="position"):
        jc_umverteilen([10, None, 30, 40], 2, 19)
    assert jc_umverteilen([10, None, 30, 40], 4, 0) == ((20.0,), (None,), (60.0,), (0.0,))
