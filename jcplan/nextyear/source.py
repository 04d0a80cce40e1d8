"""The plan that the next one is made from: read by name, whatever version it is of, and validated as a refresh does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from jcplan.cells import Rows, Scalar, address, quote_sheet
from jcplan.computed import results
from jcplan.core.inputs import Inputs
from jcplan.errors import InputError, several
from jcplan.figures import as_figure, as_input
from jcplan.formula import to_german
from jcplan.german import literal
from jcplan.layout import annahmen, mappe
from jcplan.model import Field, Model, Target, places_field
from jcplan.model.agreements import AGREEMENT_COLUMNS, COMMENT_COLUMNS
from jcplan.model.inputs import COMPARISON_TYPE
from jcplan.model.teams import entries
from jcplan.ooxml import WorkbookFile
from jcplan.places import Index
from jcplan.plan import compute
from jcplan.port import Place
from jcplan.upgrade import Side, names, opened

_LISTED: Final = 20
"""Findings that a message lists."""
_UNCOMPUTED: Final = (
    "Der gespeicherte Wert der Zelle kann veraltet sein; deshalb ist nichts geschehen. Bitte den Wert selbst eintragen."
)


@dataclass(frozen=True)
class Beside:
    """What stands beside an input: date, source, note."""

    as_of: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class Source:
    """A plan with its inputs, targets and actuals.

    Attributes:
        title: Its file name.
        checksum: Short hash of the file.
        version: The version that made it.
        model: What it has.
        values: Every input by defined name, as this version calls it.
        texts: The texts likewise.
        inputs: What its plan is computed from.
        targets: The published targets by defined name, None for one that is not adopted.
        areas: What stands under each name of teams and actuals, every cell; none for a name that it lacks.
        beside: Date, source and note of each input.
        labels: Labels of inputs that are typed too.
        decimals: With how many decimals inputs were printed, by defined name of that cell.
        outdated: Targets that do not go with the inputs.
        own_sheets: The user's own sheets.
    """

    title: str
    checksum: str
    version: str
    model: Model
    values: Mapping[str, float | str | None]
    texts: Mapping[str, str]
    inputs: Inputs[float]
    targets: Mapping[str, float | None]
    areas: Mapping[str, Rows]
    beside: Mapping[str, Beside]
    labels: Mapping[str, str]
    decimals: Mapping[str, float]
    outdated: tuple[str, ...]
    own_sheets: tuple[str, ...]

    @property
    def year(self) -> int:
        """The year that it plans."""
        return self.inputs.planjahr

    def number(self, name: str) -> float | None:
        """An input that is a number; None where it is blank, or there is none of this name."""
        return as_figure(self.values.get(name))

    def label(self, field: Field) -> str:
        """What an input is called."""
        return self.labels.get(field.name, field.label)

    @classmethod
    def read(cls, file: WorkbookFile) -> Source:
        """The plan in a workbook.

        Raises:
            FileError: It is no planning workbook, is of a newer version, or does not say what it came with.
            InputError: With the cell of each input that cannot be used.
        """
        return _Reading(file).result()


class _Reading:
    """The work on one workbook."""

    def __init__(self, file: WorkbookFile) -> None:
        self.file, self.title = file, file.path.name
        self.side: Side = opened(file)
        self.model = Model(self.side.shape)
        self.index = Index(self.title, file, self.side.delivered)
        self.engine = results(file)
        self.errors: list[InputError] = []

    def result(self) -> Source:
        """All of it, or every finding."""
        values: dict[str, Scalar] = {field.name: self._value(field.name, field.label) for field in self.model.figures}
        texts = {name: self._text(name, label) for name, label in self.model.texts.items()}
        areas = self._areas()
        decimals = self._decimals()
        inputs = self._inputs({**values, **texts})
        if self.errors or inputs is None:
            found = {str(error): error for error in self.errors}  # a name that is astray is looked for more than once
            raise several(list(found.values()), shown=_LISTED)
        targets = {target.name: as_figure(self._shown(target.published_name)) for target in self.model.targets}
        return Source(
            title=self.title,
            checksum=hashlib.sha256(self.file.raw).hexdigest()[:12],
            version=self.side.delivered.version,
            model=self.model,
            values={field.name: as_input(field, values[field.name]) for field in self.model.figures},
            texts={name: str(text) for name, text in texts.items()},
            inputs=inputs,
            targets=targets,
            areas=areas,
            beside={name: self._beside(name) for name in (*values, *texts)},
            labels=dict(self._labels()),
            decimals=decimals,
            outdated=tuple(_outdated(inputs, targets)),
            own_sheets=tuple(sheet for sheet in self.file.sheets if sheet not in self._delivered()),
        )

    def _delivered(self) -> set[str]:
        """Its delivered sheets, as they are called in it."""
        return {*self.side.homes.values(), mappe.NAME, mappe.SETTINGS_NAME}

    # ---- one cell -----------------------------------------------------------------------------

    def _place(self, name: str) -> Place | None:
        """Where the workbook has what this version calls so; a name that is not where it belongs is a finding."""
        for each in names.then(name):
            if each in self.index:
                try:
                    return self.index.place(each)
                except InputError as error:
                    self.errors.append(error)
                    return None
        return None

    def _cell(self, sheet: str, row: int, column: int, label: str) -> Scalar:
        """What a cell holds; a formula that is not computed is a finding."""
        left = self.engine.left(sheet, row, column)
        if left is not None:
            cell = self.file.cells(sheet).get((row, column))
            formula = to_german(cell.formula) if cell is not None and cell.formula else "eine Matrixformel"
            found = f"die Formel {formula}, die jcplan nicht rechnet ({left.cause})"
            place = f"{quote_sheet(sheet)}!{address(row, column)} ({label})"
            self.errors.append(InputError(place, found, "einen Wert oder eine Formel, die jcplan rechnet", _UNCOMPUTED))
        value = self.engine.cell(sheet, row, column)
        return None if value == "" else value

    def _value(self, name: str, label: str) -> Scalar:
        place = self._place(name)
        if place is None:
            return names.MEANT.get(self.side.delivered.version, {}).get(name)
        sheet, area = place
        return self._cell(sheet, area.top, area.left, label)

    def _shown(self, name: str) -> Scalar:
        place = self._place(name)
        return None if place is None else self.engine.cell(place[0], place[1].top, place[1].left)

    def _where(self, name: str) -> str:
        """Where an input stands, for messages."""
        label = self.model.field(name).label if name in self.model else self.model.texts.get(name, name)
        place = self._place(name)
        if place is None:
            return f"{name} ({label})"
        return f"{quote_sheet(place[0])}!{address(place[1].top, place[1].left)} ({label})"

    # ---- inputs -------------------------------------------------------------------------------

    def _text(self, name: str, label: str) -> Scalar:
        text = self._value(name, label)
        if name == COMPARISON_TYPE and text in (None, ""):
            return ""
        if not isinstance(text, str) or not text.strip():
            self.errors.append(InputError(self._where(name), literal(text), "einen Text"))
        return text

    def _inputs(self, values: Mapping[str, Scalar]) -> Inputs[float] | None:
        try:
            return self.model.read(values, self._where)
        except InputError as error:
            self.errors.insert(0, error)
            return None

    def _labels(self) -> Iterator[tuple[str, str]]:
        for field in self.model.figures:
            if field.renamable:
                text = self._shown(field.label_name)
                if isinstance(text, str) and text.strip():
                    yield field.name, text

    def _decimals(self) -> dict[str, float]:
        """Printed decimals beside the figures."""
        found: dict[str, float] = {}
        for field in self.model.figures:
            if field.printed:
                beside = places_field(field)
                value = self._value(beside.name, beside.label)
                if value is not None:
                    try:
                        beside.check(value, self._where(beside.name))
                        found[beside.name] = float(value)  # type: ignore[arg-type]
                    except InputError as error:
                        self.errors.append(error)
        return found

    def _beside(self, name: str) -> Beside:
        """The texts of an input's row."""
        old = next((each for each in names.then(name) if self.side.place(each) is not None), None)
        texts = []
        for column in annahmen.COLUMN_NAMES:
            place = None if old is None else self.side.crossing(old, column)
            value = None if place is None else self.engine.cell(place[0], place[1].top, place[1].left)
            texts.append(value.strip() if isinstance(value, str) else "")
        return Beside(*texts)

    # ---- teams and actuals --------------------------------------------------------------------

    def _areas(self) -> dict[str, Rows]:
        """The sheets Teams and Istwerte by name, each cell validated; what was agreed and noted."""
        found: dict[str, Rows] = {}
        checked = entries(self.model.shape.gruppen)
        for name, label in {
            **{name: label for name, (label, _) in checked.items()},
            **dict.fromkeys((*AGREEMENT_COLUMNS, *COMMENT_COLUMNS), ""),
        }.items():
            place = self._place(name)
            if place is None:
                continue
            sheet, area = place
            found[name] = tuple(
                tuple(self._cell(sheet, row, column, label or name) for column in range(area.left, area.right + 1))
                for row in range(area.top, area.bottom + 1)
            )
            if name not in checked:
                continue
            entry = checked[name][1]
            for (row, column), value in zip(area, (value for each in found[name] for value in each), strict=True):
                try:
                    entry.check(value, f"{quote_sheet(sheet)}!{address(row, column)} ({label})")
                except InputError as error:
                    self.errors.append(error)
        return found


def _outdated(inputs: Inputs[float], targets: Mapping[str, float | None]) -> Iterator[str]:
    """The adopted targets that are not what the inputs give today."""
    for name, result in compute(inputs).targets.items():
        adopted = targets.get(name)
        if adopted is not None and abs(adopted - result.published) > 1e-9 * max(1.0, abs(adopted)):
            target: Target = result.target
            yield f"{target.short}, {target.group}"
