"""Hosts as data: addresses, routes, answers and limits of those who make clips, each in a file beside this one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from storyboard.language import yamltext
from storyboard.profiles.records import Sourced
from storyboard.source import Source

Cause = Literal[
    "request",  # the body is not as the host wants it
    "key",  # missing, unknown, or not allowed: 401, 403
    "credits",  # the balance or the team's limit does not suffice: 406
    "route",  # there is no such address or model: the other protocol may have it
    "withdrawn",  # the model is gone for good: 410
    "busy",  # too many requests: 429
    "failed",  # the job ran and came to nothing
    "server",  # the host's own fault, said in its own envelope
]


class KeyForm(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The header that carries the key, and the variables of the environment for it and for another address."""

    header: str
    variable: str
    base_variable: str


class Bases(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The addresses that routes are appended to; the key is sent to these and to no other."""

    api: str
    history: str
    upload: str


class Routes(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The path of each call: `history`, `one` under the base `history`, `upload` under `upload`, else under `api`."""

    v1: str
    v2: str
    status: str
    result: str
    history: str
    one: str
    credits: str
    upload: str


class States(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The words for the states of a job."""

    running: tuple[str, ...]
    done: str
    failed: str


class AnswerRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a status means for a submit, where the host's words hold one of `text`, if there are any.

    `envelope`: only with a body that is the host's own JSON. `cause` is empty unless it is not billed.
    """

    status: int
    billed: Literal["yes", "no", "unknown"]
    means: str
    cause: Cause | Literal[""] = ""
    text: tuple[str, ...] = ()
    envelope: bool = False


class Answers(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The table of answers; the first row that fits counts, and a status without a row is unknown."""

    rows: dict[str, AnswerRow]


class Kept(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The seconds for which the host keeps the record of a job, from its submit on, and its clip."""

    record: int
    file: int


class Usual(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The seconds that a generation takes on average."""

    seconds: float


class Limits(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long calls may take in seconds, how large bodies may be, and the least bytes a second over a window."""

    submit: float
    blocking: float
    question: float
    download: float
    connect: float
    silence: float
    json_bytes: int
    clip_bytes: int
    error_bytes: int
    rate: int
    rate_window: float


class Host(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One host."""

    schema: Literal["storyc.host/1"]
    name: str
    title: str
    key: KeyForm
    bases: Bases
    routes: Routes
    states: States
    answers: Answers
    kept: Kept
    usual: Usual
    limits: Limits


@cache
def host(name: str) -> Host:
    """The host of a name. Raises KeyError for one that is not known, msgspec.ValidationError for a file with a mistake.

    Only shipped files are read: a project never decides where a key is sent.
    """
    place = Path(__file__).with_name(f"{name}.yaml")
    if place.is_file():
        text = place.read_text(encoding="utf-8")
    else:  # a zipped wheel has no paths
        from importlib import resources

        packed = resources.files(__name__) / f"{name}.yaml"
        if not packed.is_file():
            raise KeyError(name)
        text = packed.read_text(encoding="utf-8")
    return read(text)


def read(text: str) -> Host:
    """The host that a file's text holds. Raises msgspec.ValidationError with the key and what disagrees."""
    root, findings = yamltext.read(Source("host", text), 0, len(text))
    if findings:
        raise msgspec.ValidationError(findings[0].message)
    parsed = msgspec.convert(_values(root), Host, strict=False)
    for row in parsed.answers.rows.values():
        if (row.billed == "no") != bool(row.cause):
            raise msgspec.ValidationError(f"`answers.rows` says `{row.billed}` of {row.status} with `{row.cause}`")
    return parsed


def _values(node: yamltext.Node) -> object:
    if isinstance(node, yamltext.Scalar):
        return node.text
    if isinstance(node, yamltext.Sequence):
        return [_values(item) for item in node.items]
    return {key.text: _values(value) for key, value in node.entries}
