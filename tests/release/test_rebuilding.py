"""The workbook as it stood before its inside was rebuilt: cell for cell, format for format, chart for chart."""

from __future__ import annotations

from pathlib import Path

import dump
import pytest

from jcplan import __version__

BEFORE = Path(__file__).parent / "before_rebuilding.json.gz"
NEW_SHEETS = {"jcplan"}
UNSEEN = "Protokoll", "G4"  # blank or not, it shows nothing
NEW_NAMES = {
    "Mappe_Version", "Mappe_Form", "Mappe_Auslieferung", "Mappe_Rechenstand", "Mappe_Aussehen", "Grundlage_Namen", "Protokoll_Kopf",
    "Annahmen_Datenstand", "Annahmen_Quelle", "Annahmen_Hinweis", "Ziele_Ausgangswert",
    "Ziele_Veraenderung", "Ziele_exakt", "Ziele_veroeffentlicht", "Ziele_beschlossen_am", "Ziele_Version", "Ziele_Bemerkung",
}  # fmt: skip


@pytest.fixture(scope="module")
def before():
    return dump.resolved(dump.read(BEFORE))


@pytest.fixture(scope="module")
def now(fresh_bytes):
    return dump.resolved(dump.dump(fresh_bytes))


def without_new_names(cell):
    label, names, *rest = cell
    return [label, " ".join(name for name in names.split() if name not in NEW_NAMES), *rest]


def without_anchors(cell):
    """A ``$`` matters to a formula only when someone copies it."""
    label, names, formula, *rest = cell
    return [label, names, formula and formula.replace("$", ""), *rest]


def of_this_version(part):
    return part.replace("0.1.0", __version__) if isinstance(part, str) else part


def test_every_cell_has_its_label_name_formula_value_and_format(before, now):
    assert set(now["cells"]) - set(before["cells"]) == NEW_SHEETS
    for sheet, cells in before["cells"].items():
        found = {
            at: without_anchors(without_new_names(cell))
            for at, cell in now["cells"][sheet].items()
            if (sheet, at) != UNSEEN
        }
        wanted = {at: without_anchors([of_this_version(part) for part in cell]) for at, cell in cells.items()}
        assert found == wanted, sheet


def test_the_further_cell_shows_nothing(now):
    *_, look = now["cells"][UNSEEN[0]][UNSEEN[1]]
    assert look.startswith(";;; | ")


def test_every_name_stands_where_it_stood(before, now):
    assert {name: target for name, target in now["names"].items() if name not in NEW_NAMES} == before["names"]
    assert set(now["names"]) - set(before["names"]) == NEW_NAMES


def test_sizes_rules_validations_links_printing_and_protection_are_as_they_were(before, now):
    assert {sheet: now["frames"][sheet] for sheet in before["frames"]} == before["frames"]


def test_every_chart_is_as_it_was(before, now):
    assert now["charts"] == before["charts"]
