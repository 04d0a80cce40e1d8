"""The ways by which the workbook's VBA finds Python."""

from importlib.util import find_spec

WAYS = ["started", *(["running"] if find_spec("jcplan.hosts.excel.service") else [])]
"""xlwings starts it; ``jcplan serve`` runs already."""
