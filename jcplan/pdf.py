"""Documents and workbooks as PDF/UA, by a LibreOffice of its own that needs no window and leaves settings alone."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from jcplan.errors import FileError
from jcplan.libreoffice import soffice, surroundings

_SECONDS: Final = 120
"""For the start; each file may take ``_EACH`` more."""
_EACH: Final = 60
_ALWAYS: Final[Mapping[str, bool | int]] = {"PDFUACompliance": True, "UseTaggedPDF": True}
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


def printed(files: Sequence[bytes], suffix: str, export: str, options: Mapping[str, bool | int]) -> list[bytes]:
    """Files as what they print.

    Args:
        files: Documents or workbooks, all of one kind.
        suffix: Of their names, ``.xlsx`` or ``.docx``.
        export: LibreOffice's export filter.
        options: Of the filter, beside tags and PDF/UA.

    Raises:
        FileError: There is no LibreOffice, or it made no PDF of one.
    """
    office = soffice()
    console = office.with_suffix(".com")  # on Windows soffice.exe does not wait
    with tempfile.TemporaryDirectory(prefix="jcplan-pdf-") as name:
        folder = Path(name)
        sources = [folder / f"{number}{suffix}" for number in range(1, len(files) + 1)]
        for source, data in zip(sources, files, strict=True):
            source.write_bytes(data)
        command = [
            str(console if console.is_file() else office),
            "--headless",
            "--norestore",
            "--nologo",
            f"-env:UserInstallation={_profile(folder).as_uri()}",
            "--convert-to",
            f"pdf:{export}:{_written({**_ALWAYS, **options})}",
            "--outdir",
            str(folder),
            *map(str, sources),
        ]
        said = _run(command, _SECONDS + _EACH * len(sources))
        made = [source.with_suffix(".pdf") for source in sources]
        if not all(path.is_file() for path in made):
            raise FileError(f"LibreOffice hat keine PDF-Datei geschrieben und meldet: {said or 'nichts'}")
        return [path.read_bytes() for path in made]


def _profile(folder: Path) -> Path:
    """A new profile, so that a running LibreOffice is left alone."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    settings = "".join(_SETTING.format(*setting) for setting in _SETTINGS)
    (user / "registrymodifications.xcu").write_text(_PROFILE.format(settings), "utf-8")
    return user.parent


def _written(options: Mapping[str, bool | int]) -> str:
    """Options as the filter takes them.

    >>> _written({"UseTaggedPDF": True, "SelectPdfVersion": 3})
    '{"UseTaggedPDF": {"type": "boolean", "value": "true"}, "SelectPdfVersion": {"type": "long", "value": "3"}}'
    """
    return json.dumps(
        {
            name: {"type": "boolean" if isinstance(value, bool) else "long", "value": str(value).lower()}
            for name, value in options.items()
        }
    )


def _run(command: Sequence[str], seconds: float) -> str:
    """Start LibreOffice and wait for its end; what it said.

    Raises:
        FileError: It does not end in time.
    """
    try:
        run = subprocess.run(command, env=surroundings(), capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise FileError(f"LibreOffice ist nach {seconds:g} Sekunden nicht fertig geworden.") from None
    return " ".join((run.stderr or run.stdout).split())
