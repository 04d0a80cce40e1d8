"""Worksheet functions: printed against computed figures."""

import math
from typing import Annotated, Any

import numpy as np

from jcplan.catalogue.register import worksheet_function
from jcplan.catalogue.spec import Kind, Result
from jcplan.core import rounding, verdict
from jcplan.errors import InputError

CATEGORY = "Prüfen"
_SOURCE = "Rundung: eine gedruckte Zahl steht für ein Intervall von ± ½ Einheit der letzten Stelle"
_BERECHNET = "berechneter Wert; leer, wenn es keinen gibt"
_GEDRUCKT = "gedruckter Wert; leer, wenn es keinen gibt"
_HINDERNIS = "warum beide nicht vergleichbar sind; leer, wenn sie es sind"
_UNGENAU = "um wie viel der berechnete Wert nach beiden Seiten danebenliegen kann, in seiner Einheit, ab 0 (weggelassen oder leer: 0)"
_ART = "was die gedruckte Zahl sein soll: gleich (weggelassen), mindestens oder höchstens die berechnete"


@worksheet_function(
    category=CATEGORY,
    text="WAHR, wenn die gedruckte Zahl die gerundete berechnete sein kann: |berechnet − gedruckt| ≤ ½ · 10^−Stellen.",
    result=Result.EACH,
    gives=bool,
    example=("JC_VERTRAEGLICH(0,224333;0,224;3)", "WAHR"),
    source=_SOURCE,
)
def jc_vertraeglich(
    berechnet: Annotated[Any, Kind.ELEMENT, "berechneter Wert"],
    gedruckt: Annotated[Any, Kind.ELEMENT, "gedruckter Wert"],
    stellen: Annotated[
        Any,
        Kind.ELEMENT,
        "Nachkommastellen der Zahl in der Zelle, wie sie im Dokument steht: 3 für 22,4 % = 0,224; −5 für 5,9 Mio.",
    ],
) -> Any:
    """Whether the printed figure can be the rounded computed one.

    >>> jc_vertraeglich(0.224333, 0.224, 3)
    True
    """
    return rounding.compatible(berechnet, gedruckt, stellen)


@worksheet_function(
    category=CATEGORY,
    text="WAHR, wenn aus der einen Zahl die andere wird, sobald man zwei benachbarte Ziffern vertauscht.",
    result=Result.EACH,
    gives=bool,
    example=("JC_ZAHLENDREHER(47562669;47562696)", "WAHR"),
    source="Häufigster Schreibfehler in Zahlen",
)
def jc_zahlendreher(
    berechnet: Annotated[Any, Kind.ELEMENT, "berechneter Wert"],
    gedruckt: Annotated[Any, Kind.ELEMENT, "gedruckter Wert"],
) -> Any:
    """Whether swapping two neighbouring digits makes one of the other.

    >>> jc_zahlendreher(47562669, 47562696)
    True
    """
    return rounding.digits_swapped(berechnet, gedruckt)


@worksheet_function(
    category=CATEGORY,
    text="Urteil über eine gedruckte Zahl: „passt“, „Widerspruch“ oder „nicht prüfbar“ (eine Zahl fehlt oder ein Hindernis ist genannt).",
    result=Result.EACH,
    gives=str,
    example=("JC_URTEIL(47562669;47562696;0)", "Widerspruch"),
    source=_SOURCE,
)
def jc_urteil(
    berechnet: Annotated[Any, Kind.MAYBE, _BERECHNET],
    gedruckt: Annotated[Any, Kind.MAYBE, _GEDRUCKT],
    stellen: Annotated[Any, Kind.MAYBE, "Nachkommastellen der Zahl in der Zelle, wie sie im Dokument steht"],
    hindernis: Annotated[Any, Kind.TEXT, _HINDERNIS] = "",
    art: Annotated[Any, Kind.TEXT, _ART] = "",
    ungenau: Annotated[Any, Kind.MAYBE, _UNGENAU] = math.nan,
) -> Any:
    """Verdict word.

    >>> jc_urteil(47562669, 47562696, 0), jc_urteil(1.1 / 5.3, 0.2, 2, ungenau=0.0115)
    ('Widerspruch', 'passt')
    """
    return _each(
        verdict.verdict,
        berechnet=berechnet,
        gedruckt=gedruckt,
        stellen=stellen,
        hindernis=hindernis,
        art=art,
        ungenau=ungenau,
    )


@worksheet_function(
    category=CATEGORY,
    text="Das Urteil in einem Satz: berechneter und angegebener Wert, Unterschied, Zahlendreher, falsche Tausender (Mio. statt Tsd.) oder Hunderter (Prozent statt Anteil), oder was fehlt.",
    result=Result.EACH,
    gives=str,
    example=(
        'JC_ERLAEUTERUNG(47562669;47562696;0;"€")',
        "Berechnet 47.562.669 €, angegeben 47.562.696 €: 27 € zu viel. …",
    ),
    source=_SOURCE,
)
def jc_erlaeuterung(
    berechnet: Annotated[Any, Kind.MAYBE, _BERECHNET],
    gedruckt: Annotated[Any, Kind.MAYBE, _GEDRUCKT],
    stellen: Annotated[Any, Kind.MAYBE, "Nachkommastellen der Zahl in der Zelle, wie sie im Dokument steht"],
    einheit: Annotated[Any, Kind.TEXT, "Einheit; bei % werden Anteile als Prozent gezeigt (weggelassen: keine)"] = "",
    hindernis: Annotated[Any, Kind.TEXT, _HINDERNIS] = "",
    art: Annotated[Any, Kind.TEXT, _ART] = "",
    ungenau: Annotated[Any, Kind.MAYBE, _UNGENAU] = math.nan,
) -> Any:
    """Verdict as a German sentence.

    >>> jc_erlaeuterung(0.224333, 0.224, 3, "%")
    'Berechnet 22,433 %, angegeben 22,4 %: passt auf die angegebenen Stellen.'
    """
    return _each(
        verdict.explain,
        berechnet=berechnet,
        gedruckt=gedruckt,
        stellen=stellen,
        einheit=einheit,
        hindernis=hindernis,
        art=art,
        ungenau=ungenau,
    )


def _each(rule: Any, **arguments: Any) -> Any:
    """Apply a rule for single values entry by entry; single values go with every entry."""
    given = {name: np.asarray(value, dtype=object) for name, value in arguments.items()}
    entries = np.broadcast_arrays(*given.values())
    if not entries[0].ndim:
        return rule(**{name: value.item() for name, value in given.items()})
    results = []
    for index, row in enumerate(zip(*entries, strict=True), 1):
        try:
            results.append(rule(**dict(zip(given, row, strict=True))))
        except InputError as error:
            single = error.place not in given or not given[error.place].ndim
            raise (error if single else error.at(f"{error.place}, Wert {index}")) from None
    return np.array(results, dtype=object)
