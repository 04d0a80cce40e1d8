"""Prints the wrappers that xlwings' own generator writes for jcplan's functions.

Off Windows empty stand-ins take the place of pywin32, which the generator imports but does not need,
and xlwings' real decorators that of the empty ones it exports there. So this runs in a process of its own.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
import types
from pathlib import Path

import xlwings

sys.path.insert(0, str(Path(__file__).parents[2]))

if sys.platform != "win32":

    def stand_in(name, **attributes):
        module = sys.modules[name] = types.ModuleType(name)
        vars(module).update(attributes)
        return module

    com_error = type("com_error", (Exception,), {})
    stand_in("pywintypes", com_error=com_error, TimeType=dt.datetime)
    stand_in("pythoncom", CoInitialize=lambda *_: None, com_error=com_error, IID_IDispatch=None)
    stand_in("win32com", client=stand_in("win32com.client", Dispatch=lambda thing: thing))

import xlwings.udfs

xlwings.func, xlwings.arg, xlwings.ret = xlwings.udfs.xlfunc, xlwings.udfs.xlarg, xlwings.udfs.xlret

from jcplan.hosts.excel import udfs, wrappers  # noqa: E402  # after the decorators are there

if __name__ == "__main__":
    out = io.StringIO()
    xlwings.udfs.generate_vba_wrapper(wrappers.MODULE, udfs, out, types.SimpleNamespace(Name="Plan.xlsm"))
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(out.getvalue())
