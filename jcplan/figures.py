"""The workbook's inputs: every cell that is one, and their values, validated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jcplan.cells import LABEL_LIMIT, Area, Scalar, address, quote_sheet, text_fault
from jcplan.errors import InputError, several
from jcplan.german import literal
from jcplan.model import Field, Inputs, places_field
from jcplan.model.inputs import COMPARISON_TYPE
from jcplan.model.teams import entries
from jcplan.port import Place
from jcplan.snapshot import Snapshot


@dataclass(frozen=True)
class Figures:
    """The workbook's inputs: those that the plan computes from, and every figure by defined name."""

    inputs: Inputs[float]
    values: Mapping[str, float | str | None]


def input_places(snapshot: Snapshot) -> Iterator[tuple[Place, str]]:
    """Every area that is read as inputs, and its label.

    Raises:
        InputError: A name is missing.
    """
    index = snapshot.index
    typed = entries(snapshot.model.shape.gruppen)
    for name, label in (*_singles(snapshot), *((name, label) for name, (label, _) in typed.items())):
        yield index.place(name), label


def figures_of(snapshot: Snapshot) -> Figures:
    """The workbook's validated inputs, from a snapshot of ``input_places``.

    Raises:
        InputError: With the cell of each input that cannot be used.
    """
    model, singles = snapshot.model, dict(_singles(snapshot))
    values: dict[str, Scalar] = {name: snapshot.value(name) for name in singles}

    def place(name: str) -> str:
        return _shown(snapshot.index.place(name), singles[name]) if name in singles else name

    errors: list[InputError] = []
    for name in model.texts:
        text = values.get(name)
        if name == COMPARISON_TYPE and text in (None, ""):
            continue
        if not isinstance(text, str) or not text.strip():
            errors.append(InputError(place(name), literal(text), "einen Text"))
        elif fault := text_fault(text, LABEL_LIMIT):
            errors.append(InputError(place(name), fault, f"höchstens {LABEL_LIMIT} Zeichen, ohne Steuerzeichen"))
    for field in [places_field(field) for field in model.figures if field.printed]:
        try:
            if field.name in singles:
                field.check(values[field.name], place(field.name))
        except InputError as error:
            errors.append(error)
    try:
        inputs = model.read(values, place)
    except InputError as error:
        errors.insert(0, error)
    errors += _team_errors(snapshot)
    if errors:
        raise several(errors)
    return Figures(inputs, {f.name: as_input(f, values.get(f.name)) for f in model.figures})


def as_input(field: Field, value: Scalar) -> float | str | None:
    """What an input holds: a number, one of its words, or nothing."""
    return (str(value) if value else None) if field.options else as_figure(value)


def as_figure(value: Scalar) -> float | None:
    """A cell's number, if it holds one."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _singles(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Name and label of every input that is one cell; an optional one that the workbook lacks counts as blank."""
    for field in snapshot.model.figures:
        if field.optional and field.name not in snapshot.index:
            continue
        yield field.name, field.label
        if field.printed:
            beside = places_field(field)
            yield beside.name, beside.label
    for name, label in snapshot.model.texts.items():
        if name != COMPARISON_TYPE or name in snapshot.index:
            yield name, label


def _team_errors(snapshot: Snapshot) -> list[InputError]:
    """What cannot be on the sheets Teams and Istwerte."""
    errors = []
    for name, (label, entry) in entries(snapshot.model.shape.gruppen).items():
        sheet, area = snapshot.index.place(name)
        for cell, value in zip(area, (cell for row in snapshot.named(name) for cell in row), strict=True):
            try:
                entry.check(value, _shown((sheet, Area(*cell, *cell)), label))
            except InputError as error:
                errors.append(error)
    return errors


def _shown(place: Place, label: str) -> str:
    sheet, area = place
    return f"{quote_sheet(sheet)}!{address(area.top, area.left)} ({label})"
