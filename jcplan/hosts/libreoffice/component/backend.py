"""The way to jcplan: in process where this Python can import it, otherwise through a worker."""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterator  # noqa: UP035  (Python 3.8 inside LibreOffice)

from .table import FOLDER
from .worker_client import Failure, Worker

__all__ = ["Failure", "backend"]

HINT = "Bitte auf der Kommandozeile „jcplan libreoffice install“ ausführen und LibreOffice neu starten."


def _candidates() -> Iterator[Path]:
    """Where the environment may be described: this extension, the user's settings."""
    yield FOLDER / "environment.json"
    if os.name == "nt":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    yield base / "jcplan" / "libreoffice.json"


def environment() -> dict[str, Any]:
    """The first description that exists."""
    for path in _candidates():
        try:
            described: dict[str, Any] = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            raise Failure(f"Die Beschreibung der Umgebung {path} ist nicht lesbar: {error}. {HINT}") from None
        return described
    raise Failure("JC-Planung weiß nicht, wo jcplan installiert ist. " + HINT)


def trace() -> None:
    """A traceback to the console, for those who look for a fault in jcplan itself."""
    if os.environ.get("JCPLAN_TRACE"):
        traceback.print_exc()


class Inside:
    """jcplan imported into LibreOffice's own Python."""

    kind = "im Programm"

    def __init__(self, described: dict[str, Any]) -> None:
        for folder in described["paths"]:
            if folder not in sys.path:
                sys.path.append(folder)
        self._service = importlib.import_module("jcplan.hosts.libreoffice.service")

    def call(self, name: str, arguments: tuple[Any, ...]) -> Any:
        """Call a worksheet function."""
        try:
            return self._service.call(name, arguments)
        except self._service.ServiceError as error:
            raise Failure(str(error)) from None
        except Exception as error:  # noqa: BLE001  (a cell must always get an answer)
            trace()
            raise Failure(f"{type(error).__name__}: {error}") from None

    def act(self, name: str, document: Any, details: dict[str, Any]) -> Any:
        """Run an action on a document."""
        try:
            return self._service.act(name, document.answer, details)
        except Exception as error:  # noqa: BLE001  (the user must always get a message)
            trace()
            raise Failure(f"{type(error).__name__}: {error}") from None


@lru_cache(maxsize=None)  # noqa: UP033  (Python 3.8 inside LibreOffice)
def backend() -> Inside | Worker:
    """The one backend of this process; found at first use, so that LibreOffice starts as fast as before."""
    described = environment()
    if described.get("mode") != "worker" and list(sys.version_info[:2]) == described["python"]:
        try:
            return Inside(described)
        except ImportError:  # e.g. numpy built for another platform
            trace()
    return Worker(described)
