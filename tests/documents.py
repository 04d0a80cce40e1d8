"""Word documents for tests: built with python-docx, looked into with lxml, independently of jcplan's reader."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

import docx
import openpyxl
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from jcplan.document.form import shown
from jcplan.document.mark import Mark, picture_text, rows_text
from jcplan.document.source import Picture
from jcplan.errors import InputError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = nsdecls("w")
OX = "application/vnd.openxmlformats-officedocument."
BODY = "word/document.xml"
CONTROL = re.compile(rb"<w:sdt>(?:(?!<w:sdt>).)*?</w:sdt>", re.DOTALL)
ROWS = [["Bestand", "26.570"], ["Zugang", "953"], ["Abgang", "1.250"]]


class Plan:
    """A plan by hand: values by name, as a workbook would give them."""

    def __init__(self, **values):
        self.values = {
            "Ziel_ELB_gesamt": 27649,
            "Annahme_ELB_gesamt": 26570,
            "Ziel_IQ_gesamt": 0.2243,
            "Ziel_LZB": 17241,
            "Ziel_EGT": 5936501.88,
            "Ziel_ELB_G1": 25327,
            "Titel": "Planung 2017",
        } | values
        self.rows = {"Tab_Annahmen": ROWS}
        self.charts = {"Bild_LZB": (17241, "Der Bestand ist 17.241.")}

    def name(self, text):
        known = {name.casefold(): name for name in self.values}
        return known.get({"ziel_elb_ohne": "ziel_elb_g1"}.get(text.casefold(), text.casefold()))

    def figure(self, name, form):
        known = self.name(name)
        if known is None:
            return None
        if isinstance(self.values[known], InputError):
            raise self.values[known]
        return shown(self.values[known], form, self.values["Annahme_ELB_gesamt"] if form.compares else None)

    def label(self, name):
        return {"Ziel_ELB_gesamt": "ELB gesamt", "Ziel_IQ_gesamt": "IQ gesamt"}.get(name, name)

    def table(self, name):
        return self.rows.get(name)

    def picture(self, name):
        if name not in self.charts:
            return None
        value, text = self.charts[name]
        return Picture(chart_xml(value), data_of(value), text)


def chart_xml(value):
    """A chart with one bar."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:chart><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/>'
        '<c:order val="0"/><c:cat><c:strRef><c:f>Daten!$A$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0">'
        "<c:v>LZB</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>Daten!$B$1</c:f><c:numCache>"
        f'<c:formatCode>0</c:formatCode><c:ptCount val="1"/><c:pt idx="0"><c:v>{value}</c:v></c:pt></c:numCache>'
        '</c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/>'
        '<c:scaling/><c:delete val="0"/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/>'
        '<c:scaling/><c:delete val="0"/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea>'
        '<c:plotVisOnly val="1"/></c:chart><c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
        "</c:chartSpace>"
    ).encode()


def data_of(value):
    """The workbook of that chart."""
    book = openpyxl.Workbook()
    book.active.title = "Daten"
    book.active.append(["LZB", value])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def control(name, form, text, number, content=None):
    """A control as jcplan writes it; ``content`` in place of a run with the text."""
    content = content or f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    tag = str(Mark.of(name, form, text))
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(name)}/><w:tag w:val={quoteattr(tag)}/>"
        f'<w:id w:val="{number}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    )


class Maker:
    """Makes the document that the tests start from."""

    def __init__(self, plan):
        self.plan = plan
        self.number = 1000
        self.document = docx.Document()

    def figure(self, name, form):
        from jcplan.document.form import read_form

        self.number += 1
        return control(name, form, self.plan.figure(name, read_form(form)), self.number)

    def runs(self, text):
        """Runs of a text, in which ``{Name:Form}`` becomes a control."""
        pieces = re.split(r"\{(\w+):([^}]+)\}", text)
        out = []
        for at in range(0, len(pieces), 3):
            if pieces[at]:
                out.append(f'<w:r><w:t xml:space="preserve">{escape(pieces[at])}</w:t></w:r>')
            if at + 2 < len(pieces):
                out.append(self.figure(pieces[at + 1], pieces[at + 2]))
        return "".join(out)

    def fill(self, paragraph, text):
        for element in parse_xml(f"<w:p {NS}>{self.runs(text)}</w:p>"):
            paragraph._p.append(element)
        return paragraph

    def paragraph(self, text, style=None):
        return self.fill(self.document.add_paragraph(style=style), text)

    def box(self, text):
        """A text box, for programs of today and of before."""
        inner = f"<w:txbxContent><w:p>{self.runs(text)}</w:p></w:txbxContent>"
        number = self.number
        self.number -= inner.count("<w:sdt>")
        again = f"<w:txbxContent><w:p>{self.runs(text)}</w:p></w:txbxContent>"
        assert self.number == number
        again = re.sub(r'<w:id w:val="(\d+)"/>', lambda m: f'<w:id w:val="{int(m[1]) + 5000}"/>', again)
        u = "http://schemas.openxmlformats.org/"
        run = (
            f'<w:r {NS} xmlns:mc="{u}markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
            f'xmlns:wp="{u}drawingml/2006/wordprocessingDrawing" xmlns:a="{u}drawingml/2006/main" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent>'
            '<mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="1800000" cy="600000"/>'
            f'<wp:docPr id="77" name="Kasten"/><a:graphic><a:graphicData uri="{WPS}"><wps:wsp><wps:cNvSpPr txBox="1"/>'
            '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="600000"/></a:xfrm><a:prstGeom prst="rect">'
            f"<a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>"
            '</a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape id="Kasten1" '
            f'style="width:141pt;height:47pt"><v:textbox>{again}</v:textbox></v:shape></w:pict></mc:Fallback>'
            "</mc:AlternateContent></w:r>"
        )
        self.document.add_paragraph()._p.append(parse_xml(run))

    def rows(self, name):
        """A table whose rows the plan makes; its last row is bold and has a shade."""
        rows = self.plan.table(name)
        table = self.document.add_table(len(rows) + 1, 2, style="Table Grid")
        self.number += 1
        mark = str(Mark.of(name, "T", rows_text(rows)))
        head = control(name, "T", "", self.number, "<w:r><w:t>Was</w:t></w:r>")
        head = re.sub(r'<w:tag w:val="[^"]*"', f'<w:tag w:val="{mark}"', head)
        table.rows[0].cells[0].paragraphs[0]._p.append(parse_xml(head.replace("<w:sdt>", f"<w:sdt {NS}>", 1)))
        table.rows[0].cells[1].paragraphs[0].add_run("Wert")
        table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {NS}/>"))
        for row, texts in zip(table.rows[1:], rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                run = cell.paragraphs[0].add_run(text)
                if texts is rows[-1]:
                    run.bold = True
                    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {NS} w:val="clear" w:fill="DDDDDD"/>'))
        return table

    def nested(self, text):
        """A table in a cell of a table."""
        outer = self.document.add_table(1, 1, style="Table Grid")
        cell = outer.rows[0].cells[0]
        inner = cell.add_table(1, 2)
        self.fill(inner.rows[0].cells[1].paragraphs[0], text)

    def chart(self, name):
        picture = self.plan.picture(name)
        package = self.document.part.package
        data = Part(PackURI("/word/embeddings/Daten1.xlsx"), OX + "spreadsheetml.sheet", picture.data, package)
        chart = Part(PackURI("/word/charts/chart1.xml"), OX + "drawingml.chart+xml", picture.chart, package)
        assert chart.relate_to(data, RELATIONSHIP_TYPE.PACKAGE) == "rId1"
        link = self.document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
        u = "http://schemas.openxmlformats.org/"
        run = (
            f'<w:r><w:drawing><wp:inline xmlns:wp="{u}drawingml/2006/wordprocessingDrawing" distT="0" distB="0" '
            f'distL="0" distR="0"><wp:extent cx="5760000" cy="2232000"/><wp:docPr id="901" name={quoteattr(name)} '
            f'descr={quoteattr(picture.text)}/><wp:cNvGraphicFramePr/><a:graphic xmlns:a="{u}drawingml/2006/main">'
            f'<a:graphicData uri="{u}drawingml/2006/chart"><c:chart xmlns:c="{u}drawingml/2006/chart" '
            f'xmlns:r="{u}officeDocument/2006/relationships" r:id="{link}"/></a:graphicData></a:graphic></wp:inline>'
            "</w:drawing></w:r>"
        )
        self.number += 1
        made = control(name, "D", picture_text(picture.text, picture.chart), self.number, run)
        self.document.add_paragraph()._p.append(parse_xml(made.replace("<w:sdt>", f"<w:sdt {NS}>", 1)))

    def made(self):
        for link in list(self.document.part.rels.values()):
            if link.reltype.endswith("stylesWithEffects"):
                self.document.part.drop_rel(link.rId)
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()


WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def base(plan=None):
    """The document that the tests edit and bring up to date."""
    maker = Maker(plan or Plan())
    maker.document.add_heading("Ausgangslage", 1)
    maker.paragraph(
        "Der Bestand liegt bei {Ziel_ELB_gesamt:n0} Personen, die Quote bei {Ziel_IQ_gesamt:%1}. Das reicht."
    )
    maker.document.add_heading("Budget", 2)
    maker.paragraph(
        "Der Eingliederungstitel hat {Ziel_EGT:€2}. Der Bestand {Ziel_ELB_gesamt:ws} um {Ziel_ELB_gesamt:~n0}."
    )
    maker.rows("Tab_Annahmen")
    maker.document.add_heading("Langzeitbezug", 1)
    maker.nested("Stand {Ziel_LZB:n0}")
    maker.box("Im Kasten: {Ziel_LZB:n0}")
    maker.chart("Bild_LZB")
    section = maker.document.sections[0]
    maker.fill(section.header.paragraphs[0], "{Titel:t}, Entwurf")
    maker.fill(section.footer.paragraphs[0], "Stand: {Ziel_ELB_gesamt:n0}")
    return with_footnote(maker.made(), maker)


def with_footnote(data, maker):
    """A footnote with a control, which python-docx cannot make."""
    note = maker.runs(" Davon {Ziel_ELB_gesamt:n0} im Bestand.")
    root = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes {NS}>'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>{note}</w:p></w:footnote></w:footnotes>'
    ).encode()
    parts = unpacked(data)
    parts[BODY] = parts[BODY].replace(
        b"Das reicht.</w:t></w:r>", b'Das reicht.</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>', 1
    )
    if b"footnoteReference" not in parts[BODY]:
        raise ValueError("no place for the footnote")
    parts["word/footnotes.xml"] = root
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    links = "word/_rels/document.xml.rels"
    link = f'<Relationship Id="rId900" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode()
    parts[links] = parts[links].replace(b"</Relationships>", link)
    types = "[Content_Types].xml"
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{OX}wordprocessingml.footnotes+xml"/></Types>'
    parts[types] = parts[types].replace(b"</Types>", override.encode())
    return packed(parts)


def unpacked(data):
    """All parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    """A file of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2017, 1, 2, 3, 4, 6)), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def edited(data, edit, part=BODY):
    """A file with one part changed; the edit must change something."""
    parts = unpacked(data)
    new = edit(parts[part])
    assert new != parts[part]
    return packed({**parts, part: new})


def texts(data, name, part=None):
    """What the controls of a name say, in the order of the parts; deleted text does not count."""
    found = []
    for part_name, content in unpacked(data).items():
        if not part_name.startswith("word/") or not part_name.endswith(".xml") or part not in (None, part_name):
            continue
        for sdt in etree.fromstring(content).iter(f"{W}sdt"):
            tag = sdt.find(f"{W}sdtPr/{W}tag")
            if tag is not None and tag.get(f"{W}val").split("|")[0] == name:
                live = (t for t in sdt.iter(f"{W}t") if not any(a.tag == f"{W}moveFrom" for a in t.iterancestors()))
                found.append("".join(t.text or "" for t in live))
    return found


def outside(part):
    """The bytes of a part without what is in controls."""
    while True:
        bare = CONTROL.sub(b"[]", part)
        if bare == part:
            return bare
        part = bare


def table_texts(data, number=0, part=BODY):
    """The rows of a table, cell by cell."""
    table = list(etree.fromstring(unpacked(data)[part]).iter(f"{W}tbl"))[number]
    return [
        ["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
        for row in table.iter(f"{W}tr")
    ]
