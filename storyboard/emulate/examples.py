"""A host's answers as its documentation shows them, in which the emulator puts the job at hand.

They are written down from the documentation and not from the host's file, so that the one holds the other to account.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal, cast

import msgspec

from storyboard.patterns import lazy
from storyboard.profiles.paths import get

_HOLE = lazy(r"\{([a-z]+)(?:\.([A-Za-z0-9_.\[\]]+))?\}")


class ExampleAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer: its status, its body and its headers, with holes as `{id}`."""

    body: Any
    status: int = 200
    headers: dict[str, str] = {}


class OddAnswer(ExampleAnswer, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a host answers at times in place of the usual, to a `call`, and then only the first time if `once`.

    In place of the answer to a submit it begins nothing. `means` is help.
    """

    call: Literal["submit", "status", "result"]
    means: str
    once: bool = False


class Examples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answers of a host to each call, and where they were read.

    `status` and `result` are by what has become of the job: `waiting`, `running`, `done`, `failed` or `gone`; where
    models answer otherwise, their route stands behind it, `done wan/wan2.6-t2v`. `refusals` are by their cause. `page`
    holds the list of `row`s, which `states` names in its words. `odd` are faults of the host's own. What the host
    counts in is `unit_usd` dollars. Its clips need the key where it has `keyed_files`.
    """

    source: str
    submit: ExampleAnswer
    status: dict[str, ExampleAnswer]
    result: dict[str, ExampleAnswer] = {}
    refusals: dict[str, ExampleAnswer] = {}
    page: Any = None
    row: dict[str, Any] = {}
    states: dict[str, str] = {}
    credits: Any = None
    odd: dict[str, OddAnswer] = {}
    unit_usd: str = "1"
    keyed_files: bool = False


@cache
def examples(host: str) -> Examples | None:
    """The answers of a host, None where there are none beside this file."""
    place = _folder("answers") / f"{host}.json"
    return msgspec.json.decode(place.read_bytes(), type=Examples) if place.is_file() else None


@cache
def request_schema(profile: str) -> dict[str, Any] | None:
    """The JSON Schema of a model's request, as the host documents it; None where there is none beside this file."""
    place = _folder("schemas") / f"{profile}.json"
    return msgspec.json.decode(place.read_bytes()) if place.is_file() else None


def _folder(name: str) -> Traversable:
    return resources.files(__package__ or "") / name


def filled(example: Any, values: Mapping[str, Any]) -> Any:
    """An example with its holes filled, `{body.seed}` by a part of a value; a text that is one hole becomes a value."""
    if isinstance(example, dict):
        return {key: filled(value, values) for key, value in cast(dict[str, Any], example).items()}
    if isinstance(example, list):
        return [filled(value, values) for value in cast(list[Any], example)]
    if not isinstance(example, str):
        return example
    whole = _HOLE.fullmatch(example)
    if whole is not None and whole[1] in values:
        return _part(whole, values)
    return _HOLE.sub(lambda hole: str(_part(hole, values)), example)


def _part(hole: re.Match[str], values: Mapping[str, Any]) -> Any:
    value = values.get(hole[1], hole[0])
    return get(value, hole[2]) if hole[2] and hole[1] in values else value
