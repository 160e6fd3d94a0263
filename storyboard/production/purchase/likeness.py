"""Whether a job that the host's history shows is one of a request: what the history echoes of it, and what it hides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from storyboard.patterns import lazy
from storyboard.providers import Job

_SOUND = lazy(r"sha256:[0-9a-f]{64}")  # a local file, which gets a new address with each send


def name_of(fields: Mapping[str, Any], echoes: Sequence[str]) -> tuple[str, ...] | None:
    """What a job of these fields is looked up by, None where they cannot be told from others'."""
    keys = _keys(fields, echoes)
    return tuple(_plain(fields[key]) for key in keys) or None


def _keys(fields: Mapping[str, Any], echoes: Sequence[str]) -> tuple[str, ...]:
    """The first set of keys, as `prompt+seed`, of which fields hold all."""
    sets = (tuple(names.split("+")) for names in echoes)
    return next((keys for keys in sets if all(fields.get(key) is not None for key in keys)), ())


def alike(job: Job, fields: Mapping[str, Any]) -> bool:
    """Whether a job may be one of these fields: what it is known by is shown and the same, and no other value differs.

    That are the prompt and the seed, or what else the host's data says.
    """
    keys = _keys(fields, job.echoes)
    return (
        bool(keys)
        and all(job.fields.get(key) is not None for key in keys)
        and all(not isinstance(fields[key], str) or job.fields[key] == fields[key] for key in keys)
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
