"""What the doctor looks at: a protocol, so that tests can put any office PC in its place, and this PC."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol


class Probe(Protocol):
    """A PC as far as the doctor looks at it. Paths are texts, for they may be of another system."""

    @property
    def platform(self) -> str:
        """``sys.platform``."""

    @property
    def interpreter(self) -> str:
        """The Python that runs this."""

    @property
    def home(self) -> str:
        """The user's folder."""

    def package(self, name: str) -> str:
        """Version of an installed package, ``""`` where it is missing."""

    def exists(self, path: str) -> bool:
        """Whether a file is there."""

    def read(self, path: str) -> str | None:
        """A text file, None where it is not there or cannot be read."""

    def read_bytes(self, path: str) -> bytes | None:
        """A file, None where it is not there or cannot be read."""

    def write(self, path: str, text: str) -> None:
        """Write a text file, with its folder, as Excel's VBA reads it."""

    def environment(self, name: str) -> str:
        """An environment variable, ``""`` where it is not set."""

    def registry(self, key: str, name: str) -> str | None:
        """A value of the registry (``HKLM\\…`` or ``HKCU\\…``) as text, None where it is not there."""

    def attack_surface_rules(self) -> Mapping[str, int] | None:
        """Defender's rules by id, with their action (1 block, 2 audit, 6 warn); None: cannot be asked."""


class ThisPC:
    """The PC that runs this."""

    @property
    def platform(self) -> str:
        """``sys.platform``."""
        return sys.platform

    @property
    def interpreter(self) -> str:
        """The Python that runs this."""
        return sys.executable

    @property
    def home(self) -> str:
        """The user's folder."""
        return str(Path.home())

    def package(self, name: str) -> str:
        """Version of an installed package, ``""`` where it is missing."""
        try:
            return version(name)
        except PackageNotFoundError:
            return ""

    def exists(self, path: str) -> bool:
        """Whether a file is there."""
        return Path(path).is_file()

    def read(self, path: str) -> str | None:
        """A text file, None where it is not there or cannot be read."""
        data = self.read_bytes(path)
        return None if data is None else data.decode(ENCODING, "replace")

    def read_bytes(self, path: str) -> bytes | None:
        """A file, None where it is not there or cannot be read."""
        with suppress(OSError):
            return Path(path).read_bytes()
        return None

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

            root, _, path = key.partition("\\")
            hive = winreg.HKEY_LOCAL_MACHINE if root == "HKLM" else winreg.HKEY_CURRENT_USER
            with suppress(OSError), winreg.OpenKey(hive, path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
                return str(winreg.QueryValueEx(opened, name)[0])
        return None

    def attack_surface_rules(self) -> Mapping[str, int] | None:
        """Defender's rules by id, with their action; None: cannot be asked."""
        if sys.platform != "win32":
            return None
        ask = "$p = Get-MpPreference; 'ok'; $i = 0; foreach ($r in $p.AttackSurfaceReductionRules_Ids) "
        ask += "{ '{0} {1}' -f $r, $p.AttackSurfaceReductionRules_Actions[$i]; $i++ }"
        system = os.environ.get("SYSTEMROOT", r"C:\Windows")
        shell = str(Path(system, "System32", "WindowsPowerShell", "v1.0", "powershell.exe"))
        try:
            done = subprocess.run(  # noqa: S603  # a fixed command
                [shell, "-NoProfile", "-NonInteractive", "-Command", ask],
                capture_output=True,
                stdin=subprocess.DEVNULL,
                text=True,
                timeout=30,
                check=False,
            )
        except (OSError, subprocess.SubprocessError):
            return None
        lines = done.stdout.split("\n")
        if not lines or lines[0].strip() != "ok":
            return None
        return {words[0].lower(): int(words[1]) for words in map(str.split, lines[1:]) if len(words) == 2}


ENCODING = "mbcs" if sys.platform == "win32" else "utf-8"
"""In which VBA reads and writes files: the code page of this Windows."""
