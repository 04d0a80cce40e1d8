"""Sheet Erklärung: why a target is another one than in another state of the plan, and how it comes about."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from jcplan.german import MINUS
from jcplan.layout import chain, groups, szenarien
from jcplan.model import Field, Model
from jcplan.model.fields import SHARE
from jcplan.model.groups import plan_names
from jcplan.questions import steps
from jcplan.questions.named import LEFT_BLANK
from jcplan.questions.sentence import STOCK_FIELDS
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import refusal
from jcplan.sheet.table import Block, Column, Row, Special, Table

TARGET_NAME, FROM_NAME, TO_NAME = "Erklaerung_Ziel", "Erklaerung_von", "Erklaerung_zu"
"""Defined names of what is chosen: the target, and the two states of the plan."""
TARGETS_NAME, STATES_NAME = "Plan_Ziele_zur_Wahl", "Plan_Staende_zur_Wahl"
"""Defined names of what there is to choose."""
PLAN, LAST, BEFORE = "Plan", "letzte Aktualisierung", "Vorjahr"
"""What the states are called that are no scenarios."""
_STATES: Final = ("plan", "letzte", "vorjahr", *szenarien.ALL)
LABELS_NAME: Final = "Plan_Gruppen"
"""Defined name of what the groups are called."""
_SUBJECTS: Final = ("thema1", "thema2", "thema3")
_DEFAULT: Final = "IQ gesamt"
_LEAST: Final = 4
"""Parts of a change that a plan with few groups has."""
_POINTS: Final = "Prozentpunkte"


def sheet(model: Model) -> Sheet:
    """The sheet."""
    page = Sheet(
        "Erklärung", "Erklärung: warum ein Ziel ist, wie es ist", (42, 44, 66, 20), tab=styles.BLUE, key="erklaerung"
    )
    for table in (
        _targets(model), _named_states(), _groups(model), _chosen(), _states(model), _sentence(), _effects(model), _slots(model), _bridge(model),
    ):  # fmt: skip
        page.work(table)
    page.put(3, 2, "Ziel und zwei Stände wählen; alles Weitere rechnet sich.", "subtitle")
    page.skip()
    page.table(_choice())
    page.skip()
    for number in range(1, 4):
        page.put(page.row, 2, formula=_line(number), style="finding")
        page.skip()
    page.skip()
    top = page.row
    page.table(_parts(model))
    page.charts.append(charts.lying_bridge(
        "schritte", (),
        "Brücke von einem Stand zum anderen: oben die Veränderung insgesamt, darunter, was jede Ursache dazu beiträgt; aufwärts nach rechts, abwärts nach links. Die Zahlen stehen in der Tabelle daneben.",
        row=top, column=4, width=600, height=20 * (_count(model) + 4),
    ))  # fmt: skip
    page.row = max(page.row + 2, top + _count(model) + 6)
    page.table(_way(model))
    page.put(page.row, 2, "Der Rechenweg gilt für den Stand bei „zu“. Vorjahr heißt: keine Veränderung, kein Zugang, keine Steigerung, die Quoten des Vorjahres als Ziele.", "subtitle")  # fmt: skip
    page.freeze_row = 3
    _offer(page)
    return page


def _line(number: int) -> str:
    """A line of the sentence; where there is none, of what to look for."""
    otherwise = (
        "Dazu gibt es keine Erklärung: ein Stand ist kein Plan, oder die Wahl passt nicht." if number == 1 else ""
    )
    return f'IFERROR({{satz.z{number}.text}}&"","{otherwise}")'


def _choice() -> Table:
    """What is chosen."""
    rows = (
        Row("ziel", "Ziel", cells={"wahl": Special(value=_DEFAULT, style="input_text", name=TARGET_NAME)}),
        Row("von", "von (Stand vorher)", cells={"wahl": Special(value=BEFORE, style="input_text", name=FROM_NAME)}),
        Row("zu", "zu (Stand nachher)", cells={"wahl": Special(value=PLAN, style="input_text", name=TO_NAME)}),
    )
    return Table(
        "wahl", (Column("wahl", "Wahl aus der Liste", style="input_text"),), rows, head="Was erklärt wird", height=18
    )


def _offer(page: Sheet) -> None:
    """Lists to choose from."""
    for name, source, what in ((TARGET_NAME, TARGETS_NAME, "Ziel"), (FROM_NAME, STATES_NAME, "Stand vorher"), (TO_NAME, STATES_NAME, "Stand nachher")):  # fmt: skip
        key = {TARGET_NAME: "wahl.ziel.wahl", FROM_NAME: "wahl.von.wahl", TO_NAME: "wahl.zu.wahl"}[name]
        page.validate(key, {
            "validate": "list", "source": f"={source}", "input_title": what, "input_message": "Bitte aus der Liste wählen.",
            **refusal("ein Eintrag der Liste"),
        })  # fmt: skip


# ---- workings: what there is to choose ----------------------------------------------------------


def _offered(name: str) -> Column:
    """What rows are called, as a list to choose from takes it."""
    return Column("wahl", "zur Wahl", style="text", formula='{bezeichnung}&""', name=name)


def _targets(model: Model) -> Table:
    """The targets by what they are called, and how their changes are printed."""
    rows = [
        Row(
            target.name.lower(), szenarien.called(target),
            cells={
                "name": Special(value=target.name), "stellen": Special(value=4.0 if target.unit == SHARE else float(target.places)),
                "gezeigt": Special(value=2.0 if target.unit == SHARE else float(target.places)),
                "faktor": Special(value=100.0 if target.unit == SHARE else 1.0),
                "einheit": Special(value=_POINTS if target.unit == SHARE else target.unit),
                "thema": Special(value=3.0 if target.name.startswith("Ziel_ELB_") else 2.0 if target.name.startswith(("Ziel_IQ_", "Ziel_Integrationen")) else 1.0),
            },
        )
        for target in szenarien.shown(model)
    ]  # fmt: skip
    columns = (
        _offered(TARGETS_NAME),
        Column("name", "Name", style="text"),
        Column("stellen", "Nachkommastellen", style="helper", form="0"),
        Column("gezeigt", "davon gezeigt", style="helper", form="0"),
        Column("faktor", "gedruckt mal", style="helper", form="0"),
        Column("einheit", "Einheit", style="text"),
        Column("thema", "Thema", style="helper", form="0"),
    )
    return Table("zurwahl", columns, rows, head="Ziel", title="Erklärung: Ziele zur Wahl", height=18)


def _named_states() -> Table:
    """What the states are called."""
    names = (PLAN, LAST, BEFORE)
    fixed = [Row(key, name) for key, name in zip(_STATES, names, strict=False)]
    called = [
        Row(key, f'=IF(LEN({{szenarien.{key}}})=0,"Szenario {number}",{{szenarien.{key}}}&"")')
        for number, key in enumerate(szenarien.ALL, 1)
    ]
    return Table(
        "staende",
        (_offered(STATES_NAME),),
        [*fixed, *called],
        head="Stand",
        title="Erklärung: Stände zur Wahl",
        height=18,
    )


def _groups(model: Model) -> Table:
    """What the groups are called, and whether one is the rest of the total."""
    rows = groups.rows(model, rest="ISBLANK(@_ELB)*1")
    called = (
        replace(row, cells={**row.cells, "name": groups.label_of(n)}) for n, row in zip(model.groups, rows, strict=True)
    )
    columns = (
        Column("name", "Name", style="text", name=LABELS_NAME),
        Column("rest", "ist der Rest", style="helper", form="0"),
    )
    return Table("gruppen", columns, tuple(called), head="Gruppe", title="Erklärung: Gruppen", height=18)


def _states(model: Model) -> Table:
    """The inputs of every state, a row an input, and of the two that are chosen; a blank stays one."""
    last = "INDEX(Grundlage_Werte,MATCH({name},Grundlage_Namen,0))"
    rows = [
        Row(
            chain.key(field), chain.label(model, field),
            cells={
                "name": Special(value=field.name), "plan": f"{{szenarien.{chain.key(field)}_plan}}",
                "letzte": f'IF(ISBLANK({last}),"",{last})', "vorjahr": _year_before(model, field),
                **{f"{key}_roh": _of_scenario(f"{{szenarien.{chain.key(field)}_{key}}}") for key in szenarien.ALL},
                **{key: f'IF({{{key}_roh}}="{LEFT_BLANK}","",{{{key}_roh}})' for key in szenarien.ALL},
                **_subjects(model, field),
            },
        )
        for field in chain.fields(model)
    ]  # fmt: skip
    chosen = (
        Column(key, key, style="helper", formula=f"INDEX({{plan}}:{{{_STATES[-1]}}},{{gewaehlt.{key}}})")
        for key in ("von", "zu")
    )
    columns = (
        Column("name", "Name", style="text"),
        *(Column(f"{key}_roh", f"{key}, wie eingetragen", style="helper") for key in szenarien.ALL),
        *(Column(key, key, style="helper") for key in _STATES),
        *chosen,
        *(
            Column(key, head, style="text")
            for key, head in zip(_SUBJECTS, ("einzeln", "Quoten", "Bestände"), strict=True)
        ),
        Column(
            "thema", "Thema", style="text", formula=f"INDEX({{{_SUBJECTS[0]}}}:{{{_SUBJECTS[-1]}}},{{gewaehlt.thema}})"
        ),
    )
    return Table(
        "zustaende", columns, rows, head="Eingabe", title="Erklärung: die Eingaben in allen Ständen", height=18
    )


def _of_scenario(typed: str) -> str:
    """Of a scenario's input what is typed, or the plan's value where nothing is."""
    return f"IF(ISBLANK({typed}),{{plan}},{typed})"


def _year_before(model: Model, field: Field) -> str | Special:
    """Of an input what it is in the year before; see ``questions.states``."""
    attribute, position = plan_names(model.shape.gruppen)[field.name]
    if attribute in ("veraenderung", "zugang", "lzb_ziel"):
        return Special(value=0.0)
    if attribute == "iq_steigerung":
        return 'IF({plan}="","",0)'
    if attribute == "iq_ziel" and position is not None:
        earlier = f"{{iq.bisher_{groups.key_of(position + 1)}}}"
        return f"IF(ISNUMBER({earlier})*LEN({{plan}})>0,{earlier},{{plan}})"
    return "{plan}"


def _subjects(model: Model, field: Field) -> dict[str, str | Special | None]:
    """What an input is explained with: alone, by shares and rates, by the groups' stocks; see ``questions.sentence``."""
    attribute, position = plan_names(model.shape.gruppen)[field.name]
    alone, stock = '{bezeichnung}&""', attribute in STOCK_FIELDS or attribute == "elb_gesamt"
    label = alone if position is None else groups.label_of(position + 1)
    rates: str | Special = (
        'IF({gewaehlt.faktor}=1,"Bestände","Anteile")&" der Gruppen"'
        if stock
        else f'"Quote "&{label}'
        if position is not None
        else alone
    )
    rest = 'IFERROR("ELB "&INDEX({gruppen.name},MATCH(1,{gruppen.rest},0)),{bezeichnung}&"")'
    stocks = rest if attribute == "elb_gesamt" else f'"ELB "&{label}' if stock else alone
    return dict(zip(_SUBJECTS, (alone, rates, stocks), strict=True))


def _chosen() -> Table:
    """Numbers of what is chosen."""
    target = f"MATCH({TARGET_NAME},{TARGETS_NAME},0)"
    rows = (
        Row("ziel", "Nummer des Ziels", target),
        Row("von", "Nummer des Stands vorher", f"MATCH({FROM_NAME},{STATES_NAME},0)"),
        Row("zu", "Nummer des Stands nachher", f"MATCH({TO_NAME},{STATES_NAME},0)"),
        *(Row(key, label, f"INDEX({{zurwahl.{key}}},{{ziel}})")
          for key, label in (("thema", "Thema"), ("stellen", "Nachkommastellen"), ("gezeigt", "davon gezeigt"), ("faktor", "gedruckt mal"))),
        Row("summe", "Veränderung insgesamt", "IF(COUNT({wirkung.beitrag})=0,0,{faktor}*INDEX({wirkung.beitrag},COUNT({wirkung.beitrag})))", form="General"),
        Row("name", "Name des Ziels", cells={"wert": Special("INDEX({zurwahl.name},{ziel})", style="text")}),
        Row("einheit", "Einheit", cells={"wert": Special("INDEX({zurwahl.einheit},{ziel})", style="text")}),
    )  # fmt: skip
    return Table(
        "gewaehlt",
        (Column("wert", "Wert", style="helper", form="0"),),
        rows,
        head="Größe",
        title="Erklärung: was gewählt ist",
        height=18,
    )


# ---- workings: the explanation -------------------------------------------------------------------


def _sentence() -> Table:
    rows = [Row(f"z{number}", f"Zeile {number}") for number in range(1, 4)]
    formula = f"JC_ERKLAERE_SATZ({{gewaehlt.name}},{{zustaende.name}},{{zustaende.von}},{{zustaende.zu}},{LABELS_NAME})"
    return Table(
        "satz",
        (Column("text", "Text", style="text", block=formula),),
        rows,
        head="Satz",
        title="Erklärung: der Satz",
        height=18,
    )


def _effects(model: Model) -> Table:
    """What JC_ERKLAERE gives, and of those with an effect which one each is."""
    rows = [
        Row(f"w{n}", f"Zeile {n}", cells={"nr": Special(value=float(n))})
        for n in range(1, len(chain.fields(model)) + 3)
    ]
    states = "{zustaende.name},{zustaende.von},{zustaende.zu},{zustaende.thema}"
    formula = f"JC_ERKLAERE({{gewaehlt.name}},{states},{{gewaehlt.stellen}})"
    columns = (
        Column("nr", "Nr.", style="helper", form="0"),
        Column("ursache", "Ursache", style="text"),
        Column("beitrag", "Beitrag", style="helper"),
        Column("zaehlt", "wirkt", style="helper", form="0", formula="({nr}<COUNT({wirkung.beitrag}))*({beitrag}<>0)"),
        Column("reihe", "Platz", style="helper", form="0", formula="{zaehlt}*SUM({w1.zaehlt}:{zaehlt})"),
    )
    blocks = (Block(("w1", "ursache"), (rows[-1].key, "beitrag"), formula),)
    return Table("wirkung", columns, rows, head="Zeile", title="Erklärung: Beiträge", height=18, blocks=blocks)


def _count(model: Model) -> int:
    """Parts of a change that there is room for: stocks, each group's rate, the earlier rate of all, rounding."""
    return max(_LEAST + 1, model.shape.gruppen + 3)


def _slots(model: Model) -> Table:
    """The parts that are shown, without those that have no effect."""
    rows = [Row(f"p{n}", f"Platz {n}", cells={"nr": Special(value=float(n))}) for n in range(1, _count(model) + 1)]
    signed = _signed("SUM({beitrag})")
    columns = (
        Column("nr", "Nr.", style="helper", form="0"),
        Column("zeile", "Zeile", style="helper", form="0", formula="IFERROR(MATCH({nr},{wirkung.reihe},0),0)"),
        Column("ursache", "Ursache", style="text", formula='IF({zeile}=0,"",INDEX({wirkung.ursache},{zeile})&"")'),
        Column(
            "beitrag",
            "Beitrag",
            style="helper",
            formula='IF({zeile}=0,"",{gewaehlt.faktor}*INDEX({wirkung.beitrag},{zeile}))',
        ),
        Column("gedruckt", "gedruckt", style="text", formula=signed),
    )
    return Table("platz", columns, rows, head="Platz", title="Erklärung: was gezeigt wird", height=18)


def _bridge(model: Model) -> Table:
    """The chart's steps: the whole change, and below it its parts."""
    steps_of = [
        Row(f"p{n}", f'=IF({{platz.p{n}.zeile}}=0,"",{{platz.p{n}.ursache}}&" "&{{platz.p{n}.gedruckt}})',
            cells={"wert": f"SUM({{platz.p{n}.beitrag}})"})
        for n in range(1, _count(model) + 1)
    ]  # fmt: skip
    whole = Row(
        "summe", f'=IFERROR("insgesamt "&{_signed("{gewaehlt.summe}")},"insgesamt")', cells={"wert": "{gewaehlt.summe}"}
    )
    return charts.bridge_table(
        "schritte", (whole, *steps_of), "Erklärung: Brücke", "General", (("summe", "summe", ""), ("p1", steps_of[-1].key, "")),
    )  # fmt: skip


def _signed(value: str) -> str:
    """Formula of a number with its sign, in the decimals of the target."""
    return f'IF({value}>0,"+","")&IF({value}<0,"{MINUS}","")&FIXED(ABS({value}),{{gewaehlt.gezeigt}})'


# ---- what is seen --------------------------------------------------------------------------------


def _parts(model: Model) -> Table:
    """The parts that add up to the change."""
    rows = [
        Row(f"p{n}", f"={{platz.p{n}.ursache}}", cells={
            "beitrag": f'IF({{platz.p{n}.zeile}}=0,"",{{platz.p{n}.gedruckt}}&" "&{{gewaehlt.einheit}})',
        })
        for n in range(1, _count(model) + 1)
    ]  # fmt: skip
    total = Row(
        "summe",
        "Veränderung insgesamt",
        kind="total",
        cells={"beitrag": f'IFERROR({_signed("{gewaehlt.summe}")}&" "&{{gewaehlt.einheit}},"–")'},
    )
    return Table(
        "beitraege",
        (Column("beitrag", "trägt bei"),),
        rows,
        head="Ursache",
        title="Woran es liegt",
        height=18,
        total=total,
    )


def _way(model: Model) -> Table:
    """How the target comes about."""
    count = steps.most(model.shape.gruppen)
    rows = [Row(f"s{n}", "") for n in range(1, count + 1)]
    columns = tuple(
        Column(key, head, style="text")
        for key, head in (
            ("groesse", "Größe"),
            ("formel", "Formel"),
            ("zahlen", "mit Zahlen"),
            ("ergebnis", "Ergebnis"),
        )
    )
    formula = f'IFERROR(JC_RECHENWEG({{gewaehlt.name}},{{zustaende.name}},{{zustaende.zu}},{LABELS_NAME}),"")'
    return Table(
        "weg", columns, rows, title="Der Rechenweg, Schritt für Schritt", height=18, span=0,
        blocks=(Block(("s1", "groesse"), (f"s{count}", "ergebnis"), formula),),
    )  # fmt: skip
