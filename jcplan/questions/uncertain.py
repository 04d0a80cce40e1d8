"""Which inputs are uncertain, and which of them go together: rows of cells, read."""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.cells import Rows
from jcplan.errors import InputError
from jcplan.german import count, literal
from jcplan.questions import draws
from jcplan.questions.draws import Uncertain
from jcplan.questions.named import Base, Names, unknown


def read_spec(names: Names, base: Base, verteilungen: Rows) -> dict[str, Uncertain]:
    """The distributions of inputs of which the plan is computed.

    Args:
        names: The inputs.
        base: The plan.
        verteilungen: A row a name: kind, and then its parameters.

    Raises:
        InputError: What stands there is no distribution, or one of an input that cannot be uncertain.
    """
    spec = {}
    for name, cells in zip(names.listed, verteilungen, strict=True):
        if name is None or name not in names.rows:
            continue
        found = draws.read_distribution(name, cells)
        if found is None:
            continue
        if name not in base.values:
            expected = "eine Zahl, um die herum sie unsicher ist"
            raise InputError(f"verteilungen, {name}", "bei werte eine leere Zelle", expected)
        if name.endswith("Nachkommastellen"):
            raise InputError(f"verteilungen, {name}", "eine Verteilung", "„fest“: Nachkommastellen sind nicht unsicher")
        spec[name] = found
    return spec


def read_ranks(names: Names, spec: Mapping[str, Uncertain], korrelation: Rows) -> dict[tuple[str, str], float]:
    """Rank correlations of uncertain inputs; of those that are fixed there is none.

    Args:
        names: The inputs.
        spec: The distributions of those that are uncertain.
        korrelation: Rows of name, name and rank correlation.

    Raises:
        InputError: A row is something else.
    """
    ranks, seen = {}, set[frozenset[object]]()
    for row, cells in enumerate(korrelation, 1):
        place = f"korrelation, Zeile {row}"
        if all(cell is None for cell in cells):
            continue
        if len(cells) != 3:
            raise InputError(place, count(len(cells), "Spalte", "Spalten"), "Name, Name, Rangkorrelation")
        one, other, rank = cells
        for name in (one, other):
            if name not in names.listed:
                raise unknown(place, name, [each for each in names.listed if each], "einen der Namen in namen")
        if one == other or not isinstance(rank, float) or not -1 <= rank <= 1:
            found = f"zweimal {one}" if one == other else literal(rank)
            raise InputError(place, found, "zwei Namen und eine Zahl von −1 bis 1")
        pair = frozenset((one, other))
        if pair in seen:
            raise InputError(place, f"{one} und {other} zum zweiten Mal", "jedes Paar einmal")
        seen.add(pair)
        if one in spec and other in spec:
            ranks[str(one), str(other)] = rank
    return ranks
