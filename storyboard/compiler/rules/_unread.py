"""Holds the marks that a story's text names against those that were read, by the reading that `import` uses too."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._outline import covered
from storyboard.language import reading
from storyboard.language.story import Mark, Row, Scene, ScriptShot, Story, Text
from storyboard.language.syntax.fragments import Fragment, fragments
from storyboard.language.syntax.tags import blanked
from storyboard.patterns import lazy
from storyboard.source import Source

if TYPE_CHECKING:
    from storyboard.language.reading.records import Doubt
    from storyboard.language.syntax.scan import Token

_DIGIT = lazy(r"[\d\u2460-\u2468]")  # ① to ⑨ too


class Unread(msgspec.Struct, frozen=True):
    """What a clip's text names and nothing read: `marks` are shots for certain, `doubtful` may be.

    `named` is how many shots the text names in all, `count` how many of them were read. `tracks` were read as shots and
    only repeat the times of the clip above; `near` are places written as marks are that name no time. `lengths`
    are shots whose mark has no time, each with the mark that has the time of their words.
    """

    scene: Scene
    marks: tuple[Token, ...]
    doubtful: tuple[Token, ...]
    named: int
    count: int
    tracks: tuple[Doubt, ...] = ()
    near: tuple[Doubt, ...] = ()
    lengths: tuple[tuple[ScriptShot, Token], ...] = ()


def numbered(story: Story) -> list[str]:
    """The lines that are no mark and hold a number that may be a time or a shot's."""
    rows = (blanked(row.text) for row in _plain_rows(story) if _DIGIT.search(row.text))
    return [text for text in rows if not reading.is_quiet(text)]


def timed_text(lines: Iterable[str]) -> str:
    """Those of the numbered lines that may hold a mark; for nearly all stories there are few."""
    return "\n".join(line for line in lines if reading.may_hold_marks(line))


def unread(facts: Facts, text: str) -> Iterator[Unread]:
    """What is unread in each clip of a story that is `suspicious`, for the clips where something is.

    `text` is the `masked` one.
    """
    from storyboard.language.reading.closely import read

    story = facts.story
    source = facts.sources[story.path]
    taken = read(text)
    shots = [shot for clip in story.script.clips for shot in clip.shots]
    parsed = [shot.mark for shot in shots]
    starts = [mark.span.start for mark in parsed]
    scenes: dict[int, tuple[list[Token], list[Token]]] = {}
    begins = [_begin(scene) for scene in story.scenes]
    headings = {clip.heading.start for clip in story.script.clips if clip.heading is not None}
    lengths: dict[int, list[tuple[ScriptShot, Token]]] = {}
    for token in taken.marks:
        if _tells_more(token, parsed, starts):
            scene = max(0, bisect_right(begins, token.begin) - 1)
            lengths.setdefault(scene, []).append((shots[bisect_right(starts, token.end) - 1], token))
            scenes.setdefault(scene, ([], []))
        if not _read(token, parsed, starts) and not (token.kind == "label" and _line(source, token) in headings):
            scene = max(0, bisect_right(begins, token.begin) - 1)
            inside = _inside(token, parsed, starts)
            scenes.setdefault(scene, ([], []))[1 if inside else 0].append(token)
    for token in taken.left:
        if not _read(token, parsed, starts) and not (token.kind == "label" and _line(source, token) in headings):
            scene = max(0, bisect_right(begins, token.begin) - 1)
            scenes.setdefault(scene, ([], []))[1].append(token)
    tracks: dict[int, list[Doubt]] = {}
    near: dict[int, list[Doubt]] = {}
    for doubt in taken.doubts:
        mark = _around(doubt.end, parsed, starts) if doubt.reason in ("track", "near") else None
        if doubt.reason == "near" and not (mark is not None and mark.span.end > doubt.start):
            scene = max(0, bisect_right(begins, doubt.start) - 1)
            near.setdefault(scene, []).append(doubt)
            scenes.setdefault(scene, ([], []))
            continue
        if doubt.reason == "track" and mark is not None and mark.span.end >= doubt.start:
            scene = max(0, bisect_right(begins, doubt.start) - 1)
            tracks.setdefault(scene, []).append(doubt)
            scenes.setdefault(scene, ([], []))
    for index, (marks, doubtful) in sorted(scenes.items()):
        scene = story.scenes[index]
        # A label that was read without the time beside it names one shot.
        halves = sum(bisect_left(starts, token.begin) < bisect_left(starts, token.end) for token in marks)
        count = sum(shot.mark is not None for shot in scene.shots) - halves
        repeats = tuple(tracks.get(index, ()))
        yield Unread(
            scene, tuple(marks), tuple(doubtful), count + len(marks), count, repeats, tuple(near.get(index, ())),
            tuple(lengths.get(index, ())),
        )  # fmt: skip


def data(facts: Facts) -> Iterator[tuple[Fragment, bool]]:
    """The pieces of data in what a story sends that tell shots, and of each whether its rows were read as marks."""
    source, story = facts.sources[facts.story.path], facts.story
    front = len(story.script.front.text) + 1 if story.script.front is not None else 0
    if next(fragments(source.text[front:]), None) is None:
        return
    begins = {shot.row.start for clip in story.script.clips for shot in clip.shots}
    yield from ((piece, piece.row in begins) for piece in fragments(sent(source, story)))


def _begin(scene: Scene) -> int:
    return min([scene.span.start, *([scene.heading.start] if scene.heading is not None else [])])


def _line(source: Source, token: Token) -> int:
    """Where the line of a token begins."""
    return source.text.rfind("\n", 0, token.begin) + 1


def suspicious(story: Story, lines: Iterable[str], timed: str) -> bool:
    """Whether a line that is no mark may hold one, or a clip repeats another; few do.

    `lines` are the `numbered` ones, and `timed` is the `timed_text` of them.
    """
    headings = [clip.heading.text for clip in story.script.clips if clip.heading is not None]
    plain = [row.text for row in _plain_rows(story)]
    return (
        _holds_a_mark(story, timed, headings)
        or reading.columned("\n".join(lines))
        or reading.begin_in_words(plain)
        or reading.tells_in_order("\n".join([*headings, *plain]))
        or _repeated(story)
    )


def _holds_a_mark(story: Story, timed: str, headings: list[str]) -> bool:
    """Whether what may hold a time holds one that may be a shot's."""
    dated = [text for text in headings if reading.may_hold_a_time(text)]
    untimed = _untimed(story)
    if not (timed or dated or untimed):
        return False
    from storyboard.language.reading import closely

    return (
        (untimed and closely.states_a_length("\n".join([timed, *headings])))
        or (bool(timed) and closely.suspicious(timed))
        or any(map(closely.times_a_shot, dated))
    )


def _untimed(story: Story) -> bool:
    """Whether a shot of a story has no time, so that its words may tell it, or no shot was read."""
    shots = [shot for clip in story.script.clips for shot in clip.shots]
    return not shots or any(shot.mark.form == "untimed" for shot in shots)


def _repeated(story: Story) -> bool:
    """Whether a clip has the times of the clip before it in another notation, as a list of voices has."""
    marks = ([shot.mark for shot in scene.shots if shot.mark is not None] for scene in story.scenes)
    for earlier, later in pairwise(marks):
        if 1 < len(later) <= len(earlier) and bool(earlier[0].label) != bool(later[0].label):
            times = [[(mark.start, mark.end) for mark in listed] for listed in (earlier[: len(later)], later)]
            if times[0] == times[1] and later[0].start is not None:
                return True
    return False


def _plain_rows(story: Story) -> Iterator[Row]:
    script = story.script
    yield from _words(script.head)
    for clip in script.clips:
        yield from _words(clip.head)
        for shot in clip.shots:
            yield shot.first
            yield from _words(shot.rows)


def _words(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row.kind not in ("COMMENT", "BLANK", "BREAK", "SETTING"))


def masked(source: Source, story: Story) -> str:
    """The story's text with blanks for all that is not sent, and for tags."""
    return blanked(sent(source, story))


def unmarked(text: str, story: Story) -> str:
    """The masked text without the marks that were read, whose numbers are known."""
    parts: list[str] = []
    at = 0
    for shot in (shot for clip in story.script.clips for shot in clip.shots if shot.mark.form != "broken"):
        parts.append(text[at : shot.mark.span.start])
        at = shot.mark.span.end
    return "".join((*parts, text[at:])) if parts else text


def sent(source: Source, story: Story) -> str:
    """The story's text with blanks for all that is not sent: settings, comments and notes."""
    letters = list(source.text)
    script = story.script
    spans = [(script.front.start, script.front.start + len(script.front.text))] if script.front is not None else []
    spans += [(row.start, row.start + len(row.text)) for row in script.comments]
    for clip in script.clips:
        spans += _settings(clip.head)
    spans += _settings(script.head)
    spans += covered(script)  # other rules speak of these
    pictures = (shot.picture for scene in story.scenes for shot in scene.shots if shot.picture is not None)
    spans += [(picture.line.start, picture.line.end) for picture in pictures if picture.line.path == source.path]
    spans += [
        (piece.span.start, piece.span.end) for text in _texts(story) for piece in text.pieces if piece.kind == "note"
    ]
    for start, end in spans:
        letters[start:end] = [letter if letter == "\n" else " " for letter in letters[start:end]]
    return "".join(letters)


def _settings(rows: Iterable[Row]) -> list[tuple[int, int]]:
    return [(row.start, row.start + len(row.text)) for row in rows if row.kind == "SETTING"]


def _texts(story: Story) -> Iterator[Text]:
    yield story.overview
    for scene in story.scenes:
        yield scene.text
        yield scene.closing
        for shot in scene.shots:
            yield shot.action
            for field in shot.fields:
                yield field.text


def _around(offset: int, parsed: list[Mark], starts: list[int]) -> Mark | None:
    at = bisect_right(starts, offset) - 1
    return parsed[at] if at >= 0 else None


def _read(token: Token, parsed: list[Mark], starts: list[int]) -> bool:
    """Whether a mark that the grammar read stands where a token does."""
    mark = _around(token.end, parsed, starts)
    return mark is not None and mark.span.end > token.begin and (mark.form == "broken" or mark.span.end >= token.at)


def _tells_more(token: Token, parsed: list[Mark], starts: list[int]) -> bool:
    """Whether the grammar read a mark without a time where the words of its shot tell one."""
    mark = _around(token.end, parsed, starts)
    states = token.stated is not None or token.cut is not None
    return states and mark is not None and mark.form == "untimed" and _read(token, parsed, starts)


def _inside(token: Token, parsed: list[Mark], starts: list[int]) -> bool:
    """Whether a token's time lies within its shot, by the clip's time or by the shot's own, and is shorter."""
    mark = _around(token.begin, parsed, starts)
    if mark is None or mark.start is None or mark.end is None or token.start is None or token.finish is None:
        return False
    length = token.finish - token.start
    if length >= mark.end - mark.start:
        return False
    return mark.start <= token.start < token.finish <= mark.end or token.finish <= mark.end - mark.start
