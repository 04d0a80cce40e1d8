"""What the catalogue knows of a worksheet function: names, arguments, help, result, example, source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from types import CodeType
from typing import Any, Final

HELP_LIMIT: Final = 255  # what Excel's function wizard shows


class Kind(Enum):
    """How the cells of an argument are read."""

    NUMBER = "eine Zahl"
    ELEMENT = "eine Zahl oder ein Bereich"  # works entry by entry
    PAIRED = "ein Bereich"  # an entry blank in all paired ranges is skipped, in some of them an error
    ENTRIES = "ein Bereich ohne Lücken"
    LEADING = "ein Bereich, gefüllt von vorn"  # blanks behind the last entry are months to come
    OPEN = "ein Bereich, Einträge dürfen leer sein"  # a blank means something: NaN
    MARKS = "ein Bereich mit Marken, Einträge dürfen leer sein"  # only whether an entry is blank counts
    MAYBE = "eine Zahl oder ein Bereich, auch leer"  # entry by entry, a blank means something: NaN
    FLAG = "WAHR oder FALSCH"  # also 1 or 0; the only kind besides MARKS that takes a truth value
    POSITION = "die Nummer eines Eintrags"  # counted on the sheet, blanks included
    TEXT = "ein Text oder ein Bereich mit Texten"  # entry by entry, blank is ""
    WORD = "ein Text"
    TABLE = "ein Bereich aus Zeilen und Spalten"  # of anything, row by row

    @property
    def is_range(self) -> bool:
        """Whether several cells are the normal case."""
        return self not in (
            Kind.NUMBER, Kind.FLAG, Kind.POSITION, Kind.ELEMENT, Kind.MAYBE, Kind.TEXT, Kind.WORD
        )  # fmt: skip


class Result(Enum):
    """Shape of a function's result."""

    ONE = "ein Wert"
    EACH = "ein Wert je Eintrag"  # one value if all arguments are single cells
    ENTRIES = "Block: ein Wert oder eine Zeile je Eintrag, in der Richtung der Eingabe"
    MONTHS = "Block: eine Zeile je Größe, eine Spalte je Monat"
    PARTS = "Block: eine Zeile je Teil, eine Spalte je Monat (liegen die Teile nebeneinander: umgekehrt)"
    COLUMN = "Block: eine Spalte"
    TABLE = "Block aus Zeilen und Spalten"  # as it is, error values of single cells too


@dataclass(frozen=True)
class Argument:
    """One argument of a worksheet function."""

    name: str
    help: str
    kind: Kind
    optional: bool

    @property
    def text(self) -> str:
        """Its help, its kind, and whether it may be left out.

        >>> Argument("fenster", "Monate", Kind.NUMBER, optional=True).text
        'Monate (eine Zahl, darf fehlen)'
        """
        return f"{self.help} ({self.kind.value}{', darf fehlen' if self.optional else ''})"

    @cached_property
    def ranged(self) -> bool:
        """Whether several cells are the normal case."""
        return self.kind.is_range

    @cached_property
    def entrywise(self) -> bool:
        """Whether it goes entry by entry with others."""
        return self.kind in (Kind.PAIRED, Kind.ELEMENT, Kind.MAYBE, Kind.TEXT, Kind.OPEN, Kind.MARKS)

    @cached_property
    def numeric(self) -> bool:
        """Whether a range becomes an array of numbers."""
        return self.open or self.kind in (Kind.ELEMENT, Kind.PAIRED, Kind.ENTRIES, Kind.LEADING)

    @cached_property
    def open(self) -> bool:
        """Whether a blank becomes NaN."""
        return self.kind in (Kind.OPEN, Kind.MAYBE)


@dataclass(frozen=True)
class Example:
    """A worked example: the call as a German controller types it, and what the cell shows."""

    formula: str
    shows: str


@dataclass(frozen=True)
class Function:
    """A worksheet function, once for all hosts.

    ``compute`` takes prepared arguments (floats, arrays); hosts go through ``catalogue.values``.
    ``gives`` is the type of each value of the result.
    """

    name: str
    compute: Callable[..., Any]
    arguments: tuple[Argument, ...]
    category: str
    help: str
    result: Result
    labels: tuple[str, ...]
    example: Example
    source: str
    gives: type[float | bool | str] = float

    @property
    def python_name(self) -> str:
        """Name in Python: the worksheet name in lower case."""
        return self.name.lower()

    @cached_property
    def required(self) -> int:
        """Number of arguments that must be given."""
        return sum(not argument.optional for argument in self.arguments)

    @property
    def outcome(self) -> str:
        """The shape of the result, and what its rows or columns are.

        >>> from jcplan.catalogue import CATALOGUE
        >>> CATALOGUE["JC_IQ_ZIEL"].outcome
        'ein Wert je Eintrag'
        """
        return f"{self.result.value}{': ' if self.labels else ''}{', '.join(self.labels)}"

    @property
    def call(self) -> str:
        """The call with its argument names, as the help shows it.

        >>> from jcplan.catalogue import CATALOGUE
        >>> CATALOGUE["JC_GJDW"].call
        'JC_GJDW(monatswerte; [fenster])'
        """
        names = (f"[{a.name}]" if a.optional else a.name for a in self.arguments)
        return f"{self.name}({'; '.join(names)})"


def describe(
    compute: Callable[..., Any],
    *,
    category: str,
    text: str,
    result: Result,
    labels: tuple[str, ...],
    example: Example,
    source: str,
    gives: type[float | bool | str] = float,
) -> Function:
    """The catalogue's entry of a Python function whose parameters are ``Annotated[type, Kind, help]``.

    They are taken as they are, not from texts: a module of such functions has no ``from __future__ import annotations``,
    for to evaluate the texts of all of them takes as long as everything else in the catalogue.
    """
    code: CodeType = compute.__code__
    names = code.co_varnames[: code.co_argcount]
    required = len(names) - len(compute.__defaults__ or ())
    arguments = []
    for position, name in enumerate(names):
        hint: Any = compute.__annotations__[name]
        if isinstance(hint, str):
            raise TypeError(
                f"{compute}: the annotation of {name} is a text; leave `from __future__ import annotations` out"
            )
        if not hasattr(hint, "__metadata__"):
            raise TypeError(f"{compute}: {name} has no kind and no help")
        kind, help_text = hint.__metadata__
        arguments.append(Argument(name, help_text, kind, optional=position >= required))
    if max(map(len, (text, *(argument.help for argument in arguments)))) > HELP_LIMIT:
        raise ValueError(f"{compute}: a help text has more than {HELP_LIMIT} characters")
    return Function(
        name=compute.__name__.upper(),
        compute=compute,
        arguments=tuple(arguments),
        category=category,
        help=text,
        result=result,
        labels=labels,
        example=example,
        source=source,
        gives=gives,
    )
