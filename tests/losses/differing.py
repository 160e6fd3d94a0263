"""What of a story a request does not have, read from the story, the profile and the body, and not from any rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from storyboard.compiler.pipeline import Compiled
from storyboard.compiler.request import Request
from storyboard.diagnostics import Level
from storyboard.language.story import Clip, Shot, Text
from storyboard.profiles import Profile, sizes
from storyboard.profiles.body import sizes_of
from storyboard.profiles.paths import get

Difference = tuple[str, Level]
E, W = Level.ERROR, Level.WARNING


def unnamed(story: Compiled, profile: Profile) -> list[tuple[int, Difference]]:
    """The clip and kind of each difference between a story and what its model is sent that no loss names."""
    missing: list[tuple[int, Difference]] = []
    for clip in story.clips:
        named = {(loss.lost.what, loss.weight) for loss in story.losses if clip.index in loss.clips}
        requests = [request for request in story.requests if request.clip.index == clip.index]
        differences = {*refused(clip, profile), *kept_from(clip, profile)}
        for request in requests:
            differences |= {*sent_otherwise(clip, profile, request)}
        if not requests and not any(loss.weight is E for loss in story.losses):
            differences.add(("shots", E))
        missing += [(clip.index, difference) for difference in sorted(differences) if difference not in named]
    return missing


def refused(clip: Clip, profile: Profile) -> Iterator[Difference]:
    """What keeps the model from making the clip at all."""
    lengths = [seconds * 1000 for seconds in profile.duration.allowed]
    asked, planned = value(clip, "duration"), clip.planned or 0
    if asked not in lengths if asked is not None else planned > max(lengths):
        yield "duration", E
    if value(clip, "size") and len(sizes(profile, value(clip, "size"))) != 1:
        yield "size", E
    most = 1 if profile.shots.style == "single" else profile.shots.max
    miscounted = (most is not None and len(clip.shots) > most) or len(clip.shots) < profile.shots.min
    if miscounted:
        yield "shots", E
    # Its text is not looked at before the clip is another one.
    divided = miscounted or (asked is None and planned > max(lengths))
    if profile.shots.style == "array" and clip.duration is not None:
        ends = [shot.end or 0 for shot in clip.shots]
        if any(end % 1000 for end in ends) or ends[-1] != clip.duration:
            yield "times", E
    if value(clip, "audio") and profile.audio is None:
        yield "audio", E
    overview, shots = len(clip.overview.value), [len(words(shot)) for shot in clip.shots]
    shortest = overview + (max(shots) if profile.shots.style == "array" else sum(shots))
    if profile.prompt.count == "characters" and shortest > profile.prompt.max and not divided:
        yield "prompt", E
    negative = value(clip, "negative_prompt")
    if (
        negative
        and profile.negative_prompt is not None
        and profile.negative_prompt.length(negative) > (profile.negative_prompt.max)
    ):
        yield "negative_prompt", E


def kept_from(clip: Clip, profile: Profile) -> Iterator[Difference]:
    """What the model has no field for, or cannot do with what it is sent."""
    if value(clip, "negative_prompt") and profile.negative_prompt is None:
        yield "negative_prompt", W
    if value(clip, "seed") is not None and (profile.seed is None or profile.seed.kind == "similar"):
        yield "seed", W
    several = clip.timed and len(clip.shots) > 1
    if several and profile.shots.style == "ordered":
        yield "times", W
    marks = [time for shot in clip.shots if shot.mark for time in (shot.mark.start, shot.mark.end) if time is not None]
    if profile.shots.style == "timed" and any(time % profile.shots.step_ms for time in marks):
        yield "times", W
    spoken = any(shot.dialogue for shot in clip.shots)
    heard = spoken or any(field.key in ("sound", "music") for shot in clip.shots for field in shot.fields)
    if heard and (profile.sound is None or profile.sound.given == "none"):
        yield "sound", W
    languages = profile.sound.languages if profile.sound is not None else ()
    if spoken and languages and value(clip, "language") and value(clip, "language")[:2] not in languages:
        yield "language", W
    if "@image1" in " ".join(words(shot) for shot in clip.shots) and not profile.references:
        yield "reference", W


def sent_otherwise(clip: Clip, profile: Profile, request: Request) -> Iterator[Difference]:
    """What stands in the body otherwise than in the story."""
    places, body = profile.body.fields, request.fields
    texts, lengths = shots_of(profile, body)
    text = "".join(" ".join(texts).split())
    wanted = [clip.overview, *(part for shot in clip.shots for part in texts_of(shot)), clip.closing]
    if not all(part in text for piece in wanted for part in parts(piece)):
        yield "prompt", E
    if any(profile.prompt.length(sent) > profile.prompt.max for sent in texts):
        yield "prompt", E
    if lengths and lengths != [((shot.end or 0) - (shot.start or 0)) / 1000 for shot in clip.shots]:
        yield "times", E
    if lengths and sum(lengths) != whole(get(body, places["duration"].at)):
        yield "times", E
    if profile.shots.style == "timed" and clip.timed and len(clip.shots) > 1:
        # Between the two times stands what the model's own mark has there, as `-` or `-00:0`.
        between = {label.shot.partition("{start}")[2].partition("{end}")[0] for label in profile.shots.labels.values()}
        marks = [[f"{second(shot.start)}{dash}{second(shot.end)}" for shot in clip.shots] for dash in between]
        if not any(all(mark in text for mark in row) for row in marks):
            yield "times", E
    duration = whole(get(body, places["duration"].at)) * 1000 if "duration" in places else clip.duration
    asked = value(clip, "duration")
    if duration != (asked if asked is not None else clip.planned):
        yield "duration", W
    if value(clip, "size") and clip.size not in sizes_of(profile, body):
        yield "size", E
    seed = value(clip, "seed")
    if None not in (seed, profile.seed) and get(body, places["seed"].at) != seed + request.take - 1:
        yield "seed", E
    negative = value(clip, "negative_prompt")
    if negative and profile.negative_prompt is not None and get(body, places["negative_prompt"].at) != negative:
        yield "negative_prompt", E


def shots_of(profile: Profile, body: dict[str, Any]) -> tuple[list[str], list[float]]:
    """The texts of a body, and the lengths of its shots where it has an array of them."""
    place = profile.body.fields.get("shots")
    if place is None:
        return [str(get(body, profile.body.fields["prompt"].at))], []
    rows: list[Any] = get(body, place.at)
    return [get(row, place.item["prompt"].at) for row in rows], [
        whole(get(row, place.item["duration"].at)) for row in rows
    ]


def value(clip: Clip, key: str) -> Any:
    setting = clip.settings.get(key)
    return setting.value if setting is not None else None


def whole(sent: Any) -> float:
    return float(str(sent).removesuffix("s"))


def second(ms: int | None) -> str:
    return f"{(ms or 0) / 1000:g}"


def texts_of(shot: Shot) -> list[Text]:
    return [shot.action, *(field.text for field in shot.fields), *(speech.words for speech in shot.dialogue)]


def words(shot: Shot) -> str:
    return " ".join(text.value for text in texts_of(shot))


def parts(text: Text) -> list[str]:
    """The stretches of a text between its mentions, without blanks."""
    return ["".join(piece.text.split()) for piece in text.pieces if piece.kind != "note" and piece.text.split()]
