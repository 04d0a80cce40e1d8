"""German sentences: where one ends, and where a point ends only an abbreviation, an ordinal or a date."""

from __future__ import annotations

import re
from typing import Final

_END: Final = re.compile(r"[.!?…]+[\"“”»«)\]]*(?=\s)|\n")
_ABBREVIATIONS: Final = frozenset(
    """
    abs abschn abt abzgl allg anh anl anm art aufl az bd beil bes betr bez bspw bsp bzgl bzw ca co ders dgl dh di dipl
    dr ebd einschl etc evtl exkl ff fig gem ges ggf ggü hrsg hs ing inkl insb insbes jg jh jew kap lfd lit lt max med
    min mind mio mrd mtl nr nrn o od og prof rd rn s sen sg sog st std str stv tab tel tsd tz u usw u.a v verg vgl
    vorl vors z zt zz ziff zzgl abb ausg beisp entspr geb i bes gj ivm
    jan feb mrz apr jun jul aug sep sept okt nov dez
    """.split()  # noqa: SIM905 (a list of some sixty words, one line each, is no easier to read)
)
_STARTERS: Final = frozenset(
    """
    der die das den dem des dies diese dieser dieses ein eine einer eines im in ins für es wir sie er damit davon daraus
    dabei dafür daher dazu hier hierzu hiervon auch auf aus bei bis zum zur zu mit nach über unter um von vor als wenn
    so da nur am an alle insgesamt darüber zusätzlich durchschnittlich durch jede jeder ihre ihr unser unsere außerdem
    """.split()  # noqa: SIM905
)
"""Words that begin a sentence rather than follow an ordinal."""
_BEFORE_ORDINALS: Final = frozenset(
    """
    zum am im der die das dem den des vom bis ab seit beim zur und oder jeder jedem jedes ein eine einem einer eines
    unser unsere unserem unseren sein seine ihr ihre kein keine nach vor mit in als dieser diesem dieses sowie von
    """.split()  # noqa: SIM905
)
_CLOSING: Final = frozenset(("mio", "mrd", "tsd", "usw", "etc"))
"""Abbreviations that often stand at a sentence's end."""
_DAYS: Final = 31
_WINDOW: Final = 40
_AFTER: Final = re.compile(r"\s+[\"„“»«(\[]*(\w+|\S)?")


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a paragraph; together they cover all of it but blanks.

    >>> text = "Bis zum 3. Quartal 2016 waren es z. B. 115. Am 31.12.2017 endet Nr. 2 nach § 16 Abs. 1. Ende."
    >>> [text[start:end] for start, end in sentences(text)][1:]
    ['Am 31.12.2017 endet Nr. 2 nach § 16 Abs. 1.', 'Ende.']
    """
    found = []
    start = 0
    for match in _END.finditer(text):
        if match[0] == "\n" or _ends(text, match):
            found.append((start, match.end()))
            start = match.end()
    found.append((start, len(text)))
    return [trimmed for trimmed in (_trimmed(text, *each) for each in found) if trimmed[0] < trimmed[1]]


def sentence_at(text: str, at: int) -> str:
    """The sentence in which a character stands.

    >>> sentence_at("Es sind 5. Dann 7.", 16)
    'Dann 7.'
    """
    found = [(begin, end) for begin, end in sentences(text) if begin <= at]
    return text[slice(*found[-1])] if found else text.strip()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a point, followed by a blank, ends its sentence."""
    after = _AFTER.match(text, match.end())
    follows = (after[1] or "") if after else ""
    if not match[0].startswith("."):
        return not follows or not follows[0].islower()
    if follows and follows[0].islower():
        return False
    before = re.search(r"([^\W\d_]+|\d+)$", _last(text, match.start()))
    word = before[1] if before else ""
    if len(match[0]) > 1 and match[0].strip("."):  # a closing quotation mark or bracket behind the point
        return True
    if word.isdigit():
        return not follows or follows.casefold() in _STARTERS or not _ordinal(text, match.start() - len(word), word)
    if len(word) == 1 and word.isalpha():
        return False
    if word.casefold() in _CLOSING and follows.casefold() in _STARTERS:
        return True
    return word.casefold() not in _ABBREVIATIONS or not follows


def _ordinal(text: str, start: int, digits: str) -> bool:
    """Whether a number with a point can be an ordinal there: at the beginning, or after a word such as „zum“."""
    if len(digits) > len(str(_DAYS)) or int(digits) > _DAYS:
        return False
    before = re.search(r"([^\W\d_]+)\s*$", _last(text, start))
    return start < _WINDOW and not text[:start].strip() if before is None else before[1].casefold() in _BEFORE_ORDINALS


def _last(text: str, end: int) -> str:
    """What stands before a place, as far as it matters; a paragraph may be very long."""
    return text[max(0, end - _WINDOW) : end]
