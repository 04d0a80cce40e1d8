"""Finds the texts that are not Python: VBA modules, in a checkout or an installed package."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from jcplan.errors import FileError
from jcplan.hosts.excel import calling

_INSTALLED: Final = Path(__file__).parent / "workbook_text"
_CHECKOUT: Final = Path(__file__).parents[3] / "workbook"


def text(name: str) -> str:
    """A text by its name below ``workbook/``, such as ``vba/jcplan_menue.bas``.

    Raises:
        FileError: It is not there: the installation is incomplete.
    """
    for folder in (_INSTALLED, _CHECKOUT):
        path = folder / name
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise FileError(f"Die Datei {name} fehlt in der Installation von jcplan. {calling.renew()}")
