"""Native charts of the sheet Struktur."""

from __future__ import annotations

from typing import Any, Final

from jcplan.sheet import styles
from jcplan.sheet.charts import name_of
from jcplan.sheet.page import Chart

_DARK: Final = "#404040"
_WHITE: Final = "#FFFFFF"
_GROUPS: Final = (styles.BLUE, styles.GREY, styles.MID_BLUE, styles.WARM)
_PROFILES: Final = (
    (styles.BLUE, _WHITE),
    (styles.MID_BLUE, _DARK),
    ("#41719C", _WHITE),
    (styles.RULE, _DARK),
    (styles.LIGHT_GREY, ""),  # too narrow for a label
)


def _font(size: float = 10, color: str = _DARK) -> dict[str, Any]:
    return {"name": "Calibri", "size": size, "color": color, "bold": False}


def features(
    sheet: str, header: int, first: int, last: int, *, row: int, column: int, width: int, height: int
) -> Chart:
    """Columns a feature, one a group: ELB, LZB, Ausländer, 8 HKL (columns 3 to 6 of the table)."""
    series = [
        {
            "name": name_of(sheet, header, 3 + offset),
            "categories": [sheet, first - 1, 1, last - 1, 1],
            "values": [sheet, first - 1, 2 + offset, last - 1, 2 + offset],
            "fill": {"color": color},
            "gap": 60,
            "overlap": 0,
            "data_labels": {"value": True, "num_format": "0 %", "position": "outside_end", "font": _font(8)},
        }
        for offset, color in enumerate(_GROUPS)
    ]
    return Chart(
        "column", None, series, row, column, width, height,
        "Säulen: Anteil unter 25 Jahre, über 55 Jahre, ohne Schulabschluss und ohne Berufsausbildung an ELB (blau), LZB (grau), Ausländern (hellblau) und 8 HKL (orange). Die Zahlen stehen in der Tabelle der Merkmale daneben.",
        y_axis={"min": 0, "max": 1, "major_unit": 0.2, "num_format": "0 %", "num_font": _font(9), "line": {"none": True},
                "major_gridlines": {"visible": True, "line": {"color": "#E3E3E3", "width": 0.75}}},
        x_axis={"line": {"color": styles.RULE}, "num_font": _font(9)}, legend={"position": "bottom", "font": _font()},
    )  # fmt: skip


def profiles(sheet: str, header: int, first: int, *, row: int, column: int, width: int, height: int) -> Chart:
    """Stacked bars of 100 %, one a group: the profile groups and the rest (five rows, columns 3 to 6)."""
    series = [
        {
            "name": name_of(sheet, first + offset, 2),
            "categories": [sheet, header - 1, 2, header - 1, 5],
            "values": [sheet, first + offset - 1, 2, first + offset - 1, 5],
            "fill": {"color": color},
            "border": {"color": _WHITE},
            "gap": 45,
            **(
                {"data_labels": {"value": True, "num_format": "0 %", "position": "center", "font": _font(9, text)}}
                if text
                else {}
            ),
        }
        for offset, (color, text) in enumerate(_PROFILES)
    ]
    return Chart(
        "bar", "percent_stacked", series, row, column, width, height,
        "Gestapelte Balken bis 100 %: Anteile der Profilgruppen marktnah, komplex, integriert, Sondertatbestand und des Rests an ELB, LZB, Ausländern und 8 HKL. Die Zahlen stehen in der Tabelle der Profilgruppen darüber.",
        y_axis={"reverse": True, "line": {"color": styles.RULE}, "num_font": _font(), "major_gridlines": {"visible": False}},
        x_axis={"visible": False, "major_gridlines": {"visible": False}}, legend={"position": "bottom", "font": _font()},
    )  # fmt: skip
