"""The decorator that makes a Python function a worksheet function."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

from jcplan.catalogue import values
from jcplan.catalogue.spec import Example, Function, Result, describe

_FUNCTIONS: Final[list[Function]] = []

F = TypeVar("F", bound=Callable[..., Any])


def registered(module: str) -> list[Function]:
    """The functions that a module has entered, in its order."""
    return [function for function in _FUNCTIONS if function.compute.__module__ == module]


def worksheet_function(
    *,
    category: str,
    text: str,
    result: Result,
    example: tuple[str, str],
    source: str,
    labels: tuple[str, ...] = (),
    gives: type[float | bool | str] = float,
) -> Callable[[F], F]:
    """Enter a function into the catalogue and make it take cells.

    The decorated function is written for prepared arguments (floats and arrays, by the ``Kind``
    in each annotation). Its public form takes what a cell or a Python user passes: numbers,
    lists, tuples, ranges as rows or columns, arrays, blanks (None); it returns one value, or
    rows of values, and raises InputError on bad input.

    Args:
        category: Heading in the help.
        text: German help, at most 255 characters.
        result: Shape of the result.
        example: German formula and what the cell shows.
        source: Where the rule stands.
        labels: What the rows (or columns) of a block result are.
        gives: Type of each value of the result.
    """

    def decorate(compute: F) -> F:
        function = describe(
            compute,
            category=category,
            text=text,
            result=result,
            labels=labels,
            example=Example(*example),
            source=source,
            gives=gives,
        )
        _FUNCTIONS.append(function)

        @functools.wraps(compute)
        def public(*arguments: object, **named: object) -> Any:
            given = list(arguments)
            for argument in function.arguments[len(given) :]:
                if not named:
                    break
                given.append(named.pop(argument.name, None))
            if named:
                raise TypeError(f"{function.python_name}() has no such argument, or twice: {', '.join(named)}")
            return values.call(function, *given)

        return cast("F", public)

    return decorate
