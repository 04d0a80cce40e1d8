"""Sheet Personal: posts by month, what turns over, clients a post and time for talks."""

from __future__ import annotations

from collections.abc import Sequence

from jcplan.core.verdict import AT_LEAST, AT_MOST
from jcplan.model import Model
from jcplan.model.fields import HEADS, POSTS, SHARE
from jcplan.model.parts.personal import SOLL
from jcplan.model.parts.projekte import ESF, PLUS5, U25, Project, projects
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart
from jcplan.sheet.relation import GAP, Relation, complete, needs, or_dash, shown, stated
from jcplan.sheet.table import UNIT_COLUMN, Column, Row, Special, Table, months

_POSTS, _SIGNED, _RATIO = styles.HEADS_1, styles.SIGNED_1, styles.HEADS_1
_PRINTED = ((PLUS5, styles.BLUE, "dunkelblau"), (U25, styles.MID_BLUE, "hellblau"), (ESF, styles.PALE_WARM, "orange"))
"""Projects whose posts section 3.1 of the planning document prints, with the colour of their columns and its name."""
_MANAGERS = "Annahme_Leitungen"
_TALK = ("Annahme_Gespraech_Stunden", "Annahme_Gespraech_Anteil", "Annahme_Gespraech_Dauer")
_UNKNOWN = f"OR({','.join(f'ISBLANK({name})' for name in _TALK)})"


def sheet(model: Model) -> Sheet:
    """The sheet."""
    page = Sheet("Personal", "Personal", (38, *[10.3] * 12, 11, 15), tab=styles.BLUE)
    every = projects(model.shape.projekte)
    single = [project for project, *_ in _PRINTED if project in every]
    page.finding(
        'IFERROR("Soll "&FIXED({stellen.gesamt.vzae},1)&" VZÄ, mit den Projekten im Jahresmittel "&FIXED({verlauf.gesamt.mittel},1)&" VZÄ; '
        'Fluktuation: "&FIXED({risiken.fluktuation.stellen},1)&" VZÄ im Jahr","Stellen: noch nicht vollständig eingetragen")'
    )
    page.skip()
    risks = page.table(_risks(), row=page.row, column=8)
    page.put(risks.last + 1, 8, "Bezug ist das Soll insgesamt, wo nichts anderes genannt ist. „–“: eine Angabe fehlt.", "subtitle")  # fmt: skip
    page.table(_target())
    page.skip()
    page.table(_single(single))
    page.skip()
    page.table(_care())
    page.put(page.row, 2, "Wie sich die Integrationsfachkräfte (IFK) auf die Altersgruppen verteilen, steht auf „Annahmen“; Beispielwerte sind dort so bezeichnet.", "subtitle")  # fmt: skip
    page.skip(2)
    page.table(_months(single))
    page.skip()
    first, last = f"verlauf.{single[0].row}", f"verlauf.{single[-1].row}"
    page.put(page.row, 2, formula=(
        f'IFERROR("Projekte: Januar "&FIXED(SUM({{{first}.m01:{last}.m01}}),1)&", Dezember "&FIXED(SUM({{{first}.m12:{last}.m12}}),1)'
        '&", im Jahresmittel "&FIXED({projekte.gesamt.mittel},1)&" VZÄ; Soll für Projekte "&FIXED({projekte.soll.mittel},1)&" VZÄ","Projekte: noch nicht vollständig eingetragen")'
    ), style="finding")  # fmt: skip
    page.charts.append(_chart(page.row + 1, single))
    page.below_charts()
    page.skip()
    page.put(page.row, 2, "Stellen, die zur Jahresmitte enden, zählen im Jahresmittel halb.", "subtitle")
    page.relations += _relations(single)
    return page


def _sum(area: str) -> str:
    """A sum of which every part is known."""
    return complete(area, f"SUM({area})")


def _posts(key: str, rows: Sequence[Row], total: str, *further: Row, head: str, title: str = "") -> Table:
    """Posts, months and annual mean; their sum."""
    area = f"{{{rows[0].key}:{rows[-1].key}}}"
    mean = 'IFERROR(JC_VZAE_JAHRESMITTEL({vzae},{monate}),"–")'
    columns = (
        Column("vzae", "VZÄ", form=_POSTS, total=_sum(area)),
        Column("monate", "Monate"),
        Column("mittel", "Jahresmittel", form=_POSTS, formula=mean, total=_sum(area)),
        UNIT_COLUMN,
    )
    return Table(
        key, columns, (*rows, Row("gesamt", total, unit=POSTS, kind="total"), *further), head, title, height=18
    )


def _post(key: str, label: str, posts: str, in_months: str) -> Row:
    """Posts and the months that they are there, both inputs."""
    return Row(key, label, cells={"vzae": or_dash(posts), "monate": or_dash(in_months)}, unit=POSTS)


def _project(project: Project) -> str:
    """Label of a project's posts."""
    return f'="Projekt "&{project.label_name}'


def _target() -> Table:
    """Posts as determined."""
    rows = [
        _post(name.lower(), label, f"Annahme_VZAE_{name}", f"Annahme_Monate_{name}") for name, label in SOLL.items()
    ]
    return _posts("stellen", rows, "Soll insgesamt", head="Stellen", title="Stellen im Planjahr")


def _single(single: Sequence[Project]) -> Table:
    """The projects one by one."""
    rows = [_post(each.row, _project(each), each.name("VZAE"), each.name("Monate")) for each in single]
    return _posts(
        "projekte", rows, "Projekte zusammen",
        Row("soll", "Soll für Projekte", cells={"mittel": "{stellen.projekte.mittel}"}, unit=POSTS),
        Row("mehr", "mehr als das Soll (negativ: weniger)", cells={"mittel": 'IFERROR({gesamt}-{soll},"–")'}, form=_SIGNED, unit=POSTS),
        head="Projekte im Einzelnen",
    )  # fmt: skip


def _risks() -> Table:
    """Limited contracts, turnover, experience: shares and the posts that they mean."""
    whole, means = "{stellen.gesamt.vzae}", "{anteil}*{bezug}"

    def risk(key: str, label: str, share: str, base: str, unit: str, count: str = means) -> Row:
        form = styles.HEADS if unit == HEADS else None
        return Row(key, label, cells={
            "anteil": f'IFERROR({share},"–")', "bezug": Special(base, form=form), "stellen": Special(f'IFERROR({count},"–")', form=form),
        }, unit=unit)  # fmt: skip

    managers, a_year = or_dash(_MANAGERS), "VZÄ je Jahr"
    return Table(
        "risiken",
        (Column("anteil", "Anteil", form=styles.percent(3)), Column("bezug", "Bezug", form=_POSTS), Column("stellen", "Stellen", form=_POSTS), UNIT_COLUMN),
        (
            risk("ziel", "befristet, Ziel", or_dash("Annahme_Personal_Befristung_Ziel"), whole, POSTS),
            risk("heute", "befristet, heute", or_dash("Annahme_Personal_Befristung_Anteil"), whole, POSTS),
            risk("zu_viel", "zu entfristen, bis das Ziel erreicht ist", "MAX(0,{heute}-{ziel})", whole, POSTS),
            risk("fluktuation", "Fluktuation", or_dash("Annahme_Personal_Fluktuation"), whole, a_year, "JC_FLUKTUATION({bezug},{anteil})"),
            risk("neu", "kürzer als drei Jahre im Jobcenter (operativ)", or_dash("Annahme_Personal_unter_3_Jahre"), or_dash("Annahme_VZAE_operativ"), POSTS),
            risk("wechsel", "Bereichsleitungen, die wechseln", f"{{stellen}}/{_MANAGERS}", managers, HEADS, or_dash(_MANAGERS + "_Wechsel")),
            risk("neue_leitung", "Bereichsleitungen, kürzer als zwei Jahre im Haus", or_dash(_MANAGERS + "_unter_2_Jahre"), managers, HEADS),
        ),
        head="Größe", title="Befristung, Fluktuation, Erfahrung", span=5,
    )  # fmt: skip


def _care() -> Table:
    """Clients a post against the guide values, and what there is time for."""
    both = _sum("{u25:ue25}")
    talks = f'IFERROR(IF({_UNKNOWN},"–",JC_GESPRAECHE({{fachkraefte}},{",".join(_TALK)})),"–")'

    def group(name: str, label: str, share: str) -> Row:
        return Row(name.lower(), label, cells={
            "anteil": share, "fachkraefte": or_dash(f"Annahme_VZAE_Fachkraefte_{name}"), "richtwert": or_dash(f"Annahme_Schluessel_{name}"),
        })  # fmt: skip

    return Table(
        "betreuung",
        (
            Column("anteil", "Anteil an den ELB", SHARE, styles.percent(2), total=both),
            Column("elb", "ELB im Plan", HEADS, styles.HEADS, 'IFERROR({anteil}*{elb.plan},"–")', both),
            Column("fachkraefte", "IFK", POSTS, _POSTS, total=both),
            Column("schluessel", "Kunden je VZÄ", "Kunden", _RATIO, *['IFERROR(JC_SCHLUESSEL({elb},{fachkraefte}),"–")'] * 2),
            Column("richtwert", "Richtwert", "Kunden", styles.HEADS),
            Column("bedarf", "Bedarf", POSTS, _POSTS, 'IFERROR(JC_VZAE_BEDARF({elb},{richtwert}),"–")', both),
            Column("luecke", "Lücke (negativ: keine)", POSTS, _SIGNED, *['IFERROR({bedarf}-{fachkraefte},"–")'] * 2),
            Column("ampel", "Ampel", formula='IFERROR(JC_AMPEL({schluessel},{richtwert},Annahme_Ampel_gelb,-1),"–")', style="verdict", light="light"),
            Column("gespraeche", "Gespräche im Monat", "Anzahl", styles.HEADS, talks, both),
            Column("je_kunde", "Gespräche je Kunde", "je Monat", "0.00", *['IFERROR({gespraeche}/{elb},"–")'] * 2),
            Column("abstand", "Abstand der Gespräche", "Monate", "0.0", *['IFERROR({elb}/{gespraeche},"–")'] * 2),
        ),
        (
            group("U25", "unter 25 Jahre", or_dash("Annahme_Struktur_ELB_unter_25")),
            group("UE25", "ab 25 Jahren", 'IFERROR(1-{u25},"–")'),
        ),
        head="Altersgruppe", title="Betreuungsschlüssel und Zeit für Gespräche",
        note=(
            f'=IF({_UNKNOWN},"Zeit für Gespräche: noch nicht vollständig eingetragen","Je Stelle "&FIXED({_TALK[0]},0)&" Stunden im Monat, davon "'
            f'&FIXED({_TALK[1]}*100,0)&" % für Gespräche von "&FIXED({_TALK[2]},2)&" Stunden")'
        ),
        total=Row("gesamt", "gesamt", cells={"ampel": Special(style="total")}, kind="total"), height=46,
    )  # fmt: skip


def _months(single: Sequence[Project]) -> Table:
    """Posts month by month: those of a project end with its months."""
    mean = {"mittel": 'IFERROR(AVERAGE({m01:m12}),"–")'}

    def posts(table: str, key: str, label: str) -> Row:
        source = f"{table}.{key}"
        formula = f'IF(ISNUMBER({{{source}.mittel}}),{{{source}.vzae}}*MAX(0,MIN(1,{{{source}.monate}}+1-COLUMNS({{kopf.m01:kopf}}))),"–")'
        return Row(key, label, formula, mean, _POSTS, POSTS)

    rows = [posts("stellen", name.lower(), label) for name, label in SOLL.items() if name != "Projekte"]
    rows += [posts("projekte", each.row, _project(each)) for each in single]
    return Table(
        "verlauf",
        (*months(), Column("mittel", "Mittel"), UNIT_COLUMN),
        (
            *rows,
            Row("gesamt", "zusammen", _sum(f"{{{rows[0].key}:{rows[-1].key}}}"), mean, _POSTS, POSTS, "total"),
            Row("soll", "Soll insgesamt", "{stellen.gesamt.mittel}", mean, _POSTS, POSTS),
            Row("mehr", "mehr als das Soll (negativ: weniger)", 'IFERROR({gesamt}-{soll},"–")', mean, _SIGNED, POSTS),
        ),
        head="Stellen", title="Stellen Monat für Monat",
        note="Alle Stellen ohne das Soll für Projekte; an dessen Stelle stehen die Projekte einzeln.", height=18,
    )  # fmt: skip


def _chart(row: int, single: Sequence[Project]) -> Chart:
    """Stacked columns: posts of the projects month by month."""
    looks = [look for look in _PRINTED if look[0] in single]
    series = [
        charts.series_of_months(
            "verlauf", project.row, fill=charts.fill(color), gap=45,
            data_labels=charts.data_labels("0.0;;", "#FFFFFF" if color == styles.BLUE else "#1A1A1A"),
        )
        for project, color, _ in looks
    ]  # fmt: skip
    *others, last = (f"{number}. ({color})" for number, (_, _, color) in enumerate(looks, 1))
    names = f"der Projekte, wie sie in der Tabelle stehen: {', '.join(others)} und {last}" if others else "des Projekts"
    return Chart(
        "column", "stacked", series, row, 2, 1280, 210,
        f"Gestapelte Säulen über zwölf Monate: Stellen {names}. Die Zahlen stehen in der Tabelle auf dem Blatt Personal.",
        y_axis=charts.axis_of('0 "VZÄ"', min=0), x_axis=charts.QUIET, legend={"position": "bottom", "font": charts.FONT},
    )  # fmt: skip


def _relations(single: Sequence[Project]) -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    total, project, target = shown("{stellen.gesamt.vzae}"), "Annahme_VZAE_Projekte", "Annahme_Personal_Befristung_Ziel"
    names = (PLUS5.name("VZAE"), U25.name("VZAE"))
    of_two = Relation(
        f'={PLUS5.label_name}&" und "&{U25.label_name}&" ergeben das Soll für Projekte"',
        needs(names, "+".join(names)),
        stated(project),
        POSTS,
        project,
    )
    of_all = Relation(
        f'="Die Projekte ergeben das Soll für Projekte, auch mit "&{ESF.label_name}&" im Jahresmittel"',
        shown("{projekte.gesamt.mittel}"),
        stated(project),
        POSTS,
        project,
        computed_of="+".join(f"{each.name('VZAE')}*{each.name('Monate')}/12" for each in single),
    )
    all_posts = tuple(f"Annahme_VZAE_{name}" for name in SOLL)
    return (
        Relation("Soll, Projekte und Integration Point ergeben eine gedruckte Gesamtzahl der Stellen", total, '""', POSTS, "1",
                 computed_of=needs(all_posts, "+".join(all_posts))),
        *(relation for last, relation in ((U25, of_two), (ESF, of_all)) if last in single),
        Relation("Im Integration Point sind so viele Stellen besetzt, wie festgestellt sind", stated("Annahme_VZAE_Integration_Point"),
                 stated("Annahme_VZAE_Integration_Point_Ist"), POSTS, "Annahme_VZAE_Integration_Point_Ist", art=GAP),
        Relation("Die Fachkräfte beider Altersgruppen sind nicht mehr als das Soll insgesamt", total, shown("{betreuung.gesamt.fachkraefte}"), POSTS, "1", kind=AT_MOST,
                 computed_of=needs(all_posts, "+".join(all_posts))),
        Relation("Der Betreuungsschlüssel ist nicht schlechter als im Vorjahr (weniger Kunden je Stelle)", stated("Annahme_Schluessel_Vorjahr"),
                 shown("{betreuung.gesamt.schluessel}"), "Kunden je VZÄ", "1", kind=AT_MOST, art=GAP),
        Relation("Der Befristungsanteil liegt heute nicht unter dem Ziel, auf das er sinken soll", stated(target), stated("Annahme_Personal_Befristung_Anteil"),
                 SHARE, target, kind=AT_LEAST),
        Relation("So viele Bereichsleitungen wechseln, wie nachzubesetzen sind", stated(f"{_MANAGERS}_Wechsel"), stated(f"{_MANAGERS}_Nachbesetzung"),
                 HEADS, f"{_MANAGERS}_Nachbesetzung"),
        Relation("Es wechseln höchstens so viele Bereichsleitungen, wie es gibt", stated(_MANAGERS), stated(f"{_MANAGERS}_Wechsel"), HEADS, f"{_MANAGERS}_Wechsel", kind=AT_MOST),
    )  # fmt: skip
