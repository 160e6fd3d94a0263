"""Script → draft: which headings are clips, where times start again, what is overview and what closing text."""

from __future__ import annotations

import re

from msgspec.structs import replace

from storyboard.compiler.layout.body import split_closing
from storyboard.compiler.layout.inline import Names
from storyboard.exchange.importers._draft import Draft, DraftClip, DraftLine
from storyboard.exchange.importers._shots import drafted, japanese, words_of
from storyboard.language import words
from storyboard.language.story import Row, Script, ScriptShot
from storyboard.patterns import lazy
from storyboard.source import Source

_NOBODY = Names({}, {}, None)
_HASHES = lazy(r"[ \t]*+(#{1,6})[ \t]++")
_HAN = words.alternation(words.by_language("numbers")["zh"])
_LIKE_HEADING = lazy(
    rf"[\W_]*+(?:{words.pattern('films', 'clips', 'parts')}|{words.of('nth')[0]}[ \t]*(?:[0-9]|{_HAN})+[ \t]*"
    rf"(?:{words.alternation(words.of('counted_parts'))}))[^.!?。！？\n]{{0,80}}+",
    re.IGNORECASE,
)
_WORDS = ("TEXT", "PAIR")
_GAPS = ("BLANK", "BREAK")


class _OpenClip:
    """A clip while it is gathered."""

    def __init__(self, head: list[Row]) -> None:
        self.head = head
        self.shots: list[ScriptShot] = []
        self.after: list[Row] = []
        self.doubts: list[str] = []


def clips_in(source: Source, script: Script, doubts: tuple[str, ...], anew: frozenset[int]) -> Draft:
    """The draft of a script that was read from a raw prompt; `anew` are the marks that begin a further clip."""
    clips, left = _gathered(script, anew)
    if not clips:  # no mark: one shot, which is all its words; its headings are words too
        return Draft(lines=words_of(left), doubts=doubts)
    title, overview = "", ()
    drafts: list[DraftClip] = []
    notes: list[str] = []
    ranks = [len(match[1]) for clip in clips[1:] for row in clip.head[:1] if (match := _hashes(row)) is not None]
    rank, kana = max(ranks, default=1), japanese(source.text)
    if len(clips) > 1:
        title, clips[0].head = _titled(_named(clips[0].head), rank)
    for clip in clips:
        before, heading, after = _headed(clip.head, rank if len(clips) > 1 else 0)
        lines = words_of(after)
        if clip is clips[0]:
            overview = words_of(before)
            if len(clips) == 1:
                title, overview, lines = heading, (*overview, *lines), ()
            elif not heading and not before:
                overview, lines = lines, ()
        drafts.append(_drafted(clip, heading if len(clips) > 1 else "", lines, notes, kana=kana))
    drafts[-1] = replace(drafts[-1], closing=(*drafts[-1].closing, DraftLine(""), *words_of(left)))
    return Draft({"title": title} if title else {}, overview, tuple(drafts), doubts, tuple(notes))


def _gathered(script: Script, anew: frozenset[int]) -> tuple[list[_OpenClip], list[Row]]:
    """The clips with their shots, and the rows behind the last one (all rows where there is no shot)."""
    clips: list[_OpenClip] = []
    pending = [row for row in script.head if row.kind != "FRONT"]
    for section in script.clips:
        if section.heading is not None:
            pending.append(section.heading)
        pending += section.head
        for shot in section.shots:
            if not clips:
                clips.append(_OpenClip(pending))
            elif shot.mark.span.start in anew:
                clips.append(_next(clips[-1], pending))
            elif pending:
                _between(clips[-1], pending)
            pending = []
            clips[-1].shots.append(shot)
    return clips, pending


def _next(clip: _OpenClip, pending: list[Row]) -> _OpenClip:
    """A new clip: its heading and text stand behind the last shot of the clip before, or in that shot's last lines."""
    at = _main_heading(pending)
    if at is not None:
        clip.after += pending[:at]
        return _OpenClip(pending[at:])
    last = clip.shots[-1]
    rows = list(last.rows)
    while rows and rows[-1].kind in _GAPS:
        rows.pop()
    start = len(rows)
    while start > 0 and rows[start - 1].kind in _WORDS:
        start -= 1
    tail = rows[start:]
    parted = start > 0 and rows[start - 1].kind in _GAPS
    heading = next((i for i, row in enumerate(tail) if _LIKE_HEADING.fullmatch(row.text.strip())), None)
    if heading is not None:
        moved = tail[heading:]
    else:
        moved = tail if parted and len(tail) <= 2 and len(tail[0].text) <= 80 else []
    begun = _OpenClip([*pending, *_as_heading(moved)])
    if moved:
        clip.shots[-1] = ScriptShot(last.mark, last.first, tuple(rows[: len(rows) - len(moved)]), last.row)
    return begun


def _as_heading(rows: list[Row]) -> list[Row]:
    if not rows:
        return []
    text = re.sub(r"[*_]{2,}+", "", rows[0].text).strip().rstrip(":：")
    return [Row("HEADING", rows[0].start, f"# {text}"), *rows[1:]]


def _between(clip: _OpenClip, pending: list[Row]) -> None:
    """A heading inside a clip is left out of its words, the text below it goes to the shot above."""
    rows = tuple(row for row in pending if row.kind != "HEADING")
    last = clip.shots[-1]
    if any(row.kind not in _GAPS for row in rows):
        named = next(row.text for row in pending if row.kind == "HEADING").strip()
        clip.doubts.append(f"the heading `{named}` is left out: does the text below it belong to the shot above it?")
    clip.shots[-1] = ScriptShot(last.mark, last.first, (*last.rows, *rows), last.row)


def _main_heading(rows: list[Row]) -> int | None:
    """The index of the first heading of the highest rank, or None."""
    ranks = [(len(match[1]), at) for at, row in enumerate(rows) if (match := _hashes(row)) is not None]
    return min(ranks)[1] if ranks else None


def _hashes(row: Row) -> re.Match[str] | None:
    return _HASHES.match(row.text) if row.kind == "HEADING" else None


def _named(head: list[Row]) -> list[Row]:
    """The rows above the first of several clips, whose last line is its heading where it looks like one."""
    at = next((i for i in range(len(head) - 1, -1, -1) if head[i].kind not in _GAPS), -1)
    if at < 0 or head[at].kind not in _WORDS or not _LIKE_HEADING.fullmatch(head[at].text.strip()):
        return head
    return [*head[:at], *_as_heading(head[at : at + 1])]


def _titled(head: list[Row], rank: int) -> tuple[str, list[Row]]:
    """The story's title, a heading on top that ranks above those of the clips, and the rows without it."""
    first = next((i for i, row in enumerate(head) if row.kind not in _GAPS), -1)
    match = _hashes(head[first]) if first >= 0 else None
    if match is None or len(match[1]) >= rank:
        return "", head
    return head[first].text[match.end() :].strip().rstrip("#").strip(" *_"), head[first + 1 :]


def _headed(head: list[Row], rank: int) -> tuple[list[Row], str, list[Row]]:
    """The rows above a clip's heading, the heading's words, and the rows below it.

    `rank` is that of the clips' headings; 0 says that the clip is alone, and then only a heading above all its text is
    its title, any other is text.
    """
    at, alone = _main_heading(head), rank == 0
    ranked = [i for i, row in enumerate(head) if (match := _hashes(row)) is not None and len(match[1]) == rank]
    if ranked and at != 0:
        at = ranked[-1]
    first = next((i for i, row in enumerate(head) if row.kind not in _GAPS), 0)
    if at is None or (alone and at != first):
        *above, last = [at for at, row in enumerate(head) if row.kind not in _GAPS] or [0]
        # A heading right above the shots (`## Shots`) only names them.
        return [], "", head[:last] if above and head[last].kind == "HEADING" else head
    match = _hashes(head[at])
    title = head[at].text[match.end() if match else 0 :].strip().rstrip("#").strip(" *_")
    return head[:at], title, head[at + 1 :]


def _drafted(clip: _OpenClip, title: str, lines: tuple[DraftLine, ...], notes: list[str], *, kana: bool) -> DraftClip:
    closing: list[Row] = list(clip.after)
    *shots, last = clip.shots
    rows, after = split_closing(last, _NOBODY)
    doubts = [*clip.doubts]
    if (
        after
        and shots
        and 2 * sum(map(_parted, shots)) >= len(shots)
        and not any(row.kind == "BREAK" for row in last.rows)
    ):
        # The other shots have paragraphs of their own, so the last one may have them too.
        rows, after = [*rows, *after], []
        notes.append("all paragraphs below the last shot belong to it: put `---` above those that close the clip")
    shots.append(ScriptShot(last.mark, last.first, tuple(rows), last.row))
    return DraftClip(
        title=title,
        lines=lines,
        shots=tuple(drafted(shots, kana=kana)),
        closing=words_of([*after, *closing]),
        doubts=tuple(doubts),
    )


def _parted(shot: ScriptShot) -> bool:
    """Whether a shot has words below a blank line."""
    kinds = [row.kind for row in shot.rows]
    return "BLANK" in kinds and any(kind != "BLANK" for kind in kinds[kinds.index("BLANK") :])
