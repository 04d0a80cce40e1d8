"""Sheet Sicherheit: how uncertain the inputs are, and what that means for the targets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jcplan.cases import Case
from jcplan.layout import chain, szenarien
from jcplan.layout.annahmen import number_format
from jcplan.layout.iq import POINTS
from jcplan.model import Field, Model, Target
from jcplan.model.fields import EURO, PUBLISHED, SHARE
from jcplan.model.groups import DECIMALS, DECIMALS_OF_ALL, name_of
from jcplan.questions.chances import DRAWS, MOST_DRAWS, SEED
from jcplan.questions.draws import DISCRETE, FIXED, KINDS, NORMAL, PERT, TRIANGLE
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart, Conditional, refusal
from jcplan.sheet.table import DASH, Block, Column, Row, Special, Table, facts, months

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
_SAMPLE: Final = (
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
_MILLIONS: Final = '0.00,," Mio. €"'
_SHOWN_BARS: Final = 8
_FAN: Final = (("q10", 0.1), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q90", 0.9))
_ALL_RATES: Final = "Ziel_IQ_gesamt"
_EXITS, _EXITS_EXACT = "lzb_geplant", "lzb_geplant_genau"
_NEEDED_EXITS: Final = "Ziel_LZB_Abgang"


def sheet(model: Model, case: Case) -> Sheet:
    """The sheet."""
    page = Sheet(
        "Sicherheit", "Sicherheit: wie sicher sind die Ziele?", (37, 26, 13, 13.5, *[10.5] * 9), tab=styles.BLUE
    )  # fmt: skip
    for table in (_kinds(), _words(), _constants(), _distributions(model), _ranks(), _now(model), _chances(model), _spreads(model)):  # fmt: skip
        page.work(table)
    for stock in ("ELB", "LZB"):
        page.work(_fan(stock))
    page.work(_order())
    page.work(_choice())
    page.work(_findings())
    page.finding(
        'IF(Eingaben_fehlen>0,"Erst die Annahmen ausfüllen; dann hier eintragen, wie unsicher sie sind",{saetze.befund.wert})'
    )
    page.skip()
    _inputs(page, model, case)
    page.page_breaks.append(page.row - 1)
    _drawing(page)
    _pairs(page, case)
    _targets(page, model)
    page.page_breaks.append(page.row - 1)
    _fans(page)
    _tornado(page)
    page.scale = 70
    for row in range(4, page.row):
        page.heights.setdefault(row, _HEIGHT)
    return page


def uncertain_fields(model: Model) -> tuple[Field, ...]:
    """The inputs that may be uncertain: all of which a target is computed, but decimals."""
    return tuple(each for each in chain.fields(model) if each.unit != DECIMALS)


def targets(model: Model) -> tuple[Target, ...]:
    """The published targets, without what only puts them into context and the sum that no shift changes."""
    left_out = ("Ziel_IQ_gesamt_", "Ziel_Budget_Summe")
    return tuple(each for each in model.targets if not each.name.startswith(left_out))


def called(target: Target) -> str:
    """What a target is called, in few words: a text, or a formula with ``=`` before it."""
    return szenarien.called(target) + (" gesamt" if target.name.endswith("_gesamt") else "")


def key(target: Target) -> str:
    """The key of a target's row or column."""
    return target.name.lower()


def as_formula(text: str) -> str:
    """A text, or what stands behind ``=``, as part of a formula."""
    return text[1:] if text.startswith("=") else f'"{text}"'


def words_for(target: Target, value: str) -> str:
    """Formula of a target's value in words, as published."""
    if target.unit == SHARE:
        return f'FIXED(100*{value},{decimals_of(target)}-2)&" %"'
    return f"FIXED({value},0)" + (f'&" {EURO}"' if target.unit == EURO else "")


def decimals_of(target: Target) -> str:
    """What says with how many decimals a target is published: the name of an input, or a number."""
    *_, last = target.name.split("_")
    if target.unit != SHARE:
        return str(target.places)
    return name_of(int(last[1:]), "IQ_Nachkommastellen") if last[1:].isdigit() else DECIMALS_OF_ALL


# ---- inputs ------------------------------------------------------------------------------------


def _inputs(page: Sheet, model: Model, case: Case) -> None:
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
                "plan": Special(f"{{szenarien.plan.{chain.key(field)}.wert}}", form=number_format(field)),
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
_HEIGHT: Final = 15.75
"""Of a row; of the usual height LibreOffice makes another one, and charts stand where they should not."""


def _name_and_validate(page: Sheet, case: Case, field: Field) -> None:
    row, name = f"eingaben.{chain.key(field)}", PREFIX + chain.suffix(field)
    page.name_area(name, page.area(f"{row}.verteilung"))
    page.name_area(name + WHY, page.area(f"{row}.quelle"))
    spread = case.spreads.get(field.name)
    lines = -(-len(spread.why) // _LINE) if spread else 1
    long = len(field.label) > _LABEL
    page.heights[page.area(row + ".art").top] = _HEIGHT + 12.0 * (max(lines, 1 + long) - 1)
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


def _kinds() -> Table:
    """How many numbers each kind takes; ``diskret`` takes pairs."""
    rows = [
        Row(kind, kind, cells={"art": Special(value=kind), "anzahl": Special(value=float(len(numbers)))})
        for kind, numbers in KINDS.items()
    ]
    columns = (Column("art", "Art", style="text"), Column("anzahl", "Zahlen", form="0", style="helper"))
    return Table("arten", columns, rows, head="Verteilung", title="Verteilungen", height=18)


def _words() -> Table:
    rows = [Row(each, each, cells={"wort": Special(value=word)}) for each, word in _WORDS]
    return Table("werte_worte", (Column("wort", "Wort", style="text"),), rows, head="Stufe", title="Was aus einer Verteilung wird", height=18)  # fmt: skip


def _constants() -> Table:
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


def _distributions(model: Model) -> Table:
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


# ---- draws -------------------------------------------------------------------------------------


def _drawing(page: Sheet) -> None:
    """How often is drawn, from which seed, and what comes of it."""
    rows = (
        Row("ziehungen", "Ziehungen", cells={"wert": Special(value=float(DRAWS), style="input", name=DRAWS_NAME)}, form="#,##0"),
        Row("saat", "Startzahl des Zufalls", cells={"wert": Special(value=float(SEED), style="input", name=SEED_NAME)}, form="0"),
        Row("moeglich", "davon ergeben einen Plan", form="#,##0"),
        Row("unmoeglich", "ergeben keinen und zählen nicht mit", form="#,##0"),
        Row("grund", "häufigster Grund dafür"),
    )  # fmt: skip
    columns = (Column("wert", "Anzahl"),)
    block = Block(("moeglich", "wert"), ("grund", "wert"), f'IFERROR(JC_ZIEHUNGEN({_SAMPLE}),"")')
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


def _pairs(page: Sheet, case: Case) -> None:
    """Pairs of inputs that go together."""
    known = {each.name for each in uncertain_fields(case.model)}
    given = [pair for pair in case.ranks if {*pair[:2]} <= known]
    rows = []
    for number in range(1, PAIRS + 1):
        pair = given[number - 1] if number <= len(given) else (None, None, None)
        rows.append(Row(
            f"k{number}", "", cells={
                **{each: Special(value=value) for each, value in zip(("eine", "andere", "rang"), pair, strict=True)},
                "worte": f"{{korrelation.k{number}.worte}}",
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


def _ranks() -> Table:
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


# ---- targets -----------------------------------------------------------------------------------


def _now(model: Model) -> Table:
    """The plan's targets as they come out now."""
    rows = [Row(key(each), each.name, cells={"name": Special(value=each.name)}) for each in model.targets]
    rows += [Row(key(each) + PUBLISHED, each.name + PUBLISHED, cells={"name": Special(value=each.name + PUBLISHED)}) for each in model.targets]  # fmt: skip
    columns = (
        Column("wert", "Wert", style="helper", block=f'IFERROR(JC_PLAN({chain.NAMES_NAME},{chain.VALUES_NAME}),"")'),
        Column("name", "Name", style="text"),
    )
    return Table("stand", columns, rows, head="Ziel", title="Die Ziele, wie sie jetzt herauskommen", height=18)


def _chances(model: Model) -> Table:
    """A column a target: what is published, how likely it is reached, in which range it is."""
    rows = [
        Row(each, label)
        for each, label in (
            ("name", "Name"), ("text", "in Worten"), ("grenze", "Grenze"), ("chance", "Wahrscheinlichkeit"), ("fehler", "Standardfehler"),
            ("genau", "auf dem genauen Wert"), ("q10", "10 %"), ("q50", "50 %"), ("q90", "90 %"), ("sicher", "steht fest"),
            ("erreicht", "erreicht, veröffentlicht"), ("erreicht_genau", "erreicht, genau"), ("einheit", "Einheit"),
        )
    ]  # fmt: skip
    of_all = [*targets(model), *(_exits(model, each) for each in (_EXITS, _EXITS_EXACT))]
    cells: dict[str, dict[str, str | Special | None]] = {row.key: {} for row in rows}
    blocks = []
    for target in of_all:
        column = key(target)
        published = target.name + PUBLISHED
        limit, name = {
            _NEEDED_EXITS: (f"INT({published})+1", _NEEDED_EXITS),
            _EXITS: ("INT(SUM(Annahme_LZB_Abgang))+1", _NEEDED_EXITS),
            _EXITS_EXACT: ("Annahme_LZB_Abgang", _NEEDED_EXITS),
        }.get(target.name, (published, target.name))
        reverse = "1-" if name == _NEEDED_EXITS else ""
        value = "Annahme_LZB_Abgang" if target.name in (_EXITS, _EXITS_EXACT) else published
        exact = _EXITS_EXACT if target.name == _EXITS else column
        contents: dict[str, str | Special] = {
            "name": Special(value=target.name, style="text"),
            "text": Special(f'IFERROR({as_formula(called(target))}&" "&{words_for(target, value)},"")', style="text"),
            "grenze": f'IF(ISNUMBER({value}),{limit},"")',
            "sicher": "({q10}={q90})*(({chance}=0)+({chance}=1))",
            "erreicht": f'IF({{sicher}}+(ISNUMBER({{chance}})=FALSE)>0,"–",{reverse}{{chance}})',
            "erreicht_genau": f'IF({{sicher}}+(ISNUMBER({{chance}})=FALSE)>0,"–",{reverse}{{genau.{exact}}})',
            "einheit": Special(value=target.unit, style="text"),
        }
        for row, content in contents.items():
            cells[row][column] = content
        blocks.append(Block(("chance", column), ("genau", column), f'IFERROR(JC_CHANCE("{name}",{{{column}.grenze}},{_SAMPLE}),"")'.replace(f"{{{column}.grenze}}", f"{{grenze.{column}}}")))  # fmt: skip
        blocks.append(Block(("q10", column), ("q90", column), f'IFERROR(JC_QUANTIL("{name}",{{fest.unten}}:{{fest.oben}},{_SAMPLE}),"")'))  # fmt: skip
    columns = [Column(key(each), each.name, style="helper") for each in of_all]
    made = [Row(row.key, row.label, cells=cells[row.key]) for row in rows]
    return Table("rechnung", columns, made, head="Größe", title="Wie sicher die Ziele sind", height=18, blocks=blocks)


def _exits(model: Model, name: str) -> Target:
    """Whether the planned exits are enough for the target, as another target."""
    needed = next(each for each in model.targets if each.name == _NEEDED_EXITS)
    return type(needed)(
        name, needed.attribute, "LZB: der geplante Abgang reicht", needed.group, needed.unit, needed.places
    )


def _spreads(model: Model) -> Table:
    """What the decimals of the inputs leave open."""
    rows = []
    for target in targets(model):
        places = decimals_of(target)
        low, high = (words_for(target, f"{{{each}}}") for each in ("veroeffentlicht_von", "veroeffentlicht_bis"))
        if target.unit == SHARE:
            low = low.removesuffix('&" %"')
        elif target.unit == EURO:
            low, high = (f"FIXED({{veroeffentlicht_{end}}}/10^6,2)" for end in ("von", "bis"))
            high += f'&" Mio. {EURO}"'
        rows.append(Row(key(target), called(target), cells={
            "name": Special(value=target.name),
            "wort": f'IFERROR(IF(ROUND(({{veroeffentlicht_bis}}-{{veroeffentlicht_von}})*10^{places},0)=1," oder "," bis "),"")',
            "urteil": f'IFERROR(IF({{veroeffentlicht_von}}={{veroeffentlicht_bis}},"ja","nein: "&{low}&{{wort}}&{high}),"")',
        }))  # fmt: skip
    first, last = rows[0].key, rows[-1].key
    columns = (
        Column("name", "Name", style="text", name=TARGETS_NAME),
        *(Column(each, head, style="helper") for each, head in (
            ("von", "von"), ("bis", "bis"), ("veroeffentlicht_von", "veröffentlicht von"), ("veroeffentlicht_bis", "veröffentlicht bis"),
        )),
        Column("wort", "dazwischen", style="text"),
        Column("urteil", "letzte Stelle sicher?", style="text"),
    )  # fmt: skip
    formula = f'IFERROR(JC_PLAN_SPANNE({TARGETS_NAME},{chain.NAMES_NAME},{chain.VALUES_NAME},{chain.DECIMALS_NAME}),"")'
    return Table(
        "spannen", columns, rows, head="Ziel", title="Was die Nachkommastellen der Eingaben offenlassen", height=18,
        blocks=(Block((first, "von"), (last, "veroeffentlicht_bis"), formula),),
    )  # fmt: skip


def _targets(page: Sheet, model: Model) -> None:
    """A row a target."""
    rows = []
    exits = _exits(model, _EXITS)
    for target in (*targets(model), exits):
        column, planned = key(target), target.name == _EXITS
        form = szenarien.published_format(target)
        near = {SHARE: styles.percent(4), EURO: _MILLIONS}.get(target.unit, form)
        rounded = {"form": _MILLIONS if target.unit == EURO else form}
        share = {"form": "0.0 %"}
        rows.append(Row(
            column, called(target), form=form, unit="" if target.unit in (SHARE, EURO) else target.unit, label_style="label_wrap",
            cells={
                "stelle": DASH if planned else f"{{spannen.{column}.urteil}}",
                "ziel": "Annahme_LZB_Abgang" if planned else target.name + PUBLISHED,
                "heisst": Special(value="höchstens" if target.falls or target.name in (_NEEDED_EXITS, _EXITS) else "mindestens"),
                "chance": Special(f"{{rechnung.erreicht.{column}}}", **share),
                "fehler": Special(f'IF(ISNUMBER({{chance}}),100*{{rechnung.fehler.{column}}},"–")', form='"± "0.0'),
                "genau": Special(f"{{rechnung.erreicht_genau.{column}}}", **share),
                **{each: Special(f"{{rechnung.{each}.{column}}}", form=near) for each in ("q10", "q50", "q90")},
                **{
                    each: DASH if planned else Special(f"{{spannen.{column}.veroeffentlicht_{each}}}", **rounded)
                    for each in ("von", "bis")
                },
            },
        ))  # fmt: skip
    columns = (
        Column("stelle", "letzte Stelle sicher?", style="text"),
        Column("einheit", "Einheit", style="unit", head_style="header_text"),
        Column("ziel", "Ziel, veröffentlicht"),
        Column("heisst", "erreicht heißt", style="quiet", head_style="header_text"),
        Column("chance", "Wahrschein-lichkeit"),
        Column("fehler", "Standard-fehler, Prozent-punkte"),
        Column("genau", "auf dem genauen Wert"),
        Column("q10", "in 10 % der Fälle darunter"),
        Column("q50", "in 50 % der Fälle darunter"),
        Column("q90", "in 90 % der Fälle darunter"),
        Column("von", "Rundung: von"),
        Column("bis", "Rundung: bis"),
    )
    page.table(Table("ziele", columns, rows, head="Ziel", title="Wie sicher sind die Ziele?", height=46))
    for text in (
        "Wahrscheinlichkeit: Anteil der Ziehungen, in denen das festgeschriebene Ziel erreicht wird, wie veröffentlicht gerechnet. „–“: hängt an keiner unsicheren Eingabe.",
        "letzte Stelle sicher: die Eingaben haben nur so viele Nachkommastellen, wie gedruckt sind. Von, bis: was dem Ziel, veröffentlicht, deshalb möglich ist.",
    ):  # fmt: skip
        page.put(page.row, 2, text, "subtitle")
        page.skip()
    page.skip()


# ---- fans --------------------------------------------------------------------------------------


def _fan(stock: str) -> Table:
    """A stock month by month: shares of the draws below, and the plan; what the chart draws of their distance to it."""
    name = f"faecher_{stock.lower()}"
    shares = [
        *(Row(each, f"{share:.0%} darunter".replace("%", " %"), form=styles.HEADS, cells={"anteil": Special(value=share, form="0 %")})
          for each, share in _FAN),
        Row("plan", "Plan", form=styles.HEADS, cells={"anteil": Special(value=0.5, form="0 %")}),
    ]  # fmt: skip
    drawn = [
        Row(each, label, f"IF(ISNUMBER({{plan}}),{formula},NA())", form=styles.SIGNED, cells={"anteil": None})
        for each, label, formula in _drawn()
    ]  # fmt: skip
    first, last = _FAN[0][0], _FAN[-1][0]
    sure = f"{chain.NAMES_NAME},{chain.VALUES_NAME},{{verteilung.fest}},1"
    blocks = (
        Block((first, "m01"), (last, "m12"), f'IFERROR(JC_FAECHER("{stock}",{{{first}.anteil}}:{{{last}.anteil}},{_SAMPLE}),"")'),
        Block(("plan", "m01"), ("plan", "m12"), f'IFERROR(JC_FAECHER("{stock}",{{plan.anteil}},{sure}),"")'),
    )  # fmt: skip
    columns = (Column("anteil", "Anteil", style="helper"), *months(style="helper"))
    return Table(name, columns, [*shares, *drawn], head="Monat", title=f"Verlauf der {stock} mit seiner Unsicherheit", height=18, blocks=blocks)  # fmt: skip


_BANDS: Final = (
    ("aussen_unten", "q10", "q25", styles.PALE_BLUE),
    ("innen", "q25", "q75", styles.MID_BLUE),
    ("aussen_oben", "q75", "q90", styles.PALE_BLUE),
)
"""Of a fan's bands, key, edges and colour; from below."""


def _drawn() -> Iterator[tuple[str, str, str]]:
    """Of what a fan is drawn from, key, label and formula: of each band the part above and below the plan."""
    low, high = _FAN[0][0], _FAN[-1][0]
    yield "sockel_oben", "Sockel über dem Plan", f"MAX({{{low}}}-{{plan}},0)"
    yield "sockel_unten", "Sockel unter dem Plan", f"MIN({{{high}}}-{{plan}},0)"
    for each, lower, upper, _ in _BANDS:
        yield f"{each}_auf", "80 % der Fälle" if each != "innen" else "die mittlere Hälfte", f"MAX({{{upper}}}-{{plan}},0)-MAX({{{lower}}}-{{plan}},0)"  # fmt: skip
        yield f"{each}_ab", f"{lower} bis {upper}, unter dem Plan", f"MIN({{{lower}}}-{{plan}},0)-MIN({{{upper}}}-{{plan}},0)"  # fmt: skip
    yield "mitte", "Mitte", "{q50}-{plan}"
    yield "null", "Plan", "{plan}-{plan}"


def _fans(page: Sheet) -> None:
    """Two fans side by side."""
    page.put(page.row, 2, "Wie sicher ist der Verlauf?", "heading")
    page.skip()
    for stock, column, width, what in (
        ("ELB", 2, 665, "ELB im Jahresverlauf"),
        ("LZB", 7, 610, "LZB am Monatsende mit dem geplanten Abgang"),
    ):
        page.put(page.row, column, formula=f"{{saetze.{stock.lower()}.wert}}", style="finding")
        page.charts.append(_fan_chart(f"faecher_{stock.lower()}", what, page.row + 1, column, width))
    page.below_charts()
    page.skip()


def _fan_chart(table: str, what: str, row: int, column: int, width: int) -> Chart:
    """Bands between shares of the draws, as their distance to the plan; the middle and the plan as lines."""
    unseen = [charts.series_of_months(table, f"sockel_{side}", gap=15, fill=charts.fill(None)) for side in ("oben", "unten")]  # fmt: skip
    up = [(f"{each}_auf", color) for each, *_, color in _BANDS]
    down = [(f"{each}_ab", color) for each, *_, color in reversed(_BANDS)]  # from the plan downwards
    seen = [
        charts.series_of_months(table, each, gap=15, fill=charts.fill(color), border=charts.fill(None))
        for each, color in (*up, *down)
    ]
    named = [len(unseen), len(unseen) + 1]
    series = [*unseen, *seen]
    lines = [
        charts.series_of_months(table, each, line={"color": color, "width": 2.25, **dash})
        for each, color, dash in (("mitte", styles.BLUE, {}), ("null", styles.WARM, {"dash_type": "dash"}))
    ]
    return Chart(
        "column", "stacked", series, row, column, width, 245,
        f"Fächer über zwölf Monate: {what}, Abstand vom Plan in Köpfen. Hellblau liegen 80 % der Ziehungen, mittelblau die mittlere Hälfte, dunkelblau die Mitte, orange gestrichelt der Plan. Im Satz darüber stehen die Zahlen für Dezember.",
        y_axis=charts.axis_of(styles.SIGNED, name="Köpfe mehr oder weniger als im Plan", name_font={**charts.FONT, "bold": False}),
        x_axis={**charts.QUIET, "label_position": "low"}, lines=lines,
        legend={"position": "bottom", "font": charts.FONT, "delete_series": [n for n in range(len(series)) if n not in named]},
    )  # fmt: skip


# ---- what a target depends on ------------------------------------------------------------------


def _choice() -> Table:
    """The chosen target."""
    rows = (
        Row("ziel", "Ziel", f'IF(ISBLANK({CHOSEN_NAME}),"{_ALL_RATES}",{CHOSEN_NAME})'),
        Row("gerechnet", "gerechnet mit", f'IF({{ziel}}="{_ALL_RATES}","{_ALL_RATES}_ungerundet",{{ziel}})'),
        Row("spalte", "Spalte", "MATCH({ziel},{rechnung.name},0)"),
        Row("plan", "im Plan", 'IFERROR(INDEX({stand.wert},MATCH({gerechnet},{stand.name},0)),"")'),
        Row("text", "in Worten", 'IFERROR(INDEX({rechnung.text},{spalte}),"")'),
        Row("mass", "Einheit", "INDEX({rechnung.einheit},{spalte})"),
        Row("faktor", "gezeigt mal", f'IF({{mass}}="{SHARE}",100,1)'),
        Row("abweichung", "Einheit der Abweichung", f'IF({{mass}}="{SHARE}","{POINTS}",{{mass}})'),
        Row("chance", "Wahrscheinlichkeit", "INDEX({rechnung.erreicht},{spalte})"),
        Row("unsicher", "unsichere Eingaben", "SUM({verteilung.gilt})"),
        Row("breite", "größte Wirkung", "MAX({verteilung.breite})"),
        Row("haupt", "die mit der größten Wirkung", "{tornado.t1.bezeichnung}"),
    )
    return facts("wahl", rows, title="Das gewählte Ziel")


def _findings() -> Table:
    """Main sentences; of those of the chosen target the first that applies."""

    def case(row: str, label: str, when: str, text: str) -> Row:
        return Row(row, label, cells={"zutrifft": f"({when})*1", "wert": text})

    cases = [
        case("nichts", "nichts unsicher", "{wahl.unsicher.wert}=0", '"Noch gilt jede Eingabe als fest: unten bei „Art“ eine Verteilung wählen und ihre Zahlen eintragen"'),
        case("fehler", "kein Ergebnis", "ISNUMBER({ziehungen.moeglich.wert})=FALSE", '"Kein Ergebnis: Verteilungen, Ziehungen oder Korrelationen passen nicht zusammen"'),
        case("fest", "hängt an nichts Unsicherem", "{wahl.breite.wert}<=0", '{wahl.text.wert}&": hängt an keiner unsicheren Eingabe"'),
        case("sonst", "sonst", "1", '{wahl.text.wert}&" wird mit "&FIXED(100*SUM({wahl.chance.wert}),0)&" % Wahrscheinlichkeit erreicht; am meisten zählt „"&{wahl.haupt.wert}&"“"'),
    ]  # fmt: skip

    def fan(stock: str, words: str) -> Row:
        at = f"{{faecher_{stock.lower()}.%s.m12}}"
        low, high, plan = (f"FIXED({at % each},0)" for each in ("q10", "q90", "plan"))
        text = f'IFERROR("{words}: Plan "&{plan}&"; in 80 von 100 Fällen zwischen "&{low}&" und "&{high},"")'
        return Row(stock.lower(), words, cells={"zutrifft": None, "wert": text})

    rows = [
        *cases,
        Row("befund", "Hauptsatz", cells={"zutrifft": None, "wert": "INDEX({nichts:sonst},MATCH(1,{nichts.zutrifft:sonst.zutrifft},0))"}),
        fan("ELB", "ELB im Dezember"), fan("LZB", "LZB Ende Dezember"),
        Row("tornado", "Woran das Ziel hängt", cells={"zutrifft": None, "wert": 'IFERROR({wahl.text.wert}&": am meisten zählt „"&{wahl.haupt.wert}&"“ (Abweichung vom Plan in "&{wahl.abweichung.wert}&")","")'}),
    ]  # fmt: skip
    columns = (Column("zutrifft", "trifft zu", form="0", style="helper"), Column("wert", "Satz", style="text"))
    return Table("saetze", columns, rows, head="Satz", title="Sätze", height=18)


_OFF: Final = "+#,##0.00;-#,##0.00;0.00"
"""Format of what may be percentage points, heads or euros."""


def _order() -> Table:
    """Which input stands in which place, by what it does to the chosen target."""
    at = "MATCH({nummer},{verteilung.rang},0)"
    rows = [Row(f"t{number}", f"Platz {number}", cells={"nummer": Special(value=float(number))}) for number in range(1, _SHOWN_BARS + 1)]  # fmt: skip
    columns = (
        Column("nummer", "Platz", form="0", style="helper"),
        Column("stelle", "Zeile der Eingabe", formula=f"IFERROR({at}*(INDEX({{verteilung.breite}},{at})>0),0)", form="0", style="helper"),
    )  # fmt: skip
    return Table("balken", columns, rows, head="Platz", title="Folge der Eingaben", height=18)


def _tornado(page: Sheet) -> None:
    """What the chosen target is with one input alone at the ends of its span, the widest first."""
    page.put(page.row, 2, "Woran hängt ein Ziel?", "heading")
    page.skip()
    page.put(page.row, 2, "Ziel (aus der Liste)", "label")
    page.put(page.row, 3, _ALL_RATES, "input_text", key="wahlfeld")
    page.put(page.row, 4, formula="{wahl.text.wert}", style="quiet")
    page.name_area(CHOSEN_NAME, page.area("wahlfeld"))
    page.validate("wahlfeld", {
        "validate": "list", "source": f"={TARGETS_NAME}", "input_title": "Ziel", "input_message": "Ein Ziel aus der Liste. Die IQ gesamt wird hier auf der ungerundeten Rechnung gezeigt.",
        **refusal("eines der Ziele der Liste"),
    })  # fmt: skip
    page.skip(2)
    rows = []
    for number in range(1, _SHOWN_BARS + 1):
        at = f"{{balken.t{number}.stelle}}"
        rows.append(Row(
            f"t{number}", f'=IF({at}=0,"",INDEX({{verteilung.bezeichnung}},{at}))', label_style="label",
            cells={
                **{
                    each: Special(f'IF({at}=0,"",INDEX({{verteilung.{each}}},{at}))', style="unit" if each == "einheit" else None)
                    for each in ("einheit", "unten", "oben", "ziel_unten", "ziel_oben")
                },
                **{
                    f"ab_{each}": f'IFERROR(({{ziel_{each}}}-{{wahl.plan.wert}})*{{wahl.faktor.wert}},"")'
                    for each in ("unten", "oben")
                },
                "einheit_ziel": Special(f'IF({at}=0,"",{{wahl.mass.wert}})', style="unit"),
                "einheit_ab": Special(f'IF({at}=0,"",{{wahl.abweichung.wert}})', style="unit"),
            },
        ))  # fmt: skip
    columns = (
        Column("einheit", "Einheit", style="unit"),
        Column("unten", "Eingabe unten", form=styles.HEADS),
        Column("oben", "Eingabe oben", form=styles.HEADS),
        Column("ziel_unten", "Ziel bei unten", form=styles.HEADS),
        Column("ziel_oben", "Ziel bei oben", form=styles.HEADS),
        Column("einheit_ziel", "Einheit", style="unit"),
        Column("ab_unten", "Abweichung bei unten", form=_OFF),
        Column("ab_oben", "Abweichung bei oben", form=_OFF),
        Column("einheit_ab", "Einheit", style="unit"),
    )
    page.table(Table("tornado", columns, rows, head="Eingabe, allein verändert", span=2))
    placed = page.keys.tables["tornado"].columns
    for first, last, unit in (("unten", "oben", "einheit"), ("ziel_unten", "ziel_oben", "einheit_ziel")):
        page.conditionals.append(Conditional("unit", page.area(f"tornado.{first}:tornado.{last}"), placed[unit]))
    page.put(page.row, 2, "Unten und oben: 10 % und 90 % der Verteilung der Eingabe; bei diskret der kleinste und der größte Wert; bei pert näherungsweise. Alle anderen Eingaben wie im Plan.", "subtitle")  # fmt: skip
    page.skip(2)
    page.put(page.row, 2, formula="{saetze.tornado.wert}", style="finding")
    page.charts.append(_bars(page.row + 1))
    page.below_charts()


def _bars(row: int) -> Chart:
    """Lying bars from the plan to both sides, the widest on top."""
    series = [
        charts.series("tornado", each, gap=45, overlap=100, fill=charts.fill(color), border=charts.fill(None))
        | {"name": name}
        for each, name, color in (
            ("ab_unten", "Eingabe unten", styles.WARM),
            ("ab_oben", "Eingabe oben", styles.BLUE),
        )
    ]
    return Chart(
        "bar", None, series, row, 2, 1270, 215,
        "Tornado: liegende Balken je Eingabe, wie weit das gewählte Ziel vom Plan abweicht, wenn nur diese Eingabe unten (orange) oder oben (blau) liegt; die mit der größten Wirkung steht oben. Die Zahlen stehen in der Tabelle darüber.",
        x_axis=charts.axis_of("General"), y_axis={**charts.LYING, "crossing": "max"},
        legend={"position": "bottom", "font": charts.FONT},
    )  # fmt: skip
