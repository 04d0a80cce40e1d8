"""One writer at a time: the lock is the operating system's and ends with its owner."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import signal
import subprocess
import sys
import threading

import pytest

from jcplan.errors import FileError
from jcplan.ooxml import hold, one_at_a_time, replace_atomically

HOLDER = """
import sys, time
from pathlib import Path
from jcplan.ooxml import hold
with hold.one_at_a_time(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(b"alt")
    return path


@contextlib.contextmanager
def another(path):
    """Another process that holds a file."""
    with subprocess.Popen([sys.executable, "-c", HOLDER, path], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout.readline() == b"held\n"
            yield process
        finally:
            process.kill()


def lock_file(path):
    return path.with_name(f".{path.name}.jcplan-lock")


def test_nothing_is_left_beside_the_file(plan):
    with one_at_a_time(plan) as notes:
        assert notes == ()
        assert lock_file(plan).exists()
    assert [p.name for p in plan.parent.iterdir()] == ["Plan.xlsx"]


def test_a_second_one_is_told_who_holds_the_file(plan):
    with another(plan) as process:
        with pytest.raises(FileError) as caught, one_at_a_time(plan, wait=0.1):
            pass
        message = str(caught.value)
        assert message.startswith(f"{plan}: Ein anderes jcplan schreibt diese Datei gerade (")
        assert re.search(rf" an \S+, Prozess {process.pid}, seit \d\d\.\d\d\.\d{{4}} \d\d:\d\d:\d\d\)", message)


def test_a_killed_owner_holds_nothing(plan):
    with another(plan) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    left = lock_file(plan).read_text()
    assert f"Prozess {process.pid}" in left
    with one_at_a_time(plan, wait=0):
        assert f"Prozess {os.getpid()}" in lock_file(plan).read_text()
    assert not lock_file(plan).exists()


def test_who_holds_it_is_right_where_the_file_was_left_over(plan):
    lock_file(plan).write_text(
        "erika an PC17, Prozess 1, seit 01.12.2016 10:15:00, und noch ein längerer Text dazu, der weg muss"
    )
    with another(plan) as process, pytest.raises(FileError) as caught, one_at_a_time(plan, wait=0.1):
        pass
    assert "erika" not in str(caught.value)
    assert "weg muss" not in str(caught.value)
    assert f"Prozess {process.pid}" in str(caught.value)


def test_age_is_no_reason_to_let_go(plan):
    with another(plan):
        os.utime(lock_file(plan), (0, 0))
        with pytest.raises(FileError, match="Ein anderes jcplan"), one_at_a_time(plan, wait=0.1):
            pass


def test_a_link_and_its_target_are_one_file(plan, tmp_path):
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "Verweis.xlsx"
    link.symlink_to(plan)
    with another(link), pytest.raises(FileError, match="Ein anderes jcplan"), one_at_a_time(plan, wait=0.1):
        pass


def test_many_at_once_are_one_after_the_other(plan):
    """Each adds one to a number that it reads before and writes after a pause of the scheduler."""
    plan.write_text("0")

    def add():
        for _ in range(5):
            with one_at_a_time(plan):
                number = int(plan.read_text())
                os.sched_yield()
                replace_atomically(plan, str(number + 1).encode(), backup=False)

    threads = [threading.Thread(target=add) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert plan.read_text() == "30"
    assert [p.name for p in plan.parent.iterdir()] == ["Plan.xlsx"]


def test_a_file_that_was_removed_while_one_waited_does_not_count(plan, monkeypatch):
    """The owner removes the lock file and lets go between the other's opening and locking."""
    real, seen = hold.lock, []

    def late(descriptor):
        if not seen:
            lock_file(plan).unlink()
        seen.append(descriptor)
        return real(descriptor)

    monkeypatch.setattr(hold, "lock", late)
    with one_at_a_time(plan):
        assert len(seen) == 2
        assert lock_file(plan).exists()


def test_a_file_system_without_locks_says_so(plan, monkeypatch):
    def unable(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unable)
    with one_at_a_time(plan) as notes:
        (note,) = notes
        assert note.startswith(
            f"Der Datenträger von {plan.parent} kennt keine Sperren. Bitte dafür sorgen, dass niemand"
        )
        assert replace_atomically(plan, b"neu", backup=False).notes == ()
    assert plan.read_bytes() == b"neu"


@pytest.mark.parametrize(
    "lay", [lambda p: p.mkdir(), lambda p: p.symlink_to("/etc/passwd"), os.mkfifo], ids=["folder", "link", "pipe"]
)
def test_something_else_in_the_lock_files_place(plan, lay):
    lay(lock_file(plan))
    with pytest.raises(FileError, match=r"Die Sperrdatei „\.Plan\.xlsx\.jcplan-lock“"), one_at_a_time(plan, wait=0.1):
        pass


def test_a_missing_folder(tmp_path):
    with pytest.raises(FileError, match="den Ordner oder die Datei gibt es nicht"), one_at_a_time(tmp_path / "a" / "b"):
        pass


def test_the_longest_name_that_a_file_may_have(tmp_path):
    plan = tmp_path / ("ü" * 125 + ".xlsx")
    plan.write_bytes(b"")
    with one_at_a_time(plan):
        assert len(list(tmp_path.iterdir())) == 2
    assert len(list(tmp_path.iterdir())) == 1


# ---- leftovers --------------------------------------------------------------------------------


def test_leftovers_of_killed_runs_are_removed(plan):
    for name in (".jcplan-0123abcd.tmp", ".jcplan-ffffffff.tmp"):
        (plan.parent / name).write_bytes(b"halb")
    with one_at_a_time(plan):
        pass
    assert [p.name for p in plan.parent.iterdir()] == ["Plan.xlsx"]


def test_what_is_being_written_is_no_leftover(plan):
    with (plan.parent / ".jcplan-0123abcd.tmp").open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with one_at_a_time(plan):
            pass
        assert sorted(p.name for p in plan.parent.iterdir()) == [".jcplan-0123abcd.tmp", "Plan.xlsx"]


def test_what_jcplan_did_not_lay_there_stays(plan):
    names = [".jcplan-notizen.tmp", ".jcplan-0123abcd.tmp.xlsx", "jcplan-0123abcd.tmp", ".jcplan-0123ABCD.tmp"]
    for name in names:
        (plan.parent / name).write_bytes(b"")
    (plan.parent / ".jcplan-0000aaaa.tmp").mkdir()
    (plan.parent / ".jcplan-0000bbbb.tmp").symlink_to(plan)
    with one_at_a_time(plan):
        pass
    assert len(list(plan.parent.iterdir())) == len(names) + 3


def test_a_run_whose_passing_file_was_taken_for_a_leftover_takes_another(plan, monkeypatch):
    real, seen = hold.lock, []

    def swept(descriptor):
        if not seen:
            hold.remove_leftovers(plan.parent)
        seen.append(descriptor)
        return real(descriptor)

    monkeypatch.setattr("jcplan.ooxml.save.lock", swept)
    replace_atomically(plan, b"neu", backup=False)
    assert len(seen) == 2
    assert plan.read_bytes() == b"neu"
    assert [p.name for p in plan.parent.iterdir()] == ["Plan.xlsx"]
