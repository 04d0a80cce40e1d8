"""Makes the macro workbook (``.xlsm``): the same sheets with xlwings' VBA, the wrappers, the ribbon and their help.

The VBA of xlwings is taken from the installed package, so a workbook fits the Python that made it; what would
let others than the workbook decide about it is replaced (``hardening``).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jcplan.build.workbook import NOT_PRINTED
from jcplan.errors import FileError
from jcplan.hosts.excel import calling, intellisense, resources, ribbon, wrappers
from jcplan.hosts.excel.hardening import harden
from jcplan.hosts.excel.vba import Project
from jcplan.layout import mappe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WRITTEN_MODULES: Final = ("jcplan_zellen", "jcplan_mappe", "jcplan_start")
_OURS: Final = ("jcplan_", "xlwings")
"""How the names of delivered modules begin, in this version and in earlier ones."""
_SETTINGS: Final = {"ADD_WORKBOOK_TO_PYTHONPATH": "False", "UDF MODULES": wrappers.MODULE}
"""The workbook's settings for xlwings, none of them a path. The first keeps xlwings from looking for modules
beside the workbook, which it would do by itself. All others are as xlwings has them (``hardening``)."""


def template() -> bytes:
    """The VBA project that xlwings gives workbooks which shall work without its add-in.

    Raises:
        FileError: xlwings is not installed, or is too old.
    """
    try:
        installed("xlwings")
        packed = (files("xlwings") / "quickstart_standalone.xlsm").read_bytes()
    except (PackageNotFoundError, ModuleNotFoundError, FileNotFoundError):
        advice = f"{calling.renew()} Ohne Makros (.xlsx) geht es auch so."
        raise FileError(f"Für eine Arbeitsmappe mit Makros (.xlsm) fehlt das Paket xlwings. {advice}") from None
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        return package.read("xl/vbaProject.bin")


def vba_project(sheets: Sequence[str]) -> bytes:
    """The workbook's VBA project.

    Args:
        sheets: Code names of all worksheets.
    """
    project = Project(template())
    keep = {"ThisWorkbook", "xlwings", "Dictionary", *sheets}
    for module in project.modules:
        if module not in keep:
            project.remove(module)
    project.remove_reference("MSForms")  # nothing uses it, and it names a folder of another PC
    project.put("xlwings", harden(project.source("xlwings")))
    project.put("ThisWorkbook", resources.text("vba/DieseArbeitsmappe.cls"))
    project.put("xlwings_udfs", wrappers.generate())
    project.put("jcplan_hilfe", wrappers.generate_help())
    project.put("jcplan_menue", ribbon.procedures())
    for module in WRITTEN_MODULES:
        project.put(module, resources.text(f"vba/{module}.bas"))
    for sheet in sheets:
        project.add_sheet(sheet)
    return project.to_bytes()


def prepare(workbook: Any) -> None:
    """Give a finished, not yet closed ``xlsxwriter.Workbook`` the VBA and the names that tie its sheets to it.

    To be called last, when all sheets are there: as the builder's hook.
    """
    settings = workbook.add_worksheet(mappe.SETTINGS_NAME)
    settings.very_hidden()
    settings.print_area(*NOT_PRINTED)
    for row, pair in enumerate(_SETTINGS.items()):
        settings.write_row(row, 0, pair)
    sheets = workbook.worksheets()
    codes = [f"Sheet{number}" for number in range(1, len(sheets) + 1)]
    workbook.add_vba_project(io.BytesIO(vba_project(codes)), is_stream=True)
    workbook.set_vba_name("ThisWorkbook")
    for sheet, code in zip(sheets, codes, strict=True):
        sheet.set_vba_name(code)


def joined(old: bytes, new: bytes, sheets: Mapping[str, str]) -> tuple[bytes, list[str]]:
    """A fresh VBA project with the user's own modules of an older workbook.

    Args:
        old: The older workbook's project.
        new: The fresh one.
        sheets: Code names of the user's own worksheets in the old project, and what they are in the new one.

    Returns:
        The project, and a German sentence for each module that cannot be carried.

    Raises:
        FileError: A project cannot be read.
    """
    theirs, ours = Project(old), Project(new)
    delivered, lost = set(ours.modules), []
    for name in theirs.modules:
        if name in sheets:
            ours.add_sheet(sheets[name])
            ours.put(sheets[name], _code(theirs.source(name)))
        elif name in delivered or theirs.kind(name) == "Document":
            if theirs.kind(name) == "Document" and name != "ThisWorkbook" and _code(theirs.source(name)).strip():
                lost.append(f"Eigene Makros im Modul „{name}“ eines gelieferten Blattes sind nicht übernommen.")
        elif not name.startswith(_OURS) and not ours.take(theirs, name):
            lost.append(f"Das Formular „{name}“ aus den eigenen Makros ist nicht übernommen.")
    for name in sheets.values():
        ours.add_sheet(name)
    return ours.to_bytes(), lost


def _code(source: str) -> str:
    """What a module holds beside its attributes; nothing where there are only options."""
    lines = [line for line in source.splitlines() if not line.startswith("Attribute ")]
    return "\n".join(lines) if any(line.strip() and not line.startswith("Option ") for line in lines) else ""


def to_macro(build: Callable[[Callable[[Any], None]], bytes]) -> bytes:
    """The macro workbook as bytes; the same plan gives the same bytes.

    Args:
        build: Draws the workbook, calls the hook it is given with the ``xlsxwriter.Workbook`` before
            closing it, and returns the file's bytes.
    """
    return intellisense.put(ribbon.add(build(prepare)))
