"""The fake Excel as a program outside of it sees it, over COM by pywin32: each property and method is one trip.

While a cell is being edited or a dialog is open, Excel takes no call; pywin32 shows that as an error of COM, or, where
already the name of a member was asked in vain, as an AttributeError (xlwings' ``COMRetryObjectWrapper`` says so too).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fake_excel import OBJECTS
from fake_excel.errors import ignored, rejected


@dataclass
class Line:
    """What goes over it.

    Attributes:
        asked: Every trip, in order.
        rejects: Whether a trip is rejected, by its number from 1 and what is asked.
        nameless: Whether a rejected property is an AttributeError.
    """

    asked: list[str] = field(default_factory=list)
    rejects: Callable[[int, str], bool] = lambda _number, _name: False
    nameless: bool = False

    def trip(self, name: str) -> None:
        self.asked.append(name)
        if self.rejects(len(self.asked), name):
            if name.endswith("="):
                raise ignored()
            if self.nameless and not name.startswith("("):
                raise AttributeError(f"<unknown>.{name}")
            raise rejected()


class Outside:
    """A fake object seen from outside."""

    def __init__(self, fake: Any, line: Line | None = None) -> None:
        self.__dict__.update(fake=fake, line=line or Line())

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.fake, name)
        if callable(value) and not isinstance(value, OBJECTS):
            return self._method(name, value)
        self.line.trip(name)
        return self._seen(value)

    def __setattr__(self, name: str, value: Any) -> None:
        self.line.trip(f"{name} =")
        setattr(self.fake, name, value)

    def __call__(self, *arguments: Any) -> Any:
        return self._method("(…)", self.fake)(*arguments)

    def _method(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            self.line.trip(name)
            plain = [argument.fake if isinstance(argument, Outside) else argument for argument in arguments]
            return self._seen(method(*plain))

        return call

    def _seen(self, value: Any) -> Any:
        return Outside(value, self.line) if isinstance(value, OBJECTS) else value
