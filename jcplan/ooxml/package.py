"""The archive around a workbook: its parts, and the relationships that lead from one to the next."""

from __future__ import annotations

import io
import posixpath
import shutil
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from jcplan.errors import FileError
from jcplan.german import number
from jcplan.ooxml.kind import WORKBOOK, Kind
from jcplan.ooxml.markup import Element, tree
from jcplan.ooxml.regular import content, too_large

_OLE: Final = b"\xd0\xcf\x11\xe0"
_FORMATS: Final = {b"{\\rtf": "RTF", b"%PDF": "PDF"}
_MB: Final = 1_000_000
FILE_LIMIT: Final = 200 * _MB
"""Bytes of a file."""
UNPACKED_LIMIT: Final = 500 * _MB
"""Bytes of all parts together."""
PART_LIMIT: Final = 100 * _MB
"""Bytes of a part that is read (pictures and the like are only passed on)."""
PARTS_LIMIT: Final = 10_000
RATIO_LIMIT: Final = 200
"""How many times its packed size a part of more than ``RATIO_FROM`` bytes may have; sheets have 5 to 50."""
RATIO_FROM: Final = 10 * _MB

_PIECE: Final = 1 << 20
"""Bytes that are read at once of what is only to be checked."""
_HEAD: Final = 30
"""Bytes of an entry's head."""
_LENGTHS: Final = 4
"""The last of them: the lengths of its name and of what else stands before its content."""
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What the format allows (ECMA-376-2, annex on physical packages), and all that spreadsheet programs read."""


@dataclass(frozen=True)
class Relationship:
    """Leads from one part to another; ``kind`` is the last word of its type, such as ``worksheet``."""

    kind: str
    target: str


class Package:
    """An archive in memory. A part is unpacked when it is asked for, and all are checked before any is written.

    Part names are without leading slash. An entry written with backslashes is found under slashes.

    Attributes:
        path: The file.
        raw: Its bytes.
        kind: What it is said to be, for messages.
    """

    def __init__(self, path: Path, raw: bytes, archive: zipfile.ZipFile, kind: Kind = WORKBOOK) -> None:
        """Use :meth:`read`."""
        self.path = path
        self.raw = raw
        self.kind = kind
        self._archive = archive
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._names: dict[str, str] = {}
        for entry in archive.infolist():
            name = _part_name(entry.filename)
            if not name or name.endswith("/"):  # a folder
                continue
            if name.lower() in self._names:
                raise FileError(
                    f"{path}: gefunden ein Archiv mit doppelten Einträgen („{name}“), {kind.expected}. {kind.backup}"
                )
            self._entries[name] = entry
            self._names[name.lower()] = name
        self._read: dict[str, bytes] = {}

    @classmethod
    def read(cls, path: Path, kind: Kind = WORKBOOK) -> Package:
        """Reads a file and its list of parts.

        Raises:
            FileError: The file is missing, is no archive, is damaged, or too large when unpacked.
        """
        return cls.of(path, content(path, FILE_LIMIT, kind.expected), kind)

    @classmethod
    def of(cls, path: Path, raw: bytes, kind: Kind = WORKBOOK) -> Package:
        """A file in memory; ``path`` is what messages call it.

        Raises:
            FileError: As :meth:`read`.
        """
        if not raw.startswith(b"PK"):
            raise FileError(f"{path}: {_not_an_archive(raw, kind)}")
        if raw.count(b"PK\x01\x02") > PARTS_LIMIT:  # before each becomes an object
            raise too_large(path, "ein Archiv aus sehr vielen Teilen", f"höchstens {number(PARTS_LIMIT)}")
        with _damage(path, kind):
            archive = zipfile.ZipFile(io.BytesIO(raw))
            for entry in archive.infolist():
                if entry.flag_bits & 1 or entry.compress_type not in _METHODS:
                    raise NotImplementedError
        _refuse_bomb(path, archive.infolist())
        return cls(path, raw, archive, kind)

    @property
    def names(self) -> frozenset[str]:
        """Names of all parts."""
        return frozenset(self._entries)

    def place(self, part: str) -> str:
        """File and part, for messages."""
        return f"{self.path}, Teil {part}"

    def find(self, part: str) -> str | None:
        """The part's name as the archive has it; part names ignore case and may be percent-encoded."""
        for wanted in (part, unquote(part)):
            found = self._names.get(wanted.lower())
            if found is not None:
                return found
        return None

    def part(self, name: str) -> bytes:
        """A part's content.

        Args:
            name: Its name as :meth:`find` gives it.

        Raises:
            FileError: It is damaged or too large.
        """
        if name not in self._read:
            entry = self._entries[name]
            if entry.file_size > PART_LIMIT:
                size = f"{number(entry.file_size / _MB, 0)} MB"
                raise too_large(self.place(name), f"ein Teil von {size}", f"höchstens {number(PART_LIMIT / _MB)} MB")
            out = io.BytesIO()
            with _damage(self.place(name), self.kind), self._archive.open(entry) as packed:
                shutil.copyfileobj(packed, out)  # in pieces: a size that is a lie ends here, not in memory
            self._read[name] = out.getvalue()
        return self._read[name]

    def tree(self, part: str) -> Element:
        """A part's XML."""
        return tree(self.part(part), self.place(part), kind=self.kind)

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Relationships inside the archive that start at a part (``""`` for the archive itself)."""
        folder, name = posixpath.split(part)
        source = self.find(posixpath.join(folder, "_rels", f"{name}.rels"))
        if source is None:
            return {}
        found = {}
        for element in self.tree(source).children:
            if element.name == "Relationship" and element.attributes.get("TargetMode") != "External":
                kind = element.attributes.get("Type", "").rpartition("/")[2]
                written = element.attributes.get("Target", "").replace("\\", "/")
                target = posixpath.normpath(posixpath.join("/", folder, written))
                found[element.attributes.get("Id", "")] = Relationship(kind, target.lstrip("/"))
        return found

    def related(self, part: str, kind: str) -> str | None:
        """The first part of a kind to which a part leads; None where there is none."""
        found = (self.find(r.target) for r in self.relationships(part).values() if r.kind == kind)
        return next((target for target in found if target is not None), None)

    def reached(self, part: str = "", without: Collection[str] = ()) -> set[str]:
        """All parts to which a part (``""``: the archive itself) leads, over others too.

        Args:
            part: Where to start.
            without: Parts that do not lead on and are not led to.
        """
        found: set[str] = set()
        waiting = [part]
        while waiting:
            for relationship in self.relationships(waiting.pop()).values():
                target = self.find(relationship.target)
                if target is not None and target not in found and target not in without:
                    found.add(target)
                    waiting.append(target)
        return found

    def workbook_part(self) -> str:
        """Name of the part that holds the workbook.

        Raises:
            FileError: The archive is something else than an Office workbook.
        """
        found = "ein Archiv ohne Arbeitsmappe"
        advice = "Bitte prüfen, ob es die richtige Datei ist."
        kind = self.find("mimetype")
        if kind is not None and self.part(kind).startswith(b"application/vnd.oasis.opendocument"):
            found = "eine OpenDocument-Datei (.ods)"
            advice = "Bitte in LibreOffice über „Speichern unter“ als Excel 2007–365 (.xlsx) speichern."
        for relationship in self.relationships("").values():
            part = self.find(relationship.target)
            if relationship.kind != "officeDocument" or part is None:
                continue
            if part.endswith(".bin"):
                found = "eine binäre Arbeitsmappe (.xlsb)"
                advice = "Bitte in Excel über „Speichern unter“ als .xlsx oder .xlsm speichern."
            elif self.tree(part).name == "workbook":
                return part
            else:
                found = "ein Office-Dokument, das keine Arbeitsmappe ist"
        raise FileError(f"{self.path}: gefunden {found}, {self.kind.expected}. {advice}")

    def to_bytes(
        self, changes: Mapping[str, bytes], *, added: Mapping[str, bytes] | None = None, without: Collection[str] = ()
    ) -> bytes:
        """The archive with some parts exchanged; entries keep order, names, dates and attributes.

        Without changes it is the file as read, byte for byte. Every entry is read to its end and
        its checksum compared, so that no damage is carried on.

        Args:
            changes: New content of parts.
            added: Further parts; they come last.
            without: Parts that are left out.

        Raises:
            FileError: A part is damaged, or could not be read again.
        """
        with _damage(self.path, self.kind):
            if not changes:
                damaged = self._archive.testzip()
                if damaged is not None:
                    raise zipfile.BadZipFile(damaged)
                return self.raw
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as new:
                new.comment = self._archive.comment
                for entry in self._archive.infolist():
                    info = zipfile.ZipInfo(entry.filename, entry.date_time)
                    info.compress_type = entry.compress_type
                    info.comment = entry.comment
                    info.create_system = entry.create_system
                    info.internal_attr = entry.internal_attr
                    info.external_attr = entry.external_attr
                    name = _part_name(entry.filename)
                    if name in without:
                        continue
                    changed = changes.get(name)
                    if changed is not None:
                        new.writestr(info, changed)
                        continue
                    if name not in self._read:
                        with self._archive.open(entry) as old:
                            while old.read(_PIECE):
                                pass
                    _copy(new, info, entry, self.raw)
                for name, data in (added or {}).items():
                    new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        _refuse_bomb(self.path, new.infolist())  # packed better than before, a part may go beyond the limits
        return out.getvalue()


def _copy(new: zipfile.ZipFile, info: zipfile.ZipInfo, entry: zipfile.ZipInfo, raw: bytes) -> None:
    """Put an entry of another archive into a new one as it is packed; the library's own way is to pack it anew.

    Args:
        new: The archive that is being written.
        info: The entry in it.
        entry: The entry of the other one; its content was checked.
        raw: The other archive.
    """
    assert new.fp is not None  # noqa: S101 - it is open
    start = entry.header_offset + _HEAD
    start += sum(struct.unpack_from("<HH", raw, start - _LENGTHS))
    info.CRC, info.compress_size, info.file_size = entry.CRC, entry.compress_size, entry.file_size
    new.fp.seek(new.start_dir)
    info.header_offset = new.fp.tell()
    new.fp.write(info.FileHeader() + raw[start : start + entry.compress_size])
    new.start_dir = new.fp.tell()
    new.filelist.append(info)
    new.NameToInfo[info.filename] = info


def relationship_id(element: Element) -> str:
    """The ``r:id`` attribute; its prefix differs between writers."""
    return next((value for key, value in element.attributes.items() if key.endswith(":id")), "")


def _part_name(written: str) -> str:
    """An entry's name as relationships write it.

    >>> _part_name("xl\\\\workbook.xml"), _part_name("/xl/workbook.xml")
    ('xl/workbook.xml', 'xl/workbook.xml')
    """
    return written.replace("\\", "/").lstrip("/")


@contextmanager
def _damage(place: object, kind: Kind) -> Iterator[None]:
    """What the libraries say about a bad archive, as a message with its place."""
    try:
        yield
    except (RuntimeError, NotImplementedError) as error:  # zipfile's word for encrypted or unknown compression
        raise FileError(
            f"{place}: gefunden ein verschlüsseltes oder ungewöhnlich komprimiertes Archiv, {kind.expected}. "
            f"{kind.save_again}"
        ) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, OverflowError) as error:
        raise FileError(
            f"{place}: gefunden ein beschädigtes oder unvollständiges Archiv, {kind.expected}. {kind.backup}"
        ) from error


def _refuse_bomb(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """A small file that would fill the memory is refused by what it says of itself."""
    total = sum(entry.file_size for entry in entries)
    if total > UNPACKED_LIMIT:
        found = f"ein Archiv, das entpackt {number(total / _MB, 0)} MB groß ist"
        raise too_large(path, found, f"höchstens {number(UNPACKED_LIMIT / _MB)} MB")
    for entry in entries:
        if entry.file_size > RATIO_FROM and entry.file_size > RATIO_LIMIT * entry.compress_size:
            times = number(entry.file_size / max(entry.compress_size, 1), 0)
            found = f"ein Teil „{entry.filename}“, der sich auf das {times}-Fache entpackt"
            raise too_large(path, found, f"höchstens das {RATIO_LIMIT}-Fache")


def _not_an_archive(raw: bytes, kind: Kind) -> str:
    """What a file is that does not start like an archive, and what to do."""
    if not raw:
        return f"gefunden eine leere Datei (0 Bytes), {kind.expected}. {kind.backup}"
    for start, name in _FORMATS.items():
        if not raw.startswith(start):
            continue
        return (
            f"gefunden eine Datei im Format {name}, {kind.expected}. "
            f"Bitte in {kind.program} oder LibreOffice über „Speichern unter“ als {kind.suffix} speichern."
        )
    if not raw.startswith(_OLE):
        return (
            f"gefunden eine Datei, die kein {kind.program}-Archiv ist, {kind.expected}. "
            "Bitte prüfen, ob es die richtige Datei ist."
        )
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return (
            f"gefunden {kind.locked}, {kind.expected} ohne Kennwort. Bitte in {kind.program} unter "
            f"„Datei – Informationen – {kind.thing} schützen“ das Kennwort entfernen und speichern."
        )
    return (
        f"gefunden eine Datei im alten Format {kind.old} (oder eine kennwortgeschützte), {kind.expected} ohne "
        f"Kennwort. Bitte in {kind.program} oder LibreOffice über „Speichern unter“ als {kind.suffix} speichern."
    )
