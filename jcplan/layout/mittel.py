"""Sheet Mittelplanung: the free EGT by instrument, allotments against commitments, money per head."""

from __future__ import annotations

from jcplan.core.verdict import AT_LEAST, AT_MOST
from jcplan.model import Model
from jcplan.model.fields import EURO, SHARE
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart
from jcplan.sheet.relation import GAP, Relation, needs, or_dash, shown, stated, summed
from jcplan.sheet.table import UNIT_COLUMN, Block, Column, Row, Special, Table, facts, month_key, months

_MONEY, _SIGNED, _WHOLE = "#,##0.00", styles.with_sign("#,##0.00"), styles.with_sign(styles.HEADS, plus="")
_SHARE = styles.percent(3)
_COMMITTED, _BEFORE = "Annahme_Mittel_Vorbindungen", "Gedruckt_Umschichtung_Anteil_Vorjahr"
_POSITION, _AMOUNT = "Annahme_Mittel_Umverteilung_Position", "Annahme_Mittel_Umverteilung_Betrag"
_PROVISIONAL = "Annahme_Mittel_vorlaeufig_Anteil"
_RIGHT = 12
"""The column from which on a table or chart stands beside a wide one."""


def sheet(model: Model) -> Sheet:
    """The sheet."""
    page = Sheet("Mittelplanung", "Mittelplanung", (45, *[12.3] * 12, 13.5, 14), tab=styles.BLUE)
    count = model.shape.instrumente
    page.finding(
        'IFERROR("Vom EGT bleiben "&FIXED({budget.Ziel_EGT}/10^6,1)&" Mio. €, das sind "&FIXED({budget.egt_je_elb},0)&" € je ELB"&'
        'IFERROR("; Umschichtung "&IF({umschichtung.unterschied}<0,"−","+")&FIXED(ABS({umschichtung.unterschied})*100,1)&" Prozentpunkte gegenüber dem Vorjahr",""),'
        '"Eingliederungstitel: noch nicht vollständig eingetragen")'
    )
    page.skip()
    page.table(_reallocation(), row=page.row, column=6)
    page.table(_per_head(), row=page.row, column=_RIGHT)
    page.table(_free())
    page.skip()
    page.put(page.row + 1, _RIGHT, formula=(
        'IFERROR("In Mio. €; größter Posten: "&INDEX({instrumente.bezeichnung},MATCH(MAX({instrumente.betrag}),{instrumente.betrag},0)),"Instrumente: noch ohne Beträge")'
    ), style="finding")  # fmt: skip
    page.charts.append(_shares(page.row + 2, count))
    page.table(_instruments(count))
    page.put(page.row, 2, formula=(
        f'IF(COUNT({_POSITION},{_AMOUNT})<2,"Umverteilung: keine eingetragen.",IFERROR("Umverteilung: "&INDEX({{instrumente.bezeichnung}},{_POSITION})'
        f'&" ändert sich um "&FIXED(INDEX({{instrumente.unterschied}},{_POSITION}),2)&" €; die anderen gleichen anteilig aus.",'
        '"Umverteilung: so nicht möglich (das Instrument hat keinen oder einen festen Betrag, oder die anderen geben nicht so viel her)."))'
    ), style="subtitle")  # fmt: skip
    page.skip(2)
    page.table(_year())
    page.put(page.row, 2, (
        "Spalte „Jahr“: Summe der Anteile, Stand im Dezember, knappster Monat, Zahl der Monate mit Fehlbetrag."
    ), "subtitle")  # fmt: skip
    page.skip(2)
    provisional = page.table(_provisional(), row=page.row, column=_RIGHT)
    page.put(provisional.last + 1, _RIGHT, "„–“: die Mittel des Vorjahres sind noch nicht eingetragen.", "subtitle")
    page.put(page.row, 2, formula=(
        'IF(COUNT({verlauf.rest.monate})<12,"Zuteilung und Bindungen: noch nicht vollständig eingetragen",'
        'IFERROR("Ab "&INDEX({verlauf.kopf.monate},MATCH(1,{verlauf.fehlbetrag.monate},0))&" fehlen Mittel; im knappsten Monat "&FIXED(-{verlauf.rest.jahr}/10^6,2)&" Mio. €",'
        '"Die Zuteilung reicht in jedem Monat für alle Bindungen"))'
    ), style="finding")  # fmt: skip
    page.charts.append(_liquidity(page.row + 1))
    page.below_charts()
    page.skip()
    page.put(page.row, 2, "Vorbindungen, Gewichte und Monatswerte stehen auf „Annahmen“; Beispielwerte sind dort so bezeichnet.", "subtitle")  # fmt: skip
    page.relations += _relations()
    return page


def _free() -> Table:
    """What is left of the EGT for new measures."""
    rows = (
        Row("nachher", "EGT nach Umschichtung", 'IFERROR({budget.Ziel_EGT},"–")', form=_MONEY, unit=EURO),
        Row("gebunden", "Vorbindungen aus Vorjahren", or_dash(_COMMITTED), form=_MONEY, unit=EURO),
        Row("frei", "freier EGT", 'IFERROR(ROUND({nachher}-{gebunden},2),"–")', form=_MONEY, unit=EURO, kind="total"),
        Row("anteil", "Anteil der Vorbindungen am EGT", 'IFERROR({gebunden}/{nachher},"–")', form=_SHARE, unit=SHARE),
    )
    return facts("egt", rows, title="Freier Eingliederungstitel")


def _reallocation() -> Table:
    """The Umschichtung against the year before."""
    rows = (
        Row("plan", "Anteil am EGT im Plan", or_dash("Annahme_Umschichtung_Anteil"), form=_SHARE, unit=SHARE),
        Row("vorjahr", "höchster Anteil im Vorjahr", or_dash(_BEFORE), form=_SHARE, unit=SHARE),
        Row("unterschied", "Unterschied", 'IFERROR({plan}-{vorjahr},"–")', form=styles.percent(3, signed=True), unit="%-Punkte"),
        Row("betrag", "Unterschied, gerechnet am EGT des Plans", 'IFERROR({unterschied}*Annahme_Eingliederungsmittel,"–")', form=_SIGNED, unit=EURO),
    )  # fmt: skip
    return facts("umschichtung", rows, title="Umschichtung gegenüber dem Vorjahr", span=3)


def _per_head() -> Table:
    """Both pots per ELB and per integration."""
    per_integration = 'IFERROR({betrag}/{iq.Ziel_Integrationen},"–")'

    def pot(key: str, label: str, amount: str, per_head: str, kind: str = "plain") -> Row:
        return Row(
            key, label, cells={"betrag": f'IFERROR({amount},"–")', "je_elb": f'IFERROR({per_head},"–")'}, kind=kind
        )

    return Table(
        "je_kopf",
        (
            Column("betrag", "Betrag", form=_MONEY),
            Column("je_elb", "je ELB", form=_MONEY),
            Column("je_integration", "je Integration", form=_MONEY, formula=per_integration, total=per_integration),
        ),
        (
            pot("vkb", "VKB", "{budget.Ziel_VKB}", "{betrag}/{elb.plan}"),
            pot("egt", "EGT", "{budget.Ziel_EGT}", "{budget.egt_je_elb}"),
            pot("beide", "beide zusammen", "{vkb}+{egt}", "{vkb}+{egt}", "total"),
            pot("verwaltung", "Verwaltung mit KFA", "{budget.kosten_verwaltung}", "{betrag}/{elb.plan}"),
        ),
        head="Titel", title="Euro je Kopf und je Integration, nach Umschichtung", span=2,
    )  # fmt: skip


def _instruments(count: int) -> Table:
    """The free EGT shared out, and the same with one amount changed."""
    sums = {"total": summed("{instrumente.*}")}
    amounts = 'IFERROR(JC_VERTEILEN(IF({egt.frei}<0,"",{egt.frei}),{instrumente.gewicht},{instrumente.fest},2),"–")'
    moved = needs((_POSITION, _AMOUNT), f"JC_UMVERTEILEN({{instrumente.betrag}},{_POSITION},{_AMOUNT},{{instrumente.fest}})", "–")  # fmt: skip

    def instrument(number: int) -> Row:
        weight = f"Annahme_Mittel_Gewicht_{number:02}"
        return Row(f"instrument_{number}", f'=IF(ISBLANK({weight}_Bezeichnung),"–",{weight}_Bezeichnung)', cells={
            "nummer": Special(value=float(number)), "gewicht": stated(weight), "fest": stated(f"Annahme_Mittel_Fest_{number:02}"),
        })  # fmt: skip

    return Table(
        "instrumente",
        (
            Column("nummer", "Nummer", form="0"),
            Column("gewicht", "Gewicht", **sums),
            Column("fest", "fester Betrag", EURO, _MONEY, **sums),
            Column("betrag", "Betrag", EURO, _MONEY, block=amounts, **sums),
            Column("anteil", "Anteil", SHARE, _SHARE, 'IF(ISNUMBER({betrag}),{betrag}/{egt.frei},"–")', **sums),
            Column("umverteilt_genau", "umverteilt, ungerundet", EURO, _MONEY, block=f'IFERROR({moved},"–")', style="helper", **sums),
            Column("umverteilt", "umverteilt", EURO, _MONEY, block='IFERROR(JC_VERTEILEN({egt.frei},{instrumente.umverteilt_genau},,2),"–")', **sums),
            Column("unterschied", "Unterschied", EURO, _SIGNED, 'IF(ISNUMBER({umverteilt}),{umverteilt}-{betrag},"–")',
                   total='IFERROR(ROUND({umverteilt}-{betrag},2),"–")'),
        ),
        [instrument(number) for number in range(1, count + 1)],
        head="Instrument", title="Freier EGT nach Instrumenten",
        note=(
            '=IF(COUNT({instrumente.betrag})=0,"Noch nicht verteilbar: der freie EGT oder Gewichte fehlen, oder feste Beträge gehen über ihn hinaus.",'
            '"Nach Gewichten auf den Cent verteilt; feste Beträge bleiben.")'
        ),
        total=Row("gesamt", "zusammen", kind="total"),
    )  # fmt: skip


def _year() -> Table:
    """Allotments and commitments month by month, cumulated, and what is left to commit."""

    def whole(key: str, formula: str) -> str:
        return f'IF(COUNT({{{key}.monate}})<12,"–",{formula})'

    def share(key: str, label: str, name: str) -> Row:
        cells = {month_key(month): or_dash(f"Annahme_Mittel_{name}_{month:02}") for month in range(1, 13)}
        cells["jahr"] = whole(key, f"SUM({{{key}.monate}})")
        return Row(key, label, cells=cells, form=styles.percent(2), unit=SHARE)

    def so_far(key: str, label: str, source: str, amount: str) -> Row:
        area = f"{{{source}.m01:{source}}}"
        formula = f'IFERROR(IF(COUNT({area})<COLUMNS({area}),"–",{amount}*SUM({area})),"–")'
        return Row(key, label, formula, {"jahr": whole(key, f"{{{key}.m12}}")}, _WHOLE, EURO)

    short = {
        month_key(month): Special('IF(ISNUMBER({rest}),1*({rest}<0),"–")', style="helper") for month in range(1, 13)
    }
    return Table(
        "verlauf",
        (*months(), Column("jahr", "Jahr"), UNIT_COLUMN),
        (
            share("zuteilung", "Zuteilung, Anteil am EGT", "Zuteilung"),
            share("bindung", "neue Bindungen, Anteil am freien EGT", "Bindung"),
            so_far("zugeteilt", "Zuteilung, aufgelaufen", "zuteilung", "{egt.nachher}"),
            so_far("gebunden", "Bindungen mit Vorbindungen, aufgelaufen", "bindung", "{egt.gebunden}+{egt.frei}"),
            Row("rest", "noch zu binden (negativ: es fehlt)", cells={"jahr": whole("rest", "MIN({rest.monate})")},
                form=_WHOLE, unit=EURO, kind="total"),
            Row("fehlbetrag", "Monat mit Fehlbetrag (1 = ja)",
                cells={**short, "jahr": whole("fehlbetrag", "SUM({fehlbetrag.monate})")}, form="0", unit="Anzahl"),
        ),
        head="Größe", title="Zuteilung und Bindungen im Jahresverlauf",
        note="Die Vorbindungen sind von Januar an gebunden; neue Bindungen kommen Monat für Monat hinzu.", height=18,
        blocks=(Block(("rest", month_key(1)), ("rest", month_key(12)),
                      'IFERROR(JC_LIQUIDITAET({zuteilung.monate}*{egt.nachher},{bindung.monate}*{egt.frei},{egt.gebunden}),"–")'),),
    )  # fmt: skip


def _provisional() -> Table:
    """What may be spent until the federal budget is law."""

    def pot(key: str) -> Row:
        name = f"Annahme_Mittel_{key.upper()}_Vorjahr"
        available = needs((name, _PROVISIONAL), f"{name}*{_PROVISIONAL}", "–")
        return Row(key, key.upper(), cells={"vorjahr": or_dash(name), "verfuegbar": available}, unit=EURO)

    share = needs((_PROVISIONAL,), f'FIXED({_PROVISIONAL}*100,0)&" % der Vorjahresmittel"', "Anteil fehlt")
    return Table(
        "vorlaeufig",
        (Column("vorjahr", "Vorjahr", form=_MONEY), Column("verfuegbar", "verfügbar", form=_MONEY), UNIT_COLUMN),
        (
            pot("vkb"),
            pot("egt"),
            Row("beide", "beide zusammen", 'IF(COUNT({vkb:egt})<2,"–",SUM({vkb:egt}))', kind="total", unit=EURO),
            Row("gebunden", "davon Vorbindungen (EGT)", cells={"verfuegbar": "{egt.gebunden}"}, unit=EURO),
            Row("danach", "EGT danach (negativ: fehlt)", cells={"verfuegbar": 'IFERROR({egt}-{gebunden},"–")'}, unit=EURO),
        ),
        head="Titel", title="Vorläufige Haushaltsführung", note=f'="Bis zum Haushaltsgesetz: "&{share}', span=2,
    )  # fmt: skip


def _shares(row: int, count: int) -> Chart:
    """Bars: what each instrument gets, the first one on top."""
    labels = charts.data_labels("0.00,,", "#404040", position="outside_end")
    series = charts.series("instrumente", "betrag", name="Betrag", fill=charts.fill(styles.BLUE), gap=35, data_labels=labels)  # fmt: skip
    return Chart(
        "bar", None, [series], row, _RIGHT, 470, 78 + 20 * count,
        "Balken: Betrag je Instrument aus dem freien Eingliederungstitel in Millionen Euro, in der Reihenfolge der Tabelle auf dem Blatt Mittelplanung.",
        x_axis={"min": 0, **charts.UNSEEN},
        y_axis={**charts.QUIET, "reverse": True, "major_gridlines": {"visible": False}, "num_font": {**charts.FONT, "size": 9}},
    )  # fmt: skip


def _liquidity(row: int) -> Chart:
    """Lines: allotments and commitments of the year so far."""
    series = [
        charts.series_of_months("verlauf", key, line={"color": color, "width": 2.5, **dash})
        for key, color, dash in (("zugeteilt", styles.BLUE, {}), ("gebunden", styles.WARM, {"dash_type": "dash"}))
    ]
    return Chart(
        "line", None, series, row, 2, 1010, 235,
        "Zwei Linien über zwölf Monate: aufgelaufene Zuteilung (blau) und aufgelaufene Bindungen mit Vorbindungen (orange, gestrichelt). Die Zahlen stehen in der Tabelle auf dem Blatt Mittelplanung.",
        y_axis=charts.axis_of('0,," Mio. €"', min=0), x_axis=charts.QUIET, legend={"position": "bottom", "font": charts.FONT},
    )  # fmt: skip


def _relations() -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    free = shown("{egt.frei}")
    return (
        Relation("Der Umschichtungsanteil liegt nicht unter dem des Vorjahres (das VKB ist nicht auskömmlich)", stated(_BEFORE),
                 "Annahme_Umschichtung_Anteil", SHARE, _BEFORE, kind=AT_LEAST),
        Relation("Die Vorbindungen sind höchstens der EGT nach Umschichtung", "{budget.Ziel_EGT}", stated(_COMMITTED), EURO, _COMMITTED, kind=AT_MOST, art=GAP),
        Relation("Die Instrumente ergeben zusammen genau den freien EGT", free, shown("{instrumente.gesamt.betrag}"), EURO, "2"),
        Relation("Auch nach der Umverteilung ergeben die Instrumente den freien EGT", free, shown("{instrumente.gesamt.umverteilt}"), EURO, "2"),
        Relation("Die Zuteilungen des Jahres ergeben zusammen den ganzen EGT", "1", shown("{verlauf.zuteilung.jahr}"), SHARE, "4"),
        Relation("Die neuen Bindungen sind zusammen höchstens der freie EGT", "1", shown("{verlauf.bindung.jahr}"), SHARE, "4", kind=AT_MOST, art=GAP),
        Relation("Die Zuteilung reicht in jedem Monat für die Bindungen (knappster Monat ab 0 €)", "0", shown("{verlauf.rest.jahr}"),
                 EURO, "2", kind=AT_LEAST, art=GAP),
        Relation("In der vorläufigen Haushaltsführung deckt der EGT die Vorbindungen", stated(_COMMITTED), shown("{vorlaeufig.egt.verfuegbar}"),
                 EURO, "2", kind=AT_LEAST, art=GAP),
    )  # fmt: skip
