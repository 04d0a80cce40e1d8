"""A relation between figures, as the sheet Prüfungen checks it; and what its formulas are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CLASH: Final = "Rechenwiderspruch"
GAP: Final = "Ziel nicht gedeckt"
AMBITIOUS: Final = "ehrgeizig"
CAUTIOUS: Final = "zurückhaltend"
FINDINGS: Final = (CLASH, GAP, AMBITIOUS, CAUTIOUS)
"""What a relation that does not hold says, the gravest first: figures of the document against each other, a plan
that does not reach its target, a target beyond or below what the year before allows (no contradiction)."""


@dataclass(frozen=True)
class Relation:
    """One relation: computed against stated (printed, or typed on Annahmen).

    Its terms are the inputs with printed decimals that its formulas name: each stands for an interval of ± ½ unit
    of its last place, from which the sheet computes by how much the computed figure may be off.

    Attributes:
        label: What has to hold, a German sentence.
        computed: Formula of the computed figure, as stored; a text or an error counts as missing.
        printed: Formula of the stated figure; ``'""'`` where the document states none.
        unit: German unit of both.
        places: Decimals of the stated figure: digits, the name of an input that holds them, or
            the name of an input whose printed decimals count.
        obstacle: Why both cannot be compared; then the verdict is open.
        kind: Whether the stated figure has to be equal, at least or at most the computed one.
        art: What it says if it does not hold, one of ``FINDINGS``.
        same: Label of the relation that says the same already, so that it is said once.
        computed_of: The computed figure as a formula of inputs, where it is a cell of a sheet: so its terms are known.
        printed_of: The same of a stated figure that is computed itself.
        ungenau: Formula of what the computed figure may be off by, either way, where its terms do not say it.
        basis: Formula of the share whose change the figures are; then per cent are told from percentage points.
        level: Whether the figures are that share after the change, not the change.
    """

    label: str
    computed: str
    printed: str
    unit: str
    places: str
    obstacle: str = ""
    kind: str = ""
    art: str = CLASH
    same: str = ""
    computed_of: str = ""
    printed_of: str = ""
    ungenau: str = ""
    basis: str = ""
    level: bool = False


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
