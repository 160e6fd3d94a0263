"""What is known of a model at a host: every limit with how it is known, when it was looked at, and where."""

from __future__ import annotations

from datetime import date
from math import gcd
from typing import Literal

import msgspec

Evidence = Literal["host", "upstream", "third-party", "inferred", "unverified"]


class Sourced(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How sure a fact is: whose word it is, the day it was checked, and the page it was read on."""

    evidence: Evidence
    checked: date
    source: str


class Status(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether the host still serves the model, why that is doubted, and the profile to go to where there is one."""

    state: Literal["ok", "at-risk", "withdrawn"]
    why: str = ""
    successor: str | None = None


class Duration(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The clip lengths offered, in whole seconds, ascending."""

    allowed: tuple[int, ...]
    default: int


class Size(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The sizes offered, `W*H`, with the tier that each is priced by, and the one taken where none is set."""

    allowed: dict[str, str]
    default: str

    @property
    def names(self) -> dict[str, str]:
        """The words that name exactly one size, such as `720p landscape`, and that size."""
        by_words: dict[str, list[str]] = {}
        for size, tier in self.allowed.items():
            for shape in shapes(size):
                by_words.setdefault(f"{tier} {shape}", []).append(size)
        return {words: sizes[0] for words, sizes in by_words.items() if len(sizes) == 1}


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The words of one language in a prompt: a shot's mark with `{n}`, `{start}`, `{end}`, and its fields' names."""

    shot: str
    camera: str
    light: str
    sound: str
    music: str
    transition: str


class Shots(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What shots the model follows: warn above a count and below a length, the grid of times, labels by language."""

    warn_above: int
    min_warn_ms: int
    step_ms: int
    labels: dict[str, Label]


class TextLimit(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The longest text in code points, and the length from which a warning is due, where there is one."""

    max: int
    warn: int | None = None


class Flags(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether the model has the field for several shots and the one for a rewritten prompt."""

    multi_shots: bool
    expansion: bool


class Audio(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The sound files that the model takes."""

    formats: tuple[str, ...]
    min_ms: int
    max_ms: int
    max_bytes: int


class SoundTrack(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether a clip comes with a track of sound: always, where the request asks for it, or never."""

    given: Literal["always", "asked", "never"]


class Seed(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The seeds that the model takes, both ends included."""

    min: int
    max: int


class Price(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Micro-dollars for a second of a clip, by the tier of its size."""

    per_second: dict[str, int]


class Time(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The seconds that a generation takes as a rule."""

    typical: int


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One model at one host.

    `url` is where a request is posted, `fields` has the host's name for each of our fields,
    `references` says that the model takes uploads.
    """

    id: str
    title: str
    model: str
    host: str
    url: str
    status: Status
    duration: Duration
    size: Size
    fps: int
    shots: Shots
    template: str
    prompt: TextLimit
    negative_prompt: TextLimit
    negative_prompt_default: str = ""
    flags: Flags
    fields: dict[str, str]
    audio: Audio | None = None
    sound: SoundTrack | None = None
    seed: Seed
    price: Price
    time: Time | None = None
    references: bool = False


def ratio(size: str) -> str:
    """The shape of a size, `W*H`, as a ratio in its lowest terms: `16:9`."""
    width, height = (int(part) for part in size.split("*"))
    common = gcd(width, height) or 1
    return f"{width // common}:{height // common}"


def shapes(size: str) -> tuple[str, ...]:
    """The words for the shape of a size, `W*H`, that a writer may use."""
    width, height = (int(part) for part in size.split("*"))
    if width == height:
        return ("square",)
    return ("landscape", "horizontal", "wide") if width > height else ("portrait", "vertical")
