"""The names that extension, component and installation share; everything derived, nothing listed twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

IDENTIFIER: Final = "org.jcplan.calc"
"""Of the extension, as ``unopkg list`` shows it."""

MODULE: Final = "org.jcplan.calc"
INTERFACE: Final = "XFunctions"
ADDIN: Final = "org.jcplan.calc.AddIn"
HANDLER: Final = "org.jcplan.calc.Handler"
PROTOCOL: Final = "org.jcplan:"
MENU: Final = "JC-Planung"


@dataclass(frozen=True)
class Command:
    """A menu entry and button: the path of its URL and its titles."""

    path: str
    german: str
    english: str

    @property
    def url(self) -> str:
        """What the menu dispatches.

        >>> COMMANDS[0].url
        'org.jcplan:aktualisieren'
        """
        return PROTOCOL + self.path


COMMANDS: Final = (
    Command("aktualisieren", "Ziele aktualisieren", "Update targets"),
    Command("pruefen", "Prüfungen", "Checks"),
    Command("erklaeren", "Fehler erklären", "Explain error"),
    Command("hilfe", "Hilfe", "Help"),
)


def node_name(name: str) -> str:
    """Name of a function or an argument in UNO, where underscores are better avoided.

    >>> node_name("JC_IQ_GESAMT"), node_name("elb_alt"), node_name("iq")
    ('jcIqGesamt', 'elbAlt', 'iq')
    """
    first, *others = name.lower().split("_")
    return first + "".join(part.capitalize() for part in others)
