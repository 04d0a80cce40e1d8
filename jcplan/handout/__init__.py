"""What is handed round of a plan: a workbook of values only, and single pages of it."""

from jcplan.handout.page import Paper, about
from jcplan.handout.teams import TeamPage, team_pages
from jcplan.handout.values import Copy, values_copy

__all__ = ["Copy", "Paper", "TeamPage", "about", "team_pages", "values_copy"]
