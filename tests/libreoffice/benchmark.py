"""How long a hard recalculation of the shipped workbook takes, and with native formulas in place of ours.

    python tests/libreoffice/benchmark.py [WORKBOOK] [--rounds 40] [--limit 3]

Both in one LibreOffice, in turns; medians. Three situations: nothing changed (calls with the
same cells are remembered), one input changed, every input changed (nothing is remembered).
Ends with code 1 if a ratio in process is above the limit.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from pathlib import Path

from workbooks import last_row, read

from jcplan.cells import Area, address, area_address
from jcplan.model import Model
from jcplan.ooxml import WorkbookFile
from tools.office import Office

SHIPPED = Path(__file__).parents[2] / "workbook" / "JC-Planung-2017.xlsx"
FILE_CONVENTION = 3


def _path(a, row, column, top, left):
    """Stock, rate and exits month by month: rows Anfang, Zugang, Abgang, Ende."""
    here = address(top, column)
    return [
        a[0] if column == left else address(top + 3, column - 1),
        f"{here}*{a[1]}",
        a[2],
        f"{here}+{address(top + 1, column)}-{address(top + 2, column)}",
    ][row - top]


def _span(a, row, top):
    sign = "-" if row == top else "+"
    return f"SUMPRODUCT({a[0]}{sign}0.5*10^-{a[2]},{a[1]})/SUM({a[1]})"


def _entry(text, row, top):
    """One entry of a column."""
    if match := re.fullmatch(r"([A-Z]+)(\d+):\1(\d+)", text):
        return f"{match[1]}{int(match[2]) + row - top}"
    return f"INDEX({text},{row - top + 1})"


def _entries(a, row, top, count):
    """The entries of so many arguments; those left out are empty texts."""
    return [_entry(x, row, top) for x in a] + ['""'] * (count - len(a))


def _fits(computed, printed, places, kind):
    near = f"ABS({computed}-{printed})<=0.5*10^-{places}+1E-9*ABS({printed})"
    beyond = f'AND({kind}="mindestens",{printed}>={computed}),AND({kind}="höchstens",{printed}<={computed})'
    return f"OR({near},{beyond})"


def _verdict(a, row, top):
    computed, printed, places, obstacle, kind = _entries(a, row, top, 5)
    match = f'IF({_fits(computed, printed, places, kind)},"passt","Widerspruch")'
    return f'IF(OR({computed}="",{printed}="",{places}="",{obstacle}<>""),"nicht prüfbar",{match})'


def _sentence(a, row, top):
    computed, printed, places, unit, obstacle, kind = _entries(a, row, top, 6)
    first = f'IF({kind}="mindestens","Nötig mindestens ",IF({kind}="höchstens","Erlaubt höchstens ","Berechnet "))'
    figures = f'{first}&FIXED({computed},{places})&" "&{unit}&", angegeben "&FIXED({printed},{places})&" "&{unit}&": "'
    difference = f'FIXED(ABS({printed}-{computed}),{places})&" zu viel oder zu wenig."'
    rest = f'IF({_fits(computed, printed, places, kind)},"passt.",{difference})'
    return (
        f'IF(OR({computed}="",{printed}="",{places}="",{obstacle}<>""),"nicht prüfbar: "&{obstacle},{figures}&{rest})'
    )


def _decomposition(a, column, left):
    before, after = (f"{x}/SUM({x})" for x in (a[1], a[3]))
    if column == left:
        return f"({after}-{before})*({a[0]}+{a[2]})/2"
    return f"({a[2]}-{a[0]})*({before}+{after})/2"


def _exits(a):
    growth = f"(1+{a[1]})^ROW($1:$12)"
    return f"({a[0]}*SUMPRODUCT({growth})/12-{a[0]}*(1+{a[2]}))/(SUMPRODUCT(({growth}-1)/{a[1]})/12)"


def _share(total, weights, here):
    """One month of a whole total by largest remainder; then the larger weight goes first, then the earlier month."""
    exact = f"({total})*{weights}/SUM({weights})"
    own = f"({total})*{here}/SUM({weights})"
    left_over = f"ROUND(({total})-SUMPRODUCT(INT({exact}+1E-9)),0)"
    before = [f"MOD({x}+1E-9,1)+{y}*1E-9-COLUMN({y})*1E-13" for x, y in ((exact, weights), (own, here))]
    rank = f"SUMPRODUCT(--({before[0]}>{before[1]}))"
    return f"INT({own}+1E-9)+({rank}<{left_over})"


def _month(text, column, left):
    """One month of a row."""
    return f"INDEX({text},1,{column - left + 1})"


def _progress(a, step):
    """Last month, planned, actual, deviation, projection."""
    known = f'({a[0]}<>"")'
    count = f"COUNT({a[0]})" if len(a) > 3 and a[3] == "1" else "1"
    planned, actual = f"SUMPRODUCT({known}*{a[1]})/{count}", f"SUM({a[0]})/{count}"
    year = f"SUM({a[0]})*SUM({a[2]})/SUMPRODUCT({known}*{a[2]})" + ("/12" if count != "1" else "")
    last = f"SUMPRODUCT(MAX({known}*COLUMN({a[0]})))-COLUMN(C1)+1"
    return (last, planned, actual, f"{actual}-{planned}", year)[step]


def _rate(a, column):
    """Rate from January up to a month."""
    so_far = [re.sub(r":[$]?N", f":{address(1, column)[:-1]}", x) for x in a]
    known = f'({so_far[0]}<>"")*({so_far[1]}<>"")'
    last = f'OR({_month(a[0], column, 3)}="",{_month(a[1], column, 3)}="")'
    flows, stocks = (f"SUMPRODUCT({known},{x})" for x in so_far)
    return f'IF({last},"",{flows}/({stocks}/SUMPRODUCT({known})))'


def _shifted(a, row, top):
    """One entry replaced, the others in proportion."""
    values, position, new = a
    others = f"{_entry(values, row, top)}*(SUM({values})-{new})/(SUM({values})-INDEX({values},{position}))"
    return f"IF({position}={row - top + 1},{new},{others})"


def _mean(a, row, top):
    """The mean stock of twelve months, by the sum of a geometric series."""
    growth = f"(1+{a[1]})^ROW($1:$12)"
    return f"({a[0]}*SUMPRODUCT({growth})-{_entry(a[2], row, top)}*SUMPRODUCT(({growth}-1)/{a[1]}))/12"


def _floating(a, step, part):
    """One of the six parts of a bridge's step, from the steps before it."""
    first = a[0].partition(":")[0]
    letter, number = re.fullmatch(r"([A-Z]+)(\d+)", first).groups()
    before = a[1] if len(a) > 1 else "0"
    if step:
        before = f"({before}+SUM({first}:{letter}{int(number) + step - 1}))"
    value = f"{letter}{int(number) + step}"
    base_above = f"MAX(0,MIN({before},{before}+{value}))"
    base_below = f"MIN(0,MAX({before},{before}+{value}))"
    above = f"(MAX(0,{before},{before}+{value})-{base_above})"
    below = f"(MIN(0,{before},{before}+{value})-{base_below})"
    up = f"({value}>=0)"
    return (base_above, base_below, f"{up}*{above}", f"{up}*{below}", f"(1-{up})*{above}", f"(1-{up})*{below}")[part]


def _shared_out(a, row, top):
    """One part by largest remainder; ``a`` is total, weights, fixed values (may be left out), places."""
    total, weights, held, places = a
    free = f'({held}="")' if held else "1"
    rest = f"(({total})-SUM({held}))*10^{places}" if held else f"({total})*10^{places}"
    all_quotas = f"({rest}*{weights}/SUMPRODUCT({free}*{weights}))"
    quota = all_quotas.replace(f"*{weights}/", f"*{_entry(weights, row, top)}/")
    missing = f"ROUND({rest}-SUMPRODUCT({free}*INT({all_quotas})),0)"
    before = f"SUMPRODUCT({free}*({all_quotas}-INT({all_quotas})>{quota}-INT({quota})))"
    part = f"(INT({quota})+({before}<{missing}))/10^{places}"
    fixed = _entry(held, row, top) if held else '""'
    return f'IF({fixed}<>"",{fixed},{part})'


def _moved(a, row, top):
    """One entry after another one has changed; ``a`` is values, position, new value, marks of those that stay."""
    values, position, new, held = a
    value, mark = _entry(values, row, top), _entry(held, row, top)
    old = f"INDEX({values},{position})"
    room = f'(SUMPRODUCT(({held}="")*{values})-{old})'
    return f'IF({row - top + 1}={position},{new},IF({mark}<>"",{value},{value}*(1-({new}-{old})/{room})))'


def native(name, a, row, column, top, left):
    """A native formula for one cell of a call's result; None for a function that has no such counterpart here."""
    down = row - top
    match name:
        case "JC_VERAENDERUNG":
            return f"({a[0]}/{a[1]}-1)"
        case "JC_BASIS":
            return f"({a[0]}/{a[1]})"
        case "JC_AMPEL":
            sign = a[3] if len(a) > 3 else "1"
            missed = f"({a[1]}-{a[0]})*{sign}"
            return f'IF({missed}<=0,"grün",IF({missed}<={a[2]}*ABS({a[1]}),"gelb","rot"))'
        case "JC_ELB_PROGNOSE":
            return (
                "{1}*(1+{2})+{3}".replace("{1}", _entry(a[0], row, top))
                .replace("{2}", _entry(a[1], row, top))
                .replace("{3}", _entry(a[2], row, top))
            )
        case "JC_IQ_ZIEL":
            return f"ROUND({a[0]}*(1+{a[1]}),{a[2]})" if len(a) > 2 else f"({a[0]}*(1+{a[1]}))"
        case "JC_INTEGRATIONEN":
            return f"{_entry(a[0], row, top)}*{_entry(a[1], row, top)}"
        case "JC_IQ_GESAMT":
            return f"SUMPRODUCT({a[0]},{a[1]})/SUM({a[1]})"
        case "JC_IQ_SPANNE":
            return _span(a, row, top)
        case "JC_IQ_BENOETIGT":
            return f'(({a[0]}*SUM({a[2]})-SUMPRODUCT({a[1]},{a[2]}))/SUMPRODUCT(({a[1]}="")*{a[2]}))'
        case "JC_IQ_ZERLEGUNG":
            return (
                _decomposition([_entry(a[0], row, top), a[1], _entry(a[2], row, top), a[3]], column, left)
                .replace(a[1] + "/", _entry(a[1], row, top) + "/")
                .replace(a[3] + "/", _entry(a[3], row, top) + "/")
            )
        case "JC_LZB_PFAD":
            return _path(a, row, column, top, left)
        case "JC_LZB_ABGANG":
            return _exits(a)
        case "JC_LZB_MITTEL":
            return _mean(a, row, top)
        case "JC_DURCHLAUF":
            return f"{a[0]}*{a[1]}/{a[2]}"
        case "JC_K3":
            return f"({a[0]}/{a[1]}-1)"
        case "JC_JDW":
            return f"IF(COUNT({a[0]})<12,NA(),AVERAGE({a[0]}))"
        case "JC_BRUECKE":
            return _floating(a, down, column - left)
        case "JC_UMSCHICHTUNG":
            amount = f"{a[1]}*{a[2]}"
            return (amount, f"{a[0]}+{amount}", f"{a[1]}-{amount}", f"{a[0]}+{a[1]}")[down]
        case "JC_KFA":
            return (f"{a[0]}/(1-{a[1]})*{a[1]}", f"{a[0]}/(1-{a[1]})")[down]
        case "JC_VERTEILEN":
            return _shared_out(a, row, top)
        case "JC_SOLLPFAD":
            return _share(a[0], a[1], _month(a[1], column, left))
        case "JC_SOLL_IST":
            return _progress(a, column - left)
        case "JC_JFW":
            return _rate(a, column)
        case "JC_MITTELABFLUSS":
            so_far = f"(COLUMN({a[1]})-MIN(COLUMN({a[1]}))<{a[2]})"
            return f"SUMPRODUCT({so_far}*{a[0]})*SUM({a[1]})/SUMPRODUCT({so_far}*{a[1]})"
        case "JC_MITTELAMPEL":
            return f'IF({a[0]}>{a[1]},"läuft leer",IF({a[2]}<{a[3]}*(1-{a[4]}),"bleibt liegen","im Plan"))'
        case "JC_UMVERTEILEN":
            return _moved(a, row, top) if len(a) > 3 else _shifted(a, row, top)
        case "JC_VZAE_JAHRESMITTEL":
            return f"({a[0]}*{a[1]}/12)"
        case "JC_VZAE_BEDARF" | "JC_SCHLUESSEL":
            return f"({a[0]}/{a[1]})"
        case "JC_GESPRAECHE":
            return f"({a[0]}*{a[1]}*{a[2]}/{a[3]})"
        case "JC_URTEIL" if len(a) < 6:
            return _verdict(a, row, top)
        case "JC_ERLAEUTERUNG" if len(a) < 7:
            return _sentence(a, row, top)
    return None


def split_call(formula):
    """The first call of ours in a formula: what is before, name, arguments, what is after."""
    match = re.search(r"JC_[A-Z0-9_]+\(", formula)
    if not match:
        return None
    depth, start, arguments, quoted = 1, match.end(), [], False
    for at in range(match.end(), len(formula)):
        letter = formula[at]
        if letter == '"':
            quoted = not quoted
        if quoted:
            continue
        depth += (letter in "({") - (letter in ")}")
        if (letter == "," and depth == 1) or depth == 0:
            arguments.append(formula[start:at])
            start = at + 1
        if depth == 0:
            return formula[: match.start()], match[0][:-1], arguments, formula[at + 1 :]
    raise AssertionError(formula)


def rewritten(formula, row, column, top, left):
    """The formula of one cell with every call of ours replaced; None where one has no counterpart."""
    while parts := split_call(formula):
        before, name, arguments, after = parts
        other = native(name, arguments, row, column, top, left)
        if other is None:
            return None
        formula = f"{before}({other}){after}"
    return formula


def make_native(document, file):
    """Put native formulas in place of ours; says how many formulas there were."""
    parser = document.model.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish, parser.FormulaConvention = True, FILE_CONVENTION
    replaced = 0
    for name in file.sheets:
        sheet = document.model.Sheets.getByName(name)
        sheet.unprotect("")
        for (row, column), cell in file.cells(name).items():
            if not cell.formula or "JC_" not in cell.formula:
                continue
            area = cell.array or Area(row, column, row, column)
            if rewritten(cell.formula, row, column, row, column) is None:
                continue  # it stays ours in both
            replaced += 1
            if cell.array:
                sheet.getCellRangeByName(area_address(area)).setArrayFormula("")
            for inner in area:
                target = sheet.getCellByPosition(inner[1] - 1, inner[0] - 1)
                text = rewritten(cell.formula, *inner, row, column)
                target.setTokens(parser.parseFormula(text, target.CellAddress))
    return replaced


def compare(ours, other, file):
    """Figures must be the same, or the benchmark compares different things."""
    ours.recalculate()
    other.recalculate()
    for name in file.sheets:
        area = Area(1, 1, max(1, last_row(ours.book, name)), 30)
        for row, (mine, theirs) in enumerate(
            zip(read(ours.book, name, area), read(other.book, name, area), strict=True), 1
        ):
            for column, (one, two) in enumerate(zip(mine, theirs, strict=True), 1):
                same = (
                    abs(one - two) <= 1e-9 * max(1, abs(one))
                    if isinstance(one, float) and isinstance(two, float)
                    else True
                )
                if not same or type(one) is not type(two):
                    print(f"  differs: {name}!{address(row, column)}: {one!r}, native {two!r}")


def figures(document):
    """The cells of all inputs that are numbers."""
    cells = (document.named(field.name).getCellByPosition(0, 0) for field in Model().inputs if not field.optional)
    return [(cell, cell.Value) for cell in cells if cell.Type.value == "VALUE"]


def measure(documents, rounds):
    """Medians in seconds by situation and document."""
    inputs = {name: figures(document) for name, document in documents.items()}
    times = {}
    for document in documents.values():
        document.model.enableAutomaticCalculation(False)
    for number in range(rounds):
        for situation, count in (("nothing changed", 0), ("one input changed", 1), ("every input changed", None)):
            for name, document in documents.items():
                for cell, value in inputs[name][:count]:
                    cell.Value = value * (1 + 1e-7 * (number + 1))
                start = time.perf_counter()
                document.recalculate()
                times.setdefault(situation, {}).setdefault(name, []).append(time.perf_counter() - start)
    return {situation: {name: statistics.median(t) for name, t in found.items()} for situation, found in times.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workbook", nargs="?", type=Path, default=SHIPPED)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--limit", type=float, default=3.0)
    arguments = parser.parse_args()
    file = WorkbookFile.read(arguments.workbook)
    failed = False
    for mode in ("auto", "worker"):
        with (
            Office(mode=mode) as office,
            office.open(arguments.workbook) as ours,
            office.open(arguments.workbook) as other,
        ):
            count = make_native(other, file)
            compare(ours, other, file)
            medians = measure({"ours": ours, "native": other}, arguments.rounds)
        print(f"{'in process' if mode == 'auto' else 'through the worker'}: {count} formulas of ours")
        for situation, found in medians.items():
            ratio = found["ours"] / found["native"]
            ours_ms, native_ms = found["ours"] * 1000, found["native"] * 1000
            print(f"  {situation:20}  ours {ours_ms:6.2f} ms  native {native_ms:6.2f} ms  ratio {ratio:.2f}")
            if mode == "auto" and ratio > arguments.limit:
                failed = True
                print(f"  above the limit of {arguments.limit:g}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
