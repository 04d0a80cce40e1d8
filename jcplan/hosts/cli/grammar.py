"""Arguments and commands of ``jcplan``."""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final, NoReturn

from jcplan import __version__, buttons
from jcplan.errors import JcplanError
from jcplan.hosts.cli import show
from jcplan.hosts.cli.codes import BAD_INPUT

_DELIVERY = """\
Die Datei hat die Spalten monat; einheit; kennzahl; wert, in beliebiger
Reihenfolge; weitere zählen nicht.
  monat     03.2017, 2017-03, 201703, März 2017 oder ein Datum; vom Datum zählt
            der Monat
  einheit   Kürzel oder Name eines Teams (Blatt Teams) oder beides („1.2 Team Nord“),
            oder gesamt, insgesamt, Summe oder der Name des Jobcenters für das ganze
            Jobcenter
  kennzahl  INTEGRATIONEN, ELB, LZB oder LZB_ABGAENGE, oder wie sie in der Mappe
            heißen; je Gruppe INTEGRATIONEN_G1, ELB_G2 (oder „ELB 8 HKL“); Kennzahlen
            nach § 48a SGB II mit Stand: K2 t-0, K1E1 t-3 (Wert in Prozent: 22,3 %);
            Geld: BINDUNG, AUSGABE; einheit ist dann ein Instrument des Blattes
            Annahmen (Bezeichnung, Kürzel in der Klammer, Nummer wie I03) oder gesamt,
            wert ein Betrag in Euro, auch negativ (−1.234,50)
  gruppe    darf fehlen: G1, G2 … oder wie die Gruppe heißt; leer: alle
  wert      deutsch geschrieben: 1.234 sind eintausendzweihundertvierunddreißig,
            12,5 zwölfeinhalb; - heißt genau null, * von der Statistik gesperrt

Oder sie hat Monate als Spalten (einheit; kennzahl; Jan 2017; Feb 2017 …), Teams als
Spalten (monat; 1.1; 1.2; gesamt …) oder Kennzahlen als Spalten (monat; einheit;
ELB; LZB …). Ohne die Spalte kennzahl steht die Kennzahl über der Tabelle, neben den
Monaten oder im Namen des Blattes, auch je Kennzahl ein Blatt. Leer heißt dort nicht
gemeldet. Was unter der Tabelle steht („Quelle: …“), wird genannt und nicht gelesen.

Mehrere Dateien kommen zusammen hinein oder gar nicht. Dieselbe Angabe darf in zweien
stehen, wenn sie gleich ist.

Alles oder nichts: Passt eine Zeile nicht, wird sie mit ihrer Spalte genannt und
nichts geschrieben. Eine spätere Lieferung darf frühere Monate berichtigen; jede
Berichtigung wird gezeigt und steht im Protokoll. Für Bestände (ELB, LZB) gibt es
je Team auch den Dezember des Vorjahres, für das ganze Jobcenter die Monate der fünf
Jahre vor dem Planjahr, je Gruppe die des Vorjahres.

Was auffällt, wird genannt und erst mit --trotzdem aufgenommen: das Zehnfache des
Plans oder ein Zehntel davon, halbe Köpfe, ein Bestand, der sich halbiert,
verdoppelt oder bei allen Teams gleich ist, ein Monat in der Zukunft, ein Monat
ohne Wert zwischen zweien mit, Gruppen, die nicht die Summe ergeben. Das Protokoll
hält es fest.

--rueckgaengig nimmt das letzte Einlesen zurück: Jede Zelle hält wieder, was vorher
darin stand. Hat sich eine davon seither geändert, wird sie genannt und nichts
zurückgenommen."""


_REFRESH: Final = """\
Mehrere Mappen werden auf allen Kernen des Rechners zugleich aktualisiert, jede für sich und an
Ort und Stelle. Eine Mappe, mit der etwas nicht stimmt, bleibt, wie sie ist, wird am Ende mit dem
Grund genannt und hält keine andere auf; der Befehl endet dann mit 2."""


_UPGRADE: Final = """\
Übernommen werden Eingaben, Bezeichnungen, Stellen, Quellen, Teams, Istwerte,
beschlossene Ziele mit ihrer Grundlage, das Protokoll, überschriebene Formeln, eigene
Blätter mit ihren Formaten, eigene Namen und eigene Makros. Eigene Formeln folgen den
Namen der Mappe; ein Bezug auf eine Zelle ohne Namen bleibt als Wert und wird genannt.

Mit --gruppen, --teams, --projekte, --instrumente und --standards bekommt auch eine
Mappe dieser Version eine andere Form. Teams bleiben bei ihrer Geschäftsstelle; was
keinen Platz mehr hat, wird genannt. Eine neue Gruppe beginnt ohne Bestand."""


_NEXT_YEAR: Final = """\
Mit --aus beginnt der neue Plan mit dem, was der alte ergeben hat: Bestände und Quoten
des Vorjahres sind seine Ziele oder das Ist, ein Zugang ab Monat m zählt jetzt ganz, der
Saisonverlauf kommt aus einem ganzen Jahr von Istwerten. Teams, Gewichte, Bezeichnungen,
Standards und Projekte, die weiterlaufen, bleiben. Was neu zu entscheiden ist, ist leer
oder als „bitte neu eintragen“ gekennzeichnet; woher jeder Wert kommt, steht daneben.
Eigene Blätter, Szenarien und Protokoll bleiben in der bisherigen Mappe."""


_AGAINST: Final = """\
Ohne --gegen: gegen die letzte Aktualisierung, wenn sich Annahmen seither geändert
haben, sonst gegen das Vorjahr (Veränderung, Zugang und Steigerung 0, die Quoten des
Vorjahres als Ziel). Die Beiträge sind gedruckt, wie sie sich zur Summe addieren."""


_NEED: Final = """\
Jede Eingabe ist für sich geändert, die übrigen bleiben. „nötig“ ist der Wert auf der
ungerundeten Rechnung; „veröffentlicht von … bis“, wo das gedruckte Ziel der Wunsch ist.
Endet mit 1, wenn kein Wert den Wunsch erreicht."""


_COMMENT: Final = """\
Ein Kommentar gehört zum Namen der Zahl, nicht zu einer Zelle: Er bleibt beim Einfügen von
Zeilen, beim Aktualisieren und in neuen Versionen der Mappe bei ihr. Die Kommentare stehen
auf dem Blatt „Kommentare“; dort werden sie geändert, erledigt oder gelöscht."""


_HISTORY: Final = """\
Gelesen wird das Blatt „Protokoll“, auch was frühere Versionen dort schrieben und die Zahl
anders nannten. Gesagt wird auch, was dort nicht steht: was vor der ersten Zeile war, Zeilen,
die länger waren, als eine Zelle fasst, und Änderungen seit der letzten Aktualisierung."""


_DOCUMENT: Final = """\
  jcplan dokument Plan.xlsx Planung.docx             anlegen, oder die Zahlen darin aktualisieren
  jcplan dokument Plan.xlsx Planung.docx --pruefen   nur sagen, was nicht mehr stimmt
  jcplan dokument Plan.xlsx --lesen Fremd.docx       die Zahlen eines fremden Dokuments

Gibt es PLANUNG noch nicht, entsteht daraus ein Planungsdokument mit allen Zahlen, Tabellen
und Diagrammen der Mappe. Gibt es das Dokument, ändern sich nur Zahlen mit Marke (in Word:
Inhaltssteuerelemente), die Zeilen gelieferter Tabellen, Diagramme und deren Alternativtexte;
der Text des Hauses bleibt, wie er ist, die bisherige Datei als .bak. Der Bericht nennt je
Kapitel alt → neu und die Sätze, die zu lesen sind: Eine neue Zahl kann sie unwahr machen.

Zahlen, die von Hand geändert wurden, bleiben und werden genannt, ebenso alte Zahlen, die
ohne Marke im Text stehen. --pruefen und --lesen enden mit 1, wenn etwas gefunden wurde.

Die Vorlage ist ein eigenes Word-Dokument, in dem Zahlen als {Ziel_IQ_gesamt:%1} stehen."""


_HANDING: Final = """\
„PLAN Werte.xlsx“ hat alle Blätter mit Formaten und Diagrammen, aber keine Formeln und keine
Makros, und ist nur zum Lesen; das erste Blatt sagt, was es ist und von wann, und warnt, wenn
Ziele veraltet sind. Mit LibreOffice kommen dazu „Ziele.pdf“, die Seite zum Unterschreiben, und
je Team eine Seite („Team 1.1.pdf“), barrierefrei (PDF/UA). Ersetzt wird nur, was dieser Befehl
selbst aus derselben Mappe geschrieben hat."""


_UNION: Final = """\
Für ein Land, eine Regionaldirektion oder einen Träger: die Ziele aller Pläne nebeneinander,
Summen und Quoten über alle (Summe der Integrationen durch Summe der ELB, keine Mittel von
Quoten), Verteilung, Ausreißer gegen den Vergleichstyp, Widersprüche und wie sicher die Ziele
zusammen sind. Die Mappen bleiben, wie sie sind; gerechnet wird aus ihren Eingaben, auf allen
Kernen des Rechners. Unterordner nimmt ein Muster dazu: 'ORDNER/**/*.xlsx'.

Der Vergleichstyp ist ein Feld auf dem Blatt Annahmen (Annahme_Vergleichstyp) und darf leer
bleiben. Gesammelt wird das Planjahr, das die meisten Pläne haben.

Reicht ein Rechner nicht, rechnet mit --dask ein Cluster (Dask, pip install "jcplan[dask]") dasselbe
bis auf die letzte Stelle; auf dessen Rechnern muss diese Version von jcplan eingerichtet sein, die
Mappen brauchen dort nicht zu liegen. Ein Rechner, der ausfällt, kostet nur Zeit. Die Adresse muss
vertrauenswürdig sein: Sie bekommt den Inhalt der Mappen.

Eine Datei, mit der etwas nicht stimmt, hält nichts auf: Sie steht mit dem Grund auf dem ersten
Blatt und am Ende der Ausgabe, und der Befehl endet mit 2."""


_SCRAP: Final = """\
Das Dokument hat einen Absatz mit der Zahl als Steuerelement. In den eigenen Text kopiert, hält
„jcplan dokument“ sie dort aktuell."""


_DOCTOR: Final = """\
Fehler stehen zuerst. Was ohne besondere Rechte nicht zu lesen ist, heißt „nicht prüfbar“. Die
Seite für die IT sagt, was jcplan ist und startet, was auf diesem PC zu erlauben ist und was
„jcplan serve“ ist, und hat Platz für eine Unterschrift. Sie passt auf ein Blatt; mit --it steht
auch hinter PFAD: jcplan doctor Plan.xlsm --it"""


_SERVE: Final = """\
Nur unter Windows. Verbietet eine Regel, dass Excel Programme startet („Office darf keine
Programme starten“), kann Excel sich mit diesem Dienst verbinden: Sie starten ihn, oder die
IT bei der Anmeldung (Verknüpfung mit pythonw -m jcplan serve --still). Er läuft einmal je
Sitzung, antwortet nur demselben Benutzer in derselben Sitzung und rechnet nur die
Funktionen und Schaltflächen von jcplan; was man ihm schickt, führt er nicht aus. Läuft er
nicht, startet Excel Python wie sonst.

Er ist aus, bis die IT zustimmt: mit der Richtlinie HKLM\\SOFTWARE\\Policies\\jcplan, Wert
Dienst (1 erlaubt, 0 verboten), oder, wo es keine gibt, mit --zustimmung. Die Seite für die
IT schreibt „jcplan doctor --it“.

Endet mit 0, wenn er beendet wurde (--status: läuft), 1, wenn schon einer läuft (--stop,
--status: keiner), 2, wenn er nicht laufen darf."""


_EXCEL: Final = """\
install trägt dieses Python in die eigene xlwings.conf ein, legt die Verknüpfungen „JC-Planung“
(Desktop und Startmenü), „JC-Planung prüfen“, „JC-Planung Dienst“ und „JC-Planung Dienst beenden“
(Startmenü) an und, wenn es noch keine gibt, eine Planung mit dem Beispiel 2017 in den eigenen
Dokumenten. remove beendet den Dienst und nimmt alles zurück, auch eine festgehaltene Zustimmung
der IT; die Planungen bleiben. Beides braucht keine besonderen Rechte und ändert nichts für andere
Benutzer."""


_EVAL: Final = """\
Geschrieben wird deutsch oder englisch. In { } stehen Zahlen, Texte, WAHR und
FALSCH, Fehlerwerte (#NV); zwischen Zeilen steht ;, zwischen Spalten . oder \\
(englisch ,), eine leere Stelle heißt leer: {0,5."a";WAHR.}

Mit - statt eines Aufrufs liest der Befehl Aufrufe von der Standardeingabe, einen
je Zeile, und antwortet sofort mit je einer Zeile. Ein Block steht dann als { },
ein Zeilenumbruch in einem Text wird ein Leerzeichen. Eine leere Zeile bekommt eine
leere Antwort (mit --json: null), ein Fehler die Zeile „Fehler: …“ (mit --json:
{"fehler": "…"}). War ein Fehler dabei, endet der Befehl mit 2."""


class _Module:
    """The commands of a module, which is imported when one of them runs: no command waits for the others' needs."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, command: str) -> Callable[[argparse.Namespace], int]:
        def run(arguments: argparse.Namespace) -> int:
            code: int = getattr(import_module(self._name), command)(arguments)
            return code

        return run


(
    commands, refreshing, around, evaluate, upgrading, asking, noting, actuals, document, handing, together, doctor,
    service, setup,
) = (
    _Module(f"jcplan.hosts.cli.{name}")
    for name in (
        "commands", "refreshing", "around", "evaluate", "upgrade", "asking", "noting", "actuals", "document", "handing",
        "together", "doctor", "serve", "setup",
    )
)  # fmt: skip
_NEGATIVE: Final = re.compile(r"-(?!-?[a-z-]+(=|$))")
"""What begins with a minus and is no option."""


class _Parser(argparse.ArgumentParser):
    """argparse with German headings and messages.

    Attributes:
        is_intermixed: Whether options may stand between arguments of which there can be many.
    """

    is_intermixed = False

    def __init__(self, **named: Any) -> None:
        super().__init__(**{**named, "add_help": False, "formatter_class": _Formatter})
        self._positionals.title = "Argumente"
        self._optionals.title = "Optionen"
        self.add_argument("-h", "--help", "--hilfe", action="help", help="diese Hilfe")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse; options may stand between many arguments where the command says so."""
        if not self.is_intermixed:
            return super().parse_known_args(args, namespace)
        self.usage = self.format_usage().removeprefix("Aufruf: ").strip()
        self.is_intermixed = False  # what follows comes here again
        return self.parse_known_intermixed_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        show.error(self.format_usage().rstrip())
        show.error(f"Fehler: {_german(message)}")
        sys.exit(BAD_INPUT)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Aufruf: " if prefix is None else prefix)


def _german(message: str) -> str:
    """Argparse's messages in German."""
    for english, german in (
        ("the following arguments are required: ", "es fehlt: "),
        ("unrecognized arguments: ", "unbekannt: "),
        ("expected one argument", "braucht einen Wert"),
        ("invalid choice: ", "nicht möglich: "),
        ("invalid int value: ", "keine ganze Zahl: "),
        ("choose from", "möglich sind"),
        ("argument ", "Argument "),
        ("not allowed with", "geht nicht zusammen mit"),
    ):
        message = message.replace(english, german)
    return message


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = _Parser(
        prog="jcplan", description="Planungsmappe eines Jobcenters: anlegen, Ziele aktualisieren, prüfen, rechnen."
    )
    top.add_argument("--version", action="version", version=f"jcplan {__version__}", help="Version zeigen")
    subs = top.add_subparsers(title="Befehle", dest="command", required=True, metavar="BEFEHL", parser_class=_Parser)

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> _Parser:
        command: _Parser = subs.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    shared = {button.command.name: button.command.help for button in buttons.BUTTONS if button.command}

    _add_new(add("new", around.new, shared["new"]))

    refresh = add("refresh", refreshing.refresh, shared["refresh"])
    refresh.epilog = _REFRESH
    refresh.is_intermixed = True
    refresh.add_argument(
        "paths", metavar="PFAD", nargs="+", help="Arbeitsmappe; auch mehrere, auch Muster wie ORDNER/*.xlsx"
    )
    _add_writing(refresh)
    refresh.add_argument("--json", action="store_true", help="für Programme")

    upgrade = add("upgrade", upgrading.run, shared["upgrade"])
    upgrade.epilog = _UPGRADE
    upgrade.add_argument(
        "path", metavar="ALT", help="Arbeitsmappe, die eine frühere Version hat oder eine andere Form bekommt"
    )
    _add_writing(upgrade)
    _add_shape(upgrade)
    upgrade.add_argument("--json", action="store_true", help="für Programme")

    delivery = add("import-ist", actuals.import_actuals, shared["import-ist"])
    delivery.epilog = _DELIVERY
    delivery.is_intermixed = True
    delivery.add_argument("sources", metavar="DATEI", nargs="*", help="Istwerte als CSV, .xlsx, .xlsm oder .ods")
    delivery.add_argument("path", metavar="PLAN", help="Arbeitsmappe, als Letztes")
    _add_writing(delivery)
    delivery.add_argument("--probe", action="store_true", help="nur zeigen, was sich ändern würde")
    delivery.add_argument("--trotzdem", action="store_true", help="auch Werte aufnehmen, die auffallen")
    delivery.add_argument("--rueckgaengig", action="store_true", help="das letzte Einlesen zurücknehmen")
    delivery.add_argument("--json", action="store_true", help="für Programme")

    check = add("check", commands.check, shared["check"])
    check.add_argument("path", metavar="PFAD", help="Arbeitsmappe")
    check.add_argument("--json", action="store_true", help="für Programme")

    _add_questions(add, shared)
    _add_document(add("dokument", document.run, "das Planungsdokument in Word anlegen, aktualisieren oder prüfen"))
    _add_handing(add, shared)
    _add_union(add("verbund", together.union, "alle Pläne eines Ordners zusammen: Summen, Quoten, Verteilung, Chance"))

    call = add("eval", evaluate.run, "einen Aufruf rechnen, zum Beispiel 'JC_IQ_GESAMT({0,233;0,1298};{25327;2322})'")
    call.epilog = _EVAL
    call.add_argument("formula", metavar="AUFRUF", help="wie in einer Zelle, oder - für viele Aufrufe")
    call.add_argument("--file", metavar="PFAD", help="Arbeitsmappe, deren Bereiche und Namen im Aufruf stehen dürfen")
    call.add_argument("--json", action="store_true", help="nur der Wert, für Programme")
    call._negative_number_matcher = _NEGATIVE  # -2^2 is no option  # noqa: SLF001

    functions = add("functions", around.functions, "die Funktionen zeigen, oder eine mit Argumenten und Beispiel")
    functions.add_argument("name", metavar="NAME", nargs="?", help="eine Funktion")

    pages = add("handbuch", around.handbook, shared["handbuch"])
    pages.add_argument("--pfad", action="store_true", help="nichts öffnen, nur die Datei nennen")

    _add_programs(add)
    return top


def _add_questions(add: Callable[..., argparse.ArgumentParser], shared: Mapping[str, str]) -> None:
    """The commands that ask a plan."""
    target = "Name (Ziel_IQ_gesamt) oder wie das Ziel heißt („IQ gesamt“)"
    explain = add("explain", asking.explain, shared["explain"])
    explain.epilog = _AGAINST
    explain.add_argument("path", metavar="PLAN", help="Arbeitsmappe")
    explain.add_argument("target", metavar="ZIEL", help=target)
    explain.add_argument(
        "--gegen", metavar="WAS", help="andere Arbeitsmappe, vorjahr, aktualisierung oder ein Szenario"
    )

    need = add("need", asking.needed, shared["need"])
    need.epilog = _NEED
    need.add_argument("path", metavar="PLAN", help="Arbeitsmappe")
    need.add_argument("target", metavar="ZIEL", help=target)
    need.add_argument("wish", metavar="WUNSCH", help="was das Ziel werden soll: '22,5 %%', 0,225, 69, 27.649")
    need.add_argument("input", metavar="EINGABE", nargs="?", help="Name oder Bezeichnung; fehlt sie: alle, die wirken")
    need._negative_number_matcher = _NEGATIVE  # -0,5 % is no option  # noqa: SLF001

    scenario = add("scenario", asking.scenario, shared["scenario"])
    scenario.add_argument("path", metavar="PLAN", help="Arbeitsmappe")
    scenario.add_argument(
        "--gegen", metavar="ANDERER_PLAN", nargs="+", action="extend", help="weitere Arbeitsmappen, je eine Spalte"
    )
    scenario.add_argument(
        "--uebernehmen",
        metavar="NAME",
        help="dieses Szenario (Name oder Nummer) auf „Annahmen“ schreiben, mit Zeile im Protokoll",
    )
    _add_writing(scenario)

    chance = add("chance", asking.chances, "wie wahrscheinlich jedes Ziel erreicht wird, wie es veröffentlicht ist")
    chance.add_argument("path", metavar="PLAN", help="Arbeitsmappe mit Angaben auf dem Blatt „Sicherheit“")
    figure = "Name (Ziel_IQ_gesamt, Annahme_ELB_gesamt) oder wie die Zahl heißt („IQ gesamt“)"
    comment = add("kommentar", noting.comment, shared["kommentar"])
    comment.epilog = _COMMENT
    comment.add_argument("path", metavar="PLAN", help="Arbeitsmappe")
    comment.add_argument("figure", metavar="NAME", nargs="?", help=f"{figure}; fehlt er: alle Kommentare")
    comment.add_argument("text", metavar="TEXT", nargs="?", help="der Kommentar; fehlt er: die bisherigen zeigen")
    _add_writing(comment)

    history = add("verlauf", noting.history, shared["verlauf"])
    history.epilog = _HISTORY
    history.add_argument("path", metavar="PLAN", help="Arbeitsmappe")
    history.add_argument("figure", metavar="NAME", help=figure)
    for command in (explain, need, scenario, chance, comment, history):
        command.add_argument("--json", action="store_true", help="für Programme")


def _add_programs(add: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands on programs in which a workbook is opened."""
    opened = add("open", around.open_workbook, "eine Arbeitsmappe öffnen, mit den Funktionen und dem Menü JC-Planung")
    opened.add_argument("path", metavar="PFAD", help="Arbeitsmappe")

    office = add("libreoffice", around.libreoffice, "die Erweiterung JC-Planung in LibreOffice einrichten")
    steps = ("install", "remove", "status")
    text = "einrichten, entfernen oder zeigen, was da ist"
    office.add_argument("what", metavar="|".join(steps), choices=steps, help=text)

    excel = add("excel", setup.excel, "dieses Python für Excel einrichten: Eintrag, Verknüpfungen, eine erste Planung")
    excel.epilog = _EXCEL
    excel.add_argument("what", metavar="|".join(steps), choices=steps, help=text)
    excel.add_argument(
        "path", metavar="PLAN", nargs="*",
        help="die Planung, die die Verknüpfungen öffnen (mit install); sonst die vom letzten Mal",
    )  # fmt: skip

    check = add("doctor", doctor.run, "prüfen, was Excel hier stören könnte, und sagen, was zu tun ist und wer es kann")
    check.epilog = _DOCTOR
    check.add_argument("path", metavar="PFAD", nargs="?", help="Arbeitsmappe, die mit geprüft wird")
    check.add_argument("--fix", action="store_true", help="das richtige Python für xlwings eintragen")
    check.add_argument(
        "--it", metavar="DATEI", nargs="?", const="",
        help=f"dazu eine Seite für die IT zum Drucken (sonst „{buttons.IT_PAGE}“ unter Dokumente, ohne Windows hier)",
    )  # fmt: skip
    check.add_argument("--json", action="store_true", help="für Programme")

    serve = add("serve", service.run, "den Dienst starten, mit dem Excel rechnet, ohne selbst ein Programm zu starten")
    serve.epilog = _SERVE
    what = serve.add_mutually_exclusive_group()
    what.add_argument("--stop", action="store_true", help="den laufenden Dienst beenden")
    what.add_argument("--status", action="store_true", help="sagen, ob er läuft, antwortet und zugestimmt ist")
    what.add_argument(
        "--zustimmung", metavar="TEXT", help="festhalten, wer von der IT wann zugestimmt hat: 'Wer, wann'"
    )
    what.add_argument("--still", action="store_true", help="ohne Fenster nicht melden, dass er bereit ist")


def _add_document(command: _Parser) -> None:
    """The options of the planning document."""
    command.epilog = _DOCUMENT
    command.add_argument("path", metavar="PLAN", nargs="?", help="Arbeitsmappe")
    command.add_argument("document", metavar="PLANUNG", nargs="?", help="Word-Dokument (.docx)")
    command.add_argument("--vorlage", metavar="DATEI", help="eigenes Word-Dokument, nach dem ein neues entsteht")
    command.add_argument("--pruefen", action="store_true", help="nur berichten, nichts schreiben")
    command.add_argument("--ueberschreiben", action="store_true", help="auch von Hand geänderte Zahlen ersetzen")
    command.add_argument(
        "--endfassung", action="store_true",
        help="dazu eine Fassung ohne Marken, „PLANUNG Endfassung.docx“ oder wie mit -o genannt",
    )  # fmt: skip
    command.add_argument(
        "--pdf", metavar="DATEI", nargs="?", const="", help="dazu ein PDF (braucht LibreOffice Writer)"
    )
    command.add_argument("--lesen", metavar="FREMD", help="alle Zahlen dieses Word-Dokuments nennen und beurteilen")
    command.add_argument(
        "-o", "--out", metavar="DATEI", help="Ergebnis in diese Datei (sonst an Ort und Stelle, mit Sicherung .bak)"
    )
    command.add_argument("--json", action="store_true", help="für Programme")


def _add_handing(add: Callable[..., argparse.ArgumentParser], shared: Mapping[str, str]) -> None:
    """The commands that give something of a plan away."""
    rounds = add(
        "weitergeben", handing.hand_round, "eine Mappe nur mit Werten und Seiten als PDF zum Weitergeben schreiben"
    )
    rounds.epilog = _HANDING
    rounds.add_argument("path", metavar="PLAN", help="Arbeitsmappe; sie bleibt, wie sie ist")
    rounds.add_argument("-o", "--out", metavar="ORDNER", help="Ordner für die Dateien (sonst neben der Mappe)")
    rounds.add_argument("--ohne-pdf", action="store_true", help="nur die Mappe mit Werten")

    scrap = add("zahl", handing.scrap, shared["zahl"])
    scrap.epilog = _SCRAP
    scrap.add_argument("path", metavar="PLAN", help="Arbeitsmappe")
    scrap.add_argument("name", metavar="NAME", help="definierter Name einer Zelle, zum Beispiel Ziel_IQ_gesamt")
    scrap.add_argument(
        "--form", metavar="FORM", help="wie die Zahl steht: n0 (Zahl), %%1, €2, t (Text) …; sonst wie üblich"
    )
    scrap.add_argument(
        "-o", "--out", metavar="DATEI", help="Word-Dokument (sonst „Zahl aus Planung.docx“ in diesem Ordner)"
    )
    for command in (rounds, scrap):
        command.add_argument("--json", action="store_true", help="für Programme")


def _add_union(command: _Parser) -> None:
    """The options of the command on many plans."""
    command.epilog = _UNION
    command.is_intermixed = True
    command.add_argument("paths", metavar="ORDNER", nargs="+", help="Ordner mit Arbeitsmappen; auch Dateien und Muster")
    command.add_argument(
        "-o", "--out", metavar="DATEI", required=True, help="Arbeitsmappe, die geschrieben wird (.xlsx)"
    )
    command.add_argument(
        "--ziehungen", type=int, metavar="ANZAHL", help="Ziehungen der unsicheren Eingaben über alle (sonst 10.000)"
    )
    command.add_argument(
        "--dask", metavar="ADRESSE", help="auf diesem Dask-Cluster rechnen, zum Beispiel tcp://rechner:8786"
    )
    command.add_argument("--ueberschreiben", action="store_true", help="eine vorhandene Datei ersetzen")
    command.add_argument("--json", action="store_true", help="für Programme")


def _add_new(command: argparse.ArgumentParser) -> None:
    command.add_argument("path", metavar="PFAD", help="Datei, die angelegt wird")
    filled = command.add_mutually_exclusive_group()
    filled.add_argument("--leer", action="store_true", help="ohne Eingaben, für ein anderes Jobcenter oder Jahr")
    filled.add_argument(
        "--beispiel", type=int, metavar="JAHR",
        help="womit die Mappe gefüllt ist: 2017 (sonst), das Planungsdokument eines Jobcenters, oder 2027, "
        "ein erfundenes Beispiel mit den Regeln von 2026/27",
    )  # fmt: skip
    filled.add_argument(
        "--aus", metavar="PLAN", help="der Plan des nächsten Jahres aus diesem (auch einer früheren Version)"
    )
    command.add_argument("--ueberschreiben", action="store_true", help="eine vorhandene Datei ersetzen")
    _add_shape(command)
    group = command.add_argument_group("Der Plan des nächsten Jahres")
    group.add_argument(
        "--basis",
        choices=("plan", "ist"),
        metavar="plan|ist",
        help="womit das neue Jahr beginnt: veröffentlichte Ziele oder letzte Istwerte "
        "(sonst Istwerte, wo der Dezember da ist)",
    )
    group.add_argument("--wer", metavar="NAME", help="Name im Protokoll (sonst der angemeldete Benutzer)")
    group.add_argument("--json", action="store_true", help="woher jeder Wert kommt, für Programme")
    command.epilog = _NEXT_YEAR


def _add_shape(command: argparse.ArgumentParser) -> None:
    """The options that say how many of each a plan has."""
    group = command.add_argument_group("Form der Mappe (was fehlt, bleibt, wie es ist)")
    for option, what in (
        ("gruppen", "Gruppen der ELB, 1 bis 6"),
        ("projekte", "Projekte und Maßnahmen"),
        ("instrumente", "Instrumente des Eingliederungstitels"),
        ("standards", "Mindeststandards der Prozessqualität"),
    ):
        group.add_argument(f"--{option}", type=int, metavar="ANZAHL", help=what)
    group.add_argument("--teams", metavar="ZAHLEN", help="Teams je Geschäftsstelle, zum Beispiel 5,5,3")


def _add_writing(command: argparse.ArgumentParser) -> None:
    """The options of commands that write a workbook."""
    command.add_argument(
        "-o", "--out", metavar="DATEI", help="Ergebnis in diese Datei (sonst an Ort und Stelle, mit Sicherung .bak)"
    )
    command.add_argument("--wer", metavar="NAME", help="Name im Protokoll (sonst der angemeldete Benutzer)")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 fine, 1 the checks found something or no value does it, 2 bad input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a pipe or an old console may know fewer characters
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    chosen = parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except JcplanError as error:
        show.error(f"Fehler: {error}")
        return BAD_INPUT
    except BrokenPipeError:
        raise
    except MemoryError:
        show.error(
            "Fehler: Der Arbeitsspeicher reicht nicht. Es wurde nichts geschrieben. Bitte andere Programme schließen, "
            "oder in der Arbeitsmappe Blätter und leere formatierte Bereiche entfernen, die die Planung nicht braucht."
        )
        return BAD_INPUT
    except OSError as error:
        from jcplan.ooxml import reason  # noqa: PLC0415  # reads workbooks, which not every command does

        show.error(f"Fehler: {error.filename or 'Datei'}: {reason(error)}. Bitte Pfad, Rechte und freien Platz prüfen.")
        return BAD_INPUT
    return code
