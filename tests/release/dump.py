"""Everything that a workbook shows, read by another library: the judge of a rebuilding that must not change it.

``python dump.py WORKBOOK OUT.json.gz`` stores it. A cell is ``[label, name, formula, value, format]`` under its
sheet and address; formats stand once, in a list of their own.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import zipfile
from pathlib import Path

import openpyxl

from jcplan.cells import parse_area, split_reference


def dump(data):
    """A workbook's bytes as plain lists and mappings."""
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    names = {name: defined.value for name, defined in formulas.defined_names.items()}
    owners = {}
    for name, target in names.items():
        sheet, cells = split_reference(target)
        for at in parse_area(cells) or ():
            owners.setdefault((sheet, *at), []).append(name)
    formats = {}
    cells = {}
    for sheet in formulas:
        found = cells[sheet.title] = {}
        for row in sheet.iter_rows():
            label = ""
            for cell in row:
                value = values[sheet.title].cell(cell.row, cell.column).value
                if value is None and cell.value is None and not cell.has_style:
                    continue
                look = formats.setdefault(_format(cell), len(formats))
                owner = " ".join(sorted(owners.get((sheet.title, cell.row, cell.column), ())))
                found[cell.coordinate] = [label, owner, _formula(cell), _plain(value), look]
                if not label and isinstance(value, str) and cell.data_type == "s":
                    label = value
    return {
        "formats": list(formats),
        "names": names,
        "cells": cells,
        "frames": {sheet.title: _frame(sheet) for sheet in formulas},
        "charts": _charts(data),
    }


def resolved(dumped):
    """With each format in place of its number, so that two dumps compare whatever formats are numbered."""
    formats = dumped["formats"]
    cells = {
        sheet: {at: [*rest, formats[look]] for at, (*rest, look) in found.items()}
        for sheet, found in dumped["cells"].items()
    }
    frames = json.loads(re.sub(r"numFmtId=\d+", "numFmtId", json.dumps(dumped["frames"])))
    return {**dumped, "formats": sorted(formats), "cells": cells, "frames": frames}


def read(path):
    """A stored dump."""
    return json.loads(gzip.decompress(Path(path).read_bytes()))


def _formula(cell):
    if cell.data_type != "f":
        return None
    return f"{{{cell.value.text}}} {cell.value.ref}" if hasattr(cell.value, "text") else cell.value


def _plain(value):
    return value if isinstance(value, int | float | str | None) else str(value)


def _format(cell):
    """What one sees of a cell's format, as a line."""
    font, fill, border, alignment = cell.font, cell.fill, cell.border, cell.alignment
    sides = [(side, getattr(border, side)) for side in ("left", "right", "top", "bottom")]
    edges = " ".join(f"{side}:{s.style}:{s.color.rgb if s.color else ''}" for side, s in sides if s and s.style)
    fonts = f"{font.name} {font.sz} {'b' * bool(font.b)}{'i' * bool(font.i)}{'u' * bool(font.u)} {_color(font.color)}"
    placed = f"{alignment.horizontal} {alignment.vertical} {alignment.wrap_text} {alignment.indent}"
    locked = "locked" if cell.protection.locked else "open"
    return " | ".join((cell.number_format, fonts, f"{fill.patternType} {_color(fill.fgColor)}", edges, placed, locked))


def _color(color):
    if color is None:
        return ""
    return f"{color.type}:{color.value}"


def _frame(sheet):
    """Everything around the cells: sizes, validations, conditional formats, printing, links, protection."""
    setup = sheet.page_setup
    rules = [
        [str(ranges.sqref), [[r.type, r.operator, list(r.formula), r.dxf and repr(r.dxf)] for r in found]]
        for ranges, found in sheet.conditional_formatting._cf_rules.items()
    ]
    validations = [
        [str(v.sqref), v.type, v.operator, v.formula1, v.formula2, v.prompt, v.error]
        for v in sheet.data_validations.dataValidation
    ]
    return {
        "state": sheet.sheet_state,
        "widths": {key: dimension.width for key, dimension in sheet.column_dimensions.items()},
        "heights": {str(key): d.height for key, d in sheet.row_dimensions.items() if d.height},
        "hidden": sorted(key for key, dimension in sheet.column_dimensions.items() if dimension.hidden),
        "freeze": sheet.freeze_panes,
        "tab": sheet.sheet_properties.tabColor.rgb if sheet.sheet_properties.tabColor else None,
        "protected": sheet.protection.sheet,
        "print": [sheet.print_area, sheet.print_title_rows, setup.orientation, setup.fitToWidth, setup.fitToHeight],
        "breaks": [b.id for b in sheet.row_breaks.brk],
        "links": sorted([link.ref, link.location, link.display] for link in sheet._hyperlinks),
        "rules": sorted(rules, key=repr),
        "validations": sorted(validations, key=repr),
    }


def _charts(data):
    """The XML of each drawing and chart, by part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if re.fullmatch(r"xl/(charts|drawings)/\w+\.xml", name)
        }


if __name__ == "__main__":
    source, out = map(Path, sys.argv[1:3])
    text = json.dumps(dump(source.read_bytes()), ensure_ascii=False).encode()
    out.write_bytes(gzip.compress(text, 9, mtime=0))
