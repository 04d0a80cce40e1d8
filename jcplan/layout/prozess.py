"""Sheet Prozessqualität: standards as Soll and Ist with traffic lights."""

from __future__ import annotations

from typing import Final

from jcplan.core.tracking import GREEN, RED, YELLOW
from jcplan.layout.slots import FREE, chosen, slot_label
from jcplan.model import Model
from jcplan.model.fields import SHARE
from jcplan.model.parts.prozess import LESS, MISSED, MORE, REACHED, Standard, standards
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.relation import Relation, needs, or_dash
from jcplan.sheet.table import UNIT_COLUMN, Column, Row, Special, Table, facts

_UNIT: Final = "Standards"
_POINTS: Final = styles.with_sign('0.0 %"-Pkt."')
_LIGHTS: Final = (
    ("gruen", GREEN, "Sollwert erreicht"),
    ("gelb", YELLOW, "Sollwert knapp verfehlt"),
    ("rot", RED, "Sollwert verfehlt"),
    ("ohne_ist", "ohne Istwert", "Istwert fehlt"),
    ("ohne_soll", "ohne Sollwert", "Sollwert fehlt"),
    ("frei", "nicht belegt", "Feld nicht belegt"),
)
"""Key, word and meaning; the last three where there is no light, in the order in which a standard's row counts them."""


def sheet(model: Model) -> Sheet:
    """The sheet."""
    widths = (42, 15, 13, 15, 10, 15, 12, 17, 17, 58)
    page = Sheet("Prozessqualität", "Prozessqualität", widths, tab=styles.BLUE, key="prozess")
    page.finding(
        'IF({abgleich.ampel}=0,"Noch kein Mindeststandard mit Soll und Ist",{ampeln.gruen.anzahl}&" von "&{abgleich.ampel}&" Mindeststandards mit Soll und Ist erfüllt")'
        f'&" · laut Dokument erreicht: "&COUNTIF({{standards.stand}},"{REACHED}")&", nicht erreicht: "&COUNTIF({{standards.stand}},"{MISSED}")'
    )
    page.skip()
    page.table(_standards(standards(model.shape.standards)))
    page.put(page.row, 2, formula=(
        '"grün: Sollwert erreicht oder besser · gelb: um höchstens "&FIXED(Annahme_Ampel_gelb*100,0)&" % des Solls verfehlt · rot: mehr"'
    ), style="subtitle")  # fmt: skip
    page.skip(2)
    page.table(_meanings())
    page.name_area("Prozess_Worte", page.area("ampeln.bezeichnung"))
    page.name_area("Prozess_ohne_Ampel", page.area("ampeln.ohne_ist.ampel:ampeln.frei.ampel"))
    page.skip()
    page.table(_agreement())
    page.relations += _relations()
    return page


def _standards(rows: tuple[Standard, ...]) -> Table:
    """Each standard with its light and a sentence about it."""
    both, sign = ("{soll}", "{ist}"), f'1-2*({{besser}}="{LESS}")'
    light = f"IF(COUNT({{soll}},{{ist}})=2,JC_AMPEL({{ist}},{{soll}},Annahme_Ampel_gelb,{sign}),"
    other = f'INDEX(Prozess_ohne_Ampel,1+COUNT({{ist}})+2*({{bezeichnung}}="{FREE}")))'
    shortfall = needs(both, f'IFERROR(MAX(0,({{soll}}-{{ist}})*({sign}))/{{soll}},"–")', "–")
    return Table(
        "standards",
        (
            Column("soll", "Soll"),
            Column("ist", "Ist"),
            Column("abweichung", "Abweichung (Ist − Soll)"),
            UNIT_COLUMN,
            Column("verfehlung", "Verfehlung, % des Solls", form=styles.percent(3), formula=shortfall),
            Column("besser", "besser ist"),
            Column("ampel", "Ampel", formula=light + other, style="verdict", light="light"),
            Column("stand", "Stand laut Dokument", style="text"),
            Column("satz", "in einem Satz", style="text"),
        ),
        [_standard(number, standard) for number, standard in enumerate(rows, 1)],
        head="Mindeststandard", title="Mindeststandards: Soll und Ist",
    )  # fmt: skip


def _standard(number: int, standard: Standard) -> Row:
    """One row; a share in per cent or a number of days."""
    share = standard.target.unit == SHARE
    plain, signed, usual = (styles.percent(3), _POINTS, MORE) if share else (styles.HEADS_1, styles.SIGNED_1, LESS)
    state, better = standard.state.name, standard.better.name
    label = slot_label(standard.state, standard.target, standard.actual)
    return Row(f"nr_{number}", f"={label}", unit=standard.target.unit, label_style="label_wrap", cells={
        "soll": Special(or_dash(standard.target.name), form=plain),
        "ist": Special(or_dash(standard.actual.name), form=plain),
        "abweichung": Special(needs(("{soll}", "{ist}"), "{ist}-{soll}", "–"), form=signed),
        "besser": f'IF(ISBLANK({better}),"{usual}",{better})',
        "stand": chosen(state),
        "satz": 'INDEX(Prozess_Worte,MATCH({ampel},Prozess_Ampeln,0))'
                '&IFERROR(IF(ROUND({verfehlung}*100,1)>0," um "&FIXED({verfehlung}*100,1)&" % des Solls",""),"")'
                f'&IF(ISBLANK({state}),"","; laut Dokument "&{state})&"."',
    })  # fmt: skip


def _meanings() -> Table:
    """What the lights mean and how often each is shown."""
    count = Column("anzahl", "Anzahl", form="0", formula="COUNTIF({standards.ampel},{ampel})")
    return Table(
        "ampeln",
        (Column("ampel", "Ampel", style="verdict", name="Prozess_Ampeln", light="light"), count, UNIT_COLUMN),
        [Row(key, text, cells={"ampel": Special(value=word)}, unit=_UNIT) for key, word, text in _LIGHTS],
        head="Bedeutung", title="Ampeln: was sie heißen und wie oft sie stehen", height=18,
    )  # fmt: skip


def _agreement() -> Table:
    """Whether the document's words agree with Soll and Ist."""
    met = f'({{standards.ampel}}="{GREEN}")'
    missed = f'(({{standards.ampel}}="{YELLOW}")+({{standards.ampel}}="{RED}"))'
    agreeing = f'{met}*({{standards.stand}}="{REACHED}")+{missed}*({{standards.stand}}="{MISSED}")'
    rows = (
        Row("ampel", "mit Soll und Ist", f"SUMPRODUCT({met}+{missed})", form="0", unit=_UNIT),
        Row("stand", "davon mit Stand laut Dokument", f'SUMPRODUCT(({met}+{missed})*({{standards.stand}}<>"–"))', form="0", unit=_UNIT),
        Row("gleich", "davon Ampel und Stand gleich", f"SUMPRODUCT({agreeing})", form="0", unit=_UNIT),
    )  # fmt: skip
    title = "Stimmt der Stand laut Dokument mit Soll und Ist überein?"
    return facts("abgleich", rows, head="Mindeststandards", value="Anzahl", title=title)


def _relations() -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    compared = "{abgleich.stand}"
    return (
        Relation("Wo Soll und Ist bekannt sind, stimmt der Stand laut Dokument mit der Ampel überein", f'IF({compared}=0,"",{compared})',
                 f'IF({compared}=0,"",{{abgleich.gleich}})', _UNIT, "0"),
    )  # fmt: skip
