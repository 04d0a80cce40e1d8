"""Excel's errors as pywin32 brings them, and error values as cells hold them."""

from __future__ import annotations

from typing import NoReturn

DISP_E_EXCEPTION = -2147352567
XL_ERROR = -2146827284  # 0x800A03EC, VBA's number 1004
CALL_REJECTED = -2147418111  # RPC_E_CALL_REJECTED, 0x80010001
IGNORED = -2146777998  # VBA_E_IGNORE, 0x800AC472
CLASS_NOT_REGISTERED = -2147221164  # REGDB_E_CLASSNOTREG
SERVER_UNAVAILABLE = -2147023174  # RPC_S_SERVER_UNAVAILABLE

# XlCVError: https://learn.microsoft.com/office/vba/api/excel.xlcverror; #SPILL! is 2045
NUMBERS = {
    "#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042,
    "#SPILL!": 2045,
}  # fmt: skip


class ComError(Exception):
    """``pywintypes.com_error``: its four attributes are also its arguments."""

    def __init__(
        self, hresult: int, strerror: str, excepinfo: tuple | None = None, argerror: int | None = None
    ) -> None:
        super().__init__(hresult, strerror, excepinfo, argerror)
        self.hresult, self.strerror, self.excepinfo, self.argerror = hresult, strerror, excepinfo, argerror


def refuse(text: str) -> NoReturn:
    """Excel refuses: run-time error 1004 with a sentence."""
    details = (0, "Microsoft Excel", text, "xlmain11.chm", 0, XL_ERROR)
    raise ComError(DISP_E_EXCEPTION, "Ausnahmefehler aufgetreten.", details)


def rejected() -> ComError:
    """Excel takes no call: a cell is being edited, or a dialog is open."""
    return ComError(CALL_REJECTED, "Aufruf wurde durch Aufgerufenen abgelehnt.")


def ignored() -> ComError:
    """The same, for properties that are set."""
    return ComError(DISP_E_EXCEPTION, "Ausnahmefehler aufgetreten.", (0, None, None, None, 0, IGNORED))


def value_of(code: str) -> int:
    """An error value as ``Value2`` gives it over COM: https://learn.microsoft.com/office/vba/api/excel.xlcverror

    >>> value_of("#DIV/0!"), value_of("#N/A"), value_of("#SPILL!")
    (-2146826281, -2146826246, -2146826243)
    """
    return 0x800A0000 - 2**32 + NUMBERS[code]
