"""How texts are put into runs of a document, and how two texts are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from jcplan.document.form import FIXED_BLANK
from jcplan.document.scan import Piece
from jcplan.german import MINUS
from jcplan.ooxml.markup import Span, Splice, escaped

_BLANKS: Final = re.compile("[ \u00a0\u2007\u2009\u202f]+")
_UNWRITABLE: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHARACTERS: Final = re.compile("([\t\n\u2011\u00ad])")
_ELEMENTS: Final = {"\t": "tab", "\n": "br", "\u2011": "noBreakHyphen", "\u00ad": "softHyphen"}


def clean(text: str) -> str:
    """A text as XML can hold it: line ends are line feeds, and characters that XML does not have are gone.

    >>> clean("a\\r\\nb\\x0b")
    'a\\nb'
    """
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def standard(text: str) -> str:
    """A text without the differences that programs and typists make: kinds of blanks and of minus signs.

    >>> standard(" 22,4 % ") == standard("22,4\\u00a0%"), standard("-5")
    (True, '−5')
    """
    return _BLANKS.sub(FIXED_BLANK, text).strip().replace("-", MINUS)


def written(text: str, prefix: str) -> str:
    """A text as the content of a run.

    Args:
        text: The text.
        prefix: Of the names of elements, with the colon.

    >>> written("a\\nb", "w:")
    '<w:t xml:space="preserve">a</w:t><w:br/><w:t xml:space="preserve">b</w:t>'
    """
    return "".join(
        f"<{prefix}{_ELEMENTS[piece]}/>"
        if piece in _ELEMENTS
        else f'<{prefix}t xml:space="preserve">{escaped(piece)}</{prefix}t>'
        for piece in _CHARACTERS.split(text)
        if piece
    )


def encoded(text: str, encoding: str) -> bytes:
    """XML in the encoding of its document."""
    return text.encode(encoding, "xmlcharrefreplace")


def replaced(pieces: Sequence[Piece], text: str, encoding: str) -> Iterator[Splice]:
    """The splices that put a text in the place of pieces: the first that says anything takes it all.

    Args:
        pieces: The pieces, at least one.
        text: What they say together from now on.
        encoding: The document's.
    """
    texts = [piece for piece in pieces if piece.is_text]
    first = next((piece for piece in texts if piece.text), texts[0] if texts else pieces[0])
    prefix = first.tag[: first.tag.find(":") + 1]
    for piece in pieces:
        if piece is first:
            yield piece.where.start, piece.where.end, encoded(written(text, prefix) or f"<{prefix}t/>", encoding)
        elif piece.text:
            yield piece.where.start, piece.where.end, encoded(f"<{piece.tag}/>" if piece.is_text else "", encoding)


def inserted(paragraph: Span, run: str, prefix: str, encoding: str) -> Splice:
    """The splice that puts a run at the end of a paragraph.

    Args:
        paragraph: The paragraph's place.
        run: The run.
        prefix: Of the names of elements, with the colon.
        encoding: The document's.
    """
    if paragraph.self_closing:
        return paragraph.start, paragraph.end, encoded(f"<{prefix}p>{run}</{prefix}p>", encoding)
    return paragraph.close, paragraph.close, encoded(run, encoding)
