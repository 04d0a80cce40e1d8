"""The names that extension, component and installation share."""

from __future__ import annotations

from typing import Final

IDENTIFIER: Final = "org.jcplan.calc"
"""Of the extension, as ``unopkg list`` shows it."""

MODULE: Final = "org.jcplan.calc"
INTERFACE: Final = "XFunctions"
ADDIN: Final = "org.jcplan.calc.AddIn"
HANDLER: Final = "org.jcplan.calc.Handler"
PROTOCOL: Final = "org.jcplan:"


def node_name(name: str) -> str:
    """Name of a function or an argument in UNO, where underscores are better avoided.

    >>> node_name("JC_IQ_GESAMT"), node_name("elb_alt"), node_name("iq")
    ('jcIqGesamt', 'elbAlt', 'iq')
    """
    first, *others = name.lower().split("_")
    return first + "".join(part.capitalize() for part in others)
