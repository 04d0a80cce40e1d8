"""What the figures of any planning document are in a plan.

``own_words.md`` holds every figure of ``figures.toml`` that has a home and a number, in sentences, lists and tables
of this repository's own: ``{token:Name}`` is a figure and the name that it is.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from wordfile import document, h, p, run, sdt, table
from workbooks import type_in

from jcplan.document.foreign import Judgement, Kind, Status, read
from jcplan.document.mark import Mark
from jcplan.document.source import Figures
from jcplan.hosts.file import FileBook

HERE = Path(__file__).parent
_MARK = re.compile(r"\{(.+?):((?:Annahme|Gedruckt)_\w+)\}")
IN_OTHER_WORDS = {"Annahme_Projekt_ESF_Ende", "Annahme_Projekt_U25_Vorjahr_Monate", "Annahme_Leitungen_unter_2_Jahre"}
"""Figures that the document gives as a date or a word, which no number stands for."""


@pytest.fixture(scope="module")
def figures(tmp_path_factory, fresh_bytes):
    path = tmp_path_factory.mktemp("plan") / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    return Figures(FileBook(path))


class Own:
    """The text in own words as a document, with what is expected of it."""

    def __init__(self, change=lambda text: text):
        self.expected, self.body, rows = [], [], []
        for line in (HERE / "own_words.md").read_text(encoding="utf-8").splitlines():
            if rows and not line.startswith("|"):
                self.body.append(table(*rows))
                rows = []
            text = line.lstrip("#-| ") if not line.startswith("|") else ""
            if line.startswith("#"):
                self.body.append(h(self._plain(text, change), len(line) - len(line.lstrip("#"))))
            elif line.startswith("|"):
                rows.append([self._plain(cell.strip(), change) for cell in line.strip("|").split("|")])
            else:
                self.body.append(p(self._plain(text, change), listed=line.startswith("-")))
        self.data = document(*self.body)

    def _plain(self, text, change):
        self.expected += [(change(token), name) for token, name in _MARK.findall(text)]
        return _MARK.sub(lambda match: change(match[1]), text)

    def pairs(self, reading):
        """Each expected figure with the one that was found for it, or None."""
        left, pairs = list(reading.figures), []
        for token, name in self.expected:
            at = next((n for n, found in enumerate(left) if found.token.text == token), None)
            pairs.append((token, name, None if at is None else left[at]))
            left = left if at is None else left[at + 1 :]
        return pairs


@pytest.fixture(scope="module")
def own():
    return Own()


@pytest.fixture(scope="module")
def reading(own, figures):
    return read(own.data, figures)


def test_the_own_words_hold_every_number_of_the_document_that_has_a_home(own):
    sections = tomllib.loads((HERE / "figures.toml").read_text(encoding="utf-8"))["section"]
    listed = [each for section in sections for each in section["figures"] if "home" in each]
    homes = {name for each in listed if not isinstance(each["value"], str) for name in each["home"]}
    assert homes - {name for _, name in own.expected} == IN_OTHER_WORDS


def test_nine_of_ten_figures_are_found(own, reading):
    pairs = own.pairs(reading)
    assert len(pairs) == 157
    assert sum(found is not None for *_, found in pairs) >= 0.9 * len(pairs)


def test_no_figure_is_bound_to_a_wrong_name(own, reading):
    wrong = [
        (token, name, each.name) for token, name, each in own.pairs(reading) if each and each.name not in (None, name)
    ]
    assert wrong == []
    expected = {id(each) for *_, each in own.pairs(reading)}
    assert [(each.token.text, each.name) for each in reading.figures if each.name and id(each) not in expected] == []


def test_most_figures_are_bound_and_nearly_all_others_proposed(own, reading):
    pairs = own.pairs(reading)
    bound = [each for *_, each in pairs if each and each.name]
    assert len(bound) >= 0.75 * len(pairs)
    rest = [(name, each) for _, name, each in pairs if each and not each.name]
    proposed = [name for name, each in rest if name in {proposal.name for proposal in each.binding.proposals}]
    assert len(proposed) >= 0.85 * len(rest)


def test_only_the_sum_that_the_document_misprints_contradicts_the_plan(reading):
    (wrong,) = reading.contradictions
    assert (wrong.token.text, wrong.name) == ("47.562.696", "Gedruckt_Budget_Summe")
    assert wrong.binding.told == (
        "Ziel_Budget_Summe: Im Plan 47.562.669 €, im Dokument 47.562.696 €: 27 € zu viel. "
        "Zwei benachbarte Ziffern sind vertauscht."
    )


def _other(token):
    """Another figure of the same look: its first digit after any zeros is another one."""
    if not re.search(r"\d{2}|[1-9]", token) or not re.search(r"%|€|Prozent|\d\.\d{3}", token):
        return token
    return re.sub(r"[1-9]", lambda match: str(int(match[0]) % 9 + 1), token, count=1)


def test_changed_figures_are_never_bound_to_wrong_names_and_many_are_named(figures):
    own = Own(_other)
    changed = read(own.data, figures)
    pairs = own.pairs(changed)
    assert [(token, name, each.name) for token, name, each in pairs if each and each.name not in (None, name)] == []
    originals = [token for token, _ in Own().expected]
    fits = [each.name for (token, _, each), before in zip(pairs, originals, strict=True)
            if token != before and each and each.binding.judgement is Judgement.FITS]  # fmt: skip
    assert fits == []
    assert len(changed.contradictions) >= 30


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        (
            "Eine komplexe Profillage haben 63 % der LZB.",
            "Annahme_Struktur_LZB_komplex",
            "Annahme_Struktur_LZB_komplex: Im Plan 60 %, im Dokument 63 %: 3 %-Punkte zu viel.",
        ),
        (
            "Das Verwaltungskostenbudget (VKB) beträgt 25.575.652 €.",
            "Annahme_Verwaltungsbudget",
            (
                "Annahme_Verwaltungsbudget: Im Plan 25.575.625 €, im Dokument 25.575.652 €: 27 € zu viel. "
                "Zwei benachbarte Ziffern sind vertauscht."
            ),
        ),
        (
            "Der Eingliederungstitel (EGT) beträgt 21.987 €.",
            "Annahme_Eingliederungsmittel",
            (
                "Annahme_Eingliederungsmittel: Im Plan 21.987.044 €, im Dokument 21.987 €: 21.965.057 € zu wenig. "
                "Die Angabe liegt um den Faktor 1.000 darunter: wohl Tsd. statt Mio."
            ),
        ),
    ],
)
def test_a_contradiction_is_named_with_its_slip(figures, text, name, told):
    (found,) = read(document(p(text)), figures).figures
    assert (found.name, found.binding.judgement, found.binding.told) == (name, Judgement.CONTRADICTS, told)


def test_what_sinks_in_words_is_negative(figures):
    fits, wrong = read(
        document(p("Im Vorjahr sank die Zahl der LZB um 1,2 %."), p("Im Vorjahr stieg die Zahl der LZB um 1,2 %.")),
        figures,
    ).counted
    assert (fits.name, fits.binding.judgement) == ("Gedruckt_LZB_Veraenderung_Vorjahr", Judgement.FITS)
    assert wrong.binding.judgement is not Judgement.FITS


def test_a_figure_that_the_plan_does_not_know_is_not_bound(figures):
    reading = read(document(p("Im Zoo leben 318 Pinguine, davon 41 % Weibchen.")), figures)
    assert [each.binding.status for each in reading.figures] == [Status.NONE, Status.NONE]


def test_controls_of_ours_are_judged_by_their_mark(figures):
    right, wrong, gone = (
        sdt(str(Mark.of(name, form, text)), text)
        for name, form, text in (
            ("Ziel_LZB", "n0", "17.241"), ("Ziel_IQ_gesamt_veroeffentlicht", "%1", "24,2\u00a0%"), ("Ziel_Fort", "n0", "5"),
        )
    )  # fmt: skip
    reading = read(document(p(inner=run("Es gilt ") + right), p(inner=wrong), p(inner=gone)), figures)
    assert [(each.marked, each.name, each.binding.judgement.value) for each in reading.figures] == [
        (True, "Ziel_LZB", "stimmt"),
        (True, "Ziel_IQ_gesamt_veroeffentlicht", "Widerspruch"),
        (True, None, ""),
    ]
    assert "Zwei benachbarte Ziffern sind vertauscht." in reading.figures[1].binding.told


def test_without_a_plan_figures_are_listed_with_proposals(own):
    reading = read(own.data)
    assert reading.contradictions == () == reading.of(Status.BOUND)
    share = next(each for each in reading.figures if each.token.text == "22,5 %")
    assert share.binding.proposals[0].name == "Annahme_IQ_gesamt_Vorjahr"
    assert str(reading).splitlines()[1] == "Ohne Plan gelesen: Vorschläge nach Worten und Einheit."


def test_a_document_of_another_year_says_so(tmp_path, fresh_bytes):
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    type_in(path, Annahme_Planjahr=2018)
    reading = read(document(p("Planung 2017 mit 5 %.")), Figures(FileBook(path)))
    assert "Das Dokument nennt am häufigsten das Jahr 2017, der Plan ist für 2018." in str(reading)


def test_the_report_shows_contradictions_first_and_tells_all_as_json(reading):
    lines = str(reading).splitlines()
    assert lines[3] == "Widersprüche"
    assert "    47.562.696 – Budget insgesamt · in Euro" in lines[4:6]
    told = json.loads(json.dumps(reading.to_dict(), ensure_ascii=False))
    assert told["anzahl"]["widerspruch"] == 1
    assert told["anzahl"]["gefunden"] == len(told["zahlen"]) == len(reading.figures)
    (share,) = [each for each in told["zahlen"] if each["zahl"] == "12,98 %"]
    assert (share["wert"], share["nachkommastellen"], share["urteil"]) == (0.1298, 4, "stimmt")
    assert share["kapitel"] == ["5. Ziele", "Integrationsquote"]
    assert share["namen"][0]["name"] == "Annahme_G2_IQ_Ziel"


def test_years_of_the_plan_are_bound_and_others_are_not(figures):
    plan, before, date = read(document(p("Was 2017 gilt, galt 2016 nicht und erst im Juli 2017.")), figures).figures
    assert (plan.name, before.name, date.name) == ("Annahme_Planjahr", None, None)
    assert (plan.token.kind, date.token.kind) == (Kind.YEAR, Kind.DATE)
