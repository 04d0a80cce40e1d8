"""Every worksheet function once: name, arguments, result shape, help, example, source, errors.

Every host, the workbook's Hilfe sheet and ``jcplan functions`` are made from ``CATALOGUE``.
"""

from __future__ import annotations

from jcplan.catalogue import groups, longterm, money, months, posts, proof, rates, sharing
from jcplan.catalogue.register import CATALOGUE
from jcplan.catalogue.spec import Argument, Example, Function, Kind, Result
from jcplan.catalogue.values import call, evaluate

__all__ = ["CATALOGUE", "Argument", "Example", "Function", "Kind", "Result", "call", "evaluate"]

# the modules enter their functions when they are imported; this is the order of the help
MODULES = (groups, rates, longterm, money, sharing, proof, posts, months)
