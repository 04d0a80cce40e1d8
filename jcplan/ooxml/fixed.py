"""Parts of a workbook that is to be read and not worked with: no entries, no formulas beside the cells, protected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from jcplan.ooxml.markup import Element, Splice, attributes, set_attribute, splice, tree

_NOT_TO_READ: Final = frozenset({
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "dataConsolidate", "dataValidations", "controls",
})  # fmt: skip
"""What a worksheet has for those who enter something or compute."""
_ROWS: Final = re.compile(rb"<((?:\w+:)?sheetData)\b[^>]*(?<!/)>(.*)</\1>", re.DOTALL)
_PASSWORD: Final = ("password", "algorithmName", "hashValue", "saltValue", "spinCount")
_PROTECTED: Final = {
    "sheet": "1", "objects": "1", "scenarios": "1", "formatColumns": "0", "formatRows": "0", "sort": "0",
    "autoFilter": "0",
}  # fmt: skip
"""Nothing is entered; widths and filters are the reader's."""
_FORMULAS_OF_COLUMNS: Final = ("calculatedColumnFormula", "totalsRowFormula")
_MACRO: Final = re.compile(rb'(<[\w:]+\b[^>]*\smacro=")[^"]+(")')
_MACRO_OF_FORM: Final = re.compile(rb"<x:FmlaMacro>[^<]*</x:FmlaMacro>")

Keep = Callable[[str], bool]
"""Whether a formula may stay."""


def read_only_sheet(sheet: bytes, place: str, rule: Keep) -> tuple[bytes, list[str]]:
    """A worksheet's part without validations, controls and what else entries need, protected against entries.

    A password that the user has set stays.

    Args:
        sheet: The part.
        place: File and part, for messages.
        rule: Whether the formula of a conditional format may stay; else the format goes.

    Returns:
        The part, and the formulas of conditional formats that went.
    """
    rows = _ROWS.search(sheet)
    start, end = rows.span(2) if rows else (0, 0)
    cells, frame = sheet[start:end], sheet[:start] + sheet[end:]
    root = tree(frame, place)
    gone = [child for child in root.children if child.name in _NOT_TO_READ]
    password = next((c.attributes for c in gone if c.name == "sheetProtection"), {})
    kept = {name: value for name, value in password.items() if name in _PASSWORD}
    at = next(child for child in root.children if child.name == "sheetData").span.end
    protection = f"<{root.prefix}sheetProtection{attributes({**kept, **_PROTECTED})}/>".encode()
    splices: list[Splice] = [(child.span.start, child.span.end, b"") for child in gone]
    rules, formulas = _rules(root, rule)
    splices += rules + list(_extensions(root))
    return splice(frame, [*splices, (start, start, cells), (at, at, protection)]), formulas


def _rules(root: Element, keep: Keep) -> tuple[list[Splice], list[str]]:
    """Takes out conditional formats whose formulas may not stay."""
    splices: list[Splice] = []
    lost: list[str] = []
    for child in root.children:
        if child.name != "conditionalFormatting":
            continue
        rules = [rule for rule in child.children if rule.name == "cfRule"]
        bad = {
            number: [f.text for f in rule.children if f.name == "formula" and not keep(f.text)]
            for number, rule in enumerate(rules)
        }
        lost += [text for texts in bad.values() for text in texts]
        if all(bad.values()):
            splices.append((child.span.start, child.span.end, b""))
        else:
            splices += [(rules[n].span.start, rules[n].span.end, b"") for n, texts in bad.items() if texts]
    return splices, lost


def _extensions(root: Element) -> Iterator[Splice]:
    """Takes out what newer versions of Excel keep of validations in extensions of their own."""
    extensions = root.child("extLst")
    for extension in extensions.children if extensions else ():
        if any(child.name in ("dataValidations", "protectedRanges") for child in extension.children):
            every = extensions is not None and len(extensions.children) == 1
            span = extensions.span if every and extensions is not None else extension.span
            yield span.start, span.end, b""


def locked(styles: bytes, place: str) -> bytes:
    """The part with the formats, all of them for cells that are locked."""
    splices: list[Splice] = []
    for formats in tree(styles, place).children:
        for entry in formats.children if formats.name in ("cellXfs", "cellStyleXfs") else ():
            inner = entry.child("protection")
            if inner is not None and inner.attributes.get("locked") in ("0", "false"):
                tag = styles[inner.span.start : inner.span.inside]
                splices.append((inner.span.start, inner.span.inside, set_attribute(tag, "locked", "1")))
    return splice(styles, splices)


def plain_table(table: bytes, place: str) -> bytes:
    """A table's part whose columns and totals are values."""
    columns = tree(table, place).child("tableColumns")
    splices: list[Splice] = []
    for column in columns.children if columns else ():
        splices += [(c.span.start, c.span.end, b"") for c in column.children if c.name in _FORMULAS_OF_COLUMNS]
        if "totalsRowFunction" in column.attributes:
            tag = table[column.span.start : column.span.inside]
            splices.append((column.span.start, column.span.inside, set_attribute(tag, "totalsRowFunction", None)))
    return splice(table, splices)


def without_calls(drawing: bytes) -> bytes:
    """A drawing's part whose shapes call no macro.

    >>> without_calls(b'<xdr:sp macro="[0]!Los" textlink=""><x:FmlaMacro>Los</x:FmlaMacro>')
    b'<xdr:sp macro="" textlink="">'
    """
    return _MACRO_OF_FORM.sub(b"", _MACRO.sub(rb"\1\2", drawing))
