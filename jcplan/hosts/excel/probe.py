"""What the doctor looks at: a protocol, so that tests can put any office PC in its place, and this PC."""

from __future__ import annotations

import base64
import binascii
import ntpath
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any, Protocol

from jcplan.hosts.excel import rights
from jcplan.hosts.excel.rights import Grant
from jcplan.hosts.excel.security import Security, ask


class Probe(Protocol):
    """A PC as far as the doctor looks at it. Paths are texts, for they may be of another system."""

    @property
    def platform(self) -> str:
        """``sys.platform``."""

    @property
    def interpreter(self) -> str:
        """The Python that runs this: its ``python.exe``, also where its ``pythonw.exe`` runs."""

    @property
    def search_path(self) -> Sequence[str]:
        """The folders in which this Python looks for packages, in order."""

    @property
    def home(self) -> str:
        """The user's folder."""

    @property
    def encoding(self) -> str:
        """The system's code page, in which Excel's VBA reads text files and passes texts to libraries."""

    @property
    def security(self) -> Security:
        """What Windows says about its own protection; asking takes seconds, the answer is kept."""

    def package(self, name: str) -> str:
        """Version of an installed package, ``""`` where it is missing."""

    def recorded(self, name: str) -> Mapping[str, str]:
        """The files that a package says it installed, with their SHA-256 (hexadecimal, ``""`` for none)."""

    def exists(self, path: str) -> bool:
        """Whether a file is there."""

    def names(self, folder: str) -> Sequence[str] | None:
        """What a folder holds, None where it is not there or cannot be read."""

    def read(self, path: str) -> str | None:
        """A text file, None where it is not there or cannot be read."""

    def read_bytes(self, path: str) -> bytes | None:
        """A file, None where it is not there or cannot be read."""

    def grants(self, path: str) -> Sequence[Grant] | None:
        """Who may do what in a folder: all of its access list that allows; None where that cannot be read."""

    def write(self, path: str, text: str) -> None:
        """Write a text file, with its folder, as Excel's VBA reads it."""

    def environment(self, name: str) -> str:
        """An environment variable, ``""`` where it is not set."""

    def registry(self, key: str, name: str) -> str | None:
        """A value of the registry (``HKLM\\…`` or ``HKCU\\…``) as text, None where it is not there."""

    def is_hidden(self, key: str) -> bool:
        """Whether a key of the registry may be there but cannot be read, as where this user has no right to."""

    def subkeys(self, key: str) -> Sequence[str]:
        """The names of the keys below one of the registry, none where it is not there."""

    def values(self, key: str) -> Mapping[str, str]:
        """All values of a key of the registry as texts, none where it is not there."""

    def is_held(self, mutex: str) -> bool:
        """Whether a program of this session holds a mutex of that name."""


class ThisPC:
    """The PC that runs this."""

    @property
    def platform(self) -> str:
        """``sys.platform``."""
        return sys.platform

    @property
    def interpreter(self) -> str:
        """The Python that runs this."""
        return with_console(sys.executable)

    @property
    def search_path(self) -> Sequence[str]:
        """The folders in which this Python looks for packages, in order."""
        return tuple(sys.path)

    @property
    def home(self) -> str:
        """The user's folder."""
        return str(Path.home())

    @property
    def encoding(self) -> str:
        """The system's code page."""
        return ENCODING

    @cached_property
    def security(self) -> Security:
        """What Windows says about its own protection."""
        return ask()

    def package(self, name: str) -> str:
        """Version of an installed package, ``""`` where it is missing."""
        try:
            return version(name)
        except PackageNotFoundError:
            return ""

    def recorded(self, name: str) -> Mapping[str, str]:
        """The files that a package says it installed, with their SHA-256 (hexadecimal, ``""`` for none)."""
        try:
            files = distribution(name).files or ()
        except PackageNotFoundError:
            return {}
        return {
            os.path.normpath(file.locate()): hexadecimal(file.hash.value)
            if file.hash and file.hash.mode == "sha256"
            else ""
            for file in files
        }

    def exists(self, path: str) -> bool:
        """Whether a file is there."""
        return Path(path).is_file()

    def names(self, folder: str) -> Sequence[str] | None:
        """What a folder holds, None where it is not there or cannot be read."""
        with suppress(OSError):
            return sorted(path.name for path in Path(folder).iterdir())
        return None

    def read(self, path: str) -> str | None:
        """A text file, None where it is not there or cannot be read."""
        data = self.read_bytes(path)
        return None if data is None else data.decode(ENCODING, "replace")

    def read_bytes(self, path: str) -> bytes | None:
        """A file, None where it is not there or cannot be read."""
        with suppress(OSError):
            return Path(path).read_bytes()
        return None

    def grants(self, path: str) -> Sequence[Grant] | None:
        """Who may do what in a folder: all of its access list that allows; None where that cannot be read."""
        return rights.read(path)

    def write(self, path: str, text: str) -> None:
        """Write a text file, with its folder, as Excel's VBA reads it."""
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(text.replace("\n", os.linesep).encode(ENCODING, "replace"))

    def environment(self, name: str) -> str:
        """An environment variable, ``""`` where it is not set."""
        return os.environ.get(name, "")

    def registry(self, key: str, name: str) -> str | None:
        """A value of the registry as text, None where it is not there."""
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415

            with suppress(OSError), _opened(key) as opened:
                return str(winreg.QueryValueEx(opened, name)[0])
        return None

    def is_hidden(self, key: str) -> bool:
        """Whether a key of the registry may be there but cannot be read, as where this user has no right to."""
        if sys.platform == "win32":
            try:
                with _opened(key):
                    pass
            except FileNotFoundError:
                pass
            except OSError:
                return True
        return False

    def subkeys(self, key: str) -> Sequence[str]:
        """The names of the keys below one of the registry, none where it is not there."""
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415

            with suppress(OSError), _opened(key) as opened:
                return [winreg.EnumKey(opened, index) for index in range(winreg.QueryInfoKey(opened)[0])]
        return ()

    def values(self, key: str) -> Mapping[str, str]:
        """All values of a key of the registry as texts, none where it is not there."""
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415

            with suppress(OSError), _opened(key) as opened:
                pairs = [winreg.EnumValue(opened, index) for index in range(winreg.QueryInfoKey(opened)[1])]
                return {name: str(value) for name, value, _kind in pairs}
        return {}

    def is_held(self, mutex: str) -> bool:
        """Whether a program of this session holds a mutex of that name."""
        if sys.platform != "win32":
            return False
        import ctypes  # noqa: PLC0415

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenMutexW.restype = ctypes.c_void_p
        handle = kernel.OpenMutexW(_SYNCHRONIZE, 0, mutex)
        if handle:
            kernel.CloseHandle(ctypes.c_void_p(handle))
        return bool(handle)


@contextmanager
def _opened(key: str) -> Iterator[Any]:
    """A key of the registry (``HKLM\\…`` or ``HKCU\\…``) for reading, as 64-bit programs see it."""
    if sys.platform != "win32":  # also for the type checker, which knows winreg there only
        raise FileNotFoundError(key)
    import winreg  # noqa: PLC0415

    root, _, path = key.partition("\\")
    hive = winreg.HKEY_LOCAL_MACHINE if root == "HKLM" else winreg.HKEY_CURRENT_USER
    with winreg.OpenKey(hive, path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
        yield opened


def with_console(program: str) -> str:
    r"""The ``python.exe`` beside a ``pythonw.exe``, which shortcuts start; any other program as it is.

    >>> with_console(r"C:\JC-Planung\python\pythonw.exe"), with_console("/usr/bin/python3")
    ('C:\\JC-Planung\\python\\python.exe', '/usr/bin/python3')
    """
    folder, name = ntpath.split(program)
    return ntpath.join(folder, "python.exe") if name.lower() == "pythonw.exe" else program


def roaming(probe: Probe) -> str:
    """The folder of the user's settings, which goes with the user from PC to PC."""
    return probe.environment("APPDATA") or ntpath.join(probe.home, "AppData", "Roaming")


def local(probe: Probe) -> str:
    """The folder of what belongs to the user on this PC only."""
    return probe.environment("LOCALAPPDATA") or ntpath.join(probe.home, "AppData", "Local")


def documents(probe: Probe) -> str:
    """The folder of the user's documents, where the office has put it ("User Shell Folders")."""
    found = probe.registry(_SHELL_FOLDERS, "Personal")
    return expanded(probe, found) if found else ntpath.join(probe.home, "Documents")


def expanded(probe: Probe, text: str) -> str:
    """A text with its ``%VARIABLES%`` as Windows has them; those that are not set stay."""
    return re.sub(r"%([\w()]+)%", lambda match: probe.environment(match[1]) or match[0], text)


def hexadecimal(recorded: str) -> str:
    """The hash as ``sha256sum`` writes it, from how a package's RECORD does; ``""`` where it is none.

    >>> hexadecimal("l4Xpxdvp05p6WuKQWxTF_HRHL_IpKa3TwV1axxh-vCQ")
    '9785e9c5dbe9d39a7a5ae2905b14c5fc74472ff22929add3c15d5ac7187ebc24'
    """
    try:
        return base64.urlsafe_b64decode(recorded + "=" * (-len(recorded) % 4)).hex()
    except (binascii.Error, ValueError):
        return ""


_SYNCHRONIZE = 0x00100000
_SHELL_FOLDERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
ENCODING = "mbcs" if sys.platform == "win32" else "utf-8"
"""In which VBA reads and writes files: the code page of this Windows."""
