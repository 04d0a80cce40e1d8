"""Tables for people on a terminal, plain lines when piped."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from jcplan.core.tracking import GREEN, RED, YELLOW
from jcplan.core.verdict import CONTRADICTS, FITS, OPEN

_COLORS = {FITS: "green", CONTRADICTS: "red", OPEN: "yellow", GREEN: "green", YELLOW: "yellow", RED: "red"}


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Print a table; ``right`` are the columns of figures."""
    if not sys.stdout.isatty():
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
    """Print a line."""
    print(text)


def error(text: str) -> None:
    """Print a message on the error stream."""
    print(text, file=sys.stderr)
