"""Sheet LZB: the long-term stock month by month, with the planned and with the needed exits."""

from __future__ import annotations

from jcplan.core.verdict import AT_LEAST, AT_MOST
from jcplan.model import Model
from jcplan.model.fields import HEADS, HEADS_A_MONTH, SHARE
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart
from jcplan.sheet.relation import GAP, Relation, needs, stated
from jcplan.sheet.table import UNIT_COLUMN, Block, Column, Row, Special, Table, facts, month_key, months

_CHANGE = styles.percent(3, signed=True)
_STEPS = (
    ("anfang", "Anfang", styles.HEADS),
    ("zugang", "altersbedingter Bestandsanstieg", styles.SIGNED),
    ("abgang", "Abgang", styles.EXITS),
    ("ende", "Ende", styles.HEADS),
)


def sheet(model: Model) -> Sheet:  # noqa: ARG001 - the same for every shape
    """The sheet."""
    page = Sheet("LZB", "Langzeitleistungsbezieher (LZB)", (36, *[9.3] * 12, 10.5, 15), tab=styles.BLUE)
    page.finding(
        '"Ziel "&FIXED(Annahme_LZB_Ziel*100,1)&" %: nötig sind "&FIXED({ziel.noetig},0)&" Abgänge im Monat, geplant "&FIXED({ziel.geplant},0)'
    )
    page.skip()
    page.table(_goal())
    page.skip()
    page.table(_path("geplant", "Mit dem geplanten Abgang", "Annahme_LZB_Abgang"))
    page.skip()
    page.table(_path("noetig", "Mit dem nötigen Abgang (mindestens 0)", "MAX(0,{ziel.noetig})"))
    page.skip()
    page.table(_distances())
    page.skip()
    mean = "{geplant.ende.mittel}"
    page.put(page.row, 2, formula=(
        '"Mit "&FIXED({ziel.geplant},0)&" Abgängen im Monat "'
        f'&IF({mean}<Annahme_LZB_Bestand,"sinkt","wächst")&" das Jahresmittel auf "&FIXED({mean},0)'
        '&IFERROR(" ("&FIXED({geplant.veraenderung.mittel}*100,1)&" %)","")'
    ), style="finding", key="mit_dem_geplanten")  # fmt: skip
    page.show(_chart(page.row + 1), "mit_dem_geplanten")
    page.export(Ziel_LZB="ziel.bestand", Ziel_LZB_Abgang="ziel.noetig")
    page.relations += _relations()
    return page


def _goal() -> Table:
    """What the target takes."""
    rows = (
        Row("bestand", "Zielbestand im Jahresmittel", "Annahme_LZB_Bestand*(1+Annahme_LZB_Ziel)", form=styles.HEADS, unit=HEADS),
        Row("noetig", "Abgang im Monat, der dafür nötig ist", "JC_LZB_ABGANG(Annahme_LZB_Bestand,Annahme_LZB_Zuwachsrate,Annahme_LZB_Ziel)",
            form=styles.HEADS_1, unit=HEADS_A_MONTH),
        Row("geplant", "geplanter Abgang im Monat", "Annahme_LZB_Abgang", form=styles.HEADS_1, unit=HEADS_A_MONTH),
        Row("luecke", "Lücke im Monat (negativ: keine)", "{noetig}-{geplant}", form=styles.SIGNED_1, unit=HEADS_A_MONTH),
    )  # fmt: skip
    return facts("ziel", rows, title="Was das Ziel verlangt", wide_unit=True)


def _path(key: str, title: str, exits: str) -> Table:
    """Twelve months of the stock."""
    steps = tuple(
        Row(step, label, form=form, unit=HEADS, cells={"mittel": Special(f"AVERAGE({{{step}.monate}})", style="total" if step == "ende" else None)},
            kind="bold" if step == "ende" else "plain")
        for step, label, form in _STEPS
    )  # fmt: skip
    change = Row("veraenderung", "Mittel gegenüber dem Ausgangsbestand", unit=SHARE, form=_CHANGE, sparse=True,
                 cells={"mittel": 'IFERROR(JC_VERAENDERUNG({ende},Annahme_LZB_Bestand),"–")'})  # fmt: skip
    formula = f"JC_LZB_PFAD(Annahme_LZB_Bestand,Annahme_LZB_Zuwachsrate,{exits})"
    block = Block(("anfang", month_key(1)), ("ende", month_key(12)), formula)
    columns = (*months(), Column("mittel", "Mittel"), UNIT_COLUMN)
    return Table(key, columns, (*steps, change), head="Monat", title=title, blocks=(block,), height=18)


def _distances() -> Table:
    """How far the stock moves from its start."""
    rows = tuple(
        Row(key, label, f"{{{key}.ende.*}}-Annahme_LZB_Bestand", unit=HEADS, form=styles.SIGNED)
        for key, label in (("geplant", "mit dem geplanten Abgang"), ("noetig", "mit dem nötigen Abgang"))
    )
    columns = (*months(style="helper"), Column("mittel", "Mittel", style="helper"), UNIT_COLUMN)
    return Table("abstand", columns, rows, head="Monatsende", title="Abstand vom Ausgangsbestand", height=18)


def _chart(row: int) -> Chart:
    """Lines: how far the stock moves from its start, with the planned and with the needed exits."""
    series = [
        charts.series_of_months(
            "abstand", key, line={"color": color, "width": 2.5, **dash},
            data_labels=charts.data_labels(styles.SIGNED, color, position=position, custom=[{"delete": True}] * 11),
        )
        for key, color, position, dash in (
            ("geplant", styles.WARM, "below", {}), ("noetig", styles.BLUE, "above", {"dash_type": "dash"}),
        )
    ]  # fmt: skip
    return Chart(
        "line", None, series, row, 2, 1180, 250,
        "Zwei Linien über zwölf Monate: Abstand der LZB vom Ausgangsbestand mit dem geplanten Abgang (orange) und mit dem nötigen Abgang (blau, gestrichelt). Die Zahlen stehen in der Tabelle auf dem Blatt LZB.",
        y_axis=charts.axis_of(styles.SIGNED), x_axis={**charts.QUIET, "label_position": "low"},
        legend={"position": "bottom", "font": charts.FONT},
    )  # fmt: skip


EXITS_COVERED = "Geplanter Abgang und alle Hebel decken den nötigen Abgang"
"""The relation that says of the levers too whether the target is reached."""


def _relations() -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    return (
        Relation("Anteil der LZB an den ELB ist der gedruckte", "Annahme_LZB_Bestand/Annahme_ELB_gesamt",
                 stated("Gedruckt_LZB_Anteil"), SHARE, "Gedruckt_LZB_Anteil", "verschiedene Stichtage: Jahresmittel gegen Jahresende"),
        Relation("LZB des vorletzten Jahres, die die gedruckte Veränderung voraussetzt",
                 needs(("Gedruckt_LZB_Veraenderung_Vorjahr",), "Annahme_LZB_Bestand/(1+Gedruckt_LZB_Veraenderung_Vorjahr)"), '""', HEADS, "0"),
        Relation("Der geplante Abgang reicht für das LZB-Ziel", "{ziel.noetig}", "Annahme_LZB_Abgang", HEADS_A_MONTH, "0", kind=AT_LEAST,
                 art=GAP, same=EXITS_COVERED),
        Relation("Mit dem geplanten Abgang wächst das Jahresmittel der LZB nicht über das Ziel", "Annahme_LZB_Ziel",
                 "{geplant.veraenderung.mittel}", SHARE, "3", kind=AT_MOST, art=GAP, same=EXITS_COVERED),
    )  # fmt: skip
