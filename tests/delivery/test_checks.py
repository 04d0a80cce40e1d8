"""What stops a release, each told with what to do, before anything is built."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tools.release import __main__ as release
from tools.release import checks

CHANGELOG = "# Changelog\n\n## 1.2.0 (2026-12-01)\n\n- Something.\n\n## 1.1.0 (2026-11-22)\n\n- First.\n"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A project that is ready, committed."""
    if shutil.which("git") is None:
        pytest.skip("git fehlt")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "project"
    write(root, "jcplan/__init__.py", '"""Text."""\n\n__version__ = "1.2.0"\n')
    write(root, "pyproject.toml", '[project]\nname = "jcplan"\ndynamic = ["version"]\n')
    write(root, "CHANGELOG.md", CHANGELOG)
    for each in ("workbook/JC-Planung-2017.xlsx", "tests/release/1.2.0/neu.xlsx", "tests/release/1.1.0/neu.xlsx"):
        write(root, each, "older" if "1.1.0" in each else "this one")
    subprocess.run(["git", "init", "-q", root], check=True)
    commit(root)
    return root


def write(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def commit(root):
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", root, "add", "-A"], check=True)
    subprocess.run(["git", "-C", root, *who, "commit", "-q", "-m", "State"], check=True)


def test_a_tree_that_is_ready(tree):
    assert checks.problems(tree) == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("jcplan/__init__.py", '__version__ = "1.2.0.dev1"\n', "1.2.0.dev1 is no version of a release"),
        ("jcplan/__init__.py", '__version__ = "eins"\n', "eins is no version of a release"),
        ("jcplan/__init__.py", '__version__ = "1.3.0"\n', "the first section is to be that of 1.3.0"),
        ("jcplan/__init__.py", '__version__ = "1.2.0"\n__version__ = "1.2.0"\n', "one line __version__"),
        ("pyproject.toml", '[project]\nname = "jcplan"\nversion = "1.2.0"\n', "pyproject.toml states a version"),
        ("CHANGELOG.md", CHANGELOG.replace("2026-12-01", "not released yet"), "to name the day"),
        ("CHANGELOG.md", CHANGELOG.replace("- Something.\n", ""), "the section of 1.2.0 says nothing"),
        ("CHANGELOG.md", "# Changelog\n", "the first section is to be that of 1.2.0"),
        ("tests/release/1.2.0/neu.xlsx", "another", "cp workbook/JC-Planung-2017.xlsx tests/release/1.2.0/neu.xlsx"),
        (
            "CHANGELOG.md",
            CHANGELOG + "\n## 1.0.0 (2026-01-01)\n\n- Older.\n",
            "tests/release/1.0.0/neu.xlsx is missing",
        ),
    ],
)
def test_what_is_not_ready(tree, name, text, said):
    write(tree, name, text)
    commit(tree)
    assert [said in each for each in checks.problems(tree)].count(True) == 1


def test_the_workbook_of_the_release_is_missing(tree):
    shutil.rmtree(tree / "tests" / "release" / "1.2.0")
    commit(tree)
    (problem,) = checks.problems(tree)
    assert problem.endswith(
        "mkdir -p tests/release/1.2.0 && cp workbook/JC-Planung-2017.xlsx tests/release/1.2.0/neu.xlsx"
    )


@pytest.mark.parametrize("name", ["jcplan/new.py", "CHANGELOG.md"])
def test_a_tree_that_is_not_clean(tree, name):
    write(tree, name, CHANGELOG + "\n")
    (problem,) = checks.problems(tree)
    assert re.match("the tree is not clean", problem)
    assert name in problem


def test_no_checkout(tree):
    shutil.rmtree(tree / ".git")
    (problem,) = checks.problems(tree)
    assert "a release is made from a commit" in problem


def test_a_release_that_is_not_ready_changes_nothing(tree, monkeypatch, capsys):
    monkeypatch.setattr(release, "ROOT", tree)
    write(tree, "CHANGELOG.md", "# Changelog\n")
    write(tree, "dist/old.whl", "as it was")
    assert release.main([]) == 1
    assert "No release: \n- the tree is not clean" in capsys.readouterr().err
    assert {path.name for path in tree.iterdir()} == {
        "jcplan",
        "pyproject.toml",
        "CHANGELOG.md",
        "workbook",
        "tests",
        ".git",
        "dist",
    }
    assert (tree / "dist" / "old.whl").read_text("utf-8") == "as it was"
