"""Which files Explorer dropped on a script, from how it calls ``cmd``."""

from __future__ import annotations

import re


def dropped(call: str, script: str) -> list[str] | None:
    r"""The files that were dropped on a script, all of them and whole.

    Explorer puts a path without blanks in no quotation marks, and ``cmd`` takes an ``&`` in it for the end of the
    command: the script's own arguments have a part of the path only.

    Args:
        call: The command line of the ``cmd`` that runs the script.
        script: The script's name.

    Returns:
        Their paths; None where Explorer did not call it.

    >>> dropped(r'C:\Windows\system32\cmd.exe /c ""C:\JC Planung\Einrichten.cmd" C:\A&B\Plan.xlsm"', "Einrichten.cmd")
    ['C:\\A&B\\Plan.xlsm']
    >>> dropped(r'cmd.exe /c ""C:\JC\Einrichten.cmd" "C:\A & B\Plan.xlsm" C:\Neu.xlsm"', "Einrichten.cmd")
    ['C:\\A & B\\Plan.xlsm', 'C:\\Neu.xlsm']
    >>> dropped(r'cmd.exe /c ""C:\JC\Einrichten.cmd" "', "Einrichten.cmd")
    []
    >>> dropped(r'"C:\Windows\system32\cmd.exe" ', "Einrichten.cmd")
    """
    found = re.search(rf'/c\s+""[^"]*[\\/]{re.escape(script)}"(.*)"\s*$', call, re.IGNORECASE | re.DOTALL)
    return [quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|([^\s"]+)', found[1])] if found else None
