; Setup of the folder for PCs without Python, for the user who runs it: no administrator, no PATH, no registry but
; the entry in "Apps". The folder itself is made by "python -m tools.windows"; version and folder are given:
;
;   ISCC /DVersion=1.2.3 /DOrdner=..\..\build\JC-Planung JC-Planung.iss

#ifndef Version
  #error Version fehlt: ISCC /DVersion=1.2.3 /DOrdner=ORDNER JC-Planung.iss
#endif
#ifndef Ordner
  #error Ordner fehlt: ISCC /DVersion=1.2.3 /DOrdner=ORDNER JC-Planung.iss
#endif
#define Name "JC-Planung"

[Setup]
AppId={{7C0B8B7E-2B0F-4B53-9D0C-5B1B6B0B7C11}
AppName={#Name}
AppVersion={#Version}
AppVerName={#Name} {#Version}
DefaultDirName={localappdata}\Programs\{#Name}
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
DisableProgramGroupPage=yes
DisableDirPage=auto
InfoBeforeFile=Vorher.txt
OutputBaseFilename={#Name}-{#Version}
Compression=lzma2
SolidCompression=yes
CloseApplications=yes
UninstallDisplayName={#Name} {#Version}

[Languages]
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[InstallDelete]
; what an older version had and this one has not would still be imported
Type: filesandordirs; Name: "{app}\python"

[Files]
Source: "{#Ordner}\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[UninstallDelete]
Type: filesandordirs; Name: "{app}\python"

[Code]
const
  Gescheitert = 10; { exit code of a setup that put the files there but could not set Excel up }

var
  Code: Integer;

{ Runs jcplan of the folder without a window. Its exit code, -1 where it did not start. }
function Aufgerufen(Was: String): Integer;
var
  Ende: Integer;
begin
  Result := -1;
  if Exec(ExpandConstant('{app}\python\python.exe'), '-m jcplan ' + Was, ExpandConstant('{app}'), SW_HIDE,
    ewWaitUntilTerminated, Ende) then
    Result := Ende;
  Log('jcplan ' + Was + ': ' + IntToStr(Result));
end;

{ A service of an older version would hold the files that are replaced. }
function PrepareToInstall(var NeedsRestart: Boolean): String;
begin
  Result := '';
  if FileExists(ExpandConstant('{app}\python\python.exe')) then
    Aufgerufen('serve --stop');
end;

procedure CurStepChanged(CurStep: TSetupStep);
begin
  if CurStep = ssPostInstall then
  begin
    WizardForm.StatusLabel.Caption := 'Excel wird eingerichtet …';
    Code := Aufgerufen('excel install');
    if Code <> 0 then
      SuppressibleMsgBox('Die Dateien sind da, aber Excel ließ sich nicht einrichten. Warum und was zu tun ist, sagt ' +
        'ein Doppelklick auf „Einrichten.cmd“ in diesem Ordner:' + #13#10 + ExpandConstant('{app}'),
        mbError, MB_OK, IDOK);
  end;
end;

function GetCustomSetupExitCode: Integer;
begin
  Result := 0;
  if Code <> 0 then
    Result := Gescheitert;
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if CurUninstallStep = usUninstall then
    if Aufgerufen('excel remove') <> 0 then
      SuppressibleMsgBox('Der Eintrag für Excel und die Verknüpfungen ließen sich nicht zurücknehmen. Was davon noch ' +
        'da ist, bitte von Hand löschen: INTERPRETER_WIN in %USERPROFILE%\.xlwings\xlwings.conf und „{#Name}“ im ' +
        'Startmenü und auf dem Desktop.', mbError, MB_OK, IDOK);
end;
