"""One page for IT: what jcplan is and needs, what this PC lacks, what the service is, and a place to consent.

HTML that needs nothing beside itself and prints on one A4 page. Where there is no Windows to examine, it is the
same page without what was found.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from html import escape
from string import Template
from typing import Final

from jcplan import __version__
from jcplan.hosts.excel import calling
from jcplan.hosts.excel.consent import ALLOWED, CLSID, FORBIDDEN, POLICY_KEY, POLICY_VALUE, consent
from jcplan.hosts.excel.doctor import installation
from jcplan.hosts.excel.doctor.defender import CHILD_PROCESSES, WIN32_CALLS, command_line
from jcplan.hosts.excel.doctor.finding import IT, YOURSELF, Finding, Verdict
from jcplan.hosts.excel.doctor.interpreter import started
from jcplan.hosts.excel.doctor.library import digest, library, office_bits
from jcplan.hosts.excel.doctor.program import has_signature, is_file
from jcplan.hosts.excel.probe import Probe

MARK: Final = '<meta name="generator" content="jcplan doctor --it">'
"""In every page, by which it is known."""
_ROWS: Final = 7
"""Findings that the page has room for; more are counted."""
_FEW: Final = 3
"""Findings of their own line up to which there is room for larger letters."""
_LARGE, _SMALL = 9.5, 8.0
_SIZES: Final = {"size": 1.0, "title": 1.7, "head": 1.18, "cell": 0.97, "code": 0.92}
"""Letters of each kind, against those of the text; in points, for not every program counts from the text's."""

_PAGE: Final = Template("""\
<!DOCTYPE html>
<html lang="de">
<head>
<meta charset="utf-8">
$mark
<title>JC-Planung: Seite für die IT</title>
<style>
@page { size: A4; margin: 10mm 14mm 9mm 16mm }
body { font: $size/1.18 Arial, "Liberation Sans", sans-serif; color: #000; margin: 0; max-width: 180mm }
h1, h2 { font-family: Arial, "Liberation Sans", sans-serif }
h1 { font-size: $title; margin: 0 0 0.6mm }
h2 { font-size: $head; margin: 1.8mm 0 0.4mm; color: #1f3864 }
p { margin: 0 0 0.6mm }
table { border-collapse: collapse; width: 100% }
td { border: 0.5pt solid #999; padding: 0.3mm 1.2mm; vertical-align: top; text-align: left; font-size: $cell }
code { font-family: Consolas, "Liberation Mono", monospace; font-size: $code; overflow-wrap: anywhere }
</style>
</head>
<body>
<h1>JC-Planung: Seite für die IT</h1>
<p>$whence</p>
<h2>Was jcplan ist</h2>
<p>jcplan rechnet die Planungsmappe eines Jobcenters. Excel bleibt die Oberfläche: Formeln und Schaltflächen der Mappe
rufen über COM ein Python auf demselben PC. jcplan öffnet keinen Netzwerkanschluss, ruft nichts aus dem Netz ab und
braucht keine Rechte eines Administrators. Es schreibt mit den Rechten des Benutzers: Mappen und Dokumente, wo er sie
haben will; im Profil <code>.xlwings\\xlwings.conf</code>, <code>jcplan\\*.json</code> (unter AppData) und, wenn man es
einrichten lässt, Verknüpfungen; Zwischendateien in <code>%TEMP%\\jcplan-*</code>.</p>
<h2>Was Excel startet und lädt</h2>
<table border="1" cellspacing="0" width="100%">
$needs
</table>
<h2>Was dafür erlaubt sein muss</h2>
<p>$allowed</p>
<h2>$heading</h2>
$found
<h2>Der Dienst „jcplan serve“: nur mit Ihrer Zustimmung</h2>
<p>Er ist für PCs, auf denen Excel keine Programme starten soll. Der Benutzer, oder die IT bei der Anmeldung, startet
einen jcplan; Excel verbindet sich über COM mit ihm (<code>$clsid</code>, in Windows nicht registriert) und startet
selbst nichts. Der Dienst kann nur, was die Mappe braucht, die Funktionen JC_… und die Schaltflächen, und führt keinen
fremden Programmtext aus. Einer je Sitzung, nur für denselben Benutzer in dieser Sitzung, ohne Rechte eines
Administrators, ohne Netzwerkanschluss. <b>Zu bedenken:</b> Er arbeitet neben der Regel, nach der Office keine Programme
startet; sie sieht ihn nicht. Auch jedes andere Programm des Benutzers in dieser Sitzung kann ihn rufen und mit den
Schaltflächen Mappen schreiben lassen, wo der Benutzer schreiben darf; „Zahl nach Word“ lässt den Dienst Word starten.
Darum ist er aus, bis Sie entscheiden: <code>$key</code>, Wert <code>$value</code> (DWORD), $yes erlaubt, $no verbietet.
Ohne diesen Wert gilt, was der Benutzer von Ihrer Zustimmung festhält; jedes seiner Programme kann das schreiben.$state
</p>
<h2>Entscheidung der IT</h2>
<p>☐ Die Ausnahmen oben sind eingerichtet.&#160;&#160;&#160;☐ Der Dienst ist erlaubt.&#160;&#160;&#160;☐ Der Dienst ist
nicht erlaubt.&#160;&#160;&#160;☐ Richtlinie gesetzt</p>
<table border="1" cellspacing="0" width="100%">
<tr><td width="45%">Name, Stelle<br>&#160;<br>&#160;</td><td width="18%">Datum<br>&#160;<br>&#160;</td>
<td>Unterschrift<br>&#160;<br>&#160;</td></tr>
</table>
<p>Ohne Richtlinie hält der Benutzer es danach fest: <code>$record</code></p>
</body>
</html>
""")


def page(probe: Probe, findings: Sequence[Finding], today: dt.date) -> str:
    """The page as HTML.

    Args:
        probe: The PC; where it has no Windows, the page is the general one.
        findings: What was found there, the urgent first.
        today: The day on the page.
    """
    general = probe.platform != "win32"
    return _PAGE.substitute(
        mark=MARK,
        **_sizes(0 if general else sum(finding.whom == IT and _is_certain(finding) for finding in findings)),
        whence=_whence(probe, today, general=general),
        needs="\n".join(
            f'<tr><td width="17%">{escape(what)}</td><td>{text}</td></tr>'
            for what, text in (_usual_needs() if general else _needs(probe))
        ),
        allowed=_allowed(),
        heading="Auf diesem PC gefunden" if not general else "Auf dem PC des Benutzers",
        found=_found(probe, findings) if not general else f"<p>{_GENERAL}</p>",
        clsid=CLSID,
        record=escape(calling.command('serve --zustimmung "Name, Stelle, Datum"', probe, from_there=True)),
        key=escape(POLICY_KEY),
        value=POLICY_VALUE,
        yes=ALLOWED,
        no=FORBIDDEN,
        state="" if general else _state(probe),
    )


_GENERAL: Final = (
    "Diese Seite ist nicht auf einem PC mit Windows entstanden. Welche Regel dort Excel aufhält, sagt, auf ihm "
    "aufgerufen, <code>jcplan doctor --it</code>."
)


def _state(probe: Probe) -> str:
    """How the service stands, where somebody has decided."""
    decided = consent(probe).allowed or probe.registry(POLICY_KEY, POLICY_VALUE) == FORBIDDEN
    return f" Zurzeit: {escape(consent(probe).text)}" if decided else ""


_ARGUMENTS: Final = "<code>-P -B -c &quot;import xlwings; xlwings.serve(…)&quot;</code>"
_MACROS: Final = (
    "VBA mit Declare (kernel32, user32, die Bibliothek) und den Klassen Scripting.Dictionary und, läuft er, der des "
    "Dienstes (unten); das Projekt ist nicht signiert, die IT kann es signieren. Keine "
    "Add-ins, keine ActiveX-Steuerelemente."
)


def _sizes(findings: int) -> dict[str, str]:
    """The size of letters, by how much there is to say."""
    text = _LARGE if findings <= _FEW else _SMALL
    return {kind: f"{text * share:.1f}pt" for kind, share in _SIZES.items()}


def _whence(probe: Probe, today: dt.date, *, general: bool) -> str:
    parts = [f"jcplan {__version__}", f"{today:%d.%m.%Y}"]
    if not general:
        names = (("PC", "COMPUTERNAME"), ("Benutzer", "USERNAME"))
        parts += [f"{what} {probe.environment(name)}" for what, name in names if probe.environment(name)]
    return escape(" · ".join(parts))


def _needs(probe: Probe) -> Iterable[tuple[str, str]]:
    """Folder, programs and library of a PC."""
    path, bits = started(probe), office_bits(probe)
    yield "Ordner", _code(installation.prefix(path))
    starts = f"Excel startet {_code(command_line(probe))}, dieses {_code(path)} {_ARGUMENTS}"
    yield "Programme", f"{starts}; {_proof(probe, path)}"
    for wanted in (bits,) if bits else (64, 32):
        each = library(probe, wanted)
        if each:
            proof = _proof(probe, each.path, each.recorded) if each.path else f"fehlt; {_hash(each.recorded)}"
            yield f"Bibliothek, {wanted} Bit", f"in Excel geladen: {_code(each.expected)}, {proof}"
    yield "Makros der Mappe", _MACROS


def _usual_needs() -> Iterable[tuple[str, str]]:
    """The same of no PC in particular."""
    shell = _code(r"%SystemRoot%\System32\cmd.exe")
    yield "Ordner", "der von Python mit jcplan, auf dem PC; Benutzer brauchen darin nur zu lesen"
    yield "Programme", f"Excel startet {shell}, dieses {_code('python.exe')} {_ARGUMENTS}"
    names = f"{_code('xlwings64-….dll')} (für Excel mit 32 Bit {_code('xlwings32-….dll')})"
    yield "Bibliothek", f"in Excel geladen, neben {_code('python.exe')}: {names}, nicht signiert"
    yield "Makros der Mappe", _MACROS


def _proof(probe: Probe, path: str, recorded: str = "") -> str:
    data = probe.read_bytes(path)
    signed = "" if data is None else "trägt eine Signatur, " if has_signature(data) else "nicht signiert, "
    found = digest(probe, path)
    other = ""
    if data is not None and recorded and found != recorded:
        other = " (ohne die Signatur wie im Paket)" if is_file(data, recorded) else " (aus dem Paket: anders!)"
    return f"{signed}{_hash(found)}{other}"


def _hash(text: str) -> str:
    return f"SHA-256 {_code(text)}" if text else "SHA-256 nicht lesbar"


def _allowed() -> str:
    return (
        f"<b>Defender</b>, {escape(CHILD_PROCESSES.name)} ({_code(CHILD_PROCESSES.number)}): Ausnahme für cmd.exe und "
        f"dieses python.exe, oder der Dienst (unten). {escape(WIN32_CALLS.name)} ({_code(WIN32_CALLS.number)}): "
        "Ausnahme für den Ordner der Mappen. <b>Office</b>: ein vertrauenswürdiger Speicherort für die Mappen oder ein "
        "signiertes VBA-Projekt; VBA eingeschaltet. <b>AppLocker, App Control</b>: python.exe nach Herausgeber, die "
        "Bibliothek nach Ordner oder, aus der Datei erzeugt, nach Hash (Get-AppLockerFileInformation, New-CIPolicy "
        "-Level Hash). SHA-256 ist zum Erkennen und für den <b>Virenschutz</b>."
    )


def _found(probe: Probe, findings: Sequence[Finding]) -> str:
    """What IT can do something about; what cannot be read without rights together."""
    ours = [finding for finding in findings if finding.whom == IT]
    certain = [finding for finding in ours if _is_certain(finding)]
    unknown = [finding for finding in ours if not _is_certain(finding)]
    lines = [
        f"<b>{finding.verdict.value}: {escape(finding.title)}.</b> {escape(_first(finding.found))} "
        f"<b>→</b> {escape(finding.allow)}"
        for finding in certain[:_ROWS]
    ]
    if len(certain) > _ROWS:
        rest = ", ".join(finding.title for finding in certain[_ROWS:])
        lines.append(
            f"<b>Dazu</b> (Näheres sagt {_code(calling.command('doctor', probe, from_there=True))}): {escape(rest)}."
        )
    if unknown:
        what = escape(", ".join(finding.title for finding in unknown))
        asked = escape(" ".join(dict.fromkeys(finding.allow for finding in unknown)))
        lines.append(f"<b>Ohne Rechte nicht prüfbar:</b> {what}. <b>→</b> {asked}")
    own = [f.title for f in findings if f.whom == YOURSELF and f.verdict is Verdict.BAD]
    if own:
        lines.append(f"<b>Der Benutzer behebt selbst:</b> {escape(', '.join(own))}.")
    return "\n".join(f"<p>{line}</p>" for line in lines or ["Nichts, was die IT erlauben müsste."])


def _is_certain(finding: Finding) -> bool:
    return finding.verdict is not Verdict.UNKNOWN


def _first(text: str) -> str:
    """The first sentence.

    >>> _first("Die Regel ist in Kraft: Excel kann Python nicht starten. Ob jcplan ausgenommen ist …")
    'Die Regel ist in Kraft: Excel kann Python nicht starten.'
    """
    return re.split(r"(?<=[.!?]) (?=[A-ZÄÖÜ])", text, maxsplit=1)[0]


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"
