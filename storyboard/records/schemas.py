"""JSON Schemas of all records, by the name in their `schema` field, as `storyc.NAME/1`.

Each module of this room is looked through for records; a name has more than one form where several have its tag, or
where arrays of one are written too.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, cast

import msgspec

from storyboard import records
from storyboard.records import Record, schema_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def kinds() -> dict[str, tuple[type[Record], ...]]:
    """The records of each name, sorted by name; the first of several is the one that says what it is."""
    by_name: dict[str, list[type[Record]]] = {}
    for module in iter_modules(records.__path__):
        for kind in vars(import_module(f"{records.__name__}.{module.name}")).values():
            if isinstance(kind, type) and issubclass(kind, Record) and kind.__module__.endswith(f".{module.name}"):
                by_name.setdefault(schema_of(kind).removeprefix("storyc.").partition("/")[0], []).append(kind)
    return {name: tuple(by_name[name]) for name in sorted(by_name)}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a name, of its dialect 2020-12. Raises KeyError for a name that is not in `kinds()`."""
    own = kinds()[name]
    types = [form for kind in own for form in ((kind, list[kind]) if kind.MANY else (kind,))]
    rest = [kind.REST for kind in own if kind.REST is not None]
    forms, parts = msgspec.json.schema_components([*types, *rest], ref_template="#/$defs/{name}")
    for part in parts.values():
        if part.get("type") == "object":
            part.setdefault("additionalProperties", False)
    if rest:
        parts[own[0].__name__]["additionalProperties"] = forms[-1]
    return {
        "$schema": DIALECT,
        # A name and no address: it stays the same wherever the schemas lie.
        "$id": f"urn:storyc:schema:{name}",
        "title": schema_of(own[0]),
        "description": parts[own[0].__name__]["description"],
        **_plain(forms[0] if len(types) == 1 else {"anyOf": list(forms)}),
        "$defs": {_published(title): _plain(parts[title]) for title in sorted(parts, key=_published)},
    }


def _published(name: str) -> str:
    """The name of a Struct in a schema: a record with a namesake elsewhere in the house is called `…Record` there."""
    return name.removesuffix("Record")


def _plain(node: Any) -> Any:
    """The part of a schema by published names, with `number` alone for `integer` or `number`: an integer is one."""
    if isinstance(node, list):
        return [_plain(item) for item in cast(list[Any], node)]
    if not isinstance(node, dict):
        return node
    plain = {key: _plain(value) for key, value in cast(dict[str, Any], node).items()}
    for key in ("title", "$ref"):
        if isinstance(plain.get(key), str):
            plain[key] = _published(plain[key])
    forms: list[dict[str, Any]] = plain.get("anyOf", [])
    if any(form.get("type") == "number" for form in forms):
        plain["anyOf"] = forms = [form for form in forms if form.get("type") != "integer"]
        if len(forms) == 1:
            plain = plain | plain.pop("anyOf")[0]
    return plain


def text(name: str) -> str:
    """The same as indented JSON that ends with a line end. Raises KeyError."""
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"
