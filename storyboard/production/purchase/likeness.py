"""Whether a job that the host's history shows is one of a request: what the history echoes of it, and what it hides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from storyboard.patterns import lazy
from storyboard.providers import Job

_SOUND = lazy(r"sha256:[0-9a-f]{64}")  # a local file, which gets a new address with each send


def name_of(fields: Mapping[str, Any], echoes: Sequence[str]) -> tuple[str, ...] | None:
    """What a job of these fields is looked up by, None where they cannot be told from others'."""
    values = dict(_values(fields))
    return tuple(_plain(values[key]) for key in _keys(values, echoes)) or None


def _keys(fields: Mapping[str, Any], echoes: Sequence[str]) -> tuple[str, ...]:
    """The first set of keys, as `prompt+seed` or `input.prompt`, of which fields hold all."""
    sets = (tuple(names.split("+")) for names in echoes)
    return next((keys for keys in sets if all(fields.get(key) is not None for key in keys)), ())


def alike(job: Job, fields: Mapping[str, Any]) -> bool:
    """Whether a job may be one of these fields: what it is known by is shown and the same, and no other value differs.

    That are the prompt and the seed, or what else the host's data says.
    """
    sent, shown = dict(_values(fields)), dict(_values(job.fields))
    keys = _keys(sent, job.echoes)
    return (
        bool(keys)
        and all(shown.get(key) is not None for key in keys)
        and all(not isinstance(sent[key], str) or shown[key] == sent[key] for key in keys)
        and all(_same(shown[key], value) for key, value in sent.items() if key in shown and not is_sound(value))
    )


def is_sure(job: Job, fields: Mapping[str, Any], derived: int | None) -> bool:
    """Whether a job that is alike can be of no other request.

    It is known by a seed that was `derived` from the whole request, or shows each of these fields as it would be sent;
    what is in a local sound no history shows.
    """
    sent, shown = dict(_values(fields)), dict(_values(job.fields))
    if derived is not None and any(sent[key] == derived for key in _keys(sent, job.echoes)):
        return True
    return all(key in shown and not is_sound(value) and _same(shown[key], value) for key, value in sent.items())


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


def _values(fields: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Each value of a body with its place, `input.prompt`; a list is one value."""
    for key, value in fields.items():
        if isinstance(value, dict) and value:
            yield from _values(cast(dict[str, Any], value), f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _same(shown: object, sent: object) -> bool:
    """Whether a value is shown as it was sent, also where a number or a flag came back as text."""
    return shown == sent or (not isinstance(sent, str) and _plain(shown) == _plain(sent))


def _plain(value: object) -> str:
    return str(value).casefold()
