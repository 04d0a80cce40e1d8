Attribute VB_Name = "jcplan_start"
Option Explicit

' Nach dem Öffnen: Beschreibungen der Funktionen setzen und Python starten, wenn nicht schon der Dienst läuft,
' damit die erste Formel nicht darauf wartet.

Private Const FUNKTIONEN As String = "jcplan.hosts.excel.udfs"

Public Sub JCPlanungVorbereiten()
    Dim hinweis As String
    Dim dienst As Object
    On Error Resume Next
    FunktionenBeschreiben
    Err.Clear
    Application.StatusBar = "JC-Planung: Python wird gestartet ..."
    Set dienst = LaufenderDienst()
    If dienst Is Nothing Then
        hinweis = XLPy.Str(XLPy.Call(XLPy.Module(FUNKTIONEN), "ready", XLPy.Tuple(JCPLAN_VERSION)))
    Else
        hinweis = dienst.Ready(JCPLAN_VERSION)
    End If
    If Err.Number <> 0 Then
        hinweis = "JC-Planung: Python antwortet nicht. Was zu tun ist, sagt im Startmenü ""JC-Planung prüfen"" " & _
                  "(oder ""jcplan doctor"")."
    End If
    If hinweis = "" Then
        Application.StatusBar = False
    Else
        Application.StatusBar = hinweis
    End If
End Sub
