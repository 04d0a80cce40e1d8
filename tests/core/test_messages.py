"""Every finding of the core in full: place, what was found with its figures, what was expected."""

from __future__ import annotations

import math

import numpy as np
import pytest

from jcplan.core import budget, elb, iq, lzb, monthly, shares, tracking
from jcplan.core.verdict import verdict
from jcplan.errors import InputError

NAN = math.nan

SENTENCES = [
    # 100 · 0.5 − 51.26 = −1.26 heads are left
    (
        lambda: elb.forecast([400, 100], -0.5, [0, -51.26]),
        "zugang: gefunden einen Abgang, der −1,3 Köpfe übrig lässt, erwartet einen Bestand ab 0.",
    ),
    (
        lambda: elb.base([10, -10], 0.5),
        "rate: gefunden ein anderes Vorzeichen als bei zuwachs, erwartet dasselbe Vorzeichen (ein Bestand ist nie negativ).",
    ),
    (
        lambda: elb.stock_path(100, [0, 0, 0], [60, 30, 11]),
        "abgang: gefunden so viel, dass der Bestand im Monat 3 unter 0 fällt, erwartet höchstens den Bestand, der noch da ist.",
    ),
    (
        lambda: lzb.path(100, 0, 51, 12),
        "abgang: gefunden so viel, dass der Bestand im Monat 2 unter 0 fällt, erwartet höchstens den Bestand, der noch da ist.",
    ),
    (
        lambda: elb.trailing_means([1, 2], 3),
        "monatswerte: gefunden 2 Monatswerte, erwartet mindestens 3, so viele wie das Fenster.",
    ),
    # the second budget: 500 · −0.3 = −150 moves back, 100 are there
    (
        lambda: budget.reallocate([1000, 100], 500, [0.1, -0.3]),
        "anteil: gefunden eine Umschichtung von −150,00 €, durch die das Verwaltungskostenbudget unter 0 € fällt, erwartet höchstens, was darin ist.",
    ),
    (
        lambda: budget.reallocate(100, 500, 1.5),
        "anteil: gefunden eine Umschichtung von 750,00 €, durch die der Eingliederungstitel unter 0 € fällt, erwartet höchstens, was darin ist.",
    ),
    (
        lambda: budget.reallocation_for_need(1000, 500, 1500.5),
        "bedarf: gefunden 1.500,50 €, erwartet höchstens 1.500,00 € (beide Budgets zusammen).",
    ),
    (
        lambda: budget.reallocation_for_need(1000, 500, [1200, 1500.99, 1400]),
        "bedarf: gefunden 1.500,99 €, erwartet höchstens 1.500,00 € (beide Budgets zusammen).",
    ),
    (
        lambda: iq.required(0.2, [0.1, NAN, NAN], [1, 1, 1]),
        "iq: gefunden 2 leere Einträge, erwartet genau einen leeren Eintrag (die gesuchte Quote).",
    ),
    # (0.5 · 200 − 0.1 · 100) / 100 = 0.9 can be; (0.6 · 200 − 0.1 · 100) / 100 = 1.1 cannot
    (
        lambda: iq.required([0.5, 0.6], [[0.1, NAN], [0.1, NAN]], [100, 100]),
        "iq_gesamt: gefunden ein Ziel, für das die gesuchte Gruppe 110,0 % bräuchte, erwartet ein erreichbares Ziel (0 bis 100 %).",
    ),
    (
        lambda: iq.required(0.04, [0.1, NAN], [100, 100]),
        "iq_gesamt: gefunden ein Ziel, für das die gesuchte Gruppe −2,0 % bräuchte, erwartet ein erreichbares Ziel (0 bis 100 %).",
    ),
    (
        lambda: tracking.projection([1, 2, 3], [1, 1]),
        "ist: gefunden 3 Monate, erwartet 1 bis 2 Monate, höchstens so viele wie saison.",
    ),
    (
        lambda: tracking.projection([1, 2], [0, 0, 1]),
        "saison: gefunden Gewicht 0 in allen bisherigen Monaten, erwartet mindestens ein Gewicht größer als 0.",
    ),
    (
        lambda: tracking.open_target(9, [1, 2], [1, 1]),
        "ist: gefunden 2 Monate, erwartet weniger als 2 Monate (es muss noch einer offen sein).",
    ),
    (
        lambda: tracking.progress([NAN, NAN], [1, 1], [1, 1]),
        "ist: gefunden keinen bekannten Monat, erwartet mindestens einen Monatswert.",
    ),
    (
        lambda: tracking.progress([NAN, 1], [1, 1], [1, 0]),
        "saison: gefunden Gewicht 0 in allen bekannten Monaten, erwartet mindestens ein Gewicht größer als 0.",
    ),
    (
        lambda: tracking.year_to_date_rate([1, 1], [0, 5]),
        "elb: gefunden Bestände von zusammen 0, erwartet einen Bestand größer als 0.",
    ),
    (
        lambda: tracking.traffic_light(1, 1, 0, [1, 0]),
        "richtung: gefunden einen anderen Wert, erwartet 1 (mehr ist besser) oder −1 (weniger ist besser).",
    ),
    (
        lambda: shares.share_out(100, [1, 1, 0], [30, 60, NAN], 0),
        "gewichte: gefunden keinen freien Teil mit Gewicht für den Rest von 10, erwartet mindestens einen.",
    ),
    (
        lambda: shares.share_out(100, [1, 1], [120.5, NAN], 0),
        "fest: gefunden feste Werte, die einen Rest von −20,5 lassen, erwartet feste Werte, die zusammen nicht über die Summe 100 gehen.",
    ),
    (
        lambda: shares.share_out(100, [1, 1], [49.5, NAN], 0),
        "summe: gefunden einen Rest von 50,5, erwartet eine Zahl, die sich auf 0 Stellen verteilen lässt.",
    ),
    (
        lambda: shares.share_out(1.25, [1, 1], None, 1),
        "summe: gefunden 1,25, erwartet eine Zahl, die sich auf 1 Stellen verteilen lässt.",
    ),
    (
        lambda: shares.shift([10, 20, 30], 1, 70.5, np.array([False, True, False])),
        "neu: gefunden 70,5, also 60,5 gegenüber bisher, erwartet einen Wert, den die freien Einträge (zusammen 30) ausgleichen können.",
    ),
    (
        lambda: shares.shift([10, 20], 3, 5),
        "position: gefunden 3, erwartet eine ganze Zahl von 1 bis 2.",
    ),
    (
        lambda: monthly.monthly_targets(1.5, [1, 1], 0),
        "jahresziel: gefunden 1,5, erwartet eine Zahl, die sich auf 0 Stellen verteilen lässt.",
    ),
    (
        lambda: monthly.split_targets([2.5], [1, 1], [1, 1.5], 0),
        "jahresziele: gefunden 2,5, erwartet eine Zahl, die sich auf 0 Stellen verteilen lässt.",
    ),
    (
        lambda: monthly.split_targets([3, 1.5], [1, 1], [2, 2]),
        "jahresziele: gefunden zusammen 4,5, erwartet zusammen 4, die Summe von pfad.",
    ),
    (
        lambda: verdict(1, 1, 0, art="genau"),
        "art: gefunden „genau“ (Text), erwartet „gleich“, „mindestens“ oder „höchstens“.",
    ),
]


@pytest.mark.parametrize(("compute", "sentence"), SENTENCES)
def test_a_finding_in_full(compute, sentence):
    with pytest.raises(InputError) as caught:
        compute()
    assert str(caught.value) == sentence


def test_whole_columns_of_scenarios_are_checked_too():
    """A finding of the second scenario only."""
    with pytest.raises(InputError, match=r"^monatswerte: gefunden 11 Monatswerte"):
        elb.annual_mean(np.ones((2, 11)))
    with pytest.raises(InputError, match=r"^ist: gefunden keinen bekannten Monat"):
        tracking.progress([[1, 1], [NAN, NAN]], [1, 1], [1, 1])
    with pytest.raises(InputError, match=r"^saison: gefunden Gewicht 0 in allen bekannten"):
        tracking.progress([[1, 1], [NAN, 1]], [1, 1], [1, 0])
    with pytest.raises(InputError, match=r"^saison: gefunden Gewicht 0 in allen bisherigen"):
        tracking.projection([[1], [1]], [[1, 1], [0, 1]])
