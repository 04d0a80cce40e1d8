"""Brings a workbook of an earlier version, with all that its users put into it, into this one."""
