"""Sheet Projekte: figures of the planning document 2017, recomputed by hand."""

from __future__ import annotations

import dataclasses

import pytest
from workbooks import Values, rows, type_in, verdicts

from jcplan.build import build
from jcplan.cases import Entry, reference
from jcplan.layout import budget, elb, hebel, iq, lzb, mittel, personal, projekte
from jcplan.model import Model, Shape
from jcplan.model.parts.projekte import part
from jcplan.sheet.book import Layout, resolve, workings
from jcplan.sheet.keys import Index, Scope

SHEET = "Projekte"
COLUMNS = {
    "Stellen": 3, "Monate": 4, "Kunden": 5, "Plätze": 6, "Verweildauer": 7, "Teilnehmende": 8, "Anteil": 9, "Integrationen": 10,
    "Beendigungen": 11, "LZB": 12, "IQ": 13, "Ziel": 14, "Bemerkung": 15,
}  # fmt: skip
ELB_PLAN = 27649.005  # 25,201 · 1.005 + 1,369 + 953
TARGET = 0.233 * 25327.005 + 0.1298 * 2322  # 6,202.6 integrations


@pytest.fixture(scope="module")
def table(built):
    return rows(built, SHEET)


@pytest.mark.parametrize(
    ("project", "column", "value"),
    [
        ("Plus5", "Stellen", 5.0),  # section 3.1
        ("Plus5", "Plätze", 150),  # 5 posts, 30 clients each
        ("Plus5", "Integrationen", 300),  # 25 a month
        ("Plus5", "IQ", 300 / ELB_PLAN),
        ("Plus5", "Ziel", 300 / TARGET),
        ("Plus5", "Bemerkung", "Monatsziel · Monate"),
        ("Joboffensive", "Kunden", 100),  # 1:100
        ("Joboffensive", "Plätze", "–"),  # no posts printed
        ("Joboffensive U25", "Plätze", 100),  # 2 posts, 50 clients each
        ("Joboffensive U25", "Teilnehmende", 200),  # twice, six months each
        ("Joboffensive U25", "Integrationen", 50),  # 25 %
        ("Joboffensive U25", "Beendigungen", 12.5),  # 25 % of these
        ("Joboffensive U25", "LZB", "–"),  # the share of LZB among them is not printed
        ("Joboffensive U25", "Bemerkung", "Teilnehmende · Anteil"),
        ("MEin job-aktiv", "Verweildauer", 1.85),  # eight weeks
        ("ESF-LZA", "Monate", 6),  # until mid-year
        ("ESF-LZA", "Integrationen", "–"),
        ("abschlussorientierte Qualifizierung", "Teilnehmende", 165),
        ("abschlussorientierte Qualifizierung", "Integrationen", 99),  # 60 %
        ("Schrittwechsel", "Integrationen", "–"),
        ("LZB-Teamprojekte", "LZB", 32),
        ("zusammen, soweit beziffert", "Integrationen", 449),
        ("zusammen, soweit beziffert", "LZB", 32),
        ("zusammen, soweit beziffert", "Ziel", 449 / TARGET),
    ],
)
def test_a_project_brings(table, project, column, value):
    found = table[project][COLUMNS[column]]
    assert found == (value if isinstance(value, str) else pytest.approx(value, rel=1e-9))


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Integrationen im Planjahr (Ziel)", TARGET),
        ("davon durch Projekte", 449),
        ("offen: trägt das Regelgeschäft", TARGET - 449),
        ("offen im Monat", (TARGET - 449) / 12),
        ("Stellen der Projekte im Jahresmittel", 9.0),  # 5 + 2 + 4 for half a year
        ("Abgänge aus LZB ohne die Teamprojekte", "–"),
        ("Teilnehmende (Vorjahr: erschlossen)", 230),  # 115 are 50 %
        ("Leistungsbeendigungen je Integration", 65 / 115),
        ("Stellen (Vorjahr: erschlossen)", 230 * 6 / 9 / 50),
    ],
)
def test_summary_and_year_before(table, label, value):
    found = table[label][3]
    assert found == (value if isinstance(value, str) else pytest.approx(value, rel=1e-9))


def test_finding_says_what_the_projects_bring(built):
    sheet = Values(built)[SHEET]
    assert sheet["B3"].value == "Projekte bringen 449 der 6.203 geplanten Integrationen (7,2 %)"


def test_bridge_climbs_from_project_to_project_up_to_the_target(table):
    """Base and visible part of each step: 300 on 0, 50 on 300, 99 on 350, the rest on 449."""
    for label, base, height in (
        ("Plus5 300", 0, 300),
        ("Joboffensive U25 50", 300, 50),
        ("abschlussorientierte Qualifizierung 99", 350, 99),
        ("offen: Regelgeschäft 5.754", 449, TARGET - 449),
        ("Ziel 6.203", 0, TARGET),
    ):
        assert table[label][3] == pytest.approx(base)
        assert table[label][5] == pytest.approx(height)
    assert table["Schrittwechsel –"][5] == 0


def test_verdicts(built):
    found = verdicts(built, SHEET)
    told = {
        "Plus5: Integrationen im Jahr, die aus dem Monatsziel folgen": (300, None, "nicht prüfbar"),
        "abschlussorientierte Qualifizierung: Integrationen, die aus Teilnehmenden und Quote folgen": (
            99,
            None,
            "nicht prüfbar",
        ),
        "Joboffensive U25: der Anteil der Leistungsbeendigungen im Vorjahr erreicht das Ziel": (
            0.25,
            65 / 115,
            "passt",
        ),
        "Joboffensive U25: der Integrationsanteil im Vorjahr erreicht das Ziel": (0.25, 0.5, "passt"),
        "Joboffensive U25: die Erwartung erreicht die Integrationen des Vorjahres": (115, 50, "nicht prüfbar"),
        "ESF-LZA: Betriebsakquisiteure und Coaches sind die gedruckten Stellen": (5, 4, "nicht prüfbar"),
        "Die Projekte bringen zusammen nicht mehr Integrationen als das Ziel": (TARGET, 449, "passt"),
    }
    for label, (computed, printed, verdict) in told.items():
        assert found[label][0] == pytest.approx(computed)
        assert found[label][1] == (None if printed is None else pytest.approx(printed))
        assert found[label][2] == verdict


def test_a_changed_input_flows_through(plan_file, run):
    """Plus5 ends in June with 150 integrations; a share of LZB turns ended benefits into exits."""
    type_in(plan_file, Annahme_Projekt_Plus5_Monate=6, Annahme_Hebel_Projekte_Anteil_LZB=0.48)
    assert run("refresh", plan_file)[0] == 0
    found = rows(plan_file, SHEET)
    assert found["Plus5"][COLUMNS["Integrationen"]] == 150
    assert found["davon durch Projekte"][3] == 299
    assert found["Joboffensive U25"][COLUMNS["LZB"]] == pytest.approx(0.5)  # 12.5 · 48 % / 12
    assert found["Abgänge aus LZB ohne die Teamprojekte"][3] == pytest.approx(0.5)


def test_a_free_place_carries_its_typed_name(tmp_path, run):
    plan_file = tmp_path / "Plan.xlsx"
    assert run("new", plan_file, "--projekte", "9")[0] == 0
    type_in(
        plan_file, Annahme_Projekt_frei_1_VZAE=3, Annahme_Projekt_frei_1_VZAE_Bezeichnung="Chance Zukunft", Annahme_Projekt_frei_1_Monate=12,
        Annahme_Projekt_frei_1_Kunden=20, Annahme_Projekt_frei_1_Verweildauer=4, Annahme_Projekt_frei_1_Anteil=0.1,
    )  # fmt: skip
    assert run("refresh", plan_file)[0] == 0
    found = rows(plan_file, SHEET)["Chance Zukunft"]
    assert (found[COLUMNS["Teilnehmende"]], found[COLUMNS["Integrationen"]]) == (180, 18)


def test_more_integrations_than_the_target_are_a_contradiction(plan_file, run):
    type_in(plan_file, Annahme_Projekt_Plus5_Integrationen=600)
    assert run("refresh", plan_file)[0] == 0
    found = verdicts(plan_file, SHEET)
    assert found["Die Projekte bringen zusammen nicht mehr Integrationen als das Ziel"][2] == "Widerspruch"
    assert found["Plus5: im Monat gehen nicht mehr Menschen in Arbeit, als zugleich betreut werden"][2] == "Widerspruch"


def test_without_any_figure_there_is_a_dash_and_no_error(tmp_path):
    case = reference()
    blank = {n: Entry() if n.startswith(("Annahme_Projekt", "Annahme_Hebel")) else e for n, e in case.entries.items()}
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(build(dataclasses.replace(case, entries=blank)))
    sheet = Values(path)[SHEET]
    assert not [c.coordinate for row in sheet.iter_rows() for c in row if str(c.value).startswith("#")]
    found = rows(path, SHEET)
    assert set(found["Plus5"][3:15]) == {"–"}
    assert found["zusammen, soweit beziffert"][COLUMNS["Integrationen"]] == "–"
    assert found["offen: trägt das Regelgeschäft"][3] == pytest.approx(TARGET)
    assert sheet["B3"].value == "Projekte: noch ohne erwartete Integrationen"
    assert {verdict for _, _, verdict in verdicts(path, SHEET).values()} == {"nicht prüfbar"}


def sheets_of(shape):
    """The sheets with projects or instruments, and those that they refer to, by key."""
    described = (module.sheet(Model(shape)) for module in (elb, iq, lzb, budget, personal, projekte, hebel, mittel))
    sheets = {sheet.key: sheet for sheet in described}
    return sheets | {"werk": workings(list(sheets.values()))}


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, 8, 20])
def test_any_number_of_projects_and_instruments_is_laid_out(count):
    sheets = sheets_of(Shape(projekte=count, instrumente=count))
    index = Index({key: sheet.keys for key, sheet in sheets.items()})
    for key, sheet in sheets.items():
        for relation in sheet.relations:
            for formula in (relation.computed, relation.printed):
                assert "{" not in index.resolve(formula, Scope(key), "")
    resolve(list(sheets.values()))
    layout = Layout(list(sheets.values()), {})
    formulas = [cell.formula for name in layout.sheets for cell in layout.cells(name).values() if cell.formula]
    assert not [formula for formula in formulas if "{" in formula]
    assert len(sheets["projekte"].keys.tables["projekte"].rows) == count + 3  # header, units, total
    assert len(sheets["mittelplanung"].keys.tables["instrumente"].rows) == count + 3


@pytest.mark.parametrize(("count", "there"), [(2, False), (3, True)])
def test_the_year_before_of_a_project_goes_with_it(count, there):
    shape = Shape(projekte=count)
    sheet = sheets_of(shape)["projekte"]
    assert ("vorjahr" in sheet.keys.tables) == there
    assert any("U25" in relation.label for relation in sheet.relations) == there
    assert any("U25_Vorjahr" in field.name for field in part(shape).fields) == there


def test_charts_cover_no_cell_and_no_chart():
    for count in (1, 3, 20):
        for sheet in sheets_of(Shape(projekte=count, instrumente=count)).values():
            for chart in sheet.charts:
                below = [row for row, column in sheet.cells if row >= chart.row and column == chart.column]
                below += [c.row for c in sheet.charts if c.row > chart.row and c.column <= chart.column]
                assert not [row for row in below if row < chart.last_row], (count, sheet.name, chart.alt)
