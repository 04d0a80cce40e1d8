"""Turns the handbook's sources into pages that need nothing beside themselves, and one that has them all.

::

    python -m tools.handbook.pages handbuch
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import jinja2
import markdown

from jcplan import buttons

ORDER: Final = (
    "index", "erster-plan", "aendern", "monat", "szenario", "word", "naechstes-jahr", "verbund",
    "wenn-etwas-nicht-geht", "schaltflaechen", "it",
)  # fmt: skip
"""The sources in the order of the navigation."""
ALL: Final = "alles"
"""The page that has them all, to search in and to print."""
_TEMPLATE: Final = "seite.html"
_EXTENSIONS: Final = ("tables", "fenced_code", "md_in_html", "toc")
_LINK: Final = re.compile(r'href="([\w-]+)\.md(?:#([\w-]+))?"')
_IMAGE: Final = re.compile(r'<img alt="[^"]*" src="([^"]+)">')
_ASCII: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Page:
    """A page.

    Attributes:
        name: Of its file, without an ending.
        title: Its heading.
        source: Markdown.
    """

    name: str
    title: str
    source: str


def read(folder: Path) -> list[Page]:
    """The sources in their order.

    Raises:
        ValueError: A source is missing or is in no order, or has no heading.
    """
    found = {path.stem: path.read_text(encoding="utf-8") for path in (folder / "text").glob("*.md")}
    if set(found) != set(ORDER):
        raise ValueError(f"sources and ORDER differ in {sorted(set(found) ^ set(ORDER))}")
    pages = []
    for name in ORDER:
        first = found[name].partition("\n")[0]
        if not first.startswith("# "):
            raise ValueError(f"{name}.md begins with no heading")
        pages.append(Page(name, first.removeprefix("# ").strip(), found[name]))
    return pages


def built(folder: Path) -> dict[str, str]:
    """Each page's HTML, by the name of its file.

    Args:
        folder: The handbook's: ``text`` and the template.
    """
    pages = read(folder)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )
    template = environment.get_template(_TEMPLATE)
    made = {}
    for at, page in enumerate(pages):
        shown: dict[str, Any] = {
            "page": page,
            "pages": pages,
            "body": _linked(_html(page), single=False),
            "before": pages[at - 1] if at else None,
            "after": pages[at + 1] if at + 1 < len(pages) else None,
        }
        made[f"{page.name}.html"] = template.render(shown) + "\n"
    together = "\n".join(
        f'<section id="{page.name}">\n{_linked(_html(page, page.name), single=True)}\n</section>' for page in pages
    )
    everything = Page(ALL, "Alles auf einer Seite", "")
    made[f"{ALL}.html"] = template.render(page=everything, pages=pages, body=together, before=None, after=None) + "\n"
    return made


def write(folder: Path) -> list[Path]:
    """Write the pages; those that no source has any more go."""
    target = folder / "seiten"
    target.mkdir(exist_ok=True)
    pages = built(folder)
    for old in target.glob("*.html"):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")
    return [target / name for name in pages]


def _html(page: Page, prefix: str = "") -> str:
    """The page's body; ``prefix`` keeps the anchors of several pages apart."""
    source = jinja2.Environment(autoescape=False, undefined=jinja2.StrictUndefined).from_string(page.source)  # noqa: S701  # Markdown
    text = source.render(schaltflaechen="\n".join(_buttons()))
    toc = {"slugify": lambda heading, _: f"{prefix}-{slug(heading)}" if prefix else slug(heading)}
    html = markdown.markdown(text, extensions=list(_EXTENSIONS), extension_configs={"toc": toc}, output_format="html")
    return _IMAGE.sub(r'<a href="\1" title="in voller Größe">\g<0></a>', html)


def slug(heading: str) -> str:
    """A heading as an anchor.

    >>> slug("Was Sie ändern können")
    'was-sie-aendern-koennen'
    """
    plain = unicodedata.normalize("NFC", heading).lower().translate(_ASCII)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _linked(html: str, *, single: bool) -> str:
    """Links to sources become links to pages, or to places of the one page."""

    def target(match: re.Match[str]) -> str:
        name, anchor = match.groups()
        if single:
            return f'href="#{name}-{anchor}"' if anchor else f'href="#{name}"'
        return f'href="{name}.html#{anchor}"' if anchor else f'href="{name}.html"'

    return _LINK.sub(target, html)


def _buttons() -> Iterator[str]:
    """Markdown: what every button does, by the groups of the ribbon."""
    for group, members in groupby(buttons.BUTTONS, key=lambda button: button.group):
        yield f"\n## Gruppe „{group}“\n\n| Schaltfläche | was sie tut | Befehl |\n|---|---|---|"
        for button in members:
            command = f"`jcplan {button.command.name}`" if button.command else "–"
            only = " Nur in Excel." if button.only_excel else ""
            yield f"| **{button.label}** | {button.help}{only} | {command} |"


def main(folder: str) -> int:
    """Write the pages and list them."""
    for path in write(Path(folder)):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
