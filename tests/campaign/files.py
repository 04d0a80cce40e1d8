"""Gives the commands hostile files: cut short, bits turned, entities, bombs, odd archives. Each must end with a sentence.

``python tests/campaign/files.py --count 1000 --seed 1``. The last lines count what came of it; the
exit code is 1 where a command ended otherwise than with code 0, 1 or 2, changed a file that it refused,
took too much memory or wrote a workbook that cannot be read.
"""

from __future__ import annotations

import contextlib
import io
import random
import re
import resource
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from jcplan.build import build
from jcplan.hosts.cli import main
from jcplan.ooxml import WorkbookFile

sys.path.insert(0, str(Path(__file__).parents[1]))
from campaign.kills import arguments, report

MEMORY = 2_000_000_000
"""Bytes that the whole campaign may take at most: no file fills the memory."""
Make = Callable[[bytes, random.Random], bytes]


def cut(plan: bytes, rng: random.Random) -> bytes:
    """The beginning of a file, as an interrupted download leaves it."""
    return plan[: rng.randrange(len(plan))]


def turned(plan: bytes, rng: random.Random) -> bytes:
    """One to eight bits turned anywhere in the archive."""
    data = bytearray(plan)
    for _ in range(rng.randint(1, 8)):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(data)


def repacked(plan: bytes, change: Callable[[str, bytes], bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The archive with its parts changed and checksums that fit."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plan)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def in_one_part(plan: bytes, rng: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with one of the parts that are read changed."""
    with zipfile.ZipFile(io.BytesIO(plan)) as old:
        parts = [
            name for name in old.namelist() if re.search(r"workbook\.xml|sharedStrings|worksheets/sheet|\.rels$", name)
        ]
    chosen = rng.choice(parts)
    return repacked(plan, lambda name, data: change(data) if name == chosen else data)


def turned_inside(plan: bytes, rng: random.Random) -> bytes:
    """Bits turned in a part, the archive sound: what the checksum would hide."""
    return in_one_part(plan, rng, lambda data: turned(data, rng))


def cut_inside(plan: bytes, rng: random.Random) -> bytes:
    """A part cut short."""
    return in_one_part(plan, rng, lambda data: cut(data, rng))


ENTITIES = (
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE a SYSTEM "http://localhost/a.dtd">',
    '<!DOCTYPE a [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>",
    '<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///etc/passwd">%b;]>',
)


def entities(plan: bytes, rng: random.Random) -> bytes:
    """A document type declaration in a part."""
    declaration = rng.choice(ENTITIES).encode()
    return in_one_part(
        plan, rng, lambda data: re.sub(rb"^(<\?xml[^>]*\?>\s*)?", lambda m: m[0] + declaration, data, count=1)
    )


def numbers(plan: bytes, rng: random.Random) -> bytes:
    """One number of a part is endless, negative or no number."""
    odd = rng.choice((b"9" * 5000, b"-1", b"1e999", b"0x10", b"", b"\xd9\xa3", b"1" + b"0" * 400))

    def change(data: bytes) -> bytes:
        found = list(re.finditer(rb"(?<=[\">])\d+(?=[\"<])", data))
        if not found:
            return data
        at = rng.choice(found)
        return data[: at.start()] + odd + data[at.end() :]

    return in_one_part(plan, rng, change)


def bomb(plan: bytes, rng: random.Random) -> bytes:
    """A part that unpacks to a multiple: what nobody reads, blanks in a sheet, cells in a sheet, a long text."""
    size = rng.choice((5_000_000, 50_000_000, 300_000_000))
    kind = rng.randrange(4)
    piece = (b"\0", b" ", b"<c/>", b"<r><t>a</t></r>")[kind]
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plan)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            mark = {1: b"<sheetData>", 2: b"</row>", 3: b"<si>"}.get(kind)
            wanted = {1: "xl/worksheets/sheet3.xml", 2: "xl/worksheets/sheet3.xml", 3: "xl/sharedStrings.xml"}.get(kind)
            if name != wanted or mark is None or mark not in data:
                new.writestr(name, data)
                continue
            head, _, tail = data.partition(mark)
            before, after = (head, mark + tail) if kind == 2 else (head + mark, tail)
            with new.open(name, "w") as part:
                part.write(before)
                for _ in range(size // len(piece) // 10_000):
                    part.write(piece * 10_000)
                part.write(after)
        if kind == 0:
            with new.open("xl/media/bild.emf", "w") as part:
                for _ in range(size // 1_000_000):
                    part.write(bytes(1_000_000))
    return out.getvalue()


def lied(plan: bytes, rng: random.Random) -> bytes:
    """Sizes in the archive's directory that are not true."""
    data = bytearray(plan)
    at = [match.start() for match in re.finditer(rb"PK\x01\x02", plan)]
    for start in rng.sample(at, min(len(at), rng.randint(1, 3))):
        field = rng.choice((20, 24))
        data[start + field : start + field + 4] = rng.choice((0, 1, 100, 2**31, 2**32 - 2)).to_bytes(4, "little")
    return bytes(data)


def odd_archive(plan: bytes, rng: random.Random) -> bytes:
    """Another compression, names with backslashes or in capitals."""
    method = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2))
    rename = rng.choice((str, str.upper, lambda name: name.replace("/", "\\"), lambda name: f"/{name}"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plan)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            new.writestr(rename(name), old.read(name))
    data = out.getvalue()
    return turned(data, rng) if rng.random() < 0.5 else data


def something_else(_: bytes, rng: random.Random) -> bytes:
    """No archive at all, but it may begin like one."""
    head = rng.choice((b"", b"PK", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xef\xbb\xbf"))
    return head + rng.randbytes(rng.choice((0, 1, 20, 600, 5000)))


KINDS: dict[str, Make] = {
    "cut": cut,
    "bits of the file": turned,
    "bits of a part": turned_inside,
    "a part cut": cut_inside,
    "entities": entities,
    "numbers": numbers,
    "bombs": bomb,
    "sizes that are lies": lied,
    "odd archives": odd_archive,
    "something else": something_else,
}


def one(folder: Path, data: bytes, command: str) -> list[str]:
    """A command on a file; gives what is to be counted, wrong outcomes with ``falsch``."""
    path, good = folder / "Plan.xlsx", folder / "Gut.xlsx"
    path.write_bytes(data)
    call = {
        "refresh": ["refresh", str(path)],
        "check": ["check", str(path)],
        "import-ist": ["import-ist", str(path), str(good), "--probe"],
        "eval": ["eval", "Annahme_ELB_gesamt", "--file", str(path)],
    }[command]
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(call)
    except Exception as error:  # noqa: BLE001  (that is what is looked for)
        return [f"falsch: {command}: {type(error).__name__}: {error}"[:200]]
    found = [f"{command}: endet mit {code}"]
    if code not in (0, 1, 2) or (code == 2) != err.getvalue().startswith("Fehler: "):
        found.append(f"falsch: {command}: endet mit {code}: {err.getvalue()[:100]}")
    if code == 2 and path.read_bytes() != data:
        found.append(f"falsch: {command}: hat eine Datei verändert, die es ablehnt")
    if code != 2 and command == "refresh":
        try:
            book = WorkbookFile.read(path)
            for sheet in book.sheets:
                book.cells(sheet)
            book.to_bytes()
        except Exception as error:  # noqa: BLE001
            found.append(f"falsch: geschrieben und nicht lesbar: {error}"[:200])
    if any(entry.name.startswith(".") for entry in folder.iterdir()):
        found.append(f"falsch: {command}: ein Rest ist geblieben")
    for entry in folder.iterdir():
        if entry != good:
            entry.unlink()
    return found


def run(count: int, seed: int, kinds: tuple[str, ...] = tuple(KINDS)) -> Counter[str]:
    """So many files, the kinds in turn; what came of them."""
    rng = random.Random(seed)
    plan = build()
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base)
        (folder / "Gut.xlsx").write_bytes(plan)
        for number in range(count):
            data = KINDS[kinds[number % len(kinds)]](plan, rng)
            command = rng.choice(("refresh", "check", "import-ist", "eval"))
            counts.update(one(folder, data, command))
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    counts["MB Speicher"] = used // 1_000_000
    if used > MEMORY:
        counts["falsch: zu viel Speicher"] = 1
    return counts


if __name__ == "__main__":
    chosen = arguments("Feindliche Dateien", 1000)
    sys.exit(report("Feindliche Dateien", chosen.count, run(chosen.count, chosen.seed)))
