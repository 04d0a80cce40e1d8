"""A planning document that is edited and saved in LibreOffice Writer, and then brought up to date."""

from __future__ import annotations

import pytest
from documents import BODY, ROWS, Plan, base, texts, unpacked
from workbooks import SHIPPED

from jcplan.document.refresh import final, refresh
from jcplan.document.report import Kind
from jcplan.document.scan import read
from tools import bridge

NEW = [["Bestand", "26.570"], ["Zugang", "500"], ["Neu", "1"], ["Abgang", "1.250"]]


@pytest.fixture(scope="module")
def saved(office, tmp_path_factory):
    """The document after someone typed into it, made a figure bold and saved it."""
    folder = tmp_path_factory.mktemp("writer")
    path, out = folder / "Planung.docx", folder / "Gespeichert.docx"
    path.write_bytes(base())
    model = office.desktop.loadComponentFromURL(bridge.url(path), "_blank", 0, bridge.properties(Hidden=True))
    if model is None:
        pytest.fail("LibreOffice Writer is missing")
    try:

        def find(text):
            wanted = model.createSearchDescriptor()
            wanted.SearchString = text
            return model.findFirst(wanted)

        for word, before, after in (("Personen", "echte ", " und mehr"), ("liegt bei", "also ", " rund")):
            found = find(word)
            found.Text.insertString(found.Start, before, False)
            found = find(word)
            found.Text.insertString(found.End, after, False)
        find("27.649").CharWeight = 150.0
        model.storeToURL(bridge.url(out), bridge.properties(FilterName="MS Word 2007 XML"))
    finally:
        model.close(True)
    return out.read_bytes()


def marks(data):
    """The marks of each kind of part; Writer has more headers and footers, for the first page and even ones."""
    parts = read(data).parts
    return {part.kind: [(each.mark.name, each.mark.form) for each in part.controls] for part in parts if part.controls}


def test_every_binding_holds(saved):
    text = read(saved).parts[0].paragraphs
    assert "Der Bestand also liegt bei rund 27.649 echte Personen und mehr" in "".join(each.text for each in text)
    assert marks(saved) == marks(base())


def test_a_pdf_without_a_name_stands_beside_the_document(libreoffice, tmp_path, run):
    code, _, said = run("dokument", SHIPPED, tmp_path / "Planung.docx", "--pdf")
    assert (code, said) == (0, "")
    assert (tmp_path / "Planung.pdf").read_bytes().startswith(b"%PDF-")


def test_nothing_to_do_after_saving(saved):
    found = refresh(saved, Plan())
    assert found.report.is_clean
    assert found.data is saved


def test_figures_rows_and_chart_follow(saved):
    plan = Plan(Ziel_ELB_gesamt=26000, Ziel_LZB=18000, Titel="Planung 2018")
    plan.rows = {"Tab_Annahmen": NEW}
    plan.charts = {"Bild_LZB": (18000, "Der Bestand ist 18.000.")}
    found = refresh(saved, plan)
    places = [each.place for each in found.report.changes]
    assert places.count("Kopfzeile") == places.count("Fußzeile") == 1
    assert not found.report.of(Kind.KEPT, Kind.OPEN, Kind.UNKNOWN, Kind.LEFT)
    assert texts(found.data, "Ziel_ELB_gesamt", BODY) == ["26.000", "sinkt", "570"]
    assert set(texts(found.data, "Ziel_LZB")) == {"18.000"}
    assert set(texts(found.data, "Titel")) == {"Planung 2018"}
    body = unpacked(found.data)[BODY]
    assert body.count(b"<w:b/>") == unpacked(saved)[BODY].count(b"<w:b/>")
    assert b'descr="Der Bestand ist 18.000."' in body
    assert [list(row.texts) for row in read(found.data).parts[0].controls[5].table.rows] == [["Was", "Wert"], *NEW]
    charts = [part for name, part in unpacked(found.data).items() if name.startswith("word/charts/chart")]
    assert b"<c:v>18000</c:v>" in charts[0]
    assert refresh(found.data, plan).data is found.data
    back = refresh(found.data, Plan()).data
    assert [list(row.texts) for row in read(back).parts[0].controls[5].table.rows] == [["Was", "Wert"], *ROWS]


def test_what_was_brought_up_to_date_opens_again(office, saved, tmp_path):
    plan = Plan(Ziel_ELB_gesamt=26000)
    plan.rows = {"Tab_Annahmen": NEW}
    path = tmp_path / "Neu.docx"
    path.write_bytes(final(refresh(saved, plan).data))
    model = office.desktop.loadComponentFromURL(bridge.url(path), "_blank", 0, bridge.properties(Hidden=True))
    try:
        assert "rund 26.000 echte Personen" in model.Text.String
        table = model.TextTables.getByIndex(0)
        assert [table.getCellByName(f"{column}4").String for column in "AB"] == ["Neu", "1"]
    finally:
        model.close(True)
