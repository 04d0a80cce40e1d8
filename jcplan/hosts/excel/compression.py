"""Compression of VBA sources and of the project's directory ([MS-OVBA] 2.4.1).

A container is a signature byte and chunks of at most 4096 bytes each. In a chunk, every group of
eight tokens follows a byte of flags: a literal byte, or two bytes that say how far back to copy from
and how much. How the sixteen bits are shared between the two depends on the place in the chunk.
"""

from __future__ import annotations

from typing import Final

from jcplan.errors import FileError

_CHUNK: Final = 4096
_SIGNATURE: Final = 1
_HEADER: Final = 0b011 << 12
_COMPRESSED: Final = 1 << 15
_SHORTEST: Final = 3


def _length_bits(position: int) -> int:
    """Bits of a copy token that hold the length, at a place in the chunk."""
    return 16 - max((position - 1).bit_length(), 4)


def compress(data: bytes) -> bytes:
    """The container of some bytes; the same bytes always give the same container.

    >>> decompress(compress(b"Option Explicit" * 9)) == b"Option Explicit" * 9
    True
    """
    out = bytearray([_SIGNATURE])
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        packed = _tokens(chunk)
        if len(packed) <= _CHUNK:
            out += (_COMPRESSED | _HEADER | (len(packed) - 1)).to_bytes(2, "little") + packed
        else:  # cannot be made smaller: as it is, filled up
            out += (_HEADER | (_CHUNK - 1)).to_bytes(2, "little") + chunk.ljust(_CHUNK, b"\0")
    return bytes(out)


def _tokens(chunk: bytes) -> bytes:
    out = bytearray()
    places: dict[bytes, list[int]] = {}  # where each three bytes stood before
    position = 0
    while position < len(chunk):
        flags, group = 0, bytearray()
        for bit in range(8):
            if position >= len(chunk):
                break
            back, length = _match(chunk, position, places)
            if length:
                flags |= 1 << bit
                bits = _length_bits(position)
                group += ((back - 1) << bits | (length - _SHORTEST)).to_bytes(2, "little")
            else:
                group.append(chunk[position])
                length = 1
            for place in range(position, position + length):
                places.setdefault(chunk[place : place + _SHORTEST], []).append(place)
            position += length
        out.append(flags)
        out += group
    return bytes(out)


def _match(chunk: bytes, position: int, places: dict[bytes, list[int]]) -> tuple[int, int]:
    """How far back the longest earlier occurrence lies, and its length (0: none worth copying)."""
    limit = min((1 << _length_bits(position)) - 1 + _SHORTEST, len(chunk) - position)
    if limit < _SHORTEST:
        return 0, 0
    best = back = 0
    for place in reversed(places.get(chunk[position : position + _SHORTEST], ())):
        length = _SHORTEST
        while length < limit and chunk[place + length] == chunk[position + length]:
            length += 1
        if length > best:
            best, back = length, position - place
            if best == limit:
                break
    return back, best


def decompress(data: bytes) -> bytes:
    """What a container holds.

    Raises:
        FileError: The bytes are no container.
    """
    if not data or data[0] != _SIGNATURE:
        raise FileError("Das VBA-Projekt ist beschädigt: ein Modul lässt sich nicht entpacken.")
    out = bytearray()
    at = 1
    while at + 2 <= len(data):
        header = int.from_bytes(data[at : at + 2], "little")
        end = min(at + 3 + (header & 0xFFF), len(data))
        at += 2
        if header & _COMPRESSED:
            _expand(data[at:end], out)
        else:
            out += data[at:end]
        at = end
    return bytes(out)


def _expand(tokens: bytes, out: bytearray) -> None:
    start, at = len(out), 0
    while at < len(tokens):
        flags = tokens[at]
        at += 1
        for bit in range(8):
            if at >= len(tokens):
                return
            if flags >> bit & 1:
                bits = _length_bits(len(out) - start)
                token = int.from_bytes(tokens[at : at + 2], "little")
                source = len(out) - (token >> bits) - 1
                for place in range(source, source + (token & ((1 << bits) - 1)) + _SHORTEST):
                    out.append(out[place])
                at += 2
            else:
                out.append(tokens[at])
                at += 1
