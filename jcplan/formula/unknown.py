"""What to say of a function that is not computed here: mistyped, unknown, or one that only spreadsheets have."""

from __future__ import annotations

import difflib
from typing import Final

from jcplan.catalogue import CATALOGUE
from jcplan.formula.dialect import german_function
from jcplan.formula.parse import FormulaError

_OURS: Final = "JC_"
_ALIKE: Final = 0.8
"""How much alike names have to be for the one to be meant by the other, from 0 to 1."""


class UnknownFunctionError(FormulaError):
    """A function that there is not in any program: probably one of ours, mistyped."""


def error(name: str) -> FormulaError:
    """The error for a call of a function that is not computed here.

    Args:
        name: Its name as stored, in capitals.

    >>> print(error("JC_IQ_GESAMTT"))
    Die Funktion JC_IQ_GESAMTT gibt es nicht. Meinten Sie JC_IQ_GESAMT?
    >>> error("JC_IQ_GESAMTT").cause
    'JC_IQ_GESAMTT; meinten Sie JC_IQ_GESAMT?'
    >>> print(error("VLOOKUP"))
    Die Funktion SVERWEIS wird hier nicht gerechnet.
    """
    german = german_function(name)
    meant = closest(name)
    if meant:
        return UnknownFunctionError(
            f"Die Funktion {name} gibt es nicht. Meinten Sie {meant}?", f"{name}; meinten Sie {meant}?"
        )
    if name.startswith(_OURS):
        said = f"Die Funktion {name} gibt es nicht. Alle JC_-Funktionen nennt das Blatt Hilfe."
        return UnknownFunctionError(said, f"{name} gibt es nicht")
    return FormulaError(f"Die Funktion {german} wird hier nicht gerechnet.", german)


def closest(name: str) -> str:
    """The one of our functions that is meant by a name; ``""`` if it is not much like any.

    >>> closest("JC_LZB_PFDA"), closest("MEINE_FUNKTION")
    ('JC_LZB_PFAD', '')
    """
    return next(iter(difflib.get_close_matches(name, CATALOGUE, n=1, cutoff=_ALIKE)), "")
