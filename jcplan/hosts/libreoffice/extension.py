"""Generates the LibreOffice extension jcplan.oxt from the catalogue."""

from __future__ import annotations

import json
import shutil
import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jcplan import buttons
from jcplan.catalogue import CATALOGUE
from jcplan.hosts.libreoffice import descriptions, environment
from jcplan.hosts.libreoffice.naming import ADDIN, HANDLER, PROTOCOL, node_name

ENTRY: Final = "jcplan_addin.py"
_PACKAGE: Final = "pythonpath/jcplan_component/"  # LibreOffice puts the folder pythonpath on the component's path


def table() -> str:
    """What the component has to know of the catalogue: the worksheet name of each UNO method, and the buttons."""
    return json.dumps(
        {
            "addin": ADDIN,
            "handler": HANDLER,
            "protocol": PROTOCOL,
            "title": buttons.MENU,
            "functions": {node_name(name): name for name in CATALOGUE},
            "commands": {button.path: button.title for button in buttons.in_libreoffice()},
        },
        ensure_ascii=False,
        indent=1,
        sort_keys=True,
    )


def contents(described: dict[str, Any] | None = None) -> dict[str, bytes]:
    """The files of the extension by their path inside it.

    Args:
        described: The environment to come back to, see ``environment.describe``; None for an
            extension that reads the user's settings file.
    """
    configurations = {
        "CalcAddIns.xcu": descriptions.calc_addins(),
        "ProtocolHandler.xcu": descriptions.protocol_handler(),
        "Addons.xcu": descriptions.addons(),
        "CalcWindowState.xcu": descriptions.window_state(),
    }
    texts = {
        "META-INF/manifest.xml": descriptions.manifest(configurations, "jcplan.idl", "jcplan.components"),
        "description.xml": descriptions.description(),
        "jcplan.idl": descriptions.idl(),
        "jcplan.components": descriptions.components(ENTRY),
        **configurations,
        _PACKAGE + "table.json": table(),
    }
    if described is not None:
        texts[_PACKAGE + environment.ENVIRONMENT_FILE] = environment.as_json(described)
    source = files("jcplan.hosts.libreoffice") / "component"
    for file in sorted(source.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".py"):
            texts[ENTRY if file.name == "entry.py" else _PACKAGE + file.name] = file.read_text("utf-8")
    return {name: text.encode() for name, text in texts.items()}


def build(path: Path, described: dict[str, Any] | None = None) -> Path:
    """Write the extension as one file for ``unopkg`` or LibreOffice's extension manager; same input, same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents(described).items():
            info = zipfile.ZipInfo(name)  # dated 1980
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return path


def unpack(folder: Path, described: dict[str, Any] | None = None) -> Path:
    """Write the extension unpacked below ``folder``, for ``soffice -env:BUNDLED_EXTENSIONS=…``; gives ``folder``.

    Leaves every file alone that is already right, so that a running LibreOffice is not disturbed.
    """
    home = folder / "jcplan"
    wanted = contents(described)
    for file in sorted(home.rglob("*"), reverse=True):
        if file.is_file() and file.relative_to(home).as_posix() not in wanted:
            file.unlink()
    for name, data in wanted.items():
        file = home / name
        if not file.is_file() or file.read_bytes() != data:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    return folder


def discard(folder: Path) -> bool:
    """Remove what ``unpack`` wrote; says whether anything was there."""
    there = folder.exists()
    shutil.rmtree(folder, ignore_errors=True)
    return there
