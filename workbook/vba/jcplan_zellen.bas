Attribute VB_Name = "jcplan_zellen"
Option Explicit
Option Private Module

' Was die Funktionen an Python geben und von dort bekommen. Nur in diesem Projekt sichtbar.

Private python As Object
Private geholt As Double

' Die Verbindung zu Python. XLPy liest bei jedem Aufruf alle Einstellungen neu und prüft, ob Python noch läuft:
' bei einer Neuberechnung reicht das einmal in der Sekunde.
Public Function Verbindung() As Object
    If python Is Nothing Or Abs(Timer - geholt) > 1 Then
        Set python = xlwings.XLPy()
        geholt = Timer
    End If
    Set Verbindung = python
End Function

' Der Inhalt eines Arguments: bei einem Bereich alle Zellen auf einmal und ungerundet (Value2).
Public Function Zellen(Optional ByVal argument As Variant) As Variant
    If IsObject(argument) Then
        If argument.Areas.Count > 1 Then Err.Raise 2015, "jcplan", "Das Argument besteht aus mehreren Bereichen."
        Zellen = argument.Value2
    Else
        Zellen = argument
    End If
End Function

' Der Fehlerwert einer Zelle: der, den Python nennt (2042 ist #NV), sonst #WERT!.
Public Function Fehlerwert(ByVal nummer As Long) As Variant
    Select Case nummer
        Case 2000, 2007, 2023, 2029, 2036, 2042
            Fehlerwert = CVErr(nummer)
        Case Else
            Fehlerwert = CVErr(2015)
    End Select
End Function
