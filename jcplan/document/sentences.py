"""Where a sentence of a German text begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_END: Final = re.compile(r"[.!?…][“”»)\]]*(?=\s|$)|\n")
_ABBREVIATED: Final = """
    abs abschn abb anm anl aufl bd bspw bzgl bzw ca dgl dr einschl etc evtl exkl ff ggf ggü grds inkl insb insbes jg
    kap lfd lt max mind min mio mrd nr pos prof rd rdnr sog sonst std str tab tel tsd usw vgl ziff zzgl
"""
_ABBREVIATIONS: Final = frozenset(_ABBREVIATED.split())
_LAST_DAY: Final = 31
_AFTER_ORDINAL: Final = re.compile(
    r"\s+(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|quartal|halbjahr|"
    r"lebensjahr|monat|woche|tag|jahr|stufe|phase|änderung|buch|kapitel|abschnitt)",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W_]+$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The beginning and the end of each sentence; a line break ends one too.

    >>> text = "Am 1. Januar waren es z. B. 22,4 % (rd. 5,9 Mio. €). Das ist viel."
    >>> [text[begin:end] for begin, end in sentences(text)]
    ['Am 1. Januar waren es z. B. 22,4 % (rd. 5,9 Mio. €).', 'Das ist viel.']
    """
    begin = 0
    for match in _END.finditer(text):
        if match[0][0] == "." and not _is_end(text, match.start(), match.end()):
            continue
        yield from _trimmed(text, begin, match.end())
        begin = match.end()
    yield from _trimmed(text, begin, len(text))


def sentence_at(text: str, at: int) -> str:
    """The sentence in which a character stands.

    >>> sentence_at("Es sind 5. Dann 7.", 16)
    'Dann 7.'
    """
    found = [(begin, end) for begin, end in sentences(text) if begin <= at]
    return text[slice(*found[-1])] if found else text.strip()


def _trimmed(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[begin:end]
    if piece.strip():
        yield begin + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _is_end(text: str, dot: int, after: int) -> bool:
    """Whether a full stop ends a sentence: not one behind an abbreviation or an ordinal, nor before a small letter."""
    rest = text[after:].lstrip()
    if not rest:
        return True
    if rest[0].islower():
        return False
    word = _WORD.search(text, max(dot - 40, 0), dot)
    if word is None:
        return True
    if word[0].isdecimal():
        alone = word.start() == 0 or text[word.start() - 1] not in ".,"
        return not (alone and int(word[0]) <= _LAST_DAY and _AFTER_ORDINAL.match(text, after))
    return len(word[0]) > 1 and word[0].casefold() not in _ABBREVIATIONS
