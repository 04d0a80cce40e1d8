"""Sheet Vereinbarungen: what was agreed in the monthly talks; what is open stands on the page of its team."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from jcplan.cells import Area
from jcplan.layout.units import Unit, printed, whole
from jcplan.model import Model
from jcplan.model.agreements import AGREEMENTS, CLOSED, DUE, MONTH, OPEN, STATE, STATES, TEAM, WHAT, WHO
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Conditional, refusal
from jcplan.sheet.table import Column, Row, Special, Table

NAME: Final = "Vereinbarungen"
LINES: Final = tuple(f"k{number}" for number in range(1, 6))
"""Keys of the open agreements that a page of a team shows."""
MONTH_FORM: Final = "mm.yyyy"
_WHAT_LIMIT: Final = 70
"""Characters of what is agreed: so many stand in a line of the team's page."""
_DAYS: Final = (dt.date(2005, 1, 1), dt.date(2100, 12, 31))
_KEYS: Final = tuple(f"v{number}" for number in range(1, AGREEMENTS + 1))


def sheet(model: Model) -> Sheet:
    """The sheet, and on the sheet of workings which agreement stands in which line of which page."""
    page = Sheet(NAME, "Vereinbarungen aus den Monatsgesprächen", (64, 22, 12, 12, 9, 13, 30), tab=styles.PALE_YELLOW)
    jobcenter = whole(model.shape)
    for table in (_units(jobcenter), _state(), _pages(jobcenter)):
        page.work(table)
    used, left = f"SUMPRODUCT((LEN({WHAT})>0)*1)", f"SUMPRODUCT((LEN({WHAT})=0)*1)"
    page.finding(
        f'IF({used}=0,"Noch nichts vereinbart: eintragen, was offen ist, steht auf der Teamseite",'
        f'"Vereinbart: "&{used}&", davon offen: "&SUM({{lage.offen}})&", frei: "&{left}&" Zeilen")'
    )
    page.put(4, 2, "Kürzel des Teams oder der Geschäftsstelle wie auf „Teams“; leer gilt es dem ganzen Jobcenter. Erledigtes kann stehen bleiben oder gelöscht werden.", "subtitle")  # fmt: skip
    page.skip(2)
    page.table(_agreed())
    page.conditionals.append(Conditional("overdue", page.area("liste.heute"), page.area("liste.bis").left))
    cells = page.area("liste.was:liste.heute")
    page.filtered = Area(page.top("liste"), cells.left, cells.bottom, cells.right)
    page.freeze_row = page.top("liste")
    page.repeat_rows = (1, page.top("liste"))
    page.one_page = page.mutes = False
    _validate(page)
    printed(page, 0)
    return page


def _agreed() -> Table:
    """A row an agreement."""
    columns = (
        Column("was", "Was", style="input_label", head_style="header", name=WHAT),
        Column("wer", "Wer", style="input_label", head_style="header", name=WHO),
        Column("bis", "bis wann", form=styles.DATE, style="input", name=DUE),
        Column("stand", "Stand", style="input_text", name=STATE),
        Column("team", "Team", form="@", style="input_text", name=TEAM),
        Column("monat", "Monat des Gesprächs", form=MONTH_FORM, style="input", name=MONTH),
        Column("heute", "heute", style="verdict", formula='IF({lage.*.unbekannt}=1,"Kürzel unbekannt",{lage.*.wort})'),
    )  # fmt: skip
    return Table("liste", columns, [Row(key, "") for key in _KEYS], span=0)


def _units(jobcenter: Unit) -> Table:
    """Kürzel and number of every page but the first, which is that of the whole."""
    rows = []
    for number, unit in enumerate(list(jobcenter)[1:], 2):
        at = f"{{teams.{'gs' if unit.parts else 'team'}.{unit.key}.kuerzel}}"
        cells: dict[str, str | Special | None] = {
            "kuerzel": f'IF(ISBLANK({at}),"",{at}&"")',
            "nummer": Special(value=float(number)),
        }
        rows.append(Row(unit.key, unit.label, cells=cells))
    columns = (Column("kuerzel", "Kürzel", style="text"), Column("nummer", "Seite", style="helper", form="0"))
    return Table("seiten", columns, rows, head="Einheit", title="Die Teamseiten und ihre Kürzel", height=18)


def _state() -> Table:
    """Of each agreement whether it is open, on which page it stands, and as the how manieth there."""
    closed = "*".join(f'({{liste.*.stand}}<>"{state}")' for state in CLOSED)
    found = '{seiten.kuerzel}={liste.*.team}&""'
    columns = (
        Column("offen", "offen", style="helper", formula=f"(LEN({{liste.*.was}})>0)*{closed}"),
        Column("seite", "Seite", style="helper", formula=f"IF(LEN({{liste.*.team}})=0,1,SUMPRODUCT(MAX(({found})*{{seiten.nummer}})))"),
        Column("zeile", "Zeile", style="helper", formula=f"SUMPRODUCT(({{{_KEYS[0]}.seite:seite}}={{seite}})*{{{_KEYS[0]}.offen:offen}})"),
        Column("schluessel", "Schlüssel", style="helper", formula=f"{{offen}}*({{seite}}*(ROWS({WHAT})+1)+{{zeile}})"),
        Column("unbekannt", "unbekannt", style="helper", formula="(LEN({liste.*.was})>0)*({seite}=0)"),
        Column("genannt", "genannt", style="text", formula=f'IF(LEN({{liste.*.stand}})=0,"{OPEN}",{{liste.*.stand}}&"")'),
        Column("wort", "Wort", style="text", formula='IF({offen}=1,{genannt},"")'),
    )  # fmt: skip
    rows = [Row(key, f"Vereinbarung {number}") for number, key in enumerate(_KEYS, 1)]
    return Table("lage", columns, rows, head="Vereinbarung", title="Stand der Vereinbarungen", height=18)


def _pages(jobcenter: Unit) -> Table:
    """A row a page: how many agreements are open, and which of them stand in its lines; 0 for none."""
    place = f"{{nummer}}*(ROWS({WHAT})+1)+{{platz}}"
    columns = (
        Column("nummer", "Seite", style="helper", form="0"),
        Column("offen", "offen", style="helper", formula="SUMPRODUCT(({lage.seite}={nummer})*{lage.offen})"),
        *(
            Column(key, f"Zeile {number}", style="helper", formula=f"IFERROR(MATCH({place},{{lage.schluessel}},0),0)")
            for number, key in enumerate(LINES, 1)
        ),
    )
    order = {key: Special(value=float(number)) for number, key in enumerate(LINES, 1)}
    rows = [
        Row("platz", "Nummer der Zeile", cells={**order, "nummer": None, "offen": None}),
        *(
            Row(unit.key, unit.label, cells={"nummer": Special(value=float(number))})
            for number, unit in enumerate(jobcenter, 1)
        ),
    ]
    return Table("zeilen", columns, rows, head="Einheit", title="Offenes in den Zeilen der Teamseiten", height=18)


def _validate(page: Sheet) -> None:
    """What may be typed into each column."""
    page.validate("liste.was", _text("Was vereinbart ist", _WHAT_LIMIT, "damit es in eine Zeile der Teamseite passt"))
    page.validate("liste.wer", _text("Wer es tut", 40, "zum Beispiel Teamleitung"))
    page.validate(
        "liste.bis", _day("bis wann", "Letzter Tag, zum Beispiel 31.03.2017. Danach steht „überfällig“ dabei.")
    )
    page.validate("liste.monat", _day("Monat des Gesprächs", "Ein Tag dieses Monats, zum Beispiel 15.03.2017; gezeigt wird 03.2017."))  # fmt: skip
    page.validate("liste.stand", {
        "validate": "list", "source": list(STATES), "input_title": "Stand", "input_message": "Aus der Liste; leer heißt offen.",
        **refusal("eines von: " + ", ".join(STATES)),
    })  # fmt: skip
    page.validate("liste.team", _text("Team", 40, "Kürzel wie auf „Teams“; leer: das ganze Jobcenter"))


def _text(title: str, limit: int, hint: str) -> dict[str, Any]:
    return {
        "validate": "length", "criteria": "<=", "value": limit, "input_title": title,
        "input_message": f"Höchstens {limit} Zeichen, {hint}.", **refusal(f"ein Text bis {limit} Zeichen"),
    }  # fmt: skip


def _day(title: str, hint: str) -> dict[str, Any]:
    return {
        "validate": "date", "criteria": "between", "minimum": _DAYS[0], "maximum": _DAYS[1], "input_title": title,
        "input_message": hint, **refusal("ein Datum wie 15.03.2017"),
    }  # fmt: skip
