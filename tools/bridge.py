"""Brings UNO, LibreOffice's own interface, into this Python. The one place that knows where it lives."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jcplan import libreoffice as program
from jcplan.errors import FileError

_ASK = "import sys, uno; print(*sys.version_info[:2]); print(uno.__file__)"


@lru_cache(maxsize=1)
def load() -> Any:
    """The module ``uno``.

    It is compiled for one Python version: on Linux the system's, elsewhere LibreOffice's own.
    An environment of that minor version imports it from there; the folder goes to the end of
    the path, so that it shadows nothing.

    Raises:
        FileError: There is none for this Python.
    """
    try:
        return importlib.import_module("uno")
    except ImportError:
        pass
    for folder in _folders():
        sys.path.append(str(folder))
        try:
            return importlib.import_module("uno")
        except ImportError:
            sys.path.remove(str(folder))
            sys.modules.pop("uno", None)
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    raise FileError(
        f"Die Python-Anbindung von LibreOffice (Paket python3-uno) fehlt für Python {running}. "
        "Sie braucht eine Umgebung mit derselben Python-Version, wie LibreOffice sie hat."
    )


def _folders() -> Iterator[Path]:
    """Folders that hold ``uno.py`` for this Python version."""
    running = f"{sys.version_info[0]} {sys.version_info[1]}"
    names = (f"python{sys.version_info[0]}.{sys.version_info[1]}", "python3")
    found = [shutil.which(name, path=path) for path in (None, "/usr/bin", str(program.folder())) for name in names]
    for python in dict.fromkeys(filter(None, found)):
        run = subprocess.run([python, "-I", "-c", _ASK], capture_output=True, text=True, timeout=60, check=False)
        version, _, file = run.stdout.strip().partition("\n")
        if run.returncode == 0 and version == running:
            yield Path(file).parent
    if (program.folder() / "uno.py").is_file():
        yield program.folder()


def interface(name: str) -> Any:
    """A UNO type by its full name, such as an exception."""
    return load().getClass(name)


def properties(**values: Any) -> tuple[Any, ...]:
    """Named values as UNO wants them."""
    return _named("PropertyValue", values)


def named_values(**values: Any) -> tuple[Any, ...]:
    """Named values as jobs want them."""
    return _named("NamedValue", values)


def _named(kind: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    made = []
    for name, value in values.items():
        entry = load().createUnoStruct(f"com.sun.star.beans.{kind}")
        entry.Name, entry.Value = name, value
        made.append(entry)
    return tuple(made)


def url(path: Path) -> str:
    """A path as a file URL."""
    return str(load().systemPathToFileUrl(str(path.resolve())))
