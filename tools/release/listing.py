"""What a release says of the packages that it needs: the list of parts, and their licences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cyclonedx.model.component import ComponentType

from tools.parts import licences, sbom
from tools.release.environment import EXTRAS, OURS, Package


def parts(packages: Sequence[Package], when: dt.datetime) -> str:
    """The list of parts in CycloneDX: jcplan, and what it needs where this ran."""
    refs = {each.name: sbom.reference(each) for each in packages}
    needs = {refs[each.name]: [refs[need] for need in each.needs] for each in packages}
    (ours,) = (each for each in packages if each.name == OURS)
    others = [sbom.package(each, optional=each.optional) for each in packages if each is not ours]
    return sbom.text(sbom.package(ours, kind=ComponentType.APPLICATION), others, needs, when)


def licence_text(packages: Sequence[Package]) -> str:
    """The licences, for people: what is always installed, then what comes with extras."""
    always = licences.listed(each for each in packages if not each.optional)
    more = licences.listed(each for each in packages if each.optional)
    extras = ", ".join(f"[{extra}]" for extra in EXTRAS)
    return (
        "Lizenzen von jcplan und der Pakete, die es braucht (Paket, Version, Lizenz)\n\n"
        f"Immer:\n{always}\nNur mit {extras}:\n{more}"
    )
