"""German and English spellings of formulas.

Files store English names, commas between arguments and decimal points. A German controller
types ``;`` between arguments, ``,`` in decimals and ``.`` or ``\\`` between an array's columns.
"""

from __future__ import annotations

import re
from typing import Final

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from jcplan.formula.parse import function_name

GERMAN: Final = {
    "ABS": "ABS", "AND": "UND", "AVERAGE": "MITTELWERT", "COLUMNS": "SPALTEN", "CONCATENATE": "VERKETTEN",
    "COUNT": "ANZAHL", "COUNTA": "ANZAHL2", "COUNTBLANK": "ANZAHLLEEREZELLEN", "COUNTIF": "ZÄHLENWENN",
    "EXACT": "IDENTISCH", "FALSE": "FALSCH", "FIXED": "FEST", "IF": "WENN", "IFERROR": "WENNFEHLER",
    "INDEX": "INDEX", "INT": "GANZZAHL", "ISBLANK": "ISTLEER", "ISERROR": "ISTFEHLER", "ISFORMULA": "ISTFORMEL",
    "ISNUMBER": "ISTZAHL", "ISTEXT": "ISTTEXT", "LEN": "LÄNGE", "MATCH": "VERGLEICH", "MAX": "MAX", "MIN": "MIN",
    "NOT": "NICHT", "OR": "ODER", "POWER": "POTENZ", "ROUND": "RUNDEN", "ROWS": "ZEILEN", "SIGN": "VORZEICHEN",
    "SUM": "SUMME", "SUMPRODUCT": "SUMMENPRODUKT", "TRANSPOSE": "MTRANS", "TRUE": "WAHR",
}  # fmt: skip
_ENGLISH: Final = {german: english for english, german in GERMAN.items()}
_ERRORS: Final = {
    "#VALUE!": "#WERT!",
    "#N/A": "#NV",
    "#REF!": "#BEZUG!",
    "#NUM!": "#ZAHL!",
}


def german_error(code: str) -> str:
    """An error value as German programs show it.

    >>> german_error("#VALUE!")
    '#WERT!'
    """
    return _ERRORS.get(code, code)


def to_german(formula: str) -> str:
    """A stored formula as a German user sees it, with ``=`` in front.

    >>> to_german("IFERROR(JC_IQ_ZIEL(0.23,A1),{1,2;3,4})")
    '=WENNFEHLER(JC_IQ_ZIEL(0,23;A1);{1.2;3.4})'
    """
    try:
        items = Tokenizer("=" + formula).items
    except TokenizerError:
        return "=" + formula
    out, depth = [], 0
    for token in items:
        text = token.value
        if token.type == Token.ARRAY:
            depth += 1 if token.subtype == Token.OPEN else -1
        elif token.type == Token.FUNC and token.subtype == Token.OPEN:
            name = function_name(text[:-1])
            text = GERMAN.get(name, name) + "("
        elif token.type == Token.SEP and token.subtype == Token.ARG:
            text = "." if depth else ";"
        elif token.type == Token.OPERAND and token.subtype == Token.NUMBER:
            text = text.replace(".", ",")
        elif token.type == Token.OPERAND and token.subtype == Token.LOGICAL:
            text = GERMAN[text.upper()]
        out.append(text)
    return "=" + "".join(out)


_PIECES: Final = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|\{[^}]*\}|[^"\'{]+|.', re.DOTALL)
_DECIMAL_COMMA: Final = re.compile(r"(?<=\d),(?=\d)")
_DECIMAL_POINT: Final = re.compile(r"(?<=\d)\.(?=\d)")
_FUNCTION: Final = re.compile(r"[^\W\d][\w.]*(?=\()")
_WORD: Final = re.compile(r"(?<![\w.!$])(WAHR|FALSCH)(?![\w(.!])", re.IGNORECASE)


def readings(text: str) -> list[str]:
    """The ways to read a typed formula, as stored formulas without ``=``; usually one.

    Several come back where the spelling alone does not decide: ``F(1,2)`` is one argument in
    German and two in English. The caller takes the one that computes.

    >>> readings("=JC_IQ_GESAMT({0,233;0,1298};{25327;2322})")
    ['JC_IQ_GESAMT({0.233;0.1298},{25327;2322})']
    >>> readings("JC_IQ_GESAMT({0.233;0.1298},{25327;2322})")
    ['JC_IQ_GESAMT({0.233;0.1298},{25327;2322})']
    >>> readings("JC_KFA(100,5)")
    ['JC_KFA(100.5)', 'JC_KFA(100,5)']
    """
    text = text.strip().removeprefix("=").strip()
    pieces = _PIECES.findall(text)
    plain = "".join(p for p in pieces if p[0] not in "\"'{")
    braces = "".join(p for p in pieces if p[0] == "{")
    commas = _DECIMAL_COMMA.search(braces) is not None
    points = _DECIMAL_POINT.search(plain + braces) is not None
    german, english, mixed = (_store(pieces, spelling) for spelling in ("german", "english", "mixed"))
    if ";" in plain:
        # semicolons between arguments: German, or an English office with ; and decimal points
        if points and not _DECIMAL_COMMA.search(plain):
            columns = _store(pieces, "columns") if _DECIMAL_POINT.search(braces) else mixed
            return _distinct(german, mixed) if commas else _distinct(mixed, columns)
        return [german]
    if re.search(r",(?!\d)|(?<!\d),", plain) or (points and not (commas or _DECIMAL_COMMA.search(plain))):
        return [english]
    if not commas and not _DECIMAL_COMMA.search(plain):
        return [english]
    if points or re.search(r",\s|\d,\d+,\d", braces):
        return [english]
    return _distinct(german, english)


def _distinct(*found: str) -> list[str]:
    return list(dict.fromkeys(found))


def _store(pieces: list[str], spelling: str) -> str:
    """Pieces in one spelling as a stored formula."""
    has_comma = any(_DECIMAL_COMMA.search(p) for p in pieces if p[0] not in "\"'")
    out = []
    for piece in pieces:
        if piece[0] in "\"'":
            out.append(piece)
        elif piece[0] == "{":
            out.append(_store_array(piece, spelling, has_comma=has_comma))
        else:
            stored = _FUNCTION.sub(lambda m: _ENGLISH.get(m[0].upper(), m[0]), piece)
            stored = _WORD.sub(lambda m: "TRUE" if m[0].upper() == "WAHR" else "FALSE", stored)
            for english, german in _ERRORS.items():
                stored = stored.replace(german, english)
            if spelling == "german":
                stored = _DECIMAL_COMMA.sub(".", stored)
            if spelling != "english":
                stored = stored.replace(";", ",")
            out.append(stored)
    return "".join(out)


def _store_array(piece: str, spelling: str, *, has_comma: bool) -> str:
    piece = re.sub(r"\s+", "", piece).replace("\\", "\0")
    if spelling in ("german", "columns"):
        if has_comma or spelling == "columns":
            piece = piece.replace(".", "\0")
        piece = piece.replace(",", ".")
    return piece.replace("\0", ",")
