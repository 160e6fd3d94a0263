"""A host's answers as its documentation shows them, in which the emulator puts the job at hand.

They are written down from the documentation and not from the host's file, so that the one holds the other to account.
Those of a shipped host lie in folders beside this file, those of an added one beside its own file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal, TypeVar, cast

import msgspec

from storyboard.emulate.schema import strange
from storyboard.patterns import lazy
from storyboard.profiles import host_of, hosts
from storyboard.profiles.hosts import Billed, HostError
from storyboard.profiles.paths import get
from storyboard.system import hostfiles

CallName = Literal["submit", "status", "result", "history", "credits", "quote"]
_Kind = TypeVar("_Kind")
_HOLE = lazy(r"\{([a-z]+)(?:\.([A-Za-z0-9_.\[\]]+))?\}")


class ExampleAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer: its status, its body and its headers, with holes as `{id}`.

    `billed` is whether the host documents that a job that failed so is billed, where it names no cost itself.
    """

    body: Any
    status: int = 200
    headers: dict[str, str] = {}
    billed: Billed | Literal[""] = ""


class OddAnswer(ExampleAnswer, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a host answers at times in place of the usual, to a `call`, and then only the first time if `once`.

    In place of the answer to a submit it begins nothing. `means` is help.
    """

    call: Literal["submit", "status", "result", "quote"]
    means: str
    once: bool = False


class Examples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answers of a host to each call, and where they were read.

    `calls` are the verb and the whole address of each call, with `{model}`, `{app}` and `{id}`, and `key` is the header
    that carries the key, with `{key}`.
    `status` and `result` are by what has become of the job: `waiting`, `running`, `done`, `failed` or `gone`; where
    models answer otherwise, their route stands behind it, `done wan/wan2.6-t2v`. `refusals` are by their cause. `page`
    holds the list of `row`s, which `states` names in its words. `quote` says what a clip would cost. `odd` are faults
    of the host's own. What the host counts in is `unit_usd` dollars. Its clips need the key where it has `keyed_files`.
    """

    source: str
    submit: ExampleAnswer
    status: dict[str, ExampleAnswer]
    key: str = ""
    calls: dict[CallName, str] = {}
    result: dict[str, ExampleAnswer] = {}
    refusals: dict[str, ExampleAnswer] = {}
    page: Any = None
    row: dict[str, Any] = {}
    states: dict[str, str] = {}
    credits: Any = None
    quote: Any = None
    odd: dict[str, OddAnswer] = {}
    unit_usd: str = "1"
    keyed_files: bool = False


@cache
def _examples(body: bytes) -> Examples:
    return msgspec.json.decode(body, type=Examples)


@cache
def _schema(body: bytes) -> dict[str, Any]:
    schema = msgspec.json.decode(body, type=dict[str, Any])
    for keyword in strange(schema):
        raise msgspec.ValidationError(f"the keyword `{keyword}` of JSON Schema is not known here")
    return schema


def examples(host: str) -> Examples | None:
    """The answers of a host, None where nobody has written them down.

    Raises HostError for a host that is not known, and for a file of another form.
    """
    return _read(_examples, "answers", host, host)


def request_schema(profile: str) -> dict[str, Any] | None:
    """The JSON Schema of a model's request, as its host documents it; None where nobody has written it down.

    Raises HostError for a host that is not known, and for a file of another form.
    """
    return _read(_schema, "schemas", host_of(profile), profile)


def _read(decode: Callable[[bytes], _Kind], folder: str, host: str, name: str) -> _Kind | None:
    if host in hostfiles.shipped():
        body = _shipped(folder, name)
        return None if body is None else decode(body)
    known = _added(hostfiles.folder(), host, name)
    if known is None:
        return None
    body, place = known
    try:
        return decode(body)
    except msgspec.DecodeError as error:
        raise HostError(f"{place}: {error}") from error


@cache
def _shipped(folder: str, name: str) -> bytes | None:
    """A file of a host that came with storyc; it lies beside this one."""
    place = resources.files(__package__ or "") / folder / f"{name}.json"
    return place.read_bytes() if place.is_file() else None


@cache
def _added(folder: str, host: str, name: str) -> tuple[bytes, str] | None:
    """A file of a host that was added, and its place; it lies beside that host's own, in the `folder` or a package."""
    hosts.host(host)
    return hostfiles.beside(host, f"{name}.json")


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
