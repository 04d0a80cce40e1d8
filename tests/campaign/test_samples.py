"""A sample of the campaigns, with fixed seeds: what a kill leaves behind, what a hostile file does."""

from __future__ import annotations

import re

import pytest
from campaign import files, kills, mutants
from campaign import run as campaign


@pytest.fixture(autouse=True)
def drawn(monkeypatch, fresh_bytes):
    """One workbook for all samples; a campaign draws its own."""
    for each in (files, kills):
        monkeypatch.setattr(each, "build", lambda: fresh_bytes)


def wrong(counts):
    return {what: times for what, times in counts.items() if what.startswith("falsch")}


def test_killed_commands_leave_whole_files_and_a_next_run_that_works():
    counts = kills.run(12, seed=4, timed=False)
    assert wrong(counts) == {}
    assert counts["abgebrochen"] >= 4
    assert counts["Sperrdatei oder Rest geblieben"] >= 2


@pytest.mark.parametrize("kind", files.KINDS)
def test_hostile_files_end_in_a_sentence(kind, monkeypatch):
    monkeypatch.setattr(files, "MEMORY", 1 << 62)  # of the whole test session here
    counts = files.run(6, seed=9, kinds=(kind,))
    assert wrong(counts) == {}
    assert sum(times for what, times in counts.items() if "endet mit" in what) == 6


def test_the_table_tells_good_from_wrong_and_so_does_the_exit_code(monkeypatch, tmp_path, capfd):
    good, bad = tmp_path / "good.py", tmp_path / "bad.py"
    good.write_text("import sys; print('== much'); print(sys.argv[2], 'tried, 0 wrong')")
    bad.write_text("import sys; print(sys.argv[2], 'tried, 1 wrong'); sys.exit(1)")
    gone = tmp_path / "gone.py"
    monkeypatch.setattr(campaign, "STEPS", {"one": (str(good), 300), "other": (str(bad), 4), "third": (str(gone), 1)})
    assert campaign.main(["--share", "0.1", "one"]) == 0
    assert campaign.main(["--share", "0.1"]) == 1
    rows = [re.sub(r"\d+ s\)", "s)", line) for line in capfd.readouterr().out.splitlines()[-3:]]
    assert rows == [
        "one    ok     30 tried, 0 wrong (s)",
        "other  WRONG  1 tried, 1 wrong (s)",
        "third  WRONG  nothing printed (s)",
    ]


def test_what_is_excused_stands_in_the_code():
    """A change of its line would otherwise excuse nothing, and nobody would notice."""
    assert len(mutants.equivalents()) > 20
