"""jcplan in a process of its own, for a LibreOffice whose Python cannot import it.

Started by the component (``component.worker_client``); talks in frames over stdin and stdout.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any, BinaryIO

from jcplan.hosts.libreoffice.component import frames
from jcplan.hosts.libreoffice.service import ServiceError, act, call


class Worker:
    """Serves one component until its pipe closes."""

    def __init__(self, source: BinaryIO, target: BinaryIO) -> None:
        self._source = source
        self._target = target

    def serve(self) -> None:
        """Answer requests until the pipe closes."""
        frames.send(self._target, {"ready": True})
        while (request := frames.receive(self._source)) is not None:
            frames.send(self._target, self._answer(request))

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            if "call" in request:
                return {"rows": call(request["call"], _tuples(request["arguments"]))}
            return {"report": act(request["act"], self._ask, request["details"])}
        except ServiceError as error:
            return {"error": str(error)}
        except EOFError:
            raise
        except Exception as error:  # noqa: BLE001  (the component shows it; the worker lives on)
            return {"error": f"{type(error).__name__}: {error}"}

    def _ask(self, question: str, *arguments: Any) -> Any:
        """A question about the document, answered by the component.

        Before it answers it may ask itself: reading a cell makes Calc compute what it depends on.
        """
        frames.send(self._target, {"port": question, "arguments": arguments})
        while True:
            reply = frames.receive(self._source)
            if reply is None:
                raise EOFError
            if "call" not in reply:
                break
            frames.send(self._target, self._answer(reply))
        if "refused" in reply:
            raise RuntimeError(reply["refused"])
        return reply["answer"]


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def main() -> None:
    """Serve on stdin and stdout; whatever else prints goes to stderr."""
    source = os.fdopen(os.dup(0), "rb")
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    with contextlib.suppress(EOFError, BrokenPipeError):
        Worker(source, target).serve()


if __name__ == "__main__":
    main()
