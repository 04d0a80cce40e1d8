"""Runs VBA as text, as much of the language as the workbook's modules use, against objects written in Python.

The language is that of the specification MS-VBAL; sections are named where a rule is not obvious. What is not known is
an error that names module and line, never a guess. ``test_vba_machine.py`` says what is understood.
"""

from vba_machine.machine import Machine
from vba_machine.values import EMPTY, MISSING, NOTHING, Array, ErrorValue, VbaError

__all__ = ["EMPTY", "MISSING", "NOTHING", "Array", "ErrorValue", "Machine", "VbaError"]
