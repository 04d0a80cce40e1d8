"""The XML and IDL texts of the extension, generated from the catalogue and the list of buttons."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from jcplan import __version__, buttons
from jcplan.catalogue import CATALOGUE, Argument, Function, Kind
from jcplan.hosts.libreoffice.naming import ADDIN, HANDLER, IDENTIFIER, INTERFACE, MODULE, PROTOCOL, node_name

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_DOCUMENT: Final = "com.sun.star.sheet.SpreadsheetDocument"

_ENGLISH_KINDS: Final = {
    Kind.NUMBER: "a number",
    Kind.ELEMENT: "a number or a range",
    Kind.PAIRED: "a range; an entry blank in all ranges is skipped",
    Kind.ENTRIES: "a range without gaps",
    Kind.LEADING: "a range, filled from the front",
    Kind.OPEN: "a range; entries may be blank",
    Kind.MARKS: "a range; only whether an entry is blank counts",
    Kind.MAYBE: "a number or a range; may be blank",
    Kind.FLAG: "TRUE or FALSE",
    Kind.POSITION: "the number of an entry, blanks included",
    Kind.TEXT: "a text or a range of texts",
    Kind.WORD: "a text",
    Kind.TABLE: "a range of rows and columns",
}


def english_help(function: Function) -> str:
    """First line of the Python docstring, without markup.

    >>> english_help(CATALOGUE["JC_IQ_GESAMT"])
    'JC_IQ_GESAMT: Blend over groups as a share.'
    """
    first = (inspect.getdoc(function.compute) or "").partition("\n")[0].replace("``", "")
    return f"{function.name}: {first}"


def english_argument_help(argument: Argument) -> str:
    """What an argument takes, in English; the subject itself is only described in German."""
    optional = "; may be left out" if argument.optional else ""
    return f"{_ENGLISH_KINDS[argument.kind]}{optional}. {argument.help}"


def idl() -> str:
    """The functions' types. LibreOffice takes this text as a type library as it is.

    Explicit ``any`` parameters, so that a trailing one may be left out and a block is one call;
    a matrix as result, so that blocks arrive. Texts need a matrix of ``string``: Calc does not
    enter texts of a matrix of ``any`` into its table of strings, and then ``=``, ZÄHLENWENN and
    VERGLEICH find no cell equal to them.
    """
    methods = []
    for function in CATALOGUE.values():
        parameters = ", ".join(f"[in] any {node_name(argument.name)}" for argument in function.arguments)
        kind = "string" if function.gives is str else "any"
        methods.append(f"    sequence< sequence<{kind}> > {node_name(function.name)}({parameters});\n")
    modules = MODULE.split(".")
    opening = " ".join(f"module {name} {{" for name in modules)
    return (
        f"{opening}\ninterface {INTERFACE} : com::sun::star::uno::XInterface {{\n"
        f"{''.join(methods)}}};\n{' '.join('};' for _ in modules)}\n"
    )


def _property(name: str, english: str, german: str, *, typed: bool = False) -> str:
    kind = ' oor:type="xs:string"' if typed else ""
    values = f'<value xml:lang="en-US">{escape(english)}</value><value xml:lang="de">{escape(german)}</value>'
    return f'<prop oor:name="{name}"{kind}>{values}</prop>'


def _plain(name: str, value: str, *, kind: str = "") -> str:
    typed = f' oor:type="{kind}"' if kind else ""
    return f'<prop oor:name="{name}"{typed}><value>{escape(value)}</value></prop>'


def _node(name: str, content: Iterable[str], *, replace: bool = True) -> str:
    operation = ' oor:op="replace"' if replace else ""
    return f"<node oor:name={quoteattr(name)}{operation}>\n" + "\n".join(content) + "\n</node>"


def _configuration(name: str, content: str, *, package: str = "org.openoffice.Office") -> str:
    spaces = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    return (
        f'{_HEAD}<oor:component-data {spaces} oor:name="{name}" oor:package="{package}">\n'
        f"{content}\n</oor:component-data>\n"
    )


def _argument(argument: Argument) -> str:
    return _node(
        node_name(argument.name),
        [
            _property("DisplayName", argument.name, argument.name),
            _property("Description", english_argument_help(argument), argument.help),
        ],
    )


def _function(function: Function) -> str:
    return _node(
        node_name(function.name),
        [
            _property("DisplayName", function.name, function.name),
            _property("CompatibilityName", function.name, function.name),  # the name in .xlsx files
            _property("Description", english_help(function), function.help),
            _plain("Category", "Add-In"),
            _node("Parameters", map(_argument, function.arguments), replace=False),
        ],
    )


def calc_addins() -> str:
    """CalcAddIns.xcu: names, descriptions and arguments of all functions."""
    functions = _node("AddInFunctions", map(_function, CATALOGUE.values()), replace=False)
    return _configuration("CalcAddIns", _node("AddInInfo", [_node(ADDIN, [functions])], replace=False))


def addons() -> str:
    """Addons.xcu: the menu and the toolbar."""

    def entries(key: str, extra: Iterable[str] = ()) -> list[str]:
        return [
            _node(
                f"{key}{number}",
                [
                    _plain("URL", PROTOCOL + button.path, kind="xs:string"),
                    _property("Title", button.english, button.label, typed=True),
                    _plain("Target", "_self", kind="xs:string"),
                    *extra,
                ],
            )
            for number, button in enumerate(buttons.in_libreoffice(), 1)
        ]

    context = _plain("Context", _DOCUMENT, kind="xs:string")
    menu = _node(
        f"{IDENTIFIER}.menu",
        [
            _property("Title", buttons.MENU, buttons.MENU, typed=True),
            context,
            _node("Submenu", entries("m"), replace=False),
        ],
    )
    toolbar = _node(f"{IDENTIFIER}.toolbar", entries("t", [context]))
    content = [_node("OfficeMenuBar", [menu], replace=False), _node("OfficeToolBar", [toolbar], replace=False)]
    return _configuration("Addons", _node("AddonUI", content, replace=False))


def window_state() -> str:
    """CalcWindowState.xcu: the toolbar's name, and that it is docked under the others."""
    state = _node(
        f"private:resource/toolbar/addon_{IDENTIFIER}.toolbar",
        [
            _property("UIName", buttons.MENU, buttons.MENU, typed=True),
            _plain("Docked", "true", kind="xs:boolean"),
            _plain("Visible", "true", kind="xs:boolean"),
            _plain("DockingArea", "0", kind="xs:int"),
            _plain("DockPos", "0,2", kind="xs:string"),
        ],
    )
    content = _node("UIElements", [_node("States", [state], replace=False)], replace=False)
    return _configuration("CalcWindowState", content, package="org.openoffice.Office.UI")


def protocol_handler() -> str:
    """ProtocolHandler.xcu: which service answers the commands' URLs."""
    handled = _plain("Protocols", PROTOCOL + "*", kind="oor:string-list")
    return _configuration("ProtocolHandler", _node("HandlerSet", [_node(HANDLER, [handled])], replace=False))


def description() -> str:
    """description.xml: identity and version of the extension."""
    return (
        f'{_HEAD}<description xmlns="http://openoffice.org/extensions/description/2006" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        f'<identifier value="{IDENTIFIER}"/>\n<version value="{__version__}"/>\n'
        '<dependencies><d:LibreOffice-minimal-version value="25.2" d:name="LibreOffice 25.2" '
        'xmlns:d="http://libreoffice.org/extensions/description/2011"/></dependencies>\n'
        f'<display-name><name lang="en">{buttons.MENU}</name><name lang="de">{buttons.MENU}</name></display-name>\n'
        "</description>\n"
    )


def components(entry: str) -> str:
    """jcplan.components: which classes the Python file ``entry`` holds; it runs at first use only."""
    classes = "\n".join(
        f'<implementation name="{name}"><service name="{name}"/></implementation>' for name in (ADDIN, HANDLER)
    )
    return (
        f'{_HEAD}<components xmlns="http://openoffice.org/2010/uno-components">\n'
        f'<component loader="com.sun.star.loader.Python" uri="{entry}">\n{classes}\n</component>\n</components>\n'
    )


def manifest(configurations: Iterable[str], types: str, classes: str) -> str:
    """META-INF/manifest.xml; the types must come before the classes that use them."""
    kinds = [(types, "uno-typelibrary;type=RDB"), (classes, "uno-components")]
    kinds += [(name, "configuration-data") for name in configurations]
    entries = "\n".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="application/vnd.sun.star.{kind}"/>'
        for name, kind in kinds
    )
    return f'{_HEAD}<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n{entries}\n</manifest:manifest>\n'
