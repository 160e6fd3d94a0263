"""From a compiled story to its timeline: clips on the film's time, media by the paths that they will have."""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.cues import Cue, cues, offsets
from storyboard.exchange.timelines.rates import FrameRate, story_rate
from storyboard.exchange.timelines.records import Events, Medium, OwnSound, Remark, Timeline, TimelineClip, TimelineShot
from storyboard.film.staging.plan import reel as staged
from storyboard.film.staging.transition import fades_out, transition_of
from storyboard.language.story import Clip, Piece, Shot
from storyboard.production.files import paths
from storyboard.source.paths import project_path
from storyboard.timing import seconds

_OUT = Path("build")
Media = Callable[[Clip, Medium], Medium]
Sounds = Callable[[str], OwnSound]


def laid(
    compiled: Compiled, *, variant: str = "", rate: FrameRate | None = None, events: Events = "shot",
    media: Media = lambda clip, missing: missing, sounds: Sounds = lambda path: OwnSound(path, 0),
) -> Timeline:  # fmt: skip
    """The timeline of a story, at its profile's rate unless another is given.

    `media` gives the file of a take in place of one that is not there, whose path counts from the project's root;
    `sounds` gives the sound at a path from the root, its length 0 where nobody knows it.
    """
    own = story_rate(compiled)
    rate = rate or own
    spoken = sorted(cues(compiled), key=lambda cue: cue.start)
    starts = [cue.start for cue in spoken]
    clips: list[TimelineClip] = []
    for at, clip in offsets(compiled.clips):
        shots = tuple(_shots(compiled, clip, at, spoken, starts))
        length = clip.duration if clip.duration is not None else max((shot.end for shot in shots), default=0)
        width, height = (int(side) for side in clip.size.split("*"))
        base = paths.clip_base(_OUT, compiled.path, variant, clip, len(compiled.clips))
        missing = [
            Medium(
                take, paths.paid(base, take).as_posix(), own, length, width, height,
                sound=compiled.profile is None or compiled.profile.sounds,
            )
            for take in _takes(clip)
        ]  # fmt: skip
        sound, why = _sound(clip, sounds, length)
        clips.append(
            TimelineClip(
                clip.index, clip.title, at, length,
                _ordered(clip, [media(clip, medium) for medium in missing]), shots, sound,
                (*_losses(compiled, clip, shots, length), *why),
            )
        )  # fmt: skip
    title = compiled.title or posixpath.basename(paths.stem(compiled.path))
    sizes = [(medium.width, medium.height) for clip in clips for medium in clip.media[:1]] or [(1280, 720)]
    return Timeline(title, compiled.path, variant, rate, events, *max(sizes, key=sizes.count), tuple(clips))


def _takes(clip: Clip) -> range:
    return range(1, clip.takes + 1)


def _ordered(clip: Clip, media: list[Medium]) -> tuple[Medium, ...]:
    """The takes, the one that is shown first: one that is paid for, the one that is picked, the highest of those."""
    ranks = {"paid": 0, "animatic": 1, "missing": 2}

    def rank(medium: Medium) -> tuple[int, bool, int]:
        return ranks[medium.kind], medium.take != clip.pick, -medium.take if medium.kind == "paid" else medium.take

    return tuple(sorted(media, key=rank))


def _shots(
    compiled: Compiled, clip: Clip, at: int, spoken: Sequence[Cue], starts: Sequence[int]
) -> Iterator[TimelineShot]:
    """The shots whose times are known, each with what is said and noted in it.

    The clip begins `at` milliseconds of the film; `spoken` is what is said in that, by its `starts`.
    """
    for shot in clip.shots:
        if shot.start is None or shot.end is None or shot.end <= shot.start:
            continue
        said = [
            Remark(cue.start - at, cue.name, " ".join(cue.text.split()), "speech")
            for cue in spoken[bisect_left(starts, at + shot.start) : bisect_left(starts, at + shot.end)]
        ]
        noted = [Remark(shot.start, "", note, "note") for note in _notes(compiled, clip, shot)]
        yield TimelineShot(shot.number, shot.title, shot.start, shot.end, (*noted, *said))


def _notes(compiled: Compiled, clip: Clip, shot: Shot) -> Iterator[str]:
    """The writer's notes in a shot; the first shot has those of its clip too."""
    texts = [shot.action, *(field.text for field in shot.fields), *(speech.typed for speech in shot.dialogue)]
    pieces = [piece for text in texts for piece in text.pieces]
    if shot.number == 1:
        pieces = [*(piece for piece in clip.overview.pieces if _is_within(piece, clip)), *pieces]
    for piece in pieces:
        if piece.kind == "note":
            typed = compiled.sources[piece.span.path].text[piece.span.start : piece.span.end]
            words = " ".join(typed.strip("[] \t\n").split())
            if words:
                yield words


def _is_within(piece: Piece, clip: Clip) -> bool:
    """Whether a piece is of the clip's own text, and not of the story's, which each clip has."""
    return piece.span.path == clip.span.path and clip.span.start <= piece.span.start < clip.span.end


def _sound(clip: Clip, sounds: Sounds, length: int) -> tuple[OwnSound | None, tuple[str, ...]]:
    setting = clip.settings.get("audio")
    if setting is None or not setting.value:
        return None, ()
    if "://" in setting.value:
        return None, ("its sound is left out, since it is an address and no file",)
    path = project_path(setting.span.path, setting.value)
    if path is None:
        return None, ("its sound is left out, since it lies outside the project",)
    sound = sounds(path)
    return OwnSound(sound.path, min(sound.length, length) if sound.length else length), ()


def _losses(compiled: Compiled, clip: Clip, shots: tuple[TimelineShot, ...], length: int) -> Iterator[str]:
    """What no timeline keeps of a clip, a phrase each."""
    known = {shot.number for shot in shots}
    without = [str(shot.number) for shot in clip.shots if shot.number not in known]
    if without:
        yield f"shot {', '.join(without)} is left out, since its time is not known"
    for card in staged(clip, film="", count=1).cards if shots else ():
        kind = transition_of(card)
        inside = ", since it is in the clip's own picture" if card.number != shots[0].number else ""
        if kind is not None:
            yield f"the {kind} into shot {card.number} is a cut{inside}"
        if fades_out(card):
            yield f"the fade at the end of shot {card.number} is in the clip's own picture alone"
    rest = length - max((shot.end for shot in shots), default=0)
    if rest > 0 and shots:
        yield f"{seconds(rest)}s behind its last shot are left out"
    if any(remark.kind == "speech" for shot in shots for remark in shot.remarks):
        yield "what is said becomes markers, and is heard in the clip alone"
