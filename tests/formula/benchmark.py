"""Whether the engine's cost is linear in cells: each workbook at one size and at four times that.

The ratio of the two times is about 4 for what is linear and about 16 for what is quadratic.
Run by ``make benchmark``; exits with 1 above the limit.
"""

from __future__ import annotations

import argparse
import sys
import time

from formula.grids import Sheets

from jcplan.formula import Engine


def running_sum(n):
    return {f"A{i}": i for i in range(1, n + 1)} | {f"B{i}": f"=SUM(A$1:A{i})" for i in range(1, n + 1)}


def running_sum_of_formulas(n):
    return {"A1": 1} | {f"A{i}": f"=SUM(A$1:A{i - 1})/{i}" for i in range(2, n + 1)}


def index_match(n):
    cells = {f"A{i}": i for i in range(1, n + 1)} | {f"B{i}": f"k{i}" for i in range(1, n + 1)}
    return cells | {f"C{i}": f'=INDEX($A$1:$A${n},MATCH("k{n - i + 1}",$B$1:$B${n},0))' for i in range(1, n + 1)}


def count_in_whole_column(n):
    cells = {f"A{i}": i % 7 for i in range(1, n + 1)}
    return cells | {f"B{i}": f"=COUNTIF(A$1:A$1048576,A{i})" for i in range(1, n + 1)}


def products_of_whole_columns(n):
    return {f"A{i}": i % 7 for i in range(1, n + 1)} | {f"B{i}": "=SUMPRODUCT((A:A=3)*A:A)" for i in range(1, 5)}


def chain(n):
    return {"A1": 1} | {f"A{i}": f"=A{i - 1}+1" for i in range(2, n + 1)}


BOOKS = (running_sum, running_sum_of_formulas, index_match, count_in_whole_column, products_of_whole_columns, chain)


def seconds(cells):
    grid = Sheets(Blatt=cells)
    start = time.process_time()
    result = Engine(grid).compute()
    assert not result.not_computed, result.not_computed
    return time.process_time() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1500)
    parser.add_argument("--limit", type=float, default=8.0)
    arguments = parser.parse_args()
    failed = False
    for book in BOOKS:
        small, big = (seconds(book(rows)) for rows in (arguments.rows, 4 * arguments.rows))
        failed = failed or big / small > arguments.limit
        print(
            f"{book.__name__:28}  {arguments.rows} rows {small:6.2f} s  {4 * arguments.rows} rows {big:6.2f} s  ratio {big / small:.1f}"
        )
    sys.exit(failed)


if __name__ == "__main__":
    main()
