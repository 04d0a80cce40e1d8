"""A plan of as many groups, offices and teams as there can be, and actuals for it."""

from __future__ import annotations

import dataclasses

from jcplan.cases import Office, Team, reference
from jcplan.model import Shape
from jcplan.model.teams import MEASURES

BIG = Shape(gruppen=6, teams=(3,) * 40, projekte=20, instrumente=20, standards=20)


def big():
    """It with a weight for every team."""
    weights = {measure.key: 1.0 for measure in MEASURES}
    offices = tuple(
        Office(f"G{office}", f"Geschäftsstelle {office}", tuple(
            Team(f"{office}.{team}", f"Team {office}.{team}", weights) for team in (1, 2, 3)
        ))
        for office in range(1, 41)
    )  # fmt: skip
    return dataclasses.replace(reference().shaped(BIG), offices=offices)


def delivery(path):
    """A month of every team and measure, and two of the stocks."""
    rows = ["monat;einheit;kennzahl;wert"]
    figures = (("12.2016", "ELB", 229), ("01.2017", "ELB", 230), ("01.2017", "LZB", 144), ("01.2017", "INTEGRATIONEN", 4),
               ("01.2017", "LZB_ABGAENGE", 1))  # fmt: skip
    teams = [(office, team) for office in range(1, 41) for team in (1, 2, 3)]
    rows += [
        f"{month};{office}.{team};{key};{value + (office + team) % 3}"
        for month, key, value in figures
        for office, team in teams
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path
