"""Whether the adopted targets go with the calculation: computed once, shown on each sheet that has to do with them."""

from __future__ import annotations

from typing import Final

from jcplan.cells import Area
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Conditional
from jcplan.sheet.table import Column, Row, Special, Table

STATE_NAME: Final = "Ziele_Stand"
"""Defined name of the sentence."""
LEVEL_NAME: Final = "Ziele_Stand_Stufe"
"""Defined name of the number of the row that the sentence stands in."""
MISSING_NAME: Final = "Funktionen_fehlen"
"""Defined name of what to do where jcplan's functions are missing; an empty text where they are there."""
ADOPTED: Final = "beschlossen "
"""How a text begins that shows a target beside another result of today."""
ALWAYS_SHOWN: Final = frozenset({
    STATE_NAME, "Eingaben_fehlen", "Annahme_Jobcenter", "Annahme_Stand", "Annahme_Beschluss_am", "Annahme_Beschluss_durch",
    "Mappe_Version",
})  # fmt: skip
"""Names in formulas that are seen while inputs are missing."""
INCOMPLETE: Final = 1
CURRENT: Final = 5
"""Numbers of the first and the last row."""
_MISSING: Final = (
    "Die jcplan-Funktionen fehlen in diesem Programm. Bitte nicht speichern, sondern mit „jcplan open“ öffnen "
    "(LibreOffice: einmal vorher „jcplan libreoffice“)."
)


def status_band(page: Sheet, row: int, column: int) -> None:
    """The sentence, coloured by what it says, over the columns from one to the sheet's last.

    Args:
        page: The sheet.
        row: Where it begins; the first row stays in sight where it is frozen.
        column: Likewise.
    """
    page.put(row, column, formula=STATE_NAME, style="band")
    for more in range(column + 1, page.last_column + 1):
        page.put(row, more, None, "band")
    page.conditionals.append(Conditional("state", Area(row, column, row, page.last_column)))


def states(page: Sheet) -> None:
    """What can be the case, the first that is; and whether the functions are there."""
    update = "bitte „Ziele aktualisieren“"
    missing, off = "Eingaben_fehlen", "Pruefung_Abweichungen"
    rows = (
        ("eingaben", "Eingaben fehlen", f"{missing}>0",
         f'"Noch ohne Ziele: "&{missing}&IF({missing}=1," Eingabe fehlt"," Eingaben fehlen")'),
        ("funktionen", "die Funktionen fehlen", f"LEN({MISSING_NAME})>0", '"Ziele nicht geprüft: die jcplan-Funktionen fehlen"'),
        ("ohne", "noch keine Ziele", "COUNT(Ziele_exakt)=0", f'"Ziele noch nicht festgeschrieben – {update}"'),
        ("veraltet", "Ziele passen nicht zur Rechnung", f"{off}>0",
         f'"Ziele veraltet: "&{off}&IF({off}=1," Abweichung"," Abweichungen")&" – {update}"'),
    )  # fmt: skip
    otherwise = Row("aktuell", "sonst", cells={"zutrifft": Special(value=1.0), "satz": Special(value="Ziele aktuell")})
    page.table(Table(
        "zustand", (Column("zutrifft", "trifft zu", form="0"), Column("satz", "Satz", style="text")),
        [*(Row(key, label, cells={"zutrifft": f"({case})*1", "satz": text}) for key, label, case, text in rows), otherwise],
        head="Fall, der erste gilt", title="Stand der Ziele", height=18,
    ))  # fmt: skip
    for name, label, formula, style in (
        (LEVEL_NAME, "Fall, der gilt", "MATCH(1,{zustand.zutrifft},0)", "value"),
        (STATE_NAME, "Satz dazu", f"INDEX({{zustand.satz}},{LEVEL_NAME})", "label_left"),
    ):
        page.put(page.row, 2, label, "label")
        page.put(page.row, 3, formula=formula, style=style)
        page.name_area(name, Area(page.row, 3, page.row, 3))
        page.skip()
    page.put(page.row, 2, "Hinweis, wo die jcplan-Funktionen fehlen", "label")
    at = Area(page.row, 3, page.row, 3)
    # the second factor is never 0: it lets programs compute the cell whenever a result changes
    page.block(at, f'IF(ISERROR(JC_VERSION())*(1+ISERROR(Pruefung_Gesamt)),"{_MISSING}","")', "label_left")
    page.name_area(MISSING_NAME, at)
    page.skip()
