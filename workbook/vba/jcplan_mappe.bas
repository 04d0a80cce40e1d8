Attribute VB_Name = "jcplan_mappe"
Option Explicit

' Was jcplan von dieser Mappe wissen oder in sie schreiben will, alles in einem Aufruf: aus Python kostet jede
' einzelne Frage an Excel Zeit.

' Ob Tage ab 1904 zählen, die Blätter, je definiertem Namen eine Zeile mit Name und Bezug, der volle Name der Mappe, das
' Fenster von Excel und wer davor sitzt.
Public Function MappeBeschreiben() As Variant
    Dim blaetter() As Variant, namen() As Variant, i As Long
    ReDim blaetter(1 To ThisWorkbook.Worksheets.Count)
    For i = 1 To UBound(blaetter)
        blaetter(i) = ThisWorkbook.Worksheets(i).Name
    Next
    ReDim namen(1 To ThisWorkbook.Names.Count, 1 To 2)
    For i = 1 To UBound(namen)
        namen(i, 1) = ThisWorkbook.Names(i).Name
        namen(i, 2) = ThisWorkbook.Names(i).RefersTo
    Next
    MappeBeschreiben = Array(ThisWorkbook.Date1904, blaetter, namen, ThisWorkbook.FullName, Application.Hwnd, _
                             Application.UserName)
End Function

' Je Bereich seine Werte, oder seine Formeln und Werte, so weit das Blatt benutzt ist.
Public Function MappeLesen(ByVal blaetter As Variant, ByVal bereiche As Variant, ByVal formeln As Boolean) As Variant
    Dim inhalt() As Variant, blatt As Object, bereich As Object, i As Long
    ReDim inhalt(LBound(bereiche) To UBound(bereiche))
    For i = LBound(bereiche) To UBound(bereiche)
        Set blatt = ThisWorkbook.Worksheets(blaetter(i))
        Set bereich = Application.Intersect(blatt.Range(bereiche(i)), blatt.Range(blatt.Cells(1, 1), blatt.UsedRange))
        If Not bereich Is Nothing Then
            If formeln Then inhalt(i) = Array(bereich.Formula, bereich.Value2) Else inhalt(i) = bereich.Value2
        End If
    Next
    MappeLesen = inhalt
End Function

' Schreibt in die Bereiche die Werte, Zelle für Zelle und Zeile für Zeile.
Public Sub MappeSchreiben(ByVal blaetter As Variant, ByVal bereiche As Variant, ByVal werte As Variant)
    Dim zelle As Object, i As Long, wert As Long
    wert = LBound(werte)
    For i = LBound(bereiche) To UBound(bereiche)
        For Each zelle In ThisWorkbook.Worksheets(blaetter(i)).Range(bereiche(i)).Cells
            zelle.Value2 = werte(wert)
            wert = wert + 1
        Next
    Next
End Sub

' Eigenschaften eines Blattes wie "ProtectContents" oder "Protection.AllowSorting".
Public Function MappeEigenschaften(ByVal blaetter As Variant, ByVal namen As Variant) As Variant
    Dim werte() As Variant, ziel As Object, teile As Variant, i As Long, j As Long
    ReDim werte(LBound(namen) To UBound(namen))
    For i = LBound(namen) To UBound(namen)
        Set ziel = ThisWorkbook.Worksheets(blaetter(i))
        teile = Split(namen(i), ".")
        For j = 0 To UBound(teile) - 1
            Set ziel = CallByName(ziel, teile(j), VbGet)
        Next
        werte(i) = CallByName(ziel, teile(UBound(teile)), VbGet)
    Next
    MappeEigenschaften = werte
End Function
