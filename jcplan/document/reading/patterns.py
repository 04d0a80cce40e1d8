"""How figures are written in German texts."""

from __future__ import annotations

import re
from typing import Final

_BLANKS: Final = "\u00a0\u2007\u2009\u202f"
_B: Final = rf"[ {_BLANKS}]"
"""A blank of any width."""
GROUP_SIGN: Final = rf"[ {_BLANKS}]"
_MONTH: Final = (
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|(?:Jan|Feb|Mrz|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\.)"
)
_YEAR: Final = r"(?:19|20)\d{2}"
_ANY: Final = re.IGNORECASE

NUMBER_WORDS: Final = {
    "zwei": 2, "zweier": 2, "drei": 3, "dreier": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8,
    "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
}  # fmt: skip
FRACTIONS: Final = {
    "hälfte": 2, "drittel": 3, "viertel": 4, "fünftel": 5, "sechstel": 6, "achtel": 8, "zehntel": 10,
}  # fmt: skip
SPANS: Final = {
    "jahr": "Jahre", "jähr": "Jahre", "monat": "Monate", "woche": "Wochen", "wöch": "Wochen", "tag": "Tage",
    "täg": "Tage", "stund": "Stunden", "stünd": "Stunden", "minut": "Minuten", "minüt": "Minuten",
}  # fmt: skip
"""Units of time by how their words begin."""
MANY: Final = {"tsd": 3, "tausend": 3, "mio": 6, "million": 6, "mrd": 9, "milliard": 9}
"""Powers of ten by how their words begin."""
_WORD: Final = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_SPAN: Final = r"(?:Jahr(?:e[ns]?|s)?|Monat(?:e[ns]?|s)?|Wochen?|Tag(?:e[ns]?|s)?|Stunden?|Minuten?)"

# ---- what is no figure of a plan

WEB: Final = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.\w[\w.-]*")
_PARTS_OF_LAW: Final = (
    rf"(?:Abs(?:atz|ätze|\.)|Satz|Sätze|S\.|Nr\.|Nrn\.|Nummern?|Buchst(?:abe|\.)|Halbsatz){_B}?\d+[a-z]?"
)
LAW: Final = re.compile(
    rf"§{{1,2}}{_B}?\d+[a-z]*(?:(?:{_B}?(?:,|und|bis|–|-|ff\.?|i\.{_B}?V\.{_B}?m\.){_B}?)?(?:{_B}(?:{_PARTS_OF_LAW})"
    rf"|{_B}\d+[a-z]+\b|§{{1,2}}{_B}?\d+[a-z]*))*"
    rf"|(?:\bAbs(?:atz|\.)|\bSatz|\bArt(?:ikel|\.)|\bNr\.|\bNummer|\bBuchst\.){_B}?\d+[a-z]?\b(?:{_B}(?:{_PARTS_OF_LAW}))*"
)
PHONE: Final = re.compile(
    rf"(?<![\w.,])(?:\+49{_B}?(?:\(0\))?{_B}?|\(?0)\d{{2,5}}\)?(?:{_B}?[/–-]{_B}?|{_B})\d{{2,}}(?:(?:{_B}|{_B}?[/–-]{_B}?)\d+)*"
    r"|(?<![\w.,])0\d{8,}(?![\d.,])"
)
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH_NUMBER: Final = r"(?:0?[1-9]|1[0-2])"
DATES: Final = (
    re.compile(rf"\b(?:g?JDW|JFW|BM|MW){_B}(?:0?[1-9]|1[0-2])[./]{_YEAR}\b"),
    re.compile(rf"(?<![\d.,]){_DAY}\.{_B}?{_MONTH_NUMBER}\.{_B}?(?:{_YEAR}|\d{{2}}\b(?![.,]\d))"),
    re.compile(rf"(?<![\d.,]){_DAY}\.{_B}?{_MONTH_NUMBER}\.(?=[\s,;:)]|$)(?!\s*[^\W\d_]{{2,}}\s*$)"),
    re.compile(rf"(?<![\d.,]){_DAY}\.{_B}?{_MONTH}(?:{_B}{_YEAR}(?!\d)|(?!\w))", _ANY),
    re.compile(rf"\b{_MONTH}{_B}{_YEAR}(?!\d)", _ANY),
    re.compile(
        rf"\b(?:Anfang|Mitte|Ende|Frühjahr|Frühling|Sommer|Herbst|Winter|Jahresanfang|Jahresmitte){_B}{_YEAR}\b", _ANY
    ),
    re.compile(
        rf"(?<!\w)(?:[1-4]\.|I{{1,3}}V?\.|IV\.|(?:erste|zweite|dritte|vierte)[nsrm]?){_B}?(?:Quartals?|Halbjahr(?:e?s)?|Kalendervierteljahr)"
        rf"(?:{_B}(?:des{_B}Jahres{_B})?{_YEAR})?\b",
        _ANY,
    ),
    re.compile(rf"\b(?:Q[1-4]|[1-4]\.{_B}?Q)(?:[/ {_BLANKS}]{_YEAR})?\b"),
    re.compile(rf"(?<![\w.,])(?:0?[1-9]|1[0-2])[./]{_YEAR}(?![\d.,]\d|\d)"),
    re.compile(r"\b[tT]-[0-6]\b"),
    re.compile(rf"(?<![\d:])\d{{1,2}}(?:[:.]\d{{2}})?(?={_B}Uhr\b)"),
)
YEARS_RANGE: Final = re.compile(rf"(?<![\w.,]){_YEAR}{_B}?[/–-]{_B}?(?:{_YEAR}|\d{{2}})(?![\d.,%]\d|\d|{_B}?%)")
NUMBERING: Final = re.compile(rf"\s*(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,4}})(?P<point>[.)]?)(?={_B}+[^\W\d]|\t)")
CONTENTS_PAGE: Final = re.compile(r"[\t. ](?P<number>\d{1,3})\s*$")
REFERENCE: Final = re.compile(
    r"\b(?:Kapitels?|Kap\.|Abschnitts?|Ziffern?|Tabellen?|Tab\.|Abbildung(?:en)?|Abb\.|Anlagen?|Anhang|Seiten?|Schaubild|Übersicht"
    rf"|Punkt|Fußnoten?|Diagramm|Phase|Stufe|Rechtskreis){_B}(?P<number>\d{{1,3}}(?:\.\d{{1,2}})*)(?![\d,%]|{_B}?%)"
)
BARE_NUMBERING: Final = re.compile(
    r"(?<![\w.,])\d{1,2}(?:\.\d{1,2}){1,4}(?![\d,%€]|\.\d|\s?(?:%|Prozent|€|Euro|EUR|Mio|Mrd|Tsd|VZÄ))"
)
_JAHR: Final = r"[Jj]ähr\w*|Jahren?\b"
AGES: Final = (
    re.compile(rf"\b(?P<number>\d{{2}})(?=-?{_B}?(?:bis|und)(?:{_B}unter)?{_B}\d{{2}}{_B}?-?{_B}?(?:{_JAHR}))"),
    re.compile(
        rf"(?<![\w,.])(?P<number>\d{{2}})(?={_B}?-?{_B}?[Jj]ährig\w*|{_B}Jahren?{_B}(?:alt|(?:und|oder){_B}(?:älter|jünger)))"
    ),
    re.compile(
        rf"\b(?:[Uu]nter|[Üü]ber|[Aa]b|bis(?:{_B}unter)?|[UÜ]){_B}?(?P<number>\d{{2}})(?={_B}?-?{_B}?(?:{_JAHR}))"
    ),
    re.compile(
        rf"\b(?:[Uu]nter|[Üü]ber|[Aa]b|[UÜ]){_B}(?P<number>1[5-9]|[2-6]\d)(?=\s*(?:[-,;.:)]\D|[-,;.:)]?\s*$)"
        r"|\s+(?:sind|ist|waren|und|oder|im|in|mit|der|die|ohne|aus)\b)"
    ),
)
NAMES: Final = (
    re.compile(rf"\b\d{{1,2}}(?={_B}(?:HKL\b|zugangsst\w+|(?:Haupt)?[Hh]erkunftsl\w+))"),
    re.compile(r"(?<!\w)(?!(?:TEUR|EUR|Tsd|Mio|Mrd|Euro)\d)[^\W\d_]+\d+[^\W_]*(?!\w)"),
    re.compile(r"(?<![\w.,])\d{1,3}[a-k](?!\w)"),
)
"""Names with a figure in them: 8 HKL, U25, S2S, Plus5, 16i."""
POSTAL: Final = re.compile(
    rf"(?:^|[,;\n]\s*|\bD-|\bin{_B})(?P<number>\d{{5}})(?={_B}(?!Euro\b|EUR\b|Personen\b|ELB\b|LZB\b)[A-ZÄÖÜ][\w.-]+\s*(?:$|[\n,;]))"
)
RATIO: Final = re.compile(rf"(?<![\d:.,])1{_B}?:{_B}?(?P<right>\d{{1,4}})(?![\d:])")

# ---- figures

_UNITS: Final = (
    rf"(?P<points>%{_B}?-{_B}?Punkte?n?\b|Prozentpunkte?n?\b|PP\b)"
    rf"|(?P<share>%|Prozent\b|v\.{_B}?H\.)"
    rf"|(?P<thousands>T€|TEUR\b|k€|T{_B}EUR\b)"
    rf"|(?:(?P<many>Tsd\.?|Tausend\b|tausend\b|Mio\.?|Million(?:en)?\b|Mrd\.?|Milliarden?\b){_B}?)?(?P<money>€|Euro\b|EUR\b)"
    r"|(?P<posts>VZÄ\b|Vollzeitäquivalent\w*|Vollzeitstellen\b|Planstellen\b|Stellen(?:anteile?n?)?\b)"
    rf"|(?P<span>{_SPAN}\b)"
)
_MANY_ALONE: Final = r"(?P<alone>Tsd\.?|Tausend\b|Mio\b\.?|Million(?:en)?\b|Mrd\b\.?|Milliarden?\b)"
UNIT: Final = re.compile(rf"{_B}{{0,2}}(?:{_UNITS}|{_MANY_ALONE})")
UNIT_IN_HEADING: Final = re.compile(rf"(?<![^\W\d])(?:{_UNITS}|{_MANY_ALONE})")
"""The same inside of a text."""
NUMBER: Final = re.compile(
    rf"(?P<sign>\+{_B}?/{_B}?[-−–]{_B}?|±{_B}?|\+{_B}?|[-−–]{_B}?)?"
    rf"(?P<before>(?<!\w)(?:TEUR|T€|k€|(?:Tsd\.?|Mio\.?|Mrd\.?){_B}?(?:€|EUR|Euro)|EUR|€){_B}?)?"
    rf"(?P<digits>(?<!\w)(?<!\d[.,])(?:\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?|\d{{1,3}}(?:{_B}\d{{3}})+(?!\d)(?:,\d+)?|\d+,\d+"
    rf"|\d+\.\d{{1,2}}(?={_B}?(?:%|Prozent|€|Euro|EUR|Mio|Mrd|Tsd|VZÄ))|\d+)(?!\d|[.,]\d))"
)
ROUNDED: Final = re.compile(r"\b(?:rund|ca\.|circa|zirka|etwa|knapp|gut|fast|annähernd|nahezu|ungefähr)\s+$")
YEAR_LIKE: Final = re.compile(
    rf"{_YEAR}(?![\d.,]\d|\d)(?!{_B}(?:Personen|Menschen|ELB|LZB|BG|Leistungsber\w+|Langzeitleist\w+|Kund\w+|Teilnehm\w+"
    r"|Plätze\w*|Fälle\w*|Bedarfsgem\w+|Arbeitslos\w+|Köpfe)\b)"
)

# ---- words

FRACTION: Final = re.compile(
    rf"\b(?:(?P<over>{_WORD}){_B})?(?P<under>Hälfte|Drittel|Viertel|Fünftel|Sechstel|Achtel|Zehntel)s?\b(?!{_B}?[Jj]ahr)"
)
PERIOD: Final = re.compile(
    rf"\b(?P<number>{_WORD}|\d{{1,2}})-?(?P<span>wöch|monat|jähr|täg|stünd|minüt)(?:ig|lich|entlich)\w*", _ANY
)
_NOUN: Final = rf"{_B}(?:[^\W\d_][\w/-]*,?{_B}){{0,3}}?[A-ZÄÖÜ]"
WORDS: Final = re.compile(rf"\b(?P<number>(?i:{_WORD}))\b(?:{_B}(?P<span>{_SPAN})\b|(?={_NOUN}))")
ONE: Final = re.compile(rf"\b(?P<number>[Ee]in(?:e[mnrs]?)?){_B}(?P<span>{_SPAN})\b")
RATINGS_IN_BRACKETS: Final = re.compile(r"\((?P<rating>\+{1,2}|\+\s?/\s?[-−–]|[-−–]{1,2})\)")
RATING_ALONE: Final = re.compile(r"\s*\(?(?P<rating>\+{1,2}|\+\s?/\s?[-−–]|[-−–]{2})\)?\s*")
IN_WORDS: Final = re.compile(
    rf"{_WORD}|ein(?:e[mnrs]?)?{_B}{_SPAN}|hälfte|tel\b|\(\+|\+|\([-−–]|--|quartal|halbjahr", _ANY
)
"""What a text without a digit must have to hold a figure."""
DIRECTIONS: Final = {"rises": "steigend", "falls": "sinkend", "stays": "gleichbleibend"}
"""What the workbook calls a direction, by the name of its group in ``DIRECTION``."""
DIRECTION: Final = re.compile(
    r"\b(?:(?P<rises>(?:an)?gestiegen|(?:an)?steig(?:en|t|ende?[nrsm]?)|anstieg\w*|zuwachs|zugenommen|zunahme|(?:sich\s)?erhöh(?:en|t)|wachsen(?:de\w?)?)"
    r"|(?P<falls>rückgang\w*|rückläufig\w*|gesunken|sink(?:en|t|ende?[nrsm]?)|abnahme|zurückgegangen|verringer(?:n|t))"
    r"|(?P<stays>stabil(?:e[nrsm]?|isiert)?|gleichbleibende?[nrsm]?|unverändert\w*|konstant\w*))\b",
    _ANY,
)
STOCK: Final = re.compile(
    r"\b(?:Zahl|Anzahl|Bestand|Bestände\w*|Beschäftigung|Arbeitslosen|svB|BG|Bedarfsgemeinschaften|ELB|LZB|Mindeststandards?)\b"
)

# ---- words around a figure

PARTED: Final = re.compile(r",\s|\s(?:und|sowie|bzw\.|oder|/|–|-)\s|;")
_ADVERBS: Final = r"(?:\s+(?:insgesamt|weitere[rn]?|knapp|rund|etwa|ca\.|circa|fast|durchschnittlich|mindestens|höchstens|über|gut|nur|bis zu|jeweils|noch))*"
BY: Final = re.compile(rf"\bum{_ADVERBS}\s*$", _ANY)
TO: Final = re.compile(
    rf"\b(?:auf|bei|beträgt|betrug|betragen|liegt|lag|erreicht|Anteil|Quote)(?:\s+(?:derzeit|aktuell))?{_ADVERBS}\s*:?\s*$",
    _ANY,
)
CHANGE_NOUN: Final = re.compile(
    r"\b(?:\w{0,30}anstieg\w*|zuwachs\w*|zunahme\w*|\w{0,30}steigerung\w*|\w{0,30}erhöhung\w*|rückgang\w*|rückgänge|reduzierung\w*|reduktion\w*|abnahme\w*"
    r"|senkung\w*|veränderung\w*|zugang|zugänge|abgang|abgänge|wachstum\w*)\b",
    _ANY,
)
MOVED: Final = re.compile(
    r"\b(?:\w{0,30}gestiegen|\w{0,30}steig\w+|\w{0,30}erhöh\w+|\w{0,30}gesunken|sink\w+|\w{0,30}reduzier\w+|\w{0,30}gesenkt|senk\w+|\w{0,30}wachsen|\w{0,30}zugenommen|abgenommen|\w{0,30}nimmt|verringer\w*)\b",
    _ANY,
)
OF: Final = re.compile(r"\s*\)?\s*(?:der|des|aller|aus|von|dieser|unserer)\b", _ANY)
FALLS: Final = re.compile(
    r"\b(?:rückgang\w*|rückgänge|reduzier\w*|reduktion\w*|abnahme\w*|senk\w*|gesenkt|gesunken|sink\w*|sank\w*|verringer\w*|minus|fiel(?:en)?|ging(?:en)? zurück|zurückgegangen|weniger|rückläufig\w*|abgang\w*)\b",
    _ANY,
)
