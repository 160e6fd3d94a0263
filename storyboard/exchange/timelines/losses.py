"""What a format loses of a timeline, clip by clip, in phrases for people."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from storyboard.exchange.timelines.records import Timeline, TimelineClip

_MOST_NUMBERS = 999  # of three digits


def losses(timeline: Timeline, format_loses: Collection[str]) -> Iterator[tuple[TimelineClip, tuple[str, ...]]]:
    """Each clip of which something is lost, with what that is; `format_loses` are `takes`, `letters` and `numbers`."""
    count = 0
    for clip in timeline.clips:
        phrases = [*clip.losses, *_half_frames(timeline, clip)]
        count += len(clip.shots) if timeline.events == "shot" else 1
        if count > _MOST_NUMBERS and "numbers" in format_loses:
            phrases.append(f"its events have numbers above {_MOST_NUMBERS}, which some readers refuse")
        takes = sorted(medium.take for medium in clip.media[1:])
        if takes and "takes" in format_loses:
            phrases.append(f"take {_listed(takes)} is left out, since the format has one a clip")
        if "letters" in format_loses and not _words(clip).isascii():
            phrases.append("letters beyond ASCII are replaced")
        older = sorted(medium.take for medium in clip.media if medium.older)
        if older:
            phrases.append(f"the story has changed since take {_listed(older)} was made")
        if phrases:
            yield clip, tuple(phrases)


def _half_frames(timeline: Timeline, clip: TimelineClip) -> Iterator[str]:
    """The edges of shots that do not fall on a frame, and by how much the farthest is moved."""
    rate = timeline.rate
    edges = sorted({edge for shot in clip.shots for edge in (shot.start, shot.end)})
    moved = [abs(rate.ms(rate.frames(clip.at + edge)) - clip.at - edge) for edge in edges]
    if any(moved):
        count = sum(1 for ms in moved if ms)
        yield f"{count} {'edge falls' if count == 1 else 'edges fall'} between frames, by up to {max(moved)} ms"


def _words(clip: TimelineClip) -> str:
    remarks = [remark.name + remark.text for shot in clip.shots for remark in shot.remarks]
    return "".join([clip.title, *(shot.title for shot in clip.shots), *remarks, *(m.path for m in clip.media)])


def _listed(numbers: list[int]) -> str:
    return " and ".join([", ".join(map(str, numbers[:-1])), str(numbers[-1])]) if len(numbers) > 1 else str(numbers[0])
