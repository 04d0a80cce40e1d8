"""Writes the formulas and names of a release's shipped workbook for ``jcplan/releases``: ``python make.py 0.1.0``."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import openpyxl
from workbooks import ROOT

from jcplan.cells import Area, address, area_address, areas
from jcplan.layout import mappe
from jcplan.ooxml import WorkbookFile

FURTHER = {
    "Annahmen_Datenstand": "Annahmen!$F$12:$F$561",
    "Annahmen_Quelle": "Annahmen!$G$12:$G$561",
    "Annahmen_Hinweis": "Annahmen!$H$12:$H$561",
    "Ziele_Ausgangswert": "Ziele!$D$7:$D$22",
    "Ziele_Veraenderung": "Ziele!$E$7:$E$22",
    "Ziele_exakt": "Ziele!$G$7:$G$22",
    "Ziele_veroeffentlicht": "Ziele!$H$7:$H$22",
    "Ziele_festgeschrieben_am": "Ziele!$J$7:$J$22",
    "Ziele_Version": "Ziele!$K$7:$K$22",
    "Ziele_Bemerkung": "Ziele!$L$7:$L$22",
    "Protokoll_Kopf": "Protokoll!$B$5:$G$5",
}
"""Names that later versions have for cells of 0.1.0."""


def basis_names(file):
    """The figures of the sheet Annahmen in their order, which is that of Grundlage_Werte."""
    places = {name: place for name, place in areas(file.names).items() if name.startswith(mappe.STORED)}
    sheet, first = places["Annahme_Planjahr"]
    rows = {area.top: name for name, (home, area) in places.items() if (home, area.left) == (sheet, first.left)}
    return [rows[row] for row in sorted(rows) if row >= first.top]


def delivered_with(path):
    """Formulas by sheet and address, an array formula in braces; cells with other content; the defined names."""
    file = WorkbookFile.read(path)
    formulas = {
        sheet: {
            area_address(cell.array or Area(*at, *at)): f"{{{cell.formula}}}" if cell.array else cell.formula
            for at, cell in sorted(file.cells(sheet).items())
            if cell.formula is not None
        }
        for sheet in file.sheets
    }
    filled = {sheet: {at for at, cell in file.cells(sheet).items() if cell.value is not None} for sheet in file.sheets}
    computed = {
        sheet: {at for at, cell in file.cells(sheet).items() if cell.formula is not None for at in cell.array or (at,)}
        for sheet in file.sheets
    }
    constants = {
        sheet: " ".join(address(*at) for at in sorted(filled[sheet] - computed[sheet])) for sheet in file.sheets
    }
    charts = {sheet.title: len(sheet._charts) for sheet in openpyxl.load_workbook(path) if sheet._charts}
    return {
        "formulas": formulas,
        "constants": constants,
        "charts": charts,
        "names": dict(file.names),
        "further": FURTHER,
        "faces": mappe.faces(file),
        "basis": basis_names(file),
    }


if __name__ == "__main__":
    release = sys.argv[1]
    data = delivered_with(Path(__file__).parent / release / "neu.xlsx")
    text = json.dumps(data, ensure_ascii=False, sort_keys=False).encode()
    (ROOT / "jcplan" / "releases" / f"{release}.json.gz").write_bytes(gzip.compress(text, 9, mtime=0))
