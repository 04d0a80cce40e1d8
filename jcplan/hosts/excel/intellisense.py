"""Help while a formula is typed: the part of a workbook that Excel-DNA's IntelliSense add-in reads.

Excel itself shows no help for functions written in VBA while one types. The add-in (free, of the Excel-DNA project)
does, from a custom XML part of the workbook or from a file ``Plan.intellisense.xml`` beside it. The part is chosen:
it stays with the workbook when that is copied, saved under another name or opened from SharePoint, where no file
lies beside it. Without the add-in Excel keeps the part and does nothing with it.

The texts have no limit of length here, so that each function also says what the function wizard has no place for:
shape of the result, example, source, and of each argument its kind.

Source: https://github.com/Excel-DNA/IntelliSense (README; the reader is ``XmlIntelliSenseProvider.cs``).
"""

from __future__ import annotations

import posixpath
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from jcplan.catalogue import CATALOGUE, Argument, Function
from jcplan.ooxml import Package
from jcplan.ooxml.markup import Splice, attributes, splice

NAMESPACE: Final = "http://schemas.excel-dna.net/intellisense/1.0"
_ITEM: Final = "{5B0E3D53-4E0C-4C0B-8B53-6A7D0C6E9A11}"
"""How the part is called among the workbook's custom XML parts; the same in every workbook."""
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_PROPERTIES_TYPE: Final = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WIDTH: Final = 100
"""Signs in a line: the add-in breaks none, and cuts off what is wider than 1,000 pixels."""
_LONG: Final = re.compile(rf"\S{{{_WIDTH},}}")
_OURS: Final = "JC_"


def xml() -> str:
    """What the add-in reads, as text.

    Newlines inside a value are character references: a parser makes a blank of others (XML 1.0, 3.3.3).
    """
    functions = "".join(_function(CATALOGUE[name]) for name in sorted(CATALOGUE))
    return (
        f'{_DECLARATION}<IntelliSense xmlns="{NAMESPACE}">\n  <FunctionInfo>\n{functions}'
        "  </FunctionInfo>\n</IntelliSense>\n"
    )


def _function(function: Function) -> str:
    arguments = "".join(f"      <Argument{_attributes(*_argument(each))}/>\n" for each in function.arguments)
    return f"    <Function{_attributes(function.name, description(function))}>\n{arguments}    </Function>\n"


def description(function: Function) -> str:
    """What the add-in shows of a function: help, result, example and source, a paragraph each.

    >>> print(description(CATALOGUE["JC_BASIS"]).partition(chr(10))[2])
    Ergebnis: ein Wert je Eintrag
    Beispiel: =JC_BASIS(953;0,696)  ergibt  1.369,25
    Quelle: Umkehrung der Veränderungsrate
    """
    example = f"Beispiel: ={function.example.formula}  ergibt  {function.example.shows}"
    paragraphs = (function.help, f"Ergebnis: {function.outcome}", example, f"Quelle: {function.source}")
    return "\n".join(line for paragraph in paragraphs for line in _lines(paragraph))


def _argument(argument: Argument) -> tuple[str, str]:
    name = f"[{argument.name}]" if argument.optional else argument.name
    return name, "\n".join(_lines(argument.text))


def _lines(paragraph: str) -> Iterator[str]:
    """A paragraph in lines that the add-in has room for; an example that is longer goes on behind a semicolon."""
    for line in paragraph.splitlines():
        open_line = _LONG.sub(lambda found: found[0].replace(";", "; "), line)
        yield from textwrap.wrap(open_line, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _attributes(name: str, text: str) -> str:
    return attributes({"Name": name, "Description": text}).replace("\n", "&#10;")


# ---- in a workbook ------------------------------------------------------------------------------


def put(workbook: bytes) -> bytes:
    """A workbook with the help of this version; every other part stays byte for byte.

    Help of another version is replaced. Help for other functions is the user's own: it stays, and nothing is added,
    for the add-in reads only the first part of its kind.

    Raises:
        FileError: The file is no workbook, or is damaged.
    """
    package = Package.of(Path("Plan.xlsm"), workbook)
    found = _part(package)
    content = xml().encode()
    if found is None:
        return _added(package, content)
    if not _is_ours(package, found) or package.part(found) == content:
        return workbook
    return package.to_bytes({found: content})


def _part(package: Package) -> str | None:
    """The part that the add-in reads: the first custom XML part of its namespace."""
    for relation in package.relationships(package.workbook_part()).values():
        part = package.find(relation.target) if relation.kind == "customXml" else None
        if part is not None and NAMESPACE.encode() in package.part(part):
            return part
    return None


def _is_ours(package: Package, part: str) -> bool:
    functions = [each for info in package.tree(part).children for each in info.children if each.name == "Function"]
    return all(each.attributes.get("Name", "").strip().startswith(_OURS) for each in functions)


def _added(package: Package, content: bytes) -> bytes:
    number = next(n for n in range(1, 100_000) if package.find(f"customXml/item{n}.xml") is None)
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    folder, name = posixpath.split(package.workbook_part())
    relations = package.find(f"{folder}/_rels/{name}.rels") or ""
    types = package.find("[Content_Types].xml") or ""
    target = posixpath.relpath(item, folder)
    own = {"PartName": f"/{properties}", "ContentType": _PROPERTIES_TYPE}
    schemas = f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs>'
    return package.to_bytes(
        {
            relations: _with(package, relations, _relationship("rIdIntelliSense", "customXml", target)),
            types: _with(package, types, f"<Override{attributes(own)}/>"),
        },
        added={
            item: content,
            f"customXml/_rels/item{number}.xml.rels": (
                f'{_DECLARATION}<Relationships xmlns="{_RELATIONS}">'
                f"{_relationship('rId1', 'customXmlProps', f'itemProps{number}.xml')}</Relationships>"
            ).encode(),
            properties: (
                f'{_DECLARATION}<ds:datastoreItem ds:itemID="{_ITEM}" xmlns:ds="{_OFFICE}/customXml">{schemas}'
                "</ds:datastoreItem>"
            ).encode(),
        },
    )


def _relationship(name: str, kind: str, target: str) -> str:
    return f"<Relationship{attributes({'Id': name, 'Type': f'{_OFFICE}/relationships/{kind}', 'Target': target})}/>"


def _with(package: Package, part: str, element: str) -> bytes:
    """A part with a further element at its end."""
    root = package.tree(part)
    place = root.span.close
    line: Splice = (place, place, element.replace("<", f"<{root.prefix}", 1).encode())
    return splice(package.part(part), [line])
