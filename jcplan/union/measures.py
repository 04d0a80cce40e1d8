"""By which figures plans of different size are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jcplan.model.fields import EURO, SHARE
from jcplan.union.member import Member
from jcplan.union.sums import ratio


@dataclass(frozen=True)
class Measure:
    """A figure that does not grow with the Jobcenter: one amount per another, or how much that changed.

    Attributes:
        key: What it is called here.
        label: What it is called for people.
        unit: Its unit.
        part: Key of the amount above the line.
        whole: Key of the one below it.
        change: Whether 1 is taken off, so that it is a relative change.
    """

    key: str
    label: str
    unit: str
    part: str
    whole: str
    change: bool = False

    def of(self, members: Sequence[Member]) -> float:
        """The figure of plans together: of amounts summed; NaN where nothing says it."""
        found = ratio([each.amount(self.part) for each in members], [each.amount(self.whole) for each in members])
        return found - 1 if self.change else found


MEASURES: Final = (
    Measure("iq", "IQ gesamt, Plan", SHARE, "integrationen", "elb"),
    Measure("iq_vorjahr", "IQ gesamt, Vorjahr", SHARE, "integrationen_vorjahr", "elb_vorher"),
    Measure("elb_aenderung", "ELB, Veränderung", SHARE, "elb", "elb_vorher", change=True),
    Measure("lzb_aenderung", "LZB, Veränderung", SHARE, "lzb", "lzb_vorher", change=True),
    Measure("lzb_anteil", "LZB je ELB", SHARE, "lzb", "elb"),
    Measure("umschichtung_anteil", "Umschichtung, Anteil am EGT", SHARE, "umschichtung", "egt_zuteilung"),
    Measure("egt_je_elb", "EGT je ELB", EURO, "egt", "elb"),
    Measure("vkb_je_elb", "VKB je ELB", EURO, "vkb", "elb"),
)
