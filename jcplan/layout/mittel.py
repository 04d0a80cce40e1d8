"""Sheet Mittelplanung: the free EGT by instrument, allotments against commitments, money per head."""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.cells import Area, column_name
from jcplan.core.verdict import AT_LEAST, AT_MOST
from jcplan.layout import beside, charts_mittel
from jcplan.model.fields import EURO, SHARE
from jcplan.model.parts.mittel import SLOTS
from jcplan.sheet import styles
from jcplan.sheet.months import MONTHS
from jcplan.sheet.page import Drawn, Place, Sheet
from jcplan.sheet.relation import Relation, needs, or_dash, shown, stated

NAME = "Mittelplanung"
_MONEY, _SIGNED, _WHOLE = "#,##0.00", "+#,##0.00;-#,##0.00;0.00", "#,##0;-#,##0;0"
_COMMITTED, _FREE = "C8", "C9"
_TOP, _TOTAL = 16, 26  # instruments, and their sum
_YEAR = 32  # first row of the months
_LAST = 15  # column of the year's sum
_PROVISIONAL = 42
_AMOUNTS, _HELD = f"F{_TOP}:F{_TOTAL - 1}", f"E{_TOP}:E{_TOTAL - 1}"


def sheet(shared: Mapping[str, Place]) -> Drawn:
    """The sheet, the places of its results and what has to hold of them."""
    page = Sheet(NAME, "Mittelplanung", (45, *[12.3] * 12, 13.5, 14), tab=styles.BLUE)
    before = "Gedruckt_Umschichtung_Anteil_Vorjahr"
    page.put(3, 2, formula=(
        f'IFERROR("Vom EGT bleiben "&FIXED({shared["Ziel_EGT"].ref}/10^6,1)&" Mio. €, das sind "&FIXED({shared["egt_je_elb"].ref},0)&" € je ELB"&'
        'IFERROR("; Umschichtung "&IF(I9<0,"−","+")&FIXED(ABS(I9)*100,1)&" Prozentpunkte gegenüber dem Vorjahr",""),"Eingliederungstitel: noch nicht vollständig eingetragen")'
    ), style="finding")  # fmt: skip
    _free(page, shared["Ziel_EGT"])
    _reallocation(page, before)
    _per_head(page, shared)
    _instruments(page)
    _year(page)
    _provisional(page)
    page.put(_PROVISIONAL + 13, 2, "Vorbindungen, Gewichte und Monatswerte nennt das Dokument nicht; es gilt, was auf „Annahmen“ steht. Beispielwerte sind dort so bezeichnet.", "subtitle")  # fmt: skip
    places = {
        "egt_frei": Place(NAME, 9, 3),
        "instrumente": Place(NAME, _TOTAL, 6),
        "umverteilt": Place(NAME, _TOTAL, 9),
        "zuteilung": Place(NAME, _YEAR, _LAST),
        "bindungen": Place(NAME, _YEAR + 1, _LAST),
        "verfuegbar_mindestens": Place(NAME, _YEAR + 4, _LAST),
        "egt_vorlaeufig": Place(NAME, _PROVISIONAL + 2, _LAST),
        "finding": Place(NAME, 3, 2),
    }
    return Drawn(page, places, _relations(places, shared["Ziel_EGT"]))


def _free(page: Sheet, after: Place) -> None:
    """What is left of the EGT for new measures."""
    page.row = 5
    page.heading("Freier Eingliederungstitel")
    page.header(("Größe", "Wert", "Einheit"), height=18)
    committed = "Annahme_Mittel_Vorbindungen"
    rows = (
        (7, "EGT nach Umschichtung", f'IFERROR({after.ref},"–")', _MONEY, "€"),
        (8, "Vorbindungen aus Vorjahren", or_dash(committed), _MONEY, "€"),
        (9, "freier EGT", 'IFERROR(ROUND(C7-C8,2),"–")', _MONEY, "€"),
        (10, "Anteil der Vorbindungen am EGT", 'IFERROR(C8/C7,"–")', styles.percent(3), "%"),
    )
    for row, label, formula, form, unit in rows:
        total = row == 9
        page.put(row, 2, label, "total_label" if total else "label")
        page.put(row, 3, formula=formula, style="total" if total else "value", number_format=form)
        page.put(row, 4, unit, "unit_total" if total else "unit")


def _reallocation(page: Sheet, before: str) -> None:
    """The Umschichtung against the year before."""
    page.put(5, 6, "Umschichtung gegenüber dem Vorjahr", "heading")
    beside.header(page, 6, {6: "Größe", 9: "Wert", 10: "Einheit"}, 6, 10)
    rows = (
        (7, "Anteil am EGT im Plan", or_dash("Annahme_Umschichtung_Anteil"), styles.percent(3), "%"),
        (8, "höchster Anteil im Vorjahr", or_dash(before), styles.percent(3), "%"),
        (9, "Unterschied", 'IFERROR(I7-I8,"–")', styles.percent(3, signed=True), "%-Punkte"),
        (10, "Unterschied, gerechnet am EGT des Plans", 'IFERROR(I9*Annahme_Eingliederungsmittel,"–")', _SIGNED, "€"),
    )
    for row, label, formula, form, unit in rows:
        beside.label(page, row, 6, 8, label)
        page.put(row, 9, formula=formula, style="value", number_format=form)
        page.put(row, 10, unit, "unit")


def _per_head(page: Sheet, shared: Mapping[str, Place]) -> None:
    """Both pots per ELB and per integration."""
    page.put(5, 12, "Euro je Kopf und je Integration, nach Umschichtung", "heading")
    beside.header(page, 6, {12: "Topf", 14: "Betrag", 15: "je ELB", 16: "je Integration"}, 12, 16)
    elb, integrations = shared["Ziel_ELB_gesamt"].ref, shared["Ziel_Integrationen"].ref
    rows = (
        (7, "VKB", shared["Ziel_VKB"].ref, f"N7/{elb}"),
        (8, "EGT", shared["Ziel_EGT"].ref, shared["egt_je_elb"].ref),
        (9, "beide zusammen", "N7+N8", "O7+O8"),
        (10, "Verwaltung mit KFA", shared["kosten_verwaltung"].ref, f"N10/{elb}"),
    )
    for row, label, amount, per_head in rows:
        total = row == 9
        style = "total" if total else "value"
        beside.label(page, row, 12, 13, label, "total_label" if total else "label")
        for column, formula in ((14, amount), (15, per_head), (16, f"N{row}/{integrations}")):
            page.put(row, column, formula=f'IFERROR({formula},"–")', style=style, number_format=_MONEY)


def _instruments(page: Sheet) -> None:
    """The free EGT shared out, and the same with one amount changed."""
    page.row = 12
    page.heading("Freier EGT nach Instrumenten (Zahlen zum Diagramm)")
    page.put(13, 2, formula=(
        f'IF(COUNT({_AMOUNTS})=0,"Noch nicht verteilbar: der freie EGT oder Gewichte fehlen, oder feste Beträge gehen über ihn hinaus.",'
        f'"Nach Gewichten auf den Cent verteilt; feste Beträge bleiben.")'
    ), style="subtitle")  # fmt: skip
    page.row = 14
    page.header((
        "Instrument", "Nummer", "Gewicht", "fester Betrag", "Betrag", "Anteil", "umverteilt, ungerundet", "umverteilt", "Unterschied",
    ))  # fmt: skip
    page.units(("", "", "", "€", "€", "%", "€", "€", "€"))
    for row, slot in enumerate(SLOTS, _TOP):
        weight = f"Annahme_Mittel_Gewicht_{slot:02}"
        label = f"{weight}_Bezeichnung"
        page.put(row, 2, formula=f'IF(ISBLANK({label}),"–",{label})', style="label")
        page.put(row, 3, float(slot), "value", "0")
        page.put(row, 4, formula=stated(weight), style="value")
        page.put(row, 5, formula=stated(f"Annahme_Mittel_Fest_{slot:02}"), style="value", number_format=_MONEY)
        page.put(row, 7, formula=f'IF(ISNUMBER(F{row}),F{row}/{_FREE},"–")', style="value", number_format=styles.percent(3))  # fmt: skip
        page.put(row, 10, formula=f'IF(ISNUMBER(I{row}),I{row}-F{row},"–")', style="value", number_format=_SIGNED)
    weights = f"D{_TOP}:D{_TOTAL - 1}"
    shared_out = f'JC_VERTEILEN(IF({_FREE}<0,"",{_FREE}),{weights},{_HELD},2)'
    change = ("Annahme_Mittel_Umverteilung_Position", "Annahme_Mittel_Umverteilung_Betrag")
    moved = needs(change, f"JC_UMVERTEILEN({_AMOUNTS},{change[0]},{change[1]},{_HELD})", "–")
    to_the_cent = f"JC_VERTEILEN({_FREE},H{_TOP}:H{_TOTAL - 1},,2)"
    for column, formula, style in ((6, shared_out, "value"), (8, moved, "helper"), (9, to_the_cent, "value")):
        area = Area(_TOP, column, _TOTAL - 1, column)
        page.block(area, f'IFERROR({formula},"–")', style, number_format=_MONEY)
    page.put(_TOTAL, 2, "zusammen", "total_label")
    page.put(_TOTAL, 3, None, "total")
    for column, form in ((4, None), (5, _MONEY), (6, _MONEY), (7, styles.percent(3)), (8, _MONEY), (9, _MONEY)):
        letter = column_name(column)
        area_text = f"{letter}{_TOP}:{letter}{_TOTAL - 1}"
        total = f'IF(COUNT({area_text})=0,"–",SUM({area_text}))'
        page.put(_TOTAL, column, formula=total, style="total", number_format=form)
    page.put(_TOTAL, 10, formula=f'IFERROR(ROUND(I{_TOTAL}-F{_TOTAL},2),"–")', style="total", number_format=_SIGNED)
    impossible = "Umverteilung: so nicht möglich (das Instrument hat keinen oder einen festen Betrag, oder die anderen geben nicht so viel her)."
    name = f"INDEX(B{_TOP}:B{_TOTAL - 1},{change[0]})"
    difference = f"INDEX(J{_TOP}:J{_TOTAL - 1},{change[0]})"
    page.put(_TOTAL + 1, 2, formula=(
        f'IF(COUNT({change[0]},{change[1]})<2,"Umverteilung: keine eingetragen.",IFERROR("Umverteilung: "&{name}&" ändert sich um "'
        f'&FIXED({difference},2)&" €; die anderen gleichen anteilig aus.","{impossible}"))'
    ), style="subtitle")  # fmt: skip
    page.put(13, 12, formula=f'IFERROR("In Mio. €; größter Posten: "&INDEX(B{_TOP}:B{_TOTAL - 1},MATCH(MAX({_AMOUNTS}),{_AMOUNTS},0)),"Instrumente: noch ohne Beträge")', style="finding")  # fmt: skip
    page.charts.append(charts_mittel.instruments(NAME, _TOP, _TOTAL - 1, row=14, column=12, width=470, height=278))


def _year(page: Sheet) -> None:
    """Allotments and commitments month by month, cumulated, and what is left to commit."""
    page.row = _YEAR - 3
    page.heading("Zuteilung und Bindungen im Jahresverlauf (Zahlen zum Diagramm)", "Die Vorbindungen sind von Januar an gebunden; neue Bindungen kommen Monat für Monat hinzu.")  # fmt: skip
    header = page.header(("Größe", *MONTHS, "Jahr", "Einheit"), height=18)
    labels = (
        ("Zuteilung, Anteil am EGT", "%"),
        ("neue Bindungen, Anteil am freien EGT", "%"),
        ("Zuteilung, aufgelaufen", "€"),
        ("Bindungen mit Vorbindungen, aufgelaufen", "€"),
        ("noch zu binden (negativ: es fehlt)", "€"),
        ("Monat mit Fehlbetrag (1 = ja)", "Anzahl"),
    )
    allotted, committed, total_allotted, total_committed, left, short = range(_YEAR, _YEAR + len(labels))
    for row, (label, unit) in enumerate(labels, _YEAR):
        page.put(row, 2, label, "total_label" if row == left else "label")
        page.put(row, 16, unit, "unit_total" if row == left else "unit")
    for column in range(3, _LAST):
        letter = column_name(column)
        month = column - 2
        page.put(allotted, column, formula=or_dash(f"Annahme_Mittel_Zuteilung_{month:02}"), style="value", number_format=styles.percent(2))  # fmt: skip
        page.put(committed, column, formula=or_dash(f"Annahme_Mittel_Bindung_{month:02}"), style="value", number_format=styles.percent(2))  # fmt: skip
        for row, source, amount in (
            (total_allotted, allotted, "$C$7*SUM({so_far})"),
            (total_committed, committed, "$C$8+$C$9*SUM({so_far})"),
        ):
            so_far = f"$C{source}:{letter}{source}"
            formula = f'IFERROR(IF(COUNT({so_far})<COLUMNS({so_far}),"–",{amount.format(so_far=so_far)}),"–")'
            page.put(row, column, formula=formula, style="value", number_format=_WHOLE)
        page.put(left, column, formula=f'IFERROR(ROUND({letter}{total_allotted}-{letter}{total_committed},2),"–")', style="total", number_format=_WHOLE)  # fmt: skip
        page.put(short, column, formula=f'IF(ISNUMBER({letter}{left}),1*({letter}{left}<0),"–")', style="helper", number_format="0")  # fmt: skip
    for row, formula, form in (
        (allotted, "SUM(C{r}:N{r})", styles.percent(2)),
        (committed, "SUM(C{r}:N{r})", styles.percent(2)),
        (total_allotted, "N{r}", _WHOLE),
        (total_committed, "N{r}", _WHOLE),
        (left, "MIN(C{r}:N{r})", _WHOLE),
        (short, "SUM(C{r}:N{r})", "0"),
    ):
        whole_year = f'IF(COUNT(C{row}:N{row})<12,"–",{formula.format(r=row)})'
        page.put(row, _LAST, formula=whole_year, style="total" if row == left else "value", number_format=form)
    page.put(
        short + 1,
        2,
        "Spalte „Jahr“: Summe der Anteile, Stand im Dezember, knappster Monat, Zahl der Monate mit Fehlbetrag.",
        "subtitle",
    )
    page.put(short + 3, 2, formula=(
        f'IF(COUNT(C{left}:N{left})<12,"Zuteilung und Bindungen: noch nicht vollständig eingetragen",IFERROR("Ab "&INDEX(C{header}:N{header},MATCH(1,C{short}:N{short},0))'
        f'&" fehlen Mittel; im knappsten Monat "&FIXED(-O{left}/10^6,2)&" Mio. €","Die Zuteilung reicht in jedem Monat für alle Bindungen"))'
    ), style="finding")  # fmt: skip
    page.charts.append(charts_mittel.liquidity(NAME, header, total_allotted, total_committed, row=short + 4, column=2, width=1010, height=235))  # fmt: skip


def _provisional(page: Sheet) -> None:
    """What may be spent until the federal budget is law."""
    top = _PROVISIONAL
    page.put(top - 2, 12, "Vorläufige Haushaltsführung", "heading")
    page.put(top - 1, 12, formula=(
        '"Bis zum Haushaltsgesetz: "&' + needs(("Annahme_Mittel_vorlaeufig_Anteil",), 'FIXED(Annahme_Mittel_vorlaeufig_Anteil*100,0)&" % der Vorjahresmittel"', "Anteil fehlt")
    ), style="subtitle")  # fmt: skip
    beside.header(page, top, {12: "Topf", 14: "Vorjahr", 15: "verfügbar", 16: "Einheit"}, 12, 16)
    share = "Annahme_Mittel_vorlaeufig_Anteil"
    for row, label, name in (
        (top + 1, "VKB", "Annahme_Mittel_VKB_Vorjahr"),
        (top + 2, "EGT", "Annahme_Mittel_EGT_Vorjahr"),
    ):
        beside.label(page, row, 12, 13, label)
        page.put(row, 14, formula=or_dash(name), style="value", number_format=_MONEY)
        page.put(row, 15, formula=needs((name, share), f"{name}*{share}", "–"), style="value", number_format=_MONEY)
        page.put(row, 16, "€", "unit")
    beside.label(page, top + 3, 12, 13, "beide zusammen", "total_label")
    for column in (14, 15):
        area = f"{column_name(column)}{top + 1}:{column_name(column)}{top + 2}"
        formula = f'IF(COUNT({area})<2,"–",SUM({area}))'
        page.put(top + 3, column, formula=formula, style="total", number_format=_MONEY)
    page.put(top + 3, 16, "€", "unit_total")
    beside.label(page, top + 4, 12, 13, "davon Vorbindungen (EGT)")
    beside.label(page, top + 5, 12, 13, "EGT danach (negativ: fehlt)")
    for row, formula in ((top + 4, _COMMITTED), (top + 5, f'IFERROR(O{top + 2}-O{top + 4},"–")')):
        page.put(row, 14, None, "value")
        page.put(row, 15, formula=formula, style="value", number_format=_MONEY)
        page.put(row, 16, "€", "unit")
    page.put(top + 6, 12, "„–“: die Mittel des Vorjahres sind noch nicht eingetragen.", "subtitle")


def _relations(places: Mapping[str, Place], after: Place) -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    before, committed = "Gedruckt_Umschichtung_Anteil_Vorjahr", "Annahme_Mittel_Vorbindungen"
    free = shown(places["egt_frei"].ref)
    return (
        Relation("Der Umschichtungsanteil liegt nicht unter dem des Vorjahres (das VKB ist nicht auskömmlich)", stated(before),
                 "Annahme_Umschichtung_Anteil", SHARE, before, kind=AT_LEAST),
        Relation("Die Vorbindungen sind höchstens der EGT nach Umschichtung", after.ref, stated(committed), EURO, committed, kind=AT_MOST),
        Relation("Die Instrumente ergeben zusammen genau den freien EGT", free, shown(places["instrumente"].ref), EURO, "2"),
        Relation("Auch nach der Umverteilung ergeben die Instrumente den freien EGT", free, shown(places["umverteilt"].ref), EURO, "2"),
        Relation("Die Zuteilungen des Jahres ergeben zusammen den ganzen EGT", "1", shown(places["zuteilung"].ref), SHARE, "4"),
        Relation("Die neuen Bindungen sind zusammen höchstens der freie EGT", "1", shown(places["bindungen"].ref), SHARE, "4", kind=AT_MOST),
        Relation("Die Zuteilung reicht in jedem Monat für die Bindungen (knappster Monat ab 0 €)", "0", shown(places["verfuegbar_mindestens"].ref),
                 EURO, "2", kind=AT_LEAST),
        Relation("In der vorläufigen Haushaltsführung deckt der EGT die Vorbindungen", stated(committed), shown(places["egt_vorlaeufig"].ref),
                 EURO, "2", kind=AT_LEAST),
    )  # fmt: skip
