"""Inputs of the part Mittelplanung."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jcplan.model.fields import EURO, SHARE, Field, Part, figure
from jcplan.model.shape import Shape

FREE, INSTRUMENTS, CHANGE, YEAR, PROVISIONAL = (
    "Freier Eingliederungstitel",
    "Instrumente: Gewichte und feste Beträge",
    "Umverteilung: ein Instrument bekommt einen neuen Betrag",
    "Zuteilung und neue Bindungen im Jahresverlauf",
    "Vorläufige Haushaltsführung",
)
MONTHS: Final = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip


def _instruments(count: int) -> Iterator[Field]:
    """Instruments whose names are typed: a weight each, and a fixed amount where there is one."""
    for slot in range(1, count + 1):
        yield figure(
            f"Mittel_Gewicht_{slot:02}", f"Instrument {slot}", "Gewicht", INSTRUMENTS, renamable=True,
            hint="Gewicht beim Verteilen des freien EGT; 0, wenn der Betrag fest ist. Die Bezeichnung ist frei.",
        )  # fmt: skip
    for slot in range(1, count + 1):
        yield figure(
            f"Mittel_Fest_{slot:02}", f"Instrument {slot}: fester Betrag", EURO, INSTRUMENTS, 2,
            hint="Betrag, der vorab feststeht; nur neben einem Gewicht.",
        )  # fmt: skip


def _months() -> Iterator[Field]:
    """What arrives and what is newly committed, month by month."""
    for number, month in enumerate(MONTHS, 1):
        yield figure(f"Mittel_Zuteilung_{number:02}", f"Zuteilung im {month}, Anteil am EGT", SHARE, YEAR, 2)
    for number, month in enumerate(MONTHS, 1):
        yield figure(f"Mittel_Bindung_{number:02}", f"Neue Bindungen im {month}, Anteil am freien EGT", SHARE, YEAR, 2)


def part(shape: Shape) -> Part:
    """The inputs for a shape's instruments."""
    return Part(
        "Mittelplanung",
        "Eingliederungstitel, Umschichtung und Liquidität.",
        (
            figure("Mittel_Vorbindungen", "Vorbindungen aus Vorjahren", EURO, FREE, 2),
            *_instruments(shape.instrumente),
            figure("Mittel_Umverteilung_Position", "Instrument, das einen neuen Betrag bekommt", "Nummer", CHANGE, low=1, high=shape.instrumente,
                   hint="Nummer des Instruments.", whole=True),
            figure("Mittel_Umverteilung_Betrag", "Neuer Betrag dieses Instruments", EURO, CHANGE, 2),
            *_months(),
            figure("Mittel_vorlaeufig_Anteil", "Anteil der Vorjahresmittel, der bis zum Haushaltsgesetz verfügbar ist", SHARE, PROVISIONAL, 2),
            figure("Mittel_VKB_Vorjahr", "Verwaltungskostenbudget (VKB), Vorjahr", EURO, PROVISIONAL, 2),
            figure("Mittel_EGT_Vorjahr", "Eingliederungstitel (EGT), Vorjahr", EURO, PROVISIONAL, 2),
        ),
    )  # fmt: skip
