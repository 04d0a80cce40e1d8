"""Serves the fake Excel of ``fake_excel.py`` over COM, late bound, as Excel serves its objects."""

# ruff: noqa: ARG002, N802, BLE001  # the names and arguments are pywin32's; anything may come over COM

from __future__ import annotations

import pythoncom
import winerror
from fake_excel import Application, Collection, Name, Protection, Range, Workbook, Worksheet
from win32com.server import policy, util

FAKES = (Application, Collection, Name, Protection, Range, Workbook, Worksheet)
LIBRARY = pythoncom.LoadTypeLib("stdole2.tlb")
FONT_EVENTS = "{4EF6100A-AF88-11D0-9846-00C04FC29993}"  # an interface without members that could be mixed up
PUT = pythoncom.DISPATCH_PROPERTYPUT | pythoncom.DISPATCH_PROPERTYPUTREF


class Policy(policy.DynamicPolicy):
    """xlwings asks for the type information of what it is given; any will do."""

    def _GetTypeInfoCount_(self):
        return 1

    def _GetTypeInfo_(self, index, lcid):
        return 0, LIBRARY.GetTypeInfoOfGuid(FONT_EVENTS)


class Served:
    """A fake object as a COM server; ``calls`` counts what came over COM."""

    calls = 0

    def __init__(self, fake):
        self.fake = fake

    def _dynamic_(self, name, lcid, flags, arguments):
        Served.calls += 1
        if name == "Run":  # a served list of areas would become one array of three dimensions
            raise policy.COMException("no macros here", scode=winerror.DISP_E_UNKNOWNNAME)
        arguments = [_inward(argument) for argument in arguments]
        if flags & PUT:
            setattr(self.fake, name, arguments[-1])
            return None
        if name == "_NewEnum":
            return util.NewEnum([_outward(item) for item in self.fake.items])
        value = self.fake if name == "_value_" else getattr(self.fake, name, _MISSING)
        if value is _MISSING:
            raise policy.COMException("no such member", scode=winerror.DISP_E_UNKNOWNNAME)
        method = callable(value) and not isinstance(value, FAKES)
        if method and flags == pythoncom.DISPATCH_PROPERTYGET and not arguments:
            raise policy.COMException("a method", scode=winerror.DISP_E_BADPARAMCOUNT)
        if method or (arguments and callable(value)):
            try:
                value = value(*arguments)
            except Exception as error:
                raise policy.COMException(str(error), scode=-2146827284) from error
        return _outward(value)


_MISSING = object()


def served(fake):
    return util.wrap(Served(fake), usePolicy=Policy)


def _outward(value):
    if isinstance(value, FAKES):
        return served(value)
    return [list(row) for row in value] if isinstance(value, tuple) else value  # a tuple would be several results


def _inward(value):
    try:
        return util.unwrap(value).fake
    except Exception:
        return value
