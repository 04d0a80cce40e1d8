"""A list of parts (SBOM) in CycloneDX: what is in it, in which version, under which licence.

Source: https://cyclonedx.org/specification/overview/ (version 1.6).
"""

from __future__ import annotations

import datetime as dt
import os
import uuid
from collections.abc import Mapping, Sequence
from typing import Final

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tools.parts import Part, licences

_NAMESPACE: Final = uuid.UUID("0f7bb9be-6a0c-5b39-9a0b-7d0a6f7c7c55")


def text(whole: Component, parts: Sequence[Component], needs: Mapping[str, Sequence[str]], when: dt.datetime) -> str:
    """The list as JSON; the same parts at the same time give the same text.

    Args:
        whole: What is delivered.
        parts: What it consists of, or needs.
        needs: By the reference of each the references of those that it needs.
        when: When it is made, with its time zone.
    """
    by_ref = {str(each.bom_ref): each for each in (whole, *parts)}
    digests = [digest.content for each in by_ref.values() for digest in each.hashes]
    bom = Bom(
        components=parts,
        metadata=BomMetaData(component=whole, timestamp=when),
        serial_number=uuid.uuid5(_NAMESPACE, " ".join([*by_ref, *digests])),
    )
    for ref, component in by_ref.items():
        bom.register_dependency(component, [by_ref[need] for need in needs.get(ref, ())])
    written: str = JsonV1Dot6(bom).output_as_string(indent=2)
    return written + "\n"


def package(part: Part, *, kind: ComponentType = ComponentType.LIBRARY, optional: bool = False) -> Component:
    """A package as a component; ``optional`` is what a delivery also does without."""
    return Component(
        name=part.name,
        version=part.version,
        type=kind,
        bom_ref=reference(part),
        purl=PackageURL("pypi", name=part.name, version=part.version),
        description=part.metadata["Summary"],
        licenses=_licences(part),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=part.sha256)],
        scope=ComponentScope.OPTIONAL if optional else None,
    )


def reference(part: Part) -> str:
    """What a package is called within the list."""
    return f"{part.name}=={part.version}"


def when() -> dt.datetime:
    """Now, or the time that builds that can be repeated give (``SOURCE_DATE_EPOCH``)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    return dt.datetime.fromtimestamp(float(fixed), dt.UTC) if fixed else dt.datetime.now(dt.UTC)


def _licences(part: Part) -> list[License]:
    make = LicenseFactory()
    if (said := licences.expression(part)) is not None:
        return [make.make_from_string(said)]
    return [make.make_with_name(name) for name in licences.said(part)]
