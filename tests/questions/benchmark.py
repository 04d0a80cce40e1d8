"""How long questions to the plan take, each beside something that must be done anyhow.

    python tests/questions/benchmark.py [--rounds 10] [--limit-draws 5] [--limit-columns 2]

100,000 draws of the plan with published values, quantiles of the targets that the sheet shows and both fans are compared
with numpy drawing the same random numbers; JC_PLAN of 10 scenarios, from cells to cells, with the targets of 10
columns that ``plan.compute`` gives, exact and as published. Processor time, in turns, least of the rounds. Ends
with code 1 if a ratio is above its limit.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np
from plan.benchmark import measure

from jcplan.cases import reference
from jcplan.catalogue import CATALOGUE, call
from jcplan.plan import compute
from jcplan.questions import chances
from jcplan.questions.draws import Uncertain
from jcplan.questions.named import make_inputs, read_base, read_names, wanted

NAMES, VALUES = reference().columns
DRAWS = 100_000
SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
SHOWN = ("Ziel_ELB_gesamt", "Ziel_ELB_G1", "Ziel_ELB_G2", "Ziel_IQ_G1", "Ziel_IQ_G2", "Ziel_IQ_gesamt", "Ziel_Integrationen",
         "Ziel_LZB", "Ziel_LZB_Abgang", "Ziel_Umschichtung", "Ziel_EGT", "Ziel_VKB")  # fmt: skip
SPEC = {
    "Annahme_ELB_gesamt": ("normal", 26_570, 100), "Annahme_G1_Veraenderung": ("normal", 0.005, 0.01),
    "Annahme_G2_ELB": ("normal", 1369, 20), "Annahme_G2_Veraenderung": ("normal", 0, 0.02), "Annahme_G1_Zugang": ("normal", 0, 50),
    "Annahme_G2_Zugang": ("dreieck", 700, 953, 1200), "Annahme_G2_Zugang_ab_Monat": ("diskret", 1, 5, 2, 3, 4, 2),
    "Annahme_IQ_gesamt_Vorjahr": ("normal", 0.225, 0.002), "Annahme_G1_IQ_Vorjahr": ("normal", 0.23, 0.003),
    "Annahme_G1_IQ_Steigerung": ("pert", -0.01, 0.015, 0.03), "Annahme_G2_IQ_Ziel": ("dreieck", 0.1, 0.1298, 0.15),
    "Annahme_LZB_Bestand": ("normal", 17_241, 60), "Annahme_LZB_Zuwachsrate": ("pert", 0.002, 0.004, 0.006),
    "Annahme_LZB_Abgang": ("normal", 32, 5), "Annahme_LZB_Ziel": ("normal", 0, 0.005),
    "Annahme_Verwaltungsbudget": ("normal", 25_575_625, 200_000), "Annahme_Umschichtung_Anteil": ("normal", 0.27, 0.01),
}  # fmt: skip
"""17 uncertain inputs, of every kind."""


def by_numpy():
    """The same random numbers, as numpy draws them."""
    stream = np.random.Generator(np.random.SFC64(2017))
    for kind, *numbers in SPEC.values():
        if kind == "normal":
            stream.normal(*numbers, DRAWS)
        elif kind == "dreieck":
            stream.triangular(*numbers, DRAWS)
        elif kind == "pert":
            low, likeliest, high = numbers
            wide = high - low
            low + wide * stream.beta(1 + 4 * (likeliest - low) / wide, 1 + 4 * (high - likeliest) / wide, DRAWS)
        else:
            values, weights = numbers[::2], np.array(numbers[1::2])
            stream.choice(values, DRAWS, p=weights / weights.sum())


def by_questions(base, spec):
    """Everything that the sheet asks of the draws; nothing is kept from one round to the next."""
    chances._kept.cache_clear()
    sample = chances.sample(base, spec, DRAWS)
    for name in SHOWN:
        for ending in ("", "_veroeffentlicht"):
            sample.quantiles(wanted(name + ending, base.groups), SHARES)
    return sample.fan("ELB", SHARES), sample.fan("LZB", SHARES)


def scenarios(count):
    """Columns of cells: the base, and others in which three inputs are different and the rest is blank."""
    rows = [[value, *[None] * (count - 1)] for value in VALUES]
    for column in range(1, count):
        for name in ("Annahme_G2_Zugang", "Annahme_G1_IQ_Steigerung", "Annahme_LZB_Ziel"):
            row = rows[NAMES.index(name)]
            row[column] = row[0] * (1 + column / 100)
    return rows


def as_inputs(cells):
    """The same numbers as the plan's inputs: arrays, but decimals."""
    names = read_names(NAMES)
    values = {}
    for name in names.rows:
        row = cells[NAMES.index(name)]
        if isinstance(row[0], float):
            column = [row[0] if cell is None else cell for cell in row]
            values[name] = row[0] if name.endswith("Nachkommastellen") else np.array(column)
    return make_inputs(values, names.groups)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--limit-draws", type=float, default=5.0)
    parser.add_argument("--limit-columns", type=float, default=2.0)
    arguments = parser.parse_args()
    base = read_base(read_names(NAMES), VALUES)
    spec = {name: Uncertain(kind, tuple(map(float, numbers))) for name, (kind, *numbers) in SPEC.items()}
    cells = scenarios(10)
    inputs, function = as_inputs(cells), CATALOGUE["JC_PLAN"]

    def all_targets():
        return [(result.exact, result.published) for result in compute(inputs).targets.values()]

    exact = [list(values) for values, _ in all_targets()]
    if [list(row) for row in call(function, NAMES, cells)[: len(exact)]] != exact:
        raise SystemExit("The benchmark compares different figures; please mend it.")
    failed = False
    for label, first, second, limit, calls in (
        (f"{DRAWS:,} draws", lambda: by_questions(base, spec), by_numpy, arguments.limit_draws, 1),
        ("10 scenarios", lambda: call(function, NAMES, cells), all_targets, arguments.limit_columns, 40),
    ):
        mine, theirs = measure(first, second, arguments.rounds, calls)
        print(f"  {label:15}  ours {mine * 1e3:8.3f} ms  other {theirs * 1e3:8.3f} ms  ratio {mine / theirs:.2f}")
        if mine / theirs > limit:
            failed = True
            print(f"  above the limit of {limit:g}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
