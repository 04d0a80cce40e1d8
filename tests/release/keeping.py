"""What a workbook stores, by name: to compare one version, or one shape, with the next."""

from __future__ import annotations

from workbooks import Values

from jcplan import delivered
from jcplan.cells import areas
from jcplan.upgrade import names

STORED = (
    "Annahme_",
    "Gedruckt_",
    "Geschaeftsstelle_",
    "Team_",
    "Gewicht_",
    "Fest_",
    "Saison_",
    "Ist_",
    "Ziel_",
)


def by_name(path):
    """The stored values of all names of what is typed, imported or adopted, and what stands beside them."""
    book = Values(path)
    beside = {**delivered.release("0.1.0").further, **book.names}
    places = areas(beside)
    columns = {name: place for name, place in places.items() if name.startswith(("Annahmen_", "Ziele_"))}
    found = {}
    for name, (sheet, area) in areas(book.names).items():
        if not name.startswith(STORED):
            continue
        found[name] = book.area(name)
        for column, (home, rows) in columns.items():
            figure = area.shape == (1, 1) and name.startswith("Ziel_") == column.startswith("Ziele_")
            if figure and home == sheet and (area.top, rows.left) in rows and not aside(name, area, places):
                found[name, column] = book[sheet].cell(area.top, rows.left).value
    return found


def aside(name, area, places):
    """Whether it is the printed decimals in the row of their figure: the texts there are the figure's."""
    figure = places.get(name.removesuffix("_Stellen"))
    return name.endswith("_Stellen") and figure is not None and figure[1].top == area.top


def carried(before, after):
    """What a later version holds for everything that an earlier one stored, by the names of then."""
    found = {}
    for key in before:
        name, *beside = (key,) if isinstance(key, str) else key
        for now in names.all_now(name):
            new = after.get((now, *beside) if beside else now)
            if beside and beside[0].startswith("Annahmen_") and says(new, before[key]):
                new = before[key]
            if key not in found or new != before[key]:
                found[key] = new
    return found


def says(now, before):
    """Whether the text of a row says what one of its texts said before; a dash says nothing."""
    parts = [part.removesuffix(".") for part in str(before or "–").split("; ")]
    return all(part == "–" or part in str(now) for part in parts)


def basis(path):
    """The figures that the adopted targets rest on, by defined name."""
    book = Values(path)
    said = "Grundlage_Namen" in book.names
    known = [name for (name,) in book.area("Grundlage_Namen")] if said else delivered.release("0.1.0").basis
    return dict(zip(known, (value for (value,) in book.area("Grundlage_Werte")), strict=True))
