"""Writing VBA projects: compression, container, modules. Readers that share no code with ours judge."""

from __future__ import annotations

import io
import random
from importlib.resources import files

import olefile
import olevba
import pytest

from jcplan.errors import FileError
from jcplan.hosts.excel import cfb
from jcplan.hosts.excel.compression import compress, decompress
from jcplan.hosts.excel.vba import Project
from jcplan.hosts.excel.workbook import template

XLWINGS = (files("xlwings") / "xlwings.bas").read_bytes()


def noise(size: int, letters: bytes = bytes(range(256))) -> bytes:
    return bytes(random.Random(size).choices(letters, k=size))


@pytest.mark.parametrize(
    "data",
    [b"", b"a", b"abc", b"a" * 10_000, noise(8192), noise(4096) + b"a" * 4096, XLWINGS]
    + [noise(size, b"ab") for size in (15, 16, 17, 4095, 4096, 4097, 20_000)],
    ids=len,
)
def test_compression_is_read_back_by_olevba(data):
    packed = compress(data)
    assert olevba.decompress(packed) == data
    assert decompress(packed) == data


def test_what_is_no_container_is_refused():
    with pytest.raises(FileError, match="beschädigt"):
        decompress(b"PK\3\4")


@pytest.mark.parametrize("sizes", [[0], [1, 64, 65], [4095, 4096, 4097], [70_000] * 3, [100] * 60, [3_000_000]])
def test_container_is_read_back_by_olefile(sizes):
    streams = {("VBA", f"m{number}"): noise(size) for number, size in enumerate(sizes)}
    streams["PROJECT",] = b"x" * 600
    container = olefile.OleFileIO(io.BytesIO(cfb.write(streams)), raise_defects=olefile.DEFECT_UNSURE)
    assert {tuple(path): container.openstream(path).read() for path in container.listdir()} == streams


def test_container_too_large_is_refused():
    with pytest.raises(FileError, match="zu groß"):
        cfb.write({("x",): bytes(8_000_000)})


@pytest.mark.parametrize("count", [*range(1, 20), 33])
def test_directory_is_a_red_black_tree(count):
    entries = cfb._directory({(("x" * (n % 7 + 1)) + f"{n:02d}",): b"" for n in range(count)})
    order = []

    def black_height(index: int, parent_is_red: bool) -> int:
        if index == 0xFFFFFFFF:
            return 1
        entry = entries[index]
        assert not (entry.red and parent_is_red)
        left = black_height(entry.left, entry.red)
        order.append(entry.order)
        assert left == black_height(entry.right, entry.red)
        return left + (not entry.red)

    assert not entries[entries[0].child].red
    black_height(entries[0].child, parent_is_red=False)
    assert order == sorted(order)
    assert len(order) == count


def test_add_replace_and_remove_modules():
    project = Project(template())
    before = {name: project.source(name) for name in project.modules}
    project.put("Neu", "Sub a()\n' Grüße €\nEnd Sub")
    project.put("Neu", "Sub b()\n' Größe\nEnd Sub")
    project.put("ThisWorkbook", "Sub c()\nEnd Sub")
    project.add_sheet("Sheet3")
    project.add_sheet("Sheet3")
    project.remove("Module1")
    again = Project(project.to_bytes())
    assert again.modules == (*[name for name in before if name != "Module1"], "Neu", "Sheet3")
    assert again.source("Neu") == 'Attribute VB_Name = "Neu"\nSub b()\n\' Größe\nEnd Sub\n'
    assert again.source("ThisWorkbook").startswith('Attribute VB_Name = "ThisWorkbook"\nAttribute VB_Base')
    assert again.source("ThisWorkbook").endswith("Sub c()\nEnd Sub\n")
    assert again.source("Sheet3") == before["Sheet1"].replace('"Sheet1"', '"Sheet3"')
    for name in ("xlwings", "Dictionary", "Sheet2"):
        assert again.source(name) == before[name]


def test_project_stream_lists_each_module_once():
    project = Project(template())
    project.put("Neu", "Sub a()\nEnd Sub")
    project.remove("Module1")
    container = olefile.OleFileIO(io.BytesIO(project.to_bytes()))
    text = container.openstream("PROJECT").read().decode("cp1252")
    assert text.count("\r\nModule=Neu\r\n") == 1
    assert text.count("\r\nNeu=0, 0, 0, 0, C\r\n") == 1
    assert "Module1" not in text
    assert container.openstream("PROJECTwm").read().endswith(b"Neu\0N\0e\0u\0\0\0\0\0")
    assert container.openstream("VBA/_VBA_PROJECT").read()[2:4] == b"\xff\xff"


def test_sign_outside_the_code_page_is_named():
    with pytest.raises(FileError, match="„→“"):
        Project(template()).put("Neu", "' a → b")


def test_written_twice_is_the_same():
    assert Project(template()).to_bytes() == Project(template()).to_bytes()
