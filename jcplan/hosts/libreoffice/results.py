"""Results kept for calls that come again, bounded by what they weigh."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

LIMIT: Final = 1_000_000
"""Values that are kept in all, of arguments and results; each takes some 50 bytes."""
_OVERHEAD: Final = 10
"""What a call weighs beside its values."""


def weight(value: Any) -> int:
    """How many values an argument or a result holds; a long text counts for several.

    >>> weight(1.0), weight(((1.0, 2.0), (3.0, "x" * 1000))), weight("")
    (1, 24, 1)
    """
    if isinstance(value, tuple):
        return sum(map(weight, value))
    return 1 + len(value) // 50 if isinstance(value, str) else 1


class Results:
    """Calls a function, or gives what it gave for the same arguments; what was not asked for longest goes first.

    Args:
        compute: The function; it gives the same for the same arguments.
        limit: Weight of all that is kept. A call that weighs more than a quarter of it is not kept.
    """

    def __init__(self, compute: Callable[..., Any], limit: int = LIMIT) -> None:
        self._compute = compute
        self._limit = limit
        self._kept: OrderedDict[tuple[Any, ...], tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()
        self.weight = 0
        """Of all that is kept."""

    def __len__(self) -> int:
        return len(self._kept)

    def __call__(self, *arguments: Any) -> Any:
        """The function's result."""
        with self._lock:
            if arguments in self._kept:
                self._kept.move_to_end(arguments)
                return self._kept[arguments][0]
        result = self._compute(*arguments)
        heavy = _OVERHEAD + weight(arguments) + weight(result)
        if heavy * 4 > self._limit:
            return result
        with self._lock:
            if arguments not in self._kept:
                self._kept[arguments] = result, heavy
                self.weight += heavy
            while self.weight > self._limit:
                _, (_, light) = self._kept.popitem(last=False)
                self.weight -= light
        return result
