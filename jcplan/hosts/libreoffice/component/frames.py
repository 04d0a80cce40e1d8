"""Frames on a pipe: four bytes of length (big-endian), then JSON in UTF-8. Used on both ends."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

LIMIT = 256 * 1024 * 1024


def send(stream: BinaryIO, message: Any) -> None:
    """Write one message."""
    data = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    stream.write(struct.pack(">I", len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read one message; None at the end of the stream.

    Raises:
        ValueError: What came is no frame.
    """
    head = _exactly(stream, 4)
    if head is None:
        return None
    (size,) = struct.unpack(">I", head)
    if size > LIMIT:
        raise ValueError(f"frame of {size} bytes")
    data = _exactly(stream, size)
    return None if data is None else json.loads(data.decode("utf-8", "surrogatepass"))


def _exactly(stream: BinaryIO, size: int) -> bytes | None:
    data = b""
    while len(data) < size:
        more = stream.read(size - len(data))
        if not more:
            return None
        data += more
    return data
