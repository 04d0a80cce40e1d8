"""The menu and toolbar: turns a command into an action of jcplan on the document in front."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
from typing import Any

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.frame import FeatureStateEvent, XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo
from com.sun.star.uno import Exception as UnoException

from . import dialog
from .backend import Failure, backend, trace
from .document import Document
from .table import TABLE

HANDLER: str = TABLE["handler"]


class Handler(unohelper.Base, XDispatchProvider, XDispatch, XInitialization, XServiceInfo):
    """One per window. ``dispatch`` runs on the main thread: the window waits for it."""

    def __init__(self, context: Any, *arguments: Any) -> None:
        self.context = context
        self.frame: Any = None

    def initialize(self, arguments: tuple[Any, ...]) -> None:
        self.frame = arguments[0] if arguments else None

    def queryDispatch(self, url: Any, target: str, flags: int) -> Handler | None:
        return self if url.Protocol == TABLE["protocol"] and url.Path in TABLE["commands"] else None

    def queryDispatches(self, requests: tuple[Any, ...]) -> tuple[Handler | None, ...]:
        return tuple(self.queryDispatch(r.FeatureURL, r.FrameName, r.SearchFlags) for r in requests)

    def dispatch(self, url: Any, arguments: tuple[Any, ...]) -> None:
        title = TABLE["commands"][url.Path]
        try:
            controller = self.frame.getController()
            details = self._details(controller, title)
            report = backend().act(url.Path, Document(controller.getModel()), details)
            while report["kind"] in dialog.ASKING:
                answer = dialog.ASKING[report["kind"]](
                    self.context, self.frame, title, report["text"], report.get("suggestion", "")
                )
                if answer is None:
                    return
                report = backend().act(url.Path, Document(controller.getModel()), {**details, "answer": answer})
            if report.get("goto"):
                _go_to(controller, report["goto"])
            if report.get("opens"):
                _open(self.context, report["opens"])
        except Failure as failure:
            report = {"kind": "error", "text": str(failure)}
        except Exception as error:  # noqa: BLE001  (nobody would see an exception that leaves dispatch)
            trace()
            report = {"kind": "error", "text": f"Unerwarteter Fehler ({type(error).__name__}): {error}"}
        if report.get("text"):
            dialog.show(self.context, self.frame, report["kind"], title, report["text"])

    def _details(self, controller: Any, title: str) -> dict[str, Any]:
        """Who, when, the selected cell, and the document's file if that is what the window shows."""
        now = dt.datetime.now().replace(microsecond=0)  # noqa: DTZ005  (local time, as people write it in a log)
        details: dict[str, Any] = {
            "who": self._user(),
            "when": now.isoformat(),
            "title": title,
            "backend": backend().kind,
        }
        model = controller.getModel()
        if model.hasLocation() and not model.isModified() and model.getURL().startswith("file:"):
            details["saved_as"] = uno.fileUrlToSystemPath(model.getURL())
        selected = model.getCurrentSelection()
        if selected is not None and hasattr(selected, "getRangeAddress"):
            a = selected.getRangeAddress()
            details["cell"] = [model.Sheets.getByIndex(a.Sheet).Name, a.StartRow + 1, a.StartColumn + 1]
        return details

    def _user(self) -> str:
        """The name in LibreOffice's user data, else the system's user name."""
        provider = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", self.context
        )
        path = PropertyValue()
        path.Name, path.Value = "nodepath", "/org.openoffice.UserProfile/Data"
        data = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (path,))
        name = " ".join(filter(None, (data.getByName("givenname"), data.getByName("sn"))))
        try:
            return name or getpass.getuser()
        except (OSError, KeyError, ImportError):  # this environment has no user name
            return "unbekannt"

    def addStatusListener(self, listener: Any, url: Any) -> None:  # tells the button that it is enabled
        event = FeatureStateEvent()
        event.Source, event.FeatureURL, event.IsEnabled = self, url, True
        listener.statusChanged(event)

    def removeStatusListener(self, listener: Any, url: Any) -> None:
        pass

    def getImplementationName(self) -> str:
        return HANDLER

    def supportsService(self, name: str) -> bool:
        return bool(name == HANDLER)

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return (HANDLER,)


def _go_to(controller: Any, sheet: str) -> None:
    controller.setActiveSheet(controller.getModel().Sheets.getByName(sheet))


def _open(context: Any, path: str) -> None:
    """Open a file in a window of its own; where this office has no program for it, the system's is asked."""
    create, url = context.ServiceManager.createInstanceWithContext, uno.systemPathToFileUrl(path)
    opened = None
    with contextlib.suppress(UnoException):
        opened = create("com.sun.star.frame.Desktop", context).loadComponentFromURL(url, "_blank", 0, ())
    if opened is None:
        with contextlib.suppress(UnoException):
            create("com.sun.star.system.SystemShellExecute", context).execute(url, "", 0)
