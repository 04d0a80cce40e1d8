"""What is computed stays as it is: results, nodes and entries cannot be changed by who holds them."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil

import jcplan.catalogue
import jcplan.core
import jcplan.formula
from jcplan.cells import Area, Cell
from jcplan.formula.engine import _Step
from jcplan.formula.evaluate import Place
from jcplan.formula.operand import Range


def test_dataclasses_are_frozen():
    """But for the step of a computation, which is under way, and what is made for each cell and reference in it."""
    found = {
        value
        for package in (jcplan.core, jcplan.formula, jcplan.catalogue)
        for info in pkgutil.iter_modules(package.__path__, package.__name__ + ".")
        for value in vars(importlib.import_module(info.name)).values()
        if isinstance(value, type) and dataclasses.is_dataclass(value)
    }
    assert len(found) > 30
    assert {kind for kind in found if not kind.__dataclass_params__.frozen} == {
        _Step,
        Range,
        Area,
        Cell,
        Place,
    }
