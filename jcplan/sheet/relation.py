"""A relation between figures, as the sheet Prüfungen checks it; and what its formulas are made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Relation:
    """One relation: computed against stated (printed, or typed on Annahmen).

    Attributes:
        label: What has to hold, a German sentence.
        computed: Formula of the computed figure, as stored; a text or an error counts as missing.
        printed: Formula of the stated figure; ``'""'`` where the document states none.
        unit: German unit of both.
        places: Decimals of the stated figure: digits, the name of an input that holds them, or
            the name of an input whose printed decimals count.
        obstacle: Why both cannot be compared; then the verdict is open.
        kind: Whether the stated figure has to be equal, at least or at most the computed one.
    """

    label: str
    computed: str
    printed: str
    unit: str
    places: str
    obstacle: str = ""
    kind: str = ""


def stated(name: str) -> str:
    """A figure that may be blank: a blank stays one."""
    return f'IF(ISBLANK({name}),"",{name})'


def shown(ref: str) -> str:
    """A result that may be a dash: then a blank."""
    return f'IF(COUNT({ref})=0,"",{ref})'


def needs(names: tuple[str, ...], formula: str, otherwise: str = "") -> str:
    """A formula's result, or ``otherwise`` while one of the figures that it needs is missing."""
    present = "*".join(f"COUNT({name})" for name in names)
    return f'IF({present}=0,"{otherwise}",{formula})'


def or_dash(name: str) -> str:
    """An input as a sheet shows it; a dash while it is blank."""
    return needs((name,), name, "–")


def complete(area: str, formula: str) -> str:
    """A formula's result, or a dash while a figure of an area is missing."""
    return f'IF(COUNT({area})<ROWS({area}),"–",{formula})'


def summed(area: str) -> str:
    """The sum of an area's figures, or a dash while there are none."""
    return f'IF(COUNT({area})=0,"–",SUM({area}))'
