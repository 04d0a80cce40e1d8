"""What the workbook knows of itself, on a very hidden sheet and in hidden names: version, shape, what it came with.

Refresh and checks compare a workbook with what *it* was delivered with, and an upgrade knows where everything
stands in it, whatever later versions change. Texts in cells and names survive every program's saving; parts of
the package that a program does not know would be dropped.
"""

from __future__ import annotations

import base64
import json
import lzma
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from jcplan import __version__
from jcplan.cells import Area, address, area_address
from jcplan.layout.sheet import Layout, Sheet
from jcplan.model import FIGURES
from jcplan.model.teams import OFFICES, TEAMS

NAME: Final = "jcplan"
"""Title of the sheet."""
VERSION_NAME: Final = "Mappe_Version"
SHAPE_NAME: Final = "Mappe_Form"
RECORD_NAME: Final = "Mappe_Auslieferung"
COMPUTED_NAME: Final = "Mappe_Rechenstand"
"""Defined name of the cell with the fingerprint of the file as jcplan left it, all computed."""
BASIS_NAMES_NAME: Final = "Grundlage_Namen"
CHUNK: Final = 30_000
"""Characters of the record in a cell; Excel's cells end at 32,767."""
_ROWS: Final = 40
"""Cells for the record, so that its names do not depend on its length."""
_TOP: Final = 4


def hidden_names() -> dict[str, str]:
    """Version and shape, as constant texts."""
    return {VERSION_NAME: f'"{__version__}"', SHAPE_NAME: f'"{shape()}"'}


def shape() -> str:
    """What this workbook has room for, as ``key=number`` with ``;`` between.

    >>> shape()
    'gruppen=2;teams=4,4,4,4,4,4'
    """
    return f"gruppen=2;teams={','.join([str(TEAMS)] * OFFICES)}"


def sheet(pages: Sequence[Sheet]) -> Sheet:
    """The sheet, for the workbook that these sheets make."""
    page = Sheet(NAME, "", (60, 40, 60), hidden=True)
    page.put(1, 1, "Angaben von jcplan zu dieser Mappe. Bitte nichts ändern.")
    page.put(3, 1, "womit sie ausgeliefert ist")
    page.put(3, 2, "Namen der Zeilen von Grundlage_Werte")
    page.put(3, 3, "Fingerabdruck der Mappe, wie jcplan sie gerechnet hat")
    page.put(_TOP, 3)
    page.name_area(COMPUTED_NAME, Area(_TOP, 3, _TOP, 3))
    page.name_area(RECORD_NAME, Area(_TOP, 1, _TOP + _ROWS - 1, 1))
    page.name_area(BASIS_NAMES_NAME, Area(_TOP, 2, _TOP + len(FIGURES) - 1, 2))
    for row, field in enumerate(FIGURES, _TOP):
        page.put(row, 2, field.name)
    for row, chunk in enumerate(_chunks(_text(Layout([*pages, page], hidden_names()))), _TOP):
        page.put(row, 1, chunk)
    return page


def _text(described: Layout) -> str:
    """Of a layout: formulas by sheet and address (array formulas in braces), other cells, charts, names."""
    formulas = {
        name: {
            area_address(cell.array or Area(*at, *at)): f"{{{cell.formula}}}" if cell.array else str(cell.formula)
            for at, cell in sorted(page.cells.items())
            if cell.formula is not None
        }
        for name, page in described.pages.items()
    }
    constants = {
        name: " ".join(address(*at) for at, cell in sorted(page.cells.items()) if cell.value is not None)
        for name, page in described.pages.items()
    }
    charts = {name: len(page.charts) for name, page in described.pages.items() if page.charts}
    record = {"formulas": formulas, "constants": constants, "charts": charts, "names": described.names}
    return json.dumps(record, ensure_ascii=False)


@cache
def _chunks(text: str) -> tuple[str, ...]:
    packed = base64.b64encode(lzma.compress(text.encode())).decode("ascii").rstrip("=")  # "=" would start a formula
    return tuple(packed[at : at + CHUNK] for at in range(0, len(packed), CHUNK))


def record(chunks: Sequence[object]) -> Mapping[str, Any]:
    """What a workbook was delivered with, from the cells of the record.

    Args:
        chunks: The cells, blanks behind the last.

    Raises:
        ValueError: They do not hold a record.
    """
    packed = "".join(chunk for chunk in chunks if isinstance(chunk, str))
    try:
        found = json.loads(lzma.decompress(base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)))
    except (lzma.LZMAError, EOFError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(found, dict) or not {"formulas", "constants", "names"} <= set(found):
        raise ValueError("no formulas, constants and names")
    return found
