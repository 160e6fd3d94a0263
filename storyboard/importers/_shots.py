"""Script shots as drafts: marks in one form, rows as the lines of words, fields and speeches that they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate

from storyboard import timing
from storyboard.importers._draft import DraftShot, Line
from storyboard.importers._times import Time, read_time
from storyboard.source import Source
from storyboard.story import Mark, Row, ScriptShot
from storyboard.syntax.parser import pattern

_KANA = re.compile(r"[\u3040-\u30ff]")
_LENGTHS = frozenset("duration length duración duração durée dauer durata длительность 时长 時長 尺 長さ 길이".split())
_TIME = re.compile(
    r"[-*•_ \t\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]*+"
    r"(duration|length|time(?:code|stamp|ing| range)?|duración|duração|durée|dauer|durata|длительность|время"
    r"|时长|時長|时间|時間|尺|長さ|길이|시간)"
    r"[ \t*_]*+[:：][ \t]*+(\S.*)",
    re.IGNORECASE,
)


def words(rows: Iterable[Row]) -> tuple[Line, ...]:
    """The rows outside of shots as lines of words; breaks part paragraphs."""
    return tuple(Line("" if row.kind in ("BLANK", "BREAK") else row.text) for row in rows)


def japanese(text: str) -> bool:
    """Whether a text has kana in it, which tells Japanese from Chinese."""
    return _KANA.search(text) is not None


def drafted(source: Source, shots: Iterable[ScriptShot], *, kana: bool) -> Iterator[DraftShot]:
    """The shots with their marks read; one whose mark cannot be read keeps its line. `kana`: the text is Japanese."""
    for shot in shots:
        mark = shot.mark
        lines, time = _body(shot)
        if mark.form == "broken":
            yield DraftShot(typed=shot.row.text.strip(), lines=(Line(""), *lines[1:]))
            continue
        title = mark.title or _between(source, shot)
        if mark.stated is not None and mark.stated != (mark.end or 0) - (mark.start or 0):
            title = f"{timing.seconds(mark.stated)}s"  # the check compares it with the range
        yield DraftShot(
            label=_label(mark, kana),
            number=mark.number,
            start=time.start if time is not None else mark.start,
            end=time.end if time is not None else mark.end,
            length=time.length if time is not None else mark.length,
            title=title,
            lines=lines,
        )


def levelled(shots: Iterable[ScriptShot]) -> tuple[list[Row], list[ScriptShot]]:
    """The shots without marks of words alone that overlap another shot, which are text, and the rows before them all.

    `HOOK (0-2s): …` beside `Shot 1 (0-3s)` is text of the shot before it, or of the clip.
    """
    given = list(shots)
    over = _Overlaps((shot.mark.start, shot.mark.end) for shot in given if not shot.mark.words_only)
    lead: list[Row] = []
    kept: list[ScriptShot] = []
    for shot in given:
        if not (shot.mark.words_only and over.holds(shot.mark.start, shot.mark.end)):
            kept.append(shot)
            continue
        rows = (Row("TEXT", shot.row.start, shot.row.text), *shot.rows)
        if kept:
            last = kept[-1]
            kept[-1] = ScriptShot(last.mark, last.first, (*last.rows, *rows), last.row)
        else:
            lead += rows
    return lead, kept


class _Overlaps:
    """Whether a range overlaps any of some ranges, looked up in logarithmic time."""

    def __init__(self, ranges: Iterable[tuple[int | None, int | None]]) -> None:
        known = sorted((start, end) for start, end in ranges if start is not None and end is not None)
        self.starts = [start for start, _ in known]
        self.ends = list(accumulate((end for _, end in known), max))

    def holds(self, start: int | None, end: int | None) -> bool:
        """Whether one of the ranges shares time with `start` to `end`."""
        before = bisect_left(self.starts, end or 0)
        return before > 0 and self.ends[before - 1] > (start or 0)


def _between(source: Source, shot: ScriptShot) -> str:
    """The word between a bare time and its colon (`0-3s Hook: …`), which is no label; else none."""
    time, mark = shot.mark.time_span, shot.mark
    if time is None or mark.form != "range" or mark.label or mark.words_only:
        return ""
    word = source.text[time.end : max(time.end, shot.first.start)].strip(" \t*_:：|｜–—-])）】")
    return word if word.isalpha() and not pattern("SHOT_UNTIMED").match(f"{word} 1:") else ""


def _label(mark: Mark, kana: bool) -> str:
    if mark.label:
        return "镜头" if mark.label == "第" else mark.label
    if mark.language == "cjk":
        return "カット" if kana else "镜头"
    return "Shot"


def _body(shot: ScriptShot) -> tuple[tuple[Line, ...], Time | None]:
    """The lines of a shot, and the time that a `Duration: 3s` or `Time: 0-3s` below an untimed mark gives it."""
    made = [Line(shot.first.text)]
    time: Time | None = None
    key_indent = -1
    for row in shot.rows:
        indent = len(row.text) - len(row.text.lstrip())
        if row.kind in ("BLANK", "BREAK"):
            key_indent = -1
            made.append(Line(""))
            continue
        setting = pattern("SETTING").match(row.text) if row.kind == "SETTING" else None
        said = _TIME.fullmatch(row.text[:80].strip()) if time is None and shot.mark.form == "untimed" else None
        if said is not None:
            key, value = said[1].lower(), said[2].strip(" *_`")
            told = read_time(None, None, None, value) if key in _LENGTHS else read_time(value, None, None, None)
            if told.length or told.end is not None:
                time = told
                continue
        sound = setting is not None and setting[1].lower() == "audio"
        if row.kind in ("FIELD", "PAIR") or sound:
            key_indent = indent
            made.append(Line(row.text, key=True))
        elif key_indent >= 0 and indent > key_indent:
            made.append(Line(row.text, deep=True))
        else:
            key_indent = -1
            made.append(Line(row.text))
    return tuple(made), time
