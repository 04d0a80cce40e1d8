"""Sheet Prozessqualität: standards as Soll and Ist with traffic lights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jcplan.cells import Area, absolute
from jcplan.core.tracking import GREEN, RED, YELLOW
from jcplan.layout.slots import FREE, chosen, slot_label
from jcplan.model.fields import SHARE
from jcplan.model.parts.prozess import LESS, MISSED, MORE, REACHED, STANDARDS, Standard
from jcplan.sheet import styles
from jcplan.sheet.page import Conditional, Drawn, Place, Sheet
from jcplan.sheet.relation import Relation, needs

NAME: Final = "Prozessqualität"
_FIRST: Final = 7
_LAST: Final = _FIRST + len(STANDARDS) - 1
_UNIT: Final = "Standards"
_POINTS: Final = '+0.0 %"-Pkt.";-0.0 %"-Pkt.";0.0 %"-Pkt."'
_UNRATED: Final = ("ohne Istwert", "ohne Sollwert", "nicht belegt")
_MEANING: Final = {
    GREEN: "Sollwert erreicht",
    YELLOW: "Sollwert knapp verfehlt",
    RED: "Sollwert verfehlt",
    _UNRATED[0]: "Istwert fehlt",
    _UNRATED[1]: "Sollwert fehlt",
    _UNRATED[2]: "Feld nicht belegt",
}


def sheet(shared: Mapping[str, Place]) -> Drawn:  # noqa: ARG001 - refers to no other sheet
    """The sheet, the places of its results and what has to hold of them."""
    page = Sheet(NAME, "Prozessqualität", (42, 15, 13, 15, 10, 15, 12, 17, 17, 58), tab=styles.BLUE)
    page.row = 5
    page.heading("Mindeststandards: Soll und Ist")
    page.header(
        (
            "Mindeststandard", "Soll", "Ist", "Abweichung (Ist − Soll)", "Einheit", "Verfehlung, % des Solls", "besser ist",
            "Ampel", "Stand laut Dokument", "in einem Satz",
        )
    )  # fmt: skip
    for row, standard in enumerate(STANDARDS, _FIRST):
        _standard(page, row, standard)
    lights, states = Area(_FIRST, 9, _LAST, 9), absolute(Area(_FIRST, 10, _LAST, 10))
    page.conditionals.append(Conditional("light", lights))
    page.put(_LAST + 1, 2, formula=(
        '"grün: Sollwert erreicht oder besser · gelb: um höchstens "&FIXED(Annahme_Ampel_gelb*100,0)&" % des Solls verfehlt · rot: mehr"'
    ), style="subtitle")  # fmt: skip
    places = {**_counts(page, absolute(lights)), **_agreement(page, absolute(lights), states)}
    met, rated = places["Standards_erfuellt"].local, places["Standards_mit_Ampel"].local
    page.put(3, 2, formula=(
        f'IF({rated}=0,"Noch kein Mindeststandard mit Soll und Ist",{met}&" von "&{rated}&" Mindeststandards mit Soll und Ist erfüllt")'
        f'&" · laut Dokument erreicht: "&COUNTIF({states},"{REACHED}")&", nicht erreicht: "&COUNTIF({states},"{MISSED}")'
    ), style="finding")  # fmt: skip
    places["finding"] = Place(NAME, 3, 2)
    return Drawn(page, places, _relations(places))


def _standard(page: Sheet, row: int, standard: Standard) -> None:
    """One row; a share in per cent or a number of days."""
    share = standard.target.unit == SHARE
    plain, signed = (styles.percent(3), _POINTS) if share else (styles.HEADS_1, styles.SIGNED_1)
    both = (f"C{row}", f"D{row}")
    less = f'(H{row}="{LESS}")'
    light = f"JC_AMPEL(D{row},C{row},Annahme_Ampel_gelb,1-2*{less})"
    missing = f'INDEX(Prozess_ohne_Ampel,1+COUNT(D{row})+2*(B{row}="{FREE}"))'
    shortfall = f"MAX(0,(C{row}-D{row})*(1-2*{less}))"
    page.put(row, 2, formula=slot_label(standard.state, standard.target, standard.actual), style="label_wrap")
    for column, field in ((3, standard.target), (4, standard.actual)):
        page.put(row, column, formula=needs((field.name,), field.name, "–"), style="value", number_format=plain)
    page.put(row, 5, formula=needs(both, f"D{row}-C{row}", "–"), style="value", number_format=signed)
    page.put(row, 6, standard.target.unit, "unit")
    page.put(
        row,
        7,
        formula=needs(both, f'IFERROR({shortfall}/C{row},"–")', "–"),
        style="value",
        number_format=styles.percent(3),
    )
    usual = MORE if share else LESS
    page.put(row, 8, formula=f'IF(ISBLANK({standard.better.name}),"{usual}",{standard.better.name})', style="value")
    page.put(row, 9, formula=f"IF(COUNT({','.join(both)})=2,{light},{missing})", style="verdict")
    page.put(row, 10, formula=chosen(standard.state), style="text")
    page.put(row, 11, formula=(
        f"INDEX(Prozess_Worte,MATCH(I{row},Prozess_Ampeln,0))"
        f'&IFERROR(IF(ROUND(G{row}*100,1)>0," um "&FIXED(G{row}*100,1)&" % des Solls",""),"")'
        f'&IF(ISBLANK({standard.state.name}),"","; laut Dokument "&{standard.state.name})&"."'
    ), style="text")  # fmt: skip


def _counts(page: Sheet, lights: str) -> dict[str, Place]:
    """What the lights mean and how often each is shown."""
    page.row = _LAST + 3
    page.heading("Ampeln: was sie heißen und wie oft sie stehen")
    page.header(("Bedeutung", "Ampel", "Anzahl", "Einheit"), height=18)
    first, last = page.row, page.row + len(_MEANING) - 1
    for row, (word, meaning) in enumerate(_MEANING.items(), first):
        page.put(row, 2, meaning, "label")
        page.put(row, 3, word, "verdict")
        page.put(row, 4, formula=f"COUNTIF({lights},C{row})", style="value", number_format="0")
        page.put(row, 5, _UNIT, "unit")
    page.row = last + 2
    page.conditionals.append(Conditional("light", Area(first, 3, last, 3)))
    page.name_area("Prozess_Worte", Area(first, 2, last, 2))
    page.name_area("Prozess_Ampeln", Area(first, 3, last, 3))
    page.name_area("Prozess_ohne_Ampel", Area(last - len(_UNRATED) + 1, 3, last, 3))
    return {"Standards_erfuellt": Place(NAME, first, 4)}


def _agreement(page: Sheet, lights: str, states: str) -> dict[str, Place]:
    """Whether the document's words agree with Soll and Ist."""
    met = f'({lights}="{GREEN}")'
    missed = f'(({lights}="{YELLOW}")+({lights}="{RED}"))'
    rows = (
        ("Standards_mit_Ampel", "mit Soll und Ist", f"SUMPRODUCT({met}+{missed})"),
        ("Standards_verglichen", "davon mit Stand laut Dokument", f'SUMPRODUCT(({met}+{missed})*({states}<>"–"))'),
        ("Standards_einig", "davon Ampel und Stand gleich", f'SUMPRODUCT({met}*({states}="{REACHED}")+{missed}*({states}="{MISSED}"))'),
    )  # fmt: skip
    page.heading("Stimmt der Stand laut Dokument mit Soll und Ist überein?")
    page.header(("Mindeststandards", "Anzahl", "Einheit"), height=18)
    places = {}
    for name, label, formula in rows:
        page.put(page.row, 2, label, "label")
        places[name] = page.put(page.row, 3, formula=formula, style="value", number_format="0")
        page.put(page.row, 4, _UNIT, "unit")
        page.row += 1
    return places


def _relations(places: Mapping[str, Place]) -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    compared, agreeing = places["Standards_verglichen"].ref, places["Standards_einig"].ref
    return (
        Relation("Wo Soll und Ist bekannt sind, stimmt der Stand laut Dokument mit der Ampel überein", f'IF({compared}=0,"",{compared})',
                 f'IF({compared}=0,"",{agreeing})', _UNIT, "0"),
    )  # fmt: skip
