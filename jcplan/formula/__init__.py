"""Worksheet formulas: parse, compare, compute, write in German.

Knows worksheets and the catalogue, not hosts. It computes the catalogue's functions and the
native ones that the workbook uses; a formula with anything else is reported as not computable,
never guessed.
"""

from __future__ import annotations

from jcplan.formula.dialect import readings, to_german
from jcplan.formula.engine import Engine, Result
from jcplan.formula.left import Left
from jcplan.formula.parse import FormulaError, parse, same_formula
from jcplan.formula.report import Uncomputed, uncomputed_text

__all__ = [
    "Engine", "FormulaError", "Left", "Result", "Uncomputed", "parse", "readings", "same_formula", "to_german",
    "uncomputed_text",
]  # fmt: skip
