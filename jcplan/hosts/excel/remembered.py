"""What setting Excel up found and did, so that doing it again keeps it and taking it back is complete."""

from __future__ import annotations

import json
import ntpath
from dataclasses import dataclass
from typing import Any, Final

from jcplan.hosts.excel.probe import Probe, roaming

RECORD: Final = ("jcplan", "excel.json")
"""Below ``%APPDATA%``."""


@dataclass(frozen=True)
class Remembered:
    """What was set up.

    Attributes:
        before: The Python that stood in the user's xlwings settings before; ``""`` for none.
        entered: The Python that was entered.
        plan: The plan that the shortcuts open.
        is_new: Whether there were no xlwings settings before.
    """

    before: str = ""
    entered: str = ""
    plan: str = ""
    is_new: bool = False


def path(probe: Probe) -> str:
    """The file in which it stands."""
    return ntpath.join(roaming(probe), *RECORD)


def read(probe: Probe) -> Remembered:
    """What was set up; nothing where nothing is recorded that can be read."""
    try:
        found: Any = json.loads(probe.read(path(probe)) or "")
        before, entered, plan = texts = [found[name] for name in ("vorher", "eingetragen", "plan")]
        is_new = found["einstellungen_neu"] is True
    except (ValueError, KeyError, TypeError):
        return Remembered()
    if not all(isinstance(text, str) for text in texts):
        return Remembered()
    return Remembered(before, entered, plan, is_new)


def write(probe: Probe, what: Remembered) -> None:
    """Record what was set up, in place of what was recorded."""
    named = {"vorher": what.before, "eingetragen": what.entered, "plan": what.plan, "einstellungen_neu": what.is_new}
    probe.write(path(probe), json.dumps(named) + "\n")
