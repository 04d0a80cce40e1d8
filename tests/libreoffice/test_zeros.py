"""What is shown as zero has no sign, where programs draw it."""

from __future__ import annotations

import re
import subprocess

from jcplan.ooxml import WorkbookFile

TINY = {
    (7, 9): -0.0003,
    (8, 9): 0.0003,
    (9, 9): -0.012,
    (10, 9): 0.012,
    (7, 7): -0.4,
    (8, 7): 0.4,
    (9, 7): -3.0,
    (10, 7): 3.0,
}
"""By row and column of Zielnachhaltung: deviations in per cent and in heads."""


def test_a_deviation_that_rounds_to_zero(office, plan_file, tmp_path):
    file = WorkbookFile.read(plan_file)
    file.set_values("Zielnachhaltung", TINY, constants=True)
    plan_file.write_bytes(file.to_bytes())
    with office.open(plan_file) as document:
        pdf = document.pdf(tmp_path / "Blatt.pdf")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    page = next(page for page in text.split("\f") if page.split()[1:2] == ["Zielnachhaltung"])
    found = [re.findall(r"(?<=\s)[-+]?\d+(?: %|,\d+ %)?(?=\s|$)", line) for line in page.splitlines()]
    shown = [[each for each in line if each[0] in "-+0"] for line in found]
    assert [line for line in shown if line][:4] == [["0", "0,0 %"], ["0", "0,0 %"], ["-3", "-1,2 %"], ["+3", "+1,2 %"]]
