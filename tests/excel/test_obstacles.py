"""Each obstacle of an office PC, put in the way of one that is in order: what is found, what to do, whom to ask.

Keys, values and numbers are those of Microsoft's documentation, typed here a second time.
"""

from __future__ import annotations

import base64
import hashlib
import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from office_pc import CLICK_TO_RUN, CONF, HOME, LIBRARY, MODIFY, PC, PYTHON, READ_ONLY

from jcplan import __version__
from jcplan.errors import FileError
from jcplan.hosts.excel import doctor
from jcplan.hosts.excel.doctor import Verdict
from jcplan.hosts.excel.rights import Grant
from jcplan.hosts.excel.security import Detection, Security

CHILD, WIN32, PREVALENT = (
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a",
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b",
    "01443614-cd74-433a-b99e-2ecdc07bfc25",
)
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"
MACHINE = r"HKLM\Software\Policies\Microsoft\Office\16.0"
CLOUD = r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0"
OWN = r"HKCU\Software\Microsoft\Office\16.0"
SERVICE = r"HKLM\SOFTWARE\Policies\jcplan"
CLASS_TITLE = "Kennung des Dienstes"
CLASS = r"{}\Software\{}\CLSID\{{68F1951B-B45F-4537-8171-E58E5480AE48}}\InprocServer32"
OWN_CLASS = CLASS.format("HKCU", "Classes").removesuffix(r"\InprocServer32")
ASR = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR"
MANAGER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
KILL = r"HKLM\SOFTWARE\Microsoft\Office\16.0\Common\COM Compatibility\{EE09B103-97E0-11CF-978F-00A02463E06F}"
SYNC = r"HKCU\Software\SyncEngines\Providers\OneDrive"
ZONES = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ZoneMap\Domains"
PLAN = r"C:\Plan\Plan.xlsm"
SHARE = r"\\srv01\planung\Plan.xlsm"
CMD = r"C:\Windows\System32\cmd.exe"
IT, SELF, NOBODY = "die IT", "Sie selbst", ""

INTERPRETER = "Python für Excel"
DLL = "Bibliothek xlwings64-0.37.8.dll"
CHILD_TITLE = "Defender: Office darf keine Programme starten"
WIN32_TITLE = "Defender: keine Win32-Aufrufe aus Makros"
PREVALENT_TITLE = "Defender: nur verbreitete Programme"


def program(machine: int, *, signed: bool = False) -> bytes:
    """The header of a Windows program ("PE Format"): machine 0x14c is 32-bit Intel, 0x8664 64-bit."""
    wide = machine == 0x8664
    optional = struct.pack("<H", 0x20B if wide else 0x10B).ljust(112 if wide else 96, b"\0")
    table = (1, 8) if signed else (0, 0)
    directories = b"".join(struct.pack("<II", *(table if each == 4 else (1, 0))) for each in range(16))
    head = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64) + b"PE\0\0"
    return head + struct.pack("<H", machine).ljust(20, b"\0") + optional + directories


def signed(data: bytes) -> bytes:
    """A program with a certificate table, as signtool and osslsigncode leave it behind."""
    start = 64
    directories = start + 24 + (112 if data[start + 24 : start + 26] == b"\x0b\x02" else 96)
    done = bytearray(data + bytes(-len(data) % 8))
    table = struct.pack("<IHH", 24, 0x200, 2) + b"PKCS#7".ljust(16, b"\0")
    struct.pack_into("<I", done, start + 24 + 64, 0x64FCC)
    struct.pack_into("<II", done, directories + 4 * 8, len(done), len(table))
    return bytes(done) + table


@dataclass(frozen=True)
class Case:
    """An obstacle."""

    name: str
    put: Callable[[PC], object]
    title: str
    verdict: Verdict
    found: str
    do: str
    whom: str
    allow: str = ""
    workbook: str = ""


def settings(path: str) -> Callable[[PC], None]:
    def put(pc: PC) -> None:
        pc.texts[CONF] = f'"INTERPRETER_WIN","{path}"\n'
        pc.files.add(path)

    return put


def running(path: str) -> Callable[[PC], None]:
    return lambda pc: setattr(pc, "interpreter", path)


def rights(*grants: Grant) -> Callable[[PC], None]:
    return lambda pc: pc.rights.update({r"C:\Python": grants})


def rules(number: str, action: int, *exclusions: str) -> Callable[[PC], None]:
    def put(pc: PC) -> None:
        pc.security = replace(pc.security, rules={number: action}, exclusions=exclusions)

    return put


def key(path: str, **values: object) -> Callable[[PC], None]:
    return lambda pc: pc.set(path, **values)


def nothing(pc: PC) -> None:
    """The workbook's place alone is in the way."""


def several(*puts: Callable[[PC], object]) -> Callable[[PC], None]:
    def put(pc: PC) -> None:
        for each in puts:
            each(pc)

    return put


def mark(path: str, text: str) -> Callable[[PC], None]:
    def put(pc: PC) -> None:
        pc.texts[f"{path}:Zone.Identifier"] = f"[ZoneTransfer]\r\n{text}\r\n"

    return put


def folder(path: str, *names: str) -> Callable[[PC], None]:
    return lambda pc: pc.folders.update({path: names})


def without_library(pc: PC) -> None:
    pc.files.remove(LIBRARY)


def record(digest: str = "00" * 32) -> Callable[[PC], None]:
    return lambda pc: pc.records.update({LIBRARY: digest})


def library(data: bytes) -> Callable[[PC], None]:
    return lambda pc: pc.put(LIBRARY, data)


def detected(*files: str) -> Callable[[PC], None]:
    def put(pc: PC) -> None:
        seen = (Detection("Trojan:Script/Wacatac.B!ml", files, "2027-03-12"),)
        pc.security = replace(pc.security, detections=seen)

    return put


def security(**changes: object) -> Callable[[PC], None]:
    def put(pc: PC) -> None:
        pc.security = replace(pc.security, **changes)

    return put


def other_python(*packages: str, dll: str = "python311.dll") -> Callable[[PC], None]:
    return several(
        lambda pc: setattr(pc, "interpreter", r"D:\venv\Scripts\python.exe"),
        folder(r"C:\Python", "python.exe", dll, "Lib"),
        folder(r"C:\Python\Lib\site-packages", *(f"{package}.dist-info" for package in packages)),
    )


STORE = rf"{HOME}\AppData\Local\Microsoft\WindowsApps\python.exe"
POLISH = r"C:\Users\Wałęsa\python.exe"
LONG = "C:\\" + "a" * 220 + ".xlsm"
CONSENT = rf"{HOME}\AppData\Local\jcplan\dienst.json"
CONSENTED = '{"zustimmung": "Eva Muster, IT, 11.03.2027", "festgehalten": "2027-03-12"}'


def consented(pc: PC) -> None:
    pc.texts[CONSENT] = CONSENTED


CASES = (
    # Defender
    Case("child processes blocked", rules(CHILD, 1), CHILD_TITLE, Verdict.BAD, "ist in Kraft: Excel kann Python nicht",
         "jcplan doctor --it", IT, f"{CMD} und {PYTHON}; oder der Dienst"),
    Case("child processes in audit mode", rules(CHILD, 2), CHILD_TITLE, Verdict.NOTE, "nur beobachtet: Heute geht alles",
         "vorher an jcplan zu denken", IT, "Sie steht auf Überwachen"),
    Case("child processes warned of", rules(CHILD, 6), CHILD_TITLE, Verdict.BAD, "24 Stunden", CHILD, IT, CHILD),
    Case("child processes in an unknown mode", rules(CHILD, 9), CHILD_TITLE, Verdict.UNKNOWN, "steht auf 9", CHILD, IT,
         CHILD),
    Case("child processes, only Python excluded", rules(CHILD, 1, PYTHON), CHILD_TITLE, Verdict.BAD,
         "Excel kann Python nicht", "Ausnahme", IT, CMD),
    Case("child processes, both excluded", rules(CHILD, 1, r"%SystemRoot%\System32\cmd.exe", "C:\\Python\\"), CHILD_TITLE,
         Verdict.GOOD, f"ausgenommen: {CMD}, {PYTHON}", "", NOBODY),
    Case("exclusions hidden", security(rules={CHILD: 1}, exclusions=None), CHILD_TITLE, Verdict.BAD,
         "ob jcplan ausgenommen ist, lässt sich ohne besondere Rechte nicht lesen", "die IT", IT, CHILD),
    Case("child processes blocked, service allowed", several(rules(CHILD, 1), consented), CHILD_TITLE, Verdict.NOTE,
         "der Dienst ist erlaubt", "„jcplan serve“ starten", SELF),
    Case("child processes blocked, service runs",
         several(rules(CHILD, 1), consented, lambda pc: pc.mutexes.add("Local\\jcplan-serve")), CHILD_TITLE, Verdict.GOOD,
         "Er läuft.", "", NOBODY),
    Case("rules not to be read", security(rules=None), CHILD_TITLE, Verdict.UNKNOWN, "ohne besondere Rechte nicht lesen",
         CHILD, IT, CHILD),
    Case("rules of a group policy", several(security(rules=None), key(rf"{ASR}\Rules", **{CHILD.upper(): 1})), CHILD_TITLE,
         Verdict.BAD, "in Kraft", CHILD, IT, CHILD),
    Case("rules of Intune", several(security(rules=None), key(MANAGER, ASRRules=f"{WIN32}=1|{CHILD}=2")), CHILD_TITLE,
         Verdict.NOTE, "beobachtet", CHILD, IT, CHILD),
    Case("exclusions of a group policy",
         several(security(rules=None, exclusions=None), key(rf"{ASR}\Rules", **{CHILD: 1}),
                 key(rf"{ASR}\ASROnlyExclusions", **{CMD: 0, PYTHON: 0})), CHILD_TITLE,
         Verdict.GOOD, "ausgenommen", "", NOBODY),
    Case("Win32 calls blocked", rules(WIN32, 1), WIN32_TITLE, Verdict.BAD, "Bibliothek von xlwings nicht laden",
         WIN32, IT, "die Mappen"),
    Case("Win32 calls, the workbook's folder excluded", rules(WIN32, 1, r"c:\plan"), WIN32_TITLE, Verdict.GOOD, PLAN, "",
         NOBODY, workbook=PLAN),
    Case("Win32 calls, service allowed", several(rules(WIN32, 1), consented), WIN32_TITLE, Verdict.BAD, "Bibliothek",
         WIN32, IT, WIN32),
    Case("only common programs", rules(PREVALENT, 1), PREVALENT_TITLE, Verdict.NOTE, "nicht signiert", PREVALENT, IT,
         "die Bibliothek"),
    # the library
    Case("library in quarantine", several(without_library, record("97" * 32)), DLL, Verdict.BAD,
         "Das Paket xlwings hat sie mitgebracht", "freizugeben", IT, "97" * 32),
    Case("library missing, nothing says it was there", without_library, DLL, Verdict.BAD, "fehlt neben Python",
         "pip install --force-reinstall", SELF),
    Case("library replaced", several(library(b"MZ other"), record("97" * 32)), DLL, Verdict.BAD,
         "nicht die Datei aus dem Paket", "nicht in Excel öffnen", IT, "97" * 32),
    Case("library replaced by a signed one",
         several(library(signed(program(0x8664) + bytes(8))), record(hashlib.sha256(program(0x8664)).hexdigest())), DLL,
         Verdict.BAD, "nicht die Datei aus dem Paket", "nicht in Excel öffnen", IT, "SHA-256"),
    Case("library signed since",
         several(library(signed(program(0x8664))), record(hashlib.sha256(program(0x8664)).hexdigest())), DLL,
         Verdict.GOOD, "seit der Auslieferung signiert, sonst wie im Paket", "", NOBODY),
    Case("library signed since, of other bits",
         several(library(signed(program(0x14C))), record(hashlib.sha256(program(0x14C)).hexdigest())), DLL,
         Verdict.BAD, "hat 32 Bit", "pip install", SELF),
    Case("library of other bits", library(program(0x14C)), DLL, Verdict.BAD, "hat 32 Bit, Excel braucht 64", "pip install",
         SELF),
    Case("Excel with 32 bits has the other library only", lambda pc: pc.set(CLICK_TO_RUN, Platform="x86"),
         "Bibliothek xlwings32-0.37.8.dll", Verdict.BAD, "Excel mit 32 Bit", "pip install", SELF),
    Case("Defender's history names the library", detected(rf"file:_{LIBRARY}"), "Virenschutz", Verdict.BAD,
         "xlwings64-0.37.8.dll als Trojan:Script/Wacatac.B!ml am 12.03.2027", "freizugeben", IT, LIBRARY),
    Case("Defender's history names other files", detected(r"file:_C:\x.exe"), "Virenschutz", Verdict.GOOD, "keine Datei",
         "", NOBODY),
    Case("Defender's history not to be read", security(detections=None, antivirus=("Sentinel",)), "Virenschutz",
         Verdict.UNKNOWN, "Sentinel", "die IT", IT, "Verlauf"),
    # the interpreter
    Case("Python of the store", settings(STORE), INTERPRETER, Verdict.BAD, "Microsoft Store", "„jcplan doctor --fix“", SELF),
    Case("Python of the store, this one too", several(settings(STORE), running(STORE)), INTERPRETER, Verdict.BAD,
         "Microsoft Store", "python.org", SELF),
    Case("Python with letters of another code page", settings(POLISH), INTERPRETER, Verdict.BAD, "nicht lesen kann: łę",
         "„jcplan doctor --fix“", SELF),
    Case("Python with letters of another code page, this one too", several(settings(POLISH), running(POLISH)), INTERPRETER,
         Verdict.BAD, "nicht lesen kann: łę", "ohne diese Zeichen legen, den nur Sie oder die IT ändern können", IT,
         r"C:\Program Files\JC-Planung"),
    # who may change it
    Case("others may write beside Python", rights(Grant("S-1-5-11", MODIFY)), "Ordner von Python", Verdict.BAD,
         r"In C:\Python dürfen auch andere schreiben (Authentifizierte Benutzer)", r"%LOCALAPPDATA%\Programs", IT,
         "nur Lesen und Ausführen"),
    Case("whoever sits at the PC may write beside Python", rights(Grant("S-1-5-4", MODIFY)), "Ordner von Python",
         Verdict.BAD, "(Interaktiv)", "Schreibrecht", IT, "Interaktiv"),
    Case("others may read", rights(Grant("S-1-5-11", READ_ONLY)), "Ordner von Python", Verdict.GOOD, "nichts ändern", "",
         NOBODY),
    Case("rights that may not be read", lambda pc: pc.rights.update({r"C:\Python": None}), "Ordner von Python",
         Verdict.UNKNOWN, "lässt sich nicht lesen", "die IT", IT, r"C:\Python"),
    Case("Python where the user may not read", lambda pc: pc.files.remove(PYTHON), INTERPRETER, Verdict.BAD,
         "nicht lesen dürfen", "--fix", SELF),
    Case("Python too old", other_python("jcplan-0.2.0", dll="python310.dll"), INTERPRETER, Verdict.BAD,
         "Python 3.10", "--fix", SELF),
    Case("Python without jcplan", other_python("numpy-2.0.0"), INTERPRETER, Verdict.BAD, "Dort ist jcplan nicht", "--fix",
         SELF),
    Case("another Python with another jcplan", other_python("jcplan-0.1.0", "xlwings-0.37.8", "pywin32-312"), INTERPRETER,
         Verdict.NOTE, f"Version 0.1.0, hier {__version__}", "--fix", SELF),
    Case("another Python without pywin32", other_python("jcplan-0.1.0", "xlwings-0.37.8"), "Paket pywin32", Verdict.BAD,
         "nicht installiert", "neu installieren", SELF),
    # two installations
    Case("two programs on the path",
         several(lambda pc: pc.variables.update(PATH=r"C:\A\Scripts;C:\B\Scripts\;c:\a\scripts"),
                 lambda pc: pc.files.update({r"C:\A\Scripts\jcplan.exe", r"C:\B\Scripts\jcplan.exe",
                                             r"c:\a\scripts\jcplan.exe"})),
         "Nur ein jcplan", Verdict.NOTE, r"C:\B\Scripts", "uninstall", SELF),
    Case("two in the user's and the system's folder",
         several(lambda pc: setattr(pc, "search_path", (r"C:\Users\eva\site", r"C:\Python\site")),
                 folder(r"C:\Users\eva\site", "jcplan-0.1.0.dist-info"), folder(r"C:\Python\site", "jcplan-0.2.0.dist-info")),
         "Nur ein jcplan", Verdict.NOTE, r"C:\Users\eva\site (0.1.0), C:\Python\site (0.2.0)", "uninstall", SELF),
    # Office's settings and policies
    Case("VBA off", key(rf"{MACHINE}\Common", VBAOff=1), "Makros", Verdict.BAD, "VBA ist in Office abgeschaltet", "die IT",
         IT, "VBAOff = 0"),
    Case("VBA off without a policy", key(r"HKLM\Software\Microsoft\Office\16.0\Common", VBAOff=1), "Makros", Verdict.BAD,
         "VBA ist in Office abgeschaltet", "die IT", IT, "VBAOff = 0"),
    Case("macros off by a policy", key(rf"{POLICY}\Excel\Security", VBAWarnings=4), "Makros", Verdict.BAD,
         "führt keine Makros aus", "von der IT", IT, "VBAWarnings = 4"),
    Case("macros off by a policy of the machine", key(rf"{MACHINE}\Excel\Security", VBAWarnings=4), "Makros", Verdict.BAD,
         "führt keine Makros aus", "von der IT", IT, "HKLM"),
    Case("signed macros only, by the cloud", key(rf"{CLOUD}\Excel\Security", VBAWarnings=3), "Makros", Verdict.BAD,
         "nur signierte", "von der IT", IT, "signieren"),
    Case("macros off by the user", key(rf"{OWN}\Excel\Security", VBAWarnings=4), "Makros", Verdict.BAD, "keine Makros",
         "Trust Center", SELF),
    Case("macros off, but not where the workbook lies",
         several(key(rf"{POLICY}\Excel\Security", VBAWarnings=4),
                 key(rf"{POLICY}\Excel\Security\Trusted Locations\Location7", Path="C:\\Plan\\")),
         "Makros", Verdict.GOOD, "nicht an dem Ort", "", NOBODY, workbook=PLAN),
    Case("macros from the internet", key(rf"{POLICY}\Excel\Security", BlockContentExecutionFromInternet=1),
         "Makros aus dem Internet", Verdict.NOTE, "Internet-Kennzeichen", "„Zulassen“", SELF),
    Case("object killed", key(KILL, **{"Compatibility Flags": 0x400}), "Add-ins, COM und ActiveX", Verdict.BAD,
         "Scripting.Dictionary", "die IT", IT, "{EE09B103-97E0-11CF-978F-00A02463E06F}"),
    Case("object killed and allowed again",
         key(KILL, **{"Compatibility Flags": 0x400, "ActivationFilterOverride": 1}), "Add-ins, COM und ActiveX",
         Verdict.GOOD, "Nichts davon", "", NOBODY),
    Case("only listed objects", key(rf"{POLICY}\Common\COM Categories", CheckOfficeActiveX=2), "Add-ins, COM und ActiveX",
         Verdict.UNKNOWN, "oder den Dienst (jcplan serve, {68F1951B-B45F-4537-8171-E58E5480AE48}) trifft, zeigt nur Excel", "die IT", IT,
         "CheckOfficeActiveX = 2 Scripting.Dictionary oder {68F1951B-B45F-4537-8171-E58E5480AE48} sperrt"),
    Case("no add-ins", key(rf"{POLICY}\Excel\Security", DisableAllAddins=1), "Add-ins, COM und ActiveX", Verdict.NOTE,
         "rechnet trotzdem", "nötig ist sie nicht", SELF),
    Case("add-ins signed", key(rf"{POLICY}\Excel\Security", RequireAddinSig=1), "Add-ins, COM und ActiveX", Verdict.NOTE,
         "brauchen Signaturen", "nötig ist sie nicht", SELF),
    Case("no trusted locations", key(rf"{POLICY}\Excel\Security\Trusted Locations", AllLocationsDisabled=1),
         "Vertrauenswürdige Speicherorte", Verdict.NOTE, "abgeschaltet", "die IT", IT, "AllLocationsDisabled = 1"),
    Case("no trusted locations of one's own",
         key(rf"{POLICY}\Common\Security\Trusted Locations", **{"Allow User Locations": 0}),
         "Vertrauenswürdige Speicherorte", Verdict.NOTE, "Nur die IT", "die IT", IT, "Allow User Locations = 0"),
    Case("no trusted locations on the network",
         key(rf"{POLICY}\Excel\Security\Trusted Locations", AllowNetworkLocations=0),
         "Vertrauenswürdige Speicherorte", Verdict.NOTE, "Netzlaufwerke", "dieses PCs", IT, "AllowNetworkLocations",
         workbook=SHARE),
    # application control
    Case("AppLocker for libraries", key(r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2\Dll\{1}", Value="<x/>"),
         "AppLocker", Verdict.UNKNOWN, "Bibliotheken sind in Kraft", "die IT", IT,
         f"{LIBRARY} zulassen, nach Ordner oder Hash."),
    Case("AppLocker for programs", key(r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2\Exe\{1}", Value="<x/>"),
         "AppLocker", Verdict.GOOD, "denn es läuft", "", NOBODY),
    Case("AppLocker watching",
         several(key(r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2\Dll\{1}", Value="<x/>"),
                 key(r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2\Dll", EnforcementMode=0)),
         "AppLocker", Verdict.GOOD, "keine Regel in Kraft", "", NOBODY),
    Case("App Control", security(integrity=2), "App Control (WDAC)", Verdict.UNKNOWN, "in Kraft", "die IT", IT, LIBRARY),
    Case("App Control watching", security(integrity=1), "App Control (WDAC)", Verdict.NOTE, "beobachtet", "die IT", IT,
         "Überwachen"),
    Case("App Control not to be read", security(integrity=None), "App Control (WDAC)", Verdict.UNKNOWN, "ohne besondere",
         "die IT", IT, "App Control"),
    # where files come from
    Case("workbook from the internet", mark(PLAN, "ZoneId=3"), "Herkunft der Mappe", Verdict.BAD, "Internet oder einer Mail",
         "„Zulassen“", SELF, workbook=PLAN),
    Case("workbook from a ZIP file", mark(PLAN, "ZoneId=3\r\nReferrerUrl=C:\\Users\\eva\\Downloads\\Plan.zip"),
         "Herkunft der Mappe", Verdict.BAD, r"ZIP-Datei C:\Users\eva\Downloads\Plan.zip", "zuerst die ZIP-Datei", SELF,
         workbook=PLAN),
    Case("workbook downloaded from SharePoint",
         mark(PLAN, "ZoneId=3\r\nHostUrl=https://amt.sharepoint.com/sites/Plan/Plan.xlsm"), "Herkunft der Mappe",
         Verdict.BAD, "Internet", "In Desktop-App öffnen", SELF, workbook=PLAN),
    Case("workbook from a restricted site", mark(PLAN, "ZoneId=4"), "Herkunft der Mappe", Verdict.BAD, "gesperrten Seite",
         "„Zulassen“", SELF, workbook=PLAN),
    Case("workbook from a trusted site", mark(PLAN, "ZoneId=2"), "Herkunft der Mappe", Verdict.GOOD, "nicht als fremd", "",
         NOBODY, workbook=PLAN),
    Case("workbook from the internet in a trusted location",
         several(mark(PLAN, "ZoneId=3"), key(rf"{OWN}\Excel\Security\Trusted Locations\Location3", Path=r"%Plan%"),
                 lambda pc: pc.variables.update(PLAN=r"c:\plan")),
         "Herkunft der Mappe", Verdict.GOOD, "vertrauenswürdigen", "", NOBODY, workbook=PLAN),
    Case("programs from a ZIP file", mark(PYTHON, "ZoneId=3"), "Herkunft der Programme", Verdict.NOTE, PYTHON,
         "noch einmal entpacken", SELF),
    # where the workbook lies
    Case("SharePoint", nothing, "Speicherort", Verdict.NOTE, "in SharePoint (amt.sharepoint.com)", "Desktop-App",
         SELF, workbook="https://amt.sharepoint.com/sites/Plan/Plan.xlsm"),
    Case("OneDrive of the house", nothing, "Speicherort", Verdict.NOTE, "in OneDrive des Hauses", "Ordner", SELF,
         workbook="https://amt-my.sharepoint.com/personal/eva_amt_de/Documents/Plan.xlsm"),
    Case("OneDrive of one's own", nothing, "Speicherort", Verdict.NOTE, "im persönlichen OneDrive", "Ordner", SELF,
         workbook="https://d.docs.live.net/0123456789abcdef/Plan.xlsm"),
    Case("SharePoint that counts as internet", key(rf"{ZONES}\sharepoint.com\amt", https=3), "Speicherort", Verdict.NOTE,
         "zählt den Ort zum Internet", "Desktop-App", IT, "https://amt.sharepoint.com",
         workbook="https://amt.sharepoint.com/sites/Plan/Plan.xlsm"),
    Case("folder that is kept in step with SharePoint",
         key(rf"{SYNC}\0a1b", MountPoint=r"C:\Users\eva\Amt\Plan", UrlNamespace="https://amt.sharepoint.com/sites/Plan/"),
         "Speicherort", Verdict.NOTE, "für Excel: https://amt.sharepoint.com/sites/Plan/", "abgleicht", SELF,
         workbook=r"c:\users\eva\amt\plan\2027\Plan.xlsm"),
    Case("share", nothing, "Speicherort", Verdict.NOTE, "Netzlaufwerk", "die IT", IT, "Speicherort",
         workbook=SHARE),
    Case("share by its letter", key(r"HKCU\Network\N", RemotePath=r"\\srv01\planung"), "Speicherort", Verdict.NOTE,
         r"N: ist \\srv01\planung\Plan.xlsm", "die IT", IT, "Speicherort", workbook=r"N:\Plan.xlsm"),
    Case("share by a number", nothing, "Speicherort", Verdict.BAD, "10.1.2.3", "Namen des Servers", IT,
         "Lokales Intranet", workbook=r"\\10.1.2.3\planung\Plan.xlsm"),
    Case("share by a full name", nothing, "Speicherort", Verdict.NOTE, "srv01.amt.de", "die IT", IT,
         "Lokales Intranet", workbook=r"\\srv01.amt.de\planung\Plan.xlsm"),
    Case("share by a full name that IT assigned",
         key(r"HKLM\Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings\ZoneMapKey", **{"file://*.amt.de": 1}),
         "Speicherort", Verdict.GOOD, "vertraut", "", NOBODY, workbook=r"\\srv01.amt.de\planung\Plan.xlsm"),
    Case("path too long for Excel", nothing, "Pfad der Mappe", Verdict.BAD, "228 Zeichen; Excel öffnet höchstens 218.",
         "umbenennen", SELF, workbook=LONG),
    Case("path too long for Windows", nothing, "Pfad der Mappe", Verdict.BAD, "259 öffnet auch Windows nicht",
         "umbenennen", SELF, workbook=LONG.replace("aaaa", "aaaaa")),
    Case("brackets in the name", nothing, "Pfad der Mappe", Verdict.BAD, "Plan[1].xlsm", "ohne [ und ]", SELF,
         workbook=r"C:\Plan\Plan[1].xlsm"),
    # the service
    Case("service forbidden", key(SERVICE, Dienst=0), "Dienst (jcplan serve)", Verdict.NOTE, "verbietet den Dienst",
         "braucht es ihn nicht", SELF),
    Case("service's policy not understood", key(SERVICE, Dienst="ja"), "Dienst (jcplan serve)", Verdict.BAD, "„ja“",
         "der IT", IT, SERVICE),
    Case("service's policy not to be read", lambda pc: pc.hidden.add(SERVICE), "Dienst (jcplan serve)", Verdict.BAD,
         "nicht zu lesen", "der IT", IT, SERVICE),
    Case("service runs without consent", lambda pc: pc.mutexes.add("Local\\jcplan-serve"), "Dienst (jcplan serve)",
         Verdict.BAD, "obwohl er nicht darf", "--stop", SELF),
    Case("library under the service's class id", key(CLASS.format("HKCU", "Classes"), **{"": r"C:\Temp\x.dll"}), CLASS_TITLE,
         Verdict.BAD, r"InprocServer32 = C:\Temp\x.dll", "keine Mappe", IT, "löschen: " + CLASS.format("HKCU", "Classes")),
    Case("the same for 32 bits", key(CLASS.format("HKCU", r"Classes\WOW6432Node"), **{"": r"C:\x.dll"}), CLASS_TITLE,
         Verdict.BAD, r"C:\x.dll", "keine Mappe", IT, "WOW6432Node"),
    Case("the same for all users", key(CLASS.format("HKLM", "Classes"), **{"": r"C:\x.dll"}), CLASS_TITLE,
         Verdict.BAD, r"C:\x.dll", "keine Mappe", IT, "HKLM"),
    Case("the same for all users, 32 bits", key(CLASS.format("HKLM", r"WOW6432Node\Classes"), **{"": r"C:\x.dll"}),
         CLASS_TITLE, Verdict.BAD, r"C:\x.dll", "keine Mappe", IT, "HKLM"),
    Case("another class under the service's", key(OWN_CLASS + r"\TreatAs", **{"": "{0}"}), CLASS_TITLE, Verdict.BAD,
         r"TreatAs = {0}", "keine Mappe", IT, "TreatAs"),
    Case("a name under the service's class id", key(OWN_CLASS, **{"": "Dienst"}), CLASS_TITLE, Verdict.BAD, "Classes",
         "keine Mappe", IT, "löschen"),
    Case("what is under the class id cannot be read", lambda pc: pc.hidden.add(OWN_CLASS), CLASS_TITLE, Verdict.BAD,
         "Classes", "keine Mappe", IT, "löschen"),
    Case("another class id", key(OWN_CLASS.replace("{68", "{67") + r"\InprocServer32", **{"": r"C:\x.dll"}), CLASS_TITLE,
         Verdict.GOOD, "nichts", "", NOBODY),
    Case("service consented to", consented, "Dienst (jcplan serve)", Verdict.GOOD, "läuft zurzeit nicht", "", NOBODY),
)  # fmt: skip


def found(pc: PC, case: Case) -> doctor.Finding:
    (finding,) = [each for each in doctor.examine(case.workbook, pc) if each.title == case.title]
    return finding


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_obstacle(case):
    pc = PC(variables={"SYSTEMROOT": r"C:\Windows"})
    case.put(pc)
    finding = found(pc, case)
    assert finding.verdict is case.verdict, finding
    assert case.found.lower() in finding.found.lower()
    assert case.do in finding.what_to_do
    assert finding.whom == case.whom
    assert case.allow in finding.allow
    assert bool(case.allow) == bool(finding.allow)


@pytest.mark.parametrize("case", [case for case in CASES if case.whom != NOBODY], ids=lambda case: case.name)
def test_without_it_all_is_well(case):
    """What the obstacle's check says is its doing: without it the same check finds nothing."""
    if case.workbook and case.title in ("Speicherort", "Pfad der Mappe"):
        case = replace(case, workbook=PLAN)
    if case.title == "Bibliothek xlwings32-0.37.8.dll":
        case = replace(case, title=DLL)
    if case.title == "Vertrauenswürdige Speicherorte":
        case = replace(case, workbook=PLAN)
    assert found(PC(), case).verdict is Verdict.GOOD


def test_whom_to_ask_is_always_said():
    """Whatever is not in order says what to do; what IT must allow is said in its words, whole sentences."""
    for case in CASES:
        pc = PC()
        case.put(pc)
        for finding in doctor.examine(case.workbook, pc):
            if finding.verdict is not Verdict.GOOD:
                assert finding.what_to_do, finding
                assert finding.whom in (IT, SELF), finding
                assert finding.whom == IT or "itte die IT" not in finding.what_to_do, finding
            for text in (finding.found, finding.what_to_do, finding.allow):
                assert text == text.strip()
            assert not finding.what_to_do or finding.what_to_do.endswith((".", "“", "--it")), finding
            assert not finding.allow or finding.allow.endswith("."), finding


def test_errors_come_first():
    pc = PC(security=Security(rules={CHILD: 1, WIN32: 2}))
    order = [finding.verdict for finding in doctor.urgent_first(doctor.examine("", pc))]
    assert order[0] is Verdict.BAD
    assert order == sorted(order, key=[Verdict.BAD, Verdict.NOTE, Verdict.UNKNOWN, Verdict.GOOD].index)
    assert {Verdict.BAD, Verdict.NOTE, Verdict.UNKNOWN, Verdict.GOOD} == set(order)


# ---- the other Python's own files ----------------------------------------------------------------


def test_library_of_another_python_is_compared_with_its_own_record():
    pc = PC()
    other_python("jcplan-0.2.0", "xlwings-0.37.8", "pywin32-312")(pc)
    pc.put(LIBRARY, b"the library")
    at = r"C:\Python\Lib\site-packages\xlwings-0.37.8.dist-info\RECORD"
    line = "../../xlwings64-0.37.8.dll,sha256={},11\n"
    case = Case("", nothing, DLL, Verdict.BAD, "", "", "")
    pc.texts[at] = line.format("l4Xpxdvp05p6WuKQWxTF_HRHL_IpKa3TwV1axxh-vCQ")
    assert found(pc, case).verdict is Verdict.BAD
    digest = hashlib.sha256(b"the library").digest()  # in RECORD: base64 for addresses, without padding
    pc.texts[at] = line.format(base64.urlsafe_b64encode(digest).rstrip(b"=").decode())
    assert found(pc, case).verdict is Verdict.GOOD


def test_library_of_another_python_has_its_version():
    pc = PC()
    other_python("jcplan-0.2.0", "xlwings-0.30.0", "pywin32-312")(pc)
    titles = [finding.title for finding in doctor.examine("", pc) if finding.verdict is Verdict.BAD]
    assert titles == ["Bibliothek xlwings64-0.30.0.dll"]


def test_version_of_a_virtual_environment():
    pc = PC(interpreter=r"D:\other\python.exe")
    pc.texts = {
        CONF: '"INTERPRETER_WIN","C:\\venv\\Scripts\\python.exe"\n',
        r"C:\venv\pyvenv.cfg": "home = C:\\Python310\nversion = 3.10.11\n",
    }
    pc.files = {r"C:\venv\Scripts\python.exe", r"C:\venv\xlwings64-0.37.8.dll"}
    (finding,) = [each for each in doctor.examine("", pc) if each.title == INTERPRETER]
    assert finding.verdict is Verdict.BAD
    assert "3.10" in finding.found


def test_packages_of_the_users_own_folder_count():
    pc = PC(variables={"APPDATA": r"C:\Users\eva\AppData\Roaming"})
    other_python("numpy-2.0.0")(pc)
    pc.folders[r"C:\Users\eva\AppData\Roaming\Python\Python311\site-packages"] = (f"jcplan-{__version__}.dist-info",)
    (finding,) = [each for each in doctor.examine("", pc) if each.title == INTERPRETER]
    assert finding.verdict is Verdict.NOTE
    assert "dieselbe Version" in finding.found


@pytest.mark.parametrize(("machine", "bits"), [(0x14C, 32), (0x8664, 64)])
def test_bits_of_excel_from_its_own_file(machine, bits):
    pc = PC(keys={(r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", ""): r"C:\Office\EXCEL.EXE"})
    pc.put(r"C:\Office\EXCEL.EXE", program(machine))
    (finding,) = [each for each in doctor.examine("", pc) if each.title == "Excel, 32 oder 64 Bit"]
    assert f"Excel hat {bits} Bit" in finding.found


def test_trusted_location_needs_its_subfolders():
    below = r"C:\Plan\2027\Plan.xlsm"
    place = rf"{OWN}\Excel\Security\Trusted Locations\Location3"
    pc = PC()
    pc.set(place, Path="C:\\Plan\\")
    mark(below, "ZoneId=3")(pc)
    case = Case("", nothing, "Herkunft der Mappe", Verdict.BAD, "", "", "", workbook=below)
    assert found(pc, case).verdict is Verdict.BAD
    pc.set(place, AllowSubFolders=1)
    assert found(pc, case).verdict is Verdict.GOOD
    pc.set(rf"{POLICY}\Common\Security\Trusted Locations", **{"Allow User Locations": 0})
    assert found(pc, case).verdict is Verdict.BAD


def test_trusted_location_on_a_share():
    pc = PC()
    pc.set(rf"{OWN}\Excel\Security\Trusted Locations\Location3", Path=r"\\srv01\planung")
    pc.set(r"HKCU\Network\N", RemotePath=r"\\srv01\planung")
    letter = r"N:\Plan.xlsm"
    mark(letter, "ZoneId=3")(pc)
    case = Case("", nothing, "Herkunft der Mappe", Verdict.BAD, "", "", "", workbook=letter)
    assert found(pc, case).verdict is Verdict.BAD
    pc.set(rf"{OWN}\Excel\Security\Trusted Locations", AllowNetworkLocations=1)
    assert found(pc, case).verdict is Verdict.GOOD


@pytest.mark.parametrize("path", [STORE, POLISH])
def test_fix_enters_no_python_that_excel_cannot_start(path):
    pc = PC(interpreter=path, texts={})
    with pytest.raises(FileError, match="nichts geschrieben"):
        doctor.fix(pc)
    assert pc.texts == {}


def test_rights_of_a_folder_that_is_not_there_are_no_matter_of_it():
    pc = PC(texts={CONF: '"INTERPRETER_WIN","C:\\Weg\\python.exe"'}, rights={r"C:\Weg": None})
    assert [each for each in doctor.examine("", pc) if each.title == "Ordner von Python"] == []


def test_fix_enters_no_python_that_others_can_change():
    pc = PC(texts={}, rights={r"C:\Python": [Grant("S-1-5-11", MODIFY)]})
    with pytest.raises(FileError, match=r"auch andere schreiben dürfen \(Authentifizierte Benutzer\)"):
        doctor.fix(pc)
    assert pc.texts == {}


def test_signed_workbook_where_only_signed_macros_run(macro_workbook):
    pc = PC()
    pc.set(rf"{POLICY}\Excel\Security", VBAWarnings=3)
    data = io.BytesIO(macro_workbook)
    with zipfile.ZipFile(data, "a") as package:
        package.writestr("xl/vbaProjectSignatureV3.bin", b"signature")
    pc.put(PLAN, data.getvalue())
    case = Case("", nothing, "Makros", Verdict.NOTE, "", "", "", workbook=PLAN)
    assert found(pc, case).verdict is Verdict.NOTE
    pc.put(PLAN, macro_workbook)
    assert found(pc, case).verdict is Verdict.BAD
