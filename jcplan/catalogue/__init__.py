"""Every worksheet function once: name, arguments, result shape, help, example, source, errors.

Every host, the workbook's Hilfe sheet and ``jcplan functions`` are made from ``CATALOGUE``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jcplan.catalogue import bridge, groups, longterm, measures, money, months, posts, proof, questions, rates, sharing
from jcplan.catalogue.register import registered
from jcplan.catalogue.spec import Argument, Example, Function, Kind, Result
from jcplan.catalogue.values import call, evaluate

__all__ = ["CATALOGUE", "Argument", "Example", "Function", "Kind", "Result", "call", "evaluate"]

_ORDER_OF_THE_HELP = (groups, rates, longterm, money, sharing, months, posts, measures, bridge, proof, questions)

CATALOGUE: Final[Mapping[str, Function]] = {
    function.name: function for module in _ORDER_OF_THE_HELP for function in registered(module.__name__)
}
"""All worksheet functions by worksheet name, in the order of the help."""
