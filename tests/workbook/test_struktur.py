"""Sheet Struktur: against figures typed from the planning document or computed by hand here."""

from __future__ import annotations

import pytest
from workbooks import Values, cell_of, type_in

from jcplan.cases import reference
from jcplan.model.parts.struktur import PART

PREFIX = "Annahme_Struktur_"


def rows_of(path, sheet="Struktur", label_column=2):
    """Rows by number: all values of a sheet, with the column as index."""
    page = Values(path)[sheet]
    return {row[0].row: [None, *(cell.value for cell in row)] for row in page.iter_rows()}


def under(rows, heading, label, column=2):
    """The first row of that label below a heading."""
    start = next(number for number, row in rows.items() if row[column] == heading)
    return next(row for number, row in rows.items() if number > start and row[column] == label)


def verdicts(path):
    """Verdict by label of the relations of this sheet."""
    rows = rows_of(path, "Prüfungen").values()
    return {row[3]: row[10] for row in rows if row[2] == "Struktur"}


@pytest.fixture
def rows(plan_file):
    return rows_of(plan_file)


def retyped(path, run, **values):
    """The workbook's rows after typing and "Ziele aktualisieren"."""
    type_in(path, **{PREFIX + name: value for name, value in values.items()})
    code, _, errors = run("refresh", path)
    assert code == 0, errors
    return rows_of(path)


STOCKS = "Bestände, auf die sich die Anteile beziehen, und ihr Anteil an den ELB"
FEATURES = "Merkmale in Anteilen und Köpfen"
PROFILES = "Profillagen in Anteilen und Köpfen"
REPLACE = "Eine Profillage der ELB ersetzen"


def test_stocks(rows):
    """The 8 HKL: 407 are 64 %, so 636 before and 1,043 now, 3.9 % of the ELB."""
    stocks = {label: under(rows, STOCKS, label) for label in ("ELB", "LZB", "Ausländer", "8 HKL")}
    assert [row[3] for row in stocks.values()] == [26570, 17241, 8502, 1043]
    assert [row[4] for row in stocks.values()] == ["–", 0.66, 0.32, 0.04]
    assert stocks["8 HKL"][5] == pytest.approx(0.0393, abs=5e-5)
    assert stocks["ELB"][6] == pytest.approx(132.85)


@pytest.mark.parametrize(
    ("label", "shares"),
    [
        ("unter 25 Jahre", (0.18, 0.12, 0.17, 0.24)),
        ("über 55 Jahre", (0.17, 0.21, 0.13, 0.06)),
        ("ohne Schulabschluss", (0.16, 0.19, 0.22, 0.15)),
        ("ohne Berufsausbildung", (0.69, 0.70, 0.83, 0.21)),
        ("Ausländer", (0.32, 0.29, "–", "–")),
        ("LZB", (0.66, "–", 0.60, "–")),
        ("arbeitslos gemeldet", ("–", 0.47, "–", "–")),
    ],
)
def test_features(rows, label, shares):
    row = under(rows, FEATURES, label)
    assert tuple(row[3:7]) == shares
    for share, stock, heads in zip(shares, (26570, 17241, 8502, 1043), row[7:11], strict=True):
        assert heads == ("–" if share == "–" else pytest.approx(share * stock))


def test_further_groups(rows):
    expected = {
        "Alleinerziehende": (3600, 0.1355), "darunter unter 25 Jahre": (324, 0.09), "ELB mit Schwerbehinderung": (1274, 0.0479),
        "LZB unter 25 Jahre": (2069, 0.12), "darunter mit Sondertatbestand": (1407, 0.68), "multiple Risikogruppe": (2069, 0.12),
    }  # fmt: skip
    for label, (heads, share) in expected.items():
        row = under(rows, "Weitere Gruppen", label)
        assert (round(row[3]), round(row[4], 4)) == (heads, share), label


def test_context_of_flight(rows):
    """979 of 1,248 are 78.4 %; 125 more by September."""
    values = [row[13] for number, row in sorted(rows.items()) if 28 <= number <= 34]
    assert values == pytest.approx([1248, 979, 0.7845, 0.80, 1373, 125, 0.1002], abs=5e-5)


def test_profile_groups_sum_to_the_stock(rows):
    expected = {
        "marktnah": (0.17, 0.14, 0.16, 0.08), "komplex": (0.52, 0.60, 0.53, 0.65), "integriert": (0.10, 0.09, 0.10, 0.04),
        "Sondertatbestand": (0.18, 0.16, 0.19, 0.18), "Rest (nicht genannt)": (0.03, 0.01, 0.02, 0.05),
        "davon genannte Profillagen": (0.97, 0.99, 0.98, 0.95),
    }  # fmt: skip
    found = {label: under(rows, PROFILES, label) for label in expected}
    for label, shares in expected.items():
        assert found[label][3:7] == pytest.approx(shares), label
    stocks = (26570, 17241, 8502, 1043)
    parts = [found[label] for label in list(expected)[:5]]
    for column, stock in enumerate(stocks, 7):
        heads = [row[column] for row in parts]
        assert sum(heads) == stock
        assert all(value == int(value) for value in heads)
        assert all(abs(value - row[column - 4] * stock) < 1 for value, row in zip(heads, parts, strict=True))
        assert [row[column + 4] for row in parts] == pytest.approx([value / stock for value in heads])
    # by hand: 4,516.9; 13,816.4; 2,657; 4,782.6; 797.1 — the two largest remainders are .9 and .6
    assert [row[7] for row in parts] == [4517, 13816, 2657, 4783, 797]


def replaced(rows):
    labels = ("marktnah", "komplex", "integriert", "Sondertatbestand", "Rest (nicht genannt)", "zusammen")
    return [under(rows, REPLACE, label) for label in labels]


def test_a_replaced_profile_group(rows):
    """52 % become 49 %: the others' 48 % grow to 51 %, each by 51/48."""
    table = replaced(rows)
    others = [share * 51 / 48 for share in (0.17, 0.10, 0.18, 0.03)]
    assert [row[4] for row in table] == pytest.approx([others[0], 0.49, *others[1:], 1])
    assert [row[7] for row in table] == [4799, 13019, 2823, 5082, 847, 26570]
    assert table[1][8] == -797
    assert table[5][5] == pytest.approx(0, abs=1e-12)
    assert table[5][8] == 0


def test_another_group_and_share(plan_file, run):
    rows = retyped(plan_file, run, Ersetzen_Gruppe="Sondertatbestand", Ersetzen_Anteil=0.26)
    others = [share * 74 / 82 for share in (0.17, 0.52, 0.10, 0.03)]
    assert [row[4] for row in replaced(rows)] == pytest.approx([*others[:3], 0.26, others[3], 1])
    assert sum(row[7] for row in replaced(rows)[:5]) == 26570
    sentences = [row[2] for row in rows.values()]
    assert "Mit „Sondertatbestand“ bei 26,0 % statt 18,0 % wechseln 2.125 Personen die Gruppe" in sentences


@pytest.mark.parametrize("blank", ["Ersetzen_Gruppe", "Ersetzen_Anteil"])
def test_nothing_is_replaced_while_an_input_is_blank(plan_file, run, blank):
    rows = retyped(plan_file, run, **{blank: None})
    assert [row[3] for row in replaced(rows)] == pytest.approx([row[4] for row in replaced(rows)])
    assert [row[8] for row in replaced(rows)] == [0] * 6
    assert any(str(row[2]).startswith("Nichts wird ersetzt") for row in rows.values())


def test_a_profile_group_that_is_not_on_the_list_is_refused(plan_file, run):
    type_in(plan_file, Annahme_Struktur_Ersetzen_Gruppe="einfach")
    code, _, errors = run("refresh", plan_file)
    assert code == 2
    assert cell_of(plan_file, "Annahme_Struktur_Ersetzen_Gruppe")[1] in errors
    assert "„Sondertatbestand“" in errors


def test_year_before(rows):
    """Stated for the LZB; from 52/1.06, 10/0.8, 60/1.04, 53/1.08 and 32/1.05 where only a change is stated."""
    heading = "Gegen das Vorjahr"
    assert under(rows, heading, "unter 25 Jahre")[3:11] == ["–", 0.12, "–", "–", "–", 0, "–", "–"]
    assert under(rows, heading, "LZB")[3:11] == ["–" if v is None else pytest.approx(v) for v in (0.66, None, 0.62, None, 0, None, -0.02, None)]  # fmt: skip
    assert under(rows, heading, "komplex")[3:6] == pytest.approx([0.4906, 0.5769, 0.4907], abs=5e-5)
    assert under(rows, heading, "integriert")[3:5] == pytest.approx([0.125, 0.12])
    assert under(rows, heading, "Ausländer")[3] == pytest.approx(0.3048, abs=5e-5)
    assert under(rows, heading, "LZB unter 25 mit Sondertatbestand")[8] == pytest.approx(0.03)
    assert under(rows, "Was die angegebenen Veränderungen bedeuten", "ELB aus den 8 HKL")[5] == pytest.approx(
        635.98, abs=0.01
    )
    assert under(rows, "Was die angegebenen Veränderungen bedeuten", "komplex, ELB")[7] == pytest.approx(0.46)


def test_a_typed_year_before_is_taken(plan_file, run):
    rows = retyped(plan_file, run, ELB_komplex_Vorjahr=0.50)
    row = under(rows, "Gegen das Vorjahr", "komplex")
    assert (row[3], row[7]) == (0.50, pytest.approx(0.02))


def test_what_follows_for_the_others(rows):
    """(whole − part · size) / rest; for the 8 HKL the sizes are 8,502 and 1,043 heads."""
    row = under(rows, "Was für die Übrigen folgt", "ohne Berufsausbildung", 10)
    by_hand = [(0.69 - 0.70 * 0.66) / 0.34, (0.69 - 0.83 * 0.32) / 0.68, (0.83 * 8502 - 0.21 * 1043) / (8502 - 1043)]
    assert row[14:17] == pytest.approx(by_hand)
    assert under(rows, "Was für die Übrigen folgt", "größter Anteil", 10)[14:17] == pytest.approx(by_hand)
    smallest = under(rows, "Was für die Übrigen folgt", "kleinster Anteil", 10)
    assert smallest[14] == pytest.approx((0.17 - 0.21 * 0.66) / 0.34)


def test_verdicts(plan_file):
    found = verdicts(plan_file)
    contradictions = {label for label, verdict in found.items() if verdict == "Widerspruch"}
    still_open = {label for label, verdict in found.items() if verdict == "nicht prüfbar"}
    assert contradictions == {"Von den ELB mit Fluchtkontext kommt der (rund) angegebene Anteil aus den 8 HKL"}
    assert still_open == {
        "Der Bestand der 8 HKL in der Planung ergibt denselben Anteil an den ELB",
        "Ohne Berufsausbildung sind von den 8 HKL ähnlich viele wie von allen Ausländern",
        "ELB mit Fluchtkontext aus den 8 HKL sind höchstens alle ELB aus den 8 HKL",
    }
    assert len(found) == 28
    for label in (
        "Zuwachs und Rate der 8 HKL ergeben ihren Anteil an den ELB",
        "LZB unter den Ausländern ergeben den Anteil der Ausländer an den LZB",
        "Die Profilanteile der LZB ergeben zusammen höchstens 100 %",
    ):
        assert found[label] == "passt"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ({"ELB_komplex": 0.58}, "Die Profilanteile der ELB ergeben zusammen höchstens 100 %"),
        ({"8HKL_Anteil": 0.05}, "Zuwachs und Rate der 8 HKL ergeben ihren Anteil an den ELB"),
        ({"LZB_Auslaender": 0.31}, "LZB unter den Ausländern ergeben den Anteil der Ausländer an den LZB"),
        ({"Auslaender_LZB_Vorjahr": 0.70}, "Dasselbe im Vorjahr, wenn der Anteil der Ausländer relativ gestiegen ist"),
        ({"LZB_Risikogruppe": 0.22}, "Die multiple Risikogruppe ist höchstens so groß wie das kleinste ihrer drei Merkmale"),
        ({"LZB_ueber_55": 0.30}, "ELB ohne Langzeitleistungsbezug: überall folgen Anteile von mindestens 0 %"),
        ({"8HKL_ohne_Ausbildung": 0, "Auslaender_ohne_Ausbildung": 0.9}, "Ausländer von außerhalb der 8 HKL: überall folgen Anteile von höchstens 100 %"),
        ({"LZB_arbeitslos": 0.88}, "Arbeitslose LZB und LZB mit Sondertatbestand sind zusammen höchstens 100 %"),
        ({"8HKL_unter_25": 0.98}, "Unter 25- und über 55-Jährige sind in jeder Gruppe zusammen höchstens 100 %"),
        ({"Fluchtkontext_neu": 1200}, "Die ELB mit Fluchtkontext nehmen zu"),
        ({"ELB_Auslaender": 0.34}, "Der Anteil der Ausländer an den ELB liegt unter der in Worten genannten Grenze"),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_is_found(plan_file, run, typed, label):
    assert verdicts(plan_file)[label] == "passt"
    retyped(plan_file, run, **typed)
    assert verdicts(plan_file)[label] == "Widerspruch"


def test_profile_shares_above_the_whole_give_no_heads(plan_file, run):
    rows = retyped(plan_file, run, ELB_komplex=0.56)
    assert [under(rows, PROFILES, label)[7] for label in ("marktnah", "komplex", "zusammen")] == ["–"] * 3
    assert under(rows, PROFILES, "komplex")[8] == 10345  # the other groups keep theirs


def test_blank_inputs_give_dashes_and_no_error(plan_file, run):
    """With none of the part's inputs, its sheet has the stocks that the plan knows, and dashes."""
    blank = {field.name: None for field in PART.fields}
    assert len(blank) == 97
    type_in(plan_file, **blank)
    code, _, errors = run("refresh", plan_file)
    assert code == 0, errors
    rows = rows_of(plan_file)
    numbers = {v for row in rows.values() for v in row[3:] if isinstance(v, float | int)}
    shown = {26570, 17241, 1, round(17241 / 26570, 9), 132.85, 86.205, 0.66, 0.66 * 26570, 1 - 0.66}
    assert {round(n, 9) for n in numbers} == {round(n, 9) for n in shown}
    assert not [v for row in rows.values() for v in row if str(v).startswith(("#", "Err"))]
    assert set(verdicts(plan_file).values()) == {"nicht prüfbar"}


def test_an_empty_workbook(empty_file):
    values = [v for row in rows_of(empty_file).values() for v in row]
    assert "–" in values
    assert not [v for v in values if str(v).startswith("#")]


def test_the_reference_case_says_where_each_figure_is_from():
    case = reference()
    for field in PART.fields:
        entry = case.entry(field.name)
        assert entry.source.startswith(("Abschnitt", "Festlegung")), field.name
        assert entry.value is not None or entry.note.startswith("Nicht gedruckt"), field.name
