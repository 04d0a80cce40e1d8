"""``jcplan import-ist``: actuals from files into a workbook, and the last import undone."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from jcplan.actuals import ImplausibleError, ImportReport, UndoReport, month_label
from jcplan.errors import InputError
from jcplan.hosts.cli import show
from jcplan.hosts.cli.commands import in_and_out, now, show_uncomputed, show_written, uncomputed_as_json, user, written
from jcplan.hosts.cli.values import plain as _plain
from jcplan.hosts.cli.values import whole_numbers as _whole_numbers
from jcplan.hosts.delivery import import_files, undo_file
from jcplan.model.teams import MEASURES
from jcplan.ooxml import Saved


def import_actuals(arguments: argparse.Namespace) -> int:
    """``jcplan import-ist DATEI … PLAN [-o OUT] [--probe] [--trotzdem] [--json]``, or ``--rueckgaengig PLAN``."""
    path, out = in_and_out(arguments)
    sources, who, probe = [*map(Path, arguments.sources)], arguments.wer or user(), arguments.probe
    if arguments.rueckgaengig:
        if sources:
            raise InputError("import-ist --rueckgaengig", "auch Dateien", "nur die Arbeitsmappe")
        _show_undone(*undo_file(path, out, who=who, when=now(), probe=probe), out or path, as_json=arguments.json)
        return 0
    if not sources:
        raise InputError("import-ist", "nur eine Datei", "die Istwerte und dahinter die Arbeitsmappe")
    try:
        report, saved = import_files(sources, path, out, who=who, when=now(), probe=probe, anyway=arguments.trotzdem)
    except ImplausibleError as error:
        if arguments.json:
            _show_actuals_as_json(error.report, out or path, Saved())
        raise
    if arguments.json:
        _show_actuals_as_json(report, out or path, saved)
        return 0
    show.line(f"{report.source}: {report.outcome}.")
    for note in report.recognised:
        show.line(note)
    if report.oddities:
        taken = "mit --trotzdem aufgenommen" if report.written else "aufgenommen nur mit --trotzdem"
        show.line(f"\n{report.odd}, {taken}:")
        for text in report.oddities_text():
            show.line(f"  {text}")
    if report.new:
        delivered = {entry.measure for entry in report.new}
        known = [*MEASURES, *sorted(delivered.difference(MEASURES), key=lambda measure: measure.key)]
        measures = [measure for measure in known if measure in delivered]
        header = ("Monat", *(measure.label for measure in measures))
        rows = [
            (month_label(month), *(str(counted[measure.key] or "") for measure in measures))
            for month, counted in report.new_by_month().items()
        ]
        show.line()
        show.table("Neue Werte, Anzahl", header, rows, right=range(1, len(header)))
    if report.corrections:
        corrected = [
            (month_label(e.month), e.measure.label, e.unit, e.shown_before, e.shown_after) for e in report.corrections
        ]
        show.line()
        show.table("Berichtigte Werte", ("Monat", "Kennzahl", "Einheit", "bisher", "neu"), corrected, right=(3, 4))
    show_uncomputed(report.uncomputed)
    if report.written:
        show_written(out or path, saved)
    else:
        show.line("\nProbe: Es wurde nichts geschrieben.")
    return 0


def _show_actuals_as_json(report: ImportReport, path: Path, saved: Saved) -> None:
    found = _actuals_as_json(report) | written(path, saved, *report.recognised)
    show.data(_whole_numbers(found), indent=2)


def _actuals_as_json(report: ImportReport) -> dict[str, Any]:
    return {
        "datei": report.source,
        "pruefsumme": report.checksum,
        "dateien": [{"datei": name, "pruefsumme": checksum} for name, checksum, _ in report.files],
        "planjahr": report.year,
        "geschrieben": report.written,
        "neu": len(report.new),
        "berichtigt": len(report.corrections),
        "unveraendert": report.unchanged,
        "gesperrt": report.suppressed,
        "neue_werte": [
            {"monat": f"{month:%Y-%m}", "kennzahl": key, "anzahl": counted}
            for month, by_key in report.new_by_month().items()
            for key, counted in by_key.items()
        ],
        "berichtigungen": [
            {
                "monat": f"{entry.month:%Y-%m}",
                "kennzahl": entry.measure.key,
                "einheit": entry.unit,
                "vorher": _plain(entry.before),
                "nachher": entry.after,
            }
            for entry in report.corrections
        ],
        "auffaelligkeiten": [
            {
                "datei": odd.line.file or report.source,
                "blatt": odd.line.sheet or None,
                "zeile": odd.line.number,
                "spalte": odd.line.column,
                "einheit": odd.entry.unit,
                "monat": f"{odd.month:%Y-%m}",
                "kennzahl": odd.entry.measure.key,
                "wert": odd.value,
                "art": odd.kind,
                "grund": odd.reason,
            }
            for odd in report.oddities
        ],
        "nicht_gerechnet": uncomputed_as_json(report.uncomputed),
    }


def _show_undone(report: UndoReport, saved: Saved, path: Path, *, as_json: bool) -> None:
    if as_json:
        found: dict[str, Any] = {
            "datei": report.record.source,
            "eingelesen_am": report.record.when,
            "eingelesen_von": report.record.who,
            "geschrieben": report.written,
            "wieder_leer": report.emptied,
            "wieder_wie_vorher": [
                {
                    "monat": f"{cell.month:%Y-%m}",
                    "kennzahl": cell.measure.key,
                    "einheit": cell.unit,
                    "vorher": _plain(cell.before),
                    "nachher": _plain(cell.after),
                }
                for cell in report.corrected
            ],
        }
        show.data(_whole_numbers(found | written(path, saved)), indent=2)
        return
    show.line(report.text())
    if report.written:
        show_written(path, saved)
    else:
        show.line("\nProbe: Es wurde nichts geschrieben.")
