"""Workbooks as PDF/UA, by a LibreOffice of its own that needs no window and touches no settings of the user."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from jcplan.errors import FileError
from jcplan.hosts.libreoffice import program

_SECONDS: Final = 120
"""For the start; each workbook may take ``_EACH`` more."""
_EACH: Final = 60
_OPTIONS: Final = {
    "PDFUACompliance": ("boolean", "true"),
    "UseTaggedPDF": ("boolean", "true"),
    "SelectPdfVersion": ("long", "17"),
    "ExportBookmarks": ("boolean", "false"),
    "DisplayPDFDocumentTitle": ("boolean", "true"),
}
_SETTING: Final = (
    '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
)
_SETTINGS: Final = (
    ("Setup/L10N", "ooSetupSystemLocale", "de-DE"),
    ("Office.Linguistic/General", "DefaultLocale", "de-DE"),
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
)
"""German dates and language of the document; nothing is computed."""
_PROFILE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</oor:items>\n'
)


def to_pdf(workbooks: Sequence[bytes]) -> list[bytes]:
    """Workbooks as what they print.

    Args:
        workbooks: Files as .xlsx.

    Raises:
        FileError: There is no LibreOffice, or it made no PDF of one.
    """
    office = program.soffice()
    console = office.with_suffix(".com")  # on Windows soffice.exe does not wait
    with tempfile.TemporaryDirectory(prefix="jcplan-pdf-") as name:
        folder = Path(name)
        sources = [folder / f"{number}.xlsx" for number in range(1, len(workbooks) + 1)]
        for source, data in zip(sources, workbooks, strict=True):
            source.write_bytes(data)
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        settings = "".join(_SETTING.format(*setting) for setting in _SETTINGS)
        (user / "registrymodifications.xcu").write_text(_PROFILE.format(settings), "utf-8")
        options = json.dumps({key: {"type": kind, "value": value} for key, (kind, value) in _OPTIONS.items()})
        command = [
            str(console if console.is_file() else office),
            "--headless",
            "--norestore",
            "--nologo",
            f"-env:UserInstallation={user.parent.as_uri()}",
            "--convert-to",
            f"pdf:calc_pdf_Export:{options}",
            "--outdir",
            str(folder),
            *map(str, sources),
        ]
        _run(command, _SECONDS + _EACH * len(sources))
        made = [source.with_suffix(".pdf") for source in sources]
        if not all(path.is_file() for path in made):
            raise FileError("LibreOffice hat keine PDF-Datei geschrieben. Bitte LibreOffice prüfen und wiederholen.")
        return [path.read_bytes() for path in made]


def _run(command: Sequence[str], seconds: float) -> None:
    """Start LibreOffice and wait for its end.

    Raises:
        FileError: It does not end in time.
    """
    try:
        subprocess.run(command, env=program.surroundings(), capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise FileError(f"LibreOffice ist nach {seconds:g} Sekunden nicht fertig geworden.") from None
