"""The list of parts of the folder (SBOM) in CycloneDX: what is in it, in which version, under which licence.

Source: https://cyclonedx.org/specification/overview/ (version 1.6).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Final

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from jcplan import __version__
from jcplan.buttons import MENU
from tools.windows.wheels import Wheel, ordered

NAME: Final = "Teile.cdx.json"
_NAMESPACE: Final = uuid.UUID("0f7bb9be-6a0c-5b39-9a0b-7d0a6f7c7c55")


def text(wheels: Sequence[Wheel], python_version: str, python_sha256: str, when: dt.datetime) -> str:
    """The list as JSON; the same parts at the same time give the same text.

    Args:
        wheels: The packages.
        python_version: Of Python itself.
        python_sha256: Of its DLL.
        when: When the folder is made, with its time zone.
    """
    parts = {wheel.name: _package(wheel) for wheel in ordered(wheels)}
    python = Component(
        name="Python",
        version=python_version,
        type=ComponentType.PLATFORM,
        bom_ref="python",
        purl=PackageURL("generic", name="python", version=python_version),
        cpe=f"cpe:2.3:a:python:python:{python_version}:*:*:*:*:*:*:*",
        licenses=[LicenseFactory().make_from_string("PSF-2.0")],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=python_sha256)],
    )
    whole = Component(name=MENU, version=__version__, type=ComponentType.APPLICATION, bom_ref="ordner")
    bom = Bom(
        components=[python, *parts.values()],
        metadata=BomMetaData(component=whole, timestamp=when),
        serial_number=uuid.uuid5(_NAMESPACE, " ".join([python_sha256, *(wheel.sha256 for wheel in ordered(wheels))])),
    )
    bom.register_dependency(whole, [python, parts[ordered(wheels)[0].name]])
    for wheel in wheels:
        bom.register_dependency(parts[wheel.name], [parts[need] for need in wheel.needs])
    written: str = JsonV1Dot6(bom).output_as_string(indent=2)
    return written + "\n"


def _package(wheel: Wheel) -> Component:
    return Component(
        name=wheel.name,
        version=wheel.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{wheel.name}=={wheel.version}",
        purl=PackageURL("pypi", name=wheel.name, version=wheel.version),
        description=wheel.metadata["Summary"],
        licenses=list(_licences(wheel)),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=wheel.sha256)],
    )


def _licences(wheel: Wheel) -> Iterable[License]:
    """As the package says it: an expression, else a short name, else its classifiers."""
    said = wheel.metadata["License-Expression"] or wheel.metadata["License"] or ""
    if said and "\n" not in said:
        return [LicenseFactory().make_from_string(said)]
    named = (line.rpartition(" :: ")[2] for line in wheel.metadata.get_all("Classifier", ()) if "License ::" in line)
    return [LicenseFactory().make_with_name(name) for name in named]
