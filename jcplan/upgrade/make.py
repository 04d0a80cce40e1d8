"""Puts this version's sheets into a workbook of an earlier one, and into them what the workbook stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from jcplan import __version__, delivered
from jcplan.cases import Case, Entry, empty
from jcplan.cells import Area, CellError, Scalar, address, parse_area, quote_sheet, split_reference
from jcplan.computed import results
from jcplan.errors import FileError, InputError, several
from jcplan.formula import to_german
from jcplan.german import literal
from jcplan.layout import mappe
from jcplan.model import Model, Shape
from jcplan.model.inputs import COMPARISON_TYPE
from jcplan.model.shape import differences
from jcplan.ooxml import WorkbookFile
from jcplan.ooxml.formulas import UNKNOWN
from jcplan.ooxml.graft import DefinedName, defined_names, grafted, sheet_parts, titles
from jcplan.ooxml.package import Package
from jcplan.upgrade import names
from jcplan.upgrade.carry import Carrier, Lost, ShownAt, Side, in_brief
from jcplan.upgrade.opened import opened, reader
from jcplan.upgrade.parts import followed, left_behind
from jcplan.upgrade.references import Follow

_LARGEST_CONSTANT: Final = 1_000
"""Cells that a name's constant may hold."""
_SHARED: Final = b't="shared"'
_CODE: Final = re.compile(rb'(<(?:\w+:)?sheetPr\b[^>]*\scodeName=")(\w+)(")')

Fresh = Callable[[Case], bytes]
"""Builds a workbook of this version, of the old one's kind."""
Macros = Callable[[bytes, bytes, Mapping[str, str]], tuple[bytes, list[str]]]
"""Joins the old VBA project with the new one, for the old and new code names of kept sheets; says what is lost."""


@dataclass(frozen=True)
class Upgrade:
    """What was brought into this version.

    Attributes:
        before: The version that the workbook was of.
        form: What it has more or less of now, "" for nothing.
        own_sheets: The user's own sheets.
        as_values: Own formulas and names that could not follow and stay as what they showed, a sentence each.
        lost: Contents that have no place in the new workbook.
        notes: What else the user has to know.
    """

    before: str
    form: str
    own_sheets: tuple[str, ...]
    as_values: tuple[str, ...]
    lost: tuple[Lost | str, ...]
    notes: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """One German sentence."""
        version = f"Mappe von Version {self.before} auf {__version__} gebracht" if self.before != __version__ else ""
        form = f"Form der Mappe geändert: {self.form}" if self.form else ""
        return "; ".join(filter(None, (version, form)))

    @property
    def lost_in_brief(self) -> list[str]:
        """A German sentence for each content that was lost, or for many under one name."""
        return in_brief(self.lost)

    def text(self) -> str:
        """The report for a message box."""
        lines = [self.outcome + "."]
        if self.own_sheets:
            lines.append(f"Eigene Blätter übernommen: {', '.join(self.own_sheets)}.")
        for heading, found in (
            ("Als Wert übernommen, weil einem Bezug kein Name der Mappe entspricht:", self.as_values),
            ("Nicht übernommen, bitte selbst übertragen:", self.lost_in_brief),
            ("Hinweise:", self.notes),
        ):
            if found:
                lines += ["", heading, *(f"  {line}" for line in found)]
        return "\n".join(lines)


def upgraded(
    file: WorkbookFile, fresh: Fresh, macros: Macros, shape: Callable[[Shape], Shape] | None = None
) -> tuple[bytes, Upgrade]:  # fmt: skip
    """A workbook of an earlier version, or of another shape, as one of this version; results not yet computed.

    Args:
        file: The workbook.
        fresh: Builds the new one.
        macros: Joins VBA projects.
        shape: Makes of its shape the one that it shall have.

    Raises:
        FileError: It is no planning workbook, is of this version and shape or of a newer version, or does not say
            what it came with.
        InputError: A sheet or name of the user's has a name that this version needs; there cannot be such a shape.
    """
    title, old = file.path.name, opened(file)
    version = old.delivered.version
    wanted = shape(old.shape) if shape else old.shape
    if version == __version__ and wanted == old.shape:
        raise FileError(f"{title}: Die Mappe ist schon auf dem Stand der Version {__version__} und hat diese Form.")
    engine = results(file)

    def shown(sheet: str, at: tuple[int, int]) -> Scalar:
        return engine.cell(sheet, *at)

    made = WorkbookFile.of(file.path, fresh(_case(old, shown).shaped(wanted)))
    return _Making(old, made, shown, macros).result()


def _case(old: Side, shown: ShownAt) -> Case:
    """The old workbook's figures and texts, as far as the look of the new one depends on them."""

    def value(name: str) -> Scalar:
        place = next((place for each in names.then(name) if (place := old.place(each)) is not None), None)
        if place is None:
            return meant.get(name)
        sheet, area = place
        return shown(sheet, (area.top, area.left))

    meant = names.MEANT.get(old.delivered.version, {})
    model = Model(old.shape)
    entries = {}
    for field in model.figures:
        try:
            entries[field.name] = Entry(field.check(value(field.name), field.name))
        except InputError:
            entries[field.name] = Entry()
    texts = {name: str(value(name) or ("" if name == COMPARISON_TYPE else "–")) for name in model.texts}
    jobcenter, status = texts.pop("Annahme_Jobcenter"), texts.pop("Annahme_Stand")
    entries |= {name: Entry(text) for name, text in texts.items()}
    return replace(empty(old.shape), jobcenter=jobcenter, status=status, entries=entries)


class _Making:
    """The work on one workbook."""

    def __init__(self, old: Side, made: WorkbookFile, shown: ShownAt, macros: Macros) -> None:
        self.old, self.made, self.shown, self.macros = old, made, shown, macros
        self.donor = Package.of(made.path, made.raw)
        self.package = Package.of(old.file.path, old.file.raw)
        self.fresh = Side.of(made, delivered.of(made.path.name, made.names, reader(made)))
        dropped = {*old.homes.values(), mappe.SETTINGS_NAME}
        self.kept = [title for title in titles(self.package) if title not in dropped]
        gone = {name for name in old.delivered.names if names.now(name).casefold() not in self.fresh.places}
        gone = {name for name in gone if names.now(name) not in made.names}
        before = {n: p for n in old.delivered.names if (p := old.place(n)) is not None}
        after = {n: p for n in made.names if (p := self.fresh.place(n)) is not None}
        self.follow = Follow(before, after, dropped, gone)
        self.as_values: list[str] = []
        self.notes: list[str] = []

    def result(self) -> tuple[bytes, Upgrade]:
        """The new file and what was done."""
        self._refuse_conflicts()
        host = Package.of(self.old.file.path, self._own_sheets())
        sheets = [(title, part) for title, part in sheet_parts(host).items() if title in self.kept]
        changed, notes = followed(host, sheets, self.follow, self._values)
        self.as_values += notes
        self._code(host, dict(sheets), changed)
        data = grafted(host, self.donor, self._order(), self._names(host), changed=changed)
        new = WorkbookFile.of(self.old.file.path, data)
        carried = Carrier(self.old, Side.of(new, self.fresh.delivered), self.follow, self.shown).everything()
        for sheet, values in carried.values.items():
            new.set_values(sheet, values, styled_like=carried.styled_like.get(sheet), constants=True)
        for sheet, formulas in carried.formulas.items():
            new.set_formulas(sheet, formulas)
        for sheet, styles in carried.styles.items():
            new.set_styles(sheet, styles)
        self.notes += carried.notes
        self.notes += [
            f"Das Blatt „{home}“ heißt wieder „{sheet}“." for sheet, home in self.old.homes.items() if sheet != home
        ]
        homes = {home: sheet for sheet, home in self.old.homes.items()}
        delivered_sheets = [(title, part) for title, part in sheet_parts(self.package).items() if title in homes]
        charts = {home: self.old.delivered.charts.get(sheet, 0) for home, sheet in homes.items()}
        lost = (*carried.lost, *left_behind(self.package, delivered_sheets, charts))
        as_values = (*self.as_values, *carried.as_values)
        form = differences(self.old.shape, self.fresh.shape)
        report = Upgrade(self.old.delivered.version, form, tuple(self.kept), as_values, lost, tuple(self.notes))
        return new.to_bytes(), report

    def _refuse_conflicts(self) -> None:
        """What the user called as this version calls something of its own."""
        errors = []
        advice = "Bitte in der bisherigen Mappe umbenennen und wiederholen."
        needed = {title.casefold() for title in self.made.sheets}
        for title in self.kept:
            if title.casefold() in needed:
                wanted = "keines dieses Namens, den diese Version selbst braucht"
                errors.append(InputError(f"Blatt {title}", "ein eigenes Blatt", wanted, advice))
        ours = {name.casefold() for name in self.made.names}
        known = {name.casefold() for name in self.old.delivered.names}
        for name, target in self.old.file.names.items():
            if name.casefold() in ours - known:
                wanted = "keinen dieses Namens, den diese Version selbst braucht"
                errors.append(InputError(f"Name {name}", f"einen eigenen Namen für {target}", wanted, advice))
        if errors:
            raise several(errors)

    # ---- the user's own sheets ----------------------------------------------------------------

    def _own_sheets(self) -> bytes:
        """The old file with the formulas of its own sheets carried over."""
        file = WorkbookFile.of(self.old.file.path, self.old.file.raw)
        parts = sheet_parts(self.package)
        for title in self.kept:
            if title not in file.sheets:
                continue  # a sheet with nothing but a chart
            cells = {at: cell for at, cell in file.cells(title).items() if cell.formula is not None}
            new = {at: self.follow.formula(str(cell.formula)) for at, cell in cells.items()}
            if all(new[at] == cell.formula for at, cell in cells.items()):
                continue
            shared = _SHARED in self.package.part(parts[title])
            formulas: dict[tuple[int, int], tuple[str, Scalar]] = {}
            for at, cell in cells.items():
                text, value = new[at], self.shown(title, at)
                if text is None or (shared and text == UNKNOWN and cell.array is None):
                    self._as_value(file, title, at, str(cell.formula), cell.array)
                elif text != cell.formula or (shared and cell.array is None):
                    formulas[at] = text, value
            file.set_formulas(title, formulas)
        return file.to_bytes()

    def _as_value(self, file: WorkbookFile, title: str, at: tuple[int, int], formula: str, array: Area | None) -> None:
        area = array or Area(*at, *at)
        file.set_values(title, {cell: self.shown(title, cell) for cell in area}, constants=True)
        value = literal(self.shown(title, at))
        self.as_values.append(f"{quote_sheet(title)}!{address(*at)}: {to_german(formula)}, jetzt {value}")

    def _values(self, reference: str) -> list[Scalar]:
        """What the cells of a reference show, in their order."""
        sheet, rest = split_reference(reference)
        area = parse_area(rest)
        found = (
            sheet in self.old.file.sheets and area is not None and area.shape[0] * area.shape[1] <= _LARGEST_CONSTANT
        )
        return [self.shown(sheet, at) for at in area] if found and area is not None else []

    def _order(self) -> list[str]:
        """The new sheets; each of the user's own behind the one that it stood behind."""
        order = titles(self.donor)
        now = {home: sheet for sheet, home in self.old.homes.items()}
        previous = ""
        for title in titles(self.package):
            if title in self.kept:
                order.insert(order.index(previous) + 1 if previous in order else 0, title)
            previous = now.get(title, title)
        return order

    # ---- names --------------------------------------------------------------------------------

    def _names(self, host: Package) -> list[DefinedName]:
        """This version's names, and the user's own."""
        names = defined_names(self.donor)
        ours = {name.name.casefold() for name in names if name.sheet is None}
        known = {name.casefold() for name in self.old.delivered.names}
        for name in defined_names(host):
            own = name.sheet in self.kept or (name.sheet is None and name.name.casefold() not in ours | known)
            if own:
                target = self.follow.formula(name.target)
                names.append(replace(name, target=self._constant(name) if target is None else target))
        return sorted(names, key=lambda name: (name.name.casefold(), name.sheet or ""))

    def _constant(self, name: DefinedName) -> str:
        """What a name stood for that cannot follow: the values of its cells."""
        sheet, rest = split_reference(name.target)
        area = parse_area(rest)
        if area is None or area.shape[0] * area.shape[1] > _LARGEST_CONSTANT:
            self.as_values.append(f"Name {name.name}: {to_german(name.target)}, jetzt ohne Bezug (#BEZUG!)")
            return "#REF!"
        rows = [
            [_constant(self.shown(sheet, at)) for at in Area(r, area.left, r, area.right)]
            for r in range(area.top, area.bottom + 1)
        ]
        text = rows[0][0] if area.shape == (1, 1) else "{" + ";".join(",".join(row) for row in rows) + "}"
        self.as_values.append(
            f"Name {name.name}: {to_german(name.target)}, jetzt der Wert {to_german(text).removeprefix('=')}"
        )
        return text

    # ---- macros -------------------------------------------------------------------------------

    def _code(self, host: Package, sheets: Mapping[str, str], changed: dict[str, bytes]) -> None:
        """The VBA project and the ribbon of this version, with the user's own modules."""
        new, old = (p.related(p.workbook_part(), "vbaProject") for p in (self.donor, host))
        if new is None or old is None:
            return
        taken = {
            match[2].lower()
            for part in sheet_parts(self.donor).values()
            for match in _CODE.finditer(self.donor.part(part)[:4000])
        }
        codes: dict[str, str] = {}
        for part in sheets.values():
            data = changed.get(part, host.part(part))
            found = _CODE.search(data[:4000])
            if found is None:
                continue
            before = code = found[2]
            if code.lower() in taken:
                code = next(c for n in range(1, 10_000) if (c := b"Eigenes%d" % n).lower() not in taken)
                changed[part] = data[: found.start()] + found[1] + code + found[3] + data[found.end() :]
            taken.add(code.lower())
            codes[before.decode()] = code.decode()
        changed[old], lost = self.macros(host.part(old), self.donor.part(new), codes)
        self.notes += lost
        ribbon, theirs = self.donor.related("", "extensibility"), host.related("", "extensibility")
        if ribbon is not None and theirs is not None:
            changed[theirs] = self.donor.part(ribbon)


def _constant(value: Scalar) -> str:
    """A value as a constant in a formula."""
    if value is None:
        return "0"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, CellError):
        return value.code
    return '"' + value.replace('"', '""') + '"' if isinstance(value, str) else repr(float(value)).removesuffix(".0")
