"""Sheet Annahmen: every input, one a row."""

from __future__ import annotations

from typing import Any

from jcplan.cases import Case
from jcplan.cells import Area
from jcplan.layout import groups
from jcplan.model import Field, Model, places_field
from jcplan.model.fields import EURO, SHARE
from jcplan.model.groups import DECIMALS
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet, Validation

NAME = "Annahmen"
VALUE, UNIT, PLACES, AS_OF, SOURCE, NOTE = range(3, 9)
FIRST = "Annahme_Planjahr"
"""Defined name of the first figure."""
COLUMN_NAMES = {"Annahmen_Datenstand": AS_OF, "Annahmen_Quelle": SOURCE, "Annahmen_Hinweis": NOTE}
"""Defined names of what may be typed beside each figure: a row is found by the figure's name."""
_PLACES = "Stellen der Zahl in der Zelle: 22,4 % = 0,224 hat 3; 5,9 Mio. € hat −5."
_HEADER = ("Bezeichnung", "Wert", "Einheit", "Stellen", "Datenstand", "Quelle", "Hinweis", "Name in Formeln")


def number_format(field: Field) -> str:
    """How a value of this field is shown."""
    if field.unit == SHARE:
        return styles.percent(max(field.places, 2))
    if field.unit == EURO:
        return styles.EURO if field.places >= 0 else '#,##0 "€"'
    if field.places > 0:
        return f"#,##0.{'0' * field.places}"
    return "0" if field.unit in ("Jahr", DECIMALS) else styles.HEADS


def sheet(case: Case) -> Sheet:
    """The inputs with value, unit, printed decimals, date, source and note."""
    page = Sheet(NAME, "Annahmen", (44, 16.5, 15, 8, 24, 31, 34, 50), tab=styles.PALE_YELLOW)
    page.one_page = False
    page.put(
        page.row, 2, "Nur hier wird eingetragen: die gelben Felder. Alles andere rechnet die Arbeitsmappe.", "subtitle"
    )
    page.put(
        3,
        2,
        formula='IF(Eingaben_fehlen=0,"Alle Eingaben sind vorhanden.","Fehlende Eingaben: "&Eingaben_fehlen)',
        style="finding",
    )
    page.row += 2
    page.heading("Dokument")
    model = case.model
    for name, label in model.texts.items():
        page.put(page.row, 2, label, "label")
        page.put(page.row, VALUE, case.texts[name], "input_text")
        page.name_area(name, Area(page.row, VALUE, page.row, VALUE))
        page.validations.append(Validation(page.row, VALUE, {
            "validate": "length", "criteria": "between", "minimum": 1, "maximum": 80,
            "input_title": label, "input_message": "Text; steht im Kopf jedes Blattes.",
            "error_title": "Eingabe", "error_message": "Bitte 1 bis 80 Zeichen eintragen.",
        }))  # fmt: skip
        page.row += 1
    page.row += 1
    block = ""
    starts = {part.fields[0].name: f"{part.title}: {part.note}" for part in model.parts if part.fields}
    for field in model.figures:
        if field.block != block:
            block = field.block
            page.row += field is not model.figures[0]
            if field is model.printed[0] or field.name in starts:
                page.page_breaks.append(page.row - 1)
            if field.name in starts:
                page.put(page.row, 2, starts[field.name], "finding")
                page.row += 1
            note = f"Für die Prüfungen. Leere Felder heißen: nicht gedruckt, also nicht prüfbar. {_PLACES}"
            page.heading(block, note if field is model.printed[0] else "")
            page.header(_HEADER, height=20)
        _row(page, case, field)
        page.row += 1
    top = page.names[FIRST].top
    for name, column in COLUMN_NAMES.items():
        page.name_area(name, Area(top, column, page.row - 1, column))
    page.put(page.row + 1, 2, "Fehlende Eingaben", "label")
    page.put(page.row + 1, VALUE, formula=_missing(model), style="value", number_format="0")
    page.put(page.row + 1, UNIT, "Felder", "unit")
    page.name_area("Eingaben_fehlen", Area(page.row + 1, VALUE, page.row + 1, VALUE))
    return page


def _missing(model: Model) -> str:
    """Formula of the number of inputs without which there is no plan."""
    required = [field.name for field in model.inputs if not field.optional]
    stocks = groups.listed(model, "ELB")
    rates = groups.summed(model, "(COUNT(@_IQ_Steigerung,@_IQ_Ziel)=0)")
    return f"{len(required)}-COUNT({','.join(required)})+MAX(0,{model.shape.gruppen - 1}-COUNT({stocks}))+{rates}"


def _row(page: Sheet, case: Case, field: Field) -> None:
    entry = case.entry(field.name)
    row = page.row
    page.put(row, 2, entry.label or field.label, "input_label" if field.renamable else "label_wrap")
    page.put(row, VALUE, entry.value, "input", None if field.options else number_format(field))
    page.put(row, UNIT, field.unit, "unit")
    page.put(row, PLACES, None if field.options else float(field.places), "input" if field.printed else "value", "0")
    for column, text in ((AS_OF, entry.as_of), (SOURCE, entry.source), (NOTE, entry.note)):
        page.put(row, column, text or None, "input_text")
    page.put(row, 9, field.name, "unit")
    page.name_area(field.name, Area(row, VALUE, row, VALUE))
    page.validations.append(Validation(row, VALUE, _validation(field)))
    if field.renamable:
        page.name_area(field.label_name, Area(row, 2, row, 2))
        page.validations.append(Validation(row, 2, {
            "validate": "length", "criteria": "<=", "value": 80, "input_title": field.label[:32],
            "input_message": "Bezeichnung, wie sie auf den Blättern stehen soll.",
            "error_title": "Eingabe", "error_message": "Bitte höchstens 80 Zeichen eintragen.",
        }))  # fmt: skip
    if field.printed:
        places = places_field(field)
        page.name_area(places.name, Area(row, PLACES, row, PLACES))
        page.validations.append(Validation(row, PLACES, {
            "validate": "integer", "criteria": "between", "minimum": int(places.range.low), "maximum": int(places.range.high),
            "input_title": "Gedruckte Stellen", "input_message": _PLACES,
            "error_title": "Eingabe", "error_message": f"Bitte eine ganze Zahl von −12 bis 12 eintragen. {_PLACES}",
        }))  # fmt: skip


def _validation(field: Field) -> dict[str, Any]:
    """Range (or the list of words) and German hint of an input cell."""
    if field.options:
        return {
            "validate": "list",
            "source": list(field.options),
            "ignore_blank": True,
            "input_title": field.label[:32],
            "input_message": field.hint,
            "error_title": "Das geht hier nicht",
            "error_message": f"Erwartet wird einer der Einträge der Liste. {field.hint}"[:255],
        }
    whole = field.whole
    return {
        "validate": "integer" if whole else "decimal",
        "criteria": "between",
        "minimum": int(field.range.low) if whole else field.range.low,
        "maximum": int(field.range.high) if whole else field.range.high,
        "ignore_blank": True,
        "input_title": field.label[:32],
        "input_message": field.hint,
        "error_title": "Das geht hier nicht",
        "error_message": f"Erwartet wird {field.range.describe(field.unit)}. {field.hint}"[:255],
    }
