"""Exchanges worksheets of a workbook for those of another one; everything else in the file stays byte for byte.

The host keeps its formats, shared strings, pictures, macros of its own, and whatever a program put into it. The
donor's sheets bring their formats, strings, drawings and charts. Parts that nothing leads to any more are left out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from jcplan.errors import FileError
from jcplan.ooxml.looks import numbered, taken_over
from jcplan.ooxml.markup import Element, Splice, attributes, escaped, opened, prefixed, set_attribute, splice, tree
from jcplan.ooxml.package import Package, relationship_id

_TYPES: Final = "[Content_Types].xml"
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_BEFORE_NAMES: Final = ("sheets", "functionGroups", "externalReferences")
_STRINGS: Final = "xl/sharedStrings.xml"
_STRINGS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_EMPTY_STRINGS: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="0" uniqueCount="0"></sst>'
)
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PROPERTIES: Final = "extended-properties"
_PROGRAM: Final = ("Application", "AppVersion")
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_VBA: Final = "vbaProject"
_VBA_TYPE: Final = "application/vnd.ms-office.vbaProject"
_PLAIN_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_SHEET_KINDS: Final = ("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")


@dataclass(frozen=True)
class DefinedName:
    """A defined name as a workbook's part has it.

    Attributes:
        name: The name.
        target: What it refers to, without ``=``.
        sheet: Title of the sheet whose name it is; None for one of the workbook.
        attributes: Its other attributes, such as ``hidden``.
    """

    name: str
    target: str
    sheet: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


def defined_names(package: Package) -> list[DefinedName]:
    """All names of a workbook, those of single sheets and built-in ones too."""
    workbook = package.tree(package.workbook_part())
    order = titles(package)
    found = []
    for element in _children(workbook, "definedNames"):
        own = dict(element.attributes)
        name, local = own.pop("name", ""), own.pop("localSheetId", None)
        sheet = None if local is None else order[int(local)]
        found.append(DefinedName(name, element.text.strip().removeprefix("="), sheet, own))
    return found


def titles(package: Package) -> list[str]:
    """Titles of all sheets in their order, those of charts too."""
    return list(_sheets(package, package.workbook_part()))


def sheet_parts(package: Package) -> dict[str, str]:
    """Title and part of each sheet."""
    workbook = package.workbook_part()
    relations = package.relationships(workbook)
    found = {
        title: package.find(relations[relation].target)
        for title, element in _sheets(package, workbook).items()
        if (relation := relationship_id(element)) in relations
    }
    return {title: part for title, part in found.items() if part is not None}


def grafted(
    host: Package,
    donor: Package | None,
    order: Sequence[str],
    names: Sequence[DefinedName],
    *,
    changed: Mapping[str, bytes] | None = None,
    without: Collection[str] = (),
) -> bytes:
    """A host with the sheets of a donor.

    Args:
        host: The workbook whose file it is.
        donor: The workbook whose sheets it gets, all of them, as XlsxWriter writes it; None where it gets none.
        order: Titles of all sheets of the result: the donor's, and those of the host that it keeps.
        names: The defined names of the result.
        changed: Parts of the host that have other content: those of kept sheets, the VBA project.
        without: Kinds of relationships that the result has none of, such as ``vbaProject``; what only they led to
            is left out. Without that one, the result is a workbook without macros.

    Raises:
        FileError: The host is damaged, or of the strict family of the format.
    """
    return _Graft(host, donor, order, names, dict(changed or {}), without).to_bytes()


class _Graft:
    """The work on one file."""

    def __init__(
        self,
        host: Package,
        donor: Package | None,
        order: Sequence[str],
        names: Sequence[DefinedName],
        changed: dict[str, bytes],
        without: Collection[str],
    ) -> None:
        self.host, self.order, self.names, self.changed, self.without = host, order, names, changed, without
        self.given = donor
        self.part = host.workbook_part()
        if _STRICT in host.part(self.part):
            raise FileError(
                f"{host.path}: gefunden eine Arbeitsmappe im Format „Strict Open XML“, erwartet das gewöhnliche .xlsx. "
                "Bitte in Excel unter „Speichern unter“ als „Excel-Arbeitsmappe (*.xlsx)“ speichern."
            )
        self.new: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self.copied: dict[str, str] = {}
        self.relations = _relations(host, self.part)

    @property
    def donor(self) -> Package:
        """The donor, where there is one."""
        if self.given is None:
            raise ValueError("no donor")
        return self.given

    def to_bytes(self) -> bytes:
        """The file."""
        donor_sheets = _sheets(self.given, self.given.workbook_part()) if self.given else {}
        sheets = {title: e for title, e in _sheets(self.host, self.part).items() if title not in donor_sheets}
        kept = {title: element for title, element in sheets.items() if title in self.order}
        kept_ids = {relationship_id(element) for element in kept.values()}
        gone = {e["Id"] for e in self.relations if _kind(e) in (*_SHEET_KINDS, "calcChain")} - kept_ids
        dropped = {
            part
            for e in self.relations
            if e["Id"] in gone and (part := self.host.find(_target(self.part, e["Target"])))
        }
        self.relations = [e for e in self.relations if e["Id"] not in gone]
        self._tidy_kept([part for title, part in sheet_parts(self.host).items() if title in kept])
        ids = self._brought(donor_sheets) if donor_sheets else {}
        self.changed[self.part] = self._workbook(kept, donor_sheets, ids)
        self._properties()
        return self._packed(dropped | self._cut())

    def _brought(self, sheets: Mapping[str, Element]) -> dict[str, str]:
        """Take the donor's sheets in; the relationship of each."""
        part = self.donor.workbook_part()
        theirs, kinds = sheet_parts(self.donor), {e["Id"]: e["Type"] for e in _relations(self.donor, part)}
        renumber = self._formats_and_strings(part)
        return {
            title: self._relate(self._copied(theirs[title], renumber), kinds[relationship_id(element)])
            for title, element in sheets.items()
        }

    def _cut(self) -> set[str]:
        """Take the relationships out that the result has none of; the parts that they led to."""
        cut: set[str] = set()
        if not self.without:
            return cut
        for source in ("", *self.host.reached()):
            relations = self.relations if source == self.part else _relations(self.host, source)
            kept = [e for e in relations if _kind(e) not in self.without]
            if len(kept) == len(relations):
                continue
            gone = (self.host.find(_target(source, e["Target"])) for e in relations if e not in kept)
            cut.update(part for part in gone if part)
            if source == self.part:
                self.relations = kept
            else:
                self.changed[_relations_part(source)] = _relations_xml(kept)
        return cut

    # ---- parts --------------------------------------------------------------------------------

    def _formats_and_strings(self, donor_part: str) -> Callable[[bytes], bytes]:
        """Take the donor's formats and strings into the host; how to number a sheet that uses them."""
        styles = self.host.related(self.part, "styles")
        if styles is None:
            raise FileError(f"{self.host.path}: gefunden eine Arbeitsmappe ohne Formate, erwartet ein Teil styles.xml.")
        theirs = self.donor.part(self.donor.related(donor_part, "styles") or "")
        looks = taken_over(self.host.part(styles), theirs, self.host.place(styles))
        self.changed[styles] = looks.styles
        strings = self._strings(self.donor.part(self.donor.related(donor_part, "sharedStrings") or ""))
        return lambda sheet: numbered(sheet, looks, strings)

    def _strings(self, donor: bytes) -> dict[int, int]:
        part = self.host.related(self.part, "sharedStrings")
        data = _EMPTY_STRINGS if part is None else self.host.part(part)
        root = tree(data, self.host.place(part or _STRINGS))
        theirs = tree(donor, _STRINGS)
        entries = [data[e.span.start : e.span.end] for e in root.children if e.name == "si"]
        known: dict[bytes, int] = {}
        for number, entry in enumerate(entries):
            known.setdefault(entry, number)
        numbers: dict[int, int] = {}
        added: list[bytes] = []
        for number, element in enumerate(theirs.children):
            entry = prefixed(donor[element.span.start : element.span.end], root.prefix)
            if entry not in known:
                known[entry] = len(entries) + len(added)
                added.append(entry)
            numbers[number] = known[entry]
        last = max((e.span.end for e in root.children if e.name == "si"), default=root.span.inside)
        tag = set_attribute(data[root.span.start : root.span.inside], "uniqueCount", str(len(entries) + len(added)))
        tag = set_attribute(tag, "count", None)
        content = b"".join(added)
        if root.span.self_closing:
            new = data[: root.span.start] + opened(tag) + content + f"</{root.tag}>".encode()
        else:
            new = splice(data, [(root.span.start, root.span.inside, tag), (last, last, content)])
        if part is None:
            self.new[_STRINGS] = new
            self.types[_STRINGS] = _STRINGS_TYPE
            self._relate(_STRINGS, _RELATION + "sharedStrings")
        else:
            self.changed[part] = new
        return numbers

    def _copied(self, source: str, change: Callable[[bytes], bytes] | None = None) -> str:
        """The donor's part and all that it leads to, under free names."""
        if source in self.copied:
            return self.copied[source]
        name = self.copied[source] = self._free(source)
        data = self.donor.part(source)
        self.new[name] = change(data) if change else data
        self.types[name] = _type_of(self.donor, source)
        lines = []
        for relation in _relations(self.donor, source):
            line = dict(relation)
            if line.get("TargetMode") != "External":
                inner = self._copied(_target(source, line["Target"]))
                line["Target"] = posixpath.relpath(inner, posixpath.dirname(name))
            lines.append(line)
        if lines:
            self.new[_relations_part(name)] = _relations_xml(lines)
        return name

    def _free(self, source: str) -> str:
        """A name that the host does not use: the same with another number."""
        stem, suffix = posixpath.splitext(source)
        stem = stem.rstrip("0123456789")
        numbers = (f"{stem}{number}{suffix}" for number in range(1, 100_000))
        return next(name for name in numbers if self.host.find(name) is None and name not in self.new)

    def _relate(self, part: str, kind: str) -> str:
        taken = {relation["Id"] for relation in self.relations}
        name = next(f"rId{n}" for n in range(1, 100_000) if f"rId{n}" not in taken)
        target = posixpath.relpath(part, posixpath.dirname(self.part))
        self.relations.append({"Id": name, "Type": kind, "Target": target})
        return name

    def _tidy_kept(self, parts: Iterable[str]) -> None:
        """No kept sheet is selected: one sheet is in front, and typing goes to that one alone."""
        for part in parts:
            data = self.changed.get(part, self.host.part(part))
            self.changed[part] = re.sub(rb'\stabSelected="(?:1|true)"', b"", data, count=1)

    # ---- the workbook's part ------------------------------------------------------------------

    def _workbook(self, kept: Mapping[str, Element], donor: Mapping[str, Element], ids: Mapping[str, str]) -> bytes:
        data = self.host.part(self.part)
        root = self.host.tree(self.part)
        sheets = root.child("sheets")
        if sheets is None:
            raise FileError(f"{self.host.path}: gefunden eine Arbeitsmappe ohne Blätter, erwartet mindestens eines.")
        prefix = root.prefix
        known = (key.removeprefix("xmlns:") for key, value in root.attributes.items() if value == _RELATION.rstrip("/"))
        link = next((f"{name}:id" for name in known), f'xmlns:r="{_RELATION.rstrip("/")}" r:id')
        numbers = iter(_free_numbers(kept.values()))
        lines = []
        for title in self.order:
            if title in kept:
                span = kept[title].span
                lines.append(data[span.start : span.end].decode())
                continue
            state = donor[title].attributes.get("state")
            own = attributes({"name": title, "sheetId": str(next(numbers)), **({"state": state} if state else {})})
            lines.append(f'<{prefix}sheet{own} {link}="{ids[title]}"/>')
        splices: list[Splice] = [(sheets.span.inside, sheets.span.close, "".join(lines).encode())]
        splices.append(self._names_splice(root))
        for view in _children(root, "bookViews"):
            tag = set_attribute(data[view.span.start : view.span.inside], "activeTab", None)
            splices.append((view.span.start, view.span.inside, set_attribute(tag, "firstSheet", None)))
        return splice(data, splices)

    def _names_splice(self, root: Element) -> Splice:
        prefix = root.prefix
        written = "".join(self._name(name, prefix) for name in self.names)
        content = f"<{prefix}definedNames>{written}</{prefix}definedNames>".encode() if written else b""
        found = root.child("definedNames")
        if found is not None:
            return found.span.start, found.span.end, content
        at = max(e.span.end for e in root.children if e.name in _BEFORE_NAMES)
        return at, at, content

    def _name(self, name: DefinedName, prefix: str) -> str:
        own = {"name": name.name}
        if name.sheet is not None:
            own["localSheetId"] = str(self.order.index(name.sheet))
        return (
            f"<{prefix}definedName{attributes({**own, **name.attributes})}>{escaped(name.target)}</{prefix}definedName>"
        )

    def _properties(self) -> None:
        """What the file's properties say of its sheets is not true any more, and of its program decides their look.

        LibreOffice takes what a chart leaves out for yes or for no, as the program does that the properties name.
        """
        part, theirs = self.host.related("", _PROPERTIES), self.given.related("", _PROPERTIES) if self.given else None
        if part is None:
            return
        data, root = self.host.part(part), self.host.tree(part)
        drawn_by = [e for e in self.donor.tree(theirs).children if e.name in _PROGRAM] if theirs else []
        gone = [
            e.span
            for e in root.children
            if e.name in ("TitlesOfParts", "HeadingPairs") or (drawn_by and e.name in _PROGRAM)
        ]
        program = "".join(f"<{root.prefix}{e.name}>{escaped(e.text)}</{root.prefix}{e.name}>" for e in drawn_by)
        splices: list[Splice] = [(span.start, span.end, b"") for span in gone]
        self.changed[part] = splice(data, [*splices, (root.span.close, root.span.close, program.encode())])

    # ---- the archive --------------------------------------------------------------------------

    def _packed(self, dropped: set[str]) -> bytes:
        """Without the dropped sheets, and what only they led to."""
        self.changed[_relations_part(self.part)] = _relations_xml(self.relations)
        gone = self.host.reached() - self.host.reached(without=dropped)
        self.changed[_TYPES] = self._content_types(gone)
        gone |= {links for part in gone if (links := self.host.find(_relations_part(part)))}
        changed = {self.host.find(part) or part: data for part, data in self.changed.items() if part not in gone}
        return self.host.to_bytes(changed, added=self.new, without=gone)

    def _content_types(self, gone: set[str]) -> bytes:
        part = self.host.find(_TYPES) or _TYPES
        data, root = self.host.part(part), self.host.tree(part)
        folded = {name.lower() for name in gone}
        splices: list[Splice] = [
            (e.span.start, e.span.end, b"")
            for e in root.children
            if (e.name == "Override" and e.attributes.get("PartName", "").lstrip("/").lower() in folded)
            or (self._macros_gone and e.attributes.get("ContentType") == _VBA_TYPE)
        ]
        if self._macros_gone:
            splices += self._plain_type(data, root)
        lines = "".join(
            f'<{root.prefix}Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in self.types.items()
        )
        splices.append((root.span.close, root.span.close, lines.encode()))
        return splice(data, splices)

    @property
    def _macros_gone(self) -> bool:
        return _VBA in self.without

    def _plain_type(self, data: bytes, root: Element) -> Iterator[Splice]:
        """The workbook's part as that of a workbook without macros."""
        for element in root.children:
            if element.attributes.get("PartName", "").lstrip("/").lower() == self.part.lower():
                tag = data[element.span.start : element.span.inside]
                yield element.span.start, element.span.inside, set_attribute(tag, "ContentType", _PLAIN_TYPE)


def _children(root: Element, name: str) -> list[Element]:
    found = root.child(name)
    return found.children if found else []


def _sheets(package: Package, part: str) -> dict[str, Element]:
    return {e.attributes["name"]: e for e in _children(package.tree(part), "sheets")}


def _free_numbers(kept: Iterable[Element]) -> Iterator[int]:
    taken = {int(element.attributes.get("sheetId", "0")) for element in kept}
    return (number for number in range(1, 100_000) if number not in taken)


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(package: Package, part: str) -> list[Mapping[str, str]]:
    """The attributes of each relationship of a part, those that lead outside too."""
    source = package.find(_relations_part(part))
    return [] if source is None else [e.attributes for e in package.tree(source).children if e.name == "Relationship"]


def _relations_xml(relations: Iterable[Mapping[str, str]]) -> bytes:
    written = "".join(f"<Relationship{attributes(each)}/>" for each in relations)
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}">{written}</Relationships>'.encode()


def _kind(relation: Mapping[str, str]) -> str:
    return relation.get("Type", "").rpartition("/")[2]


def _target(source: str, written: str) -> str:
    """The part that a relationship of a part leads to."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), written)).lstrip("/")


def _type_of(package: Package, part: str) -> str:
    """A part's content type."""
    types = package.tree(_TYPES).children
    own = (e.attributes["ContentType"] for e in types if e.attributes.get("PartName") == f"/{part}")
    suffix = posixpath.splitext(part)[1].lstrip(".")
    usual = (e.attributes["ContentType"] for e in types if e.attributes.get("Extension") == suffix)
    return next(iter((*own, *usual)))
