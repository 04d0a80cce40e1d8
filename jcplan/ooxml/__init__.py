"""Reads .xlsx and .xlsm files and patches single cells; every other byte of a part stays as it was.

Nothing here knows the planning workbook. A file is read with :class:`WorkbookFile`, which also
holds the queued changes; :func:`replace_atomically` puts the result in the place of the old file,
after :func:`refuse_if_open` made sure that no office program has it open.
"""

from jcplan.ooxml.calculation import CURRENT_ENGINE
from jcplan.ooxml.hold import one_at_a_time
from jcplan.ooxml.kind import DOCUMENT, WORKBOOK, Kind
from jcplan.ooxml.locks import lock_owner, refuse_if_open
from jcplan.ooxml.package import Package
from jcplan.ooxml.reasons import reason
from jcplan.ooxml.regular import content
from jcplan.ooxml.save import Saved, refuse_unreplaceable, replace_atomically
from jcplan.ooxml.workbook import WorkbookFile

__all__ = [
    "CURRENT_ENGINE",
    "DOCUMENT",
    "WORKBOOK",
    "Kind",
    "Package",
    "Saved",
    "WorkbookFile",
    "content",
    "lock_owner",
    "one_at_a_time",
    "reason",
    "refuse_if_open",
    "refuse_unreplaceable",
    "replace_atomically",
]
