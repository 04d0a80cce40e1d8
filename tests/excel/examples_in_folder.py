"""The catalogue's examples, computed by the Python of the folder for PCs without Python and by this one.

On Windows: ``python tests/excel/examples_in_folder.py build/JC-Planung``; under Wine ``test_windows_folder_wine.py``
takes the pieces.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from examples import SHEET, Grid  # noqa: E402

from jcplan.catalogue import CATALOGUE  # noqa: E402


def calls() -> str:
    """The example of every function, one a line, as ``jcplan eval -`` reads them."""
    return "".join(f"{function.example.formula}\n" for function in CATALOGUE.values())


def workbook(path: Path) -> Path:
    """A workbook with the names that the examples use."""
    grid = Grid()
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        for (row, column), cell in grid.cells(SHEET).items():
            if cell.value is not None:
                sheet.write(row - 1, column - 1, cell.value)
        for name, reference in grid.names.items():
            book.define_name(name, f"={reference}")
    return path


def differences(found: str, wanted: str) -> list[str]:
    """The functions whose examples have another value, or none, in one of two outputs of ``jcplan eval - --json``."""
    values = [
        [json.loads(line) for line in text.splitlines() if line.startswith(tuple('[{"-0123456789tfn'))]
        for text in (found, wanted)
    ]
    if not len(values[0]) == len(values[1]) == len(CATALOGUE):
        return [f"{len(values[0])} and {len(values[1])} answers for {len(CATALOGUE)} functions:\n{found}"]
    return [
        f"{name}: {one} and {other}"
        for name, one, other in zip(CATALOGUE, *values, strict=True)
        if isinstance(one, dict) or not _same(one, other)
    ]


def _same(one: object, other: object) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, float | int) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return one == other


def main() -> int:
    """Compare the folder that is named with this Python; 1 where they differ."""
    python = Path(sys.argv[1], "python", "python.exe")
    with tempfile.TemporaryDirectory() as folder:
        path = workbook(Path(folder, "Namen.xlsx"))
        found, wanted = (
            subprocess.run(
                [program, "-m", "jcplan", "eval", "-", "--json", "--file", path],
                input=calls(), encoding="utf-8", stdout=subprocess.PIPE, check=True,
            ).stdout
            for program in (python, sys.executable)
        )  # fmt: skip
    wrong = differences(found, wanted)
    print("\n".join(wrong) or f"{len(CATALOGUE)} functions, the same values")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
