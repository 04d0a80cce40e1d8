"""Sheet Szenarien: up to six other states of the plan beside it, and the targets that each has."""

from __future__ import annotations

from typing import Final

from jcplan.cases import Case
from jcplan.cells import Area, address
from jcplan.layout import chain, ziele
from jcplan.layout.annahmen import number_format
from jcplan.layout.iq import POINTS
from jcplan.model import Field, Model, Target
from jcplan.model.fields import EURO, PUBLISHED, SHARE
from jcplan.model.groups import DECIMALS
from jcplan.questions.named import LEFT_BLANK
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import refusal
from jcplan.sheet.table import DASH, Block, Column, Row, Special, Table

COUNT: Final = 6
_SCALE: Final = 70
"""Per cent in print: inputs on one page, targets on the next."""
NAMES_NAME: Final = "Szenario_Bezeichnung"
"""Defined name of what the scenarios are called."""
PLANS_NAME: Final = "Plan_Szenarien"
"""Defined name of the plan's values and those of the scenarios, a row a name of ``Plan_Namen``."""
_PLAN: Final = "plan"
_LIT: Final = ("Ziel_IQ_", "Ziel_Integrationen", "Ziel_LZB")
"""How names of targets begin that are better or worse, not only other."""
_NOT_LIT: Final = ("Ziel_IQ_gesamt_", "Ziel_LZB_Abgang")
_POSSIBLE, _IMPOSSIBLE = "möglich", "kein Plan"


def sheet(model: Model, case: Case) -> Sheet:
    """The sheet."""
    page = Sheet(
        "Szenarien", "Szenarien: was wäre, wenn …", (44, 13, 15, *[15] * COUNT), tab=styles.BLUE, key="szenarien"
    )
    page.work(chain.workings(model))
    page.work(_results(model))
    used = f"SUMPRODUCT(({{berechnet.benutzt.{ALL[0]}:berechnet.benutzt.{ALL[-1]}}})*1)"
    page.finding(
        f'IF({used}=0,"Noch kein Szenario: oben bezeichnen, darunter eintragen, was anders ist",'
        f'"Szenarien neben dem Plan: "&{used}&". Was leer ist, bleibt wie im Plan.")'
    )
    page.skip()
    page.table(_called(case))
    page.table(_inputs(model, case))
    page.put(page.row, 2, f"Leer: wie im Plan. „{LEFT_BLANK}“: soll leer sein (zum Beispiel die Steigerung, wenn statt ihrer eine Zielquote gilt). Übernehmen: Menü JC-Planung, „Szenario übernehmen“.", "subtitle")  # fmt: skip
    page.skip(2)
    page.table(_targets(model))
    page.put(page.row, 2, formula=_why_none(), style="finding")
    page.skip()
    page.skip()
    page.table(_differences(model))
    page.skip()
    page.table(_lights(model))
    page.put(page.row, 2, formula='"grün: so gut wie der Plan oder besser · gelb: bis "&FIXED(Annahme_Ampel_gelb*100,0)&" % schlechter · rot: mehr; veröffentlichte Werte"', style="subtitle")  # fmt: skip
    page.skip()
    page.page_breaks.append(page.top("ziele") - 2)
    page.one_page = False
    page.scale, page.zoom = _SCALE, 85
    page.freeze_row = 6
    inputs = chain.fields(model)
    first, last = chain.key(inputs[0]), chain.key(inputs[-1])
    page.name_area(PLANS_NAME, page.area(f"eingaben.{first}.{_PLAN}:eingaben.{last}.{_number(COUNT)}"))
    page.export(**{key: f"bezeichnung.name.{key}" for key in ALL})
    page.export(**{
        f"{chain.key(field)}_{key}": f"eingaben.{chain.key(field)}.{key}" for field in inputs for key in (_PLAN, *ALL)
    })  # fmt: skip
    for field in inputs:
        page.name_area(f"Szenario_{chain.suffix(field)}", _typed(page, f"eingaben.{chain.key(field)}"))
        _validate(page, field)
    page.name_area(NAMES_NAME, _typed(page, "bezeichnung.name"))
    page.validate(f"bezeichnung.name.{_number(1)}:bezeichnung.name.{_number(COUNT)}", {
        "validate": "length", "criteria": "<=", "value": 40, "input_title": "Bezeichnung des Szenarios",
        "input_message": "Höchstens 40 Zeichen. Ohne Bezeichnung heißt die Spalte Szenario 1, 2 …",
        **refusal("ein Text bis 40 Zeichen"),
    })  # fmt: skip
    return page


def _number(number: int) -> str:
    """The key of a scenario's column; scenarios count from 1."""
    return f"s{number}"


ALL: Final = tuple(_number(number) for number in range(1, COUNT + 1))


def _typed(page: Sheet, row: str) -> Area:
    return page.area(f"{row}.{ALL[0]}:{row}.{ALL[-1]}")


def _unit(unit: str) -> str:
    """A unit as it stands beside figures; shares and amounts show theirs themselves."""
    return {SHARE: "", EURO: "", DECIMALS: "Stellen"}.get(unit, unit)


def _columns(head: str, **more: str) -> tuple[Column, ...]:
    """The plan's column and those of the scenarios, their names over them."""
    called = (
        Column(
            key, f'=IF({{berechnet.benutzt.{key}}},{{berechnet.genannt.{key}}},"")', head_style="header_right", **more
        )
        for key in ALL
    )
    return Column("einheit", head, style="unit"), Column(_PLAN, "Plan", **more), *called


def _called(case: Case) -> Table:
    """What the scenarios are called."""
    names = dict(zip(ALL, case.scenarios, strict=False))
    cells = {key: Special(value=names[key].name if key in names else None) for key in ALL}
    columns = (
        Column("einheit", style="unit"),
        Column(_PLAN, style="label"),
        *(Column(key, f"Szenario {number}", style="input_label", head_style="header") for number, key in enumerate(ALL, 1)),
    )  # fmt: skip
    row = Row("name", "Bezeichnung", cells={**cells, _PLAN: Special(value="wie auf „Annahmen“", style="unit_wrap")})
    return Table("bezeichnung", columns, (row,), height=18)


def _inputs(model: Model, case: Case) -> Table:
    """A row an input: the plan's value, and what the scenarios have in its place."""
    rows = []
    for field in chain.fields(model):
        typed = {
            key: Special(value=scenario.values.get(field.name))
            for key, scenario in zip(ALL, case.scenarios, strict=False)
        }
        cells = {key: typed.get(key) for key in ALL}
        rows.append(
            Row(
                chain.key(field), chain.label(model, field), form=number_format(field),
                unit=_unit(field.unit),
                cells={_PLAN: f"{{plan.{chain.key(field)}.wert}}", **cells},
            )
        )  # fmt: skip
    columns = (
        Column("einheit", "Einheit", style="unit"),
        Column(_PLAN, "Plan"),
        *(Column(key, style="input") for key in ALL),
    )
    return Table("eingaben", columns, rows, head="Eingabe", title="", height=18)


def _validate(page: Sheet, field: Field) -> None:
    """A number in the input's range, or the dash."""
    row = f"eingaben.{chain.key(field)}"
    area = _typed(page, row)
    cell = address(area.top, area.left)
    low, high = (f"{bound:.10g}" for bound in (field.range.low, field.range.high))
    whole = f",{cell}=INT({cell})" if field.whole else ""
    page.validate(f"{row}.{ALL[0]}:{row}.{ALL[-1]}", {
        "validate": "custom", "value": f'=OR({cell}="{LEFT_BLANK}",AND(ISNUMBER({cell}),{cell}>={low},{cell}<={high}{whole}))',
        "input_title": field.label, "input_message": f"Leer: wie im Plan. {LEFT_BLANK}: leer. Sonst {field.range.describe(field.unit)}."[:255],
        **refusal(f"{field.range.describe(field.unit)} oder „{LEFT_BLANK}“"),
    })  # fmt: skip


def _results(model: Model) -> Table:
    """Every target of the plan and of the scenarios, exact and then as published; which columns are used, and possible."""
    rows = [
        Row(_key(target, end), f"{target.name}{end}")
        for end in ("", PUBLISHED)
        for target in model.targets
    ]  # fmt: skip
    used = Row("benutzt", "benutzt", cells={_PLAN: "COUNT({plan.wert})>0", **{
        key: f"LEN({{bezeichnung.name.{key}}})+COUNTA({{eingaben.{key}}})>0" for key in ALL
    }})  # fmt: skip
    reason = Row("grund", "warum kein Plan")
    impossible = Row("unmoeglich", "kein Plan", cells={
        key: f"(LEN({{grund.{key}}})>0)*{{benutzt.{key}}}" for key in (_PLAN, *ALL)
    })  # fmt: skip
    said = Row("gesagt", "gesagt", cells={
        key: f'IF({{unmoeglich.{key}}}>0,"{_IMPOSSIBLE}","{_POSSIBLE}")' for key in (_PLAN, *ALL)
    })  # fmt: skip
    named = Row("genannt", "genannt", cells={_PLAN: Special(value="Plan"), **{
        key: f'IF(LEN({{bezeichnung.name.{key}}})=0,"Szenario {number}",{{bezeichnung.name.{key}}}&"")' for number, key in enumerate(ALL, 1)
    }})  # fmt: skip
    blocks = (
        Block((rows[0].key, _PLAN), (rows[-1].key, ALL[-1]), f'IFERROR(JC_PLAN({chain.NAMES_NAME},{PLANS_NAME}),"–")'),
        Block(("grund", _PLAN), ("grund", ALL[-1]), f"JC_PLAN_GRUND({chain.NAMES_NAME},{PLANS_NAME})"),
    )
    columns = tuple(Column(key, key, style="helper") for key in (_PLAN, *ALL))
    title = "Ziele des Plans und der Szenarien"
    return Table(
        "berechnet",
        columns,
        [*rows, reason, used, impossible, said, named],
        head="Ziel",
        title=title,
        height=18,
        blocks=blocks,
    )


def _key(target: Target, end: str = PUBLISHED) -> str:
    return f"{target.name}{end}".lower()


def shown(model: Model) -> tuple[Target, ...]:
    """Targets, without what only puts them into context."""
    return tuple(target for target in model.targets if not target.name.startswith("Ziel_IQ_gesamt_"))


def called(target: Target) -> str:
    """What a target is called with its group, in few words: a text, or a formula with ``=`` before it."""
    text = ziele.group_text(target)
    if text.startswith("="):
        return f'="{target.short}, "&{text[1:]}'
    return target.short + (" gesamt" if target.name.endswith("_gesamt") else "")


def _when_used(key: str, formula: str, otherwise: str = "–") -> str:
    """A figure of a column; nothing where it is not used, a dash where it is no plan."""
    return f'IF({{berechnet.benutzt.{key}}},IFERROR({formula},"{otherwise}"),"")'


def _targets(model: Model) -> Table:
    """The published targets side by side."""
    rows = [
        Row(
            _key(target), called(target), unit=_unit(target.unit),
            form=published_format(target),
            cells={key: _when_used(key, f"{{berechnet.{_key(target)}.{key}}}") for key in (_PLAN, *ALL)},
        )
        for target in shown(model)
    ]  # fmt: skip
    possible = {
        key: Special(f'IF({{berechnet.benutzt.{key}}},{{berechnet.gesagt.{key}}},"")', style="text")
        for key in (_PLAN, *ALL)
    }
    last = Row("moeglich", "Ist das ein Plan?", cells=possible)
    return Table("ziele", _columns("Einheit"), [*rows, last], head="Ziel", title="Ziele, veröffentlicht", height=34)


def _why_none() -> str:
    """Formula of why a scenario is no plan, the first that is none; nothing where all are."""
    first, last = f"{{berechnet.grund.{ALL[0]}", f"{ALL[-1]}}}"
    number = f"MATCH(1,{{berechnet.unmoeglich.{ALL[0]}:berechnet.unmoeglich.{ALL[-1]}}},0)"
    reasons, names = f"{first}:berechnet.grund.{last}", f"{{berechnet.genannt.{ALL[0]}:berechnet.genannt.{ALL[-1]}}}"
    return f'IFERROR("Kein Plan: „"&INDEX({names},{number})&"“. "&INDEX({reasons},{number}),"")'


def published_format(target: Target) -> str:
    """Format of a published figure that may have more decimals than usual."""
    return "0.0## %" if target.unit == SHARE else ziele.published_format(target, target.places)


def _differences(model: Model) -> Table:
    """What a scenario has more or less than the plan."""
    rows = [
        Row(
            _key(target), called(target), unit=POINTS if target.unit == SHARE else "" if target.unit == EURO else target.unit,
            form=_signed(target), cells={_PLAN: DASH, **{key: _when_used(key, f"{{ziele.*.{key}}}-{{ziele.*.{_PLAN}}}") for key in ALL}},
        )
        for target in shown(model)
    ]  # fmt: skip
    return Table("unterschied", _columns("Einheit"), rows, head="Ziel", title="Unterschied zum Plan", height=34)


def _signed(target: Target) -> str:
    if target.unit == SHARE:
        return styles.with_sign("0.0## %")
    return styles.SIGNED_EURO if target.unit == EURO else styles.SIGNED


def _lights(model: Model) -> Table:
    """Whether a target that is better or worse is as good as in the plan."""
    lit = [
        target
        for target in shown(model)
        if target.name.startswith(_LIT) and not target.name.startswith(_NOT_LIT)
    ]  # fmt: skip
    rows = [
        Row(
            _key(target), called(target), unit="besser: weniger" if target.falls else "besser: mehr",
            cells={_PLAN: DASH, **{
                key: _when_used(key, f"JC_AMPEL({{ziele.*.{key}}},{{ziele.*.{_PLAN}}},Annahme_Ampel_gelb{',-1' if target.falls else ''})")
                for key in ALL
            }},
        )
        for target in lit
    ]  # fmt: skip
    return Table(
        "ampel",
        _columns("", style="verdict", light="light"),
        rows,
        head="Ziel",
        title="Ampel gegen den Plan",
        height=34,
    )
