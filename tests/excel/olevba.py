"""olevba as a reader of VBA that is not ours. It warns about its own dependencies: not our business."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser, decompress_stream


def modules(data: bytes) -> dict[str, str]:
    """Sources of all modules of a workbook, lines ending in LF."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser = VBA_Parser("Plan.xlsm", data=data)
        found = {name.rsplit(".", 1)[0]: code.replace("\r\n", "\n") for _, _, name, code in parser.extract_all_macros()}
        parser.close()
    return found


def decompress(data: bytes) -> bytes:
    """Content of a compressed stream."""
    return bytes(decompress_stream(bytearray(data)))
