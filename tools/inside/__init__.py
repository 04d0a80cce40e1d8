"""What runs inside a LibreOffice that tests and pictures start."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from jcplan.hosts.libreoffice.naming import HANDLER
from tools import bridge

_PROBE: Final = "org.jcplan.tools.Probe"
_SOURCE: Final = Path(__file__).with_name("probe.py")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FILES: Final = {
    "META-INF/manifest.xml": (
        f'{_HEAD}<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n'
        '<manifest:file-entry manifest:full-path="probe.components" '
        'manifest:media-type="application/vnd.sun.star.uno-components"/>\n</manifest:manifest>\n'
    ),
    "description.xml": (
        f'{_HEAD}<description xmlns="http://openoffice.org/extensions/description/2006">\n'
        '<identifier value="org.jcplan.tools"/>\n<version value="1"/>\n</description>\n'
    ),
    "probe.components": (
        f'{_HEAD}<components xmlns="http://openoffice.org/2010/uno-components">\n'
        '<component loader="com.sun.star.loader.Python" uri="probe.py">\n'
        f'<implementation name="{_PROBE}"><service name="{_PROBE}"/></implementation>\n</component>\n</components>\n'
    ),
}


def unpack(folder: Path) -> None:
    """Write the probe beside the extensions of a folder, for ``soffice -env:BUNDLED_EXTENSIONS=…``."""
    for name, text in {**_FILES, "probe.py": _SOURCE.read_text("utf-8")}.items():
        file = folder / "probe" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


class Probe:
    """The probe of a running office.

    Args:
        context: The office's.
    """

    def __init__(self, context: Any) -> None:
        self._job = context.ServiceManager.createInstanceWithContext(_PROBE, context)

    def answer(self, document: Any, question: str, *arguments: Any) -> Any:
        """As ``component.document.Document.answer`` for a document, computed inside the office."""
        given = bridge.named_values(
            handler=HANDLER, document=document, question=question, arguments=json.dumps(arguments)
        )
        return json.loads(self._job.execute(given))
