"""Puts the extension into a LibreOffice, takes it out, says how things stand; opens workbooks."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from jcplan import __version__
from jcplan import libreoffice as program
from jcplan.buttons import MENU
from jcplan.errors import FileError
from jcplan.hosts.libreoffice import environment, extension
from jcplan.hosts.libreoffice.naming import IDENTIFIER

_AGAIN: Final = "LibreOffice bitte neu starten (auch den Schnellstarter beenden)."
_SECONDS: Final = 180


def _as_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _layers() -> tuple[str, ...]:
    """Whom an installation serves: unopkg refuses to install for root alone."""
    return ("--shared",) if _as_root() else ("", "--shared")


def _unopkg(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(program.unopkg()), *filter(None, arguments)]
    try:
        return subprocess.run(
            command,
            env=program.surroundings(),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileError(f"unopkg antwortet nicht. Läuft LibreOffice noch? {_AGAIN}") from None


def installed(layer: str) -> str | None:
    """The version of the extension in a layer ("" is the user's own, "--shared" everyone's), or None."""
    run = _unopkg("list", layer, IDENTIFIER)
    if run.returncode:
        return None
    match = re.search(r"(?m)^\s*Version: (\S+)", run.stdout)
    return match[1] if match else None


def install() -> str:
    """Install the extension for this user, or for everyone where root runs it; says what was done."""
    layer = _layers()[0]
    with tempfile.TemporaryDirectory(prefix="jcplan-") as folder:
        packed = extension.build(Path(folder) / "jcplan.oxt", environment.describe())
        run = _unopkg("add", "-f", "--suppress-license", layer, str(packed))
    if run.returncode:
        raise FileError(
            f"LibreOffice hat die Erweiterung nicht angenommen: {_last_line(run)} "
            "Bitte LibreOffice schließen und wiederholen."
        )
    settings = environment.settings_file()
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(environment.as_json(environment.describe()), "utf-8")
    whom = "für alle Benutzer" if layer else "für diesen Benutzer"
    return f"Erweiterung {MENU} {__version__} {whom} installiert. {_AGAIN}"


def remove() -> str:
    """Remove the extension wherever this user may; says what was done."""
    removed = []
    for layer in _layers():
        if installed(layer) is None:
            continue
        run = _unopkg("remove", layer, IDENTIFIER)
        if run.returncode:
            raise FileError(f"Die Erweiterung lässt sich nicht entfernen: {_last_line(run)}")
        removed.append("für alle Benutzer" if layer else "für diesen Benutzer")
    environment.settings_file().unlink(missing_ok=True)
    extension.discard(_bundled())
    if not removed:
        return f"Die Erweiterung {MENU} war nicht installiert."
    return f"Erweiterung {MENU} entfernt ({' und '.join(removed)}). {_AGAIN}"


def status() -> str:
    """Which LibreOffice there is, and whether the extension is in it and finds its way back."""
    major, minor = program.version(program.soffice())
    lines = [f"LibreOffice {major}.{minor}: {program.soffice()}"]
    found = {layer: version for layer in _layers() if (version := installed(layer)) is not None}
    for layer, version in found.items():
        lines.append(
            f"Erweiterung {MENU} {version}: installiert {'für alle Benutzer' if layer else 'für diesen Benutzer'}"
        )
        if version != __version__:
            lines.append(f"jcplan hat die Version {__version__}: bitte „jcplan libreoffice install“ ausführen.")
    if not found:
        lines.append(f"Erweiterung {MENU}: nicht installiert („jcplan libreoffice install“).")
        lines.append("„jcplan open“ öffnet Arbeitsmappen trotzdem mit ihr.")
    lines.append(f"jcplan {__version__}: {environment.describe()['interpreter']}")
    return "\n".join(lines)


def _bundled() -> Path:
    """Where the unpacked extension lies for a LibreOffice into which it is not installed."""
    return environment.settings_file().parent / "libreoffice"


def command(path: Path) -> list[str]:
    """How to start LibreOffice with a workbook and the extension active."""
    start = [str(program.soffice())]
    if all(installed(layer) is None for layer in _layers()):
        bundled = extension.unpack(_bundled(), environment.describe())
        start.append(f"-env:BUNDLED_EXTENSIONS={bundled.resolve().as_uri()}")
    return [*start, str(path.resolve())]


def open_workbook(path: Path) -> str:
    """Open a workbook in LibreOffice with the extension active; LibreOffice goes on on its own.

    A LibreOffice that is running already takes the workbook over as it is: without the extension,
    if that was not installed when it started.
    """
    if not path.is_file():
        raise FileError(f"{path}: Die Datei gibt es nicht.")
    subprocess.Popen(
        command(path),
        env=program.surroundings(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return f"{path.name} wird in LibreOffice geöffnet."


def _last_line(run: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in (run.stderr + run.stdout).splitlines() if line.strip() and "javaldx" not in line]
    return lines[-1].strip() if lines else f"unopkg endet mit dem Code {run.returncode}."
