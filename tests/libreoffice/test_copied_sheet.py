"""A copied sheet brings names of its own: its formulas go on with the copy's figures, not with the original's."""

from __future__ import annotations

from jcplan.formula import Engine
from jcplan.ooxml import WorkbookFile

STOCKS = ("C8", "C9")


def test_a_copy_of_elb_is_computed_from_its_own_stocks(office, plan_file, tmp_path):
    with office.open(plan_file) as document:
        document.model.Sheets.getByName("ELB").unprotect("")
        document.model.Sheets.copyByName("ELB", "Variante", 2)
        document.model.Sheets.getByName("Variante").unprotect("")
        for number, address in enumerate(STOCKS):
            document.cells("Variante", address).Value = 10_000 + number
        document.recalculate()
        shown = document.read("Variante", "B1:H30")
        path = document.save(tmp_path / "Kopie.xlsx")
    file = WorkbookFile.read(path)
    assert "Variante" in file.sheet_names
    engine = Engine(file)
    formulas = {at for at, cell in file.cells("Variante").items() if cell.formula and at[0] <= 30 and 2 <= at[1] <= 8}
    assert len(formulas) > 10
    assert not {at for at in formulas if engine.left("Variante", *at)}
    for row, column in formulas:
        wanted, found = shown[row - 1][column - 2], engine.cell("Variante", row, column)
        assert (found or None) == (wanted or None) or abs(found - wanted) < 1e-9, (row, column, found, wanted)
