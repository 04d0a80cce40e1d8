"""What a document takes from a plan: figures by name, tables, charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from jcplan.ask.figure import figure
from jcplan.ask.state import State
from jcplan.cells import Scalar, address, areas, quote_sheet
from jcplan.document.form import Form, shown, usual
from jcplan.errors import InputError
from jcplan.formula.engine import Key
from jcplan.model.fields import PUBLISHED
from jcplan.port import Book
from jcplan.upgrade import names

Rows = Sequence[Sequence[str]]
"""The body of a table, row by row."""


@dataclass(frozen=True)
class Picture:
    """A native chart.

    Attributes:
        chart: The XML of the chart's part; its data are the relationship ``rId1``.
        data: The embedded workbook with its data.
        text: The alternative text: what is to be seen, with the figures, in a sentence or two.
    """

    chart: bytes
    data: bytes
    text: str


class Source(Protocol):
    """Where the content of controls comes from."""

    def name(self, text: str) -> str | None:
        """The name that a figure has now, also by one of an earlier version; None where there is none."""

    def figure(self, name: str, form: Form) -> str | None:
        """A figure as the document shows it; None where there is none of this name.

        Raises:
            InputError: It cannot be shown so.
        """

    def label(self, name: str) -> str:
        """What a figure, a table or a chart is called."""

    def table(self, name: str) -> Rows | None:
        """The body rows of a table whose rows the plan makes; None where there is none of this name."""

    def picture(self, name: str) -> Picture | None:
        """A chart; None where there is none of this name."""


class Figures:
    """The figures of a plan by defined name: any name that is one cell, also one of an earlier version.

    Args:
        book: The workbook behind the port; computed, as every file is that is read.
    """

    def __init__(self, book: Book) -> None:
        self.state = State(book)
        self._places = {name.casefold(): (name, *place) for name, place in areas(book.names).items()}
        self.book = book

    def name(self, text: str) -> str | None:
        """As ``Source.name``: the workbook's own spelling."""
        found = self._places.get(text.casefold()) or self._places.get(names.now(text).casefold())
        return found[0] if found and found[2].shape == (1, 1) else None

    def value(self, text: str) -> Scalar:
        """What the cell of a name shows.

        Raises:
            InputError: There is no such name of one cell.
        """
        name = self.name(text)
        if name is None:
            raise InputError(
                text, "keinen Namen einer Zelle dieser Mappe", "einen definierten Namen wie Ziel_ELB_gesamt"
            )
        _, sheet, area = self._places[name.casefold()]
        ((value,),) = self.state.snapshot.take([(sheet, area)]).rows((sheet, area))
        return value

    def cell(self, text: str) -> Key | None:
        """The cell of a name; None where it is none of one cell."""
        name = self.name(text)
        if name is None or name.casefold() not in self._places:
            return None
        _, sheet, area = self._places[name.casefold()]
        return sheet, area.top, area.left

    def where(self, text: str) -> str:
        """The cell of a name, for messages."""
        name, sheet, area = self._places[(self.name(text) or text).casefold()]
        return f"{quote_sheet(sheet)}!{address(area.top, area.left)} ({name})"

    def figure(self, name: str, form: Form) -> str | None:
        """As ``Source.figure``."""
        if self.name(name) is None:
            return None
        before = self.before.get((self.name(name) or "").removesuffix(PUBLISHED))
        try:
            return shown(self.value(name), form, self.value(before) if form.compares and before else None)
        except InputError as error:
            raise error.at(self.where(name)) from None

    def usual(self, name: str) -> Form:
        """The form of a figure for which nobody chose one."""
        known = figure(self.state, name)
        return Form("t") if known is None else usual(known.of)

    def label(self, name: str) -> str:
        """As ``Source.label``."""
        known = figure(self.state, name)
        return known.label if known else self.state.model.texts.get(self.name(name) or name, name.replace("_", " "))

    @cached_property
    def before(self) -> Mapping[str, str]:
        """Name of the input that says what a target was before, by the target's."""
        found = {
            "Ziel_ELB_gesamt": "Annahme_ELB_gesamt",
            "Ziel_IQ_gesamt": "Annahme_IQ_gesamt_Vorjahr",
            "Ziel_LZB": "Annahme_LZB_Bestand",
            "Ziel_LZB_Abgang": "Annahme_LZB_Abgang",
            "Ziel_VKB": "Annahme_Verwaltungsbudget",
            "Ziel_EGT": "Annahme_Eingliederungsmittel",
        }
        for number in self.state.model.groups:
            found[f"Ziel_ELB_G{number}"] = f"Annahme_G{number}_ELB"
            found[f"Ziel_IQ_G{number}"] = f"Annahme_G{number}_IQ_Vorjahr"
        return found
