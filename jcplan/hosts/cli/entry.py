"""Where ``jcplan`` starts and how it ends. Light, so that even while the rest is loaded it can be stopped in order."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any, Final

from jcplan.hosts.cli.codes import BAD_INPUT, FINE

_STOPS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_STOPPED: Final = "Abgebrochen. Jede Datei ist die alte oder die neue, keine ist halb geschrieben."


class _Stopped(BaseException):
    """A signal asks for the end: Ctrl-C, a closed terminal, a shutdown."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code.

    0 fine, 1 the checks found something, 2 bad input, 130 Ctrl-C, 143 asked to end.
    """
    gc.set_threshold(50_000, 20, 20)  # a workbook is many objects that stay to the end: no use looking at them so often
    try:
        with _stoppable():
            code = _run(arguments)
            _flush()
            return code
    except _Stopped as stopped:
        _say(_STOPPED)
        return 128 + stopped.number
    except KeyboardInterrupt:
        _say(_STOPPED)
        return 128 + signal.SIGINT
    except BrokenPipeError:
        _drop_output()
        return FINE
    except OSError as error:
        from jcplan.ooxml import reason  # noqa: PLC0415  (not before the command is stoppable)

        _say(f"Fehler: Die Ausgabe lässt sich nicht schreiben ({reason(error)}).")
        _drop_output()
        return BAD_INPUT
    except Exception as error:
        if sys.stderr is not None:
            raise
        from jcplan.hosts.cli import show  # noqa: PLC0415  (not before the command is stoppable)

        # a shortcut started this, and nobody would see what became of it
        show.error(
            f"Fehler: Das hätte nicht geschehen dürfen: {type(error).__name__}: {error}\n\nBitte im Startmenü "
            "„JC-Planung prüfen“ wählen; hilft das nicht, diesen Text mit der Versionsnummer weitergeben."
        )
        return BAD_INPUT


def _run(arguments: Sequence[str] | None) -> int:
    from jcplan.hosts.cli.grammar import run  # noqa: PLC0415  (loading takes most of a second)

    try:
        return run(arguments)
    except SystemExit as end:  # from argparse: help, or a call that cannot be read
        return end.code if isinstance(end.code, int) else FINE


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Let signals end the command by way of an exception, once, so that it can clear up undisturbed."""
    before: dict[int, Any] = {}

    def stop(number: int, _frame: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise _Stopped(number)

    if threading.current_thread() is threading.main_thread():
        for name in _STOPS:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:  # ignored: nohup, background
                before[number] = signal.getsignal(number)
                signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # closed by whoever started this
            stream.flush()


def _say(text: str) -> None:
    with contextlib.suppress(OSError, ValueError):  # nobody may be there to read it
        _flush()
        print(text, file=sys.stderr, flush=True)  # noqa: T201


def _drop_output() -> None:
    """Nobody reads: what is still in the buffer goes nowhere, without a word at the end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
