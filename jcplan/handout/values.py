"""A copy of a plan's workbook in which every cell is a value: no formulas, no macros, nothing to enter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jcplan.cells import Cell, Scalar, areas
from jcplan.delivered import COPY_NAME, Delivered
from jcplan.formula import Engine, Uncomputed, to_german
from jcplan.handout import cover
from jcplan.handout.references import calls, charted, is_reference, needs
from jcplan.layout import mappe, stand
from jcplan.ooxml import WorkbookFile
from jcplan.ooxml.fixed import locked, plain_table, read_only_sheet, without_calls
from jcplan.ooxml.graft import DefinedName, defined_names, grafted, sheet_parts, titles
from jcplan.ooxml.markup import splice
from jcplan.ooxml.package import Package
from jcplan.port import Place
from jcplan.printing import PRINTED
from jcplan.sheet.book import WORKINGS

_OF_PROGRAMS: Final = (
    "vbaProject", "extensibility", "attachedToolbars", "xlMacrosheet", "xlIntlMacrosheet", "control", "ctrlProp",
    "volatileDependencies", "customXml",
)  # fmt: skip
"""Kinds of relationships to macros, their buttons, menus and data, and to what only formulas need."""
_LINKS: Final = "externalLink"
_OURS: Final = "JC_"
_OWN_NAMES: Final = ("Mappe_", "Einlesen_", PRINTED)
"""How names begin that only the plan's own workings need."""
_LISTED: Final = 10
"""Formulas that the first sheet names."""
_HIDDEN: Final = ("hidden", "veryHidden")


@dataclass(frozen=True)
class Copy:
    """A copy of values.

    Attributes:
        data: The file, an .xlsx.
        says: What it says of itself.
        warnings: What it says of its figures: targets that are not up to date, formulas that were not computed.
        uncomputed: The formulas that were not computed: their cells show the values that were stored last.
        lost: Names and conditional formats that computed something and are left out, a German sentence each.
    """

    data: bytes
    says: str
    warnings: tuple[str, ...]
    uncomputed: tuple[Uncomputed, ...]
    lost: tuple[str, ...]


def values_copy(file: WorkbookFile, engine: Engine, delivered: Delivered, when: dt.datetime) -> Copy:
    """The copy of a planning workbook.

    Args:
        file: The workbook as read.
        engine: Computes its formulas.
        delivered: What it was delivered with.
        when: When, local time.

    Raises:
        FileError: The file is damaged, or of the strict family of the format.
    """
    return _Copying(file, engine, delivered, when).result()


class _Copying:
    """The work on one workbook."""

    def __init__(self, file: WorkbookFile, engine: Engine, delivered: Delivered, when: dt.datetime) -> None:
        self.file, self.engine, self.when = file, engine, when
        self.original = Package.of(file.path, file.raw)
        homes = delivered.homes(file.names, file.sheets)
        dropped = {homes.get(mappe.NAME, mappe.NAME), mappe.SETTINGS_NAME}
        self.workings = homes.get(WORKINGS, WORKINGS)
        parts = sheet_parts(self.original)
        self.kept = [
            t for t in titles(self.original) if t not in dropped and "macrosheet" not in parts.get(t, "").lower()
        ]
        self.shown = [title for title in self.kept if title != self.workings]
        self.lost: list[str] = []

    def result(self) -> Copy:
        """The copy."""
        host = Package.of(self.file.path, self._values())
        names = list(self._names(host))
        host = Package.of(self.file.path, host.to_bytes(self._parts(host, names)))
        uncomputed = self.engine.uncomputed()
        says = cover.sentence(self.file.path.name, self.when)
        warnings = tuple(self._warnings(uncomputed))
        title = cover.free_title(self.kept)
        front = Package.of(Path(cover.TITLE), cover.cover(title, says, warnings, self._first(host)))
        own = DefinedName(COPY_NAME, '"' + self.file.path.name.replace('"', '""') + '"', None, {"hidden": "1"})
        every = sorted([*names, own], key=lambda name: (name.name.casefold(), name.sheet or ""))
        without = (*_OF_PROGRAMS, *([] if self._links(host) else [_LINKS]))
        data = grafted(host, front, [title, *self.kept], every, without=without)
        return Copy(data, says, warnings, uncomputed, tuple(self.lost))

    # ---- cells --------------------------------------------------------------------------------

    def _values(self) -> bytes:
        """The file with a value in place of each formula; of the workings only what charts show."""
        file = WorkbookFile.of(self.file.path, self.file.raw)
        for sheet in file.sheets:
            file.set_values(sheet, dict(self._computed(file, sheet)), constants=True)
        if self.workings in file.sheets:
            seen = {at for sheet, area in charted(self.original) if sheet == self.workings for at in area}
            unseen = [at for at, cell in file.cells(self.workings).items() if at not in seen and _holds(cell)]
            file.set_values(self.workings, dict.fromkeys(unseen), constants=True)
        file.set_full_calc_on_load(False)
        return file.to_bytes()

    def _computed(self, file: WorkbookFile, sheet: str) -> Iterator[tuple[tuple[int, int], Scalar]]:
        cells = file.cells(sheet)
        for at, cell in cells.items():
            if cell.formula is None:
                continue
            height, width = cell.array.shape if cell.array else (1, 1)
            inner = cell.array if cell.array and height * width <= len(cells) else (at,)
            for each in inner:
                yield each, self.engine.cell(sheet, *each)

    # ---- names --------------------------------------------------------------------------------

    def _names(self, package: Package) -> Iterator[DefinedName]:
        """The names that still make sense."""
        for name in defined_names(package):
            if name.name.startswith(_OWN_NAMES) or (name.sheet is not None and name.sheet not in self.kept):
                continue
            kept = self.kept if name.name.startswith("_xlnm.") else self.shown
            if is_reference(name.target, kept):
                yield name
            elif not name.name.startswith("_xlnm.") and self.workings.casefold() not in name.target.casefold():
                self.lost.append(f"Name {name.name}: {to_german(name.target)}")

    # ---- parts --------------------------------------------------------------------------------

    def _parts(self, package: Package, names: Sequence[DefinedName]) -> dict[str, bytes]:
        """Parts made fixed."""
        workbook = package.workbook_part()
        changed: dict[str, bytes] = {}
        known = {name.name.casefold() for name in names}
        worksheets = {title: part for title, part in sheet_parts(package).items() if title in self.file.sheets}
        for title, part in worksheets.items():
            if title in self.kept:
                new, lost = read_only_sheet(package.part(part), package.place(part), self._rule(known))
                changed[part] = new
                self.lost += [f"Bedingtes Format auf „{title}“: {to_german(formula)}" for formula in lost]
        styles = package.related(workbook, "styles")
        if styles is not None:
            changed[styles] = locked(package.part(styles), package.place(styles))
        for part in package.reached():
            if "/tables/" in part:
                changed[part] = plain_table(package.part(part), package.place(part))
            elif "/drawings/" in part and part.endswith((".xml", ".vml")):
                changed[part] = without_calls(package.part(part))
        if not self._links(package):
            root, data = package.tree(workbook), package.part(workbook)
            gone = [child.span for child in root.children if child.name == "externalReferences"]
            changed[workbook] = splice(data, [(span.start, span.end, b"") for span in gone])
        return changed

    def _rule(self, names: set[str]) -> Callable[[str], bool]:
        shown = {title.casefold() for title in self.shown}

        def keep(formula: str) -> bool:
            mentioned = list(needs(formula, names))
            return not calls(formula, _OURS) and all(
                sheet.casefold() in shown if sheet else name.casefold() in names for sheet, name in mentioned
            )

        return keep

    def _links(self, package: Package) -> bool:
        """Whether a chart shows cells of another workbook."""
        return any("[" in sheet for sheet, _ in charted(package))

    # ---- words --------------------------------------------------------------------------------

    def _first(self, package: Package) -> str:
        """The first sheet that one sees."""
        workbook = package.tree(package.workbook_part()).child("sheets")
        states = {e.attributes["name"]: e.attributes.get("state") for e in (workbook.children if workbook else ())}
        return next((title for title in self.kept if states.get(title) not in _HIDDEN), self.kept[0])

    def _warnings(self, uncomputed: Sequence[Uncomputed]) -> Iterator[str]:
        found = areas(self.file.names)
        if stand.LEVEL_NAME in found and stand.STATE_NAME in found:
            level, state = (self._value(found, name) for name in (stand.LEVEL_NAME, stand.STATE_NAME))
            if level != stand.CURRENT:
                yield f"Achtung: {str(state).partition(' – ')[0]}."
        if uncomputed:
            more = f" und {len(uncomputed) - _LISTED} weitere" if len(uncomputed) > _LISTED else ""
            cells = ", ".join(map(str, uncomputed[:_LISTED]))
            yield f"Nicht gerechnet ist, was hier mit seinem zuletzt gespeicherten Wert steht: {cells}{more}."

    def _value(self, places: Mapping[str, Place], name: str) -> Scalar:
        sheet, area = places[name]
        return self.engine.cell(sheet, area.top, area.left)


def _holds(cell: Cell) -> bool:
    return cell.formula is not None or cell.value is not None
