"""Tables for people on a terminal, plain lines when piped, JSON for programs.

Cells, files and arguments hold what others put there. Nothing of it steers the terminal: control
characters, and those that turn the direction of writing, are shown, not sent.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from jcplan.buttons import MENU
from jcplan.core.tracking import GREEN, RED, YELLOW
from jcplan.core.verdict import CONTRADICTS, FITS, OPEN
from jcplan.german import SUSPECT, steers, visible

_COLORS = {FITS: "green", CONTRADICTS: "red", OPEN: "yellow", GREEN: "green", YELLOW: "yellow", RED: "red"}

_ERROR_BOX, _BOX = 0x10, 0x40  # one button, the sign of an error or of a message


def _cell(text: str) -> str:
    """A cell of a table, on one line."""
    return visible(text.replace("\r\n", "\n").replace("\n", " "))


def data(value: Any, *, indent: int | None = None) -> None:
    """Print a value as JSON; what could steer a terminal is escaped, so that it still reads back as it was."""

    def escaped(match: re.Match[str]) -> str:
        if not steers(match[0], "\n"):
            return match[0]
        units = match[0].encode("utf-16-be", "surrogatepass")
        return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))

    print(SUSPECT.sub(escaped, json.dumps(_finite(value), ensure_ascii=False, indent=indent, allow_nan=False)))


def _finite(value: Any) -> Any:
    """JSON knows no infinity and no NaN."""
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Print a table; ``right`` are the columns of figures."""
    rows = [[_cell(cell) for cell in row] for row in rows]
    if sys.stdout is None or not sys.stdout.isatty():
        _plain(title, header, rows, right)
        return
    from rich.console import Console  # noqa: PLC0415  # takes its time, and a pipe needs none of it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    drawn = Table(title=title, title_justify="left", header_style="bold")
    for index, name in enumerate(header):
        drawn.add_column(name, justify="right" if index in right else "left")
    for row in rows:
        drawn.add_row(*(Text(cell, style=_COLORS.get(cell, "")) for cell in row))
    Console().print(drawn)


def _plain(title: str, header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int]) -> None:
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]
    print(title)
    for row in (header, *rows):
        cells = (
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  " + "  ".join(cells).rstrip())


def line(text: str = "") -> None:
    """Print a line, or several."""
    print(visible(text, keep="\n\t"))


@contextmanager
def progress(text: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar on the error stream while a terminal shows it; what is given is called when one more is done."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text, total=total)
        yield lambda: bar.advance(task)


def error(text: str) -> None:
    """Print a message on the error stream; where there is none, for a shortcut started this, in a box of its own."""
    said = visible(text, keep="\n\t")
    if sys.stderr is not None:
        print(said, file=sys.stderr)
    else:
        _box(said, _ERROR_BOX)


def message(text: str) -> None:
    """Print what the user waits for to be said; where there is no output, for a shortcut started this, in a box."""
    if sys.stdout is not None:
        line(text)
    else:
        _box(visible(text, keep="\n\t"), _BOX)


def _box(text: str, kind: int) -> None:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # nothing else needs it

        ctypes.windll.user32.MessageBoxW(None, text, MENU, kind)
