"""Pictures of a workbook: every printed page of every sheet as a PNG."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from jcplan.errors import FileError, JcplanError
from tools.office import Document, Office

MISSING: Final = "Das Programm pdftoppm fehlt (unter Debian: apt install poppler-utils)."
_ASCII: Final = str.maketrans({"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "_"})


def pictures(workbook: Path, folder: Path, *, dots_per_inch: int = 110, refresh: bool = True) -> list[Path]:
    """Render a copy of a workbook; the workbook itself stays as it is.

    Args:
        workbook: The file.
        folder: Where the pictures go, named by sheet: ``Uebersicht.png``, ``Annahmen-2.png``.
        dots_per_inch: Resolution; A4 landscape at 110 is 1286 × 909.
        refresh: Press "Ziele aktualisieren" first.

    Returns:
        The pictures in the order of the sheets.
    """
    converter = shutil.which("pdftoppm")
    if converter is None:
        raise FileError(MISSING)
    if not workbook.is_file():
        raise FileError(f"{workbook}: Die Datei gibt es nicht.")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="jcplan-pictures-") as scratch:
        copy = Path(scratch) / workbook.name
        shutil.copyfile(workbook, copy)
        with Office() as office, office.open(copy) as document:
            if refresh:
                for message in document.press("aktualisieren"):
                    if message["kind"] == "error":
                        raise FileError(message["text"])
            document.recalculate()
            pages = _pages(document)
            pdf = document.pdf(Path(scratch) / "pages.pdf")
        return _render(converter, pdf, pages, folder, dots_per_inch)


def _pages(document: Document) -> list[str]:
    """The sheet of each printed page."""
    model = document.model
    pages = []
    for number in range(model.getRendererCount(model, ())):
        described = {entry.Name: entry.Value for entry in model.getRenderer(number, model, ())}
        pages.append(str(model.Sheets.getByIndex(described["SourceRange"].Sheet).Name))
    return pages


def _render(converter: str, pdf: Path, pages: list[str], folder: Path, dots_per_inch: int) -> list[Path]:
    made: list[Path] = []
    for page, sheet in enumerate(pages, 1):
        number = pages[:page].count(sheet)
        target = folder / (sheet.translate(_ASCII) + (f"-{number}" if number > 1 else ""))
        pages_wanted = ["-f", str(page), "-l", str(page)]
        command = [converter, "-png", "-singlefile", "-r", str(dots_per_inch), *pages_wanted, str(pdf), str(target)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            raise FileError(f"pdftoppm kann Seite {page} nicht zeichnen: {run.stderr.strip()}")
        made.append(target.with_name(target.name + ".png"))
    return made


def listed(make: Callable[[], Iterable[Path]]) -> int:
    """Make and list pictures; returns the exit code, 2 where there are none, with the reason."""
    try:
        for picture in make():
            sys.stdout.write(f"{picture}\n")
    except JcplanError as error:
        sys.stderr.write(f"Fehler: {error}\n")
        return 2
    return 0


def main(workbook: str, folder: str) -> int:
    """Render and list the pictures of a workbook; returns the exit code."""
    return listed(lambda: pictures(Path(workbook), Path(folder)))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
