"""Counts what is asked of the fake Excel, as a client outside of Excel asks it: each property and method is one trip."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fake_excel import Application, Collection, Name, Protection, Range, Workbook, Worksheet

FAKES = (Application, Collection, Name, Protection, Range, Workbook, Worksheet)


class Counted:
    """A fake object seen from outside; ``asked`` collects what is asked, of all objects that come from it."""

    def __init__(self, fake: Any, asked: list[str]) -> None:
        self.__dict__.update(fake=fake, asked=asked)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.fake, name)
        if callable(value) and not isinstance(value, FAKES):
            return self._method(name, value)
        return self._seen(name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        self.asked.append(f"{name} =")
        setattr(self.fake, name, value)

    def __call__(self, *arguments: Any) -> Any:
        return self._method("(…)", self.fake)(*arguments)

    def _method(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            plain = [argument.fake if isinstance(argument, Counted) else argument for argument in arguments]
            return self._seen(name, method(*plain))

        return call

    def _seen(self, name: str, value: Any) -> Any:
        self.asked.append(name)
        return Counted(value, self.asked) if isinstance(value, FAKES) else value
