"""Sheet Projekte: what each programme brings, and what of the target is left to the regular business."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from jcplan.core.verdict import AT_LEAST, AT_MOST
from jcplan.model import Model
from jcplan.model.fields import HEADS, HEADS_A_MONTH, INTEGRATIONS, INTEGRATIONS_A_MONTH, POSTS, SHARE
from jcplan.model.parts.projekte import ESF, JOB_AKTIV, PLUS5, QUALIFICATION, TEAMS, U25, Project, projects
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.relation import AMBITIOUS, CAUTIOUS, Relation, needs, or_dash, shown, stated, summed
from jcplan.sheet.table import WIDE_UNIT, Column, Row, Table, facts

_P2, _PP = styles.percent(2), styles.percent(4, signed=True)
_BEFORE = U25.name("Vorjahr_")


def _label(project: Project, text: str) -> str:
    """A label that begins with what the project is called."""
    return f'={project.label_name}&"{text}"'


def sheet(model: Model) -> Sheet:
    """The sheet."""
    page = Sheet(
        "Projekte", "Projekte und Maßnahmen", (41, 8.5, 8.5, 10, 8, 8.5, 12, 12, 12, 13, 11, 10, 9, 21), tab=styles.BLUE
    )
    chosen = projects(model.shape.projekte)
    page.finding(
        'IF(COUNT({projekte.gesamt.integrationen})=0,"Projekte: noch ohne erwartete Integrationen",'
        '"Projekte bringen "&FIXED(SUM({projekte.gesamt.integrationen}),0)&" der "&FIXED({iq.Ziel_Integrationen},0)'
        '&" geplanten Integrationen ("&FIXED(SUM({projekte.gesamt.anteil_ziel})*100,1)&" %)")'
    )
    page.skip()
    page.table(_projects(chosen))
    page.put(page.row, 2, (
        "Teilnahmen und Integrationen verschiedener Projekte können dieselben Menschen betreffen; je Person und Monat zählt höchstens eine Integration. "
        "Die Summe ist deshalb eine Obergrenze der Projekte, für die es Zahlen gibt."
    ), "subtitle")  # fmt: skip
    page.skip(2)
    steps = _steps(chosen)
    page.put(page.row, 8, formula=(
        '"Offen für das Regelgeschäft: "&FIXED({beitrag.offen},0)&" von "&FIXED({iq.Ziel_Integrationen},0)&" Integrationen"'
    ), style="finding")  # fmt: skip
    page.charts.append(charts.lying_bridge(
        "diagramm", [*[styles.BLUE] * len(chosen), styles.RULE, styles.GREY],
        "Liegende Brücke: die Integrationen der Projekte (blau) nacheinander, der offene Rest für das Regelgeschäft (hellgrau), unten das Ziel (grau). Die Zahlen stehen in der Tabelle auf dem Blatt Projekte.",
        row=page.row + 1, column=8, width=720, height=max(400, 20 * len(steps)),
    ))  # fmt: skip
    page.table(_contribution(chosen))
    if U25 in chosen:
        page.skip()
        page.table(_year_before())
        page.put(page.row, 2, "Erschlossen: Teilnehmende = Integrationen / Anteil;", "subtitle")
        page.put(page.row + 1, 2, "Stellen = Teilnehmende · Verweildauer / Monate / Kunden je IFK.", "subtitle")
        page.skip(2)
    further = _further(chosen)
    if further:
        page.skip()
        page.table(facts("weitere", further, title="Weitere Angaben zu Projekten", wide_unit=True))
    parts = ((steps[0].key, "offen", ""), ("ziel", "ziel", ""))
    page.work(charts.bridge_table("diagramm", steps, "Projekte bis zum Ziel", styles.HEADS, parts, more=WIDE_UNIT))
    page.export(lzb_abgang_weitere="beitrag.abgang")
    page.relations += (
        *(relation for project, relations in _RELATIONS.items() if project in chosen for relation in relations),
        Relation("Die Projekte bringen zusammen nicht mehr Integrationen als das Ziel", "{iq.Ziel_Integrationen}", shown("{beitrag.davon}"),
                 INTEGRATIONS, "0", kind=AT_MOST),
    )  # fmt: skip
    return page


def _projects(chosen: Sequence[Project]) -> Table:
    """What each project has and brings."""
    share = "Annahme_Hebel_Projekte_Anteil_LZB"
    sums = {"total": summed("{projekte.*}")}
    return Table(
        "projekte",
        (
            Column("stellen", "Stellen", POSTS, styles.HEADS_1),
            Column("monate", "Monate im Planjahr", "Monate", styles.HEADS),
            Column("kunden", "Kunden je IFK", "je VZÄ", styles.HEADS),
            Column("plaetze", "Plätze zugleich", "Plätze", styles.HEADS, **sums),
            Column("verweildauer", "Verweil- dauer", "Monate", "#,##0.00"),
            Column("teilnehmende", "Teilnehmende im Jahr", HEADS, styles.HEADS, **sums),
            Column("anteil", "Integrationen je Teilnehm.", SHARE, _P2),
            Column("integrationen", "Integrationen im Jahr", INTEGRATIONS, styles.HEADS, **sums),
            Column("beendigungen", "Leistungs- beendigungen im Jahr", HEADS, styles.HEADS_1, **sums),
            Column("abgang", "Abgänge aus LZB im Monat", HEADS, styles.HEADS_1, needs(("{beendigungen}", share), f"{{beendigungen}}*{share}/12", "–"), **sums),
            Column("iq", "Beitrag zur IQ", "%-Punkte", _PP, 'IFERROR({integrationen}/{elb.plan},"–")', **sums),
            Column("anteil_ziel", "Anteil am Ziel", SHARE, styles.percent(3), 'IFERROR({integrationen}/{iq.Ziel_Integrationen},"–")', **sums),
            Column("bemerkung", "Bemerkung", style="text"),
        ),
        [_project(project) for project in chosen],
        head="Projekt", title="Projekte im Einzelnen",
        note="„–“: nicht angegeben. Plätze = Stellen · Kunden je IFK; Teilnehmende = Plätze · Monate / Verweildauer; beides nur, wo nichts angegeben ist.",
        total=Row("gesamt", "zusammen, soweit beziffert", kind="total"), height=46,
    )  # fmt: skip


def _project(project: Project) -> Row:
    """A project's inputs, and what follows where one is missing."""

    def given_or(name: str, otherwise: str) -> str:
        return f'IF(COUNT({project.name(name)})=1,{project.name(name)},IFERROR({otherwise},"–"))'

    months, monthly, ended = (project.name(name) for name in ("Monate", "Integrationen", "Beendigungen"))
    both = f"COUNT({monthly},{months})"
    return Row(project.row, f'={project.label_name}&""', cells={
        "stellen": or_dash(project.name("VZAE")),
        "monate": or_dash(months),
        "kunden": or_dash(project.name("Kunden")),
        "plaetze": given_or("Plaetze", "{stellen}*{kunden}"),
        "verweildauer": or_dash(project.name("Verweildauer")),
        "teilnehmende": given_or("Teilnehmende", "JC_DURCHLAUF({plaetze},{monate},{verweildauer})"),
        "anteil": or_dash(project.name("Anteil")),
        "integrationen": f'IF({both}=2,{monthly}*{months},IFERROR({{teilnehmende}}*{{anteil}},"–"))',
        "beendigungen": f'IF(COUNT({ended},{{integrationen}})=2,{{integrationen}}*{ended},"–")',
        **({"abgang": "Annahme_LZB_Abgang"} if project == TEAMS else {}),
        "bemerkung": f'IF({both}=2,"Monatsziel · Monate","")&IF(AND({both}<2,COUNT({{integrationen}})=1),"Teilnehmende · Anteil","")',
    })  # fmt: skip


def _contribution(chosen: Sequence[Project]) -> Table:
    """What the projects cover of the target."""
    runs = [[project.row for project in run] for own, run in groupby(chosen, lambda each: each == TEAMS) if not own]
    others = ",".join(f"{{projekte.{run[0]}.abgang:projekte.{run[-1]}.abgang}}" for run in runs)
    posts = 'IF(COUNT({projekte.stellen})=0,"–",SUMPRODUCT({projekte.stellen},{projekte.monate})/12)'
    rows = (
        Row(
            "ziel", "Integrationen im Planjahr (Ziel)", "{iq.Ziel_Integrationen}", form=styles.HEADS, unit=INTEGRATIONS
        ),
        Row("davon", "davon durch Projekte", "{projekte.gesamt.integrationen}", form=styles.HEADS, unit=INTEGRATIONS),
        Row("offen", "offen: trägt das Regelgeschäft", "{ziel}-SUM({davon})", form=styles.HEADS, unit=INTEGRATIONS),
        Row("im_monat", "offen im Monat", "{offen}/12", form=styles.HEADS, unit=INTEGRATIONS_A_MONTH),
        Row("stellen", "Stellen der Projekte im Jahresmittel", posts, form=styles.HEADS_1, unit=POSTS),
        Row("abgang", "Abgänge aus LZB ohne die Teamprojekte", summed(others), form=styles.HEADS_1, unit=HEADS_A_MONTH),
    )
    return facts("beitrag", rows, title="Was die Projekte zum Ziel beitragen", wide_unit=True)


def _further(chosen: Sequence[Project]) -> list[Row]:
    """Figures of single projects that say how they work."""
    groups, staff, unemployed = JOB_AKTIV.name("Gruppen"), JOB_AKTIV.name("Mitarbeiter"), ESF.name("Arbeitslos")
    rows = {
        JOB_AKTIV: (
            Row("gruppen", _label(JOB_AKTIV, ": Gruppen zugleich"), or_dash(groups), form=styles.HEADS, unit="Gruppen"),
            Row("mitarbeiter", _label(JOB_AKTIV, ": Mitarbeiter"), or_dash(staff), form=styles.HEADS, unit="Personen"),
            Row("je_gruppe", _label(JOB_AKTIV, ": Mitarbeiter je Gruppe"), 'IFERROR({mitarbeiter}/{gruppen},"–")', form=styles.HEADS_1, unit="Personen"),
        ),
        ESF: (
            Row("arbeitslos", _label(ESF, ": Teilnehmende arbeitslos seit mindestens"), or_dash(unemployed), form=styles.HEADS, unit="Jahre"),
        ),
    }  # fmt: skip
    return [row for project, of_project in rows.items() if project in chosen for row in of_project]


def _year_before() -> Table:
    """Joboffensive U25: last year's result beside this year's expectation."""

    def row(key: str, label: str, before: str, plan: str, form: str, unit: str) -> Row:
        return Row(key, label, cells={"vorjahr": before, "plan": plan}, form=form, unit=unit)

    return Table(
        "vorjahr",
        (Column("vorjahr", "Vorjahr"), Column("plan", "Planjahr"), *WIDE_UNIT),
        (
            row("monate", "Monate", or_dash(_BEFORE + "Monate"), "{projekte.u25.monate}", styles.HEADS, "Monate"),
            row("integrationen", "Integrationen", or_dash(_BEFORE + "Integrationen"), "{projekte.u25.integrationen}", styles.HEADS, INTEGRATIONS),
            Row("im_monat", "Integrationen im Monat", 'IFERROR({integrationen}/{monate},"–")', form=styles.HEADS_1, unit=INTEGRATIONS_A_MONTH),
            row("anteil", "Integrationen je Teilnehmenden", or_dash(_BEFORE + "Anteil"), "{projekte.u25.anteil}", _P2, SHARE),
            row("teilnehmende", "Teilnehmende (Vorjahr: erschlossen)", 'IFERROR({integrationen}/{anteil},"–")', "{projekte.u25.teilnehmende}", styles.HEADS, HEADS),
            row("beendigungen", "Leistungsbeendigungen", or_dash(_BEFORE + "Beendigungen"), "{projekte.u25.beendigungen}", styles.HEADS_1, HEADS),
            row("je_integration", "Leistungsbeendigungen je Integration", 'IFERROR({beendigungen}/{integrationen},"–")', or_dash(U25.name("Beendigungen")),
                styles.percent(3), SHARE),
            row("stellen", "Stellen (Vorjahr: erschlossen)", 'IFERROR({teilnehmende}*{projekte.u25.verweildauer}/{monate}/{projekte.u25.kunden},"–")',
                "{projekte.u25.stellen}", styles.HEADS_1, POSTS),
        ),
        head="Größe", title=_label(U25, ": Ergebnis des Vorjahres und Erwartung"), height=18,
    )  # fmt: skip


def _steps(chosen: Sequence[Project]) -> list[Row]:
    """From project to project up to the target."""
    steps = [
        (project.row, f"{{projekte.{project.row}.bezeichnung}}", f"{{projekte.{project.row}.integrationen}}")
        for project in chosen
    ]
    return [
        *(charts.lying_step(key, label, brings, f"SUM({brings})", INTEGRATIONS) for key, label, brings in steps),
        charts.lying_step("offen", '"offen: Regelgeschäft"', "{beitrag.offen}", "{beitrag.offen}", INTEGRATIONS),
        charts.lying_step("ziel", '"Ziel"', "{beitrag.ziel}", "{beitrag.ziel}", INTEGRATIONS),
    ]


_DAYS, _HOURS = JOB_AKTIV.name("Tage"), JOB_AKTIV.name("Stunden")
_PEOPLE = (ESF.name("Akquisiteure"), ESF.name("Coaches"))
_RELATIONS: Final[Mapping[Project, tuple[Relation, ...]]] = {
    PLUS5: (
        Relation(_label(PLUS5, ": Integrationen im Jahr, die aus dem Monatsziel folgen"), shown("{projekte.plus5.integrationen}"), '""', INTEGRATIONS, "0",
                 computed_of=f"{PLUS5.name('Integrationen')}*{PLUS5.name('Monate')}"),
        Relation(_label(PLUS5, ": im Monat gehen nicht mehr Menschen in Arbeit, als zugleich betreut werden"), shown("{projekte.plus5.plaetze}"),
                 stated(PLUS5.name("Integrationen")), HEADS, PLUS5.name("Integrationen"), kind=AT_MOST),
    ),
    QUALIFICATION: (
        Relation(_label(QUALIFICATION, ": Integrationen, die aus Teilnehmenden und Quote folgen"), shown("{projekte.qualifizierung.integrationen}"), '""', INTEGRATIONS, "0",
                 computed_of=f"{QUALIFICATION.name('Teilnehmende')}*{QUALIFICATION.name('Anteil')}"),
    ),
    U25: (
        Relation(_label(U25, ": Teilnehmende des Vorjahres, die Integrationen und Anteil voraussetzen"), shown("{vorjahr.teilnehmende.vorjahr}"), '""', HEADS, "0",
                 computed_of=f"{_BEFORE}Integrationen/{_BEFORE}Anteil"),
        Relation(_label(U25, ": der Anteil der Leistungsbeendigungen im Vorjahr erreicht das Ziel"), stated(U25.name("Beendigungen")),
                 shown("{vorjahr.je_integration.vorjahr}"), SHARE, "3", kind=AT_LEAST, art=AMBITIOUS,
                 printed_of=f"{_BEFORE}Beendigungen/{_BEFORE}Integrationen"),
        Relation(_label(U25, ": der Integrationsanteil im Vorjahr erreicht das Ziel"), stated(U25.name("Anteil")),
                 stated(_BEFORE + "Anteil"), SHARE, _BEFORE + "Anteil", kind=AT_LEAST, art=AMBITIOUS),
        Relation(_label(U25, ": die Erwartung erreicht die Integrationen des Vorjahres"), stated(_BEFORE + "Integrationen"),
                 shown("{projekte.u25.integrationen}"), INTEGRATIONS, "0", "Personal des Vorjahres nicht genannt", AT_LEAST, CAUTIOUS),
        Relation(_label(U25, ": Stellen, die das Vorjahr voraussetzt, sind die des Planjahres"), shown("{vorjahr.stellen.vorjahr}"), stated(U25.name("VZAE")),
                 POSTS, U25.name("VZAE"), "Vorjahr gegen Planjahr"),
    ),
    ESF: (
        Relation(_label(ESF, ": Betriebsakquisiteure und Coaches sind die gedruckten Stellen"), needs(_PEOPLE, "+".join(_PEOPLE)), stated(ESF.name("VZAE")),
                 POSTS, ESF.name("VZAE"), "Personen sind keine Stellen"),
        Relation(_label(ESF, ": Monate im Planjahr und letzter Monat der Förderung meinen dasselbe Ende"), stated(ESF.name("Monate")), stated(ESF.name("Ende")),
                 "Monate", ESF.name("Ende"), "beide Angaben ohne Tag"),
    ),
    JOB_AKTIV: (
        Relation(_label(JOB_AKTIV, ": Stunden je Teilnehmenden in der Woche"), needs((_DAYS, _HOURS), f"{_DAYS}*{_HOURS}"), '""', "Stunden", "0"),
    ),
}  # fmt: skip
"""What has to hold of one project's figures."""
