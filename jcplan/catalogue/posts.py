"""Worksheet functions: staff."""

from __future__ import annotations

from typing import Annotated, Any

from jcplan.catalogue.register import worksheet_function
from jcplan.catalogue.spec import Kind, Result
from jcplan.core import staff as core

CATEGORY = "Personal"
_SOURCE = "SGB II § 44c Abs. 4: Richtwerte 1:75 (unter 25) und 1:150 (ab 25)"


@worksheet_function(
    category=CATEGORY,
    text="Stellen (VZÄ), die so viele Kunden bei einem Betreuungsschlüssel brauchen: Kunden / Schlüssel.",
    result=Result.EACH,
    example=("JC_VZAE_BEDARF(1500;75)", "20"),
    source=_SOURCE,
)
def jc_vzae_bedarf(
    kunden: Annotated[Any, Kind.ELEMENT, "Kunden, Köpfe"],
    schluessel: Annotated[Any, Kind.ELEMENT, "Kunden je VZÄ (1:75 ist 75), größer als 0"],
) -> Any:
    """Posts needed, VZÄ.

    >>> jc_vzae_bedarf(1500, 75)
    20.0
    """
    return core.posts_needed(kunden, schluessel)


@worksheet_function(
    category=CATEGORY,
    text="Betreuungsschlüssel: Kunden je Vollzeitstelle.",
    result=Result.EACH,
    example=("JC_SCHLUESSEL(1500;20)", "75"),
    source=_SOURCE,
)
def jc_schluessel(
    kunden: Annotated[Any, Kind.ELEMENT, "Kunden, Köpfe"],
    vzae: Annotated[Any, Kind.ELEMENT, "Stellen in VZÄ, größer als 0"],
) -> Any:
    """Clients a post.

    >>> jc_schluessel(1500, 20)
    75.0
    """
    return core.clients_a_post(kunden, vzae)
