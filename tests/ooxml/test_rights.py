"""Owner, group, mode, access list and links of a file that is replaced."""

from __future__ import annotations

import os
import stat
import struct
from pathlib import Path

import pytest

from jcplan.errors import FileError
from jcplan.ooxml import Saved, refuse_unreplaceable, replace_atomically

ACL = "system.posix_acl_access"


def acl(*entries):
    """A POSIX access list: tag, permissions, id (see acl(5) and the kernel's posix_acl_xattr.h)."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


USER_OBJ, USER, GROUP_OBJ, MASK, OTHER, NOBODY = 0x01, 0x02, 0x04, 0x10, 0x20, 0xFFFFFFFF
LIST = acl((USER_OBJ, 6, NOBODY), (USER, 6, 4711), (GROUP_OBJ, 0, NOBODY), (MASK, 6, NOBODY), (OTHER, 0, NOBODY))


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(b"alt")
    return path


def replaced(plan):
    """The file and its backup after a replacement, and what was said."""
    saved = replace_atomically(plan, b"neu", backup=True)
    assert plan.read_bytes() == b"neu"
    assert saved.backup.read_bytes() == b"alt"
    return (plan, saved.backup), saved.notes


def set_or_skip(path, name, value):
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        pytest.skip(f"the file system of the tests knows no {name}: {error}")


def test_owner_and_group_are_kept(plan, monkeypatch):
    if os.geteuid() == 0:
        os.chown(plan, 4711, 815)
    else:  # what a user may do: ask for what the file has already
        monkeypatch.setattr(os, "chown", lambda *_: None)
    was = plan.stat()
    files, notes = replaced(plan)
    assert notes == ()
    assert {(file.stat().st_uid, file.stat().st_gid) for file in files} == {(was.st_uid, was.st_gid)}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file another user's")
def test_an_owner_that_cannot_be_kept_is_named(plan, monkeypatch):
    def refuse(*_):
        raise PermissionError

    os.chown(plan, 4711, 815)
    plan.chmod(0o664)
    monkeypatch.setattr(os, "chown", refuse)
    files, notes = replaced(plan)
    assert notes == ("Nicht übernommen wurde: Eigentümer und Gruppe der Datei (bisher 4711:815, jetzt root:root).",)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o644}  # root's group gets no more than everybody


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file another user's")
def test_a_group_that_can_be_kept_is_kept(plan, monkeypatch):
    real = os.chown

    def only_groups(path, user, group):
        if user != -1:
            raise PermissionError
        real(path, user, group)

    os.chown(plan, 4711, 815)
    plan.chmod(0o660)
    monkeypatch.setattr(os, "chown", only_groups)
    files, notes = replaced(plan)
    assert notes == ("Nicht übernommen wurde: Eigentümer der Datei (bisher 4711:815, jetzt root:815).",)
    assert {(stat.S_IMODE(file.stat().st_mode), file.stat().st_gid) for file in files} == {(0o660, 815)}


@pytest.mark.parametrize(("name", "value"), [(ACL, LIST), ("user.aktenzeichen", b"II-17")])
def test_access_list_and_attributes_are_kept(plan, name, value):
    set_or_skip(plan, name, value)
    mode = plan.stat().st_mode
    files, notes = replaced(plan)
    assert notes == ()
    assert {os.getxattr(file, name) for file in files} == {value}
    assert {file.stat().st_mode for file in files} == {mode}


def test_the_folders_default_list_gives_the_file_no_further_rights(plan):
    set_or_skip(plan.parent, "system.posix_acl_default", LIST)
    plan.chmod(0o640)
    files, notes = replaced(plan)
    assert notes == ()
    assert [os.listxattr(file) for file in files] == [[], []]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o640}


def test_an_access_list_that_cannot_be_kept_is_named(plan, monkeypatch):
    def refuse(*_):
        raise PermissionError

    set_or_skip(plan, ACL, LIST)
    assert stat.S_IMODE(plan.stat().st_mode) == 0o660  # with an access list, the group's bits show its mask
    monkeypatch.setattr(os, "setxattr", refuse)
    files, notes = replaced(plan)
    assert notes == (f"Nicht übernommen wurden Zugriffsrechte oder Merkmale der bisherigen Datei: {ACL}.",)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_nobody_else_can_read_what_is_half_written(plan, monkeypatch):
    seen = []
    real = os.fsync

    def look(descriptor):
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        real(descriptor)

    plan.chmod(0o600)
    monkeypatch.setattr(os, "fsync", look)
    replace_atomically(plan, b"neu", backup=False)
    assert seen[0] == 0o600


# ---- what cannot be replaced ------------------------------------------------------------------


def test_a_file_with_several_names_is_refused(plan):
    other = plan.with_name("Zweiter Name.xlsx")
    os.link(plan, other)
    with pytest.raises(
        FileError, match=r"die Datei hat 2 Namen \(harte Verknüpfungen\) und bleibt unverändert"
    ) as caught:
        replace_atomically(plan, b"neu", backup=True)
    assert "mit -o eine andere Ausgabedatei" in str(caught.value)
    assert plan.read_bytes() == other.read_bytes() == b"alt"
    assert len(list(plan.parent.iterdir())) == 2
    other.unlink()
    assert replace_atomically(plan, b"neu", backup=False) == Saved()


@pytest.mark.parametrize(("make", "word"), [(os.mkfifo, "eine Pipe (FIFO)"), (os.mkdir, "ein Ordner")])
@pytest.mark.parametrize("beside", ["", ".bak"])
def test_pipes_and_folders_are_not_replaced(plan, make, word, beside):
    place = plan.with_name(f"Plan.xlsx{beside}")
    place.unlink(missing_ok=True)
    make(place)
    with pytest.raises(FileError) as caught:
        replace_atomically(plan, b"neu", backup=True)
    assert f"{place}: an dieser Stelle liegt {word}" in str(caught.value)
    assert not place.is_file()


def test_devices_are_not_replaced():
    with pytest.raises(FileError, match="an dieser Stelle liegt ein Gerät"):
        refuse_unreplaceable(Path("/dev/null"))
