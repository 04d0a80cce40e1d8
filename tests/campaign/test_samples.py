"""A sample of the campaigns, with fixed seeds: what a kill leaves behind, what a hostile file does."""

from __future__ import annotations

import pytest
from campaign import files, kills


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
