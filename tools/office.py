"""A private, headless LibreOffice with the extension active: for tests and for pictures.

::

    with Office() as office, office.open(path) as document:
        document.recalculate()
        document.value("Ziele", "D5")
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from jcplan import libreoffice as program
from jcplan.buttons import button
from jcplan.cells import CellError, Rows, parse_area
from jcplan.errors import FileError
from jcplan.hosts.libreoffice import environment, extension
from jcplan.hosts.libreoffice.book import OfficeBook
from jcplan.hosts.libreoffice.naming import PROTOCOL
from jcplan.port import whole
from tools import bridge, inside

RESTART: Final = 81  # exit code: start me again (first start of a profile with a new extension)
FILTERS: Final = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8", ".pdf": "calc_pdf_Export"}
_ALWAYS: Final = 0  # recalculate a file when it is opened
_NEVER: Final = 1

_OPENER: Final = """\
#!/bin/sh
[ -e "$0.refuses" ] && exit 4
printf '%s\\n' "$1" >> "$0.opened"
"""
"""In place of the desktop's: it notes what would be opened, for nobody sits in front of the screen."""
_ITEM: Final = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_PROFILE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{}\n</oor:items>\n'
)


class Office:
    """A LibreOffice process with a profile of its own, which ends with the ``with`` block.

    Args:
        locale: Of the user interface and of number input.
        recalculate: Whether opening a file recalculates it.
        mode: ``auto`` or ``worker``, see ``environment.describe``.
        described: An environment for the extension in place of this one; for tests.
        timeout: Seconds for the start.
    """

    def __init__(
        self,
        *,
        locale: str = "de-DE",
        recalculate: bool = False,
        mode: str = "auto",
        described: dict[str, Any] | None = None,
        timeout: float = 90.0,
    ) -> None:
        self._uno = bridge.load()
        self._timeout = timeout
        self._process: subprocess.Popen[bytes] | None = None
        self.folder = Path(tempfile.mkdtemp(prefix="jcplan-office-"))
        self._messages = self.folder / "messages.jsonl"
        self._pipe = "jcplan" + uuid.uuid4().hex[:12]
        self._command = self._prepare(locale, recalculate, described or environment.describe(mode=mode))
        self._opener = self.folder / "bin" / "xdg-open"
        self._opener.parent.mkdir()
        self._opener.write_text(_OPENER, "utf-8")
        self._opener.chmod(0o755)
        surroundings = program.surroundings()
        self._environment = surroundings | {
            "PATH": os.pathsep.join((str(self._opener.parent), surroundings.get("PATH", ""))),
            "TMPDIR": str(self.folder),
            "JCPLAN_MELDUNG": str(self._messages),
        }
        self.context: Any = None
        self.desktop: Any = None
        self.probe: Any = None

    def _prepare(self, locale: str, recalculate: bool, described: dict[str, Any]) -> list[str]:  # noqa: FBT001
        bundled = extension.unpack(self.folder / "bundled", described)
        inside.unpack(bundled)
        user = self.folder / "profile" / "user"
        user.mkdir(parents=True)
        language = locale.partition("-")[0]
        loading = _ALWAYS if recalculate else _NEVER
        items = [
            ("Office.Linguistic/General", "UILocale", locale if language == "en" else language),
            ("Setup/L10N", "ooSetupSystemLocale", locale),
            ("Office.Calc/Formula/Load", "OOXMLRecalcMode", loading),
            ("Office.Calc/Formula/Load", "ODFRecalcMode", loading),
            # neither obey nor leave .~lock.NAME# files
            ("Office.Common/Misc", "UseLocking", "false"),
            ("Office.Common/Misc", "UseDocumentOOoLockFile", "false"),
            ("Office.Common/Misc", "UseDocumentSystemFileLocking", "false"),
        ]
        text = _PROFILE.format("\n".join(_ITEM.format(*item) for item in items))
        (user / "registrymodifications.xcu").write_text(text, "utf-8")
        binary = program.folder() / "soffice.bin"
        return [
            str(binary if binary.is_file() else program.soffice()),
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            "--nofirststartwizard",
            f"-env:UserInstallation={bridge.url(user.parent)}",
            f"-env:BUNDLED_EXTENSIONS={bridge.url(bundled)}",
            f"--accept=pipe,name={self._pipe};urp;",
        ]

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _spawn(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(self._command, env=self._environment, stdin=subprocess.DEVNULL)
        return self._process

    def _start(self) -> None:
        until = time.monotonic() + self._timeout
        local = self._uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        not_yet = bridge.interface("com.sun.star.connection.NoConnectException")
        process = self._spawn()
        while self.context is None:
            try:
                self.context = resolver.resolve(f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext")
            except not_yet:
                code = process.poll()
                if code == RESTART:
                    process = self._spawn()
                elif code is not None:
                    raise FileError(f"LibreOffice ist beim Start mit dem Code {code} ausgestiegen.") from None
                elif time.monotonic() > until:
                    raise FileError(f"LibreOffice hat sich {self._timeout:g} Sekunden lang nicht gemeldet.") from None
                time.sleep(0.05)
        self.desktop = self.service("com.sun.star.frame.Desktop")
        self.probe = inside.Probe(self.context)

    def service(self, name: str, *arguments: Any) -> Any:
        """A UNO service of the running office."""
        manager = self.context.ServiceManager
        if arguments:
            return manager.createInstanceWithArgumentsAndContext(name, arguments, self.context)
        return manager.createInstanceWithContext(name, self.context)

    def open(self, path: Path | None = None) -> Document:
        """A file as a document; None gives a new one."""
        source = bridge.url(path) if path else "private:factory/scalc"
        model = self.desktop.loadComponentFromURL(
            source, "_blank", 0, bridge.properties(Hidden=True, MacroExecutionMode=0)
        )
        if model is None:
            raise FileError(f"LibreOffice kann {path} nicht öffnen.")
        return Document(self, model)

    def messages(self) -> list[dict[str, str]]:
        """The messages that boxes would have shown since the last look."""
        if not self._messages.is_file():
            return []
        found = [json.loads(line) for line in self._messages.read_text("utf-8").splitlines()]
        self._messages.unlink()
        return found

    def answer(self, text: str) -> None:
        """What dialogs get as an answer from now on."""
        self._messages.with_name(self._messages.name + ".antwort").write_text(text, "utf-8")

    def pick(self, *paths: Path) -> None:
        """Which files file dialogs get from now on."""
        self._messages.with_name(self._messages.name + ".dateien").write_text("\n".join(map(str, paths)), "utf-8")

    def say_yes(self, *, yes: bool) -> None:
        """What questions for a yes get from now on."""
        self._messages.with_name(self._messages.name + ".ja").write_text("ja" if yes else "", "utf-8")

    def opened(self) -> list[str]:
        """The addresses that the desktop was asked to open since the last look."""
        path = self._opener.with_name(self._opener.name + ".opened")
        if not path.is_file():
            return []
        found = path.read_text("utf-8").splitlines()
        path.unlink()
        return found

    def refuse_opening(self, *, refused: bool) -> None:
        """Whether the desktop opens nothing from now on."""
        path = self._opener.with_name(self._opener.name + ".refuses")
        if refused:
            path.touch()
        else:
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """End LibreOffice and remove its profile."""
        process = self._process
        if process is not None and process.poll() is None:
            try:
                self.desktop.terminate()
            except Exception:  # noqa: BLE001  (never connected, or going already)
                process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Document:
    """An open spreadsheet document."""

    def __init__(self, office: Office, model: Any) -> None:
        self.office = office
        self.model = model

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.model.close(True)

    @property
    def book(self) -> OfficeBook:
        """The document as actions see it, each time as it is now."""
        return OfficeBook(self.answer, button("refresh").title)

    def answer(self, question: str, *arguments: Any) -> Any:
        """What the extension answers an action that asks about the document."""
        return self.office.probe.answer(self.model, question, *arguments)

    def cells(self, sheet: str, address: str) -> Any:
        """A UNO cell range."""
        return self.model.Sheets.getByName(sheet).getCellRangeByName(address)

    def named(self, name: str) -> Any:
        """The UNO cell range of a defined name."""
        return self.model.NamedRanges.getByName(name).getReferredCells()

    def read(self, sheet: str, address: str) -> Rows:
        """The values of an area such as ``B2:C9``."""
        area = parse_area(address)
        if area is None:
            raise ValueError(f"{address!r} is no area")
        (rows,) = self.book.values([(sheet, area)])
        return whole(rows, area)

    def value(self, sheet: str, address: str) -> float | bool | str | CellError | None:
        """The value of one cell."""
        return self.read(sheet, address)[0][0]

    def recalculate(self) -> None:
        """Compute every formula anew; ``calculate()`` would only do what is marked as changed."""
        self.model.calculateAll()

    def select(self, sheet: str, address: str) -> None:
        """Select cells, as a user does."""
        self.model.CurrentController.select(self.cells(sheet, address))

    def press(self, command: str) -> list[dict[str, str]]:
        """Do what a menu entry does, e.g. ``aktualisieren``; gives the messages that it shows."""
        helper = self.office.service("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(self.model.CurrentController.Frame, PROTOCOL + command, "_self", 0, ())
        return self.office.messages()

    def save(self, path: Path) -> Path:
        """Save a copy, in the format of the suffix."""
        self.model.storeToURL(bridge.url(path), bridge.properties(FilterName=FILTERS[path.suffix]))
        return path

    def pdf(self, path: Path) -> Path:
        """Export what would be printed."""
        return self.save(path)
