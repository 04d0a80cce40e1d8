"""The plan of the next year: its case, what goes beside it by name, and the report of every value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from jcplan.actions import Change
from jcplan.cases import Case, Entry, empty
from jcplan.cells import Rows, Scalar
from jcplan.german import count, number
from jcplan.model import Field
from jcplan.model.agreements import (
    AGREEMENT_COLUMNS,
    CLOSED,
    COMMENT_COLUMNS,
    COMMENT_STATE,
    COMMENT_STATES,
    STATE,
    TEXT,
    WHAT,
)
from jcplan.model.teams import COMMITTED, MEASURES, Measure, measures
from jcplan.nextyear import beside
from jcplan.nextyear.actual import MONTHS, Actuals
from jcplan.nextyear.bases import BEST, Bases
from jcplan.nextyear.fate import ANEW, Fate
from jcplan.nextyear.rules import Rules
from jcplan.nextyear.source import Source
from jcplan.ooxml import WorkbookFile

_TEAMS: Final = (
    "Geschaeftsstelle_Kuerzel", "Geschaeftsstelle_Name", "Team_Kuerzel", "Team_Name", *(m.weight for m in MEASURES),
)  # fmt: skip
"""What is carried of the sheet Teams, by name."""


@dataclass(frozen=True)
class Row:
    """An input of the plan: what it was, what it is, and where that comes from."""

    change: Change
    fate: Fate

    @property
    def before(self) -> str:
        """What it was, as people write it."""
        return self.change.shown(self.change.before)

    @property
    def after(self) -> str:
        """What it is, likewise."""
        return self.change.shown(self.change.after)

    @property
    def sentence(self) -> str:
        """What it is and why, on one line."""
        if self.change.after is None:
            return f"{self.change.label}: {self.fate.origin}"
        return f"{self.change.label}: {self.after} ({self.fate.origin})"


@dataclass(frozen=True)
class Further:
    """Cells under a defined name: what they hold, all of them, and where that comes from."""

    rows: Rows
    origin: str


@dataclass(frozen=True)
class Season:
    """The weights of a measure's months: before, now, and where they come from."""

    measure: Measure
    before: tuple[Scalar, ...]
    after: tuple[Scalar, ...]
    origin: str

    @property
    def replaced(self) -> str:
        """The weights before, where they are others now."""
        if self.before == self.after:
            return ""
        weights = (number(each, 2) if isinstance(each, int | float) else "–" for each in self.before)
        return f" (bisher {' · '.join(weights)})"


@dataclass(frozen=True)
class NextYear:
    """The plan of the next year.

    Attributes:
        source: The plan that it is made from.
        case: What the workbook is built from.
        areas: What comes into it besides, by defined name, every cell.
        rows: Every input of the sheet Annahmen.
        seasons: The weights of the months.
        notes: What the user has to know, German sentences.
    """

    source: Source
    case: Case
    areas: dict[str, Further]
    rows: tuple[Row, ...]
    seasons: tuple[Season, ...]
    notes: tuple[str, ...]

    @property
    def year(self) -> int:
        """The year that it plans."""
        return self.source.year + 1

    @property
    def due(self) -> tuple[Row, ...]:
        """The inputs that need a new value."""
        return tuple(row for row in self.rows if row.fate.due)

    @property
    def outcome(self) -> str:
        """One German sentence, without its stop."""
        return f"Plan {self.year} aus Plan {self.source.year} angelegt"

    @property
    def _december(self) -> list[tuple[str, str]]:
        """The stocks that teams start from, and where they come from."""
        stocks = (measure for measure in MEASURES if measure.stock and measure.actual_before in self.areas)
        return [(measure.label, self.areas[measure.actual_before].origin) for measure in stocks]

    @property
    def log(self) -> str:
        """From which file it comes, and what its first figures are, for the log."""
        found = [f"aus {self.source.title}, Prüfsumme {self.source.checksum}, Version {self.source.version}"]
        found += [f"{row.change} [{row.fate.origin}]" for row in self.rows if _tells(row)]
        found += [f"Saison {season.measure.label}: {season.origin}{season.replaced}" for season in self.seasons]
        return "; ".join(found)

    def text(self) -> str:
        """The report for a message box."""
        kept = sum(row.fate.value is not None and not row.fate.due for row in self.rows)
        lines = [
            f"{self.outcome}: {count(kept, 'Eingabe', 'Eingaben')} eingetragen, {len(self.due)} neu einzutragen.",
            "",
            "Womit das neue Jahr beginnt:",
            *(f"  {row.sentence}" for row in self.rows if _tells(row)),
            *(f"  Saison {season.measure.label}: {season.origin}{season.replaced}" for season in self.seasons),
            *(f"  {label} der Teams im Dezember des Vorjahres: {origin}" for label, origin in self._december),
        ]
        if self.notes:
            lines += ["", "Hinweise:", *(f"  {note}" for note in self.notes)]
        lines += ["", "Woher jeder Wert kommt, steht auf „Annahmen“ unter Datenstand, Quelle und Hinweis."]
        return "\n".join(lines)


def next_year(file: WorkbookFile, basis: str = BEST) -> NextYear:
    """The plan of the next year from that in a workbook of this version or an earlier one.

    Args:
        file: The workbook.
        basis: What stands for the year before: ``plan`` the published targets, ``ist`` the latest actuals, ``dezember``
            the actuals of December where they are there. Where there is no actual, the target stands in, and a note
            says so.

    Raises:
        FileError: It is no planning workbook, or of a newer version.
        InputError: With the cell of each input that cannot be used; a target that it takes is not adopted.
    """
    source = Source.read(file)
    actuals = Actuals(source)
    bases = Bases.of(source, actuals, basis)
    rules = Rules(source, actuals, bases)
    fields = source.model.figures
    fates = {field.name: rules.of(field) for field in fields}
    seasons = tuple(_seasons(source, actuals))
    areas = {season.measure.season: Further((season.after,), season.origin) for season in seasons}
    for hand_on in _HANDED_ON:
        areas.update(hand_on(source, actuals))
    rows = tuple(_row(source, field, fates[field.name]) for field in fields)
    notes = (*_notes(source, rules), *bases.notes)
    return NextYear(source, _case(source, rules, fates), areas, rows, seasons, notes)


# ---- the case -------------------------------------------------------------------------------------


def _row(source: Source, field: Field, fate: Fate) -> Row:
    before = source.values.get(field.name)
    change = Change(source.label(field), field.name, before, fate.value, field.unit, field.places)
    return Row(change, fate)


def _case(source: Source, rules: Rules, fates: dict[str, Fate]) -> Case:
    """Inputs with what stands beside them; scenarios, ranges, wishes, actuals and log start blank."""
    year, kept = source.year, f"aus Plan {source.year} übernommen"
    ended = tuple(f"Annahme_Projekt_{project.key}_" for project in rules.ended)
    labels = {name: label for name, label in source.labels.items() if not name.startswith(ended)}
    shape = source.model.shape
    case = replace(empty(shape), season={})
    entries = beside.entries(case, fates, labels)
    entries |= {name: Entry(text, "–", kept) for name, text in source.texts.items()}
    status = f"Entwurf {year + 1} aus Plan {year}"
    entries["Annahme_Stand"] = Entry(status, "–", f"aus Plan {year} angelegt")
    return replace(case, jobcenter=source.texts["Annahme_Jobcenter"], status=status, entries=entries)


def _tells(row: Row) -> bool:
    """Whether an input is one of those that the year starts from."""
    name = row.change.name
    ends = ("_ELB", "_ELB_gesamt", "_IQ_Vorjahr", "_IQ_gesamt_Vorjahr", "_LZB_Bestand")
    return name.startswith("Annahme_") and not name.startswith("Annahme_Struktur") and name.endswith(ends)


def _notes(source: Source, rules: Rules) -> Iterator[str]:
    """What else is to be said."""
    if source.outdated:
        told = "; ".join(source.outdated)
        yield (
            f"Im Plan {source.year} passen festgeschriebene Ziele nicht zu den Annahmen ({told}); es gelten die "
            "festgeschriebenen."
        )
    for project in rules.ended:
        label = source.labels.get(project.name("VZAE"), project.label)
        yield f"Projekt „{label}“: im Plan {source.year} nicht das ganze Jahr, deshalb nicht übernommen."
    held = [
        m.label for m in MEASURES if any(_filled(source.areas.get(name, ())) for name in (m.held, m.held_by_office))
    ]
    if held:
        yield f"Feste Jahreswerte auf „Teams“ ({', '.join(held)}) gehören zu den alten Zielen: {ANEW}."
    if source.own_sheets:
        yield f"Eigene Blätter bleiben in der bisherigen Mappe: {', '.join(source.own_sheets)}."
    yield (
        "Szenarien, Sicherheit, Zielrechner, Istwerte und Protokoll beginnen leer; offene Vereinbarungen und "
        "Kommentare gehen mit."
    )


def _filled(rows: Rows) -> bool:
    return any(cell is not None for row in rows for cell in row)


# ---- what comes besides, by name --------------------------------------------------------------


def _seasons(source: Source, actuals: Actuals) -> Iterator[Season]:
    """The months' weights: of a flow from the year's actuals, where all twelve months are there."""
    for measure in MEASURES:
        rows = source.areas.get(measure.season, ())
        before = tuple(rows[0]) if rows else (None,) * MONTHS
        made = None if measure.stock else actuals.season(measure)
        if made is not None:
            yield Season(measure, before, made, f"aus dem Ist {source.year}, Mittel 1")
        elif any(weight is not None for weight in before):
            why = "" if measure.stock else ": kein ganzes Jahr an Istwerten"
            yield Season(measure, before, before, f"aus Plan {source.year} übernommen{why}")


HandOn = Callable[[Source, Actuals], dict[str, Further]]
"""Gives cells of the new workbook by their defined name."""


def _teams(source: Source, _: Actuals) -> dict[str, Further]:
    """Offices, teams and their weights."""
    kept = f"aus Plan {source.year} übernommen"
    return {name: Further(source.areas[name], kept) for name in _TEAMS if name in source.areas}


def _december(source: Source, actuals: Actuals) -> dict[str, Further]:
    """The teams' stocks of December, from which they start."""
    found = {m.actual_before: tuple((cell,) for cell in actuals.december(m)) for m in MEASURES if m.stock}
    origin = f"Ist Dezember {source.year}"
    return {name: Further(rows, origin) for name, rows in found.items() if _filled(rows)}


def _decimals(source: Source, _: Actuals) -> dict[str, Further]:
    """With how many decimals figures are printed."""
    kept = f"aus Plan {source.year} übernommen"
    return {name: Further(((value,),), kept) for name, value in source.decimals.items()}


def _earlier_years(source: Source, actuals: Actuals) -> dict[str, Further]:
    """The months of the whole: the plan's year is the last of the earlier ones now, the oldest goes."""
    found = {}
    for measure in measures(source.model.shape.gruppen):
        years = (actuals.months(measure), *source.areas.get(measure.earlier, ()))[: measure.earlier_years]
        if _filled(years):
            blanks = ((None,) * MONTHS,) * (measure.earlier_years - len(years))
            found[measure.earlier] = Further((*years, *blanks), f"Ist {source.year} und frühere Jahre")
    return found


def _committed(source: Source, _: Actuals) -> dict[str, Further]:
    """What was committed of the years after the plan's: each is one year nearer now."""
    rows = tuple((*row[1:], None) for row in source.areas.get(COMMITTED, ()))
    return {COMMITTED: Further(rows, f"aus Plan {source.year}, ein Jahr weiter")} if _filled(rows) else {}


def _still_open(source: Source, _: Actuals) -> dict[str, Further]:
    """Agreements and comments that are not closed, one below the other."""
    kept = f"aus Plan {source.year} übernommen, noch offen"
    return {
        name: Further(rows, kept)
        for names, what, state in ((AGREEMENT_COLUMNS, WHAT, STATE), (COMMENT_COLUMNS, TEXT, COMMENT_STATE))
        for name, rows in _open_rows(source, names, what, state).items()
    }


def _open_rows(source: Source, names: tuple[str, ...], what: str, state: str) -> dict[str, Rows]:
    """The columns of a list, with the rows only that say something and are not closed."""
    columns = {name: source.areas[name] for name in names if name in source.areas}
    if not {what, state} <= columns.keys():
        return {}
    count = len(columns[what])
    rows = [
        row
        for row in range(count)
        if columns[what][row][0] and columns[state][row][0] not in (*CLOSED, COMMENT_STATES[-1])
    ]
    blanks: Rows = ((None,),) * (count - len(rows))
    return {name: (*(cells[row] for row in rows), *blanks) for name, cells in columns.items()} if rows else {}


_HANDED_ON: Final[tuple[HandOn, ...]] = (_teams, _december, _decimals, _earlier_years, _committed, _still_open)
"""What a year hands on besides its inputs."""
