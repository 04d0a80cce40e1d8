"""Settings of the property tests: the same examples on every machine, none stored."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("jcplan", deadline=None, derandomize=True, database=None)
settings.load_profile("jcplan")
