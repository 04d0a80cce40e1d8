"""Runs procedures of parsed modules. Objects are Python's; members are found whatever their case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from vba_machine import library
from vba_machine.syntax import Module, Procedure
from vba_machine.values import (
    EMPTY,
    MISMATCH,
    MISSING,
    NO_MEMBER,
    NO_OBJECT,
    NOTHING,
    Array,
    VbaError,
    inward,
    outward,
)

_FRESH: dict[str, Any] = {
    "long": 0, "integer": 0, "longptr": 0, "byte": 0, "double": 0.0, "single": 0.0, "date": 0.0,
    "string": "", "boolean": False, "object": NOTHING, "collection": NOTHING, "range": NOTHING,
}  # fmt: skip
_INTO: dict[str, Callable[[Any], Any]] = {
    "long": library.whole, "integer": library.whole, "longptr": library.whole, "string": library.text,
    "boolean": library.truth, "double": lambda value: float(library.number(value)),
}  # fmt: skip


class _Leave(Exception):
    """Exit Sub, Exit For and so on."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class _Jump(Exception):
    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


class Err:
    """The object ``Err``."""

    def __init__(self) -> None:
        self.Clear()

    def Clear(self) -> None:
        self.Number, self.Description, self.Source = 0, "", ""

    def Raise(self, number: Any, source: Any = "", description: Any = "", *_: Any) -> None:
        raise VbaError(library.whole(number), library.text(description), library.text(source))

    def take(self, error: VbaError) -> None:
        self.Number, self.Description, self.Source = error.number, error.description, error.source


class _Frame:
    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.values: dict[str, Any] = {}
        self.kinds: dict[str, str] = {}
        self.handler: str | None = None
        self.handling = False
        self.withs: list[Any] = []


class Machine:
    """Modules with what they know from outside.

    Args:
        modules: The parsed modules.
        globals: Objects by name, such as ``Application``.
        libraries: Modules that are not run but stood in for: their procedures, by module.
        externals: What ``Declare`` names.
        translate: Makes of an exception of Python the run-time error that VBA sees; None: it goes through.
        get_object: ``GetObject``.
    """

    def __init__(
        self,
        modules: list[Module],
        globals: Mapping[str, Any] | None = None,  # noqa: A002
        libraries: Mapping[str, Mapping[str, Callable[..., Any]]] | None = None,
        externals: Mapping[str, Callable[..., Any]] | None = None,
        translate: Callable[[Exception], VbaError | None] = lambda _: None,
        get_object: Callable[..., Any] | None = None,
    ) -> None:
        self.modules = {module.name.lower(): module for module in modules}
        self.globals = {name.lower(): value for name, value in (globals or {}).items()}
        self.libraries = {
            name.lower(): {key.lower(): value for key, value in held.items()}
            for name, held in (libraries or {}).items()
        }
        self.externals = {name.lower(): value for name, value in (externals or {}).items()}
        self.translate = translate
        self.get_object = get_object
        self.err = Err()
        self.functions = dict(library.FUNCTIONS)
        self.state = {
            key: {name: _FRESH.get(kind, EMPTY) for name, kind in module.variables.items()}
            for key, module in self.modules.items()
        }

    # ---- calling ------------------------------------------------------------------------------------

    def find(self, name: str) -> Procedure | None:
        """A procedure that Excel may call, by ``Name`` or ``Modul.Name``."""
        module, _, wanted = name.lower().rpartition(".")
        for key, held in self.modules.items():
            if module in ("", key) and wanted in held.procedures:
                return held.procedures[wanted]
        return None

    def call(self, name: str, *arguments: Any) -> Any:
        """Call a procedure as Excel does; values of Python cross the border on the way in and out.

        Raises:
            VbaError: What no procedure handled.
        """
        procedure = self.find(name)
        if procedure is None:
            raise VbaError(1004, f"Das Makro „{name}“ kann nicht ausgeführt werden.")
        return outward(self.run(procedure, [inward(argument) for argument in arguments]))

    def run(self, procedure: Procedure, arguments: list[Any], named: Mapping[str, Any] | None = None) -> Any:
        """Call a procedure with values of VBA."""
        frame = _Frame(procedure)
        named = {name.lower(): value for name, value in (named or {}).items()}
        for at, parameter in enumerate(procedure.parameters):
            value = arguments[at] if at < len(arguments) else named.pop(parameter.name, MISSING)
            if value is MISSING and parameter.kind != "variant":
                default = MISSING if parameter.default is None else self.value(parameter.default, frame)
                value = _FRESH.get(parameter.kind, EMPTY) if default is MISSING else default
            frame.kinds[parameter.name] = parameter.kind
            frame.values[parameter.name] = self._as(value, parameter.kind)
        if named or len(arguments) > len(procedure.parameters):
            raise VbaError(450, f"Falsche Anzahl an Argumenten: {procedure.name}")
        result = procedure.name.lower()
        if procedure.function:
            frame.kinds[result] = procedure.kind
            frame.values[result] = _FRESH.get(procedure.kind, EMPTY)
        self._body(procedure.body, frame)
        return frame.values.get(result, EMPTY)

    def _body(self, body: list[tuple], frame: _Frame) -> None:
        labels = {statement[2]: at for at, statement in enumerate(body) if statement[0] == "label"}
        at = 0
        while at < len(body):
            try:
                self._do(body[at], frame)
            except _Jump as jump:
                if jump.label not in labels:
                    raise
                at = labels[jump.label]
                continue
            except _Leave as leave:
                if leave.what in ("sub", "function"):
                    return
                raise
            except VbaError as error:
                if frame.handler in (None, "next") or frame.handling or frame.handler not in labels:
                    raise
                self.err.take(error)
                frame.handling = True
                at = labels[frame.handler]
                continue
            at += 1

    def _block(self, body: list[tuple], frame: _Frame) -> None:
        for statement in body:
            self._do(statement, frame)

    def _do(self, statement: tuple, frame: _Frame) -> None:
        """One statement. Python's exceptions become VBA's errors here; ``Resume Next`` goes on behind it."""
        kind, line, *rest = statement
        try:
            getattr(self, f"_{kind}")(frame, *rest)
        except (_Leave, _Jump):
            raise
        except VbaError as error:
            if frame.handler != "next":
                raise
            self.err.take(error)
        except Exception as error:
            known = self.translate(error)
            if known is None:
                error.add_note(f"VBA: {frame.procedure.module}.{frame.procedure.name}, line {line}")
                raise
            if frame.handler != "next":
                raise known from error
            self.err.take(known)

    # ---- statements ---------------------------------------------------------------------------------

    def _label(self, frame: _Frame, name: str) -> None:
        pass

    def _dim(self, frame: _Frame, declared: list[tuple], static: bool) -> None:
        if static:
            raise NotImplementedError("Static")
        for name, kind, bounds, value in declared:
            frame.kinds[name] = kind
            if bounds is not None:
                frame.kinds[name] = "variant"
                frame.values[name] = Array(self._bounds(bounds, frame)) if bounds else EMPTY
            else:
                frame.values[name] = _FRESH.get(kind, EMPTY) if value is None else self.value(value, frame)

    def _redim(self, frame: _Frame, name: str, bounds: list[tuple], keep: bool) -> None:
        old = frame.values.get(name)
        kept = old.kept() if keep and isinstance(old, Array) else {}
        self._assign_name(name, Array(self._bounds(bounds, frame), kept), frame)

    def _bounds(self, bounds: list[tuple], frame: _Frame) -> list[tuple[int, int]]:
        return [tuple(library.whole(self.value(end, frame)) for end in pair) for pair in bounds]  # type: ignore[misc]

    def _if(self, frame: _Frame, branches: list[tuple], otherwise: list[tuple]) -> None:
        for condition, body in branches:
            try:
                holds = library.truth(self.value(condition, frame))
            except VbaError as error:
                if frame.handler != "next":
                    raise
                self.err.take(error)  # MS-VBAL 5.4.4: execution goes on with the next statement: the first inside
                holds = True
            if holds:
                self._block(body, frame)
                return
        self._block(otherwise, frame)

    def _for(self, frame: _Frame, name: str, low: tuple, high: tuple, step: tuple, body: list[tuple]) -> None:
        at, last, by = (library.number(self.value(end, frame)) for end in (low, high, step))
        while (at <= last) if by > 0 else (at >= last):
            self._assign_name(name, at, frame)
            if self._left("for", body, frame):
                return
            at = library.number(self._lookup(name, frame)) + by
        self._assign_name(name, at, frame)

    def _each(self, frame: _Frame, name: str, over: tuple, body: list[tuple]) -> None:
        held = self.value(over, frame)
        items = getattr(held, "items", held)
        for item in list(inward(items) if isinstance(items, tuple) else items):
            self._assign_name(name, item, frame)
            if self._left("for", body, frame):
                return

    def _loop(self, frame: _Frame, before: tuple | None, after: tuple | None, body: list[tuple]) -> None:
        def holds(test: tuple | None) -> bool:
            return test is None or library.truth(self.value(test[1], frame)) == (test[0] == "while")

        while holds(before):
            if self._left("do", body, frame) or not holds(after):
                return

    def _left(self, loop: str, body: list[tuple], frame: _Frame) -> bool:
        try:
            self._block(body, frame)
        except _Leave as leave:
            if leave.what != loop:
                raise
            return True
        return False

    def _select(self, frame: _Frame, subject: tuple, cases: list[tuple]) -> None:
        value = self.value(subject, frame)
        for tests, body in cases:
            if tests is None or any(self._fits(value, *test, frame) for test in tests):
                self._block(body, frame)
                return

    def _fits(self, value: Any, low: tuple, high: tuple | None, frame: _Frame) -> bool:
        if high is None:
            return bool(_compare("=", value, self.value(low, frame)))
        return bool(_compare(">=", value, self.value(low, frame)) and _compare("<=", value, self.value(high, frame)))

    def _with(self, frame: _Frame, subject: tuple, body: list[tuple]) -> None:
        frame.withs.append(self.value(subject, frame))
        try:
            self._block(body, frame)
        finally:
            frame.withs.pop()

    def _onerror(self, frame: _Frame, handler: str | None) -> None:
        frame.handler = handler
        self.err.Clear()

    def _resume(self, frame: _Frame, label: str) -> None:
        if label in ("", "next"):
            raise NotImplementedError("Resume without a label")
        frame.handling = False
        self.err.Clear()
        raise _Jump(label)

    def _goto(self, frame: _Frame, label: str) -> None:
        raise _Jump(label)

    def _exit(self, frame: _Frame, what: str) -> None:
        if what in ("sub", "function"):
            self.err.Clear()  # as every Exit Sub, Exit Function, Resume and On Error does
        raise _Leave(what)

    def _call(self, frame: _Frame, target: tuple, arguments: list[tuple] | None) -> None:
        if arguments is None:
            self.value(target, frame)
        else:
            self._invoke(target, arguments, frame)

    def _set(self, frame: _Frame, target: tuple, value: tuple) -> None:
        found = self.value(value, frame)
        found = NOTHING if found is None and value[0] in ("member", "apply") else found  # no object, as Python says it
        if not library.is_object(found):
            raise VbaError(424, "Objekt erforderlich")
        self._store(target, found, frame)

    def _let(self, frame: _Frame, target: tuple, value: tuple) -> None:
        found = self.value(value, frame)
        self._store(target, found.copied() if isinstance(found, Array) else found, frame)

    def _store(self, target: tuple, value: Any, frame: _Frame) -> None:
        if target[0] == "name":
            self._assign_name(target[1], value, frame)
        elif target[0] == "member":
            subject = self._object(self.value(target[1], frame))
            setattr(subject, _member_name(subject, target[2]), outward(value))
        elif target[0] == "apply":
            held = self.value(target[1], frame)
            if not isinstance(held, Array):
                raise VbaError(MISMATCH, "Typen unverträglich")
            held.set(value, *(library.whole(self.value(argument, frame)) for _, argument in target[2]))
        else:
            raise NotImplementedError(f"assignment to {target[0]}")

    def _assign_name(self, name: str, value: Any, frame: _Frame) -> None:
        if name in frame.values:
            frame.values[name] = self._as(value, frame.kinds.get(name, "variant"))
            return
        module = frame.procedure.module.lower()
        if name in self.state[module]:
            self.state[module][name] = self._as(value, self.modules[module].variables[name])
            return
        for key, held in self.state.items():
            if name in held:
                held[name] = self._as(value, self.modules[key].variables[name])
                return
        raise NotImplementedError(f"{frame.procedure.module}.{frame.procedure.name}: {name} is not declared")

    def _as(self, value: Any, kind: str) -> Any:
        into = _INTO.get(kind)
        return value if into is None or value is MISSING or isinstance(value, Array) else into(value)

    # ---- expressions --------------------------------------------------------------------------------

    def value(self, expression: tuple, frame: _Frame) -> Any:
        """What an expression gives; an object as it is, never its default value."""
        kind = expression[0]
        if kind == "const":
            return expression[1]
        if kind == "name":
            return self._name(expression[1], frame)
        if kind == "group":
            return self.value(expression[1], frame)
        if kind == "member":
            return self._member(expression[1], expression[2], [], frame)
        if kind == "apply":
            return self._invoke(expression[1], expression[2], frame)
        if kind == "binary":
            return self._binary(expression[1], expression[2], expression[3], frame)
        if kind == "not":
            held = self.value(expression[1], frame)
            return ~held if isinstance(held, int) and not isinstance(held, bool) else not library.truth(held)
        if kind == "negative":
            return -library.number(self.value(expression[1], frame))
        if kind == "is":
            return self._same(expression[1], expression[2], frame)
        if kind == "typeof":
            held = self.value(expression[1], frame)
            return type(held).__name__.lower() == expression[2] if library.is_object(held) else False
        if kind == "with":
            return frame.withs[-1]
        raise NotImplementedError(f"expression {kind}")

    def _same(self, one: tuple, other: tuple, frame: _Frame) -> bool:
        left, right = (self.value(side, frame) for side in (one, other))
        left, right = (NOTHING if side is None else side for side in (left, right))
        if not (library.is_object(left) and library.is_object(right)):
            raise VbaError(424, "Objekt erforderlich")
        return left is right

    def _binary(self, operator: str, one: tuple, other: tuple, frame: _Frame) -> Any:
        left, right = self.value(one, frame), self.value(other, frame)
        if operator == "&":
            return library.text(left) + library.text(right)
        if operator in ("and", "or", "xor"):
            if all(isinstance(side, int) and not isinstance(side, bool) for side in (left, right)):
                return {"and": left & right, "or": left | right, "xor": left ^ right}[operator]
            a, b = library.truth(left), library.truth(right)
            return {"and": a and b, "or": a or b, "xor": a != b}[operator]
        if operator in ("=", "<>", "<", ">", "<=", ">="):
            return _compare(operator, left, right)
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return left + right
        a, b = library.number(left), library.number(right)
        if operator in ("/", "\\", "mod") and b == 0:
            raise VbaError(11, "Division durch Null")
        return {
            "+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b,
            "\\": lambda: int(library.whole(a) / library.whole(b)), "mod": lambda: library.whole(a) % library.whole(b),
        }[operator]()  # fmt: skip

    def _lookup(self, name: str, frame: _Frame) -> Any:
        """A variable or constant; KeyError where there is none of that name."""
        if name in frame.values:
            return frame.values[name]
        module = frame.procedure.module.lower()
        if name in self.state[module]:
            return self.state[module][name]
        if name in self.modules[module].constants:
            return self.value(self.modules[module].constants[name][1], frame)
        for key, held in self.modules.items():
            if name in held.constants and held.constants[name][0]:
                return self.value(held.constants[name][1], frame)
            if name in self.state[key]:
                return self.state[key][name]
        if name in library.CONSTANTS:
            return library.CONSTANTS[name]
        raise KeyError(name)

    def _name(self, name: str, frame: _Frame) -> Any:
        try:
            return self._lookup(name, frame)
        except KeyError:
            return self._named(name, [], {}, frame)

    def _procedure(self, name: str, frame: _Frame) -> Procedure | None:
        own = self.modules[frame.procedure.module.lower()].procedures
        if name in own:
            return own[name]
        found = [held.procedures[name] for held in self.modules.values() if name in held.procedures]
        return next((procedure for procedure in found if not procedure.private), None)

    def _named(self, name: str, arguments: list[Any], named: Mapping[str, Any], frame: _Frame) -> Any:
        """Call what has a name: a procedure, a function of VBA or of Windows, a global object."""
        procedure = self._procedure(name, frame)
        if procedure is not None:
            return self.run(procedure, arguments, named)
        module = self.modules[frame.procedure.module.lower()]
        if name in module.externals:
            return self.externals[name](*map(outward, arguments))
        if name == "err":
            return self.err
        if name == "callbyname":
            return self._reach(self._object(arguments[0]), library.text(arguments[1]), arguments[3:], {})
        if name == "getobject":
            if self.get_object is None:
                raise VbaError(429, "Objekterstellung durch ActiveX-Komponente nicht möglich")
            return self.get_object(*map(outward, arguments))
        if name in self.functions:
            return self.functions[name](*arguments, **named)
        for held in self.libraries.values():
            if name in held:
                return inward(held[name](*map(outward, arguments)))
        if name in self.globals:
            return self._default(self.globals[name], arguments)
        raise NotImplementedError(f"{frame.procedure.module}.{frame.procedure.name}: what is {name}?")

    def _invoke(self, target: tuple, arguments: list[tuple], frame: _Frame) -> Any:
        """Something with arguments: an element, a call, a default member."""
        if target[0] == "apply":  # (…)(…): an element of what came back
            held = self.value(target, frame)
            values, named = self._arguments(arguments, frame)
            return self._element(held, values) if values else held
        values, named = self._arguments(arguments, frame)
        if target[0] == "member":
            return self._member(target[1], target[2], values, frame, named)
        if target[0] == "name":
            own_result = target[1] == frame.procedure.name.lower()
            if not own_result:
                try:
                    held = self._lookup(target[1], frame)
                except KeyError:
                    pass
                else:
                    return self._element(held, values)
            return self._named(target[1], values, named, frame)
        return self._element(self.value(target, frame), values)

    def _arguments(self, arguments: list[tuple], frame: _Frame) -> tuple[list[Any], dict[str, Any]]:
        values = [MISSING if value is None else self.value(value, frame) for name, value in arguments if not name]
        return values, {name: self.value(value, frame) for name, value in arguments if name}

    def _element(self, held: Any, values: list[Any]) -> Any:
        if isinstance(held, tuple | list):
            held = inward(held)
        if isinstance(held, Array):
            return held.get(*(library.whole(value) for value in values))
        return self._default(held, values)

    def _default(self, held: Any, values: list[Any]) -> Any:
        subject = self._object(held)
        if not values:
            return subject
        return inward(subject(*map(outward, values)), _first(subject))

    def _member(
        self, owner: tuple, name: str, values: list[Any], frame: _Frame, named: Mapping[str, Any] | None = None
    ) -> Any:
        if owner[0] == "name" and owner[1] not in frame.values:
            key = owner[1]
            if key in self.libraries and name.lower() in self.libraries[key]:
                return inward(self.libraries[key][name.lower()](*map(outward, values)))
            if key in self.modules and name.lower() in self.modules[key].procedures:
                return self.run(self.modules[key].procedures[name.lower()], values, named)
        return self._reach(self._object(self.value(owner, frame)), name, values, named or {})

    def _reach(self, subject: Any, name: str, values: list[Any], named: Mapping[str, Any]) -> Any:
        """A property or method of an object of Python."""
        found = getattr(subject, _member_name(subject, name))
        given = list(map(outward, values))
        if callable(found) and (_is_method(found) or given or named):
            found = found(*given, **{key: outward(value) for key, value in named.items()})
            return inward(found, _first(subject))
        held = inward(found, _first(subject))
        return self._element(held, values) if given else held

    def _object(self, held: Any) -> Any:
        if held is NOTHING or held is None:
            raise VbaError(NO_OBJECT, "Objektvariable oder With-Blockvariable nicht festgelegt")
        if not library.is_object(held):
            raise VbaError(424, "Objekt erforderlich")
        return held


def _first(subject: Any) -> int:
    """The lower bound of arrays that an object gives: Excel's blocks of cells count from 1, Python's from 0."""
    return getattr(type(subject), "ARRAYS_FROM", 0)


def _is_method(found: Any) -> bool:
    return hasattr(found, "__func__") or type(found).__name__ in ("function", "builtin_function_or_method", "partial")


def _member_name(subject: Any, name: str) -> str:
    if hasattr(type(subject), name) or name in getattr(subject, "__dict__", {}):
        return name
    wanted = name.lower()
    for known in dir(subject):
        if known.lower() == wanted:
            return known
    if hasattr(subject, name):  # answers by __getattr__
        return name
    raise VbaError(NO_MEMBER, f"Objekt unterstützt diese Eigenschaft oder Methode nicht: {name}")


def _compare(operator: str, left: Any, right: Any) -> bool:
    for side in (left, right):
        if library.is_error(side) or isinstance(side, Array) or library.is_object(side):
            raise VbaError(MISMATCH, "Typen unverträglich")
    if isinstance(left, str) or isinstance(right, str):
        if any(isinstance(side, int | float) for side in (left, right)):
            left, right = library.number(left), library.number(right)
        else:
            left, right = library.text(left), library.text(right)
    else:
        left, right = library.number(left), library.number(right)
    return {
        "=": left == right, "<>": left != right, "<": left < right, ">": left > right,
        "<=": left <= right, ">=": left >= right,
    }[operator]  # fmt: skip
