"""Brings a workbook of an earlier version or of another shape, with all that its users put into it, into this one."""

from jcplan.upgrade.carry import Side
from jcplan.upgrade.make import Upgrade, upgraded
from jcplan.upgrade.opened import opened

__all__ = ["Side", "Upgrade", "opened", "upgraded"]
