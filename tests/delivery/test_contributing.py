"""CONTRIBUTING.md, followed word for word in an unpacked sdist: its function is there, and its tests pass."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest
from workbooks import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
NAME = "JC_KOSTEN_JE_FALL"
PLACES = re.findall(r"at the end of `([^`]+)`", TEXT)


@pytest.fixture(scope="module")
def tree(sources, tmp_path_factory):
    """A tree with the steps done up to the public name."""
    tree = shutil.copytree(sources, tmp_path_factory.mktemp("contributing") / "jcplan")
    blocks = re.findall(r"```(?:python|toml)\n(.*?)```", TEXT, re.DOTALL)
    assert len(PLACES) == len(blocks) == 3
    for place, block in zip(PLACES, blocks, strict=True):
        with (tree / place).open("a", encoding="utf-8") as file:
            file.write("\n\n" + block)
    return tree


def run(tree, *arguments):
    """Python of this environment with jcplan of that tree."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONUTF8": "1"}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )


def outcome(tree):
    """The tests that know the new function."""
    files = ("jcplan/core/budget.py", "jcplan/catalogue/money.py", "tests/catalogue/test_entries.py", "tests/reference")
    chosen = f"{NAME} or budget or jc_kosten_je_fall or cost_each or exports"
    return run(tree, "-m", "pytest", "-q", "-n", "0", "-k", chosen, *files)


def test_its_calls_compute_what_it_says(tree):
    calls = re.findall(rf"jcplan eval '({NAME}\(.*?\))'\s+# (.*)", TEXT)
    assert len(calls) == 2
    assert run(tree, "-m", "jcplan", "eval", calls[0][0]).stdout.strip() == calls[0][1]
    refused = run(tree, "-m", "jcplan", "eval", calls[1][0])
    assert (refused.returncode, NAME in refused.stderr, "faelle" in refused.stderr) == (2, True, True)
    assert f"={NAME}(ausgaben; faelle)" in run(tree, "-m", "jcplan", "functions", NAME).stdout


def test_tests_say_what_to_do_until_it_is_done(tree):
    said = outcome(tree).stdout
    assert "jcplan/functions.py is to import it and to name it in __all__" in said
    assert f"needs a row of art 'Fehler' with {NAME}; then make reference" in said
    public = tree / "jcplan" / "functions.py"
    text = public.read_text("utf-8")
    text = text.replace("money import (\n", f"money import (\n    {NAME.lower()},\n", 1)
    public.write_text(text.replace("__all__ = [\n", f'__all__ = [\n    "{NAME.lower()}",\n', 1), "utf-8")
    assert run(tree, "tests/reference/make.py").returncode == 0
    after = outcome(tree)
    assert after.returncode == 0, after.stdout
