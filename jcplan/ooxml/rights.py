"""Owner, group, mode and access list of a file, carried over to the one that takes its place."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path
from typing import Final

_ACCESS: Final = "system."
_NOT_COPIED: Final = ("trusted.", "security.ima", "security.evm", "security.capability")
"""Attributes that only the system sets, about the old content."""


def take_over(old: Path, new: Path) -> tuple[str, ...]:
    """Gives a new file the rights of an old one.

    Where the system does not let the group or the access list be kept, the new group may do no more
    than everybody may, so that nobody gets a right that he did not have.

    Args:
        old: The file whose rights count.
        new: The file that gets them.

    Returns:
        What was not kept, whole German sentences.
    """
    if sys.platform == "win32":  # pragma: no cover
        return _access_list_of_windows(old, new)
    notes = []
    was, now = old.stat(), new.stat()
    kept_group = True
    if (was.st_uid, was.st_gid) != (now.st_uid, now.st_gid) and not _owned(new, was.st_uid, was.st_gid):
        kept_group = was.st_gid == now.st_gid or _owned(new, -1, was.st_gid)
        now = new.stat()
        what = "Eigentümer" if kept_group else "Eigentümer und Gruppe" if was.st_uid != now.st_uid else "Gruppe"
        notes.append(
            f"Nicht übernommen wurde: {what} der Datei (bisher {_names(was.st_uid, was.st_gid)}, "
            f"jetzt {_names(now.st_uid, now.st_gid)}).",
        )
    lost = _attributes(old, new)
    mode = stat.S_IMODE(was.st_mode)
    if not kept_group or any(name.startswith(_ACCESS) for name in lost):
        mode &= ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
    new.chmod(mode)
    if lost:
        notes.append(
            f"Nicht übernommen wurden Zugriffsrechte oder Merkmale der bisherigen Datei: {', '.join(sorted(lost))}."
        )
    return tuple(notes)


def _owned(path: Path, user: int, group: int) -> bool:
    """Whether a file could be given to a user and a group (−1: as it is)."""
    try:
        os.chown(path, user, group)
    except OSError:
        return False
    return True


def _names(user: int, group: int) -> str:
    """User and group by name, or by number where they have none."""
    names = [str(user), str(group)]
    with contextlib.suppress(ImportError, KeyError):
        import grp  # noqa: PLC0415  (Unix only)
        import pwd  # noqa: PLC0415

        names[0] = pwd.getpwuid(user).pw_name
        names[1] = grp.getgrgid(group).gr_name
    return ":".join(names)


def _attributes(old: Path, new: Path) -> list[str]:
    """Makes the extended attributes the same, access lists among them; those that could not be set."""
    if not hasattr(os, "listxattr"):  # Linux only
        return []
    wanted, present = _extended(old), _extended(new)
    lost = []
    for name in sorted(wanted.keys() | present.keys()):
        if wanted.get(name) == present.get(name) or name.startswith(_NOT_COPIED):
            continue
        try:
            if name in wanted:
                os.setxattr(new, name, wanted[name])
            else:  # the folder's default access list, which the old file did not have
                os.removexattr(new, name)
        except OSError:
            lost.append(name)
    return lost


def _extended(path: Path) -> dict[str, bytes]:
    """The extended attributes that the system shows of a file."""
    found = {}
    with contextlib.suppress(OSError):  # a file system without any
        for name in os.listxattr(path):
            with contextlib.suppress(OSError):
                found[name] = os.getxattr(path, name)
    return found


def _access_list_of_windows(old: Path, new: Path) -> tuple[str, ...]:  # pragma: no cover
    """The discretionary access list; the owner is whoever writes."""
    import ctypes  # noqa: PLC0415

    dacl = 4
    api = ctypes.WinDLL("advapi32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    needed = ctypes.c_ulong()
    api.GetFileSecurityW(str(old), dacl, None, 0, ctypes.byref(needed))
    descriptor = ctypes.create_string_buffer(needed.value)
    read = api.GetFileSecurityW(str(old), dacl, descriptor, needed.value, ctypes.byref(needed))
    if read and api.SetFileSecurityW(str(new), dacl, descriptor):
        return ()
    return ("Die Zugriffsrechte der bisherigen Datei ließen sich nicht übernehmen; es gelten die des Ordners.",)
