"""How likely each target is reached, and what decimals leave open."""

from __future__ import annotations

from typing import Final

from jcplan.layout import chain, szenarien
from jcplan.layout.sicherheit.inputs import SAMPLE, TARGETS_NAME
from jcplan.layout.szenarien import called
from jcplan.layout.wishes import as_formula, decimals_of, key, targets, words_for
from jcplan.model import Model, Target
from jcplan.model.fields import EURO, PUBLISHED, SHARE
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.table import DASH, Block, Column, Row, Special, Table

_MILLIONS: Final = '0.00,," Mio. €"'
_NEEDED: Final = "Ziel_LZB_Abgang"
"""The target that is reached from above, though less is not better: so many exits are enough."""
_PLANNED: Final = "lzb_geplant"
"""Key of what stands beside the targets: whether the planned exits are enough."""
_EXACT: Final = "_genau"
"""How the key of a column ends that is judged by the exact value only."""


def now(model: Model) -> Table:
    """The plan's targets as they come out now."""
    rows = [Row(key(each), each.name, cells={"name": Special(value=each.name)}) for each in model.targets]
    rows += [Row(key(each) + PUBLISHED, each.name + PUBLISHED, cells={"name": Special(value=each.name + PUBLISHED)}) for each in model.targets]  # fmt: skip
    columns = (
        Column("wert", "Wert", style="helper", block=f'IFERROR(JC_PLAN({chain.NAMES_NAME},{chain.VALUES_NAME}),"")'),
        Column("name", "Name", style="text"),
    )
    return Table("stand", columns, rows, head="Ziel", title="Die Ziele, wie sie jetzt herauskommen", height=18)


def chances(model: Model) -> Table:
    """A column a target: what is published, how likely it is reached, in which range it is."""
    rows = [
        Row(each, label)
        for each, label in (
            ("name", "Name"), ("text", "in Worten"), ("ziel", "Ziel, veröffentlicht"), ("grenze", "Grenze"), ("chance", "Wahrscheinlichkeit"), ("fehler", "Standardfehler"),
            ("genau", "auf dem genauen Wert"), ("q10", "10 %"), ("q50", "50 %"), ("q90", "90 %"), ("sicher", "steht fest"),
            ("erreicht", "erreicht, veröffentlicht"), ("erreicht_genau", "erreicht, genau"), ("einheit", "Einheit"),
        )
    ]  # fmt: skip
    of_all = [*targets(model), *(_exits(model, each) for each in (_PLANNED, _NEEDED + _EXACT, _PLANNED + _EXACT))]
    cells: dict[str, dict[str, str | Special | None]] = {row.key: {} for row in rows}
    blocks = []
    for target in of_all:
        column = key(target)
        value = _value(target)
        enough = target.name.removesuffix(_EXACT) in (_NEEDED, _PLANNED)
        # as published at most so many: not so many and one more; exact: not more
        limit = f"INT({value})+1" if enough and not target.name.endswith(_EXACT) else value
        name, reverse, exact = (
            (_NEEDED, "1-", column.removesuffix(_EXACT) + _EXACT) if enough else (target.name, "", column)
        )
        contents: dict[str, str | Special] = {
            "name": Special(value=target.name, style="text"),
            "text": Special(
                f'IF(ISNUMBER({value}),{as_formula(called(target))}&" "&{words_for(target, value)},"")', style="text"
            ),
            "ziel": f'IF(ISNUMBER({value}),{value},"")',
            "grenze": f'IF(ISNUMBER({value}),{limit},"")',
            "sicher": "({q10}={q90})*(({chance}=0)+({chance}=1))",
            "erreicht": f'IF({{sicher}}+(ISNUMBER({{chance}})=FALSE)>0,"–",{reverse}{{chance}})',
            "erreicht_genau": f'IF({{sicher}}+(ISNUMBER({{chance}})=FALSE)>0,"–",{reverse}{{genau.{exact}}})',
            "einheit": Special(value=target.unit, style="text"),
        }
        for row, content in contents.items():
            cells[row][column] = content
        blocks.append(Block(("chance", column), ("genau", column), f'IFERROR(JC_CHANCE("{name}",{{grenze.{column}}},{SAMPLE}),"")'))  # fmt: skip
        blocks.append(Block(("q10", column), ("q90", column), f'IFERROR(JC_QUANTIL("{name}",{{fest.unten}}:{{fest.oben}},{SAMPLE}),"")'))  # fmt: skip
    columns = [Column(key(each), each.name, style="helper") for each in of_all]
    made = [Row(row.key, row.label, cells=cells[row.key]) for row in rows]
    return Table("rechnung", columns, made, head="Größe", title="Wie sicher die Ziele sind", height=18, blocks=blocks)


def _value(target: Target) -> str:
    """Name of the figure that is to be reached."""
    name = target.name.removesuffix(_EXACT)
    return "Annahme_LZB_Abgang" if name == _PLANNED else name + PUBLISHED


def _exits(model: Model, name: str) -> Target:
    """Whether exits are enough for the target, as another target."""
    needed = next(each for each in model.targets if each.name == _NEEDED)
    return type(needed)(
        name, needed.attribute, "LZB: der geplante Abgang reicht", needed.group, needed.unit, needed.places
    )


def spreads(model: Model) -> Table:
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
            "urteil": f'IFERROR(IF({{veroeffentlicht_bis}}-{{veroeffentlicht_von}}=0,"ja","nein: "&{low}&{{wort}}&{high}),"")',
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


def targets_table(page: Sheet, model: Model) -> None:
    """A row a target."""
    rows = []
    exits = _exits(model, _PLANNED)
    for target in (*targets(model), exits):
        column, planned = key(target), target.name == _PLANNED
        form = szenarien.published_format(target)
        near = {SHARE: styles.percent(4), EURO: _MILLIONS}.get(target.unit, form)
        rounded = {"form": _MILLIONS if target.unit == EURO else form}
        share = {"form": "0.0 %"}
        rows.append(Row(
            column, called(target), form=form, unit="" if target.unit in (SHARE, EURO) else target.unit, label_style="label_wrap",
            cells={
                "stelle": DASH if planned else f"{{spannen.{column}.urteil}}",
                "ziel": f"{{rechnung.ziel.{column}}}",
                "heisst": Special(value="höchstens" if target.falls or target.name in (_NEEDED, _PLANNED) else "mindestens"),
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
    page.notes(
        "Wahrscheinlichkeit: Anteil der Ziehungen, in denen das festgeschriebene Ziel erreicht wird, wie veröffentlicht gerechnet. „–“: hängt an keiner unsicheren Eingabe.",
        "letzte Stelle sicher: die Eingaben haben nur so viele Nachkommastellen, wie gedruckt sind. Von, bis: dazwischen kann das veröffentlichte Ziel deshalb liegen.",
    )  # fmt: skip
    page.skip()
