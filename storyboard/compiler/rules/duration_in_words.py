"""The words say how long the film is, and the clip is of another length.

A clip without times of shots and without `duration` is the shortest that the model offers, whatever its words ask for:
`A 10-second push-in` would be made, and paid for, as 5 seconds. Write the length as the clip's `duration`. Where shots
have times, these decide: an overview that speaks of `a 30 second film` over 10 seconds of shots says something else,
which the model reads too. Where the words mean something else, a `\\` before the number says so, and is not sent.

Bad:

    A 10-second slow push-in on a lamp that goes out.

Good:

    duration: 10
    A slow push-in on a lamp that goes out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._headings import numbered
from storyboard.compiler.rules._settings import line_edit
from storyboard.diagnostics import Finding, Fix, Level, Safety
from storyboard.language.reading import may_hold_a_time
from storyboard.language.story import Clip, Piece, Text
from storyboard.profiles import durations
from storyboard.source import Span
from storyboard.timing import seconds

if TYPE_CHECKING:
    from storyboard.language.syntax.scan import Token

CODE = "SB125"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
AFTER = ("SB109", "SB110", "SB117", "SB118", "SB119", "SB123", "SB124", "SB218")


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The words of a clip without times that say another length, and the overview of one with times."""
    if clip.part:
        return
    if not _open(clip):
        yield from _contradicted(clip, facts)
        return
    pieces = list(_pieces(clip, facts))
    said = _said(pieces)
    if said is None or said[0].start == clip.duration or _numbers_a_shot(clip, facts):
        return
    token, sure = said
    offered = token.start in durations(facts.profile)
    if not offered and not sure:
        return  # no length of a clip, but of what happens in it
    length = seconds(token.start or 0)
    edits = line_edit(f"duration: {length}", facts, clip)
    span = _place(pieces, token.at, token.end)
    typed = facts.sources[span.path].text[span.start : span.end]
    yield Finding(
        f"the words say `{typed}`, and the clip is {seconds(clip.duration or 0)}s long",
        span,
        f"write `duration: {length}`, or `\\` before the number if it is not the length of the clip",
        label="not read",
        fix=Fix(Safety.UNSAFE, f"set `duration` to {length}", edits) if offered and edits else None,
    )


def _contradicted(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """What an overview or a closing text says for sure of the film's length, where neither film nor clip is so long."""
    # What stands above all clips is the overview of each.
    pieces = list(clip.overview.pieces) if clip.index == 1 else list(_pieces(clip, facts, (clip.overview,)))
    said = _said(pieces)
    if said is None and clip.closing.pieces:  # `Total: 10s` below the shots
        pieces = list(clip.closing.pieces)
        said = _said(pieces)
    if said is None or not said[1] or _numbers_a_shot(clip, facts):
        return
    # Few clips come here, and the sums are of all.
    films = [
        sum(part.planned or part.duration or 0 for part in facts.clips),
        sum(part.duration or 0 for part in facts.clips),
    ]
    if said[0].start in (clip.planned, clip.duration, *films):
        return
    span = _place(pieces, said[0].at, said[0].end)
    typed = facts.sources[span.path].text[span.start : span.end]
    yield Finding(
        f"the words say `{typed}`, and the film lasts {seconds(films[0])}s",
        span,
        "make the two agree, or write `\\` before the number if it is not the length of the film",
        label="not what is made",
    )


def _said(pieces: list[Piece]) -> tuple[Token, bool] | None:
    """The length that the words say, and whether they say so for sure."""
    if not any(may_hold_a_time(piece.text) for piece in pieces):
        return None
    from storyboard.language.reading.whole import whole

    return whole("".join(piece.text for piece in pieces))


def _open(clip: Clip) -> bool:
    """Whether neither a setting nor its shots say how long a clip is."""
    timed = any(shot.mark is not None and shot.mark.form != "untimed" for shot in clip.shots)
    setting = clip.settings.get("duration")
    return clip.duration is not None and not timed and (setting is None or setting.value is None)


def _numbers_a_shot(clip: Clip, facts: Facts) -> bool:
    """Whether a clip's heading numbers a shot, of which shot-as-heading speaks."""
    heading = clip.heading
    return heading is not None and numbered(facts.sources[heading.path].text[heading.start : heading.end]) is not None


def _pieces(clip: Clip, facts: Facts, texts: Iterable[Text] = ()) -> Iterator[Piece]:
    """What a clip says, without speech, a line end behind each text; of several clips only what is the clip's own.

    A `\\` that makes words of what follows is there as it was typed.
    """
    alone = len(facts.clips) == 1 and facts.stretch is None
    for text in texts or (clip.overview, *(shot.action for shot in clip.shots), clip.closing):
        own = [piece for piece in text.pieces if alone or clip.span.start <= piece.span.start < clip.span.end]
        for piece in own:
            path, begin = piece.span.path, piece.span.start
            if facts.sources[path].text[begin - 1 : begin] == "\\":
                yield Piece("\\", Span(path, begin - 1, begin))
            yield piece
        if own:
            yield Piece("\n", own[-1].span)


def _place(pieces: list[Piece], start: int, end: int) -> Span:
    """Where some words of the pieces stand in the source; the whole piece where it is not as it was typed."""
    ends = list(accumulate(len(piece.text) for piece in pieces))
    at = bisect_right(ends, start)
    piece, begin = pieces[at], ends[at] - len(pieces[at].text)
    span = piece.span
    if len(piece.text) != span.end - span.start:
        return span
    return Span(span.path, span.start + start - begin, min(span.start + end - begin, span.end))
