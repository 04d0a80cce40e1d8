"""Words as deliveries write them: one spelling for comparing."""

from __future__ import annotations

import unicodedata
from typing import Final

_WRITTEN_OUT: Final = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"}


def composed(text: str) -> str:
    """A text with its umlauts as single characters, however the delivering system wrote them.

    >>> composed("Ma\\u0308rz") == "März"
    True
    """
    return unicodedata.normalize("NFC", text)


def spaced(text: str) -> str:
    """A composed text, trimmed, with single spaces.

    >>> spaced(" Team\\xa0  Nord ")
    'Team Nord'
    """
    return " ".join(composed(text).split())


def plain(text: str) -> str:
    """Letters and digits only; umlauts written out.

    >>> plain("LZB-Abgänge")
    'lzbabgaenge'
    """
    text = composed(text).casefold().translate(_WRITTEN_OUT)
    return "".join(character for character in text if character.isalnum())
