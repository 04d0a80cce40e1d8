"""Inputs for the tests of the plan: a base with round figures, and random groups."""

from __future__ import annotations

from hypothesis import strategies as st

from jcplan.core.inputs import Group, Inputs
from jcplan.model.groups import plan_inputs as read_groups
from jcplan.upgrade.names import MEANT, all_now

ONCE = {
    "lzb_bestand": 5000.0,
    "lzb_zuwachsrate": 0.01,
    "lzb_abgang": 60.0,
    "lzb_ziel": 0.02,
    "verwaltungsbudget": 10_000_000.0,
    "eingliederungsmittel": 8_000_000.0,
    "umschichtung_anteil": 0.25,
    "kfa_quote": 0.152,
}


def plan_inputs(*groups, **changes):
    """Inputs of some groups; what there is once is round unless changed."""
    return Inputs(2017, groups, **(ONCE | changes))


def of_0_1_0(values):
    """The plan's inputs from those of version 0.1.0, numbers or arrays, named without ``Annahme_``."""
    now = {new: value for name, value in values.items() for new in all_now(f"Annahme_{name}")}
    meant = {name: value for name, value in MEANT["0.1.0"].items() if not isinstance(value, str)}
    return read_groups({"Annahme_Planjahr": 2017.0, **meant, **now}, {}, 2, str)


def two(**changes):
    """Two groups of round figures, the first the rest of 10,000."""
    others = {"veraenderung": 0.1, "iq_vorjahr": 0.2, "iq_steigerung": 0.1}
    refugees = {"elb": 1000.0, "zugang": 500.0, "iq_ziel": 0.1}
    once = {"elb_gesamt": 10_000.0, "iq_gesamt_vorjahr": 0.19}
    for name, value in changes.items():
        field, _, group = name.partition("__")
        {"": once, "ohne": others, "hkl": refugees}[group][field] = value
    return plan_inputs(Group("ohne 8 HKL", **others), Group("8 HKL", **refugees), **once)


def _group(**values):
    raised, typed = values.pop("steigerung"), values.pop("ziel")
    return Group("Gruppe", **values, **({"iq_steigerung": raised} if typed is None else {"iq_ziel": typed}))


GROUPS = st.builds(
    _group,
    elb=st.floats(1, 1e6),
    veraenderung=st.floats(-0.9, 1),
    zugang=st.floats(0, 1e5),
    zugang_ab_monat=st.integers(1, 12),
    iq_vorjahr=st.floats(0, 0.5),
    steigerung=st.floats(-1, 1),
    ziel=st.none() | st.floats(0, 1),
    iq_nachkommastellen=st.integers(0, 12),
)
"""A group that can be, whatever it is put together with."""
