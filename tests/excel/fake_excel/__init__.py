"""As much of Excel's object model as jcplan meets: plain objects with Excel's names and Excel's refusals.

Each module names the pages of Microsoft's documentation that it follows; ``test_fake_excel.py`` says what holds. Macros
of a workbook are run from their text (``vba_machine``). Where Excel's behaviour is not documented, nothing is claimed:
those questions stand in ``EXCEL.md``, for a person at a PC.
"""

# the names are Excel's

from fake_excel.application import Application, process_of
from fake_excel.cells import Areas, Range
from fake_excel.collection import Collection, Name, Workbooks
from fake_excel.errors import ComError
from fake_excel.loading import load
from fake_excel.sheet import Protection, Worksheet
from fake_excel.workbook import Workbook, Worksheets

OBJECTS = (Application, Areas, Collection, Name, Protection, Range, Workbook, Workbooks, Worksheet, Worksheets)
"""What is an object to a program, and no value."""

__all__ = [
    "OBJECTS", "Application", "Areas", "Collection", "ComError", "Name", "Protection", "Range", "Workbook", "Workbooks",
    "Worksheet", "Worksheets", "load", "process_of",
]  # fmt: skip
