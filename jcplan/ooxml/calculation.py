"""The workbook's calculation settings: whether a program computes everything anew when it opens the file."""

from __future__ import annotations

from typing import Final

from jcplan.ooxml.markup import Element, set_attribute, splice
from jcplan.ooxml.values import whole

CURRENT_ENGINE: Final = 191029
"""Version of the calculation engine of the current Excel; a file of an older one is computed anew at opening."""

_BEFORE: Final = ("definedNames", "externalReferences", "functionGroups", "sheets")
"""What stands before the settings in the workbook part, last first."""


def is_true(text: str | None) -> bool:
    """A boolean attribute; a missing one is false."""
    return text in {"1", "true", "on"}


def is_full(workbook: Element) -> bool:
    """Whether the workbook asks for a full calculation at opening."""
    settings = workbook.child("calcPr")
    return settings is not None and is_true(settings.attributes.get("fullCalcOnLoad"))


def with_full(data: bytes, workbook: Element, *, full: bool) -> bytes:
    """The workbook part, asking for a full calculation at opening, or giving no reason for one.

    Args:
        data: The part's bytes.
        workbook: The part's root element.
        full: Whether everything is to be computed at opening.
    """
    settings = workbook.child("calcPr")
    if settings is None:
        before = next(child for name in _BEFORE if (child := workbook.child(name)))
        attribute = 'fullCalcOnLoad="1"' if full else f'calcId="{CURRENT_ENGINE}"'
        new = f"<{workbook.prefix}calcPr {attribute}/>".encode("ascii")
        return splice(data, [(before.span.end, before.span.end, new)])
    old = data[settings.span.start : settings.span.inside]
    tag = old
    if full and not is_full(workbook):
        tag = set_attribute(tag, "fullCalcOnLoad", "1")
    if not full:
        if is_full(workbook):
            tag = set_attribute(tag, "fullCalcOnLoad", None)
        engine = whole(settings.attributes.get("calcId", ""))
        if engine is None or engine < CURRENT_ENGINE:
            tag = set_attribute(tag, "calcId", str(CURRENT_ENGINE))
    return splice(data, [(settings.span.start, settings.span.inside, tag)])
