"""Uncertain inputs: distributions, and draws from them that may go together."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from jcplan.core.require import Floats
from jcplan.errors import InputError
from jcplan.german import count, literal, number

FIXED, NORMAL, TRIANGLE, PERT, DISCRETE = "fest", "normal", "dreieck", "pert", "diskret"
KINDS: Final = {
    FIXED: (), NORMAL: ("Mittel", "Standardabweichung"), TRIANGLE: ("kleinster", "wahrscheinlichster", "größter"),
    PERT: ("kleinster", "wahrscheinlichster", "größter"), DISCRETE: ("Wert", "Gewicht"),
}  # fmt: skip
"""What a distribution can be, and what its parameters are."""
_Z: Final = np.linspace(-7, 7, 4_097)
_STEP: Final = 14 / 4_096
_NO_NEGATIVE: Final = -1e-10


@dataclass(frozen=True)
class Uncertain:
    """An input's distribution.

    Attributes:
        kind: One of ``KINDS``, but fixed.
        numbers: Its parameters in the input's unit; of ``diskret`` value, weight, value, weight …
    """

    kind: str
    numbers: tuple[float, ...]

    def at_uniform(self, u: Floats) -> Floats:
        """Values at cumulative probabilities; of ``dreieck`` and ``diskret``."""
        if self.kind == DISCRETE:
            values, weights = np.array(self.numbers[::2]), np.array(self.numbers[1::2])
            weights = weights / weights.max()  # their sum is finite
            order = np.argsort(values, kind="stable")
            steps = np.cumsum(weights[order])
            at = np.searchsorted(steps / steps[-1], u, side="right")
            return np.asarray(values[order][np.minimum(at, len(values) - 1)])
        low, likeliest, high = self.numbers
        edge = (likeliest - low) / (high - low)
        rising = u < edge
        with np.errstate(invalid="ignore"):
            left = low + np.sqrt(u * ((high - low) * (likeliest - low)))
            right = high - np.sqrt((1 - u) * ((high - low) * (high - likeliest)))
        return np.where(rising, left, right)

    def at_normal(self, z: Floats) -> Floats:
        """Values at standard normal numbers."""
        if self.kind == NORMAL:
            return self.numbers[0] + self.numbers[1] * z
        if self.kind == PERT:
            at = (np.clip(z, -6.99, 6.99) + 7) / _STEP
            cell = at.astype(np.intp)
            return np.asarray(self._table[cell] + (at - cell) * self._steps[cell])
        return self.at_uniform(normal_cdf(z))

    def draw(self, stream: np.random.Generator, draws: int) -> Floats:
        """So many independent draws."""
        if self.kind in (NORMAL, PERT):
            return self.at_normal(stream.standard_normal(draws))
        return self.at_uniform(stream.random(draws))

    @cached_property
    def _table(self) -> Floats:
        """PERT: values at ``_Z``, in which the quantile is smooth.

        PERT is the beta distribution with ``1 + 4·(likeliest − low)/(high − low)`` and its mirror image, of which
        each panel's probability is a Gauss-Legendre sum.
        """
        low, likeliest, high = self.numbers
        a = 1 + 4 * (likeliest - low) / (high - low)
        b = 1 + 4 * (high - likeliest) / (high - low)
        edges = np.sin(np.linspace(0, np.pi / 2, 8_193)) ** 2  # dense at both ends, where the density vanishes
        nodes, weights = np.polynomial.legendre.leggauss(6)
        width = np.diff(edges)
        inside = edges[:-1, np.newaxis] + width[:, np.newaxis] * (nodes + 1) / 2
        panels = width * ((inside ** (a - 1) * (1 - inside) ** (b - 1)) * weights).sum(axis=1)
        cdf = np.concatenate([[0.0], np.cumsum(panels)])
        return np.asarray(low + (high - low) * np.interp(normal_cdf(_Z), cdf / cdf[-1], edges))

    @cached_property
    def _steps(self) -> Floats:
        return np.diff(self._table)


def normal_cdf(z: Floats) -> Floats:
    """The standard normal distribution's cumulative probabilities."""
    flat = (np.asarray(z, dtype=np.float64) * -math.sqrt(0.5)).ravel()
    return 0.5 * np.fromiter(map(math.erfc, flat.tolist()), np.float64, flat.size).reshape(np.shape(z))


def read_distribution(name: str, cells: Sequence[object]) -> Uncertain | None:
    """A row of ``verteilungen``: kind, and then its parameters; None for what is fixed.

    Args:
        name: The input's name, for messages.
        cells: The row; blanks are None.

    Raises:
        InputError: No kind that there is, too few parameters, or such that make no distribution.

    >>> read_distribution("Annahme_LZB_Ziel", ("dreieck", -0.01, 0.0, 0.02)).numbers
    (-0.01, 0.0, 0.02)
    """
    kind = cells[0]
    place = f"verteilungen, {name}"
    if kind is None:
        return None
    word = kind.strip().lower() if isinstance(kind, str) else ""
    if word not in KINDS:
        raise InputError(place, literal(kind), "eines von " + ", ".join(KINDS))
    if word == FIXED:
        return None
    given = list(cells[1:])
    while given and given[-1] is None:
        given.pop()
    parameters = KINDS[word]
    numbers = tuple(value for value in given if isinstance(value, float))
    wrong = len(numbers) % 2 or not numbers if word == DISCRETE else len(numbers) != len(parameters)
    if unlimited := next((value for value in numbers if not math.isfinite(value)), None):
        raise InputError(place, number(unlimited), "endliche Zahlen")
    if len(numbers) != len(given) or wrong:
        found = next((literal(value) for value in given if not isinstance(value, float)), None)
        raise InputError(place, found or count(len(given), "Zahl", "Zahlen"), f"bei „{word}“: " + _parameters(word))
    return _checked(place, word, numbers)


def _parameters(word: str) -> str:
    return "Wert, Gewicht, Wert, Gewicht …" if word == DISCRETE else ", ".join(KINDS[word])


def _checked(place: str, word: str, numbers: tuple[float, ...]) -> Uncertain | None:
    if word == NORMAL:
        if numbers[1] < 0:
            raise InputError(place, number(numbers[1]), "eine Standardabweichung ab 0")
    elif word == DISCRETE:
        weights = numbers[1::2]
        if min(weights) < 0 or not sum(weights):
            raise InputError(place, "Gewichte " + "; ".join(map(number, weights)), "Gewichte ab 0, eines davon größer")
    elif not numbers[0] <= numbers[1] <= numbers[2]:
        found = "; ".join(map(number, numbers))
        raise InputError(place, found, "den kleinsten, wahrscheinlichsten und größten Wert in dieser Folge")
    if word in (TRIANGLE, PERT) and numbers[0] == numbers[2]:
        return Uncertain(DISCRETE, (numbers[1], 1.0))
    return Uncertain(word, numbers)


def draw(
    spec: Mapping[str, Uncertain], draws: int, seed: int, ranks: Mapping[tuple[str, str], float]
) -> dict[str, Floats]:
    """So many draws of each uncertain input.

    Each name has a stream of random numbers of its own: another uncertain input leaves the draws of all others as
    they were, so that differences between plans are those of the plans. Rank correlations go by a Gaussian
    copula, whose correlation is ``2·sin(π·ρ/6)`` for a rank correlation ρ.

    Args:
        spec: Distributions by name.
        draws: How many.
        seed: The seed of all streams.
        ranks: Spearman's rank correlation of pairs of names that are in ``spec``.

    Raises:
        InputError: The correlations contradict each other.
    """
    streams = {name: np.random.Generator(np.random.SFC64([seed, zlib.crc32(name.encode())])) for name in spec}
    tied = sorted({name for pair in ranks for name in pair})
    found: dict[str, Floats] = {}
    if tied:
        normals = [streams[name].standard_normal(draws) for name in tied]
        for name, row in zip(tied, _factor(tied, ranks), strict=True):
            mixed = sum((share * each for share, each in zip(row, normals, strict=True) if share), np.zeros(draws))
            found[name] = spec[name].at_normal(mixed)
    return {name: found[name] if name in found else each.draw(streams[name], draws) for name, each in spec.items()}


def _factor(names: Sequence[str], ranks: Mapping[tuple[str, str], float]) -> list[list[float]]:
    """Lower triangle whose product with itself is the matrix of correlations (Cholesky); rows may depend on others."""
    size = len(names)
    matrix = [[float(i == j) for j in range(size)] for i in range(size)]
    for (one, other), rank in ranks.items():
        i, j = names.index(one), names.index(other)
        matrix[i][j] = matrix[j][i] = 2 * math.sin(math.pi * rank / 6)
    factor = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            left = matrix[i][j] - sum(factor[i][n] * factor[j][n] for n in range(j))
            if i == j:
                if left < _NO_NEGATIVE:
                    raise _contradictory(names)
                factor[i][i] = math.sqrt(max(left, 0.0))
            elif factor[j][j] > 1e-6:
                factor[i][j] = left / factor[j][j]
            elif abs(left) > 1e-6:
                raise _contradictory(names)
    return factor


def _contradictory(names: Sequence[str]) -> InputError:
    found = f"Werte für {', '.join(names)}, die einander widersprechen"
    return InputError("korrelation", found, "Rangkorrelationen, die zusammen möglich sind")
