"""The handbook says what is true: its commands are accepted, its sheets, buttons, names, links and pictures are there."""

from __future__ import annotations

import re
import shlex
from html.parser import HTMLParser
from urllib.parse import unquote

import openpyxl
import pytest
from workbooks import ROOT, SHIPPED

from jcplan.buttons import BUTTONS
from jcplan.catalogue import CATALOGUE
from jcplan.hosts.cli.grammar import parser
from tools.handbook import pages

FOLDER = ROOT / "handbuch"
PAGES = sorted((FOLDER / "seiten").glob("*.html"))
SHEETS_OF_UNION = {"Verbund", "Ziele", "Gruppen", "Verteilung", "Ausreißer", "Widersprüche", "Sicherheit"}
LARGEST = 3 * 2**20  # bytes of the whole handbook
each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)


class Read(HTMLParser):
    """A page: its texts by element, its links, pictures and anchors."""

    def __init__(self, text):
        super().__init__()
        self.texts, self.inside = [], []  # (element, text); open elements with what they hold so far
        self.links, self.pictures, self.anchors, self.loads, self.elements = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.elements.append(tag)
        self.anchors += [given["id"]] if "id" in given else []
        if tag == "a" and not given["href"].startswith("../bilder/"):
            self.links.append(given["href"])
        if tag == "img":
            self.pictures.append((given["src"], given["alt"]))
        if tag not in {"a", "meta"}:
            self.loads += [
                given[name] for name in ("src", "href", "srcset", "data", "action", "poster") if name in given
            ]
        assert not any(name.startswith("on") or name == "style" for name in given), (tag, given)
        if tag in {"code", "em", "strong", "h1", "pre"}:
            self.inside.append((tag, []))

    def handle_data(self, data):
        for _, parts in self.inside:
            parts.append(data)

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1][0] == tag:
            self.texts.append((tag, "".join(self.inside.pop()[1])))

    def all(self, tag):
        return [text for each, text in self.texts if each == tag]


def read(path):
    return Read(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shipped():
    """Sheets and defined names of the workbook that is shipped."""
    book = openpyxl.load_workbook(SHIPPED)
    return set(book.sheetnames), set(book.defined_names)


def test_the_pages_are_those_that_the_sources_give():
    """What is committed is what is installed; ``make handbook`` writes it anew."""
    built = pages.built(FOLDER)
    assert {path.name: path.read_text(encoding="utf-8") for path in PAGES} == built
    assert len(built) == len(list((FOLDER / "text").glob("*.md"))) + 1


def commands(path):
    lines = (line.strip() for text in read(path).all("code") for line in text.splitlines())
    return [line for line in lines if re.match(r"jcplan\b(?!\.cmd)", line)]


def test_commands_are_shown():
    """So that the next test does not pass for want of them."""
    assert {line.split()[1] for path in PAGES for line in commands(path) if " " in line} >= {
        "new", "refresh", "check", "import-ist", "scenario", "need", "chance", "explain", "dokument", "weitergeben",
        "upgrade", "verbund", "doctor", "serve", "open", "handbuch", "kommentar", "verlauf", "zahl", "functions", "eval",
    }  # fmt: skip


@each_page
def test_commands_are_accepted(path, capsys):
    known = set(parser()._subparsers._group_actions[0].choices)
    for line in commands(path):
        _, *arguments = shlex.split(line)
        if len(arguments) == 1:  # the command is spoken of
            assert arguments[0] in known, line
        elif arguments:
            try:
                parser().parse_args(arguments)
            except SystemExit as end:  # from -h; what is refused ends with 2
                assert end.code == 0, f"{line}: {capsys.readouterr().err}"  # noqa: PT017


@each_page
def test_commands_stand_a_line_each(path):
    """Lines of a block are lines on the page too."""
    page = read(path)
    blocks = {line for text in page.all("pre") for line in text.splitlines()}
    assert all(line in blocks for text in page.all("code") if "\n" in text for line in text.splitlines())
    assert "```" not in path.read_text(encoding="utf-8")


@each_page
def test_options_exist(path):
    known = parser()._subparsers._group_actions[0].choices.values()
    options = {option for command in known for option in command._option_string_actions}
    spoken = {text.split()[0] for text in read(path).all("code") if re.match(r"--?\w", text)}
    assert spoken - {"-P", "-B"} <= options  # those are Python's


@each_page
def test_sheets_exist(path, shipped):
    sheets, _ = shipped
    union = SHEETS_OF_UNION if path.stem in {"verbund", "alles"} else set()
    assert set(read(path).all("em")) <= sheets | union


@each_page
def test_buttons_exist(path):
    assert set(read(path).all("strong")) <= {button.label for button in BUTTONS}


def test_every_button_is_explained():
    assert read(FOLDER / "seiten" / "schaltflaechen.html").all("strong") == [button.label for button in BUTTONS]


@each_page
def test_names_and_functions_exist(path, shipped):
    _, names = shipped
    code = " ".join(read(path).all("code"))
    found = set(re.findall(r"\b(?:Annahme|Ziel|Gedruckt)_\w+", code)) - {"Annahme_Vergleichstyp"}  # optional
    assert found <= names
    assert set(re.findall(r"\bJC_[A-Z_]+\b", code)) <= set(CATALOGUE)


@each_page
def test_links_and_pictures_are_there(path):
    page = read(path)
    for link in page.links:
        target, _, anchor = unquote(link).partition("#")
        assert "://" not in link, link
        other = path if not target else path.parent / target
        assert other in PAGES, link
        assert not anchor or anchor in read(other).anchors, link
    for picture, alternative in page.pictures:
        assert (path.parent / picture).is_file(), picture
        assert len(alternative) > 10, picture
    assert len(set(page.anchors)) == len(page.anchors)


@each_page
def test_nothing_is_fetched_and_nothing_runs(path):
    page = read(path)
    assert not {"script", "iframe", "object", "embed", "link rel=import", "form", "base"} & set(page.elements)
    assert all(not re.match(r"[a-z]+:|//", each) for each in page.loads), page.loads
    assert [each for each in page.loads if not each.startswith("../bilder/")] == ["../stil.css"]


def test_the_style_fetches_nothing():
    style = (FOLDER / "stil.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert "@import" not in style


@each_page
def test_each_page_reaches_every_other_and_has_one_heading(path):
    page = read(path)
    assert {each.name for each in PAGES} <= set(page.links)
    assert len(page.all("h1")) == (len(PAGES) - 1 if path.stem == pages.ALL else 1)


def test_the_page_with_all_has_every_pages_text_and_leads_to_no_other_from_its_text():
    whole = read(FOLDER / "seiten" / "alles.html")
    assert whole.all("h1") == [read(FOLDER / "seiten" / f"{name}.html").all("h1")[0] for name in pages.ORDER]
    inside = [link for link in whole.links if link.startswith("#") and link != "#inhalt"]
    assert len(inside) > 20
    assert [link for link in whole.links if ".md" in link] == []


def test_every_picture_is_shown_and_all_is_small():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = {picture.removeprefix("../bilder/") for path in PAGES for picture, _ in read(path).pictures}
    shown |= set(re.findall(r"handbuch/bilder/([\w-]+\.png)", readme))
    assert {path.name for path in (FOLDER / "bilder").iterdir()} == shown
    whole = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in whole) < LARGEST


def test_no_english_quotes_and_no_double_blanks_in_the_sources():
    for source in sorted((FOLDER / "text").glob("*.md")):
        prose = re.sub(r"```.*?```|`[^`\n]*`|<[^>]+>", "x", source.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert '"' not in prose, source.name
        assert not re.search(r"\S  +\S", prose), source.name
        assert prose.count("„") == prose.count("“"), source.name
