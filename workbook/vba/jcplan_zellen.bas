Attribute VB_Name = "jcplan_zellen"
Option Explicit
Option Private Module

' Was die Funktionen an Python geben und von dort bekommen. Nur in diesem Projekt sichtbar.

Private Const ADRESSE As String = "new:{68F1951B-B45F-4537-8171-E58E5480AE48}" ' so heißt er in jcplan/hosts/excel/consent.py

Private laufend As Object
Private python As Object
Private geholt As Double
Private gescheitert As String

' Rechnet eine Funktion. Ist Python seit der letzten Formel beendet worden, wird einmal neu verbunden.
Public Function Gerechnet(ByVal modul As String, ByVal funktion As String, ByVal argumente As Variant) As Variant
    Dim nummer As Long
    Dim grund As String
    On Error Resume Next
    Gerechnet = Verbindung().CallUDF((modul), (funktion), (argumente))
    nummer = Err.Number
    If Verloren(nummer) Then
        Err.Clear
        Set laufend = Nothing
        Set python = Nothing
        gescheitert = ""
        Gerechnet = Verbindung().CallUDF((modul), (funktion), (argumente))
        nummer = Err.Number
    End If
    grund = Err.Description
    On Error GoTo 0
    If nummer <> 0 Then Err.Raise nummer, "jcplan", grund
End Function

' Die Verbindung zu Python: der laufende Dienst, sonst startet xlwings Python. XLPy liest bei jedem Aufruf alle
' Einstellungen neu und prüft, ob Python noch läuft: bei einer Neuberechnung reicht das einmal in der Sekunde.
' So lange gilt auch, dass es nicht ging: sonst würde ein gesperrter Start für jede Formel neu versucht.
Public Function Verbindung() As Object
    If Abs(Timer - geholt) > 1 Or (python Is Nothing And gescheitert = "") Then
        gescheitert = ""
        Set python = LaufenderDienst()
        If python Is Nothing Then Set python = GestartetesPython()
        geholt = Timer
        Err.Clear
    End If
    If python Is Nothing Then Err.Raise 1000, "jcplan", gescheitert
    Set Verbindung = python
End Function

' "jcplan serve", wenn es läuft, sonst Nothing: Excel startet hier kein Programm. Antwortet der bisherige nicht mehr,
' wird nach einem anderen gesehen. Einer, der schon auf "Ready" nicht antwortet, weil er diesem Excel nicht antworten will
' oder nicht der Dienst ist, gilt als keiner. Gefragt wird je Verbindung einmal, dann höchstens einmal in der Sekunde.
Public Function LaufenderDienst() As Object
    Dim hinweis As String
    On Error Resume Next
    If Not laufend Is Nothing Then
        hinweis = laufend.Ready(JCPLAN_VERSION)
        If Err.Number <> 0 Then Set laufend = Nothing
        Err.Clear
    End If
    If laufend Is Nothing Then
        Set laufend = GetObject(ADRESSE)
        If Not laufend Is Nothing Then hinweis = laufend.Ready(JCPLAN_VERSION)
        If Err.Number <> 0 Then Set laufend = Nothing
        Err.Clear
    End If
    Set LaufenderDienst = laufend
End Function

' Was xlwings startet; Nothing und der Grund in "gescheitert", wenn es nicht geht.
Private Function GestartetesPython() As Object
    On Error Resume Next
    Set GestartetesPython = xlwings.XLPy()
    If GestartetesPython Is Nothing Then gescheitert = "Python ist nicht zu erreichen. " & Err.Description
End Function

' Ob es das Programm am anderen Ende nicht mehr gibt, nach der Nummer des Fehlers: VBAs eigene, RPC_S_SERVER_UNAVAILABLE,
' RPC_S_CALL_FAILED (mit und ohne _DNE), RPC_E_DISCONNECTED, RPC_E_SERVER_DIED (mit und ohne _DNE), CO_E_OBJNOTCONNECTED.
Private Function Verloren(ByVal nummer As Long) As Boolean
    Select Case nummer
        Case 462, -2147023174, -2147023170, -2147023169, -2147417848, -2147418105, -2147418094, -2147220995
            Verloren = True
    End Select
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
