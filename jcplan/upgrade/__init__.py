"""Brings a workbook of an earlier version or of another shape, with all that its users put into it, into this one."""

from jcplan.upgrade.make import Upgrade, upgraded

__all__ = ["Upgrade", "upgraded"]
