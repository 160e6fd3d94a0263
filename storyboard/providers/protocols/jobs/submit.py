"""A submit: one POST, and what its answer is worth. Whatever is not known to be unbilled comes back as Lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import msgspec

from storyboard.profiles.hosts import Host, OwnId
from storyboard.profiles.paths import put
from storyboard.providers import Accepted, Delivered, Fetched, HostRefused, Lost, NotSent, Trouble
from storyboard.providers.protocols.jobs.answers import (
    Hide,
    address,
    declined,
    decoded,
    first,
    job_of_answer,
    judge,
    micro,
    trouble,
)
from storyboard.providers.protocols.jobs.fetching import Body, fetch, receive
from storyboard.providers.protocols.jobs.transport import HttpAnswer, HttpRequest, NoAnswer, Spoilt, Wire
from storyboard.store.records import Incoming

Outcome = Accepted | Delivered | HostRefused | NotSent | Lost


class Submit(msgspec.Struct, frozen=True):
    """What a submit needs; `timeout` are the seconds of a blocking call, `own` is our name for the send."""

    host: Host
    wire: Wire
    hide: Hide
    timeout: float
    into: Incoming
    accepted: Callable[[str], None]
    own: str = ""


def again(host: Host, wire: Wire, hide: Hide, model: str, body: dict[str, Any], own: str) -> Accepted | Trouble:
    """The job that a request has begun, by the same request with the same name, which the host answers as before."""
    asking = _asking(host, "v2", model, body, own, host.limits.submit)
    try:
        with wire.exchange(asking) as answer:
            data = head(answer, host.limits.json_bytes)
            known = decoded(data)
            if answer.status not in host.answers.taken or declined(host, known):
                said = judge(host, answer, data, hide)
                # What is refused was never begun, and is refused again; all else may be answered later.
                refused = isinstance(said, HostRefused) and said.cause not in ("busy", "server")
                return msgspec.structs.replace(trouble(host, answer, data, hide), lasting=refused)
            name = job_of_answer(host, known, {}, model)
            return Trouble("the host's answer names no job") if name is None else Accepted(name)
    except NoAnswer as error:
        return Trouble(error.why)


def _asking(host: Host, version: str, model: str, body: dict[str, Any], own: str, deadline: float) -> HttpRequest:
    """The request of a submit; `model` is its route, `own` our name for it, if any."""
    url = host.submits(version, routed(model))
    headers = dict(host.routes.headers.get("v1" if version == "v1" else "v2", {}))
    if own and host.own is not None:
        body = _named_by_us(body, host.own, own, headers)
    return HttpRequest("POST", url, deadline, msgspec.json.encode(body), headers=headers)


def routed(model: str) -> str:
    """A model's route as it stands in an address."""
    return quote(model, safe="" if "/." in model else "/:")


def submit(given: Submit, version: str, model: str, body: dict[str, Any], sending: Callable[[], bool]) -> Outcome:
    """What has become of a request that was sent once by one of the host's ways, or of which nothing was sent."""
    host, limits = given.host, given.host.limits
    deadline = given.timeout if version == "v1" else limits.submit
    asking = _asking(host, version, model, body, given.own, deadline)
    try:
        with given.wire.exchange(asking, sending) as answer:
            if answer.status not in host.answers.taken:
                return judge(host, answer, head(answer, limits.error_bytes), given.hide)
            return _blocking(given, answer, model) if version == "v1" else _queued(given, answer, model)
    except NoAnswer as error:
        return Lost(error.why) if error.sent else NotSent(error.why)


def _named_by_us(body: dict[str, Any], own: OwnId, name: str, headers: dict[str, str]) -> dict[str, Any]:
    """The body with our name for the send, which may go into its headers instead."""
    if own.header:
        headers[own.header] = name
    if not own.at:
        return body
    named: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(body))
    put(named, own.at, name)
    return named


def head(answer: HttpAnswer, most: int) -> bytes:
    """The beginning of the body of an error, as much as can be had: its status counts, and the body only explains."""
    data = bytearray()
    try:
        for block in answer.blocks(1 << 40):
            data += block
            if len(data) >= most:
                break
    except (NoAnswer, Spoilt):
        return bytes(data[:most])
    return bytes(data[:most])


def _queued(given: Submit, answer: HttpAnswer, model: str) -> Outcome:
    """A job of v2. What cannot be read may be a job all the same."""
    try:
        data = b"".join(answer.blocks(given.host.limits.json_bytes))
    except (NoAnswer, Spoilt) as error:
        return Lost(f"the host took the request but its answer cannot be read: {error}")
    body = decoded(data)
    if declined(given.host, body):
        return judge(given.host, answer, data, given.hide)
    name = job_of_answer(given.host, body, {}, model)
    if name is None:
        return Lost("the host took the request but its answer names no job")
    given.accepted(name)
    return Accepted(name)


def _blocking(given: Submit, answer: HttpAnswer, model: str) -> Outcome:
    """A clip of v1, or where it lies. It is billed by now, so a clip that is spoilt is named and not lost."""
    name = job_of_answer(given.host, None, answer.headers, model)
    if name is not None:
        given.accepted(name)
    cost = micro(first(given.host.reads.cost, None, answer.headers), given.host.reads.cost_usd)
    try:
        body = Body(answer.blocks(given.host.limits.clip_bytes))
        if body.is_film():
            receive(body, given.into)
            return Delivered(name, cost)
        return _named(given, answer, body, model, name, cost)
    except (NoAnswer, Spoilt) as error:
        return Accepted(name) if name is not None else Lost(f"the clip came spoilt and without a job's name: {error}")


def _named(
    given: Submit, answer: HttpAnswer, blocks: Body, model: str, name: str | None, cost: int | None
) -> Outcome:  # fmt: skip
    """What JSON in place of a clip is worth: the job's name, and where it has none the clip from its address, at once.

    Raises Spoilt where it has neither.
    """
    body = decoded(blocks.read(given.host.limits.json_bytes))
    if name is None and isinstance(body, dict):
        name = job_of_answer(given.host, body, {}, model)
        if name is not None:
            given.accepted(name)
    if name is not None:
        return Accepted(name)
    url = address(body)
    if url is None:
        raise Spoilt(f"`{given.hide(answer.type)}` that names neither a job nor a clip")
    fetched = fetch(given.host, given.wire, given.hide, url, given.into)
    if isinstance(fetched, Fetched):
        return Delivered(None, cost)
    raise Spoilt(fetched.why)
