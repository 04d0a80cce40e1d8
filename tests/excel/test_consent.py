"""Who may let ``jcplan serve`` run."""

from __future__ import annotations

import datetime as dt

import pytest
from test_doctor import PC

from jcplan.errors import FileError, InputError
from jcplan.hosts.excel import consent
from jcplan.hosts.excel.consent import POLICY_KEY, POLICY_VALUE

DAY = dt.date(2027, 3, 12)
SAID = "Änne Muster, IT-Sicherheit, 11.03.2027"


def with_policy(value):
    pc = PC()
    pc.keys[POLICY_KEY, POLICY_VALUE] = value
    return pc


def test_off_as_long_as_nobody_said_anything():
    found = consent.consent(PC())
    assert not found.allowed
    assert not found.by_policy
    assert "jcplan doctor --it" in found.text


def test_recorded():
    pc = PC()
    assert SAID in consent.record(pc, f" {SAID}", DAY)
    path = r"C:\Users\eva\AppData\Roaming\jcplan\dienst.json"
    assert pc.texts[path].isascii()  # whatever code page the PC has
    found = consent.consent(pc)
    assert (found.allowed, found.by_policy) == (True, False)
    assert found.text == f"Zustimmung der IT: {SAID} (festgehalten am 12.03.2027 in {path})."


def test_where_windows_keeps_settings():
    pc = PC(variables={"APPDATA": r"N:\Profile\eva"})
    assert consent.record_path(pc) == r"N:\Profile\eva\jcplan\dienst.json"


@pytest.mark.parametrize(
    "text", ["", "ja", "Eva Muster", ", 12.03.2027", "Eva Muster,", "Eva, demnächst", "E\n, 1.1.2027"]
)
def test_who_and_when_or_nothing(text):
    pc = PC()
    before = dict(pc.texts)
    with pytest.raises(InputError, match="wer zugestimmt hat und wann"):
        consent.record(pc, text, DAY)
    assert pc.texts == before


@pytest.mark.parametrize("content", ["", "ja", "[]", "{}", '{"zustimmung": "ja", "festgehalten": "2027-03-12"}'])
def test_a_file_of_somebody_else_is_no_consent(content):
    pc = PC()
    pc.texts[consent.record_path(pc)] = content
    assert not consent.consent(pc).allowed


@pytest.mark.parametrize(("value", "allowed"), [("1", True), ("0", False), ("2", False), ("", False)])
def test_policy_decides_whatever_the_user_recorded(value, allowed):
    recorded = PC()
    consent.record(recorded, SAID, DAY)
    for texts in (PC().texts, recorded.texts):
        pc = with_policy(value)
        pc.texts = dict(texts)
        found = consent.consent(pc)
        assert (found.allowed, found.by_policy) == (allowed, True)
        assert POLICY_KEY in found.text


@pytest.mark.parametrize("value", ["0", "1"])
def test_nothing_to_record_where_a_policy_decides(value):
    pc = with_policy(value)
    before = dict(pc.texts)
    with pytest.raises(FileError, match="nichts geschrieben"):
        consent.record(pc, SAID, DAY)
    assert pc.texts == before
