"""The workbook's look, once: colours, fonts, number formats, named styles."""

from __future__ import annotations

import re
from typing import Any, Final

BLUE: Final = "#1F4E79"
WARM: Final = "#C55A11"
GREY: Final = "#7F7F7F"
LIGHT_GREY: Final = "#F2F2F2"
RULE: Final = "#BFBFBF"
PALE_BLUE: Final = "#DDEBF7"
MID_BLUE: Final = "#9DC3E6"
PALE_WARM: Final = "#F4B183"
PALE_YELLOW: Final = "#FFF9DB"
INPUT_BLUE: Final = "#0000C0"
GOOD: Final = ("#E2F0D9", "#1E5B1E")
WARN: Final = ("#FFF2CC", "#7F4A00")
BAD: Final = ("#FBE5D6", "#8A2B06")
CALM: Final = ("#DDEBF7", "#1F4E79")
QUIET: Final = ("#F2F2F2", "#595959")


def with_sign(body: str, *, plus: str = "+") -> str:
    """Format of a difference, or of what may be negative (``plus=""``).

    Without conditions: programs do not agree on whether a section with one shows a minus of its own.

    >>> with_sign("#,##0"), with_sign("0.0 %", plus="")
    ('+#,##0;-#,##0;0', '0.0 %;-0.0 %;0.0 %')
    """
    return f"{plus}{body};-{body};{body.replace('#,##', '')}"


def shown_as_zero(form: str) -> tuple[float, str] | None:
    """Of a format with a section for 0: below which size a number looks like 0 too, and the section.

    Programs show such a number in the section of its sign, as a zero with a minus.

    >>> shown_as_zero(with_sign("0.0 %")), shown_as_zero(with_sign("#,##0.0##")), shown_as_zero("0.0 %")
    ((0.0005, '0.0 %'), (0.0005, '0.0##'), None)
    """
    sections = form.split(";")
    if len(sections) != 3:
        return None
    decimals = _DECIMALS.search(sections[0])
    places = (len(decimals[1]) if decimals else 0) + 2 * ("%" in sections[0])
    return 0.5 / 10**places, sections[2]


_DECIMALS: Final = re.compile(r"\.([0#]+)")
HEADS: Final = "#,##0"
HEADS_1: Final = "#,##0.0"
SIGNED: Final = with_sign(HEADS)
SIGNED_1: Final = with_sign(HEADS_1)
EXITS: Final = '"−"#,##0;"+"#,##0;0'
"""Format of exits, which are stored as they are counted and shown as what they take away."""
EURO: Final = '#,##0.00 "€"'
SIGNED_EURO: Final = with_sign(EURO)
DATE: Final = "dd.mm.yyyy"
TIME: Final = "dd.mm.yyyy hh:mm"


def percent(places: int, *, signed: bool = False) -> str:
    """Number format of a share; ``places`` are the decimals of the number in the cell.

    >>> percent(3), percent(4, signed=True)
    ('0.0 %', '+0.00 %;-0.00 %;0.00 %')
    """
    body = "0" + ("." + "0" * (places - 2) if places > 2 else "") + " %"
    return with_sign(body) if signed else body


_BASE: Final[dict[str, Any]] = {"font_name": "Calibri", "font_size": 10.5, "valign": "vcenter"}
_TABLE: Final[dict[str, Any]] = {**_BASE, "bottom": 1, "bottom_color": RULE}
_INPUT: Final[dict[str, Any]] = {**_TABLE, "bg_color": PALE_YELLOW, "font_color": INPUT_BLUE, "locked": False}
_SUB: Final[dict[str, Any]] = {**_TABLE, "bold": True, "font_color": BLUE, "bg_color": LIGHT_GREY}
_TARGET: Final[dict[str, Any]] = {**_TABLE, "bg_color": PALE_BLUE, "bold": True}

STYLES: Final[dict[str, dict[str, Any]]] = {
    "plain": _BASE,
    "title": {**_BASE, "font_size": 16, "bold": True, "font_color": BLUE},
    "subtitle": {**_BASE, "font_color": GREY},
    "link": {**_BASE, "font_color": BLUE, "underline": 1},
    "heading": {**_BASE, "font_size": 12, "bold": True, "font_color": BLUE},
    "header": {**_BASE, "bold": True, "font_color": "#FFFFFF", "bg_color": BLUE, "text_wrap": True, "align": "left"},
    "header_plain": {**_BASE, "bold": True, "font_color": "#FFFFFF", "bg_color": BLUE, "align": "left", "indent": 1},
    "header_right": {
        **_BASE,
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": BLUE,
        "text_wrap": True,
        "align": "right",
    },
    "header_text": {
        **_BASE,
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": BLUE,
        "text_wrap": True,
        "align": "left",
        "indent": 1,
    },
    "subheader": {**_SUB, "align": "left"},
    "subheader_text": {**_SUB, "align": "left", "indent": 1, "text_wrap": True},
    "subheader_right": {**_SUB, "align": "right", "text_wrap": True},
    "over": {**_SUB, "bottom": 0, "align": "left"},
    "units": {**_TABLE, "font_color": "#595959", "align": "right", "italic": True},
    "units_left": {**_TABLE, "font_color": "#595959", "italic": True},
    "label": _TABLE,
    "label_wrap": {**_TABLE, "text_wrap": True},
    "link_cell": {**_TABLE, "text_wrap": True, "font_color": BLUE, "underline": 1},
    "label_bold": {**_TABLE, "bold": True},
    "unit": {**_TABLE, "font_color": "#595959", "indent": 1},
    "unit_wrap": {**_TABLE, "font_color": "#595959", "indent": 1, "text_wrap": True},
    "unit_total": {**_TABLE, "font_color": "#595959", "indent": 1, "top": 1, "top_color": GREY},
    "label_left": {**_TABLE, "align": "left"},
    "value": {**_TABLE, "align": "right"},
    "total": {**_TABLE, "align": "right", "bold": True, "top": 1, "top_color": GREY},
    "total_label": {**_TABLE, "bold": True, "top": 1, "top_color": GREY},
    "input": {**_INPUT, "align": "right"},
    "input_label": {**_INPUT, "text_wrap": True, "align": "left"},
    "input_text": {**_INPUT, "text_wrap": True, "align": "left", "indent": 1},
    "input_note": {**_INPUT, "font_size": 9, "text_wrap": True, "align": "left", "indent": 1},
    "quiet": {**_TABLE, "font_color": "#595959", "align": "left", "indent": 1},
    "label_second": {**_TABLE, "align": "left", "indent": 1},
    "text": {**_TABLE, "text_wrap": True, "align": "left", "indent": 1},
    "target": {**_TARGET, "align": "right"},
    "verdict": {**_TABLE, "bold": True, "align": "left", "indent": 1},
    "card_label": {**_BASE, "font_color": "#595959", "bg_color": LIGHT_GREY, "indent": 1},
    "card_value": {
        **_BASE,
        "font_size": 20,
        "bold": True,
        "font_color": BLUE,
        "bg_color": LIGHT_GREY,
        "align": "left",
        "indent": 1,
    },
    "card_money": {
        **_BASE,
        "font_size": 15,
        "bold": True,
        "font_color": BLUE,
        "bg_color": LIGHT_GREY,
        "align": "left",
        "indent": 1,
    },
    "card_text": {**_BASE, "bg_color": LIGHT_GREY, "indent": 1},
    "band": {**_BASE, "bold": True, "font_color": BLUE, "bg_color": PALE_BLUE, "indent": 1},
    "signature": {**_BASE, "bottom": 1, "bottom_color": "#000000"},
    "finding": {**_BASE, "bold": True, "font_color": BLUE, "font_size": 11},
    "formula_text": {**_TABLE, "font_name": "Consolas", "font_size": 9.5, "text_wrap": True},
    "helper": {**_TABLE, "align": "right", "font_color": "#595959"},
}
"""Properties by style name; number formats are added by the cell."""
