"""The archive around a workbook: its parts, and the relationships that lead from one to the next."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from jcplan.errors import FileError
from jcplan.ooxml.markup import Element, tree
from jcplan.ooxml.reasons import reason

_OLE: Final = b"\xd0\xcf\x11\xe0"
_WANTED: Final = "erwartet eine Arbeitsmappe im Format .xlsx oder .xlsm"
_BACKUP: Final = "Bitte eine Sicherung verwenden oder die Datei in Excel reparieren und neu speichern."


@dataclass(frozen=True)
class Relationship:
    """Leads from one part to another; ``kind`` is the last word of its type, such as ``worksheet``."""

    kind: str
    target: str


@dataclass(frozen=True)
class Package:
    """An archive in memory. Part names are without leading slash, as the archive has them."""

    path: Path
    raw: bytes
    parts: dict[str, bytes]

    @classmethod
    def read(cls, path: Path) -> Package:
        """Reads a file whole, so that a damaged part shows at once.

        Raises:
            FileError: The file is missing, is no archive, or is damaged.
        """
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            raise FileError(f"{path}: Die Datei gibt es nicht.") from None
        except IsADirectoryError:
            raise FileError(f"{path}: gefunden ein Ordner, {_WANTED}.") from None
        except OSError as error:
            found = "gefunden ein Ordner, " + _WANTED if path.is_dir() else f"nicht lesbar, {reason(error)}"
            raise FileError(f"{path}: {found}.") from error
        if not raw.startswith(b"PK"):
            raise FileError(f"{path}: {_not_an_archive(raw)}")
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                names = archive.namelist()
                parts = {name: archive.read(name) for name in names}
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise FileError(
                f"{path}: gefunden ein beschädigtes oder unvollständiges Archiv, {_WANTED}. {_BACKUP}"
            ) from error
        except (RuntimeError, NotImplementedError) as error:  # zipfile's word for encrypted or unknown compression
            raise FileError(
                f"{path}: gefunden ein verschlüsseltes oder ungewöhnlich komprimiertes Archiv, {_WANTED}. "
                "Bitte in Excel oder LibreOffice ohne Kennwort als .xlsx speichern."
            ) from error
        if len(parts) != len(names):
            raise FileError(f"{path}: gefunden ein Archiv mit doppelten Einträgen, {_WANTED}. {_BACKUP}")
        return cls(path, raw, parts)

    def place(self, part: str) -> str:
        """File and part, for messages."""
        return f"{self.path}, Teil {part}"

    def find(self, part: str) -> str | None:
        """The part's name as the archive writes it; part names ignore case and may be percent-encoded."""
        for wanted in (part, unquote(part)):
            if wanted in self.parts:
                return wanted
            for name in self.parts:
                if name.lower() == wanted.lower():
                    return name
        return None

    def tree(self, part: str) -> Element:
        """A part's XML."""
        return tree(self.parts[part], self.place(part))

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
                target = posixpath.normpath(posixpath.join("/", folder, element.attributes.get("Target", "")))
                found[element.attributes.get("Id", "")] = Relationship(kind, target.lstrip("/"))
        return found

    def workbook_part(self) -> str:
        """Name of the part that holds the workbook.

        Raises:
            FileError: The archive is something else than an Office workbook.
        """
        found = "ein Archiv ohne Arbeitsmappe"
        advice = "Bitte prüfen, ob es die richtige Datei ist."
        if self.parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
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
        raise FileError(f"{self.path}: gefunden {found}, {_WANTED}. {advice}")

    def to_bytes(self, changes: Mapping[str, bytes]) -> bytes:
        """The archive with some parts exchanged; entries keep order, names, dates and attributes.

        Without changes it is the file as read, byte for byte.
        """
        if not changes:
            return self.raw
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.raw)) as old, zipfile.ZipFile(out, "w") as new:
            new.comment = old.comment
            for entry in old.infolist():
                info = zipfile.ZipInfo(entry.filename, entry.date_time)
                info.compress_type = entry.compress_type
                info.comment = entry.comment
                info.create_system = entry.create_system
                info.internal_attr = entry.internal_attr
                info.external_attr = entry.external_attr
                new.writestr(info, changes.get(entry.filename, self.parts[entry.filename]))
        return out.getvalue()


def _not_an_archive(raw: bytes) -> str:
    """What a file is that does not start like an archive, and what to do."""
    if not raw:
        return f"gefunden eine leere Datei (0 Bytes), {_WANTED}. {_BACKUP}"
    if not raw.startswith(_OLE):
        return f"gefunden eine Datei, die kein Excel-Archiv ist, {_WANTED}. Bitte prüfen, ob es die richtige Datei ist."
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return (
            f"gefunden eine kennwortgeschützte (verschlüsselte) Arbeitsmappe, {_WANTED} ohne Kennwort. "
            "Bitte in Excel unter „Datei – Informationen – Arbeitsmappe schützen“ das Kennwort entfernen und speichern."
        )
    return (
        f"gefunden eine Datei im alten Format .xls (oder eine kennwortgeschützte), {_WANTED} ohne Kennwort. "
        "Bitte in Excel oder LibreOffice über „Speichern unter“ als .xlsx speichern."
    )
