"""The archive of a Word document of any origin: the part with its text, and XML by local names."""

from __future__ import annotations

from collections.abc import Callable

from jcplan.errors import FileError
from jcplan.ooxml import DOCUMENT, Package
from jcplan.ooxml.markup import scan

Attributes = dict[str, str]
"""The attributes of an element by their local names."""


def local(name: str) -> str:
    """A name as ``markup.scan`` tells it with namespaces, without namespace and prefix.

    >>> local("http://purl.oclc.org/ooxml/wordprocessingml/main p w"), local("urn:x p"), local("Id")
    ('p', 'p', 'Id')
    """
    return name.split(" ")[1] if " " in name else name


def namespace(name: str) -> str:
    """The namespace of such a name; blank where it has none."""
    return name.split(" ", maxsplit=1)[0] if " " in name else ""


def elements(
    data: bytes,
    place: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] = lambda _: None,
    text: Callable[[str], None] = lambda _: None,
) -> None:
    """Runs through a part's XML.

    Args:
        data: The part.
        place: What messages call it.
        start: Called with an element's name and namespace, and its attributes by local name.
        end: Called with an element's name and namespace.
        text: Called with character data.

    Raises:
        FileError: Malformed XML, or a document type declaration.
    """

    def begin(name: str, found: Attributes, _offset: int) -> None:
        start(name, {local(key): found[key] for key in found})

    scan(data, place, begin, lambda name, _offset: end(name), text, namespaces=True, kind=DOCUMENT)


def text_part(package: Package) -> tuple[str, str]:
    """The part with a document's text, and the namespace of its root.

    Raises:
        FileError: The archive is something else than a Word document.
    """
    found, advice = "ein Archiv ohne Word-Dokument", "Bitte prüfen, ob es die richtige Datei ist."
    kind = package.find("mimetype")
    if kind is not None and package.part(kind).startswith(b"application/vnd.oasis.opendocument"):
        found = "eine OpenDocument-Datei (.odt)"
        advice = "Bitte in LibreOffice über „Speichern unter“ als Word 2010–365 (.docx) speichern."
    linked = [link.target for link in package.relationships("").values() if link.kind == "officeDocument"]
    for target in (*linked, "word/document.xml"):  # without relationships, as some programs leave it
        name = package.find(target)
        if name is not None and not name.endswith(".bin"):
            root = _root(package, name)
            if local(root) == "document":
                return name, namespace(root)
            found = "ein Office-Dokument, das kein Word-Dokument ist"
    raise FileError(f"{package.path}: gefunden {found}, {DOCUMENT.expected}. {advice}")


def _root(package: Package, part: str) -> str:
    found: list[str] = []
    elements(package.part(part), package.place(part), lambda name, _: None if found else found.append(name))
    return found[0]
