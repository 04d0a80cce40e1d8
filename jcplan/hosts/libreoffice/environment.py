"""Where jcplan lives: what the extension needs to know to find its way back.

The extension carries ``environment.json``, written when it is installed. An extension without
one (a download) reads the user's ``settings_file`` instead.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any, Final

from jcplan import __version__

_NEEDED: Final = ("jcplan", "numpy", "xlsxwriter", "rich")

ENVIRONMENT_FILE: Final = "environment.json"


def paths() -> list[str]:
    """The folders from which this Python imports jcplan and what it needs."""
    found: list[str] = []
    for name in _NEEDED:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            continue
        folder = str(Path(spec.origin).resolve().parents[1])
        if folder not in found:
            found.append(folder)
    return found


def describe(*, mode: str = "auto") -> dict[str, Any]:
    """This environment for the extension.

    Args:
        mode: ``auto`` (in process where LibreOffice's Python can import jcplan), or ``worker``.
    """
    return {
        "interpreter": sys.executable,
        "paths": paths(),
        "python": list(sys.version_info[:2]),
        "version": __version__,
        "mode": mode,
    }


def as_json(environment: dict[str, Any]) -> str:
    """The text of ``environment.json``."""
    return json.dumps(environment, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def settings_file() -> Path:
    """The user's own copy, for an extension that carries none; the component looks there too."""
    if os.name == "nt":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "jcplan" / "libreoffice.json"
