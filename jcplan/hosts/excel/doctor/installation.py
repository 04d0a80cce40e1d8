"""What is installed in a Python that is perhaps not the one that runs: told from its folders."""

from __future__ import annotations

import csv
import ntpath
import re
from collections.abc import Mapping, Sequence
from typing import Final

from jcplan.hosts.excel.probe import Probe, hexadecimal

OLDEST: Final = (3, 11)
"""Excel starts Python with ``-P``, which older ones do not know (Python's documentation, "Command line")."""
_DISTRIBUTION: Final = re.compile(r"(?P<name>[\w.]+)-(?P<version>[^-]+)\.dist-info", re.IGNORECASE)


def prefix(interpreter: str) -> str:
    r"""The folder of an installation, or of a virtual environment.

    >>> prefix(r"C:\venv\Scripts\python.exe"), prefix(r"C:\Python\python.exe")
    ('C:\\venv', 'C:\\Python')
    """
    folder = ntpath.dirname(interpreter)
    return ntpath.dirname(folder) if ntpath.basename(folder).lower() == "scripts" else folder


def version(probe: Probe, interpreter: str) -> tuple[int, int] | None:
    """The version of a Python: of the library beside it, or of its virtual environment; None: not to be seen."""
    texts = probe.names(prefix(interpreter)) or ()
    found = [re.fullmatch(r"python(\d)(\d+)\.dll", name, re.IGNORECASE) for name in texts]
    numbers = next((match for match in found if match), None) or re.search(
        r"(?m)^version(?:_info)?\s*=\s*(\d+)\.(\d+)", probe.read(f"{prefix(interpreter)}\\pyvenv.cfg") or ""
    )
    return (int(numbers[1]), int(numbers[2])) if numbers else None


def packages(names: Sequence[str]) -> dict[str, str]:
    """Packages and their versions, by the names in a folder of packages.

    >>> packages(["jcplan-0.2.0.dist-info", "jcplan", "xlwings-0.37.8.dist-info"])
    {'jcplan': '0.2.0', 'xlwings': '0.37.8'}
    """
    found = (_DISTRIBUTION.fullmatch(name) for name in names)
    return {match["name"].lower(): match["version"] for match in found if match}


def installed(probe: Probe, interpreter: str) -> dict[str, str] | None:
    """The packages of a Python and their versions; None where its folder of packages cannot be read.

    Where both have a package, the user's own folder counts, as it does for Python (documentation of ``site``).
    """
    own = probe.names(f"{prefix(interpreter)}\\Lib\\site-packages")
    if own is None:
        return None
    number = version(probe, interpreter)
    users: tuple[str, ...] = ()
    if number and not probe.read(f"{prefix(interpreter)}\\pyvenv.cfg"):
        folder = f"{probe.environment('APPDATA')}\\Python\\Python{number[0]}{number[1]}\\site-packages"
        users = tuple(probe.names(folder) or ())
    return packages(own) | packages(users)


def is_this(probe: Probe, interpreter: str) -> bool:
    """Whether a Python is the one that runs this."""
    return is_same(interpreter, probe.interpreter)


def is_same(one: str, other: str) -> bool:
    r"""Whether two programs are of the same Python: they lie in one folder.

    >>> is_same(r"C:\Python\python.exe", r"c:\python\pythonw.exe"), is_same("python", r"C:\Python\python.exe")
    (True, False)
    """
    return _folder(one) == _folder(other)


def xlwings(probe: Probe, interpreter: str) -> str:
    """The version of xlwings in a Python, ``""`` where there is none; this one's where that is not to be seen."""
    inside = None if is_this(probe, interpreter) else installed(probe, interpreter)
    return probe.package("xlwings") if inside is None else inside.get("xlwings", "")


def recorded(probe: Probe, interpreter: str, name: str, version: str) -> Mapping[str, str]:
    """The files that a package of a Python says it installed, by name without folder, with their SHA-256."""
    if is_this(probe, interpreter):
        found = probe.recorded(name)
    else:
        text = probe.read(f"{prefix(interpreter)}\\Lib\\site-packages\\{name}-{version}.dist-info\\RECORD") or ""
        found = {
            row[0]: hexadecimal(row[1].removeprefix("sha256="))
            for row in csv.reader(text.splitlines())
            if len(row) == 3 and row[1].startswith("sha256=")
        }
    return {ntpath.basename(path): digest for path, digest in found.items()}


def _folder(program: str) -> str:
    return ntpath.normcase(ntpath.dirname(program)).rstrip("\\")
