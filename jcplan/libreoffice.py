"""Where LibreOffice is installed, on Linux, Windows and macOS."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from jcplan.errors import FileError

OLDEST: Final = (25, 2)
"""Older ones do not find the functions of an .xlsx by their plain names."""

MISSING: Final = (
    "LibreOffice 25.2 oder neuer fehlt: https://de.libreoffice.org/download, unter Debian 12 aus den Backports: "
    "apt install -t bookworm-backports libreoffice-calc libreoffice-l10n-de python3-uno; "
    "liegt es an einem anderen Ort, JCPLAN_SOFFICE auf das Programm soffice setzen."
)


def _candidates() -> Iterator[Path]:
    chosen = os.environ.get("JCPLAN_SOFFICE")
    if chosen:
        yield Path(chosen)
        return
    if sys.platform == "win32":
        yield from _windows()
        return
    if sys.platform == "darwin":
        yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
        yield Path.home() / "Applications/LibreOffice.app/Contents/MacOS/soffice"
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            yield Path(found)
    yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


def _windows() -> Iterator[Path]:
    if sys.platform == "win32":  # for the type checker, which knows winreg there only
        import winreg  # noqa: PLC0415

        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            try:
                with winreg.OpenKey(root, r"SOFTWARE\LibreOffice\UNO\InstallPath") as key:
                    yield Path(winreg.QueryValue(key, None)) / "soffice.exe"
            except OSError:
                continue
    for variable in ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)"):
        folder = os.environ.get(variable)
        if folder:
            yield Path(folder) / "LibreOffice" / "program" / "soffice.exe"


@lru_cache(maxsize=1)
def soffice() -> Path:
    """The program that starts LibreOffice, with links resolved.

    Raises:
        FileError: There is none, or it is too old.
    """
    for path in _candidates():
        if path.is_file():
            found = version(path)
            if found < OLDEST:
                raise FileError(f"{path} ist LibreOffice {found[0]}.{found[1]}. {MISSING}")
            return path.resolve()
    raise FileError(MISSING)


def surroundings() -> dict[str, str]:
    """The environment in which LibreOffice is started: without what concerns the caller's Python only.

    LibreOffice's own Python looks for its library beside the first ``python3`` of the path. In an
    activated virtual environment that is another Python's, and LibreOffice then cannot start its own.
    """
    foreign = ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    folders = kept.get("PATH", "").split(os.pathsep)
    kept["PATH"] = os.pathsep.join(f for f in folders if not (Path(f).parent / "pyvenv.cfg").is_file())
    return kept


def folder() -> Path:
    """LibreOffice's program folder, which holds soffice, unopkg and on most systems its Python."""
    return soffice().parent


def unopkg() -> Path:
    """The program that installs extensions."""
    for name in ("unopkg.com", "unopkg"):
        path = folder() / name
        if path.is_file():
            return path
    raise FileError(f"Das Programm unopkg fehlt neben {soffice()}.")


def version(program: Path) -> tuple[int, int]:
    """Major and minor version of a LibreOffice."""
    console = program.with_suffix(".com")  # on Windows soffice.exe prints nothing
    run = subprocess.run(
        [console if console.is_file() else program, "--version"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return version_in(run.stdout)


def version_in(text: str) -> tuple[int, int]:
    """Major and minor version in what ``soffice --version`` prints; (0, 0) where there is none.

    >>> version_in("LibreOffice 25.2.3.2 520(Build:2)")
    (25, 2)
    """
    match = re.search(r"LibreOffice\D* (\d+)\.(\d+)", text)
    return (int(match[1]), int(match[2])) if match else (0, 0)
