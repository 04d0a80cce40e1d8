"""Checksums of files, as ``sha256sum`` writes and checks them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

NAME: Final = "SHA256SUMS"


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def text(folder: Path) -> str:
    """A line for every file below a folder but the list itself."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{sha256(folder / name)}  {name}\n" for name in files if name != NAME)
