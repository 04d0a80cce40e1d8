"""The archive of a Word document of any origin: its parts by relationship, and a clear word where it is none."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote
from xml.parsers import expat

from jcplan.errors import FileError
from jcplan.german import number

PLACE: Final = "Dokument"
"""What messages call the document; whoever knows the file's name puts it there."""
_WANTED: Final = "erwartet ein Word-Dokument im Format .docx"
_SAVE_AGAIN: Final = "Bitte in Word oder LibreOffice über „Speichern unter“ als .docx speichern."
_BACKUP: Final = "Bitte eine Sicherung verwenden oder die Datei in Word öffnen, reparieren und neu speichern."
_OLE: Final = b"\xd0\xcf\x11\xe0"
_MB: Final = 1_000_000
PART_LIMIT: Final = 100 * _MB
"""Bytes of a part that is read."""
RATIO_LIMIT: Final = 400
"""How many times its packed size a part of more than ``_RATIO_FROM`` bytes may have; text in a table has up to 100."""
_RATIO_FROM: Final = 10 * _MB
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_STARTS: Final = (
    (b"{\\rtf", "eine RTF-Datei"),
    (b"%PDF", "eine PDF-Datei"),
    (b"<?xml", "eine einzelne XML-Datei"),
    (b"\xef\xbb\xbf<?xml", "eine einzelne XML-Datei"),
    (b"<html", "eine HTML-Seite"),
    (b"<!DOCTYPE", "eine HTML-Seite"),
)
_OTHERS: Final = {
    "workbook": "eine Arbeitsmappe (.xlsx)",
    "presentation": "eine Präsentation (.pptx)",
}

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]


@dataclass(frozen=True)
class Link:
    """A relationship from one part to another; ``kind`` is the last word of its type, such as ``footnotes``."""

    kind: str
    target: str


def local(name: str) -> str:
    """A name of an element or an attribute without its namespace.

    >>> local("http://purl.oclc.org/ooxml/wordprocessingml/main p"), local("Id")
    ('p', 'Id')
    """
    return name.rpartition(" ")[2]


def elements(data: bytes, place: str, start: Start, end: End = lambda _: None, text: End = lambda _: None) -> None:
    """Runs through a part's XML.

    Args:
        data: The part.
        place: What messages call it.
        start: Called with an element's name (namespace, a blank, local name) and its attributes by local name.
        end: Called with an element's name.
        text: Called with character data.

    Raises:
        FileError: Malformed XML, or a document type declaration.
    """

    def refuse(*_: object) -> None:
        raise FileError(
            f"{place}: gefunden eine Dokumenttyp-Deklaration (DOCTYPE), {_WANTED}, wie Word und LibreOffice es "
            "schreiben. Das Dokument wird aus Sicherheitsgründen nicht gelesen."
        )

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, found: start(name, {local(key): found[key] for key in found})
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except (IndexError, KeyError):  # a fault of what is called, no unknown encoding
        raise
    except (expat.ExpatError, LookupError, ValueError) as error:
        where = f" (Zeile {error.lineno}, Spalte {error.offset})" if isinstance(error, expat.ExpatError) else ""
        raise FileError(f"{place}: gefunden fehlerhaftes XML{where}, {_WANTED}. {_BACKUP}") from error


class Archive:
    """The parts of a document in memory.

    Args:
        data: The file's bytes.

    Raises:
        FileError: It is no Word document that can be read; the message says what it is.
    """

    def __init__(self, data: bytes) -> None:
        _refuse_other_kinds(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, struct.error, OverflowError, OSError, NotImplementedError) as error:
            raise _damaged(PLACE) from error
        self._entries = {_part_name(entry.filename).lower(): entry for entry in self._archive.infolist()}
        self.main = self._document()

    def find(self, name: str) -> str | None:
        """A part's name as the archive has it; part names ignore case and may be percent-encoded."""
        for wanted in (name, unquote(name)):
            entry = self._entries.get(wanted.lower())
            if entry is not None:
                return _part_name(entry.filename)
        return None

    def part(self, name: str) -> bytes:
        """A part's content.

        Args:
            name: Its name as ``find`` gives it.

        Raises:
            FileError: It is damaged, encrypted, or too large.
        """
        entry, place = self._entries[name.lower()], f"{PLACE}, Teil {name}"
        if entry.flag_bits & 1 or entry.compress_type not in _METHODS:
            raise FileError(
                f"{place}: gefunden ein verschlüsseltes oder ungewöhnlich komprimiertes Archiv, {_WANTED} ohne "
                f"Kennwort. {_SAVE_AGAIN}"
            )
        packed = entry.file_size > _RATIO_FROM and entry.file_size > RATIO_LIMIT * max(entry.compress_size, 1)
        if entry.file_size > PART_LIMIT or packed:
            raise FileError(
                f"{place}: gefunden ein Teil von {number(entry.file_size / _MB, 0)} MB, erwartet höchstens "
                f"{number(PART_LIMIT / _MB)} MB. Er wird nicht gelesen, damit er den Speicher nicht füllt."
            )
        try:
            return self._archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, struct.error) as error:
            raise _damaged(place) from error

    def links(self, part: str) -> dict[str, Link]:
        """Relationships inside the archive that start at a part (``""`` for the archive itself), by id."""
        folder, name = posixpath.split(part)
        source = self.find(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Link] = {}
        if source is None:
            return found

        def start(name: str, at: Attributes) -> None:
            if local(name) == "Relationship" and at.get("TargetMode") != "External":
                written = at.get("Target", "").replace("\\", "/")
                target = posixpath.normpath(posixpath.join("/", folder, written)).lstrip("/")
                found[at.get("Id", "")] = Link(at.get("Type", "").rpartition("/")[2], target)

        elements(self.part(source), f"{PLACE}, Teil {source}", start)
        return found

    def _document(self) -> str:
        """Name of the part with the document's text."""
        kind = self.find("mimetype")
        if kind is not None and self.part(kind).startswith(b"application/vnd.oasis.opendocument"):
            raise FileError(f"{PLACE}: gefunden eine OpenDocument-Datei (.odt), {_WANTED}. {_SAVE_AGAIN}")
        found = "ein Archiv ohne Word-Dokument"
        for link in self.links("").values():
            part = self.find(link.target)
            if link.kind == "officeDocument" and part is not None:
                root = self._root(part)
                if root == "document":
                    return part
                found = _OTHERS.get(root, "ein Office-Dokument, das kein Text ist")
        part = self.find("word/document.xml")  # without relationships, as some programs leave it
        if part is not None and self._root(part) == "document":
            return part
        raise FileError(f"{PLACE}: gefunden {found}, {_WANTED}. Bitte prüfen, ob es die richtige Datei ist.")

    def _root(self, part: str) -> str:
        """Local name of a part's root."""
        found: list[str] = []

        def start(name: str, _: Attributes) -> None:
            if not found:
                found.append(local(name))

        elements(self.part(part), f"{PLACE}, Teil {part}", start)
        return found[0]


def _refuse_other_kinds(data: bytes) -> None:
    if data.startswith(b"PK"):
        return
    if not data:
        raise FileError(f"{PLACE}: gefunden eine leere Datei (0 Bytes), {_WANTED}. {_BACKUP}")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise FileError(
                f"{PLACE}: gefunden ein kennwortgeschütztes (verschlüsseltes) Dokument, {_WANTED} ohne Kennwort. Bitte "
                "in Word unter „Datei – Informationen – Dokument schützen“ das Kennwort entfernen und speichern."
            )
        raise FileError(
            f"{PLACE}: gefunden ein Dokument im alten Format .doc (oder ein kennwortgeschütztes), {_WANTED}. "
            f"{_SAVE_AGAIN}"
        )
    head = data[:64].lstrip().lower()
    known = next((name for start, name in _STARTS if head.startswith(start.lower())), None)
    found = known or "eine Datei, die kein Word-Archiv ist"
    raise FileError(f"{PLACE}: gefunden {found}, {_WANTED}. {_SAVE_AGAIN}")


def _damaged(place: str) -> FileError:
    return FileError(f"{place}: gefunden ein beschädigtes oder unvollständiges Archiv, {_WANTED}. {_BACKUP}")


def _part_name(written: str) -> str:
    """An entry's name as relationships write it."""
    return written.replace("\\", "/").lstrip("/")
