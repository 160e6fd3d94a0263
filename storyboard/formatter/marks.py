"""Shot marks in their canonical form: `LABEL N [a-bs, title] text`, `LABEL N [ns] text` or `LABEL N: text`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from storyboard.source import Source
from storyboard.story import Mark, Scene, Script, ScriptShot, Story
from storyboard.syntax import read_script
from storyboard.syntax.marks import language_of
from storyboard.timing import seconds

_MANY = 1_000_000
_MINUTE = 60_000
# Units of one sign, which stand behind a number in their own script; all others are written `s`.
_SIGNS = ("秒", "초")
_OWN = {"zh": "镜头", "ja": "カット"}
_TRADITIONAL = re.compile("[鏡頭這後說畫來們]")
_KANA = re.compile("[\u3040-\u30ff]")
_ORDINAL = re.compile(r"第[^\w\n]*+[0-9０-９]++[^\w\n]*+([个個]?)")
_CLOSER = re.compile(r"[\])）】]")


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
    again = iter(_read([plan.line for _, plans in clips for plan in plans]))
    made: dict[int, str] = {}
    for kana, plans in clips:
        read = {plan: new for plan, new in zip(plans, again, strict=False) if new is not None and _same(plan, new)}
        old = [plan.shot.mark.language for plan in plans]
        new = [read[plan].mark.language if plan in read else plan.shot.mark.language for plan in plans]
        same = _told(old, kana) == _told(new, kana)
        made |= {
            plan.shot.row.start: plan.line
            for plan, a, b in zip(plans, old, new, strict=True)
            if plan in read and (same or a == b)
        }
    return made


def _minutes(shots: Sequence[ScriptShot]) -> bool:
    """Whether a clip's clocks all are whole minutes, like `0:00-3:00`."""
    times = [time for shot in shots if shot.mark.clocks for time in (shot.mark.start or 0, shot.mark.end or 0)]
    return any(times) and all(time % _MINUTE == 0 for time in times)


def _kana(story: Story, scene: Scene) -> bool:
    """Whether a clip is Japanese where its unit is 秒, which Chinese has too."""
    texts = [story.overview.value, scene.text.value, *(shot.action.value for shot in scene.shots)]
    return any(_KANA.search(text) for text in texts)


def _told(languages: Sequence[str], kana: bool) -> str:
    """The language that a clip's labels will have: that of its first mark that tells one."""
    told = next((each for each in languages if each), "")
    if told == "cjk":
        return "ja" if kana else "zh"
    return "" if told == "other" else told


def _plans(source: Source, shots: Sequence[ScriptShot], kana: bool, before: int) -> list[_Plan]:
    by_film = before > 0 and any(shot.mark.number == before + at for at, shot in enumerate(shots, start=1))
    told = _told([shot.mark.language for shot in shots], kana)
    label = _label(source, shots, told)
    made: list[_Plan] = []
    for place, shot in enumerate(shots, start=1):
        own = _leftover(source, shot)
        if own and (shot.mark.label or own.strip() != "".join(own.split())):
            continue
        number = shot.mark.number if shot.mark.number is not None else before * by_film + place
        made.append(_Plan(shot, _line(source, shot, number, own.strip() or label)))
    return made


def _label(source: Source, shots: Sequence[ScriptShot], told: str) -> str:
    """The label for marks without one: the clip's own where it fits the language told, else `Shot`."""
    for shot in shots:
        span, language = shot.mark.label_span, shot.mark.language
        if span is not None and _told([language], False) == told and shot.mark.label != "第":
            return source.text[span.start : span.end]
    if told == "zh" and any(_TRADITIONAL.search(row.text) for shot in shots for row in (shot.row, *shot.rows)):
        return "鏡頭"
    return _OWN.get(told, "Shot")


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
        found = _CLOSER.search(text, begin)
        text = text[:begin] + text[found.end() if found else len(text) :]
    if mark.label_span is not None and mark.number_span is not None and mark.number_span.start < mark.label_span.start:
        text = text.replace("第", " ").replace("个", " ").replace("個", " ")
    return "".join(letter if letter.isalpha() else " " for letter in text).strip()


def _line(source: Source, shot: ScriptShot, number: int, label: str) -> str:
    mark = shot.mark
    name = _name(source, mark, number, label)
    tongue = language_of(mark.label or label, "")
    text = shot.first.text.strip()
    if mark.form == "untimed":
        colon = "：" if tongue in ("zh", "ja") else ": "
        return f"{name}{colon}{text}".rstrip()
    typed = source.text[mark.time_span.start : mark.time_span.end] if mark.time_span is not None else ""
    unit = next((sign for sign in _SIGNS if sign in typed), "s")
    if tongue in ("zh", "ja") and not any(letter.isalpha() for letter in typed):
        unit = "秒"
    time = (
        seconds(mark.length or 0) if mark.form == "length" else f"{seconds(mark.start or 0)}-{seconds(mark.end or 0)}"
    )
    inside = f"{time}{unit}"
    comma = "，" if tongue in ("zh", "ja") else ", "
    if mark.stated is not None and mark.stated != (mark.end or 0) - (mark.start or 0):
        inside += f"{comma}{seconds(mark.stated)}s"
    if mark.title:
        inside += f"{comma}{mark.title}"
    return f"{name} [{inside}] {text}".rstrip()


def _name(source: Source, mark: Mark, number: int, label: str) -> str:
    """Label and number: `Shot 1`, `镜头1`, `第1个镜头`; the label as the writer has it."""
    span = mark.label_span
    typed = source.text[span.start : span.end] if span is not None else label
    if span is not None and mark.number_span is not None and mark.number_span.start < span.start:
        counter = _ORDINAL.search(source.text, mark.span.start, span.start)
        if counter is not None:
            return f"第{number}{counter[1]}{typed}"
    return f"{typed}{number}" if language_of(typed, "") in ("zh", "ja") else f"{typed} {number}"


def _read(lines: Sequence[str]) -> list[ScriptShot | None]:
    """The shots that lines read as, None where one reads as no mark of a shot."""
    source = Source("", "\n".join(lines))
    script, _ = read_script(source, clips=_MANY, shots=_MANY)
    shots = {shot.row.start: shot for clip in script.clips for shot in clip.shots}
    made: list[ScriptShot | None] = []
    at = 0
    for line in lines:
        made.append(shots.get(at))
        at += len(line) + 1
    return made


def _same(plan: _Plan, new: ScriptShot) -> bool:
    a, b = plan.shot.mark, new.mark
    if (a.form, a.start, a.end, a.length, a.title) != (b.form, b.start, b.end, b.length, b.title):
        return False
    if b.number is None or (a.number is not None and a.number != b.number) or not b.label or b.words_only:
        return False
    if b.stated not in (None, a.stated) or (a.label and a.label.lower() != b.label.lower()):
        return False
    return plan.shot.first.text.strip() == new.first.text.strip()
