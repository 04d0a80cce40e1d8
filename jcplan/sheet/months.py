"""The months by name, the same on every sheet that has months."""

from __future__ import annotations

from typing import Final

MONTHS: Final = ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
