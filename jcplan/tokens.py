"""The words of a stored formula: English names, commas between arguments, decimal points."""

from __future__ import annotations

import re
from typing import Final

from jcplan.cells import ERROR_CODES

NUMBER: Final = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_ERROR: Final = "|".join(map(re.escape, (*ERROR_CODES, "#GETTING_DATA")))
_NO_OPERAND: Final = " \n,;{}()+-*/^&=<>%"
_SIGNS: Final = r""" \n,;{}()+\-*/^&=<>%"'\[#"""
_TOKEN: Final = re.compile(
    rf"""
    [ \n]+
    | "(?:[^"]|"")*+"                           # a text
    | (?:\d+\.?\d*|\.\d+)[eE][+-]\d+            # a number whose exponent has a sign
    | (?: [^{_SIGNS}]+                          # a number, a name, cells; and of a reference:
        | '(?:[^']|'')*+'                       #   a sheet in quotation marks
        | \[(?:[^\[\]]|\[[^\[\]]*\])*+\]        #   a workbook, or a part of a table
      )++ (?:(?<=!)(?:{_ERROR}) | \(?)          # cells that are lost (Blatt!#REF!), or a function
    | {_ERROR}
    | <> | <= | >=
    | .
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(formula: str) -> list[str]:
    """A formula in pieces that make it up again; blanks are pieces, and a function's name ends with its bracket.

    >>> tokens("IF( 'Ab 2017'!$A$1>=1.5E+3,-x%)")
    ['IF(', ' ', "'Ab 2017'!$A$1", '>=', '1.5E+3', ',', '-', 'x', '%', ')']
    """
    return _TOKEN.findall(formula)


def is_operand(word: str) -> bool:
    """Whether a word stands for cells or is a name.

    >>> [word for word in tokens('SUM($A:$A,Größe)+1&"A1"&TRUE') if is_operand(word)]
    ['$A:$A', 'Größe']
    """
    return not (word[0] in f'{_NO_OPERAND}"#' or word[-1] == "(" or word in {"TRUE", "FALSE"} or NUMBER.fullmatch(word))
