"""The machines of a Dask cluster at work on many files, in place of the processes of this one.

What is handed out is a function of a file's bytes: a worker that is lost costs a retry, which Dask makes by itself, and
the result is the same to the last bit.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, Final, Self, TypeVar, cast

from jcplan import __version__
from jcplan.errors import InputError
from jcplan.hosts.many import AHEAD, LOST, Failed

Found = TypeVar("Found")
_SECONDS: Final = 20
"""How long a cluster may take to answer, and its first worker to come."""
_PLACE: Final = "--dask"
_INSTALL: Final = 'Bitte „pip install "jcplan[dask]"“ ausführen oder --dask weglassen.'


def _version() -> str:
    """Which jcplan a worker has."""
    return __version__


class Cluster:
    """A cluster that is there already; it is left as it was.

    Args:
        address: Of its scheduler, ``tcp://host:8786``.

    Raises:
        InputError: Dask is not installed, no scheduler answers, there are no workers, or they have another jcplan.
    """

    loses_all = False

    def __init__(self, address: str) -> None:
        try:
            distributed: Any = importlib.import_module("distributed")
        except ImportError:
            raise InputError(_PLACE, "kein Dask", "das Paket distributed", _INSTALL) from None
        self.lost: tuple[type[Exception], ...] = (distributed.KilledWorker,)
        try:
            self._client = distributed.Client(address, timeout=_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            expected = "die Adresse eines Dask-Schedulers, der läuft, zum Beispiel tcp://rechner:8786"
            raise InputError(_PLACE, f"„{address}“ ({type(error).__name__})", expected) from None
        try:
            threads = self._threads(address)
        except BaseException:
            self._client.close()
            raise
        self.ahead = AHEAD * threads
        self._executor = self._client.get_executor(pure=False)

    def _threads(self, address: str) -> int:
        """How many files are worked on at once; workers must know what to do with them."""
        try:
            self._client.wait_for_workers(1, timeout=_SECONDS)
        except TimeoutError:
            advice = "Bitte „dask worker ADRESSE“ auf den Rechnern des Clusters starten."
            raise InputError(_PLACE, f"„{address}“ ohne Worker", "mindestens einen", advice) from None
        try:
            versions = set(self._client.run(_version).values())
        except ImportError:
            versions = {"kein jcplan"}
        if versions != {__version__}:
            advice = "Bitte dort dieselbe Version von jcplan einrichten."
            raise InputError(_PLACE, ", ".join(sorted(versions)), f"jcplan {__version__} auf jedem Worker", advice)
        return sum(self._client.nthreads().values())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._executor.shutdown(wait=False)
        self._client.close()
        if isinstance(error, CancelledError):
            found = "eine Verbindung, die mittendrin abgebrochen ist"
            advice = "Geschrieben ist nichts. Bitte den Scheduler prüfen und wiederholen."
            raise InputError(_PLACE, found, "einen Scheduler, der bis zum Ende läuft", advice) from None

    def submit(self, run: Callable[[], Found]) -> Future[Found]:
        """Hand out some work; Dask does it again where the worker is lost."""
        return cast("Future[Found]", self._executor.submit(run))

    def again(self, run: Callable[[], Found]) -> Found | Failed:  # noqa: ARG002 - as Workers has it
        """Nothing more: Dask has tried several workers, and the work has ended each."""
        return Failed(LOST)
