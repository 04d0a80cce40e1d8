"""German and English spellings of formulas.

Files store English names, commas between arguments and decimal points. A German controller
types ``;`` between arguments, ``,`` in decimals and ``.`` or ``\\`` between an array's columns;
others type English, or German with decimal points. In all of them ``;`` separates an array's rows,
a cell of an array is a number, a text in quotation marks, a truth value or an error value, and
nothing between two separators is a blank.

What two spellings read differently has both readings: ``{1.2}`` is one number in English and two in
German, ``F(1,5)`` one argument in German and two in English. A point between digits is never a decimal
sign in German, and no spelling has rows of unequal length or ``,`` and ``\\`` between columns of one array.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from jcplan.cells import ERROR_CODES
from jcplan.formula.german_names import NAMES
from jcplan.formula.parse import FormulaError, function_name
from jcplan.tokens import NUMBER, tokens

GERMAN: Final = {
    "ABS": "ABS", "AND": "UND", "AVERAGE": "MITTELWERT", "COLUMNS": "SPALTEN", "CONCATENATE": "VERKETTEN",
    "COUNT": "ANZAHL", "COUNTA": "ANZAHL2", "COUNTBLANK": "ANZAHLLEEREZELLEN", "COUNTIF": "ZÄHLENWENN",
    "EXACT": "IDENTISCH", "FALSE": "FALSCH", "FIND": "FINDEN", "FIXED": "FEST", "HYPERLINK": "HYPERLINK", "IF": "WENN",
    "IFERROR": "WENNFEHLER",
    "INDEX": "INDEX", "INT": "GANZZAHL", "ISBLANK": "ISTLEER", "ISERROR": "ISTFEHLER", "ISFORMULA": "ISTFORMEL",
    "ISNUMBER": "ISTZAHL", "ISTEXT": "ISTTEXT", "LEN": "LÄNGE", "MATCH": "VERGLEICH", "MAX": "MAX", "MIN": "MIN",
    "NA": "NV", "NOT": "NICHT", "OR": "ODER", "POWER": "POTENZ", "ROUND": "RUNDEN", "ROWS": "ZEILEN",
    "SIGN": "VORZEICHEN", "SUM": "SUMME", "SUMPRODUCT": "SUMMENPRODUKT", "TRANSPOSE": "MTRANS", "TRUE": "WAHR",
}  # fmt: skip
_ENGLISH: Final = {german: english for english, german in GERMAN.items()}
_IN_GERMAN: Final = NAMES | GERMAN
_ONLY_ENGLISH: Final = _IN_GERMAN.keys() - set(_IN_GERMAN.values())
_ERRORS: Final = {
    "#VALUE!": "#WERT!",
    "#N/A": "#NV",
    "#REF!": "#BEZUG!",
    "#NUM!": "#ZAHL!",
}
_ENGLISH_ERRORS: Final = {code: code for code in ERROR_CODES} | {german: code for code, german in _ERRORS.items()}


def german_error(code: str) -> str:
    """An error value as German programs show it.

    >>> german_error("#VALUE!")
    '#WERT!'
    """
    return _ERRORS.get(code, code)


def german_function(name: str) -> str:
    """A function's German name; the English one where it is not known.

    >>> german_function("VLOOKUP"), german_function("JC_IQ")
    ('SVERWEIS', 'JC_IQ')
    """
    return _IN_GERMAN.get(name, name)


def to_german(formula: str) -> str:
    """A stored formula as a German user sees it, with ``=`` in front.

    >>> to_german("IFERROR(JC_IQ_ZIEL(0.23,A1),{1,2;3,4})")
    '=WENNFEHLER(JC_IQ_ZIEL(0,23;A1);{1.2;3.4})'
    """
    out, in_array = [], False
    for word in tokens(formula):
        text = word
        if word == "{":
            in_array = True
        elif word == "}":
            in_array = False
        elif word == ",":
            text = "." if in_array else ";"
        elif word[-1] == "(" and len(word) > 1:
            text = german_function(function_name(word[:-1])) + "("
        elif NUMBER.fullmatch(word):
            text = ("0" + word if word[0] == "." else word).replace(".", ",")
        elif word in {"TRUE", "FALSE"}:
            text = GERMAN[word]
        elif word[0] == "#":
            text = german_error(word)
        out.append(text)
    return "=" + "".join(out)


@dataclass(frozen=True)
class _Spelling:
    """How somebody writes: the sign between arguments, those between columns, the decimal sign."""

    argument: str
    columns: str
    decimal: str
    number: str
    """A number in an array, as a pattern."""


_GERMAN: Final = _Spelling(";", ".\\", ",", r"(?:0|[1-9]\d*)(?:,\d+)?")  # {0.012} is no column 012 in German
_POINTS: Final = _Spelling(",", ",\\", ".", r"(?:\d+(?:\.\d+)?|\.\d+)")
_MIXED: Final = _Spelling(";", ",\\", ".", _POINTS.number)

_TEXT: Final = r'"(?:[^"]|"")*"'
_ERROR: Final = r"\#(?:N/A|DIV/0!|[^\W\d_]+[!?]?)"
_TOKENS: Final = re.compile(
    rf"{_TEXT}|'(?:[^']|'')*'|\[[^\]]*\]|\{{(?:{_TEXT}|[^\"}}])*\}}|{_ERROR}|(?:\$?[^\W\d]|\$\d)[\w.$]*|\d+|.",
    re.DOTALL | re.IGNORECASE,
)
_TRUTHS: Final = {"WAHR": "TRUE", "FALSCH": "FALSE", "TRUE": "TRUE", "FALSE": "FALSE"}
_POINT: Final = re.compile(r"(?<=\d)\.(?=\d)")


def readings(text: str) -> list[str]:
    """The ways to read a typed formula, as stored formulas without ``=``; usually one.

    Several come back where the spelling alone does not decide, the German one first. The caller takes
    the one that computes, and refuses to choose where several do.

    Raises:
        FormulaError: It is written in no spelling: decimal signs and separators do not fit each other.

    >>> readings("=JC_IQ_GESAMT({0,233;0,1298};{25327;2322})")
    ['JC_IQ_GESAMT({0.233;0.1298},{25327;2322})']
    >>> readings("JC_IQ_GESAMT({0.233;0.1298},{25327;2322})")
    ['JC_IQ_GESAMT({0.233;0.1298},{25327;2322})']
    >>> readings("JC_KFA(100,5)")
    ['JC_KFA(100.5)', 'JC_KFA(100,5)']
    >>> readings('{"a"."b";WAHR.}')
    ['{"a","b";TRUE,}']
    """
    text = text.strip().removeprefix("=").strip()
    tokens = _TOKENS.findall(text)
    pointed = any(_POINT.search(t) for t in tokens if t[0] == "{") or _decimals(tokens, ".")
    german = _stored(tokens, _GERMAN)
    other = None
    if ";" not in tokens:
        other = _stored(tokens, _POINTS)
    elif pointed:  # an English office with ; between arguments
        other = _stored(tokens, _MIXED)
    if other is not None and "," not in text and _english_names(tokens):
        german = None
    found = list(dict.fromkeys(reading for reading in (german, other) if reading is not None))
    if not found:
        raise FormulaError(
            f"„{text}“ ist nicht lesbar: Komma, Punkt und Semikolon passen nicht zueinander, oder in {{ }} stehen "
            'keine gleich langen Zeilen von Werten. Deutsch: F(1,5;{2,5.3;"a".WAHR}), englisch: F(1.5,{2.5,3}).'
        )
    return found


def _decimals(tokens: list[str], sign: str) -> bool:
    """Whether a sign stands between digits, outside arrays and texts."""
    return any(token == sign and _between_digits(tokens, at) for at, token in enumerate(tokens))


def _between_digits(tokens: list[str], at: int) -> bool:
    return 0 < at < len(tokens) - 1 and tokens[at - 1].isdigit() and tokens[at + 1].isdigit()


def _english_names(tokens: list[str]) -> bool:
    """Whether a function has a name that only English knows."""
    called = {token.upper() for token, after in pairwise(tokens) if after == "("}
    return not called.isdisjoint(_ONLY_ENGLISH)


def _stored(tokens: list[str], spelling: _Spelling) -> str | None:
    """Tokens in one spelling as a stored formula; None: they are not in this spelling."""
    out: list[str] = []
    decimal_at = -2
    neighbours = zip(["", *tokens][:-1], [*tokens, ""][1:], strict=True)
    for at, (part, (before, after)) in enumerate(zip(tokens, neighbours, strict=True)):
        stored: str | None = part
        if part[0] == "{" and len(part) > 1:
            stored = _stored_array(part, spelling)
        elif part[0] == "#":
            stored = _ENGLISH_ERRORS.get(part.upper(), part)
        elif part == spelling.decimal and _between_digits(tokens, at):
            if decimal_at == at - 2:  # 1,2,3
                return None
            stored, decimal_at = ".", at
        elif part == spelling.argument:
            stored = ","
        elif part in {",", ";"} or (spelling.decimal == "," and part == "."):
            return None
        elif after == "(":
            stored = _ENGLISH.get(part.upper(), part)
        elif before not in {"!", "."} and after not in {"!", "."}:
            stored = _TRUTHS.get(part.upper(), part)
        if stored is None:
            return None
        out.append(stored)
    return "".join(out)


def _stored_array(token: str, spelling: _Spelling) -> str | None:
    """An array constant as it is stored; None: it is not in this spelling."""
    inside, at = token[1:-1], 0
    out: list[str] = []
    between, widths = set(), [1]
    cell = re.compile(
        rf"\s*(?:([+-]?\s*{spelling.number}(?:E[+-]?\d+)?\s*%?)|({_TEXT})|({_ERROR})|({'|'.join(_TRUTHS)}))?\s*",
        re.IGNORECASE,
    )
    while (found := cell.match(inside, at)) is not None:
        number, text, error, truth = found.groups()
        if error and error.upper() not in _ENGLISH_ERRORS:
            return None
        if number:
            out.append(re.sub(r"\s", "", number).replace(",", "."))
        out.append(text or "")
        out.append(_ENGLISH_ERRORS[error.upper()] if error else "")
        out.append(_TRUTHS[truth.upper()] if truth else "")
        at = found.end()
        separator = inside[at : at + 1]
        if not separator:
            return f"{{{''.join(out)}}}" if len(set(widths)) == 1 else None
        if separator == ";":
            widths.append(1)
        else:
            between.add(separator)
            widths[-1] += 1
        if not between <= set(spelling.columns) or between == {",", "\\"}:  # 1\2,5 is German
            return None
        out.append(";" if separator == ";" else ",")
        at += 1
    return None
