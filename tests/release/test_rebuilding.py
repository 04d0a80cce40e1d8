"""The workbook as it stood before its inside was rebuilt: every name, under what it is called now, shows the same."""

from __future__ import annotations

from pathlib import Path

import dump
import pytest

from jcplan.build import build
from jcplan.cases import reference
from jcplan.cells import address, parse_area, split_reference
from jcplan.model import Shape
from jcplan.upgrade import names

BEFORE = Path(__file__).parent / "before_rebuilding.json.gz"
OTHER_FORMAT = {
    "IQ_Plan": "each rate with its own decimals",
    "Annahme_ELB_8HKL": "the stock may be blank now, the rest of the total",
}
OTHER_VALUE = {
    "Grundlage_Werte": "more inputs, in the order of the sheet Annahmen: compared by their names in test_upgrade",
    "Pruefung_Urteile": "a relation more for each group: counted below",
    "Pruefung_Passt": "as Pruefung_Urteile",
    "Pruefung_Offen": "as Pruefung_Urteile",
    "Saison_ELB": "a stock without season goes a straight path to its mean; of 0.1.0 every month was the mean",
    "Saison_LZB": "likewise",
    "Pruefung_Widersprueche": "planning gaps are counted for themselves",
    "Pruefung_Gesamt": "and named",
}


@pytest.fixture(scope="module")
def before():
    return dump.resolved(dump.read(BEFORE))


@pytest.fixture(scope="module")
def now():
    """In the shape that every workbook had."""
    return dump.resolved(dump.dump(build(reference().shaped(Shape()))))


def shown(dumped, name):
    """Value and number format of each cell of a name."""
    sheet, cells = split_reference(dumped["names"][name])
    found = []
    for at in parse_area(cells):
        *_, value, look = dumped["cells"][sheet].get(address(*at), (None, ""))
        found.append((value, look.split(" | ")[0]))
    return found


def test_every_name_shows_what_it_showed(before, now):
    for name in before["names"]:
        old, new = shown(before, name), shown(now, names.now(name))
        values = [value for value, _ in new]
        if name not in OTHER_VALUE:
            assert values == [value for value, _ in old], name
        if name not in (*OTHER_FORMAT, *OTHER_VALUE):
            assert new == old, name
    found = ([value for value, _ in shown(dumped, "Pruefung_Urteile")] for dumped in (before, now))
    old, new = ({verdict: verdicts.count(verdict) for verdict in {*verdicts}} for verdicts in found)
    assert all(new[verdict] >= old[verdict] for verdict in ("passt", "nicht prüfbar"))
    assert new["Widerspruch"] == old["Widerspruch"]
