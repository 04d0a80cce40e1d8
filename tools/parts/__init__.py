"""The packages that a delivery consists of or needs: their list (SBOM) and their licences."""

from __future__ import annotations

from email.message import Message
from typing import Protocol


class Part(Protocol):
    """A package in one version."""

    @property
    def name(self) -> str:
        """In the form in which names are compared."""

    @property
    def version(self) -> str:
        """As its file is named."""

    @property
    def sha256(self) -> str:
        """Of the file that was taken, in hexadecimal."""

    @property
    def metadata(self) -> Message:
        """What the package says of itself."""
