"""Sheet Prüfungen: relations of figures, the calculation against the adopted targets, one master cell."""

from __future__ import annotations

from dataclasses import dataclass

from jcplan.cells import Area, column_name
from jcplan.core.verdict import AT_LEAST, AT_MOST, CONTRADICTS, EQUAL, FITS, OPEN
from jcplan.layout import styles, ziele
from jcplan.layout.sheet import Conditional, Place, Sheet
from jcplan.model import TARGETS, input_field
from jcplan.model.fields import EURO, SHARE

NAME = "Prüfungen"
COMPUTED, PRINTED, KIND, UNIT, PLACES, OBSTACLE, VERDICT, TEXT = range(3, 11)


@dataclass(frozen=True)
class Relation:
    """One relation: computed against printed. Formulas as stored; ``places`` an input whose decimals count."""

    label: str
    computed: str
    printed: str
    unit: str
    places: str
    obstacle: str = ""
    kind: str = ""


def _stated(name: str) -> str:
    """A printed figure that may be blank: a blank stays one."""
    return f'IF(ISBLANK({name}),"",{name})'


def _figure(place: Place) -> str:
    """A result that may be a dash: then a blank."""
    return f'IF(COUNT({place.ref})=0,"",{place.ref})'


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
        Relation("Der gedruckte Anstieg ist nicht kleiner als der Zuwachs der 8 HKL allein", f"{elb['zuwachs_8hkl'].ref}+MIN(0,{elb['zuwachs_ohne'].ref})",
                 _stated("Gedruckt_ELB_gesamt_Zuwachs"), heads, "Gedruckt_ELB_gesamt_Zuwachs", kind=AT_LEAST),
        Relation("Frühere Angaben ergeben den früher gedruckten Anstieg der ELB",
                 _needs(before, f"(Gedruckt_ELB_Flucht_Zugang_frueher+Annahme_ELB_ohne_Veraenderung*(Annahme_ELB_gesamt-{earlier_base}))/Annahme_ELB_gesamt"),
                 _stated("Gedruckt_ELB_Veraenderung_frueher"), share, "Gedruckt_ELB_Veraenderung_frueher"),
        Relation("Die veröffentlichte IQ ohne 8 HKL ist die gerundete exakte", iq["Ziel_IQ_ohne"].ref, iq["iq_ohne_veroeffentlicht"].ref, share, "Annahme_IQ_Stellen"),
        Relation("IQ gesamt aus den veröffentlichten Gruppenquoten ist die gedruckte", iq["Ziel_IQ_gesamt"].ref,
                 _stated("Gedruckt_IQ_gesamt"), share, "Gedruckt_IQ_gesamt"),
        Relation("IQ gesamt aus ungerundeten Gruppenquoten ist die gedruckte", iq["Ziel_IQ_gesamt_ungerundet"].ref,
                 _stated("Gedruckt_IQ_gesamt"), share, "Gedruckt_IQ_gesamt", "nur zum Vergleich, gerundet wird vor dem Mischen"),
        Relation("Die gedruckte IQ liegt nicht unter der Spanne der veröffentlichten Gruppenquoten", iq["Ziel_IQ_gesamt_unten"].ref,
                 _stated("Gedruckt_IQ_gesamt"), share, "Gedruckt_IQ_gesamt", kind=AT_LEAST),
        Relation("Die gedruckte IQ liegt nicht über der Spanne der veröffentlichten Gruppenquoten", iq["Ziel_IQ_gesamt_oben"].ref,
                 _stated("Gedruckt_IQ_gesamt"), share, "Gedruckt_IQ_gesamt", kind=AT_MOST),
        Relation("Der Orientierungswert der 8 HKL liegt nicht unter dem, was das Vorjahr zulässt", _figure(iq["vorjahr_unten"]),
                 "Annahme_IQ_8HKL", share, "Annahme_IQ_8HKL_Stellen", kind=AT_LEAST),
        Relation("Der Orientierungswert der 8 HKL liegt nicht über dem, was das Vorjahr zulässt", _figure(iq["vorjahr_oben"]),
                 "Annahme_IQ_8HKL", share, "Annahme_IQ_8HKL_Stellen", kind=AT_MOST),
        Relation("Anteil der LZB an den ELB ist der gedruckte", "Annahme_LZB_Bestand/Annahme_ELB_gesamt",
                 _stated("Gedruckt_LZB_Anteil"), share, "Gedruckt_LZB_Anteil", "verschiedene Stichtage: Jahresmittel gegen Jahresende"),
        Relation("LZB des vorletzten Jahres, die die gedruckte Veränderung voraussetzt",
                 _needs(("Gedruckt_LZB_Veraenderung_Vorjahr",), "Annahme_LZB_Bestand/(1+Gedruckt_LZB_Veraenderung_Vorjahr)"), '""', heads, "0"),
        Relation("Der geplante Abgang reicht für das LZB-Ziel", lzb["Ziel_LZB_Abgang"].ref, "Annahme_LZB_Abgang", monthly, "0", kind=AT_LEAST),
        Relation("Mit dem geplanten Abgang wächst das Jahresmittel der LZB nicht über das Ziel", "Annahme_LZB_Ziel",
                 lzb["mittel_geplant"].ref, share, "3", kind=AT_MOST),
    )  # fmt: skip


def sheet(elb: dict[str, Place], iq: dict[str, Place], lzb: dict[str, Place], budget: dict[str, Place]) -> Sheet:
    """The checks."""
    page = Sheet(NAME, "Prüfungen", (46, 17, 17, 12, 14.5, 7.5, 23, 16, 52), tab=styles.WARM)
    page.one_page = False
    page.put(3, 2, formula="Pruefung_Gesamt", style="finding")
    page.row = 5
    page.heading("Zahlen des Dokuments gegeneinander gerechnet")
    page.put(page.row - 1, 4, "angegeben: im Dokument gedruckt oder auf „Annahmen“ gesetzt", "subtitle")
    page.row = 6
    page.header(
        (
            "Prüfung",
            "berechnet",
            "angegeben",
            "soll sein",
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
        page.put(row, COMPUTED, formula=f'IFERROR({relation.computed},"")', style="value", number_format=form)
        page.put(row, PRINTED, formula=f'IFERROR({relation.printed},"")', style="value", number_format=form)
        page.put(row, KIND, relation.kind or EQUAL, "text")
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
    computed, stated, kind, unit, places, obstacle = (
        f"{column_name(column)}{first}:{column_name(column)}{last}" for column in range(COMPUTED, VERDICT)
    )
    page.block(
        Area(first, VERDICT, last, VERDICT), f"JC_URTEIL({computed},{stated},{places},{obstacle},{kind})", "verdict"
    )
    page.block(
        Area(first, TEXT, last, TEXT), f"JC_ERLAEUTERUNG({computed},{stated},{places},{unit},{obstacle},{kind})", "text"
    )
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
        (
            "Ziel",
            "Rechnung",
            "beschlossen",
            "soll sein",
            "Einheit",
            "Stellen",
            "Formel an ihrem Platz",
            "Urteil",
            "in einem Satz",
        )
    )
    first, last = page.row, page.row + len(TARGETS) - 1
    for target in TARGETS:
        row = page.row
        form = styles.percent(5) if target.unit == SHARE else styles.EURO if target.unit == EURO else "#,##0.000"
        page.put(row, 2, f"{target.label}, {target.group}", "label_wrap")
        page.put(row, COMPUTED, formula=places[target.name].ref, style="value", number_format=form)
        page.put(row, PRINTED, formula=_stated(target.name), style="value", number_format=form)
        page.put(row, KIND, EQUAL, "text")
        page.put(row, UNIT, target.unit, "unit")
        page.put(row, PLACES, {SHARE: 7.0, EURO: 2.0}.get(target.unit, 3.0), "value", "0")
        page.put(
            row,
            OBSTACLE,
            formula=f'IF(_xlfn.ISFORMULA({places[target.name].ref}),"ja","nein, überschrieben")',
            style="text",
        )
        page.row += 1
    formula = f"JC_URTEIL(C{first}:C{last},D{first}:D{last},G{first}:G{last})"
    page.block(Area(first, VERDICT, last, VERDICT), formula, "verdict")
    for row in range(first, last + 1):
        page.put(
            row,
            TEXT,
            formula=f'IF(I{row}="{FITS}","Rechnung und Beschluss stimmen überein.","Seit dem Beschluss geändert: bitte „Ziele aktualisieren“.")',
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
        ("Pruefung_Passt", "Zahlen, die passen", f'COUNTIF(Pruefung_Urteile,"{FITS}")', "Prüfungen"),
        ("Pruefung_Widersprueche", "Widersprüche", f'COUNTIF(Pruefung_Urteile,"{CONTRADICTS}")', "Prüfungen"),
        ("Pruefung_Offen", "nicht prüfbar", f'COUNTIF(Pruefung_Urteile,"{OPEN}")', "Prüfungen"),
        ("Pruefung_Fehler", "Prüfungen ohne Urteil (Fehler in einer Formel)", "ROWS(Pruefung_Urteile)-Pruefung_Passt-Pruefung_Widersprueche-Pruefung_Offen", "Prüfungen"),
        ("Pruefung_Abweichungen", "Ziele, die nicht zur Rechnung passen", f'ROWS(Pruefung_Ziele)-COUNTIF(Pruefung_Ziele,"{FITS}")', "Ziele"),
        ("Pruefung_Ueberschrieben", "überschriebene Formeln von Ergebnissen", 'ROWS(Pruefung_Formeln)-COUNTIF(Pruefung_Formeln,"ja")', "Formeln"),
        ("Pruefung_Formelabgleich", "geänderte Formeln bei der letzten Aktualisierung", ziele.RECONCILED_NAME, "Formeln"),
    )  # fmt: skip
    for name, label, formula, unit in rows:
        page.put(page.row, 2, label, "label")
        page.put(page.row, 3, formula=formula, style="value", number_format="0")
        page.put(page.row, 4, unit, "unit")
        page.name_area(name, Area(page.row, 3, page.row, 3))
        page.row += 1
    page.put(page.row, 2, "Gesamturteil", "total_label")
    page.put(page.row, 3, formula=(
        'IF(Pruefung_Widersprueche+Pruefung_Fehler+Pruefung_Abweichungen+Pruefung_Ueberschrieben+Pruefung_Formelabgleich=0,"ohne Befund",'
        '"Widersprüche: "&Pruefung_Widersprueche&" · ohne Urteil: "&Pruefung_Fehler&" · Abweichungen von den Zielen: "&Pruefung_Abweichungen'
        '&" · geänderte Formeln: "&MAX(Pruefung_Ueberschrieben,Pruefung_Formelabgleich))'
    ), style="finding")  # fmt: skip
    page.name_area("Pruefung_Gesamt", Area(page.row, 3, page.row, 3))
