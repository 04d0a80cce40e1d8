"""The state of ``jcplan serve``: may it run, and does it?"""

from __future__ import annotations

from collections.abc import Iterator

from jcplan.hosts.excel import calling
from jcplan.hosts.excel.consent import ALLOWED, FORBIDDEN, POLICY_KEY, POLICY_VALUE, RUNNING, consent
from jcplan.hosts.excel.doctor.finding import Finding, Verdict
from jcplan.hosts.excel.probe import Probe


def helps(probe: Probe) -> bool:
    """Whether the service may run, so that Excel need not start a program."""
    return consent(probe).allowed


def runs(probe: Probe) -> bool:
    """Whether it runs."""
    return probe.is_held(RUNNING)


def service(probe: Probe, _workbook: str) -> Iterator[Finding]:
    """Whether IT allows the service, and whether it runs; none is needed where Excel may start Python."""
    title = "Dienst (jcplan serve)"
    found = consent(probe)
    running = "Er läuft." if runs(probe) else "Er läuft zurzeit nicht."
    if found.allowed:
        yield Finding(title, Verdict.GOOD, f"{running} {found.text}")
    elif runs(probe):
        advice = f"Bitte mit {calling.call('serve --stop', probe)} beenden."
        yield Finding(title, Verdict.BAD, f"Er läuft, obwohl er nicht darf. {found.text}", advice)
    elif found.by_policy and probe.registry(POLICY_KEY, POLICY_VALUE) != FORBIDDEN:
        allow = rf"{POLICY_KEY}, {POLICY_VALUE} (DWORD): {ALLOWED} erlaubt, {FORBIDDEN} verbietet."
        yield Finding(title, Verdict.BAD, found.text, "Bitte der IT diesen Satz zeigen.", allow)
    elif found.by_policy:
        yield Finding(title, Verdict.NOTE, found.text, "Darf Excel Python selbst starten, braucht es ihn nicht.")
    else:
        text = "Er ist aus, denn die Zustimmung der IT fehlt. Darf Excel Python selbst starten, braucht es ihn nicht."
        yield Finding(title, Verdict.GOOD, text)
