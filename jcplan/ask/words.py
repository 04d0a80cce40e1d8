"""What targets and inputs are called in a workbook, and how what a person types is read."""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from jcplan.errors import InputError
from jcplan.german import as_shown, literal, quantity, round_decimal, visible
from jcplan.model.fields import EURO, SHARE, Field, Target

_OF_GROUP: Final = re.compile(r"_G(\d)(?:_|$)")
_NUMBER: Final = re.compile(r"([+-]?)([1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,(\d+))?\s*(.*)")
_UNITS: Final = {SHARE: ("%", "prozent"), EURO: ("€", "eur", "euro")}
_CALLED: Final = {"Ziel_LZB": "LZB im Jahresmittel", "Ziel_LZB_Abgang": "nötiger LZB-Abgang"}
"""Targets whose label is no subject of a sentence."""
_MILLIONS: Final = ("mio", "mio.", "millionen")
_WHOLE: Final = 100
_MORE: Final = 3
"""Decimals that an exact figure is told with beyond the usual ones."""


def target_label(target: Target, groups: Sequence[str]) -> str:
    """What a target is called in few words.

    Args:
        target: The target.
        groups: What the groups are called.

    >>> target_label(Target("Ziel_IQ_G2", "iq_g2", "Integrationsquote (IQ)", "", "%", 3), ["ohne 8 HKL", "8 HKL"])
    'IQ 8 HKL'
    """
    if target.name in _CALLED:
        return _CALLED[target.name]
    short = target.short
    group = group_of(target.name, groups)
    if group is None:
        return f"{short} {target.group}" if target.name.endswith("_gesamt") else short
    return f"{short} {group}"


def input_label(field: Field, groups: Sequence[str]) -> str:
    """What an input is called, with its group's label in place of its number."""
    group = group_of(field.name, groups)
    return field.label if group is None else f"{group}: {field.label.partition(': ')[2]}"


def group_of(name: str, groups: Sequence[str]) -> str | None:
    """What the group of a name is called."""
    found = _OF_GROUP.search(name)
    return groups[int(found[1]) - 1] if found and int(found[1]) <= len(groups) else None


def plain(text: str) -> str:
    """A text without what people write differently: case, punctuation, blanks.

    >>> plain(" Ziel_IQ_gesamt"), plain("IQ, gesamt")
    ('ziel iq gesamt', 'iq gesamt')
    """
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold()))


def target_words(targets: Sequence[Target], groups: Sequence[str]) -> dict[str, str]:
    """Every way to call a target, and the target's name; the earlier one where two are called the same."""
    found: dict[str, str] = {}
    full = {target.name: _full(target, groups) for target in targets}
    brief = [_brief(group) for group in groups]
    ways = (
        lambda target: target.name,
        lambda target: target.name.removeprefix("Ziel_"),
        lambda target: target_label(target, groups),
        lambda target: target_label(target, brief),
        lambda target: " ".join(full[target.name]),
        lambda target: full[target.name][0],
        lambda target: target.short,
    )
    ordered = sorted(targets, key=lambda target: _OF_GROUP.search(target.name) is not None)  # "IQ" is that of all
    for way in ways:
        for target in ordered:
            found.setdefault(plain(way(target)), target.name)
    return found


def _full(target: Target, groups: Sequence[str]) -> tuple[str, str]:
    return target.label, group_of(target.name, groups) or target.group


def _brief(group: str) -> str:
    """A group's label without what stands in brackets behind it."""
    return re.sub(r"\s*\(.*\)$", "", group)


def input_words(fields: Sequence[Field], groups: Sequence[str]) -> dict[str, str]:
    """Every way to call an input, and its name."""
    found: dict[str, str] = {}
    for field in fields:
        short = field.name.removeprefix("Annahme_")
        label, group = input_label(field, groups), group_of(field.name, groups)
        ways = [field.name, short, label, field.label]
        for called in dict.fromkeys((group, _brief(group))) if group else ():
            ending, text = short.partition("_")[2], label.partition(": ")[2]
            ways += [f"{called} {text}", f"{text} {called}", f"{called} {ending}", f"{ending} {called}"]
        for way in ways:
            found.setdefault(plain(way), field.name)
    return found


def meant(place: str, text: str, words: Mapping[str, str], labels: Mapping[str, str], expected: str) -> str:
    """The name that a text stands for.

    Args:
        place: Where it was typed, for messages.
        text: What was typed.
        words: Every way to call something, and its name.
        labels: What is called how, by name.
        expected: What is expected, for the message.

    Raises:
        InputError: Nothing is called so; it says what may be meant.
    """
    name = words.get(plain(text)) or words.get(plain(re.sub(r"_veroeffentlicht\s*$", "", text, flags=re.IGNORECASE)))
    if name is None:  # some of its words, where no other has them all
        some = set(plain(text).split())
        partly = {each for way, each in words.items() if some and some <= set(way.split())}
        name = partly.pop() if len(partly) == 1 else None
    if name is None:
        close = difflib.get_close_matches(plain(text), words, n=3, cutoff=0.6)
        guesses = [f"„{labels[each]}“ ({each})" for each in dict.fromkeys(words[word] for word in close)]
        raise InputError(place, literal(text), expected, f"Meinten Sie {' oder '.join(guesses)}?" if guesses else "")
    return name


# ---- figures -----------------------------------------------------------------------------------


def typed(text: str, unit: str, place: str) -> float:
    """A figure as a German types it, in the unit of its cell.

    Args:
        text: Such as ``22,5 %``, ``0,225``, ``27.649`` or ``5,9 Mio. €``.
        unit: The unit that is wanted.
        place: Where it was typed, for messages.

    Raises:
        InputError: It is no such figure, or one that has two meanings.

    >>> typed("22,5 %", "%", "WUNSCH"), typed("0,225", "%", "WUNSCH"), typed("27.649", "Köpfe", "WUNSCH")
    (0.225, 0.225, 27649.0)
    """
    written = " ".join(text.replace("\u2212", "-").replace("\u2013", "-").split())
    match = _NUMBER.fullmatch(written)
    example = (
        "22,5 % oder 0,225" if unit == SHARE else "5.900.000 oder 5,9 Mio." if unit == EURO else "27.649 oder 69,5"
    )
    expected = f"eine Zahl, deutsch geschrieben: {example}"
    found = f"„{visible(text)}“"
    if not match:
        raise InputError(place, found, expected)
    sign, whole, decimals, rest = match.groups()
    value = Decimal(f"{sign}{whole.replace('.', '')}.{decimals or 0}")
    behind = rest.casefold()
    first, _, second = behind.partition(" ")
    if first in _MILLIONS and unit != SHARE:
        value, behind = value * 1_000_000, second
    if unit == SHARE and behind in _UNITS[SHARE]:
        if abs(value) > _WHOLE:
            raise InputError(place, found, "eine Quote bis 100 %")
        return float(value / 100)
    known = {plain(word) for word in unit.split()}
    if behind not in ("", *_UNITS.get(unit, ())) and not {plain(word) for word in behind.split()} <= known:
        raise InputError(place, found, f"{expected} ({unit})")
    if unit == SHARE and not first and abs(value) > 1:
        raise InputError(place, found, "eine Quote mit Prozentzeichen oder als Anteil", f"Meinten Sie {written} %?")
    return float(value)


def told(value: float, unit: str, places: int, more: int = _MORE) -> str:
    """A figure with some decimals more than usual, as far as it has them.

    >>> told(0.016209, "%", 3), told(69.0, "Köpfe je Monat", 0)
    ('1,6209 %', '69 Köpfe je Monat')
    """
    return shown(float(round_decimal(value, places + more)), unit)


def shown(value: float, unit: str) -> str:
    """A figure with its unit; a month is called by its number.

    >>> shown(3.0, "Monat"), shown(0.015, "%")
    ('3', '1,5 %')
    """
    return quantity(value, "" if unit == "Monat" else unit)


def inside(low: float, high: float, places: int) -> tuple[float, float]:
    """A band told with so many decimals, none of which lies outside of it.

    >>> inside(0.0152173913, 0.0195652174, 6)
    (0.015218, 0.019565)
    """
    step = Decimal(1).scaleb(-places)
    least = as_shown(low).quantize(step, ROUND_CEILING)
    most = as_shown(high).quantize(step, ROUND_FLOOR)
    return (float(least), float(most)) if least <= most else (low, high)


def shortest(low: float, high: float, near: float, field: Field) -> float | None:
    """A figure in a band with the usual decimals, or a few more; the one nearest to another.

    >>> from jcplan.model import Model
    >>> shortest(0.015218, 0.019565, 0.016209, Model().field("Annahme_G1_IQ_Steigerung"))
    0.016
    """
    for places in range(field.places, field.places + (1 if field.whole else _MORE)):
        step = Decimal(1).scaleb(-places)
        tried = {float(as_shown(near).quantize(step))}
        tried |= {float(as_shown(low).quantize(step, ROUND_CEILING)), float(as_shown(high).quantize(step, ROUND_FLOOR))}
        good = [value for value in tried if low <= value <= high]
        if good:
            return min(good, key=lambda value: abs(value - near))
    return None


def same(one: float | None, other: float | None) -> bool:
    """Whether two inputs are the same but for the noise of floats; a blank is only a blank."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)


def renamed(text: str, name: str, label: str) -> str:
    """A text in which a name is replaced by what it stands for.

    >>> renamed("Ziel_IQ_gesamt_oben liegt über Ziel_IQ_gesamt.", "Ziel_IQ_gesamt", "IQ gesamt")
    'Ziel_IQ_gesamt_oben liegt über „IQ gesamt“.'
    """
    return re.sub(rf"\b{re.escape(name)}\b", lambda _: f"„{label}“", text)
