"""A figure for Word: the small document with its control, by command and by button.

Reference case: IQ gesamt 22,433 %, published 22,4 %; ELB 27.649; 953 more of the 8 HKL.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from types import SimpleNamespace

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openxml_audit import FileFormat, OpenXmlValidator
from pressing import Program, named

from jcplan import press
from jcplan.document import scrap
from jcplan.document.mark import Mark, read_mark
from jcplan.document.package import document, written
from jcplan.document.source import Figures
from jcplan.document.wordxml import Controls, paragraph
from jcplan.errors import InputError
from jcplan.hosts.excel import actions
from jcplan.hosts.file import FileBook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BLANK = "\u00a0"


def controls(data):
    """Alias, tag and text of each control."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))
    found = []
    for control in root.iter(f"{W}sdt"):
        alias, tag = (control.find(f"{W}sdtPr/{W}{name}").get(f"{W}val") for name in ("alias", "tag"))
        found.append((alias, tag, "".join(text.text or "" for text in control.iter(f"{W}t"))))
    return found


@pytest.fixture(scope="module")
def figures(tmp_path_factory, fresh_bytes):
    path = tmp_path_factory.mktemp("zahl") / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    return Figures(FileBook(path))


@pytest.mark.parametrize(
    ("name", "label", "mark", "text"),
    [
        ("Ziel_IQ_gesamt_veroeffentlicht", "IQ gesamt", "%1", f"22,4{BLANK}%"),
        ("ziel_elb_gesamt", "ELB gesamt", "n0", "27.649"),
        ("Annahme_Planjahr", "Planjahr", "t", "2017"),
    ],
)
def test_the_control_has_name_form_label_and_text(figures, name, label, mark, text):
    ((alias, tag, shown),) = controls(scrap.scrap(figures, name))
    found = read_mark(tag)
    assert (alias, found.name.casefold(), found.form, shown) == (label, name.casefold(), mark, text)
    assert found.fits(shown)
    assert not found.fits(shown + "0")


def test_word_takes_the_document_for_whole(figures, tmp_path):
    path = tmp_path / "Zahl.docx"
    path.write_bytes(scrap.scrap(figures, "Ziel_EGT"))
    assert OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(path).errors == []
    first, second = Document(path).paragraphs
    assert first.text.startswith("Die Zahl in der nächsten Zeile markieren")
    assert second.text == ""  # python-docx sees no text in a control


def test_the_same_figure_gives_the_same_bytes(figures):
    assert scrap.scrap(figures, "Ziel_LZB") == scrap.scrap(figures, "Ziel_LZB")


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=80
    )
)
def test_any_label_and_text_come_out_as_they_went_in(text):
    mark = Mark.of("Ziel_LZB", "t", text)
    ((alias, tag, shown),) = controls(written(document(paragraph(Controls().figure(mark, text, text)))))
    assert (tag, shown) == (str(mark), text)
    assert alias == text[:64]


def test_a_name_of_no_cell_is_refused(figures):
    with pytest.raises(InputError, match="Ziel_Mond: gefunden keinen Namen einer Zelle"):
        scrap.scrap(figures, "Ziel_Mond")
    with pytest.raises(InputError, match="Ziele_exakt"):  # many cells
        scrap.scrap(figures, "Ziele_exakt")


# ---- the button -------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where passing files go."""
    monkeypatch.setattr(press.tempfile, "mkdtemp", lambda **_: str(tmp_path))
    return tmp_path


def pressed(path, cell):
    return press.run("to_word", Program(path, cell), {})


def test_the_button_opens_a_document_with_the_selected_figure(plan_file, folder):
    message = pressed(plan_file, named(plan_file, "Annahme_G2_Zugang"))
    path = folder / "Zahl aus Planung.docx"
    assert (message.kind, message.opens) == ("info", str(path))
    assert message.text == f"„8 HKL (Flucht/Asyl): weiterer Zugang“ (Annahme_G2_Zugang) steht zum Kopieren in\n{path}"
    assert [(read_mark(tag).name, text) for _, tag, text in controls(path.read_bytes())] == [
        ("Annahme_G2_Zugang", "953")
    ]


def test_a_cell_that_only_shows_a_target_gives_the_target(plan_file, folder):
    sheet, row, column = named(plan_file, "Ziel_IQ_gesamt_veroeffentlicht")
    target = pressed(plan_file, (sheet, row, column - 2))  # the baseline, in the target's row
    assert "(Ziel_IQ_gesamt)" in target.text


def test_a_cell_without_a_name_says_which_have_one(plan_file, folder):
    message = pressed(plan_file, ("Ziele", 3, 2))
    assert message.kind == "error"
    assert message.text.startswith("Ziele!B3: gefunden eine Zelle ohne Namen, erwartet eine Zelle mit einem Namen.")
    assert (
        "Auf diesem Blatt hat einen Namen: F7 (Ziel_ELB_gesamt), G7 (Ziel_ELB_gesamt_veroeffentlicht), F8 "
        in message.text
    )
    assert re.search(r"Namen haben auch Zellen auf .*„Annahmen“", message.text)
    assert "Rechenwerk" not in message.text
    assert "Grundlage" not in message.text
    assert list(folder.glob("*.docx")) == []


def test_without_a_cell_it_asks_for_one(plan_file):
    message = pressed(plan_file, None)
    assert (message.kind, message.text, message.opens) == ("warning", "Bitte zuerst eine Zelle auswählen.", "")


def test_excel_opens_the_file(monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr(actions, "open_file", opened.append)
    monkeypatch.setitem(press.ACTIONS, "to_word", lambda _: press.Message("da", opens=str(tmp_path / "x.docx")))
    book = SimpleNamespace(application=SimpleNamespace(UserName="Udo", StatusBar=False))
    assert actions.run("to_word", book).text == "da"
    assert opened == [tmp_path / "x.docx"]


# ---- the command ------------------------------------------------------------------------------


def test_the_command_writes_it_with_a_form(plan_file, tmp_path, run):
    out = tmp_path / "IQ.docx"
    code, said, _ = run("zahl", plan_file, "Ziel_IQ_gesamt", "--form", "%2", "-o", out)
    assert (code, controls(out.read_bytes())[0][2]) == (0, f"22,43{BLANK}%")
    assert f"„IQ gesamt“ (Ziel_IQ_gesamt): 22,43{BLANK}%" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("Ziel_Mond",), "Ziel_Mond"),
        (("Ziel_LZB", "--form", "x9"), "--form: gefunden „x9“"),
        (("Ziel_LZB", "-o", "Zahl.pdf"), "die Endung „.pdf“, erwartet .docx"),
    ],
)
def test_what_does_not_go_is_said_and_nothing_written(plan_file, tmp_path, run, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    code, _, err = run("zahl", plan_file, *arguments)
    assert (code, says in err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["Plan.xlsx"]


def test_an_unnamed_document_is_not_replaced(plan_file, tmp_path, run, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Zahl aus Planung.docx").write_bytes(b"fremd")
    code, _, err = run("zahl", plan_file, "Ziel_LZB")
    assert (code, "gibt es schon" in err) == (2, True)
    assert (tmp_path / "Zahl aus Planung.docx").read_bytes() == b"fremd"
