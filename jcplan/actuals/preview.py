"""What an import would bring, in as many lines as a message box shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from jcplan.actuals.months import month_label
from jcplan.actuals.report import ImportReport
from jcplan.german import count, visible

_FILES: Final = 6
_NOTES: Final = 4  # of a file
_MONTHS: Final = 6
_CORRECTIONS: Final = 8
_ODD: Final = 3  # of a kind
_WIDE: Final = 230  # characters of a line


def preview(report: ImportReport) -> str:
    """What was recognised, what is new, corrected and suspicious; German, no question.

    Args:
        report: Of an import that only looked.
    """
    return "\n".join(_shortened(line) for line in _lines(report))


def _shortened(line: str) -> str:
    return line if len(line) <= _WIDE else line[: _WIDE - 2] + " …"


def _lines(report: ImportReport) -> Iterator[str]:
    for name, _, notes in report.files[:_FILES]:
        yield f"{name}:"
        yield from (f"  {line}" for line in _some(notes, _NOTES))
    if len(report.files) > _FILES:
        yield f"und {len(report.files) - _FILES} weitere Dateien"
    yield from report.notes
    yield ""
    yield f"{report.outcome}."
    if report.new:
        labels = {entry.measure.key: visible(entry.measure.label) for entry in report.new}
        months = [
            f"{month_label(month)}: {', '.join(f'{labels[key]} {number}' for key, number in counted.items())}"
            for month, counted in report.new_by_month().items()
        ]
        yield from ("", f"Neu ({count(len(report.new), 'Wert', 'Werte')}):")
        yield from (f"  {line}" for line in _some(months, _MONTHS))
    if report.corrections:
        yield from ("", f"Berichtigt, bisher → neu ({len(report.corrections)}):")
        yield from (f"  {line}" for line in _some([*map(str, report.corrections)], _CORRECTIONS))
    if report.oddities:
        yield from ("", f"Auffällig ({len(report.oddities)}), bitte prüfen:")
        for kind, found in groupby(report.oddities, key=lambda odd: odd.kind):
            yield f"  {kind}:"
            yield from (f"    {line}" for line in _some([*map(str, found)], _ODD))


def _some(lines: Sequence[str], most: int) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"und {len(lines) - most} weitere"
