"""The whole folder: Python, packages, what starts them, texts, list of parts, checksums."""

from __future__ import annotations

import compileall
import datetime as dt
import py_compile
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jcplan import __version__
from jcplan.errors import FileError
from tools.windows import runtime, sbom, wheels

SUMS: Final = "SHA256SUMS"
PYTHON: Final = "python"
TEXTS: Final = Path(__file__).parent / "ordner"
"""Files that stand in the folder as they are, but for ``{version}`` and ``{python}``."""
_PRODUCT: Final = re.compile(re.escape("ProductVersion".encode("utf-16-le")) + rb"(?:\0\0)+((?:[0-9.]\0)+)")
_BOM: Final = b"\xef\xbb\xbf"


def make(python: Path, packages: Path, hashes: Path | None, out: Path, when: dt.datetime) -> None:
    """Make the folder.

    Args:
        python: Python's embeddable distribution for 64-bit Windows, a zip or a folder.
        packages: The wheels of jcplan and of all that it needs.
        hashes: The list of their hashes; the one beside this module for this Python if left out.
        out: The folder to make, which does not exist yet.
        when: When, for the list of parts.

    Raises:
        FileError: Something is missing, or is not what it should be; nothing is left behind.
    """
    if out.exists():
        raise FileError(f"{out}: Den Ordner gibt es schon. Bitte einen anderen nennen oder diesen löschen.")
    out.mkdir(parents=True)
    try:
        _fill(python, packages, hashes, out, when)
    except BaseException:
        shutil.rmtree(out)
        raise


def _fill(python: Path, packages: Path, hashes: Path | None, out: Path, when: dt.datetime) -> None:
    inside = out / PYTHON
    target = runtime.unpack(python, inside)
    if sys.version_info[:2] != target.version:
        raise FileError(
            f"{python}: gefunden Python {'.'.join(map(str, target.version))}, erwartet dieselbe Version wie die des "
            f"Python, das den Ordner macht ({'.'.join(map(str, sys.version_info[:2]))}): Nur es übersetzt dafür."
        )
    listed = hashes or Path(__file__).parent / f"wheels-{target.tag}.txt"
    if not listed.is_file():
        raise FileError(f"{listed}: Die Liste der Wheels gibt es nicht; --hashes nennt eine andere.")
    chosen = wheels.checked(packages, wheels.pins(listed.read_text("utf-8"), str(listed)), target)
    ours = next(wheel for wheel in chosen if wheel.name == wheels.OURS)
    if ours.version != __version__:
        raise FileError(f"{ours.path}: gefunden Version {ours.version}, erwartet {__version__} wie in diesem Stand.")
    for wheel in wheels.ordered(chosen):
        wheels.unpack(wheel, inside)
    runtime.place_libraries(inside)
    compileall.compile_dir(
        inside / wheels.PACKAGES,
        quiet=2,
        stripdir=str(inside),
        workers=0,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    dll = inside / f"python3{target.version[1]}.dll"
    version = product_version(dll.read_bytes()) or ".".join(map(str, target.version))
    write_texts(out, {"version": __version__, "python": version})
    (out / sbom.NAME).write_text(sbom.text(chosen, version, wheels.sha256(dll), when), "utf-8", newline="\n")
    (out / SUMS).write_text(checksums(out), "utf-8", newline="\n")


def product_version(dll: bytes) -> str:
    """The version that a Windows program says of itself, ``""`` where it says none.

    >>> product_version("ProductVersion".encode("utf-16-le") + bytes(4) + "3.13.9".encode("utf-16-le"))
    '3.13.9'
    """
    found = _PRODUCT.search(dll)
    return found[1].decode("utf-16-le") if found else ""


def write_texts(out: Path, values: Mapping[str, str]) -> None:
    """Write the texts as programs of Windows read them: CR LF; what people read with a mark of UTF-8."""
    for path in sorted(TEXTS.iterdir()):
        text = path.read_text("utf-8")
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        data = text.replace("\n", "\r\n").encode()
        (out / path.name).write_bytes(_BOM + data if path.suffix == ".txt" else data)


def checksums(folder: Path) -> str:
    """A line for every file below a folder but the list itself, as ``sha256sum`` writes and checks them."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{wheels.sha256(folder / name)}  {name}\n" for name in files if name != SUMS)
