"""Hosts as data: the protocol, addresses, routes, answers and limits of those who make clips for money.

The shipped ones lie beside this file, each named after its host.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from storyboard.language import yamltext
from storyboard.profiles import forms, generated
from storyboard.profiles.hostnames import WAYS, HostError, added_files, is_known, names, shipped
from storyboard.profiles.hosts.records import (
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
_LISTED = (tuple[str, ...], tuple[str, ...] | dict[str, str])
_LISTS = {"states": States, "reads": Reads, "listing": Listing, "envelope": Envelope}


def host(name: str) -> Host:
    """The host of a name. Raises HostError for one that is not known or may not be used.

    A project's files are never read: they do not decide where a key is sent.
    """
    texts = hostfiles.shipped()
    if name in texts:
        return _shipped(name)
    for known, text, place in added_files():
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
