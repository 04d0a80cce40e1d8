"""The list of parts and the licences of what the wheel needs."""

from __future__ import annotations

import datetime as dt
import json
from email.parser import HeaderParser

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tools.parts import licences
from tools.release import listing
from tools.release.environment import Package, reached

WHEN = dt.datetime(2026, 11, 27, 14, 5, tzinfo=dt.UTC)


def metadata(*lines):
    return HeaderParser().parsestr("\n".join(("Metadata-Version: 2.4", "Summary: Probe", *lines)) + "\n\n")


def package(name, *lines, version="1.0", needs=(), optional=False):
    return Package(name, version, f"{len(name):064x}", metadata(f"Name: {name}", *lines), needs, optional)


GIVEN = [
    package("jcplan", "License-Expression: MIT", version="0.2.0", needs=("numpy", "pikepdf")),
    package("numpy", "License-Expression: BSD-3-Clause AND 0BSD AND Zlib", version="2.1"),
    package("pikepdf", "License-Expression: MPL-2.0", optional=True, needs=("lxml",)),
    package("lxml", "License: BSD-3-Clause", optional=True),
]


@pytest.mark.parametrize(
    ("lines", "fine"),
    [
        (("License-Expression: MIT",), True),
        (("License-Expression: (MIT OR Apache-2.0) AND bsd-2-clause",), True),
        (("License-Expression: MIT OR GPL-3.0-only",), False),
        (("License-Expression: MIT AND LGPL-2.1-or-later",), False),
        (("License-Expression: Apache-2.0 WITH LLVM-exception",), False),
        (("License: BSD 3-clause", "Classifier: License :: OSI Approved :: MIT License"), True),
        (("License: PSF",), True),  # as pywin32 says
        (("License: Proprietary",), False),
        (("Classifier: License :: OSI Approved :: BSD License",), True),
        (("Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)",), False),
        (("Classifier: License :: OSI Approved :: MIT License", "Classifier: License :: Other/Proprietary License"), False),
        (("Classifier: Programming Language :: Python",), False),
        ((), False),
    ],
)  # fmt: skip
def test_which_licences_are_allowed(lines, fine):
    assert licences.allowed(package("probe", *lines)) is fine


def test_a_refused_licence_is_named_with_its_package():
    found = [package("a", "License: MIT"), package("b", "License: AGPL-3.0-only"), package("c")]
    assert licences.refused(found) == ["b 1.0 (AGPL-3.0-only)", "c 1.0 (–)"]


def test_the_list_of_parts_is_cyclonedx_and_complete():
    text = listing.parts(GIVEN, WHEN)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert text == listing.parts(GIVEN, WHEN)
    said = json.loads(text)
    assert (said["metadata"]["component"]["name"], said["metadata"]["component"]["version"]) == ("jcplan", "0.2.0")
    parts = {part["name"]: part for part in said["components"]}
    assert {name: part.get("scope", "required") for name, part in parts.items()} == {
        "numpy": "required", "pikepdf": "optional", "lxml": "optional",
    }  # fmt: skip
    assert parts["numpy"]["licenses"] == [{"expression": "BSD-3-Clause AND 0BSD AND Zlib"}]
    assert parts["lxml"]["hashes"] == [{"alg": "SHA-256", "content": f"{4:064x}"}]
    edges = {each["ref"]: set(each.get("dependsOn", ())) for each in said["dependencies"]}
    assert edges["jcplan==0.2.0"] == {"numpy==2.1", "pikepdf==1.0"}
    assert edges["pikepdf==1.0"] == {"lxml==1.0"}


def test_the_licences_as_text():
    assert listing.licence_text(GIVEN).splitlines()[2:] == [
        "Immer:",
        "jcplan  0.2.0  MIT",
        "numpy   2.1    BSD-3-Clause AND 0BSD AND Zlib",
        "",
        "Nur mit [dask], [dokument]:",
        "pikepdf  1.0  MPL-2.0",
        "lxml     1.0  BSD-3-Clause",
    ]


def test_what_is_reached_follows_markers_and_extras():
    found = {
        "jcplan": metadata(
            "Requires-Dist: numpy>=1", "Requires-Dist: dask[distributed]; extra == 'dask'", "Requires-Dist: pytest; extra == 'test'",
            "Requires-Dist: pywin32; sys_platform == 'nowhere'",
        ),
        "numpy": metadata(),
        "dask": metadata("Requires-Dist: Tool_Z", "Requires-Dist: distributed; extra == 'distributed'", "Requires-Dist: bokeh; extra == 'more'"),
        "tool-z": metadata(),
        "distributed": metadata("Requires-Dist: dask"),
    }  # fmt: skip
    assert reached(found, ()) == {"jcplan": ("numpy",), "numpy": ()}
    assert reached(found, ("dask",)) == {
        "jcplan": ("dask", "numpy"),
        "numpy": (),
        "dask": ("distributed", "tool-z"),
        "tool-z": (),
        "distributed": ("dask",),
    }
