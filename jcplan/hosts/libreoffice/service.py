"""What the component inside LibreOffice asks of jcplan: function calls and actions, in plain values.

In process or through the worker, it is the same two functions: ``call`` and ``act``. Plain
values are what JSON can carry, so both ways see the same.

A known limit: Calc hands a *single* blank cell to an extension as 0, and gives it no means to
tell (a blank inside a range arrives as a blank). Formulas for which that matters write
``IF(ISBLANK(D9),"",D9)``: an empty text counts as a blank. A truth value arrives as 1 or 0 and
is shown as 1 or 0, because Calc takes no format from an extension; WENN, UND and ODER take it
as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jcplan.catalogue import CATALOGUE, evaluate
from jcplan.cells import CellError, Scalar, rows_of
from jcplan.hosts.libreoffice.book import Answer
from jcplan.hosts.libreoffice.results import Results

Plain = float | str | dict[str, str]
"""A cell of a result; ``{"error": "#VALUE!"}`` is an error value among others."""


class ServiceError(Exception):
    """A call that gives an error value; the message is German."""


def call(name: str, arguments: tuple[Any, ...]) -> tuple[tuple[Plain, ...], ...]:
    """Call a worksheet function with what Calc hands over; rows of cells come back.

    >>> call("JC_UMSCHICHTUNG_BEDARF", (100.0, 50.0, 110.0))
    ((10.0,), (0.2,))

    Raises:
        ServiceError: The function gives an error value.
    """
    result = _computed(name, arguments)
    if isinstance(result, str):
        raise ServiceError(result)
    return result


def _evaluated(name: str, arguments: tuple[Any, ...]) -> tuple[tuple[Plain, ...], ...] | str:
    """The function's cells, or its error message. Calc calls a function several times with the same cells."""
    try:
        result = evaluate(CATALOGUE[name], *arguments)
    except Exception as error:  # noqa: BLE001  (a cell must always get an answer)
        return f"{name}: unerwarteter Fehler ({type(error).__name__}: {error})"
    if isinstance(result, CellError):
        return result.message or result.code
    return tuple(tuple(map(_plain, row)) for row in rows_of(result))


_computed: Callable[..., tuple[tuple[Plain, ...], ...] | str] = Results(_evaluated)


def _plain(value: Scalar) -> Plain:
    if isinstance(value, bool | int | float):
        return float(value)  # a large int would break every later call over UNO
    if isinstance(value, CellError):
        return {"error": value.code}
    return "" if value is None else str(value)  # None would show as 0 in a block


def act(path: str, answer: Answer, details: Mapping[str, Any]) -> dict[str, str]:
    """Do what a button does.

    Args:
        path: Of the button.
        answer: Asks the document in front of the user.
        details: ``who``, ``when`` (ISO), ``title``, ``cell`` (sheet, row, column), ``backend``,
            ``saved_as`` (the document's file, where it holds what the window shows), ``answer`` (to the action's
            question, once it was asked).

    Returns:
        ``kind`` and ``text`` of the message, perhaps ``goto``, a sheet, ``suggestion``, an answer, and ``opens``, a
        file; see ``press.Message``.
    """
    from jcplan.hosts.libreoffice import menu  # noqa: PLC0415  (cells must not wait for what only actions need)

    return menu.act(path, answer, details)
