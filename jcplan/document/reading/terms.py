"""The words of the field: what a text and a label of the workbook have in common, whatever each calls it.

A text is read as terms: ``#LZB`` for each way to call long-term recipients, ``ausgleich`` for a word of no special
meaning, without its ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Final

_ANY: Final = re.IGNORECASE
BEFORE: Final = "#VORJAHR"
WITHOUT: Final = "#OHNE_FLUCHT"
FLIGHT: Final = "#FLUCHT"
EVERYBODY: Final = "#ELB"
COMPARED: Final = "#VERGLICHEN"
OVERALL: Final = "#INSGESAMT"
COUNTRIES: Final = "#HKL"
WHO: Final = frozenset(
    (
        EVERYBODY, "#LZB", "#AUSLAENDER", FLIGHT, COUNTRIES, WITHOUT, "#KONTEXT", "#ALLEINERZIEHEND", "#SCHWERBEHINDERT",
        "#ARBEITSLOS", "#LANGZEITARBEITSLOS", "#SVB", "#BG", "#TEILZEIT", "#SONDERGRUPPE",
    )
)  # fmt: skip
"""Of whom a figure tells."""

_FLIGHT: Final = r"(?:8\s?hkl|hkl\b|flucht\w*|flücht\w*|geflücht\w*|asyl\w*)"
_PHRASES: Final = (
    (r"im (?:direkten )?vergleich (?:zu|mit)[mr]?(?: dem| den| der)?(?: \d{4}| vorjahr\w*| jahr(?:e)? \d{4})?", (COMPARED,)),
    (r"(?:gegenüber|i\. ?vgl\. zu[mr]?|verglichen mit|zu[mr])(?: dem| den)? (?:vorjahr\w*|jahr(?:e)? \d{4})", (COMPARED,)),
    (rf"ohne (?:die )?(?:berücksichtigung (?:der|von|des) )?(?:\w+ (?:der|des|von) )?(?:elb (?:aus|mit) (?:den )?)?{_FLIGHT}(?:/asyl)?(?:\s?\([^)]*\))?", (WITHOUT,)),
    (rf"nicht[- ]{_FLIGHT}", (WITHOUT,)),
    (r"(?:(?:8|acht) )?(?:zugangsst\w+ )?(?:haupt)?herkunftsl\w+|(?:8 )?\bhkl\b|\bflue\b", (FLIGHT, COUNTRIES)),
    (r"flucht[- ]?[ck]onte?x\w*", (FLIGHT, "#KONTEXT")),
    (rf"{_FLIGHT}|geduldet\w*", (FLIGHT,)),
    (r"langzeitarbeitslos\w*", ("#LANGZEITARBEITSLOS",)),
    (r"\blzb\b|langzeit(?:leistungs)?be?z[iu]\w+", ("#LZB",)),
    (r"\belb\b|erwerbsfähige[rn]?(?: \w+)?", (EVERYBODY,)),
    (r"leistungsberechtigte\w*", (EVERYBODY,)),
    (r"ausländ\w*", ("#AUSLAENDER",)),
    (r"teilzeit\w*", ("#TEILZEIT",)),
    (r"\bsvb\b|sozialversicherungspflichtig\w{0,30}(?: beschäftig\w*)?", ("#SVB",)),
    (r"jugendarbeitslos\w*", ("jugend",)),
    (r"arbeitslos\w*", ("#ARBEITSLOS",)),
    (r"\bbg\b|bedarfsgemeinschaft\w*", ("#BG",)),
    (r"alleinerziehend\w*", ("#ALLEINERZIEHEND",)),
    (r"schwerbehinder\w*", ("#SCHWERBEHINDERT",)),
    (r"\w{0,30}risikogruppe\w*", ("#SONDERGRUPPE",)),
    (r"integration point", ("#INTEGRATION_POINT",)),
    (r"\biq\b|integrationsquote\w*", ("#IQ",)),
    (r"(?:profillage\w* )?[„\"“»]?integriert,? aber hilfebedürftig\w*|profillage\w* [„\"“»]?integriert", ("#PROFIL", "#PROFIL_INTEGRIERT")),
    (r"profil(?:e|en|lage\w*)\b", ("#PROFIL",)),
    (r"marktnah\w*|integrationsnah\w*", ("#MARKTNAH",)),
    (r"komplex\w*", ("#KOMPLEX",)),
    (r"sondertatbest\w*", ("#SONDERTATBESTAND",)),
    (r"schulabschl\w*", ("#SCHULABSCHLUSS",)),
    (r"(?:abgeschlossene[nr]? )?(?:berufs)?ausbildung\b|berufsabschl\w*", ("#AUSBILDUNG",)),
    (r"(?:\bu|unter)\s?25\b(?:[- ]?jährig\w*| jahren?)?", ("#UNTER_25",)),
    (r"(?:\bü|über|ab)\s?25\b(?:[- ]?jährig\w*| jahren?)?|25 jahre und älter", ("#AB_25",)),
    (r"(?:\bü|über)\s?55\b(?:[- ]?jährig\w*| jahren?)?|55 jahre und älter", ("#UEBER_55",)),
    (r"\bvj\b|vorjahr\w*|letzten jahr\w*", (BEFORE,)),
    (r"\bvkb\b|verwaltungs(?:kosten)?(?:budget|mittel|etat|haushalt)?\w*", ("#VKB",)),
    (r"\begt\b|eingliederungs(?:titel|mittel|budget|etat)\w*|mittel(?:n)? zur eingliederung", ("#EGT",)),
    (r"umschicht\w*|umgeschichtet\w*", ("#UMSCHICHTUNG",)),
    (r"kommunale[rn]? finanzierungsanteil\w*|\bkfa\b", ("#KFA",)),
    (r"insgesamt|\bgesamt\b|\bsumme\b|zusammen\b", (OVERALL,)),
    (r"\bvzä\b|vollzeit\w*|(?:plan)?stellen\b|personalstellen\b", ("#VZAE",)),
    (r"betreuungs(?:schlüssel|relation)\w*", ("#SCHLUESSEL",)),
    (r"integrationsfachkr\w+|\bifk\b", ("#FACHKRAFT",)),
    (r"kund(?:e|en|innen)\b", ("#KUNDEN",)),
    (r"\w{0,30}teilnehm\w+|teilnahmen?\b", ("#TEILNEHMENDE",)),
    (r"leistungsbeend\w*|beendigung\w*|ohne (?:transfer|weitere )?leistungen|ohne transferleistungen", ("#BEENDIGUNG",)),
    (r"integrationen\b|integration\b", ("#INTEGRATIONEN",)),
    (r"monatlich\w*|(?:im|pro|je) monat\b", ("#MONATLICH",)),
    (r"\bg?jdw\b|jahresdurchschnitt\w*|jahresmittel\w*|im (?:jahres)?mittel", ("#JAHRESMITTEL",)),
    (r"\w{0,30}fl?uktuation\w*", ("#FLUKTUATION",)),
    (r"befrist\w*", ("#BEFRISTUNG",)),
    (r"bereichsleit\w+", ("#LEITUNG",)),
    (r"nachbesetz\w*|nachzubesetz\w*", ("#NACHBESETZUNG",)),
    (r"wechsel\w*", ("#WECHSEL",)),
    (r"\w{0,30}gespräch\w*", ("#GESPRAECH",)),
    (r"prognos\w*|erwart\w*", ("#ERWARTUNG",)),
)  # fmt: skip
_ALL: Final = re.compile("|".join(f"(?P<p{number}>{pattern})" for number, (pattern, _) in enumerate(_PHRASES)), _ANY)
_WORD: Final = re.compile(r"[^\W\d_]{3,}(?:\d\w*)?|[^\W\d_]+\d\w*")
_ENDINGS: Final = ("innen", "ungen", "en", "er", "es", "em", "e", "n", "s")
_SHORTEST: Final = 4
_KEPT: Final = 4000
"""Texts whose terms are kept: headings come again and again."""
_COMPOUND: Final = 5
"""Letters that a word needs to be found inside of a longer one."""
_PART: Final = 0.8
"""What a part of a compound is worth."""
_EMPTY: Final = frozenset(
    """
    der die das den dem des und oder aber auch als bei bis für mit nach von vor aus auf über unter ohne ein eine einer
    eines einem einen sind ist war wird werden wurde wurden haben hat sich nicht noch nur sehr mehr zum zur durch gegen
    zwischen innerhalb sowie dass diese dieser dieses dies ihre unsere unser wir wie damit dabei daraus kein keine keinen
    soll sollen will wollen kann können anteil anteile anteils veränderung anstieg zuwachs rückgang steigerung zugang
    relativ relative weiterer weitere planjahr jahr jahre jahren jahres mindestens davon darunter alle aller allen ihrer
    stand summe prozent euro köpfe person personen zahl anzahl derzeit aktuell aktueller rund knapp etwa fast höhe dokument
    """.split()  # noqa: SIM905
)
_SELDOM: Final = """
    ausgangsbestand ausgangsmonat neuester angabe zweite frühere früher worten angegebene obergrenze bestand zielwert ziel
    zielquote monat höchster kleinster größter verträglicher wert
    gemeldet
    """
"""Words of labels that documents seldom use; they count little."""
LITTLE: Final = 0.25
"""What a term is worth that documents seldom use."""


def terms(text: str) -> dict[str, float]:
    """The terms of a text, each with what it is worth.

    >>> sorted(terms("66 % der ELB sind Langzeitleistungsbezieher (VJ 65 %)"))
    ['#ELB', '#LZB', '#VORJAHR']
    >>> sorted(terms("Anstieg ohne Berücksichtigung der Flüchtlinge gegenüber dem Vorjahr"))
    ['#OHNE_FLUCHT', '#VERGLICHEN']
    """
    found: dict[str, float] = {}
    at = 0
    for match in _ALL.finditer(text):
        _plain(text[at : match.start()], found)
        number = int((match.lastgroup or "p0")[1:])
        found.update(dict.fromkeys(_PHRASES[number][1], 1.0))
        at = match.end()
    _plain(text[at:], found)
    return found


def _plain(text: str, found: dict[str, float]) -> None:
    """The words of no special meaning, without their endings."""
    for word in _WORD.findall(text):
        folded = word.casefold()
        if folded not in _EMPTY:
            term = stem(folded)
            found.setdefault(term, LITTLE if term in _MINOR else 1.0)


def stem(word: str) -> str:
    """A German word without its ending.

    >>> stem("ausgaben"), stem("ausgabe"), stem("plus5")
    ('ausgab', 'ausgab', 'plus5')
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


_MINOR: Final = frozenset(map(stem, _SELDOM.split()))


@dataclass(frozen=True)
class Vocabulary:
    """The terms of all labels: only these are worth anything in a text.

    Attributes:
        labels: The terms of each label, by name.
    """

    labels: Mapping[str, Mapping[str, float]]

    @cached_property
    def weights(self) -> dict[str, float]:
        """What each term is worth: the rarer, the more."""
        count: dict[str, int] = {}
        for found in self.labels.values():
            for term in found:
                count[term] = count.get(term, 0) + 1
        total = len(self.labels) + 1
        return {term: log(total / number) + 0.5 for term, number in count.items()}

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        return tuple(term for term in self.weights if not term.startswith("#") and len(term) >= _COMPOUND)

    @cached_property
    def _known(self) -> dict[str, dict[str, float]]:
        return {}

    @cached_property
    def _read(self) -> dict[str, dict[str, float]]:
        return {}

    def of(self, text: str) -> dict[str, float]:
        """The terms of a text that some label has, parts of compounds too."""
        if text not in self._read:
            found: dict[str, float] = {}
            for term in terms(text):
                for known, worth in self._match(term).items():
                    found[known] = max(found.get(known, 0.0), worth)
            if len(self._read) >= _KEPT:
                self._read.clear()
            self._read[text] = found
        return dict(self._read[text])

    def _match(self, term: str) -> dict[str, float]:
        if term.startswith("#"):
            return {term: 1.0}
        if term not in self._known:
            found = {term: 1.0} if term in self.weights else {}
            if len(term) >= _COMPOUND:
                found |= {each: _PART for each in self._plain if each != term and (each in term or term in each)}
            self._known[term] = found
        return self._known[term]


def who(found: Iterable[str]) -> frozenset[str]:
    """Of whom terms tell; that they are ELB says nothing where more is said.

    >>> sorted(who(["#ELB", "#LZB", "anstieg"])), sorted(who(["#ELB"]))
    (['#LZB'], [])
    """
    return (frozenset(found) & WHO) - {EVERYBODY, COUNTRIES}


def tells_of_whom(found: Iterable[str]) -> bool:
    """Whether terms tell of whom a figure is, if only that it is of all.

    >>> tells_of_whom(["#INSGESAMT"]), tells_of_whom(["anstieg"])
    (True, False)
    """
    return not (WHO | {OVERALL}).isdisjoint(found)
