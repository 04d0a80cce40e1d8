"""Puts the ribbon tab into a finished workbook: one part and one relationship of the package."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from jcplan.errors import FileError
from jcplan.hosts.excel import resources

PART: Final = "customUI/customUI14.xml"
RELATION: Final = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_RELATIONS: Final = "_rels/.rels"


def xml() -> str:
    """The ribbon as text."""
    return resources.text("ribbon/customUI14.xml")


def add(package: bytes) -> bytes:
    """The workbook with the ribbon tab; every other part stays byte for byte.

    Raises:
        FileError: The workbook has a ribbon already.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.startswith("customUI/"):
                raise FileError("Die Arbeitsmappe hat schon ein eigenes Menüband.")
            if item.filename == _RELATIONS:
                link = f'<Relationship Id="rIdMenueband" Type="{RELATION}" Target="{PART}"/></Relationships>'
                data = data.replace(b"</Relationships>", link.encode())
            new.writestr(item, data)
            last = item
        part = zipfile.ZipInfo(PART, last.date_time)
        part.external_attr, part.create_system = last.external_attr, last.create_system
        part.compress_type = zipfile.ZIP_DEFLATED
        new.writestr(part, xml().encode())
    return out.getvalue()
