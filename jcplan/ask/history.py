"""The history of one figure: what the log says of it, through upgrades and renamed names, and what it does not say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from jcplan.ask import figure as figures
from jcplan.ask import words
from jcplan.ask.figure import Figure
from jcplan.ask.state import State
from jcplan.errors import InputError
from jcplan.german import count
from jcplan.log import Entry, Logged, entries, log_place
from jcplan.upgrade import names

_ADOPTED: Final = "Szenario „"
"""How the outcome of a row begins in which inputs were written that the next refresh tells once more."""
_SETTLED: Final = (
    "Was eingetragen und vor der nächsten Aktualisierung wieder geändert wurde, hält das Protokoll nicht fest."
)
_EXACT: Final = (
    "Ziele stehen da, wie sie veröffentlicht sind; wo sich nur der genaue Wert geändert hat, mit mehr Nachkommastellen."
)


@dataclass(frozen=True)
class Event:
    """A change that the log tells.

    Attributes:
        entry: The row of the log.
        change: What changed there.
    """

    entry: Entry
    change: Logged

    @property
    def after(self) -> str:
        """What the figure became, as far as it stands there."""
        return f"{self.change.after} … (im Protokoll abgeschnitten)" if self.change.cut else self.change.after


@dataclass(frozen=True)
class History:
    """What is known of a figure's past.

    Attributes:
        figure: The figure.
        first: The first row of the log; None for an empty one.
        events: Its changes, oldest first.
        now: What it is now, told.
        notes: What the log does not say, German sentences.
    """

    figure: Figure
    first: Entry | None
    events: tuple[Event, ...]
    now: str
    notes: tuple[str, ...]

    @property
    def heading(self) -> str:
        """What it is about."""
        return f"Verlauf: {self.figure}"

    @property
    def beginning(self) -> str:
        """What was before the log's first row."""
        if self.first is None:
            return "Das Protokoll hat noch keine Zeile; was früher war, ist unbekannt."
        return f"Vor der ersten Zeile des Protokolls ({stamp(self.first)}): unbekannt."

    @property
    def rows(self) -> list[tuple[str, str, str, str, str, str]]:
        """When, who, version, before, after and what was done, a row a change."""
        return [
            (stamp(each.entry), each.entry.who, each.entry.version, each.change.before, each.after, self._what(each))
            for each in self.events
        ]

    def _what(self, event: Event) -> str:
        then = event.change.name
        renamed = "" if then.casefold() == self.figure.name.casefold() else f", damals {then}"
        return event.entry.outcome + renamed

    def text(self) -> str:
        """The answer for a message box."""
        lines = [self.heading, "", self.beginning]
        lines += [
            f"{when}, {who}, Version {version}: {before} → {after} ({what})"
            for when, who, version, before, after, what in self.rows
        ]
        if not self.events and self.first is not None:
            lines.append("Seitdem steht dort keine Änderung.")
        lines.append(f"Jetzt: {self.now}.")
        return "\n".join([*lines, *([""] if self.notes else []), *self.notes])

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "name": self.figure.name,
            "bezeichnung": self.figure.label,
            "einheit": self.figure.of.unit,
            "protokoll_ab": _iso(self.first) if self.first else None,
            "aenderungen": [
                {
                    "zeitpunkt": _iso(each.entry),
                    "wer": each.entry.who,
                    "version": each.entry.version,
                    "ergebnis": each.entry.outcome,
                    "name_damals": each.change.name,
                    "vorher": each.change.before,
                    "nachher": each.change.after,
                    "vorher_wert": self._value(each.change.before),
                    "nachher_wert": None if each.change.cut else self._value(each.change.after),
                    "abgeschnitten": each.change.cut,
                }
                for each in self.events
            ],
            "jetzt": self.now,
            "hinweise": list(self.notes),
        }

    def _value(self, text: str) -> float | str | None:
        """A figure of the log as a number; a word as it is; None for a blank or what cannot be read."""
        if text.startswith("„"):
            return text[1:-1]
        try:
            return None if text == "leer" else words.typed(text, self.figure.of.unit, "Protokoll")
        except InputError:
            return None


def history(state: State, figure: Figure) -> History:
    """What the log says of a figure, and what it does not.

    Args:
        state: The workbook's plan.
        figure: An input or a target.

    Raises:
        InputError: The log stands elsewhere, or its header's name is missing.
    """
    log = entries(state.snapshot.take([log_place(state.snapshot.index)]))
    events = tuple(Event(entry, change) for entry in log for change in entry.changes if _is(figure, change))
    now = figures.now(state, figure)
    notes = [*_gaps(figure, events), *_cuts(log, events)]
    before = figures.rested_on(state, figure)
    if before is not None and before != now:
        told = "" if events and events[-1].change.after == now else " Die Änderung steht noch nicht im Protokoll."
        notes.append(f"Die Ziele beruhen noch auf {before}.{told}")
    notes.append(_EXACT if figure.is_target else _SETTLED)
    return History(figure, log[0] if log else None, events, now, tuple(notes))


def stamp(entry: Entry) -> str:
    """When a row was written, German; the delivered workbook's first row has a day only."""
    if entry.when is None:
        return f"Zeile {entry.row}, ohne Datum"
    midnight = entry.when.time() == dt.time()
    return f"{entry.when:%d.%m.%Y}" if midnight else f"{entry.when:%d.%m.%Y %H:%M}"


def _iso(entry: Entry) -> str | None:
    return entry.when.isoformat() if entry.when else None


def _is(figure: Figure, change: Logged) -> bool:
    """Whether a change is one of this figure, whatever it was called then."""
    return figure.name.casefold() in {name.casefold() for name in names.all_now(change.name)}


def _gaps(figure: Figure, events: tuple[Event, ...]) -> list[str]:
    """Refreshes of which one does not begin with what the one before ended with: rows are missing between them."""
    told = [each for each in events if not each.entry.outcome.startswith(_ADOPTED)]
    if figure.is_target:
        return []  # the published and the exact figure stand under one name
    return [
        f"Zwischen {stamp(one.entry)} und {stamp(other.entry)} fehlt etwas im Protokoll: "
        f"dort {one.change.after}, dann {other.change.before}."
        for one, other in pairwise(told)
        if not one.change.cut and one.change.after != other.change.before
    ]


def _cuts(log: tuple[Entry, ...], events: tuple[Event, ...]) -> list[str]:
    """Rows that could not hold all that changed, and in which this figure does not stand in full."""
    whole = {each.entry.row for each in events if not each.change.cut}
    cut = [entry for entry in log if entry.cut and entry.row not in whole]
    if not cut:
        return []
    rows = "; ".join(map(stamp, cut))
    counted = count(len(cut), "Zeile", "Zeilen")
    longer = f"{counted} des Protokolls ({rows}): länger, als eine Zelle fasst."
    return [f"{longer} Ob sich diese Zahl dort auch geändert hat, ist unbekannt."]
