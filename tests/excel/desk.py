"""A desk with Excel on it: workbooks with their macros, a person who presses and answers, and Python at the other end.

Everything goes the way it goes in Excel: a button's callback, the VBA as it is delivered, over the border to Python, and
back as a dialog. Python is reached as the VBA asks for it, by xlwings (``XLPy``) or by ``GetObject``.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

from fake_excel import Application, ComError, Workbook
from fake_excel.errors import CLASS_NOT_REGISTERED, DISP_E_EXCEPTION, SERVER_UNAVAILABLE
from outside import Line, Outside
from project import attach
from vba_machine import MISSING

from jcplan.buttons import Button
from jcplan.cells import CellError

YES, NO = 6, 7
MISSING_CODE = -2147352572  # DISP_E_PARAMNOTFOUND


# ---- what pywin32 has, as far as the adapter asks for it ---------------------------------------------


class COMException(Exception):
    """``win32com.server.exception.COMException``."""

    def __init__(self, description: str = "", scode: int = 0, source: str = "") -> None:
        super().__init__(description)
        self.description, self.scode, self.source = description, scode, source


class Variant:
    """``win32com.client.VARIANT``: of errors pywin32 hands over but that of an argument left out."""

    def __init__(self, kind: int, value: Any) -> None:
        self.kind, self.value = kind, value


def install(monkeypatch) -> None:
    """Let the adapter find pywin32, which is there on Windows only."""
    exception, client, com = (
        ModuleType("win32com.server.exception"),
        ModuleType("win32com.client"),
        ModuleType("pythoncom"),
    )
    exception.COMException, client.VARIANT, com.VT_ERROR = COMException, Variant, 10  # type: ignore[attr-defined]
    server, package = ModuleType("win32com.server"), ModuleType("win32com")
    for name, module in {
        "win32com": package, "win32com.server": server, "win32com.server.exception": exception,
        "win32com.client": client, "pythoncom": com,
    }.items():  # fmt: skip
        monkeypatch.setitem(sys.modules, name, module)


def over_com(call: Callable[..., Any], *arguments: Any) -> Any:
    """Call Python as a COM server: what it raises comes out as Excel's VBA gets it."""
    try:
        return _given(call(*arguments))
    except COMException as error:
        details = (0, error.source, error.description, None, 0, error.scode)
        raise ComError(DISP_E_EXCEPTION, "Ausnahmefehler aufgetreten.", details) from error
    except ComError as error:  # Excel's own, on its way through Python
        details = (
            0,
            "Python COM Server Internal Error",
            f"Unexpected Python Error: {error}",
            None,
            0,
            DISP_E_EXCEPTION,
        )
        raise ComError(DISP_E_EXCEPTION, "Ausnahmefehler aufgetreten.", details) from error


def _given(value: Any) -> Any:
    if isinstance(value, Variant | CellError):
        return MISSING
    if isinstance(value, tuple | list):
        return tuple(_given(cell) for cell in value)
    return value


def _udf(module: str, name: str, arguments: Any) -> Any:
    """xlwings' ``call_udf`` and what its server makes of the result."""
    given = [None if type(argument) is int and argument == MISSING_CODE else argument for argument in arguments]
    rows = getattr(importlib.import_module(module), name)(*given)
    return rows if len(rows) > 1 else rows[0] if len(rows[0]) > 1 else rows[0][0]


class XLPython:
    """xlwings' COM server (``xlwings.com_server.XLPython``), as far as the VBA calls it."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.caller = SimpleNamespace(BOOK_CALLER=None)  # xlwings._xlwindows

    def Module(self, name: str) -> Any:
        return self.caller if name == "xlwings._xlwindows" else importlib.import_module(name)

    def SetAttr(self, thing: Any, name: str, value: Any) -> None:
        setattr(thing, name, Outside(value, self.line) if isinstance(value, Workbook) else value)

    def Tuple(self, *values: Any) -> Any:
        return SimpleNamespace(held=values)

    def Call(self, module: Any, name: str, arguments: Any) -> Any:
        given = SimpleNamespace(Book=SimpleNamespace(caller=lambda: SimpleNamespace(api=self.caller.BOOK_CALLER)))
        before = sys.modules.get("xlwings")
        sys.modules["xlwings"] = given  # type: ignore[assignment]  # what ``xlwings.Book.caller()`` asks
        try:
            return SimpleNamespace(held=over_com(getattr(module, name), *arguments.held))
        finally:
            sys.modules["xlwings"] = before  # type: ignore[assignment]

    def Var(self, thing: Any) -> Any:
        return thing.held

    def Str(self, thing: Any) -> str:
        return str(thing.held)

    def CallUDF(self, module: str, name: str, arguments: Any) -> Any:
        return over_com(_udf, module, name, arguments)


class Running:
    """A running ``jcplan serve``, as Excel gets it."""

    def __init__(self, line: Line) -> None:
        from jcplan.hosts.excel.service import Service

        self.service = Service(lambda book: Outside(book, line), lambda: None)

    def Ready(self, version: str) -> str:
        return over_com(self.service.Ready, version)

    def Press(self, action: str, extra: str, workbook: Workbook) -> Any:
        return over_com(self.service.Press, action, extra, workbook)

    def CallUDF(self, module: str, name: str, arguments: Any) -> Any:
        return over_com(self.service.CallUDF, module, name, arguments)


class Gone:
    """A server that has ended: every call says so."""

    def __getattr__(self, name: str) -> Any:
        def call(*_: Any) -> Any:
            raise ComError(SERVER_UNAVAILABLE, "Der RPC-Server ist nicht verfügbar.")

        return call


# ---- the desk ---------------------------------------------------------------------------------------


class Desk:
    """One PC: any number of Excels, one Python at the other end.

    Args:
        line: What goes over the border from Python to Excel.
    """

    def __init__(self, line: Line | None = None) -> None:
        import jcplan.hosts.excel.udfs  # noqa: F401  # before ``xlwings`` is stood in for

        self.line = line or Line()
        self.shown: list[tuple[str, str, int]] = []
        """The message boxes: title, text, kind."""
        self.presses: list[int] = []
        """What is pressed in message boxes that ask; yes unless told."""
        self.started = XLPython(self.line)
        """The Python that xlwings starts; None where Windows or IT do not let it."""
        self.service: Any = None
        """What ``GetObject`` finds under the service's class id: a running ``jcplan serve``."""
        self.starts = 0

    def open(self, book: Workbook) -> Workbook:
        """Excel opens a workbook with macros: ``Workbook_Open``, and what that has put off."""
        application = book.Application
        application.front(book)
        self.give_macros(book)
        application.on_open = self.give_macros
        book.project.call("Workbook_Open")
        self.later(application)
        return book

    def give_macros(self, book: Workbook) -> None:
        """The workbook's VBA project."""
        attach(book, {"xlwings": {"XLPy": self._xlpy}}, {"MessageBoxW": self._message}, self._get_object)

    def later(self, application: Application) -> None:
        """Excel runs what ``OnTime`` was given."""
        while application.scheduled:
            application.Run(application.scheduled.pop(0))

    def click(self, book: Workbook, button: Button) -> list[tuple[str, str, int]]:
        """Press a button of the ribbon; gives the message boxes that came."""
        return self.macro(book, button.callback, SimpleNamespace(Id=f"btn{button.word}"))

    def macro(self, book: Workbook, name: str, *arguments: Any) -> list[tuple[str, str, int]]:
        """Run a macro as Excel does: from the ribbon, from the list of macros, from the undo list."""
        before = len(self.shown)
        book.project.call(name, *arguments)
        book.Application.DisplayAlerts = True  # Excel's own doing at the end of a macro
        return self.shown[before:]

    def undo(self, application: Application) -> list[tuple[str, str, int]]:
        """Ctrl+Z."""
        before = len(self.shown)
        application.Undo()
        return self.shown[before:]

    def _message(self, _window: int, text: str, title: str, kind: int) -> int:
        self.shown.append((title, text, kind))
        return (self.presses.pop(0) if self.presses else YES) if kind & 4 else 1

    def _xlpy(self) -> Any:
        self.starts += 1
        if self.started is None:
            raise ComError(-2147220504, "Could not create Python process.\nError message: Zugriff verweigert")
        return self.started

    def _get_object(self, name: str, *_: Any) -> Any:
        assert name.startswith("new:{")
        if self.service is None:
            raise ComError(CLASS_NOT_REGISTERED, "Klasse nicht registriert")
        return self.service
