"""Computes a table of a sheet alone, from a few inputs: native formulas have unit tests."""

from __future__ import annotations

from jcplan.cells import Area
from jcplan.formula import Engine
from jcplan.sheet.book import Layout, resolve
from jcplan.sheet.page import Sheet


def computed(*tables, **inputs):
    """The values of some tables by key: ``found["table.row.column"]``; ``inputs`` by defined name."""
    page = Sheet("Eigene", "Eigene", (20, 10, 10))
    for table in tables:
        page.table(table)
    given = Sheet("Eingaben", "Eingaben", (20, 10, 10))
    usual = {
        "Annahme_Jobcenter": "Jobcenter",
        "Annahme_Planjahr": 2026,
        "Annahme_Stand": "Probe",
        "Funktionen_fehlen": "",
    }
    for row, (name, value) in enumerate({**usual, **inputs}.items(), 5):
        given.put(row, 2, value)
        given.name_area(name, Area(row, 2, row, 2))
    resolve([page, given])
    layout = Layout([page, given], {})
    results = Engine(layout).compute()
    assert not results.not_computed

    class Found:
        def __getitem__(self, key):
            area = page.area(key)
            values = [results.values.get(("Eigene", *at), layout.cells("Eigene")[at].value) for at in area]
            return values[0] if area.shape == (1, 1) else values

    return Found()
