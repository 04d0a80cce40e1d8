"""Writes compound files, the container of VBA projects ([MS-CFB], version 3).

Streams of 4096 bytes and more lie in sectors of 512 bytes, smaller ones in sectors of 64 bytes that
together form a stream of their own. No times and no random ids: the same streams give the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from jcplan.errors import FileError

_FREE: Final = 0xFFFFFFFF
_END: Final = 0xFFFFFFFE
_TABLE: Final = 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_SECTOR: Final = 512
_SMALL_SECTOR: Final = 64
_CUTOFF: Final = 4096
_TABLES_IN_HEADER: Final = 109
_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass
class _Sectors:
    """Sectors of one size, and the table that says which follows which."""

    size: int
    data: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """Store a chain; its first sector."""
        count = -(-len(content) // self.size)
        if not count:
            return _END
        first = len(self.table)
        self.data += content.ljust(count * self.size, b"\0")
        self.table += [*range(first + 1, first + count), _END]
        return first


@dataclass
class _Entry:
    """An entry of the directory; siblings form a binary tree ordered by length and upper-case name."""

    name: str
    kind: int
    content: bytes = b""
    children: list[int] = field(default_factory=list)
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    red: bool = False
    start: int = 0

    @property
    def order(self) -> tuple[int, str]:
        return len(self.name), self.name.upper()

    def pack(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        head = struct.pack("<64sHBB3I", name, len(name), self.kind, not self.red, self.left, self.right, self.child)
        return head + bytes(36) + struct.pack("<IQ", self.start, len(self.content))


_UNUSED: Final = bytes(68) + struct.pack("<3I", _FREE, _FREE, _FREE) + bytes(48)


def write(streams: Mapping[tuple[str, ...], bytes]) -> bytes:
    """A compound file.

    Args:
        streams: Content by path: storages from the outside in, the stream's name last.

    Raises:
        FileError: The content does not fit into a file of this kind (about 7 MB).
    """
    entries = _directory(streams)
    big, small = _Sectors(_SECTOR), _Sectors(_SMALL_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM:
            entry.start = (big if len(entry.content) >= _CUTOFF else small).add(entry.content)
    entries[0].content = bytes(small.data)
    entries[0].start = big.add(entries[0].content)
    small_table = b"".join(number.to_bytes(4, "little") for number in small.table)
    small_table += b"\xff" * (-len(small_table) % _SECTOR)
    small_at = big.add(small_table)
    directory = b"".join(entry.pack() for entry in entries) + _UNUSED * (-len(entries) % 4)
    directory_at = big.add(directory)

    per_sector = _SECTOR // 4
    count = -(-len(big.table) // (per_sector - 1))
    if count > _TABLES_IN_HEADER:
        raise FileError("Das VBA-Projekt ist zu groß.")
    tables = [len(big.table) + index for index in range(count)]
    table = big.table + [_TABLE] * count
    table += [_FREE] * (count * per_sector - len(table))
    header = struct.pack(
        "<8s16s5H6x10I",
        *(_MAGIC, bytes(16), 0x3E, 3, 0xFFFE, 9, 6),
        *(0, count, directory_at, 0, _CUTOFF, small_at, len(small_table) // _SECTOR, _END, 0),
        tables[0],
    )
    rest = tables[1:] + [_FREE] * (_TABLES_IN_HEADER - count)
    return header + struct.pack("<108I", *rest) + bytes(big.data) + struct.pack(f"<{len(table)}I", *table)


def _directory(streams: Mapping[tuple[str, ...], bytes]) -> list[_Entry]:
    entries = [_Entry("Root Entry", _ROOT)]
    storages: dict[tuple[str, ...], int] = {(): 0}
    for path, content in streams.items():
        for depth in range(1, len(path)):
            if path[:depth] not in storages:
                storages[path[:depth]] = len(entries)
                entries[storages[path[: depth - 1]]].children.append(len(entries))
                entries.append(_Entry(path[depth - 1], _STORAGE))
        entries[storages[path[:-1]]].children.append(len(entries))
        entries.append(_Entry(path[-1], _STREAM, content))
    for entry in entries:
        ordered = sorted(entry.children, key=lambda index: entries[index].order)
        entry.child = _tree(entries, ordered, len(ordered).bit_length() - 1)
        if ordered:
            entries[entry.child].red = False
    return entries


def _tree(entries: list[_Entry], ordered: Sequence[int], levels: int) -> int:
    """Root of a balanced red-black tree: only an incomplete lowest level is red."""
    if not ordered:
        return _FREE
    middle = len(ordered) // 2
    entry = entries[ordered[middle]]
    entry.red = not levels
    entry.left = _tree(entries, ordered[:middle], levels - 1)
    entry.right = _tree(entries, ordered[middle + 1 :], levels - 1)
    return ordered[middle]
