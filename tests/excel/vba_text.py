"""Helpers for VBA as text: the deliberate differences undone, conditional compilation, a parser."""

from __future__ import annotations

import re

from jcplan.hosts.excel import wrappers


def as_xlwings_would(text: str) -> str:
    """Our wrappers with the differences taken back that ``wrappers`` lists."""
    text = re.sub(rf"{wrappers.CELLS}\((\w+)\)", r"\1", text)
    text = text.replace(f"{wrappers.FAILURE}(Err.Number)", "Err.Description")
    text = text.replace(f"{wrappers.CALL}(", "XLPy.CallUDF(")
    text = re.sub(rf"= {wrappers.BLOCK}\((XLPy\.CallUDF\(.*\))\)$", r"= \1", text, flags=re.MULTILINE)
    lines, excel = [], False
    for line in text.split("\n"):
        word = line.strip()
        excel = word.startswith("#If") or (excel and not word.startswith("#Else"))
        if excel and "XLPy.CallUDF" in line:
            line = line.removesuffix(")") + ", ThisWorkbook, Application.Caller)"  # noqa: PLW2901
        lines.append(line)
    return "\n".join(lines)


def branch(source: str, *, excel: bool) -> str:
    """What 64-bit Office for Windows compiles, for Excel or for another program.

    Names that are not set count as 0, as in VBA.
    """
    known: dict[str, object] = {"true": True, "false": False, "vba7": True, "win64": True, "mac": False}
    out: list[str] = []
    stack: list[tuple[bool, bool]] = []  # whether this part counts, whether one of this #If has counted
    for line in source.splitlines():
        word = line.strip()
        if word.startswith("#Const"):
            known["app"] = "Microsoft Excel" if excel else "another program"
        elif word.startswith("#If"):
            counts = _holds(word[3:].partition(" Then")[0], known)
            stack.append((counts, counts))
        elif word.startswith("#ElseIf"):
            counts = not stack[-1][1] and _holds(word[7:].partition(" Then")[0], known)
            stack[-1] = (counts, counts or stack[-1][1])
        elif word.startswith("#Else"):
            stack[-1] = (not stack[-1][1], True)
        elif word.startswith("#End If"):
            stack.pop()
        elif all(counts for counts, _ in stack):
            out.append(line)
    return "\n".join(out) + "\n"


def _holds(condition: str, known: dict[str, object]) -> bool:
    """An #If condition: comparisons joined by Or, And, Not."""
    words = {"or": "or", "and": "and", "not": "not", "=": "==", "<>": "!="}
    parts = []
    for token in re.findall(r'"[^"]*"|[\w.]+|<>|>=|<=|[=<>()]', condition):
        plain = token[0] == '"' or token[0].isdigit() or token in "<=>=()"
        parts.append(words.get(token.lower()) or (token if plain else repr(known.get(token.lower(), 0))))
    return bool(eval(" ".join(parts), {"__builtins__": {}}))


def syntax_errors(source: str) -> list[str]:
    """What the VBA grammar of antlr4-vba finds in a source without conditional compilation."""
    from antlr4 import CommonTokenStream, InputStream
    from antlr4.error.ErrorListener import ErrorListener
    from antlr4_vba.vbaLexer import vbaLexer
    from antlr4_vba.vbaParser import vbaParser

    found: list[str] = []

    class Collect(ErrorListener):
        def syntaxError(self, *details):  # noqa: N802  # antlr's name
            _, _, line, column, message, _ = details
            found.append(f"{line}:{column} {message}")

    # the grammar's rule for modules knows no other attribute than the name
    lines = [line for line in source.splitlines() if not re.match(r"Attribute (?!VB_Name)", line)]
    lexer = vbaLexer(InputStream("\r\n".join(lines) + "\r\n"))
    parser = vbaParser(CommonTokenStream(lexer))
    for part in (lexer, parser):
        part.removeErrorListeners()
        part.addErrorListener(Collect())
    parser.startRule()
    return found
