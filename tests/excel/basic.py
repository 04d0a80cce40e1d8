"""LibreOffice as a second VBA compiler, and a place where functions that need no Excel can be called.

In VBA mode LibreOffice Basic compiles most of VBA. A module that does not compile stays silent: a call
into it gives None and no error, and so does every other module of its library. So each module is alone
with its stand-ins, and a function added at its end shows by its result that all of it was compiled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tools import bridge
from tools.office import Office

_START = re.compile(r"(?:Public |Private )?(?:Static )?(Function|Sub|Property (?:Get|Let|Set)) (\w+)")


def procedures(source: str) -> dict[str, str]:
    """The procedures of a module without conditional compilation, by name."""
    found: dict[str, str] = {}
    lines: list[str] = []
    name = kind = ""
    for line in source.splitlines():
        start = _START.match(line)
        if start and not name:
            kind, name = start[1].split()[0], start[2]
        if name:
            lines.append(line)
        if name and re.match(rf"\s*End {kind}\b", line):
            found[name] = "\n".join(lines) + "\n"
            lines, name = [], ""
    return found


class Basic:
    """A document with an empty library in VBA mode."""

    def __init__(self, office: Office) -> None:
        new = bridge.properties(Hidden=True, MacroExecutionMode=4)  # always, without asking
        self.document = office.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, new)
        libraries = self.document.BasicLibraries
        libraries.VBACompatibilityMode = True
        self._library = libraries.getByName("Standard" if libraries.hasByName("Standard") else "VBAProject")
        self._count = 0

    @contextmanager
    def _module(self, name: str, source: str) -> Iterator[None]:
        text = re.sub(r"^Attribute .*\n", "", source, flags=re.MULTILINE)
        self._library.insertByName(name, "Option VBASupport 1\n" + text)
        try:
            yield
        finally:
            self._library.removeByName(name)

    def value(self, source: str, body: str, others: Mapping[str, str] | None = None) -> object:
        """What a function at the end of a module gives; None where something does not compile.

        Args:
            source: The module.
            body: The lines of the function; they assign to ``ergebnis``.
            others: Further modules of the library.
        """
        for name, text in (others or {}).items():
            with self._module(name, text):
                return self.value(source, body, {n: t for n, t in (others or {}).items() if n != name})
        self._count += 1  # a name of its own: LibreOffice keeps what it compiled
        name = f"Modul{self._count}"
        probe = f"\nPublic Function Probe{self._count}() As Variant\n    Dim ergebnis As Variant\n{body}\n"
        probe += f"    Probe{self._count} = ergebnis\nEnd Function\n"
        url = f"vnd.sun.star.script:Standard.{name}.Probe{self._count}?language=Basic&location=document"
        not_there = bridge.interface("com.sun.star.script.provider.ScriptFrameworkErrorException")
        with self._module(name, source.rstrip() + "\n" + probe):
            try:
                return self.document.getScriptProvider().getScript(url).invoke((), (), ())[0]
            except not_there:  # so broken that the function was not seen
                return None

    def compiles(self, source: str) -> bool:
        """Whether a module compiles."""
        return self.value(source, "    ergebnis = 41 + 1") == 42

    def close(self) -> None:
        self.document.close(True)
