"""Sheet LZB-Hebel: what the target takes, what covers it month by month, which exits hold the stock."""

from __future__ import annotations

from jcplan.core.verdict import AT_LEAST
from jcplan.layout.lzb import EXITS_COVERED
from jcplan.model import Model
from jcplan.model.fields import HEADS, HEADS_A_MONTH, SHARE
from jcplan.model.parts.hebel import LEVERS, YEAR_BEFORE
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart
from jcplan.sheet.relation import GAP, Relation, or_dash, shown, stated
from jcplan.sheet.table import UNIT_COLUMN, WIDE_UNIT, Block, Column, Row, Special, Table, month_key, months

_P3 = styles.percent(3, signed=True)
_START, _RATE, _GOAL = "Annahme_LZB_Bestand", "Annahme_LZB_Zuwachsrate", "Annahme_LZB_Ziel"
_FIRST_WORK = "Annahme_LZB_Erstaufnahme_Veraenderung"
_NEEDED = ("noetig", "nötiger Abgang für das LZB-Ziel", "MAX(0,{lzb.Ziel_LZB_Abgang})")
_COVERING = (
    ("geplant", "geplanter Abgang durch Teamprojekte", "Annahme_LZB_Abgang"),
    *((f"hebel_{number}", f'={lever.label_name}&""', or_dash(lever.name)) for number, lever in enumerate(LEVERS, 1)),
    ("projekte", "Leistungsbeendigungen weiterer Projekte", "{projekte.lzb_abgang_weitere}"),
)
"""Key, label and formula of all that covers the needed exits."""
_COVERED = ("gedeckt", "geplanter Abgang und alle Hebel", "SUM({geplant:projekte})")
_OPEN = ("offen", "offen (negativ: mehr als nötig)", "{noetig}-{gedeckt}")


def sheet(model: Model) -> Sheet:  # noqa: ARG001 - the same for every shape
    """The sheet."""
    page = Sheet(
        "LZB-Hebel", "Hebel gegen den Langzeitbezug (LZB)", (44, *[9.3] * 12, 10.5, 15), tab=styles.BLUE, key="hebel"
    )
    page.finding(
        '"Nötig sind "&FIXED({deckung.noetig},0)&" Abgänge im Monat, gedeckt "&FIXED({deckung.gedeckt},0)'
        '&IF({deckung.offen}>0,": offen "&FIXED({deckung.offen},0),": das Ziel ist gedeckt")'
    )
    page.skip()
    page.put(page.row, 8, formula="{befund}", style="finding")
    page.charts.append(charts.lying_bridge(
        "diagramm", [styles.GREY, *[styles.BLUE] * len(_COVERING), styles.WARM],
        "Liegende Brücke: vom nötigen Abgang im Monat (grau) gehen Teamprojekte, Hebel und Projekte ab (blau); was offen bleibt, ist orange. Die Zahlen stehen in der Tabelle auf dem Blatt LZB-Hebel.",
        row=page.row + 1, column=8, width=700, height=330,
    ))  # fmt: skip
    page.table(_cover())
    page.skip()
    _further(page)
    page.skip(2)
    page.table(_path())
    page.put(page.row, 2, formula=(
        f'IFERROR("Mit allen Hebeln liegt das Jahresmittel bei "&FIXED({{pfad.ende.mittel}},0)&" ("&FIXED({{pfad.veraenderung.mittel}}*100,1)&" %), das Ziel bei "&FIXED({_GOAL}*100,1)&" %",'
        '"Mit allen Hebeln ginge mehr ab, als da ist")'
    ), style="finding")  # fmt: skip
    page.skip(3)
    page.put(page.row, 8, formula=(
        'IFERROR("Abstand des Jahresmittels vom Ziel: geplant "&IF({lesarten.geplant.abstand}>0,"+","")&FIXED({lesarten.geplant.abstand},0)&" Köpfe","")'
    ), style="finding")  # fmt: skip
    page.charts.append(_distances(page.row + 1))
    page.table(_readings())
    page.work(_bridge())
    page.relations += _relations()
    return page


def _cover() -> Table:
    """Needed exits, what covers them, what is open."""
    share = 'IFERROR({wert}/{noetig.wert},"–")'
    rows = [
        Row(key, label, cells={"wert": formula}, unit=HEADS_A_MONTH, kind="total" if key == "gedeckt" else "plain")
        for key, label, formula in (_NEEDED, *_COVERING, _COVERED, _OPEN)
    ]
    columns = (
        Column("wert", "Wert", form=styles.HEADS_1),
        *WIDE_UNIT,
        Column("anteil", "Anteil am nötigen", form=styles.percent(2), formula=share, total=share),
    )
    note = "Ein Hebel zählt nur, was nicht schon im geplanten Abgang steckt. „–“: nicht beziffert."
    return Table("deckung", columns, rows, head="Größe", title="Nötiger Abgang und wodurch er kommt", note=note)


def _further(page: Sheet) -> None:
    """Two figures more, without a header."""
    for label, formula, form, unit in (
        ("altersbedingter Bestandsanstieg im ersten Monat", f"{_START}*{_RATE}", styles.HEADS_1, HEADS_A_MONTH),
        ("LZB mit erster Arbeitsaufnahme: Anteil zum Vorjahr", or_dash(_FIRST_WORK), styles.percent(2, signed=True), SHARE),
    ):  # fmt: skip
        page.put(page.row, 2, label, "label")
        page.put(page.row, 3, formula=formula, style="value", number_format=form)
        page.put(page.row, 4, unit, "unit")
        page.put(page.row, 5, None, "unit")
        page.skip()


def _path() -> Table:
    """The stock month by month with all levers, against the year before and against the start."""
    mean = 'IFERROR(AVERAGE({m01:m12}),"–")'
    moves = (
        ("anfang", "Anfang", styles.HEADS),
        ("zugang", "altersbedingter Bestandsanstieg", styles.SIGNED),
        ("abgang", "Abgang mit allen Hebeln", styles.EXITS),
    )
    before = {month_key(month): or_dash(field.name) for month, field in enumerate(YEAR_BEFORE, 1)}
    path = f'IFERROR(JC_LZB_PFAD({_START},{_RATE},{{deckung.gedeckt}}),"–")'
    return Table(
        "pfad",
        (*months(), Column("mittel", "Mittel"), UNIT_COLUMN),
        (
            *(Row(key, label, cells={"mittel": mean}, form=form, unit=HEADS) for key, label, form in moves),
            Row("ende", "Ende", cells={"mittel": Special(mean, style="total")}, form=styles.HEADS, unit=HEADS, kind="bold"),
            Row("vorjahr", "derselbe Monat des Vorjahres", cells={**before, "mittel": 'IFERROR(JC_JDW({m01:m12}),"–")'}, form=styles.HEADS, unit=HEADS),
            Row("k3", "K3: Veränderung zum Vorjahresmonat", 'IFERROR(JC_K3({ende},{vorjahr}),"–")', form=_P3, unit=SHARE),
            Row("veraenderung", "Veränderung zum Ausgangsbestand", f'IFERROR(JC_VERAENDERUNG({{ende}},{_START}),"–")', form=_P3, unit=SHARE),
        ),
        head="Monat", title="Bestand Monat für Monat mit allen Hebeln",
        blocks=(Block(("anfang", month_key(1)), ("ende", month_key(12)), path),), height=18,
    )  # fmt: skip


def _readings() -> Table:
    """What other exits would give."""
    planned, needed = "{deckung.geplant}", "{deckung.noetig}"
    rows = (
        ("keiner", "kein Abgang durch eigene Arbeit", "0"),
        ("geplant", "geplanter Abgang", planned),
        ("gedeckt", "geplanter Abgang und alle Hebel", "{deckung.gedeckt}"),
        ("halb", "halber Weg vom geplanten zum nötigen Abgang", f"({planned}+{needed})/2"),
        ("noetig", "nötiger Abgang", needed),
        ("darueber", "noch einmal der halbe Weg darüber hinaus", f"MAX(0,{needed}+({needed}-{planned})/2)"),
    )
    return Table(
        "lesarten",
        (
            Column("abgang", "Abgang im Monat", HEADS, styles.HEADS_1),
            Column("mittel", "Jahres- mittel", HEADS, styles.HEADS, block=f'IFERROR(JC_LZB_MITTEL({_START},{_RATE},{{lesarten.abgang}}),"–")'),
            Column("abstand", "gegen das Ziel", HEADS, styles.SIGNED, f'IFERROR({{mittel}}-{_START}*(1+{_GOAL}),"–")'),
            Column("veraenderung", "Ver- änderung", SHARE, _P3, f'IFERROR(JC_VERAENDERUNG({{mittel}},{_START}),"–")'),
        ),
        [Row(key, label, cells={"abgang": exits}) for key, label, exits in rows],
        head="Annahme", title="Welcher Abgang hält den Bestand?",
    )  # fmt: skip


def _distances(row: int) -> Chart:
    """Bars: how far the annual mean is from the target, for each of the exits."""
    font = {"name": "Calibri", "size": 10, "bold": True}
    labels = {"value": True, "position": "center", "num_format": styles.SIGNED, "font": font}
    series = charts.series("lesarten", "abstand", fill=charts.fill(styles.MID_BLUE), gap=45, data_labels=labels)
    return Chart(
        "bar", None, [series], row, 8, 700, 200,
        "Liegende Balken: Abstand des Jahresmittels der LZB vom Ziel, je nach Abgang im Monat von keinem bis über den nötigen hinaus. Die Zahlen stehen in der Tabelle links daneben.",
        x_axis=charts.UNSEEN, y_axis=charts.LYING,
    )  # fmt: skip


def _bridge() -> Table:
    """From the needed exits down to what is open."""
    steps = [
        charts.lying_step("noetig", '"nötig"', "{deckung.noetig}", "{deckung.noetig}", HEADS_A_MONTH),
        *(
            charts.lying_step(
                key, f"{{deckung.{key}.bezeichnung}}", f"{{deckung.{key}}}", f"-SUM({{deckung.{key}}})", HEADS_A_MONTH
            )
            for key, *_ in _COVERING
        ),
        charts.lying_step("offen", '"offen"', "{deckung.offen}", "{deckung.offen}", HEADS_A_MONTH),
    ]
    parts = (("noetig", "noetig", ""), ("geplant", "projekte", "noetig"), ("offen", "offen", ""))
    return charts.bridge_table("diagramm", steps, "Vom nötigen Abgang zur Lücke", styles.HEADS_1, parts, more=WIDE_UNIT)


def _relations() -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    return (
        Relation(EXITS_COVERED, "{lzb.Ziel_LZB_Abgang}", shown("{deckung.gedeckt}"),
                 HEADS_A_MONTH, "0", kind=AT_LEAST, art=GAP),
        Relation("Abgänge der Teamprojekte im Jahr", "Annahme_LZB_Abgang*12", '""', HEADS, "0"),
        Relation("Wäre der geplante Abgang die Minderung des Bestands, träfe das Jahresmittel das Ziel", f"-Annahme_LZB_Abgang*(12+1)/2/{_START}",
                 _GOAL, SHARE, "3", "Abgang oder Minderung: zwei Lesarten"),
        Relation("LZB mit erster Arbeitsaufnahme: gedruckte Veränderung", '""', stated(_FIRST_WORK), SHARE, _FIRST_WORK, "Ausgangswert nicht gedruckt"),
        Relation("Das Mittel der zwölf Monate des Vorjahres ist der Ausgangsbestand", shown("{pfad.vorjahr.mittel}"), _START, HEADS, "0"),
    )  # fmt: skip
