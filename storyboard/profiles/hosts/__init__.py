"""Hosts as data: the protocol, addresses, routes, answers and limits of those who make clips for money.

The shipped ones lie beside this file, each named after its host.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from storyboard.diagnostics import UserError
from storyboard.language import yamltext
from storyboard.patterns import lazy
from storyboard.profiles import forms, generated
from storyboard.profiles.hosts.records import (
    WAYS,
    AnswerRow,
    Billed,
    Cause,
    Envelope,
    FailureRow,
    Host,
    HostLimits,
    KeyPair,
    Listing,
    OwnId,
    Reads,
    Retention,
    States,
)
from storyboard.source import Source
from storyboard.system import hostfiles

__all__ = [
    "WAYS",
    "AnswerRow",
    "Billed",
    "Cause",
    "FailureRow",
    "Host",
    "HostError",
    "HostLimits",
    "KeyPair",
    "Listing",
    "OwnId",
    "Retention",
    "host",
    "is_known",
    "names",
    "replays",
    "shipped",
]

SCHEMA = "storyc.host/2"
_CHANGE = (
    f"which read answers in one way: write `{SCHEMA}`, add `reads` with the places of `id`, `state` and `url`, and "
    "`listing` where `routes` has a `history`"
)
_NAME = lazy(r"[a-z0-9][a-z0-9._-]{0,59}")  # as in the name of a profile
_LISTED = (tuple[str, ...], tuple[str, ...] | dict[str, str])
_LISTS = {"states": States, "reads": Reads, "listing": Listing, "envelope": Envelope}


class HostError(UserError):
    """A host is not known, or its file cannot be used; the text names it, what disagrees, and what to do."""


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
    where = f"others may lie in the folder that {hostfiles.VARIABLE} names"
    raise HostError(f"there is no host `{name[:80]}`, known are {known}; {where}")


@cache
def _shipped(name: str) -> Host:
    text = hostfiles.shipped()[name]
    known: Host | None = generated.record(f"{__name__}.known", name, text.encode("utf-8"))
    return known if known is not None else read(text)


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
    return {name.upper() for name in (*host.key.variables, host.key.base_variable)}


def replays(host: Host) -> float:
    """The seconds for which a host replays the answer to a send, as it documents itself; 0 where none is known to."""
    known = host.abilities.repeat == "replay" and host.abilities.evidence == "host"
    return float(host.own.life) if known and host.own is not None else 0.0


def read(text: str) -> Host:
    """The host that a file's text holds. Raises msgspec.ValidationError with all that is wrong."""
    root, findings = yamltext.read(Source("host", text), 0, len(text))
    if findings:
        raise msgspec.ValidationError(findings[0].message)
    values = forms.plain(root, SCHEMA, "storyc.host/1", _CHANGE)
    for name, kind in _LISTS.items():
        if isinstance(values.get(name), dict):
            _lists(values[name], kind)
    # Shipped files are held to both when storyc is made.
    from storyboard.profiles.hosts.agreement import disagreements
    from storyboard.profiles.mistakes import mistakes

    try:
        host = msgspec.convert(values, Host, strict=False)
    except msgspec.ValidationError as error:
        raise msgspec.ValidationError("; ".join(mistakes(values, Host)) or str(error)) from error
    trouble = "; ".join(disagreements(host))
    if trouble:
        raise msgspec.ValidationError(trouble)
    return host


def _lists(section: dict[str, Any], kind: type[msgspec.Struct]) -> None:
    """Make a list of each text that stands where there may be several."""
    for field in msgspec.structs.fields(kind):
        if field.type in _LISTED and isinstance(section.get(field.name), str):
            section[field.name] = [section[field.name]]
