"""What is printed: of sheets that show actuals little or nothing as long as there are none, then all pages."""

from __future__ import annotations

from typing import Final

from jcplan.cells import areas
from jcplan.ooxml import WorkbookFile

PRINTED: Final = "Druck_"
"""How the defined names begin of what is printed of a sheet once there are actuals."""
BEFORE: Final = "Druck_ohne_Ist_"
"""How those begin of what is printed before."""


def follow_actuals(file: WorkbookFile, *, reported: bool) -> None:
    """Queue the print areas that fit; one that the user has set stays.

    Args:
        file: A workbook.
        reported: Whether there are actuals.
    """
    found = {name.casefold(): place for name, place in areas(file.names).items()}
    printed = {sheet.casefold(): place[1] for sheet, place in areas(file.print_areas).items()}
    for name, (sheet, before) in found.items():
        after = found.get(PRINTED.casefold() + name.removeprefix(BEFORE.casefold()))
        if not name.startswith(BEFORE.casefold()) or after is None:
            continue
        old, new = (before, after[1]) if reported else (after[1], before)
        if printed.get(sheet.casefold()) == old:
            file.set_print_area(sheet, new)
