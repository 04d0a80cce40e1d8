"""Sheet LZB-Hebel: what the target takes, what covers it month by month, which exits hold the stock."""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.cells import Area, column_name, quote_sheet
from jcplan.core.verdict import AT_LEAST
from jcplan.layout import charts_bridge
from jcplan.model.fields import HEADS, HEADS_A_MONTH, SHARE
from jcplan.model.parts.hebel import LEVERS, YEAR_BEFORE
from jcplan.sheet import styles
from jcplan.sheet.months import MONTHS
from jcplan.sheet.page import Chart, Drawn, Place, Sheet
from jcplan.sheet.relation import Relation, needs, shown, stated

NAME = "LZB-Hebel"
_P3 = styles.percent(3, signed=True)
_NEEDED, _PLANNED = 8, 9
_FIRST, _LAST = _PLANNED + 1, _PLANNED + len(LEVERS)
_PROJECTS, _COVERED, _OPEN = _LAST + 1, _LAST + 2, _LAST + 3
_PATH, _READINGS, _NUMBERS = 25, 38, 48
_START = "Annahme_LZB_Bestand"


def sheet(shared: Mapping[str, Place]) -> Drawn:
    """The sheet, the places of its results and what has to hold of them."""
    page = Sheet(NAME, "Hebel gegen den Langzeitbezug (LZB)", (44, *[9.3] * 12, 10.5, 15), tab=styles.BLUE)
    page.put(3, 2, formula=(
        f'"Nötig sind "&FIXED(C{_NEEDED},0)&" Abgänge im Monat, gedeckt "&FIXED(C{_COVERED},0)&IF(C{_OPEN}>0,": offen "&FIXED(C{_OPEN},0),": das Ziel ist gedeckt")'
    ), style="finding")  # fmt: skip
    _needs(page, shared)
    _bridge(page)
    _path(page)
    _readings(page)
    places = {
        "hebel_abgang": Place(NAME, _COVERED, 3),
        "hebel_offen": Place(NAME, _OPEN, 3),
        "lzb_vorjahr_mittel": Place(NAME, _PATH + 5, 15),
        "finding": Place(NAME, 3, 2),
    }
    return Drawn(page, places, _relations(places, shared))


def _needs(page: Sheet, shared: Mapping[str, Place]) -> None:
    """Needed exits, what covers them, what is open."""
    page.row = 5
    page.heading(
        "Nötiger Abgang und wodurch er kommt",
        "Ein Hebel zählt nur, was nicht schon im geplanten Abgang steckt. „–“: nicht beziffert.",
    )
    page.header(("Größe", "Wert", "Einheit", "", "Anteil am nötigen"), height=31)
    rows = [
        ("nötiger Abgang für das LZB-Ziel", "MAX(0," + shared["Ziel_LZB_Abgang"].ref + ")"),
        ("geplanter Abgang durch Teamprojekte", "Annahme_LZB_Abgang"),
        *((None, needs((lever.name,), lever.name, "–")) for lever in LEVERS),
        ("Leistungsbeendigungen weiterer Projekte", shared["projekte_lzb_abgang_weitere"].ref),
        ("geplanter Abgang und alle Hebel", f"SUM(C{_PLANNED}:C{_PROJECTS})"),
        ("offen (negativ: mehr als nötig)", f"C{_NEEDED}-C{_COVERED}"),
    ]
    for row, (label, formula) in enumerate(rows, _NEEDED):
        total = row == _COVERED
        style = "total_label" if total else "label"
        if label is None:
            page.put(row, 2, formula=f'{LEVERS[row - _FIRST].label_name}&""', style=style)
        else:
            page.put(row, 2, label, style)
        look = "total" if total else "value"
        page.put(row, 3, formula=formula, style=look, number_format=styles.HEADS_1)
        page.put(row, 4, HEADS_A_MONTH, "unit_total" if total else "unit")
        page.put(row, 5, None, "unit_total" if total else "unit")
        page.put(row, 6, formula=f'IFERROR(C{row}/C${_NEEDED},"–")', style=look, number_format=styles.percent(2))
    growth = "Annahme_LZB_Erstaufnahme_Veraenderung"
    for row, label, formula, form, unit in (
        (_OPEN + 2, "Zugang durch Älterwerden im ersten Monat", f"{_START}*Annahme_LZB_Zuwachsrate", styles.HEADS_1, HEADS_A_MONTH),
        (_OPEN + 3, "LZB mit erster Arbeitsaufnahme: Anteil zum Vorjahr", needs((growth,), growth, "–"), styles.percent(2, signed=True), SHARE),
    ):  # fmt: skip
        page.put(row, 2, label, "label")
        page.put(row, 3, formula=formula, style="value", number_format=form)
        page.put(row, 4, unit, "unit")
        page.put(row, 5, None, "unit")


def _path(page: Sheet) -> None:
    """The stock month by month with all levers, against the year before and against the start."""
    page.row = _PATH - 1
    page.heading("Bestand Monat für Monat mit allen Hebeln")
    page.header(("Monat", *MONTHS, "Mittel", "Einheit"), height=18)
    top = page.row
    end, before, k3, change = top + 3, top + 4, top + 5, top + 6
    formats = (styles.HEADS, styles.SIGNED, '"−"#,##0;"+"#,##0;0', styles.HEADS)
    for offset, label in enumerate(("Anfang", "Zugang durch Älterwerden", "Abgang mit allen Hebeln", "Ende")):
        page.put(top + offset, 2, label, "label" if offset < 3 else "label_bold")
        mean = f'IFERROR(AVERAGE(C{top + offset}:N{top + offset}),"–")'
        page.put(
            top + offset, 15, formula=mean, style="total" if offset == 3 else "value", number_format=formats[offset]
        )
    page.block(
        Area(top, 3, end, 14), f'IFERROR(JC_LZB_PFAD({_START},Annahme_LZB_Zuwachsrate,C{_COVERED}),"–")', number_format=formats
    )  # fmt: skip
    page.put(before, 2, "derselbe Monat des Vorjahres", "label")
    page.put(k3, 2, "K3: Veränderung zum Vorjahresmonat", "label")
    page.put(change, 2, "Veränderung zum Ausgangsbestand", "label")
    for column, field in enumerate(YEAR_BEFORE, 3):
        page.put(
            before, column, formula=needs((field.name,), field.name, "–"), style="value", number_format=styles.HEADS
        )
    page.put(before, 15, formula=f'IFERROR(JC_JDW(C{before}:N{before}),"–")', style="value", number_format=styles.HEADS)
    for column in range(3, 16):
        letter = column_name(column)
        for row, formula in (
            (k3, f"JC_K3({letter}{end},{letter}{before})"),
            (change, f"JC_VERAENDERUNG({letter}{end},{_START})"),
        ):
            page.put(row, column, formula=f'IFERROR({formula},"–")', style="value", number_format=_P3)
    for row in range(top, change + 1):
        page.put(row, 16, SHARE if row > before else HEADS, "unit")
    page.put(change + 1, 2, formula=(
        f'IFERROR("Mit allen Hebeln liegt das Jahresmittel bei "&FIXED(O{end},0)&" ("&FIXED(O{change}*100,1)&" %), das Ziel bei "&FIXED(Annahme_LZB_Ziel*100,1)&" %",'
        '"Mit allen Hebeln ginge mehr ab, als da ist")'
    ), style="finding")  # fmt: skip


def _readings(page: Sheet) -> None:
    """What other exits would give."""
    page.row = _READINGS - 2
    page.heading("Welcher Abgang hält den Bestand?")
    page.header(("Annahme", "Abgang im Monat", "Jahres- mittel", "gegen das Ziel", "Ver- änderung"))
    page.units(("", HEADS, HEADS, HEADS, SHARE))
    first = page.row
    planned, needed = f"C{_PLANNED}", f"C{_NEEDED}"
    rows = (
        ("kein Abgang durch eigene Arbeit", "0"),
        ("geplanter Abgang", planned),
        ("geplanter Abgang und alle Hebel", f"C{_COVERED}"),
        ("halber Weg vom geplanten zum nötigen Abgang", f"({planned}+{needed})/2"),
        ("nötiger Abgang", needed),
        ("noch einmal der halbe Weg darüber hinaus", f"MAX(0,{needed}+({needed}-{planned})/2)"),
    )
    last = first + len(rows) - 1
    goal = f"{_START}*(1+Annahme_LZB_Ziel)"
    for row, (label, exits) in enumerate(rows, first):
        page.put(row, 2, label, "label")
        page.put(row, 3, formula=exits, style="value", number_format=styles.HEADS_1)
        page.put(row, 5, formula=f'IFERROR(D{row}-{goal},"–")', style="value", number_format=styles.SIGNED)
        page.put(row, 6, formula=f'IFERROR(JC_VERAENDERUNG(D{row},{_START}),"–")', style="value", number_format=_P3)
    page.block(
        Area(first, 4, last, 4), f'IFERROR(JC_LZB_MITTEL({_START},Annahme_LZB_Zuwachsrate,C{first}:C{last}),"–")', number_format=styles.HEADS
    )  # fmt: skip
    page.put(_READINGS - 2, 8, formula=(
        f'IFERROR("Abstand des Jahresmittels vom Ziel: geplant "&IF(E{first + 1}>0,"+","")&FIXED(E{first + 1},0)&" Köpfe","")'
    ), style="finding")  # fmt: skip
    page.charts.append(_distances(first, last))


def _distances(first: int, last: int) -> Chart:
    """Bars: how far the annual mean is from the target, for each of the exits."""
    series = {
        "name": f"={quote_sheet(NAME)}!$E${first - 2}",
        "categories": [NAME, first - 1, 1, last - 1, 1],
        "values": [NAME, first - 1, 4, last - 1, 4],
        "fill": {"color": styles.MID_BLUE},
        "gap": 45,
        "data_labels": {
            "value": True,
            "position": "center",
            "num_format": styles.SIGNED,
            "font": {"name": "Calibri", "size": 10, "bold": True},
        },
    }
    return Chart(
        "bar", None, [series], _READINGS - 1, 8, 700, 200,
        "Liegende Balken: Abstand des Jahresmittels der LZB vom Ziel, je nach Abgang im Monat von keinem bis über den nötigen hinaus. Die Zahlen stehen in der Tabelle links daneben.",
        x_axis={"visible": False, "major_gridlines": {"visible": False}},
        y_axis={"reverse": True, "num_font": {"name": "Calibri", "size": 10, "color": "#404040"}, "line": {"color": styles.RULE}, "label_position": "low", "major_tick_mark": "none"},
    )  # fmt: skip


def _bridge(page: Sheet) -> None:
    """From the needed exits down to what is open."""
    page.put(5, 8, formula="B3", style="finding")
    page.row = _NUMBERS
    page.heading("Zahlen zum Diagramm")
    covering = range(_PLANNED, _COVERED)
    steps = [
        ('"nötig"', f"C{_NEEDED}", f"C{_NEEDED}"),
        *((f"B{row}", f"C{row}", f"-SUM(C{row})") for row in covering),
        ('"offen"', f"C{_OPEN}", f"C{_OPEN}"),
    ]
    header = charts_bridge.numbers(page, steps, HEADS_A_MONTH, styles.HEADS_1, from_first=True)
    page.charts.append(charts_bridge.lying(
        NAME, header, [styles.GREY, *[styles.BLUE] * len(covering), styles.WARM], row=6, column=8, width=700, height=330,
        alt="Liegende Brücke: vom nötigen Abgang im Monat (grau) gehen Teamprojekte, Hebel und Projekte ab (blau); was offen bleibt, ist orange. Die Zahlen stehen in der Tabelle auf dem Blatt LZB-Hebel.",
    ))  # fmt: skip


def _relations(places: Mapping[str, Place], shared: Mapping[str, Place]) -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    return (
        Relation("Geplanter Abgang und alle Hebel decken den nötigen Abgang", shared["Ziel_LZB_Abgang"].ref, shown(places["hebel_abgang"].ref),
                 HEADS_A_MONTH, "0", kind=AT_LEAST),
        Relation("Abgänge der Teamprojekte im Jahr", "Annahme_LZB_Abgang*12", '""', HEADS, "0"),
        Relation("Wäre der geplante Abgang die Minderung des Bestands, träfe das Jahresmittel das Ziel", f"-Annahme_LZB_Abgang*(12+1)/2/{_START}",
                 "Annahme_LZB_Ziel", SHARE, "3", "Abgang oder Minderung: zwei Lesarten"),
        Relation("LZB mit erster Arbeitsaufnahme: gedruckte Veränderung", '""', stated("Annahme_LZB_Erstaufnahme_Veraenderung"), SHARE,
                 "Annahme_LZB_Erstaufnahme_Veraenderung", "Ausgangswert nicht gedruckt"),
        Relation("Das Mittel der zwölf Monate des Vorjahres ist der Ausgangsbestand", shown(places["lzb_vorjahr_mittel"].ref), _START, HEADS, "0"),
    )  # fmt: skip
