"""The OpenAPI document of a host whose documented answers lie beside this file: its addresses, bodies and examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storyboard.emulate.addresses import NAME, paths
from storyboard.emulate.examples import ExampleAnswer, Examples, request_schema
from storyboard.emulate.records import JSON
from storyboard.profiles import Profile
from storyboard.profiles.hosts import Host

_Json = dict[str, Any]


def described(api: Host, models: Mapping[str, Profile], spoken: Examples) -> _Json:
    """The paths of the host's own calls."""
    known = paths(api)
    refusals = spoken.refusals.values()
    calls: _Json = _posts("submit", "Make a clip with", known["v2"], models, (spoken.submit, *refusals))
    if "quote" in known:
        quote = ExampleAnswer(spoken.quote)
        calls |= _posts("quote", "Say what a clip costs with", known["quote"], models, (quote, *refusals))
    for call, answers in (("status", spoken.status), ("result", spoken.result)):
        if call in known:
            calls.setdefault(known[call], {}).update(_get(call, _answers((*answers.values(), *refusals)), named=True))
    for call, body in (("history", spoken.page), ("credits", spoken.credits)):
        if call in known and body is not None:
            calls.setdefault(known[call], {}).update(_get(call, _answers((ExampleAnswer(body), *refusals))))
    return calls


def _posts(
    name: str, means: str, path: str, models: Mapping[str, Profile], answers: Sequence[ExampleAnswer]
) -> _Json:  # fmt: skip
    """The paths of a call that takes the request of a model, each for all the models that are posted there."""
    by_path: dict[str, list[Profile]] = {}
    for route, profile in models.items():
        by_path.setdefault(path.replace("{model}", route), []).append(profile)
    calls: _Json = {}
    for place, profiles in by_path.items():
        bodies = [request_schema(profile.id) or {"type": "object"} for profile in profiles]
        body = bodies[0] if len(bodies) == 1 else {"anyOf": bodies}
        calls[place] = {
            "post": {
                "operationId": f"{name}-" + "-".join(profile.model for profile in profiles),
                "summary": f"{means} {' or '.join(profile.title for profile in profiles)}",
                "requestBody": {"required": True, "content": {JSON: {"schema": body}}},
                "responses": _answers(answers),
            }
        }
    return calls


def _get(name: str, answers: _Json, *, named: bool = False) -> _Json:
    id = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": f"^{NAME}(/{NAME})*$"}}
    return {"get": {"operationId": name, "parameters": [id] if named else [], "responses": answers}}


def _answers(examples: Iterable[ExampleAnswer]) -> _Json:
    """The answers by their status, each with its examples."""
    by_status: dict[int, list[Any]] = {}
    for example in examples:
        by_status.setdefault(example.status, []).append(example.body)
    return {
        str(status): {
            "description": f"{len(bodies)} documented",
            "content": {JSON: {"examples": {str(number): {"value": body} for number, body in enumerate(bodies, 1)}}},
        }
        for status, bodies in sorted(by_status.items())
    }
