"""Writes the formulas and names of a release's shipped workbook for ``jcplan/releases``: ``python make.py 0.1.0``."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

from workbooks import ROOT

from jcplan.cells import Area, area_address
from jcplan.ooxml import WorkbookFile


def formulas_of(path):
    """Formulas by sheet and address, an array formula in braces; and the defined names."""
    file = WorkbookFile.read(path)
    formulas = {
        sheet: {
            area_address(cell.array or Area(*at, *at)): f"{{{cell.formula}}}" if cell.array else cell.formula
            for at, cell in sorted(file.cells(sheet).items())
            if cell.formula is not None
        }
        for sheet in file.sheets
    }
    return {"formulas": {sheet: cells for sheet, cells in formulas.items() if cells}, "names": dict(file.names)}


if __name__ == "__main__":
    release = sys.argv[1]
    data = formulas_of(Path(__file__).parent / release / "neu.xlsx")
    text = json.dumps(data, ensure_ascii=False, sort_keys=False).encode()
    (ROOT / "jcplan" / "releases" / f"{release}.json.gz").write_bytes(gzip.compress(text, 9, mtime=0))
