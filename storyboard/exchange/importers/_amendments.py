"""What the words of a prompt say of its draft: settings, a duration; each a function from draft to draft."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from storyboard import profiles, timing
from storyboard.exchange.importers._draft import Draft, DraftClip, DraftLine, DraftShot
from storyboard.exchange.importers._lift import Lifted, lift, negative, stated
from storyboard.language.reading.whole import whole
from storyboard.patterns import lazy

_SENTENCE = lazy(r"(?<=[.!?]) +|(?<=[。！？]) *(?=\S)")
_INCLUSIVE = 1000


def half_open(draft: Draft) -> Draft:
    """The draft with inclusive seconds (`0-3, 4-8, 9-12`) made half-open, and notes of it."""
    clips: list[DraftClip] = []
    notes = list(draft.notes)
    for clip in draft.clips:
        shots, note = _exclusive(clip.shots)
        if note and note not in notes:
            notes.append(note)
        clips.append(replace(clip, shots=shots))
    return replace(draft, clips=tuple(clips), notes=tuple(notes))


def _exclusive(shots: tuple[DraftShot, ...]) -> tuple[tuple[DraftShot, ...], str]:
    """The shots with inclusive seconds made half-open, and what to say of it."""
    times = [(shot.start, shot.end) for shot in shots]
    if len(times) < 3 or times[0][0] not in (0, _INCLUSIVE):
        return shots, ""
    for (_, end), (start, _) in pairwise(times):
        if end is None or start != end + _INCLUSIVE or end % 1000:
            return shots, ""
    joined = [replace(shots[0], start=0)]
    for before, shot in pairwise(shots):
        joined.append(replace(shot, start=before.end))
    last = f"{timing.seconds(times[1][0] or 0)}-{timing.seconds(times[1][1] or 0)}"
    return tuple(joined), f"the seconds were counted inclusively, as in {last}; each start is now the end before it"


def settings_lifted(draft: Draft) -> Draft:
    """The draft with the settings that its text and that of its clips say; lines that say nothing else are gone."""
    alone = len(draft.clips) == 1
    lifted, closing = lift(draft.lines, draft.clips[0].closing if alone else ())
    lifted = lifted if draft.clips else _with_words(lifted)
    settings = {**draft.settings, **lifted.settings}
    clips = tuple(replace(clip, closing=closing) if alone else _clip_settings(clip) for clip in draft.clips)
    if len(clips) > 1:
        settings.pop("duration", None)  # of the film, not of each clip
    return replace(draft, settings=settings, lines=lifted.lines, clips=clips, notes=(*draft.notes, *lifted.notes))


def _with_words(lifted: Lifted) -> Lifted:
    """What was lifted of a text without shots; where no words are left, the negative prompt is its first sentence."""
    if any(line.text.strip() for line in lifted.lines):
        return lifted
    unwanted, *others = _SENTENCE.split(lifted.settings.get("negative_prompt", ""), maxsplit=1)
    if not others:
        return lifted
    settings = {**lifted.settings, "negative_prompt": unwanted.rstrip(".。")}
    return lifted._replace(settings=settings, lines=(DraftLine(others[0]),))


def _clip_settings(clip: DraftClip) -> DraftClip:
    lifted, closing = lift(clip.lines, clip.closing)
    return replace(clip, settings=lifted.settings, lines=lifted.lines, closing=closing)


def negative_lifted(draft: Draft) -> Draft:
    """The draft with the negative prompt that stands in the last shot of a clip that is alone."""
    if len(draft.clips) != 1 or "negative_prompt" in draft.settings:
        return draft
    clip = draft.clips[0]
    *shots, last = clip.shots
    unwanted = next(filter(None, (negative(line.text) for line in last.lines[1:])), "")
    if not unwanted:
        return draft
    last = replace(last, lines=tuple(line for line in last.lines if negative(line.text) != unwanted))
    settings = {**draft.settings, "negative_prompt": unwanted}
    return replace(draft, settings=settings, clips=(replace(clip, shots=(*shots, last)),))


def duration_lifted(draft: Draft) -> Draft:
    """The draft with the duration that the words of untimed shots say, where a clip is alone."""
    if len(draft.clips) != 1:
        return draft
    shots = draft.clips[0].shots
    if any(shot.end is not None or shot.length is not None for shot in shots):
        return draft
    settings = dict(draft.settings)
    stated((line for shot in shots for line in shot.lines), settings)
    return replace(draft, settings=settings)


def duration_told(draft: Draft) -> Draft:
    """The draft of a text without shots with the duration that its words tell, and a question where it is likely."""
    if draft.clips or "duration" in draft.settings:
        return draft
    text = "\n".join(line.text for line in draft.lines)
    said = whole(text)
    if said is None:
        return draft
    token, sure = said
    _, *longer = profiles.durations(profiles.load(profiles.DEFAULT, None))
    if not sure and token.start not in longer:
        return draft  # the shortest clip is as long, or no clip is
    asked = f'"{text[token.at : token.end]}" is taken as the length of the film: is it?'
    settings = {**draft.settings, "duration": timing.seconds(token.start or 0)}
    return replace(draft, settings=settings, doubts=draft.doubts if sure else (*draft.doubts, asked))


def duration_compared(draft: Draft) -> Draft:
    """The draft without a duration that the shots say too, and with a question where they say another one."""
    if len(draft.clips) == 1:
        settings, asked = _duration(draft.settings, draft.clips[0].shots)
        return replace(draft, settings=settings, doubts=(*draft.doubts, *asked))
    compared = [(clip, *_duration(clip.settings, clip.shots)) for clip in draft.clips]
    clips = (replace(clip, settings=own, doubts=(*clip.doubts, *asked)) for clip, own, asked in compared)
    return replace(draft, clips=tuple(clips))


def _duration(settings: dict[str, str], shots: tuple[DraftShot, ...]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The settings without the duration where the shots say the same, and a question where they do not."""
    duration = settings.get("duration", "auto")  # which the shots decide
    ends = [shot.end for shot in shots if shot.end is not None]
    lengths = [shot.length for shot in shots]
    total = max(ends) if len(ends) == len(shots) and ends else None
    if total is None and all(lengths):
        total = sum(length or 0 for length in lengths)
    if duration == "auto" or total is None:
        return settings, ()
    if timing.milliseconds(duration) == total:
        return {key: value for key, value in settings.items() if key != "duration"}, ()
    asked = f"the text says {duration} seconds, the shots end at {timing.seconds(total)}: which is right?"
    return settings, (asked,)
