"""What the header of a Windows program or library says ("PE Format" in Microsoft's documentation)."""

from __future__ import annotations

import hashlib
import struct
from typing import Final

_MACHINES: Final = {0x14C: 32, 0x8664: 64, 0xAA64: 64}
_WIDE: Final = 0x20B
"""Magic number of a 64-bit program's optional header."""
_CHECKSUM: Final = 64
"""Where it stands in the optional header."""
_CERTIFICATES: Final = 4
"""Number of their data directory."""


def _start(data: bytes) -> int | None:
    """Where the PE header starts; None where there is none."""
    if data[:2] != b"MZ" or len(data) < 64:
        return None
    (start,) = struct.unpack_from("<I", data, 60)
    return start if data[start : start + 4] == b"PE\0\0" and len(data) >= start + 26 else None


def _directory(data: bytes, start: int) -> int | None:
    """Where the data directory of the certificates stands; None where the header is too short."""
    (magic,) = struct.unpack_from("<H", data, start + 24)
    place: int = start + 24 + (112 if magic == _WIDE else 96) + 8 * _CERTIFICATES
    return place if len(data) >= place + 8 else None


def bits(data: bytes) -> int | None:
    """32 or 64, of a program or library; None where it is none.

    >>> bits(b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\\0\\0" + struct.pack("<H", 0x14C) + bytes(20))
    32
    >>> bits(b"PK")
    """
    start = _start(data)
    return None if start is None else _MACHINES.get(struct.unpack_from("<H", data, start + 4)[0])


def has_signature(data: bytes) -> bool:
    """Whether a program or library carries a signature; whether it is good, only Windows can say."""
    start = _start(data)
    place = None if start is None else _directory(data, start)
    return place is not None and bool(struct.unpack_from("<I", data, place + 4)[0])


def is_file(data: bytes, digest: str) -> bool:
    """Whether a file is the one with a SHA-256, perhaps signed since.

    Signing puts certificates at the end, where they are and a checksum in the header, and changes nothing else. What
    was delivered unsigned had zeros in both places, as xlwings' libraries have.

    Args:
        data: The file.
        digest: The SHA-256 of the file as it was delivered, hexadecimal.
    """
    return digest in (hashlib.sha256(each).hexdigest() for each in (data, _unsigned(data)))


def _unsigned(data: bytes) -> bytes:
    """A program as it was before it was signed; any other file as it is."""
    start = _start(data)
    place = None if start is None else _directory(data, start)
    if start is None or place is None or not has_signature(data):
        return data
    offset, size = struct.unpack_from("<II", data, place)
    if offset + size != len(data):
        return data  # something lies behind the signature
    before = bytearray(data[:offset])
    struct.pack_into("<I", before, start + 24 + _CHECKSUM, 0)
    struct.pack_into("<II", before, place, 0, 0)
    return bytes(before)
