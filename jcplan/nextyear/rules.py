"""What becomes of each input: a table by name, one section a part of the plan."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Final

from jcplan import params
from jcplan.actions import Change
from jcplan.errors import InputError
from jcplan.model import Field
from jcplan.model.groups import DECIMALS, name_of
from jcplan.model.inputs import LZB as LZB_BLOCK
from jcplan.model.parts import arbeitsmarkt, hebel, mittel, personal, projekte, prozess, struktur
from jcplan.nextyear.actual import LZB, MONTHS, Actuals
from jcplan.nextyear.bases import Bases
from jcplan.nextyear.fate import ANEW, NOTHING, Fate
from jcplan.nextyear.source import Source

_BY_LAW: Final = {
    "Annahme_KFA_Quote": "kfa_quote",
    "Annahme_Schluessel_U25": "betreuungsschluessel_u25",
    "Annahme_Schluessel_UE25": "betreuungsschluessel_ue25",
    "Annahme_Mittel_vorlaeufig_Anteil": "vorlaeufige_haushaltsfuehrung",
    **{f"Annahme_Mittel_16i_Satz_{year}": f"teilhabe_16i_jahr_{year}" for year in range(1, mittel.YEARS_16I + 1)},
}
"""Inputs that law or practice sets, and what ``params`` calls them."""
_OURS: Final = re.compile(
    r"(Gruppe \d+, )?(aus )?(Plan|Ist) \d{4}\b|Ist [A-ZÄ]|Ist, JFW|im Plan \d{4}|Rest der ELB|folgt aus|bitte neu|"
    r"(Gruppe \d+|insgesamt|IQ insgesamt): |Ausgangsbestand: |kein Ist|K3: "
)
"""How texts begin that an earlier turn of the year wrote."""
_WHOLE_YEAR: Final = 12.0


class Rules:
    """What becomes of the inputs of a plan.

    Args:
        source: The plan.
        actuals: Its actuals.
        bases: What the next year starts from.
    """

    def __init__(self, source: Source, actuals: Actuals, bases: Bases) -> None:
        self._source, self._actuals, self._year = source, actuals, source.year
        self._fixed: dict[str, Fate] = dict(bases.fates)
        self._how: dict[str, Callable[[Field], Fate]] = {}
        self.ended = tuple(self._ended())
        self._plan()
        self._printed()
        self._labour()
        self._structure()
        self._staff()
        self._projects()
        self._levers()
        self._money()
        self._standards()

    def of(self, field: Field) -> Fate:
        """What becomes of an input; one that no rule names stays and is to be looked at."""
        fixed = self._fixed.get(field.name)
        return fixed if fixed is not None else self._how.get(field.name, self.kept_for_now)(field)

    # ---- what can become of one ---------------------------------------------------------------

    def kept(self, field: Field) -> Fate:
        """The same as before."""
        value = self._source.values.get(field.name)
        if value is None:
            return self._nothing()
        beside = self._source.beside[field.name]
        return Fate(value, f"aus Plan {self._year} übernommen", beside.as_of or NOTHING, self._told(field.name))

    def kept_for_now(self, field: Field) -> Fate:
        """The same as before until somebody knows better."""
        fate = self.kept(field)
        return (
            fate if fate.value is None else Fate(fate.value, f"{fate.origin}, {ANEW}", fate.as_of, fate.note, due=True)
        )

    def anew(self, field: Field) -> Fate:
        """Nothing, with what it was in the note."""
        before = self._source.values.get(field.name)
        if before is None and field.optional and not _of_group(field.name):
            return self._nothing()
        return Fate(None, ANEW, note=self._before(field), due=True)

    def taken(self, name: str, what: str) -> Callable[[Field], Fate]:
        """What another input was, which describes the year before now.

        Args:
            name: The other input.
            what: What it was in the plan.
        """

        def fate(_: Field) -> Fate:
            value = self._source.values.get(name)
            if value is None:
                return self._nothing()
            as_of = self._source.beside[name].as_of if name in self._source.beside else ""
            return Fate(value, f"Plan {self._year}, {what}", as_of or NOTHING)

        return fate

    def moved(self, field: Field) -> Fate:
        """Nothing; what it was stands under the year before now."""
        before = self._source.values.get(field.name)
        return self._nothing() if before is None else Fate(None, ANEW, due=True)

    def by_law(self, field: Field) -> Fate:
        """What holds on the first of January, if it held a year before."""
        try:
            then, now = (
                params.parameter(_BY_LAW[field.name], dt.date(year, 1, 1)) for year in (self._year, self._year + 1)
            )
        except InputError:
            return self.kept_for_now(field)
        if self._source.number(field.name) != then.value:
            return self.kept_for_now(field)
        return Fate(now.value, now.source, f"seit {now.valid_from:%d.%m.%Y}", self._note(field.name))

    def _nothing(self) -> Fate:
        return Fate(None, f"im Plan {self._year} ohne Angabe", filler=True)

    def _before(self, field: Field) -> str:
        """What an input was, for the note."""
        value = self._source.values.get(field.name)
        if value is None:
            return ""
        group = re.match(r"Annahme_G(\d+)_", field.name)
        shown = Change(field.label, field.name, None, value, field.unit, field.places).shown(value)
        return f"{f'Gruppe {group[1]}, ' if group else ''}Plan {self._year}: {shown}"

    def _note(self, name: str) -> str:
        """The note that stood there, without what an earlier turn of the year wrote."""
        parts = [part.strip() for part in self._source.beside[name].note.split("; ")]
        return "; ".join(part for part in parts if part and part != NOTHING and not _OURS.match(part))

    def _told(self, name: str) -> str:
        """The note, and the source that was given."""
        note, source = self._note(name), self._source.beside[name].source
        said = [part for part in source.split("; ") if part.strip(NOTHING + " ") and not _OURS.match(part)]
        there = f"Quelle im Plan {self._year}: {', '.join(said)}" if said else ""
        return "; ".join(filter(None, (note.removesuffix(".") if there else note, there)))

    # ---- the parts ----------------------------------------------------------------------------

    def _all(self, how: Callable[[Field], Fate], names: Iterator[str] | tuple[str, ...]) -> None:
        self._how.update(dict.fromkeys(names, how))

    def _plan(self) -> None:
        """The chain of targets."""
        year = Fate(float(self._year + 1), f"Plan {self._year}, Planjahr und eins")
        self._fixed["Annahme_Planjahr"] = year
        ends = ("Veraenderung", "Zugang", "Zugang_ab_Monat", "IQ_Steigerung", "IQ_Ziel")
        groups = self._source.model.groups
        self._all(self.anew, (name_of(number, end) for number in groups for end in ends))
        self._all(self.anew, ("Annahme_LZB_Abgang", "Annahme_LZB_Ziel", "Annahme_Umschichtung_Anteil"))
        decided = {"Annahme_LZB_Zuwachsrate", "Annahme_Verwaltungsbudget", "Annahme_Eingliederungsmittel"}
        for each in self._source.model.inputs:
            if each.unit == DECIMALS or each.name == "Annahme_Ampel_gelb" or (each.block == LZB_BLOCK and each.options):
                self._how[each.name] = self.kept
            elif each.name in decided:
                self._how[each.name] = self.kept_for_now
        self._all(self.by_law, tuple(_BY_LAW))

    def _printed(self) -> None:
        """Figures that the document prints: those of the year before are known."""
        self._all(self.anew, tuple(each.name for each in self._source.model.printed))
        target = self._source.targets.get("Ziel_IQ_gesamt")
        if target is not None:
            self._fixed["Gedruckt_IQ_Ziel_Vorjahr"] = Fate(
                target, f"Plan {self._year}, veröffentlichtes Ziel", f"Planung {self._year}"
            )
        self._how["Gedruckt_Umschichtung_Anteil_Vorjahr"] = self.taken("Annahme_Umschichtung_Anteil", "Umschichtung")
        self._how["Gedruckt_LZB_Anteil"] = self.moved
        actual = self._fixed["Annahme_LZB_Bestand"]
        december, before = self._actuals.months(LZB)[MONTHS - 1], self._actuals.before(LZB)
        if actual.as_of == f"12.{self._year}" and december is not None and before:
            change, note = december / before - 1, f"K3: Dezember {self._year} gegen Dezember {self._year - 1}"
            self._fixed["Gedruckt_LZB_Veraenderung_Vorjahr"] = Fate(change, actual.origin, actual.as_of, note)
        elif actual.origin.startswith("Plan"):
            self._how["Gedruckt_LZB_Veraenderung_Vorjahr"] = self.taken("Annahme_LZB_Ziel", "Ziel der LZB")

    def _labour(self) -> None:
        """The labour market: expectations are new each year, lists of names stay."""
        self._all(self.anew, tuple(each.name for each in arbeitsmarkt.PART.fields))
        lists = (*arbeitsmarkt.BRANCHES, *arbeitsmarkt.TRADES, *arbeitsmarkt.DRIVERS)
        self._all(self.kept_for_now, tuple(each.name for each in lists))
        self._how["Annahme_BG_Richtung_Vorjahr"] = self.taken("Annahme_BG_Richtung", "erwartete Richtung")

    def _structure(self) -> None:
        """The make-up of the stocks: what was now is the year before."""
        self._all(self.anew, tuple(each.name for each in struktur.PART.fields))
        for group in struktur.GROUPS:
            for what in struktur.FEATURES | struktur.PROFILES:
                now, before = struktur.share(group, what), struktur.before(group, what)
                if now and before:
                    self._how[now] = self.moved
                    self._how[before] = self.taken(now, "damaliger Stand")
        now = "Annahme_Struktur_LZB_unter_25_Sondertatbestand"
        self._how[now], self._how[now + "_Vorjahr"] = self.moved, self.taken(now, "damaliger Stand")

    def _staff(self) -> None:
        """Posts stay until they are determined anew; the ratio of clients is that of the plan."""
        for each in personal.PART.fields:
            stays = each.name.startswith(("Annahme_Monate_", "Annahme_Gespraech_"))
            self._how[each.name] = self.kept if stays else self.kept_for_now
        events = ("Annahme_Leitungen_Wechsel", "Annahme_Leitungen_Nachbesetzung", "Annahme_Personal_Fluktuation")
        self._all(self.anew, (*events, "Annahme_Schluessel_Vorjahr"))
        self._all(self.by_law, ("Annahme_Schluessel_U25", "Annahme_Schluessel_UE25"))
        posts = [self._source.number(f"Annahme_VZAE_Fachkraefte_{age}") for age in ("U25", "UE25")]
        clients = self._source.targets.get("Ziel_ELB_gesamt")
        if None not in posts and clients is not None and (whole := sum(each or 0.0 for each in posts)) > 0:
            origin = f"Plan {self._year}, ELB im Plan je Stelle der Integrationsfachkräfte"
            self._fixed["Annahme_Schluessel_Vorjahr"] = Fate(clients / whole, origin, f"Planung {self._year}")

    def _ended(self) -> Iterator[projekte.Project]:
        """The projects that did not go on to the end of the year."""
        for project in projekte.projects(self._source.model.shape.projekte):
            months = self._source.number(project.name("Monate"))
            if months is not None and months < _WHOLE_YEAR:
                yield project

    def _projects(self) -> None:
        """Those that go on stay as they are; what the year brought is not known here."""
        part = projekte.part(self._source.model.shape)
        ended = tuple(f"Annahme_Projekt_{project.key}_" for project in self.ended)
        for each in part.fields:
            result = each.name.startswith("Annahme_Projekt_U25_Vorjahr_")
            self._how[each.name] = self.anew if result else self._ending if each.name.startswith(ended) else self.kept

    def _ending(self, field: Field) -> Fate:
        """Nothing of a project that has ended."""
        if self._source.values.get(field.name) is None:
            return self._nothing()
        project = next(each for each in self.ended if field.name.startswith(f"Annahme_Projekt_{each.key}_"))
        months = self._source.number(project.name("Monate")) or 0.0
        lasted = "1 Monat" if months == 1 else f"{months:g} Monate".replace(".", ",")
        return Fate(None, f"im Plan {self._year} nur {lasted}", note=self._before(field))

    def _levers(self) -> None:
        """What is planned anew, and the LZB of the year's months."""
        self._all(self.anew, tuple(each.name for each in hebel.PART.fields))
        self._how["Annahme_Hebel_Projekte_Anteil_LZB"] = self.kept
        for number, (each, value) in enumerate(zip(hebel.YEAR_BEFORE, self._actuals.months(LZB), strict=True), 1):
            known = Fate(value, f"Ist {self._year}", f"{number:02}.{self._year}")
            self._fixed[each.name] = known if value is not None else Fate(None, f"kein Ist {self._year}", filler=True)

    def _money(self) -> None:
        """How money is shared out stays; amounts are new, and the allotment is that of the year before now."""
        shape = self._source.model.shape
        slots = [f"{slot:02}" for slot in range(1, shape.instrumente + 1)]
        months = [f"{month:02}" for month in range(1, MONTHS + 1)]
        self._all(self.kept, tuple(f"Annahme_Mittel_Gewicht_{slot}" for slot in slots))
        self._all(
            self.kept, tuple(f"Annahme_Mittel_{what}_{month}" for what in ("Zuteilung", "Bindung") for month in months)
        )
        self._all(self.anew, tuple(f"Annahme_Mittel_Fest_{slot}" for slot in slots))
        self._all(
            self.anew,
            tuple(
                f"Annahme_Mittel_{what}" for what in ("Vorbindungen", "Umverteilung_Position", "Umverteilung_Betrag")
            ),
        )
        self._ahead()
        self._how["Annahme_Mittel_VKB_Vorjahr"] = self.taken("Annahme_Verwaltungsbudget", "VKB")
        self._how["Annahme_Mittel_EGT_Vorjahr"] = self.taken("Annahme_Eingliederungsmittel", "EGT")

    def _ahead(self) -> None:
        """Subsidised jobs are in their next year; stages of the budget and what stands beside it are new."""
        years = [f"Annahme_Mittel_16i_Faelle_{year}" for year in range(1, mittel.YEARS_16I + 1)]
        for now, then in zip(years, (None, *years), strict=False):
            self._how[now] = self.taken(then, "ein Förderjahr weiter") if then else self.anew
        pots = [f"Annahme_Mittel_Stand_{key}_{pot}" for key in mittel.VINTAGES for pot in ("VKB", "EGT")]
        beside = [f"Annahme_Mittel_{what}" for what in ("Ausgabereste", "PAT", "Aufwendungsersatz")]
        self._all(self.anew, (*pots, *beside, mittel.VINTAGE))
        self._all(self.by_law, tuple(f"Annahme_Mittel_16i_Satz_{year}" for year in range(1, mittel.YEARS_16I + 1)))

    def _standards(self) -> None:
        """What is asked for stays, what is reached is new."""
        for each in prozess.standards(self._source.model.shape.standards):
            self._all(self.kept, (each.target.name, each.better.name))
            self._all(self.anew, (each.actual.name, each.state.name))


def _of_group(name: str) -> bool:
    """Whether an input is one of a group's, which are decided each year."""
    return re.match(r"Annahme_G\d+_", name) is not None
