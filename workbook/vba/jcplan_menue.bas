Attribute VB_Name = "jcplan_menue"
Option Explicit

' Was die Schaltflächen der Registerkarte "JC-Planung" tun. Gerechnet und geschrieben wird in Python;
' hier stehen nur der Aufruf, die Dialoge und die Meldung. Die Schaltflächen selbst fügt jcplan unten an.

Private Const AKTIONEN As String = "jcplan.hosts.excel.actions"

Private Declare PtrSafe Function MessageBoxW Lib "user32" (ByVal fenster As LongPtr, ByVal text As LongPtr, _
                                                           ByVal titel As LongPtr, ByVal art As Long) As Long

' Excel ruft es aus der Liste "Rückgängig".
Public Sub ZieleZuruecknehmen()
    Ausfuehren "undo"
End Sub

' Fragt, wohin eine neue Mappe soll, lässt sie dort schreiben und öffnet sie.
Private Sub NeueMappe(ByVal aktion As String, ByVal titel As String, ByVal vorschlag As String)
    Dim ziel As Variant
    ziel = Application.GetSaveAsFilename(vorschlag, "Excel-Arbeitsmappe mit Makros (*.xlsm), *.xlsm", , titel)
    If VarType(ziel) <> vbString Then Exit Sub
    If Ausfuehren(aktion, CStr(ziel)) Then Workbooks.Open CStr(ziel)
End Sub

' Zeigt ein Blatt; dazu muss Python nicht antworten.
Private Sub BlattZeigen(ByVal titel As String, ByVal blatt As String)
    On Error GoTo fehlt
    ThisWorkbook.Worksheets(blatt).Activate
    Exit Sub
fehlt:
    Meldung "In dieser Arbeitsmappe gibt es kein Blatt """ & blatt & """.", titel, vbExclamation
End Sub

' Führt eine Aktion in Python aus und zeigt ihre Meldung; wahr, wenn sie gelungen ist. Fragt die Aktion zurück,
' geht sie mit der Antwort noch einmal los.
Private Function Ausfuehren(ByVal aktion As String, Optional ByVal zusatz As String = "") As Boolean
    Dim antwort As Variant, eingabe As Variant, warnungen As Boolean, grund As String
    warnungen = Application.DisplayAlerts
    Application.DisplayAlerts = False ' sonst meldet Excel, dass es auf eine andere Anwendung wartet
    On Error GoTo misslungen
    XLPy.SetAttr XLPy.Module("xlwings._xlwindows"), "BOOK_CALLER", ThisWorkbook
    antwort = XLPy.Var(XLPy.Call(XLPy.Module(AKTIONEN), "press", XLPy.Tuple(aktion, zusatz)))
    Application.DisplayAlerts = warnungen
    If antwort(0) = vbQuestion Then
        eingabe = Application.InputBox(antwort(2), antwort(1), antwort(3), , , , , 2)
        If VarType(eingabe) <> vbString Then Exit Function
        If Trim(eingabe) <> "" Then Ausfuehren = Ausfuehren(aktion, "Antwort: " & eingabe)
        Exit Function
    End If
    Ausfuehren = (antwort(0) <> vbExclamation)
    If antwort(2) <> "" Then Meldung antwort(2), antwort(1), antwort(0)
    Exit Function
misslungen:
    grund = Err.Description
    Application.DisplayAlerts = warnungen
    Meldung "Python antwortet nicht. Bitte in der Eingabeaufforderung ""jcplan doctor"" aufrufen: " & _
            "es findet die Ursache und sagt, was zu tun ist." & vbLf & vbLf & "Gemeldet wurde: " & grund, _
            "JC-Planung", vbCritical
End Function

' Die einzige Stelle, an der eine Meldung erscheint. MsgBox kann nicht alle Zeichen.
Private Sub Meldung(ByVal text As String, ByVal titel As String, ByVal art As Long)
    MessageBoxW Application.Hwnd, StrPtr(text), StrPtr(titel), art
End Sub
