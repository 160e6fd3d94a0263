"""Hosts as data: the protocol, addresses, routes, answers and limits of those who make clips for money.

The shipped ones lie beside this file, each named after its host.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from storyboard.diagnostics import UserError
from storyboard.language import yamltext
from storyboard.patterns import lazy
from storyboard.profiles.records import Sourced
from storyboard.source import Source
from storyboard.system import hostfiles

Cause = Literal[
    "request",  # the body is not as the host wants it
    "key",  # missing, unknown, or not allowed: 401, 403
    "credits",  # the balance or the team's limit does not suffice: 406
    "route",  # there is no such address or model: the other protocol may have it
    "withdrawn",  # the model is gone for good: 410
    "busy",  # too many requests, or no room for one: 429, and 503 in the host's own words
    "failed",  # the job ran and came to nothing
    "server",  # the host's own fault, said in its own envelope
]


class KeyForm(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The header that carries the key, and the variables of the environment for it and for another address.

    `prefix` stands before the key in the header. `form` is a regular expression that the host's keys match, where they
    have a form of their own, and `mark` a text that each of them holds; `storyboard.system.secrets` reads both of the
    hosts that came with storyc.
    """

    header: str
    variable: str
    base_variable: str
    prefix: str = ""
    form: str = ""
    mark: str = ""


class Bases(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The addresses that routes are appended to; the key is sent to these and to no other.

    Where a host has one address for all, `history` and `upload` are left out, and are `api`.
    """

    api: str
    history: str = ""
    upload: str = ""

    def __post_init__(self) -> None:
        """Fill in what is left out."""
        for name in ("history", "upload"):
            if not getattr(self, name):
                msgspec.structs.force_setattr(self, name, self.api)


class Routes(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The path of each call: `history`, `one` under the base `history`, `upload` under `upload`, else under `api`.

    `v1` blocks until the clip is there, `v2` names a job; a call that a host does not have is left out.
    """

    status: str
    result: str
    v1: str = ""
    v2: str = ""
    history: str = ""
    one: str = ""
    credits: str = ""
    upload: str = ""


class HostAbilities(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What no route says: whether answers name the cost, and what becomes of a submit that is sent a second time.

    `repeat` is `replay` where the first answer comes again by a key of ours, `refuse` where the second is refused.
    """

    costs: bool
    repeat: Literal["pays-again", "replay", "refuse", "unknown"]


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


class Retention(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The seconds for which the host keeps the record of a job, from its submit on, and its clip."""

    record: int
    file: int


class Usual(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The seconds that a generation takes on average."""

    seconds: float


class HostLimits(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long calls may take in seconds, how large bodies may be, and the least bytes a second over a window.

    `slots` is how many clips of an account the host is at work on at once, where that is known.
    """

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
    slots: Annotated[int, msgspec.Meta(ge=1)] | None = None


WAYS = ("v1", "v2")
_NAME = lazy(r"[a-z0-9][a-z0-9._-]{0,59}")  # as in the name of a profile


class HostError(UserError):
    """A host is not known, or its file cannot be used; the text names it, what disagrees, and what to do."""


class Host(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One host; `protocol` names the folder below `storyboard/providers/protocols` that speaks it."""

    schema: Literal["storyc.host/1"]
    name: str
    title: str
    protocol: str
    key: KeyForm
    bases: Bases
    routes: Routes
    states: States
    answers: Answers
    kept: Retention
    usual: Usual
    limits: HostLimits
    abilities: HostAbilities

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways in which a request can be sent, of which `v2` comes first where nobody chooses."""
        return tuple(way for way in WAYS if getattr(self.routes, way))

    def submits(self, way: str, route: str) -> str:
        """The address that a request is posted to in one of the ways; `route` is the model's part of its path."""
        return self.bases.api + getattr(self.routes, way).replace("{model}", route)


def shipped() -> tuple[str, ...]:
    """The names of the hosts that came with storyc, sorted."""
    return tuple(sorted(hostfiles.shipped()))


def names(*, installed: bool = True) -> tuple[str, ...]:
    """The names of all hosts, the added ones included, sorted; without `installed` those of other packages are not.

    Raises HostError.
    """
    return tuple(sorted({*hostfiles.shipped(), *(name for name, _, _ in _added(installed=installed))}))


def is_known(name: str) -> bool:
    """Whether a host bears a name; those of packages take long to find, so they come last. Raises HostError."""
    return name in names(installed=False) or name in names()


def host(name: str) -> Host:
    """The host of a name. Raises HostError for one that is not known or may not be used.

    A project's files are never read: they do not decide where a key is sent.
    """
    texts = hostfiles.shipped()
    if name in texts:
        return _shipped(name)
    for known, text, place in _added():
        if known == name:
            return _of_owner(name, text, place)
    known = ", ".join(f"`{other}`" for other in names())
    raise HostError(f"there is no host `{name[:80]}`, known are {known}")


@cache
def _shipped(name: str) -> Host:
    return read(hostfiles.shipped()[name])


def _added(*, installed: bool = True) -> list[tuple[str, str, str]]:
    """The added files. Raises HostError where one bears a name that is taken or none can bear."""
    if hostfiles.folder() and not Path(hostfiles.folder()).is_absolute():
        # Else it would be a folder of whatever project is worked in.
        raise HostError(f"{hostfiles.VARIABLE}: `{hostfiles.folder()}` is no whole path: write it from the root on")
    try:
        files = list(hostfiles.added(installed=installed))
    except OSError as error:
        raise HostError(
            f"{hostfiles.VARIABLE}: `{hostfiles.folder()}` cannot be read: {error.strerror or error}"
        ) from error
    except UnicodeDecodeError as error:
        raise HostError(f"{hostfiles.VARIABLE}: a file is not UTF-8 at byte {error.start}") from error
    except ImportError as error:
        raise HostError(
            f"an entry point of `{hostfiles.ENTRY_POINTS}` names a package that cannot be imported: {error}"
        ) from error
    taken = dict.fromkeys(hostfiles.shipped(), "storyc itself")
    for name, _, place in files:
        if not _NAME.fullmatch(name):
            raise HostError(f"{place}: a host's name has small letters, digits, `.`, `_` and `-`, and at most 60")
        if name in taken:
            raise HostError(f"{place}: there is a host `{name}` already, of {taken[name]}: give this one another name")
        taken[name] = f"`{place}`"
    return files


def _of_owner(name: str, text: str, place: str) -> Host:
    """The host of an added file. Raises HostError where it is not as it should be, or asks for another host's key."""
    try:
        added = read(text)
    except msgspec.ValidationError as error:
        raise HostError(f"{place}: {error}") from error
    if added.name != name:
        raise HostError(f"{place}: `name` is `{added.name}`, the file's name says `{name}`")
    for other in map(_shipped, hostfiles.shipped()):
        for variable in _variables(added) & _variables(other):
            raise HostError(f"{place}: `key` names {variable}, which belongs to `{other.name}`: name another variable")
    return added


def _variables(host: Host) -> set[str]:
    """The variables of the environment that a host's data names; Windows does not tell small letters from large."""
    return {host.key.variable.upper(), host.key.base_variable.upper()}


def read(text: str) -> Host:
    """The host that a file's text holds. Raises msgspec.ValidationError with the key and what disagrees."""
    root, findings = yamltext.read(Source("host", text), 0, len(text))
    if findings:
        raise msgspec.ValidationError(findings[0].message)
    host = msgspec.convert(_values(root), Host, strict=False)
    for row in host.answers.rows.values():
        if (row.billed == "no") != bool(row.cause):
            raise msgspec.ValidationError(f"`answers.rows` says `{row.billed}` of {row.status} with `{row.cause}`")
    if not host.ways:
        raise msgspec.ValidationError("`routes` has neither `v1` nor `v2`, by which a clip could be asked for")
    return host


def _values(node: yamltext.Node) -> object:
    if isinstance(node, yamltext.Scalar):
        return node.text
    if isinstance(node, yamltext.Sequence):
        return [_values(item) for item in node.items]
    return {key.text: _values(value) for key, value in node.entries}
