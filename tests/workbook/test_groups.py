"""Groups of ELB: one, three, leaving by date, rests and rates that follow; figures typed and computed by hand."""

from __future__ import annotations

import dataclasses

import pytest

from jcplan.cases import Entry, empty, reference
from jcplan.cells import CellError, areas
from jcplan.core.verdict import CONTRADICTS, FITS, OPEN
from jcplan.errors import InputError
from jcplan.formula import Engine
from jcplan.layout.whole import layout
from jcplan.model import Shape
from jcplan.plan import compute

INPUTS = (
    "Bezeichnung", "ELB", "Veraenderung", "Zugang", "Zugang_ab_Monat", "IQ_Vorjahr", "IQ_Steigerung", "IQ_Ziel",
    "IQ_Nachkommastellen",
)  # fmt: skip
USUAL = {"Veraenderung": 0.0, "Zugang": 0.0, "Zugang_ab_Monat": 1.0, "IQ_Nachkommastellen": 3.0}
SETTLED = {"Bezeichnung": "ohne Flucht", "Veraenderung": 0.1, "IQ_Vorjahr": 0.22, "IQ_Steigerung": 0.05}
REFUGEES = {"Bezeichnung": "Flucht/Asyl", "ELB": 2000.0, "Zugang": 600.0, "Zugang_ab_Monat": 7.0, "IQ_Steigerung": 0.1}
UKRAINE = {
    "Bezeichnung": "Ukraine", "ELB": 1000.0, "Veraenderung": -0.1, "Zugang": -400.0, "Zugang_ab_Monat": 7.0,
    "IQ_Vorjahr": 0.1, "IQ_Ziel": 0.1236, "IQ_Nachkommastellen": 4.0,
}  # fmt: skip
ONCE = {"ELB_gesamt": 10_000.0, "IQ_gesamt_Vorjahr": 0.2}
PLANNED = (7700.0, 2300.0, 700.0)  # 7,000 · 1.1; 2,000 + 600 · 6/12; 1,000 · 0.9 − 400 · 6/12
RATES = (0.231, 0.198, 0.1236)  # 0.22 · 1.05; 0.18 · 1.1; typed
IMPLIED = (0.2 * 10_000 - 0.22 * 7000 - 0.1 * 1000) / 2000  # 0.18
VERDICT_OF_EARLIER = "Die Vorjahresquoten der Gruppen ergeben die IQ insgesamt im Vorjahr"


def case(*groups, **once):
    """The reference case with these groups; what is not given of them is blank."""
    entries = dict(reference().shaped(Shape(gruppen=len(groups))).entries)
    for number, group in enumerate(groups, 1):
        values = {"Bezeichnung": f"Gruppe {number}", **USUAL, **group}
        entries |= {f"Annahme_G{number}_{end}": Entry(values.get(end)) for end in INPUTS}
    entries |= {f"Annahme_{name}": Entry(value) for name, value in (ONCE | once).items()}
    shaped = reference().shaped(Shape(gruppen=len(groups), teams=(1,), projekte=1, instrumente=1, standards=1))
    known = {name: entry for name, entry in entries.items() if name in shaped.entries or "_G" in name}
    return dataclasses.replace(shaped, entries=known)


def planned(made):
    values = {**made.values, **made.texts}
    return compute(made.model.read(values))


class Shown:
    """What the sheets of a case compute."""

    def __init__(self, made):
        self.layout = layout(made)
        self.values = Engine(self.layout).compute().values

    def __getitem__(self, name):
        sheet, area = areas(self.layout.names)[name]
        return [self.values.get((sheet, *at)) for at in area]

    def verdict(self, label):
        """That of a relation on the sheet Prüfungen."""
        home, verdicts = areas(self.layout.names)["Pruefung_Urteile"]
        page = self.layout.pages[home]
        rows = [row for (row, _), cell in page.cells.items() if cell.value == label]
        (row,) = (row for row in rows if (row, verdicts.left) in verdicts)
        return self.values[home, row, verdicts.left]

    @property
    def errors(self):
        return {place: value.code for place, value in self.values.items() if isinstance(value, CellError)}


def close(values):
    return pytest.approx(list(values), rel=1e-12)


@pytest.fixture(scope="module")
def three():
    made = case(SETTLED, REFUGEES, UKRAINE)
    return planned(made), Shown(made)


def test_three_groups(three):
    plan, shown = three
    targets = plan.targets
    assert [targets[f"Ziel_ELB_G{n}"].exact for n in (1, 2, 3)] == close(PLANNED)
    assert shown["ELB_Bestand"] == close((7000, 2000, 1000))  # the first is the rest of the total
    assert shown["ELB_Plan"] == close(PLANNED)
    assert [targets[f"Ziel_IQ_G{n}"].published for n in (1, 2, 3)] == close(RATES)
    assert shown["IQ_Plan"] == close(RATES)
    assert targets["Ziel_ELB_gesamt"].exact == pytest.approx(10_700, rel=1e-12)
    blended = (0.231 * 7700 + 0.198 * 2300 + 0.1236 * 700) / 10_700  # 0.216880...
    assert targets["Ziel_IQ_gesamt"].exact == pytest.approx(blended, rel=1e-12)
    assert targets["Ziel_IQ_gesamt"].published == 0.217
    assert targets["Ziel_IQ_gesamt"].baseline == 0.2
    assert not shown.errors


def test_the_one_blank_earlier_rate_of_three_follows(three):
    plan, shown = three
    assert plan.targets["Ziel_IQ_G2"].baseline == pytest.approx(IMPLIED, rel=1e-12)
    assert shown["IQ_bisher"] == close((0.22, IMPLIED, 0.1))


def test_a_group_that_leaves_in_july_counts_for_six_of_twelve_months(three):
    """Rechtskreiswechsel: 400 of 1,000 heads go by July, on the annual mean that is 200."""
    plan, shown = three
    assert plan.targets["Ziel_ELB_G3"].exact == pytest.approx(1000 * 0.9 - 400 * (13 - 7) / 12, rel=1e-12)
    assert shown["ELB_Zugang"] == close((0, 600 * 6 / 12, -400 * 6 / 12))
    gone = {**UKRAINE, "Veraenderung": 0.0, "Zugang": -1000.0}
    for month, left in ((1, 0), (7, 500), (12, 1000 - 1000 / 12)):
        targets = planned(case(SETTLED, REFUGEES, {**gone, "Zugang_ab_Monat": float(month)})).targets
        assert targets["Ziel_ELB_G3"].exact == pytest.approx(left, rel=1e-12)


def test_parts_of_the_change_add_up_over_three_groups(three):
    """Why the rate changes: the sum over the groups is the change of the rate of all."""
    effects = three[0].decomposition
    change = three[0].targets["Ziel_IQ_gesamt"].exact - 0.2
    assert sum(effects.struktur) + sum(effects.quote) == pytest.approx(change, rel=1e-9)


def test_one_group_only():
    """All ELB are the group; its earlier rate is that of all, the total's target is its own."""
    made = case({"Bezeichnung": "alle", "Veraenderung": -0.05, "IQ_Steigerung": 0.1})
    targets, shown = planned(made).targets, Shown(made)
    assert targets["Ziel_ELB_G1"].exact == targets["Ziel_ELB_gesamt"].exact == pytest.approx(9500, rel=1e-12)
    assert targets["Ziel_IQ_G1"].baseline == pytest.approx(0.2, rel=1e-12)
    assert targets["Ziel_IQ_G1"].published == targets["Ziel_IQ_gesamt"].published == 0.22
    assert (shown["ELB_Plan"], shown["IQ_Plan"], shown["IQ_bisher"]) == (close([9500]), close([0.22]), close([0.2]))
    assert not shown.errors


@pytest.mark.parametrize("blank", [0, 1, 2])
def test_the_rest_is_any_group(blank):
    stocks = [7000.0, 2000.0, 1000.0]
    groups = [{**group, "ELB": stock} for group, stock in zip((SETTLED, REFUGEES, UKRAINE), stocks, strict=True)]
    groups[blank]["ELB"] = None
    assert [planned(case(*groups)).targets[f"Ziel_ELB_G{n}"].exact for n in (1, 2, 3)] == close(PLANNED)


def test_no_stock_is_blank_and_they_are_the_total():
    made = case({**SETTLED, "ELB": 7000.0}, REFUGEES, UKRAINE)
    assert [planned(made).targets[f"Ziel_ELB_G{n}"].exact for n in (1, 2, 3)] == close(PLANNED)


@pytest.mark.parametrize(("earlier", "verdict"), [(0.18, FITS), (0.19, CONTRADICTS), (None, OPEN)])
def test_earlier_rates_that_contradict_the_total_are_checked_and_not_refused(earlier, verdict):
    """0.22 · 7,000 + 0.19 · 2,000 + 0.1 · 1,000 are 20.2 % of 10,000, not 20.0 %."""
    made = case(SETTLED, {**REFUGEES, "IQ_Vorjahr": earlier}, UKRAINE)
    targets = planned(made).targets
    assert targets["Ziel_IQ_G2"].exact == pytest.approx((earlier or 0.18) * 1.1, rel=1e-12)
    assert targets["Ziel_IQ_gesamt"].baseline == 0.2
    shown = Shown(made)
    assert shown.verdict(VERDICT_OF_EARLIER) == verdict
    assert not shown.errors


@pytest.mark.parametrize(
    ("stock", "earlier"),
    [
        pytest.param(0.0, 0.22, id="nobody"),
        pytest.param(2000.0, 0.3, id="below 0"),  # 0.3 · 7,000 + 100 are more than 2,000
        pytest.param(1000.0, 0.001, id="above 1"),  # (2,000 − 8 − 100) / 1,000
    ],
)
def test_an_earlier_rate_that_cannot_be_is_blank_and_refused_only_where_it_is_raised(stock, earlier):
    settled, refugees = {**SETTLED, "IQ_Vorjahr": earlier}, {**REFUGEES, "ELB": stock}
    made = case(settled, {**refugees, "IQ_Steigerung": None, "IQ_Ziel": 0.15}, UKRAINE)
    target = planned(made).targets["Ziel_IQ_G2"]
    assert (target.exact, target.baseline, target.change) == (0.15, None, None)
    shown = Shown(made)
    assert not isinstance(shown["IQ_bisher"][1], float)
    assert not shown.errors
    with pytest.raises(InputError, match=r"Annahme_G2_IQ_Vorjahr: gefunden keine Angabe und aus der Quote insgesamt"):
        planned(case(settled, refugees, UKRAINE))


WRONG = [
    ("two rests", 2, {"ELB": None}, "G2_ELB: gefunden eine leere Zelle, erwartet eine Zahl ab 0. Höchstens eine Gruppe"),
    ("both", 3, {"IQ_Steigerung": 0.1}, "G3_IQ_Ziel: gefunden eine Zielquote, wo schon eine Steigerung steht"),
    ("neither", 3, {"IQ_Ziel": None}, "G3_IQ_Steigerung: gefunden weder Steigerung noch Zielquote"),
    ("raised from nothing", 1, {"IQ_Vorjahr": None}, "G1_IQ_Vorjahr: gefunden eine leere Zelle"),
    ("above the total", 2, {"ELB": 9500.0}, "ELB_gesamt: gefunden 10.000, erwartet mindestens die Summe der Gruppen"),
    ("more leave than there are", 3, {"Zugang": -1801.0}, "G3_Zugang: gefunden einen Abgang, der −0,5 Köpfe übrig lässt"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "changes", "message"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_cannot_be_together_is_refused_by_input(number, changes, message):
    groups = [SETTLED, REFUGEES, UKRAINE]
    groups[number - 1] = groups[number - 1] | changes
    with pytest.raises(InputError) as error:
        planned(case(*groups))
    assert f"Annahme_{message}" in str(error.value)


def test_a_group_above_the_total_is_refused_at_its_stock():
    with pytest.raises(InputError, match=r"Annahme_G2_ELB: gefunden 10\.001, erwartet höchstens die ELB insgesamt"):
        planned(case(SETTLED, {**REFUGEES, "ELB": 10_001.0, "IQ_Vorjahr": 0.18}))


@pytest.mark.parametrize("groups", [1, 4, 6])
def test_a_blank_plan_with_any_number_of_groups_is_computed(groups):
    """What is not typed yet may be an error, never a formula that is not computed; and no verdict is one."""
    drawn = layout(empty(Shape(gruppen=groups)))
    found = Engine(drawn).compute()
    assert found.not_computed == {}
    sheet, area = areas(drawn.names)["Pruefung_Urteile"]
    assert [at for at in area if isinstance(found.values[sheet, *at], CellError)] == []
