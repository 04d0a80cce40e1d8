"""Sheet Zielrechner: a wish for a target, and what one lever alone would have to be for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jcplan.cases import Case
from jcplan.layout import chain, groups, szenarien
from jcplan.layout.szenarien import called
from jcplan.layout.wishes import as_formula, key, targets, words_for
from jcplan.model import Model, Target
from jcplan.model.fields import EURO, HEADS_A_MONTH, INTEGRATIONS, PUBLISHED, SHARE, Range
from jcplan.model.groups import OF_PLAN, name_of
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import refusal
from jcplan.sheet.table import Block, Column, Row, Special, Table

PREFIX: Final = "Zielrechner_"
"""How the name of the cell with a wish begins; it goes on as the target's without ``Ziel_``."""
_FEW: Final = 3
"""Up to so many groups each has two levers for a target of all, above one."""
_REASONS: Final = 8
"""So many levers without a value are listed with their reason."""


@dataclass(frozen=True)
class Lever:
    """An input that may change.

    Attributes:
        key: Its key among those of its target.
        name: Its defined name, or a formula of it with ``=`` before it.
        unit: Its unit.
        places: Decimals of the number in the cell.
        label: What it is called: a text, or a formula with ``=`` before it.
    """

    key: str
    name: str
    unit: str
    places: int
    label: str


def sheet(model: Model, case: Case) -> Sheet:
    """The sheet."""
    page = Sheet(
        "Zielrechner", "Zielrechner: was bräuchte es?", (45, 14.5, 14, 46, 14.5, 14.5, 14.5, 14.5, 16), tab=styles.BLUE
    )  # fmt: skip
    page.work(_needed(model))
    page.work(_without(model))
    page.finding(
        'IF(Eingaben_fehlen>0,"Erst die Annahmen ausfüllen; dann hier eintragen, was ein Ziel werden soll",{bedarf.satz.befund})'
    )
    page.skip()
    page.table(_table(model, case))
    page.notes(
        "Gelb eintragen, was ein Ziel werden soll; daneben steht, welchen Wert eine Eingabe allein dafür haben müsste, alle anderen wie im Plan. Leer: nichts wird gerechnet.",
        "nötig: auf der ungerundeten Rechnung. Von, bis: in diesem Bereich entspricht das veröffentlichte Ziel dem Wunsch. „–“: kein Wert; bei von und bis auch, wenn der Wunsch mehr Nachkommastellen hat als das Ziel.",
    )  # fmt: skip
    page.skip()
    page.put(page.row, 2, formula='{bedarf.grund.befund}&""', style="heading")
    page.skip()
    for key_ in (*(f"ohne.o{number}.satz" for number in range(1, _REASONS + 1)), "bedarf.warum.befund"):
        page.put(page.row, 2, formula=f'{{{key_}}}&""', style="plain")
        page.skip()
    for target in targets(model):
        _name_and_validate(page, target)
    page.zoom = 90  # so that all columns are seen on a small screen
    page.freeze_row = page.top("hebel")
    page.repeat_rows = (1, page.top("hebel"))
    page.one_page = len(model.groups) <= _FEW
    return page


def levers(model: Model, target: Target) -> tuple[Lever, ...]:
    """What a Jobcenter can turn, or assumes, for a target."""
    *_, last = target.name.split("_")
    number = int(last[1:]) if last[1:].isdigit() else 0
    of_all = list(model.groups)
    match target.name.removeprefix("Ziel_").partition("_")[0], target.name:
        case "ELB", _:
            each = [number] if number else of_all
            ends = ("Veraenderung", "Zugang") if number or len(of_all) <= _FEW else ("Zugang",)
            found = [_of_group(model, n, end) for n in each for end in ends]
        case "IQ", _ if number:
            found = [_rate(model, number), _of_group(model, number, "IQ_Vorjahr")]
        case (("IQ" | "Integrationen"), _):
            found = [_rate(model, n) for n in of_all]
            found += [_of_group(model, n, "Zugang") for n in of_all if len(of_all) <= _FEW]
        case _, "Ziel_LZB":
            found = [_once(model, each) for each in ("lzb_ziel", "lzb_bestand")]
        case "LZB", _:
            found = [_once(model, each) for each in ("lzb_ziel", "lzb_zuwachsrate", "lzb_bestand")]
        case "VKB", _:
            found = [
                _once(model, each) for each in ("umschichtung_anteil", "verwaltungsbudget", "eingliederungsmittel")
            ]
        case _:
            found = [_once(model, each) for each in ("umschichtung_anteil", "eingliederungsmittel")]
    return tuple(found)


def _once(model: Model, attribute: str) -> Lever:
    field = model.field(OF_PLAN[attribute])
    return Lever(attribute, field.name, field.unit, field.places, field.label)


def _of_group(model: Model, number: int, end: str) -> Lever:
    field = model.field(name_of(number, end))
    return Lever(
        f"{groups.key_of(number)}_{end.lower()}", field.name, field.unit, field.places, chain.label(model, field)
    )


def _rate(model: Model, number: int) -> Lever:
    """Increase or rate, whichever the group plans with."""
    rise, rate = (name_of(number, end) for end in ("IQ_Steigerung", "IQ_Ziel"))
    words = (chain.label(model, model.field(each)) for each in (rate, rise))
    chosen = "IF(ISBLANK({rise}),{first},{second})"
    name = chosen.format(rise=rise, first=f'"{rate}"', second=f'"{rise}"')
    label = chosen.format(rise=rise, first=next(words)[1:], second=next(words)[1:])
    return Lever(f"{groups.key_of(number)}_quote", f"={name}", SHARE, 3, f"={label}")


def _pairs(model: Model) -> Iterator[tuple[Target, Lever, str]]:
    """Every target with each of its levers, and the key of both."""
    for target in targets(model):
        for lever in levers(model, target):
            yield target, lever, f"{key(target).removeprefix('ziel_')}_{lever.key}"


def wish_of(target: Target) -> str:
    """Defined name of the cell with a target's wish.

    >>> wish_of(Target("Ziel_LZB", "lzb", "LZB", "gesamt", "Köpfe", 0))
    'Zielrechner_LZB'
    """
    return PREFIX + target.name.removeprefix("Ziel_")


def _needed(model: Model) -> Table:
    """A column a lever: its name and value, what it would have to be, a sentence of it."""
    pairs = list(_pairs(model))
    labels = (
        ("name", "Name"), ("hebel", "Hebel"), ("heute", "heute"), ("wert", "nötig"), ("von", "veröffentlicht von"), ("bis", "bis"), ("grund", "Grund"),
        ("geht", "es gibt einen Wert"), ("sonst", "wo es keinen gibt"), ("satz", "Satz"), ("nummer", "ohne Wert, Nummer"),
        ("warum", "warum es keinen Wert gibt"),
    )  # fmt: skip
    cells: dict[str, dict[str, str | Special | None]] = {row: {} for row, _ in labels}
    blocks = []
    before = ""
    for target, lever, column in pairs:
        wish = wish_of(target)
        shown = (
            f'FIXED(100*{{{each}}},2)&" %"' if lever.unit == SHARE else f"FIXED({{{each}}},0)"
            for each in ("wert", "heute")
        )
        name = (
            Special(lever.name[1:], style="text")
            if lever.name.startswith("=")
            else Special(value=lever.name, style="text")
        )
        contents: dict[str, str | Special] = {
            "name": name,
            "hebel": Special(as_formula(lever.label), style="text"),
            "heute": f'IFERROR(INDEX({chain.VALUES_NAME},MATCH({{name}},{chain.NAMES_NAME},0)),"")',
            "geht": "ISNUMBER({wert})*1",
            "sonst": Special(f'IF(ISBLANK({wish}),"","–")', style="text"),
            "satz": Special(
                f'IFERROR({as_formula(called(target))}&" "&{words_for(target, wish)}&": nötig ist allein bei „"&{{hebel}}&"“ "&{next(shown)}&" statt "&{next(shown)},"")',
                style="text",
            ),
            "nummer": f"IF(LEN({{grund}})>0,MAX({{nummer.{before}}})+1,0)" if before else "(LEN({grund})>0)*1",
            "warum": Special(f'IF(LEN({{grund}})>0,{as_formula(called(target))}&" über „"&{{hebel}}&"“: "&{{grund}},"")', style="text"),
        }  # fmt: skip
        for row, content in contents.items():
            cells[row][column] = content
        before = f"{pairs[0][2]}:nummer.{column}"
        blocks.append(Block(
            ("wert", column), ("grund", column),
            f'IFERROR(IF(ISBLANK({wish}),"",JC_BENOETIGT("{target.name}",{wish},{{name.{column}}},{chain.NAMES_NAME},{chain.VALUES_NAME})),"")',
        ))  # fmt: skip
    first, last = pairs[0][2], pairs[-1][2]
    none = '"Noch kein Wunsch: gelb eintragen, was ein Ziel werden soll"'
    wishes = ",".join(map(wish_of, targets(model)))
    cells["geht"]["befund"] = None
    cells["sonst"]["befund"] = Special(f'IF(COUNT({wishes})=0,{none},"Kein Hebel allein erfüllt einen der Wünsche")', style="text")  # fmt: skip
    cells["satz"]["befund"] = Special(
        f"IFERROR(INDEX({{satz.{first}:satz.{last}}},MATCH(1,{{geht.{first}:geht.{last}}},0)),{{sonst}})", style="text"
    )  # fmt: skip
    for row in ("name", "hebel", "heute", "wert", "von", "bis"):
        cells[row]["befund"] = None
    cells["nummer"]["befund"] = f"MAX({{nummer.{first}:nummer.{last}}})"
    cells["grund"]["befund"] = Special('IF({nummer}=0,"","Warum es keinen Wert gibt")', style="text")
    cells["warum"]["befund"] = Special(
        'IF({nummer}>{ohne.zahl.satz},"… und "&({nummer}-{ohne.zahl.satz})&" weitere","")', style="text"
    )
    columns = [*(Column(column, column, style="helper") for *_, column in pairs), Column("befund", "Hauptsatz", style="helper")]  # fmt: skip
    rows = [Row(row, label, cells=cells[row]) for row, label in labels]
    return Table(
        "bedarf", columns, rows, head="Größe", title="Was ein Hebel allein sein müsste", height=18, blocks=blocks
    )


def _without(model: Model) -> Table:
    """The first levers without a value, and why."""
    first, *_, last = (column for *_, column in _pairs(model))
    numbers, reasons = (f"{{bedarf.{row}.{first}:bedarf.{row}.{last}}}" for row in ("nummer", "warum"))
    rows = [
        Row(
            f"o{number}", f"{number}.", cells={
                "nummer": Special(value=float(number)),
                "satz": f'IFERROR(INDEX({reasons},MATCH({{nummer}},{numbers},0)),"")',
            },
        )
        for number in range(1, _REASONS + 1)
    ]  # fmt: skip
    last_row = Row(
        "zahl", "so viele", cells={"satz": Special(f"MAX({{o1.nummer:o{_REASONS}.nummer}})", style="helper")}
    )
    columns = (Column("nummer", "Nummer", form="0", style="helper"), Column("satz", "Grund", style="text"))
    return Table("ohne", columns, [*rows, last_row], head="Hebel", title="Hebel ohne Wert", height=18)


def _table(model: Model, case: Case) -> Table:
    """A row a lever; the first of a target has the target and its wish."""
    rows, seen = [], set()
    for target, lever, column in _pairs(model):
        first = target.name not in seen
        seen.add(target.name)
        form = _format(lever)

        def when(row: str, at: str = column) -> str:
            return f'IF(ISNUMBER({{bedarf.{row}.{at}}}),{{bedarf.{row}.{at}}},{{bedarf.sonst.{at}}}&"")'

        published = szenarien.published_format(target)
        label = called(target) if target.unit in (SHARE, EURO) else _with_unit(called(target), target.unit)
        rows.append(Row(
            column, label if first else "", label_style="label_bold" if first else "label",
            cells={
                "ziel": Special(f"{{sicherheit.stand.{key(target)}{PUBLISHED}.wert}}" if first else None, form=published),
                "wunsch": Special(value=case.wishes.get(target.name), form=published, style="input", name=wish_of(target)) if first else None,
                "hebel": Special(lever.label[1:], style="text") if lever.label.startswith("=") else Special(value=_with_unit(lever.label, "" if lever.unit in (SHARE, EURO) else lever.unit), style="text"),
                "heute": Special(f'IF(ISNUMBER({{bedarf.heute.{column}}}),{{bedarf.heute.{column}}},"")', form=_format(lever, now=True)),
                "noetig": Special(when("wert"), form=form),
                "von": Special(when("von"), form=form),
                "bis": Special(when("bis"), form=form),
                "unterschied": Special(f'IF(ISNUMBER({{noetig}}),{{noetig}}-{{heute}},{{bedarf.sonst.{column}}}&"")', form=_signed(lever)),
            },
        ))  # fmt: skip
    columns = (
        Column("ziel", "im Plan, veröffentlicht"),
        Column("wunsch", "Wunsch", style="helper"),
        Column("hebel", "Hebel: diese Eingabe allein", style="text"),
        Column("heute", "im Plan"),
        Column("noetig", "nötig"),
        Column("von", "Ziel wie gewünscht von"),
        Column("bis", "bis"),
        Column("unterschied", "nötig mehr oder weniger"),
    )
    return Table("hebel", columns, rows, head="Ziel", height=46)


def _with_unit(label: str, unit: str) -> str:
    if unit in ("", INTEGRATIONS):
        return label
    return f'{label}&" ({unit})"' if label.startswith("=") else f"{label} ({unit})"


def _format(lever: Lever, *, now: bool = False) -> str:
    """Two digits more than the input has; as the plan has it, no more than it needs."""
    if lever.unit == SHARE:
        return "0.0## %" if now else "0.00## %"
    return styles.EURO if lever.unit == EURO else styles.HEADS if now else styles.HEADS_1


def _signed(lever: Lever) -> str:
    if lever.unit == SHARE:
        return styles.with_sign('0.00## %"-Punkte"')
    return styles.SIGNED_EURO if lever.unit == EURO else styles.SIGNED_1


def _name_and_validate(page: Sheet, target: Target) -> None:
    allowed = {
        SHARE: Range(0, 1), EURO: Range(-100_000_000_000, 100_000_000_000), HEADS_A_MONTH: Range(-50_000_000, 50_000_000),
    }.get(target.unit, Range(0, 50_000_000))  # fmt: skip
    area = page.names[wish_of(target)]
    (at,) = (each for each, cell in page.keys.tables["hebel"].rows.items() if cell == area.top)
    shown = target.label if target.group == "gesamt" else f"{target.label}, {target.group}"
    page.validate(f"hebel.{at}.wunsch", {
        "validate": "decimal", "criteria": "between", "minimum": allowed.low, "maximum": allowed.high,
        "input_title": f"Wunsch: {target.name.removeprefix('Ziel_').replace('_', ' ')}",
        "input_message": f"{shown}: was es werden soll ({target.unit}). Leer: nichts rechnen."[:255],
        **refusal(allowed.describe(target.unit)),
    })  # fmt: skip
