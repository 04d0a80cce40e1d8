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
InfoBeforeFile={#Ordner}\LIES MICH.txt
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

[Run]
Filename: "{app}\python\python.exe"; Parameters: "-m jcplan excel install"; StatusMsg: "Excel wird eingerichtet …"; Flags: runhidden

[UninstallRun]
Filename: "{app}\python\python.exe"; Parameters: "-m jcplan excel remove"; Flags: runhidden; RunOnceId: "Excel"

[UninstallDelete]
Type: filesandordirs; Name: "{app}\python"
