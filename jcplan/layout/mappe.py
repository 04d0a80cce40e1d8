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
from jcplan.cells import Area, address, area_address, areas
from jcplan.errors import InputError
from jcplan.model import Model, read_shape
from jcplan.ooxml import WorkbookFile
from jcplan.sheet.book import Layout
from jcplan.sheet.page import Sheet

NAME: Final = "jcplan"
"""Title of the sheet."""
SETTINGS_NAME: Final = "xlwings.conf"
"""Title of the very hidden sheet of workbooks with macros that says how Python is started; xlwings looks for it."""
VERSION_NAME: Final = "Mappe_Version"
SHAPE_NAME: Final = "Mappe_Form"
RECORD_NAME: Final = "Mappe_Auslieferung"
LOOKS_NAME: Final = "Mappe_Aussehen"
"""Defined name of the cell that says how the cells of each input looked when delivered."""
COMPUTED_NAME: Final = "Mappe_Rechenstand"
"""Defined name of the cell, above the log, with the fingerprint of the file as jcplan left it, all computed."""
IMPORT_NAME: Final = "Einlesen_Ersetzt"
"""Defined name of the cells that say what the last import of actuals replaced."""
BASIS_NAMES_NAME: Final = "Grundlage_Namen"
"""Defined name of the names of the figures in ``Grundlage_Werte``, row for row."""
STORED: Final = (
    "Annahme_", "Gedruckt_", "Geschaeftsstelle_", "Team_", "Gewicht_", "Fest_", "Saison_", "Ist_", "Szenario_",
    "Sicherheit_", "Zielrechner_", "Erklaerung_", "Vereinbarung_", "Kommentar_", "Einlesen_",
)  # fmt: skip
"""How the names of what is typed in or imported begin."""
CHUNK: Final = 30_000
"""Characters of the record in a cell; Excel's cells end at 32,767."""
_ROWS: Final = 40
"""Cells for the record, so that its names do not depend on its length."""
_TOP: Final = 4
_IMPORT_ROWS: Final = 100
"""Cells for what an import replaced; a year of 24 teams takes two."""


def hidden_names(model: Model) -> dict[str, str]:
    """Version and shape, as constant texts."""
    return {VERSION_NAME: f'"{__version__}"', SHAPE_NAME: f'"{model.shape}"'}


def model_of(names: Mapping[str, str]) -> Model:
    """What a workbook of this version has, as its names say.

    Raises:
        InputError: It does not say its shape any more.
    """
    text = next((target for name, target in names.items() if name.casefold() == SHAPE_NAME.casefold()), None)
    if text is None:
        advice = "Bitte eine Sicherung verwenden."
        raise InputError(f"Name {SHAPE_NAME}", "keinen Eintrag", "die Form der Mappe", advice)
    return _model(text.removeprefix("=").strip('"'))


@cache
def _model(text: str) -> Model:
    return Model(read_shape(text))


def sheet(pages: Sequence[Sheet], model: Model) -> Sheet:
    """The sheet, for the workbook that these sheets make."""
    page = Sheet(NAME, "", (60, 60, 60), hidden=True)
    page.put(1, 1, "Angaben von jcplan zu dieser Mappe. Bitte nichts ändern.")
    page.put(3, 1, "womit sie ausgeliefert ist")
    page.put(3, 2, "Aussehen der Eingabefelder")
    page.put(3, 3, "was das letzte Einlesen von Istwerten ersetzt hat")
    page.put(_TOP, 2)
    page.name_area(LOOKS_NAME, Area(_TOP, 2, _TOP, 2))
    for row in range(_TOP, _TOP + _IMPORT_ROWS):
        page.put(row, 3)
    page.name_area(IMPORT_NAME, Area(_TOP, 3, _TOP + _IMPORT_ROWS - 1, 3))
    page.name_area(RECORD_NAME, Area(_TOP, 1, _TOP + _ROWS - 1, 1))
    for row, chunk in enumerate(_chunks(_text(Layout([*pages, page], hidden_names(model)))), _TOP):
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
    packed = _packed(text)
    return tuple(packed[at : at + CHUNK] for at in range(0, len(packed), CHUNK))


def _packed(text: str) -> str:
    """A long text in few characters that every program leaves as they are; ``=`` would start a formula."""
    return base64.b64encode(lzma.compress(text.encode())).decode("ascii").rstrip("=")


def _unpacked(packed: str) -> Any:
    try:
        return json.loads(lzma.decompress(base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)))
    except (lzma.LZMAError, EOFError) as error:
        raise ValueError(str(error)) from error


def faces(file: WorkbookFile) -> dict[str, str]:
    """How the cells of each input look in a workbook as delivered, by defined name: those of a name look alike."""
    found = {}
    for name, (sheet, area) in areas(file.names).items():
        if name.startswith(STORED):
            cell = file.cells(sheet).get((area.top, area.left))
            found[name] = file.faces[cell.style or 0] if cell else ""
    return found


def remember_faces(file: WorkbookFile) -> None:
    """Say in a fresh workbook how the cells of its inputs look."""
    sheet, area = areas(file.names)[LOOKS_NAME]
    file.set_values(sheet, {(area.top, area.left): _packed(json.dumps(faces(file)))})


def remembered_faces(cell: object) -> dict[str, str]:
    """What ``remember_faces`` said; nothing where the cell does not hold it."""
    try:
        found = _unpacked(cell) if isinstance(cell, str) else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def record(chunks: Sequence[object]) -> Mapping[str, Any]:
    """What a workbook was delivered with, from the cells of the record.

    Args:
        chunks: The cells, blanks behind the last.

    Raises:
        ValueError: They do not hold a record.
    """
    found = _unpacked("".join(chunk for chunk in chunks if isinstance(chunk, str)))
    if not isinstance(found, dict) or not {"formulas", "constants", "charts", "names"} <= set(found):
        raise ValueError("no formulas, constants, charts and names")
    return found
