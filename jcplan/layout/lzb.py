"""Sheet LZB: the long-term stock month by month, with the planned and with the needed exits."""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.cells import Area
from jcplan.core.verdict import AT_LEAST, AT_MOST
from jcplan.layout import charts, styles
from jcplan.layout.months import MONTHS
from jcplan.layout.relation import Relation, needs, stated
from jcplan.layout.sheet import Drawn, Place, Sheet
from jcplan.model.fields import HEADS, HEADS_A_MONTH, SHARE

NAME = "LZB"
_ROWS = ("Anfang", "Zugang durch Älterwerden", "Abgang", "Ende")
_FORMATS = (styles.HEADS, styles.SIGNED, '"−"#,##0;"+"#,##0;0', styles.HEADS)


def sheet(shared: Mapping[str, Place]) -> Drawn:  # noqa: ARG001 - refers to no other sheet
    """The sheet, the places of its results and what has to hold of them."""
    page = Sheet(NAME, "Langzeitleistungsbezieher (LZB)", (36, *[9.3] * 12, 10.5, 15), tab=styles.BLUE)
    page.put(3, 2, formula=(
        '"Ziel "&FIXED(Annahme_LZB_Ziel*100,1)&" %: nötig sind "&FIXED(C8,0)&" Abgänge im Monat, geplant "&FIXED(C9,0)'
    ), style="finding")  # fmt: skip
    page.row = 5
    page.heading("Was das Ziel verlangt")
    page.row = 6
    page.header(("Größe", "Wert", "Einheit", ""), height=18)
    rows = (
        (7, "Zielbestand im Jahresmittel", "Annahme_LZB_Bestand*(1+Annahme_LZB_Ziel)", styles.HEADS, "Köpfe"),
        (
            8,
            "Abgang im Monat, der dafür nötig ist",
            "JC_LZB_ABGANG(Annahme_LZB_Bestand,Annahme_LZB_Zuwachsrate,Annahme_LZB_Ziel)",
            styles.HEADS_1,
            "Köpfe je Monat",
        ),
        (9, "geplanter Abgang im Monat", "Annahme_LZB_Abgang", styles.HEADS_1, "Köpfe je Monat"),
        (10, "Lücke im Monat (negativ: keine)", "C8-C9", styles.SIGNED_1, "Köpfe je Monat"),
    )
    for row, label, formula, form, unit in rows:
        page.put(row, 2, label, "label")
        page.put(row, 3, formula=formula, style="value", number_format=form)
        page.put(row, 4, unit, "unit")
        page.put(row, 5, None, "unit")
    planned = _path(page, 12, "Mit dem geplanten Abgang", "Annahme_LZB_Abgang")
    needed = _path(page, 20, "Mit dem nötigen Abgang (mindestens 0)", "MAX(0,C8)")
    page.put(28, 2, "Abstand vom Ausgangsbestand", "heading")
    page.row = 29
    page.header(("Monatsende", *MONTHS, "Mittel", "Einheit"), height=18)
    for row, label, end in ((30, "mit dem geplanten Abgang", planned), (31, "mit dem nötigen Abgang", needed)):
        page.put(row, 2, label, "label")
        for column in range(3, 16):
            letter = "ABCDEFGHIJKLMNO"[column - 1]
            page.put(
                row, column, formula=f"{letter}{end}-Annahme_LZB_Bestand", style="helper", number_format=styles.SIGNED
            )
        page.put(row, 16, "Köpfe", "unit")
    page.put(33, 2, formula=(
        '"Mit "&FIXED(C9,0)&" Abgängen im Monat "&IF(O17<Annahme_LZB_Bestand,"sinkt","wächst")&" das Jahresmittel auf "&FIXED(O17,0)&IFERROR(" ("&FIXED(O18*100,1)&" %)","")'
    ), style="finding")  # fmt: skip
    page.charts.append(charts.paths(NAME, 29, 30, 31, row=34, column=2, width=1180, height=250))
    places = {
        "Ziel_LZB": Place(NAME, 7, 3),
        "Ziel_LZB_Abgang": Place(NAME, 8, 3),
        "luecke": Place(NAME, 10, 3),
        "mittel_geplant": Place(NAME, 18, 15),
        "finding": Place(NAME, 33, 2),
    }
    return Drawn(page, places, _relations(places))


def _path(page: Sheet, row: int, title: str, exits: str) -> int:
    """A block of twelve months; returns the row of the month-end stocks."""
    page.put(row, 2, title, "heading")
    page.row = row + 1
    page.header(("Monat", *MONTHS, "Mittel", "Einheit"), height=18)
    for offset, (label, form) in enumerate(zip(_ROWS, _FORMATS, strict=True)):
        style = "label" if offset < 3 else "label_bold"
        page.put(row + 2 + offset, 2, label, style)
        letter = row + 2 + offset
        page.put(
            letter,
            15,
            formula=f"AVERAGE(C{letter}:N{letter})",
            style="total" if offset == 3 else "value",
            number_format=form,
        )
        page.put(letter, 16, "Köpfe", "unit")
    area = Area(row + 2, 3, row + 5, 14)
    page.block(area, f"JC_LZB_PFAD(Annahme_LZB_Bestand,Annahme_LZB_Zuwachsrate,{exits})", number_format=_FORMATS)
    page.put(row + 6, 2, "Mittel gegenüber dem Ausgangsbestand", "label")
    page.put(
        row + 6,
        15,
        formula=f'IFERROR(JC_VERAENDERUNG(O{row + 5},Annahme_LZB_Bestand),"–")',
        style="value",
        number_format=styles.percent(3, signed=True),
    )
    page.put(row + 6, 16, "%", "unit")
    return row + 5


def _relations(places: Mapping[str, Place]) -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    return (
        Relation("Anteil der LZB an den ELB ist der gedruckte", "Annahme_LZB_Bestand/Annahme_ELB_gesamt",
                 stated("Gedruckt_LZB_Anteil"), SHARE, "Gedruckt_LZB_Anteil", "verschiedene Stichtage: Jahresmittel gegen Jahresende"),
        Relation("LZB des vorletzten Jahres, die die gedruckte Veränderung voraussetzt",
                 needs(("Gedruckt_LZB_Veraenderung_Vorjahr",), "Annahme_LZB_Bestand/(1+Gedruckt_LZB_Veraenderung_Vorjahr)"), '""', HEADS, "0"),
        Relation("Der geplante Abgang reicht für das LZB-Ziel", places["Ziel_LZB_Abgang"].ref, "Annahme_LZB_Abgang", HEADS_A_MONTH, "0", kind=AT_LEAST),
        Relation("Mit dem geplanten Abgang wächst das Jahresmittel der LZB nicht über das Ziel", "Annahme_LZB_Ziel",
                 places["mittel_geplant"].ref, SHARE, "3", kind=AT_MOST),
    )  # fmt: skip
