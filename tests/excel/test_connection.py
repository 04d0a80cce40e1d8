"""How the delivered VBA comes to Python: the running service first, else xlwings; run in LibreOffice Basic.

Stand-ins take the place of ``GetObject``, of the service, and of what xlwings starts. Each can be told to be missing,
blocked or dead, and counts how often it was asked.
"""

from __future__ import annotations

import pytest
from basic import procedures

from jcplan.hosts.excel import consent

DEAD = -2147023174  # 0x800706BA, RPC_S_SERVER_UNAVAILABLE
REFUSED = -2147024891  # 0x80070005, E_ACCESSDENIED

SERVICE = f"""Option ClassModule
Public Kennung As String
Public Tot As Boolean
Public Gedrueckt As String
Public Function Ready(version) As String
    bereit = bereit + 1
    If Tot Then Err.Raise {DEAD}, "COM", "Der RPC-Server ist nicht verfügbar."
    If Kennung = "Ablehnend" Then Err.Raise {REFUSED}, "jcplan", "Zugriff verweigert"
    Ready = "Mappe " & version
End Function
Public Function CallUDF(modul, funktion, argumente) As Variant
    If Tot Then Err.Raise {DEAD}, "COM", "Der RPC-Server ist nicht verfügbar."
    If funktion = "JC_FEHLER" Then Err.Raise 2042, "jcplan", "nicht da"
    If Kennung = "Ablehnend" Then Err.Raise {REFUSED}, "jcplan", "Zugriff verweigert"
    CallUDF = Kennung & "=" & modul & "." & funktion & "(" & argumente(0) & ")"
End Function
Public Function Press(aktion, zusatz, mappe) As Variant
    If Tot Then Err.Raise {DEAD}, "COM", "Der RPC-Server ist nicht verfügbar."
    Press = Array(64, Kennung, aktion & "/" & zusatz & "/" & mappe.Name, "")
End Function
Public Function SetAttr(modul, name, mappe) As Variant
    Gedrueckt = modul & "." & name & "=" & mappe.Name
End Function
Public Function Module(name) As String
    Module = name
End Function
Public Function Tuple(eins, Optional zwei) As String
    Tuple = eins
End Function
Public Function Aufruf(modul, name, argumente) As String
    Aufruf = modul & "." & name & " " & argumente & " " & Gedrueckt
End Function
Public Function Str(ergebnis) As String
    Str = ergebnis
End Function
Public Function Var(ergebnis) As Variant
    Var = Array(64, Kennung, ergebnis, "")
End Function
"""
WORLD = """Public dienst As Object
Public gesucht As Integer
Public gestartet As Integer
Public bereit As Integer
Public gesperrt As Boolean
Public Function Gefunden(name) As Object
    gesucht = gesucht + 1
    If dienst Is Nothing Then Err.Raise 429, "VBA", "Objekterstellung durch ActiveX-Komponente nicht möglich."
    Set Gefunden = dienst
End Function
Public Function Neu(kennung) As Object
    Dim eins As Object
    Set eins = New Seite
    eins.Kennung = kennung
    Set Neu = eins
End Function
"""
XLWINGS = """Private eigenes As Object
Public Function XLPy() As Object
    gestartet = gestartet + 1
    If gesperrt Then Err.Raise 1000, "xlwings", "Could not create Python process: Access is denied."
    If eigenes Is Nothing Then Set eigenes = Neu("eigenes")
    Set XLPy = eigenes
End Function
"""
HELP = 'Public Const JCPLAN_VERSION As String = "9.9"\n'
STRANGER = "Option ClassModule\nPublic Name As String\n"
OTHERS = {"Fremd": STRANGER, "Seite": SERVICE, "welt": WORLD, "jcplan_hilfe": HELP, "xlwings": XLWINGS}
CALL = 'Gerechnet("m", "JC_X", Array({}))'
RUNNING = '    Set dienst = Neu("Dienst")\n'
BLOCKED = "    gesperrt = True\n"
TRIED = """    On Error Resume Next
    ergebnis = ergebnis & {} & ";"
    If Err.Number <> 0 Then ergebnis = ergebnis & Err.Number & " " & Err.Description & ";"
    On Error GoTo 0
"""
COUNTED = '    ergebnis = ergebnis & gesucht & " gesucht, " & gestartet & " gestartet"\n'


FIND = ("GetObject(ADRESSE)", "Gefunden(ADRESSE)")
CALL_METHOD = ("XLPy.Call(", "XLPy.Aufruf(")  # LibreOffice takes no keyword for a method's name


def with_stand_ins(source: str, *pairs: tuple[str, str]) -> str:
    for name, stand_in in pairs:
        assert source.count(name) >= 1
        source = source.replace(name, stand_in)
    return source


@pytest.fixture(scope="module")
def run(basic, modules):
    """What a function at the end of ``jcplan_zellen`` gives."""
    source = with_stand_ins(modules["jcplan_zellen"], FIND)

    def run(*lines: str) -> object:
        return basic.value(source, '    ergebnis = ""\n' + "".join(lines), OTHERS)

    return run


def call(number: int) -> str:
    return TRIED.format(CALL.format(number))


def test_class_id_is_that_of_the_service(modules):
    assert f'Const ADRESSE As String = "new:{consent.CLSID}"' in modules["jcplan_zellen"]


def test_running_service_comes_first_and_nothing_is_started(run):
    found = run(RUNNING, call(1), call(2), COUNTED)
    assert found == "Dienst=m.JC_X(1);Dienst=m.JC_X(2);1 gesucht, 0 gestartet"


def test_else_xlwings_starts_python_and_the_connection_is_kept_for_a_second(run):
    found = run(call(1), call(2), COUNTED, "    Wait 2200\n", call(3), COUNTED)
    once = "eigenes=m.JC_X(1);eigenes=m.JC_X(2);1 gesucht, 1 gestartet"
    assert found == f"{once}eigenes=m.JC_X(3);2 gesucht, 2 gestartet"


def test_blocked_start_is_remembered_for_a_second(run):
    found = run(BLOCKED, call(1), call(2), call(3), COUNTED, "    Wait 2200\n", call(4), COUNTED)
    said = "1000 Python ist nicht zu erreichen. Could not create Python process: Access is denied.;"
    assert found == f"{said * 3}1 gesucht, 1 gestartet{said}2 gesucht, 2 gestartet"


def test_service_that_starts_later_is_used_after_a_second(run):
    found = run(BLOCKED, call(1), RUNNING, "    Wait 2200\n", call(2), COUNTED)
    assert found.endswith("Access is denied.;Dienst=m.JC_X(2);2 gesucht, 1 gestartet")
    found = run(call(1), RUNNING, "    Wait 2200\n", call(2), COUNTED)
    assert found == "eigenes=m.JC_X(1);Dienst=m.JC_X(2);2 gesucht, 1 gestartet"


def test_service_that_runs_on_is_not_looked_for_again(run):
    found = run(
        RUNNING, call(1), "    Wait 2200\n", call(2), '    ergebnis = ergebnis & bereit & " bereit, "\n', COUNTED
    )
    assert found == "Dienst=m.JC_X(1);Dienst=m.JC_X(2);2 bereit, 1 gesucht, 0 gestartet"


def test_service_is_asked_once_a_connection_not_once_a_formula(run):
    formulas = (call(number) for number in range(1, 5))
    found = run(RUNNING, *formulas, '    ergebnis = ergebnis & bereit & " bereit, "\n', COUNTED)
    assert found.endswith("Dienst=m.JC_X(4);1 bereit, 1 gesucht, 0 gestartet")


REFUSES = '    Set dienst = Neu("Ablehnend")\n'
STRANGE = "    Set dienst = New Fremd\n"
DIES_AT_ONCE = RUNNING + "    dienst.Tot = True\n"


@pytest.mark.parametrize("found_there", [REFUSES, STRANGE, DIES_AT_ONCE], ids=["refuses", "strange", "dead"])
def test_what_does_not_answer_ready_is_no_service(run, found_there):
    """It refuses this Excel, or is another program under the same class id: xlwings starts Python as without one."""
    found = run(found_there, call(1), call(2), COUNTED, "    Wait 2200\n", call(3), COUNTED)
    once = "eigenes=m.JC_X(1);eigenes=m.JC_X(2);1 gesucht, 1 gestartet"
    assert found == f"{once}eigenes=m.JC_X(3);2 gesucht, 2 gestartet"


DIES = "    dienst.Tot = True\n"
AGAIN = '    Set dienst = Neu("Neuer")\n'
GONE = DIES + "    Set dienst = Nothing\n"


@pytest.mark.parametrize("later", ["", "    Wait 2200\n"])
def test_restarted_service_is_connected_again(run, later):
    """The same formula, not only the next: a cell would keep #WERT! until it is computed again."""
    assert run(RUNNING, call(1), DIES, AGAIN, later, call(2), COUNTED).endswith(
        "Neuer=m.JC_X(2);2 gesucht, 0 gestartet"
    )


@pytest.mark.parametrize("later", ["", "    Wait 2200\n"])
def test_where_the_service_is_gone_xlwings_starts_python(run, later):
    found = run(RUNNING, call(1), GONE, later, call(2), call(3), COUNTED)
    assert found == "Dienst=m.JC_X(1);eigenes=m.JC_X(2);eigenes=m.JC_X(3);2 gesucht, 1 gestartet"


def test_where_the_service_is_gone_and_the_start_is_blocked_the_reason_is_said(run):
    found = run(RUNNING, BLOCKED, call(1), GONE, call(2), call(3), COUNTED)
    assert found.count("Access is denied") == 2
    assert found.endswith(";2 gesucht, 1 gestartet")


def test_error_of_a_function_keeps_its_number_and_the_connection(run):
    wrong = TRIED.format('Gerechnet("m", "JC_FEHLER", Array(1))')
    found = run(RUNNING, wrong, call(2), COUNTED)
    assert found == "2042 nicht da;Dienst=m.JC_X(2);1 gesucht, 0 gestartet"


@pytest.mark.parametrize(
    ("number", "lost"),
    [
        *((code - 2**32, True) for code in (0x800706BA, 0x800706BE, 0x800706BF, 0x80010108, 0x80010007, 0x80010012, 0x800401FD)),
        (462, True), (0, False), (1000, False), (2015, False), (0x80020009 - 2**32, False),
    ],
)  # fmt: skip
def test_errors_by_which_a_connection_is_lost(run, number, lost):
    """Numbers of Windows' own list of errors."""
    assert bool(run(f"    ergebnis = Verloren({number})\n")) is lost


# ---- buttons and start --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def press(basic, modules):
    """What Python answers to a button, as ``jcplan_menue`` asks it."""
    source = 'Const AKTIONEN As String = "jcplan.hosts.excel.actions"\n'
    source += with_stand_ins(procedures(modules["jcplan_menue"])["AntwortVonPython"], CALL_METHOD)
    others = OTHERS | {"jcplan_zellen": with_stand_ins(modules["jcplan_zellen"], FIND)}

    def press(*lines: str) -> object:
        return basic.value(source, '    ergebnis = ""\n    Dim antwort As Variant\n' + "".join(lines), others)

    return press


PRESSED = """    antwort = AntwortVonPython("refresh", "9.9")
    ergebnis = ergebnis & antwort(0) & " " & antwort(1) & " " & antwort(2) & ";"
"""


def test_button_takes_the_workbook_along_in_the_same_call(press):
    name = press("    ergebnis = ThisWorkbook.Name\n")
    assert press(RUNNING, PRESSED, COUNTED) == f"64 Dienst refresh/9.9/{name};1 gesucht, 0 gestartet"
    assert press(RUNNING, PRESSED, DIES, AGAIN, PRESSED).endswith(f";64 Neuer refresh/9.9/{name};")


@pytest.mark.parametrize("there", ["", REFUSES, STRANGE], ids=["none", "refuses", "strange"])
def test_button_without_a_service_goes_to_the_python_of_this_excel(press, there):
    name = press("    ergebnis = ThisWorkbook.Name\n")
    answer = f"jcplan.hosts.excel.actions.press refresh xlwings._xlwindows.BOOK_CALLER={name}"
    assert press(there, PRESSED) == f"64 eigenes {answer};"


def test_button_tries_a_blocked_start_again_and_says_why(press):
    """A person who asks gets an answer of now."""
    tried = TRIED.format('AntwortVonPython("refresh", "9.9")(0)')
    found = press(BLOCKED, tried, COUNTED)
    assert found.startswith("1000 Could not create Python process")


@pytest.fixture(scope="module")
def opened(basic, modules):
    """What the status bar shows one after the other when a workbook is opened."""
    source = 'Const FUNKTIONEN As String = "jcplan.hosts.excel.udfs"\nPublic leiste As Variant\n'
    source += "Sub FunktionenBeschreiben()\nEnd Sub\n"
    prepare = procedures(modules["jcplan_start"])["JCPlanungVorbereiten"]
    source += with_stand_ins(prepare, CALL_METHOD, ("Application.StatusBar = ", 'leiste = leiste & ";" & '))
    others = OTHERS | {"jcplan_zellen": with_stand_ins(modules["jcplan_zellen"], FIND)}

    def opened(*lines: str) -> object:
        show = '    JCPlanungVorbereiten\n    ergebnis = leiste & ";"\n' + COUNTED
        return basic.value(source, "".join(lines) + show, others)

    return opened


def test_opening_a_workbook_finds_the_service(opened):
    assert opened(RUNNING) == ";JC-Planung: Python wird gestartet ...;Mappe 9.9;1 gesucht, 0 gestartet"


@pytest.mark.parametrize("there", ["", REFUSES], ids=["none", "refuses"])
def test_opening_a_workbook_starts_python_where_no_service_answers(opened, there):
    assert "udfs.ready 9.9" in opened(there)
    assert opened(there).endswith(";1 gesucht, 4 gestartet")  # asked for each part of the call; xlwings starts it once


def test_opening_a_workbook_says_where_python_cannot_be_started(opened):
    said = opened(BLOCKED)
    assert "Python antwortet nicht" in said
    assert 'im Startmenü "JC-Planung prüfen" (oder "jcplan doctor")' in said
