"""Exit codes of ``jcplan``."""

from __future__ import annotations

FINE, BAD_INPUT = 0, 2
"""1 is ``check``, ``doctor`` or ``dokument`` having found something, ``need`` no value, ``serve`` a service that runs
already, ``serve --stop`` and ``--status`` none that runs (or one that goes on); 128 and more is a signal."""
