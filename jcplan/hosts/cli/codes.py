"""Exit codes of ``jcplan``."""

from __future__ import annotations

FINE, BAD_INPUT = 0, 2
"""1 is ``check`` having found something or ``serve`` running already, 128 and more a signal."""
