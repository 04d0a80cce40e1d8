"""Writing on protected sheets: the user stays locked out, the program gets in."""

from __future__ import annotations

from typing import Any, Final

from jcplan.errors import FileError

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


def open_for_program(sheet: Any) -> None:
    """Let a program write on a sheet that is protected without a password.

    The protection stays as it is for the user, with all that it allowed (``UserInterfaceOnly``).

    Args:
        sheet: Excel's ``Worksheet`` object.

    Raises:
        FileError: The sheet has a password.
    """
    if not sheet.ProtectContents or sheet.ProtectionMode:
        return
    allowed = sheet.Protection
    options = {name: bool(getattr(allowed, name)) for name in _ALLOWED}
    drawings, scenarios = bool(sheet.ProtectDrawingObjects), bool(sheet.ProtectScenarios)
    selection = sheet.EnableSelection
    try:
        sheet.Unprotect("")  # a given password keeps Excel from asking for one
    except Exception:  # noqa: BLE001  # pywin32's error class is there on Windows only
        raise _locked(sheet) from None
    if sheet.ProtectContents:
        raise _locked(sheet)
    sheet.Protect("", drawings, True, scenarios, True, *(options[name] for name in _ALLOWED))
    sheet.EnableSelection = selection


def _locked(sheet: Any) -> FileError:
    return FileError(
        f"Das Blatt „{sheet.Name}“ ist mit einem Kennwort geschützt. "
        "Bitte den Blattschutz aufheben oder ohne Kennwort setzen (Überprüfen › Blatt schützen)."
    )
