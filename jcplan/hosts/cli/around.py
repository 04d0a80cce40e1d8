"""The commands around a workbook: making one, programs to open it in, functions. As those in ``commands``."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from jcplan import handbook as pages
from jcplan.build import build
from jcplan.cases import YEARS, case, empty
from jcplan.catalogue import CATALOGUE, Function
from jcplan.errors import FileError, InputError
from jcplan.hosts.cli import next_year, show
from jcplan.hosts.cli.shape import shaped
from jcplan.hosts.excel import open as excel
from jcplan.hosts.excel.workbook import to_macro
from jcplan.hosts.file import SUFFIXES
from jcplan.hosts.libreoffice import install as office
from jcplan.model import Shape
from jcplan.ooxml import one_at_a_time, refuse_if_open, refuse_unreplaceable, replace_atomically

# ---- new --------------------------------------------------------------------------------------


def new(arguments: argparse.Namespace) -> int:
    """``jcplan new PATH [--leer | --beispiel 2027] [--gruppen 3] …``, or with ``--aus`` as ``next_year.run``."""
    path = Path(arguments.path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(str(path), f"die Endung „{path.suffix}“", ".xlsx oder .xlsm")
    if path.exists() and not arguments.ueberschreiben:
        raise FileError(
            f"{path}: Die Datei gibt es schon. Bitte einen anderen Namen wählen oder --ueberschreiben angeben."
        )
    refuse_if_open(path)
    if not path.parent.is_dir():
        raise FileError(f"{path}: Den Ordner „{path.parent}“ gibt es nicht.")
    if arguments.aus is not None or arguments.basis is not None:
        return next_year.run(arguments)
    if arguments.leer:
        plan = empty(shaped(arguments, Shape()))
    else:
        chosen = case(YEARS[0] if arguments.beispiel is None else arguments.beispiel)
        plan = chosen.shaped(shaped(arguments, chosen.shape))
    refuse_unreplaceable(path)
    with one_at_a_time(path) as notes:
        data = to_macro(lambda prepare: build(plan, prepare=prepare)) if suffix == ".xlsm" else build(plan)
        saved = replace_atomically(path, data, backup=False)
    show.line(f"Neue Arbeitsmappe: {path}")
    for note in notes + saved.notes:
        show.line(f"Hinweis: {note}")
    return 0


# ---- handbook ---------------------------------------------------------------------------------


def handbook(arguments: argparse.Namespace) -> int:
    """``jcplan handbuch [--pfad]``."""
    path = pages.first_page()
    if not arguments.pfad and not pages.opened(path):
        raise FileError(f"Kein Browser lässt sich von hier öffnen. Das Handbuch ist diese Datei: {path}")
    show.line(str(path))
    return 0


# ---- functions --------------------------------------------------------------------------------


def functions(arguments: argparse.Namespace) -> int:
    """``jcplan functions [NAME]``."""
    if arguments.name is None:
        rows = [(f.category, f.call, f.help) for f in CATALOGUE.values()]
        show.table("Funktionen", ("Gebiet", "Aufruf", "was sie gibt"), rows)
        return 0
    function = CATALOGUE.get(arguments.name.upper())
    if function is None:
        close = _closest(arguments.name.upper())
        raise InputError(
            "NAME", f"„{arguments.name}“", f"eine Funktion, zum Beispiel {close}", "Alle zeigt „jcplan functions“."
        )
    _describe(function)
    return 0


def _describe(function: Function) -> None:
    show.line(f"={function.call}\n")
    show.line(function.help)
    if function.arguments:
        show.line("\nArgumente:")
    for argument in function.arguments:
        show.line(f"  {argument.name}: {argument.text}")
    show.line(f"\nErgebnis: {function.outcome}")
    show.line(f"Beispiel: ={function.example.formula}  ergibt  {function.example.shows}")
    show.line(f"Quelle: {function.source}")


def _closest(name: str) -> str:
    return (difflib.get_close_matches(name, CATALOGUE, n=1, cutoff=0.0) or ["JC_IQ_GESAMT"])[0]


# ---- programs ---------------------------------------------------------------------------------


def open_workbook(arguments: argparse.Namespace) -> int:
    """``jcplan open PATH``: in Excel on Windows, elsewhere in LibreOffice."""
    path = Path(arguments.path)
    said = excel.open_workbook(path) if sys.platform == "win32" else office.open_workbook(path)
    show.line(said or f"{path.name} wird in Excel geöffnet.")
    return 0


def libreoffice(arguments: argparse.Namespace) -> int:
    """``jcplan libreoffice install | remove | status``."""
    actions = {"install": office.install, "remove": office.remove, "status": office.status}
    show.line(actions[arguments.what]())
    return 0
