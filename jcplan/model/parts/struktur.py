"""Inputs of the part Struktur: what the stocks are made of, now and in the year before."""

from __future__ import annotations

from typing import Final

from jcplan.model.fields import CHOICE, HEADS, SHARE, Field, Part, choice, figure

GROUPS: Final = {"ELB": "ELB", "LZB": "LZB", "Auslaender": "Ausländer", "8HKL": "8 HKL"}
"""Groups whose make-up is planned with: part of the name, and what the sheet calls them."""

COMMON: Final = {
    "unter_25": "unter 25 Jahre",
    "ueber_55": "über 55 Jahre",
    "ohne_Schulabschluss": "ohne Schulabschluss",
    "ohne_Ausbildung": "ohne Berufsausbildung",
}
"""Features that every group has."""

FEATURES: Final = {**COMMON, "Auslaender": "Ausländer", "LZB": "LZB", "arbeitslos": "arbeitslos gemeldet"}
"""All features; a person may have several."""

PROFILES: Final = {
    "marktnah": "marktnah",
    "komplex": "komplex",
    "integriert": "integriert",
    "Sondertatbestand": "Sondertatbestand",
}
"""Profile groups; a person has one or none."""

_SPECIAL: Final = {("ELB", "Auslaender"), ("LZB", "Auslaender"), ("LZB", "arbeitslos"), ("Auslaender", "LZB")}
_OF: Final = {"ELB": "den ELB", "LZB": "den LZB", "Auslaender": "den Ausländern", "8HKL": "den 8 HKL"}


def share(group: str, what: str) -> str | None:
    """Name of the input with a group's share of a feature or profile group; None where there is none.

    >>> share("LZB", "unter_25"), share("ELB", "LZB"), share("8HKL", "LZB")
    ('Annahme_Struktur_LZB_unter_25', 'Gedruckt_LZB_Anteil', None)
    """
    if (group, what) == ("ELB", "LZB"):
        return "Gedruckt_LZB_Anteil"  # stands with the figures that the sheet LZB is checked against
    if what in COMMON or what in PROFILES or (group, what) in _SPECIAL:
        return f"Annahme_Struktur_{group}_{what}"
    return None


def before(group: str, what: str) -> str | None:
    """Name of the input with the same share in the year before.

    >>> before("ELB", "LZB"), before("8HKL", "LZB")
    ('Annahme_Struktur_ELB_LZB_Vorjahr', None)
    """
    return f"Annahme_Struktur_{group}_{what}_Vorjahr" if share(group, what) else None


def _shares(group: str, block: str) -> tuple[Field, ...]:
    """A group's shares, each with the one of the year before."""
    fields = []
    for what, text in (FEATURES | PROFILES).items():
        kind = "Profillage " if what in PROFILES else ""
        label = f"Anteil an {_OF[group]}: {kind}{text}"
        for name, suffix in ((share(group, what), ""), (before(group, what), ", Vorjahr")):
            if name and name.startswith("Annahme_"):
                fields.append(figure(name.removeprefix("Annahme_"), label + suffix, SHARE, block, 2))
    return tuple(fields)


def _change(name: str, label: str, block: str) -> Field:
    hint = "Relative Veränderung zum Vorjahr als Prozentwert, zum Beispiel 6 % oder −20 %."
    return figure(f"Struktur_{name}", label, SHARE, block, 2, low=-0.99, high=10, hint=hint)


def _share(name: str, label: str, block: str) -> Field:
    return figure(f"Struktur_{name}", label, SHARE, block, 2)


def _heads(name: str, label: str, block: str, places: int = 0) -> Field:
    return figure(f"Struktur_{name}", label, HEADS, block, places)


_ELB, _LZB, _FOREIGN, _COUNTRIES, _FLIGHT, _REPLACE = (
    "Struktur der ELB",
    "Struktur der LZB",
    "Struktur der ausländischen ELB (Ausländer)",
    "Struktur der ELB aus den 8 HKL",
    "ELB mit Fluchtkontext",
    "Profillage der ELB ersetzen",
)

PART: Final = Part(
    "Struktur",
    "Zusammensetzung der Bestände, aus der das Blatt Struktur Köpfe und Vergleiche rechnet.",
    (
        *_shares("ELB", _ELB),
        _change("ELB_komplex_Veraenderung", "Anteil an den ELB: Profillage komplex, relative Veränderung", _ELB),
        _change("ELB_integriert_Veraenderung", "Anteil an den ELB: Profillage integriert, relative Veränderung", _ELB),
        _heads("Alleinerziehende", "Alleinerziehende im Leistungsbezug", _ELB, -2),
        _share("Alleinerziehende_unter_25", "Anteil an den Alleinerziehenden: unter 25 Jahre", _ELB),
        _heads("Schwerbehinderte", "ELB mit Schwerbehinderung", _ELB),
        _change("Schwerbehinderte_Veraenderung", "ELB mit Schwerbehinderung, relative Veränderung", _ELB),
        *_shares("LZB", _LZB),
        _change("LZB_komplex_Veraenderung", "Anteil an den LZB: Profillage komplex, relative Veränderung", _LZB),
        _share("LZB_unter_25_Sondertatbestand", "Anteil an den LZB unter 25: Sondertatbestand", _LZB),
        _share("LZB_unter_25_Sondertatbestand_Vorjahr", "Anteil an den LZB unter 25: Sondertatbestand, Vorjahr", _LZB),
        _share("LZB_Risikogruppe", "Anteil an den LZB: multiple Risikogruppe (über 55, ohne Ausbildung, komplex)", _LZB),
        _share("Auslaender_Anteil", "Anteil an den ELB: Ausländer, zweite Angabe", _FOREIGN),
        figure("Struktur_Auslaender_Anteil_hoechstens", "Anteil an den ELB: Ausländer, in Worten angegebene Obergrenze", SHARE, _FOREIGN, 4),
        _change("Auslaender_Anteil_Veraenderung", "Anteil an den ELB: Ausländer, relative Veränderung", _FOREIGN),
        *_shares("Auslaender", _FOREIGN),
        _change("Auslaender_komplex_Veraenderung", "Anteil an den Ausländern: Profillage komplex, relative Veränderung", _FOREIGN),
        _share("8HKL_Anteil", "Anteil an den ELB: 8 HKL", _COUNTRIES),
        _heads("8HKL_Zuwachs", "ELB aus den 8 HKL, Zuwachs zum Vorjahr", _COUNTRIES),
        _change("8HKL_Zuwachsrate", "ELB aus den 8 HKL, Zuwachs relativ", _COUNTRIES),
        *_shares("8HKL", _COUNTRIES),
        _heads("Fluchtkontext", "ELB mit Fluchtkontext, Ausgangsmonat", _FLIGHT),
        _heads("Fluchtkontext_8HKL", "ELB mit Fluchtkontext, darunter aus den 8 HKL, Ausgangsmonat", _FLIGHT),
        _share("Fluchtkontext_8HKL_Anteil", "Anteil an den ELB mit Fluchtkontext: 8 HKL", _FLIGHT),
        _heads("Fluchtkontext_neu", "ELB mit Fluchtkontext, neuester Monat", _FLIGHT),
        _heads("Fluchtkontext_neu_zweite_Angabe", "ELB mit Fluchtkontext, neuester Monat, zweite Angabe", _FLIGHT),
        choice("Struktur_Ersetzen_Gruppe", "Profillage, deren Anteil ersetzt wird", CHOICE, _REPLACE, tuple(PROFILES.values()),
               "Profillage aus der Liste wählen; ohne Eintrag wird nichts ersetzt."),
        figure("Struktur_Ersetzen_Anteil", "neuer Anteil dieser Profillage an den ELB", SHARE, _REPLACE, 2,
               hint="Neuer Anteil als Prozentwert, zum Beispiel 49 %; die übrigen Profillagen gleichen aus."),
    ),
)  # fmt: skip
