"""Templates are hostile until read: what a prompt template may hold, and the filters it may use.

Jinja's sandbox stops escapes but not bombs, and constant folding runs at compile time (`7 ** 10 ** 7` alone can kill
the process), so a template is parsed without folding and walked against a list of what it may hold, then compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from jinja2 import nodes
from jinja2.runtime import LoopContext

from storyboard.compiler.render.context import CastView, PlacedText, ShotView, SpeechView, names
from storyboard.compiler.render.prompt import OUTPUT_LIMIT
from storyboard.source.unseen import unfit

MOST_NODES = 5_000
MOST_OPERANDS = 32
MOST_DEPTH = 40
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.If,
    nodes.For,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Concat,
    nodes.CondExpr,
    nodes.Include,
)
_OF_LOOP = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem"})
_NO_NAMES = frozenset({"self", "super", "caller", "varargs", "kwargs"})
_TESTS = frozenset({"defined", "undefined", "none", "eq", "ne", "lt", "gt", "le", "ge", "divisibleby", "even", "odd"})


class TooMuch(Exception):
    """A template's output, or a part of it, is larger than a prompt can be."""


class NotAllowed(Exception):
    """A template holds something that prompt templates may not; `line` says where."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def _replace(text: Any, old: Any, new: Any) -> str:
    text, old, new = str(text), str(old), str(new)
    if old and len(text) + text.count(old) * (len(new) - len(old)) > OUTPUT_LIMIT:
        raise TooMuch
    return text.replace(old, new) if old else text


def _join(items: Iterable[Any], by: Any = "") -> str:
    by, size = str(by), 0
    texts: list[str] = []
    for item in items:
        text = str(item)
        size += len(text) + len(by)
        if size > OUTPUT_LIMIT:
            raise TooMuch
        texts.append(text)
    return by.join(texts)


def _default(value: Any, other: Any = "") -> Any:
    return value or other


def _first(items: Iterable[Any]) -> Any:
    return next(iter(items), "")


def _last(items: Iterable[Any]) -> Any:
    return next(iter(list(items)[-1:]), "")


def _int(value: Any) -> int:
    return int(str(value)[:18])


def _capitalize(value: Any) -> str:
    return str(value)[:1].upper() + str(value)[1:]


def _lower(value: Any) -> str:
    return str(value).lower()


def _title(value: Any) -> str:
    return str(value).title()


def _trim(value: Any) -> str:
    return str(value).strip()


def _upper(value: Any) -> str:
    return str(value).upper()


FILTERS: dict[str, Callable[..., Any]] = {
    "capitalize": _capitalize,
    "default": _default,
    "first": _first,
    "int": _int,
    "join": _join,
    "last": _last,
    "length": len,
    "lower": _lower,
    "replace": _replace,
    "title": _title,
    "trim": _trim,
    "upper": _upper,
}


def check(tree: nodes.Template) -> None:
    """Raise `NotAllowed` for the first thing in a parsed template that prompt templates may not hold."""
    count = 0
    # Each entry: the node, how deep it is, the loop variables around it.
    stack: list[tuple[nodes.Node, int, tuple[str, ...]]] = [(tree, 0, ())]
    while stack:
        node, depth, loops = stack.pop()
        count += 1
        if count > MOST_NODES or depth > MOST_DEPTH:
            raise NotAllowed("the template is too long or nested too deeply", node.lineno)
        if not isinstance(node, _ALLOWED):
            raise NotAllowed(f"`{type(node).__name__.lower()}` is not allowed in a prompt template", node.lineno)
        _check_node(node, loops)
        if isinstance(node, nodes.For):
            loops = (*loops, _target(node))
        stack.extend((child, depth + 1, loops) for child in node.iter_child_nodes())


def _target(node: nodes.For) -> str:
    return node.target.name if isinstance(node.target, nodes.Name) else ""


@cache
def _methods() -> frozenset[str]:
    """The names that may not follow a dot: a method, printed by mistake, shows an address that no two runs share."""
    given = {name for view in (CastView, ShotView, SpeechView) for name in names(view)}
    own = {name for kind in (PlacedText, LoopContext, int, list) for name in dir(kind)}
    return frozenset({*own, "parts"} - given - _OF_LOOP)


def _check_attribute(name: str, of: nodes.Node, line: int) -> None:
    if name.startswith("_"):
        raise NotAllowed(f"the name `{name[:40]}` starts with an underscore", line)
    loop = isinstance(of, nodes.Name) and of.name == "loop"
    if name in _methods() or (name == "index" and not loop):
        raise NotAllowed(f"`.{name}` is nothing that a template is given", line)


def _check_node(node: nodes.Node, loops: tuple[str, ...]) -> None:
    if isinstance(node, nodes.Getattr):
        _check_attribute(node.attr, node.node, node.lineno)
    if isinstance(node, nodes.Name) and node.name in _NO_NAMES:
        raise NotAllowed(f"`{node.name}` is not allowed in a prompt template", node.lineno)
    if isinstance(node, nodes.Getitem):
        if not isinstance(node.arg, nodes.Const):
            raise NotAllowed("only a written number or name may stand in `[ ]`", node.lineno)
        if isinstance(node.arg.value, str):
            _check_attribute(node.arg.value, node.node, node.lineno)
    if isinstance(node, nodes.Filter) and (node.name not in FILTERS or node.dyn_args or node.dyn_kwargs):
        raise NotAllowed(f"there is no filter `{node.name}`; there are {', '.join(FILTERS)}", node.lineno)
    if isinstance(node, nodes.Test) and node.name not in _TESTS:
        raise NotAllowed(f"there is no test `{node.name}`", node.lineno)
    if isinstance(node, nodes.Concat) and len(node.nodes) > MOST_OPERANDS:
        raise NotAllowed("too many parts are joined by `~`", node.lineno)
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and len(node.value) > 1_000:
        raise NotAllowed("a text in an expression is longer than 1,000 characters", node.lineno)
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and (character := unfit(node.value)):
        raise NotAllowed(f"a text in an expression holds {character}", node.lineno)
    if isinstance(node, nodes.Include) and not (
        isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)
    ):
        raise NotAllowed("`include` takes a written name", node.lineno)
    if isinstance(node, nodes.For):
        over = node.iter
        nested = isinstance(over, nodes.Getattr) and isinstance(over.node, nodes.Name) and over.node.name in loops
        plain = isinstance(over, nodes.Name) and not loops
        # Inside a loop only what hangs on its variable may be walked: loops over the same list twice would be a bomb.
        if node.recursive or len(loops) > 1 or not (nested or plain):
            raise NotAllowed("a loop walks `shots` or `cast`, and inside it what belongs to its variable", node.lineno)
