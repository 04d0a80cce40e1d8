"""May others change the Python that Excel starts?"""

from __future__ import annotations

import ntpath
from collections.abc import Iterator

from jcplan.hosts.excel.doctor.finding import Finding, Verdict
from jcplan.hosts.excel.doctor.interpreter import started
from jcplan.hosts.excel.probe import Probe
from jcplan.hosts.excel.rights import SAFE, writers


def folder(probe: Probe, _workbook: str) -> Iterator[Finding]:
    """Who may write where the Python for Excel lies, if it is there."""
    if not probe.exists(started(probe)):
        return
    title = "Ordner von Python"
    place = ntpath.dirname(started(probe))
    grants = probe.grants(place)
    if grants is None:
        found = f"Wer in {place} schreiben darf, lässt sich nicht lesen."
        advice = "Bitte die IT fragen: Es sollten nur Sie oder die IT sein."
        allow = f"Sagen, wer in {place} schreiben darf: nur die IT oder dieser Benutzer."
        yield Finding(title, Verdict.UNKNOWN, found, advice, allow)
    elif others := writers(grants):
        found = f"In {place} dürfen auch andere schreiben ({', '.join(others)}): Excel startet, was sie dort ablegen."
        allow = (
            f"{place}: {', '.join(others)} nur Lesen und Ausführen geben; klären, ob jemand dort etwas geändert hat."
        )
        yield Finding(title, Verdict.BAD, found, f"Bitte den Ordner {SAFE}.", allow)
    else:
        yield Finding(title, Verdict.GOOD, "Andere Benutzer dürfen dort nichts ändern.")
