"""What stands beside the inputs of a row of Annahmen: where several share it, whose is which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jcplan.cases import Case, Entry
from jcplan.layout import annahmen
from jcplan.layout.annahmen.tables import sections
from jcplan.nextyear.fate import NOTHING, Fate


def entries(case: Case, fates: Mapping[str, Fate], labels: Mapping[str, str]) -> dict[str, Entry]:
    """The inputs of a case with date, source and note.

    Args:
        case: Any of its shape.
        fates: What becomes of each input, by defined name.
        labels: Labels that are typed too.
    """
    heads = _heads(case)
    found: dict[str, Entry] = {}
    for names in _rows(case, fates):
        given = [name for name in names if not fates[name].filler] or names
        tags = {name: heads.get(name) or ("links" if name == names[0] else "rechts") for name in given}
        dates = _told({name: fates[name].as_of for name in given if fates[name].as_of != NOTHING}, tags)
        origins = _told({name: fates[name].origin for name in given}, tags)
        for name in names:
            fate = fates[name]
            found[name] = Entry(
                fate.value, dates.get(name, NOTHING), origins.get(name, ""), fate.note, labels.get(name, "")
            )
    return found


def _rows(case: Case, names: Iterable[str]) -> list[list[str]]:
    """The inputs row by row, from left to right."""
    places = annahmen.sheet(case).names
    rows: dict[int, list[str]] = {}
    for name in sorted(names, key=lambda each: (places[each].top, places[each].left)):
        rows.setdefault(places[name].top, []).append(name)
    return list(rows.values())


def _heads(case: Case) -> dict[str, str]:
    """What stands over the inputs of tables, without its unit."""
    found = {}
    for part in sections(case.model):
        for grid in part.grids:
            for line in grid.lines:
                for place, name in line.inputs.items():
                    over = next((grid.over[at] for at in range(place, -1, -1) if at in grid.over), "")
                    words = grid.heads[place].replace("-\n", "").split("\n")[0].partition(",")[0]
                    found[name] = f"{over} {words}".strip()
    return found


def _told(texts: Mapping[str, str], tags: Mapping[str, str]) -> dict[str, str]:
    """The text of each input: as it is where all of a row have the same, else with whose it is."""
    by_text: dict[str, list[str]] = {}
    for name, text in texts.items():
        by_text.setdefault(text, []).append(name)
    if len(by_text) < 2:
        return dict(texts)
    told = {
        text: f"{', '.join(tags[name] for name in names)}: {text.replace('; ', ', ')}"
        for text, names in by_text.items()
    }
    return {name: told[text] for name, text in texts.items()}
