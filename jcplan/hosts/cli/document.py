"""The command on the planning document in Word. As those in ``commands``."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from jcplan import actions
from jcplan.document.plan import Plan
from jcplan.document.refresh import Refreshed, final, refresh
from jcplan.document.report import Report
from jcplan.errors import FileError, InputError
from jcplan.hosts.cli import show
from jcplan.hosts.cli.values import whole_numbers
from jcplan.hosts.file import FileBook, exchanged
from jcplan.ooxml import (
    DOCUMENT,
    Package,
    Saved,
    one_at_a_time,
    refuse_if_open,
    refuse_unreplaceable,
    replace_atomically,
)

_SUFFIXES: Final = (".docx", ".docm")
_FINAL: Final = "Endfassung"
_LISTED: Final = 5


def run(arguments: argparse.Namespace) -> int:
    """``jcplan dokument PLAN PLANUNG [--pruefen] …``, or ``jcplan dokument [PLAN] --lesen FREMD``."""
    _refuse_contradictions(arguments)
    if arguments.lesen is not None:
        return _read(arguments)
    book = FileBook(Path(arguments.path))
    book.refuse_uncomputed_inputs()
    work = _Work(arguments, book, Path(arguments.document))
    return work.check() if arguments.pruefen else work.write()


def _refuse_contradictions(arguments: argparse.Namespace) -> None:
    """Make sure that the arguments go together.

    Raises:
        InputError: They do not.
    """
    writing = {
        "--vorlage": arguments.vorlage, "--ueberschreiben": arguments.ueberschreiben,
        "--endfassung": arguments.endfassung, "--pdf": arguments.pdf is not None, "-o": arguments.out,
    }  # fmt: skip
    if arguments.lesen is not None:
        also = {**writing, "--pruefen": arguments.pruefen, "PLANUNG": arguments.document}
        for option in (name for name, given in also.items() if given):
            raise InputError("--lesen", f"dazu {option}", "höchstens eine Arbeitsmappe, gegen die gelesen wird")
        return
    if arguments.document is None:
        expected = "eine Arbeitsmappe und ein Word-Dokument, zum Beispiel: jcplan dokument Plan.xlsx Planung.docx"
        raise InputError("PLANUNG", "keine Angabe", expected)
    if arguments.pruefen:
        for option in (name for name in ("--vorlage", "--endfassung", "--pdf", "-o") if writing[name]):
            raise InputError("--pruefen", f"dazu {option}", "nur die Prüfung, die nichts schreibt")
    for place in filter(None, (arguments.document, arguments.out)):
        suffix = Path(place).suffix.lower()
        if suffix not in _SUFFIXES and not Path(place).exists():
            raise InputError(place, f"die Endung „{suffix}“", ".docx")
    if arguments.pdf and Path(arguments.pdf).suffix.lower() != ".pdf":
        raise InputError("--pdf", f"„{arguments.pdf}“", "eine Datei mit der Endung .pdf (oder keine Angabe)")


class _Work:
    """What is to be done with a document."""

    def __init__(self, arguments: argparse.Namespace, book: FileBook, path: Path) -> None:
        self._arguments = arguments
        self._book = book
        self._path = path
        self._source = Plan(book)

    # ---- what is done

    def check(self) -> int:
        """Report only; 1 where document and plan differ."""
        report = self._refreshed(self._content()).report
        if self._arguments.json:
            show.data(whole_numbers(report.as_data()), indent=2)
        else:
            show.line(str(report))
        return 0 if report.is_clean else 1

    def write(self) -> int:
        """Create the document, or bring it up to date; then what else is wanted of it."""
        is_new = not self._path.exists()
        report, saved = self._create() if is_new else self._refresh()
        out = self._path if self._arguments.out is None or self._arguments.endfassung else Path(self._arguments.out)
        ending, notes = self._final(out)
        told = report.as_data() | {
            "dokument": str(out),
            "neu": is_new,
            "sicherung": str(saved.backup) if saved.backup else None,
            "endfassung": str(ending) if ending else None,
            "hinweise": [*report.notes, *saved.notes, *notes],
        }
        if not self._arguments.json:
            self._tell(report, told)
        told["pdf"] = self._pdf(ending or out)
        if self._arguments.json:
            show.data(whole_numbers(told), indent=2)
        elif told["pdf"]:
            show.line(f"PDF: {told['pdf']}")
        return 0

    def _tell(self, report: Report, told: dict[str, Any]) -> None:
        show.line(str(replace(report, notes=())))
        backup = f" (vorher: {told['sicherung']})" if told["sicherung"] else ""
        show.line(f"\n{'Neues Dokument' if told['neu'] else 'Dokument'}: {told['dokument']}{backup}")
        if told["endfassung"]:
            show.line(f"{_FINAL}: {told['endfassung']}")
        for note in told["hinweise"]:
            show.line(f"Hinweis: {note}")

    # ---- the document

    def _content(self) -> bytes:
        return Package.read(self._path, DOCUMENT).raw

    def _refreshed(self, data: bytes) -> Refreshed:
        """The document up to date; with a note where the plan itself is not."""
        found = refresh(data, self._source, overwrite=self._arguments.ueberschreiben, place=str(self._path))
        cells = ((cell, name) for name in sorted(found.names) if (cell := self._source.cell(name)))
        self._book.refuse_uncomputed(cells)
        return replace(found, report=replace(found.report, notes=self._outdated()))

    def _outdated(self) -> tuple[str, ...]:
        """That the targets do not go with the inputs, if so."""
        labels = [each.label for each in actions.outdated(self._book)]
        if not labels:
            return ()
        more = f" und {len(labels) - _LISTED} weitere" if len(labels) > _LISTED else ""
        listed = "; ".join(labels[:_LISTED])
        return (f"Die Ziele sind nicht aktuell: {listed}{more}. Bitte „Ziele aktualisieren“ (jcplan refresh).",)

    def _refresh(self) -> tuple[Report, Saved]:
        if self._arguments.vorlage:
            raise InputError("--vorlage", f"das Dokument {self._path.name}, das es schon gibt", "ein neues Dokument")
        out = Path(self._arguments.out) if self._arguments.out and not self._arguments.endfassung else None

        def act() -> tuple[Report, bytes, bytes | None]:
            data = self._content()
            found = self._refreshed(data)
            return found.report, data, None if found.data is data and out is None else found.data

        return exchanged(self._path, out, act)

    def _create(self) -> tuple[Report, Saved]:
        from jcplan.document.create import create  # noqa: PLC0415  # only a new document needs it
        from jcplan.document.pdf import heading_pages  # noqa: PLC0415

        if self._arguments.out and not self._arguments.endfassung:
            raise FileError(f"{self._path}: Die Datei gibt es nicht.")
        if not self._path.parent.is_dir():
            raise FileError(f"{self._path}: Den Ordner „{self._path.parent}“ gibt es nicht.")
        refuse_unreplaceable(self._path)
        with one_at_a_time(self._path) as notes:
            refuse_if_open(self._path)
            template = Package.read(Path(self._arguments.vorlage), DOCUMENT).raw if self._arguments.vorlage else None
            pages = None if self._arguments.pdf is None else heading_pages
            found = self._refreshed(create(self._source, template=template, pages=pages))
            saved = replace_atomically(self._path, found.data, backup=False)
        return found.report, Saved(None, notes + saved.notes)

    def _final(self, living: Path) -> tuple[Path | None, tuple[str, ...]]:
        """The final text beside the living one, if it is wanted."""
        if not self._arguments.endfassung:
            return None, ()
        out = Path(self._arguments.out or living.with_name(f"{living.stem} {_FINAL}{living.suffix}"))
        if out.exists() and out.samefile(living):
            raise InputError(str(out), "das Dokument, das weiter gepflegt wird", "eine andere Datei für die Endfassung")
        refuse_unreplaceable(out)
        with one_at_a_time(out) as notes:
            refuse_if_open(out)
            data = final(Package.read(living, DOCUMENT).raw, str(living))
            saved = replace_atomically(out, data, backup=True)
        return out, notes + saved.notes

    def _pdf(self, document: Path) -> str | None:
        """The document as PDF, if it is wanted."""
        if self._arguments.pdf is None:
            return None
        from jcplan.document.pdf import to_pdf  # noqa: PLC0415  # only a PDF needs it

        out = Path(self._arguments.pdf) if self._arguments.pdf else document.with_suffix(".pdf")
        to_pdf(document, out)
        return str(out)


def _read(arguments: argparse.Namespace) -> int:
    """Every figure of any document; 1 where one contradicts the plan."""
    from jcplan.document.foreign import read as read_foreign  # noqa: PLC0415  # only this command needs it

    figures = None
    if arguments.path is not None:
        book = FileBook(Path(arguments.path))
        book.refuse_uncomputed_inputs()
        figures = Plan(book)
    reading = read_foreign(Package.read(Path(arguments.lesen), DOCUMENT).raw, figures, place=arguments.lesen)
    if arguments.json:
        show.data(whole_numbers(reading.to_dict()), indent=2)
    else:
        show.line(str(reading))
    return 1 if reading.contradictions else 0
