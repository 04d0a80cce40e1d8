"""Keeps Excel's screen still while something is written, and puts every setting back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from jcplan.hosts.excel.comerrors import patiently

MANUAL: Final = -4135
"""xlCalculationManual."""

_SETTINGS: Final = (("ScreenUpdating", False), ("EnableEvents", False), ("Calculation", MANUAL))


@contextmanager
def calm(application: Any) -> Iterator[None]:
    """No redrawing, no events, no calculation inside; afterwards all as before, after an error too.

    Args:
        application: Excel's ``Application`` object.
    """
    before: list[tuple[str, Any]] = []
    try:
        for name, value in _SETTINGS:
            before.append((name, getattr(application, name)))
            setattr(application, name, value)
        yield
    finally:
        for name, value in reversed(before):
            with suppress(Exception):  # one setting that cannot be put back must not keep the others
                patiently(lambda name=name, value=value: setattr(application, name, value))  # type: ignore[misc]


@contextmanager
def status(application: Any, text: str) -> Iterator[None]:
    """A line in the status bar while something takes its time; what stood there comes back.

    A status bar that takes no text keeps nothing from being done.
    """
    before: Any = False
    with suppress(Exception):
        before = application.StatusBar
        application.StatusBar = text
    try:
        yield
    finally:
        with suppress(Exception):
            patiently(lambda: setattr(application, "StatusBar", before if isinstance(before, str) else False))
