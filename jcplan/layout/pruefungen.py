"""Sheet Prüfungen: relations of figures, the calculation against the adopted targets, one master cell."""

from __future__ import annotations

from dataclasses import dataclass

from jcplan.cells import Area
from jcplan.layout import styles
from jcplan.layout.sheet import Conditional, Place, Sheet
from jcplan.model import TARGETS, input_field
from jcplan.model.fields import EURO, SHARE

NAME = "Prüfungen"
COMPUTED, PRINTED, UNIT, PLACES, OBSTACLE, VERDICT, TEXT = range(3, 10)


@dataclass(frozen=True)
class Relation:
    """One relation: computed against printed. Formulas as stored; ``places`` an input whose decimals count."""

    label: str
    computed: str
    printed: str
    unit: str
    places: str
    obstacle: str = ""


def _stated(name: str) -> str:
    """A printed figure that may be blank: a blank stays one."""
    return f'IF(ISBLANK({name}),"",{name})'


def _needs(names: tuple[str, ...], formula: str) -> str:
    """A computed figure that is blank while one of the printed ones that it needs is."""
    return f'IF(COUNT({",".join(names)})<{len(names)},"",{formula})'


def relations(
    elb: dict[str, Place], iq: dict[str, Place], lzb: dict[str, Place], budget: dict[str, Place]
) -> tuple[Relation, ...]:
    """The relations of ELB, IQ, LZB and budget, in the order of the sheet."""
    before = ("Gedruckt_ELB_Flucht_Zugang_frueher", "Gedruckt_ELB_Flucht_Rate_frueher")
    earlier_base = "JC_BASIS(Gedruckt_ELB_Flucht_Zugang_frueher,Gedruckt_ELB_Flucht_Rate_frueher)"
    euro, heads, share, monthly = EURO, "Köpfe", SHARE, "Köpfe je Monat"
    return (
        Relation("VKB und EGT ergeben das gedruckte Gesamtbudget", "Annahme_Verwaltungsbudget+Annahme_Eingliederungsmittel",
                 _stated("Gedruckt_Budget_Summe"), euro, "Gedruckt_Budget_Summe"),
        Relation("Anteil am EGT ergibt den gedruckten Umschichtungsbetrag", budget["Ziel_Umschichtung"].ref,
                 _stated("Gedruckt_Umschichtung"), euro, "Gedruckt_Umschichtung"),
        Relation("Die Umschichtung lässt die Summe der Töpfe gleich", budget["nachher"].ref, budget["vorher"].ref, euro, "0"),
        Relation("Zugang und Rate der 8 HKL setzen den angenommenen Bestand voraus",
                 _needs(("Gedruckt_ELB_8HKL_Rate",), "JC_BASIS(Annahme_ELB_8HKL_Zugang,Gedruckt_ELB_8HKL_Rate)"), "Annahme_ELB_8HKL", heads, "0"),
        Relation("Die frühere Angabe zu Geflüchteten setzt denselben Bestand voraus", _needs(before, earlier_base),
                 "Annahme_ELB_8HKL", heads, "0", "frühere Angabe mit anderem Datenstand"),
        Relation("Prognose der Gruppen ergibt den gedruckten Anstieg der ELB (relativ)", elb["veraenderung"].ref,
                 _stated("Gedruckt_ELB_gesamt_Veraenderung"), share, "Gedruckt_ELB_gesamt_Veraenderung"),
        Relation("Prognose der Gruppen ergibt den gedruckten Anstieg der ELB (Köpfe)", elb["zuwachs"].ref,
                 _stated("Gedruckt_ELB_gesamt_Zuwachs"), heads, "Gedruckt_ELB_gesamt_Zuwachs"),
        Relation("Der gedruckte Anstieg ist nicht kleiner als der Zugang der 8 HKL allein",
                 _needs(("Gedruckt_ELB_gesamt_Zuwachs",), "MAX(Gedruckt_ELB_gesamt_Zuwachs,Annahme_ELB_8HKL_Zugang)"),
                 _stated("Gedruckt_ELB_gesamt_Zuwachs"), heads, "Gedruckt_ELB_gesamt_Zuwachs"),
        Relation("Frühere Angaben ergeben den früher gedruckten Anstieg der ELB",
                 _needs(before, f"(Gedruckt_ELB_Flucht_Zugang_frueher+Annahme_ELB_ohne_Veraenderung*(Annahme_ELB_gesamt-{earlier_base}))/Annahme_ELB_gesamt"),
                 _stated("Gedruckt_ELB_Veraenderung_frueher"), share, "Gedruckt_ELB_Veraenderung_frueher"),
        Relation("IQ gesamt aus den veröffentlichten Gruppenquoten ist die gedruckte", iq["Ziel_IQ_gesamt"].ref,
                 _stated("Gedruckt_IQ_gesamt"), share, "Gedruckt_IQ_gesamt"),
        Relation("IQ gesamt aus ungerundeten Gruppenquoten ist die gedruckte", iq["Ziel_IQ_gesamt_ungerundet"].ref,
                 _stated("Gedruckt_IQ_gesamt"), share, "Gedruckt_IQ_gesamt", "nur zum Vergleich, gerundet wird vor dem Mischen"),
        Relation("Die gedruckte IQ liegt in der Spanne der veröffentlichten Gruppenquoten",
                 _needs(("Gedruckt_IQ_gesamt",), f"MIN(MAX(Gedruckt_IQ_gesamt,{iq['Ziel_IQ_gesamt_unten'].ref}),{iq['Ziel_IQ_gesamt_oben'].ref})"),
                 _stated("Gedruckt_IQ_gesamt"), share, "Gedruckt_IQ_gesamt"),
        Relation("Der Orientierungswert der 8 HKL liegt in der Spanne, die das Vorjahr zulässt",
                 f'IF(COUNT({iq["vorjahr_unten"].ref},{iq["vorjahr_oben"].ref})<2,"",MIN(MAX(Annahme_IQ_8HKL,{iq["vorjahr_unten"].ref}),{iq["vorjahr_oben"].ref}))',
                 "Annahme_IQ_8HKL", share, "Annahme_IQ_8HKL_Stellen"),
        Relation("Anteil der LZB an den ELB ist der gedruckte", "Annahme_LZB_Bestand/Annahme_ELB_gesamt",
                 _stated("Gedruckt_LZB_Anteil"), share, "Gedruckt_LZB_Anteil", "verschiedene Stichtage: Jahresmittel gegen Jahresende"),
        Relation("LZB des vorletzten Jahres, die die gedruckte Veränderung voraussetzt",
                 _needs(("Gedruckt_LZB_Veraenderung_Vorjahr",), "Annahme_LZB_Bestand/(1+Gedruckt_LZB_Veraenderung_Vorjahr)"), '""', heads, "0"),
        Relation("Der geplante Abgang reicht für das LZB-Ziel", f"MAX({lzb['Ziel_LZB_Abgang'].ref},Annahme_LZB_Abgang)", "Annahme_LZB_Abgang", monthly, "0"),
        Relation("Mit dem geplanten Abgang bleibt das Jahresmittel der LZB im Ziel", f"MAX({lzb['mittel_geplant'].ref},Annahme_LZB_Ziel)",
                 "Annahme_LZB_Ziel", share, "3"),
    )  # fmt: skip


def sheet(elb: dict[str, Place], iq: dict[str, Place], lzb: dict[str, Place], budget: dict[str, Place]) -> Sheet:
    """The checks."""
    page = Sheet(NAME, "Prüfungen", (48, 17, 17, 14.5, 7.5, 24, 16, 56), tab=styles.WARM)
    page.one_page = False
    page.put(3, 2, formula="Pruefung_Gesamt", style="finding")
    page.row = 5
    page.heading("Zahlen des Dokuments gegeneinander gerechnet")
    page.row = 6
    page.header(
        (
            "Prüfung",
            "berechnet",
            "gedruckt oder angenommen",
            "Einheit",
            "Stellen",
            "nicht vergleichbar, weil",
            "Urteil",
            "in einem Satz",
        )
    )
    rows = relations(elb, iq, lzb, budget)
    first, last = page.row, page.row + len(rows) - 1
    for relation in rows:
        row = page.row
        form = _format(relation)
        page.put(row, 2, relation.label, "label_wrap")
        page.put(row, COMPUTED, formula=relation.computed, style="value", number_format=form)
        page.put(row, PRINTED, formula=relation.printed, style="value", number_format=form)
        page.put(row, UNIT, relation.unit, "unit")
        places = (
            relation.places
            if relation.places.isdigit() or relation.places.endswith("_Stellen")
            else relation.places + "_Stellen"
        )
        if places.isdigit():
            page.put(row, PLACES, float(places), "value", "0")
        else:
            page.put(row, PLACES, formula=places, style="value", number_format="0")
        page.put(row, OBSTACLE, relation.obstacle or None, "text")
        page.row += 1
    columns = {
        key: f"{letter}{first}:{letter}{last}" for key, letter in zip(("b", "g", "e", "s", "h"), "CDEFG", strict=True)
    }
    page.block(
        Area(first, VERDICT, last, VERDICT),
        f"JC_URTEIL({columns['b']},{columns['g']},{columns['s']},{columns['h']})",
        "verdict",
    )
    page.block(
        Area(first, TEXT, last, TEXT),
        f"JC_ERLAEUTERUNG({columns['b']},{columns['g']},{columns['s']},{columns['e']},{columns['h']})", "text",
    )  # fmt: skip
    page.conditionals.append(Conditional("verdict", Area(first, VERDICT, last, VERDICT)))
    page.name_area("Pruefung_Urteile", Area(first, VERDICT, last, VERDICT))
    _targets(page, {**elb, **iq, **lzb, **budget})
    _master(page)
    return page


def _format(relation: Relation) -> str:
    if relation.unit == SHARE:
        printed = relation.places.startswith("Gedruckt_")
        places = input_field(relation.places).places if printed else 4
        return styles.percent(max(places, 3) + (0 if places > 2 else 1))
    return styles.EURO if relation.unit == EURO else styles.HEADS_1


def _targets(page: Sheet, places: dict[str, Place]) -> None:
    """The sheets' results against the adopted targets; whether the formula is still there."""
    page.row += 1
    page.page_breaks.append(page.row - 1)
    page.heading(
        "Rechnung der Blätter gegen die beschlossenen Ziele",
        "„Widerspruch“ heißt hier: Annahmen oder Formeln haben sich seit dem Beschluss geändert. Dann „Ziele aktualisieren“.",
    )
    page.header(
        ("Ziel", "Rechnung", "beschlossen", "Einheit", "Stellen", "Formel an ihrem Platz", "Urteil", "in einem Satz")
    )
    first, last = page.row, page.row + len(TARGETS) - 1
    for target in TARGETS:
        row = page.row
        form = styles.percent(5) if target.unit == SHARE else styles.EURO if target.unit == EURO else "#,##0.000"
        page.put(row, 2, f"{target.label}, {target.group}", "label_wrap")
        page.put(row, COMPUTED, formula=places[target.name].ref, style="value", number_format=form)
        page.put(row, PRINTED, formula=_stated(target.name), style="value", number_format=form)
        page.put(row, UNIT, target.unit, "unit")
        page.put(row, PLACES, {SHARE: 7.0, EURO: 2.0}.get(target.unit, 3.0), "value", "0")
        page.put(
            row,
            OBSTACLE,
            formula=f'IF(_xlfn.ISFORMULA({places[target.name].ref}),"ja","nein, überschrieben")',
            style="text",
        )
        page.row += 1
    page.block(
        Area(first, VERDICT, last, VERDICT), f"JC_URTEIL(C{first}:C{last},D{first}:D{last},F{first}:F{last})", "verdict"
    )
    for row in range(first, last + 1):
        page.put(
            row,
            TEXT,
            formula=f'IF(H{row}="passt","Rechnung und Beschluss stimmen überein.","Seit dem Beschluss geändert: bitte „Ziele aktualisieren“.")',
            style="text",
        )
    page.conditionals.append(Conditional("verdict", Area(first, VERDICT, last, VERDICT)))
    page.name_area("Pruefung_Ziele", Area(first, VERDICT, last, VERDICT))
    page.name_area("Pruefung_Formeln", Area(first, OBSTACLE, last, OBSTACLE))


def _master(page: Sheet) -> None:
    page.row += 1
    page.heading("Zusammenfassung")
    page.header(("Zähler", "Anzahl", "Einheit"), height=18)
    rows = (
        ("Pruefung_Passt", "Zahlen, die passen", 'COUNTIF(Pruefung_Urteile,"passt")', "Prüfungen"),
        ("Pruefung_Widersprueche", "Widersprüche", 'COUNTIF(Pruefung_Urteile,"Widerspruch")', "Prüfungen"),
        ("Pruefung_Offen", "nicht prüfbar", 'COUNTIF(Pruefung_Urteile,"nicht prüfbar")', "Prüfungen"),
        (
            "Pruefung_Abweichungen",
            "Ziele, die nicht zur Rechnung passen",
            'ROWS(Pruefung_Ziele)-COUNTIF(Pruefung_Ziele,"passt")',
            "Ziele",
        ),
        (
            "Pruefung_Ueberschrieben",
            "überschriebene Formeln der Ergebnisse",
            'ROWS(Pruefung_Formeln)-COUNTIF(Pruefung_Formeln,"ja")',
            "Formeln",
        ),
    )
    for name, label, formula, unit in rows:
        page.put(page.row, 2, label, "label")
        page.put(page.row, 3, formula=formula, style="value", number_format="0")
        page.put(page.row, 4, unit, "unit")
        page.name_area(name, Area(page.row, 3, page.row, 3))
        page.row += 1
    page.put(page.row, 2, "Gesamturteil", "total_label")
    page.put(page.row, 3, formula=(
        'IF(Pruefung_Widersprueche+Pruefung_Abweichungen+Pruefung_Ueberschrieben=0,"Alle Prüfungen ohne Befund",'
        'Pruefung_Widersprueche&" Widersprüche, "&Pruefung_Abweichungen&" Abweichungen von den Zielen, "&Pruefung_Ueberschrieben&" überschriebene Formeln")'
    ), style="label_bold")  # fmt: skip
    page.name_area("Pruefung_Gesamt", Area(page.row, 3, page.row, 3))
