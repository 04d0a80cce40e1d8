"""On the sheet Mittelabfluss: stages of the budget, money beside the EGT, commitments of later years, § 16i."""

from __future__ import annotations

from jcplan.model import Model
from jcplan.model.fields import EURO, HEADS, SHARE
from jcplan.model.parts.mittel import STAGES, VINTAGE, VINTAGES, YEARS_16I
from jcplan.model.teams import FOLLOWING
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.relation import or_dash, summed
from jcplan.sheet.table import UNIT_COLUMN, Column, Row, Special, Table, facts

_MONEY, _SIGNED = styles.with_sign("#,##0.00", plus=""), styles.with_sign("#,##0.00")
_POTS = {"VKB": "Annahme_Verwaltungsbudget", "EGT": "Annahme_Eingliederungsmittel"}
_YEARS = tuple(f"j{ahead}" for ahead in range(FOLLOWING + 1))
_HEADS = ("=Annahme_Planjahr", *(f"={{kopf.{before}}}+1" for before in _YEARS[:-1]))
"""Formulas of the years."""
_RIGHT = 9
"""The column from which on a table stands beside another."""


def put(page: Sheet, model: Model) -> None:
    """The tables, below what stands there."""
    page.table(_beside(), row=page.row, column=_RIGHT)
    page.table(_stages())
    page.put(page.row, 2, formula=_chosen(), style="finding")
    page.skip(2)
    page.table(_committed(model))
    page.notes(
        "Aus „Istwerte“, Verpflichtungen nach Jahren: im Planjahr die Vorbindungen aus Vorjahren, danach die Verpflichtungsermächtigungen. Leer: nicht bekannt.",
    )  # fmt: skip
    page.skip()
    page.table(_degression())
    page.skip()
    page.table(_subsidised())
    page.notes(
        "§ 16i Abs. 2 SGB II: der Zuschuss sinkt mit dem Förderjahr. Fälle mal Lohnkosten mal Satz; jeder Fall rückt mit jedem Jahr ein Förderjahr weiter und zählt ein ganzes Jahr.",
    )  # fmt: skip


def _stages() -> Table:
    """What each stage of the budget gives both pots, against what the plan uses."""

    def stage(key: str, label: str) -> Row:
        date = f"{{annahmen.stand_{key.lower()}}}"
        cells: dict[str, str | Special | None] = {"datum": f'IF(ISBLANK({date}),"–",{date})'}
        for pot, used in _POTS.items():
            name = f"Annahme_Mittel_Stand_{key}_{pot}"
            cells[pot.lower()] = or_dash(name)
            cells[f"{pot.lower()}_unterschied"] = f'IF(COUNT({name},{used})<2,"–",{name}-{used})'
        return Row(key.lower(), label, cells=cells)

    plan = Row("plan", "im Plan verwendet", cells={
        pot.lower(): or_dash(used) for pot, used in _POTS.items()
    } | {"datum": Special(value="–")} | {f"{pot.lower()}_unterschied": Special(value="–") for pot in _POTS}, kind="bold")  # fmt: skip
    dated = Column("datum", "Datenstand", style="text")
    columns = [
        dated,
        *(
            column
            for pot in _POTS
            for column in (
                Column(pot.lower(), pot, EURO, _MONEY),
                Column(f"{pot.lower()}_unterschied", "gegen den Plan", EURO, _SIGNED),
            )
        ),
    ]
    rows = [stage(key, label) for key, label in VINTAGES.items()]
    note = "Vorläufige Haushaltsführung, Entwurf, endgültige Zuteilung: Beträge und Datenstand stehen auf „Annahmen“; den Plan ändern sie nicht."
    return Table("stufen", columns, [plan, *rows], head="Stand", title=STAGES, note=note, height=18)


def _chosen() -> str:
    """The stage that counts against the plan, in a sentence."""
    first, last = (f"stufen.{list(VINTAGES)[at].lower()}" for at in (0, -1))
    where = f"MATCH({VINTAGE},{{{first}.bezeichnung:{last}.bezeichnung}},0)"

    def off(pot: str) -> str:
        return f"INDEX({{{first}.{pot}_unterschied:{last}.{pot}_unterschied}},{where})"

    return (
        f'IF(ISBLANK({VINTAGE}),"Kein maßgeblicher Stand gewählt.",IFERROR("Maßgeblich: "&{VINTAGE}&"; gegen den Plan VKB "'
        f'&FIXED({off("vkb")},2)&" €, EGT "&FIXED({off("egt")},2)&" €","Maßgeblich: "&{VINTAGE}&"; noch ohne Beträge"))'
    )


def _beside() -> Table:
    """Money that is no part of the EGT."""
    rows = (
        Row("reste", "Ausgabereste aus Vorjahren", or_dash("Annahme_Mittel_Ausgabereste"), form=_MONEY, unit=EURO),
        Row("pat", "Passiv-Aktiv-Transfer (PAT)", or_dash("Annahme_Mittel_PAT"), form=_MONEY, unit=EURO),
        Row("ersatz", "Aufwendungsersatz der BA", or_dash("Annahme_Mittel_Aufwendungsersatz"), form=_MONEY, unit=EURO),
        Row("zusammen", "zusammen", summed("{reste:ersatz}"), form=_MONEY, unit=EURO, kind="total"),
    )  # fmt: skip
    note = "Nicht im Eingliederungstitel und in keiner Summe darüber."
    return facts("daneben", rows, title="Neben dem Eingliederungstitel", note=note, span=3)


def _committed(model: Model) -> Table:
    """What is committed by instrument and year."""

    def instrument(number: int) -> Row:
        label = f"Annahme_Mittel_Gewicht_{number:02}_Bezeichnung"
        return Row(f"instrument_{number}", f'=IF(ISBLANK({label}),"–",{label})')

    def amount(year: str) -> str:
        typed = f"{{istwerte.verpflichtung.*.{year}}}"
        return f'IF(ISNUMBER({typed}),{typed},"–")'

    columns = [
        Column(year, head, form=_MONEY, formula=amount(year), total=summed(f"{{verpflichtungen.{year}}}"), head_style="header_right")
        for year, head in zip(_YEARS, _HEADS, strict=True)
    ]  # fmt: skip
    columns.append(
        Column("spaeter", "nach dem Planjahr", form=_MONEY, formula=summed("{j1:j4}"), total=summed("{j1:j4}"))
    )
    return Table(
        "verpflichtungen", [*columns, UNIT_COLUMN],
        [Row(row.key, row.label, unit=EURO) for row in map(instrument, range(1, model.shape.instrumente + 1))],
        head="Instrument", title="Verpflichtungen nach Jahren", total=Row("gesamt", "zusammen", kind="total", unit=EURO), height=34,
    )  # fmt: skip


def _degression() -> Table:
    """Jobs under § 16i by the year of the subsidy: what is paid for them this year."""
    wages = "Annahme_Mittel_16i_Lohnkosten"
    rows = [
        Row(f"f{year}", f"{year}. Förderjahr", cells={
            "faelle": or_dash(f"Annahme_Mittel_16i_Faelle_{year}"), "satz": or_dash(f"Annahme_Mittel_16i_Satz_{year}"),
        })
        for year in range(1, YEARS_16I + 1)
    ]  # fmt: skip
    columns = (
        Column("faelle", "Fälle", HEADS, styles.HEADS, total=summed("{degression.faelle}")),
        Column("satz", "Zuschuss", SHARE, styles.percent(2)),
        Column("betrag", "Zuschuss im Planjahr", EURO, _MONEY, f'IFERROR({{faelle}}*{{satz}}*{wages}/ISNUMBER({wages}),"–")', summed("{degression.betrag}")),
    )  # fmt: skip
    return Table(
        "degression", columns, rows, head="Förderjahr", title="Teilhabe am Arbeitsmarkt (§ 16i) nach Förderjahr",
        total=Row("gesamt", "zusammen", kind="total"), height=34,
    )  # fmt: skip


def _subsidised() -> Table:
    """What the same jobs take of each year: every one moves on a year of the subsidy."""
    cells: dict[str, str | Special | None] = {}
    for ahead, year in enumerate(_YEARS):
        jobs = f"{{degression.f1.faelle:degression.f{YEARS_16I - ahead}.faelle}}"
        rates = f"{{degression.f{1 + ahead}.satz:degression.f{YEARS_16I}.satz}}"
        cells[year] = (
            f'IF(COUNT({{degression.faelle}})*COUNT(Annahme_Mittel_16i_Lohnkosten)=0,"–",SUMPRODUCT({jobs},{rates})*Annahme_Mittel_16i_Lohnkosten)'
        )
    columns = [
        Column(year, head, form=_MONEY, head_style="header_right") for year, head in zip(_YEARS, _HEADS, strict=True)
    ]
    rows = [Row("zuschuss", "Zuschuss für diese Fälle", cells=cells, unit=EURO)]
    return Table(
        "foerderung",
        [*columns, UNIT_COLUMN],
        rows,
        head="Jahr",
        title="§ 16i: Bindung dieser Fälle nach Jahren",
        height=18,
    )
