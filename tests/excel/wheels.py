"""Small wheels and a stand-in for Python's embeddable distribution, made by the tests."""

from __future__ import annotations

import base64
import hashlib
import sys
import zipfile
from pathlib import Path

MINOR = sys.version_info[1]
TAG = f"cp3{MINOR}"


def wheel(
    folder: Path,
    name: str,
    version: str,
    *,
    files: dict[str, bytes] | None = None,
    needs: tuple[str, ...] = (),
    tag: str = "py3-none-any",
    licence: str = "License-Expression: MIT",
    wrong: str = "",
) -> Path:
    """A wheel; ``wrong`` is a file whose content is not the one that RECORD names."""
    info = f"{name}-{version}.dist-info"
    metadata = [f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\nSummary: Probe", licence]
    metadata += [f"Requires-Dist: {need}" for need in needs]
    content = {f"{name}/__init__.py": b"", **(files or {})}
    content[f"{info}/METADATA"] = ("\n".join(metadata) + "\n\n").encode()
    content[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n".encode()
    rows = [f"{path},sha256={_digest(data)},{len(data)}" for path, data in content.items()]
    content[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,", ""]).encode()
    path = folder / f"{name}-{version}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as packed:
        for inside, data in content.items():
            packed.writestr(inside, b"anderes" if inside == wrong else data)
    return path


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


def embeddable(path: Path, *, minor: int = MINOR, without: str = "", extra: str = "") -> Path:
    """A zip with the names of the real one."""
    names = ["python.exe", "pythonw.exe", "python3.dll", f"python3{minor}.dll", f"python3{minor}.zip", "LICENSE.txt"]
    version = "ProductVersion".encode("utf-16-le") + bytes(4) + f"3.{minor}.9".encode("utf-16-le") + bytes(2)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(f"python3{minor}._pth", f"python3{minor}.zip\r\n.\r\n#import site\r\n")
        for name in filter(None, (*names, extra)):
            if name != without:
                packed.writestr(name, b"MZ" + version if name == f"python3{minor}.dll" else b"MZ")
    return path
