"""Script → draft: which headings are clips, where times start again, what is overview and what closing text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from storyboard import timing
from storyboard.compiler.layout.body import split_closing
from storyboard.compiler.layout.inline import Names
from storyboard.exchange.importers._draft import Draft, DraftClip, DraftShot, Line
from storyboard.exchange.importers._lift import lift, negative, stated
from storyboard.exchange.importers._shots import drafted, japanese, words_of
from storyboard.language import words
from storyboard.language.story import Row, Script, ScriptShot
from storyboard.source import Source

_NOBODY = Names({}, {}, None)
_HASHES = re.compile(r"[ \t]*+(#{1,6})[ \t]++")
_HAN = words.alternation(words.by_language("numbers")["zh"])
_LIKE_HEADING = re.compile(
    rf"[\W_]*+(?:{words.pattern('films', 'clips', 'parts')}|{words.of('nth')[0]}[ \t]*(?:[0-9]|{_HAN})+[ \t]*"
    rf"(?:{words.alternation(words.of('counted_parts'))}))[^.!?。！？\n]{{0,80}}+",
    re.IGNORECASE,
)
# A length as a shot's last words.
_LASTS = re.compile(
    rf"(?<![0-9.])([0-9]{{1,2}}(?:\.[0-9])?)[ \t-]?(?:{words.alternation(words.of('seconds'))})"
    r"[\s.。,，;；\"“”»」)）]*$",
    re.IGNORECASE,
)
_INCLUSIVE = 1000
_WORDS = ("TEXT", "PAIR")


class _Clip:
    """A clip while it is gathered."""

    def __init__(self, head: list[Row]) -> None:
        self.head = head
        self.shots: list[ScriptShot] = []
        self.after: list[Row] = []
        self.doubts: list[str] = []


def clips_in(source: Source, script: Script, doubts: tuple[str, ...], anew: frozenset[int]) -> Draft:
    """The draft of a script that was read from a raw prompt; `anew` are the marks that begin a further clip."""
    clips, left = _gathered(script, anew)
    if not clips:
        return _wordy(left, doubts)
    title, overview = "", ()
    made: list[DraftClip] = []
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
        made.append(_made(clip, heading if len(clips) > 1 else "", lines, notes, kana=kana))
    made[-1] = replace(made[-1], closing=(*made[-1].closing, Line(""), *words_of(left)))
    return _settled(title, overview, made, doubts, notes)


def _gathered(script: Script, anew: frozenset[int]) -> tuple[list[_Clip], list[Row]]:
    """The clips with their shots, and the rows behind the last one (all rows where there is no shot)."""
    clips: list[_Clip] = []
    pending = [row for row in script.head if row.kind != "FRONT"]
    for section in script.clips:
        if section.heading is not None:
            pending.append(section.heading)
        pending += section.head
        for shot in section.shots:
            if not clips:
                clips.append(_Clip(pending))
            elif shot.mark.span.start in anew:
                clips.append(_next(clips[-1], pending))
            elif pending:
                _between(clips[-1], pending)
            pending = []
            clips[-1].shots.append(shot)
    return clips, pending


def _next(clip: _Clip, pending: list[Row]) -> _Clip:
    """A new clip: its heading and text stand behind the last shot of the clip before, or in that shot's last lines."""
    at = _main_heading(pending)
    if at is not None:
        clip.after += pending[:at]
        return _Clip(pending[at:])
    last = clip.shots[-1]
    rows = list(last.rows)
    while rows and rows[-1].kind in ("BLANK", "BREAK"):
        rows.pop()
    start = len(rows)
    while start > 0 and rows[start - 1].kind in _WORDS:
        start -= 1
    tail = rows[start:]
    parted = start > 0 and rows[start - 1].kind in ("BLANK", "BREAK")
    heading = next((i for i, row in enumerate(tail) if _LIKE_HEADING.fullmatch(row.text.strip())), None)
    if heading is not None:
        moved = tail[heading:]
    else:
        moved = tail if parted and len(tail) <= 2 and len(tail[0].text) <= 80 else []
    made = _Clip([*pending, *_as_heading(moved)])
    if moved:
        clip.shots[-1] = ScriptShot(last.mark, last.first, tuple(rows[: len(rows) - len(moved)]), last.row)
    return made


def _as_heading(rows: list[Row]) -> list[Row]:
    if not rows:
        return []
    text = re.sub(r"[*_]{2,}+", "", rows[0].text).strip().rstrip(":：")
    return [Row("HEADING", rows[0].start, f"# {text}"), *rows[1:]]


def _between(clip: _Clip, pending: list[Row]) -> None:
    """A heading inside a clip is left out of its words, the text below it goes to the shot above."""
    rows = tuple(row for row in pending if row.kind != "HEADING")
    last = clip.shots[-1]
    if any(row.kind not in ("BLANK", "BREAK") for row in rows):
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
    at = next((i for i in range(len(head) - 1, -1, -1) if head[i].kind not in ("BLANK", "BREAK")), -1)
    if at < 0 or head[at].kind not in _WORDS or not _LIKE_HEADING.fullmatch(head[at].text.strip()):
        return head
    return [*head[:at], *_as_heading(head[at : at + 1])]


def _titled(head: list[Row], rank: int) -> tuple[str, list[Row]]:
    """The story's title, a heading on top that ranks above those of the clips, and the rows without it."""
    first = next((i for i, row in enumerate(head) if row.kind not in ("BLANK", "BREAK")), -1)
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
    first = next((i for i, row in enumerate(head) if row.kind not in ("BLANK", "BREAK")), 0)
    if at is None or (alone and at != first):
        *above, last = [at for at, row in enumerate(head) if row.kind not in ("BLANK", "BREAK")] or [0]
        # A heading right above the shots (`## Shots`) only names them.
        return [], "", head[:last] if above and head[last].kind == "HEADING" else head
    match = _hashes(head[at])
    title = head[at].text[match.end() if match else 0 :].strip().rstrip("#").strip(" *_")
    return head[:at], title, head[at + 1 :]


def _made(clip: _Clip, title: str, lines: tuple[Line, ...], notes: list[str], *, kana: bool) -> DraftClip:
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


def _wordy(rows: list[Row], doubts: tuple[str, ...]) -> Draft:
    """A prompt without any mark: one shot, which is all its words; its headings are words too."""
    lifted, _ = lift(words_of(rows), ())
    return Draft(settings=lifted.settings, lines=lifted.lines, doubts=doubts, notes=lifted.notes)


def _settled(
    title: str, overview: tuple[Line, ...], clips: list[DraftClip], doubts: tuple[str, ...], notes: list[str]
) -> Draft:
    """The draft with settings lifted out of its words and inclusive seconds made half-open."""
    if len(clips) == 1:
        overview, clips = (*overview, Line(""), *clips[0].lines), [replace(clips[0], lines=())]
    tail = clips[-1].closing if len(clips) == 1 else ()
    lifted, closing = lift(overview, tail)
    made: list[DraftClip] = []
    for clip in clips:
        told = _lasting(clip)
        shots, note = exclusive(told.shots)
        if note and note not in notes:
            notes.append(note)
        made.append(replace(told, shots=shots))
    settings = dict(lifted.settings)
    if len(clips) == 1:
        last = made[0].shots[-1]
        unwanted = [each for line in last.lines[1:] if (each := negative(line.text))]
        if unwanted and "negative_prompt" not in settings:
            settings["negative_prompt"] = unwanted[0]
            kept = tuple(line for line in last.lines if negative(line.text) != unwanted[0])
            made[0] = replace(made[0], shots=(*made[0].shots[:-1], replace(last, lines=kept)))
        made[0] = replace(made[0], closing=closing)
        if all(shot.end is None and shot.length is None for shot in made[0].shots):
            stated((line for shot in made[0].shots for line in shot.lines), settings)
        asked = _duration(settings, made[0].shots)
        doubts = (*doubts, *asked)
    else:
        for at, clip in enumerate(made):
            own, rest = lift(clip.lines, clip.closing)
            limits = dict(own.settings)
            asked = _duration(limits, clip.shots)
            made[at] = replace(clip, settings=limits, lines=own.lines, closing=rest, doubts=(*clip.doubts, *asked))
        settings.pop("duration", None)  # of the film, not of each clip
    if title:
        settings = {"title": title, **settings}
    return Draft(settings, lifted.lines, tuple(made), doubts, (*notes, *lifted.notes))


def _lasting(clip: DraftClip) -> DraftClip:
    """The clip with the lengths that its untimed shots end with (`…, slow motion, 4 seconds.`), and a question."""
    if len(clip.shots) < 2 or any(shot.end is not None or shot.length is not None for shot in clip.shots):
        return clip
    ends = [
        next((line.text for line in reversed(shot.lines) if line.text.strip()), "").strip()[-80:] for shot in clip.shots
    ]
    found = [_LASTS.search(end) for end in ends]
    shots = tuple(
        replace(shot, length=timing.milliseconds(match[1]))
        for shot, match in zip(clip.shots, found, strict=True)
        if match is not None
    )
    if len(shots) < len(clip.shots):
        return clip
    asked = f'is "{found[0][0].strip(" ,，.。") if found[0] else ""}" at a shot\'s end its length?'
    return replace(clip, shots=shots, doubts=(*clip.doubts, asked))


def _duration(settings: dict[str, str], shots: tuple[DraftShot, ...]) -> Iterator[str]:
    """Take the stated duration out where the shots say the same, and ask where they do not."""
    stated = settings.get("duration")
    ends = [shot.end for shot in shots if shot.end is not None]
    lengths = [shot.length for shot in shots]
    total = max(ends) if len(ends) == len(shots) and ends else None
    if total is None and all(lengths):
        total = sum(length or 0 for length in lengths)
    if stated is None or total is None:
        return
    if timing.milliseconds(stated) == total:
        del settings["duration"]
        return
    yield f"the text says {stated} seconds, the shots end at {timing.seconds(total)}: which is right?"


def exclusive(shots: tuple[DraftShot, ...]) -> tuple[tuple[DraftShot, ...], str]:
    """The shots with inclusive seconds (`0-3, 4-8, 9-12`) made half-open, and what to say of it."""
    times = [(shot.start, shot.end) for shot in shots]
    if len(times) < 3 or times[0][0] not in (0, _INCLUSIVE):
        return shots, ""
    for (_, end), (start, _) in pairwise(times):
        if end is None or start != end + _INCLUSIVE or end % 1000:
            return shots, ""
    made = [replace(shots[0], start=0)]
    for before, shot in pairwise(shots):
        made.append(replace(shot, start=before.end))
    last = f"{timing.seconds(times[1][0] or 0)}-{timing.seconds(times[1][1] or 0)}"
    return tuple(made), f"the seconds were counted inclusively, as in {last}; each start is now the end before it"
