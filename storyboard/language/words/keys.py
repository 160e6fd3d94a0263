"""What a key of data or a header of a table stands for: its roles in the table of words, and the unit it names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

import msgspec

from storyboard.language import words
from storyboard.patterns import lazy

# In the order in which they are tried on a column whose header has several.
ROLES = (
    "times", "starts", "finishes", "lengths", "numbers_of", "clips", "pictures", "camera", "light", "sound", "music",
    "transition", "negatives", "actions", "dialogue", "speakers", "titles", "styles", "private", "tracks",
)  # fmt: skip
UNITS = ("seconds", "minutes", "frames", "thousandths")
FIELDS = ("camera", "light", "sound", "music", "transition")
# Words of these roles count at the end of a longer key: `Shot Duration`, `背景音乐`.
_HEADS = ("times", "starts", "finishes", "lengths", "numbers_of", *FIELDS, "negatives", "actions", "pictures")
# A first word of these roles says no more than a last one: `Shot Duration`, `Clip Action`.
_PLAIN = frozenset({"numbers_of", "clips", "actions", "titles", "styles"})
_BRACKETED = lazy(r"[(\[{【]([^()\[\]{}【】]*+)[)\]}】]")
_CAMEL = lazy(r"(?<=[a-z0-9])(?=[A-Z])")
_BLANKS = lazy(r"[\s_*`.:'\"-]++")
_EDGES = lazy(r"^[^\w#№]++|[^\w#№]++$")
_JOINTS = lazy(r"[/|,、&+・;]")
_LONGEST = 80
_KEPT = 1024  # keys that are kept: each row of data has the same ones
_MOST_WORDS = 6


class KeySense(msgspec.Struct, frozen=True):
    """The roles of a key, the likeliest first, and the unit that it names: one of `UNITS`, or none."""

    roles: tuple[str, ...] = ()
    unit: str = ""


@cache
def _known() -> dict[str, tuple[str, ...]]:
    roles_of: dict[str, list[str]] = {}
    for role in ROLES:
        for word in words.of(role):
            listed = roles_of.setdefault(_squashed(word), [])
            if role not in listed:
                listed.append(role)
    return {word: tuple(listed) for word, listed in roles_of.items()}


@cache
def _units() -> dict[str, str]:
    return {_squashed(word): role for word, role in words.lookup(*UNITS).items()}


@cache
def _endings() -> dict[str, str]:
    """The words that count at the end of a key that is written without blanks."""
    return {word: roles[0] for word, roles in _known().items() if words.unspaced(word) and set(roles) & set(_HEADS)}


def key(text: str) -> KeySense:
    """The roles and the unit of a key or of a table's header; an unknown word has no role.

    Case, blanks, `_`, camelCase, emphasis and brackets do not matter; a unit is read from a bracket (`Duration (s)`,
    `时长（秒）`) or from the key's last word (`start_ms`).
    """
    return _told(text[: 2 * _LONGEST])


@lru_cache(_KEPT)
def _told(text: str) -> KeySense:
    typed = unicodedata.normalize("NFKC", text).strip()
    if len(typed) > _LONGEST:
        return KeySense()
    units = (_units().get(_squashed(inner)) for inner in _BRACKETED.findall(typed))
    unit = next(filter(None, units), "")
    bare = _BRACKETED.sub(" ", typed)
    parts = [_squashed(part) for part in _BLANKS.split(_CAMEL.sub(" ", bare)) if part]
    if len(parts) > _MOST_WORDS:
        return KeySense()
    whole = "".join(parts)
    if len(parts) > 1 and not unit and (last := _units().get(parts[-1])) and (stem := _roles(parts[:-1])):
        return KeySense(stem, last)
    if whole not in _known() and len(joined := _JOINTS.split(bare)) > 1:
        halves = [key(half) for half in joined[:4]]
        return next((KeySense(half.roles, unit or half.unit) for half in halves if half.roles), KeySense())
    if _units().get(whole) == "seconds" and whole not in _known():
        return KeySense(("lengths",), "seconds")
    return KeySense(_roles(parts), unit)


def _roles(parts: list[str]) -> tuple[str, ...]:
    """The roles of a key in words: of the whole, else of its last word where no other word says something else."""
    whole = "".join(parts)
    if whole in _known():
        return _known()[whole]
    if len(parts) > 1:
        return _headed(_known().get(parts[-1], ()), [_known().get(part, ()) for part in parts[:-1]])
    for at in range(1, len(whole)):
        if whole[at:] in _endings():
            return _headed(_known()[whole[at:]], [_known().get(whole[:at], ())])
    return ()


def _headed(head: tuple[str, ...], before: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    heads = tuple(role for role in head if role in _HEADS)
    other = any(roles and not set(roles) & _PLAIN for roles in before)
    return () if other and "actions" in heads else heads


def _squashed(text: str) -> str:
    text = _BRACKETED.sub("", unicodedata.normalize("NFKC", text))
    bare = _BLANKS.sub("", words.fold(text))
    return _EDGES.sub("", bare) or bare
