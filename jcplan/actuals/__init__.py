"""Monthly actuals from files into the workbook: read them, match their rows, write all of them or none; undo it."""

from jcplan.actuals.files import PATTERNS, read_file, read_files
from jcplan.actuals.months import month_label
from jcplan.actuals.preview import preview
from jcplan.actuals.report import Entry, ImplausibleError, ImportReport, Oddity
from jcplan.actuals.restore import Restored, UndoReport, undo_import
from jcplan.actuals.table import Table, read_csv, read_sheets
from jcplan.actuals.transfer import import_actuals, refuse_unready

__all__ = [
    "PATTERNS",
    "Entry",
    "ImplausibleError",
    "ImportReport",
    "Oddity",
    "Restored",
    "Table",
    "UndoReport",
    "import_actuals",
    "month_label",
    "preview",
    "read_csv",
    "read_file",
    "read_files",
    "read_sheets",
    "refuse_unready",
    "undo_import",
]
