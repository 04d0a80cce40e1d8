"""What it takes to undo the last import: kept in the workbook, used once, and only where nobody changed it since.

The record names each figure as a delivery does (measure, unit, month), not by its cell: it outlives inserted rows,
an upgrade and another shape of the workbook.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jcplan.actuals.report import Entry
from jcplan.cells import Area, Rows, Scalar
from jcplan.errors import FileError
from jcplan.layout import mappe
from jcplan.places import Index
from jcplan.port import Place, Write
from jcplan.snapshot import Snapshot

_CHUNK: Final = 8_000
"""Characters of the record in a cell: more than 8,203 in one of many cells are too many for an older Excel."""
_DAMAGED: Final = (
    "Was das letzte Einlesen ersetzt hat, ist in dieser Mappe nicht mehr lesbar; es wurde nichts geändert."
)


@dataclass(frozen=True)
class Replaced:
    """A figure that an import wrote.

    Attributes:
        measure: The measure's key.
        unit: The team's Kürzel, or ``gesamt``.
        month: Its month such as ``03.2017``.
        before: What its cell held: nothing, a number or ``*``.
        after: What the import wrote.
    """

    measure: str
    unit: str
    month: str
    before: Scalar
    after: float | str


@dataclass(frozen=True)
class Record:
    """The last import.

    Attributes:
        source: Names of its files.
        who: Who did it.
        when: When, as shown.
        figures: What it wrote.
    """

    source: str
    who: str
    when: str
    figures: tuple[Replaced, ...]


def undo_place(index: Index) -> Place:
    """The cells with the record.

    Raises:
        InputError: They are missing.
    """
    return index.place(mappe.IMPORT_NAME)


def record_write(
    snapshot: Snapshot, entries: Sequence[Entry], *, source: str, who: str, when: dt.datetime
) -> list[Write]:
    """Keeps what an import replaces; nothing where it replaces nothing, so that the one before can still be undone.

    Args:
        snapshot: The workbook, with the record's cells (``undo_place``).
        entries: What the import writes.
        source: Names of its files.
        who: Who does it.
        when: When, local time.
    """
    if not entries:
        return []
    figures = [[e.measure.key, e.unit, f"{e.month:%m.%Y}", _plain(e.before), e.after] for e in entries]
    return _written(snapshot, {"datei": source, "wer": who, "wann": f"{when:%d.%m.%Y %H:%M}", "werte": figures})


def forget_write(snapshot: Snapshot) -> list[Write]:
    """Takes the record away, once it was used."""
    return _written(snapshot, None)


def record(snapshot: Snapshot) -> Record:
    """The last import.

    Raises:
        FileError: There is none, or the record was changed.
    """
    cells = _cells(snapshot)
    if not any(cells):
        raise FileError("Es gibt kein Einlesen von Istwerten, das sich rückgängig machen ließe.")
    try:
        packed = "".join(cells)
        held = json.loads(zlib.decompress(base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)))
        figures = tuple(
            Replaced(str(measure), str(unit), str(month), _number(before), _number(after))
            for measure, unit, month, before, after in held["werte"]
        )
        return Record(str(held["datei"]), str(held["wer"]), str(held["wann"]), figures)
    except (ValueError, KeyError, TypeError, zlib.error, binascii.Error) as error:
        raise FileError(_DAMAGED) from error


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _plain(cell: Scalar) -> Scalar:
    return cell if isinstance(cell, float | int | str) else None


def _cells(snapshot: Snapshot) -> list[str]:
    return [str(row[0] or "") for row in snapshot.rows(undo_place(snapshot.index))]


def _written(snapshot: Snapshot, held: dict[str, Any] | None) -> list[Write]:
    sheet, area = undo_place(snapshot.index)
    text = "" if held is None else _packed(held)
    chunks = [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]
    height = area.shape[0]
    if held is not None and len(chunks) > height:  # larger than any delivery that was seen: it cannot be undone
        return _written(snapshot, None)
    used = max((number for number, cell in enumerate(_cells(snapshot), 1) if cell), default=0)
    count = max(used, len(chunks))
    if not count:
        return []
    rows: Rows = tuple((chunk,) for chunk in _filled(chunks, count))
    return [Write(sheet, Area(area.top, area.left, area.top + count - 1, area.left), rows)]


def _filled(chunks: Sequence[str], count: int) -> Iterable[str | None]:
    return (*chunks, *[None] * (count - len(chunks)))


def _packed(held: dict[str, Any]) -> str:
    """A long text in few characters that every program leaves as they are; ``=`` would start a formula."""
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode("ascii").rstrip("=")
