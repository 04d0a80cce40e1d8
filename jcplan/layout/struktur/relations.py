"""What has to hold of the make-up of the stocks."""

from __future__ import annotations

from jcplan.core.verdict import AT_LEAST, AT_MOST
from jcplan.layout.struktur.words import KEYS, S
from jcplan.model import Model
from jcplan.model.fields import HEADS, SHARE
from jcplan.model.parts.struktur import GROUPS, PROFILES
from jcplan.sheet.relation import Relation, needs, shown, stated

_WHOLE = {"ELB": "ELB", "LZB": "LZB", "Auslaender": "Ausländer", "8HKL": "ELB aus den 8 HKL"}
_OTHERS = {
    "ohne_lzb": "ELB ohne Langzeitleistungsbezug",
    "ohne_auslaender": "ELB ohne ausländische Staatsangehörigkeit",
    "ohne_hkl": "Ausländer von außerhalb der 8 HKL",
}


def relations(model: Model) -> tuple[Relation, ...]:
    """The relations."""
    return (*_stocks(model), *_shares(), *_parts(), *_flight())


def _stocks(model: Model) -> tuple[Relation, ...]:
    """Shares of groups in the ELB, as stated in several places."""
    foreign, of_foreign = f"{S}ELB_Auslaender", f"{S}Auslaender_LZB"
    rise, year_before = f"{S}Auslaender_Anteil_Veraenderung", f"{S}ELB_LZB_Vorjahr"
    growth = f"{S}8HKL_Zuwachs"
    now = (foreign, of_foreign, "Gedruckt_LZB_Anteil")
    then = (foreign, rise, of_foreign + "_Vorjahr", year_before)
    return (
        Relation("Zuwachs und Rate der 8 HKL ergeben ihren Anteil an den ELB", shown("{bestand.hkl.berechnet}"),
                 stated(f"{S}8HKL_Anteil"), SHARE, f"{S}8HKL_Anteil",
                 computed_of=f"(JC_BASIS({growth},{growth}rate)+{growth})/Annahme_ELB_gesamt"),
        *(
            Relation("Der Bestand der 8 HKL in der Planung ergibt denselben Anteil an den ELB", "{elb.bestand.g2.anteil_alt}",
                     stated(f"{S}8HKL_Anteil"), SHARE, f"{S}8HKL_Anteil", "verschiedene Stichtage: Prognose gegen Jahresmittel")
            for _ in range(model.shape.gruppen > 1)
        ),
        Relation("Der Anteil der Ausländer an den ELB ist an beiden Stellen derselbe", stated(foreign),
                 stated(f"{S}Auslaender_Anteil"), SHARE, f"{S}Auslaender_Anteil"),
        Relation("Der Anteil der Ausländer an den ELB liegt unter der in Worten genannten Grenze", stated(f"{S}Auslaender_Anteil_hoechstens"),
                 stated(foreign), SHARE, foreign, kind=AT_MOST),
        Relation("Aus den 8 HKL kommen höchstens so viele ELB, wie es Ausländer gibt", stated(foreign), stated(f"{S}8HKL_Anteil"),
                 SHARE, f"{S}8HKL_Anteil", kind=AT_MOST),
        Relation("LZB unter den Ausländern ergeben den Anteil der Ausländer an den LZB", needs(now, f"{of_foreign}*{foreign}/Gedruckt_LZB_Anteil"),
                 stated(f"{S}LZB_Auslaender"), SHARE, f"{S}LZB_Auslaender"),
        Relation("Dasselbe im Vorjahr, wenn der Anteil der Ausländer relativ gestiegen ist",
                 needs(then, f"{of_foreign}_Vorjahr*{foreign}/(1+{rise})/{year_before}"),
                 stated(f"{S}LZB_Auslaender_Vorjahr"), SHARE, f"{S}LZB_Auslaender_Vorjahr"),
    )  # fmt: skip


def _shares() -> tuple[Relation, ...]:
    """Profile groups and age groups exclude each other."""
    ages = [(f"{S}{group}_unter_25", f"{S}{group}_ueber_55") for group in GROUPS]
    both = ",".join(f"{young}+{old}" for young, old in ages)
    free = (f"{S}LZB_Sondertatbestand", f"{S}LZB_arbeitslos")
    return (
        *(
            Relation(f"Die Profilanteile der {_WHOLE[group]} ergeben zusammen höchstens 100 %", "1",
                     shown(f"{{profile.genannt.anteil_{KEYS[group]}}}"), SHARE, "2", kind=AT_MOST,
                     printed_of="+".join(f"{S}{group}_{what}" for what in PROFILES))
            for group in GROUPS
        ),
        Relation("Unter 25- und über 55-Jährige sind in jeder Gruppe zusammen höchstens 100 %", "1",
                 needs(tuple(name for pair in ages for name in pair), f"MAX({both})"), SHARE, "2", kind=AT_MOST),
        Relation("Arbeitslose LZB und LZB mit Sondertatbestand sind zusammen höchstens 100 %", "1",
                 needs(free, "+".join(free)), SHARE, "2", kind=AT_MOST),
    )  # fmt: skip


def _parts() -> tuple[Relation, ...]:
    """Groups within groups."""
    young, special = f"{S}LZB_unter_25", f"{S}LZB_unter_25_Sondertatbestand"
    risk = tuple(f"{S}LZB_{what}" for what in ("ueber_55", "ohne_Ausbildung", "komplex"))
    lone = (f"{S}Alleinerziehende", f"{S}Alleinerziehende_unter_25")
    foreign, countries = f"{S}Auslaender_ohne_Ausbildung", f"{S}8HKL_ohne_Ausbildung"
    bounds = (("kleinster", AT_LEAST, "0", "mindestens 0 %"), ("groesster", AT_MOST, "1", "höchstens 100 %"))
    return (
        Relation("Junge LZB mit Sondertatbestand sind höchstens so viele wie alle LZB mit Sondertatbestand", stated(f"{S}LZB_Sondertatbestand"),
                 needs((young, special), f"{young}*{special}"), SHARE, "2", kind=AT_MOST),
        Relation("Die multiple Risikogruppe ist höchstens so groß wie das kleinste ihrer drei Merkmale", needs(risk, f"MIN({','.join(risk)})"),
                 stated(f"{S}LZB_Risikogruppe"), SHARE, f"{S}LZB_Risikogruppe", kind=AT_MOST),
        Relation("Alleinerziehende unter 25 sind höchstens so viele wie alle ELB unter 25",
                 needs((f"{S}ELB_unter_25",), f"{S}ELB_unter_25*Annahme_ELB_gesamt"), needs(lone, "*".join(lone)), HEADS, "0", kind=AT_MOST),
        *(
            Relation(f"{others}: überall folgen Anteile von {text}", bound, shown(f"{{uebrige.{end}.{key}}}"), SHARE, "2", kind=kind,
                     ungenau=f"(2-{{uebrige.groesse.{key}}})/{{uebrige.groesse.{key}}}/100/2")
            for key, others in _OTHERS.items()
            for end, kind, bound, text in bounds
        ),
        Relation("Ohne Berufsausbildung sind von den 8 HKL ähnlich viele wie von allen Ausländern", stated(foreign), stated(countries),
                 SHARE, countries, "unplausibel, wenn weit auseinander; eine feste Schranke gibt es nicht"),
    )  # fmt: skip


def _flight() -> tuple[Relation, ...]:
    """ELB with a context of flight."""
    start, part, new = f"{S}Fluchtkontext", f"{S}Fluchtkontext_8HKL", f"{S}Fluchtkontext_neu"
    return (
        Relation("Von den ELB mit Fluchtkontext kommt der (rund) angegebene Anteil aus den 8 HKL", shown("{flucht.anteil}"),
                 stated(f"{part}_Anteil"), SHARE, f"{part}_Anteil", computed_of=needs((start, part), f"{part}/{start}")),
        Relation("Aus den 8 HKL kommen höchstens alle ELB mit Fluchtkontext", stated(start), stated(part), HEADS, part, kind=AT_MOST),
        Relation("ELB mit Fluchtkontext aus den 8 HKL sind höchstens alle ELB aus den 8 HKL", shown("{bestand.hkl.koepfe}"),
                 stated(part), HEADS, part, "verschiedene Stichtage: Jahresmittel gegen Monatswert", kind=AT_MOST),
        Relation("Die ELB mit Fluchtkontext nehmen zu", stated(start), stated(new), HEADS, new, kind=AT_LEAST),
        Relation("Die ELB mit Fluchtkontext sind im neuesten Monat an beiden Stellen dieselben", stated(new),
                 stated(f"{new}_zweite_Angabe"), HEADS, f"{new}_zweite_Angabe"),
    )  # fmt: skip
