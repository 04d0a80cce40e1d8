"""``jcplan verbund``: all plans of a folder in one workbook. As those in ``commands``."""

from __future__ import annotations

import argparse
import math
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

from jcplan.errors import FileError, InputError
from jcplan.german import count, number, percent, quantity
from jcplan.hosts import many
from jcplan.hosts.cli import show
from jcplan.hosts.cli.codes import BAD_INPUT, FINE
from jcplan.hosts.cli.commands import now, show_written, written
from jcplan.hosts.cli.values import whole_numbers
from jcplan.hosts.cluster import Cluster
from jcplan.hosts.together import gathered
from jcplan.model.fields import SHARE
from jcplan.ooxml import Saved, one_at_a_time, refuse_if_open, refuse_unreplaceable, replace_atomically
from jcplan.questions.chances import DRAWS, MOST_DRAWS
from jcplan.union.drawing import drawn
from jcplan.union.measures import MEASURES
from jcplan.union.member import AMOUNTS
from jcplan.union.union import LeftOut, Sure, Union

_SUFFIX: Final = ".xlsx"


def union(arguments: argparse.Namespace) -> int:
    """``jcplan verbund FOLDER … -o OUT [--ziehungen N] [--dask ADDRESS] [--ueberschreiben] [--json]``.

    Returns:
        2 where a file does not count, else 0.
    """
    out, draws = Path(arguments.out), DRAWS if arguments.ziehungen is None else arguments.ziehungen
    _refuse(out, draws, replace=arguments.ueberschreiben)
    files = many.in_folders(arguments.paths, out)
    cluster = nullcontext() if arguments.dask is None else Cluster(arguments.dask)
    with cluster as workers, show.progress("Pläne lesen", len(files)) as advance:
        found, failed = gathered(files, draws, advance, workers=workers)
    if found is None:
        for each in failed:
            show.error(f"Nicht gezählt: {each.reason}")
        raise InputError(
            ", ".join(arguments.paths), "keine Planung", "mindestens eine Planungsmappe dieser Version",
            "Mappen früherer Versionen bringt „jcplan upgrade“ auf diese.",
        )  # fmt: skip
    data = drawn(found, ", ".join(map(_called, arguments.paths)), now())
    with one_at_a_time(out) as notes:
        refuse_if_open(out)
        saved = replace_atomically(out, data, backup=False)
    if arguments.json:
        show.data(whole_numbers(_as_data(found) | written(out, saved, *notes)), indent=2)
    else:
        _show(found)
        show_written(out, Saved(None, notes + saved.notes))
        for each in found.left_out:
            show.error(f"Nicht gezählt: {each.reason}")
    return BAD_INPUT if found.left_out else FINE


def _called(path: str) -> str:
    """A folder by its name, also where it is written as "." or with those above it; a pattern as it is written."""
    return Path(path).resolve().name or path if Path(path).is_dir() else path


def _refuse(out: Path, draws: int, *, replace: bool) -> None:
    """What cannot be written is said before anything is read."""
    if out.suffix.lower() != _SUFFIX:
        raise InputError("-o", f"die Endung „{out.suffix}“", _SUFFIX)
    if not 1 <= draws <= MOST_DRAWS:
        raise InputError("--ziehungen", number(draws), f"eine ganze Zahl von 1 bis {number(MOST_DRAWS)}")
    if not out.parent.is_dir():
        raise FileError(f"{out}: Den Ordner „{out.parent}“ gibt es nicht.")
    if out.exists() and not replace:
        raise FileError(
            f"{out}: Die Datei gibt es schon. Bitte einen anderen Namen wählen oder --ueberschreiben angeben."
        )
    refuse_if_open(out)
    refuse_unreplaceable(out)


def _show(found: Union) -> None:
    rows = [(each.label, _shown(found.amounts[each.key], each.unit, 0)) for each in AMOUNTS]
    rows += [(each.label, _shown(found.measure(each), each.unit, 4 if each.unit == SHARE else 2)) for each in MEASURES]
    title = f"Verbund {found.year}, {count(len(found.members), 'Plan', 'Pläne')}"
    show.table(title, ("Größe", "über alle"), rows, right=(1,))
    show.line()
    for together, words in ((False, "jeder Plan für sich schwankt"), (True, "alle Pläne gleich schwanken")):
        each = found.iq_sure[together]
        if each:
            share = percent(each.share, 1)
            show.line(f"IQ mindestens {percent(each.limit, 1)}: {share} der Ziehungen, wenn {words}.")
    show.line(
        f"{count(found.contradictions, 'Widerspruch', 'Widersprüche')}, "
        f"{count(len(found.outliers), 'Ausreißer', 'Ausreißer')} gegen den Vergleichstyp."
    )
    for text in found.remarks:
        show.line(f"Hinweis: {text}")


def _shown(value: float, unit: str, places: int) -> str:
    """A figure over all; a dash where no plan says anything."""
    return "–" if math.isnan(value) else quantity(value, unit, places)


def _as_data(found: Union) -> dict[str, Any]:
    return {
        "planjahr": found.year,
        "summen": {each.key: found.amounts[each.key] for each in AMOUNTS},
        "quoten": {each.key: found.measure(each) for each in MEASURES},
        "verteilung": {each.key: vars(found.spread(each)) for each in MEASURES},
        "plaene": [
            {
                "datei": each.file, "jobcenter": each.jobcenter, "vergleichstyp": each.kind or None,
                "summen": dict(each.amounts), "iq_veroeffentlicht": each.iq_published,
                "widersprueche": len(each.contradictions), "ziele_nicht_aktuell": each.outdated,
                "chancen": {likely.target: likely.share for likely in each.likely},
            }
            for each in found.members
        ],
        "ausreisser": [
            {
                "datei": each.member.file, "vergleichstyp": each.member.kind, "groesse": each.measure.key,
                "wert": each.value, "grenzen": list(each.among.fences),
            }
            for each in found.outliers
        ],
        "widersprueche": found.contradictions,
        "ziehungen": found.draws,
        "chance_iq": {"einzeln": _sure(found.iq_sure[False]), "gemeinsam": _sure(found.iq_sure[True])},
        "chance_lzb": {"einzeln": _sure(found.lzb_sure[False]), "gemeinsam": _sure(found.lzb_sure[True])},
        "nicht_gezaehlt": [_left_out(each) for each in found.left_out],
        "zu_beachten": list(found.remarks),
    }  # fmt: skip


def _sure(found: Sure | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"ziel": found.limit, "wahrscheinlichkeit": found.share, "quantile": list(found.quantiles)}


def _left_out(each: LeftOut) -> dict[str, str]:
    return {"datei": each.file, "grund": each.reason}
