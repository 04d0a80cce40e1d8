"""How many draws a question takes, and from which seed. Apart from what draws, so that to know it takes no time."""

from __future__ import annotations

from typing import Final

DRAWS: Final = 10_000
"""Unless told otherwise."""
MOST_DRAWS: Final = 1_000_000
SEED: Final = 2017
MOST_SEED: Final = 2**32 - 1
