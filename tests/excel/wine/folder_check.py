"""Runs in the Python of the folder for PCs without Python: starts what the shortcut "prüfen" of the start menu starts.

Argument: the name of the shortcut. Prints its command line and what the window then shows.
"""

from __future__ import annotations

import subprocess
import sys

import pythoncom
from win32com.shell import shell

PROGRAMS = 2  # CSIDL_PROGRAMS

link = pythoncom.CoCreateInstance(shell.CLSID_ShellLink, None, pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink)
folder = shell.SHGetFolderPath(0, PROGRAMS, None, 0)
link.QueryInterface(pythoncom.IID_IPersistFile).Load(f"{folder}\\{sys.argv[1]}.lnk")
line = f'"{link.GetPath(0)[0]}" {link.GetArguments()}'
done = subprocess.run(line, cwd=link.GetWorkingDirectory(), input=b"exit\r\n", stdout=subprocess.PIPE, check=False)
sys.stdout.buffer.write(f"{line}\n".encode() + done.stdout)
