"""What the buttons ask of the selected cell: which target or input it shows, why, what it would take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from jcplan.ask import need, why, words
from jcplan.ask.state import Scenario, State
from jcplan.ask.why import Against
from jcplan.ask.words import told
from jcplan.cells import Area, CellError, Scalar, address, area_address, areas, quote_sheet
from jcplan.errors import InputError, JcplanError
from jcplan.explain import explain
from jcplan.figures import as_figure
from jcplan.formula import Engine, FormulaError, to_german
from jcplan.formula.engine import Key
from jcplan.german import count, literal, number
from jcplan.layout import chain, pruefungen, szenarien, ziele, zielrechner
from jcplan.layout.erklaerung import PLAN
from jcplan.layout.sicherheit import inputs as sicherheit
from jcplan.port import Book, Place
from jcplan.questions.named import Wanted
from jcplan.snapshot import Snapshot

ASK_ALL: Final = "Welches Ziel soll was werden? Zum Beispiel: IQ gesamt = 22,5 %"
NO_SCENARIO: Final = "Bitte auf dem Blatt „Szenarien“ eine Zelle in der Spalte des Szenarios auswählen."
_CHECKED: Final = "Pruefung_Ziele"
_LISTED: Final = 8
"""Cells of a range, and ranges, whose values a message lists."""
_NEAR: Final = 30
"""Columns to the left in which a row's label stands."""


@dataclass(frozen=True)
class Subject:
    """What a cell shows.

    Attributes:
        target: A target.
        input: Name of an input.
        scenario: In which scenario.
    """

    target: Wanted | None = None
    input: str | None = None
    scenario: Scenario | None = None


class Selected:
    """The selected cell of a planning workbook.

    Args:
        state: The workbook's plan.
        cell: Sheet, row and column.
    """

    def __init__(self, state: State, cell: Key) -> None:
        self.state = state
        self.sheet, self.row, self.column = cell
        self.value, self.formula = content(state.book, cell)

    @cached_property
    def subject(self) -> Subject:
        """What the cell shows."""
        on_scenarios = self._on_scenarios()
        if on_scenarios is not None:
            return on_scenarios
        if asked := self._asked_at.get((self.sheet, self.row)):
            return asked
        here = self._targets_at.get((self.sheet, self.row, self.column))
        if here is not None:
            return Subject(here)
        if name := self._input_at.get((self.sheet, self.row, self.column)):
            return Subject(input=name)
        if self.sheet == self._table[0] and (name := self._table[1].get(self.row)):
            return Subject(Wanted(name, published=False))
        return self._referred()

    # ---- where things stand

    @cached_property
    def _table(self) -> tuple[str, dict[int, str]]:
        """The sheet Ziele, and the target of each row of its table."""
        sheet, area = self.state.place(next(iter(ziele.COLUMN_NAMES)))
        rows = {self.state.place(name)[1].top: name for name in self.state.targets}
        return sheet, {row: name for row, name in rows.items() if area.top <= row <= area.bottom}

    @cached_property
    def _targets_at(self) -> dict[Key, Wanted]:
        """Targets by cell: those on Ziele, and the results of the other sheets that they are checked with."""
        found = {}
        for name, target in self.state.targets.items():
            for each, published in ((name, False), (target.published_name, True)):
                sheet, area = self.state.place(each)
                found[sheet, area.top, area.left] = Wanted(name, published)
        if _CHECKED in self.state.snapshot.index:
            sheet, area = self.state.place(_CHECKED)
            column = Area(area.top, pruefungen.COMPUTED, area.bottom, pruefungen.COMPUTED)
            (rows,) = self.state.book.formulas([(sheet, column)])
            for row, (cells, name) in enumerate(zip(rows, self.state.targets, strict=False), area.top):
                wanted = Wanted(name, published=False)
                found[sheet, row, pruefungen.COMPUTED] = wanted
                found.update(dict.fromkeys(_one_cell(cells[0] if cells else None), wanted))
        return found

    @cached_property
    def _input_at(self) -> dict[Key, str]:
        """Inputs by cell."""
        places = {name: self.state.place(name) for name in self.state.fields}
        return {(sheet, area.top, area.left): name for name, (sheet, area) in places.items()}

    @cached_property
    def _asked_at(self) -> dict[tuple[str, int], Subject]:
        """Targets by row of the sheet Zielrechner, inputs by row of the sheet Sicherheit."""
        found = {}
        for name, target in self.state.targets.items():
            wish = zielrechner.PREFIX + name.removeprefix("Ziel_")
            found.update(self._row(wish, Subject(Wanted(target.name, published=True))))
        for name, field in self.state.fields.items():
            found.update(self._row(sicherheit.PREFIX + chain.suffix(field), Subject(input=name)))
        return found

    def _row(self, name: str, subject: Subject) -> dict[tuple[str, int], Subject]:
        if name not in self.state.snapshot.index:
            return {}
        sheet, area = self.state.place(name)
        return {(sheet, area.top): subject}

    def _on_scenarios(self) -> Subject | None:
        """What the cell shows on the sheet Szenarien; None on others."""
        if not self.state.has_scenarios:
            return None
        sheet, called = self.state.place(szenarien.NAMES_NAME)
        if self.sheet != sheet:
            return None
        scenario = scenario_at(self.state, (self.sheet, self.row, self.column))
        for name, field in self.state.fields.items():
            row = f"Szenario_{chain.suffix(field)}"
            if row in self.state.snapshot.index and self.state.place(row)[1].top == self.row:
                return Subject(input=name, scenario=scenario)
        label = self._label(called.left)
        known = words.target_words(tuple(self.state.targets.values()), self.state.groups)
        target = known.get(words.plain(label))
        return Subject(Wanted(target, published=True) if target else None, scenario=scenario)

    def _label(self, column: int) -> str:
        """The first text of the row, left of a column."""
        place = self.sheet, Area(self.row, 1, self.row, min(column, _NEAR))
        (cells,) = self.state.snapshot.take([place]).rows(place)
        return next((cell for cell in cells if isinstance(cell, str) and cell), "")

    def _referred(self) -> Subject:
        """What a formula only shows: it refers to one target or input, and has its value."""
        if self.formula is None or as_figure(self.value) is None:
            return Subject()
        if self.formula in self.state.fields:
            return Subject(input=self.formula)
        cells = [
            (sheet, area.top, area.left)
            for sheet, area in referred(self.state.snapshot, self.formula, self.sheet)
            if area.shape == (1, 1)
        ]
        at = [cell for cell in cells if cell in self._targets_at]
        names = {self._targets_at[cell].base for cell in at}
        values = [content(self.state.book, cell)[0] for cell in at]
        alike = [
            cell for cell, value in zip(at, values, strict=True) if words.same(as_figure(value), as_figure(self.value))
        ]
        return Subject(self._targets_at[alike[0]]) if len(names) == 1 and alike else Subject()


def content(book: Book, cell: Key) -> tuple[Scalar, str | None]:
    """A cell's value and formula."""
    sheet, row, column = cell
    place = sheet, Area(row, column, row, column)
    (values,), (formulas,) = book.values([place]), book.formulas([place])
    value = values[0][0] if values and values[0] else None
    return (None if value == "" else value), (formulas[0][0] if formulas and formulas[0] else None)


def _one_cell(formula: str | None) -> Iterator[Key]:
    """The cell to which a formula refers that is nothing but that."""
    found = areas({"x": formula}) if formula and "!" in formula else {}
    for sheet, area in found.values():
        if area.shape == (1, 1):
            yield sheet, area.top, area.left


def referred(snapshot: Snapshot, formula: str, sheet: str) -> list[Place]:
    """The areas to which a formula refers."""
    try:
        return Engine(snapshot).areas(formula, sheet)
    except FormulaError:
        return []


def scenario_at(state: State, cell: Key) -> Scenario | None:
    """The scenario in whose column a cell stands."""
    if not state.has_scenarios:
        return None
    sheet, called = state.place(szenarien.NAMES_NAME)
    number_of = cell[2] - called.left + 1
    if cell[0] != sheet:
        return None
    return next((each for each in state.scenarios if each.number == number_of), None)


# ---- why ---------------------------------------------------------------------------------------


def explained(book: Book, cell: Key) -> str:
    """Why a cell shows what it shows, for a message box.

    Args:
        book: The workbook; of one that is no planning workbook only its formulas are explained.
        cell: Sheet, row and column.
    """
    value, formula = content(book, cell)
    if isinstance(value, CellError):
        return explain(book, *cell)
    try:
        state = State(book)
    except JcplanError:
        return _computed(book, cell, value, formula)
    subject = Selected(state, cell).subject
    scenario = subject.scenario
    if subject.target is not None:
        if scenario is None:
            return why.why(state, subject.target).text()
        name = f"Szenario „{scenario.name}“"
        if scenario.base is None:
            return f"{name} ergibt keinen Plan: {scenario.reason}"
        return why.why(state, subject.target, Against(PLAN, state.base, "plan"), scenario.base, name).text()
    if subject.input is not None:
        return why.sensitivity(state, subject.input).text()
    return _computed(book, cell, value, formula)


def _computed(book: Book, cell: Key, value: Scalar, formula: str | None) -> str:
    """A formula in German, and the values to which it refers."""
    where = f"{quote_sheet(cell[0])}!{address(cell[1], cell[2])}"
    if formula is None:
        return f"{where} ist leer." if value is None else f"{where} ist eingetragen, nicht gerechnet: {_shown(value)}."
    snapshot = Snapshot(book)
    places = referred(snapshot, formula, cell[0])
    snapshot.take(places)
    names = {place: name for name, place in areas(book.names).items()}
    lines = [f"{where} zeigt {_shown(value)}.", f"Formel: {to_german(formula)}"]
    if places:
        lines += ["", "Sie bezieht sich auf:"]
    for place in places[:_LISTED]:
        sheet, area = place
        called = f"{quote_sheet(sheet)}!{area_address(area)}" + (f" ({names[place]})" if place in names else "")
        lines.append(f"  {called}: {_listed(snapshot, place)}")
    if len(places) > _LISTED:
        lines.append(f"  und {count(len(places) - _LISTED, 'weiteren Bereich', 'weitere Bereiche')}")
    return "\n".join(lines)


def _listed(snapshot: Snapshot, place: Place) -> str:
    """The values of an area: each of them, or how many and their sum."""
    cells = [cell for row in snapshot.used(place) for cell in row]
    filled = [cell for cell in cells if cell not in (None, "")]
    if len(cells) <= _LISTED:
        return "; ".join(map(_shown, cells)) or "leer"
    figures = [figure for cell in filled if (figure := as_figure(cell)) is not None]
    total = f", Summe {number(sum(figures))}" if figures else ""
    return f"{count(len(filled), 'gefüllte Zelle', 'gefüllte Zellen')}{total}"


def _shown(value: Scalar) -> str:
    return "leer" if value in (None, "") else f"„{value}“" if isinstance(value, str) else literal(value)


# ---- what would it take ------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """What is asked before „Was braucht es?“ can be answered.

    Attributes:
        text: The question.
        suggestion: What stands in the field for the answer.
    """

    text: str
    suggestion: str


def question(state: State, cell: Key | None) -> Question:
    """What is to be asked for the selected cell: the wish for its target, else which target is to be what."""
    subject = Selected(state, cell).subject if cell else Subject()
    if subject.target is None:
        target = "Ziel_IQ_gesamt" if "Ziel_IQ_gesamt" in state.targets else next(iter(state.targets))
        label = state.target_label(target)
        return Question(ASK_ALL, f"{label} = {_wished(state, target) or _published(state, target)}")
    name = subject.target.base
    return Question(f"Was soll „{state.target_label(name)}“ werden?", _wished(state, name) or _published(state, name))


def answered(state: State, cell: Key | None, answer: str) -> str:
    """What it takes, for a message box.

    Args:
        state: The workbook's plan.
        cell: The selected cell.
        answer: The wish, or target = wish.

    Raises:
        InputError: The answer is no wish.
    """
    subject = Selected(state, cell).subject if cell else Subject()
    called, equals, wish = answer.rpartition("=")
    if equals and called.strip():
        target = state.find_target(called, "Eingabe")
    elif subject.target is not None:
        target = subject.target.base
    else:
        raise InputError("Eingabe", literal(answer), "Ziel = Wunsch, zum Beispiel: IQ gesamt = 22,5 %")
    value = words.typed(wish, state.targets[target].unit, "Eingabe")
    return need.need(state, target, value, [subject.input] if subject.input else []).text()


def _wished(state: State, name: str) -> str:
    """The wish on the sheet Zielrechner."""
    wish = zielrechner.PREFIX + name.removeprefix("Ziel_")
    if wish not in state.snapshot.index:
        return ""
    sheet, area = state.place(wish)
    value = as_figure(content(state.book, (sheet, area.top, area.left))[0])
    target = state.targets[name]
    return "" if value is None else told(value, target.unit, target.places)


def _published(state: State, name: str) -> str:
    try:
        result = Wanted(name, published=True).result(state.base.plans())
    except InputError:
        return ""
    return told(float(result.published), result.target.unit, result.target.places, 0)
