"""Planning of German Jobcenters: core, plan, workbook and worksheet functions."""

from __future__ import annotations

__version__ = "0.2.0"
