"""Mutation test of the arithmetic: small wrong changes to the source, one at a time; the fast tests have to see each.

Cosmic Ray makes the changes; places are drawn by chance with a fixed seed, one change a place. Each runs on a copy
of the package. What survives is printed with its difference; more than 1 in 20 is a failure.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parents[2]
COPIES = ROOT / "build" / "mutants"
EQUIVALENT = Path(__file__).with_name("equivalent.toml")
MUTATED = ("jcplan/core", "jcplan/formula", "jcplan/catalogue", "jcplan/plan.py")
FAST = ("tests/core", "tests/catalogue", "tests/plan", "tests/formula", "tests/reference", *MUTATED)
"""The tests that have to see a mutant; ``MUTATED`` for its doctests."""
NEEDED = ("jcplan", "tests", "tools", "workbook", "pyproject.toml")
MOST_SURVIVE = 1 / 20
KILLED, TIMEOUT, SURVIVED, EQUAL = "killed", "timeout", "survived", "equivalent"


@dataclass(frozen=True)
class Mutant:
    """One change: the file, the first line that differs, and the whole new source."""

    path: str
    line: int
    old: str
    new: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}\n    - {self.old}\n    + {self.new}"


def sources(paths: tuple[str, ...]) -> list[str]:
    """The Python files under some paths of the repository."""
    found = [
        file for path in paths for file in ([ROOT / path] if path.endswith(".py") else (ROOT / path).rglob("*.py"))
    ]
    return sorted(str(file.relative_to(ROOT)) for file in found)


GUARDS = ("strict", "frozen", "slots")
"""Arguments of ``zip`` and ``dataclass`` against mistakes in the code, or for its speed."""
CACHES = ("cache", "lru_cache")
SAME = ("_Is_Eq", "_IsNot_NotEq", "_Eq_Is", "_NotEq_IsNot", "_BitAnd_Mul", "_BitOr_Add")
"""Changes to what says the same: identity to equality (identity is asked only of None, types, members of enumerations
and single instances) and back (whether equal words or numbers are one object is the interpreter's affair); & and |,
which beside types and mappings stand between truth values only, to the product and the sum."""


def unseen(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where nothing is computed: annotations, guards against a mistake in the code, and what only makes it faster."""
    nodes = list(ast.walk(ast.parse(source)))
    parts = [getattr(node, name, None) for node in nodes for name in ("annotation", "returns")]
    parts += [node.value for node in nodes if isinstance(node, ast.keyword) and node.arg in GUARDS]
    parts += [node.test for node in nodes if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    decorators = [one for node in nodes if isinstance(node, ast.FunctionDef) for one in node.decorator_list]
    parts += [one for one in decorators if ast.unparse(one).partition("(")[0] in CACHES]
    return [
        ((part.lineno, max(part.col_offset - 1, 0)), (part.end_lineno, part.end_col_offset))  # from the @ on
        for part in parts
        if isinstance(part, ast.AST)
    ]


def mutants(paths: tuple[str, ...], seed: int) -> Iterator[Mutant]:
    """Changes in an order of chance; each place comes once."""
    chance = random.Random(seed)
    names = [name for name in operator_names() if not get_operator(name).arguments() and not name.endswith(SAME)]
    operators = {name: get_operator(name)() for name in names}
    texts = {path: (ROOT / path).read_text(encoding="utf-8") for path in sources(paths)}
    nodes = {path: list(ast_nodes(get_ast(text))) for path, text in texts.items()}
    skipped = {path: unseen(text) for path, text in texts.items()}
    places = [(path, index) for path, known in nodes.items() for index in range(len(known))]
    chance.shuffle(places)
    for path, index in places:
        found = [
            (name, start) for name, op in operators.items() for start, _ in op.mutation_positions(nodes[path][index])
        ]
        found = [(name, start) for name, start in found if not any(a <= start < b for a, b in skipped[path])]
        if not found:
            continue
        name, _ = chance.choice(found)
        occurrence = sum(len(list(operators[name].mutation_positions(node))) for node in nodes[path][:index])
        changed = mutate_code(texts[path], operators[name], occurrence)
        if changed is not None and changed != texts[path]:
            yield described(path, texts[path], changed)


def described(path: str, before: str, after: str) -> Mutant:
    """The mutant that changes a source to another."""
    old, new = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    _, a, b, c, d = next(code for code in matcher.get_opcodes() if code[0] != "equal")
    one = [" ".join(line.strip() for line in lines) for lines in (old[a:b], new[c:d])]
    return Mutant(path, a + 1, *one, after)


def nearest(path: str) -> list[str]:
    """The tests that are most likely to see a change in a file: its own, with its doctests."""
    package, name = Path(path).parent.name, Path(path).stem
    own = [f"tests/{package}/test_{name}.py", f"tests/{name}", f"tests/{package}"]
    return [path, next((test for test in own if (ROOT / test).exists()), "tests/plan")]


class Copy:
    """A copy of the package to change and test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        for name in NEEDED:
            source, target = ROOT / name, folder / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(source, target)
        self.limit: float | None = None
        self.env = {**os.environ, "JCPLAN_REQUIRE_HOSTS": "0"}

    def baseline(self) -> float:
        """Seconds of the fast tests without any change; compiles what they need."""
        where = subprocess.run([sys.executable, "-c", "import jcplan; print(jcplan.__file__)"],
                               cwd=self.folder, capture_output=True, text=True, check=True).stdout  # fmt: skip
        if not Path(where.strip()).is_relative_to(self.folder):
            sys.exit(f"the copy is not what the tests import, but {where}")
        start = time.monotonic()
        if self.tests(list(FAST)) != SURVIVED:
            sys.exit("the fast tests fail without any mutant; run them first")
        self.env["PYTHONDONTWRITEBYTECODE"] = "1"  # a mutant's compiled file would outlive it
        return time.monotonic() - start

    def tests(self, paths: list[str]) -> str:
        """What tests say."""
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "--no-header",
            "--tb=no",
            *paths,
        ]
        run = subprocess.Popen(command, cwd=self.folder, env=self.env, start_new_session=True,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        try:
            code = run.wait(self.limit)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            return TIMEOUT
        return SURVIVED if code == 0 else KILLED

    def outcome(self, mutant: Mutant) -> str:
        """What the tests make of a mutant: first those nearest to it, then all."""
        file = self.folder / mutant.path
        file.write_text(mutant.source, encoding="utf-8")
        try:
            found = self.tests(nearest(mutant.path))
            return self.tests(list(FAST)) if found == SURVIVED else found
        finally:
            shutil.copy2(ROOT / mutant.path, file)  # with its time, so that its compiled file stays good


def equivalents() -> set[tuple[str, str, str]]:
    """Changes that change nothing, with their reasons in the file."""
    with EQUIVALENT.open("rb") as file:
        entries = tomllib.load(file)["mutant"]
    assert all(entry["reason"] for entry in entries)
    stale = [
        entry["old"] for entry in entries if entry["old"] not in (ROOT / entry["path"]).read_text(encoding="utf-8")
    ]
    assert not stale, f"stands nowhere any more: {stale}"
    return {(entry["path"], entry["old"], entry["new"]) for entry in entries}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=150, help="how many mutants")
    parser.add_argument("--seed", type=int, default=2017)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("paths", nargs="*", default=MUTATED, help="what is mutated")
    chosen = parser.parse_args()
    equal = equivalents()
    copies: queue.SimpleQueue[Copy] = queue.SimpleQueue()
    for job in range(chosen.jobs):
        copy = Copy(COPIES / str(job))
        copy.limit = 60 + 3 * copy.baseline()
        copies.put(copy)

    def run(mutant: Mutant) -> str:
        if (mutant.path, mutant.old, mutant.new) in equal:
            return EQUAL
        copy = copies.get()
        try:
            return copy.outcome(mutant)
        finally:
            copies.put(copy)

    drawn = [mutant for mutant, _ in zip(mutants(tuple(chosen.paths), chosen.seed), range(chosen.count), strict=False)]
    counts: Counter[str] = Counter()
    with ThreadPoolExecutor(chosen.jobs) as pool:
        for mutant, outcome in zip(drawn, pool.map(run, drawn), strict=True):
            counts[outcome] += 1
            if outcome == SURVIVED:
                print(f"survived: {mutant}", flush=True)
    judged = len(drawn) - counts[EQUAL]
    print(f"{len(drawn)} mutants: {counts[KILLED]} killed, {counts[TIMEOUT]} timeouts, "
          f"{counts[SURVIVED]} survived, {counts[EQUAL]} equivalent")  # fmt: skip
    return int(not judged or counts[SURVIVED] > MOST_SURVIVE * judged)


if __name__ == "__main__":
    sys.exit(main())
