"""Other states of a plan with which it is compared."""

from __future__ import annotations

from dataclasses import replace

from jcplan.model.groups import input_name
from jcplan.questions.named import Base


def year_before(base: Base) -> Base:
    """The plan as if the year went on like the one before.

    No group changes, nobody comes on top, no rate is raised, a typed target rate is the earlier one as far as
    anything says it, the LZB stay at their mean.

    Args:
        base: The plan.
    """
    values = dict(base.values)
    rates = [group.iq_vorjahr for group in base.smooth().terms.gruppen]
    for number, rate in enumerate(rates):
        for attribute in ("veraenderung", "zugang"):
            values[input_name(attribute, number)] = 0.0
        raised, typed = input_name("iq_steigerung", number), input_name("iq_ziel", number)
        if raised in values:
            values[raised] = 0.0
        elif typed in values and rate == rate:  # noqa: PLR0124  (known)
            values[typed] = float(rate)
    values[input_name("lzb_ziel", None)] = 0.0
    return replace(base, values=values)
