"""Native charts of a Word document: the XML of a chart's part, and the workbook with its data that Word opens.

Formats of numbers begin with ``[$-407]``: programs of any language then write them as Germans do. Steps up and down,
and lines, differ in more than their colour; the figures stand with the names or at the points.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

from jcplan.cells import column_name
from jcplan.core.bridge import floating_columns
from jcplan.document.wordxml import CHART, DRAWING, HEADER, RELATIONS
from jcplan.sheet import styles

WHOLE: Final = "[$-407]#,##0"
"""Format of whole numbers."""
FONT: Final = "Arial"
_INK, _GRID = "262626", "D9D9D9"
_SHEET: Final = "Daten"
_CREATED: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""When every embedded workbook was made, so that the same data are the same bytes."""
_AXES: Final = '<c:axId val="1"/><c:axId val="2"/>'


def _color(style: str) -> str:
    """A colour of the workbook as DrawingML writes it."""
    return style.removeprefix("#")


BLUE, LIGHT_BLUE, WARM, LIGHT_WARM = map(_color, (styles.BLUE, styles.MID_BLUE, styles.WARM, styles.PALE_WARM))


@dataclass(frozen=True)
class Series:
    """A series of numbers.

    Attributes:
        name: What it is called.
        values: Its numbers; None for a gap.
        look: Its ``c:spPr``.
        labels: Its ``c:dLbls``, if any.
        marker: Its ``c:marker``, if any.
    """

    name: str
    values: Sequence[float | None]
    look: str
    labels: str = ""
    marker: str = ""


def _fill(color: str, edge: str = "") -> str:
    outline = f'<a:ln w="12700"><a:solidFill><a:srgbClr val="{edge}"/></a:solidFill></a:ln>' if edge else ""
    return f'<c:spPr><a:solidFill><a:srgbClr val="{color}"/></a:solidFill>{outline}</c:spPr>'


def _stroke(color: str, dash: str) -> str:
    return (
        f'<c:spPr><a:ln w="28575" cap="rnd"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
        f'<a:prstDash val="{dash}"/><a:round/></a:ln></c:spPr>'
    )


_UNSEEN: Final = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
UP, DOWN, LEVEL, BEFORE = (
    _fill(LIGHT_BLUE, BLUE), _fill(LIGHT_WARM, WARM), _fill(BLUE, BLUE), _fill("F2F2F2", BLUE),
)  # fmt: skip
"""Looks of columns: what rises, what falls, a level, a level of the year before."""
_LINES: Final = ((WARM, "sysDash", "triangle"), (BLUE, "solid", "circle"))
"""Of lines colour, dashes and the mark at their points."""


def _words(size: int, *, bold: bool = False, color: str = _INK) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="{int(bold)}"><a:solidFill>'
        f'<a:srgbClr val="{color}"/></a:solidFill><a:latin typeface="{FONT}"/><a:cs typeface="{FONT}"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="de-DE"/></a:p></c:txPr>'
    )


def _shown(*, value: bool) -> str:
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{int(value)}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def _label(form: str, place: str) -> str:
    return (
        f'<c:numFmt formatCode={quoteattr(form)} sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_words(900, bold=True)}<c:dLblPos val="{place}"/>{_shown(value=True)}'
    )


def _labels(form: str) -> str:
    """The figures at all points."""
    return f"<c:dLbls>{_label(form, 'outEnd')}</c:dLbls>"


def _last_label(form: str, points: int, place: str) -> str:
    """The figure at the last point."""
    one = f'<c:dLbl><c:idx val="{points - 1}"/>{_label(form, place)}</c:dLbl>'
    return f"<c:dLbls>{one}{_shown(value=False)}</c:dLbls>"


def _strings(place: str, words: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{escape(word)}</c:v></c:pt>' for at, word in enumerate(words))
    return f'<c:strRef><c:f>{place}</c:f><c:strCache><c:ptCount val="{len(words)}"/>{points}</c:strCache></c:strRef>'


def _series(at: int, series: Series, names: Sequence[str], form: str, before: str, after: str) -> str:
    column, last = column_name(at + 2), len(names) + 1
    points = "".join(
        f'<c:pt idx="{number}"><c:v>{value!r}</c:v></c:pt>'
        for number, value in enumerate(series.values)
        if value is not None
    )
    numbers = (
        f"<c:numRef><c:f>{_SHEET}!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>{escape(form)}"
        f'</c:formatCode><c:ptCount val="{len(names)}"/>{points}</c:numCache></c:numRef>'
    )
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx>{_strings(f"{_SHEET}!${column}$1", [series.name])}</c:tx>'
        f"{series.look}{before}{series.marker}{series.labels}<c:cat>{_strings(f'{_SHEET}!$A$2:$A${last}', names)}</c:cat>"
        f"<c:val>{numbers}</c:val>{after}</c:ser>"
    )


def _axes(form: str, low: float | None = None, high: float | None = None) -> str:
    """Both axes; that of values is drawn where it has a format."""
    line = f'<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="{styles.GREY[1:]}"/></a:solidFill></a:ln></c:spPr>'
    grid = f'<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{_GRID}"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>'
    ends = "".join(f'<c:{end} val="{value!r}"/>' for end, value in (("max", high), ("min", low)) if value is not None)
    return (
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{line}<c:crossAx val="2"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>{ends}</c:scaling><c:delete val="{int(not form)}"/>'
        f'<c:axPos val="l"/>{grid if form else ""}<c:numFmt formatCode={quoteattr(form or "General")} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        '<c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:crossAx val="1"/><c:crossBetween val="between"/></c:valAx>'
    )


def _chart(plot: str, axes: str, *, legend: bool) -> bytes:
    shown = '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>' if legend else ""
    return (
        f'{HEADER}<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}" xmlns:r="{RELATIONS}"><c:lang val="de-DE"/>'
        f'<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plot}{axes}</c:plotArea>'
        f'{shown}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln>'
        f'</c:spPr>{_words(900)}<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _columns(
    names: Sequence[str], series: Sequence[Series], form: str, *, stacked: bool, gap: int, legend: bool
) -> bytes:  # fmt: skip
    grouping, overlap = ("stacked", 100) if stacked else ("clustered", 0)
    parts = "".join(
        _series(at, each, names, form, '<c:invertIfNegative val="0"/>', "") for at, each in enumerate(series)
    )
    plot = (
        f'<c:barChart><c:barDir val="col"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{parts}'
        f'<c:gapWidth val="{gap}"/><c:overlap val="{overlap}"/>{_AXES}</c:barChart>'
    )
    return _chart(plot, _axes(""), legend=legend)


def _book(names: Sequence[str], series: Sequence[Series]) -> bytes:
    """The workbook with a chart's data: names in the first column, a series a column."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet(_SHEET)
        sheet.set_column(0, len(series), 24)
        sheet.write_row(0, 1, [each.name for each in series])
        for row, name in enumerate(names, 1):
            sheet.write_string(row, 0, name)
            for column, each in enumerate(series, 1):
                value = each.values[row - 1]
                if value is not None:
                    sheet.write_number(row, column, value)
    return stream.getvalue()


@dataclass(frozen=True)
class Step:
    """A step of a bridge.

    Attributes:
        name: What it is called, with its figure.
        value: How far it goes up or down; of a level, how high it is.
        level: Whether it starts at zero.
    """

    name: str
    value: float
    level: bool = False


_PARTS: Final = (
    ("Sockel über 0", _UNSEEN), ("Sockel unter 0", _UNSEEN), ("aufwärts über 0", UP), ("aufwärts unter 0", UP),
    ("abwärts über 0", DOWN), ("abwärts unter 0", DOWN),
)  # fmt: skip


def bridge(steps: Sequence[Step], form: str) -> tuple[bytes, bytes]:
    """A bridge: columns that float from level to level; a level stands on the ground.

    Args:
        steps: The steps; each that is no level starts where the one before it ends.
        form: Number format of the data.

    Returns:
        The XML of the chart, and the workbook with its data.
    """
    rows, levels, height = [], [], 0.0
    for step in steps:
        start = 0.0 if step.level else height
        ((*parts,),) = floating_columns([step.value], start).tolist()
        rows.append([0.0] * len(parts) if step.level else parts)
        levels.append(step.value if step.level else None)
        height = start + step.value
    columns = [[float(f"{value:.10g}") or None for value in column] for column in zip(*rows, strict=True)]
    series = [Series(name, values, look) for (name, look), values in zip(_PARTS, columns, strict=True)]
    series.append(Series("Stand", levels, LEVEL))
    names = [step.name for step in steps]
    return _columns(names, series, form, stacked=True, gap=50, legend=False), _book(names, series)


def before_and_after(
    names: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], form: str
) -> tuple[bytes, bytes]:
    """Columns side by side, the year before and the plan, each with its figure.

    Args:
        names: What the columns are of.
        series: Of each its name and its numbers.
        form: Their number format.

    Returns:
        The XML of the chart, and the workbook with its data.
    """
    found = [
        Series(name, values, look, _labels(form)) for (name, values), look in zip(series, (BEFORE, LEVEL), strict=True)
    ]
    return _columns(names, found, form, stacked=False, gap=60, legend=True), _book(names, found)


def lines(
    names: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], form: str, ends: tuple[float, float]
) -> tuple[bytes, bytes]:
    """One or two lines, each with the figure at its end.

    Args:
        names: What the points are called.
        series: Of each line its name and its numbers.
        form: Their number format.
        ends: Lowest and highest value of the axis.

    Returns:
        The XML of the chart, and the workbook with its data.
    """
    last = [values[-1] for _, values in series]
    found = []
    for at, (name, values) in enumerate(series):
        color, dash, symbol = _LINES[at if len(series) > 1 else 1]
        mark = f'<c:marker><c:symbol val="{symbol}"/><c:size val="5"/>{_fill(color, color)}</c:marker>'
        place = "t" if values[-1] == max(last) else "b"
        found.append(Series(name, values, _stroke(color, dash), _last_label(form, len(names), place), mark))
    parts = "".join(_series(at, each, names, form, "", '<c:smooth val="0"/>') for at, each in enumerate(found))
    plot = f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{parts}<c:marker val="1"/>{_AXES}</c:lineChart>'
    return _chart(plot, _axes(form, *ends), legend=True), _book(names, found)
