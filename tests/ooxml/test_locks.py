"""Files that a spreadsheet program has open."""

from __future__ import annotations

import pytest

from jcplan.errors import FileError
from jcplan.ooxml import lock_owner, refuse_if_open


def excel_owner(name, wide=None):
    """Excel's owner file, 165 bytes."""
    ansi = name.encode("cp1252", "replace")
    text = (name if wide is None else wide).encode("utf-16-le")
    head = bytes([len(ansi)]) + ansi.ljust(54)
    return head + (len(text) // 2).to_bytes(2, "little") + text.ljust(108, b" ")


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "Plan 2017.xlsx"
    path.write_bytes(b"x")
    return path


def test_nobody(plan):
    (plan.parent / "~$Anderer Plan.xlsx").write_bytes(excel_owner("Meier"))
    assert lock_owner(plan) is None
    refuse_if_open(plan)


@pytest.mark.parametrize(
    ("data", "owner"),
    [
        (excel_owner("Meier, Jörg"), "Meier, Jörg"),
        (excel_owner("?", "Łukasz"), "Łukasz"),
        (excel_owner("Müller", ""), "Müller"),
        (excel_owner("Müller")[:20], "Müller"),
        (excel_owner("Müller")[:61], "Müller"),
        (b"", "unbekannt"),
        (excel_owner(""), "unbekannt"),
    ],
)
def test_excel(plan, data, owner):
    assert len(excel_owner("Meier")) == 165
    (plan.parent / "~$Plan 2017.xlsx").write_bytes(data)
    assert lock_owner(plan) == owner
    with pytest.raises(FileError) as caught:
        refuse_if_open(plan)
    assert f"ist in Excel geöffnet (Benutzer: {owner})" in str(caught.value)
    assert "„~$Plan 2017.xlsx“" in str(caught.value)
    assert "kann gelöscht werden" in str(caught.value)


@pytest.mark.parametrize(
    ("document", "owner_file"),
    [
        ("Plan.docx", "~$Plan.docx"),
        ("Planung.docx", "~$lanung.docx"),
        ("Planungsdokument.docx", "~$anungsdokument.docx"),
        ("Planung 2027.docm", "~$anung 2027.docm"),
        ("Planung.docx", "~$Planung.docx"),
    ],
)
def test_word(tmp_path, document, owner_file):
    path = tmp_path / document
    path.write_bytes(b"x")
    name = "Łukasz".encode("utf-16-le")
    data = b"\x06" + b"?ukasz".ljust(53) + (6).to_bytes(2, "little") + name
    assert len(data.ljust(162, b" ")) == 162
    (tmp_path / owner_file).write_bytes(data.ljust(162, b" "))
    with pytest.raises(FileError, match=r"ist in Word geöffnet \(Benutzer: Łukasz\)"):
        refuse_if_open(path)


def test_the_owner_file_of_another_document(tmp_path):
    (tmp_path / "~$anung.docx").write_bytes(b"")
    assert lock_owner(tmp_path / "Planung.xlsx") is None
    assert lock_owner(tmp_path / "Plan.docx") is None


def test_an_owner_file_that_cannot_be_read(plan):
    (plan.parent / "~$Plan 2017.xlsx").mkdir()  # reading it fails, as with a file that Excel holds locked
    assert lock_owner(plan) == "unbekannt"


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Jörg Meier,meierj,PC-17,22.11.2016 09:30,file:///C:/x;", "Jörg Meier an PC-17, seit 22.11.2016 09:30"),
        (",meierj,PC-17,22.11.2016 09:30,file:///C:/x;", "meierj an PC-17, seit 22.11.2016 09:30"),
        ("Meier\\, Jörg\\; JC,m,PC,22.11.2016 09:30,p;", "Meier, Jörg; JC an PC, seit 22.11.2016 09:30"),
        ("A,a,h1,d1,p;B,b,h2,d2,p;", "A an h1, seit d1"),
        ("Meier", "Meier"),
        ("", "unbekannt"),
    ],
)
def test_libreoffice(plan, text, owner):
    (plan.parent / ".~lock.Plan 2017.xlsx#").write_text(text, encoding="utf-8")
    (plan.parent / "~$Plan 2017.xlsx").write_bytes(excel_owner("auch von LibreOffice"))
    assert lock_owner(plan) == owner
    with pytest.raises(FileError) as caught:
        refuse_if_open(plan)
    assert f"ist in LibreOffice geöffnet (Benutzer: {owner})" in str(caught.value)
    assert "„.~lock.Plan 2017.xlsx#“" in str(caught.value)


def test_behind_a_link(plan, tmp_path):
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "Verweis.xlsx"
    link.symlink_to(plan)
    (plan.parent / "~$Plan 2017.xlsx").write_bytes(excel_owner("Meier"))
    assert lock_owner(link) == "Meier"
