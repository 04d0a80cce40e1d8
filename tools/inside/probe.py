"""Runs inside LibreOffice, beside the extension: answers there what a test would ask cell by cell from outside.

Over the bridge each name and each cell is a trip; a workbook has thousands of both.
"""

from __future__ import annotations

import json
from typing import Any

import unohelper
from com.sun.star.task import XJob

PROBE = "org.jcplan.tools.Probe"


class Probe(unohelper.Base, XJob):
    """Asks the extension's own view of a document."""

    def __init__(self, context: Any, *_: Any) -> None:
        self.context = context

    def execute(self, arguments: tuple[Any, ...]) -> str:
        """The answer to a question about a document, as JSON.

        Args:
            arguments: Named values: ``handler``, the extension's service, whose modules this borrows; ``document``;
                ``question`` and ``arguments`` (JSON) as ``component.document.Document.answer`` takes them.
        """
        given = {each.Name: each.Value for each in arguments}
        self.context.ServiceManager.createInstanceWithContext(given["handler"], self.context)  # brings its modules
        from jcplan_component.document import Document  # noqa: PLC0415  (not before)

        answer = Document(given["document"]).answer(given["question"], *json.loads(given["arguments"]))
        return json.dumps(answer)


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816  (LibreOffice looks for this name)
g_ImplementationHelper.addImplementation(Probe, PROBE, (PROBE,))
