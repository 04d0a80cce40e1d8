"""The wheels of the folder: the pinned ones, all that are needed and no other, unpacked as pip would.

Nothing is taken from a wheel whose bytes are not those that the list of hashes names.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath
from typing import Final

from installer.exceptions import InstallerError
from installer.sources import WheelFile
from packaging.requirements import Requirement
from packaging.tags import Tag
from packaging.utils import NormalizedName, canonicalize_name, parse_wheel_filename

from jcplan.errors import FileError, InputError, several
from tools import sums

OURS: Final = canonicalize_name("jcplan")
EXTRAS: Final = ("dokument",)
"""What of jcplan's own extras the folder has."""
PACKAGES: Final = PurePosixPath("Lib/site-packages")
"""Where packages lie below Python."""
_PIN: Final = re.compile(r"([\w.-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)")
_HASH: Final = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Wheel:
    """A wheel that was checked.

    Attributes:
        path: The file.
        name: The package, in the form in which names are compared.
        version: Its version.
        sha256: Of the file.
        metadata: What the package says of itself.
        needs: The packages that it needs in this folder.
    """

    path: Path
    name: NormalizedName
    version: str
    sha256: str
    metadata: Message
    needs: tuple[NormalizedName, ...] = ()


@dataclass(frozen=True)
class Target:
    """The Python for which wheels are chosen.

    Attributes:
        version: ``(3, 13)``.
    """

    version: tuple[int, int]

    @property
    def tag(self) -> str:
        """As wheels name it.

        >>> Target((3, 13)).tag
        'cp313'
        """
        return "cp{}{}".format(*self.version)

    def takes(self, tags: Iterable[Tag]) -> bool:
        """Whether a wheel of these tags runs there.

        >>> [Target((3, 13)).takes([Tag(*each)]) for each in (("py3", "none", "any"), ("cp313", "cp313", "win_amd64"),
        ...     ("cp39", "abi3", "win_amd64"), ("cp312", "cp312", "win_amd64"), ("cp313", "cp313", "win32"))]
        [True, True, True, False, False]
        """
        return any(
            each.platform in ("any", "win_amd64")
            and (each.interpreter in (self.tag, "py3") or (each.interpreter.startswith("cp3") and each.abi == "abi3"))
            for each in tags
        )

    def surroundings(self, extra: str) -> dict[str, str]:
        """What markers of requirements ask for."""
        version = "{}.{}".format(*self.version)
        return {
            "extra": extra,
            "implementation_name": "cpython",
            "implementation_version": f"{version}.0",
            "os_name": "nt",
            "platform_machine": "AMD64",
            "platform_python_implementation": "CPython",
            "platform_release": "10",
            "platform_system": "Windows",
            "platform_version": "10.0",
            "python_full_version": f"{version}.0",
            "python_version": version,
            "sys_platform": "win32",
        }


# ---- the list of hashes -------------------------------------------------------------------------


def pins(text: str, place: str) -> dict[NormalizedName, tuple[str, frozenset[str]]]:
    """By package its version and the hashes of its wheels, from a list as pip takes it (``--require-hashes``).

    Args:
        text: The list.
        place: Its file, for messages.

    Raises:
        FileError: A line is something else.

    >>> pins("mdurl==0.1.2 \\\\\\n    --hash=sha256:" + "0" * 64 + "\\n", "liste")
    {'mdurl': ('0.1.2', frozenset({'0000000000000000000000000000000000000000000000000000000000000000'}))}
    """
    lines = "".join(line for line in text.splitlines(keepends=True) if line.strip() and not line.startswith("#"))
    strange = _PIN.sub("", lines).strip()
    if strange:
        raise FileError(
            f"{place}: gefunden „{strange.splitlines()[0]}“, erwartet NAME==VERSION mit --hash=sha256:… in der "
            "nächsten Zeile. Die Liste schreibt „python -m tools.windows --wheels ORDNER --hashes LISTE“."
        )
    return {
        canonicalize_name(found[1]): (found[2], frozenset(_HASH.findall(found[3]))) for found in _PIN.finditer(lines)
    }


def listed(wheels: Iterable[Path], heading: str) -> str:
    """The list of hashes of these wheels but jcplan's own, to be read before it is believed."""
    rows = []
    for path in wheels:
        name, version, *_ = parse_wheel_filename(path.name)
        if name != OURS:
            rows.append(f"{name}=={version} \\\n    --hash=sha256:{sums.sha256(path)}\n")
    return "".join(f"# {line}\n" for line in heading.splitlines()) + "".join(sorted(rows))


# ---- which wheels -------------------------------------------------------------------------------


def checked(folder: Path, pinned: Mapping[NormalizedName, tuple[str, frozenset[str]]], target: Target) -> list[Wheel]:
    """The wheels of a folder, in the order of their names.

    Args:
        folder: Holds jcplan's wheel, made from this checkout, and those of all that it needs.
        pinned: The list of hashes.
        target: The Python for which they are.

    Raises:
        FileError: One is missing, too much, for another Python, not pinned or not the one that was pinned.
    """
    found = [_read(path, pinned, target) for path in sorted(folder.glob("*.whl"))]
    by_name: dict[NormalizedName, Wheel] = {}
    for wheel in found:
        if wheel.name in by_name:
            raise FileError(f"{folder}: gefunden zwei Wheels von {wheel.name}, erwartet eines.")
        by_name[wheel.name] = wheel
    if OURS not in by_name:
        raise FileError(f"{folder}: Es fehlt das Wheel von {OURS}: „pip wheel --no-deps -w {folder} .“ macht es.")
    needs = {name: dict.fromkeys(_needs(wheel, target)) for name, wheel in by_name.items()}
    wrong = [
        InputError(str(folder), f"kein Wheel von {need}", f"eines, denn {name} braucht es")
        for name in by_name
        for need in needs[name]
        if need not in by_name
    ]
    reached, waiting = {OURS}, [OURS]
    while waiting:
        new = [need for need in needs.get(waiting.pop(), ()) if need not in reached]
        reached.update(new)
        waiting += new
    wrong += [
        InputError(str(by_name[name].path), f"ein Wheel von {name}", "nur, was jcplan braucht")
        for name in sorted(set(by_name) - reached)
    ]
    if wrong:
        raise FileError(str(several(wrong)))
    return [
        Wheel(each.path, each.name, each.version, each.sha256, each.metadata, tuple(needs[each.name]))
        for each in sorted(found, key=lambda wheel: wheel.name)
    ]


def _read(path: Path, pinned: Mapping[NormalizedName, tuple[str, frozenset[str]]], target: Target) -> Wheel:
    name, version, _, tags = parse_wheel_filename(path.name)
    found = sums.sha256(path)
    if not target.takes(tags):
        raise FileError(f"{path}: gefunden ein Wheel für ein anderes Python, erwartet {target.tag} und win_amd64.")
    if name != OURS:
        wanted, hashes = pinned.get(name, ("", frozenset()))
        if not wanted:
            raise FileError(f"{path}: gefunden ein Wheel von {name}, erwartet nur solche, die in der Liste stehen.")
        if str(version) != wanted:
            raise FileError(f"{path}: gefunden Version {version} von {name}, erwartet {wanted}.")
        if found not in hashes:
            raise FileError(
                f"{path}: gefunden SHA-256 {found}, erwartet {' oder '.join(sorted(hashes))}. "
                "Das Wheel ist nicht das geprüfte; bitte nicht verwenden und klären, woher es kommt."
            )
    try:
        with WheelFile.open(path) as source:
            source.validate_record()
            text = source.read_dist_info("METADATA")
    except (InstallerError, OSError, KeyError, ValueError) as error:
        raise FileError(f"{path}: Das Wheel ist beschädigt ({error}).") from None
    return Wheel(path, name, str(version), found, HeaderParser().parsestr(text))


def _needs(wheel: Wheel, target: Target) -> Iterator[NormalizedName]:
    for text in wheel.metadata.get_all("Requires-Dist", ()):
        requirement = Requirement(text)
        extras = ("", *EXTRAS) if wheel.name == OURS else ("",)
        if requirement.marker is None or any(requirement.marker.evaluate(target.surroundings(e)) for e in extras):
            yield canonicalize_name(requirement.name)


# ---- unpacking ----------------------------------------------------------------------------------


def unpack(wheel: Wheel, python: Path) -> None:
    """Put a wheel's files below Python: packages, and what belongs beside ``python.exe`` (DLLs of xlwings).

    Scripts and headers are left out: a script's starter would hold the path of this machine, and ``-m`` starts
    programs as well.

    Raises:
        FileError: A file would lie outside.
    """
    with WheelFile.open(wheel.path) as source:
        data = f"{source.dist_info_dir.removesuffix('.dist-info')}.data/"
        rows: list[str] = []
        for (name, digest, size), stream, _ in source.get_contents():
            place = _place(name, data)
            if place is None or name == f"{source.dist_info_dir}/RECORD":
                continue
            if ".." in place.parts or place.is_absolute() or ":" in str(place):
                raise FileError(f"{wheel.path}: gefunden der Pfad „{name}“, erwartet einer innerhalb des Wheels.")
            target = python / place
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                raise FileError(f"{wheel.path}: gefunden „{place}“, das es schon gibt, erwartet jede Datei nur einmal.")
            target.write_bytes(stream.read())
            rows.append(f"{_quoted(posixpath.relpath(str(place), str(PACKAGES)))},{digest},{size}\n")
        record = f"{source.dist_info_dir}/RECORD"
        written = "".join((*sorted(rows), f"{record},,\n"))
        (python / PACKAGES / record).write_text(written, "utf-8", newline="\n")


def _place(name: str, data: str) -> PurePosixPath | None:
    """Where below Python a file of a wheel goes; None for nowhere."""
    if not name.startswith(data):
        return PACKAGES / name
    kind, _, rest = name.removeprefix(data).partition("/")
    return {"purelib": PACKAGES / rest, "platlib": PACKAGES / rest, "data": PurePosixPath(rest)}.get(kind)


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text


def ordered(wheels: Sequence[Wheel]) -> list[Wheel]:
    """Jcplan first, then the others."""
    return sorted(wheels, key=lambda wheel: (wheel.name != OURS, wheel.name))
