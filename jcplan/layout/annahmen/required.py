"""Which inputs a plan needs, and which of them is missing: worked out beside the sheet, not printed."""

from __future__ import annotations

from collections.abc import Iterator

from jcplan.cells import Area
from jcplan.layout.annahmen.cells import NEEDED
from jcplan.model import Model
from jcplan.model.groups import name_of
from jcplan.sheet.page import Sheet
from jcplan.sheet.table import SUM, Column, Row, Special, Table

MISSING = "Eingaben_fehlen"
"""Defined name of how many inputs are missing."""
SENTENCE = (
    f'IF({MISSING}=0,"Alle Pflichtfelder sind ausgefüllt.","Los geht\'s: noch "&{MISSING}&" Feld")'
    f'&IF({MISSING}>1,"er","")'
)
RENEW = "bitte neu eintragen"
"""What the source of an input says that has a value of the year before and needs a new one."""
FROM_BEFORE = "Eingaben_zu_erneuern"
"""Defined name of how many rows have such a source beside a value."""
_KEPT = f"übernommen, {RENEW}"
HOW_TO = (
    '"Gelbe Felder ausfüllen. * Pflicht, (*) eines davon"'
    f'&IF({FROM_BEFORE}=0,"",". Dazu Zeilen mit Werten des Vorjahres, deren Quelle „{RENEW}“ sagt: "&{FROM_BEFORE})'
)
_NEXT = "MATCH(1,{pflicht.fehlt},0)"
LINK = (
    f'IF({MISSING}=0,"",HYPERLINK("#"&INDEX({{pflicht.name}},{_NEXT}),'
    f'"Nächstes Feld: "&INDEX({{pflicht.bezeichnung}},{_NEXT})))'
)
"""Formula of a link to the first input that is missing."""


def conditional(model: Model, name: str) -> bool:
    """Whether an input is one of several of which a plan needs some."""
    ends = ("ELB", "IQ_Steigerung", "IQ_Ziel")
    return name in {name_of(number, end) for number in model.groups for end in ends}


def table(page: Sheet, model: Model, row: int) -> None:
    """The list of required inputs, in the order in which they stand on the sheet."""
    needed = sorted(_needed(model), key=lambda each: (page.names[each[0]].top, page.names[each[0]].left))
    rows = [
        Row(f"f{number}", label, cells={"name": Special(value=name), "fehlt": f"IF({missing},1,0)"})
        for number, (name, label, missing) in enumerate(needed)
    ]
    total = Row(
        "gesamt", "fehlen", kind="total", cells={"fehlt": Special(f"SUM({{f0:f{len(rows) - 1}}})", name=MISSING)}
    )
    columns = (Column("name", "Name", style="unit"), Column("fehlt", "fehlt", form="0", style="helper", total=SUM))
    page.table(Table("pflicht", columns, rows, head="Pflichtfeld", total=total), row=row, column=NEEDED)
    last = page.area("pflicht.gesamt.fehlt")
    page.put(last.bottom + 1, NEEDED, "mit Werten des Vorjahres", "unit")
    page.put(
        last.bottom + 1,
        last.left,
        formula=f'SUMPRODUCT(ISNUMBER(FIND("{_KEPT}",Annahmen_Quelle))*1)',
        style="helper",
        number_format="0",
    )
    page.name_area(FROM_BEFORE, Area(last.bottom + 1, last.left, last.bottom + 1, last.left))


def _needed(model: Model) -> Iterator[tuple[str, str, str]]:
    """Of each its name, its label, and the condition under which it is missing."""
    for each in model.inputs:
        if not each.optional:
            yield each.name, each.label, f"COUNT({each.name})=0"
    stocks = [name_of(number, "ELB") for number in model.groups]
    for number in model.groups:
        if number > 1:  # one group may be the rest
            name, upto = stocks[number - 1], ",".join(stocks[:number])
            yield name, model.field(name).label, f"AND(COUNT({name})=0,COUNT({upto})<{number - 1})"
        rise, target = name_of(number, "IQ_Steigerung"), name_of(number, "IQ_Ziel")
        yield rise, f"Gruppe {number}: IQ, Steigerung oder Zielquote", f"COUNT({rise},{target})=0"
