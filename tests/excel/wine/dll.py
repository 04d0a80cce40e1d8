"""xlwings' DLL as the workbook's VBA uses it: it starts Python and hands over the server. No other module is needed."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import pythoncom
from win32com.client import VARIANT, Dispatch

MISSING = VARIANT(pythoncom.VT_ERROR, -2147352572)  # what VBA passes for an argument that is left out

OPTIONS = "-P -B"


class _Variant(ctypes.Structure):
    _fields_ = (
        ("kind", ctypes.c_ushort),
        ("reserved", ctypes.c_ushort * 3),
        ("data", ctypes.c_void_p),
        ("more", ctypes.c_void_p),
    )


def start_server(options=OPTIONS):
    """XLPyDLLActivateAuto with the command line that XLPyCommand in the workbook's xlwings module makes.

    The DLL keeps the server of a command line; other options give another.
    """
    folder = Path(sys.prefix)
    dll = ctypes.WinDLL(str(next(folder.glob("xlwings64-*.dll"))))
    shell = os.environ["SYSTEMROOT"] + "\\System32\\cmd.exe"
    pythonw = Path(sys.executable).with_name("pythonw.exe")
    command = f'{shell}  /K ""{pythonw}" {options} -c "import xlwings; xlwings.serve(\'$(CLSID)\')""'
    result = _Variant()
    code = dll.XLPyDLLActivateAuto(ctypes.byref(result), command.encode("mbcs"), 1)
    assert (code, result.kind) == (0, pythoncom.VT_DISPATCH)
    return Dispatch(pythoncom.ObjectFromAddress(result.data, pythoncom.IID_IDispatch))
