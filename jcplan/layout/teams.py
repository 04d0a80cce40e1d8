"""Sheet Teams: offices and teams with the weights by which targets are shared out, and fixed targets."""

from __future__ import annotations

from typing import Any

from jcplan.cases import Case, Office, Team
from jcplan.layout.units import Unit, key, whole
from jcplan.model import Model, Shape
from jcplan.model.teams import MEASURES, Entry
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import refusal
from jcplan.sheet.table import Column, Row, Special, Table

NAME = "Teams"
_NUMBERS = ("", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")


def sheet(model: Model, case: Case) -> Sheet:
    """The offices and teams of a case."""
    page = Sheet(NAME, "Geschäftsstellen und Teams", (9, 28, 22, *[13] * 8), tab=styles.PALE_YELLOW)
    page.put(3, 2, "Wer die Ziele trägt. Eingetragen wird in die gelben Felder; Plätze dürfen leer bleiben.", "finding")
    page.skip()
    offices = whole(model.shape).parts
    page.table(_offices(offices, case))
    page.freeze_row = page.top("gs")
    page.skip()
    page.table(_teams(offices, case))
    page.skip()
    page.put(page.row, 2, (
        f"Das Kürzel steht in den Dateien für „jcplan import-ist“ in der Spalte einheit. {_places(model.shape)}"
    ), "subtitle")  # fmt: skip
    for table in ("gs", "team"):
        _validate(page, table)
    return page


def _offices(offices: tuple[Unit, ...], case: Case) -> Table:
    """Each office, and the targets that it holds."""
    columns = (
        *_named("Geschaeftsstelle", "Geschäftsstelle"),
        Column("leer", style="label", head_style="header"),
        *(
            column
            for measure in MEASURES
            for column in (
                Column(f"{key(measure)}_gewicht", over=measure.label),
                Column(f"{key(measure)}_fest", "fester Jahreswert", form=styles.HEADS, style="input", name=measure.held_by_office),
            )
        ),
    )  # fmt: skip
    rows = [
        Row(unit.key, "", cells=_typed(case.offices[index] if index < len(case.offices) else None))
        for index, unit in enumerate(offices)
    ]
    note = "Ein fester Jahreswert hält das Ziel einer Geschäftsstelle; die anderen teilen sich den Rest."
    return Table("gs", columns, rows, title="Geschäftsstellen", note=note, span=0)


def _teams(offices: tuple[Unit, ...], case: Case) -> Table:
    """Each team with its weights, and the targets that it holds."""
    columns = (
        *_named("Team", "Team"),
        Column("gs", "Geschäftsstelle", style="label", head_style="header"),
        *(
            column
            for measure in MEASURES
            for column in (
                Column(f"{key(measure)}_gewicht", "Gewicht", form="#,##0.##", style="input", name=measure.weight, over=measure.label),
                Column(f"{key(measure)}_fest", "fester Jahreswert", form=styles.HEADS, style="input", name=measure.held),
            )
        ),
    )  # fmt: skip
    rows = []
    for number, office in enumerate(offices):
        name = f"{{gs.{office.key}.name}}"
        shown = {"gs": Special(f'IF(ISBLANK({name}),"",{name})')}
        for index, unit in enumerate(office.parts):
            team = case.team(number, index)
            weights = team.weights if team else {}
            typed = {f"{key(m)}_gewicht": Special(value=weights.get(m.key)) for m in MEASURES}
            rows.append(Row(unit.key, "", cells={**_typed(team), **shown, **typed}))
    note = "Nach dem Gewicht wird das Jahresziel der Geschäftsstelle verteilt, in ganzen Zahlen; ein fester Jahreswert hält das Ziel eines Teams."
    return Table("team", columns, rows, title="Teams", note=note, span=0)


def _named(name: str, head: str) -> tuple[Column, Column]:
    """Kürzel and name; 1.2 is no date."""
    return (
        Column("kuerzel", "Kürzel", form="@", style="input_label", head_style="header", name=f"{name}_Kuerzel"),
        Column("name", head, style="input_label", head_style="header", name=f"{name}_Name"),
    )


def _typed(found: Office | Team | None) -> dict[str, Special]:
    return {
        "kuerzel": Special(value=found.key if found else None),
        "name": Special(value=found.name if found else None),
    }


def _places(shape: Shape) -> str:
    """How many teams an office can have."""
    fewest, most = min(shape.teams), max(shape.teams)
    if fewest < most:
        return f"Je Geschäftsstelle sind {fewest} bis {most} Plätze für Teams da."
    number = _NUMBERS[most] if most < len(_NUMBERS) else most
    return f"Je Geschäftsstelle {'ist ein Platz für ein Team' if most == 1 else f'sind {number} Plätze für Teams'} da."


def _validate(page: Sheet, table: str) -> None:
    """What may be typed into the columns of a table."""
    page.validate(f"{table}.kuerzel", _text("Kürzel", "Kurzes Zeichen, zum Beispiel 1.2; als Text."))
    page.validate(f"{table}.name", _text("Name", "Wie er auf den Blättern stehen soll."))
    for measure in MEASURES:
        held = _number(f"{measure.label}: fest", "Fester Jahreswert, ganze Zahl; leer: wird verteilt.", Entry.WHOLE)
        page.validate(f"{table}.{key(measure)}_fest", {**held, "validate": "integer", "maximum": 50_000_000})
        if table == "team":
            weight = _number(
                f"{measure.label}: Gewicht", "Gewicht ab 0, zum Beispiel der Bestand des Teams.", Entry.NUMBER
            )
            page.validate(f"{table}.{key(measure)}_gewicht", weight)


def _text(title: str, text: str) -> dict[str, Any]:
    return {
        "validate": "length", "criteria": "<=", "value": 40, "ignore_blank": True, "input_title": title,
        "input_message": text, "error_title": "Eingabe", "error_message": "Bitte höchstens 40 Zeichen eintragen.",
    }  # fmt: skip


def _number(title: str, text: str, entry: Entry) -> dict[str, Any]:
    return {
        "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1e9, "input_title": title,
        "input_message": text, **refusal(entry.value, text),
    }  # fmt: skip
