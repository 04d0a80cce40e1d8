"""A Word document with nothing but its text: the least that Word takes for whole."""

from __future__ import annotations

import io
import zipfile
from typing import Final

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""Date of the parts: the same figure gives the same bytes."""
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_MAIN: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BESIDE: Final = ("styles", "settings", "fontTable")
"""Parts beside the text, which Word expects; the theme is a further one."""
_COLORS: Final = (
    ("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "1F4E79"), ("lt2", "F2F2F2"), ("accent1", "1F4E79"),
    ("accent2", "C55A11"), ("accent3", "7F7F7F"), ("accent4", "9DC3E6"), ("accent5", "F4B183"), ("accent6", "BFBFBF"),
    ("hlink", "0563C1"), ("folHlink", "954F72"),
)  # fmt: skip
_FILL: Final = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_THEME: Final = (
    f'<a:theme xmlns:a="{_DRAWING}" name="jcplan"><a:themeElements><a:clrScheme name="jcplan">'
    + "".join(f'<a:{name}><a:srgbClr val="{color}"/></a:{name}>' for name, color in _COLORS)
    + '</a:clrScheme><a:fontScheme name="jcplan">'
    + "".join(
        f'<a:{kind}><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}>'
        for kind in ("majorFont", "minorFont")
    )
    + '</a:fontScheme><a:fmtScheme name="jcplan">'
    + f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>"
    + f"<a:lnStyleLst>{f'<a:ln>{_FILL}</a:ln>' * 3}</a:lnStyleLst>"
    + f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
    + f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
)
_PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{name}+xml"/>' for name in _BESIDE)
    + '<Override PartName="/word/theme/theme1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/relationships/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(_BESIDE, 1)
    )
    + f'<Relationship Id="rId9" Type="{_OFFICE}/relationships/theme" Target="theme/theme1.xml"/></Relationships>',
    "word/styles.xml": f"<w:styles {_MAIN}><w:docDefaults>"
    '<w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/>'
    '<w:lang w:val="de-DE"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style></w:styles>',
    "word/settings.xml": f'<w:settings {_MAIN}><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>',
    "word/fontTable.xml": f'<w:fonts {_MAIN}><w:font w:name="Arial"><w:family w:val="swiss"/></w:font></w:fonts>',
    "word/theme/theme1.xml": _THEME,
}
_DOCUMENT: Final = (
    f'<w:document {_MAIN}><w:body>{{}}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
)


def bare(paragraphs: str) -> bytes:
    """The document; the same text gives the same bytes.

    Args:
        paragraphs: Its body, as WordprocessingML with the prefix ``w:``.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in {**_PARTS, "word/document.xml": _DOCUMENT.format(paragraphs)}.items():
            info = zipfile.ZipInfo(part, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _XML + content)
    return stream.getvalue()
