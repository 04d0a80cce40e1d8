"""Python's embeddable distribution in the folder, and what it may import.

The distribution comes as a zip or unpacked. Its ``._pth`` file decides alone what is imported: neither environment
variables (PYTHONPATH, PYTHONHOME) nor the registry nor packages of the user count, and what lies in the current folder
is not looked at either.

Source: https://docs.python.org/3/library/sys_path_init.html and https://docs.python.org/3/using/windows.html
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import Final

from jcplan.errors import FileError
from tools.windows.wheels import PACKAGES, Target

_DLL: Final = re.compile(r"python3(\d+)\.dll")
_NEEDED: Final = ("python.exe", "pythonw.exe")
_WIN32: Final = ("", "/win32", "/win32/lib", "/pythonwin")
"""Folders below the packages: the last three are what ``pywin32.pth`` adds where there is no ``._pth``."""


def unpack(source: Path, python: Path) -> Target:
    """Put the distribution into a folder and say there what may be imported.

    Args:
        source: The zip, or a folder with what is in it.
        python: The folder, which does not exist yet.

    Returns:
        Which Python it is.

    Raises:
        FileError: It is no embeddable distribution, or has packages of its own.
    """
    if source.is_dir():
        shutil.copytree(source, python)
    else:
        try:
            with zipfile.ZipFile(source) as packed:
                packed.extractall(python)
        except (OSError, zipfile.BadZipFile) as error:
            raise FileError(f"{source}: Das ist kein lesbares Zip-Archiv ({error}).") from None
    versions = [int(found[1]) for path in python.iterdir() if (found := _DLL.fullmatch(path.name))]
    missing = [name for name in _NEEDED if not (python / name).is_file()]
    if len(versions) != 1 or missing or not (python / f"python3{versions[0]}.zip").is_file():
        raise FileError(
            f"{source}: gefunden {', '.join(sorted(path.name for path in python.iterdir())[:8]) or 'nichts'}, erwartet "
            "die „embeddable“-Fassung von Python mit python.exe, pythonw.exe, python3x.dll und python3x.zip."
        )
    if (python / PACKAGES).exists():
        raise FileError(f"{source}: gefunden eigene Pakete in {PACKAGES}, erwartet ein Python ohne Pakete.")
    target = Target((3, versions[0]))
    imported = (f"python3{versions[0]}.zip", ".", *(f"{PACKAGES}{inner}" for inner in _WIN32))
    lines = "".join(f"{line.replace('/', chr(92))}\r\n" for line in imported)
    (python / f"python3{versions[0]}._pth").write_bytes(lines.encode("ascii"))
    return target


def place_libraries(python: Path) -> None:
    """Put pywin32's two DLLs beside ``python.exe``, where Windows finds them whatever is imported first."""
    folder = python / PACKAGES / "pywin32_system32"
    for path in sorted(folder.glob("*.dll")):
        shutil.copyfile(path, python / path.name)
