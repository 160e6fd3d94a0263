"""The host's JSON of a request, from our values and back, as the profile's `body` says."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, cast

import msgspec

from storyboard.profiles.paths import get, put
from storyboard.profiles.records import FieldPlace, Form, ItemPlace, Profile, ratio


class ShotPart(msgspec.Struct, frozen=True):
    """A shot of an array: its number from 1, its text and its whole seconds."""

    number: int
    prompt: str
    seconds: int


def of_size(profile: Profile, size: str) -> dict[str, Any]:
    """Our values that follow from a size."""
    width, _, height = size.partition("*")
    tier = profile.size.allowed.get(size, "")
    return {"size": size, "width": int(width), "height": int(height), "ratio": ratio(size), "tier": tier}


def filled(profile: Profile, ours: Mapping[str, Any], shots: Sequence[ShotPart]) -> dict[str, Any]:
    """The body of a request, in the order of our values; what the host has no place for is not sent."""
    size = str(ours["size"])
    values: dict[str, Any] = {}
    for key, value in ours.items():
        if key == "size":
            values |= of_size(profile, size)
        else:
            values[key] = value
    if shots:
        values["shots"] = shots
    body: dict[str, Any] = {}
    for path, fixed in profile.body.fixed.items():
        put(body, path, _formed(fixed.value, fixed.form))
    for key, value in values.items():
        place = profile.body.fields.get(cast(Any, key))
        if place is None or (place.optional and value in ("", None)):
            continue
        put(body, place.at, _array(place, shots) if key == "shots" else sent(place, value, size))
    return body


def sent(place: ItemPlace, value: Any, size: str = "") -> Any:
    """A value of ours as the host has it."""
    if not place.values:
        return _formed(value, place.form)
    plain = _plain(value)
    return _formed(place.values.get(size, place.values.get(plain, plain)), place.form)


def _plain(value: Any) -> str:
    return {True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else str(value)


def _formed(value: Any, form: Form) -> Any:
    match form:
        case "plain":
            return value
        case "text":
            return _plain(value)
        case "number":
            return int(value)
        case "flag":
            return _plain(value) == "true"
        case _:
            return f"{value}s"


def _array(place: FieldPlace, shots: Sequence[ShotPart]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for shot in shots:
        values = {"index": shot.number, "prompt": shot.prompt, "duration": shot.seconds}
        row: dict[str, Any] = {}
        for key, inner in place.item.items():
            put(row, inner.at, sent(inner, values[key]))
        rows.append(row)
    return rows


def read(profile: Profile, body: Any) -> dict[str, Any]:
    """Our values that a body holds, as far as it tells them; `prompt` is a list of texts where it has shots."""
    ours: dict[str, Any] = {}
    for key, place in profile.body.fields.items():
        value = get(body, place.at)
        if value is None:
            continue
        if key == "shots":
            rows = cast(list[Any], value) if isinstance(value, list) else []
            ours["prompt"] = [get(row, place.item["prompt"].at) for row in rows]
        elif key in ("duration", "seed", "width", "height"):
            ours[key] = _whole(value)
        else:
            ours[key] = value
    return ours


def _whole(value: Any) -> Any:
    """The integer that a number or a text as `5` or `5s` is, any other value as it is."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    bare = value.removesuffix("s") if isinstance(value, str) else ""
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 6 else value


def sizes_of(profile: Profile, body: Any) -> tuple[str, ...]:
    """The sizes that a body may be of: those whose fields it holds. They are several where the route tells them apart.

    A body that holds no such field is of the default.
    """
    places = [(key, profile.body.fields[key]) for key in ("size", "width", "height", "ratio", "tier")
              if key in profile.body.fields]  # fmt: skip
    shown = [(key, place, get(body, place.at)) for key, place in places]
    shown = [row for row in shown if row[2] is not None]
    if not shown:
        return (profile.size.default,)
    return tuple(
        size
        for size in profile.size.allowed
        if all(sent(place, of_size(profile, size)[key], size) == value for key, place, value in shown)
    )


def by_place(body: Mapping[str, Any], apart: Container[str], above: str = "") -> Iterator[tuple[str, Any]]:
    """Each value of a body with its place, but for what stands at the places that are kept `apart`."""
    for key, value in body.items():
        at = f"{above}{key}"
        if at in apart:
            continue
        if isinstance(value, dict):
            yield from by_place(cast(dict[str, Any], value), apart, f"{at}.")
        elif isinstance(value, list) and all(isinstance(item, dict) for item in cast(list[Any], value)):
            for index, item in enumerate(cast(list[dict[str, Any]], value)):
                yield from by_place(item, apart, f"{at}[{index}].")
        else:
            yield at, value
