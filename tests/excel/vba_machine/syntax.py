"""Reads VBA: a module becomes declarations and procedures, a procedure a list of statements as tuples."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<hex>&H[0-9A-Fa-f]+&?)|(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?[&#!@%]?)
    |(?P<name>[^\W\d]\w*[$%]?)|(?P<sign>:=|<>|<=|>=|[=<>&+\-*/\\^().,:!]))""",
    re.VERBOSE,
)
Token = tuple[str, Any]
_END: Token = ("end", "")


@dataclass
class Parameter:
    name: str
    optional: bool
    default: Any
    kind: str


@dataclass
class Procedure:
    name: str
    function: bool
    private: bool
    parameters: list[Parameter]
    kind: str
    body: list[tuple] = field(default_factory=list)
    module: str = ""

    def __deepcopy__(self, _: Any) -> Procedure:
        return self


@dataclass
class Module:
    """A parsed module; never changed, so that a copy is itself.

    Attributes:
        name: Its name.
        private: Whether ``Option Private Module`` keeps it from Excel's list of macros.
        procedures: By name in lower case.
        variables: Name and type of each variable of the module, in lower case.
        constants: Name and expression of each.
        externals: What ``Declare`` names, in lower case.
    """

    name: str
    private: bool = False
    procedures: dict[str, Procedure] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    constants: dict[str, tuple[bool, Any]] = field(default_factory=dict)
    externals: set[str] = field(default_factory=set)

    def __deepcopy__(self, _: Any) -> Module:
        return self


class SyntaxProblem(Exception):
    """Something that this reader does not know."""


def logical_lines(source: str) -> list[tuple[int, str]]:
    """Lines with their numbers: continued ones joined, comments off."""
    found: list[tuple[int, str]] = []
    held, start = "", 0
    for number, line in enumerate(source.splitlines(), 1):
        start = start or number
        plain = _without_comment(line).rstrip()
        if plain.endswith(" _"):
            held += plain[:-1]
            continue
        text = (held + plain).strip()
        if text:
            found.append((start, text))
        held, start = "", 0
    return found


def _without_comment(line: str) -> str:
    inside = False
    for at, sign in enumerate(line):
        if sign == '"':
            inside = not inside
        elif sign == "'" and not inside:
            return line[:at]
    return line


def tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match or match.end() == at:
            if not text[at:].strip():
                break
            raise SyntaxProblem(f"unknown sign: {text[at:]}")
        kind = match.lastgroup or ""
        value: Any = match[kind]
        if kind == "text":
            value = value[1:-1].replace('""', '"')
        elif kind == "hex":
            kind, value = "number", int(f"0x{value[2:]}".rstrip("&"), 0)
        elif kind == "number":
            plain = value.rstrip("&#!@%")
            value = float(plain) if re.search(r"[.eE]", plain) or value.endswith("#") else int(plain)
        found.append((kind, value))
        at = match.end()
    return found


def read_module(source: str) -> Module:
    """Read a module without conditional compilation.

    Raises:
        SyntaxProblem: Something is not known; with the module's name and the line.
    """
    name = re.search(r'^Attribute VB_Name = "(\w+)"', source, re.MULTILINE)
    module = Module(name[1] if name else "?")
    reader = _Reader(module, logical_lines(source))
    try:
        reader.module_level()
    except SyntaxProblem as problem:
        raise SyntaxProblem(f"{module.name}, line {reader.line}: {problem}") from None
    return module


_OPEN = re.compile(r"(?:(Public|Private|Friend)\s+)?(?:Static\s+)?(Function|Sub)\s+(\w+)", re.IGNORECASE)
_BINARY = (("or", "xor"), ("and",))
_COMPARISONS = {"=", "<>", "<", ">", "<=", ">="}


class _Reader:
    def __init__(self, module: Module, lines: list[tuple[int, str]]) -> None:
        self.module, self.lines, self.at = module, lines, 0
        self.tokens: list[Token] = []
        self.position = 0
        self.line = 0

    # ---- lines --------------------------------------------------------------------------------------

    def peek_line(self) -> str:
        return self.lines[self.at][1] if self.at < len(self.lines) else ""

    def next_line(self) -> str:
        self.line, text = self.lines[self.at]
        self.at += 1
        return text

    def module_level(self) -> None:
        while self.at < len(self.lines):
            text = self.next_line()
            lower = text.lower()
            if lower.startswith(("attribute ", "option ")):
                self.module.private |= lower == "option private module"
                continue
            if re.match(r"(?:(?:public|private)\s+)?declare\s", lower):
                self.module.externals.add(re.search(r"(?:function|sub)\s+(\w+)", lower)[1])  # type: ignore[index]
                continue
            head = _OPEN.match(text)
            if head:
                self.procedure(head, text)
                continue
            constant = re.match(r"(?:(public|private)\s+)?const\s+(\w+)(?:\s+as\s+\w+)?\s*=(.*)", text, re.IGNORECASE)
            if constant:
                self.start(constant[3])
                public = (constant[1] or "").lower() == "public"
                self.module.constants[constant[2].lower()] = (public, self.expression())
                continue
            variable = re.match(r"(?:public|private|dim)\s+(\w+)(?:\s+as\s+(?:new\s+)?(\w+))?$", lower)
            if not variable:
                raise SyntaxProblem(text)
            self.module.variables[variable[1]] = variable[2] or "variant"

    def procedure(self, head: re.Match[str], text: str) -> None:
        inside = text[head.end() :].strip()
        parameters, kind = [], "variant"
        if inside.startswith("("):
            listed, rest = _closed(inside)
            parameters = [self.parameter(part) for part in _parted(listed)]
            typed = re.match(r"\s*as\s+(\w+)", rest, re.IGNORECASE)
            kind = typed[1].lower() if typed else kind
        function = head[2].lower() == "function"
        private = (head[1] or "").lower() == "private"
        made = Procedure(head[3], function, private, parameters, kind, module=self.module.name)
        made.body = self.block((f"end {head[2].lower()}",))
        self.next_line()
        self.module.procedures[made.name.lower()] = made

    def parameter(self, text: str) -> Parameter:
        match = re.match(
            r"(optional\s+)?(?:byval\s+|byref\s+)?(?:paramarray\s+)?(\w+)(?:\(\))?(?:\s+as\s+(\w+))?(?:\s*=\s*(.*))?$",
            text.strip(),
            re.IGNORECASE,
        )
        if not match:
            raise SyntaxProblem(f"parameter {text}")
        default = None
        if match[4]:
            self.start(match[4])
            default = self.expression()
        return Parameter(match[2].lower(), bool(match[1]), default, (match[3] or "variant").lower())

    def block(self, ends: tuple[str, ...]) -> list[tuple]:
        """Statements up to a line that begins with one of the ends, which stays."""
        found: list[tuple] = []
        while self.at < len(self.lines):
            lower = self.peek_line().lower()
            if any(re.match(rf"{end}\b", lower) for end in ends):
                return found
            text = self.next_line()
            line = self.line
            found += [(kind, line, *rest) for kind, *rest in self.statements(text)]
        raise SyntaxProblem(f"no {' or '.join(ends)}")

    # ---- statements ---------------------------------------------------------------------------------

    def statements(self, text: str) -> list[tuple]:
        label = re.match(r"(\w+):(?!=)\s*(.*)$", text)
        if label and label[1].lower() != "else":
            return [("label", label[1].lower()), *(self.statements(label[2]) if label[2] else [])]
        lower = text.lower()
        if lower.startswith("if ") and re.search(r"\bthen$", lower):
            return [self.if_block(text)]
        if lower.startswith("for each "):
            match = re.match(r"for each (\w+) in (.*)$", text, re.IGNORECASE)
            self.start(match[2])  # type: ignore[index]
            over = self.expression()
            body = self.block(("next",))
            self.next_line()
            return [("each", match[1].lower(), over, body)]  # type: ignore[index]
        if lower.startswith("for "):
            match = re.match(r"for (\w+)\s*=\s*(.*?)\s+to\s+(.*?)(?:\s+step\s+(.*))?$", text, re.IGNORECASE)
            bounds = [self.parsed(match[n]) if match[n] else ("const", 1) for n in (2, 3, 4)]  # type: ignore[index]
            body = self.block(("next",))
            self.next_line()
            return [("for", match[1].lower(), *bounds, body)]  # type: ignore[index]
        if re.match(r"do\b|while\b", lower):
            return [self.loop(text)]
        if lower.startswith("select case "):
            return [self.select(text)]
        if lower.startswith("with "):
            subject = self.parsed(text[5:])
            body = self.block(("end with",))
            self.next_line()
            return [("with", subject, body)]
        self.start(text)
        found = [self.simple()]
        while self.now() == ("sign", ":"):
            self.take()
            found.append(self.simple())
        if self.now() != _END:
            raise SyntaxProblem(text)
        return found

    def if_block(self, text: str) -> tuple:
        branches = [(self.parsed(re.sub(r"\bthen$", "", text[3:], flags=re.IGNORECASE)), self.if_part())]
        otherwise: list[tuple] = []
        while True:
            line = self.next_line()
            if re.match(r"elseif\b", line, re.IGNORECASE):
                condition = self.parsed(re.sub(r"\bthen$", "", line[6:].strip(), flags=re.IGNORECASE))
                branches.append((condition, self.if_part()))
            elif re.match(r"else$", line, re.IGNORECASE):
                otherwise = self.if_part()
            else:
                return ("if", branches, otherwise)

    def if_part(self) -> list[tuple]:
        return self.block(("elseif", "else", "end if"))

    def loop(self, text: str) -> tuple:
        match = re.match(r"(?:do\s+)?(while|until)\s+(.*)$", text, re.IGNORECASE)
        before = (match[1].lower(), self.parsed(match[2])) if match else None
        ending = "wend" if text.lower().startswith("while") else "loop"
        body = self.block((ending,))
        tail = re.match(r"loop\s+(while|until)\s+(.*)$", self.next_line(), re.IGNORECASE)
        after = (tail[1].lower(), self.parsed(tail[2])) if tail else None
        return ("loop", before, after, body)

    def select(self, text: str) -> tuple:
        subject = self.parsed(text[12:])
        cases: list[tuple] = []
        while True:
            line = self.next_line()
            if re.match(r"end select", line, re.IGNORECASE):
                return ("select", subject, cases)
            if not line.lower().startswith("case"):
                raise SyntaxProblem(line)
            head = line[4:].strip()
            if head.lower() == "else":
                tests = None
            else:
                tests = []
                self.start(head)
                while True:
                    low = self.expression()
                    high = self.expression() if self.word("to") else None
                    tests.append((low, high))
                    if not self.sign(","):
                        break
            cases.append((tests, self.block(("case", "end select"))))

    def simple(self) -> tuple:
        kind, value = self.now()
        word = value.lower() if kind == "name" else ""
        if word in ("dim", "static", "const"):
            self.take()
            return self.declaration(word)
        if word == "redim":
            self.take()
            keep = self.word("preserve")
            name = self.name()
            self.expect("(")
            bounds = self.bounds()
            if self.word("as"):
                self.name()
            return ("redim", name, bounds, keep)
        if word == "if":
            return self.if_line()
        if word == "on":
            return self.on_error()
        if word == "exit":
            self.take()
            return ("exit", self.name())
        if word == "goto":
            self.take()
            return ("goto", self.name())
        if word == "resume":
            self.take()
            return ("resume", self.name() if self.now()[0] == "name" else "")
        if word == "set":
            self.take()
            target = self.postfix()
            self.expect("=")
            return ("set", target, self.expression())
        if word == "call":
            self.take()
            return ("call", self.postfix(), None)
        target = self.postfix()
        if self.sign("="):
            return ("let", target, self.expression())
        arguments = [] if self.now() in (_END, ("sign", ":")) or self._at("else") else self.arguments()
        return ("call", target, arguments)

    def declaration(self, word: str) -> tuple:
        declared = []
        while True:
            name, bounds, value = self.name(), None, None
            if self.sign("("):
                bounds = self.bounds()
            kind = "variant"
            if self.word("as"):
                self.word("new")
                kind = self.name()
            if word == "const":
                self.expect("=")
                value = self.expression()
            declared.append((name, kind, bounds, value))
            if not self.sign(","):
                return ("dim", declared, word == "static")

    def bounds(self) -> list[tuple]:
        """Behind the bracket; closes it. An array without bounds has none."""
        found = []
        while not self.sign(")"):
            low, high = ("const", 0), self.expression()
            if self.word("to"):
                low, high = high, self.expression()
            found.append((low, high))
            self.sign(",")
        return found

    def if_line(self) -> tuple:
        self.take()
        condition = self.expression()
        if not self.word("then"):
            raise SyntaxProblem("no Then")
        inside, otherwise = self.line_part(), []
        if self.word("else"):
            otherwise = self.line_part()
        return ("if", [(condition, inside)], otherwise)

    def line_part(self) -> list[tuple]:
        found = [self._numbered()]
        while self.sign(":"):
            found.append(self._numbered())
        return found

    def _numbered(self) -> tuple:
        kind, *rest = self.simple()
        return (kind, self.line, *rest)

    def on_error(self) -> tuple:
        self.take()
        if not self.word("error"):
            raise SyntaxProblem("On without Error")
        if self.word("resume"):
            if not self.word("next"):
                raise SyntaxProblem("Resume without Next")
            return ("onerror", "next")
        if not self.word("goto"):
            raise SyntaxProblem("On Error without GoTo")
        kind, value = self.take()
        return ("onerror", None if (kind, value) == ("number", 0) else value.lower())

    # ---- expressions --------------------------------------------------------------------------------

    def start(self, text: str) -> None:
        self.tokens, self.position = tokens(text), 0

    def parsed(self, text: str) -> tuple:
        """A text that is one expression; what is being read stays."""
        kept = self.tokens, self.position
        self.start(text)
        found = self.expression()
        if self.now() != _END:
            raise SyntaxProblem(text)
        self.tokens, self.position = kept
        return found

    def now(self) -> Token:
        return self.tokens[self.position] if self.position < len(self.tokens) else _END

    def take(self) -> Token:
        found = self.now()
        self.position += 1
        return found

    def sign(self, sign: str) -> bool:
        if self.now() == ("sign", sign):
            self.position += 1
            return True
        return False

    def _at(self, word: str) -> bool:
        kind, value = self.now()
        return kind == "name" and value.lower() == word

    def word(self, word: str) -> bool:
        if self._at(word):
            self.position += 1
            return True
        return False

    def expect(self, sign: str) -> None:
        if not self.sign(sign):
            raise SyntaxProblem(f"expected {sign}, found {self.now()[1]}")

    def name(self) -> str:
        kind, value = self.take()
        if kind != "name":
            raise SyntaxProblem(f"expected a name, found {value}")
        return value.lower()

    def expression(self, level: int = 0) -> tuple:
        if level < len(_BINARY):
            left = self.expression(level + 1)
            while self.now()[0] == "name" and self.now()[1].lower() in _BINARY[level]:
                operator = self.take()[1].lower()
                left = ("binary", operator, left, self.expression(level + 1))
            return left
        if self.word("not"):
            return ("not", self.expression(level))
        return self.comparison()

    def comparison(self) -> tuple:
        left = self.joined()
        while True:
            kind, value = self.now()
            if kind == "sign" and value in _COMPARISONS:
                self.take()
                left = ("binary", value, left, self.joined())
            elif self._at("is"):
                self.take()
                left = ("is", left, self.joined())
            else:
                return left

    def joined(self) -> tuple:
        left = self.sum()
        while self.sign("&"):
            left = ("binary", "&", left, self.sum())
        return left

    def sum(self) -> tuple:
        left = self.product()
        while self.now() in (("sign", "+"), ("sign", "-")):
            operator = self.take()[1]
            left = ("binary", operator, left, self.product())
        return left

    def product(self) -> tuple:
        left = self.negative()
        while self.now() in (("sign", "*"), ("sign", "/"), ("sign", "\\")) or self._at("mod"):
            operator = self.take()[1].lower()
            left = ("binary", operator, left, self.negative())
        return left

    def negative(self) -> tuple:
        if self.sign("-"):
            return ("negative", self.negative())
        return self.postfix()

    def postfix(self) -> tuple:
        found = self.primary()
        while True:
            if self.sign("."):
                found = ("member", found, self.take()[1])
            elif self.now() == ("sign", "("):
                self.take()
                arguments = [] if self.now() == ("sign", ")") else self.arguments()
                self.expect(")")
                found = ("apply", found, arguments)
            else:
                return found

    def primary(self) -> tuple:
        kind, value = self.take()
        if kind in ("text", "number"):
            return ("const", value)
        if (kind, value) == ("sign", "("):
            inside = self.expression()
            self.expect(")")
            return ("group", inside)
        if (kind, value) == ("sign", "."):
            return ("member", ("with",), self.take()[1])
        if kind != "name":
            raise SyntaxProblem(f"expected an expression, found {value or 'the end'}")
        lower = value.lower()
        if lower == "typeof":
            subject = self.postfix()
            if not self.word("is"):
                raise SyntaxProblem("TypeOf without Is")
            return ("typeof", subject, self.name())
        if lower == "new":
            return ("new", self.name())
        return ("name", lower)

    def arguments(self) -> list[tuple[str, tuple | None]]:
        """Values, by position (no name) or by name; None where one is left out."""
        found: list[tuple[str, tuple | None]] = []
        while True:
            if self.now() in (("sign", ","), ("sign", ")"), _END):
                found.append(("", None))
            elif self.now()[0] == "name" and self.tokens[self.position + 1 : self.position + 2] == [("sign", ":=")]:
                name = self.take()[1]
                self.take()
                found.append((name, self.expression()))
            else:
                found.append(("", self.expression()))
            if not self.sign(","):
                return found


def _closed(text: str) -> tuple[str, str]:
    """What stands in the brackets with which a text begins, and what follows."""
    depth, inside = 0, False
    for at, sign in enumerate(text):
        if sign == '"':
            inside = not inside
        elif not inside:
            depth += {"(": 1, ")": -1}.get(sign, 0)
            if depth == 0:
                return text[1:at], text[at + 1 :]
    raise SyntaxProblem(text)


def _parted(text: str) -> list[str]:
    """The parts of a list of parameters."""
    parts, depth, inside, start = [], 0, False, 0
    for at, sign in enumerate(text):
        if sign == '"':
            inside = not inside
        elif not inside:
            depth += {"(": 1, ")": -1}.get(sign, 0)
            if sign == "," and depth == 0:
                parts.append(text[start:at])
                start = at + 1
    return [part for part in (*parts, text[start:]) if part.strip()]
