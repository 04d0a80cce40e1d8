"""First page of the sheet Struktur: stocks, features and further groups."""

from __future__ import annotations

from jcplan.layout import beside
from jcplan.layout.struktur import charts
from jcplan.layout.struktur.places import (
    FEATURE,
    FURTHER,
    NAME,
    P2,
    P3,
    POINTS,
    STOCK,
    STOCK_OF,
    S,
    cell_of,
    dash,
    derived,
    group_headers,
    number,
)
from jcplan.model.parts.struktur import COMMON, FEATURES, GROUPS, share
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.relation import needs


def stocks(page: Sheet) -> None:
    """The stocks that the shares refer to, each with where it comes from."""
    page.row = STOCK - 3
    page.heading("Bestände, auf die sich die Anteile beziehen, und ihr Anteil an den ELB")
    page.header(
        ("Gruppe", "Bestand", "Anteil, angegeben", "Anteil, berechnet", "½ %-Punkt sind", "Bemerkung", "", ""),
        height=31,
    )
    page.units(("", "Köpfe", "%", "%", "Köpfe", "", "", ""))
    growth, rate = f"{S}8HKL_Zuwachs", f"{S}8HKL_Zuwachsrate"
    foreign = f"{S}ELB_Auslaender"
    rows = (
        (needs(("Annahme_ELB_gesamt",), "ROUND(Annahme_ELB_gesamt,0)", "–"), "", "Ausgangsbestand der Planung"),
        (needs(("Annahme_LZB_Bestand",), "ROUND(Annahme_LZB_Bestand,0)", "–"), "Gedruckt_LZB_Anteil", "Ausgangsbestand der Planung"),
        (needs((foreign, "Annahme_ELB_gesamt"), f"ROUND({foreign}*Annahme_ELB_gesamt,0)", "–"), foreign, "Anteil mal Bestand der ELB"),
        (derived((growth, rate), f"ROUND(JC_BASIS({growth},{rate})+{growth},0)"), f"{S}8HKL_Anteil", "Zuwachs ÷ Rate + Zuwachs"),
    )  # fmt: skip
    for (group, row), (stock, stated, note) in zip(STOCK_OF.items(), rows, strict=True):
        page.put(row, 2, GROUPS[group], "label")
        number(page, row, 3, stock, styles.HEADS)
        if stated:
            number(page, row, 4, needs((stated,), stated, "–"), P2)
        else:
            dash(page, row, 4)
        number(page, row, 5, derived((f"C{row}", f"C${STOCK}"), f"C{row}/C${STOCK}"), P3)
        number(page, row, 6, derived((f"C{row}",), f"C{row}/100/2"), styles.HEADS)
        page.put(row, 7, note, "unit")
        for column in (8, 9):
            page.put(row, column, None, "unit")
    note = "Bestände und Anteile haben verschiedene Stichtage; der Bestand der 8 HKL ist nicht der Ausgangsbestand der Planung."
    page.put(STOCK + len(STOCK_OF), 2, note, "subtitle")


def features(page: Sheet) -> None:
    """Features in shares and heads, and their chart."""
    page.row = FEATURE - 4
    page.put(page.row, 2, "Merkmale in Anteilen und Köpfen", "heading")
    page.put(page.row + 1, 2, "Eine Person kann mehrere Merkmale haben. Wo ganze Prozent gedruckt sind, stimmen die Köpfe auf ± ½ Prozentpunkt.", "subtitle")  # fmt: skip
    page.row += 2
    page.header(("Merkmal", *group_headers("{}", "Köpfe\n{}")))
    page.units(("", *["%"] * 4, *["Köpfe"] * 4))
    for row, (what, label) in enumerate(FEATURES.items(), FEATURE):
        page.put(row, 2, label, "label")
        for offset, group in enumerate(GROUPS):
            name, at = share(group, what), cell_of(group, what)
            if not name:
                dash(page, row, 3 + offset)
                dash(page, row, 7 + offset)
                continue
            stock = f"$C${STOCK_OF[group]}"
            number(page, row, 3 + offset, needs((name,), name, "–"), P2)
            number(page, row, 7 + offset, derived((at, stock), f"{at}*{stock}"), styles.HEADS)
    foreign, countries = cell_of("Auslaender", "ohne_Ausbildung"), cell_of("8HKL", "ohne_Ausbildung")
    page.put(5, 11, formula=(
        f'IFERROR("Ohne Berufsausbildung: Ausländer "&FIXED({foreign}*100,0)&" %, 8 HKL "&FIXED({countries}*100,0)&" %"'
        f'&IF({countries}<{foreign}/2," – unplausibel",""),"Merkmale der Gruppen")'
    ), style="finding")  # fmt: skip
    last = FEATURE + len(COMMON) - 1
    page.charts.append(charts.features(NAME, FEATURE - 2, FEATURE, last, row=6, column=11, width=470, height=390))


def further(page: Sheet) -> None:
    """Smaller groups within the stocks."""
    page.row = FURTHER - 3
    page.heading("Weitere Gruppen")
    page.put(page.row, 5, "bezogen auf", "header_text")
    page.put(page.row, 6, None, "header")
    page.header(("Gruppe", "Köpfe", "Anteil"), height=18)
    page.units(("", "Köpfe", "%", "", ""))
    lone, disabled, young = f"{S}Alleinerziehende", f"{S}Schwerbehinderte", f"{S}LZB_unter_25_Sondertatbestand"
    elb, lzb = f"C${STOCK_OF['ELB']}", f"C${STOCK_OF['LZB']}"
    under_25 = cell_of("LZB", "unter_25")
    first = FURTHER
    rows = (
        ("Alleinerziehende", needs((lone,), lone, "–"), derived((f"C{first}", elb), f"C{first}/{elb}"), "den ELB"),
        ("darunter unter 25 Jahre", derived((f"C{first}", f"D{first + 1}"), f"C{first}*D{first + 1}"),
         needs((lone + "_unter_25",), lone + "_unter_25", "–"), "den Alleinerziehenden"),
        ("ELB mit Schwerbehinderung", needs((disabled,), disabled, "–"), derived((f"C{first + 2}", elb), f"C{first + 2}/{elb}"), "den ELB"),
        ("LZB unter 25 Jahre", f"H{FEATURE}", under_25, "den LZB"),
        ("darunter mit Sondertatbestand", derived((f"C{first + 3}", f"D{first + 4}"), f"C{first + 3}*D{first + 4}"),
         needs((young,), young, "–"), "den LZB unter 25"),
        ("multiple Risikogruppe", derived((lzb, f"D{first + 5}"), f"{lzb}*D{first + 5}"),
         needs((f"{S}LZB_Risikogruppe",), f"{S}LZB_Risikogruppe", "–"), "den LZB"),
    )  # fmt: skip
    for row, (label, heads, part, whole) in enumerate(rows, first):
        page.put(row, 2, label, "label")
        number(page, row, 3, heads, styles.HEADS)
        number(page, row, 4, part, P3)
        page.put(row, 5, whole, "unit")
        page.put(row, 6, None, "unit")
    page.put(
        first + len(rows),
        2,
        "Risikogruppe: über 55 Jahre, ohne Ausbildung und in einer komplexen Profillage.",
        "subtitle",
    )


def flight(page: Sheet) -> None:
    """Refugees: counted by context of flight, beside the eight countries."""
    top, label, value, unit = FURTHER - 1, 8, 13, 14
    page.put(top - 2, label, formula=(
        f'IFERROR("Fluchtkontext: "&FIXED(M{top + 2}*100,1)&" % aus den 8 HKL, angegeben "&FIXED(M{top + 3}*100,0)&" %","Fluchtkontext")'
    ), style="finding")  # fmt: skip
    beside.label(page, top - 1, label, value - 1, "Größe", "header")
    page.put(top - 1, value, "Wert", "header_right")
    page.put(top - 1, unit, "Einheit", "header_text")
    start, part, new = f"{S}Fluchtkontext", f"{S}Fluchtkontext_8HKL", f"{S}Fluchtkontext_neu"
    stated = f"{part}_Anteil"
    rows = (
        ("ELB mit Fluchtkontext, Ausgangsmonat", needs((start,), start, "–"), styles.HEADS, "Köpfe"),
        ("darunter aus den 8 HKL", needs((part,), part, "–"), styles.HEADS, "Köpfe"),
        ("Anteil der 8 HKL, berechnet", derived((f"M{top}", f"M{top + 1}"), f"M{top + 1}/M{top}"), P3, "%"),
        ("Anteil der 8 HKL, angegeben", needs((stated,), stated, "–"), P2, "%"),
        ("ELB mit Fluchtkontext, neuester Monat", needs((new,), new, "–"), styles.HEADS, "Köpfe"),
        ("Veränderung zum Ausgangsmonat", derived((f"M{top}", f"M{top + 4}"), f"M{top + 4}-M{top}"), styles.SIGNED, "Köpfe"),
        ("dieselbe Veränderung, relativ", derived((f"M{top}", f"M{top + 4}"), f"JC_VERAENDERUNG(M{top + 4},M{top})"), POINTS, "%"),
    )  # fmt: skip
    for row, (text, formula, form, of) in enumerate(rows, top):
        beside.label(page, row, label, value - 1, text)
        number(page, row, value, formula, form)
        page.put(row, unit, of, "unit")
