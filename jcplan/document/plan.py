"""All that a planning document takes from a plan: figures, phrases, words of the law, tables, charts."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from jcplan.cells import CellError, Scalar
from jcplan.document import phrases
from jcplan.document.form import NOTHING, Form
from jcplan.document.listings import KINDS, Kind, beside, bound, label_of
from jcplan.document.pictures import PICTURES
from jcplan.document.source import Figures, Picture, Rows
from jcplan.errors import InputError, several
from jcplan.layout import annahmen
from jcplan.params import things
from jcplan.port import Book

AS_OF: Final = "Datenstand_"
"""How the name of an input's Datenstand begins: ``Datenstand_VZAE_Basis`` is that of ``Annahme_VZAE_Basis``."""
WORD: Final = "Wort_"
"""How the name of a word of the law begins: ``Wort_leistung``, as it holds when the plan's year begins."""
_RATE: Final = re.compile(r"Ziel_IQ_(gesamt|G\d)(?:_veroeffentlicht)?")
"""Names of rates, whose decimals the plan says."""
_INPUTS: Final = ("Annahme_", "")
_HEADING: Final = "Das Planungsdokument entsteht nicht, denn der Plan ist noch nicht fertig:"
_LISTED: Final = 12
"""Findings that a message names."""
_DATES: Final = next(iter(annahmen.COLUMN_NAMES))


class Plan(Figures):
    """A plan as the source of a document.

    Beside the figures of the workbook it has phrases that follow them (``Satz_…``), the Datenstand of inputs
    (``Datenstand_…``), words of the law by the plan's year (``Wort_…``), tables (``Tab_…``) and charts (``Bild_…``).

    Args:
        book: The workbook behind the port; it is not to change any more.
    """

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self._tables: dict[str, Rows] = {}
        self._pictures: dict[str, Picture | None] = {}

    def ready(self) -> None:
        """Makes sure that the plan has all that a document needs.

        Raises:
            InputError: What is missing, with its cells; or the targets are not those of the inputs.
        """
        try:
            self.state.base  # noqa: B018  (says what is missing)
        except InputError as error:
            raise several([error], heading=_HEADING) from None
        empty = [name for name in self.state.targets if self.blank(name)]
        if empty or self.state.changed:
            found = (
                "noch keine Ziele" if empty
                else "Ziele, nach denen sich Annahmen geändert haben: "
                + ", ".join(map(self.state.input_label, self.state.changed[:_LISTED]))
            )  # fmt: skip
            outdated = InputError(self.state.title, found, "Ziele zu diesen Annahmen", "Bitte „Ziele aktualisieren“.")
            raise several([outdated], heading=_HEADING)

    # ---- figures

    def value(self, text: str) -> Scalar:
        """As ``Figures.value``; also of phrases, of a Datenstand and of words of the law."""
        told = self._told(text)
        return super().value(text) if told is None else told

    def name(self, text: str) -> str | None:
        """As ``Source.name``; also of phrases, of a Datenstand and of words of the law."""
        return text if self._told(text) is not None else super().name(text)

    def knows(self, name: str) -> bool:
        """Whether there is a figure of this name."""
        return self.name(name) is not None

    def blank(self, name: str) -> bool:
        """Whether there is no figure of this name, or it is blank."""
        if not self.knows(name):
            return True
        return self.value(name) in (None, "")

    def figure(self, name: str, form: Form) -> str | None:
        """As ``Source.figure``."""
        told = self._told(name)
        return super().figure(name, form) if told is None else told or NOTHING

    def usual(self, name: str) -> Form:
        """As ``Figures.usual``."""
        if self._told(name) is not None:
            return Form("t")
        rate = _RATE.fullmatch(name)
        places = (
            self.compared(f"Annahme_{'' if rate[1] == 'gesamt' else rate[1] + '_'}IQ_Nachkommastellen")
            if rate
            else None
        )
        return Form("%", max(int(places) - 2, 0)) if isinstance(places, float) else super().usual(name)

    def _told(self, name: str) -> str | None:
        """What is told under a name that is no cell's; None where nothing is."""
        phrase = phrases.known().get(name.casefold())
        if phrase is not None:
            return phrase.said(self.compared)
        if name.startswith(WORD):
            return self._words().get(name.removeprefix(WORD).casefold())
        if name.startswith(AS_OF):
            found = self._dated(name)
            if found is not None:
                told = beside(self, found, _DATES)
                return "" if told == NOTHING else bound(told)
        return None

    def _dated(self, name: str) -> str | None:
        """The input whose date a name tells."""
        known = (before + name.removeprefix(AS_OF) for before in _INPUTS)
        return next(filter(None, map(super().name, known)), None)

    def compared(self, name: str) -> Scalar:
        """A figure as conditions compare it; None where it is blank or there is none."""
        if self.blank(name):
            return None
        value = self.value(name)
        return None if isinstance(value, CellError) else value

    def _words(self) -> dict[str, str]:
        year = self.compared("Annahme_Planjahr")
        if not isinstance(year, int | float):
            return {}
        day = dt.date(int(year), 1, 1)
        return {thing.name: thing.on(day).word for thing in things()}

    def label(self, name: str) -> str:
        """As ``Source.label``."""
        if name in KINDS:
            return KINDS[name].label
        if name in PICTURES:
            return PICTURES[name][0]
        phrase = phrases.known().get(name.casefold())
        if phrase is not None:
            return phrase.label
        if name.startswith(WORD):
            return "Wort des Gesetzes"
        if name.startswith(AS_OF):
            return f"Datenstand: {self.label(self._dated(name) or name.removeprefix(AS_OF))}"
        model = self.state.model
        known = self.name(name) or name
        return label_of(self, model.field(known)) if known in model else super().label(name)

    # ---- tables and charts

    def kind(self, name: str) -> Kind | None:
        """What is known of a table apart from its rows; None where there is none of this name."""
        return KINDS.get(name)

    def table(self, name: str) -> Rows | None:
        """As ``Source.table``."""
        if name in KINDS and name not in self._tables:
            self._tables[name] = KINDS[name].rows(self)
        return self._tables.get(name)

    def picture(self, name: str) -> Picture | None:
        """As ``Source.picture``."""
        if name in PICTURES and name not in self._pictures:
            self._pictures[name] = PICTURES[name][1](self)
        return self._pictures.get(name)

    @property
    def names_in_use(self) -> list[str]:
        """Every name that a document can show."""
        cells = [name for name, _, area in self._places.values() if area.shape == (1, 1)]
        return [*cells, *(each.name for each in phrases.known().values()), *KINDS, *PICTURES]
