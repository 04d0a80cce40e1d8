"""Sheet LZB-Hebel: figures of the planning document 2017, recomputed by hand."""

from __future__ import annotations

import pytest
from workbooks import Values, rows, type_in, verdicts

SHEET = "LZB-Hebel"
STOCK, RATE, PLANNED = 17241, 0.004, 32
NEEDED = 68.964  # 0.4 % of 17,241


def month_ends(exits):
    """The stock month by month, by hand."""
    ends, level = [], STOCK
    for _ in range(12):
        level += level * RATE - exits
        ends.append(level)
    return ends


@pytest.fixture(scope="module")
def table(built):
    return rows(built, SHEET)


def test_needed_covered_open(table):
    for label, value in (
        ("nötiger Abgang für das LZB-Ziel", NEEDED),
        ("geplanter Abgang durch Teamprojekte", PLANNED),
        ("geplanter Abgang und alle Hebel", PLANNED),
        ("offen (negativ: mehr als nötig)", NEEDED - PLANNED),
        ("altersbedingter Bestandsanstieg im ersten Monat", NEEDED),
        ("LZB mit erster Arbeitsaufnahme: Anteil zum Vorjahr", 0.1),  # section 2, footnote 11
    ):
        assert table[label][3] == pytest.approx(value)
    for label in ("vermiedene Übertritte in den Langzeitbezug", "rechtzeitige Altersrente", "weiterer Hebel 2"):
        assert table[label][3] == "–"


def test_path_without_values_of_the_year_before(table):
    ends = month_ends(PLANNED)
    assert table["Ende"][3:15] == pytest.approx(ends)
    assert table["Ende"][15] == pytest.approx(sum(ends) / 12)
    assert set(table["K3: Veränderung zum Vorjahresmonat"][3:16]) == {"–"}
    assert round(table["Veränderung zum Ausgangsbestand"][15], 3) == 0.014  # domain figure: +1.4 %


def test_which_exits_hold_the_stock(table):
    halfway = (PLANNED + NEEDED) / 2
    for label, exits in (
        ("kein Abgang durch eigene Arbeit", 0),
        ("geplanter Abgang", PLANNED),
        ("halber Weg vom geplanten zum nötigen Abgang", halfway),
        ("nötiger Abgang", NEEDED),
    ):
        mean = sum(month_ends(exits)) / 12
        assert table[label][3:7] == pytest.approx((exits, mean, mean - STOCK, mean / STOCK - 1), abs=1e-7)
    assert table["nötiger Abgang"][4] == pytest.approx(STOCK)


def test_bridge_leads_from_the_needed_to_what_is_open(table):
    assert table["nötig 69"][5] == pytest.approx(NEEDED)
    base, down = table["geplanter Abgang durch Teamprojekte 32"][3], table["geplanter Abgang durch Teamprojekte 32"][7]
    assert (base, down) == (pytest.approx(NEEDED - PLANNED), pytest.approx(PLANNED))
    assert table["offen 37"][5] == pytest.approx(NEEDED - PLANNED)


def test_verdicts(built):
    found = verdicts(built, SHEET)
    told = {
        "Geplanter Abgang und alle Hebel decken den nötigen Abgang": (NEEDED, 32, "Ziel nicht gedeckt"),
        "Abgänge der Teamprojekte im Jahr": (384, None, "nicht prüfbar"),
        "Wäre der geplante Abgang die Minderung des Bestands, träfe das Jahresmittel das Ziel": (
            -32 * 6.5 / 17241,
            0,
            "nicht prüfbar",
        ),
        "LZB mit erster Arbeitsaufnahme: gedruckte Veränderung": (None, 0.1, "nicht prüfbar"),
        "Das Mittel der zwölf Monate des Vorjahres ist der Ausgangsbestand": (None, 17241, "nicht prüfbar"),
    }
    assert found.keys() == told.keys()
    for label, expected in told.items():
        for value, wanted in zip(found[label], expected, strict=True):
            assert value == (wanted if wanted is None or isinstance(wanted, str) else pytest.approx(wanted))


def test_levers_close_the_gap(plan_file, run):
    """20 avoided transitions and 17 by a lever of one's own make 69: the need is covered."""
    type_in(
        plan_file, Annahme_Hebel_1=20, Annahme_Hebel_5=17, Annahme_Hebel_5_Bezeichnung="Wohngeld statt Grundsicherung"
    )
    assert run("refresh", plan_file)[0] == 0
    found = rows(plan_file, SHEET)
    assert found["Wohngeld statt Grundsicherung"][3] == 17
    assert found["geplanter Abgang und alle Hebel"][3] == 69
    assert found["Ende"][3:15] == pytest.approx(month_ends(69))
    assert verdicts(plan_file, SHEET)["Geplanter Abgang und alle Hebel decken den nötigen Abgang"][2] == "passt"
    sheet = Values(plan_file)[SHEET]
    assert sheet["B3"].value == "Nötig sind 69 Abgänge im Monat, gedeckt 69: das Ziel ist gedeckt"


def test_k3_month_by_month(plan_file, run):
    """A year before that was 17,241 in each month: K3 is the change against the start, and the base fits."""
    type_in(plan_file, **{f"Annahme_LZB_Vorjahr_{month:02}": 17241 for month in range(1, 13)})
    assert run("refresh", plan_file)[0] == 0
    found = rows(plan_file, SHEET)
    ends = month_ends(PLANNED)
    assert found["K3: Veränderung zum Vorjahresmonat"][3:15] == pytest.approx([end / 17241 - 1 for end in ends])
    assert found["K3: Veränderung zum Vorjahresmonat"][15] == pytest.approx(sum(ends) / 12 / 17241 - 1)
    base = verdicts(plan_file, SHEET)["Das Mittel der zwölf Monate des Vorjahres ist der Ausgangsbestand"]
    assert base[2] == "passt"


def test_one_known_month_gives_one_k3(plan_file, run):
    type_in(plan_file, Annahme_LZB_Vorjahr_03=17000)
    assert run("refresh", plan_file)[0] == 0
    k3 = rows(plan_file, SHEET)["K3: Veränderung zum Vorjahresmonat"]
    assert k3[5] == pytest.approx(month_ends(PLANNED)[2] / 17000 - 1)
    assert {*k3[3:5], *k3[6:16]} == {"–"}


def test_levers_beyond_the_stock_give_dashes_and_no_error(plan_file, run):
    type_in(plan_file, Annahme_Hebel_1=5000)
    assert run("refresh", plan_file)[0] == 0
    sheet = Values(plan_file)[SHEET]
    assert not [c.coordinate for row in sheet.iter_rows() for c in row if str(c.value).startswith("#")]
    assert set(rows(plan_file, SHEET)["Ende"][3:16]) == {"–"}
