"""Monthly actuals from a file into the workbook: read the file, match its rows, write all of them or none."""

from jcplan.actuals.months import month_label
from jcplan.actuals.report import Entry, ImplausibleError, ImportReport, Oddity
from jcplan.actuals.table import Table, read_csv, read_sheets
from jcplan.actuals.transfer import import_actuals

__all__ = [
    "Entry",
    "ImplausibleError",
    "ImportReport",
    "Oddity",
    "Table",
    "import_actuals",
    "month_label",
    "read_csv",
    "read_sheets",
]
