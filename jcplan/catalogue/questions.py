"""Worksheet functions: the whole plan, and questions to it, by the names of its inputs."""

import math
from types import ModuleType
from typing import Annotated, Any

from jcplan.catalogue.register import worksheet_function
from jcplan.catalogue.spec import Kind, Result
from jcplan.german import number
from jcplan.questions import defaults

CATEGORY = "Plan befragen"
_SOURCE = "Rechenweg der Mappe, als eine Funktion ihrer Eingaben"
_Names = Annotated[Any, Kind.TABLE, "Namen der Eingaben untereinander, meist Plan_Namen; was fehlt, gilt als leer"]
_Values = Annotated[Any, Kind.TABLE, "Wert je Name, meist Plan_Werte; leer bleibt leer"]
_Old = Annotated[Any, Kind.TABLE, "Wert je Name vorher, zum Beispiel Grundlage_Werte"]
_New = Annotated[Any, Kind.TABLE, "Wert je Name nachher, zum Beispiel Plan_Werte"]
_Target = Annotated[Any, Kind.WORD, "Name des Ziels, zum Beispiel Ziel_IQ_gesamt oder Ziel_IQ_gesamt_veroeffentlicht"]
_Spec = Annotated[
    Any, Kind.TABLE, "je Name: Art (fest, normal, dreieck, pert, diskret) und daneben ihre Zahlen; leer: fest"
]
_Draws = Annotated[Any, Kind.NUMBER, f"Zahl der Ziehungen (weggelassen: {number(defaults.DRAWS)})"]
_Seed = Annotated[
    Any, Kind.NUMBER, f"Startzahl des Zufalls; gleiche Zahl, gleiche Ziehungen (weggelassen: {defaults.SEED})"
]
_Labels = Annotated[Any, Kind.TABLE, "wie die Gruppen heißen, der Reihe nach (weggelassen: Gruppe 1, Gruppe 2 …)"]
_Ranks = Annotated[Any, Kind.TABLE, "Zeilen aus Name, Name und Rangkorrelation von −1 bis 1 (weggelassen: keine)"]
_Shares = Annotated[Any, Kind.ENTRIES, "Wahrscheinlichkeiten von 0 bis 1"]
_MONTE_CARLO = "Monte Carlo: Ziehungen aus den Verteilungen durch den ganzen Rechenweg"


def _answers() -> ModuleType:
    """What computes the answers."""
    from jcplan.catalogue import answers  # noqa: PLC0415  # the plan with its model: other functions are not to wait for it

    return answers


# ---- the plan ----------------------------------------------------------------------------------


@worksheet_function(
    category=CATEGORY,
    text="Alle Ziele des Plans aus benannten Eingaben, eine Spalte je Szenario: erst die genauen Werte in der Folge des Blatts Ziele, dann die veröffentlichten. Ein unmöglicher Plan gibt #WERT!; den Grund nennt JC_PLAN_GRUND.",
    result=Result.TABLE,
    example=("JC_PLAN(Plan_Namen;Plan_Werte)", "27.649,005; 25.327,005; 2.322; 0,23345; …"),
    source=_SOURCE,
)
def jc_plan(
    namen: _Names,
    werte: Annotated[
        Any, Kind.TABLE, "Werte je Name, eine Spalte je Szenario; leer ab der zweiten: wie in der ersten, „–“: leer"
    ],
) -> Any:
    """Every target of the plan, exact and then as published, a row each; a column a scenario.

    >>> from jcplan.cases import reference
    >>> names, values = reference().columns
    >>> jc_plan(names, values)[5], jc_plan(names, values)[21]
    ((0.22433312753930928,), (0.224,))
    """
    return _answers().plan(namen, werte)


@worksheet_function(
    category=CATEGORY,
    text="Die Namen der Zeilen von JC_PLAN untereinander.",
    result=Result.TABLE,
    gives=str,
    example=("JC_PLAN_NAMEN(Plan_Namen)", "Ziel_ELB_gesamt; Ziel_ELB_G1; …"),
    source=_SOURCE,
)
def jc_plan_namen(namen: _Names) -> Any:
    """Names of the rows of ``jc_plan``.

    >>> jc_plan_namen(["Annahme_G2_ELB"])[4][0], jc_plan_namen(["Annahme_G2_ELB"])[-1][0]
    ('Ziel_IQ_G2', 'Ziel_Budget_Summe_veroeffentlicht')
    """
    return _answers().target_names(namen)


@worksheet_function(
    category=CATEGORY,
    text="Je Szenario, warum sein Plan nicht möglich ist; leer, wenn er es ist.",
    result=Result.TABLE,
    gives=str,
    example=("JC_PLAN_GRUND(Plan_Namen;Plan_Werte)", "(leer)"),
    source=_SOURCE,
)
def jc_plan_grund(
    namen: _Names,
    werte: Annotated[Any, Kind.TABLE, "Werte je Name, eine Spalte je Szenario, wie bei JC_PLAN"],
) -> Any:
    """Why the plan of each column is impossible, a row of texts.

    >>> jc_plan_grund(["Annahme_KFA_Quote"], ["abc"])
    (('Annahme_KFA_Quote: gefunden „abc“ (Text), erwartet eine Zahl.',),)
    """
    return _answers().reasons(namen, werte)


# ---- what it would take, why -------------------------------------------------------------------


@worksheet_function(
    category=CATEGORY,
    text="Welchen Wert eine Eingabe haben muss, damit ein Ziel den Wunsch erreicht: der Wert auf der ungerundeten Rechnung; von wo bis wo das veröffentlichte Ziel der Wunsch ist; und warum es keinen gibt.",
    result=Result.TABLE,
    labels=("Wert", "veröffentlicht von", "bis", "Grund"),
    example=(
        'JC_BENOETIGT("Ziel_IQ_gesamt";0,225;"Annahme_G1_IQ_Steigerung";Plan_Namen;Plan_Werte)',
        "0,016209; 0,015217; 0,019565; (leer)",
    ),
    source="Umkehrung des Rechenwegs: gebrochen linear oder durch Einschachteln",
)
def jc_benoetigt(
    ziel: _Target,
    wunsch: Annotated[Any, Kind.NUMBER, "was das Ziel werden soll, in der Einheit seiner Zelle"],
    eingabe: Annotated[Any, Kind.WORD, "Name der Eingabe, die sich ändern darf, zum Beispiel Annahme_G1_IQ_Steigerung"],
    namen: _Names,
    werte: _Values,
) -> Any:
    """Value of an input with which a target is the wish; from and to where it is as published; why there is none.

    >>> from jcplan.cases import reference
    >>> names, values = reference().columns
    >>> jc_benoetigt("Ziel_LZB_Abgang", 0, "Annahme_LZB_Zuwachsrate", names, values)[0]
    (0.0,)
    """
    return _answers().needed_value(ziel, wunsch, eingabe, namen, werte)


@worksheet_function(
    category=CATEGORY,
    text="Warum sich ein Ziel ändert: je geänderte Eingabe ihr Beitrag (Shapley-Wert auf der ungerundeten Rechnung), dann Rundung und Summe. Die Beiträge und die Rundung ergeben genau die Summe.",
    result=Result.TABLE,
    labels=("Eingabe", "Beitrag"),
    example=(
        'JC_ERKLAERE("Ziel_ELB_gesamt";Plan_Namen;Grundlage_Werte;Plan_Werte)',
        "Annahme_G2_Zugang 953; Rundung 0; Summe 953",
    ),
    source="Shapley (1953); mit Beständen und Quoten als zwei Gruppen die Zerlegung von Kitagawa (1955)",
)
def jc_erklaere(
    ziel: _Target,
    namen: _Names,
    werte_alt: _Old,
    werte_neu: _New,
    gruppen: Annotated[
        Any, Kind.TABLE, "je Name ein Wort; Eingaben mit gleichem Wort werden zusammen erklärt (leer: einzeln)"
    ] = (),
    stellen: Annotated[
        Any,
        Kind.NUMBER,
        "Nachkommastellen; dann so gerundet, dass die Zeilen gerundet die Summe ergeben (weggelassen: genau)",
    ] = math.nan,
) -> Any:
    """What each changed input adds to a target's change, then rounding, then the sum; padded with blank rows.

    >>> from jcplan.cases import reference
    >>> names, values = reference().columns
    >>> before = [0 if name == "Annahme_G2_Zugang" else value for name, value in zip(names, values)]
    >>> jc_erklaere("Ziel_ELB_gesamt", names, before, values)[:3]
    (('Annahme_G2_Zugang', 953.0), ('Rundung', 0.0), ('Summe', 953.0))
    """
    return _answers().contributions(ziel, namen, werte_alt, werte_neu, gruppen, stellen)


@worksheet_function(
    category=CATEGORY,
    text="Warum sich ein Ziel ändert, als Satz in drei Zeilen: was sich ändert, weil was, obwohl was. Quoten werden durch die Anteile der Gruppen und ihre Quoten erklärt, Bestände je Gruppe, alles andere durch einzelne Eingaben.",
    result=Result.TABLE,
    gives=str,
    labels=("Veränderung", "weil", "obwohl"),
    example=(
        'JC_ERKLAERE_SATZ("Ziel_ELB_gesamt";Plan_Namen;Grundlage_Werte;Plan_Werte)',
        "Die ELB gesamt steigen um 953 Köpfe, weil die ELB der Gruppe 2 von 1.369 auf 2.322 steigen (+953).",
    ),
    source="wie JC_ERKLAERE; gedruckte Teile ergeben die gedruckte Summe (größte Reste)",
)
def jc_erklaere_satz(
    ziel: _Target,
    namen: _Names,
    werte_alt: _Old,
    werte_neu: _New,
    bezeichnungen: _Labels = (),
) -> Any:
    """A target's change in a sentence of three lines, the last ones perhaps blank.

    >>> from jcplan.cases import reference
    >>> names, values = reference().columns
    >>> before = [0 if name == "Annahme_G2_Zugang" else value for name, value in zip(names, values)]
    >>> jc_erklaere_satz("Ziel_ELB_G2", names, before, values, ["ohne 8 HKL", "8 HKL"])[1][0]
    'weil die ELB der 8 HKL von 1.369 auf 2.322 steigen (+953).'
    """
    return _answers().sentence_lines(ziel, namen, werte_alt, werte_neu, bezeichnungen)


@worksheet_function(
    category=CATEGORY,
    text="Wie ein Ziel zustande kommt: Schritt für Schritt Größe, Formel, Formel mit Zahlen, Ergebnis. Eine Zeile je Schritt, das Ziel zuletzt, dahinter leere Zeilen.",
    result=Result.TABLE,
    gives=str,
    labels=("Größe", "Formel", "mit Zahlen", "Ergebnis"),
    example=(
        'JC_RECHENWEG("Ziel_LZB";Plan_Namen;Plan_Werte)',
        "LZB, Jahresmittel; Ausgangsbestand · (1 + Ziel); 17.241 · (1 + 0 %); 17.241 Köpfe",
    ),
    source=_SOURCE,
)
def jc_rechenweg(
    ziel: _Target,
    namen: _Names,
    werte: _Values,
    bezeichnungen: _Labels = (),
) -> Any:
    """The steps to a target: figure, formula, the same with figures, result; four a group and six, padded with blanks.

    >>> from jcplan.cases import reference
    >>> jc_rechenweg("Ziel_LZB", *reference().columns)[0]
    ('LZB, Jahresmittel', 'Ausgangsbestand · (1 + Ziel)', '17.241 · (1 + 0 %)', '17.241 Köpfe')
    """
    return _answers().steps_to(ziel, namen, werte, bezeichnungen)


# ---- how sure ----------------------------------------------------------------------------------


@worksheet_function(
    category=CATEGORY,
    text="Wie weit ein Ziel danebenliegen kann, weil seine Eingaben nur so viele Nachkommastellen haben: genau von, bis; veröffentlicht von, bis. Eine Zeile je Ziel.",
    result=Result.TABLE,
    labels=("von", "bis", "veröffentlicht von", "veröffentlicht bis"),
    example=('JC_PLAN_SPANNE("Ziel_IQ_gesamt";Plan_Namen;Plan_Werte;Plan_Stellen)', "0,22432 0,22526 0,224 0,225"),
    source="Eine gedruckte Zahl steht für ein Intervall von ± ½ Einheit der letzten Stelle",
)
def jc_plan_spanne(
    ziele: Annotated[Any, Kind.TABLE, "Namen der Ziele untereinander"],
    namen: _Names,
    werte: _Values,
    stellen: Annotated[
        Any, Kind.TABLE, "je Name Nachkommastellen der Zahl in der Zelle; leer: sicher; negativ: minus die halbe Spanne"
    ],
) -> Any:
    """Lowest and highest value of targets, exact and as published, that the decimals of the inputs allow.

    >>> from jcplan.cases import reference
    >>> names, values = reference().columns
    >>> decimals = [0 if name == "Annahme_G2_Zugang" else None for name in names]
    >>> jc_plan_spanne("Ziel_ELB_G2", names, values, decimals)
    ((2321.5000000005, 2322.4999999995, 2322.0, 2322.0),)
    """
    return _answers().spreads(ziele, namen, werte, stellen)


@worksheet_function(
    category=CATEGORY,
    text="Wie wahrscheinlich ein Ziel eine Grenze erreicht, wenn Eingaben unsicher sind: wie veröffentlicht gerechnet, der Standardfehler davon, auf dem genauen Wert. Ein sinkendes Ziel (LZB) erreicht sie von oben.",
    result=Result.TABLE,
    labels=("Wahrscheinlichkeit", "Standardfehler", "auf dem genauen Wert"),
    example=('JC_CHANCE("Ziel_IQ_gesamt";0,225;Plan_Namen;Plan_Werte;Verteilungen)', "0,43; 0,005; 0,43"),
    source=_MONTE_CARLO,
)
def jc_chance(
    ziel: _Target,
    grenze: Annotated[Any, Kind.NUMBER, "was mindestens (bei sinkenden Zielen: höchstens) erreicht werden soll"],
    namen: _Names,
    werte: _Values,
    verteilungen: _Spec,
    ziehungen: _Draws = float(defaults.DRAWS),
    saat: _Seed = float(defaults.SEED),
    korrelation: _Ranks = (),
) -> Any:
    """Chance that a target reaches a limit as published, its standard error, the chance on the exact value.

    >>> from jcplan.cases import reference
    >>> names, values = reference().columns
    >>> likely = [("diskret", 0, 1, 953, 3) if name == "Annahme_G2_Zugang" else (None,) * 5 for name in names]
    >>> round(jc_chance("Ziel_ELB_gesamt", 27000, names, values, likely)[0][0], 2)
    0.75
    """
    return _answers().chance(ziel, grenze, namen, werte, verteilungen, ziehungen, saat, korrelation)


@worksheet_function(
    category=CATEGORY,
    text="Werte, unter denen ein Ziel mit den angegebenen Wahrscheinlichkeiten bleibt, wenn Eingaben unsicher sind. Eine Zeile je Anteil.",
    result=Result.TABLE,
    example=(
        'JC_QUANTIL("Ziel_IQ_gesamt";{0,1;0,5;0,9};Plan_Namen;Plan_Werte;Verteilungen)',
        "0,22433; 0,22433; 0,22525",
    ),
    source=_MONTE_CARLO,
)
def jc_quantil(
    ziel: _Target,
    anteile: _Shares,
    namen: _Names,
    werte: _Values,
    verteilungen: _Spec,
    ziehungen: _Draws = float(defaults.DRAWS),
    saat: _Seed = float(defaults.SEED),
    korrelation: _Ranks = (),
) -> Any:
    """Quantiles of a target, a row a share.

    >>> from jcplan.cases import reference
    >>> names, values = reference().columns
    >>> likely = [("diskret", 0, 1, 953, 3) if name == "Annahme_G2_Zugang" else (None,) * 5 for name in names]
    >>> jc_quantil("Ziel_ELB_G2", [0.1, 0.9], names, values, likely)
    ((1369.0,), (2322.0,))
    """
    return _answers().quantiles(ziel, anteile, namen, werte, verteilungen, ziehungen, saat, korrelation)


@worksheet_function(
    category=CATEGORY,
    text="Verlauf eines Bestands über zwölf Monate mit seiner Unsicherheit: eine Zeile je Anteil, eine Spalte je Monat. LZB am Monatsende mit dem geplanten Abgang; ELB so, dass ihr Mittel das Ziel ist.",
    result=Result.TABLE,
    example=(
        'JC_FAECHER("LZB";{0,1;0,5;0,9};Plan_Namen;Plan_Werte;Verteilungen)',
        "17.273 …; 17.278 …; 17.283 …: eine Spalte je Monat",
    ),
    source=_MONTE_CARLO,
)
def jc_faecher(
    bestand: Annotated[Any, Kind.WORD, "ELB oder LZB"],
    anteile: _Shares,
    namen: _Names,
    werte: _Values,
    verteilungen: _Spec,
    ziehungen: _Draws = float(defaults.DRAWS),
    saat: _Seed = float(defaults.SEED),
    korrelation: _Ranks = (),
) -> Any:
    """Quantiles of a stock month by month, a row a share.

    >>> from jcplan.cases import reference
    >>> names, values = reference().columns
    >>> sure = [("fest",)] * len(names)
    >>> jc_faecher("ELB", [0.5], names, values, sure)[0][:2]
    (27649.004999999997, 27649.004999999997)
    """
    return _answers().fan(bestand, anteile, namen, werte, verteilungen, ziehungen, saat, korrelation)


@worksheet_function(
    category=CATEGORY,
    text="Wie viele Ziehungen einen Plan ergeben, wie viele nicht, und der häufigste Grund dafür. Alle Wahrscheinlichkeiten gelten für die möglichen.",
    result=Result.TABLE,
    labels=("möglich", "unmöglich", "häufigster Grund"),
    example=("JC_ZIEHUNGEN(Plan_Namen;Plan_Werte;Verteilungen)", "10.000; 0; (leer)"),
    source=_MONTE_CARLO,
)
def jc_ziehungen(
    namen: _Names,
    werte: _Values,
    verteilungen: _Spec,
    ziehungen: _Draws = float(defaults.DRAWS),
    saat: _Seed = float(defaults.SEED),
    korrelation: _Ranks = (),
) -> Any:
    """How many draws make a plan, how many do not, and the most frequent reason.

    >>> from jcplan.cases import reference
    >>> names, values = reference().columns
    >>> jc_ziehungen(names, values, [("fest",)] * len(names), 500)
    ((500.0,), (0.0,), (None,))
    """
    return _answers().possible_draws(namen, werte, verteilungen, ziehungen, saat, korrelation)


@worksheet_function(
    category=CATEGORY,
    text="Wie stark ein Ziel an jeder Eingabe hängt: das Ziel, wenn nur diese Eingabe ihren unteren, ihren oberen Wert hat. Eine Zeile je Name; leer, wo kein Bereich angegeben ist.",
    result=Result.TABLE,
    labels=("unten", "oben"),
    example=(
        'JC_EMPFINDLICHKEIT("Ziel_IQ_gesamt";Plan_Namen;Plan_Werte;Unten;Oben)',
        "0,2234 0,2262 neben der Eingabe, sonst leer",
    ),
    source="Tornado: eine Eingabe nach der anderen, alle übrigen wie im Plan",
)
def jc_empfindlichkeit(
    ziel: _Target,
    namen: _Names,
    werte: _Values,
    unten: Annotated[Any, Kind.TABLE, "je Name der untere Wert; leer: keiner"],
    oben: Annotated[Any, Kind.TABLE, "je Name der obere Wert; leer: keiner"],
) -> Any:
    """The target with each input alone at its lower and at its upper value, a row a name.

    >>> from jcplan.cases import reference
    >>> names, values = reference().columns
    >>> low, high = ([end if name == "Annahme_G2_Zugang" else None for name in names] for end in (900, 1000))
    >>> jc_empfindlichkeit("Ziel_ELB_G2", names, values, low, high)[9]
    (2269.0, 2369.0)
    """
    return _answers().sensitivity(ziel, namen, werte, unten, oben)
