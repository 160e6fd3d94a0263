"""Shot marks in their canonical form: `LABEL N [a-bs, title] text`, `LABEL N [ns] text` or `LABEL N: text`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from storyboard.language import words
from storyboard.language.story import Mark, Scene, Script, ScriptShot, Story
from storyboard.language.syntax import read_script
from storyboard.language.syntax.marks import language_of
from storyboard.patterns import lazy
from storyboard.source import Source
from storyboard.timing import seconds

_MANY = 1_000_000
_MINUTE = 60_000
_KANA = lazy("[\u3040-\u30ff]")
_CLOSER = lazy(r"[\])）】]")
# The languages whose labels and units stand without a blank.
_JOINED = ("zh", "ja")


@cache
def _signs() -> tuple[str, ...]:
    """Units of one sign, which stand behind a number in their own script; all others are written `s`."""
    return tuple(word for word in words.of("seconds") if len(word) == 1 and words.unspaced(word))


@cache
def _ordinal() -> re.Pattern[str]:
    """A number in front of its label, with the classifier between them as a group."""
    before, between = (words.alternation(words.of(role)) for role in ("counting", "counters"))
    return re.compile(rf"({before})[^\w\n]*+[0-9０-９]++[^\w\n]*+((?:{between})?)")


def _own_label(language: str, typed: Iterable[str]) -> str:
    """The label for marks without one in a language; one in traditional writing where the words are so written."""
    if language not in _JOINED:
        return "Shot"
    listed, signs = words.by_language("shots")[language], words.of("traditional")
    wanted = language == "zh" and any(sign in text for text in typed for sign in signs)
    return next(word for word in listed if any(sign in word for sign in signs) == wanted)


class _Plan(NamedTuple):
    """A mark that is to be written anew, and its line."""

    shot: ScriptShot
    line: str


def mark_lines(source: Source, script: Script, story: Story) -> dict[int, str]:
    """The canonical lines of a story's marks, by the offsets of the lines that they replace.

    A line is written only if it reads as what it replaces: time, title, language and text. One that holds a word
    without a place in the canonical form is left out, and so are the marks of a clip timed in minutes, of which a rule
    says that seconds may be meant.
    """
    clips: list[tuple[bool, list[_Plan]]] = []
    before = 0
    for clip, scene in zip(script.clips, story.scenes, strict=False):
        starts = {shot.mark.span.start for shot in scene.shots if shot.mark is not None}
        shots = [shot for shot in clip.shots if shot.mark.span.start in starts]
        kana = _kana(story, scene)
        clips.append((kana, [] if _minutes(shots) else _plans(source, shots, kana, before)))
        before += len(scene.shots)
    again = iter(_read([plan.line for _, plans in clips for plan in plans if not _stands(plan)]))
    lines: dict[int, str] = {}
    for kana, plans in clips:
        shots = [plan.shot if _stands(plan) else next(again) for plan in plans]
        read = [
            shot if shot is not None and _same(plan, shot) else None for plan, shot in zip(plans, shots, strict=True)
        ]
        old = [plan.shot.mark.language for plan in plans]
        new = [language if shot is None else shot.mark.language for shot, language in zip(read, old, strict=True)]
        same = _language(old, kana) == _language(new, kana)
        lines |= {
            plan.shot.row.start: plan.line
            for plan, shot, a, b in zip(plans, read, old, new, strict=True)
            if shot is not None and (same or a == b)
        }
    return lines


def _minutes(shots: Sequence[ScriptShot]) -> bool:
    """Whether a clip's clocks all are whole minutes, like `0:00-3:00`."""
    times = [time for shot in shots if shot.mark.clocks for time in (shot.mark.start or 0, shot.mark.end or 0)]
    return any(times) and all(time % _MINUTE == 0 for time in times)


def _kana(story: Story, scene: Scene) -> bool:
    """Whether a clip is Japanese where its unit is 秒, which Chinese has too."""
    texts = [story.overview.value, scene.text.value, *(shot.action.value for shot in scene.shots)]
    return any(_KANA.search(text) for text in texts)


def _language(languages: Sequence[str], kana: bool) -> str:
    """The language of a clip's labels: the one that its first mark with a language has."""
    language = next(filter(None, languages), "")
    if language == "cjk":
        return "ja" if kana else "zh"
    return "" if language == "other" else language


def _plans(source: Source, shots: Sequence[ScriptShot], kana: bool, before: int) -> list[_Plan]:
    by_film = before > 0 and any(shot.mark.number == before + at for at, shot in enumerate(shots, start=1))
    language = _language([shot.mark.language for shot in shots], kana)
    label = _label(source, shots, language)
    plans: list[_Plan] = []
    for place, shot in enumerate(shots, start=1):
        own = _leftover(source, shot)
        if own and (shot.mark.label or own.strip() != "".join(own.split())):
            continue
        number = shot.mark.number if shot.mark.number is not None else before * by_film + place
        plans.append(_Plan(shot, _line(source, shot, number, own.strip() or label)))
    return plans


def _label(source: Source, shots: Sequence[ScriptShot], spoken: str) -> str:
    """The label for marks without one: the clip's own where it fits the language `spoken`, else `Shot`."""
    for shot in shots:
        span, language = shot.mark.label_span, shot.mark.language
        if span is not None and _language([language], False) == spoken and not shot.mark.words_only:
            return source.text[span.start : span.end]
    return _own_label(spoken, (row.text for shot in shots for row in (shot.row, *shot.rows)))


def _leftover(source: Source, shot: ScriptShot) -> str:
    """The words on a mark's line before the shot's text that are neither label, number, time nor title."""
    mark, at = shot.mark, shot.row.start
    letters = list(source.text[at : shot.first.start])
    for span in (mark.label_span, mark.number_span, mark.time_span, mark.title_span):
        if span is not None:
            letters[span.start - at : span.end - at] = " " * (span.end - span.start)
    text = "".join(letters)
    if mark.stated is not None and mark.time_span is not None:  # `0:00-0:03, 3s`
        begin = mark.time_span.end - at
        closer = _CLOSER.search(text, begin)
        text = text[:begin] + text[closer.end() if closer else len(text) :]
    if mark.label_span is not None and mark.number_span is not None and mark.number_span.start < mark.label_span.start:
        text = _ordinal_free(source, mark, text)
    return "".join(letter if letter.isalpha() else " " for letter in text).strip()


def _ordinal_free(source: Source, mark: Mark, text: str) -> str:
    """The text without what stands round a number in front of its label."""
    counter = _counter(source, mark)
    for sign in counter.groups() if counter is not None else ():
        text = text.replace(sign, " ") if sign else text
    return text


def _counter(source: Source, mark: Mark) -> re.Match[str] | None:
    return (
        _ordinal().search(source.text, mark.span.start, mark.label_span.start) if mark.label_span is not None else None
    )


def _line(source: Source, shot: ScriptShot, number: int, label: str) -> str:
    mark = shot.mark
    name = _name(source, mark, number, label)
    tongue = language_of(mark.label or label, "")
    text = shot.first.text.strip()
    if mark.form == "untimed":
        colon = "：" if tongue in _JOINED else ": "
        return f"{name}{colon}{text}".rstrip()
    typed = source.text[mark.time_span.start : mark.time_span.end] if mark.time_span is not None else ""
    unit = next((sign for sign in _signs() if sign in typed), "s")
    if tongue in _JOINED and not any(letter.isalpha() for letter in typed):
        unit = _signs()[0]
    time = (
        seconds(mark.length or 0) if mark.form == "length" else f"{seconds(mark.start or 0)}-{seconds(mark.end or 0)}"
    )
    inside = f"{time}{unit}"
    if mark.form == "open":  # the writer's own word for the end
        until = _until(typed)
        inside = f"{seconds(mark.start or 0)}{unit if unit != 's' else ''}-{until}"
    comma = "，" if tongue in _JOINED else ", "
    if mark.stated is not None and mark.stated != (mark.end or 0) - (mark.start or 0):
        inside += f"{comma}{seconds(mark.stated)}s"
    if mark.title:
        inside += f"{comma}{mark.title}"
    return f"{name} [{inside}] {text}".rstrip()


def _until(typed: str) -> str:
    """The word for the end in an open time: `end` of `[4s-end]`, `the end` of `4s - the end`."""
    match = re.search(rf"{words.pattern('ends')}\Z", typed.strip("[]()（）【】 \t"), re.IGNORECASE)
    return match[0] if match is not None else words.of("ends")[0]


def _name(source: Source, mark: Mark, number: int, label: str) -> str:
    """Label and number: `Shot 1`, `镜头1`, `第1个镜头`; the label as the writer has it."""
    span = mark.label_span
    typed = source.text[span.start : span.end] if span is not None else label
    if span is not None and mark.number_span is not None and mark.number_span.start < span.start:
        counter = _counter(source, mark)
        if counter is not None:
            return f"{counter[1]}{number}{counter[2]}{typed}"
    behind = mark.number_span.start if mark.number_span is not None else -1
    joined = mark.form == "untimed" and span is not None and span.end == behind
    return f"{typed}{number}" if joined or language_of(typed, "") in _JOINED else f"{typed} {number}"


def _read(lines: Sequence[str]) -> list[ScriptShot | None]:
    """The shots that lines read as, None where one reads as no mark of a shot."""
    source = Source("", "\n".join(lines))
    script, _ = read_script(source, clips=_MANY, shots=_MANY)
    shots = {shot.row.start: shot for clip in script.clips for shot in clip.shots}
    read: list[ScriptShot | None] = []
    at = 0
    for line in lines:
        read.append(shots.get(at))
        at += len(line) + 1
    return read


def _stands(plan: _Plan) -> bool:
    """Whether a mark's line is canonical already."""
    return plan.line == plan.shot.row.text


def _same(plan: _Plan, new: ScriptShot) -> bool:
    a, b = plan.shot.mark, new.mark
    if (a.form, a.start, a.end, a.length, a.title) != (b.form, b.start, b.end, b.length, b.title):
        return False
    if b.number is None or (a.number is not None and a.number != b.number) or not b.label:
        return False
    if b.words_only and not (a.words_only and a.label):
        return False
    if b.stated not in (None, a.stated) or (a.label and a.label.lower() != b.label.lower()):
        return False
    return plan.shot.first.text.strip() == new.first.text.strip()
