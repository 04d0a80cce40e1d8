"""The options that say how many of each a plan has."""

from __future__ import annotations

import argparse
from dataclasses import replace

from jcplan.model import Shape
from jcplan.model.shape import MOST, team_counts


def shaped(arguments: argparse.Namespace, usual: Shape) -> Shape:
    """The shape that is asked for.

    Args:
        arguments: Of the command.
        usual: What holds where nothing is said.

    Raises:
        InputError: There cannot be so few or so many.
    """
    given = {name: value for name in MOST if (value := getattr(arguments, name)) is not None}
    teams = usual.teams if arguments.teams is None else team_counts(arguments.teams)
    return replace(usual, teams=teams, **given)
