"""What is typed on the sheet Sicherheit: distributions, draws, what goes together; and what counts of it."""

from __future__ import annotations

from typing import Final

from jcplan.cases import Case
from jcplan.layout import chain
from jcplan.layout.annahmen import number_format
from jcplan.model import Field, Model
from jcplan.model.fields import EURO, SHARE
from jcplan.model.groups import DECIMALS
from jcplan.questions.chances import DRAWS, MOST_DRAWS, SEED
from jcplan.questions.draws import DISCRETE, FIXED, KINDS, NORMAL, PERT, TRIANGLE
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import refusal
from jcplan.sheet.table import Block, Column, Row, Special, Table, facts

PREFIX: Final = "Sicherheit_"
"""How the name of an input's distribution begins; it goes on as the input's without ``Annahme_``."""
WHY: Final = "_Quelle"
"""How the name of the cell ends that says where a distribution is from."""
DRAWS_NAME: Final = f"{PREFIX}Ziehungen"
SEED_NAME: Final = f"{PREFIX}Saat"
RANKS_NAME: Final = f"{PREFIX}Korrelation"
CHOSEN_NAME: Final = f"{PREFIX}Ziel"
"""Defined name of the cell that says of which target the sheet shows what it depends on."""
DISTRIBUTIONS_NAME: Final = "Plan_Verteilungen"
CORRELATION_NAME: Final = "Plan_Korrelation"
TARGETS_NAME: Final = "Plan_Ziele"
"""Defined name of the names of the targets that can be chosen."""
PAIRS: Final = 10


_PARAMETERS: Final = (
    ("p1", "kleinster / Mittel /\n1. Wert"),
    ("p2", "wahrschein-\nlichster / Standardab-\nweichung / Gewicht"),
    ("p3", "größter /\n2. Wert"),
    ("p4", "Gewicht"),
    ("p5", "3. Wert"),
    ("p6", "Gewicht"),
)
SAMPLE: Final = (
    f"{chain.NAMES_NAME},{chain.VALUES_NAME},{DISTRIBUTIONS_NAME},{DRAWS_NAME},{SEED_NAME},{CORRELATION_NAME}"
)
"""Arguments of all functions that draw: the same draws for all."""
_WORDS: Final = (
    ("fest", "–"),
    ("leer", "im Plan leer: wirkt nicht"),
    ("zahlen", "Zahlen fehlen: gilt als fest"),
    ("folge", "Zahlen prüfen: gilt als fest"),
    ("unsicher", "unsicher"),
)
"""What becomes of a distribution, by its stage from 1 on."""


def uncertain_fields(model: Model) -> tuple[Field, ...]:
    """The inputs that may be uncertain: all of which a target is computed, but decimals."""
    return tuple(each for each in chain.fields(model) if each.unit != DECIMALS)


def inputs_table(page: Sheet, model: Model, case: Case) -> None:
    """A row an input: what it is in the plan, and how uncertain."""
    rows = []
    for field in uncertain_fields(model):
        spread = case.spreads.get(field.name)
        numbers = spread.numbers if spread else ()
        typed = {each: Special(value=value) for (each, _), value in zip(_PARAMETERS, numbers, strict=False)}
        form = {SHARE: "0.0### %", EURO: styles.HEADS}.get(field.unit, "General")  # weights may be fractions
        rows.append(Row(
            chain.key(field), chain.label(model, field), form=form, unit=field.unit,
            label_style="label_wrap",
            cells={
                "quelle": Special(value=spread.why if spread else None),
                "plan": Special(
                        f'IF(ISNUMBER({{szenarien.plan.{chain.key(field)}.wert}}),{{szenarien.plan.{chain.key(field)}.wert}},"")', form=number_format(field)),
                "art": Special(value=spread.kind if spread else FIXED),
                **{each: typed.get(each) for each, _ in _PARAMETERS},
                "gilt": f"INDEX({{werte_worte.wort}},{{verteilung.{chain.key(field)}.stufe}})",
            },
        ))  # fmt: skip
    columns = (
        Column("quelle", "woher, warum", style="input_note", head_style="header_text"),
        Column("einheit", "Einheit", style="unit", head_style="header_text"),
        Column("plan", "im Plan"),
        Column("art", "Art", style="input_text"),
        *(Column(each, head, style="input") for each, head in _PARAMETERS),
        Column("gilt", "gilt als", style="quiet", head_style="header_text"),
        Column("gilt_breit", style="quiet"),
    )
    note = "fest: sicher · normal: Mittel, Standardabweichung · dreieck, pert: kleinster, wahrscheinlichster, größter Wert · diskret: einzelne Werte mit Gewichten"  # fmt: skip
    spans = {"zahlen": ("p1", "p6"), "vorn": ("p1", "p5"), "hinten": ("p2", "p6"), "verteilung": ("art", "p6")}
    page.table(Table(
        "eingaben", columns, rows, head="Eingabe", title="Wie unsicher sind die Eingaben?", note=note, height=58, spans=spans,
    ))  # fmt: skip
    for field in uncertain_fields(model):
        _name_and_validate(page, case, field)
    page.skip()


_LINE: Final = 36
"""Characters that fit into a line of the column of reasons."""
_LABEL: Final = 46
"""Characters that fit into a line of the labels."""
HEIGHT: Final = 15.75
"""Of a row; of the usual height LibreOffice makes another one, and charts stand where they should not."""


def _name_and_validate(page: Sheet, case: Case, field: Field) -> None:
    row, name = f"eingaben.{chain.key(field)}", PREFIX + chain.suffix(field)
    page.name_area(name, page.area(f"{row}.verteilung"))
    page.name_area(name + WHY, page.area(f"{row}.quelle"))
    spread = case.spreads.get(field.name)
    lines = -(-len(spread.why) // _LINE) if spread else 1
    long = len(field.label) > _LABEL
    page.heights[page.area(row + ".art").top] = HEIGHT + 12.0 * (max(lines, 1 + long) - 1)
    page.validate(f"{row}.art", {
        "validate": "list", "source": list(KINDS), "input_title": field.label,
        "input_message": "fest: sicher. normal: Mittel und Standardabweichung. dreieck, pert: kleinster, wahrscheinlichster, größter Wert. diskret: Wert, Gewicht, Wert, Gewicht …",
        **refusal("einer der Einträge der Liste: " + ", ".join(KINDS)),
    })  # fmt: skip
    low, high = min(field.range.low, 0.0), max(field.range.high, 1.0)
    shown = type(field.range)(low, high).describe(field.unit)
    page.validate(f"{row}.p1:{row}.p6", {
        "validate": "decimal", "criteria": "between", "minimum": low, "maximum": high, "input_title": field.label,
        "input_message": f"Zahl zur gewählten Art, in der Einheit der Eingabe ({field.unit}). Gewichte: Verhältnis genügt, zum Beispiel 1 und 3.",
        **refusal(shown),
    })  # fmt: skip
    page.validate(f"{row}.quelle", {
        "validate": "length", "criteria": "<=", "value": 200, "input_title": field.label,
        "input_message": "Woher die Spanne kommt, höchstens 200 Zeichen.", **refusal("ein Text bis 200 Zeichen"),
    })  # fmt: skip


def kinds() -> Table:
    """How many numbers each kind takes; ``diskret`` takes pairs."""
    rows = [
        Row(kind, kind, cells={"art": Special(value=kind), "anzahl": Special(value=float(len(numbers)))})
        for kind, numbers in KINDS.items()
    ]
    columns = (Column("art", "Art", style="text"), Column("anzahl", "Zahlen", form="0", style="helper"))
    return Table("arten", columns, rows, head="Verteilung", title="Verteilungen", height=18)


def words() -> Table:
    """What becomes of a distribution, in words."""
    rows = [Row(each, each, cells={"wort": Special(value=word)}) for each, word in _WORDS]
    return Table("werte_worte", (Column("wort", "Wort", style="text"),), rows, head="Stufe", title="Was aus einer Verteilung wird", height=18)  # fmt: skip


def constants() -> Table:
    """Which share of a distribution is its span, and what that takes."""

    def constant(row: str, label: str, value: float, form: str) -> Row:
        return Row(row, label, cells={"wert": Special(value=value)}, form=form)

    rows = (
        constant("unten", "unteres Ende der Spanne", 0.1, "0 %"),
        constant("mitte", "Mitte", 0.5, "0 %"),
        constant("oben", "oberes Ende der Spanne", 0.9, "0 %"),
        constant("z", "Standardnormalverteilung: so viele Standardabweichungen bis dorthin", 1.2815515655446004, "0.0000"),
        constant("lambda", "PERT: Gewicht des wahrscheinlichsten Werts", 4.0, "0"),
    )  # fmt: skip
    return facts("fest", rows, head="Festlegung", title="Spannen der Eingaben")


def distributions(model: Model) -> Table:
    """What counts of the typed distributions, the span of each input, and what the chosen target is at its ends."""
    ok = "{gilt}"
    p1, p2, p3, p5 = (f"{{p{number}}}" for number in (1, 2, 3, 5))
    u, z, pert = "{fest.unten.wert}", "{fest.z.wert}", "{fest.lambda.wert}"
    low, high = f"{u}*({p3}-{p1})*({p2}-{p1})", f"{u}*({p3}-{p1})*({p3}-{p2})"
    left, right = f"(1-{u})*({p3}-{p1})*({p2}-{p1})", f"(1-{u})*({p3}-{p1})*({p3}-{p2})"
    typed, numbers = "{eingaben.*.art}", "{eingaben.*.zahlen}"
    q1, q2, q3, q4, q6 = (f"{{eingaben.*.p{number}}}" for number in (1, 2, 3, 4, 6))

    def end(sign: str, edge: str, triangle: str) -> str:
        return (
            f'IF({{art}}="{NORMAL}",{p1}{sign}{z}*{p2},0)+IF({{art}}="{DISCRETE}",{edge}({p1},{p3},{p5}),0)'
            f'+IF({{art}}="{TRIANGLE}",{{{triangle}}},0)+IF({{art}}="{PERT}",{{pert_mittel}}{sign}{z}*{{pert_streuung}},0)'
        )

    formulas = {
        "art": ("Art", f'IF({ok},{{wort}},"{FIXED}")'),
        **{
            each: (f"{number}. Zahl", f'IF({ok}*ISNUMBER({{eingaben.*.{each}}}),{{eingaben.*.{each}}},"")')
            for number, (each, _) in enumerate(_PARAMETERS, 1)
        },
        "wort": ("eingetragene Art", f'IF(LEN({typed})=0,"{FIXED}",{typed})'),
        "nummer": ("ihre Nummer", "IFERROR(MATCH({wort},{arten.art},0),1)"),
        "zahl": ("Zahlen", f"COUNT({numbers})"),
        "vollstaendig": (
            "alle da",
            (
                f"(COUNTA({numbers})={{zahl}})*(SUMPRODUCT((LEN({{eingaben.*.vorn}})=0)*(LEN({{eingaben.*.hinten}})>0))=0)"
                f'*IF({{wort}}="{DISCRETE}",({{zahl}}>0)*({{zahl}}/2=INT({{zahl}}/2)),{{zahl}}=INDEX({{arten.anzahl}},{{nummer}}))*({{nummer}}>1)'
            ),
        ),
        "folge": (
            "in Ordnung",
            (
                f'IF({{wort}}="{NORMAL}",{q2}>=0,1)*IF({{wort}}="{DISCRETE}",(MIN({q2},{q4},{q6})>=0)*(SUM({q2},{q4},{q6})>0),1)'
                f'*IF(OR({{wort}}="{TRIANGLE}",{{wort}}="{PERT}"),({q1}<={q2})*({q2}<={q3}),1)'
            ),
        ),
        "stufe": (
            "Stufe",
            f'IF({{wort}}="{FIXED}",1,2+ISNUMBER({{szenarien.plan.*.wert}})*(1+{{vollstaendig}}*(1+{{folge}})))',
        ),
        "gilt": ("gilt", "({stufe}=ROWS({werte_worte.wort}))*1"),
        "anteil": ("Dreieck: Anteil links", f"IFERROR(({p2}-{p1})/({p3}-{p1}),0)"),
        "dreieck_unten": ("Dreieck unten", f"IFERROR(IF({u}<{{anteil}},{p1}+POWER({low},1/2),{p3}-POWER({right},1/2)),0)"),
        "dreieck_oben": ("Dreieck oben", f"IFERROR(IF(1-{u}<{{anteil}},{p1}+POWER({left},1/2),{p3}-POWER({high},1/2)),0)"),
        "pert_mittel": ("PERT: Mittel", f"IFERROR(({p1}+{pert}*{p2}+{p3})/({pert}+2),0)"),
        "pert_streuung": (
            "PERT: Streuung",
            f"IFERROR(POWER(({{pert_mittel}}-{p1})*({p3}-{{pert_mittel}})/({pert}+2+1),1/2),0)",
        ),
        "ende_unten": ("unteres Ende", end("-", "MIN", "dreieck_unten")),
        "ende_oben": ("oberes Ende", end("+", "MAX", "dreieck_oben")),
        "unten": ("unten", f'IF({ok},{{ende_unten}},"")'),
        "oben": ("oben", f'IF({ok},{{ende_oben}},"")'),
        "ziel_unten": ("Ziel bei unten", None),
        "ziel_oben": ("Ziel bei oben", None),
        "breite": ("Breite", "IF(ISNUMBER({ziel_unten})*ISNUMBER({ziel_oben}),ABS({ziel_oben}-{ziel_unten}),-1)"),
        "zeile": ("Zeile", None),
        "rang": ("Rang", "SUMPRODUCT(({verteilung.breite}>{breite})*1)+SUMPRODUCT(({verteilung.breite}={breite})*({verteilung.zeile}<={zeile}))"),
        "fest": (FIXED, None),
        "einheit": ("Einheit", None),
    }  # fmt: skip
    columns = [
        Column(each, head, formula=formula, style="text" if each in ("art", "wort", "fest", "einheit") else "helper")
        for each, (head, formula) in formulas.items()
    ]
    rows = []
    for number, field in enumerate(chain.fields(model), 1):
        own: dict[str, Special | str | None] = {
            "zeile": Special(value=float(number)),
            "fest": Special(value=FIXED),
            "einheit": Special(value=field.unit),
        }
        if field.unit == DECIMALS:  # not typed
            own |= {each: Special(value=None) for each, _ in _PARAMETERS}
            own |= {each: Special(value=0.0) for each in ("zahl", "vollstaendig", "folge")}
            own |= {"wort": Special(value=FIXED)}
        rows.append(Row(chain.key(field), chain.label(model, field), cells=own))
    first, last = rows[0].key, rows[-1].key
    block = Block(
        (first, "ziel_unten"), (last, "ziel_oben"),
        f'IFERROR(JC_EMPFINDLICHKEIT({{wahl.gerechnet.wert}},{chain.NAMES_NAME},{chain.VALUES_NAME},{{verteilung.unten}},{{verteilung.oben}}),"")',
    )  # fmt: skip
    return Table(
        "verteilung", columns, rows, head="Eingabe", title="Verteilungen, die gelten; Spannen und ihre Wirkung", height=18, blocks=(block,),
        spans={"alle": ("art", "p6")}, names={"alle": DISTRIBUTIONS_NAME},
    )  # fmt: skip


def drawing(page: Sheet) -> None:
    """How often is drawn, from which seed, and what comes of it."""
    rows = (
        Row("ziehungen", "Ziehungen", cells={"wert": Special(value=float(DRAWS), style="input", name=DRAWS_NAME)}, form="#,##0"),
        Row("saat", "Startzahl des Zufalls", cells={"wert": Special(value=float(SEED), style="input", name=SEED_NAME)}, form="0"),
        Row("moeglich", "davon ergeben einen Plan", form="#,##0"),
        Row("unmoeglich", "ergeben keinen und zählen nicht mit", form="#,##0"),
        Row("grund", "häufigster Grund dafür"),
    )  # fmt: skip
    columns = (Column("wert", "Anzahl"),)
    block = Block(("moeglich", "wert"), ("grund", "wert"), f'IFERROR(JC_ZIEHUNGEN({SAMPLE}),"")')
    page.table(Table("ziehungen", columns, rows, head="Zufall", title="Ziehungen", blocks=(block,), height=18))
    for row, low, high, hint in (
        ("ziehungen", 1, MOST_DRAWS, "10.000 genügen: die Wahrscheinlichkeiten sind dann auf ± 0,5 Prozentpunkte genau."),
        ("saat", 0, 2**32 - 1, "Gleiche Startzahl, gleiche Ziehungen. Eine andere zeigt, wie sehr der Zufall mitspielt."),
    ):  # fmt: skip
        page.validate(f"ziehungen.{row}", {
            "validate": "integer", "criteria": "between", "minimum": low, "maximum": high,
            "input_title": "Ziehungen" if low else "Startzahl des Zufalls", "input_message": hint,
            **refusal(f"eine ganze Zahl von {low} bis {high}"),
        })  # fmt: skip
    page.skip()


def pairs(page: Sheet, case: Case) -> None:
    """Pairs of inputs that go together."""
    known = {each.name for each in uncertain_fields(case.model)}
    given = [pair for pair in case.ranks if {*pair[:2]} <= known]
    rows = []
    for number in range(1, PAIRS + 1):
        pair = given[number - 1] if number <= len(given) else (None, None, None)
        rows.append(Row(
            f"k{number}", "", cells={
                **{each: Special(value=value) for each, value in zip(("eine", "andere", "rang"), pair, strict=True)},
                "worte": f'{{korrelation.k{number}.worte}}&""',
            },
        ))  # fmt: skip
    columns = (
        Column("eine", "Eingabe", style="input_text", head_style="header"),
        Column("andere", "geht zusammen mit", style="input_text"),
        Column("rang", "Korrelation", style="input", form="0.0#"),
        Column("worte", "in Worten", style="quiet", head_style="header_text"),
    )
    page.table(Table(
        "paare", columns, rows, title="Was zusammengeht", span=0, height=18, spans={"alle": ("eine", "rang")},
        note="Rangkorrelation von −1 (gegenläufig) bis 1 (gleichlaufend); ohne Eintrag sind Eingaben unabhängig voneinander",
    ))  # fmt: skip
    page.name_area(RANKS_NAME, page.area("paare.alle"))
    page.validate(f"paare.k1.eine:paare.k{PAIRS}.andere", {
        "validate": "list", "source": f"={chain.NAMES_NAME}", "input_title": "Eingabe", "input_message": "Name einer unsicheren Eingabe aus der Liste. Leer: kein Paar.",
        **refusal("einer der Namen der Liste"),
    })  # fmt: skip
    page.validate(f"paare.k1.rang:paare.k{PAIRS}.rang", {
        "validate": "decimal", "criteria": "between", "minimum": -1, "maximum": 1, "input_title": "Rangkorrelation",
        "input_message": "1: steigen zusammen. −1: die eine steigt, wenn die andere sinkt. 0: unabhängig.",
        **refusal("eine Zahl von −1 bis 1"),
    })  # fmt: skip
    page.skip()


def ranks() -> Table:
    """Pairs that are complete."""

    def label(column: str) -> str:
        return f"INDEX({{verteilung.bezeichnung}},MATCH({{paare.*.{column}}},{chain.NAMES_NAME},0))"

    both = "".join(f"ISNUMBER(MATCH({{paare.*.{each}}},{chain.NAMES_NAME},0))*" for each in ("eine", "andere"))
    filled = "COUNTA({paare.*.alle})"
    columns = (
        *(Column(each, head, formula=f'IF({{gilt}},{{paare.*.{each}}},"")', style=style) for each, head, style in (
            ("eine", "Eingabe", "text"), ("andere", "mit", "text"), ("rang", "Rangkorrelation", "helper"),
        )),
        Column("gilt", "gilt", formula=f"{both}ISNUMBER({{paare.*.rang}})*NOT(EXACT({{paare.*.eine}},{{paare.*.andere}}))*(ABS(SUM({{paare.*.rang}}))<=1)", style="helper"),
        Column("worte", "in Worten", formula=f'IFERROR(IF({{gilt}},{label("eine")}&" / "&{label("andere")},{{rest}}),"")', style="text"),
        Column("rest", "sonst", formula=f'IF({filled}=0,"","unvollständig: gilt nicht")', style="text"),
    )  # fmt: skip
    rows = [Row(f"k{number}", f"Paar {number}") for number in range(1, PAIRS + 1)]
    return Table(
        "korrelation", columns, rows, head="Paar", title="Paare, die gelten", height=18,
        spans={"alle": ("eine", "rang")}, names={"alle": CORRELATION_NAME},
    )  # fmt: skip
