"""jcplan in a process of its own, for a LibreOffice whose Python cannot import it.

A worker that dies or does not answer in time is ended; the next call starts a new one. After
repeated failures calls fail at once for a while, so that a workbook full of them never
blocks the program.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO

from . import frames

START_SECONDS = 60.0  # first start on a slow machine, virus scanner included
CALL_SECONDS = 10.0
ACTION_SECONDS = 120.0  # between two messages of an action
PATIENCE = 3  # failures in a row before calls fail at once
PAUSE_SECONDS = 30.0  # for how long; longer after each further failure
LONGEST_PAUSE = 300.0

BOOT = "import sys; sys.path.extend(sys.argv[1:]); from jcplan.hosts.libreoffice.worker import main; main()"


class Failure(Exception):  # noqa: N818  (it is what a cell shows, not a fault of the program)
    """What a cell shows as an error, or a message box as a text. The message is German."""


class Worker:
    """Starts, watches and restarts the worker."""

    kind = "in einem eigenen Prozess"

    def __init__(self, described: dict[str, Any]) -> None:
        self._command = [described["interpreter"], "-I", "-c", BOOT, *described["paths"]]
        seconds = described.get("seconds", {})
        self._start_seconds: float = seconds.get("start", START_SECONDS)
        self._call_seconds: float = seconds.get("call", CALL_SECONDS)
        self._action_seconds: float = seconds.get("action", ACTION_SECONDS)
        self._pause_seconds: float = seconds.get("pause", PAUSE_SECONDS)
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._inbox: queue.Queue[Any] = queue.Queue()
        self._failures = 0
        self._not_before = 0.0

    # ---- what the component asks --------------------------------------------------------------

    def call(self, name: str, arguments: tuple[Any, ...]) -> Any:
        """Call a worksheet function."""
        with self._lock:
            answer = self._ask({"call": name, "arguments": arguments}, self._call_seconds)
        if "error" in answer:
            raise Failure(answer["error"])
        return tuple(map(tuple, answer["rows"]))

    def act(self, name: str, document: Any, details: dict[str, Any]) -> Any:
        """Run an action; the worker's questions about the document are answered as they come."""
        with self._lock:
            answer = self._ask({"act": name, "details": details}, self._action_seconds)
            while "port" in answer:
                try:
                    reply = {"answer": document.answer(answer["port"], *answer["arguments"])}
                except Exception as error:  # noqa: BLE001  (whatever the document has against it, the action hears of it)
                    reply = {"refused": str(error) or type(error).__name__}
                answer = self._ask(reply, self._action_seconds)
        if "error" in answer:
            raise Failure(answer["error"])
        return answer["report"]

    # ---- process ------------------------------------------------------------------------------

    def _ask(self, message: Any, seconds: float) -> Any:
        process = self._process
        if process is None or process.poll() is not None:
            process = self._start()
        try:
            frames.send(process.stdin, message)  # type: ignore[arg-type]
        except (OSError, ValueError) as error:
            raise self._fail(f"Der Rechenprozess von jcplan ist beendet ({error}).") from None
        answer = self._next(seconds)
        self._failures = 0
        return answer

    def _next(self, seconds: float) -> Any:
        try:
            answer = self._inbox.get(timeout=seconds)
        except queue.Empty:
            raise self._fail(f"jcplan hat {seconds:g} Sekunden lang nicht geantwortet.") from None
        if answer is None:
            raise self._fail("Der Rechenprozess von jcplan ist beendet.")
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        self.stop()
        wait = self._not_before - time.monotonic()
        if self._failures >= PATIENCE and wait > 0:
            raise Failure(f"jcplan antwortet nicht; neuer Versuch in {wait + 1:.0f} Sekunden (dann Strg+Umschalt+F9).")
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=clean,
                cwd=str(Path.home()),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise self._fail(f"jcplan lässt sich nicht starten ({self._command[0]}: {error}).") from None
        self._process, self._inbox = process, queue.Queue()
        threading.Thread(target=_read, args=(process.stdout, self._inbox), daemon=True).start()
        if "ready" not in self._next(self._start_seconds):
            raise self._fail("jcplan hat sich beim Start nicht gemeldet.")
        return process

    def _fail(self, text: str) -> Failure:
        self.stop()
        self._failures += 1
        pause = self._pause_seconds * max(1, self._failures - PATIENCE + 1)
        self._not_before = time.monotonic() + min(pause, LONGEST_PAUSE)
        return Failure(text)

    def stop(self) -> None:
        """End the worker, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        if process.poll() is None:
            process.kill()
        process.wait()


def _read(stream: BinaryIO, inbox: queue.Queue[Any]) -> None:
    """Hand the worker's messages over; None when it has ended."""
    message: Any = ""
    while message is not None:
        try:
            message = frames.receive(stream)
        except (OSError, ValueError):
            message = None
        inbox.put(message)
    stream.close()
