"""VERGLEICH, ZÄHLENWENN and INDEX."""

from __future__ import annotations

from jcplan.cells import LAST_COLUMN, LAST_ROW, CellError, Scalar
from jcplan.formula.coerce import NOT_AVAILABLE, CellFailureError, reads_as_number, to_number, whole
from jcplan.formula.index import Index
from jcplan.formula.operand import Block, Operand, Range
from jcplan.formula.parse import FormulaError
from jcplan.formula.programs import differs

_WILDCARDS = "*?~"
_LONGEST = 255  # characters of a text that is looked for
_OPERATORS = ("<", ">", "=")


def _index_of(area: Range | Block) -> tuple[Index, int, int]:
    """Where the values stand, and the area's size."""
    if isinstance(area, Range):
        return area.store.index(area.area), area.height, area.width
    index = Index()
    for position, cell in enumerate((cell for row in area.full() for cell in row), 1):
        index.add(cell, position)
    return index, area.height, area.width


def _searchable(wanted: str, name: str) -> None:
    """Refuse texts that the programs take for more than a text."""
    if not wanted or reads_as_number(wanted) or len(wanted) > _LONGEST:
        raise differs(f"{name} mit einem Text, der leer ist oder eine Zahl sein kann")
    if any(mark in wanted for mark in _WILDCARDS):
        raise FormulaError(f"Platzhalter in {name} werden hier nicht gerechnet.", name)


def match(wanted: Scalar, area: Operand, kind: Scalar = True) -> Scalar:  # noqa: FBT002 - as in a cell
    """VERGLEICH with exact search: the first position in a row or a column."""
    if isinstance(kind, CellError) or isinstance(wanted, CellError):
        raise differs("VERGLEICH mit einem Fehlerwert")
    if to_number(kind) != 0:
        raise FormulaError("VERGLEICH wird hier nur mit genauer Suche (0) gerechnet.", "VERGLEICH")
    if not isinstance(area, Range | Block):
        raise differs("VERGLEICH in einem einzelnen Wert")
    index, height, width = _index_of(area)
    if height > 1 and width > 1:
        raise CellFailureError(NOT_AVAILABLE)
    if isinstance(wanted, bool):
        found = index.truth(wanted)
    elif isinstance(wanted, str):
        _searchable(wanted, "VERGLEICH")
        found = index.text(wanted)
    elif wanted is None:  # Excel looks for 0, LibreOffice for nothing or, where it was left out, for 0 or FALSE
        if index.number_alone(0.0) or index.text("") or index.truth(False):
            raise differs("VERGLEICH mit einer leeren Zelle")
        found = []
    else:
        found = index.number(float(wanted))
    if not found:
        raise CellFailureError(NOT_AVAILABLE)
    return float(found[0])


def count_if(area: Operand, wanted: Scalar) -> Scalar:
    """ZÄHLENWENN for a number, a truth value or a text that is no condition."""
    if not isinstance(area, Range):
        raise FormulaError("ZÄHLENWENN braucht einen Bereich.", "ZÄHLENWENN")
    if isinstance(wanted, CellError):
        raise differs("ZÄHLENWENN mit einem Fehlerwert")
    if isinstance(wanted, str):
        if wanted.startswith(_OPERATORS):
            raise FormulaError("Vergleiche in ZÄHLENWENN werden hier nicht gerechnet.", "ZÄHLENWENN")
        _searchable(wanted, "ZÄHLENWENN")
        return float(len(area.store.index(area.area).text(wanted)))
    index = area.store.index(area.area)
    if index.numeric_texts:
        raise differs("ZÄHLENWENN über Texte, die sich als Zahl lesen lassen")
    if isinstance(wanted, bool):
        return float(len(index.truth(wanted)))
    return float(len(index.number(float(wanted or 0.0))))


def pick(area: Operand, row: Scalar, *columns: Scalar) -> Operand:
    """INDEX of one cell; of a single row or column one number is enough."""
    if not isinstance(area, Range | Block):
        raise differs("INDEX eines einzelnen Werts")
    down, across = whole(row), whole(columns[0]) if columns else 0
    if down > LAST_ROW or across > LAST_COLUMN:
        raise differs("INDEX mit einer sehr großen Nummer")
    if down < 0 or across < 0:
        raise CellFailureError(CellError("#VALUE!", "INDEX braucht Nummern ab 0."))
    if not columns:
        if area.height == 1 and area.width > 1:
            down, across = 1, down
        elif area.width > 1:
            raise differs("INDEX mit einer Nummer in einem Block")
        else:
            across = 1
    down, across = down or int(area.height == 1), across or int(area.width == 1)  # 0: all of them
    if not down or not across:
        raise FormulaError("INDEX mit ganzen Zeilen oder Spalten wird hier nicht gerechnet.", "INDEX")
    if down > area.height or across > area.width:
        raise CellFailureError(CellError("#REF!", "INDEX zeigt neben den Bereich."))
    if isinstance(area, Block):
        return area.at(down - 1, across - 1)
    return area.cell(down - 1, across - 1)
