"""What Excel can call in a running ``jcplan serve``: the catalogue's functions and the buttons, and nothing else.

xlwings' own server evaluates whatever code it is sent, from any program of the user that knows its class id. One
that always runs would let every macro start programs through it, which is what the rules forbid that make this
service needed. Here no name that comes over COM is looked up anywhere but in the catalogue and the list of buttons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from jcplan.catalogue import CATALOGUE
from jcplan.cells import CellError
from jcplan.hosts.excel import actions, udfs, wrappers
from jcplan.hosts.excel.book import ExcelBook

_LEFT_OUT: Final = 0x80020004 - 2**32
"""DISP_E_PARAMNOTFOUND: what VBA passes for an argument that is left out."""


class Service:
    """The object that VBA holds. It keeps nothing: each call brings the workbook that it is about.

    Args:
        as_workbook: Makes of what comes over COM the ``Workbook`` object that ``ExcelBook`` takes.
        refuse_strangers: Raises where whoever calls is not to be answered. Asked at the first call: that of an
            object's making comes from Windows, not from the program that gets the object.
    """

    _public_methods_: Final = ("CallUDF", "Ready", "Press")
    """pywin32 lets nothing else be called."""

    def __init__(self, as_workbook: Callable[[Any], Any], refuse_strangers: Callable[[], None]) -> None:
        self._as_workbook = as_workbook
        self._refuse_strangers = refuse_strangers
        self._is_known = False

    def _answer(self) -> None:
        if not self._is_known:
            self._refuse_strangers()
            self._is_known = True

    def CallUDF(self, module: str, name: str, arguments: Sequence[Any]) -> Any:  # noqa: N802  # called as xlwings' is
        """Compute a function of the catalogue.

        Args:
            module: Where xlwings' server would look for it; ours alone will do.
            name: The function's.
            arguments: What ``Zellen`` made of its arguments.

        Returns:
            As xlwings' server: a value, a row or rows; lists, for pywin32 takes a tuple for several results.

        Raises:
            Exception: What ``udfs.failure`` makes of an error value.
        """
        self._answer()
        function = CATALOGUE.get(name) if module == wrappers.MODULE else None
        if function is None:
            raise udfs.failure(CellError("#NAME?", f"{module}.{name} ist keine Funktion von jcplan."))
        given = tuple(None if type(value) is int and value == _LEFT_OUT else value for value in arguments)
        rows = udfs.compute(function, given)
        if len(rows) > 1:
            return rows
        return rows[0] if len(rows[0]) > 1 else rows[0][0]

    def Ready(self, workbook_version: str) -> str:  # noqa: N802
        """That the service is there; a hint where the workbook is of another version, else ``""``."""
        self._answer()
        return udfs.ready(workbook_version)

    def Press(self, action: str, extra: str, workbook: Any) -> list[Any]:  # noqa: N802
        """Do what a button does, in the workbook that comes with the call.

        Returns:
            As ``actions.press``, in a list.
        """
        self._answer()
        return list(actions.answered(action, ExcelBook(self._as_workbook(workbook)), extra))
