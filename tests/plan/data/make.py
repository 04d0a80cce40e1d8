"""Writes ``version_0_1_0.npz``: 3,000 random two-group plans with all targets as version 0.1.0 computed them.

    git worktree add ../jcplan-0.1.0 cf31ea2
    cd ../jcplan-0.1.0 && PYTHONPATH=. python <here>/make.py <here>/version_0_1_0.npz

It draws inputs until 3,000 pass ``read_inputs``, so it must run on that version: any other would be
compared with itself. Same seed, same file.
"""

import random
import sys

import numpy as np

from jcplan.errors import InputError
from jcplan.model import INPUTS, TARGETS, read_inputs
from jcplan.plan import compute

NAMES = [field.name.removeprefix("Annahme_") for field in INPUTS][2:]  # without year and traffic light
COUNT, SEED = 3000, 20170101


def usual(draw):
    """A Jobcenter as there are many, its figures typed with few digits."""
    total = draw.randint(300, 60_000)
    refugees = draw.randint(0, total // 3)
    return {
        "ELB_gesamt": total,
        "ELB_8HKL": refugees,
        "ELB_ohne_Veraenderung": round(draw.uniform(-0.08, 0.08), 3),
        "ELB_ohne_Zugang": draw.choice([0, 0, draw.randint(-total // 20, total // 20)]),
        "ELB_8HKL_Veraenderung": draw.choice([0, round(draw.uniform(-0.3, 0.8), 2)]),
        "ELB_8HKL_Zugang": draw.randint(-refugees // 4, refugees + 50),
        "IQ_gesamt_Vorjahr": round(draw.uniform(0.15, 0.35), 3),
        "IQ_ohne_Vorjahr": round(draw.uniform(0.15, 0.35), 3),
        "IQ_ohne_Steigerung": round(draw.uniform(-0.05, 0.06), 3),
        "IQ_8HKL": round(draw.uniform(0.04, 0.25), 4),
        "IQ_Stellen": draw.choice([3, 3, 3, 4]),
        "IQ_8HKL_Stellen": draw.choice([4, 4, 3]),
        "LZB_Bestand": draw.randint(100, max(101, total * 2 // 3)),
        "LZB_Zuwachsrate": round(draw.uniform(-0.005, 0.01), 3),
        "LZB_Abgang": draw.randint(0, max(1, total // 200)),
        "LZB_Ziel": draw.choice([0, round(draw.uniform(-0.04, 0.04), 3)]),
        "Verwaltungsbudget": draw.choice([draw.randint(1000, 10**5) * 1000, round(draw.uniform(1e6, 1e8), 2)]),
        "Eingliederungsmittel": draw.randint(10**4, 10**6) * 100,
        "Umschichtung_Anteil": round(draw.uniform(-0.05, 0.4), 3),
        "KFA_Quote": 0.152,
    }


def anything(draw):
    """Numbers of all digits from nearly the whole of each range."""
    found = usual(draw)
    total = draw.uniform(1, 5e6)
    return found | {
        "ELB_gesamt": total,
        "ELB_8HKL": total * draw.random(),
        "ELB_ohne_Veraenderung": draw.uniform(-1, 1),
        "ELB_8HKL_Veraenderung": draw.uniform(-1, 1),
        "ELB_ohne_Zugang": draw.uniform(-0.5, 1) * total,
        "ELB_8HKL_Zugang": draw.uniform(-0.5, 1) * total,
        "IQ_gesamt_Vorjahr": draw.random(),
        "IQ_ohne_Vorjahr": draw.random(),
        "IQ_ohne_Steigerung": draw.uniform(-1, 1),
        "IQ_8HKL": draw.random(),
        "IQ_Stellen": draw.randint(0, 12),
        "IQ_8HKL_Stellen": draw.randint(0, 12),
        "LZB_Bestand": draw.uniform(0, 1e6),
        "LZB_Zuwachsrate": draw.uniform(-0.2, 0.2),
        "LZB_Ziel": draw.uniform(-1, 1),
        "Verwaltungsbudget": draw.uniform(0, 1e9),
        "Eingliederungsmittel": draw.uniform(0, 1e9),
        "Umschichtung_Anteil": draw.uniform(-2, 1),
    }


EDGES = (
    {"ELB_8HKL": 0, "ELB_8HKL_Zugang": 0},  # nobody in a group
    {"ELB_8HKL": 0, "ELB_8HKL_Zugang": 120},  # somebody only in the plan: no rate before
    {"ELB_8HKL": "ELB_gesamt", "ELB_ohne_Zugang": 0},  # nobody in the group that is the rest
    {"ELB_8HKL": "ELB_gesamt", "ELB_ohne_Zugang": 75},
    {"ELB_ohne_Veraenderung": -1, "ELB_ohne_Zugang": 0},  # all go
    {"ELB_8HKL_Veraenderung": -1, "ELB_8HKL_Zugang": 0},
    {"ELB_8HKL_Veraenderung": 0.5, "ELB_8HKL_Zugang": -10},
    {"IQ_gesamt_Vorjahr": 0.9, "IQ_ohne_Vorjahr": 0.1},  # no rate of the 8 HKL explains the total
    {"IQ_gesamt_Vorjahr": 0.01, "IQ_ohne_Vorjahr": 0.3},
    {"IQ_gesamt_Vorjahr": 0.2, "IQ_ohne_Vorjahr": 0.2},
    {"IQ_gesamt_Vorjahr": 0, "IQ_ohne_Vorjahr": 0, "IQ_8HKL": 0},
    {"IQ_8HKL": 1},
    {"IQ_ohne_Steigerung": -1},
    {"IQ_ohne_Vorjahr": 1, "IQ_ohne_Steigerung": 0},
    {"IQ_Stellen": 0, "IQ_8HKL_Stellen": 0},
    {"IQ_Stellen": 1, "IQ_8HKL_Stellen": 1},
    {"IQ_Stellen": 12, "IQ_8HKL_Stellen": 12},
    {"IQ_Stellen": 2, "IQ_8HKL_Stellen": 6},
    {"IQ_Stellen": 3, "IQ_ohne_Vorjahr": 0.23, "IQ_ohne_Steigerung": 0.25},  # 0.2875: a tie
    {"IQ_Stellen": 3, "IQ_ohne_Vorjahr": 0.2345, "IQ_ohne_Steigerung": 0},
    {"IQ_8HKL": 0.12345, "IQ_8HKL_Stellen": 4},
    {"LZB_Bestand": 0, "LZB_Abgang": 0},
    {"LZB_Zuwachsrate": 0},
    {"LZB_Zuwachsrate": 0, "LZB_Ziel": 0},
    {"LZB_Zuwachsrate": -1, "LZB_Abgang": 0},
    {"LZB_Zuwachsrate": 1},
    {"LZB_Ziel": 1},
    {"LZB_Ziel": -1},
    {"LZB_Ziel": 0.001, "LZB_Zuwachsrate": 0.001},
    {"Eingliederungsmittel": 0, "Umschichtung_Anteil": 0},
    {"Verwaltungsbudget": 0, "Umschichtung_Anteil": 1},
    {"Umschichtung_Anteil": 1},
    {"Umschichtung_Anteil": 0.335, "Eingliederungsmittel": 1_234_567.89},
    {"KFA_Quote": 0},
    {"KFA_Quote": 0.999},
    {"ELB_gesamt": 50_000_000, "ELB_8HKL": 49_999_999},
    {"ELB_gesamt": 1, "ELB_8HKL": 0, "ELB_8HKL_Zugang": 0, "ELB_ohne_Zugang": 0},
    {"Verwaltungsbudget": 1e11, "Eingliederungsmittel": 1e11},
)


def edge(draw):
    """A usual Jobcenter with one of the edges."""
    found = usual(draw) | draw.choice(EDGES)
    return {name: found[value] if isinstance(value, str) else value for name, value in found.items()}


def main(out):
    draw = random.Random(SEED)
    rows, exact, published = [], [], []
    while len(rows) < COUNT:
        values = draw.choices((usual, anything, edge), (12, 2, 5))[0](draw)
        try:
            inputs = read_inputs(
                {f"Annahme_{name}": float(value) for name, value in values.items()}
                | {"Annahme_Planjahr": 2017.0, "Annahme_Ampel_gelb": 0.05}
            )
        except InputError:
            continue
        results = compute(inputs).targets
        rows.append([float(values[name]) for name in NAMES])
        exact.append([results[t.name].exact for t in TARGETS])
        published.append([results[t.name].published for t in TARGETS])
    np.savez_compressed(
        out,
        inputs=np.array(NAMES),
        targets=np.array([t.name for t in TARGETS]),
        values=np.ascontiguousarray(np.array(rows).T),
        exact=np.ascontiguousarray(np.array(exact).T),
        published=np.ascontiguousarray(np.array(published).T),
    )


if __name__ == "__main__":
    main(sys.argv[1])
