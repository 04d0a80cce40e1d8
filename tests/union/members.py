"""Made-up plans, as small as what they bring to many."""

from __future__ import annotations

import numpy as np

from jcplan.union.draws import Drawn
from jcplan.union.member import AMOUNTS, GroupFigures, Member


def member(file="A.xlsx", elb=1000.0, integrations=230.0, *, year=2017, kind="", **amounts):
    """A plan with one group; amounts that are not told are 100."""
    given = {each.key: 100.0 for each in AMOUNTS} | {"elb": elb, "integrationen": integrations} | amounts
    return Member(
        file=file, jobcenter=f"Jobcenter {file}", stand="Entwurf", year=year, kind=kind, amounts=given,
        groups=(GroupFigures("alle", elb, integrations),), iq_published=round(integrations / elb, 3),
        contradictions=(), outdated=0, likely=(), unsure=(), chance_fault="",
    )  # fmt: skip


def sure(each):
    """The draws of a plan of which nothing is uncertain."""
    return Drawn(each.amount("elb"), each.amount("integrationen"), each.amount("lzb"))


def unsure(each, seed, draws):
    """Draws of a plan with some chance in every figure, and an order of its own."""
    stream = np.random.default_rng(seed)
    values = (each.amount(key) * (1 + 0.05 * stream.standard_normal(draws)) for key in ("elb", "integrationen", "lzb"))
    return Drawn(*values, order=stream.permutation(draws).astype(np.uint32))
