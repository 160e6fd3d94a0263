"""The part of JSON Schema that the documented requests of hosts need, and what a body is to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "number": (int, float),
    "boolean": (bool,), "null": (type(None),),
}  # fmt: skip
KEYWORDS = frozenset(
    "$schema $comment title description default type enum const required properties additionalProperties items minItems"
    " maxItems minimum maximum minLength maxLength pattern allOf anyOf not if then else".split()
)


def strange(schema: Any) -> Iterator[str]:
    """The keywords of a schema that are not known here, so that a body would be let through by them."""
    if not isinstance(schema, dict):
        return
    rules = cast(dict[str, Any], schema)
    yield from sorted(rules.keys() - KEYWORDS)
    inner = [rules.get(key) for key in ("items", "additionalProperties", "not", "if", "then", "else")]
    for part in (*inner, *rules.get("allOf", ()), *rules.get("anyOf", ()), *rules.get("properties", {}).values()):
        yield from strange(part)


def faults(schema: Any, value: Any, at: str = "body") -> Iterator[str]:
    """What in a value is not as a schema has it, with its place; of the keywords those that are known here count."""
    if not isinstance(schema, dict):
        if schema is False:
            yield f"{at} is not allowed"
        return
    rules = cast(dict[str, Any], schema)
    yield from _of_any(rules, value, at)
    if isinstance(value, dict):
        yield from _of_object(rules, cast(dict[str, Any], value), at)
    elif isinstance(value, list):
        yield from _of_array(rules, cast(list[Any], value), at)
    elif isinstance(value, str):
        if not rules.get("minLength", 0) <= len(value) <= rules.get("maxLength", len(value)):
            yield f"{at} has {len(value)} characters"
        if "pattern" in rules and not re.search(rules["pattern"], value):
            yield f"{at} is not of the form {rules['pattern']}"
    elif _is(value, "number") and not rules.get("minimum", value) <= value <= rules.get("maximum", value):
        yield f"{at} is {value}"


def _of_any(rules: dict[str, Any], value: Any, at: str) -> Iterator[str]:
    kinds: Any = rules.get("type", [])
    names: list[str] = [kinds] if isinstance(kinds, str) else kinds
    if names and not any(_is(value, name) for name in names):
        yield f"{at} is not of the type {' or '.join(names)}"
    allowed: list[Any] = rules["enum"] if "enum" in rules else [rules["const"]] if "const" in rules else []
    if allowed and not any(value == choice and type(value) is type(choice) for choice in allowed):
        yield f"{at} is not one of {', '.join(map(str, allowed))}"
    for part in rules.get("allOf", []):
        yield from faults(part, value, at)
    if "anyOf" in rules and all(any(faults(part, value, at)) for part in rules["anyOf"]):
        yield f"{at} is as none of {len(rules['anyOf'])} forms has it"
    if "not" in rules and not any(faults(rules["not"], value, at)):
        yield f"{at} is what it must not be"
    if "if" in rules:
        yield from faults(rules.get("else" if any(faults(rules["if"], value, at)) else "then", True), value, at)


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool) and name != "boolean":
        return False
    return isinstance(value, _TYPES[name]) or (name == "integer" and isinstance(value, float) and value.is_integer())


def _of_object(rules: dict[str, Any], value: dict[str, Any], at: str) -> Iterator[str]:
    known: dict[str, Any] = rules.get("properties", {})
    yield from (f"{at}.{name} is missing" for name in rules.get("required", []) if name not in value)
    for name, inner in value.items():
        yield from faults(known.get(name, rules.get("additionalProperties", True)), inner, f"{at}.{name}")


def _of_array(rules: dict[str, Any], value: list[Any], at: str) -> Iterator[str]:
    if not rules.get("minItems", 0) <= len(value) <= rules.get("maxItems", len(value)):
        yield f"{at} has {len(value)} items"
    for index, inner in enumerate(value):
        yield from faults(rules.get("items", True), inner, f"{at}[{index}]")
