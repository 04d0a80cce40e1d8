"""The tables whose rows the plan makes: their headers, and their rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from jcplan import actions
from jcplan.actuals.planned import planned, planned_places
from jcplan.cells import Area, CellError, Scalar
from jcplan.core.require import MONTHS
from jcplan.core.shares import share_out
from jcplan.document.form import FIXED_BLANK, NOTHING, Form, shown
from jcplan.document.source import Figures, Rows
from jcplan.errors import InputError
from jcplan.layout import annahmen
from jcplan.model import Field
from jcplan.model.fields import YEAR
from jcplan.model.groups import DECIMALS
from jcplan.model.parts.projekte import projects
from jcplan.model.teams import MEASURES

_AS_OF, _SOURCE, _ = annahmen.COLUMN_NAMES
_BOUND: Final = re.compile(r"(?<=\d) (?=(?:%|€|Mio\.|Prozentpunkt|VZÄ|ELB|LZB|HKL|Köpfe|Monat|Tage)\S*)")
_UNITLESS: Final = (YEAR, DECIMALS, "Monat", "Nummer", "Gewicht")
"""Units that say nothing beside a figure that its label does not say."""


def bound(text: str) -> str:
    """A text in which no line ends between a number and its unit.

    >>> bound("um 4,1 % und 897 ELB")
    'um 4,1\\xa0% und 897\\xa0ELB'
    """
    return _BOUND.sub(FIXED_BLANK, text.replace("%-Punkt", "Prozentpunkt").replace("§ ", f"§{FIXED_BLANK}"))


_JOINT: Final = re.compile(
    r"(Langzeit|Mindest|Ziel|Jugend|\w{3,}?(?:ungs|heits|keits|tions|beits|berufs|halts))(?=\w{4,})"
)
"""Where long words of the field may be parted."""


def hyphenated(text: str) -> str:
    """A text whose long words may be parted at their joints, for narrow columns.

    >>> hyphenated("Langzeitleistungsbezug").split("\u00ad"), hyphenated("Planung")
    (['Langzeit', 'leistungs', 'bezug'], 'Planung')
    """
    return _JOINT.sub("\\g<1>\u00ad", text)


@dataclass(frozen=True)
class Kind:
    """A table whose rows the plan makes.

    Attributes:
        label: What it is called.
        description: What it shows, in a sentence.
        heads: Its header.
        widths: Of its columns, in centimetres.
        rows: Makes its rows.
        right: Which columns hold numbers.
        total: Whether the last row is the sum.
    """

    label: str
    description: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: Callable[[Figures], Rows]
    right: frozenset[int] = frozenset()
    total: bool = False


# ---- the assumptions ------------------------------------------------------------------------------


def label_of(figures: Figures, field: Field) -> str:
    """What an input is called, with the label that is typed for it or for what it belongs to."""
    typed = field.label_name if field.renamable else field.named_by
    if not typed:
        return figures.state.input_label(field.name)
    rest = re.sub(r"^[^:,]*", "", field.label)
    return f"{_text(figures.value(typed)) or field.usual_label}{rest}"


def _text(value: Scalar) -> str:
    return "" if value is None or isinstance(value, CellError) else str(value).strip()


def beside(figures: Figures, name: str, what: str) -> str:
    """What stands beside an input in a column of its sheet; ``""`` where nothing does.

    Args:
        figures: The plan.
        name: The input.
        what: Defined name of the column.
    """
    index = figures.state.snapshot.index
    if what not in index or name not in index:
        return ""
    sheet, area = index.place(name)
    column_sheet, column = index.place(what)
    if sheet != column_sheet or not column.top <= area.top <= column.bottom:
        return ""
    place = (sheet, Area(area.top, column.left, area.top, column.left))
    ((value,),) = figures.state.snapshot.take([place]).rows(place)
    return _text(value)


def _amount(field: Field, value: Scalar) -> str:
    """A value with its unit, with all the decimals that it has."""
    if isinstance(value, str | CellError) or value is None:
        return str(value)
    unit = "" if field.unit in _UNITLESS else field.unit
    text = actions.shown(float(value), YEAR if field.unit == YEAR else unit, field.places)
    return text.replace(" ", FIXED_BLANK, 1)


def _assumptions(figures: Figures) -> Rows:
    found, block = [], ""
    for field in figures.state.model.figures:
        value = figures.value(field.name)
        if value in (None, ""):
            continue
        texts = [beside(figures, field.name, what) or NOTHING for what in (_AS_OF, _SOURCE)]
        heading = _block(figures, field)
        found.append(["" if heading == block else heading, label_of(figures, field), _amount(field, value), *texts])
        block = heading
    return [[hyphenated(bound(cell)) for cell in row] for row in found]


def _block(figures: Figures, field: Field) -> str:
    """Under which heading an input stands; of a project its name."""
    typed = field.named_by or (
        field.label_name if field.renamable and field.name.startswith("Annahme_Projekt_") else ""
    )
    return _text(figures.value(typed)) if typed else field.block


# ---- the checks -----------------------------------------------------------------------------------


def _contradictions(figures: Figures) -> Rows:
    found = [[bound(each.label), bound(each.explanation)] for each in actions.contradictions(figures.book)]
    return found or [["keine", "Alle Angaben, die sich prüfen lassen, passen zueinander."]]


# ---- money, projects, teams -----------------------------------------------------------------------


def _money(value: float) -> str:
    return shown(value, Form("€", 0))


def _instruments(figures: Figures) -> Rows:
    """The free EGT shared out by weight, fixed amounts as they are."""
    names = [f"Annahme_Mittel_Gewicht_{slot:02}" for slot in range(1, figures.state.model.shape.instrumente + 1)]
    weights = [_number(figures, name) for name in names]
    fixed = [_number(figures, name.replace("Gewicht", "Fest")) for name in names]
    budget, committed = _number(figures, "Ziel_EGT_veroeffentlicht"), _number(figures, "Annahme_Mittel_Vorbindungen")
    if budget is None or committed is None or all(weight is None for weight in weights):
        return []
    held = [float("nan") if amount is None else amount for amount in fixed]
    free = round(budget - committed, 2)
    try:
        amounts = share_out(free, [weight or 0.0 for weight in weights], held, 2)
    except InputError:
        return []  # the sheet Mittelplanung says why
    rows = [
        [bound(_text(figures.value(name + "_Bezeichnung"))), _money(amount), shown(amount / free, Form("%", 1))]
        for name, amount in zip(names, amounts.tolist(), strict=True)
        if amount
    ]
    return [*rows, ["freier Eingliederungstitel", _money(free), shown(1.0, Form("%", 1))]] if rows else []


def _number(figures: Figures, name: str) -> float | None:
    value = figures.value(name) if figures.name(name) else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


_OF_PROJECT: Final = (
    ("VZAE", Form("n", 1)), ("Monate", Form("n")), ("Plaetze", Form("n")), ("Teilnehmende", Form("n")),
    ("Anteil", Form("%")), ("Integrationen", Form("n")),
)  # fmt: skip


def _projects(figures: Figures) -> Rows:
    found = []
    for project in projects(figures.state.model.shape.projekte):
        values = [figures.value(project.name(what)) for what, _ in _OF_PROJECT]
        if any(value not in (None, "", 0.0) for value in values):
            cells = [shown(value, form) for value, (_, form) in zip(values, _OF_PROJECT, strict=True)]
            found.append([bound(_text(figures.value(project.label_name)) or project.label), *cells])
    return found


def _teams(figures: Figures) -> Rows:
    """The year's targets of every team: of stocks the mean, of flows the sum of the months."""
    snapshot, shape = figures.state.snapshot, figures.state.model.shape
    plan = planned(snapshot.take(planned_places(snapshot.index)))
    snapshot.take([snapshot.index.place("Team_Name")])
    called = [_text(name) for (name,) in snapshot.named("Team_Name")]
    rows = [
        [called[unit] or f"Team {unit + 1}", *_year(plan, unit)]
        for unit in range(shape.units)
        if any((measure.key, unit, 1) in plan for measure in MEASURES)
    ]
    return [*rows, ["Jobcenter", *_year(plan, None)]] if rows else []


def _year(plan: Mapping[tuple[str, int | None, int], float], unit: int | None) -> Iterator[str]:
    for measure in MEASURES:
        months = [plan.get((measure.key, unit, month)) for month in range(1, MONTHS + 1)]
        if any(month is None for month in months):
            yield NOTHING
        else:
            yield shown(sum(filter(None, months)) / (MONTHS if measure.stock else 1), Form("n"))


# ---- all of them ----------------------------------------------------------------------------------

KINDS: Final[Mapping[str, Kind]] = {
    "Tab_Annahmen": Kind(
        "Annahmen mit Datenstand und Quelle", "Je Zeile eine Annahme mit Wert, Datenstand und Quelle, nach Bereichen geordnet.",
        ("Bereich", "Annahme", "Wert", "Datenstand", "Quelle"), (2.7, 4.5, 2.9, 2.5, 3.4), _assumptions, frozenset({2}),
    ),
    "Tab_Widersprueche": Kind(
        "Prüfungen mit Widerspruch", "Je Zeile eine Prüfung, deren Zahlen nicht zueinander passen, und was gefunden wurde.",
        ("Prüfung", "Befund"), (6.0, 10.0), _contradictions,
    ),
    "Tab_Instrumente": Kind(
        "Freier Eingliederungstitel nach Instrumenten", "Je Zeile ein Instrument mit Betrag und Anteil, am Ende die Summe.",
        ("Instrument", "Betrag", "Anteil"), (9.4, 3.8, 2.8), _instruments, frozenset({1, 2}), total=True,
    ),
    "Tab_Projekte": Kind(
        "Projekte und Maßnahmen im Überblick", "Je Zeile ein Projekt mit Stellen, Dauer, Plätzen und erwarteten Integrationen.",
        ("Projekt", "VZÄ", "Monate", "Plätze", "Teilnehmende", "Integrationen je Teilnehmenden", "Integrationen im Monat"),
        (3.5, 1.3, 1.6, 1.5, 2.7, 2.9, 2.5), _projects, frozenset(range(1, 7)),
    ),
    "Tab_Teams": Kind(
        "Jahresziele der Teams", "Je Zeile ein Team mit seinen Jahreszielen, am Ende das Jobcenter.",
        ("Team", *(measure.label for measure in MEASURES)), (5.2, 2.7, 2.5, 2.5, 3.1), _teams, frozenset(range(1, 5)), total=True,
    ),
}  # fmt: skip
"""The tables by name."""
