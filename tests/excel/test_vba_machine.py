"""VBA as text, run in Python: what is understood, against what MS-VBAL and LibreOffice's VBA say."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from vba_machine import MISSING, Array, ErrorValue, Machine, VbaError
from vba_machine.syntax import SyntaxProblem, read_module


def machine(source: str, **known) -> Machine:
    return Machine([read_module(f'Attribute VB_Name = "modul"\n{source}')], **known)


def run(body: str, *arguments, head: str = "", parameters: str = "", **known):
    return machine(f"{head}\nFunction f({parameters})\n{body}\nEnd Function\n", **known).call("f", *arguments)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("-2 * 3", -6), ("7 Mod 4", 3), ("7 \\ 2", 3), ('1 & 2 & "x"', "12x"),
        ('"a""b"', 'a"b'), ("1 = 1 And Not 2 = 3", True), ("&HFF", 255), ("Not 0", -1), ("6 And 3", 2),
        ('"b" > "a"', True), ('1.5 & ""', "1,5"), ('Split("a.b", ".")(1)', "b"), ("UBound(Array(1, 2, 3))", 2),
        ('Join(Array("a", "b"), "-")', "a-b"), ('VarType("x") = vbString', True), ("IIf(True, 1, 2)", 1),
        ('Replace("a\'b", "\'", "\'\'")', "a''b"), ("CLng(2.5)", 2), ("CLng(3.5)", 4), ("CLng(CVErr(2042))", 2042),
        ("IsError(CVErr(2042))", True), ("IsObject(Nothing)", True), ("Nothing Is Nothing", True),
    ],
)  # fmt: skip
def test_expressions(expression, value):
    assert run(f"f = {expression}") == value


def test_loops_arrays_and_branches():
    body = """
    Dim a() As Variant, i As Long, x As Variant
    ReDim a(1 To 3)
    For i = 1 To UBound(a)
        If i = 2 Then a(i) = "zwei" Else a(i) = i * 10
    Next
    For Each x In a
        f = f & x & ";"
    Next
    Select Case UBound(a) - LBound(a)
        Case 0, 1
            f = f & "wenig"
        Case 2 To 5
            f = f & "mehr"
        Case Else
            f = f & "viel"
    End Select
    Do While i > 2
        i = i - 1
        If i = 3 Then Exit Do
    Loop
    f = f & i
"""
    assert run(body) == "10;zwei;30;mehr3"


def test_blocks_cross_the_border_with_their_bounds():
    assert run("f = a(1, 0) & LBound(a, 1)", (("a", "b"), ("c", "d")), parameters="a") == "c0"
    assert run("Dim a(1 To 2, 1 To 2) As Variant\na(2, 1) = 5\nf = a") == ((None, None), (5, None))
    assert run("f = Array(1, Array(2, 3))") == (1, (2, 3))


def test_a_subscript_out_of_range_is_error_9():
    with pytest.raises(VbaError) as error:
        run("f = Array(1)(5)")
    assert error.value.number == 9


def test_arguments_left_out():
    head = 'Function g(a, Optional b, Optional ByVal c As String = "leer")\n g = a & IsMissing(b) & c\nEnd Function'
    assert run('f = g(1) & g(1, 2) & g(1, , "x") & g(1, c:="y")', head=head) == "1Wahrleer1Falschleer1Wahrx1Wahry"


def test_error_goes_to_the_handler_and_resume_next_goes_on():
    """MS-VBAL 5.4.4: the error of a procedure without handler is that of the call."""
    head = 'Sub g()\n Err.Raise 2015, "wir", "Grund"\nEnd Sub'
    assert (
        run("On Error GoTo hin\ng\nf = 1\nExit Function\nhin:\nf = Err.Number & Err.Description", head=head)
        == "2015Grund"
    )
    assert run("On Error Resume Next\ng\nf = Err.Number", head=head) == 2015
    assert run("On Error Resume Next\ng\nErr.Clear\nf = Err.Number", head=head) == 0
    with pytest.raises(VbaError, match="Grund"):
        run("On Error Resume Next\nOn Error GoTo 0\ng", head=head)
    with pytest.raises(VbaError, match="zweiter"):  # an error inside a handler is not handled there
        run('On Error GoTo hin\ng\nhin:\nErr.Raise 5, , "zweiter"', head=head)


def test_a_condition_that_fails_under_resume_next_goes_into_the_branch():
    """MS-VBAL: execution goes on with the statement behind the one that failed, which is the first inside."""
    assert run('On Error Resume Next\nIf CVErr(2042) > 1 Then\nf = "innen"\nEnd If') == "innen"


def test_exit_function_and_on_error_clear_err():
    head = "Sub g()\n On Error Resume Next\n Err.Raise 7\n Exit Sub\nEnd Sub\nSub h()\n On Error Resume Next\n Err.Raise 7\nEnd Sub"
    assert run("g\nf = Err.Number", head=head) == 0
    assert run("h\nf = Err.Number", head=head) == 7
    assert run("h\nOn Error Resume Next\nf = Err.Number", head=head) == 0


def test_nothing_has_no_members():
    with pytest.raises(VbaError) as error:
        run("Dim o As Object\nf = o.Name")
    assert error.value.number == 91


def test_objects_of_python():
    class Thing:
        def __init__(self):
            self.Name, self.Items = "Ding", ("a", "b")

        def Sum(self, one, other=1):  # noqa: N802
            return one + other

    class Things:
        def __call__(self, _):
            return Thing()

    known = {"ding": Thing(), "dinge": Things()}
    assert run("f = ding.name & ding.Sum(1, 2) & ding.Items(1)", globals=known) == "Ding3b"
    assert (
        run('Dim d As Object\nSet d = dinge("x")\nd.Name = "neu"\nf = d.Name & (TypeOf d Is Thing)', globals=known)
        == "neuWahr"
    )
    assert run('f = CallByName(ding, "Name", vbGet)', globals=known) == "Ding"
    with pytest.raises(VbaError) as error:
        run("f = ding.Fehlt", globals=known)
    assert error.value.number == 438


def test_variables_of_a_module_stay_and_modules_see_what_is_public():
    one = read_module(
        'Attribute VB_Name = "a"\nPrivate n As Long\nPublic Const C As String = "x"\nPublic Function Zaehlt()\nn = n + 1\nZaehlt = n\nEnd Function\nPrivate Function Geheim()\nEnd Function'
    )
    two = read_module(
        'Attribute VB_Name = "b"\nFunction f()\nf = Zaehlt & a.Zaehlt() & C\nEnd Function\nFunction g()\ng = Geheim\nEnd Function'
    )
    both = Machine([one, two])
    assert (both.call("f"), both.call("f")) == ("12x", "34x")
    with pytest.raises(NotImplementedError, match="geheim"):
        both.call("g")


def test_what_is_declared_and_what_stands_in():
    head = 'Private Declare PtrSafe Function Box Lib "user32" (ByVal text As LongPtr) As Long'
    assert run('f = Box(StrPtr("Text"))', head=head, externals={"Box": len}) == 4
    assert run("f = fremd.Ruf(2)", libraries={"fremd": {"Ruf": lambda n: n * 2}}) == 4
    with pytest.raises(VbaError) as error:
        run('f = GetObject("new:{x}")')
    assert error.value.number == 429


def test_errors_of_python_are_seen_by_vba_only_if_they_are_of_com():
    thing = SimpleNamespace(Tut=lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError) as error:
        run("On Error Resume Next\nf = ding.Tut", globals={"ding": thing})
    assert error.value.__notes__ == ["VBA: modul.f, line 5"]
    found = run(
        "On Error Resume Next\nf = ding.Tut\nf = Err.Number", globals={"ding": thing},
        translate=lambda _: VbaError(11, "Division"),
    )  # fmt: skip
    assert found == 11


def test_typed_variables_take_their_type():
    assert run("Dim s As String\ns = 5\nf = s & TypeName", libraries={"x": {"TypeName": lambda: ""}}) == "5"
    with pytest.raises(VbaError) as error:
        run('Dim n As Long\nn = "drei"')
    assert error.value.number == 13


@pytest.mark.parametrize("line", ["GoSub x", "Dim a = 5", "x = = 5", 'Open "a" For Input As #1', "f = 1 +"])
def test_what_is_not_known_is_an_error_with_its_line(line):
    with pytest.raises((SyntaxProblem, NotImplementedError), match=r"modul"):
        machine(f"Function f()\n{line}\nEnd Function").call("f")


def test_values_that_python_lacks():
    assert ErrorValue(2042) == ErrorValue(2042) != ErrorValue(2015)
    assert run("f = a", MISSING, parameters="Optional a") == -2147352572  # DISP_E_PARAMNOTFOUND
    assert run("f = CVErr(2042)") == -2146826246
    assert list(Array.block((("a", "b"), ("c", "d")), 1)) == ["a", "c", "b", "d"]
