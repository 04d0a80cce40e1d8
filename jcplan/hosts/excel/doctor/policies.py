"""Settings of Office: what IT decides, and what the user chose where IT does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jcplan.hosts.excel.probe import Probe

OFFICE: Final = r"Software\Microsoft\Office\16.0"
"""Of Office 2016 and all later ones, Microsoft 365 too."""
POLICIES: Final = (
    r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0",
    r"HKCU\Software\Policies\Microsoft\Office\16.0",
    r"HKLM\Software\Policies\Microsoft\Office\16.0",
)
"""The cloud's policies before those of groups ("Overview of the Office cloud policy service for
Microsoft 365 Apps for enterprise"); Office's policies are the user's, a few the machine's."""


@dataclass(frozen=True)
class Setting:
    """A setting that is set.

    Attributes:
        value: As text.
        key: Where it stands, with its name.
        by_it: Whether IT decides it.
    """

    value: str
    key: str
    by_it: bool


def setting(probe: Probe, below: str, name: str) -> Setting | None:
    r"""A setting of Office.

    Args:
        probe: The PC.
        below: The key below Office's, ``Excel\Security``.
        name: The value's name.
    """
    for root, by_it in (*((policy, True) for policy in POLICIES), (rf"HKCU\{OFFICE}", False)):
        key = rf"{root}\{below}"
        value = probe.registry(key, name)
        if value is not None:
            return Setting(value, rf"{key}\{name}", by_it)
    return None


def policy(probe: Probe, below: str, name: str) -> Setting | None:
    """The same, but only what IT decides."""
    found = setting(probe, below, name)
    return found if found and found.by_it else None
