"""What large sheets of a user's own cost in a refresh, beside LibreOffice that opens and saves the same file.

    python tests/hosts/own_sheets.py [--rounds 3]

A million numbers, once with a sum of them and once without; 100,000 native formulas of usual kinds. Processor time of
user and system of each process, least of the rounds. Ends with code 1 where the ratio is above its limit: 1 for the
numbers, 2 for the formulas.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

WORKBOOK = Path(__file__).parents[2] / "workbook" / "JC-Planung-2017.xlsx"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def numbers(rows, columns, more=""):
    """The rows of so many numbers; more stands in a row below."""
    letters = [chr(65 + n) for n in range(columns)]
    lines = (
        f'<row r="{r}">'
        + "".join(f'<c r="{letter}{r}"><v>{r * 1.25 + n}</v></c>' for n, letter in enumerate(letters))
        + "</row>"
        for r in range(1, rows + 1)
    )
    return "".join(lines) + more


def formulas(rows):
    """Two numbers and five formulas a row."""
    kinds = (
        "A{r}*B{r}+1",
        'IF(C{r}>100,C{r}/B{r},"klein")',
        "ROUND(SUM(A{top}:A{r})/12,2)",
        "IFERROR(INDEX($B$1:$B${rows},MATCH(A{r},$A$1:$A${rows},0)),0)",
        "SUM(C$1:C{r})",
    )
    lines = []
    for r in range(1, rows + 1):
        cells = f'<c r="A{r}"><v>{r * 1.5}</v></c><c r="B{r}"><v>{r % 7 + 0.25}</v></c>'
        for letter, kind in zip("CDEFG", kinds, strict=True):
            text = kind.format(r=r, top=max(1, r - 11), rows=rows).replace(">", "&gt;")
            cells += f'<c r="{letter}{r}"><f>{text}</f></c>'
        lines.append(f'<row r="{r}">{cells}</row>')
    return "".join(lines)


def with_sheet(rows, out):
    """The shipped workbook with one more sheet."""
    with zipfile.ZipFile(WORKBOOK) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name).decode() if name.endswith((".xml", ".rels")) else old.read(name)
            if name == "xl/workbook.xml":
                last = max(map(int, re.findall(r'sheetId="(\d+)"', data)))
                data = data.replace(
                    "</sheets>", f'<sheet name="Eigenes" sheetId="{last + 1}" r:id="rIdEigen"/></sheets>'
                )
            elif name == "xl/_rels/workbook.xml.rels":
                link = f'<Relationship Id="rIdEigen" Type="{OFFICE}/worksheet" Target="worksheets/eigen.xml"/>'
                data = data.replace("</Relationships>", f"{link}</Relationships>")
            elif name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
                data = data.replace(
                    "</Types>", f'<Override PartName="/xl/worksheets/eigen.xml" ContentType="{kind}"/></Types>'
                )
            new.writestr(name, data)
        new.writestr("xl/worksheets/eigen.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>')


def cost(*command):
    """Processor time in seconds and peak memory in MB of a process and those that it started."""
    before = os.times()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    after = os.times()
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, used.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    total = '<row r="100001"><c r="A100001"><f>SUM(A1:J100000)</f></c></row>'
    works = (
        ("1,000,000 numbers", numbers(100_000, 10), 1.0),
        ("1,000,000 numbers, summed up", numbers(100_000, 10, total), 1.0),
        ("100,000 formulas", formulas(20_000), 2.0),
    )
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, rows, limit in works:
            path = Path(folder, "Plan.xlsx")
            with_sheet(rows, path)
            office = (
                "soffice",
                f"-env:UserInstallation=file://{folder}/profil",
                "--headless",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
            )
            ours, theirs = [], []
            for _ in range(arguments.rounds):
                ours.append(
                    cost(sys.executable, "-m", "jcplan", "refresh", str(path), "-o", str(Path(folder, "aus.xlsx")))
                )
                theirs.append(cost(*office, "--outdir", str(Path(folder, "lo")), str(path)))
            (seconds, memory), (other, _) = min(ours), min(theirs)
            print(
                f"  {name:30} jcplan {seconds:6.2f} s {memory:5.0f} MB  LibreOffice {other:6.2f} s  ratio {seconds / other:.2f}"
            )
            failed = failed or seconds / other > limit
    sys.exit(failed)


if __name__ == "__main__":
    main()
