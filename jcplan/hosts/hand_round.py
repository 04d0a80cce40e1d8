"""What is handed round of a plan, as files: a workbook of values, the page of targets and the teams' pages as PDF."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jcplan.ask.state import State
from jcplan.cells import areas
from jcplan.delivered import copied_from
from jcplan.errors import FileError
from jcplan.handout import Copy, Paper, TeamPage, about, team_pages, values_copy
from jcplan.hosts.file import FileBook
from jcplan.layout import ziele
from jcplan.ooxml import (
    WorkbookFile,
    one_at_a_time,
    reason,
    refuse_if_open,
    refuse_unreplaceable,
    replace_atomically,
)
from jcplan.pdf import printed

SUFFIX: Final = " Werte.xlsx"
"""How the copy's file name ends, behind that of the plan."""
TARGETS: Final = "Ziele.pdf"
_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_OTHER: Final = "bleibt, wie sie ist. Bitte sie umbenennen oder mit -o einen anderen Ordner nennen."
_NO_ACTUALS: Final = "Noch keine Istwerte: Die Seiten der Teams zeigen das Soll."

_EXPORT: Final = {"SelectPdfVersion": 17, "ExportBookmarks": False, "DisplayPDFDocumentTitle": True}

Convert = Callable[[list[bytes]], list[bytes]]
"""Makes PDFs of workbooks."""


def pages_of(workbooks: list[bytes]) -> list[bytes]:
    """Workbooks as the pages that they print.

    Raises:
        FileError: There is no LibreOffice, or it cannot print one.
    """
    return printed(workbooks, ".xlsx", "calc_pdf_Export", _EXPORT)


@dataclass(frozen=True)
class Handed:
    """What was written.

    Attributes:
        workbook: The copy of values.
        pages: The PDFs, the page of targets first.
        copy: What is in the copy.
        notes: What else is to be said, German sentences.
    """

    workbook: Path
    pages: tuple[Path, ...]
    copy: Copy
    notes: tuple[str, ...]


def hand_round(
    path: Path, folder: Path | None, *, when: dt.datetime, pages: bool = True, convert: Convert = pages_of
) -> Handed:
    """Write the copy of values of a plan and, where LibreOffice is, its pages.

    All that is in the way is found before anything is written.

    Args:
        path: The planning workbook.
        folder: Where the files go; beside the workbook unless told.
        when: When, local time.
        pages: Whether the pages are wanted.
        convert: Makes the PDFs.

    Raises:
        FileError: The workbook is none of a plan of this version; a file of one of the names is there that is
            something else; a file is open or cannot be written.
        InputError: It is no planning workbook.
    """
    book = FileBook(path)
    state = State(book)
    copy = values_copy(book.file, book.engine, state.snapshot.delivered, when)
    folder = folder or path.parent
    target = folder / f"{path.stem}{SUFFIX}"
    _refuse_other_workbook(target, path)
    wanted = _pages(book, state, copy, folder, when) if pages else {}
    for each in wanted:
        _refuse_other_pdf(each, path)
    made, notes = _converted(wanted, convert) if wanted else ({}, [])
    if made and not book.reported:
        notes.append(_NO_ACTUALS)
    notes += _written({target: copy.data, **made})
    return Handed(target, tuple(made), copy, tuple(notes))


# ---- pages ------------------------------------------------------------------------------------


def _pages(book: FileBook, state: State, copy: Copy, folder: Path, when: dt.datetime) -> dict[Path, bytes]:
    """The pages as workbooks, by the PDF that each becomes."""
    plan = book.title
    year = _value(book, state, "Annahme_Planjahr")
    office = _value(book, state, "Annahme_Jobcenter")
    sheet, _ = areas(book.names)[next(iter(ziele.COLUMN_NAMES))]
    found = {folder / TARGETS: Paper(copy.data, sheet, plan, when).page(f"Ziele {year}, {office}")}
    papers: dict[str, Paper] = {}
    for name, each in _named(team_pages(state.model.shape, book.names, book.engine.cell)):
        if each.sheet not in papers:
            papers[each.sheet] = Paper(copy.data, each.sheet, plan, when)
        found[folder / name] = papers[each.sheet].page(f"Team {each.title}, Planung {year}", each.area)
    return found


def _named(pages: Iterable[TeamPage]) -> Iterator[tuple[str, TeamPage]]:
    """Each page with the name of its file; teams that are called alike are numbered."""
    taken: set[str] = set()
    for each in pages:
        key = _NOT_IN_NAMES.sub("-", each.key)
        stem = key if key.casefold().startswith("team") else f"Team {key}"
        names = (f"{stem}.pdf", *(f"{stem} ({number}).pdf" for number in range(2, 1_000)))
        name = next(name for name in names if name.casefold() not in taken)
        taken.add(name.casefold())
        yield name, each


def _value(book: FileBook, state: State, name: str) -> str:
    sheet, area = state.place(name)
    value = book.engine.cell(sheet, area.top, area.left)
    return f"{value:g}" if isinstance(value, float) else str(value or "")


def _converted(pages: Mapping[Path, bytes], convert: Convert) -> tuple[dict[Path, bytes], list[str]]:
    """The PDFs, or why there are none."""
    try:
        return dict(zip(pages, convert(list(pages.values())), strict=True)), []
    except FileError as error:
        return {}, [f"Ohne PDF-Dateien: {error}"]


# ---- files ------------------------------------------------------------------------------------


def _refuse_other_workbook(target: Path, plan: Path) -> None:
    """Makes sure that what is there is a copy of the same plan, if anything is."""
    refuse_unreplaceable(target)
    if not target.exists():
        return
    copied = ""
    with contextlib.suppress(FileError):
        copied = copied_from(WorkbookFile.read(target).names)
    if copied.casefold() != plan.name.casefold():
        raise FileError(f"{target}: Diese Datei gibt es schon; sie ist keine Werte-Kopie von {plan.name} und {_OTHER}")
    refuse_if_open(target)


def _refuse_other_pdf(target: Path, plan: Path) -> None:
    """Makes sure that what is there is a page of the same plan, if anything is."""
    refuse_unreplaceable(target)
    try:
        ours = not target.exists() or _subject(about(plan.name)) in target.read_bytes()
    except OSError as error:
        raise FileError(f"{target}: nicht lesbar, {reason(error)}.") from error
    if not ours:
        raise FileError(f"{target}: Diese Datei gibt es schon; sie ist keine Seite aus {plan.name} und {_OTHER}")


def _subject(text: str) -> bytes:
    """What a PDF is about, as LibreOffice writes it among the properties."""
    return b"/Subject<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def _written(files: Mapping[Path, bytes]) -> list[str]:
    """Write the files, each in one step; what is to be said of it."""
    notes: list[str] = []
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(path) as held:
            refuse_if_open(path)
            notes += [*held, *replace_atomically(path, data, backup=False).notes]
    return list(dict.fromkeys(notes))
