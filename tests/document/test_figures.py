"""Every figure of the planning document has its place in the workbook, and every input its figure.

``figures.toml`` lists the figures in the document's order. The document itself is no part of this
repository, so the entries are counted here, section by section: one that is left out fails.
"""

from __future__ import annotations

import io
import re
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from workbooks import type_in

from jcplan.cases import reference

COUNTS = {
    "Titel": (4, 3),
    "Impressum": (2, 0),
    "Inhalt": (7, 0),
    "Vorwort": (12, 10),
    "Abschnitt 1, Konjunktur und Arbeitsmarkt": (18, 10),
    "Abschnitt 1, Beschäftigungsmöglichkeiten": (8, 8),
    "Abschnitt 1, Ausbildungsmarkt": (6, 1),
    "Abschnitt 1, Bestand ELB": (28, 22),
    "Abschnitt 1, Struktur der ELB": (20, 15),
    "Abschnitt 1, Fußnoten 1 bis 4": (9, 0),
    "Abschnitt 1, Struktur der LZB": (32, 26),
    "Abschnitt 1, Struktur der Ausländer": (15, 12),
    "Abschnitt 1, Fußnoten 5 bis 7": (9, 1),
    "Abschnitt 1, Struktur der Ausländer (Fortsetzung)": (1, 1),
    "Abschnitt 1, ELB mit Flüchtlingshintergrund": (9, 4),
    "Abschnitt 1, Struktur der FLUE": (19, 12),
    "Abschnitt 1, Fußnoten 8 bis 10": (8, 0),
    "Abschnitt 2, Handlungsfelder": (2, 1),
    "Abschnitt 2, Chancen": (2, 1),
    "Abschnitt 2, Risiken": (7, 5),
    "Abschnitt 2, Integrationen in Arbeit": (2, 2),
    "Abschnitt 2, Langzeitleistungsbezug": (5, 4),
    "Abschnitt 2, Langzeitarbeitslosigkeit": (6, 1),
    "Abschnitt 2, ESF-Bundesprogramm": (7, 5),
    "Abschnitt 2, Jugendarbeitslosigkeit": (16, 8),
    "Abschnitt 2, Alleinerziehende": (1, 1),
    "Abschnitt 2, Zuwanderungsgeschichte": (4, 4),
    "Abschnitt 2, Inklusionskompetenz": (2, 0),
    "Abschnitt 2, Abschlussorientierte Qualifizierung": (4, 4),
    "Abschnitt 2, Prozessqualität": (5, 4),
    "Abschnitt 2, Kommunale Eingliederungsleistungen": (1, 0),
    "Abschnitt 2, Fachaufsicht": (2, 1),
    "Abschnitt 2, Joboffensive": (2, 1),
    "Abschnitt 2, Joboffensive U25": (7, 5),
    "Abschnitt 2, Plus5": (3, 2),
    "Abschnitt 2, MEin job-aktiv": (5, 5),
    "Abschnitt 3": (1, 0),
    "Abschnitt 3.1": (18, 14),
    "Abschnitt 3.2": (12, 9),
    "Abschnitt 4": (4, 2),
    "Abschnitt 5": (15, 9),
    "Abschnitt 5, Ziel 1": (12, 8),
    "Abschnitt 5, Ziel 2": (8, 4),
}
"""Entries of each section of the document, and how many of them are figures with a home in the workbook."""

REASONS = {
    "Gliederung",  # number of a section or a target
    "Fußnote",
    "Anschrift",
    "Name",  # part of a name: U25, Plus5, S2S, 8 HKL
    "Jahr ohne Zahl",  # dates a sentence that has no figure
    "Vergleichsjahr",  # the year that a change is against; the label of the figure says so
    "Umschreibung",  # says in a word what the figure beside it says
    "Begriff des Gesetzes",
}
WORDS = {"zwei": 2, "zweier": 2, "drei": 3, "sechs": 6, "acht": 8}
UNITS = {"%": "%", "Prozent": "%", "€": "€"}
RATINGS = {"++": "++", "+": "+", "+/-": "+/−"}
READ_AS = {
    "stabilen": "gleichbleibend", "Rückgang": "sinkend", "angestiegen": "steigend", "Anstieg": "steigend", "erhöhen": "steigend",
    "stabilisiert": "erreicht", "Erstberatung U25": "nicht erreicht", "Angebot U25": "nicht erreicht",
    "Juli 2017": 7, "3. Quartal": 9, "Mitte 2017": 6, "achtwöchig": 1.85, "vierwöchig": 28, "Drittel": 0.3333, "alle": 1,
    **RATINGS,
}  # fmt: skip
"""Tokens that an input holds as a word or in another unit; every other token shows its value."""
CHAPTER = re.compile(r"Titel|Abschnitt \d(\.\d)?")
KINDS = ("home", "dates", "text", "reason")


@dataclass(frozen=True)
class Row:
    """One input of the sheet Annahmen; ``places`` is None where the printed decimals are no input."""

    label: str
    value: float | str | None
    unit: str
    places: float | None
    as_of: str
    source: str
    note: str

    @property
    def text(self) -> str:
        """Everything that the row says."""
        return f"{self.label} {self.value} {self.as_of} {self.source} {self.note}"


_CELL = re.compile(r"Annahmen!\$[A-Z]+\$\d+")


def rows_of(book):
    """The inputs on the sheet Annahmen, by defined name; what stands beside several of them is that of each in the case."""
    sheet, case = book["Annahmen"], reference()
    areas = {name: defined.value.replace("'", "") for name, defined in book.defined_names.items()}
    cells = {name: sheet[area.removeprefix("Annahmen!")] for name, area in areas.items() if _CELL.fullmatch(area)}
    rows = {}
    for name, cell in cells.items():
        if name in case.model:
            field, entry = case.model.field(name), case.entry(name)
            label = cells[field.label_name].value if field.renamable else field.label
            unit = field.unit if _says(cell, field) else ""
            places = cells[name + "_Stellen"].value if field.printed else None
            texts = (entry.as_of, entry.source, entry.note)
            rows[name] = Row(label or "", cell.value, unit, places, *texts)
        elif name in case.model.texts:
            rows[name] = Row(case.model.texts[name], cell.value, "", None, "", "", "")
        elif name.removesuffix("_Stellen") in case.model:
            rows[name] = Row("", cell.value, "", None, "", "", "")
    return rows


def _says(cell, field):
    """Whether a share or an amount of money is shown as one."""
    sign = {"%": "%", "€": "€"}.get(field.unit, "")
    return sign in cell.number_format


def printed(token):
    """The number that a token shows, without its sign, and its decimals.

    >>> printed("69,6%"), printed("26.570"), printed("5,9 Mio. €"), printed("1:100"), printed("zwei Jahre")
    ((0.696, 3), (26570.0, 0), (5900000.0, -5), (100.0, 0), (2.0, 0))
    """
    words = [WORDS[word] for word in token.split() if word in WORDS]
    if words:
        return float(words[0]), 0
    whole, _, decimals = re.findall(r"\d[\d.,]*", token)[-1].replace(".", "").partition(",")
    power = -2 if re.search("%|Prozent", token) else 6 if "Mio" in token else 0
    return float(Decimal(f"{whole}.{decimals or 0}").scaleb(power)), len(decimals) - power


def places_of(figure):
    """Printed decimals of the number in the cell."""
    if "places" in figure:
        return figure["places"]
    return 0 if figure["token"] in READ_AS else printed(figure["token"])[1]


def findings(sections, rows):
    """What is wrong with the list or with the workbook; empty if all is well."""
    found = [
        f"{section['name']}: {figure['token']} ({figure['what']}): {text}"
        for section in sections
        for figure in section["figures"]
        for text in _of_figure(figure, rows)
    ]
    return [*found, *_of_sources(sections, rows)]


def _of_figure(figure, rows):
    kinds = [kind for kind in KINDS if figure.get(kind)]
    if len(kinds) != 1:
        yield f"has {kinds or 'nothing'} instead of one of {KINDS}"
        return
    kind = kinds[0]
    if kind == "reason":
        if figure["reason"] not in REASONS:
            yield f"has the unknown reason {figure['reason']!r}"
        return
    for name in [*figure[kind], *figure.get("gives", ())]:
        if name not in rows:
            yield f"{name} is no input of the sheet Annahmen"
    check = {"home": _of_home, "dates": _of_date, "text": _of_text}[kind]
    for name in figure[kind]:
        if name in rows:
            yield from (f"{name} {text}" for text in check(figure, rows[name]))
    if kind == "home":
        yield from _of_value(figure)
    for name in figure.get("gives", ()):
        if name.endswith(("_Stellen", "_Nachkommastellen")) and name in rows and rows[name].value != places_of(figure):
            yield f"{name} holds {rows[name].value!r}, printed are {places_of(figure)}"


def _of_home(figure, row):
    if row.value != figure["value"]:
        yield f"holds {row.value!r}, not {figure['value']!r}"
    for sign, unit in UNITS.items():
        if sign in figure["token"] and row.unit != unit:
            yield f"has the unit {row.unit}"
    if row.as_of in ("", "–"):
        yield "has no Datenstand"
    if not CHAPTER.match(row.source):
        yield f"has the Quelle {row.source!r}"
    if figure["token"] in RATINGS and row.label != figure["what"]:
        yield f"is called {row.label!r}"
    if row.places is not None and row.places != places_of(figure):
        yield f"has {row.places} Stellen, not {places_of(figure)}"


def _of_date(figure, row):
    if figure.get("as", figure["token"]) not in row.as_of:
        yield f"has the Datenstand {row.as_of!r}"


def _of_text(figure, row):
    if figure.get("as", figure["token"]) not in row.text:
        yield f"does not say it, only {row.text!r}"


def _of_value(figure):
    """Whether the list's value is what its token shows."""
    token, value = figure["token"], figure["value"]
    sign = -1 if figure.get("falls") or token.startswith("-") else 1
    right = READ_AS[token] if token in READ_AS else sign * printed(token)[0]
    if value != right:
        yield f"is {right!r}, not {value!r}"


def _of_sources(sections, rows):
    """Whether each input that says it comes from the document stands in it, in the section that it says."""
    chapters: dict[str, set[str]] = {}
    for section in sections:
        chapter = CHAPTER.match(section["name"])
        for figure in section["figures"]:
            for name in [*figure.get("home", ()), *figure.get("gives", ())]:
                chapters.setdefault(name, set()).add(chapter[0] if chapter else section["name"])
    for name, row in rows.items():
        chapter = CHAPTER.match(row.source)
        if row.value is None or not chapter:
            continue
        if name not in chapters:
            yield f"{name} has the Quelle {row.source!r} and is the home of no figure"
        elif chapter[0] not in chapters[name]:
            yield f"{name} has the Quelle {row.source!r}, its figures stand in {sorted(chapters[name])}"


def counts(sections):
    """Entries of each section, and how many of them have a home."""
    return {s["name"]: (len(s["figures"]), sum("home" in f for f in s["figures"])) for s in sections}


@pytest.fixture
def sections():
    text = Path(__file__).with_name("figures.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["section"]


@pytest.fixture(scope="module")
def rows(fresh_bytes):
    return rows_of(openpyxl.load_workbook(io.BytesIO(fresh_bytes)))


def test_every_figure_of_the_document_lives_in_the_workbook_and_every_input_in_the_document(sections, rows):
    found = findings(sections, rows)
    assert not found, "\n".join(found)


def test_no_figure_and_no_section_is_left_out(sections):
    assert list(counts(sections).items()) == list(COUNTS.items())


# The checker itself: what it must see in a workbook or a list that somebody spoiled.


def _entry(sections, token):
    return next(f for s in sections for f in s["figures"] if f["token"] == token)


def test_a_value_typed_over_is_seen(sections, plan_file):
    type_in(plan_file, Annahme_LZB_Bestand=17242)
    spoiled = rows_of(openpyxl.load_workbook(plan_file))
    found = findings(sections, spoiled)
    assert "Abschnitt 5, Ziel 2: 17.241 (LZB im Jahresmittel): Annahme_LZB_Bestand holds 17242, not 17241" in found


def test_a_home_that_the_workbook_has_no_longer_is_seen(sections, fresh_bytes):
    book = openpyxl.load_workbook(io.BytesIO(fresh_bytes))
    del book.defined_names["Gedruckt_Budget_Summe"]
    found = findings(sections, rows_of(book))
    assert any(text.endswith("Gedruckt_Budget_Summe is no input of the sheet Annahmen") for text in found)


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({"as_of": ""}, "Gedruckt_Umschichtung has no Datenstand"),
        ({"as_of": "–"}, "Gedruckt_Umschichtung has no Datenstand"),
        ({"source": "Festlegung"}, "Gedruckt_Umschichtung has the Quelle 'Festlegung'"),
        ({"source": "Abschnitt 5"}, "Gedruckt_Umschichtung has the Quelle 'Abschnitt 5', its figures stand in ['Abschnitt 3.2']"),
        ({"unit": "Köpfe"}, "Gedruckt_Umschichtung has the unit Köpfe"),
        ({"places": -4}, "Gedruckt_Umschichtung has -4 Stellen, not -5"),
        ({"value": 5936502}, "Gedruckt_Umschichtung holds 5936502, not 5900000"),
        ({"value": None}, "Gedruckt_Umschichtung holds None, not 5900000"),
    ],
)  # fmt: skip
def test_a_spoiled_input_is_seen(sections, rows, changed, finding):
    spoiled = {**rows, "Gedruckt_Umschichtung": replace(rows["Gedruckt_Umschichtung"], **changed)}
    assert any(text.endswith(finding) for text in findings(sections, spoiled))


@pytest.mark.parametrize(
    ("token", "changed", "finding"),
    [
        ("69,6%", {"home": []}, "has nothing instead of one of"),
        ("69,6%", {"reason": "Name"}, "has ['home', 'reason'] instead of one of"),
        ("69,6%", {"home": ["Gedruckt_Erfunden"]}, "Gedruckt_Erfunden is no input"),
        ("69,6%", {"home": ["Ziel_ELB_gesamt"]}, "Ziel_ELB_gesamt is no input"),
        ("69,6%", {"value": 0.697}, "is 0.696, not 0.697"),
        ("12,98%", {"token": "13,0%"}, "Annahme_G2_IQ_Nachkommastellen holds 4, printed are 3"),
        ("1,2%", {"falls": False}, "is 0.012, not -0.012"),
        ("vierwöchig", {"value": 30}, "is 28, not 30"),
        ("40822", {"reason": "unwichtig"}, "has the unknown reason 'unwichtig'"),
        ("11.2016", {"token": "12.2016"}, "has the Datenstand 'BA-Schätzung 11.2016'"),
        ("21 Monaten", {"as": "22 Monate"}, "does not say it"),
        ("+/-", {"value": "+"}, "is '+/−', not '+'"),
        ("+/-", {"what": "Seefahrt"}, "is called 'Lager und Logistik, Helfertätigkeiten'"),
    ],
)
def test_a_spoiled_entry_is_seen(sections, rows, token, changed, finding):
    _entry(sections, token).update(changed)
    assert any(finding in text for text in findings(sections, rows))


def test_an_entry_that_is_missing_is_seen_twice(sections, rows):
    """By the count of its section, and by the input that it leaves without a figure."""
    section = next(s for s in sections if s["name"] == "Abschnitt 5")
    section["figures"].remove(_entry(sections, "897"))
    assert counts(sections) != COUNTS
    orphan = "Gedruckt_ELB_gesamt_Zuwachs has the Quelle 'Abschnitt 5' and is the home of no figure"
    assert orphan in findings(sections, rows)
