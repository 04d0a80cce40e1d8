"""Which inputs a target depends on, and the sheet's main sentences."""

from __future__ import annotations

from typing import Final

from jcplan.layout.iq import POINTS
from jcplan.layout.sicherheit.inputs import CHOSEN_NAME, TARGETS_NAME
from jcplan.model.fields import SHARE
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart, Conditional, refusal
from jcplan.sheet.table import Column, Row, Special, Table, facts

_SHOWN_BARS: Final = 8
_ALL_RATES: Final = "Ziel_IQ_gesamt"


def choice() -> Table:
    """The chosen target."""
    rows = (
        Row("ziel", "Ziel", f'IF(ISBLANK({CHOSEN_NAME}),"{_ALL_RATES}",{CHOSEN_NAME})'),
        Row("gerechnet", "gerechnet mit", f'IF({{ziel}}="{_ALL_RATES}","{_ALL_RATES}_ungerundet",{{ziel}})'),
        Row("spalte", "Spalte", "MATCH({ziel},{rechnung.name},0)"),
        Row("plan", "im Plan", 'IFERROR(INDEX({stand.wert},MATCH({gerechnet},{stand.name},0)),"")'),
        Row("text", "in Worten", 'IFERROR(INDEX({rechnung.text},{spalte}),"")'),
        Row("mass", "Einheit", "INDEX({rechnung.einheit},{spalte})"),
        Row("faktor", "gezeigt mal", f'IF({{mass}}="{SHARE}",100,1)'),
        Row("abweichung", "Einheit der Abweichung", f'IF({{mass}}="{SHARE}","{POINTS}",{{mass}})'),
        Row("chance", "Wahrscheinlichkeit", "INDEX({rechnung.erreicht},{spalte})"),
        Row("unsicher", "unsichere Eingaben", "SUM({verteilung.gilt})"),
        Row("breite", "größte Wirkung", "MAX({verteilung.breite})"),
        Row("haupt", "die mit der größten Wirkung", "{tornado.t1.bezeichnung}"),
    )
    return facts("wahl", rows, title="Das gewählte Ziel")


def findings() -> Table:
    """Main sentences; of those of the chosen target the first that applies."""

    def case(row: str, label: str, when: str, text: str) -> Row:
        return Row(row, label, cells={"zutrifft": f"({when})*1", "wert": text})

    cases = [
        case("nichts", "nichts unsicher", "{wahl.unsicher.wert}=0", '"Noch gilt jede Eingabe als fest: unten bei „Art“ eine Verteilung wählen und ihre Zahlen eintragen"'),
        case("fehler", "kein Ergebnis", "ISNUMBER({ziehungen.moeglich.wert})=FALSE", '"Kein Ergebnis: Verteilungen, Ziehungen oder Korrelationen passen nicht zusammen"'),
        case("fest", "hängt an nichts Unsicherem", "{wahl.breite.wert}<=0", '{wahl.text.wert}&": hängt an keiner unsicheren Eingabe"'),
        case("sonst", "sonst", "1", '{wahl.text.wert}&" wird mit "&FIXED(100*SUM({wahl.chance.wert}),0)&" % Wahrscheinlichkeit erreicht; am meisten zählt „"&{wahl.haupt.wert}&"“"'),
    ]  # fmt: skip

    def fan(stock: str, words: str) -> Row:
        at = f"{{faecher_{stock.lower()}.%s.m12}}"
        low, high, plan = (f"FIXED({at % each},0)" for each in ("q10", "q90", "plan"))
        text = f'IFERROR("{words}: Plan "&{plan}&"; in 80 von 100 Fällen zwischen "&{low}&" und "&{high},"")'
        return Row(stock.lower(), words, cells={"zutrifft": None, "wert": text})

    rows = [
        *cases,
        Row("befund", "Hauptsatz", cells={"zutrifft": None, "wert": "INDEX({nichts:sonst},MATCH(1,{nichts.zutrifft:sonst.zutrifft},0))"}),
        fan("ELB", "ELB im Dezember"), fan("LZB", "LZB Ende Dezember"),
        Row("tornado", "Woran das Ziel hängt", cells={"zutrifft": None, "wert": 'IF({wahl.breite.wert}>0,{wahl.text.wert}&": am meisten zählt „"&{wahl.haupt.wert}&"“ (Abweichung vom Plan in "&{wahl.abweichung.wert}&")","")'}),
    ]  # fmt: skip
    columns = (Column("zutrifft", "trifft zu", form="0", style="helper"), Column("wert", "Satz", style="text"))
    return Table("saetze", columns, rows, head="Satz", title="Sätze", height=18)


_OFF: Final = styles.with_sign("#,##0.00")
"""Format of what may be percentage points, heads or euros."""


def order() -> Table:
    """Which input stands in which place, by what it does to the chosen target."""
    at = "MATCH({nummer},{verteilung.rang},0)"
    rows = [Row(f"t{number}", f"Platz {number}", cells={"nummer": Special(value=float(number))}) for number in range(1, _SHOWN_BARS + 1)]  # fmt: skip
    columns = (
        Column("nummer", "Platz", form="0", style="helper"),
        Column("stelle", "Zeile der Eingabe", formula=f"IFERROR({at}*(INDEX({{verteilung.breite}},{at})>0),0)", form="0", style="helper"),
    )  # fmt: skip
    return Table("balken", columns, rows, head="Platz", title="Folge der Eingaben", height=18)


def tornado(page: Sheet) -> None:
    """What the chosen target is with one input alone at the ends of its span, the widest first."""
    page.put(page.row, 2, "Woran hängt ein Ziel?", "heading")
    page.skip()
    page.put(page.row, 2, "Ziel (aus der Liste)", "label")
    page.put(page.row, 3, _ALL_RATES, "input_text", key="wahlfeld")
    page.put(page.row, 4, formula="{wahl.text.wert}", style="quiet")
    page.name_area(CHOSEN_NAME, page.area("wahlfeld"))
    page.validate("wahlfeld", {
        "validate": "list", "source": f"={TARGETS_NAME}", "input_title": "Ziel", "input_message": "Ein Ziel aus der Liste. Die IQ gesamt wird hier auf der ungerundeten Rechnung gezeigt.",
        **refusal("eines der Ziele der Liste"),
    })  # fmt: skip
    page.skip(2)
    rows = []
    for number in range(1, _SHOWN_BARS + 1):
        at = f"{{balken.t{number}.stelle}}"
        rows.append(Row(
            f"t{number}", f'=IF({at}=0,"",INDEX({{verteilung.bezeichnung}},{at}))', label_style="label",
            cells={
                **{
                    each: Special(f'IF({at}=0,"",INDEX({{verteilung.{each}}},{at}))', style="unit" if each == "einheit" else None)
                    for each in ("einheit", "unten", "oben", "ziel_unten", "ziel_oben")
                },
                **{
                    f"ab_{each}": f'IFERROR(({{ziel_{each}}}-{{wahl.plan.wert}})*{{wahl.faktor.wert}},"")'
                    for each in ("unten", "oben")
                },
                "einheit_ziel": Special(f'IF({at}=0,"",{{wahl.mass.wert}})', style="unit"),
                "einheit_ab": Special(f'IF({at}=0,"",{{wahl.abweichung.wert}})', style="unit"),
            },
        ))  # fmt: skip
    columns = (
        Column("einheit", "Einheit", style="unit"),
        Column("unten", "Eingabe unten", form=styles.HEADS),
        Column("oben", "Eingabe oben", form=styles.HEADS),
        Column("ziel_unten", "Ziel bei unten", form=styles.HEADS),
        Column("ziel_oben", "Ziel bei oben", form=styles.HEADS),
        Column("einheit_ziel", "Einheit", style="unit"),
        Column("ab_unten", "Abweichung bei unten", form=_OFF),
        Column("ab_oben", "Abweichung bei oben", form=_OFF),
        Column("einheit_ab", "Einheit", style="unit"),
    )
    page.table(Table("tornado", columns, rows, head="Eingabe, allein verändert", span=2))
    placed = page.keys.tables["tornado"].columns
    for first, last, unit in (("unten", "oben", "einheit"), ("ziel_unten", "ziel_oben", "einheit_ziel")):
        page.conditionals.append(Conditional("unit", page.area(f"tornado.{first}:tornado.{last}"), placed[unit]))
    page.put(page.row, 2, "Unten und oben: 10 % und 90 % der Verteilung der Eingabe; bei diskret der kleinste und der größte Wert; bei pert näherungsweise. Alle anderen Eingaben wie im Plan.", "subtitle")  # fmt: skip
    page.skip(2)
    page.put(page.row, 2, formula="{saetze.tornado.wert}", style="finding")
    page.charts.append(_bars(page.row + 1))
    page.below_charts()


def _bars(row: int) -> Chart:
    """Lying bars from the plan to both sides, the widest on top."""
    series = [
        charts.series("tornado", each, gap=45, overlap=100, fill=charts.fill(color), border=charts.fill(None))
        | {"name": name}
        for each, name, color in (
            ("ab_unten", "Eingabe unten", styles.WARM),
            ("ab_oben", "Eingabe oben", styles.BLUE),
        )
    ]
    return Chart(
        "bar", None, series, row, 2, 1270, 215,
        "Tornado: liegende Balken je Eingabe, wie weit das gewählte Ziel vom Plan abweicht, wenn nur diese Eingabe unten (orange) oder oben (blau) liegt; die mit der größten Wirkung steht oben. Die Zahlen stehen in der Tabelle darüber.",
        x_axis=charts.axis_of("General"), y_axis={**charts.LYING, "crossing": "max"},
        legend={"position": "bottom", "font": charts.FONT},
    )  # fmt: skip
