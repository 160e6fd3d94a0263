"""What a host refuses before anything is billed, judged by the model's profile."""

from __future__ import annotations

import secrets
from typing import Any, cast

import msgspec

from storyboard.emulate.examples import request_schema
from storyboard.emulate.records import JSON, EmulatedAnswer, ReceivedCall, refusal
from storyboard.emulate.schema import faults
from storyboard.profiles import Profile, price
from storyboard.profiles.body import read, sizes_of
from storyboard.profiles.paths import get

_TYPES: dict[str, tuple[type, str]] = {
    "prompt": (str, "a string"),
    "negative_prompt": (str, "a string"),
    "size": (str, "a string"),
    "audio": (str, "a string"),
    "duration": (int, "an integer"),
    "seed": (int, "an integer"),
    "multi_shots": (bool, "a boolean"),
    "expansion": (bool, "a boolean"),
}
_WHOLE = tuple(name for name, (kind, _) in _TYPES.items() if kind is int)
_ANY_SEED = -1  # the host then chooses a seed


class Asked(msgspec.Struct, frozen=True):
    """A generation that may run: the body as it was sent, what it costs in micro-dollars, and what the clip is like."""

    body: dict[str, Any]
    cost: int
    size: str
    duration: int
    seed: int | None
    own: str = ""


def decoded(call: ReceivedCall) -> Any:
    """The JSON of a body, or the refusal of a body that has another type or is none."""
    kind = call.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        return refusal(406, f"Content type `{kind[:80]}` is not accepted; send {JSON}")
    try:
        return msgspec.json.decode(call.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return refusal(400, "The body is not JSON")


def check(profile: Profile, call: ReceivedCall, route: str = "") -> Asked | EmulatedAnswer:
    """What is asked for, or the refusal: 400 for the form of the body, 406 for its type and for refused values.

    A body is held to the schema that the host documents, where that lies beside this file.
    """
    body = decoded(call)
    if isinstance(body, EmulatedAnswer):
        return body
    if not isinstance(body, dict):
        return refusal(400, "The body is not a JSON object")
    sent = cast(dict[str, Any], body)
    schema = request_schema(profile.id)
    if schema is None:
        return _form(profile, sent) or _values(profile, sent) or _asked(profile, sent)
    wrong = next(faults(schema, sent), None)
    return _read(profile, sent, route) if wrong is None else refusal(400, wrong)


def _read(profile: Profile, sent: dict[str, Any], route: str) -> Asked:
    """What a body asks for that is as the host documents it."""
    ours = read(profile, sent)
    own = [size for size in sizes_of(profile, sent) if profile.route_of(size) == route]
    size = next(iter(own), profile.size.default)
    # A host may take words for a length, as `auto`, which storyc never sends.
    asked = ours.get("duration")
    duration = asked if isinstance(asked, int) and asked > 0 else profile.duration.default
    return Asked(sent, price(profile, size, duration), size, duration, ours.get("seed"))


def names(profile: Profile) -> dict[str, str]:
    """Where each of our values stands in the host's JSON."""
    return {ours: place.at for ours, place in profile.body.fields.items()}


def _ours(profile: Profile, sent: dict[str, Any]) -> dict[str, Any]:
    """The fields that are set, by our name; null is the host's word for a field left out."""
    given = {ours: value for ours, at in names(profile).items() if (value := get(sent, at)) is not None}
    return {ours: _whole(value) if ours in _WHOLE else value for ours, value in given.items()}


def _whole(value: Any) -> Any:
    """The integer that 5.0 is in JSON, any other value as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _form(profile: Profile, sent: dict[str, Any]) -> EmulatedAnswer | None:
    ours = _ours(profile, sent)
    if "prompt" not in ours:
        return refusal(400, f"Missing required field: {names(profile)['prompt']}")
    for name, value in ours.items():
        kind, words = _TYPES.get(name, (object, ""))
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            return refusal(400, f"Field {names(profile)[name]} must be {words}")
    return None


def _values(profile: Profile, sent: dict[str, Any]) -> EmulatedAnswer | None:
    ours, trouble = _ours(profile, sent), ""
    lengths, sizes = profile.duration.allowed, profile.size.allowed
    seed, audio = ours.get("seed", _ANY_SEED), ours.get("audio", "https://")
    if not ours["prompt"].strip():
        trouble = f"{names(profile)['prompt']} is empty"
    elif ours.get("duration", lengths[0]) not in lengths:
        trouble = f"duration {ours['duration']} is not one of {', '.join(map(str, lengths))}"
    elif ours.get("size", profile.size.default) not in sizes:
        trouble = f"size {ours['size'][:40]} is not one of {', '.join(sizes)}"
    elif profile.seed is not None and seed != _ANY_SEED and not profile.seed.min <= seed <= profile.seed.max:
        trouble = f"seed {seed} is not between {profile.seed.min} and {profile.seed.max}"
    elif not audio.startswith(("https://", "http://")):
        trouble = f"audio {audio[:40]} is not an address"
    return refusal(406, f"Parameter refused: {trouble}") if trouble else None


def _asked(profile: Profile, sent: dict[str, Any]) -> Asked:
    ours = _ours(profile, sent)
    size = ours.get("size", profile.size.default)
    duration = ours.get("duration", profile.duration.default)
    seed = ours.get("seed", _ANY_SEED)
    if seed == _ANY_SEED and profile.seed is not None:
        seed = profile.seed.min + secrets.randbelow(profile.seed.max - profile.seed.min + 1)
    return Asked(sent, price(profile, size, duration), size, duration, seed)
