"""Inputs of the part Mittelplanung."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jcplan.model.fields import CHOICE, EURO, HEADS, SHARE, Field, Part, choice, figure
from jcplan.model.shape import Shape

FREE, INSTRUMENTS, CHANGE, YEAR, PROVISIONAL = (
    "Freier Eingliederungstitel",
    "Instrumente: Gewichte und feste Beträge",
    "Umverteilung: ein Instrument bekommt einen neuen Betrag",
    "Zuteilung und neue Bindungen im Jahresverlauf",
    "Vorläufige Haushaltsführung",
)
VINTAGES: Final = {
    "vorlaeufig": "vorläufig",
    "Entwurf": "Entwurf",
    "endgueltig": "endgültig",
}
"""Stages in which the year's money becomes known, by how the names of their inputs end."""
VINTAGE: Final = "Annahme_Mittel_Stand"
"""Defined name of the input that says which stage counts."""
STAGES, BESIDE, DEGRESSION = (
    "Stand des Haushalts",
    "Neben dem Eingliederungstitel",
    "Teilhabe am Arbeitsmarkt (§ 16i SGB II)",
)
YEARS_16I: Final = 5
"""So many years a job under § 16i is subsidised."""
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


def _vintages() -> Iterator[Field]:
    """The money as each stage of the budget has it."""
    for key, label in VINTAGES.items():
        for pot in ("VKB", "EGT"):
            yield figure(f"Mittel_Stand_{key}_{pot}", f"{pot}: {label}", EURO, STAGES, 2,
                         hint="Betrag dieses Standes; das Datum steht in der Spalte Datenstand.")  # fmt: skip
    yield choice(
        VINTAGE.removeprefix("Annahme_"), "Maßgeblicher Stand", CHOICE, STAGES, tuple(VINTAGES.values()),
        hint="Wird auf „Mittelabfluss“ mit dem Plan verglichen; den Plan ändert er nicht.",
    )  # fmt: skip


def _degressive() -> Iterator[Field]:
    """Jobs under § 16i by the year of the subsidy, and what is paid of their wages in it."""
    for year in range(1, YEARS_16I + 1):
        yield figure(f"Mittel_16i_Faelle_{year}", f"Förderfälle im {year}. Förderjahr", HEADS, DEGRESSION,
                     hint="Fälle, die im Planjahr in diesem Förderjahr sind.")  # fmt: skip
    for year in range(1, YEARS_16I + 1):
        yield figure(
            f"Mittel_16i_Satz_{year}", f"Zuschuss im {year}. Förderjahr, Anteil an den Lohnkosten", SHARE, DEGRESSION, 2
        )
    yield figure("Mittel_16i_Lohnkosten", "Lohnkosten je Förderfall und Jahr", EURO, DEGRESSION, 2)


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
            *_vintages(),
            figure("Mittel_Ausgabereste", "Ausgabereste aus Vorjahren", EURO, BESIDE, 2),
            figure("Mittel_PAT", "Passiv-Aktiv-Transfer (PAT)", EURO, BESIDE, 2),
            figure("Mittel_Aufwendungsersatz", "Aufwendungsersatz der BA (Altfälle FbW und Reha)", EURO, BESIDE, 2),
            *_degressive(),
        ),
    )  # fmt: skip
