"""Story + profile → clips: settings in force, durations, sizes, cuts of long stories, slugs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from msgspec.structs import replace

from storyboard.compiler.layout.timeline import in_order, lay_out, planned
from storyboard.language.story import Clip, Piece, Scene, Setting, Shot, Story, Text
from storyboard.profiles import Profile, durations, sizes

SLUG_BYTES = 60


def clips_of(story: Story, profile: Profile, first: int = 1) -> tuple[Clip, ...]:
    """The clips of a story for one model, in film order, numbered from `first`; a faulty story has clips too."""
    clips: list[Clip] = []
    for scene in story.scenes:
        settings = _in_force(story, scene)
        clip = _clip(story, scene, settings, profile, first + len(clips))
        clips += _cut(clip, story, profile)
    return tuple(replace(clip, index=index) for index, clip in enumerate(clips, start=first))


def slug(title: str) -> str:
    """The title as a part of a file's name: letters and digits of any script in NFC, at most 60 bytes, else `clip`."""
    kept: list[str] = []
    for letter in unicodedata.normalize("NFC", title.lower()):
        # The vowel signs of many scripts are marks, which belong to the letter before them.
        mark = unicodedata.category(letter)[0] == "M" and kept[-1:] not in ([], ["-"])
        kept.append(letter if letter.isalnum() or mark else "-")
    words = "-".join(filter(None, "".join(kept).split("-")))
    return words.encode("utf-8")[:SLUG_BYTES].decode("utf-8", "ignore").rstrip("-") or "clip"


def _in_force(story: Story, scene: Scene) -> dict[str, Setting]:
    settings = {**story.settings, **scene.settings, **story.overrides}
    layers = [layer.get("negative_prompt") for layer in (story.settings, scene.settings, story.overrides)]
    wanted = [layer for layer in layers if layer is not None and layer.value]
    if wanted:
        joined = ", ".join(dict.fromkeys(layer.value for layer in wanted))
        settings["negative_prompt"] = replace(wanted[-1], value=joined)
    return settings


def _size(settings: dict[str, Setting], profile: Profile) -> str:
    setting = settings.get("size")
    if setting is None:
        return profile.size.default
    named = sizes(profile, setting.value)
    return named[0] if len(named) == 1 else profile.size.default


def _clip(story: Story, scene: Scene, settings: dict[str, Setting], profile: Profile, index: int) -> Clip:
    setting = settings.get("duration")
    wanted: int | None = setting.value if setting is not None else None
    offered = durations(profile)
    shots = lay_out(scene.shots, wanted, offered[0])
    until = planned(shots)
    duration = wanted if wanted is not None else _smallest(offered, until)
    return Clip(
        index=index,
        title=scene.title.value,
        slug=slug(scene.title.value),
        overview=join([story.overview, scene.text]),
        closing=scene.closing,
        shots=shots,
        settings=settings,
        duration=duration,
        planned=until,
        size=_size(settings, profile),
        timed=any(shot.mark is not None for shot in shots),
        sound=in_order(shots),
        span=scene.span,
        heading=scene.heading,
    )


def _smallest(offered: Iterable[int], until: int | None) -> int | None:
    return next((length for length in offered if until is not None and length >= until), None)


def join(texts: Iterable[Text]) -> Text:
    """Several texts as the paragraphs of one."""
    pieces: list[Piece] = []
    for text in texts:
        if not text.value:
            continue
        if pieces:
            pieces.append(replace(text.pieces[0], text="\n\n", kind="words", name="", state="", known=True))
        pieces.extend(text.pieces)
    return Text("".join([piece.text for piece in pieces]), tuple(pieces))


def _cut(clip: Clip, story: Story, profile: Profile) -> list[Clip]:
    """The clip itself, or its pieces where the story asks for `split: auto` and the clip is too long for the model."""
    offered = durations(profile)
    wants = story.overrides.get("split", story.settings.get("split"))
    longer = clip.planned is not None and clip.planned > offered[-1]
    wanted = clip.settings.get("duration")
    fixed = wanted is not None and wanted.value is not None
    if wants is None or not wants.value or not longer or not clip.sound or fixed:
        return [clip]
    from storyboard.compiler.layout.split import borders  # few clips are too long

    lengths = [(shot.end or 0) - (shot.start or 0) for shot in clip.shots]
    starts = borders(lengths, offered)
    if starts is None:
        return [clip]
    pieces: list[Clip] = []
    for part, (start, end) in enumerate(zip(starts, [*starts[1:], len(lengths)], strict=True), start=1):
        shots = _rebased(clip.shots[start:end])
        until = planned(shots)
        pieces.append(
            replace(
                clip,
                shots=shots,
                planned=until,
                duration=_smallest(offered, until),
                closing=clip.closing if end == len(lengths) else Text(),
                part=part,
            )
        )
    return pieces


def _rebased(shots: tuple[Shot, ...]) -> tuple[Shot, ...]:
    by = shots[0].start or 0
    return tuple(
        replace(shot, number=number, start=(shot.start or 0) - by, end=(shot.end or 0) - by)
        for number, shot in enumerate(shots, start=1)
    )
