"""The delivered VBA as a project of the fake Excel: our modules as they are, run from their text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from fake_excel import ComError, Workbook
from vba_machine import Machine, VbaError
from vba_machine.syntax import Module, read_module
from vba_text import branch

from jcplan.hosts.excel import resources, ribbon, wrappers
from jcplan.hosts.excel.workbook import WRITTEN_MODULES

EXCEL_ERROR = 1004


@cache
def modules() -> tuple[Module, ...]:
    """All modules of ours, as 64-bit Excel compiles them; the document's with the name that Excel gives it."""
    written = [resources.text(f"vba/{name}.bas") for name in WRITTEN_MODULES]
    document = 'Attribute VB_Name = "DieseArbeitsmappe"\n' + resources.text("vba/DieseArbeitsmappe.cls")
    texts = [*written, ribbon.procedures(), wrappers.generate(), wrappers.generate_help(), document]
    return tuple(read_module(branch(text, excel=True)) for text in texts)


def attach(
    book: Workbook,
    libraries: Mapping[str, Mapping[str, Callable[..., Any]]] | None = None,
    externals: Mapping[str, Callable[..., Any]] | None = None,
    get_object: Callable[..., Any] | None = None,
) -> Machine:
    """Give a workbook the delivered macros."""
    application = book.Application
    known = {"Application": application, "ThisWorkbook": book, "Workbooks": application.Workbooks}
    book.project = Machine(list(modules()), known, libraries, externals, seen_by_vba, get_object)
    return book.project


def seen_by_vba(error: Exception) -> VbaError | None:
    """An error of COM as VBA's ``Err``: Excel's own are 1004, error values keep their number, others their result."""
    if not isinstance(error, ComError):
        return None
    details = error.excepinfo or ()
    code = details[5] if len(details) > 5 and details[5] else error.hresult
    text = (details[2] if len(details) > 2 else None) or error.strerror
    number = code & 0xFFFF if code & 0xFFFF0000 == 0x800A0000 else code
    return VbaError(EXCEL_ERROR if number == 0x03EC else number, str(text), str(details[1] if details else ""))
