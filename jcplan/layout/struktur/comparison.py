"""Third page of the sheet Struktur: against the year before, and what follows for everybody else."""

from __future__ import annotations

from typing import Any, Final

from jcplan.layout.struktur.words import (
    KEYS,
    P3,
    POINT_UNIT,
    POINTS,
    S,
    by_group,
    derived,
    group_columns,
    shown_share,
)
from jcplan.model.fields import HEADS, SHARE
from jcplan.model.parts.struktur import COMMON, FEATURES, GROUPS, PROFILES, before
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.relation import needs, or_dash
from jcplan.sheet.table import DASH, UNIT_COLUMN, Column, Row, Special, Table

_BESIDE: Final = 10
_CHANGES: Final = (
    ("komplex_elb", "komplex, ELB", shown_share("ELB", "komplex"), f"{S}ELB_komplex_Veraenderung", SHARE),
    ("integriert_elb", "integriert, ELB", shown_share("ELB", "integriert"), f"{S}ELB_integriert_Veraenderung", SHARE),
    ("komplex_lzb", "komplex, LZB", shown_share("LZB", "komplex"), f"{S}LZB_komplex_Veraenderung", SHARE),
    ("komplex_auslaender", "komplex, Ausländer", shown_share("Auslaender", "komplex"), f"{S}Auslaender_komplex_Veraenderung", SHARE),
    ("auslaender_elb", "Ausländer an den ELB", shown_share("ELB", "Auslaender"), f"{S}Auslaender_Anteil_Veraenderung", SHARE),
    ("hkl", "ELB aus den 8 HKL", "{bestand.hkl.koepfe}", f"{S}8HKL_Zuwachsrate", HEADS),
    ("schwerbehinderte", "ELB mit Schwerbehinderung", "{weitere.schwerbehinderte.koepfe}", f"{S}Schwerbehinderte_Veraenderung", HEADS),
)  # fmt: skip
"""Relative changes that are stated: key, label, figure now, name of the change, unit."""
_OTHERS: Final = (
    ("ohne_lzb", "ELB ohne LZB", "ELB", "LZB"),
    ("ohne_auslaender", "ELB ohne Ausländer", "ELB", "Auslaender"),
    ("ohne_hkl", "Ausländer ohne 8 HKL", "Auslaender", "8HKL"),
)
"""Key and header of the others, the whole and the part that they are without."""


def third_page(page: Sheet) -> None:
    """The year before, stated changes and, beside them, the others."""
    page.table(_year_before())
    page.skip()
    top = page.row
    page.table(_changes())
    others = page.table(_others(), row=top, column=_BESIDE)
    page.put(others.last + 1, _BESIDE, "(Anteil am Ganzen − Anteil am Teil × Größe des Teils) ÷ Größe der Übrigen", "subtitle")  # fmt: skip


def _year_before() -> Table:
    """Shares of the year before, stated or from a stated change, and the difference."""
    young = f"{S}LZB_unter_25_Sondertatbestand_Vorjahr"
    now = "{weitere.sondertatbestand.anteil}"
    dashes = {group: DASH for group in GROUPS if group != "LZB"}
    return Table(
        "vorjahr",
        (
            *group_columns("vorjahr", "Vorjahr\n{}", SHARE, P3),
            *group_columns("differenz", "Differenz\n{}", POINT_UNIT, POINTS),
        ),
        (
            *(Row(what.lower(), label, cells=_before(what)) for what, label in (FEATURES | PROFILES).items()),
            Row("lzb_jung", "LZB unter 25 mit Sondertatbestand", cells={
                **by_group("vorjahr", {**dashes, "LZB": or_dash(young)}),
                **by_group("differenz", {**dashes, "LZB": derived((now, "{vorjahr_lzb}"), f"{now}-{{vorjahr_lzb}}")}),
            }),
        ),
        head="Merkmal oder Profillage", title="Gegen das Vorjahr",
        note="Wo für das Vorjahr kein Wert gedruckt ist, aber eine relative Veränderung, steht der daraus berechnete (nächste Tabelle).",
    )  # fmt: skip


def _before(what: str) -> dict[str, Any]:
    """Each group's share of the year before and its difference, dashes where a group has none."""
    changed = {key for key, *_ in _CHANGES}
    earlier, difference = dict.fromkeys(GROUPS, DASH), dict.fromkeys(GROUPS, DASH)
    for group, key in KEYS.items():
        name, now, then = before(group, what), shown_share(group, what), f"{{vorjahr_{key}}}"
        change = f"{what}_{key}".lower()
        if name:
            otherwise = f"{{veraenderungen.{change}.vorjahr}}" if change in changed else '"–"'
            earlier[group] = Special(f"IF(COUNT({name})=0,{otherwise},{name})")
            difference[group] = Special(derived((now, then), f"{now}-{then}"))
    return by_group("vorjahr", earlier) | by_group("differenz", difference)


def _changes() -> Table:
    """Stated changes, read as relative ones and as percentage points."""
    return Table(
        "veraenderungen",
        (
            Column("jetzt", "jetzt"),
            Column("relativ", "Veränderung relativ"),
            Column("vorjahr", "Vorjahr daraus", formula=derived(("{jetzt}", "{relativ}"), "{jetzt}/(1+{relativ})")),
            Column("differenz", "Differenz"),
            Column("punkte", "Vorjahr, wenn Punkte", formula=derived(("{jetzt}", "{relativ}"), "{jetzt}-{relativ}")),
            UNIT_COLUMN,
        ),
        [_change(*change) for change in _CHANGES],
        head="Größe", title="Was die angegebenen Veränderungen bedeuten",
        note="„Um 6 % gestiegen“ kann relativ gemeint sein oder in Prozentpunkten; gerechnet wird relativ.",
    )  # fmt: skip


def _change(key: str, label: str, now: str, name: str, unit: str) -> Row:
    """One stated change; of heads there are no percentage points."""
    form, signed = (P3, POINTS) if unit == SHARE else (styles.HEADS, styles.SIGNED)
    cells: dict[str, str | Special | None] = {
        "jetzt": now,
        "relativ": Special(or_dash(name), form=styles.percent(2, signed=True)),
        "differenz": Special(derived(("{jetzt}", "{vorjahr}"), "{jetzt}-{vorjahr}"), form=signed),
    }
    return Row(key, label, form=form, unit=unit, cells=cells if unit == SHARE else cells | {"punkte": DASH})


def _others() -> Table:
    """What shares of a whole and of a part leave for the others; it has to lie between 0 and 100 %."""
    rows = COMMON | PROFILES
    first, *_, last = (what.lower() for what in rows)
    all_shares = f"{{{first}:{last}}}"
    lzb, foreign = "{bestand.lzb.angegeben}", "{bestand.auslaender.angegeben}"
    heads = ("{bestand.auslaender.koepfe}", "{bestand.hkl.koepfe}")
    sizes = {
        "ohne_lzb": derived((lzb,), f"1-{lzb}"),
        "ohne_auslaender": derived((foreign,), f"1-{foreign}"),
        "ohne_hkl": derived(heads, f"1-{heads[1]}/{heads[0]}"),
    }
    return Table(
        "uebrige",
        [Column(key, head) for key, head, *_ in _OTHERS],
        (
            Row("einheit", "", label_style="units", cells={key: Special(value=SHARE, style="units") for key, *_ in _OTHERS}),
            Row("groesse", "Größe der Übrigen, gemessen am Ganzen", form=P3, cells=sizes),
            *(Row(what.lower(), label, form=P3, cells=_other_shares(what)) for what, label in rows.items()),
            *(
                Row(key, label, needs((all_shares,), f"{function}({all_shares})", "–"), form=P3, kind="total")
                for key, label, function in (("kleinster", "kleinster Anteil", "MIN"), ("groesster", "größter Anteil", "MAX"))
            ),
        ),
        head="Merkmal", title="Was für die Übrigen folgt", note="Unter 0 oder über 100 % widersprächen sich die Angaben.", span=4,
    )  # fmt: skip


def _other_shares(what: str) -> dict[str, str]:
    """The others' share of a feature or profile group."""
    shares = {}
    for key, _, whole, part in _OTHERS:
        of_all, of_part = shown_share(whole, what), shown_share(part, what)
        shares[key] = derived((of_all, of_part), f"JC_RESTANTEIL({of_all},{of_part},1-{{groesse}})")
    return shares
