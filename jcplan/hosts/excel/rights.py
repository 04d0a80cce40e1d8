"""Who may change a folder from which Excel starts programs: whoever may can do everything that its user may."""

from __future__ import annotations

import ntpath
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from jcplan.errors import FileError


@dataclass(frozen=True)
class Grant:
    """An entry of an access list that allows something.

    Attributes:
        who: The group's or user's security identifier, ``S-1-5-11``.
        mask: What it allows, as bits.
    """

    who: str
    mask: int


class Watched(Protocol):
    """The PC, as far as it says who may do what."""

    @property
    def interpreter(self) -> str:
        """The Python that runs this."""

    def grants(self, path: str) -> Sequence[Grant] | None:
        """Who may do what in a folder; None where that cannot be read."""


_EVERYONE: Final = {
    "S-1-1-0": "Jeder",
    "S-1-5-4": "Interaktiv",
    "S-1-5-7": "Anonym",
    "S-1-5-11": "Authentifizierte Benutzer",
    "S-1-5-32-545": "Benutzer",
    "S-1-5-32-546": "Gäste",
}
_WRITES: Final = 0x2 | 0x4 | 0x40 | 0x10000 | 0x40000 | 0x80000 | 0x10000000 | 0x40000000
"""Add a file, add a folder, delete what is inside, delete, change rights, take ownership, all, write."""
SAFE: Final = (
    r"nach %LOCALAPPDATA%\Programs legen und dort noch einmal einrichten, oder die IT nimmt den anderen das "
    "Schreibrecht"
)
"""What is to be done with a folder that others may change, after „Bitte den Ordner“."""


def writers(grants: Sequence[Grant]) -> list[str]:
    """The groups of many people that may change a folder, as Windows calls them in German.

    Source: Windows access masks (``winnt.h``) and well-known security identifiers.

    >>> writers([Grant("S-1-5-32-545", 0x1200A9), Grant("S-1-5-11", 0x1301BF), Grant("S-1-5-21-1-2-3-1001", 0x1F01FF)])
    ['Authentifizierte Benutzer']
    """
    found = (_many(grant.who) for grant in grants if grant.mask & _WRITES)
    return list(dict.fromkeys(filter(None, found)))


def refuse_shared(probe: Watched) -> None:
    """Refuse to let Excel use this Python where others may change its folder.

    Raises:
        FileError: They may. Where the rights cannot be read, nothing is raised; the doctor says so.
    """
    folder = ntpath.dirname(probe.interpreter)
    others = writers(probe.grants(folder) or ())
    if others:
        raise FileError(
            f"{folder}: gefunden ein Ordner, in den auch andere schreiben dürfen ({', '.join(others)}), "
            "erwartet einer, den nur Sie oder die IT ändern können: Excel rechnet mit dem Programm daraus. "
            f"Es wurde nichts geändert. Bitte den Ordner {SAFE}."
        )


def _many(who: str) -> str:
    """What a group of many people is called, ``""`` for a user and for those who administer."""
    if who.startswith("S-1-5-21-") and who.endswith("-513"):
        return "Domänen-Benutzer"
    return _EVERYONE.get(who, "")


def read(path: str) -> Sequence[Grant] | None:
    """All that a folder's access list on this PC allows; None: it cannot be read, or this is not Windows."""
    if sys.platform != "win32":
        return None
    try:
        import pywintypes  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
        import win32security  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
    except ImportError:
        return None
    try:
        wanted = win32security.DACL_SECURITY_INFORMATION
        entries = win32security.GetFileSecurity(path, wanted).GetSecurityDescriptorDacl()
        if entries is None:  # no list at all: everything is allowed to everyone
            return [Grant("S-1-1-0", 0x10000000)]
        found = []
        for number in range(entries.GetAceCount()):
            (kind, _), mask, *_, who = entries.GetAce(number)
            if kind == win32security.ACCESS_ALLOWED_ACE_TYPE:
                found.append(Grant(win32security.ConvertSidToStringSid(who), mask & 0xFFFFFFFF))
    except pywintypes.error:
        return None
    return found
