"""Tables whose rows the plan makes, as they stand in a document."""

from __future__ import annotations

from jcplan.document import wordxml
from jcplan.document.mark import TABLE, Mark, rows_text
from jcplan.document.plan import Plan
from jcplan.document.wordxml import Controls, Grid, TableStyles, run


def made_table(plan: Plan, name: str, controls: Controls, styles: TableStyles, width: float = 0.0) -> str:
    """A table whose rows the plan makes; a control in its first header cell marks it.

    Args:
        plan: The plan.
        name: Its name.
        controls: Makes the control.
        styles: Its styles.
        width: Of the text on the page, in centimetres, where the table must not be wider.
    """
    kind, rows = plan.kind(name), plan.table(name) or []
    if kind is None:
        raise KeyError(name)
    mark = Mark.of(name, TABLE, rows_text(rows))
    first, *others = (wordxml.head_run(head, styles) for head in kind.heads)
    heads = [controls.around(mark, kind.label, first), *others]
    cells = [[run(cell) for cell in row] for row in rows]
    wide = sum(kind.widths)
    scale = width / wide if 0 < width < wide else 1.0
    widths = [each * scale for each in kind.widths]
    return wordxml.table(Grid(kind.label, kind.description, heads, cells, widths, kind.right, kind.total), styles)
