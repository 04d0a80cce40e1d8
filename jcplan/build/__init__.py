"""Draws the workbook that ``layout`` describes, with XlsxWriter: the same bytes each time."""

from __future__ import annotations

from jcplan.build.workbook import build, write

__all__ = ["build", "write"]
