"""The commands on a workbook that is there. Each takes the parsed arguments and returns the exit code."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jcplan.actions import Change, Checked, CheckReport, RefreshReport
from jcplan.cells import CellError, Scalar, address, quote_sheet
from jcplan.errors import InputError
from jcplan.formula import Uncomputed, uncomputed_text
from jcplan.formula.engine import Key
from jcplan.german import number, percent, quantity
from jcplan.hosts.cli import show
from jcplan.hosts.cli.values import plain as _plain
from jcplan.hosts.cli.values import whole_numbers as _whole_numbers
from jcplan.hosts.file import Refreshed, check_file, refresh_and_check_file
from jcplan.ooxml import Saved
from jcplan.reconcile import Deviation
from jcplan.repair import Repair


def user() -> str:
    """Who is logged in, for the log."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unbekannt"


# ---- refresh ----------------------------------------------------------------------------------


def refresh(arguments: argparse.Namespace) -> int:
    """``jcplan refresh PATH [-o OUT] [--json]``."""
    path, out = in_and_out(arguments)
    refreshed, saved = refresh_and_check_file(path, out, who=arguments.wer or user(), when=now())
    if arguments.json:
        found = refreshed_as_json(refreshed) | written(out or path, saved)
        show.data(_whole_numbers(found), indent=2)
        return 0
    _show_targets(refreshed.report)
    show.line("\n" + refreshed.report.text())
    _show_contradictions(refreshed.contradictions)
    _show_first_errors(refreshed.errors)
    show_uncomputed(refreshed.uncomputed)
    show_written(out or path, saved)
    return 0


def refreshed_as_json(refreshed: Refreshed) -> dict[str, Any]:
    """What a refresh did, for programs."""

    def change(changed: Change) -> dict[str, Any]:
        return {
            "name": changed.name,
            "bezeichnung": changed.label,
            "einheit": changed.unit,
            "vorher": changed.before,
            "nachher": changed.after,
        }

    report = refreshed.report
    return {
        "ergebnis": report.outcome,
        "ziele": [
            {
                "name": result.target.name,
                "kennzahl": result.target.label,
                "gruppe": result.target.group,
                "einheit": result.target.unit,
                "veroeffentlicht": result.published,
                "exakt": result.exact,
            }
            for result in report.plan.targets.values()
        ],
        "geaenderte_annahmen": [change(changed) for changed in report.inputs_changed],
        "geaenderte_ziele": [change(changed) for changed in report.targets_changed],
        "version": report.formulas.version,
        "formeln": _deviations_as_json(report.deviations),
        "widersprueche": [_relation_as_json(found) for found in refreshed.contradictions],
        "fehler": [
            {"zelle": f"{quote_sheet(sheet)}!{address(row, column)}", "meldung": error.message or error.code}
            for (sheet, row, column), error in sorted(refreshed.errors.items())
        ],
        "nicht_gerechnet": uncomputed_as_json(refreshed.uncomputed),
    }


def uncomputed_as_json(formulas: Sequence[Uncomputed]) -> list[dict[str, str]]:
    """Formulas that are left uncomputed, for programs."""
    return [{"zelle": left.place, "formel": left.formula, "grund": left.cause} for left in formulas]


def show_uncomputed(formulas: Sequence[Uncomputed]) -> None:
    """Say which formulas are left uncomputed, if any."""
    if formulas:
        show.line("\n" + uncomputed_text(formulas))


def written(path: Path, saved: Saved, *notes: str) -> dict[str, Any]:
    """Where the result is and what else is to be said, for programs."""
    return {
        "arbeitsmappe": str(path),
        "sicherung": str(saved.backup) if saved.backup else None,
        "hinweise": [*notes, *saved.notes],
    }


def in_and_out(arguments: argparse.Namespace) -> tuple[Path, Path | None]:
    """The workbook, and where the result goes if not into the workbook itself."""
    path = Path(arguments.path)
    out = Path(arguments.out) if arguments.out else None
    if out is not None and out.suffix.lower() != path.suffix.lower():
        raise InputError(str(out), f"die Endung „{out.suffix}“", f"dieselbe Endung wie bei {path.name}")
    return path, out


def now() -> dt.datetime:
    """Local time, to the second."""
    return dt.datetime.now().replace(microsecond=0)  # noqa: DTZ005 - local time, as people write it in a log


def show_written(path: Path, saved: Saved) -> None:
    """Where the result is and what else is to be said."""
    show.line(f"\nArbeitsmappe: {path}" + (f" (vorher: {saved.backup})" if saved.backup else ""))
    for note in saved.notes:
        show.line(f"Hinweis: {note}")


def _show_targets(report: RefreshReport) -> None:
    rows = []
    for result in report.plan.targets.values():
        target, change = result.target, result.change
        exact = quantity(result.exact, target.unit, 5) if target.unit == "%" else ""
        published = quantity(result.published, target.unit, result.places)
        shown = ""
        if change is not None:
            sign = "±" if abs(change) < 5e-5 else "+" if change > 0 else ""
            shown = sign + (number(change * 100, 2) + " %-Punkte" if target.unit == "%" else percent(change, 1))
        rows.append((target.label, target.group, published, exact, shown))
    inputs = report.plan.inputs
    year = f"Ziele {number(inputs.planjahr).replace('.', '')}"
    show.table(year, ("Kennzahl", "Gruppe", "veröffentlicht", "exakt", "Veränderung"), rows, right=(2, 3, 4))
    terms = report.plan.terms
    exact_iq, unrounded, low, high = (
        percent(v, 3) for v in (terms.iq, terms.iq_ungerundet, terms.iq_unten, terms.iq_oben)
    )
    show.line(f"\nIQ gesamt genau {exact_iq}, ungerundete Kette {unrounded}, Spanne {low} bis {high}.")
    needed = number(terms.lzb_abgang, 0)
    goal = ("±" if inputs.lzb_ziel == 0 else "+" if inputs.lzb_ziel > 0 else "") + percent(inputs.lzb_ziel, 1)
    show.line(f"LZB {goal}: nötig sind {needed} Abgänge im Monat, geplant {number(inputs.lzb_abgang)}.")


def _show_contradictions(contradictions: tuple[Checked, ...]) -> None:
    if contradictions:
        show.line("\nWidersprüche in den Zahlen:")
    for found in contradictions:
        show.line(f"  {found.label}: {found.explanation}")


def _show_first_errors(errors: Mapping[Key, CellError]) -> None:
    """Each message once, at the first cell that has it: an error runs on through all that refer to it."""
    first: dict[str, str] = {}
    for (sheet, row, column), error in sorted(errors.items()):
        first.setdefault(error.message or error.code, f"{quote_sheet(sheet)}!{address(row, column)}")
    if first:
        show.line("\nFehler in Zellen (alle nennt „jcplan check“):")
    for message, place in first.items():
        show.line(f"  {place}: {message}")


# ---- check ------------------------------------------------------------------------------------


def check(arguments: argparse.Namespace) -> int:
    """``jcplan check PATH [--json]``."""
    report = check_file(Path(arguments.path))
    if arguments.json:
        show.data(_as_json(report), indent=2)
        return 0 if report.clean else 1
    rows = [(c.finding, c.label, c.explanation) for c in report.relations]
    show.table("Zahlen des Dokuments", ("Urteil", "Prüfung", "in einem Satz"), rows)
    show.line()
    mended = [(c.label, sentence) for c in report.relations if (sentence := report.repair_of(c))]
    if mended:
        show.table("Was eine einzelne Änderung löst", ("Prüfung", "eine von diesen"), mended)
        show.line()
    outdated = [(c.label, _cell(c.computed, c.unit), _cell(c.printed, c.unit)) for c in report.outdated]
    if outdated:
        show.table(
            "Ziele, die nicht zur Rechnung passen (bitte „Ziele aktualisieren“)",
            ("Ziel", "Rechnung", "festgeschrieben"),
            outdated,
            right=(1, 2),
        )
    else:
        show.line(f"Ziele: alle {len(report.targets)} stimmen mit der Rechnung überein.")
    show.line()
    if report.deviations:
        show.table(
            "Formeln, die nicht mehr die gelieferten sind",
            ("Zelle", "gefunden", "erwartet"),
            [(d.place, d.found, d.expected) for d in report.deviations],
        )
    else:
        show.line("Formeln: alle wie geliefert.")
    if report.errors:
        show.line()
        rows_of_errors = [(place, message) for place, message in report.errors]
        show.table("Fehler in Zellen", ("Zelle", "Erklärung"), rows_of_errors)
    show_uncomputed(report.uncomputed)
    return 0 if report.clean else 1


def _cell(value: Scalar, unit: str) -> str:
    return quantity(float(value), unit) if isinstance(value, int | float) else "leer" if value is None else str(value)


def _as_json(report: CheckReport) -> dict[str, Any]:
    return {
        "ohne_befund": report.clean,
        "pruefungen": [_relation_as_json(c) | {"art": c.art} for c in report.relations],
        "reparatur": [_repair_as_json(repair, report) for repair in report.repairs],
        "ziele": [_relation_as_json(c) for c in report.targets],
        "version": report.formulas.version,
        "formeln": _deviations_as_json(report.deviations),
        "fehler": [{"zelle": place, "meldung": message} for place, message in report.errors],
        "nicht_gerechnet": uncomputed_as_json(report.uncomputed),
    }


def _repair_as_json(repair: Repair, report: CheckReport) -> dict[str, Any]:
    return {
        "name": repair.field.name,
        "von": repair.before,
        "auf": repair.after,
        "bezeichnung": repair.field.label,
        "einheit": repair.field.unit,
        "pruefung": report.relations[repair.relation].label,
        "dann": [report.relations[at].label for at in repair.then],
    }


def _relation_as_json(checked: Checked) -> dict[str, Any]:
    return {
        "pruefung": checked.label,
        "berechnet": _plain(checked.computed),
        "gedruckt": _plain(checked.printed),
        "einheit": checked.unit,
        "urteil": checked.verdict,
        "erlaeuterung": checked.explanation,
    }


def _deviations_as_json(deviations: Sequence[Deviation]) -> list[dict[str, str]]:
    return [{"zelle": d.place, "gefunden": d.found, "erwartet": d.expected} for d in deviations]
