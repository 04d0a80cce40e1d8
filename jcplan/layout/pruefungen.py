"""Sheet Prüfungen: relations of figures, the calculation against the adopted targets, one master cell."""

from __future__ import annotations

from collections.abc import Sequence

from jcplan.cells import Area, column_name
from jcplan.core.verdict import CONTRADICTS, EQUAL, FITS, OPEN
from jcplan.layout import ziele
from jcplan.model import Model, Target
from jcplan.model.fields import EURO, SHARE
from jcplan.sheet import styles
from jcplan.sheet.keys import Scope
from jcplan.sheet.page import Conditional, Sheet
from jcplan.sheet.relation import Relation, stated

NAME = "Prüfungen"
SUBJECT, LABEL, COMPUTED, PRINTED, KIND, UNIT, PLACES, OBSTACLE, VERDICT, TEXT = range(2, 12)


def sheet(model: Model, subjects: Sequence[Sheet]) -> Sheet:
    """The checks.

    Args:
        model: What the plan has.
        subjects: The sheets that compute, each with its relations and targets.
    """
    page = Sheet(NAME, "Prüfungen", (14, 46, 17, 17, 12, 14.5, 7.5, 23, 16, 52), tab=styles.WARM)
    page.one_page = False
    page.put(3, 2, formula="Pruefung_Gesamt", style="finding")
    page.row = 5
    page.heading(
        "Zahlen des Dokuments gegeneinander gerechnet",
        "„angegeben“: im Dokument gedruckt oder auf „Annahmen“ gesetzt.",
    )
    page.header(
        (
            "Thema",
            "Prüfung",
            "berechnet",
            "angegeben",
            "soll sein",
            "Einheit",
            "Stellen",
            "nicht vergleichbar, weil",
            "Urteil",
            "in einem Satz",
        ),
        left=2,
    )
    rows = [(subject, relation) for subject in subjects for relation in subject.relations]
    page.repeat_rows = (1, page.row - 1)
    first, last = page.row, page.row + len(rows) - 1
    for subject, relation in rows:
        row = page.row
        form = _format(model, relation)
        page.put(row, SUBJECT, subject.name, "label")
        scope = Scope(subject.key)
        page.text(row, LABEL, relation.label, "label_wrap")
        page.put(row, COMPUTED, formula=_number(relation.computed), style="value", number_format=form, scope=scope)
        page.put(row, PRINTED, formula=_number(relation.printed), style="value", number_format=form, scope=scope)
        page.put(row, KIND, relation.kind or EQUAL, "text")
        page.put(row, UNIT, relation.unit, "unit")
        places = (
            relation.places
            if relation.places.isdigit()
            or "Nachkommastellen" in relation.places
            or relation.places.endswith("_Stellen")
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
    _targets(page, model, subjects)
    _master(page)
    return page


def _number(formula: str) -> str:
    """A number, or a blank text for anything else: a dash or an error in one row must not spoil the others."""
    return f'IFERROR(({formula})*1,"")'


def _format(model: Model, relation: Relation) -> str:
    if relation.unit == SHARE:
        places = model.field(relation.places).places if relation.places in model else 4
        return styles.percent(max(places, 3) + (0 if places > 2 else 1))
    return styles.EURO if relation.unit == EURO else styles.HEADS_1


def _targets(page: Sheet, model: Model, subjects: Sequence[Sheet]) -> None:
    """The sheets' results against the adopted targets; whether the formula is still there."""
    page.row += 1
    page.page_breaks.append(page.row - 1)
    page.heading(
        "Rechnung der Blätter gegen die beschlossenen Ziele",
        "„Widerspruch“ heißt hier: Annahmen oder Formeln haben sich seit dem Beschluss geändert. Dann „Ziele aktualisieren“.",
    )
    page.header(
        (
            "Blatt",
            "Ziel",
            "Rechnung",
            "beschlossen",
            "soll sein",
            "Einheit",
            "Stellen",
            "Formel an ihrem Platz",
            "Urteil",
            "in einem Satz",
        ),
        left=2,
    )
    first, last = page.row, page.row + len(model.targets) - 1
    for target in model.targets:
        row = page.row
        form = styles.percent(5) if target.unit == SHARE else styles.EURO if target.unit == EURO else "#,##0.000"
        subject = next(each for each in subjects if target.name in each.keys.exports)
        computed = f"{{{subject.key}.{target.name}}}"
        page.put(row, SUBJECT, subject.name, "label")
        page.text(row, LABEL, _target_text(target), "label_wrap")
        page.put(row, COMPUTED, formula=computed, style="value", number_format=form)
        page.put(row, PRINTED, formula=stated(target.name), style="value", number_format=form)
        page.put(row, KIND, EQUAL, "text")
        page.put(row, UNIT, target.unit, "unit")
        page.put(row, PLACES, {SHARE: 7.0, EURO: 2.0}.get(target.unit, 3.0), "value", "0")
        page.put(
            row,
            OBSTACLE,
            formula=f'IF(_xlfn.ISFORMULA({computed}),"ja","nein, überschrieben")',
            style="text",
        )
        page.row += 1
    formula = f"JC_URTEIL(D{first}:D{last},E{first}:E{last},H{first}:H{last})"
    page.block(Area(first, VERDICT, last, VERDICT), formula, "verdict")
    for row in range(first, last + 1):
        page.put(
            row,
            TEXT,
            formula=f'IF(J{row}="{FITS}","Rechnung und Beschluss stimmen überein.","Seit dem Beschluss geändert: bitte „Ziele aktualisieren“.")',
            style="text",
        )
    page.conditionals.append(Conditional("verdict", Area(first, VERDICT, last, VERDICT)))
    page.name_area("Pruefung_Ziele", Area(first, VERDICT, last, VERDICT))
    page.name_area("Pruefung_Formeln", Area(first, OBSTACLE, last, OBSTACLE))


def _target_text(target: Target) -> str:
    group = ziele.group_text(target)
    return f'="{target.label}, "&{group[1:]}' if group.startswith("=") else f"{target.label}, {group}"


def _master(page: Sheet) -> None:
    page.row += 1
    page.heading("Zusammenfassung")
    page.header(("", "Zähler", "Anzahl", "Einheit"), left=2, height=18)
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
        page.put(page.row, 2, None, "label")
        page.put(page.row, 3, label, "label_wrap")
        page.put(page.row, 4, formula=formula, style="value", number_format="0")
        page.put(page.row, 5, unit, "unit")
        page.name_area(name, Area(page.row, 4, page.row, 4))
        page.row += 1
    page.put(page.row, 2, None, "total_label")
    page.put(page.row, 3, "Gesamturteil", "total_label")
    page.put(page.row, 4, formula=(
        'IF(Pruefung_Widersprueche+Pruefung_Fehler+Pruefung_Abweichungen+Pruefung_Ueberschrieben+Pruefung_Formelabgleich=0,"ohne Befund",'
        '"Widersprüche: "&Pruefung_Widersprueche&" · ohne Urteil: "&Pruefung_Fehler&" · Abweichungen von den Zielen: "&Pruefung_Abweichungen'
        '&" · geänderte Formeln: "&MAX(Pruefung_Ueberschrieben,Pruefung_Formelabgleich))'
    ), style="finding")  # fmt: skip
    page.name_area("Pruefung_Gesamt", Area(page.row, 4, page.row, 4))
