"""What each input of the next year's plan is, and where it comes from: against values by hand and from the delivery."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace

import pytest
from workbooks import ROOT

from jcplan.errors import InputError
from jcplan.hosts.cli import main
from jcplan.nextyear import made
from jcplan.nextyear.actual import Actuals
from jcplan.nextyear.bases import ACTUAL, BEST, PLAN, Bases
from jcplan.nextyear.rules import Rules
from jcplan.nextyear.source import Source
from jcplan.ooxml import WorkbookFile

EXAMPLE = ROOT / "workbook" / "beispiel" / "Istwerte-2017.csv"
PUBLISHED = "Plan 2017, veröffentlichtes Ziel"


@pytest.fixture(scope="module")
def plan(tmp_path_factory, fresh_bytes):
    """The reference plan, as it is read."""
    path = tmp_path_factory.mktemp("plan") / "Plan-2017.xlsx"
    path.write_bytes(fresh_bytes)
    return Source.read(WorkbookFile.read(path))


@pytest.fixture(scope="module")
def year(tmp_path_factory, fresh_bytes):
    """The same with a year of made-up actuals."""
    path = tmp_path_factory.mktemp("year") / "Plan-2017.xlsx"
    path.write_bytes(fresh_bytes)
    assert main(["import-ist", str(EXAMPLE), str(path)]) == 0
    return Source.read(WorkbookFile.read(path))


@pytest.fixture(scope="module")
def delivered():
    """The delivery, read by the standard library: figures by measure, unit and month; 0 is December before."""
    found = defaultdict(dict)
    with EXAMPLE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            month, year = row["monat"].split(".")
            number = int(month) if year == "2017" else 0
            found[row["kennzahl"], row["einheit"]][number] = float(row["wert"].replace(".", "").replace(",", "."))
    return found


def bases(source, basis=BEST):
    return Bases.of(source, Actuals(source), basis)


def held(found):
    return {name: (fate.value, fate.origin) for name, fate in found.fates.items()}


def fates(source, basis=BEST):
    actuals = Actuals(source)
    rules = Rules(source, actuals, Bases.of(source, actuals, basis))
    return {field.name: rules.of(field) for field in source.model.figures}


def with_groups(source, *changes, targets=None):
    """The same plan with other groups (not computed anew)."""
    groups = [replace(group, **change) for group, change in zip(source.inputs.gruppen, changes, strict=True)]
    inputs = replace(source.inputs, gruppen=tuple(groups))
    return replace(source, inputs=inputs, targets={**source.targets, **(targets or {})})


def without(source, name, month):
    """The same actuals without a month of a measure."""
    areas = dict(source.areas)
    for each in (name, f"{name}_gesamt"):
        areas[each] = tuple((*row[: month - 1], None, *row[month:]) for row in areas[each])
    return replace(source, areas=areas)


# ---- by plan ----------------------------------------------------------------------------------


def test_the_reference_plan_starts_with_its_published_targets(plan):
    """25,201 · 1.005 = 25,327; 1,369 + 953 = 2,322; the rates as domain.md has them."""
    assert held(bases(plan)) == {
        "Annahme_ELB_gesamt": (27649.0, PUBLISHED),
        "Annahme_G1_ELB": (None, "Rest der ELB insgesamt"),
        "Annahme_G2_ELB": (2322.0, PUBLISHED),
        "Annahme_IQ_gesamt_Vorjahr": (0.224, PUBLISHED),
        "Annahme_G1_IQ_Vorjahr": (0.233, PUBLISHED),
        "Annahme_G2_IQ_Vorjahr": (0.1298, PUBLISHED),
        "Annahme_LZB_Bestand": (17241.0, PUBLISHED),
    }
    assert bases(plan).notes == []


def test_a_group_whose_inflow_came_late_starts_with_its_full_stock(plan):
    """953 from July on count 6/12 in the mean (1,845.5) and in full at the end: 1,369 + 953 = 2,322."""
    targets = {"Ziel_ELB_G2": 1846.0, "Ziel_ELB_gesamt": 27173.0}
    late = with_groups(plan, {}, {"zugang_ab_monat": 7.0}, targets=targets)
    found = bases(late)
    assert found.fates["Annahme_G2_ELB"].value == 2322
    assert found.fates["Annahme_G2_ELB"].origin == "Plan 2017, Bestand am Jahresende"
    assert found.fates["Annahme_G2_ELB"].note == (
        "Gruppe 2: 1.369 · (1 + 0 %) + 953; Zugang ab Monat 7, im neuen Jahr ganz"
    )
    assert held(found)["Annahme_ELB_gesamt"] == (25327 + 2322, "Plan 2017, Summe der Gruppen")


def test_a_group_that_left_from_a_month_on_is_gone(plan):
    """1,369 · 0.98 = 1,341.62, less 1,200 from April on: 141.62, so 142."""
    left = with_groups(plan, {}, {"veraenderung": -0.02, "zugang": -1200.0, "zugang_ab_monat": 4.0})
    assert bases(left).fates["Annahme_G2_ELB"].value == 142
    assert bases(left).fates["Annahme_ELB_gesamt"].value == 25327 + 142


def test_groups_that_are_all_typed_sum_to_the_total(plan):
    typed = with_groups(plan, {"elb": 25201.0}, {}, targets={"Ziel_ELB_G1": 25328.0})
    assert held(bases(typed))["Annahme_G1_ELB"] == (25328.0, PUBLISHED)
    assert held(bases(typed))["Annahme_ELB_gesamt"] == (27650.0, "Plan 2017, Summe der Gruppen")


def test_targets_that_are_not_adopted_are_named(plan):
    blank = replace(plan, targets=dict.fromkeys(plan.targets))
    with pytest.raises(InputError) as error:
        bases(blank)
    assert "Plan-2017.xlsx (Ziel_LZB): gefunden kein Ziel, erwartet ein festgeschriebenes Ziel" in str(error.value)
    assert "zuerst „Ziele aktualisieren“" in str(error.value)


# ---- by actuals -------------------------------------------------------------------------------


def test_a_whole_year_of_actuals_is_the_year_before(plan, year, delivered):
    elb, flows = delivered["ELB", "gesamt"], delivered["INTEGRATIONEN", "gesamt"]
    december = sum(delivered["ELB", team][0] for key, team in delivered if key == "ELB" and team != "gesamt")
    rate = sum(flows.values()) / ((december + sum(elb[month] for month in range(1, 12))) / 12)
    assert (elb[12], delivered["LZB", "gesamt"][12]) == (27774, 17361)
    found = bases(year)
    assert held(found)["Annahme_ELB_gesamt"] == (27774.0, "Ist Dezember 2017")
    assert held(found)["Annahme_LZB_Bestand"] == (17361.0, "Ist Dezember 2017")
    assert found.fates["Annahme_IQ_gesamt_Vorjahr"].value == pytest.approx(rate, rel=1e-12)
    assert found.fates["Annahme_IQ_gesamt_Vorjahr"].origin == "Ist, JFW Dezember 2017"
    assert held(found)["Annahme_G2_ELB"] == (2322.0, PUBLISHED)
    assert held(found)["Annahme_G1_IQ_Vorjahr"] == (0.233, PUBLISHED)
    assert held(found)["Annahme_G2_IQ_Vorjahr"] == (None, "folgt aus der IQ insgesamt")  # as it was blank before
    assert found.notes == []
    assert held(bases(year, PLAN)) == held(bases(plan, PLAN))
    assert held(bases(year, ACTUAL)) == held(found)


def test_a_december_that_is_missing_for_one_figure_leaves_that_one_to_the_plan(year):
    found = bases(without(year, "Ist_LZB", 12))
    assert held(found)["Annahme_LZB_Bestand"] == (17241.0, PUBLISHED)
    assert held(found)["Annahme_ELB_gesamt"] == (27774.0, "Ist Dezember 2017")
    assert found.notes == ["LZB: Istwerte gibt es nur bis November 2017; genommen ist der Plan."]


def test_the_latest_actual_counts_where_actuals_are_asked_for(year, delivered):
    found = bases(without(year, "Ist_LZB", 12), ACTUAL)
    assert held(found)["Annahme_LZB_Bestand"] == (delivered["LZB", "gesamt"][11], "Ist November 2017")
    assert found.notes == ["LZB: Der letzte Istwert ist vom November 2017, nicht vom Dezember."]


def test_a_rate_needs_all_its_months(year):
    found = bases(without(year, "Ist_INTEGRATIONEN", 5), ACTUAL)
    assert held(found)["Annahme_IQ_gesamt_Vorjahr"] == (0.224, PUBLISHED)
    assert held(found)["Annahme_G2_IQ_Vorjahr"] == (0.1298, PUBLISHED)
    (note,) = found.notes
    assert note.startswith("IQ insgesamt: Für den JFW vom Dezember fehlen Monate")


def test_actuals_that_are_asked_for_and_are_not_there(plan):
    with pytest.raises(InputError, match=r"Plan-2017\.xlsx: gefunden keine Istwerte des Jobcenters"):
        bases(plan, ACTUAL)


def test_the_whole_is_known_only_where_every_team_is(year, delivered):
    """Without what is reported for the whole: the sum of the teams; with one of them suppressed nobody knows it."""
    areas = {**year.areas, "Ist_ELB_gesamt": ((None,) * 12,)}
    assert Actuals(replace(year, areas=areas)).months(made.MEASURES[1])[11] == delivered["ELB", "gesamt"][12]
    teams = list(areas["Ist_ELB"])
    teams[3] = (*teams[3][:11], "*")
    assert Actuals(replace(year, areas={**areas, "Ist_ELB": tuple(teams)})).months(made.MEASURES[1])[11] is None


def test_groups_without_a_rest_take_the_actual_total_with_the_largest_as_the_rest(year):
    found = bases(with_groups(year, {"elb": 25201.0}, {}))
    assert held(found)["Annahme_G1_ELB"] == (None, "Rest der ELB insgesamt")
    assert held(found)["Annahme_ELB_gesamt"] == (27774.0, "Ist Dezember 2017")
    assert found.notes == ["ELB: Istwerte nach Gruppen gibt es nicht; „ohne 8 HKL“ ist jetzt der Rest von insgesamt."]


def test_rates_that_do_not_go_together_are_said(year):
    """With a rate a group before, none is implied: 0.233 and 0.1298 over 25,452 and 2,322 are 22.44 %."""
    found = bases(with_groups(year, {}, {"iq_vorjahr": 0.13}))
    assert held(found)["Annahme_G2_IQ_Vorjahr"] == (0.1298, PUBLISHED)
    assert found.notes[-1].endswith("Zusammen ergeben sie 22,44 %, das Ist insgesamt ist 22,22 %.")


def test_the_season_is_that_of_the_year_and_averages_one(year, plan, delivered):
    months = delivered["INTEGRATIONEN", "gesamt"]
    mean = sum(months.values()) / 12
    flows, _, lzb, _ = made.MEASURES
    season = Actuals(year).season(flows)
    assert season == pytest.approx([months[month] / mean for month in range(1, 13)], rel=1e-12)
    assert sum(season) / 12 == pytest.approx(1, rel=1e-12)
    assert Actuals(plan).season(flows) is None
    assert Actuals(without(year, "Ist_INTEGRATIONEN", 7)).season(flows) is None
    told = {each.measure.key: each.origin for each in made._seasons(year, Actuals(year))}
    assert told == {
        "INTEGRATIONEN": "aus dem Ist 2017, Mittel 1",
        "LZB_ABGAENGE": "aus dem Ist 2017, Mittel 1",
    }
    old = [each for each in made._seasons(plan, Actuals(plan)) if each.measure is flows]
    assert old[0].after == old[0].before == (0.85, 0.9, 1.05, 1.1, 1.05, 1, 0.95, 1.05, 1.2, 1.1, 0.95, 0.8)
    assert lzb.key not in told  # a stock without weights follows its path


# ---- every other input ------------------------------------------------------------------------


def test_every_input_has_an_origin_and_what_is_decided_each_year_is_blank(plan):
    found = fates(plan)
    assert all(fate.origin for fate in found.values())
    decided = [
        *(f"Annahme_G{n}_{end}" for n in (1, 2) for end in ("Veraenderung", "Zugang", "IQ_Steigerung", "IQ_Ziel")),
        "Annahme_LZB_Abgang", "Annahme_LZB_Ziel", "Annahme_Umschichtung_Anteil",
    ]  # fmt: skip
    assert {(found[name].value, found[name].due, found[name].origin) for name in decided} == {
        (None, True, "bitte neu eintragen")
    }
    assert found["Annahme_G2_Zugang"].note == "Gruppe 2, Plan 2017: 953 Köpfe"


@pytest.mark.parametrize(
    ("name", "value", "origin"),
    [
        ("Annahme_Planjahr", 2018.0, "Plan 2017, Planjahr und eins"),
        ("Annahme_Ampel_gelb", 0.05, "aus Plan 2017 übernommen"),
        ("Annahme_G2_IQ_Nachkommastellen", 4.0, "aus Plan 2017 übernommen"),
        ("Annahme_Verwaltungsbudget", 25575625.0, "aus Plan 2017 übernommen, bitte neu eintragen"),
        ("Annahme_Mittel_VKB_Vorjahr", 25575625.0, "Plan 2017, VKB"),
        ("Annahme_Mittel_EGT_Vorjahr", 21987044.0, "Plan 2017, EGT"),
        ("Annahme_Mittel_Gewicht_02", 26.0, "aus Plan 2017 übernommen"),
        ("Annahme_Mittel_Vorbindungen", None, "bitte neu eintragen"),
        ("Gedruckt_IQ_Ziel_Vorjahr", 0.224, PUBLISHED),
        ("Gedruckt_Umschichtung_Anteil_Vorjahr", 0.27, "Plan 2017, Umschichtung"),
        ("Gedruckt_LZB_Veraenderung_Vorjahr", 0.0, "Plan 2017, Ziel der LZB"),
        ("Annahme_Struktur_LZB_komplex", None, "bitte neu eintragen"),
        ("Annahme_Struktur_LZB_komplex_Vorjahr", 0.6, "Plan 2017, damaliger Stand"),
        ("Annahme_Struktur_ELB_LZB_Vorjahr", 0.66, "Plan 2017, damaliger Stand"),
        ("Annahme_Projekt_Plus5_Integrationen", 25.0, "aus Plan 2017 übernommen"),
        ("Annahme_Projekt_ESF_VZAE", None, "im Plan 2017 nur 6 Monate"),
        ("Annahme_Projekt_ESF_Coaches", None, "im Plan 2017 nur 6 Monate"),
        ("Annahme_Standard_7_Soll", 28.0, "aus Plan 2017 übernommen"),
        ("Annahme_Standard_1", None, "bitte neu eintragen"),
        ("Annahme_VZAE_Basis", 441.5, "aus Plan 2017 übernommen, bitte neu eintragen"),
        ("Annahme_KFA_Quote", 0.152, "SGB II § 46 Abs. 3: Bund 84,8 %, Kommune 15,2 %"),
        ("Annahme_LZB_Vorjahr_03", None, "kein Ist 2017"),
        ("Annahme_BG_Richtung_Vorjahr", "steigend", "Plan 2017, erwartete Richtung"),
    ],
)
def test_what_becomes_of_an_input(plan, name, value, origin):
    fate = fates(plan)[name]
    assert (fate.value, fate.origin) == (value, origin)


def test_clients_a_post_of_the_plan_are_those_of_the_year_before(plan):
    """27,649 ELB over 64 + 152 posts."""
    assert fates(plan)["Annahme_Schluessel_Vorjahr"].value == pytest.approx(27649 / 216, rel=1e-12)


def test_last_years_lzb_come_month_by_month(year, delivered):
    found = fates(year)
    for month in range(1, 13):
        fate = found[f"Annahme_LZB_Vorjahr_{month:02}"]
        assert (fate.value, fate.as_of) == (delivered["LZB", "gesamt"][month], f"{month:02}.2017")
    before = sum(delivered["LZB", team][0] for key, team in delivered if key == "LZB" and team != "gesamt")
    assert found["Gedruckt_LZB_Veraenderung_Vorjahr"].value == pytest.approx(17361 / before - 1, rel=1e-12)
