"""Whether a job that the host's history shows is one of a request: what the history echoes of it, and what it hides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from storyboard.patterns import lazy
from storyboard.providers import Job

_NAMING = ("prompt", "seed")  # by these a job is known again
_SOUND = lazy(r"sha256:[0-9a-f]{64}")  # a local file, which gets a new address with each send


def name_of(fields: Mapping[str, Any]) -> tuple[str, ...] | None:
    """What a job of these fields is looked up by, None where they cannot be told from others'."""
    values = [fields.get(key) for key in _NAMING]
    return None if None in values else tuple(_plain(value) for value in values)


def alike(job: Job, fields: Mapping[str, Any]) -> bool:
    """Whether a job may be one of these fields: prompt and seed are shown and the same, and no other value differs."""
    return (
        None not in (name_of(job.fields), name_of(fields))
        and job.fields["prompt"] == fields["prompt"]
        and all(_same(job, key, value) for key, value in fields.items() if key in job.fields and not is_sound(value))
    )


def echoed(job: Job, fields: Mapping[str, Any]) -> bool:
    """Whether a job shows each of these fields as it would be sent; what is in a local sound no history shows."""
    return all(key in job.fields and not is_sound(value) and _same(job, key, value) for key, value in fields.items())


def is_sound(value: object) -> bool:
    """Whether a value is a local sound, by its SHA-256."""
    return isinstance(value, str) and _SOUND.fullmatch(value) is not None


def sounds_in(value: object) -> Iterator[str]:
    """The local sounds in the body of a request, wherever they stand."""
    if isinstance(value, dict):
        for inner in cast(dict[str, object], value).values():
            yield from sounds_in(inner)
    elif isinstance(value, list):
        for inner in cast(list[object], value):
            yield from sounds_in(inner)
    elif is_sound(value):
        yield cast(str, value)


def replaced(value: Any, sound: str, address: str) -> Any:
    """A body with the address of a sound in its place."""
    if isinstance(value, dict):
        return {key: replaced(inner, sound, address) for key, inner in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [replaced(inner, sound, address) for inner in cast(list[Any], value)]
    return address if value == sound else value


def _same(job: Job, key: str, sent: object) -> bool:
    """Whether a value is shown as it was sent, also where a number or a flag came back as text."""
    shown = job.fields[key]
    return shown == sent or (not isinstance(sent, str) and _plain(shown) == _plain(sent))


def _plain(value: object) -> str:
    return str(value).casefold()
