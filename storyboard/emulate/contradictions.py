"""What the documented answers of a host say otherwise than its own file: addresses, verbs, the key's header, holes.

Both are written by hand from one documentation. What stands in both has to be mistaken twice to stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from storyboard.emulate.examples import Examples, filled
from storyboard.patterns import lazy
from storyboard.profiles.hosts import Host

_HOLE = lazy(r"\{[a-z]+(?:\.[A-Za-z0-9_.\[\]]++)?\}")
OF_JOB = frozenset("id own base model app url cost units seed duration body why created milliseconds epoch now".split())
# What each part of a file may have filled in.
_HOLES = {
    "refusals": frozenset({"why"}), "page": frozenset({"rows", "total"}), "row": OF_JOB | {"state"},
    "credits": frozenset({"credits", "units"}), "quote": frozenset({"cost", "units", "now"}),
}  # fmt: skip
_GONE, _REFUSED = frozenset({"id", "base", "why"}), frozenset[str]()


def differences(api: Host, spoken: Examples, routes: Iterable[str]) -> Iterator[str]:
    """What disagrees between the answers of a host and its file, each with both words; `routes` are its models'."""
    routes = ("{model}", *routes)
    for name, documented in spoken.calls.items():
        ours = _call(api, name)
        # A page shows the address of a model as it is.
        if documented.rstrip("/") not in {ours.replace("{model}", route).rstrip("/") for route in routes}:
            yield f"`calls.{name}` is `{documented}`, and `{api.name}.yaml` has `{ours or 'no such call'}`"
    header = f"{api.key.header}: {api.key.prefix}{{key}}"
    name, colon, value = spoken.key.partition(":")
    if spoken.key and f"{name.casefold()}{colon}{value}" != f"{api.key.header.casefold()}: {api.key.prefix}{{key}}":
        yield f"`key` is `{spoken.key}`, and `{api.name}.yaml` has `{header}`"
    if spoken.keyed_files != api.abilities.keyed_files:
        yield f"only one of this file and `{api.name}.yaml` says that clips need the key, `keyed_files: true`"
    yield from strange_holes(spoken)


def _call(api: Host, name: str) -> str:
    """A call as the host's file has it: its verb and its whole address, empty for one that it lacks."""
    call = "v2" if name == "submit" and api.routes.v2 else "v1" if name == "submit" else name
    path = getattr(api.routes, call)
    if not path:
        return ""
    verbs: dict[str, str] = {"v1": "POST", "v2": "POST", "quote": "POST", **api.routes.verbs}
    base = api.bases.history if name == "history" else api.bases.api
    return f"{verbs.get(call, 'GET')} {base}{path.replace('{id}', api.reads.job)}"


def strange_holes(spoken: Examples) -> Iterator[str]:
    """The holes of answers that nothing fills, so that they would be sent as they stand."""
    answers: list[tuple[str, Any, Iterable[str]]] = [
        ("submit", spoken.submit.body, OF_JOB),
        *((f"status.{state}", example.body, _of_state(state)) for state, example in spoken.status.items()),
        *((f"result.{state}", example.body, _of_state(state)) for state, example in spoken.result.items()),
        *((f"refusals.{cause}", example.body, _HOLES["refusals"]) for cause, example in spoken.refusals.items()),
        *((f"odd.{name}", odd.body, _of_odd(odd.call)) for name, odd in spoken.odd.items()),
        *((part, getattr(spoken, part), _HOLES[part]) for part in ("page", "row", "credits", "quote")),
    ]  # fmt: skip
    for place, body, known in answers:
        left = dict.fromkeys(
            hole for text in _texts(filled(body, dict.fromkeys(known, ""))) for hole in _HOLE.findall(text)
        )
        for hole in left:
            yield f"`{place}` has `{hole}`, which nothing fills: there {_said(known)}"


def _of_state(state: str) -> Iterable[str]:
    return _GONE if state == "gone" else OF_JOB


def _of_odd(call: str) -> Iterable[str]:
    return _REFUSED if call == "submit" else _HOLES["quote"] if call == "quote" else OF_JOB


def _said(known: Iterable[str]) -> str:
    holes = ", ".join(f"`{{{name}}}`" for name in sorted(known))
    return f"may be {holes}" if holes else "are none"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in cast(Mapping[str, Any], value).values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in cast(list[Any], value):
            yield from _texts(inner)
