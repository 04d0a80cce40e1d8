"""An office PC that is made up: what the doctor asks of Windows, with everything in order but for what a test changes."""

from __future__ import annotations

import hashlib
import ntpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jcplan.hosts.excel.rights import Grant
from jcplan.hosts.excel.security import Security

PYTHON = r"C:\Python\python.exe"
LIBRARY = r"C:\Python\xlwings64-0.37.8.dll"
HOME = r"C:\Users\eva"
CONF = rf"{HOME}\.xlwings\xlwings.conf"
CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
READ_ONLY, MODIFY = 0x1200A9, 0x1301BF  # as Windows shows "Lesen, Ausführen" and "Ändern"
USUAL = (Grant("S-1-5-18", 0x1F01FF), Grant("S-1-5-32-545", READ_ONLY))
"""Windows may do all, its users may read."""


@dataclass
class PC:
    """An office PC. Names of files and keys are as case-blind as in Windows."""

    platform: str = "win32"
    interpreter: str = PYTHON
    home: str = HOME
    encoding: str = "cp1252"
    search_path: tuple[str, ...] = ()
    security: Security = field(
        default_factory=lambda: Security(rules={}, exclusions=(), detections=(), integrity=0, antivirus=())
    )
    packages: dict[str, str] = field(default_factory=lambda: {"xlwings": "0.37.8", "pywin32": "312"})
    records: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=lambda: {CONF: f'"INTERPRETER_WIN","{PYTHON}"\n'})
    files: set[str] = field(default_factory=lambda: {PYTHON, LIBRARY})
    contents: dict[str, bytes] = field(default_factory=dict)
    folders: dict[str, Iterable[str]] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    keys: dict[tuple[str, str], str] = field(default_factory=lambda: {(CLICK_TO_RUN, "Platform"): "x64"})
    hidden: set[str] = field(default_factory=set)
    mutexes: set[str] = field(default_factory=set)
    rights: dict[str, Sequence[Grant] | None] = field(default_factory=dict)

    def package(self, name):
        return self.packages.get(name, "")

    def recorded(self, name):
        return self.records if name == "xlwings" else {}

    def exists(self, path):
        return path in self.files or path in self.contents

    def names(self, folder):
        return _found(self.folders, folder)

    def grants(self, path):
        return self.rights.get(path, USUAL)

    def read(self, path):
        return self.texts.get(path)

    def read_bytes(self, path):
        return self.contents.get(path)

    def write(self, path, text):
        self.texts[path] = text

    def environment(self, name):
        return {key.upper(): value for key, value in self.variables.items()}.get(name.upper(), "")

    def registry(self, key, name):
        return self.values(key).get(name.lower())

    def is_hidden(self, key):
        return key.lower() in {each.lower() for each in self.hidden}

    def subkeys(self, key):
        below = f"{key}\\".lower()
        return sorted(
            {each[len(below) :].partition("\\")[0] for each, _ in self.keys if each.lower().startswith(below)}
        )

    def values(self, key):
        return {name.lower(): value for (each, name), value in self.keys.items() if each.lower() == key.lower()}

    def is_held(self, mutex):
        return mutex in self.mutexes

    def put(self, path: str, data: bytes) -> str:
        """A file with its content; its SHA-256."""
        self.contents[path] = data
        return hashlib.sha256(data).hexdigest()

    def set(self, key: str, **values: object) -> None:
        """Values of a key of the registry."""
        self.keys.update({(key, name): str(value) for name, value in values.items()})


def _found(folders: Mapping[str, Iterable[str]], folder: str):
    wanted = ntpath.normcase(folder).rstrip("\\")
    return next((tuple(names) for each, names in folders.items() if ntpath.normcase(each).rstrip("\\") == wanted), None)
