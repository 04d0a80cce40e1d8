"""Worksheet functions: staff."""

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


@worksheet_function(
    category=CATEGORY,
    text="Stellen im Jahresmittel, die nur einen Teil des Jahres besetzt sind: VZÄ · Monate / 12.",
    result=Result.EACH,
    example=("JC_VZAE_JAHRESMITTEL(4;6)", "2"),
    source="Arithmetisches Mittel der 12 Monate",
)
def jc_vzae_jahresmittel(
    vzae: Annotated[Any, Kind.ELEMENT, "Stellen in VZÄ, ab 0"],
    monate: Annotated[Any, Kind.ELEMENT, "Monate im Jahr, in denen es sie gibt, 0 bis 12"],
) -> Any:
    """Posts in the annual mean, VZÄ.

    >>> jc_vzae_jahresmittel(4, 6)
    2.0
    """
    return core.annual_mean_posts(vzae, monate)


@worksheet_function(
    category=CATEGORY,
    text="Fluktuation in Stellen: VZÄ, die im Jahr neu zu besetzen sind, Stellen · Quote.",
    result=Result.EACH,
    example=("JC_FLUKTUATION(467;0,12)", "56,04"),
    source="Definition der Fluktuationsquote",
)
def jc_fluktuation(
    vzae: Annotated[Any, Kind.ELEMENT, "Stellen in VZÄ, ab 0"],
    quote: Annotated[Any, Kind.ELEMENT, "Anteil der Stellen, die im Jahr wechseln (12 % ist 0,12)"],
) -> Any:
    """Posts to be filled anew in a year, VZÄ.

    >>> jc_fluktuation(467, 0.12)
    56.04
    """
    return core.turnover(vzae, quote)


@worksheet_function(
    category=CATEGORY,
    text="Kundengespräche im Monat, für die Stellen Zeit haben: VZÄ · Stunden · Anteil / Dauer.",
    result=Result.EACH,
    example=("JC_GESPRAECHE(10;130;0,6;0,75)", "1.040"),
    source="Dreisatz",
)
def jc_gespraeche(
    vzae: Annotated[Any, Kind.ELEMENT, "Stellen in VZÄ, ab 0"],
    stunden: Annotated[Any, Kind.ELEMENT, "Arbeitsstunden je Stelle und Monat"],
    anteil: Annotated[Any, Kind.ELEMENT, "Anteil der Arbeitszeit für Gespräche (60 % ist 0,6)"],
    dauer: Annotated[Any, Kind.ELEMENT, "Stunden je Gespräch mit Vor- und Nachbereitung, größer als 0"],
) -> Any:
    """Talks a month.

    >>> jc_gespraeche(10, 130, 0.6, 0.75)
    1040.0
    """
    return core.talks(vzae, stunden, anteil, dauer)
