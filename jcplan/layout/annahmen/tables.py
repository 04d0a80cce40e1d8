"""What belongs together on the sheet Annahmen: its sections, and in each the tables; what no table takes is a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from jcplan.layout import groups
from jcplan.model import Field, Model
from jcplan.model.fields import EURO, HEADS, POSTS, SHARE, Part
from jcplan.model.groups import DECIMALS, LABEL, decimals_field, name_of, rate_fields, stock_fields
from jcplan.model.inputs import BUDGET, GENERAL, LZB
from jcplan.model.parts import arbeitsmarkt, mittel, personal, projekte, prozess, struktur

SHOWN: Final = "Anzeige"
"""Header of texts that say what an input shows."""
PLACES: Final = 9
"""Places for figures in a row."""


@dataclass(frozen=True)
class Line:
    """A row of a table.

    Attributes:
        label: What it is, German; a formula with ``=`` before it. Where an input's label is typed, that one's stands.
        inputs: Names of its inputs by their place, from 0.
        unit: Unit of its figures, where rows differ.
        hint: What to type.
        beside: Formula of a text beside the figure.
    """

    label: str
    inputs: Mapping[int, str]
    unit: str = ""
    hint: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Grid:
    """A table.

    Attributes:
        title: What its rows are, German; the header over their labels.
        heads: Headers of the places, each with its unit in a further line.
        lines: Its rows.
        over: Headers over some places and those after them.
    """

    title: str
    heads: Sequence[str]
    lines: Sequence[Line]
    over: Mapping[int, str] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """The inputs that it takes."""
        return frozenset(name for line in self.lines for name in line.inputs.values())


@dataclass(frozen=True)
class Section:
    """A part of the sheet with a bar over it.

    Attributes:
        key: By which links find it.
        title: What it is about, German.
        link: The same in a word.
        grids: Its tables.
        lists: Of each list its heading and its inputs.
        texts: Texts that it begins with.
    """

    key: str
    title: str
    link: str
    grids: Sequence[Grid] = ()
    lists: Sequence[tuple[str, Sequence[Field]]] = ()
    texts: Sequence[str] = ()


def sections(model: Model) -> tuple[Section, ...]:
    """The sections of the sheet, in its order."""
    by_part = {part.title: [make(model) for make in _TABLES.get(part.title, ())] for part in model.parts}
    months = _months()
    grouped, published = _groups(model), _published(model)
    every = [grid for grids in by_part.values() for grid in grids]
    taken = frozenset[str]().union(*(grid.names for grid in (*every, months, grouped, published)))
    free = [each for each in model.inputs if each.name not in taken]
    first = [each for each in free if each.block in (GENERAL, LZB, BUDGET)]
    texts = [name for name in model.texts if name not in taken]
    return (
        Section("allgemein", "Allgemeines, Langzeitbezug und Budget", "Allgemeines", lists=_lists(first), texts=texts),
        Section("gruppen", "Gruppen: ELB und Integrationsquote (IQ)", "Gruppen", (grouped, published),
                _lists([each for each in free if each not in first])),
        Section("dokument", "Zahlen im Dokument, gegen die geprüft wird. Leer heißt: steht nicht im Dokument, also nicht prüfbar",
                "Im Dokument", lists=[("", [each for each in model.printed if each.name not in taken])]),
        *(_section(part, by_part[part.title], taken) for part in model.parts),
        Section("monate", "Monatswerte", "Monate", (months,)),
    )  # fmt: skip


_LINKS: Final = {
    "Projekte und Maßnahmen": "Projekte",
    "Mittelplanung": "Mittel",
    "Langzeitbezug: Hebel": "Hebel",
    "Prozessqualität": "Prozess",
}
"""Of parts with a long title, the same in a word."""


def _section(part: Part, grids: Sequence[Grid], taken: frozenset[str]) -> Section:
    rest = [each for each in part.fields if each.name not in taken]
    key = "teil_" + "".join(letter for letter in part.title.lower() if letter.isascii() and letter.isalpha())
    link = _LINKS.get(part.title, part.title)
    return Section(key, f"{part.title}: {part.note}".rstrip("."), link, grids, _lists(rest))


def _lists(fields: Sequence[Field]) -> list[tuple[str, list[Field]]]:
    """Inputs by their block, in their order."""
    found: dict[str, list[Field]] = {}
    for each in fields:
        found.setdefault(each.block, []).append(each)
    return list(found.items())


# ---- the groups -----------------------------------------------------------------------------------

_OF_ALL: Final = {"ELB": "Annahme_ELB_gesamt", "IQ_Vorjahr": "Annahme_IQ_gesamt_Vorjahr"}
"""Of a feature of the groups, the input for all of them."""
_HINTS: Final = {
    "ELB": "bei einer Gruppe leer lassen: der Rest",
    "Veraenderung": "relativ, zum Beispiel 0,5 % oder −0,4 %",
    "Zugang": "negativ: Abgang",
    "Zugang_ab_Monat": "1 bis 12; wirkt mit (13 − Monat)/12 im Jahresmittel",
    "IQ_Vorjahr": "bei einer Gruppe leer lassen: was aus der IQ insgesamt folgt",
    "IQ_Steigerung": "entweder Steigerung …",
    "IQ_Ziel": "… oder Zielquote",
}
"""What to type, by how the names of the groups' inputs end."""


def _groups(model: Model) -> Grid:
    """A column a group, a row a feature."""
    numbers = model.groups
    lines = [Line("Bezeichnung", {number: name_of(number, LABEL) for number in numbers}, "Text", "wie sie auf den Blättern stehen soll")]  # fmt: skip
    for each in (*stock_fields(1), *rate_fields(1)):
        end = each.name.removeprefix(name_of(1, ""))
        if each.unit != DECIMALS:
            of_all = {0: _OF_ALL[end]} if end in _OF_ALL else {}
            label = each.label.partition(": ")[2]
            inputs = {**of_all, **{number: name_of(number, end) for number in numbers}}
            lines.append(Line(label, inputs, each.unit, _HINTS.get(end, "")))
    return Grid("Merkmal", ("insgesamt", *(f"Gruppe {number}" for number in numbers)), lines)


def _published(model: Model) -> Grid:
    """With how many decimals each rate is published, and beside it what that shows."""
    end = "IQ_Nachkommastellen"
    lines = [_decimals("IQ insgesamt", decimals_field("Annahme_" + end, "").name, "Ziel_IQ_gesamt")]
    for number in model.groups:
        label = f'="IQ, "&{groups.label_of(number)}'
        lines.append(_decimals(label, name_of(number, end), f"Ziel_IQ_G{number}"))
    return Grid("Veröffentlichte Quoten", ("Nachkomma-\nstellen", SHOWN), lines)


def _decimals(label: str, name: str, target: str) -> Line:
    rate, shown = f"{target}_veroeffentlicht", f"MAX(0,{name}-2)"
    text = (
        f'"angezeigt: "&IF(COUNT({name})=0,"–",{shown})'
        f'&IF(COUNT({name},{rate})<2,""," ("&FIXED({rate}*100,{shown})&" %)")'
    )
    return Line(label, {0: name}, beside=text)


# ---- the parts ------------------------------------------------------------------------------------


def _outlook(_: Model) -> Grid:
    """What is expected of employment and stocks."""
    before, ahead, low, high, middle = range(5)
    lines = (
        Line("Beschäftigung (svB)", {ahead: "svB_Richtung", low: "svB_Prognose_von", high: "svB_Prognose_bis", middle: "svB_Prognose_Mitte"}),
        Line("svB im Leistungsbezug", {ahead: "svB_Leistungsbezug_Richtung"}),
        Line("Arbeitslose im SGB II", {before: "Arbeitslose_Richtung_Vorjahr", low: "Arbeitslose_Prognose_von",
                                       high: "Arbeitslose_Prognose_bis", middle: "Arbeitslose_Prognose_Mitte"}),
        Line("Bedarfsgemeinschaften (BG)", {before: "BG_Richtung_Vorjahr", ahead: "BG_Richtung"}),
    )  # fmt: skip
    heads = ("Richtung im Vorjahr", "Richtung im Planjahr", "von\n%", "bis\n%", "Mitte\n%")
    over = {2: "Prognose für das Planjahr"}
    return Grid("Erwartung", heads, [_named(line) for line in lines], over)


def _named(line: Line) -> Line:
    return Line(line.label, {place: "Annahme_" + name for place, name in line.inputs.items()}, line.unit, line.hint)


def _structure(_: Model) -> Grid:
    """Shares of features and profiles, of each group now and in the year before."""
    now = {group: 2 * position for position, group in enumerate(struktur.GROUPS)}
    lines = []
    for what, text in (struktur.FEATURES | struktur.PROFILES).items():
        inputs = {}
        for group, place in now.items():
            for offset, name in enumerate((struktur.share(group, what), struktur.before(group, what))):
                if name:
                    inputs[place + offset] = name
        lines.append(Line(f"Profillage {text}" if what in struktur.PROFILES else text, inputs))
    for profile in ("komplex", "integriert"):
        names = {place: f"Annahme_Struktur_{group}_{profile}_Veraenderung" for group, place in now.items()}
        known = {each.name for each in struktur.PART.fields}
        inputs = {place: name for place, name in names.items() if name in known}
        lines.append(Line(f"Profillage {profile}: Anteil, relative Veränderung", inputs))
    heads = ("jetzt\n%", "Vorjahr\n%") * len(now)
    over = {place: struktur.GROUPS[group] for group, place in now.items()}
    return Grid("Anteile", heads, lines, over)


def _posts(_: Model) -> Grid:
    lines = [
        Line(label, {0: f"Annahme_VZAE_{key}", 1: f"Annahme_Monate_{key}"}) for key, label in personal.SOLL.items()
    ]
    last = lines[-1]
    lines[-1] = Line(last.label, {**last.inputs, 2: "Annahme_VZAE_Integration_Point_Ist"})
    return Grid(personal.POSTS_BLOCK, (f"Soll\n{POSTS}", "Monate im Planjahr", f"besetzt\n{POSTS}"), lines)


_OF_PROJECTS: Final = {
    "VZAE": f"Stellen\n{POSTS}",
    "Monate": "Dauer\nMonate",
    "Kunden": "Kunden\nje VZÄ",
    "Plaetze": "Plätze\nzugleich",
    "Verweildauer": "Verweil-\ndauer\nMonate",
    "Teilnehmende": "Teilneh-\nmende,\nKöpfe",
    "Anteil": "Integra-\ntionen je\nTeiln., %",
    "Integrationen": "Integratio-\nnen je\nMonat",
    "Beendigungen": "Beendigun-\ngen je Inte-\ngration, %",
}
"""Header of each figure of a project, by how its name ends."""


def _projects(model: Model) -> Grid:
    lines = []
    for project in projekte.projects(model.shape.projekte):
        inputs = {place: project.name(figure) for place, figure in enumerate(_OF_PROJECTS)}
        lines.append(Line(project.label, inputs))
    return Grid("Projekt", tuple(_OF_PROJECTS.values()), lines)


def _instruments(model: Model) -> Grid:
    lines = [
        Line(f"Instrument {slot}", {0: f"Annahme_Mittel_Fest_{slot:02}", 1: f"Annahme_Mittel_Gewicht_{slot:02}"})
        for slot in range(1, model.shape.instrumente + 1)
    ]
    return Grid("Instrument", (f"fester Betrag\n{EURO}", "Gewicht beim Verteilen"), lines)


def _degressive(_: Model) -> Grid:
    """Jobs under § 16i by year of the subsidy."""
    lines = [
        Line(f"{year}. Förderjahr", {0: f"Annahme_Mittel_16i_Faelle_{year}", 1: f"Annahme_Mittel_16i_Satz_{year}"})
        for year in range(1, mittel.YEARS_16I + 1)
    ]
    return Grid("Teilhabe am Arbeitsmarkt, § 16i", (f"Fälle\n{HEADS}", f"Zuschuss\n{SHARE} der Löhne"), lines)


def _standards(model: Model) -> Grid:
    lines = [
        Line(each.state.label, {0: each.state.name, 1: each.target.name, 2: each.actual.name, 3: each.better.name}, each.target.unit)
        for each in prozess.standards(model.shape.standards)
    ]  # fmt: skip
    return Grid("Mindeststandard", ("Stand", "Soll", "Ist", "besser ist"), lines)


def _months() -> Grid:
    lines = [
        Line(month, {0: f"Annahme_LZB_Vorjahr_{number:02}", 1: f"Annahme_Mittel_Zuteilung_{number:02}", 2: f"Annahme_Mittel_Bindung_{number:02}"})
        for number, month in enumerate(mittel.MONTHS, 1)
    ]  # fmt: skip
    heads = (f"im Vorjahr\n{HEADS}", f"Zuteilung\n{SHARE}", f"neue Bin-\ndungen, {SHARE}")
    return Grid("Monat", heads, lines, {0: "LZB", 1: "Anteile am EGT und am freien EGT"})


_TABLES: Final[Mapping[str, Sequence[Callable[[Model], Grid]]]] = {
    arbeitsmarkt.PART.title: (_outlook,),
    struktur.PART.title: (_structure,),
    personal.PART.title: (_posts,),
    "Projekte und Maßnahmen": (_projects,),
    "Mittelplanung": (_instruments, _degressive),
    "Prozessqualität": (_standards,),
}
"""Tables of each part, by its title."""
