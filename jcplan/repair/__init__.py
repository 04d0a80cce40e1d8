"""What would remove a contradiction: single inputs, each with the nearest value with which a relation holds.

The relations' two sides are formulas of inputs. Here they are followed down to the inputs, and only the cells that
a changed input reaches are computed anew: by the delivered formulas, with the targets as a refresh would write them.
"""

from __future__ import annotations

from jcplan.repair.repairs import Checks, Mended, Repair, Repairs, sentence
from jcplan.repair.rows import Row, block, relations_in, rows_of
from jcplan.repair.web import Position, Sheets

__all__ = [
    "Checks", "Mended", "Position", "Repair", "Repairs", "Row", "Sheets", "block", "relations_in", "rows_of",
    "sentence",
]  # fmt: skip
