"""Cells of inputs: where they stand, how they look, what may be typed; texts of a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from jcplan.cases import Case, Entry
from jcplan.cells import Area
from jcplan.layout.annahmen.tables import PLACES as _PLACES
from jcplan.model import Field, places_field
from jcplan.model.fields import EURO, SHARE, YEAR
from jcplan.model.groups import DECIMALS
from jcplan.model.inputs import COMPARISON_TYPE
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Validation, refusal

LABEL: Final = 2
VALUE: Final = LABEL + 1
"""Column of the first figure of a row."""
AS_OF: Final = VALUE + _PLACES
SOURCE, NOTE = AS_OF + 1, AS_OF + 2
PLACES: Final = NOTE + 1
"""Column of the decimals of the first figure; those of the others stand beside it in the same order, as do the names."""
NAMES: Final = PLACES + _PLACES
NEEDED: Final = NAMES + _PLACES
"""First column of the list of required inputs."""
COLUMN_NAMES: Final = {"Annahmen_Datenstand": AS_OF, "Annahmen_Quelle": SOURCE, "Annahmen_Hinweis": NOTE}
"""Defined names of what may be typed beside the figures of a row."""
UNKNOWN: Final = "–"
"""What stands for a date where there is none."""
_DECIMALS: Final = "Nachkommastellen der Zahl in der Zelle, wie im Dokument: 22,4 % = 0,224 hat 3; 5,9 Mio. € hat −5."


def joined(texts: Iterable[object]) -> str:
    """The text of a row from those of its figures: each part once, in their order.

    >>> joined(["Abschnitt 5", "–", None, "Abschnitt 3; Abschnitt 5"]), joined(["–", "–"]), joined(["So.", "Anders."])
    ('Abschnitt 5; Abschnitt 3', '–', 'So; Anders.')
    """
    given = list(dict.fromkeys(str(text) for text in texts if text is not None and str(text).strip()))
    if len(given) < 2:
        return "".join(given)
    parts = dict.fromkeys(part.strip() for text in given for part in text.split("; "))
    said = [part for part in parts if part and part != UNKNOWN]
    short = dict.fromkeys(part.removesuffix(".") for part in said)
    end = "." if said and said[-1].endswith(".") else ""
    return "; ".join(short) + end if short else UNKNOWN


def number_format(field: Field) -> str:
    """How a value of this field is shown."""
    if field.unit == SHARE:
        return styles.percent(max(field.places, 2))
    if field.unit == EURO:
        return styles.EURO if field.places >= 0 else '#,##0 "€"'
    if field.places > 0:
        return f"#,##0.{'0' * field.places}"
    return "0" if field.unit in (YEAR, DECIMALS) else styles.HEADS


def put_figure(page: Sheet, case: Case, field: Field, row: int, column: int) -> None:
    """An input with its name, its validation and, aside, its printed decimals and its name in words."""
    form = None if field.options else number_format(field)
    page.put(row, column, case.entry(field.name).value, "input", form)
    page.name_area(field.name, Area(row, column, row, column))
    page.validations.append(Validation(row, column, _validation(field)))
    page.put(row, column + NAMES - VALUE, field.name, "unit")
    if field.printed:
        places = places_field(field)
        at = column + PLACES - VALUE
        page.put(row, at, None if field.options else float(field.places), "input", "0")
        page.name_area(places.name, Area(row, at, row, at))
        page.validations.append(Validation(row, at, _validation(replace(places, hint=_DECIMALS))))


_COMPARED: Final = (
    "Zum Beispiel IIb, wie die Statistik der BA die Jobcenter vergleicht. „jcplan verbund“ sucht Ausreißer unter Plänen "
    "desselben Typs. Darf leer bleiben."
)


def put_text(page: Sheet, case: Case, name: str, label: str, row: int, column: int) -> None:
    """A text that sheets show."""
    optional = name == COMPARISON_TYPE
    page.put(row, column, case.texts[name] or None, "input_text")
    page.name_area(name, Area(row, column, row, column))
    page.put(row, column + NAMES - VALUE, name, "unit")
    page.validations.append(Validation(row, column, {
        "validate": "length", "criteria": "between", "minimum": 0 if optional else 1, "maximum": 80,
        "input_title": label, "input_message": _COMPARED if optional else "Text, wie er auf den Blättern stehen soll.",
        "error_title": "Eingabe", "error_message": f"Bitte {'höchstens' if optional else '1 bis'} 80 Zeichen eintragen.",
    }))  # fmt: skip


def put_label(page: Sheet, case: Case, field: Field, row: int) -> None:
    """The label of an input, where it is typed too."""
    page.put(row, LABEL, case.entry(field.name).label or field.usual_label, "input_label")
    page.name_area(field.label_name, Area(row, LABEL, row, LABEL))
    page.validations.append(Validation(row, LABEL, {
        "validate": "length", "criteria": "<=", "value": 80, "input_title": field.label,
        "input_message": "Bezeichnung, wie sie auf den Blättern stehen soll.",
        "error_title": "Eingabe", "error_message": "Bitte höchstens 80 Zeichen eintragen.",
    }))  # fmt: skip


def put_texts(page: Sheet, entries: Iterable[Entry], row: int) -> None:
    """Date, source and note of a row's figures."""
    given = list(entries)
    for column, texts in (
        (AS_OF, [each.as_of for each in given]),
        (SOURCE, [each.source for each in given]),
        (NOTE, [each.note for each in given]),
    ):
        page.put(row, column, joined(texts) or None, "input_note")


def _validation(field: Field) -> dict[str, Any]:
    """Range (or the list of words) and German hint of an input cell."""
    if field.options:
        return {
            "validate": "list",
            "source": list(field.options),
            "input_title": field.label,
            "input_message": field.hint,
            **refusal("einer der Einträge der Liste", field.hint),
        }
    whole = field.whole
    return {
        "validate": "integer" if whole else "decimal",
        "criteria": "between",
        "minimum": int(field.range.low) if whole else field.range.low,
        "maximum": int(field.range.high) if whole else field.range.high,
        "input_title": field.label,
        "input_message": field.hint,
        **refusal(field.range.describe(field.unit), field.hint),
    }
