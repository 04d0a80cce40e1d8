"""What a year hands on besides its inputs: actuals of groups, earlier years, what is still open."""

from __future__ import annotations

import csv

import pytest
from actuals import make
from actuals.test_groups import figures
from workbooks import Values, type_in

from jcplan.hosts.cli import main

DELIVERIES = ("Istwerte-2017.csv", "Istwerte-2017-Gruppen.csv", "Istwerte-frueher.csv")


@pytest.fixture(scope="module")
def next_plan(tmp_path_factory, fresh_bytes):
    """The plan of 2018 from one with all actuals, two agreements and two comments, of each one closed."""
    folder = tmp_path_factory.mktemp("folgejahr")
    old, new = folder / "Plan-2017.xlsx", folder / "Plan-2018.xlsx"
    old.write_bytes(fresh_bytes)
    assert main(["import-ist", *(str(make.FOLDER / name) for name in DELIVERIES), str(old)]) == 0
    type_in(
        old,
        Vereinbarung_Was=["Arbeitgeberservice einbinden", "Quote besprechen"],
        Vereinbarung_Wer=["TL 1.1", "TL 1.2"],
        Vereinbarung_Stand=["erledigt", "in Arbeit"],
        Vereinbarung_Team=["1.1", "1.2"],
        Kommentar_Name=["Ziel_LZB", "Ziel_IQ_gesamt"],
        Kommentar_Text=["geklärt", "mit dem Träger abstimmen"],
        Kommentar_Stand=["erledigt", "offen"],
    )
    assert main(["new", str(new), "--aus", str(old)]) == 0
    return new


def test_groups_start_from_their_actuals(next_plan):
    given, book = figures(), Values(next_plan)
    assert book.area("Annahme_G2_ELB") == [[given["ELB", 2, "gesamt"][12]]]
    assert book.area("Annahme_G1_ELB") == [[None]]  # the rest of the total, as before
    assert book.area("Annahme_ELB_gesamt") == [[sum(given["ELB", n, "gesamt"][12] for n in (1, 2))]]
    flows = sum(given["INTEGRATIONEN", 1, "gesamt"][month] for month in range(1, 13))
    stocks = sum(given["ELB", 1, "gesamt"][month] for month in range(12)) / 12
    assert book.area("Annahme_G1_IQ_Vorjahr") == [[pytest.approx(flows / stocks, rel=1e-12)]]


def test_the_year_becomes_an_earlier_one(next_plan):
    """Its months come first, the oldest year goes."""
    rows = list(csv.reader((make.FOLDER / "Istwerte-frueher.csv").read_text().splitlines(), delimiter=";"))
    values = next(list(map(float, row[2:])) for row in rows if row[1] == "INTEGRATIONEN")
    found = make.figures()
    this_year = [make.total(found, month, "INTEGRATIONEN") for month in range(1, 13)]
    earlier = [values[12 * at : 12 * at + 12] for at in range(4, 0, -1)]
    assert Values(next_plan).area("Ist_INTEGRATIONEN_frueher") == [this_year, *earlier]
    of_group = [figures()["ELB", 2, "gesamt"][month] for month in range(1, 13)]
    assert Values(next_plan).area("Ist_ELB_G2_frueher") == [of_group]


def test_what_is_open_goes_along(next_plan):
    book = Values(next_plan)
    assert [row[0] for row in book.area("Vereinbarung_Was")[:2]] == ["Quote besprechen", None]
    assert [row[0] for row in book.area("Vereinbarung_Wer")[:2]] == ["TL 1.2", None]
    assert [row[0] for row in book.area("Vereinbarung_Team")[:2]] == ["1.2", None]
    assert [row[0] for row in book.area("Kommentar_Name")[:2]] == ["Ziel_IQ_gesamt", None]
    assert [row[0] for row in book.area("Kommentar_Text")[:2]] == ["mit dem Träger abstimmen", None]
