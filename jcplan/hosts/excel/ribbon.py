"""The ribbon tab, made from the list of buttons: its XML, its VBA, and how it gets into a finished workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from jcplan import buttons
from jcplan.buttons import Button
from jcplan.errors import FileError
from jcplan.hosts.excel import resources
from jcplan.hosts.excel.wrappers import literal

PART: Final = "customUI/customUI14.xml"
RELATION: Final = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_RELATIONS: Final = "_rels/.rels"
_ASCII: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})

_TAB: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui">
  <ribbon>
    <tabs>
      <tab id="tabJCPlanung" label="{label}" keytip="JC" insertAfterMso="TabHome">
{groups}
      </tab>
    </tabs>
  </ribbon>
</customUI>
"""
_GROUP: Final = """\
        <group id="grp{id}" label="{label}">
{buttons}
        </group>"""
_BUTTON: Final = """\
          <button id="btn{id}" label="{label}"{size} imageMso="{image}" keytip="{key_tip}"
                  screentip="{title}"
                  supertip="{help}"
                  onAction="{callback}"/>"""
_PROCEDURES: Final = """
Public Sub {callback}(control As IRibbonControl)
    {macro}
End Sub

Public Sub {macro}()
    {work}
End Sub
"""


def xml() -> str:
    """The ribbon as text."""
    return _TAB.format(label=_attribute(buttons.MENU), groups="\n".join(_groups()))


def _groups() -> Iterator[str]:
    for group in dict.fromkeys(button.group for button in buttons.BUTTONS):
        inside = "\n".join(_button(button) for button in buttons.BUTTONS if button.group == group)
        yield _GROUP.format(id=group.translate(_ASCII), label=_attribute(group), buttons=inside)


def _button(button: Button) -> str:
    return _BUTTON.format(
        id=button.word,
        label=_attribute(button.label),
        size="" if button.small else ' size="large"',
        image=button.image,
        key_tip=button.key_tip,
        title=_attribute(button.title),
        help=_attribute(button.help),
        callback=button.callback,
    )


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})


def procedures() -> str:
    """The VBA module ``jcplan_menue``: what is written there, and for each button its callback and its macro."""
    made = (_PROCEDURES.format(callback=b.callback, macro=b.macro, work=_work(b)) for b in buttons.BUTTONS)
    return resources.text("vba/jcplan_menue.bas") + "".join(made)


def _work(button: Button) -> str:
    """What a button's macro does."""
    if button.sheet:
        shown = f"BlattZeigen {literal(button.title)}, {literal(button.sheet)}"
        return f"If Not Ausfuehren({literal(button.key)}, JCPLAN_VERSION) Then {shown}"
    if button.writes:
        return f"NeueMappe {literal(button.key)}, {literal(button.title)}, {literal(button.writes)}"
    return f"Ausfuehren {literal(button.key)}, JCPLAN_VERSION"


def add(package: bytes) -> bytes:
    """The workbook with the ribbon tab; every other part stays byte for byte.

    Raises:
        FileError: The workbook has a ribbon already.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.startswith("customUI/"):
                raise FileError("Die Arbeitsmappe hat schon ein eigenes Menüband.")
            if item.filename == _RELATIONS:
                link = f'<Relationship Id="rIdMenueband" Type="{RELATION}" Target="{PART}"/></Relationships>'
                data = data.replace(b"</Relationships>", link.encode())
            new.writestr(item, data)
            last = item
        part = zipfile.ZipInfo(PART, last.date_time)
        part.external_attr, part.create_system = last.external_attr, last.create_system
        part.compress_type = zipfile.ZIP_DEFLATED
        new.writestr(part, xml().encode())
    return out.getvalue()
