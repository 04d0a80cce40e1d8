"""Sheet Mittelabfluss: its figures by hand, its light, stages of the budget, later years, § 16i."""

from __future__ import annotations

from decimal import Decimal

import pytest
from actuals.test_groups import delivery  # noqa: F401  # a fixture
from actuals.test_money import HEADER, amounts, year  # noqa: F401  # a fixture
from workbooks import Values, type_in

NAME = "Mittelabfluss"
EGT, EARLIER, FREE = 16050542.12, 6400000, 9650542.12  # 21,987,044 · 73 %; typed; the difference


def rows(path, table):
    """Rows of a table under a heading by label, up to a blank row."""
    cells = [row[1:] for row in Values(path)[NAME].iter_rows(values_only=True)]
    start = next(at for at, row in enumerate(cells) if row[0] == table)
    found = {}
    for row in cells[start + 1 :]:
        if not any(cell is not None for cell in row):
            break
        found.setdefault(row[0], row[1:])
    return found


def test_state_of_the_whole(year):  # noqa: F811
    committed, paid = (sum(amounts()[measure][-1]) for measure in ("Bindungen", "Ausgaben"))
    stand = rows(year, "Stand")
    path = Decimal("0.08") * 3 + Decimal("0.10") + Decimal("0.09") * 3 + Decimal("0.08")  # of the plan, to August
    assert path == Decimal("0.69")
    bis, so_far, egt, share, left, ahead, over = stand["gebunden, mit Vorbindungen"][:7]
    assert (bis, egt) == (8, pytest.approx(EGT))
    assert so_far == pytest.approx(EARLIER + float(committed))
    assert share == pytest.approx(so_far / EGT)
    assert left == pytest.approx(EGT - so_far)
    assert ahead == pytest.approx(EARLIER + float(committed / path))
    assert over == pytest.approx(EGT - ahead)
    bis, so_far, _, _, _, ahead, over = stand["ausgegeben"][:7]
    assert (bis, so_far) == (8, pytest.approx(float(paid)))
    assert ahead == pytest.approx(float(paid) * 12 / 8)
    assert over == pytest.approx(EGT - ahead)


def test_instruments_by_hand(year):  # noqa: F811
    committed, paid = (amounts()[measure] for measure in ("Bindungen", "Ausgaben"))
    shown = rows(year, "Nach Instrumenten")
    allotted = (0.9 * EGT - EARLIER) / FREE  # 60 + 20 + 10 % of the EGT are there until August
    plans = {0: 2895162.64, 1: 2509140.95, 5: 482527.11}  # by weight 30, 26 and 5 of 100
    names = {
        0: "Förderung der beruflichen Weiterbildung (FbW)", 1: "Aktivierung und berufliche Eingliederung (MAbE)",
        5: "Förderung aus dem Vermittlungsbudget (VB)",
    }  # fmt: skip
    lights = {0: "im Plan", 1: "läuft leer", 5: "bleibt liegen"}
    for at, plan in plans.items():
        planned, earlier, available, bound, free, given, spent, ahead, share, light = shown[names[at]][:10]
        new, out = float(sum(committed[at])), float(sum(paid[at]))
        assert (planned, earlier, available, share) == (plan, "–", plan, "–")
        assert (bound, spent) == (pytest.approx(new), pytest.approx(out))
        assert free == pytest.approx(plan - new)
        assert given == pytest.approx(plan * allotted)
        assert ahead == pytest.approx(out * 12 / 8)
        by_hand = (
            "läuft leer" if new > plan * allotted else "bleibt liegen" if out * 12 / 8 < 0.95 * plan else "im Plan"
        )
        assert light == lights[at] == by_hand
    whole = shown["zusammen, wie gemeldet"]
    assert whole[:3] == (pytest.approx(FREE), EARLIER, pytest.approx(EGT))
    assert whole[9] == "bleibt liegen"  # 14.02 of 16.05 Mio. € are 87 %


def test_months_and_sentence(plan_file, run, delivery):  # noqa: F811
    assert rows(plan_file, "Stand")["ausgegeben"][:2] == (0, "–")
    source = delivery(
        "01.2017;FbW;Bindungen;2.000.000,50", "01.2017;AGH;Bindungen;-20,25",
        "03.2017;FbW;Bindungen;1.500.000,00", "03.2017;gesamt;Bindungen;1.500.000,00", "02.2017;FbW;Ausgaben;500.000,00",
        header=HEADER,
    )  # fmt: skip
    assert run("import-ist", source, plan_file, "--trotzdem")[0] == 0
    shown = rows(plan_file, "Der Eingliederungstitel im Jahresverlauf")
    assert shown["neue Bindungen im Monat"][:4] == (pytest.approx(1999980.25), None, 1500000, None)
    assert shown["gebunden mit Vorbindungen"][:4] == (
        pytest.approx(8399980.25), pytest.approx(8399980.25), pytest.approx(9899980.25), None,
    )  # fmt: skip
    assert shown["ausgegeben"][:3] == (0, 500000, None)
    assert shown["Zuteilung, aufgelaufen"][2] == pytest.approx(0.6 * EGT)
    assert shown["noch zu binden (negativ: es fehlt)"][2] == pytest.approx(0.6 * EGT - 9899980.25)
    sentence = next(Values(plan_file)[NAME].iter_rows(min_row=3, max_row=3, values_only=True))[1]
    assert sentence == (
        "Bis Mrz gebunden 9,90 Mio. €, ausgegeben 0,50 Mio. €; Ausgaben im Jahr hochgerechnet 3,00 Mio. €: läuft leer"
    )  # 3.5 Mio. € new, but only 9.63 − 6.4 = 3.23 Mio. € are allotted


def test_stages_stand_beside_the_plan_and_do_not_change_it(plan_file, run):
    type_in(
        plan_file, Annahme_Mittel_Stand_vorlaeufig_VKB=11000000, Annahme_Mittel_Stand_vorlaeufig_EGT=9000000.5,
        Annahme_Mittel_Stand_endgueltig_EGT=22000000, Annahme_Mittel_Stand="vorläufig",
        Annahme_Mittel_Ausgabereste=1000, Annahme_Mittel_PAT=200.25,
    )  # fmt: skip
    before = Values(plan_file).area("Ziel_EGT")
    run("refresh", plan_file)
    assert Values(plan_file).area("Ziel_EGT") == before
    shown = rows(plan_file, "Stand des Haushalts")
    assert shown["im Plan verwendet"][1:5] == (25575625, "–", 21987044, "–")
    assert shown["vorläufig"][1:5] == (11000000, -14575625, 9000000.5, -12987043.5)
    assert shown["endgültig"][1:5] == ("–", "–", 22000000, 12956)
    assert any(
        label == "Maßgeblich: vorläufig; gegen den Plan VKB -14.575.625,00 €, EGT -12.987.043,50 €" for label in shown
    )
    beside = {row[8]: row[11] for row in Values(plan_file)[NAME].iter_rows(values_only=True) if row[8]}
    assert beside["Ausgabereste aus Vorjahren"] == 1000
    assert beside["Aufwendungsersatz der BA"] == "–"
    assert beside["zusammen"] == 1200.25


def test_later_years_and_degression(case_2027):
    """§ 16i Abs. 2: 100, 100, 90, 80, 70 % of the wages; 20, 18, 15, 12, 10 jobs at 30,000 euro."""
    shown = rows(case_2027, "Verpflichtungen nach Jahren")
    assert shown["Teilhabe am Arbeitsmarkt (§ 16i)"][:6] == (1443000, 1698000, 1287000, 858000, 420000, 4263000)
    assert shown["zusammen"][:6] == (3900000, 2558000, 1327000, 858000, 420000, 5163000)
    jobs = rows(case_2027, "Teilhabe am Arbeitsmarkt (§ 16i) nach Förderjahr")
    assert [jobs[f"{number}. Förderjahr"][:3] for number in range(1, 6)] == [
        (20, 1.0, 600000), (18, 1.0, 540000), (15, 0.9, pytest.approx(405000)), (12, 0.8, pytest.approx(288000)), (10, 0.7, 210000),
    ]  # fmt: skip
    years = rows(case_2027, "§ 16i: Bindung dieser Fälle nach Jahren")["Zuschuss für diese Fälle"][:5]
    by_hand = (
        30000 * (20 + 18 + 15 * 0.9 + 12 * 0.8 + 10 * 0.7),
        30000 * (20 + 18 * 0.9 + 15 * 0.8 + 12 * 0.7),
        30000 * (20 * 0.9 + 18 * 0.8 + 15 * 0.7),
        30000 * (20 * 0.8 + 18 * 0.7),
        30000 * 20 * 0.7,
    )
    assert years == pytest.approx(by_hand)
    assert by_hand[0] == pytest.approx(2043000)
    stages = rows(case_2027, "Stand des Haushalts")
    assert stages["vorläufig"][:3] == ("01.01.2027", 7823340, -10089140)


def test_next_year_has_the_commitments_one_year_nearer(case_2027, tmp_path, run):
    out = tmp_path / "Plan-2028.xlsx"
    assert run("new", out, "--aus", case_2027)[0] == 0
    book = Values(out)
    assert book.area("Ist_VERPFLICHTUNG")[4] == [1698000, 1287000, 858000, 420000, None]
    jobs = [book.area(f"Annahme_Mittel_16i_Faelle_{number}")[0][0] for number in range(1, 6)]
    assert jobs == [None, 20, 18, 15, 12]
    rates = [book.area(f"Annahme_Mittel_16i_Satz_{number}")[0][0] for number in range(1, 6)]
    assert rates == [1, 1, 0.9, 0.8, 0.7]
    assert book.area("Annahme_Mittel_PAT") == [[None]]


@pytest.fixture(scope="module")
def case_2027(tmp_path_factory):
    from jcplan.build import build
    from jcplan.cases import case

    path = tmp_path_factory.mktemp("2027") / "Plan-2027.xlsx"
    path.write_bytes(build(case(2027)))
    return path
