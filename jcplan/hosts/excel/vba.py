"""Reads and writes VBA projects (``vbaProject.bin``) on any platform ([MS-OVBA]).

A project is written from its sources alone: every module's compiled part is left out and the version
in ``_VBA_PROJECT`` is 0xFFFF, which tells Office to compile when the workbook is opened.
"""

from __future__ import annotations

import codecs
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import olefile  # type: ignore[import-untyped,unused-ignore]

from jcplan.errors import FileError
from jcplan.hosts.excel import cfb
from jcplan.hosts.excel.compression import compress, decompress

_CODE_PAGE, _VERSION, _COUNT, _COOKIE, _END = 0x03, 0x09, 0x0F, 0x13, 0x10
_NAME, _STREAM, _OFFSET, _MODULE_END = 0x19, 0x1A, 0x31, 0x2B
_STANDARD, _DOCUMENT = 0x21, 0x22
_REFERENCE: Final = 0x16
_UNICODE: Final = {0x19: 0x47, 0x1A: 0x32, 0x1C: 0x48}  # a text record and its Unicode twin
_SOURCE_ONLY: Final = b"\xcc\x61\xff\xff\x00\x00\x00"
_MACINTOSH: Final = {
    10000: "mac_roman", 10001: "shift_jis", 10002: "big5", 10003: "euc_kr", 10006: "mac_greek",
    10007: "mac_cyrillic", 10008: "gb2312", 10029: "mac_latin2", 10079: "mac_iceland", 10081: "mac_turkish",
    65001: "utf-8",
}  # fmt: skip
"""Code pages whose Python name is not ``cp`` and the number; Excel for Mac writes the first."""
_LARGEST: Final = 64 * 2**20  # bytes; xlwings' project has less than one million
_WORKSHEET: Final = "00020820-0000-0000-C000-000000000046"
_DOCUMENT_HEAD: Final = """Attribute VB_Name = "{name}"
Attribute VB_Base = "0{{{kind}}}"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = True
Attribute VB_Exposed = True
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = True
"""


@dataclass
class _Module:
    """A module: its records in the directory, and its compressed source."""

    records: list[tuple[int, bytes]]
    packed: bytes

    def record(self, number: int) -> bytes:
        return dict(self.records)[number]

    @property
    def is_document(self) -> bool:
        """Whether it belongs to the workbook, a sheet or a class."""
        return any(kind == _DOCUMENT for kind, _ in self.records)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        kind, size = struct.unpack_from("<HI", data, at)
        if kind == _VERSION:  # its size does not count two of its bytes
            size += 2
        yield kind, data[at + 6 : at + 6 + size]
        at += 6 + size


def _pack(kind: int, body: bytes) -> bytes:
    return struct.pack("<HI", kind, len(body) - 2 * (kind == _VERSION)) + body


@contextmanager
def _reading() -> Iterator[None]:
    """Whatever a damaged or foreign project holds becomes a sentence."""
    try:
        yield
    except (OSError, ValueError, LookupError, AttributeError, TypeError, ArithmeticError, struct.error) as error:
        raise FileError(
            "Das VBA-Projekt der Mappe ist nicht lesbar: beschädigt oder in einer Form, die jcplan nicht kennt."
        ) from error


def from_workbook(data: bytes) -> Project | None:
    """The VBA project of a macro workbook, None where it has none.

    Args:
        data: The workbook as a file.

    Raises:
        FileError: The file or the project in it cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            part = next((n for n in package.namelist() if n.lower().endswith("vbaproject.bin")), None)
            if part is None:
                return None
            with package.open(part) as opened:
                content = opened.read(_LARGEST + 1)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError) as error:
        raise FileError("Die Datei ist beschädigt oder keine Arbeitsmappe im Format .xlsx oder .xlsm.") from error
    except (RuntimeError, NotImplementedError) as error:  # zipfile's words for encrypted or unknown compression
        raise FileError("Die Datei ist verschlüsselt oder auf eine Art komprimiert, die jcplan nicht kennt.") from error
    if len(content) > _LARGEST:
        raise FileError("Das VBA-Projekt der Mappe ist zu groß.")
    return Project(content)


class Project:
    """A VBA project in memory.

    Args:
        data: Content of a ``vbaProject.bin``.

    Raises:
        FileError: It is damaged, or of a kind that is not known here.
    """

    def __init__(self, data: bytes) -> None:
        self._head: list[tuple[int, bytes]] = []
        self._modules: dict[str, _Module] = {}
        with _reading():
            self._read(data)

    def _read(self, data: bytes) -> None:
        container: Any = olefile.OleFileIO(io.BytesIO(data))
        streams = {tuple(path): container.openstream(path).read() for path in container.listdir()}
        records = list(_records(decompress(streams["VBA", "dir"])))
        page = int.from_bytes(dict(records)[_CODE_PAGE], "little")
        self._encoding = codecs.lookup(_MACINTOSH.get(page, f"cp{page}")).name
        group: list[tuple[int, bytes]] = []
        for kind, body in records:
            if kind == _END:
                break
            if kind != _NAME and not group:
                self._head.append((kind, body))
                continue
            group.append((kind, body))
            if kind == _MODULE_END:
                module = _Module(group, b"")
                stream = module.record(_STREAM).decode(self._encoding)
                module.packed = streams["VBA", stream][int.from_bytes(module.record(_OFFSET), "little") :]
                self._modules[module.record(_NAME).decode(self._encoding)] = module
                group = []
        else:
            raise ValueError("the directory has no end")
        self._text = streams["PROJECT",].decode(self._encoding)

    @property
    def modules(self) -> tuple[str, ...]:
        """Names of all modules, in the project's order."""
        return tuple(self._modules)

    def source(self, name: str) -> str:
        """The source of a module, with its attributes, lines ending in LF.

        Raises:
            FileError: It is damaged.
        """
        with _reading():
            return decompress(self._modules[name].packed).decode(self._encoding).replace("\r\n", "\n")

    def put(self, name: str, source: str) -> None:
        """Add a standard module, or replace the source of the module of this name.

        A document module keeps its attributes.

        Raises:
            FileError: A character is not in the project's code page.
        """
        module = self._modules.get(name)
        if not source.startswith("Attribute VB_"):
            head = self._attributes(name) if module and module.is_document else f'Attribute VB_Name = "{name}"\n'
            source = head + source
        packed = compress(self._encode(name, source))
        if module:
            module.packed = packed
        else:
            self._add(name, packed, _STANDARD, "Module")

    def add_sheet(self, name: str) -> None:
        """Add the document module of a worksheet with this code name, unless it is there."""
        if name not in self._modules:
            source = _DOCUMENT_HEAD.format(name=name, kind=_WORKSHEET)
            self._add(name, compress(self._encode(name, source)), _DOCUMENT, "Document")

    def take(self, other: Project, name: str) -> bool:
        """Add a module of another project; False for a form, whose look is no source."""
        kind = other.kind(name)
        if kind is None:
            return False
        module = _STANDARD if kind == "Module" else _DOCUMENT
        self._add(name, compress(self._encode(name, other.source(name))), module, kind)
        return True

    def kind(self, name: str) -> str | None:
        """``Module``, ``Class`` or ``Document`` (of a sheet or the workbook); None for a form."""
        line = re.search(rf"^(Module|Class|Document)={re.escape(name)}(?:/|\r|$)", self._text, re.MULTILINE)
        return line[1] if line else None

    def remove(self, name: str) -> None:
        """Take a module out."""
        del self._modules[name]
        self._text = "".join(
            line
            for line in self._text.splitlines(keepends=True)
            if not line.startswith((f"Module={name}\r", f"Class={name}\r", f"Document={name}/", f"{name}="))
        )

    def remove_reference(self, library: str) -> None:
        """Take out the reference to a type library by its name, such as ``MSForms``."""
        kept, dropping = [], False
        for kind, body in self._head:
            if kind in (_REFERENCE, _COUNT):
                dropping = kind == _REFERENCE and body.decode(self._encoding) == library
            if not dropping:
                kept.append((kind, body))
        self._head = kept

    def to_bytes(self) -> bytes:
        """The project as a file; the same modules give the same bytes."""
        streams: dict[tuple[str, ...], bytes] = {}
        directory = bytearray()
        for kind, body in self._head:
            directory += _pack(kind, len(self._modules).to_bytes(2, "little") if kind == _COUNT else body)
        for module in self._modules.values():
            for kind, body in module.records:
                directory += _pack(kind, bytes(4) if kind == _OFFSET else body)
            streams["VBA", module.record(_STREAM).decode(self._encoding)] = module.packed
        directory += _pack(_END, b"")
        names = b"".join(
            name.encode(self._encoding) + b"\0" + name.encode("utf-16-le") + b"\0\0" for name in self._modules
        )
        streams["VBA", "_VBA_PROJECT"] = _SOURCE_ONLY
        streams["VBA", "dir"] = compress(bytes(directory))
        streams["PROJECT",] = self._text.encode(self._encoding)
        streams["PROJECTwm",] = names + b"\0\0"
        return cfb.write(streams)

    def _attributes(self, name: str) -> str:
        lines = self.source(name).splitlines(keepends=True)
        return "".join(line for line in lines if line.startswith("Attribute VB_"))

    def _encode(self, name: str, source: str) -> bytes:
        text = "\r\n".join(source.splitlines()) + "\r\n"
        try:
            return text.encode(self._encoding)
        except UnicodeEncodeError as error:
            sign = text[error.start]
            raise FileError(f"VBA-Modul {name}: das Zeichen „{sign}“ gibt es in VBA nicht.") from None

    def _add(self, name: str, packed: bytes, kind: int, line: str) -> None:
        narrow, wide = name.encode(self._encoding), name.encode("utf-16-le")
        records: list[tuple[int, bytes]] = []
        for text in (_NAME, _STREAM, 0x1C):
            records += [(text, b"" if text == 0x1C else narrow), (_UNICODE[text], b"" if text == 0x1C else wide)]
        records += [(_OFFSET, bytes(4)), (0x1E, bytes(4)), (0x2C, b"\xff\xff"), (kind, b""), (_MODULE_END, b"")]
        self._modules[name] = _Module(records, packed)
        entry = f"{line}={name}" + ("/&H00000000" if line == "Document" else "")
        self._text = self._text.replace('\r\nName="', f'\r\n{entry}\r\nName="', 1)
        self._text = self._text.rstrip("\r\n") + f"\r\n{name}=0, 0, 0, 0, C\r\n"
