"""Formulas in which plan and actual are compared: the state of a year, what is due, lights, sums of what teams report."""

from __future__ import annotations

from jcplan.layout.monatswerte import WEIGHTS
from jcplan.layout.units import key
from jcplan.model.teams import Measure


def weights(measure: Measure) -> str:
    """The weights of the months by which a measure is planned."""
    return f"{{monatswerte.{key(measure)}_soll.{WEIGHTS}.monate}}"


def state(measure: Measure, actual: str, planned: str) -> str:
    """Last month, planned and actual so far, deviation, projection, side by side; a dash where nothing is known.

    Args:
        measure: What is counted.
        actual: Its months.
        planned: What is planned for them.
    """
    found = f"JC_SOLL_IST({actual},{planned},{weights(measure)},{int(measure.stock)})"
    return f'IF(COUNT({actual})*COUNT({planned})=0,"–",TRANSPOSE({found}))'


def due(measure: Measure, goal: str, actual: str, counted: str = "") -> str:
    """What is planned for the months that are known, before rounding.

    Args:
        measure: What is counted.
        goal: The year's target.
        actual: Its months.
        counted: Which of them count; all unless told.
    """
    known = f'({actual}<>"")' + (f"*({counted})" if counted else "")
    months = f"SUMPRODUCT({known})" if counted else f"COUNT({actual})"
    year = f"12*{goal}/{months}" if measure.stock else goal
    return f"{year}*SUMPRODUCT({known}*{weights(measure)})/SUM({weights(measure)})"


def light(actual: str, planned: str, direction: int = 1) -> str:
    """The light of an actual against its plan; a dash where either is not known."""
    arguments = f"{actual},{planned},Annahme_Ampel_gelb" + ("" if direction > 0 else ",-1")
    return f'IF(COUNT({actual},{planned})<2,"–",JC_AMPEL({arguments}))'
