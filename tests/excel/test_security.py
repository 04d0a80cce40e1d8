"""What PowerShell answers on Windows' protection, and what it may answer instead."""

from __future__ import annotations

import json

import pytest

from jcplan.hosts.excel import security
from jcplan.hosts.excel.security import Detection, Security, answered

RULE = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
HIDDEN = "N/A: Must be an administrator to view exclusions"


def test_of_an_administrator():
    """As ConvertTo-Json writes it."""
    found = answered(
        json.dumps(
            {
                "rules": [RULE, "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"],
                "actions": [1, 6],
                "exclusions": ["C:\\Prüfung\\python.exe"],
                "detections": [{"threat": "Trojan:X", "files": ["file:_C:\\x.dll"], "day": "2027-03-12"}],
                "integrity": 2,
                "antivirus": ["Microsoft Defender Antivirus", "Microsoft Defender Antivirus"],
            }
        )
    )
    assert found == Security(
        rules={RULE.lower(): 1, "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": 6},
        exclusions=("C:\\Prüfung\\python.exe",),
        detections=(Detection("Trojan:X", ("file:_C:\\x.dll",), "2027-03-12"),),
        integrity=2,
        antivirus=("Microsoft Defender Antivirus",),
    )


def test_of_a_user_without_rights():
    found = answered(json.dumps({"rules": [RULE], "actions": [2], "exclusions": [HIDDEN], "antivirus": [None]}))
    assert found == Security(rules={RULE.lower(): 2}, exclusions=None)


def test_nothing_set_is_not_the_same_as_nothing_said():
    found = answered('{"rules":[null],"actions":[],"exclusions":[null],"detections":[]}')
    assert (found.rules, found.exclusions, found.detections) == ({}, (), ())
    assert answered("{}") == Security()


@pytest.mark.parametrize(
    "text",
    [
        "",
        'Die Benennung "Get-MpPreference" wurde nicht als Name eines Cmdlet erkannt.',
        "[]",
        "null",
        "3",
        json.dumps({"rules": [HIDDEN], "actions": [1]}),
        json.dumps({"rules": [RULE], "actions": []}),
        json.dumps({"rules": RULE, "actions": 1, "exclusions": "x", "detections": {}, "integrity": "2"}),
        json.dumps({"rules": [RULE], "actions": ["1"], "integrity": True, "antivirus": {}}),
    ],
)
def test_what_cannot_be_understood_counts_as_not_said(text):
    assert answered(text) == Security()


def test_a_find_of_which_little_is_said():
    found = answered('{"detections":[{"threat":null,"files":[null],"day":""},7]}')
    assert found.detections == (Detection("", ()),)


def test_the_question_survives_a_command_line():
    """One line, balanced, without what command lines read otherwise."""
    assert not set(security._ASK) & set('"\n\r%')
    for opening, closing in ("()", "{}", "[]"):
        depth = 0
        for each in security._ASK:
            depth += (each == opening) - (each == closing)
            assert depth >= 0
        assert depth == 0
    assert security._ASK.count("try {") == security._ASK.count("catch { }") == 4
    assert security._ASK.count("'") % 2 == 0
