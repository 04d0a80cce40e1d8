"""The union's workbook: values with native sums, a first sheet that says what it is."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Sequence
from typing import Final

import xlsxwriter

from jcplan import __version__
from jcplan.build.formats import Formats
from jcplan.cells import Area
from jcplan.german import count, number
from jcplan.model.fields import EURO as EURO_UNIT
from jcplan.model.fields import SHARE
from jcplan.sheet.styles import EURO, HEADS, percent
from jcplan.union.measures import MEASURES, Measure
from jcplan.union.member import AMOUNTS, Amount, Member
from jcplan.union.paper import Column, Formula, Paper, Value, cell_of, column_of, on_sheet
from jcplan.union.sums import LEAST, Spread, ratio, total
from jcplan.union.union import SHARES, Sure, Union

TITLE: Final = "Verbund"
TARGETS, GROUPS, SPREAD, FAR, CLASHES, SURE = (
    "Ziele", "Gruppen", "Verteilung", "Ausreißer", "Widersprüche", "Sicherheit",
)  # fmt: skip
"""Titles of the sheets behind the first."""
_AHEAD: Final = 3
"""Columns before the figures: Jobcenter, file, comparison type."""
_RATE: Final = percent(3)
_LIKELY: Final = (
    "Ziel_ELB_gesamt", "Ziel_IQ_gesamt", "Ziel_Integrationen", "Ziel_LZB", "Ziel_LZB_Abgang",
)  # fmt: skip
"""Targets that every plan has."""


def drawn(found: Union, source: str, when: dt.datetime) -> bytes:
    """The workbook.

    Args:
        found: All plans together.
        source: Where their files lie, as the user named it.
        when: When they were read.
    """
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties(
        {"title": f"Verbund {found.year}", "author": "jcplan", "comments": f"jcplan {__version__}", "created": when}
    )
    book.set_size(2400, 1500)
    formats = Formats(book)
    drawing = _Drawing(book, formats, found)
    drawing.first(source, when)
    targets = drawing.targets()
    drawing.groups()
    drawing.spread(targets)
    drawing.far()
    drawing.clashes()
    drawing.sure()
    book.close()
    return stream.getvalue()


def _form(unit: str) -> str:
    return _RATE if unit == SHARE else EURO if unit == EURO_UNIT else HEADS


class _Drawing:
    """The sheets, one after the other."""

    def __init__(self, book: xlsxwriter.Workbook, formats: Formats, found: Union) -> None:
        self._book, self._formats, self._found = book, formats, found

    def _paper(self, name: str, title: str, says: str, widths: Sequence[float]) -> Paper:
        return Paper(self._book, self._formats, name, title, says, widths)

    # ---- the first

    def first(self, source: str, when: dt.datetime) -> None:
        """What it is, from when, what has to be known, which files count and which do not."""
        found = self._found
        plans = count(len(found.members), "Plan", "Pläne")
        says = (
            f"{plans} aus {source}, gelesen am {when:%d.%m.%Y %H:%M} mit jcplan {__version__}. Gerechnet aus den "
            "Eingaben der Mappen; die Mappen selbst sind unverändert."
        )
        paper = self._paper(TITLE, f"{TITLE} {found.year}: {plans} zusammen", says, (44, 34, 34, 16, 16, 16))
        for sheet in (TARGETS, GROUPS, SPREAD, FAR, CLASHES, SURE):
            paper.link(sheet)
        paper.row += 1
        paper.heading("Über alle", "Summen der Köpfe und Beträge; Quoten daraus, keine Mittel von Quoten.")
        paper.table(
            (Column("Größe"), Column("Wert", _RATE)), [(m.label, found.measure(m)) for m in MEASURES if m.unit == SHARE]
        )
        paper.table(
            (Column("Größe"), Column("Einheit"), Column("Summe", HEADS)),
            [(each.label, each.unit, found.amounts[each.key]) for each in AMOUNTS],
        )
        if found.remarks:
            paper.heading("Hinweise")
            for text in found.remarks:
                paper.line(text, "plain")
            paper.row += 1
        paper.heading(f"Nicht gezählt: {count(len(found.left_out), 'Datei', 'Dateien')}")
        if found.left_out:
            paper.table((Column("Datei"), Column("Grund")), [(each.file, each.reason) for each in found.left_out])
        paper.heading(f"Gezählt: {count(len(found.members), 'Datei', 'Dateien')}")
        clashes = [float(len(each.contradictions)) for each in found.members]
        stale = [float(each.outdated) for each in found.members]
        names = [(each.file, each.jobcenter, each.stand, each.kind) for each in found.members]
        rows = [(*four, *two) for four, two in zip(names, zip(clashes, stale, strict=True), strict=True)]
        sums = [_sum(paper.row + 2, len(rows), column, values) for column, values in ((6, clashes), (7, stale))]
        paper.table(
            (
                Column("Datei", total="zusammen"), Column("Jobcenter"), Column("Stand"), Column("Vergleichstyp"),
                Column("Wider-\nsprüche", HEADS, sums[0]), Column("Ziele nicht aktuell", HEADS, sums[1]),
            ),
            rows,
        )  # fmt: skip

    # ---- targets

    def targets(self) -> Area:
        """The plans side by side. Returns the cells of their rows."""
        members = self._found.members
        says = "Genau gerechnet, gerundet gezeigt; die Zeile „zusammen“ summiert, ihre Quoten sind Summe durch Summe."
        widths = (34, 30, 17, *map(_room, AMOUNTS), 17, *map(_room, MEASURES))
        paper = self._paper(TARGETS, "Ziele nebeneinander", says, widths)
        top, bottom = paper.row + 2, paper.row + 1 + len(members)
        area = Area(top, 2, bottom, 1 + len(widths))
        figures = [
            Column(
                each.label,
                _form(each.unit),
                _sum(top, len(members), 2 + _AHEAD + at, [m.amount(each.key) for m in members]),
            )
            for at, each in enumerate(AMOUNTS)
        ]
        rates = [Column(each.label, _form(each.unit), self._over_all(each, area)) for each in MEASURES]
        rows: list[tuple[Value, ...]] = [
            (
                member.jobcenter, member.file, member.kind,
                *(member.amounts[each.key] for each in AMOUNTS), member.iq_published,
                *(Formula(_of_row(each, row), each.of([member])) for each in MEASURES),
            )
            for row, member in enumerate(members, top)
        ]  # fmt: skip
        ahead = (Column("Jobcenter", total="zusammen"), Column("Datei"), Column("Vergleichstyp"))
        paper.table((*ahead, *figures, Column("IQ gesamt, veröffentlicht", _RATE), *rates), rows, stay=True)
        return area

    def _over_all(self, measure: Measure, area: Area) -> Formula:
        """Sum over sum; a plan of which one of both is not known is in neither."""
        part, whole = (column_of(area, _AHEAD + _place(key)) for key in (measure.part, measure.whole))
        both = f"ISNUMBER({part})*ISNUMBER({whole})"
        text = f"SUMPRODUCT({both},{part})/SUMPRODUCT({both},{whole})"
        return Formula(text + ("-1" if measure.change else ""), self._found.measure(measure))

    # ---- groups

    def groups(self) -> None:
        """Groups of ELB of the same name over all plans, and each plan's."""
        found = self._found
        says = "Gruppen der ELB, die gleich heißen, zusammen; darunter die Gruppen jedes Plans."
        paper = self._paper(GROUPS, "Gruppen der ELB", says, (40, 34, 34, 14, 16, 12))
        pairs = [(member, group) for member in found.members for group in member.groups]
        first = paper.row + 2 + len(found.group_labels) + 3
        labels, stocks, heads = (
            column_of(Area(first, 2, first + len(pairs) - 1, 7), at) for at in (0, 3, 4)
        )  # fmt: skip
        rows: list[tuple[Value, ...]] = []
        for row, label in enumerate(found.group_labels, paper.row + 2):
            same = [group for _, group in pairs if group.label == label]
            elb, integrations = total(each.elb for each in same), total(each.integrationen for each in same)
            is_it = f"EXACT({labels},{cell_of(row, 2)})"
            rows.append((
                label, None, Formula(f"SUMPRODUCT(1*{is_it})", float(len(same))),
                Formula(f"SUMPRODUCT({is_it}*{stocks})", elb), Formula(f"SUMPRODUCT({is_it}*{heads})", integrations),
                Formula(f"{cell_of(row, 6)}/{cell_of(row, 5)}", ratio([integrations], [elb])),
            ))  # fmt: skip
        figures = (Column("ELB, Plan", HEADS), Column("Integrationen, Plan", HEADS), Column("IQ", _RATE))
        paper.table((Column("Gruppe, zusammen"), Column(""), Column("Pläne", HEADS), *figures), rows)
        paper.row = first - 2
        paper.table(
            (Column("Gruppe"), Column("Jobcenter"), Column("Datei"), *figures),
            [
                (
                    group.label, member.jobcenter, member.file, group.elb, group.integrationen,
                    Formula(f"{cell_of(row, 6)}/{cell_of(row, 5)}", ratio([group.integrationen], [group.elb])),
                )
                for row, (member, group) in enumerate(pairs, first)
            ],
        )  # fmt: skip

    # ---- spread

    def spread(self, targets: Area) -> None:
        """Quartiles of what can be compared, over all plans and by comparison type."""
        found = self._found
        says = "Wie verschieden die Pläne sind; „über alle“ ist die Quote der Summen, nicht der Median."
        paper = self._paper(SPREAD, "Verteilung", says, (34, 10, *[14] * 6))
        paper.heading("Alle Pläne")
        for units in (SHARE, EURO_UNIT):
            measures = [each for each in MEASURES if each.unit == units]
            rows = [_row(each.label, *self._quartiles(each, targets), found.measure(each)) for each in measures]
            paper.table(_spread_columns(units, "über alle"), rows)
        for kind, members in found.kinds.items():
            paper.heading(f"Vergleichstyp {kind}: {count(len(members), 'Plan', 'Pläne')}")
            for units in (SHARE, EURO_UNIT):
                measures = [each for each in MEASURES if each.unit == units]
                numbers = ((*_numbers(found.spread(each, members)), each.of(members)) for each in measures)
                rows = [_row(each.label, *row) for each, row in zip(measures, numbers, strict=True)]
                paper.table(_spread_columns(units, "zusammen"), rows)

    def _quartiles(self, measure: Measure, targets: Area) -> tuple[Formula, ...]:
        at = _AHEAD + len(AMOUNTS) + 1 + MEASURES.index(measure)
        cells = on_sheet(TARGETS, column_of(targets, at))
        texts = (f"COUNT({cells})", *(f"QUARTILE({cells},{quart})" for quart in range(5)))
        return tuple(map(Formula, texts, _numbers(self._found.spread(measure))))

    # ---- what stands out

    def far(self) -> None:
        """Plans that are far from the others of their comparison type."""
        found = self._found
        says = (
            "Weit weg von den anderen Plänen desselben Vergleichstyps: mehr als das 1,5-Fache des Abstands der Viertel "
            f"jenseits eines Viertels (Tukey 1977), bei mindestens {LEAST} Plänen des Typs."
        )
        paper = self._paper(FAR, "Ausreißer", says, (34, 30, 14, 30, *[14] * 4))
        kinds = {kind: len(members) for kind, members in found.kinds.items()}
        few = [kind for kind, plans in kinds.items() if plans < LEAST]
        if not kinds:
            paper.line("Kein Plan nennt einen Vergleichstyp; verglichen ist deshalb nichts.", "finding")
        elif not found.outliers:
            paper.line("Kein Plan fällt auf.", "finding")
        if few:
            paper.line(f"Zu wenige Pläne für einen Vergleich: {', '.join(few)}.", "subtitle")
        paper.row += 1
        for units in (SHARE, EURO_UNIT):
            rows = [
                (
                    each.member.jobcenter, each.member.file, each.member.kind, each.measure.label, each.value,
                    each.among.median, *each.among.fences,
                )
                for each in found.outliers if each.measure.unit == units
            ]  # fmt: skip
            if rows:
                form = _form(units)
                texts = (Column("Jobcenter"), Column("Datei"), Column("Vergleichstyp"), Column("Größe"))
                heads = ("Wert", "Median des Typs", "untere Grenze", "obere Grenze")
                paper.table((*texts, *(Column(head, form) for head in heads)), rows)

    def clashes(self) -> None:
        """Every relation that cannot be."""
        found = self._found
        plans = sum(bool(each.contradictions) for each in found.members)
        says = (
            f"{count(found.contradictions, 'Widerspruch', 'Widersprüche')} in "
            f"{count(plans, 'Plan', 'Plänen')} von {len(found.members)}; „jcplan check“ nennt, was sie löst."
        )
        paper = self._paper(CLASHES, "Widersprüche in den Zahlen der Dokumente", says, (34, 30, 140))
        rows = [(each.jobcenter, each.file, text) for each in found.members for text in each.contradictions]
        paper.table((Column("Jobcenter"), Column("Datei"), Column("Widerspruch")), rows, stay=True)

    # ---- how sure

    def sure(self) -> None:
        """How likely targets are reached: over all, and plan by plan."""
        found = self._found
        says = (
            f"Über alle: {number(found.draws)} Ziehungen der unsicheren Eingaben jedes Plans (Blatt „Sicherheit“ der "
            "Mappen). Wie weit die Pläne miteinander schwanken, ist nicht bekannt; die beiden Zeilen sind die Enden."
        )
        paper = self._paper(SURE, "Wie sicher die Ziele sind", says, (40, 34, 16, *[14] * 5))
        columns = (
            Column("Ziel über alle"),
            Column("wie die Pläne schwanken"),
            Column("Ziel", _RATE),
            Column("erreicht", _RATE),
        )
        for label, found_sure, form in (
            ("IQ gesamt, mindestens", found.iq_sure, _RATE),
            ("LZB, Jahresmittel, höchstens", found.lzb_sure, HEADS),
        ):
            rows = [
                _row(label, words, each.limit, each.share, *each.quantiles)
                for together, words in ((False, "jeder für sich"), (True, "alle gleich"))
                if isinstance(each := found_sure[together], Sure)
            ]
            ends = (Column(f"{share:.0%} darunter".replace("%", " %"), form) for share in SHARES)
            paper.table((*columns[:2], Column("Ziel", form), columns[3], *ends), rows)
        paper.heading("Jeder Plan", "Wie „jcplan chance“ ihn rechnet; leer, wo nichts Unsicheres das Ziel bewegt.")
        labels = {each.target: each.label for member in found.members for each in member.likely}
        names = [name for name in _LIKELY if name in labels]
        top, plans = paper.row + 2, len(found.members)
        shares = [[_share(member, name) for member in found.members] for name in names]
        below = [
            Formula(f'COUNTIF({column_of(Area(top, 2, top + plans - 1, 9), 3 + at)},"<0.5")', _below_half(row))
            for at, row in enumerate(shares)
        ]
        heads = [Column(labels[name], _RATE) for name in names]
        paper.table(
            (Column("Jobcenter"), Column("Datei"), Column("unsichere Eingaben", HEADS), *heads),
            [
                (member.jobcenter, member.file, float(len(member.unsure)), *(row[at] for row in shares))
                for at, member in enumerate(found.members)
            ],
        )
        counts = [Column(labels[name], HEADS) for name in names]
        paper.table(
            (Column("eher verfehlt"), Column(""), Column("", HEADS), *counts),
            [("Pläne mit einer Chance unter 50 %", None, None, *below)],
        )


def _below_half(shares: Sequence[float]) -> float:
    """How many are below a half; those that are not known are not."""
    return float(sum(share < 0.5 for share in shares))


def _row(*cells: Value) -> tuple[Value, ...]:
    """A row of cells of any kind."""
    return cells


def _share(member: Member, target: str) -> float:
    return next((e.share for e in member.likely if e.target == target and e.share is not None), math.nan)


def _place(key: str) -> int:
    return [each.key for each in AMOUNTS].index(key)


def _room(figure: Amount | Measure) -> int:
    """Width of a column whose header has the button of the filter beside its longest word."""
    return max(13, max(map(len, figure.label.split())) + 4)


def _sum(top: int, rows: int, column: int, values: Sequence[float]) -> Formula:
    """A column's sum, rows and columns counted from 1."""
    return Formula(f"SUM({column_of(Area(top, column, top + rows - 1, column), 0)})", total(values))


def _of_row(measure: Measure, row: int) -> str:
    part, whole = (cell_of(row, 2 + _AHEAD + _place(key)) for key in (measure.part, measure.whole))
    return f"{part}/{whole}" + ("-1" if measure.change else "")


def _numbers(found: Spread) -> tuple[float, ...]:
    return float(found.number), found.least, found.lower, found.median, found.upper, found.most


def _spread_columns(unit: str, last: str) -> tuple[Column, ...]:
    form = _form(unit)
    heads = ("kleinster", "unteres Viertel", "Median", "oberes Viertel", "größter", last)
    return Column("Größe"), Column("Pläne", HEADS), *(Column(head, form) for head in heads)
