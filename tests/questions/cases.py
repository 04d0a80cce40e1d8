"""Plans by the names of their inputs, and the same plan in fractions: month by month, nothing of jcplan in it."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from jcplan.core.inputs import Group, Inputs

F = Fraction

ONCE = {
    "LZB_Bestand": "17241", "LZB_Zuwachsrate": "0.004", "LZB_Abgang": "32", "LZB_Ziel": "0", "Verwaltungsbudget": "25575625",
    "Eingliederungsmittel": "21987044", "Umschichtung_Anteil": "0.27", "KFA_Quote": "0.152",
}  # fmt: skip
_FIELDS = {
    "ELB": "elb", "Veraenderung": "veraenderung", "Zugang": "zugang", "Zugang_ab_Monat": "zugang_ab_monat",
    "IQ_Vorjahr": "iq_vorjahr", "IQ_Steigerung": "iq_steigerung", "IQ_Ziel": "iq_ziel",
    "IQ_Nachkommastellen": "iq_nachkommastellen",
}  # fmt: skip
STOCKS = ("ELB", "Veraenderung", "Zugang", "Zugang_ab_Monat", "ELB_gesamt")
RATES = ("IQ_Vorjahr", "IQ_Steigerung", "IQ_Ziel", "IQ_gesamt_Vorjahr")


def plan(*groups, **once):
    """Values by name, texts of decimal numbers; None is a blank. Groups are dicts of ``ELB`` and so on."""
    found = {f"Annahme_{name}": value for name, value in {**ONCE, **once}.items()}
    for number, group in enumerate(groups, 1):
        found |= {f"Annahme_G{number}_{name}": group.get(name) for name in _FIELDS}
    return found


REFERENCE = plan(
    {"Veraenderung": "0.005", "Zugang": "0", "Zugang_ab_Monat": "1", "IQ_Vorjahr": "0.23", "IQ_Steigerung": "0.015", "IQ_Nachkommastellen": "3"},
    {"ELB": "1369", "Veraenderung": "0", "Zugang": "953", "Zugang_ab_Monat": "1", "IQ_Ziel": "0.1298", "IQ_Nachkommastellen": "4"},
    ELB_gesamt="26570", IQ_gesamt_Vorjahr="0.225", IQ_Nachkommastellen="3",
)  # fmt: skip
"""The planning document 2017, typed from it."""
YEAR_2027 = plan(
    {"Veraenderung": "-0.012", "Zugang": "0", "Zugang_ab_Monat": "1", "IQ_Vorjahr": "0.226", "IQ_Steigerung": "-0.069", "IQ_Nachkommastellen": "3"},
    {"ELB": "2310", "Veraenderung": "0.015", "Zugang": "120", "Zugang_ab_Monat": "5", "IQ_Vorjahr": "0.246", "IQ_Steigerung": "-0.069", "IQ_Nachkommastellen": "4"},
    {"ELB": "1480", "Veraenderung": "0", "Zugang": "-620", "Zugang_ab_Monat": "4", "IQ_Vorjahr": "0.192", "IQ_Steigerung": "-0.069", "IQ_Nachkommastellen": "3"},
    ELB_gesamt="15400", IQ_gesamt_Vorjahr="0.226", IQ_Nachkommastellen="3", LZB_Bestand="8640", LZB_Zuwachsrate="0.023", LZB_Abgang="34", LZB_Ziel="0.14",
    Verwaltungsbudget="17912480", Eingliederungsmittel="12604350", Umschichtung_Anteil="0.22",
)  # fmt: skip
"""The made-up case of 2027: a group leaves, rates may fall."""
ONE = plan(
    {"Veraenderung": "-0.02", "Zugang": "240", "Zugang_ab_Monat": "7", "IQ_Steigerung": "0.031"},
    ELB_gesamt="12000", IQ_gesamt_Vorjahr="0.218",
)  # fmt: skip
THREE = plan(
    {"ELB": "6200", "Veraenderung": "0.013", "Zugang": "-120", "Zugang_ab_Monat": "4", "IQ_Vorjahr": "0.27", "IQ_Steigerung": "0.02"},
    {"Veraenderung": "0.005", "IQ_Steigerung": "-0.01"},
    {"ELB": "1369", "Veraenderung": "0", "Zugang": "953", "Zugang_ab_Monat": "10", "IQ_Vorjahr": "0.131", "IQ_Ziel": "0.1298", "IQ_Nachkommastellen": "4"},
    ELB_gesamt="26570", IQ_gesamt_Vorjahr="0.225", LZB_Ziel="-0.01",
)  # fmt: skip
"""The second is the rest, and its earlier rate follows from the total."""
SIX = plan(
    {"ELB": "4000", "Veraenderung": "0.1", "Zugang": "5", "IQ_Vorjahr": "0.3", "IQ_Steigerung": "0.05"},
    {"ELB": "9000", "Veraenderung": "-0.05", "Zugang": "30", "Zugang_ab_Monat": "12", "IQ_Vorjahr": "0.25", "IQ_Steigerung": "0.01"},
    {"ELB": "50", "Veraenderung": "0.5", "Zugang": "600", "Zugang_ab_Monat": "6", "IQ_Vorjahr": "0.1", "IQ_Ziel": "0.2"},
    {"ELB": "2500", "Veraenderung": "-0.3", "Zugang": "10", "Zugang_ab_Monat": "2", "IQ_Vorjahr": "0.4", "IQ_Ziel": "0.41"},
    {"ELB": "777.5", "Veraenderung": "0.02", "Zugang": "-77.5", "Zugang_ab_Monat": "3", "IQ_Vorjahr": "0.1235", "IQ_Steigerung": "0.1"},
    {"ELB": "120", "Veraenderung": "0.7", "Zugang": "3", "IQ_Vorjahr": "0.4", "IQ_Steigerung": "-0.2"},
)  # fmt: skip
CASES = {"one": ONE, "two": REFERENCE, "three": THREE, "six": SIX, "2027": YEAR_2027}
OF_YEARS = {2017: REFERENCE, 2027: YEAR_2027}


def columns(*plans):
    """Names, and values as cells, a column a plan; the names are those of the first."""
    names = list(plans[0])
    return names, [[number(values.get(name)) for values in plans] for name in names]


def number(text):
    """A decimal number as a cell holds it; a blank and a dash stay what they are."""
    return text if text is None or text in ("–", "-") else float(text)


def groups_of(values):
    """How many groups there are."""
    return max(int(name.split("_")[1][1:]) for name in values if name.split("_")[1][:1] == "G")


def inputs(values):
    """The plan's inputs as Python code makes them, without any names."""
    groups = []
    for position in range(1, groups_of(values) + 1):
        given = {}
        for name, attribute in _FIELDS.items():
            text = values.get(f"Annahme_G{position}_{name}")
            if text is not None:
                given[attribute] = int(text) if attribute == "iq_nachkommastellen" else float(text)
        groups.append(Group(f"Gruppe {position}", **given))
    once = {
        name.removeprefix("Annahme_").lower(): int(text) if name.endswith("Nachkommastellen") else float(text)
        for name, text in values.items()
        if text is not None and name.split("_")[1][:1] != "G"
    }
    return Inputs(2017, tuple(groups), **once)


# ---- the plan in fractions ---------------------------------------------------------------------


def half_up(value, places):
    """Commercially rounded, for values ≥ 0."""
    return F((value * 10**places + F(1, 2)).__floor__(), 10**places)


def _mean_of_months(level, arrivals, first):
    """Of twelve months; of a month that is no whole one a part."""
    return sum(level + arrivals * min(max(month + 1 - first, F(0)), F(1)) for month in range(1, 13)) / 12


def _mean_lzb(stock, growth, exits):
    ends = []
    for _ in range(12):
        stock += stock * growth - exits
        ends.append(stock)
    return sum(ends) / 12


def in_fractions(values, *, rounding):
    """Every target of a plan; ``rounding``: the groups' rates go on as they are published."""
    known = {name.removeprefix("Annahme_"): F(text) for name, text in values.items() if text is not None}
    numbers = range(1, groups_of(values) + 1)

    def of(position, name, unless=None):
        return known.get(f"G{position}_{name}", unless)

    stocks = [of(i, "ELB") for i in numbers]
    if None in stocks:
        rest = known["ELB_gesamt"] - sum(stock for stock in stocks if stock is not None)
        stocks = [rest if stock is None else stock for stock in stocks]
    after = [
        _mean_of_months(
            stock * (1 + of(i, "Veraenderung")), of(i, "Zugang", F(0)), of(i, "Zugang_ab_Monat", F(1))
        )
        for i, stock in zip(numbers, stocks, strict=True)
    ]  # fmt: skip
    before = [of(i, "IQ_Vorjahr") for i in numbers]
    if before.count(None) == 1 and "IQ_gesamt_Vorjahr" in known:
        others = sum(rate * stock for rate, stock in zip(before, stocks, strict=True) if rate is not None)
        own = stocks[before.index(None)]
        implied = (known["IQ_gesamt_Vorjahr"] * sum(stocks) - others) / own if own else None
        before[before.index(None)] = implied
    rates, places = [], [int(of(i, "IQ_Nachkommastellen", 3)) for i in numbers]
    for i, rate in zip(numbers, before, strict=True):
        raised = of(i, "IQ_Steigerung")
        rates.append(of(i, "IQ_Ziel") if raised is None else rate * (1 + raised))
    published = [half_up(rate, digits) for rate, digits in zip(rates, places, strict=True)]
    used, half = (published if rounding else rates), [F(1, 2 * 10**digits) for digits in places]

    def blend(each):
        return sum(rate * stock for rate, stock in zip(each, after, strict=True)) / sum(after)

    stock, growth = known["LZB_Bestand"], known["LZB_Zuwachsrate"]
    free, one = _mean_lzb(stock, growth, F(0)), _mean_lzb(stock, growth, F(1))
    goal = stock * (1 + known["LZB_Ziel"])
    vkb, egt = known["Verwaltungsbudget"], known["Eingliederungsmittel"]
    moved = egt * known["Umschichtung_Anteil"]
    return {
        "Ziel_ELB_gesamt": sum(after),
        **{f"Ziel_ELB_G{i}": each for i, each in zip(numbers, after, strict=True)},
        **{f"Ziel_IQ_G{i}": each for i, each in zip(numbers, rates, strict=True)},
        "Ziel_IQ_gesamt": blend(used),
        "Ziel_IQ_gesamt_ungerundet": blend(rates),
        "Ziel_IQ_gesamt_unten": blend([max(r - h, F(0)) for r, h in zip(used, half, strict=True)]),
        "Ziel_IQ_gesamt_oben": blend([min(r + h, F(1)) for r, h in zip(used, half, strict=True)]),
        "Ziel_Integrationen": blend(used) * sum(after),
        "Ziel_LZB": goal,
        "Ziel_LZB_Abgang": (free - goal) / (free - one),
        "Ziel_Umschichtung": moved,
        "Ziel_EGT": egt - moved,
        "Ziel_VKB": vkb + moved,
        "Ziel_Budget_Summe": vkb + egt,
    }


def places_of(target, values):
    """Decimals with which a target is published."""
    if target.startswith("Ziel_IQ_G") and target[9].isdigit():
        return int(values.get(f"Annahme_G{target[9:]}_IQ_Nachkommastellen") or 3)
    if target == "Ziel_IQ_gesamt":
        return int(values.get("Annahme_IQ_Nachkommastellen") or 3)
    if target.startswith("Ziel_IQ"):
        return 5
    return 2 if target in ("Ziel_Umschichtung", "Ziel_EGT", "Ziel_VKB", "Ziel_Budget_Summe") else 0


# ---- plans by chance ---------------------------------------------------------------------------


def _decimal(low: float, high: float, places: int) -> st.SearchStrategy[str]:
    """Numbers of so many decimals, as texts."""
    return st.integers(round(low * 10**places), round(high * 10**places)).map(lambda n: f"{n / 10**places:.{places}f}")


@st.composite
def plans(draw, most=6):
    """A plan of 1 to 6 groups, perhaps with a rest, an implied rate, increases and target rates; not always possible."""
    count = draw(st.integers(1, most))
    rest, implied = (draw(st.none() | st.integers(0, count - 1)) for _ in range(2))
    groups = []
    for position in range(count):
        group = {
            "ELB": draw(_decimal(1, 9000, 0)),
            "Veraenderung": draw(_decimal(-0.3, 0.3, 3)),
            "Zugang": draw(st.none() | _decimal(0, 900, 0)),
            "Zugang_ab_Monat": draw(st.none() | st.integers(1, 12).map(str)),
            "IQ_Vorjahr": draw(_decimal(0.05, 0.4, 3)),
            "IQ_Nachkommastellen": draw(st.none() | st.integers(0, 6).map(str)),
        }
        kind = draw(st.sampled_from(("IQ_Steigerung", "IQ_Ziel")))
        group[kind] = draw(_decimal(-0.2, 0.3, 3) if kind == "IQ_Steigerung" else _decimal(0, 1, 4))
        if position == rest:
            group["ELB"] = None
        if position == implied:
            group["IQ_Vorjahr"] = None
        groups.append(group)
    once = {
        "ELB_gesamt": None if rest is None else str(sum(int(g["ELB"] or 0) for g in groups) + draw(st.integers(1, 9000))),
        "IQ_gesamt_Vorjahr": None if implied is None else draw(_decimal(0.1, 0.3, 3)),
        "LZB_Bestand": draw(_decimal(4000, 20_000, 0)),
        "LZB_Zuwachsrate": draw(_decimal(-0.01, 0.02, 4)),
        "LZB_Abgang": draw(_decimal(0, 200, 0)),
        "LZB_Ziel": draw(_decimal(-0.05, 0.05, 3)),
        "Umschichtung_Anteil": draw(_decimal(-0.3, 1, 3)),
        "IQ_Nachkommastellen": draw(st.none() | st.integers(1, 5).map(str)),
    }  # fmt: skip
    return plan(*groups, **once)
