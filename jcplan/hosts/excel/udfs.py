"""The worksheet functions as xlwings functions, one for each entry of the catalogue.

xlwings' server looks a function up by the name that the VBA wrapper gives, so each stands in this
module under its worksheet name, ``JC_IQ_GESAMT``. Arguments and results go through unconverted
(``raw``): xlwings' own conversion copies every cell several times and reads cells with a currency
format at four decimals only.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from xlwings import arg, func, ret  # type: ignore[import-not-found,unused-ignore]

from jcplan import __version__
from jcplan.catalogue import CATALOGUE, Function, evaluate
from jcplan.cells import CellError
from jcplan.hosts.excel.comvalues import from_com, scode, to_com
from jcplan.hosts.excel.wrappers import category


def failure(error: CellError) -> Exception:
    """The exception that reaches VBA as ``Err.Number`` and becomes a real error value in the cell."""
    text = error.message or f"Unter den Argumenten ist der Fehlerwert {error.code}."
    try:
        from win32com.server.exception import (  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
            COMException,
        )
    except ImportError:
        return ValueError(text)
    exception: Exception = COMException(description=text, scode=scode(error.code), source="jcplan")
    return exception


def error_value(error: CellError) -> Any:
    """An error value among other cells as COM carries it; where there is no COM, as it is.

    pywin32 hands over whatever error as that of an argument left out; ``ErgebnisBlock`` of the workbook makes #VALUE!
    of it.
    """
    try:
        import pythoncom  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
        from win32com.client import (  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
            VARIANT,
        )
    except ImportError:
        return error
    return VARIANT(pythoncom.VT_ERROR, scode(error.code))


def compute(function: Function, arguments: tuple[Any, ...]) -> list[list[Any]]:
    """Call a worksheet function with what came over COM."""
    result = evaluate(function, *map(from_com, arguments))
    if isinstance(result, CellError):
        raise failure(result)
    return to_com(result, error_value)


def make(function: Function) -> Callable[..., list[list[Any]]]:
    """The xlwings function of a catalogue entry."""

    def udf(*arguments: Any) -> list[list[Any]]:
        return compute(function, arguments)

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    udf.__name__ = udf.__qualname__ = function.name
    udf.__doc__ = function.help
    udf.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(a.name, kind, default=None if a.optional else inspect.Parameter.empty)
            for a in function.arguments
        ]
    )
    udf.__annotations__ = {}
    decorated: Any = udf
    for argument in function.arguments:
        decorated = arg(argument.name, "raw", doc=argument.help)(decorated)
    decorated = ret("raw")(decorated)
    made: Callable[..., list[list[Any]]] = func(category=category(function))(decorated)
    return made


globals().update({name: make(function) for name, function in CATALOGUE.items()})


def ready(workbook_version: str) -> str:
    """Called once after a workbook is opened, so that the first formula does not wait for Python.

    Args:
        workbook_version: The version of jcplan that made the workbook.

    Returns:
        A hint for the status bar where the versions differ, else ``""``.
    """
    from jcplan.catalogue import answers  # noqa: F401, PLC0415  # what asks the plan, which importing this module leaves out

    if workbook_version == __version__:
        return ""
    return f"JC-Planung: Die Mappe ist aus Version {workbook_version}, gerechnet wird mit Version {__version__}."
