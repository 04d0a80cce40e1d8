"""What is computed stays as it was computed: no part of a plan or of a result can be set afterwards."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil

import pytest

import jcplan.catalogue
import jcplan.core
import jcplan.plan


def records():
    """The dataclasses of the arithmetic, by their full names."""
    modules = [jcplan.plan]
    for package in (jcplan.core, jcplan.catalogue):
        names = [found.name for found in pkgutil.iter_modules(package.__path__, package.__name__ + ".")]
        modules += [importlib.import_module(name) for name in names]
    found = {thing for module in modules for thing in vars(module).values() if dataclasses.is_dataclass(thing)}
    return sorted((thing for thing in found if isinstance(thing, type)), key=lambda thing: thing.__qualname__)


def test_there_are_records():
    assert len(records()) >= 15


@pytest.mark.parametrize("record", records(), ids=lambda record: f"{record.__module__}.{record.__qualname__}")
def test_a_record_is_frozen(record):
    assert record.__dataclass_params__.frozen
