"""Sheet Personal: posts by month, what turns over, clients a post and time for talks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jcplan.cells import Area, column_name
from jcplan.core.verdict import AT_LEAST, AT_MOST
from jcplan.layout import beside
from jcplan.model.fields import HEADS, POSTS
from jcplan.model.parts.personal import SOLL
from jcplan.model.parts.projekte import ESF, PLUS5, U25
from jcplan.sheet import styles
from jcplan.sheet.charts import FONT, GRID, QUIET, cells_of, data_labels, name_of
from jcplan.sheet.months import MONTHS
from jcplan.sheet.page import Chart, Conditional, Drawn, Place, Sheet
from jcplan.sheet.relation import Relation, complete, needs, or_dash, shown, stated

NAME = "Personal"
_POSTS, _SIGNED, _SHARE, _RATIO = styles.HEADS_1, styles.SIGNED_1, styles.percent(3), styles.HEADS_1
_VZAE, _MONTHS, _MEAN = 3, 4, 5
_TARGET_TOP, _TARGET = 7, 10  # posts as determined, and their sum
_PROJECT_TOP, _PROJECT = 13, 16  # single projects, and their sum
_CARE_TOP, _CARE = 24, 26  # age groups, and both
_YEAR_TOP, _YEAR = 32, 37  # posts by month, and their sum
_MEAN_COLUMN, _UNIT_COLUMN = 15, 16
_RISK_COLUMN = 8
_PROJECTS = (PLUS5, U25, ESF)
"""Projects whose posts section 3.1 of the planning document prints; their posts are inputs of the part Projekte."""


def sheet(shared: Mapping[str, Place]) -> Drawn:
    """The sheet, the places of its results and what has to hold of them."""
    page = Sheet(NAME, "Personal", (38, *[10.3] * 12, 11, 15), tab=styles.BLUE)
    page.put(3, 2, formula=(
        f'IFERROR("Soll "&FIXED(C{_TARGET},1)&" VZÄ, mit den Projekten im Jahresmittel "&FIXED(O{_YEAR},1)&" VZÄ; '
        f'Fluktuation: "&FIXED(O10,1)&" VZÄ im Jahr","Stellen: noch nicht vollständig eingetragen")'
    ), style="finding")  # fmt: skip
    _posts(page)
    _risks(page)
    _care(page, shared["Ziel_ELB_gesamt"])
    _months(page)
    places = {
        "vzae_gesamt": Place(NAME, _TARGET, _VZAE),
        "vzae_projekte": Place(NAME, _PROJECT, _MEAN),
        "vzae_jahresmittel": Place(NAME, _YEAR, _MEAN_COLUMN),
        "schluessel": Place(NAME, _CARE, 6),
        "fachkraefte": Place(NAME, _CARE, 5),
        "finding": Place(NAME, 3, 2),
    }
    return Drawn(page, places, _relations(places))


def _sum(area: str) -> str:
    """A sum of which every part is known."""
    return complete(area, f"SUM({area})")


def _posts(page: Sheet) -> None:
    """Posts, months and annual mean; what was determined, and the projects one by one."""
    page.row = 5
    page.heading("Stellen im Planjahr")
    page.header(("Stellen", "VZÄ", "Monate", "Jahresmittel", "Einheit"), height=18)
    _post_rows(
        page,
        [(label, f"Annahme_VZAE_{name}", f"Annahme_Monate_{name}") for name, label in SOLL.items()],
        _TARGET_TOP,
        "Soll insgesamt",
    )
    page.row = _PROJECT_TOP - 1
    page.header(("Projekte im Einzelnen", "VZÄ", "Monate", "Jahresmittel", "Einheit"), height=18)
    _post_rows(
        page,
        [(f"Projekt {p.label}", p.name("VZAE"), p.name("Monate")) for p in _PROJECTS],
        _PROJECT_TOP,
        "Projekte zusammen",
    )
    project_posts = f"E{_TARGET_TOP + list(SOLL).index('Projekte')}"
    for row, label, formula, form in (
        (_PROJECT + 1, "Soll für Projekte", project_posts, _POSTS),
        (_PROJECT + 2, "mehr als das Soll (negativ: weniger)", f'IFERROR(E{_PROJECT}-E{_PROJECT + 1},"–")', _SIGNED),
    ):
        page.put(row, 2, label, "label")
        for column in (_VZAE, _MONTHS):
            page.put(row, column, None, "value")
        page.put(row, _MEAN, formula=formula, style="value", number_format=form)
        page.put(row, 6, POSTS, "unit")


def _post_rows(page: Sheet, posts: Sequence[tuple[str, str, str]], top: int, total: str) -> None:
    """Label, input of the posts and input of their months, a row each, and the sum."""
    for row, (label, vzae, months) in enumerate(posts, top):
        page.put(row, 2, label, "label")
        page.put(row, _VZAE, formula=or_dash(vzae), style="value", number_format=_POSTS)
        page.put(row, _MONTHS, formula=or_dash(months), style="value")
        page.put(row, _MEAN, formula=f'IFERROR(JC_VZAE_JAHRESMITTEL(C{row},D{row}),"–")', style="value", number_format=_POSTS)  # fmt: skip
        page.put(row, 6, POSTS, "unit")
    last = top + len(posts) - 1
    page.put(last + 1, 2, total, "total_label")
    page.put(last + 1, _VZAE, formula=_sum(f"C{top}:C{last}"), style="total", number_format=_POSTS)
    page.put(last + 1, _MONTHS, None, "total")
    page.put(last + 1, _MEAN, formula=_sum(f"E{top}:E{last}"), style="total", number_format=_POSTS)
    page.put(last + 1, 6, POSTS, "unit_total")


def _risks(page: Sheet) -> None:
    """Limited contracts, turnover, experience: shares and the posts that they mean."""
    page.put(5, _RISK_COLUMN, "Befristung, Fluktuation, Erfahrung", "heading")
    texts = {_RISK_COLUMN: "Größe", 13: "Anteil", 14: "Bezug", 15: "Stellen", 16: "Einheit"}
    beside.header(page, 6, texts, _RISK_COLUMN, 16)
    total, managers, posts_of = f"C{_TARGET}", "Annahme_Leitungen", "M{r}*N{r}"
    rows = (
        ("befristet, Ziel", or_dash("Annahme_Personal_Befristung_Ziel"), total, posts_of, "VZÄ"),
        ("befristet, heute", or_dash("Annahme_Personal_Befristung_Anteil"), total, posts_of, "VZÄ"),
        ("zu entfristen, bis das Ziel erreicht ist", "MAX(0,M8-M7)", total, posts_of, "VZÄ"),
        ("Fluktuation", or_dash("Annahme_Personal_Fluktuation"), total, posts_of, "VZÄ je Jahr"),
        ("kürzer als drei Jahre im Jobcenter (operativ)", or_dash("Annahme_Personal_unter_3_Jahre"), or_dash("Annahme_VZAE_operativ"), posts_of, "VZÄ"),
        ("Bereichsleitungen, die wechseln", f"O{{r}}/{managers}", or_dash(managers), or_dash(managers + "_Wechsel"), HEADS),
        ("Bereichsleitungen, kürzer als zwei Jahre im Haus", or_dash(managers + "_unter_2_Jahre"), or_dash(managers), posts_of, HEADS),
    )  # fmt: skip
    for row, (label, share, base, posts, unit) in enumerate(rows, 7):
        form = styles.HEADS if unit == HEADS else _POSTS
        beside.label(page, row, _RISK_COLUMN, _RISK_COLUMN + 4, label)
        page.put(row, 13, formula=f'IFERROR({share.format(r=row)},"–")', style="value", number_format=_SHARE)
        page.put(row, 14, formula=base, style="value", number_format=form)
        page.put(row, 15, formula=f'IFERROR({posts.format(r=row)},"–")', style="value", number_format=form)
        page.put(row, 16, unit, "unit")
    page.put(14, _RISK_COLUMN, "Bezug ist das Soll insgesamt, wo nichts anderes genannt ist. „–“: eine Angabe fehlt.", "subtitle")  # fmt: skip


def _care(page: Sheet, planned: Place) -> None:
    """Clients a post against the guide values, and what there is time for."""
    page.row = _CARE_TOP - 4
    page.heading("Betreuungsschlüssel und Zeit für Gespräche")
    time = ("Annahme_Gespraech_Stunden", "Annahme_Gespraech_Anteil", "Annahme_Gespraech_Dauer")
    unknown = f"OR({','.join(f'ISBLANK({name})' for name in time)})"
    page.put(_CARE_TOP - 3, 2, formula=(
        f'IF({unknown},"Zeit für Gespräche: noch nicht vollständig eingetragen","Je Stelle "&FIXED({time[0]},0)&" Stunden im Monat, davon "'
        f'&FIXED({time[1]}*100,0)&" % für Gespräche von "&FIXED({time[2]},2)&" Stunden")'
    ), style="subtitle")  # fmt: skip
    page.row = _CARE_TOP - 2
    page.header(
        (
            "Altersgruppe", "Anteil an den ELB", "ELB im Plan", "Fachkräfte", "Kunden je VZÄ", "Richtwert", "Bedarf",
            "Lücke (negativ: keine)", "Ampel", "Gespräche im Monat", "Gespräche je Kunde", "Abstand der Gespräche",
        ),
        height=46,
    )  # fmt: skip
    page.units(("", "%", "Köpfe", "VZÄ", "Kunden", "Kunden", "VZÄ", "VZÄ", "", "Anzahl", "je Monat", "Monate"))
    groups = (
        ("unter 25 Jahre", or_dash("Annahme_Struktur_ELB_unter_25"), "U25"),
        ("ab 25 Jahren", f'IFERROR(1-C{_CARE_TOP},"–")', "UE25"),
    )
    for row, (label, share, group) in enumerate(groups, _CARE_TOP):
        page.put(row, 2, label, "label")
        page.put(row, 3, formula=share, style="value", number_format=styles.percent(2))
        page.put(row, 4, formula=f'IFERROR(C{row}*{planned.ref},"–")', style="value", number_format=styles.HEADS)
        page.put(row, 5, formula=or_dash(f"Annahme_VZAE_Fachkraefte_{group}"), style="value", number_format=_POSTS)
        page.put(row, 7, formula=or_dash(f"Annahme_Schluessel_{group}"), style="value", number_format=styles.HEADS)
        page.put(row, 8, formula=f'IFERROR(JC_VZAE_BEDARF(D{row},G{row}),"–")', style="value", number_format=_POSTS)
        page.put(row, 10, formula=f'IFERROR(JC_AMPEL(F{row},G{row},Annahme_Ampel_gelb,-1),"–")', style="verdict")
        page.put(row, 11, formula=f'IFERROR(IF({unknown},"–",JC_GESPRAECHE(E{row},{",".join(time)})),"–")', style="value", number_format=styles.HEADS)  # fmt: skip
    page.conditionals.append(Conditional("light", Area(_CARE_TOP, 10, _CARE - 1, 10)))
    page.put(_CARE, 2, "gesamt", "total_label")
    for column, form in ((3, styles.percent(2)), (4, styles.HEADS), (5, _POSTS), (8, _POSTS), (11, styles.HEADS)):
        letter = column_name(column)
        page.put(_CARE, column, formula=_sum(f"{letter}{_CARE_TOP}:{letter}{_CARE - 1}"), style="total", number_format=form)  # fmt: skip
    for column in (7, 10):
        page.put(_CARE, column, None, "total")
    for row in range(_CARE_TOP, _CARE + 1):
        style = "total" if row == _CARE else "value"
        page.put(row, 6, formula=f'IFERROR(JC_SCHLUESSEL(D{row},E{row}),"–")', style=style, number_format=_RATIO)
        page.put(row, 9, formula=f'IFERROR(H{row}-E{row},"–")', style=style, number_format=_SIGNED)
        page.put(row, 12, formula=f'IFERROR(K{row}/D{row},"–")', style=style, number_format="0.00")
        page.put(row, 13, formula=f'IFERROR(D{row}/K{row},"–")', style=style, number_format="0.0")
    page.put(_CARE + 1, 2, "Wie sich die Fachkräfte auf die Altersgruppen verteilen, nennt das Dokument nicht; es gilt, was auf „Annahmen“ steht.", "subtitle")  # fmt: skip


def _months(page: Sheet) -> None:
    """Posts month by month: those of a project end with its months."""
    page.row = _YEAR_TOP - 3
    page.heading("Stellen Monat für Monat (Zahlen zum Diagramm)", "Alle Stellen ohne das Soll für Projekte; an dessen Stelle stehen die Projekte einzeln.")  # fmt: skip
    header = page.header(("Stellen", *MONTHS, "Mittel", "Einheit"), height=18)
    sources = [(_TARGET_TOP + offset, label) for offset, (name, label) in enumerate(SOLL.items()) if name != "Projekte"]
    sources += [(_PROJECT_TOP + offset, label) for offset, label in enumerate(f"Projekt {p.label}" for p in _PROJECTS)]
    labels = [label for _, label in sources] + ["zusammen", "Soll insgesamt", "mehr als das Soll (negativ: weniger)"]
    for row, label in enumerate(labels, _YEAR_TOP):
        page.put(row, 2, label, "total_label" if row == _YEAR else "label")
        page.put(row, _UNIT_COLUMN, POSTS, "unit_total" if row == _YEAR else "unit")
    for column in range(3, _MEAN_COLUMN):
        letter = column_name(column)
        number = f"COLUMNS($C${header}:{letter}${header})"
        for row, (source, _) in enumerate(sources, _YEAR_TOP):
            formula = f'IF(ISNUMBER($E${source}),$C${source}*MAX(0,MIN(1,$D${source}+1-{number})),"–")'
            page.put(row, column, formula=formula, style="value", number_format=_POSTS)
        page.put(_YEAR, column, formula=_sum(f"{letter}{_YEAR_TOP}:{letter}{_YEAR - 1}"), style="total", number_format=_POSTS)  # fmt: skip
        page.put(_YEAR + 1, column, formula=f"$E${_TARGET}", style="value", number_format=_POSTS)
        page.put(_YEAR + 2, column, formula=f'IFERROR({letter}{_YEAR}-{letter}{_YEAR + 1},"–")', style="value", number_format=_SIGNED)  # fmt: skip
    for row in range(_YEAR_TOP, _YEAR + 3):
        form = _SIGNED if row == _YEAR + 2 else _POSTS
        page.put(row, _MEAN_COLUMN, formula=f'IFERROR(AVERAGE(C{row}:N{row}),"–")', style="total" if row == _YEAR else "value", number_format=form)  # fmt: skip
    projects = (_YEAR - len(_PROJECTS), _YEAR - 1)
    page.put(_YEAR + 4, 2, formula=(
        f'IFERROR("Projekte: Januar "&FIXED(SUM(C{projects[0]}:C{projects[1]}),1)&", Dezember "&FIXED(SUM(N{projects[0]}:N{projects[1]}),1)'
        f'&", im Jahresmittel "&FIXED(E{_PROJECT},1)&" VZÄ; Soll für Projekte "&FIXED(E{_PROJECT + 1},1)&" VZÄ","Projekte: noch nicht vollständig eingetragen")'
    ), style="finding")  # fmt: skip
    page.charts.append(project_months(header, projects, row=_YEAR + 5, width=1280, height=210))
    page.put(_YEAR + 17, 2, "Stellen, die zur Jahresmitte enden, zählen im Jahresmittel halb.", "subtitle")


def project_months(header: int, rows: tuple[int, int], *, row: int, width: int, height: int) -> Chart:
    """Stacked columns: posts of the projects month by month."""
    colors = (styles.BLUE, styles.MID_BLUE, styles.PALE_WARM)
    series = [
        {
            "name": name_of(NAME, data_row, 2),
            "categories": cells_of(NAME, (header, header), (3, 14)),
            "values": cells_of(NAME, (data_row, data_row), (3, 14)),
            "fill": {"color": color},
            "gap": 45,
            "data_labels": data_labels("0.0;;", "#FFFFFF" if color == styles.BLUE else "#1A1A1A"),
        }
        for data_row, color in zip(range(rows[0], rows[1] + 1), colors, strict=True)
    ]
    return Chart(
        "column", "stacked", series, row, 2, width, height,
        "Gestapelte Säulen über zwölf Monate: Stellen der Projekte Plus5 (dunkelblau), Joboffensive U25 (hellblau) und ESF-LZA (orange). Die Zahlen stehen in der Tabelle auf dem Blatt Personal.",
        y_axis={"min": 0, "num_format": '0 "VZÄ"', "major_gridlines": GRID, **QUIET, "line": {"none": True}},
        x_axis=QUIET, legend={"position": "bottom", "font": FONT},
    )  # fmt: skip


def _relations(places: Mapping[str, Place]) -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    total, project = shown(places["vzae_gesamt"].ref), "Annahme_VZAE_Projekte"
    single = (PLUS5.name("VZAE"), U25.name("VZAE"))
    managers, target = "Annahme_Leitungen", "Annahme_Personal_Befristung_Ziel"
    return (
        Relation("Soll, Projekte und Integration Point ergeben eine gedruckte Gesamtzahl der Stellen", total, '""', POSTS, "1"),
        Relation("Plus5 und Joboffensive U25 ergeben das Soll für Projekte", needs(single, "+".join(single)), stated(project), POSTS, project),
        Relation("Die Projekte ergeben das Soll für Projekte, auch mit ESF im Jahresmittel", shown(places["vzae_projekte"].ref), stated(project), POSTS, project),
        Relation("Im Integration Point sind so viele Stellen besetzt, wie festgestellt sind", stated("Annahme_VZAE_Integration_Point"),
                 stated("Annahme_VZAE_Integration_Point_Ist"), POSTS, "Annahme_VZAE_Integration_Point_Ist"),
        Relation("Die Fachkräfte beider Altersgruppen sind nicht mehr als das Soll insgesamt", total, shown(places["fachkraefte"].ref), POSTS, "1", kind=AT_MOST),
        Relation("Der Betreuungsschlüssel ist nicht schlechter als im Vorjahr (weniger Kunden je Stelle)", stated("Annahme_Schluessel_Vorjahr"),
                 shown(places["schluessel"].ref), "Kunden je VZÄ", "1", kind=AT_MOST),
        Relation("Der Befristungsanteil liegt heute nicht unter dem Ziel, auf das er sinken soll", stated(target), stated("Annahme_Personal_Befristung_Anteil"),
                 "%", target, kind=AT_LEAST),
        Relation("So viele Bereichsleitungen wechseln, wie nachzubesetzen sind", stated(f"{managers}_Wechsel"), stated(f"{managers}_Nachbesetzung"),
                 HEADS, f"{managers}_Nachbesetzung"),
        Relation("Es wechseln höchstens so viele Bereichsleitungen, wie es gibt", stated(managers), stated(f"{managers}_Wechsel"), HEADS, f"{managers}_Wechsel", kind=AT_MOST),
    )  # fmt: skip
