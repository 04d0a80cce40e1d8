"""How sure: the chance that each target is reached as published, as the sheet Sicherheit describes the inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from jcplan.ask.state import State
from jcplan.errors import InputError
from jcplan.figures import as_figure
from jcplan.german import literal
from jcplan.layout import chain
from jcplan.layout.sicherheit.inputs import CORRELATION_NAME, DISTRIBUTIONS_NAME, DRAWS_NAME, SEED_NAME
from jcplan.layout.szenarien import shown
from jcplan.model import Target
from jcplan.questions import chances
from jcplan.questions.chances import Chance, Lost
from jcplan.questions.draws import Uncertain
from jcplan.questions.named import Wanted
from jcplan.questions.uncertain import read_ranks, read_spec

_FROM_ABOVE: Final = ("Ziel_LZB_Abgang",)
"""Targets without a direction that are reached if no more is needed."""
SHARES: Final = (0.1, 0.5, 0.9)
_NONE: Final = "Bitte die Mappe mit „jcplan upgrade“ erneuern."


@dataclass(frozen=True)
class Likely:
    """A target, and how sure it is.

    Attributes:
        target: The target.
        label: What it is called.
        limit: What is to be reached: the published value.
        at_most: Whether it is reached from above.
        adopted: Whether that is the one on the sheet Ziele; else it is computed from the inputs as they are.
        chance: How likely it is; None where nothing uncertain moves it.
        quantiles: The published values below which 10, 50 and 90 % of the draws lie.
    """

    target: Target
    label: str
    limit: float
    at_most: bool
    adopted: bool
    chance: Chance | None
    quantiles: tuple[float, ...]


@dataclass(frozen=True)
class Chances:
    """How sure the targets are.

    Attributes:
        targets: Each target.
        uncertain: Labels of the inputs that are uncertain.
        draws: How many draws.
        seed: Seed of the random numbers.
        lost: Draws that make no plan, by reason.
        lost_share: Their share.
    """

    targets: tuple[Likely, ...]
    uncertain: tuple[str, ...]
    draws: int
    seed: int
    lost: tuple[Lost, ...]
    lost_share: float

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "ziehungen": self.draws,
            "saat": self.seed,
            "unsicher": list(self.uncertain),
            "unmoeglich": self.lost_share,
            "gruende": [{"grund": each.reason, "anteil": each.share} for each in self.lost],
            "ziele": [
                {
                    "name": each.target.name,
                    "bezeichnung": each.label,
                    "einheit": each.target.unit,
                    "grenze": each.limit,
                    "richtung": "höchstens" if each.at_most else "mindestens",
                    "beschlossen": each.adopted,
                    "wahrscheinlichkeit": each.chance.published if each.chance else None,
                    "standardfehler": each.chance.error if each.chance else None,
                    "auf_dem_genauen_wert": each.chance.exact if each.chance else None,
                    "quantile": dict(zip(("10", "50", "90"), each.quantiles, strict=True)),
                }
                for each in self.targets
            ],
        }


@dataclass(frozen=True)
class Unsure:
    """What a workbook's sheet Sicherheit says of the inputs.

    Attributes:
        spec: Distribution by name of the uncertain inputs.
        ranks: Rank correlations of pairs of their names.
        draws: How many draws.
        seed: Seed of the random numbers.
    """

    spec: dict[str, Uncertain]
    ranks: dict[tuple[str, str], float]
    draws: int
    seed: int

    def sample(self, state: State) -> chances.Sample:
        """The plans of the draws."""
        return chances.sample(state.base, self.spec, self.draws, self.seed, self.ranks)


def unsure(state: State) -> Unsure:
    """What the workbook says is uncertain.

    Args:
        state: The workbook's plan.

    Raises:
        InputError: It does not say so, or says what cannot be.
    """
    index, snapshot = state.snapshot.index, state.snapshot
    for name in (DISTRIBUTIONS_NAME, chain.NAMES_NAME):
        if name not in index:
            raise InputError(
                state.title, f"keinen definierten Namen {name}", "eine Mappe mit dem Blatt „Sicherheit“", _NONE
            )
    known = [
        name
        for name in (DISTRIBUTIONS_NAME, chain.NAMES_NAME, CORRELATION_NAME, DRAWS_NAME, SEED_NAME)
        if name in index
    ]
    snapshot.take(state.place(name) for name in known)
    listed = [str(row[0] or "") for row in snapshot.named(chain.NAMES_NAME)]
    rows = dict(zip(listed, snapshot.named(DISTRIBUTIONS_NAME), strict=True))
    nothing = (None,) * state.place(DISTRIBUTIONS_NAME)[1].shape[1]
    spec = read_spec(state.names, state.base, tuple(_blanks(rows.get(name, nothing)) for name in state.fields))
    ranks = {}
    if CORRELATION_NAME in known:
        ranks = read_ranks(state.names, spec, tuple(map(_blanks, snapshot.named(CORRELATION_NAME))))
    draws = _whole(state, DRAWS_NAME, chances.DRAWS, 1, chances.MOST_DRAWS) if DRAWS_NAME in known else chances.DRAWS
    seed = _whole(state, SEED_NAME, chances.SEED, 0, chances.MOST_SEED) if SEED_NAME in known else chances.SEED
    return Unsure(spec, ranks, draws, seed)


def chance(state: State, given: Unsure | None = None) -> Chances:
    """The chance that each target is reached as published.

    Args:
        state: The workbook's plan.
        given: What is uncertain, where that is read already.

    Raises:
        InputError: The workbook does not say what is uncertain, or says what cannot be.
    """
    given = given or unsure(state)
    spec, sample, adopted = given.spec, given.sample(state), _adopted(state)
    found = tuple(
        _likely(state, name, sample, spec.keys(), adopted) for name in (each.name for each in shown(state.model))
    )
    uncertain = tuple(map(state.input_label, spec))
    return Chances(found, uncertain, given.draws, given.seed, sample.lost, 1 - sample.possible / sample.draws)


def _likely(state: State, name: str, sample: chances.Sample, spec: Any, adopted: dict[str, float]) -> Likely:
    wanted = Wanted(name, published=True)
    result = wanted.result(state.base.plans())
    limit = adopted.get(name, float(result.published))
    moved = bool(state.base.used(wanted) & set(spec))
    at_most = result.target.falls or name in _FROM_ABOVE
    found = (_at_most(sample, name, limit) if at_most else sample.chance(wanted, limit)) if moved else None
    quantiles = sample.quantiles(wanted, SHARES).tolist() if moved else [float(result.published)] * len(SHARES)
    return Likely(result.target, state.target_label(name), limit, at_most, name in adopted, found, tuple(quantiles))


def _at_most(sample: chances.Sample, name: str, limit: float) -> Chance:
    published, exact = (float(np.mean(sample.of(Wanted(name, each)) <= limit)) for each in (True, False))
    return Chance(published, chances.standard_error(published, sample.possible), exact)


def _adopted(state: State) -> dict[str, float]:
    """The published targets on the sheet Ziele."""
    names = {name: target.published_name for name, target in state.targets.items()}
    there = {name: each for name, each in names.items() if each in state.snapshot.index}
    state.snapshot.take(map(state.place, there.values()))
    found = ((name, as_figure(state.snapshot.value(each))) for name, each in there.items())
    return {name: value for name, value in found if value is not None}


def _blanks(cells: Any) -> Any:
    return tuple(None if cell == "" else float(cell) if type(cell) is int else cell for cell in cells)


def _whole(state: State, name: str, usual: int, least: int, most: int) -> int:
    value = state.snapshot.value(name)
    if value in (None, ""):
        return usual
    number = as_figure(value)
    if number is None or number != int(number) or not least <= number <= most:
        raise InputError(name, literal(value), f"eine ganze Zahl von {least} bis {most}")
    return int(number)
