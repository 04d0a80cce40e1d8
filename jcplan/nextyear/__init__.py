"""The plan of the next year from that of this one: what each input becomes, and where it comes from."""

from jcplan.nextyear.bases import BASES, BEST
from jcplan.nextyear.made import NextYear, next_year

__all__ = ["BASES", "BEST", "NextYear", "next_year"]
