"""The whole folder: Python, packages, what starts them, texts, list of parts, checksums."""

from __future__ import annotations

import compileall
import datetime as dt
import py_compile
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.component import Component, ComponentType
from packageurl import PackageURL

from jcplan import __version__
from jcplan.buttons import MENU
from jcplan.errors import FileError
from tools import sums
from tools.parts import licences, sbom
from tools.windows import runtime, wheels

PARTS: Final = "Teile.cdx.json"
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
    refused = licences.refused(chosen)
    if refused:
        raise FileError(
            f"{packages}: gefunden Lizenzen, die nicht in der Liste der erlaubten stehen: {'; '.join(refused)}. "
            "Bitte die Lizenz lesen, dann das Paket ersetzen oder tools/parts/licences.py ergänzen."
        )
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
    (out / PARTS).write_text(parts(chosen, version, sums.sha256(dll), when), "utf-8", newline="\n")
    (out / sums.NAME).write_text(sums.text(out), "utf-8", newline="\n")


def product_version(dll: bytes) -> str:
    """The version that a Windows program says of itself, ``""`` where it says none.

    >>> product_version("ProductVersion".encode("utf-16-le") + bytes(4) + "3.13.9".encode("utf-16-le"))
    '3.13.9'
    """
    found = _PRODUCT.search(dll)
    return found[1].decode("utf-16-le") if found else ""


def parts(chosen: Sequence[wheels.Wheel], version: str, digest: str, when: dt.datetime) -> str:
    """The list of parts of a folder with these wheels and Python in this version, whose DLL has this SHA-256."""
    python = Component(
        name="Python",
        version=version,
        type=ComponentType.PLATFORM,
        bom_ref="python",
        purl=PackageURL("generic", name="python", version=version),
        cpe=f"cpe:2.3:a:python:python:{version}:*:*:*:*:*:*:*",
        licenses=[LicenseFactory().make_from_string("PSF-2.0")],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
    )
    whole = Component(name=MENU, version=__version__, type=ComponentType.APPLICATION, bom_ref="ordner")
    ordered = wheels.ordered(chosen)
    refs = {wheel.name: sbom.reference(wheel) for wheel in ordered}
    needs = {refs[wheel.name]: [refs[need] for need in wheel.needs] for wheel in ordered}
    needs["ordner"] = ["python", refs[wheels.OURS]]
    return sbom.text(whole, [python, *map(sbom.package, ordered)], needs, when)


def write_texts(out: Path, values: Mapping[str, str]) -> None:
    """Write the texts as programs of Windows read them: CR LF; what people read with a mark of UTF-8."""
    for path in sorted(TEXTS.iterdir()):
        text = path.read_text("utf-8")
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        data = text.replace("\n", "\r\n").encode()
        (out / path.name).write_bytes(_BOM + data if path.suffix == ".txt" else data)
