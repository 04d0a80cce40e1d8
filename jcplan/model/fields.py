"""What is known of an input or a target, apart from its value."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from jcplan.cells import Scalar
from jcplan.errors import InputError
from jcplan.german import literal, number, quantity

HEADS = "Köpfe"
HEADS_A_MONTH = "Köpfe je Monat"
INTEGRATIONS = "Integrationen"
"""Not heads: a person can be integrated more than once a year."""
INTEGRATIONS_A_MONTH = "Integrationen je Monat"
SHARE = "%"
EURO = "€"
POSTS = "VZÄ"
YEAR = "Jahr"
RATING = "Einschätzung"
CHOICE = "Auswahl"
"""Unit of an input that is one of some words."""
RATINGS = ("++", "+", "+/−", "−", "−−")
"""From very good to very bad prospects; for drivers: how strongly they raise or lower the stock."""
_FAR = 1e7
_NO_YEAR = 1e4
"""From here on no number is meant as a year."""


@dataclass(frozen=True)
class Range:
    """Lowest and highest value that can be; either may be open."""

    low: float = -math.inf
    high: float = math.inf

    def describe(self, unit: str) -> str:
        """The range in German; a limit that no Jobcenter comes near is not worth naming.

        >>> Range(0).describe("Köpfe"), Range(-1, 1).describe("%"), Range(2005, 2100).describe("Jahr")
        ('eine Zahl ab 0 (Köpfe)', 'eine Zahl von −100 % bis 100 %', 'eine Zahl von 2005 bis 2100 (Jahr)')
        """
        if unit == SHARE:
            low, high, name = quantity(self.low, unit), quantity(self.high, unit), ""
        else:
            low, high, name = f"{self.low:.0f}", f"{self.high:.0f}", f" ({unit})"
        below, above = self.low <= -_FAR, self.high >= _FAR
        if below and above:
            return "eine Zahl" + name
        if above:
            return f"eine Zahl ab {low}{name}"
        return f"eine Zahl bis {high}{name}" if below or self.low <= -100 else f"eine Zahl von {low} bis {high}{name}"


@dataclass(frozen=True)
class Field:
    """One input of the workbook.

    Attributes:
        name: Defined name in the workbook.
        label: What it is, German.
        unit: German unit; shares are ``%`` and stored as 0.233.
        block: Heading under which it stands on the sheet Annahmen.
        range: Values that can be.
        places: Decimals of the number in the cell (3 for 22.4 % = 0.224).
        optional: Whether it may stay blank.
        printed: Whether the decimals that it was printed with stand beside it as an input (``places_field``).
        hint: What to type, for the data validation (German).
        whole: Whether only whole numbers can be.
        options: Words of which it is one; empty for a number.
        renamable: Whether its label is an input too (of the name ``label_name``).
        usual: What is typed as its label unless a case says otherwise; the label itself unless told.
        named_by: Defined name of a typed label with which its own begins on sheets, in place of the words before
            the first ``:`` or ``,``.
    """

    name: str
    label: str
    unit: str
    block: str
    range: Range
    places: int = 0
    optional: bool = False
    printed: bool = False
    hint: str = ""
    whole: bool = False
    options: tuple[str, ...] = ()
    renamable: bool = False
    usual: str = ""
    named_by: str = ""

    @property
    def usual_label(self) -> str:
        """What is typed as its label unless a case says otherwise."""
        return self.usual or self.label

    @property
    def shown_label(self) -> str:
        """What it is called on sheets: a text, or a formula with ``=`` before it.

        >>> figure("Ende", "ESF: Ende", "Monat", "", named_by="Annahme_ESF_Bezeichnung").shown_label
        '=Annahme_ESF_Bezeichnung&": Ende"'
        """
        if not self.named_by:
            return self.label
        rest = re.sub(r"^[^:,]*", "", self.label)
        return f'={self.named_by}&"{rest}"'

    @property
    def label_name(self) -> str:
        """Defined name of the cell with the label."""
        return self.name + "_Bezeichnung"

    def check(self, value: Scalar, place: str) -> float | str | None:
        """The value as a number (or one of the words), or None where a blank is allowed.

        Raises:
            InputError: Text, an error value, a blank, or a number out of range.
        """
        if value is None and self.optional:
            return None
        if self.options:
            if value not in self.options:
                raise InputError(place, literal(value), "eines von " + ", ".join(f"„{o}“" for o in self.options))
            return str(value)
        expected = self.range.describe(self.unit)
        if value is None or isinstance(value, bool) or not isinstance(value, int | float):
            raise InputError(place, literal(value), expected, "Bitte eine Zahl eintragen.")
        if not math.isfinite(value) or not self.range.low <= value <= self.range.high:
            found = (
                self._shown(value) if self.unit != SHARE else f"{number(value)} (das wären {quantity(value, SHARE)})"
            )
            if value > self.range.high >= _FAR:
                expected = f"eine Zahl bis {number(self.range.high)}"
            raise InputError(place, found, expected)
        if self.whole and value != int(value):
            raise InputError(place, self._shown(value), "eine ganze Zahl")
        return float(value)

    def _shown(self, value: float) -> str:
        """A number as people write it: years go without dots."""
        return f"{value:g}".replace(".", ",") if self.unit == YEAR and value < _NO_YEAR else number(value)


@dataclass(frozen=True)
class Part:
    """A part of the plan beyond the chain of targets: its inputs stand together on the sheet Annahmen.

    Attributes:
        title: What it is about, German.
        note: A sentence that says what its inputs are for.
        fields: Its inputs; all may stay blank.
    """

    title: str
    note: str
    fields: tuple[Field, ...]


def figure(
    name: str, label: str, unit: str, block: str, places: int = 0, *, low: float | None = None, high: float | None = None,
    hint: str = "", whole: bool = False, renamable: bool = False, called: str = "", named_by: str = "",
) -> Field:  # fmt: skip
    """An input that may stay blank; unless told, a share is 0 to 1 and everything else from 0 on.

    Args:
        name: Defined name without ``Annahme_``.
        label: What it is, German.
        unit: German unit.
        block: Heading on the sheet Annahmen.
        places: Printed decimals of the number in the cell.
        low: Lowest value that can be.
        high: Highest value that can be.
        hint: What to type; made from the unit unless told.
        whole: Whether only whole numbers can be.
        renamable: Whether its label is typed too.
        called: What is typed there unless told; the label itself if it is blank.
        named_by: Defined name of a typed label with which its own begins on sheets.
    """
    bounds = Range(0.0 if low is None else low, (1.0 if unit == SHARE else 1e12) if high is None else high)
    usual = {SHARE: "Als Prozentwert eintragen, zum Beispiel 23,3 %.", EURO: "Betrag in Euro."}.get(
        unit, f"Zahl ({unit})."
    )
    text = f"{hint or usual} Leer lassen, wenn nicht bekannt."
    return Field(
        "Annahme_" + name,
        label,
        unit,
        block,
        bounds,
        places,
        optional=True,
        printed=True,
        hint=text,
        whole=whole,
        renamable=renamable,
        usual=called,
        named_by=named_by,
    )


def choice(
    name: str, label: str, unit: str, block: str, options: tuple[str, ...], hint: str = "", *, renamable: bool = False
) -> Field:
    """An input that is one of some words and may stay blank.

    Args:
        name: Defined name without ``Annahme_``.
        label: What it is, German.
        unit: What the words are, German.
        block: Heading on the sheet Annahmen.
        options: The words.
        hint: What to choose.
        renamable: Whether its label is typed too.
    """
    text = f"{hint or 'Eintrag aus der Liste wählen.'} Leer lassen, wenn nicht bekannt."
    return Field(
        "Annahme_" + name, label, unit, block, Range(), optional=True, hint=text, options=options, renamable=renamable
    )


def rating(name: str, label: str, block: str) -> Field:
    """An input that is one of the ratings; its label is typed too, so that a list can be another one next year."""
    hint = "Einschätzung aus der Liste wählen: ++ sehr gut bis −− sehr schlecht."
    return choice(name, label, RATING, block, RATINGS, hint, renamable=True)


_ABBREVIATED = re.compile(r"^.* \((\w+)\)")
PUBLISHED = "_veroeffentlicht"
"""How the defined name of a target's published value ends."""


@dataclass(frozen=True)
class Target:
    """One target: exact value under ``name``, the published one under ``name + "_veroeffentlicht"``.

    ``places`` are the decimals of the published number in the cell. ``attribute`` is its name in
    the plan's results. ``falls`` says that it is reached from above: a lower value is the better one.
    """

    name: str
    attribute: str
    label: str
    group: str
    unit: str
    places: int
    falls: bool = False

    @property
    def short(self) -> str:
        """What it is called in few words: a label's abbreviation.

        >>> Target("Ziel_IQ_gesamt", "iq_gesamt", "Integrationsquote (IQ)", "gesamt", SHARE, 3).short
        'IQ'
        """
        return _ABBREVIATED.sub(r"\1", self.label)

    @property
    def published_name(self) -> str:
        """Defined name of the published value."""
        return self.name + PUBLISHED
