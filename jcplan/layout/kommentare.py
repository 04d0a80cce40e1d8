"""Sheet Kommentare: what people noted on a figure, bound to its defined name and not to a cell."""

from __future__ import annotations

from typing import Final

from jcplan.layout import mappe, ziele
from jcplan.model import Model
from jcplan.model.agreements import BY, COMMENT_STATE, COMMENT_STATES, COMMENTS, FIGURE, LONGEST, ON, TEXT, THEN
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import refusal
from jcplan.sheet.table import Column, Row, Special, Table

NAME: Final = "Kommentare"
_KEYS: Final = tuple(f"n{number}" for number in range(1, COMMENTS + 1))


def sheet(model: Model) -> Sheet:
    """The sheet; what a figure is called is looked up by its name."""
    page = Sheet(NAME, "Kommentare zu den Zahlen", (34, 62, 18, 12, 17, 12, 30), tab=styles.PALE_YELLOW)
    page.work(_targets(model))
    used, closed = (
        f"SUMPRODUCT((LEN({TEXT})>0)*1)",
        f'SUMPRODUCT(({COMMENT_STATE}="{COMMENT_STATES[-1]}")*(LEN({TEXT})>0))',
    )
    page.finding(
        f'IF({used}=0,"Noch kein Kommentar: Zelle einer Zahl auswählen, Menü JC-Planung, „Kommentar“",'
        f'"Kommentare: "&{used}&", davon offen: "&{used}-{closed})'
    )
    page.put(4, 2, "Ein Kommentar gehört zum Namen einer Zahl und bleibt bei ihr, wohin sie auch rückt; „Warum?“ zeigt ihn. Hier kann er geändert, erledigt oder gelöscht werden.", "subtitle")  # fmt: skip
    page.skip(2)
    page.table(_comments())
    page.freeze_row = page.top("liste")
    page.repeat_rows = (1, page.top("liste"))
    page.one_page = page.mutes = False
    _validate(page)
    return page


def _comments() -> Table:
    """A row a comment."""
    called = (
        f"IFERROR(INDEX({{genannt.bezeichnung}},MATCH({{name}},{{genannt.name}},0)),"
        f'IFERROR(INDEX({{grundlage.annahmen.bezeichnung}},MATCH({{name}},{mappe.BASIS_NAMES_NAME},0)),"gibt es hier nicht"))'
    )  # fmt: skip
    columns = (
        Column("zahl", "Zahl", style="label_wrap", head_style="header", formula=f'IF(LEN({{name}})=0,"",{called})'),
        Column("text", "Kommentar", style="input_text", name=TEXT),
        Column("wer", "wer", style="input_text", name=BY),
        Column("am", "am", form=styles.DATE, style="input", name=ON),
        Column("wert", "Wert damals", style="input_text", form="@", name=THEN),
        Column("stand", "Stand", style="input_text", name=COMMENT_STATE),
        Column("name", "Name in Formeln", style="input_text", name=FIGURE),
    )
    return Table("liste", columns, [Row(key, "") for key in _KEYS], span=0, height=18)


def _targets(model: Model) -> Table:
    """What each target is called, by its name; the inputs' labels stand on the sheet Grundlage."""
    rows = [
        Row(target.name.lower(), _called(target.label, ziele.group_text(target)), cells={"name": Special(value=target.name)})
        for target in model.targets
    ]  # fmt: skip
    columns = (Column("name", "Name in Formeln", style="text"),)
    return Table("genannt", columns, rows, head="Ziel", title="Ziele und ihre Namen", height=18)


def _called(label: str, group: str) -> str:
    return f'="{label}, "&{group[1:]}' if group.startswith("=") else f"{label}, {group}"


def _validate(page: Sheet) -> None:
    page.validate("liste.text", {
        "validate": "length", "criteria": "<=", "value": LONGEST, "input_title": "Kommentar",
        "input_message": "Was zu dieser Zahl zu sagen ist. Leeren Sie die ganze Zeile, um ihn zu löschen.", **refusal(f"ein Text bis {LONGEST} Zeichen"),
    })  # fmt: skip
    page.validate("liste.wer", {
        "validate": "length", "criteria": "<=", "value": 255, "input_title": "wer", "input_message": "Wer es angemerkt hat.",
        **refusal("ein Text bis 255 Zeichen"),
    })  # fmt: skip
