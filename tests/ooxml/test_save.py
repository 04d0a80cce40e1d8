"""Replacing a file in one step."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from jcplan.errors import FileError
from jcplan.ooxml import Saved, replace_atomically


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(b"alt")
    return path


def test_new_file_has_the_usual_mode(tmp_path):
    path = tmp_path / "Plan.xlsx"
    assert replace_atomically(path, b"neu", backup=True) == Saved()
    assert path.read_bytes() == b"neu"
    other = tmp_path / "anders"
    other.write_bytes(b"")
    assert path.stat().st_mode == other.stat().st_mode
    assert sorted(p.name for p in tmp_path.iterdir()) == ["Plan.xlsx", "anders"]


def test_backup_and_mode(plan):
    plan.chmod(0o640)
    backup = plan.with_name("Plan.xlsx.bak")
    backup.write_bytes(b"vorher")
    assert replace_atomically(plan, b"neu", backup=True) == Saved(backup)
    assert plan.read_bytes() == b"neu"
    assert backup.read_bytes() == b"alt"
    assert stat.S_IMODE(plan.stat().st_mode) == stat.S_IMODE(backup.stat().st_mode) == 0o640
    assert len(list(plan.parent.iterdir())) == 2


def test_without_backup(plan):
    assert replace_atomically(plan, b"neu", backup=False) == Saved()
    assert [p.name for p in plan.parent.iterdir()] == ["Plan.xlsx"]


def test_a_link_stays_a_link(plan, tmp_path):
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "Verweis.xlsx"
    link.symlink_to(plan)
    assert replace_atomically(link, b"neu", backup=True) == Saved(plan.with_name("Plan.xlsx.bak"))
    assert link.is_symlink()
    assert plan.read_bytes() == b"neu"
    assert not plan.is_symlink()
    assert [p.name for p in link.parent.iterdir()] == ["Verweis.xlsx"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "der Zugriff ist verweigert"),
        (errno.ENOSPC, "der Datenträger ist voll"),
        (errno.EIO, "das Betriebssystem meldet „Input/output error“"),
    ],
)
@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_the_old_file_survives_a_failure(plan, monkeypatch, step, number, words):
    def fail(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(FileError) as caught:
        replace_atomically(plan, b"neu", backup=False)
    assert str(caught.value).startswith(f"{plan}: die Datei kann nicht geschrieben werden, {words}")
    assert plan.read_bytes() == b"alt"
    assert [p.name for p in plan.parent.iterdir()] == ["Plan.xlsx"]


def test_nothing_is_left_behind_when_the_user_interrupts(plan, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_atomically(plan, b"neu", backup=True)
    assert plan.read_bytes() == b"alt"
    assert [p.name for p in plan.parent.iterdir()] == ["Plan.xlsx"]


def test_without_a_backup_nothing_is_replaced(plan):
    plan.with_name("Plan.xlsx.bak").mkdir()
    with pytest.raises(FileError, match="an dieser Stelle liegt ein Ordner"):
        replace_atomically(plan, b"neu", backup=True)
    assert plan.read_bytes() == b"alt"


def test_folders(tmp_path):
    with pytest.raises(FileError, match="an dieser Stelle liegt ein Ordner"):
        replace_atomically(tmp_path, b"neu", backup=True)
    with pytest.raises(FileError, match="den Ordner oder die Datei gibt es nicht"):
        replace_atomically(tmp_path / "fehlt" / "Plan.xlsx", b"neu", backup=True)


def test_a_write_protected_file_stays(plan, monkeypatch):
    plan.chmod(0o444)
    if os.geteuid() == 0:  # nothing is write-protected from root
        monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(FileError, match="die Datei ist schreibgeschützt und bleibt unverändert"):
        replace_atomically(plan, b"neu", backup=True)
    assert plan.read_bytes() == b"alt"


def test_a_read_only_folder(plan, monkeypatch):
    def deny(*_, **__):
        raise PermissionError(errno.EACCES, "denied")

    plan.parent.chmod(0o555)
    try:
        with monkeypatch.context() as patch:
            if os.geteuid() == 0:  # no folder is read-only for root
                patch.setattr(os, "open", deny)
            with pytest.raises(FileError, match="der Zugriff ist verweigert"):
                replace_atomically(plan, b"neu", backup=False)
    finally:
        plan.parent.chmod(0o755)
    assert plan.read_bytes() == b"alt"
    assert [p.name for p in plan.parent.iterdir()] == ["Plan.xlsx"]
