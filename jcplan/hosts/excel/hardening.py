"""Makes the workbook alone decide how Python is started: what lies beside it decides nothing.

xlwings reads its settings from the workbook's sheet, from a file beside the workbook and from the user's own
file. On a shared drive the second one lets anybody choose the program that Excel starts. And Windows looks for
a program or library without a full path in the current folder, which is the workbook's after a double click;
so does Python for the modules that it imports. The few lines of xlwings' module concerned are replaced, and the one
message of it that users meet is German.
"""

from __future__ import annotations

import ntpath
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jcplan.errors import FileError
from jcplan.hosts.excel import calling
from jcplan.hosts.excel.settings import FILE, INTERPRETER

NAME: Final = FILE[-1]


@dataclass(frozen=True)
class Change:
    """A place in xlwings' module that reads otherwise in ours.

    Attributes:
        old: As xlwings has it.
        new: As we have it.
        count: How often it is there.
    """

    old: str
    new: str
    count: int = 1


BESIDE: Final = Change(
    '    If source = "" Or source = "directory" Then\n',
    "    If False Then ' jcplan: a file beside the workbook is never read\n",
)
"""Settings beside the workbook."""

CHANGES: Final = (
    BESIDE,
    Change(  # every other setting is the workbook's, or xlwings' default
        '    If source = "" Or source = "user" Then\n',
        f"    If configKey = \"{INTERPRETER}\" Then ' jcplan: the user's file names the interpreter and nothing else\n",
    ),
    Change(  # without a full path Windows would also look beside the workbook, for Python and for xlwings' library
        '    If PYTHON_WIN = "" Then\n'
        "        ' Legacy\n"
        '        PYTHON_WIN = GetConfig("INTERPRETER", "pythonw")\n'
        "    End If\n",
        '    If InStr(PYTHON_WIN, "\\") = 0 Then\n'
        '        Err.Raise 1000, "jcplan", "Es ist kein Python mit vollem Pfad eingetragen."\n'
        "    End If\n",
        count=2,
    ),
    Change('PYTHON_WIN = "cmd.exe "', 'PYTHON_WIN = Environ("SystemRoot") & "\\System32\\cmd.exe "', count=2),
    Change(  # -P: Python does not import from the current folder; xlwings would add it, by an empty PYTHONPATH
        '" -B -c ""import sys, os;" & LicenseKeyEnvString & '
        '"import xlwings.utils;xlwings.utils.prepare_sys_path(\\""" & PYTHONPATH & "\\"");import xlwings; ',
        '" -P -B -c ""import xlwings; ',
    ),
    Change(  # what a virus scanner that took the library makes users read
        "                Err.Raise 1, Description:= _\n"
        '                    "Could not load " + XLPyDLLName + " from either of the following folders: " _\n'
        "                    + vbCrLf + ParentFolder(PYTHON_WIN) _\n"
        '                    + vbCrLf + ", " + ParentFolder(ParentFolder(PYTHON_WIN))\n',
        '                Err.Raise 1, "jcplan", "Excel kann die Bibliothek " & XLPyDLLName & " nicht laden; " _\n'
        '                    & "gesucht in " & ParentFolder(PYTHON_WIN) _\n'
        '                    & " und " & ParentFolder(ParentFolder(PYTHON_WIN)) _\n'
        '                    & ". Fehlt sie dort, hat sie vielleicht ein Virenschutz entfernt; ist sie da, sperrt " _\n'
        '                    & "sie vielleicht eine Regel der IT."\n',
    ),
)


def harden(source: str) -> str:
    """The xlwings module with these lines replaced.

    Raises:
        FileError: The installed xlwings has other lines there.
    """
    for change in CHANGES:
        if source.count(change.old) != change.count:
            raise FileError(
                "Das installierte xlwings passt nicht zu dieser Fassung von jcplan: sein VBA ist ein anderes. "
                f"{calling.renew()}"
            )
        source = source.replace(change.old, change.new)
    return source


def reads_beside(source: str) -> bool:
    """Whether an xlwings module reads settings that lie beside the workbook: every version does, but ours.

    >>> reads_beside(BESIDE.old), reads_beside(BESIDE.new)
    (True, False)
    """
    return BESIDE.new.strip() not in source


def places(workbook: str, onedrive: Sequence[str]) -> list[str]:
    r"""Where xlwings looks for settings beside a workbook, the likeliest first.

    Args:
        workbook: The workbook's path, or its web address in OneDrive or SharePoint.
        onedrive: The folders that OneDrive keeps in step on this PC.

    >>> places(r"N:\Plan\Plan.xlsm", [])
    ['N:\\Plan\\xlwings.conf']
    >>> places("https://amt-my.sharepoint.com/personal/eva_amt_de/Documents/2017/Plan.xlsm", ["C:\\Amt"])
    ['C:\\Amt\\2017\\xlwings.conf', 'C:\\Amt\\eva_amt_de\\Documents\\2017\\xlwings.conf']
    """
    paths = [workbook]
    if "://" in workbook:
        after = workbook.partition("/Documents")[2]
        below_host = workbook.split("/", 4)[-1] if workbook.count("/") >= 4 else ""
        tails = [tail.replace("/", "\\") for tail in (after, f"/{below_host}") if tail.strip("/")]
        paths = [folder.rstrip("\\") + tail for tail in tails for folder in onedrive]
    return list(dict.fromkeys(_beside(path) for path in paths))


def _beside(workbook: str) -> str:
    folder = ntpath.dirname(workbook)
    separator = "\\" if "\\" in workbook else "/"
    return f"{folder}{'' if not folder or folder.endswith(separator) else separator}{NAME}"
