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

' Ein Block, wie Python ihn gibt. Eine Zelle mit einem Fehlerwert kommt als ausgelassenes Argument an, denn einen anderen
' gibt pywin32 nicht weiter; hier wird sie zu #WERT!.
Public Function ErgebnisBlock(ByVal block As Variant) As Variant
    Dim zeile As Long
    Dim spalte As Long
    Dim spalten As Long
    ErgebnisBlock = block
    spalten = -1
    On Error Resume Next
    spalten = UBound(block, 2)
    On Error GoTo 0
    If spalten < 0 Then Exit Function
    For zeile = LBound(block, 1) To UBound(block, 1)
        For spalte = LBound(block, 2) To spalten
            If IsError(block(zeile, spalte)) Then block(zeile, spalte) = CVErr(2015)
        Next
    Next
    ErgebnisBlock = block
End Function
