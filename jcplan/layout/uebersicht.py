"""Sheet Übersicht: the targets at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jcplan.cells import Area
from jcplan.layout import groups
from jcplan.model import Model
from jcplan.sheet import styles
from jcplan.sheet.page import Conditional, Sheet

NAME = "Übersicht"


def sheet(model: Model, computing: Sequence[Sheet], others: Sequence[Sheet]) -> Sheet:
    """Cards, traffic lights, charts, state.

    Args:
        model: What the plan has.
        computing: The sheets that compute; the charts of some stand here too, with their findings.
        others: All sheets but this one, in their order.
    """
    page = Sheet(NAME, "Planung auf einen Blick", (24, 15, 15, 2, 24, 15, 15, 2, 24, 15, 15), tab=styles.BLUE)
    page.freeze_row = 2
    columns = (2, 3, 4, 6, 7, 8, 10, 11, 12)
    for offset, other in enumerate(others):
        page.put(3 + offset // len(columns), columns[offset % len(columns)], other.name, "link", link=other.name)
    _cards(page, model)
    _lights(page)
    top, low = 19, 35
    for name, row, column, width, height in (
        ("elb", top, 2, 390, 290),
        ("iq", top, 6, 390, 290),
        ("budget", top, 10, 390, 290),
        ("lzb", low, 2, 805, 215),
    ):
        chart = next(each.overview for each in computing if each.key == name)
        page.put(row, column, formula=f"{{{name}.befund}}", style="finding")
        if chart:
            page.charts.append(replace(chart, row=row + 1, column=column, width=width, height=height, sheet=name))
    _state(page, low)
    return page


def _cards(page: Sheet, model: Model) -> None:
    """Four figures that the board adopts."""
    cards = (
        (2, "ELB im Plan (Köpfe)", "Ziel_ELB_gesamt_veroeffentlicht", styles.HEADS,
         'IFERROR(FIXED(JC_VERAENDERUNG(Ziel_ELB_gesamt,Annahme_ELB_gesamt)*100,1)&" % gegenüber bisher","")'),
        (6, "Integrationsquote (%)", "Ziel_IQ_gesamt_veroeffentlicht", styles.percent(3),
         _rates(model)),
        (10, "LZB im Jahresmittel (Köpfe)", "Ziel_LZB_veroeffentlicht", styles.HEADS,
         '"Ziel "&FIXED(Annahme_LZB_Ziel*100,1)&" % · nötig "&FIXED(Ziel_LZB_Abgang_veroeffentlicht,0)&", geplant "&FIXED(Annahme_LZB_Abgang,0)&" Abgänge im Monat"'),
    )  # fmt: skip
    for column, label, target, form, text in cards:
        page.put(7, column, label, "card_label")
        page.put(8, column, formula=target, style="card_value", number_format=form)
        page.put(9, column, formula=text, style="card_text")
        for row in (7, 8, 9):
            for more in (1, 2):
                page.put(row, column + more, None, "card_text")
    page.heights[8] = 32.0


def _rates(model: Model) -> str:
    """The groups' rates, one after the other, as far as a card has room for them."""
    shown = (
        f'{groups.label_of(number)}&" "&FIXED(100*Ziel_IQ_G{number}_veroeffentlicht,1)&" %"' for number in model.groups
    )
    return '&" · "&'.join(shown)


def _lights(page: Sheet) -> None:
    page.row = 11
    for column, text in (
        (2, "Ziel"),
        (3, "Plan"),
        (4, "Vergleich"),
        (5, ""),
        (6, "Vergleichswert"),
        (7, "Einheit"),
        (8, "Ampel"),
    ):
        page.put(11, column, text, "header" if column in (2, 6, 7, 8, 5) else "header_right")
    rows = (
        (12, "ELB", "Ziel_ELB_gesamt", "Annahme_ELB_gesamt", "Ausgangsbestand", "Köpfe", -1, styles.HEADS),
        (
            13,
            "Integrationsquote",
            "Ziel_IQ_gesamt",
            "Annahme_IQ_gesamt_Vorjahr",
            "Erwartung Vorjahr",
            "%",
            1,
            styles.percent(3),
        ),
        (
            14,
            "LZB: Abgang",
            "Annahme_LZB_Abgang",
            "Ziel_LZB_Abgang",
            "nötiger Abgang",
            "Köpfe je Monat",
            1,
            styles.HEADS,
        ),
        (
            15,
            "Umschichtung",
            "Annahme_Umschichtung_Anteil",
            "Gedruckt_Umschichtung_Anteil_Vorjahr",
            "höchster Anteil Vorjahr",
            "%",
            -1,
            styles.percent(3),
        ),
    )
    for row, label, plan, other, what, unit, direction, form in rows:
        page.put(row, 2, label, "label")
        page.put(row, 3, formula=plan, style="value", number_format=form)
        page.put(row, 4, formula=f'IF(ISBLANK({other}),"–",{other})', style="value", number_format=form)
        page.put(row, 5, None, "label")
        page.put(row, 6, what, "label")
        page.put(row, 7, unit, "unit")
        arguments = f"C{row},D{row},Annahme_Ampel_gelb" + (",-1" if direction < 0 else "")
        page.put(row, 8, formula=f'IFERROR(JC_AMPEL({arguments}),"ohne Vergleich")', style="verdict")
    page.conditionals.append(Conditional("light", Area(12, 8, 15, 8)))
    page.put(
        16,
        2,
        formula='"grün: so gut wie der Vergleichswert oder besser · gelb: bis "&FIXED(Annahme_Ampel_gelb*100,0)&" % schlechter · rot: mehr"',
        style="subtitle",
    )


def _state(page: Sheet, low: int) -> None:
    """The fourth card beside the lights, and the workbook's state beside the last chart."""
    page.put(11, 10, "Umschichtung (€)", "card_label")
    page.put(12, 10, formula="Ziel_Umschichtung_veroeffentlicht", style="card_money", number_format=styles.EURO)
    page.put(
        13,
        10,
        formula='FIXED(Annahme_Umschichtung_Anteil*100,1)&" % des EGT; danach VKB "&FIXED(Ziel_VKB/10^6,1)&", EGT "&FIXED(Ziel_EGT/10^6,1)&" Mio. €"',
        style="card_text",
    )
    for row in (11, 12, 13):
        for column in (11, 12):
            page.put(row, column, None, "card_text")
    for row in (12, 13, 14, 15):
        page.heights[row] = 20.0
    page.put(17, 2, formula='"Prüfungen – "&Pruefung_Gesamt', style="finding")
    page.put(low, 10, "Stand der Arbeitsmappe", "finding")
    rows = (
        ("Eingaben", 'IF(Eingaben_fehlen=0,"vollständig","fehlende Felder: "&Eingaben_fehlen)', None),
        ("Ziele", 'IF(Pruefung_Abweichungen=0,"aktuell","bitte „Ziele aktualisieren“")', None),
        ("beschlossen am", _or_dash("Ziele!J7"), styles.DATE),
        ("jcplan-Version", _or_dash("Ziele!K7"), None),
        ("Widersprüche", "Pruefung_Widersprueche", "0"),
        ("nicht prüfbar", "Pruefung_Offen", "0"),
        ("geänderte Formeln", "Pruefung_Formelabgleich", "0"),
        ("Istwerte bis Monat", "Nachhaltung_Monat", "0"),
        ("Stand des Dokuments", "Annahme_Stand", None),
    )
    for offset, (label, formula, form) in enumerate(rows, 1):
        page.put(low + offset, 10, label, "label")
        page.put(low + offset, 11, formula=formula, style="label_left", number_format=form)
        page.put(low + offset, 12, None, "label")


def _or_dash(cell: str) -> str:
    return f'IF(ISBLANK({cell}),"–",{cell})'
