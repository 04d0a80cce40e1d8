"""Lets what hangs on the user's own sheets follow: charts, rules, validations, links, tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from jcplan.cells import Scalar, quote_sheet, split_reference
from jcplan.german import count
from jcplan.ooxml.markup import attributes, escaped, plain, quoted
from jcplan.ooxml.package import Package
from jcplan.upgrade.references import Follow

_IN_SHEETS: Final = re.compile(r"(<(?:\w+:)?(?:formula|formula1|formula2)\b[^>]*>|<xm:f>)([^<]+)(</)")
_IN_PARTS: Final = re.compile(
    r"(<(?:\w+:)?(?:f|calculatedColumnFormula|totalsRowFormula)\b(?:[^>/]|/(?!>))*>)([^<]+)(</)"
)
_LINK: Final = re.compile(r'(<(?:\w+:)?hyperlink\b[^>]*\slocation=")([^"]*)(")')
_SERIES: Final = re.compile(
    r"<(?P<p>\w+:)?(?P<kind>num|str)Ref><(?:\w+:)?f>(?P<text>[^<]*)</(?:\w+:)?f>"
    r"(?:<(?:\w+:)?(?:num|str)Cache>(?P<cache>.*?)</(?:\w+:)?(?:num|str)Cache>)?"
    r"(?:<(?:\w+:)?extLst>.*?</(?:\w+:)?extLst>)?</(?:\w+:)?(?:num|str)Ref>",
    re.DOTALL,
)
_LITERAL: Final = r"<(?:\w+:)?strLit>.*?<(?:\w+:)?v>([^<]*)</.*?</(?:\w+:)?strLit>"
_HEADING: Final = re.compile(rf"(<(?P<p>\w+:)?title><(?:\w+:)?tx>){_LITERAL}", re.DOTALL)
_LABEL: Final = re.compile(rf"(<(?P<p>\w+:)?tx>){_LITERAL}", re.DOTALL)
_RICH: Final = (
    r'\1<\g<p>rich><a:bodyPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
    r'<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:r><a:t>\3</a:t></a:r></a:p></\g<p>rich>'
)
_PIVOT: Final = re.compile(r"<(?:\w+:)?worksheetSource\b[^>]*>")
_ATTRIBUTE: Final = re.compile(r'\s(ref|sheet)="([^"]*)"')
_COMMENT: Final = re.compile(r"<(?:\w+:)?comment\b[^>]*\sref=\"([^\"]+)\"[^>]*>(.*?)</(?:\w+:)?comment>", re.DOTALL)
_TEXT: Final = re.compile(r"<(?:\w+:)?t\b[^>]*>([^<]*)<")
_DRAWN: Final = re.compile(rb"<(?:\w+:)?(?:graphicFrame|pic|sp|cxnSp)\b")
_LOST: Final = "#REF!"

Shown = Callable[[str], Sequence[Scalar]]


def followed(
    package: Package, sheets: Iterable[tuple[str, str]], follow: Follow, shown: Shown
) -> tuple[dict[str, bytes], list[str]]:
    """Parts of kept sheets with their references carried over.

    What cannot follow shows ``#BEZUG!``, as after deleting a sheet; a chart keeps the figures that it showed.

    Args:
        package: The old workbook.
        sheets: Title and part of each kept sheet.
        follow: Where the delivered cells are now.
        shown: Gives the values that a reference to one area shows.

    Returns:
        The parts that changed, and a German sentence for each reference that could not follow.
    """
    changed: dict[str, bytes] = {}
    notes: list[str] = []
    for title, part in sheets:
        for name in (part, *sorted(package.reached(part, without=(package.workbook_part(),)))):
            if not name.endswith(".xml"):
                continue
            text = package.part(name).decode("utf-8", "surrogateescape")  # what is no UTF-8 comes out as it went in
            new = _sheet(text, follow, title, notes) if name == part else _part(text, follow, title, notes, shown)
            if new != text:
                changed[name] = new.encode("utf-8", "surrogateescape")
    return changed, notes


def left_behind(package: Package, sheets: Iterable[tuple[str, str]], charts: Mapping[str, int]) -> list[str]:
    """What users hung on delivered sheets, which is not carried: comments, and drawings beyond the delivered charts.

    Args:
        package: The old workbook.
        sheets: Title and part of each delivered sheet.
        charts: How many charts each was delivered with.

    Returns:
        A German sentence each.
    """
    found = []
    for title, part in sheets:
        for name in sorted(package.reached(part, without=(package.workbook_part(),))):
            if name.rpartition("/")[2].lower().startswith("comment"):
                for match in _COMMENT.finditer(package.part(name).decode("utf-8", "replace")):
                    text = "".join(map(plain, _TEXT.findall(match[2]))).strip()
                    found.append(f"{quote_sheet(title)}!{match[1]}: Kommentar „{text}“")
            elif "/drawings/" in name and name.endswith(".xml"):
                more = len(_DRAWN.findall(package.part(name))) - charts.get(title, 0)
                if more > 0:
                    found.append(
                        f"{title}: {count(more, 'eigenes Diagramm oder Bild', 'eigene Diagramme oder Bilder')}"
                    )
    return found


def _sheet(text: str, follow: Follow, title: str, notes: list[str]) -> str:
    def link(match: re.Match[str]) -> str:
        target = plain(match[2])
        new = follow.formula(target)
        if new is None:
            notes.append(f"{title}: Eine Verknüpfung führte zu {target} und führt jetzt zum Anfang des Blattes.")
            new = target.rpartition("!")[0] + "!A1"
        return match[1] + quoted(new)[1:-1] + match[3]

    def lost(found: str) -> str:
        return f"{title}: Eine Regel oder Gültigkeitsprüfung bezog sich auf {found} und gilt nicht mehr."

    return _LINK.sub(link, _IN_SHEETS.sub(_following(follow, notes, lost), text))


def _part(text: str, follow: Follow, title: str, notes: list[str], shown: Shown) -> str:
    def fixed(match: re.Match[str]) -> str:
        formula = plain(match["text"])
        if follow.formula(formula) is not None:
            return match[0]
        notes.append(f"{title}: Ein Diagramm behält die Werte, die es aus {formula} zeigte; es ändert sich nicht mehr.")
        prefix = match["p"] or ""
        tag = f"{prefix}{match['kind']}Lit"
        return f"<{tag}>{match['cache'] or _points(shown(formula), prefix, match['kind'])}</{tag}>"

    def lost(found: str) -> str:
        return f"{title}: Ein Bezug auf {found} gilt nicht mehr."

    def source(match: re.Match[str]) -> str:
        where = {attribute[1]: plain(attribute[2]) for attribute in _ATTRIBUTE.finditer(match[0])}
        target = f"{quote_sheet(where.get('sheet', ''))}!{where.get('ref', '')}"
        if not follow.concerns(target):
            return match[0]
        new = follow.formula(target)
        if new is None:
            notes.append(f"{title}: Eine Pivot-Tabelle liest {target}. Bitte ihre Quelle prüfen.")
            return match[0]
        sheet, area = split_reference(new)
        values = {"ref": area, "sheet": sheet}
        return _ATTRIBUTE.sub(lambda found: attributes({found[1]: values[found[1]]}), match[0])

    text = _PIVOT.sub(source, text)
    text = _HEADING.sub(_RICH, _SERIES.sub(fixed, text))
    text = _LABEL.sub(r"\1<\g<p>v>\3</\g<p>v>", text)
    return _IN_PARTS.sub(_following(follow, notes, lost), text)


def _following(follow: Follow, notes: list[str], lost: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    """Exchanges the text of an element for what follows it."""

    def exchange(match: re.Match[str]) -> str:
        formula = plain(match[2])
        new = follow.formula(formula)
        if new is None:
            notes.append(lost(formula))
            new = _LOST
        return match[0] if new == formula else match[1] + escaped(new) + match[3]

    return exchange


def _points(values: Sequence[Scalar], prefix: str, kind: str) -> str:
    """Values as the points of a chart's series."""
    points = "".join(
        f'<{prefix}pt idx="{number}"><{prefix}v>{escaped(str(value))}</{prefix}v></{prefix}pt>'
        for number, value in enumerate(values)
        if value is not None and (kind == "str" or isinstance(value, int | float))
    )
    form = f"<{prefix}formatCode>General</{prefix}formatCode>" if kind == "num" else ""
    return f'{form}<{prefix}ptCount val="{len(values)}"/>{points}'
