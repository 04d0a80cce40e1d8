"""Runs in the Python of the folder for PCs without Python: its server, started and called as Excel does it.

Arguments: a JSON file with the arguments of every function (null for one left out), and the module of the functions.
Prints a line of JSON for each function: its result as it came over COM.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))  # this Python looks nowhere else

from dll import MISSING, start_server


def deep(value):
    """Lists as tuples, as COM takes them."""
    return tuple(map(deep, value)) if isinstance(value, list) else value


server = start_server()
print(json.dumps({"programm": server.Str(server.Eval("__import__('sys').executable"))}))
for name, arguments in json.loads(Path(sys.argv[1]).read_text("utf-8")).items():
    given = [MISSING if each is None else deep(each) for each in arguments]
    print(json.dumps({name: server.CallUDF(sys.argv[2], name, given)}), flush=True)
sys.stdout.flush()
os._exit(0)
