"""``jcplan serve``: the service that Excel finds running, its end, its state, and the consent that it needs."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import threading
from typing import Final

from jcplan.errors import FileError
from jcplan.hosts.cli import show
from jcplan.hosts.cli.codes import FINE
from jcplan.hosts.excel import consent, identity, serve
from jcplan.hosts.excel.probe import Probe, ThisPC
from jcplan.hosts.excel.rights import refuse_shared

_OTHERWISE = 1
"""It runs already, or it does not run."""


def run(arguments: argparse.Namespace, probe: Probe | None = None) -> int:
    """``jcplan serve [--stop | --status | --zustimmung TEXT | --still]``: 1 where one runs already, or none does."""
    probe = probe or ThisPC()
    if probe.platform != "win32":
        raise FileError(
            "Den Dienst gibt es nur unter Windows, wo Excel sich mit ihm verbindet. "
            "Hier rechnet LibreOffice ohne ihn: „jcplan open“."
        )
    if arguments.zustimmung is not None:
        show.line(consent.record(probe, arguments.zustimmung, dt.datetime.now().date()))  # noqa: DTZ005  # local
        return FINE
    if arguments.stop:
        return _stop()
    return _status(probe) if arguments.status else _serve(probe, quiet=arguments.still)


def _serve(probe: Probe, *, quiet: bool) -> int:
    found = consent.consent(probe)
    if not found.allowed:
        raise FileError(found.text)
    refusal = identity.refusal_to_start(identity.own(), identity.desktop_user())
    if refusal:
        raise FileError(refusal)
    refuse_shared(probe)
    if serve.serve(lambda: _say_ready(quiet=quiet)):
        return FINE
    show.message(f"Der Dienst läuft schon. {_ENDS}")
    return _OTHERWISE


_ENDS: Final = "„JC-Planung Dienst beenden“ im Startmenü oder „jcplan serve --stop“ beendet ihn."


def _say_ready(*, quiet: bool) -> None:
    """In the window, or in a box beside the service, which answers Excel also while nobody has read that."""
    if sys.stdout is not None:
        show.line("JC-Planung ist bereit für Excel. Dieses Fenster offen lassen; Strg+C beendet.")
    elif not quiet:
        said = f"JC-Planung ist bereit für Excel: Der Dienst läuft. {_ENDS}"
        threading.Thread(target=show.message, args=(said,), daemon=True).start()


ENDED: Final = {
    None: "Es läuft kein Dienst.",
    False: "Der Dienst rechnet noch und endet danach.",
    True: "Der Dienst ist beendet. Excel startet Python wieder selbst.",
}
"""What became of the service, by what ``stop`` says."""


def _stop() -> int:
    ended = serve.stop()
    show.message(ENDED[ended])
    return FINE if ended else _OTHERWISE


def _status(probe: Probe) -> int:
    is_running = serve.is_running()
    said = "Dienst: " + (_answer() if is_running else "läuft nicht.")
    show.message(f"{said}\n{consent.consent(probe).text}")
    return FINE if is_running else _OTHERWISE


def _answer() -> str:
    hint = serve.answer()
    if hint is None:
        return (
            "läuft, antwortet aber diesem Programm nicht. Bitte „jcplan serve --status“ ohne besondere Rechte "
            "aufrufen; hilft das nicht, „jcplan serve --stop“ und den Dienst neu starten."
        )
    if hint:
        return "läuft, ist aber eine andere Version als dieses jcplan. Bitte beenden („--stop“) und neu starten."
    return "läuft und antwortet."
