"""Makes the handbook's pictures: workbooks as the pages tell of them, and of each what is spoken about.

::

    python -m tools.handbook.pictures workbook/beispiel/Istwerte-2017.csv handbuch/bilder
"""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageChops

from jcplan.errors import FileError
from jcplan.hosts.cli import main as jcplan
from tools import bridge
from tools.office import Document, Office
from tools.pictures import MISSING, listed

DOTS_PER_INCH: Final = 120
_COLOURS: Final = 48
_PAGE: Final = 13  # of the planning document: a bridge, a table, sentences
_LATE: Final = re.compile(r"1[0-2]\.2017;")
_EDGE: Final = 6  # pixels of white that stay around what is shown


@dataclass(frozen=True)
class Picture:
    """A part of a sheet.

    Attributes:
        name: Of the file.
        sheet: The sheet.
        first: How the text begins that stands in the first row shown; the sheet's first row without one.
        until: How the text begins that stands in the first row not shown any more; without one all is shown.
        rows: How many rows are shown at most; 0 for all.
        columns: How many columns are shown at most; 0 for all.
    """

    name: str
    sheet: str
    first: str = ""
    until: str = ""
    rows: int = 0
    columns: int = 0


FIRST: Final = (
    Picture("uebersicht", "Übersicht", until="Im Jahr"),
    Picture("annahmen", "Annahmen", until="Gruppen: ELB und"),
    Picture("pruefungen", "Prüfungen", until="Was eine einzelne"),
    Picture("loesungen", "Prüfungen", first="Was eine einzelne", until="LZB-Hebel"),
    Picture("szenarien", "Szenarien"),
    Picture("zielrechner", "Zielrechner"),
    Picture("erklaerung", "Erklärung"),
    Picture("sicherheit", "Sicherheit", rows=24),
)
EMPTY: Final = (Picture("leer", "Annahmen", until="Veröffentlichte Quoten", columns=11),)
CHANGED: Final = (Picture("veraltet", "Übersicht", until="grün: so gut"),)
AFTER: Final = (Picture("protokoll", "Protokoll", rows=9),)
MONTH: Final = (
    Picture("zielnachhaltung", "Zielnachhaltung", until="Gemeldet haben"),
    Picture("teamseite", "Teamseiten", first="1.1 ·", until="1.2 ·"),
    Picture("vereinbarungen", "Vereinbarungen", rows=14),
)
NEXT: Final = (Picture("naechstes-jahr", "Annahmen", until="Veröffentlichte Quoten"),)
UNION: Final = (Picture("verbund-ziele", "Ziele"), Picture("verbund-verteilung", "Verteilung"))
ALL: Final = (FIRST, EMPTY, CHANGED, AFTER, MONTH, NEXT, UNION)
AGREED: Final[Mapping[str, Sequence[float | str]]] = {
    "Vereinbarung_Was": ("Bewerbertage mit zwei Arbeitgebern", "Fälle ohne Kontakt seit drei Monaten einladen"),
    "Vereinbarung_Wer": ("Teamleitung 1.1", "Teamleitung 3.2"),
    "Vereinbarung_bis": (42978.0, 43069.0),
    "Vereinbarung_Stand": ("in Arbeit", "offen"),
    "Vereinbarung_Team": ("1.1", "3.2"),
    "Vereinbarung_Monat": (42948.0, 42979.0),
}
"""Made up; days as spreadsheets count them: end of August and of November, August and September 2017."""
PLANS: Final[Mapping[str, Mapping[str, Sequence[float | str]]]] = {
    town: {
        "Annahme_Jobcenter": (f"Jobcenter {town}",),
        "Annahme_ELB_gesamt": (heads,),
        "Annahme_G2_ELB": (round(heads * share),),
        "Annahme_G1_IQ_Steigerung": (rise,),
        "Annahme_G2_Zugang": (round(heads * share * 0.4),),
        "Annahme_LZB_Bestand": (round(heads * 0.64),),
        "Annahme_LZB_Abgang": (round(heads / 500),),
        "Annahme_Verwaltungsbudget": (heads * 960,),
        "Annahme_Eingliederungsmittel": (heads * 830,),
    }
    for town, heads, share, rise in (
        ("Ahausen", 8200.0, 0.06, 0.01),
        ("Beckum-Land", 12400.0, 0.04, 0.02),
        ("Cismar", 5100.0, 0.03, 0.0),
        ("Dornstadt", 26570.0, 0.05, 0.015),
        ("Eichfeld", 17350.0, 0.07, 0.025),
    )
}
"""Five Jobcenter that there are not."""


def crops(document: Document, wanted: Iterable[Picture], folder: Path) -> list[Path]:
    """Draw parts of an open workbook's sheets.

    Raises:
        FileError: pdftoppm is missing, or a sheet has no such text.
    """
    return [_drawn(document, picture, folder / f"{picture.name}.png") for picture in wanted]


def _drawn(document: Document, picture: Picture, target: Path) -> Path:
    sheet = document.model.Sheets.getByName(picture.sheet)
    style = document.model.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    style.HeaderIsOn = style.FooterIsOn = False
    area = next(iter(sheet.getPrintAreas()), None) or _used(sheet)
    top = _row(sheet, picture, picture.first) if picture.first else area.StartRow
    bottom = _row(sheet, picture, picture.until, top + 1) - 1 if picture.until else area.EndRow
    if picture.rows:
        bottom = min(bottom, top + picture.rows - 1)
    right = area.EndColumn
    if picture.columns:
        right = min(right, area.StartColumn + picture.columns - 1)
    cells = sheet.getCellRangeByPosition(area.StartColumn, top, right, bottom)
    uno = bridge.load()
    chosen = uno.Any("[]com.sun.star.beans.PropertyValue", bridge.properties(Selection=cells))
    with tempfile.TemporaryDirectory(prefix="jcplan-pictures-") as scratch:
        pdf = Path(scratch) / "part.pdf"
        document.model.storeToURL(bridge.url(pdf), bridge.properties(FilterName="calc_pdf_Export", FilterData=chosen))
        return drawn(pdf, 1, target)


def _row(sheet: Any, picture: Picture, text: str, start: int = 0) -> int:
    """The row, the first from ``start`` on, in which a text stands at the beginning of a cell."""
    used = _used(sheet)
    rows = sheet.getCellRangeByPosition(0, 0, used.EndColumn, used.EndRow).getDataArray()
    for number, row in enumerate(rows):
        if number >= start and any(isinstance(value, str) and value.startswith(text) for value in row):
            return number
    raise FileError(f"{picture.sheet}: gefunden keine Zelle, die mit „{text}“ beginnt, erwartet eine ({picture.name}).")


def _used(sheet: Any) -> Any:
    cursor = sheet.createCursor()
    cursor.gotoStartOfUsedArea(False)  # UNO
    cursor.gotoEndOfUsedArea(True)
    return cursor.RangeAddress


def drawn(pdf: Path, page: int, target: Path) -> Path:
    """A page of a PDF as a small PNG without the white around it."""
    converter = shutil.which("pdftoppm")
    if converter is None:
        raise FileError(MISSING)
    command = [converter, "-png", "-singlefile", "-r", str(DOTS_PER_INCH), "-f", str(page), "-l", str(page), str(pdf)]
    run = subprocess.run([*command, str(target.with_suffix(""))], capture_output=True, text=True, check=False)
    if run.returncode:
        raise FileError(f"pdftoppm kann {target.stem} nicht zeichnen: {run.stderr.strip()}")
    with Image.open(target) as opened:
        image = opened.convert("RGB")
    white = Image.new("RGB", image.size, "white")
    left, top, right, bottom = ImageChops.difference(image, white).getbbox() or (0, 0, *image.size)
    edges = (
        max(left - _EDGE, 0),
        max(top - _EDGE, 0),
        min(right + _EDGE, image.width),
        min(bottom + _EDGE, image.height),
    )
    image.crop(edges).quantize(_COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    return target


def pictures(actuals: Path, folder: Path) -> list[Path]:
    """All of the handbook's pictures.

    Args:
        actuals: A delivery of actuals for the shipped example.
        folder: Where they go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="jcplan-handbook-") as scratch, Office() as office:
        here = Path(scratch)
        plan, month, empty = here / "Plan-2017.xlsx", here / "Plan.xlsx", here / "Leer.xlsx"
        _run("new", plan)
        _run("new", empty, "--leer", "--gruppen", "3", "--teams", "5,5,3")
        _run("import-ist", _until_september(actuals, here), plan, "-o", month, "--wer", "M. Muster")
        made = _of(office, plan, FIRST, folder)
        made += _of(office, empty, EMPTY, folder)
        document = here / "Planung.docx"
        _run("dokument", plan, document, "--pdf")
        made.append(drawn(document.with_suffix(".pdf"), _PAGE, folder / "planungsdokument.png"))
        made += _of(office, plan, CHANGED, folder, {"Annahme_G1_IQ_Steigerung": (0.02,)}, here / "Anders.xlsx")
        _run("refresh", here / "Anders.xlsx", "--wer", "M. Muster")
        made += _of(office, here / "Anders.xlsx", AFTER, folder)
        made += _of(office, month, MONTH, folder, AGREED)
        _run("import-ist", actuals, month)
        _run("new", here / "Plan-2018.xlsx", "--aus", month)
        made += _of(office, here / "Plan-2018.xlsx", NEXT, folder)
        for name, amounts in PLANS.items():
            _of(office, plan, (), folder, amounts, here / "Plaene" / f"{name}.xlsx")
        _run("verbund", here / "Plaene", "-o", here / "Verbund.xlsx")
        made += _of(office, here / "Verbund.xlsx", UNION, folder)
    return made


def _until_september(actuals: Path, folder: Path) -> Path:
    """A delivery without the last three months."""
    lines = actuals.read_text(encoding="utf-8").splitlines(keepends=True)
    shorter = folder / "Istwerte.csv"
    shorter.write_text("".join(line for line in lines if not _LATE.match(line)), encoding="utf-8")
    return shorter


def _of(
    office: Office,
    workbook: Path,
    wanted: Iterable[Picture],
    folder: Path,
    amounts: Mapping[str, Sequence[float | str]] | None = None,
    saved: Path | None = None,
) -> list[Path]:
    """Pictures of a workbook, with other inputs by name, which is saved if it has a name then."""
    with office.open(workbook) as document:
        for name, values in (amounts or {}).items():
            for row, value in enumerate(values):
                cell = document.named(name).getCellByPosition(0, row)
                if isinstance(value, str):
                    cell.String = value
                else:
                    cell.Value = value
        document.recalculate()
        if saved:
            saved.parent.mkdir(exist_ok=True)
            document.save(saved)
        return crops(document, wanted, folder)


def _run(*arguments: str | Path) -> None:
    """A command of jcplan, whose output nobody needs."""
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
        code = jcplan(list(map(str, arguments)))
    if code:
        raise FileError(f"jcplan {' '.join(map(str, arguments))}: {shown.getvalue()}")


def main(actuals: str, folder: str) -> int:
    """Draw and list the pictures; returns the exit code."""
    return listed(lambda: pictures(Path(actuals), Path(folder)))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
