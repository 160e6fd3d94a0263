"""Clip + prompt + profile → the request: the only place that decides fields and flags, the seed and the hash."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from storyboard.language.story import Clip, Setting
from storyboard.patterns import lazy
from storyboard.profiles import Profile, price
from storyboard.profiles.body import ShotPart, filled, sizes_of
from storyboard.records.clip import ClipRef
from storyboard.system.hashing import sha256
from storyboard.timing import money_number, number

if TYPE_CHECKING:
    from storyboard.records import request as written

_NAMES = 50  # characters of an id's words; with both hashes it is as long as a Kubernetes name may be, 63
_ID = lazy(r"[a-z0-9][a-z0-9-]{0,49}-([0-9a-f]{6})[0-9a-f]{6}")


class ShotRef(msgspec.Struct, frozen=True):
    """A shot of the request: its place, its milliseconds and its title."""

    number: int
    start: int
    end: int
    title: str


class Request(msgspec.Struct, frozen=True):
    """One paid generation, ready to be sent: `fields` is exactly the body, `price` in micro-dollars.

    `sha256` names the operation: that of UTF-8 JSON `{"profile", "request"}` with sorted keys and no spaces.
    `path` and `line` say where the clip begins in the source. `seed_set` is whether the author chose the seed: one that
    was derived stands for the whole request, a chosen one for nothing. `prompt`, `seconds`, `size` and `seed` are what
    the fields say in the host's words, the seed None for a model without; `route` is where it is posted at the host.
    """

    story: str
    clip: ClipRef
    variant: str
    take: int
    profile: str
    fields: dict[str, Any]
    sha256: str
    shots: tuple[ShotRef, ...]
    price: int
    path: str
    line: int
    seed_set: bool = False
    prompt: str = ""
    seconds: int = 0
    size: str = ""
    seed: int | None = None
    route: str = ""

    @property
    def derived_seed(self) -> int | None:
        """The seed where it stands for the whole request, None where the author chose it or the model takes none."""
        return None if self.seed_set else self.seed


def flags(shots: int, settings: dict[str, Setting], *, by_flag: bool = True) -> tuple[bool, bool]:
    """`multi_shots` and `enable_prompt_expansion` for a number of shots.

    A model that is told of shots `by_flag` cuts only when both are on, and a single-shot flag overrules the prompt: so
    two or more shots set both. Else expansion is the author's.
    """
    if shots >= 2 and by_flag:
        return True, True
    expansion = settings.get("enable_prompt_expansion")
    return shots >= 2, True if expansion is None or expansion.value is None else bool(expansion.value)


def digest(profile: str, fields: dict[str, Any], **more: Any) -> str:
    """The SHA-256 in hex of UTF-8 JSON `{"profile", "request", …}` with sorted keys and no spaces."""
    body = {"profile": profile, "request": fields, **more}
    return sha256(msgspec.json.encode(body, order="sorted"))


def operation(profile: Profile, fields: dict[str, Any], route: str, take: int) -> str:
    """The SHA-256 that names a paid generation in every book; what the fields do not tell apart is told beside them."""
    more: dict[str, Any] = {}
    if len(profile.routes) > 1:
        more["route"] = route
    if profile.seed is None and take > 1:
        more["take"] = take
    return digest(profile.id, fields, **more)


def size_of(profile: Profile, fields: dict[str, Any], op: str, take: int) -> str:
    """The size that a request of an operation was for, empty where the profile has changed since."""
    sizes = sizes_of(profile, fields)
    if len(sizes) < 2:
        return "".join(sizes)
    return next((size for size in sizes if operation(profile, fields, profile.route_of(size), take) == op), "")


def seed_of(profile: Profile, ours: dict[str, Any], settings: dict[str, Setting], take: int) -> int | None:
    """The seed of a take: the author's plus `take - 1`, else one derived from the rest of the request and the take.

    None for a model that takes none.
    """
    if profile.seed is None:
        return None
    setting = settings.get("seed")
    if setting is not None:
        return int(setting.value) + take - 1
    room = profile.seed.max - profile.seed.min + 1
    return profile.seed.min + int(digest(profile.id, ours, take=take)[:16], 16) % room


def build(
    clip: Clip,
    profile: Profile,
    prompt: str,
    parts: Sequence[str] = (),
    *,
    story: str,
    variant: str,
    take: int,
    audio: str | None,
    line: int,
) -> Request:
    """The request of one take of a clip whose duration and times are known; `parts` are the texts of an array."""
    assert clip.duration is not None
    places = profile.body.fields
    multi, expansion = flags(len(clip.shots), clip.settings, by_flag="multi_shots" in places)
    negative = clip.settings.get("negative_prompt")
    seconds = clip.duration // 1000
    ours: dict[str, Any] = {
        "prompt": prompt,
        "duration": seconds,
        "size": clip.size,
        "negative_prompt": negative.value if negative is not None else profile.negative_prompt_default,
    }
    if "multi_shots" in places:
        ours["multi_shots"] = multi
    if "expansion" in places:
        ours["expansion"] = expansion
    if "sound" in places:
        ours["sound"] = True
    if audio is not None:
        ours["audio"] = audio
    seed = seed_of(profile, ours, clip.settings, take)
    if seed is not None:
        ours["seed"] = seed
    route = profile.route_of(clip.size)
    fields = filled(profile, ours, _shot_parts(clip, parts))
    return Request(
        story=story,
        clip=ClipRef(clip.index, clip.title, clip.slug),
        variant=variant,
        take=take,
        profile=profile.id,
        fields=fields,
        sha256=operation(profile, fields, route, take),
        shots=tuple(ShotRef(shot.number, shot.start or 0, shot.end or 0, shot.title) for shot in clip.shots),
        price=price(profile, clip.size, seconds),
        path=clip.span.path,
        line=line,
        seed_set="seed" in clip.settings,
        prompt=prompt,
        seconds=seconds,
        size=clip.size,
        seed=seed,
        route=route,
    )


def _shot_parts(clip: Clip, texts: Sequence[str]) -> tuple[ShotPart, ...]:
    """The objects of an array of shots; that each lasts whole seconds is what a rule has seen to."""
    return tuple(
        ShotPart(number, text, ((shot.end or 0) - (shot.start or 0)) // 1000)
        for number, (shot, text) in enumerate(zip(clip.shots, texts, strict=False), 1)
    )


def record(request: Request) -> written.Request:
    """One request as it is written."""
    from storyboard.records import request as written

    return written.Request(
        story=request.story,
        clip=request.clip,
        variant=request.variant,
        take=request.take,
        profile=request.profile,
        request=request.fields,
        request_sha256=request.sha256,
        shots=shot_refs(request),
        price_usd=money_number(request.price),
        source=written.SourceRecord(request.path, request.line),
    )


def shot_refs(request: Request) -> tuple[written.ShotRef, ...]:
    """The shots of a request as records have them, their times in seconds."""
    from storyboard.records import request as written

    return tuple(
        written.ShotRef(shot.number, number(shot.start), number(shot.end), shot.title) for shot in request.shots
    )


def clip_id(request: Request) -> str:
    """The name of one take of a clip for those who run many: of `a-z`, `0-9` and `-`, at most 63 characters.

    Words of story, clip, variant and take, then a hash of the story's path and one of the rest. It stays the same
    whatever the request holds.
    """
    return take_id(request.story, request.clip, request.variant, request.take)


def take_id(story: str, clip: ClipRef | Clip, variant: str, take: int) -> str:
    """The name of one take of a clip, whether or not a request can be made of it."""
    words = [_plain(story.removesuffix(".story"))[:20], f"{clip.index:02}", _plain(clip.slug)[:20]]
    words += [_plain(variant)] if variant else []
    words += [f"take{take}"] if take > 1 else []
    name = "-".join(word for word in words if word)[:_NAMES].strip("-")
    return f"{name}-{_mark(story)}{_short([clip.index, variant, take])}"


def is_clip_id(word: str) -> bool:
    """Whether a word has the form of an id."""
    return _ID.fullmatch(word) is not None


def belongs_to(word: str, story: str) -> bool:
    """Whether a word is the id of a clip of the story at a path; the story need not have that clip."""
    match = _ID.fullmatch(word)
    return match is not None and match[1] == _mark(story)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]++", "-", text.lower()).strip("-")


@lru_cache
def _mark(story: str) -> str:
    return _short([story])


def _short(parts: list[object]) -> str:
    import json

    return sha256(json.dumps(parts).encode("ascii"))[:6]
