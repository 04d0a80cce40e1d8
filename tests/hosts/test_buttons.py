"""The one list of buttons: what users see of it, and that a further entry reaches every place."""

from __future__ import annotations

import ast
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace

from jcplan import buttons, press
from jcplan.buttons import Button
from jcplan.hosts.excel import actions, ribbon
from jcplan.hosts.libreoffice import extension, menu, service
from jcplan.press import Message

REGISTRY = "{http://openoffice.org/2001/registry}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
RIBBON = [
    ("Plan", "Ziele aktualisieren", "A", "RefreshAll", "large", "JC_Menue_Aktualisieren"),
    ("Plan", "Neuer Plan", "N", "FileNew", "large", "JC_Menue_NeuerPlan"),
    ("Plan", "Plan fürs nächste Jahr", "J", "CalendarInsert", None, "JC_Menue_NaechstesJahr"),
    ("Plan", "Auf neue Version bringen", "V", "FileSaveAs", None, "JC_Menue_NeueVersion"),
    ("Istwerte", "Istwerte einlesen …", "I", "GetExternalDataFromText", "large", "JC_Menue_IstwerteEinlesen"),
    ("Istwerte", "Einlesen rückgängig", "R", "Undo", None, "JC_Menue_EinlesenZurueck"),
    ("Prüfen", "Prüfungen", "P", "AcceptInvitation", "large", "JC_Menue_Pruefen"),
    ("Prüfen", "Fehler erklären", "F", "ErrorChecking", "large", "JC_Menue_Erklaeren"),
    ("Fragen", "Warum?", "W", "FunctionWizard", "large", "JC_Menue_Warum"),
    ("Fragen", "Was braucht es?", "B", "GoalSeek", "large", "JC_Menue_WasBrauchtEs"),
    ("Fragen", "Szenario übernehmen", "S", "WhatIfAnalysisMenu", None, "JC_Menue_SzenarioUebernehmen"),
    ("Fragen", "Kommentar", "K", "ReviewNewComment", None, "JC_Menue_Kommentar"),
    ("Fragen", "Verlauf", "L", "ReviewTrackChanges", None, "JC_Menue_Verlauf"),
    ("Fragen", "Zahl nach Word", "Z", "ExportWord", None, "JC_Menue_ZahlNachWord"),
    ("Hilfe", "Hilfe", "H", "Help", None, "JC_Menue_Hilfe"),
    ("Hilfe", "Über", "U", "Info", None, "JC_Menue_Ueber"),
]
MENU = [
    ("org.jcplan:aktualisieren", "Ziele aktualisieren", "Update targets"),
    ("org.jcplan:naechstesjahr", "Plan fürs nächste Jahr", "Plan for next year"),
    ("org.jcplan:neueversion", "Auf neue Version bringen", "Upgrade workbook"),
    ("org.jcplan:istwerteeinlesen", "Istwerte einlesen …", "Import actuals…"),
    ("org.jcplan:einlesenzurueck", "Einlesen rückgängig", "Undo import"),
    ("org.jcplan:pruefen", "Prüfungen", "Checks"),
    ("org.jcplan:erklaeren", "Fehler erklären", "Explain error"),
    ("org.jcplan:warum", "Warum?", "Why?"),
    ("org.jcplan:wasbrauchtes", "Was braucht es?", "What would it take?"),
    ("org.jcplan:szenariouebernehmen", "Szenario übernehmen", "Adopt scenario"),
    ("org.jcplan:kommentar", "Kommentar", "Comment"),
    ("org.jcplan:verlauf", "Verlauf", "History"),
    ("org.jcplan:zahlnachword", "Zahl nach Word", "Figure to Word"),
    ("org.jcplan:hilfe", "Hilfe", "Help"),
]
MACROS = [
    "ZieleAktualisieren",
    "NeuerPlan",
    "PlanFuersNaechsteJahr",
    "AufNeueVersionBringen",
    "IstwerteEinlesen",
    "EinlesenRueckgaengig",
    "PlanPruefen",
    "FehlerErklaeren",
    "ZahlErklaeren",
    "WasBrauchtEs",
    "SzenarioUebernehmen",
    "ZahlKommentieren",
    "VerlaufZeigen",
    "ZahlNachWord",
    "HilfeZeigen",
    "UeberJCPlanung",
]
MADE_UP = Button(
    key="water",
    word="Giessen",
    macro="BlumenGiessen",
    label="Blumen gießen & düngen",
    english="Water flowers",
    help="Gibt jeder Blume Wasser, auch „<der kleinen>“.",
    group="Hilfe",
    image="HappyFace",
    key_tip="G",
)


def in_ribbon():
    seen = ("label", "keytip", "imageMso", "size", "onAction")
    groups = ET.fromstring(ribbon.xml().encode()).iter("{http://schemas.microsoft.com/office/2009/07/customui}group")
    return [(group.get("label"), *map(button.get, seen)) for group in groups for button in group]


def in_menu(place):
    """URL, German and English title of each entry below a node of Addons.xcu."""
    root = ET.fromstring(extension.contents()["Addons.xcu"])
    found = []
    for node in root.find(f".//node[@{REGISTRY}name='{place}']"):
        properties = {prop.get(REGISTRY + "name"): list(prop) for prop in node.findall("prop")}
        if "URL" in properties:
            titles = {value.get(LANGUAGE): value.text for value in properties["Title"]}
            found.append((properties["URL"][0].text, titles["de"], titles["en-US"]))
    return found


def macros():
    return re.findall(r"^Public Sub (\w+)\(\)$", ribbon.procedures(), re.MULTILINE)


def test_what_users_see():
    assert in_ribbon() == RIBBON
    assert in_menu("Submenu") == in_menu("org.jcplan.calc.toolbar") == MENU
    assert json.loads(extension.table())["commands"] == {
        "aktualisieren": "Ziele aktualisieren",
        "naechstesjahr": "Plan fürs nächste Jahr",
        "neueversion": "Auf neue Version bringen",
        "istwerteeinlesen": "Istwerte einlesen",
        "einlesenzurueck": "Einlesen rückgängig",
        "pruefen": "Prüfungen",
        "erklaeren": "Fehler erklären",
        "warum": "Warum?",
        "wasbrauchtes": "Was braucht es?",
        "szenariouebernehmen": "Szenario übernehmen",
        "kommentar": "Kommentar",
        "verlauf": "Verlauf",
        "zahlnachword": "Zahl nach Word",
        "hilfe": "Hilfe",
    }
    assert macros() == ["ZieleZuruecknehmen", *MACROS]
    assert {b.key: b.command.name for b in buttons.BUTTONS if b.command} == {
        "refresh": "refresh",
        "new_plan": "new",
        "upgrade": "upgrade",
        "import_actuals": "import-ist",
        "check": "check",
        "why": "explain",
        "need": "need",
        "adopt_scenario": "scenario",
        "comment": "kommentar",
        "history": "verlauf",
        "to_word": "zahl",
        "help": "handbuch",
    }


def test_every_button_has_its_action_in_each_program():
    in_excel = {button.key for button in buttons.BUTTONS}
    assert in_excel | {"undo"} == (set(press.ACTIONS) | set(actions.ACTIONS))
    assert {button.key for button in buttons.in_libreoffice()} == set(press.ACTIONS) | set(menu.ACTIONS)


def test_names_are_unique():
    for name in ("key", "word", "path", "macro", "label", "english", "help", "key_tip"):
        values = [getattr(button, name) for button in buttons.BUTTONS]
        assert len(set(values)) == len(values), name


def test_every_command_is_one_of_the_command_line(run):
    _, shown, _ = run("--help")
    text = " ".join(shown.split())
    for button in buttons.BUTTONS:
        if button.command:
            assert f"{button.command.name} {button.command.help}" in text


def test_texts_stand_in_the_list_and_nowhere_else():
    package = Path(buttons.__file__).parent
    texts = {t for b in buttons.BUTTONS for t in (b.title, b.help, b.command.help if b.command else "") if " " in t}
    for path in package.rglob("*.py"):
        if path.name != "buttons.py":
            found = {n.value for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Constant)}
            assert not found & texts, path


def test_a_further_button_is_one_entry_and_its_action(monkeypatch):
    monkeypatch.setattr(buttons, "BUTTONS", (*buttons.BUTTONS, MADE_UP))
    monkeypatch.setitem(press.ACTIONS, "water", lambda program: Message(f"Es goss {program.who()}."))
    last = ("Hilfe", "Blumen gießen & düngen", "G", "HappyFace", "large", "JC_Menue_Giessen")
    assert in_ribbon() == [*RIBBON, last]
    assert 'supertip="Gibt jeder Blume Wasser, auch „&lt;der kleinen&gt;“."' in ribbon.xml()
    further = ("org.jcplan:giessen", "Blumen gießen & düngen", "Water flowers")
    assert in_menu("Submenu") == in_menu("org.jcplan.calc.toolbar") == [*MENU, further]
    assert ribbon.procedures().endswith(
        "\nPublic Sub JC_Menue_Giessen(control As IRibbonControl)\n    BlumenGiessen\nEnd Sub\n"
        '\nPublic Sub BlumenGiessen()\n    Ausfuehren "water", JCPLAN_VERSION\nEnd Sub\n'
    )
    details = {"title": json.loads(extension.table())["commands"]["giessen"], "who": "Eva"}
    assert service.act("giessen", None, details) == {
        "kind": "info",
        "text": "Es goss Eva.",
        "goto": "",
        "suggestion": "",
        "opens": "",
    }
    book = SimpleNamespace(application=SimpleNamespace(StatusBar=False), user="Udo")
    assert actions.run("water", book) == Message("Es goss Udo.")
    assert actions.title("water") == "Blumen gießen & düngen"


def test_a_button_of_a_newer_version_is_a_sentence():
    book = SimpleNamespace(application=SimpleNamespace(UserName="Udo", StatusBar=False))
    message = actions.run("water", book)
    assert (message.kind, actions.title("water")) == ("error", "JC-Planung")
    assert message.text.endswith("(water) nicht. Sie gehört zu einer neueren Version. Bitte jcplan erneuern.")
    shown = service.act("giessen", None, {"title": ""})
    assert (shown["kind"], "(giessen) nicht" in shown["text"]) == ("error", True)
