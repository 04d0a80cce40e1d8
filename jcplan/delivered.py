"""What a workbook was delivered with: its version's formulas and names, from itself or, for 0.1.0, from a file."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from jcplan import __version__
from jcplan.buttons import button
from jcplan.cells import Area, Rows, Scalar, areas, parse_area
from jcplan.errors import FileError, InputError
from jcplan.layout import mappe

UNMARKED: Final = "0.1.0"
"""The release whose workbooks do not say their version; ``releases/0.1.0.json.gz`` says what they came with."""
OF_EVERY_PLAN: Final = "Annahme_Planjahr"
"""A name without which a workbook is no planning workbook."""
COPY_NAME: Final = "Werte_Kopie"
"""Hidden name of a copy of values: the file of the plan that it shows."""

Position = tuple[int, int]


@dataclass(frozen=True)
class Formula:
    """A delivered formula.

    Attributes:
        area: Its cell, or the area that an array formula fills.
        text: As stored, without ``=``.
        array: Whether it is an array formula.
    """

    area: Area
    text: str
    array: bool


@dataclass(frozen=True)
class Delivered:
    """What a workbook was delivered with. Sheets are called as they were then.

    Attributes:
        version: The version that made it.
        formulas: By sheet, in the order of rows.
        constants: Addresses of cells with other content, by sheet, with blanks between.
        charts: How many charts stand on each sheet that has any.
        names: Defined names and what they refer to.
        further: Names that later versions have for what stood in this one without a name.
        faces: How the cells of inputs looked, by defined name (``looks.faces``), where the workbook does not say it.
        basis: The defined names of the figures in ``Grundlage_Werte``, likewise.
    """

    version: str
    formulas: Mapping[str, tuple[Formula, ...]]
    constants: Mapping[str, str]
    charts: Mapping[str, int]
    names: Mapping[str, str]
    further: Mapping[str, str]
    faces: Mapping[str, str]
    basis: Sequence[str]

    @property
    def sheets(self) -> Sequence[str]:
        """Its sheets."""
        return tuple(self.formulas)

    def filled(self, sheet: str) -> frozenset[Position]:
        """The cells of a sheet with other content than a formula."""
        return frozenset((area.top, area.left) for area in map(_area, self.constants.get(sheet, "").split()))

    def places(self) -> dict[str, tuple[str, Area]]:
        """Sheet and area of each name that stands for cells."""
        return areas(self.names)

    def homes(self, names: Mapping[str, str], sheets: Sequence[str]) -> dict[str, str]:
        """Each delivered sheet as it is called in a workbook: where there is none of its name, where its names stand.

        Args:
            names: The workbook's names and what they refer to.
            sheets: The workbook's sheets.
        """
        known = {sheet.casefold(): sheet for sheet in sheets}
        found = {sheet: known[sheet.casefold()] for sheet in self.sheets if sheet.casefold() in known}
        renamed = [sheet for sheet in self.sheets if sheet not in found]
        if renamed:
            now = {name.casefold(): place for name, place in areas(names).items()}
            for sheet in renamed:
                here = (name.casefold() for name, (home, _) in self.places().items() if home == sheet)
                elsewhere = Counter(now[name][0] for name in here if name in now)
                free = (title for title, _ in elsewhere.most_common() if title not in found.values())
                title = next(free, None)
                if title is not None:
                    found[sheet] = title
        return found


def version_of(names: Mapping[str, str]) -> str:
    """The version that made a workbook, ``""`` for one that is no planning workbook.

    Raises:
        InputError: It does not say so any more.

    >>> version_of({"mappe_version": '"0.2.0"'}), version_of({"Annahme_Planjahr": "Annahmen!$C$12"}), version_of({})
    ('0.2.0', '0.1.0', '')
    """
    known = {name.casefold(): target for name, target in names.items()}
    marked = known.get(mappe.VERSION_NAME.casefold())
    if marked is not None:
        return marked.removeprefix("=").strip('"')
    if mappe.RECORD_NAME.casefold() in known:
        raise InputError(
            f"Name {mappe.VERSION_NAME}", "keinen Eintrag", "die Version der Mappe", "Bitte eine Sicherung verwenden."
        )
    return UNMARKED if OF_EVERY_PLAN.casefold() in known else ""


def is_newer(version: str) -> bool:
    """Whether a version is newer than this one.

    >>> is_newer("99.0"), is_newer("0.1.0")
    (True, False)
    """
    return _numbers(version) > _numbers(__version__)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def copied_from(names: Mapping[str, str]) -> str:
    """The file of the plan of which a workbook is a copy of values; ``""`` for any other.

    >>> copied_from({"werte_kopie": '"Plan ""A"".xlsx"'}), copied_from({})
    ('Plan "A".xlsx', '')
    """
    found = next((target for name, target in names.items() if name.casefold() == COPY_NAME.casefold()), "")
    return found.removeprefix("=").removeprefix('"').removesuffix('"').replace('""', '"')


def refuse_copy(title: str, names: Mapping[str, str]) -> None:
    """Makes sure that a workbook is no copy of values, with which nothing can be done but reading.

    Raises:
        FileError: It is one.
    """
    plan = copied_from(names)
    if plan:
        raise FileError(f"{title}: Das ist eine Werte-Kopie; gerechnet wird nur in der Planungsmappe „{plan}“.")


def refuse_other_version(title: str, names: Mapping[str, str]) -> None:
    """Makes sure that a planning workbook is of this version; what is none is not judged here.

    Args:
        title: The workbook's name, for messages.
        names: Its defined names and what they refer to.

    Raises:
        FileError: It is older or newer, or a copy of values.
    """
    refuse_copy(title, names)
    version = version_of(names)
    if version in ("", __version__):
        return
    found = f"{title}: gefunden eine Mappe der Version {version}, erwartet eine der Version {__version__}."
    if is_newer(version):
        raise FileError(f"{found} Bitte jcplan auf Version {version} bringen.")
    file = f'"{title}"' if " " in title else title
    raise FileError(
        f"{found} Bitte mit der Schaltfläche „{button('upgrade').label}“ oder dem Befehl „jcplan upgrade {file}“ eine "
        "Mappe dieser Version daraus machen. Alle Eintragungen, eigenen Blätter und das Protokoll werden übernommen; "
        "die bisherige Datei bleibt erhalten."
    )


def of(title: str, names: Mapping[str, str], read: Callable[[str, Area], Rows]) -> Delivered:
    """What a planning workbook was delivered with; nothing, for another one.

    Args:
        title: The workbook's name, for messages.
        names: Its names and what they refer to.
        read: Gives the values of an area.

    Raises:
        FileError: It does not say so any more, or is a copy of values.
    """
    refuse_copy(title, names)
    version = version_of(names)
    if not version:
        return Delivered("", {}, {}, {}, {}, {}, {}, ())
    if version == UNMARKED:
        return release(version)
    record = {name.casefold(): place for name, place in areas(names).items()}.get(mappe.RECORD_NAME.casefold())
    rows = read(*record) if record else ()
    try:
        return _recorded(version, tuple(row[0] for row in rows))
    except ValueError as error:
        raise FileError(
            f"{title}: gefunden eine Mappe, auf deren verborgenem Blatt „{mappe.NAME}“ die Angaben fehlen, womit sie "
            "ausgeliefert wurde, erwartet eine unbeschädigte Planungsmappe. Bitte eine Sicherung verwenden."
        ) from error


@lru_cache(maxsize=2)
def _recorded(version: str, cells: tuple[Scalar, ...]) -> Delivered:
    """What a record says; an action asks for it several times."""
    return _delivered(version, mappe.record(cells))


@cache
def release(version: str) -> Delivered:
    """What the workbooks of a release that do not say it themselves were delivered with."""
    packed = files("jcplan").joinpath("releases", f"{version}.json.gz").read_bytes()
    return _delivered(version, json.loads(gzip.decompress(packed)))


def _delivered(version: str, data: Mapping[str, Any]) -> Delivered:
    formulas = {
        sheet: tuple(_formula(address, text) for address, text in cells.items())
        for sheet, cells in data["formulas"].items()
    }
    return Delivered(
        version,
        formulas,
        data["constants"],
        data["charts"],
        data["names"],
        data.get("further", {}),
        data.get("faces", {}),
        data.get("basis", ()),
    )


def _formula(address: str, text: str) -> Formula:
    """``{…}`` marks an array formula, as spreadsheets show it."""
    array = text.startswith("{") and text.endswith("}")
    return Formula(_area(address), text[1:-1] if array else text, array)


def _area(address: str) -> Area:
    area = parse_area(address)
    if area is None:
        raise ValueError(address)
    return area
