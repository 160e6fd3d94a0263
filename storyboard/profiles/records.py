"""What is known of a model at a host: every limit with how it is known, when it was looked at, and where."""

from __future__ import annotations

from bisect import bisect_right
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
    """What shots the model follows: warn above a count and below a length, the grid of times, labels by language.

    `style` is how it is told of them: `timed` by marks with times in the prompt, `ordered` by marks without, `array` by
    one object a shot with its length, `single` not at all. The host refuses a clip of less than `min` or more than
    `max` shots, where that is known.
    """

    warn_above: int
    min_warn_ms: int
    step_ms: int
    labels: dict[str, Label]
    style: Literal["timed", "ordered", "array", "single"] = "timed"
    min: int = 1
    max: int | None = None

    @property
    def most(self) -> int | None:
        """The most shots that a clip may have, None where no limit is known."""
        return 1 if self.style == "single" else self.max


class TextLimit(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The longest text, and the length from which a warning is due, where there is one.

    Of an array of shots it is that of each shot's text.
    """

    max: int
    warn: int | None = None
    count: Literal["characters", "utf16", "tokens"] = "characters"

    @property
    def unit(self) -> str:
        """What is counted, as a word."""
        return {"characters": "characters", "utf16": "UTF-16 units", "tokens": "tokens"}[self.count]

    def length(self, text: str) -> int:
        """How long a text is as the host counts it; tokens are estimated, four letters or one character of CJK each."""
        if self.count == "utf16":
            return len(text) + sum(letter > "\uffff" for letter in text)
        if self.count == "tokens":
            wide = sum(not letter.isascii() for letter in text)
            return wide + -(-(len(text) - wide) // 4)
        return len(text)

    def reads(self, text: str, most: int | None = None) -> int:
        """How many characters of a text the host reads, or those of `most` units where that is given."""
        most = self.max if most is None else most
        if self.count == "characters":
            return min(most, len(text))
        return bisect_right(range(len(text) + 1), most, key=lambda end: self.length(text[:end])) - 1


Form = Literal["plain", "text", "number", "flag", "seconds"]
Ours = Literal[
    "prompt", "shots", "negative_prompt", "duration", "size", "width", "height", "ratio", "tier", "seed", "audio",
    "sound", "multi_shots", "expansion",
]  # fmt: skip


class ItemPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a value of ours stands in the host's JSON, `parameters.duration` or `content[0].text`, and in which form.

    `values` has the host's word for each of our values, or for each size, where they differ. The `form` is `plain` for
    a value as it is, `text` for `"5"`, `number`, `flag`, or `seconds` for `"5s"`.
    """

    at: str
    form: Form = "plain"
    values: dict[str, str] = {}


class FieldPlace(ItemPlace, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The place of a value in the body; what is `optional` is left out where it is empty.

    `item` has the places of a shot's `prompt`, `duration` and `index` in its object of an array.
    """

    optional: bool = False
    item: dict[Literal["prompt", "duration", "index"], ItemPlace] = {}


class FixedValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A value that each request holds."""

    value: str
    form: Form = "text"


class RequestBody(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The host's JSON of a request: the place of each value of ours that it takes, and what it always holds."""

    fields: dict[Ours, FieldPlace]
    fixed: dict[str, FixedValue] = {}


class Audio(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The sound files that the model takes."""

    formats: tuple[str, ...]
    min_ms: int
    max_ms: int
    max_bytes: int


class SoundTrack(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether a clip comes with a track of sound: always, by a `switch` that storyc turns on, or never (`none`).

    `languages` are those that the model speaks, in two letters, where its host names them.
    """

    given: Literal["always", "switch", "none"]
    languages: tuple[str, ...] = ()


class Seed(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The seeds that the model takes, both ends included, and whether an equal one gives an equal or a similar clip."""

    min: int
    max: int
    kind: Literal["honoured", "similar"] = "honoured"


class Tokens(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many tokens a clip has: its pixels times its frames, `a_second` and `more`, over `pixels` a token."""

    a_second: int
    more: int = 0
    pixels: int


class Price(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a clip costs: micro-dollars for a `second`, a `clip` or 1,000 tokens, by the tier of its size.

    A rate is named by its tier, then by a length where the price is not linear, then by `sound` where that costs more:
    `720p`, `720p 5s`, `720p sound`, `720p 5s sound`. The one that says most counts.
    """

    unit: Literal["second", "clip", "token"]
    rates: dict[str, int]
    tokens: Tokens | None = None


class Time(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The seconds that a generation takes as a rule."""

    typical: int


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One model at one host.

    `route` is the model's part of the path to which a request is posted, one for all or one for each tier of sizes,
    `body` the host's JSON. Without `negative_prompt` or `seed` the model takes none. `references` says that the model
    takes uploads, `first_frame` that it begins with a picture where it gets one.
    """

    id: str
    title: str
    model: str
    host: str
    route: str | dict[str, str]
    status: Status
    duration: Duration
    size: Size
    fps: int
    shots: Shots
    template: str
    prompt: TextLimit
    negative_prompt: TextLimit | None = None
    negative_prompt_default: str = ""
    body: RequestBody
    audio: Audio | None = None
    sound: SoundTrack | None = None
    seed: Seed | None = None
    price: Price
    time: Time | None = None
    references: bool = False
    first_frame: bool = False

    @property
    def sounds(self) -> bool:
        """Whether each clip that storyc orders has a track of sound."""
        return self.sound is not None and self.sound.given != "none"

    @property
    def routes(self) -> tuple[str, ...]:
        """The routes, each once."""
        return (self.route,) if isinstance(self.route, str) else tuple(dict.fromkeys(self.route.values()))

    def route_of(self, size: str) -> str:
        """The route for a size that is offered."""
        return self.route if isinstance(self.route, str) else self.route[self.size.allowed[size]]


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
