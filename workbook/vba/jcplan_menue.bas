Attribute VB_Name = "jcplan_menue"
Option Explicit

' Was die Schaltflächen der Registerkarte "JC-Planung" tun. Gerechnet und geschrieben wird in Python;
' hier stehen nur der Aufruf, die Dialoge und die Meldung. Die Schaltflächen selbst fügt jcplan unten an.

Private Const AKTIONEN As String = "jcplan.hosts.excel.actions"
Private Const DATEIEN As Long = 1 ' so fragt eine Aktion nach Dateien

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
    If Not Ausfuehren(aktion, CStr(ziel)) Then Exit Sub
    On Error GoTo nichtGeoeffnet
    Workbooks.Open CStr(ziel)
    Exit Sub
nichtGeoeffnet:
    Meldung "Die neue Arbeitsmappe ist fertig, aber Excel öffnet sie jetzt nicht:" & vbLf & CStr(ziel) & vbLf & vbLf & _
            "Gemeldet wurde: " & Err.Description, titel, vbExclamation
End Sub

' Zeigt ein Blatt: wo nicht geht, was eine Schaltfläche sonst tut, auch ohne Python.
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
    Dim antwort As Variant, eingabe As String, warnungen As Boolean, grund As String
    warnungen = Application.DisplayAlerts
    Application.DisplayAlerts = False ' sonst meldet Excel, dass es auf eine andere Anwendung wartet
    On Error GoTo misslungen
    antwort = AntwortVonPython(aktion, zusatz)
    Application.DisplayAlerts = warnungen
    If antwort(0) = vbQuestion Or antwort(0) = DATEIEN Or antwort(0) = vbQuestion + vbYesNo Then
        eingabe = Rueckfrage(antwort(0), antwort(1), antwort(2), antwort(3))
        If eingabe <> "" Then Ausfuehren = Ausfuehren(aktion, "Antwort: " & eingabe)
        Exit Function
    End If
    Ausfuehren = (antwort(0) <> vbExclamation)
    If antwort(2) <> "" Then Meldung antwort(2), antwort(1), antwort(0)
    Exit Function
misslungen:
    grund = Err.Description
    Application.DisplayAlerts = warnungen
    Meldung "Python antwortet nicht. Bitte im Startmenü ""JC-Planung prüfen"" wählen, oder in der " & _
            "Eingabeaufforderung ""jcplan doctor"" aufrufen: es findet die Ursache und sagt, was zu tun ist." & _
            vbLf & vbLf & "Gemeldet wurde: " & grund, _
            "JC-Planung", vbCritical
End Function

' Was Python auf eine Aktion antwortet: Art, Titel, Text, Vorschlag. Der laufende Dienst bekommt die Mappe im selben
' Aufruf, denn er antwortet vielen; das Python, das xlwings startet, gehört diesem Excel allein.
Private Function AntwortVonPython(ByVal aktion As String, ByVal zusatz As String) As Variant
    Dim dienst As Object
    Set dienst = LaufenderDienst()
    If Not dienst Is Nothing Then
        AntwortVonPython = dienst.Press((aktion), (zusatz), ThisWorkbook)
        Exit Function
    End If
    XLPy.SetAttr XLPy.Module("xlwings._xlwindows"), "BOOK_CALLER", ThisWorkbook
    AntwortVonPython = XLPy.Var(XLPy.Call(XLPy.Module(AKTIONEN), "press", XLPy.Tuple(aktion, zusatz)))
End Function

' Was der Benutzer auf eine Rückfrage antwortet: einen Text, Dateien (je Zeile eine) oder den Vorschlag, zu dem er
' Ja sagt. Leer, wenn er abbricht.
Private Function Rueckfrage(ByVal art As Long, ByVal titel As String, ByVal frage As String, _
                            ByVal vorschlag As String) As String
    Dim eingabe As Variant
    If art = DATEIEN Then
        eingabe = Application.GetOpenFilename(frage & " (" & vorschlag & ")," & vorschlag, 1, titel, , True)
        If IsArray(eingabe) Then Rueckfrage = Join(eingabe, vbLf)
    ElseIf art = vbQuestion Then
        eingabe = Application.InputBox(frage, titel, vorschlag, , , , , 2)
        If VarType(eingabe) = vbString Then Rueckfrage = Trim(eingabe)
    ElseIf Meldung(frage, titel, art) = vbYes Then
        Rueckfrage = vorschlag
    End If
End Function

' Die einzige Stelle, an der eine Meldung erscheint; was gedrückt wurde. MsgBox kann nicht alle Zeichen.
Private Function Meldung(ByVal text As String, ByVal titel As String, ByVal art As Long) As Long
    Meldung = MessageBoxW(Application.Hwnd, StrPtr(text), StrPtr(titel), art)
End Function
