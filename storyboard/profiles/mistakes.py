"""All that is wrong in the values of a file of facts, where reading them into its record would name the first alone."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

import msgspec

from storyboard.diagnostics import nearest


def mistakes(values: Any, kind: type[msgspec.Struct], at: str = "") -> Iterator[str]:
    """What of a mapping is not as a record wants it, each with its place: unknown or missing keys, and wrong values."""
    if not isinstance(values, dict):
        yield f"`{at}` is no mapping"
        return
    given = cast(dict[str, Any], values)
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    kinds = get_type_hints(kind, include_extras=True)
    for name in given.keys() - fields.keys():
        near = nearest(name, fields, 0.5)
        yield f"there is no `{_below(at, name)}`" + (f": did you mean `{near}`?" if near else "")
    for name, field in fields.items():
        if name in given:
            yield from _of_value(given[name], kinds[name], _below(at, name))
        elif field.required:
            yield f"`{_below(at, name)}` is missing"


def _below(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _of_value(value: Any, kind: Any, at: str) -> Iterator[str]:
    """What is wrong of a value: of a record or of a table of them each mistake."""
    for option in _options(kind):
        if isinstance(option, type) and issubclass(option, msgspec.Struct):
            yield from mistakes(value, option, at)
            return
        inner = get_args(option)[1:]
        if get_origin(option) is dict and isinstance(inner[0], type) and issubclass(inner[0], msgspec.Struct):
            rows = cast(dict[str, Any], value) if isinstance(value, dict) else {}
            if not rows:
                yield f"`{at}` is no mapping"
            for name, row in rows.items():
                yield from mistakes(row, inner[0], f"{at}.{name}")
            return
    try:
        msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        words = [
            word for option in _options(kind) if get_origin(option) is Literal for word in get_args(option) if word
        ]
        yield f"`{at}` is {_shown(value)}, not one of {', '.join(map(str, words))}" if words else f"`{at}`: {error}"


def _options(kind: Any) -> tuple[Any, ...]:
    """The types of which a value may be one."""
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _shown(value: Any) -> str:
    return f"`{value}`" if isinstance(value, str | int) else "no word"
