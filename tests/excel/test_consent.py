"""Who may let ``jcplan serve`` run."""

from __future__ import annotations

import datetime as dt
import sys

import pytest
from test_doctor import PC

from jcplan.errors import FileError, InputError
from jcplan.hosts.excel import consent, probe
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
    path = r"C:\Users\eva\AppData\Local\jcplan\dienst.json"
    assert pc.texts[path].isascii()  # whatever code page the PC has
    found = consent.consent(pc)
    assert (found.allowed, found.by_policy) == (True, False)
    assert found.text == f"Zustimmung der IT: {SAID} (festgehalten am 12.03.2027 in {path})."


def test_it_is_given_for_a_pc_and_does_not_go_along_to_others():
    """``%APPDATA%`` roams, ``%LOCALAPPDATA%`` does not."""
    pc = PC(variables={"APPDATA": r"N:\Profile\eva", "LOCALAPPDATA": r"D:\Lokal\eva"})
    consent.record(pc, SAID, DAY)
    assert consent.record_path(pc) == r"D:\Lokal\eva\jcplan\dienst.json"
    other = PC(variables={"APPDATA": r"N:\Profile\eva"})
    other.texts = {path: text for path, text in pc.texts.items() if path.startswith("N:")}
    assert not consent.consent(other).allowed


def test_a_policy_that_cannot_be_read_is_no_consent():
    """Whatever the user recorded: it may forbid."""
    pc = PC()
    consent.record(pc, SAID, DAY)
    pc.hidden.add(POLICY_KEY)
    found = consent.consent(pc)
    assert (found.allowed, found.by_policy) == (False, True)
    assert "nicht zu lesen" in found.text
    with pytest.raises(FileError, match="nichts geschrieben"):
        consent.record(pc, "Uwe Muster, IT, 1.4.2027", DAY)
    assert "Uwe" not in pc.texts[consent.record_path(pc)]


@pytest.mark.parametrize(
    ("error", "hidden"), [(FileNotFoundError(2, ""), False), (PermissionError(13, ""), True), (OSError(1018, ""), True)]
)
def test_only_what_is_not_there_is_not_set(monkeypatch, error, hidden):
    def opened(_key):
        raise error

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(probe, "_opened", opened)
    assert probe.ThisPC().is_hidden(POLICY_KEY) is hidden


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
