"""Writing on protected sheets: the user stays locked out, the program gets in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from jcplan.errors import FileError
from jcplan.hosts.excel.comerrors import busy, patiently

_ALLOWED: Final = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)


ASKED: Final = (
    "ProtectContents",
    "ProtectionMode",
    "ProtectDrawingObjects",
    "ProtectScenarios",
    "EnableSelection",
    *(f"Protection.{name}" for name in _ALLOWED),
)
"""Properties of a sheet that say how it is protected."""
_EVERYTHING: Final = 0  # xlNoRestrictions, as protecting a sheet leaves it


def open_for_program(sheet: Any, held: Sequence[Any]) -> None:
    """Let a program write on a sheet that is protected without a password.

    The protection stays as it is for the user, with all that it allowed (``UserInterfaceOnly``).

    Args:
        sheet: Excel's ``Worksheet`` object.
        held: Its properties ``ASKED``.

    Raises:
        FileError: The sheet has a password.
    """
    contents, opened, drawings, scenarios, selection, *allowed = held
    if not contents or opened:
        return
    try:
        sheet.Unprotect("")  # a given password keeps Excel from asking for one
    except Exception as error:  # pywin32's error class is there on Windows only
        if busy(error):
            raise
        raise _locked(sheet) from None
    if patiently(lambda: sheet.ProtectContents):
        raise _locked(sheet)
    # from here on the user could write everywhere: Excel is asked again where it takes no call
    patiently(lambda: sheet.Protect("", bool(drawings), True, bool(scenarios), True, *map(bool, allowed)))
    if selection != _EVERYTHING:
        patiently(lambda: setattr(sheet, "EnableSelection", selection))


def _locked(sheet: Any) -> FileError:
    return FileError(
        f"Das Blatt „{sheet.Name}“ ist mit einem Kennwort geschützt. "
        "Bitte den Blattschutz aufheben oder ohne Kennwort setzen (Überprüfen › Blatt schützen)."
    )
