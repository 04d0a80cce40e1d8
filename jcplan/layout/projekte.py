"""Sheet Projekte: what each programme brings, and what of the target is left to the regular business."""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.core.verdict import AT_LEAST, AT_MOST
from jcplan.layout import charts_bridge
from jcplan.model.fields import HEADS, HEADS_A_MONTH, POSTS, SHARE
from jcplan.model.parts.projekte import ESF, JOB_AKTIV, PLUS5, PROJECTS, QUALIFICATION, TEAMS, U25, Project
from jcplan.sheet import styles
from jcplan.sheet.page import Drawn, Place, Sheet
from jcplan.sheet.relation import Relation, needs, shown, stated

NAME = "Projekte"
_HEADER = (
    "Projekt", "Stellen", "Monate im Planjahr", "Kunden je Fachkraft", "Plätze zugleich", "Verweil- dauer", "Teilnehmende im Jahr",
    "Integrationen je Teilnehm.", "Integrationen im Jahr", "Leistungs- beendigungen im Jahr", "Abgänge aus LZB im Monat", "Beitrag zur IQ", "Anteil am Ziel",
    "Bemerkung",
)  # fmt: skip
_UNITS = ("", POSTS, "Monate", "je VZÄ", "Plätze", "Monate", HEADS, SHARE, HEADS, HEADS, HEADS, "%-Punkte", SHARE, "")
_TOP = 9
_LAST = _TOP + len(PROJECTS) - 1
_TOTAL = _LAST + 1
_P2, _PP = styles.percent(2), styles.percent(4, signed=True)
_SUMMARY = _TOTAL + 5
_RESULTS = _SUMMARY + 9
_BEFORE = U25.name("Vorjahr_")


def row_of(project: Project) -> int:
    """The row of a project in the table."""
    return _TOP + PROJECTS.index(project)


def sheet(shared: Mapping[str, Place]) -> Drawn:
    """The sheet, the places of its results and what has to hold of them."""
    page = Sheet(
        NAME, "Projekte und Maßnahmen", (41, 8.5, 8.5, 10, 8, 8.5, 12, 12, 12, 13, 11, 10, 9, 21), tab=styles.BLUE
    )
    target, stock = shared["Ziel_Integrationen"].ref, shared["Ziel_ELB_gesamt"].ref
    page.row = 5
    page.heading(
        "Projekte im Einzelnen",
        "„–“: im Dokument nicht genannt. Plätze = Stellen · Kunden je Fachkraft; Teilnehmende = Plätze · Monate / Verweildauer; beides nur, wo nichts angegeben ist.",
    )
    page.header(_HEADER, height=46)
    page.units(_UNITS)
    page.expect(_TOP)
    for project in PROJECTS:
        _project(page, project, target, stock)
    _total(page)
    page.put(_TOTAL + 1, 2, (
        "Teilnahmen und Integrationen verschiedener Projekte können dieselben Menschen betreffen; je Person und Monat zählt höchstens eine Integration. "
        "Die Summe ist deshalb eine Obergrenze der Projekte, für die es Zahlen gibt."
    ), "subtitle")  # fmt: skip
    places = _summary(page, target)
    _year_before(page)
    _bridge(page, target)
    page.put(3, 2, formula=(
        f'IF(COUNT(J{_TOTAL})=0,"Projekte: noch ohne erwartete Integrationen","Projekte bringen "&FIXED(SUM(J{_TOTAL}),0)&" der "&FIXED({target},0)'
        f'&" geplanten Integrationen ("&FIXED(SUM(N{_TOTAL})*100,1)&" %)")'
    ), style="finding")  # fmt: skip
    return Drawn(page, places, _relations(places, target))


def _project(page: Sheet, project: Project, target: str, stock: str) -> None:
    row = row_of(project)
    months, direct = project.name("Monate"), project.name("Integrationen")
    monthly = f"COUNT({direct},{months})"
    if project.free:
        page.put(row, 2, formula=f'{project.name("VZAE")}_Bezeichnung&""', style="label")
    else:
        page.put(row, 2, project.label, "label")

    def given(name: str) -> str:
        return needs((project.name(name),), project.name(name), "–")

    def given_or(name: str, otherwise: str) -> str:
        return f'IF(COUNT({project.name(name)})=1,{project.name(name)},IFERROR({otherwise},"–"))'

    exits = f"K{row}*Annahme_Hebel_Projekte_Anteil_LZB/12"
    cells = (
        (3, given("VZAE"), styles.HEADS_1),
        (4, given("Monate"), styles.HEADS),
        (5, given("Kunden"), styles.HEADS),
        (6, given_or("Plaetze", f"C{row}*E{row}"), styles.HEADS),
        (7, given("Verweildauer"), "#,##0.00"),
        (8, given_or("Teilnehmende", f"JC_DURCHLAUF(F{row},D{row},G{row})"), styles.HEADS),
        (9, given("Anteil"), _P2),
        (10, f'IF({monthly}=2,{direct}*{months},IFERROR(H{row}*I{row},"–"))', styles.HEADS),
        (11, f'IF(COUNT({project.name("Beendigungen")},J{row})=2,J{row}*{project.name("Beendigungen")},"–")', styles.HEADS_1),
        (12, "Annahme_LZB_Abgang" if project is TEAMS else needs((f"K{row}", "Annahme_Hebel_Projekte_Anteil_LZB"), exits, "–"), styles.HEADS_1),
        (13, f'IFERROR(J{row}/{stock},"–")', _PP),
        (14, f'IFERROR(J{row}/{target},"–")', styles.percent(3)),
    )  # fmt: skip
    for column, formula, form in cells:
        page.put(row, column, formula=formula, style="value", number_format=form)
    page.put(row, 15, formula=(
        f'IF({monthly}=2,"Monatsziel · Monate","")&IF(AND({monthly}<2,COUNT(J{row})=1),"Teilnehmende · Anteil","")'
    ), style="text")  # fmt: skip


def _total(page: Sheet) -> None:
    page.put(_TOTAL, 2, "zusammen, soweit beziffert", "total_label")
    for column in (3, 4, 5, 7, 9):
        page.put(_TOTAL, column, None, "total")
    for letter, column, form in (
        ("F", 6, styles.HEADS), ("H", 8, styles.HEADS), ("J", 10, styles.HEADS), ("K", 11, styles.HEADS_1), ("L", 12, styles.HEADS_1),
        ("M", 13, _PP), ("N", 14, styles.percent(3)),
    ):  # fmt: skip
        formula = f'IF(COUNT({letter}{_TOP}:{letter}{_LAST})=0,"–",SUM({letter}{_TOP}:{letter}{_LAST}))'
        page.put(_TOTAL, column, formula=formula, style="total", number_format=form)
    page.put(_TOTAL, 15, None, "unit_total")


def _summary(page: Sheet, target: str) -> dict[str, Place]:
    """What the projects cover of the target; the places that others refer to."""
    page.row = _SUMMARY - 2
    page.heading("Was die Projekte zum Ziel beitragen")
    page.header(("Größe", "Wert", "Einheit", ""), height=18)
    row = _SUMMARY
    own = row_of(TEAMS)
    others = f"L{_TOP}:L{own - 1},L{own + 1}:L{_LAST}"
    rows = (
        ("Integrationen im Planjahr (Ziel)", target, styles.HEADS, HEADS),
        ("davon durch Projekte", f"J{_TOTAL}", styles.HEADS, HEADS),
        ("offen: trägt das Regelgeschäft", f"C{row}-SUM(C{row + 1})", styles.HEADS, HEADS),
        ("offen im Monat", f"C{row + 2}/12", styles.HEADS, HEADS_A_MONTH),
        ("Stellen der Projekte im Jahresmittel", f'IF(COUNT(C{_TOP}:C{_LAST})=0,"–",SUMPRODUCT(C{_TOP}:C{_LAST},D{_TOP}:D{_LAST})/12)', styles.HEADS_1, POSTS),
        ("Abgänge aus LZB ohne die Teamprojekte", f'IF(COUNT({others})=0,"–",SUM({others}))', styles.HEADS_1, HEADS_A_MONTH),
    )  # fmt: skip
    for offset, (label, formula, form, unit) in enumerate(rows):
        _measure(page, row + offset, label, unit, (formula,), form)
    return {
        "projekte_integrationen": Place(NAME, row + 1, 3),
        "projekte_offen": Place(NAME, row + 2, 3),
        "projekte_vzae": Place(NAME, row + 4, 3),
        "projekte_lzb_abgang_weitere": Place(NAME, row + 5, 3),
        "projekte_u25_integrationen": Place(NAME, row_of(U25), 10),
        "projekte_plus5_integrationen": Place(NAME, row_of(PLUS5), 10),
        "projekte_plus5_plaetze": Place(NAME, row_of(PLUS5), 6),
        "projekte_qualifizierung_integrationen": Place(NAME, row_of(QUALIFICATION), 10),
        "vorjahr_teilnehmende": Place(NAME, _RESULTS + 4, 3),
        "vorjahr_beendigungsanteil": Place(NAME, _RESULTS + 6, 3),
        "vorjahr_vzae": Place(NAME, _RESULTS + 7, 3),
        "finding": Place(NAME, 3, 2),
    }


def _measure(page: Sheet, row: int, label: str, unit: str, formulas: tuple[str, ...], form: str) -> None:
    """One row: label, formulas side by side, unit over two cells."""
    page.put(row, 2, label, "label")
    for column, formula in enumerate(formulas, 3):
        page.put(row, column, formula=formula, style="value", number_format=form)
    page.put(row, 3 + len(formulas), unit, "unit")
    page.put(row, 4 + len(formulas), None, "unit")


def _year_before(page: Sheet) -> None:
    """Joboffensive U25: last year's result beside this year's expectation."""
    plan = row_of(U25)
    page.row = _RESULTS - 2
    page.heading("Joboffensive U25: Ergebnis des Vorjahres und Erwartung")
    page.header(("Größe", "Vorjahr", "Planjahr", "Einheit", ""), height=18)
    first = _RESULTS
    months, count, share, ended = (_BEFORE + n for n in ("Monate", "Integrationen", "Anteil", "Beendigungen"))
    rows = (
        ("Monate", needs((months,), months, "–"), f"D{plan}", styles.HEADS, "Monate"),
        ("Integrationen", needs((count,), count, "–"), f"J{plan}", styles.HEADS, HEADS),
        ("Integrationen im Monat", f'IFERROR(C{first + 1}/C{first},"–")', f'IFERROR(D{first + 1}/D{first},"–")', styles.HEADS_1, HEADS_A_MONTH),
        ("Integrationen je Teilnehmenden", needs((share,), share, "–"), f"I{plan}", _P2, SHARE),
        ("Teilnehmende (Vorjahr: erschlossen)", f'IFERROR(C{first + 1}/C{first + 3},"–")', f"H{plan}", styles.HEADS, HEADS),
        ("Leistungsbeendigungen", needs((ended,), ended, "–"), f"K{plan}", styles.HEADS_1, HEADS),
        ("Leistungsbeendigungen je Integration", f'IFERROR(C{first + 5}/C{first + 1},"–")', needs((U25.name("Beendigungen"),), U25.name("Beendigungen"), "–"), styles.percent(3), SHARE),
        ("Stellen (Vorjahr: erschlossen)", f'IFERROR(C{first + 4}*G{plan}/C{first}/E{plan},"–")', f"C{plan}", styles.HEADS_1, POSTS),
    )  # fmt: skip
    for offset, (label, before, planned, form, unit) in enumerate(rows):
        _measure(page, first + offset, label, unit, (before, planned), form)
    page.put(first + len(rows), 2, "Erschlossen: Teilnehmende = Integrationen / Anteil;", "subtitle")
    page.put(
        first + len(rows) + 1, 2, "Stellen = Teilnehmende · Verweildauer / Monate / Kunden je Fachkraft.", "subtitle"
    )


def _bridge(page: Sheet, target: str) -> None:
    """From project to project up to the target; what is open in pale grey."""
    page.put(
        _SUMMARY - 2,
        8,
        formula=f'"Offen für das Regelgeschäft: "&FIXED(C{_SUMMARY + 2},0)&" von "&FIXED({target},0)&" Integrationen"',
        style="finding",
    )
    page.row = _SUMMARY + 20
    page.heading("Zahlen zum Diagramm")
    steps = [(f"B{row_of(project)}", f"J{row_of(project)}", f"SUM(J{row_of(project)})") for project in PROJECTS]
    open_rest, whole = f"C{_SUMMARY + 2}", f"C{_SUMMARY}"
    steps += [('"offen: Regelgeschäft"', open_rest, open_rest), ('"Ziel"', whole, whole)]
    header = charts_bridge.numbers(page, steps, HEADS, styles.HEADS)
    page.charts.append(charts_bridge.lying(
        NAME, header, [styles.BLUE] * len(PROJECTS) + [styles.RULE, styles.GREY], row=_SUMMARY - 1, column=8, width=720, height=400,
        alt="Liegende Brücke: die Integrationen der Projekte (blau) nacheinander, der offene Rest für das Regelgeschäft (hellgrau), unten das Ziel (grau). Die Zahlen stehen in der Tabelle auf dem Blatt Projekte.",
    ))  # fmt: skip


def _relations(places: Mapping[str, Place], target: str) -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    place = {name: shown(at.ref) for name, at in places.items()}
    share, ended = U25.name("Anteil"), U25.name("Beendigungen")
    days, hours = JOB_AKTIV.name("Tage"), JOB_AKTIV.name("Stunden")
    people = (ESF.name("Akquisiteure"), ESF.name("Coaches"))
    return (
        Relation("Plus5: Integrationen im Jahr, die aus dem Monatsziel folgen", place["projekte_plus5_integrationen"], '""', HEADS, "0"),
        Relation("Plus5: im Monat gehen nicht mehr Menschen in Arbeit, als zugleich betreut werden", place["projekte_plus5_plaetze"],
                 stated(PLUS5.name("Integrationen")), HEADS, PLUS5.name("Integrationen"), kind=AT_MOST),
        Relation("Qualifizierung: Integrationen, die aus Teilnehmenden und Quote folgen", place["projekte_qualifizierung_integrationen"], '""', HEADS, "0"),
        Relation("Joboffensive U25: Teilnehmende des Vorjahres, die Integrationen und Anteil voraussetzen", place["vorjahr_teilnehmende"], '""', HEADS, "0"),
        Relation("Joboffensive U25: der Anteil der Leistungsbeendigungen im Vorjahr erreicht das Ziel", stated(ended),
                 place["vorjahr_beendigungsanteil"], SHARE, "3", kind=AT_LEAST),
        Relation("Joboffensive U25: der Integrationsanteil im Vorjahr erreicht das Ziel", stated(share),
                 stated(_BEFORE + "Anteil"), SHARE, _BEFORE + "Anteil", kind=AT_LEAST),
        Relation("Joboffensive U25: die Erwartung erreicht die Integrationen des Vorjahres", stated(_BEFORE + "Integrationen"),
                 place["projekte_u25_integrationen"], HEADS, "0", "Personal des Vorjahres nicht genannt", AT_LEAST),
        Relation("Joboffensive U25: Stellen, die das Vorjahr voraussetzt, sind die des Planjahres", place["vorjahr_vzae"], stated(U25.name("VZAE")),
                 POSTS, U25.name("VZAE"), "Vorjahr gegen Planjahr"),
        Relation("ESF-LZA: Betriebsakquisiteure und Coaches sind die gedruckten Stellen", needs(people, "+".join(people)), stated(ESF.name("VZAE")),
                 POSTS, ESF.name("VZAE"), "Personen sind keine Stellen"),
        Relation("ESF-LZA: „bis Mitte“ und „bis Juli“ meinen dasselbe Ende", stated(ESF.name("Monate")), stated(ESF.name("Ende")),
                 "Monate", ESF.name("Ende"), "beide Angaben ohne Tag"),
        Relation("MEin job-aktiv: Stunden je Teilnehmenden in der Woche", needs((days, hours), f"{days}*{hours}"), '""', "Stunden", "0"),
        Relation("Die Projekte bringen zusammen nicht mehr Integrationen als das Ziel", target, place["projekte_integrationen"], HEADS, "0", kind=AT_MOST),
    )  # fmt: skip
