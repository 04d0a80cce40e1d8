"""The months' columns, the same on every sheet that has months."""

from __future__ import annotations

from typing import Final

MONTHS: Final = ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
FIRST: Final = 3
LAST: Final = FIRST + len(MONTHS) - 1
"""Columns of January and December."""
AFTER: Final = LAST + 1
"""The column behind December: the year."""
