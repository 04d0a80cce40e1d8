"""Under which licences packages are, and whether they may be passed on with jcplan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from tools.parts import Part

ALLOWED: Final = frozenset(
    (
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-CMU", "PSF-2.0", "Zlib"),
        "MPL-2.0",  # changed files of the package would have to be published; jcplan changes none
    )
)
"""SPDX identifiers."""
_WORDS: Final = frozenset(
    (
        *("Apache 2.0", "Apache Software License", "BSD", "BSD 3-clause", "BSD License", "MIT License"),
        *("PSF", "Python Software Foundation License"),
    )
)
"""What packages without an SPDX identifier call the same licences."""
_BETWEEN: Final = re.compile(r"\s+(?:AND|OR)\s+|[()]")


def said(part: Part) -> Sequence[str]:
    """What a package says of its licence: an expression, else a short name, else its classifiers."""
    words = part.metadata["License-Expression"] or part.metadata["License"] or ""
    if words and "\n" not in words:
        return [words]
    lines = part.metadata.get_all("Classifier", ())
    return [line.rpartition(" :: ")[2] for line in lines if line.startswith("License ::")]


def expression(part: Part) -> str | None:
    """The same as an SPDX expression, None where it is none."""
    words = said(part)
    try:
        return canonicalize_license_expression(words[0]) if len(words) == 1 else None
    except InvalidLicenseExpression:
        return None


def allowed(part: Part) -> bool:
    """Whether every licence that a package names is one of those allowed; of a choice each has to be."""
    known = expression(part)
    if known is not None:
        return ALLOWED.issuperset(filter(None, _BETWEEN.split(known)))
    return bool(said(part)) and _WORDS.issuperset(said(part))


def refused(parts: Iterable[Part]) -> list[str]:
    """The packages whose licence is not allowed, each with what it says."""
    return [f"{each.name} {each.version} ({', '.join(said(each)) or '–'})" for each in parts if not allowed(each)]


def listed(parts: Iterable[Part]) -> str:
    """A line for each package: name, version, licence."""
    rows = [(each.name, each.version, ", ".join(said(each))) for each in parts]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows
    )
