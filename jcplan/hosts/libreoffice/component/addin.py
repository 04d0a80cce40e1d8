"""The worksheet functions as Calc sees them."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import unohelper
from com.sun.star.lang import IllegalArgumentException, XLocalizable, XServiceInfo, XServiceName
from org.jcplan.calc import XFunctions

from .backend import Failure, backend
from .document import ERRORS
from .table import TABLE

ADDIN: str = TABLE["addin"]


class AddIn(unohelper.Base, XFunctions, XServiceName, XServiceInfo, XLocalizable):
    """One method per worksheet function, added below. Not an XAddIn: the texts come from CalcAddIns.xcu.

    Into a method come: float; str; ``''`` for a blank inside a range; None for an argument left
    out; a tuple of row tuples for a range. A blank cell on its own comes as 0.0, as Calc hands it
    over; see ``jcplan.hosts.libreoffice.service``.
    """

    def __init__(self, context: Any, *arguments: Any) -> None:
        self.locale: Any = None

    def getServiceName(self) -> str:
        return ADDIN

    def getImplementationName(self) -> str:
        return ADDIN

    def supportsService(self, name: str) -> bool:
        return bool(name == ADDIN)

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return (ADDIN,)

    def setLocale(self, locale: Any) -> None:
        self.locale = locale

    def getLocale(self) -> Any:
        return self.locale


_QUIET_NAN = 0x7FF80000 << 32
_NUMBERS = {code: number for number, code in ERRORS.items() if number != 502}


def _error_value(code: str) -> float:
    """An error value as Calc keeps it in a matrix: a NaN that carries the error's number in its lower half."""
    return float(struct.unpack("<d", struct.pack("<Q", _QUIET_NAN | _NUMBERS.get(code, _NUMBERS["#VALUE!"])))[0])


def _cells(rows: Any) -> Any:
    """Rows of a result with their error values."""
    if not any(isinstance(value, dict) for row in rows for value in row):
        return rows
    return tuple(tuple(_error_value(v["error"]) if isinstance(v, dict) else v for v in row) for row in rows)


def _method(name: str) -> Callable[..., Any]:
    def method(_: AddIn, *arguments: Any) -> Any:
        try:
            return _cells(backend().call(name, arguments))
        except Failure as failure:  # a real error value in the cell; "Fehler erklären" gives the message
            raise IllegalArgumentException(str(failure), None, 0) from None

    return method


for _node, _name in TABLE["functions"].items():
    setattr(AddIn, _node, _method(_name))
