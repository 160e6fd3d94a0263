"""A raw prompt with each of its shot marks at the start of a line of its own, as the language wants them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import lark

from storyboard.importers._chain import Found, candidates, chain, follows
from storyboard.importers._respelt import LABEL, grows, respelt
from storyboard.source import Source
from storyboard.story import Mark, Row
from storyboard.syntax import nearmiss
from storyboard.syntax.marks import read_mark
from storyboard.syntax.parser import tree

_PREFIX = re.compile(r"[^.!?。！？\n]{1,24}+")
_COUNT = re.compile(r"[0-9]{1,3}[ \t.|)、:：-]*")  # the number of a row
_EMPHASIS = "*_"
_TIMED = frozenset("SHOT_RANGE SHOT_LABEL SHOT_FIRST SHOT_BARE SHOT_BARE_LABEL SHOT_WORDS SHOT_LENGTH".split())
_SHOTS = _TIMED | {"SHOT_UNTIMED"}
_INSTANT = re.compile(
    r"^[ \t>*_•·-]*+[\[(（【]?(?:at[ \t]+|t[ \t]*=[ \t]*)?"
    r"(?P<time>[0-9]{1,2}[:：][0-9]{2}|[0-9]{1,3}(?:\.[0-9]{1,2})?[ \t]*(?:s|sec|seconds?|秒))"
    r"[\])）】]?[*_]*[ \t]*(?:[:：–—|-]|(?<=[\])）】])|(?<=[\])）】][*_])|(?<=[\])）】]\*\*))[ \t]*(?=[^\s0-9])",
    re.MULTILINE | re.IGNORECASE,
)
# Marks without a range in running text: Shot 1: … Shot 2: …, Scene 1 (3s): … Scene 2 (4s): …
_SERIES = re.compile(
    rf"(?<![^\s.;:。；：!?！？*_)\]】）\"”」,，])(?P<label>{LABEL})[ \t]*+[#№]?(?P<number>[0-9]{{1,2}}+)[ \t]*+"
    r"(?:[\[(（【][ \t]*+[0-9]{1,3}(?:\.[0-9]{1,2})?[ \t]*+(?:s|secs?|seconds?|秒|초)[ \t]*+[\])）】]"
    r"|[:：.–—-](?=[ \t\S]))"
)
_NO_UNIT = re.compile(
    r"^(?P<lead>[ \t>*_•·-]*+)(?P<time>[0-9]{1,3}(?:\.[0-9]{1,2})?[ \t]*+[-–—~〜～][ \t]*+[0-9]{1,3}(?:\.[0-9]{1,2})?)"
    r"(?P<after>[*_]*+[ \t]*+[:：|｜])",
    re.MULTILINE,
)


# A label that goes on counting behind a sentence: … the sea. Scene 4: A bell. Plan 5 (end)
_GOES_ON = re.compile(
    rf"(?<=[.。;；!?！？…»”\"])[ \t]*+(?P<label>{LABEL})[ \t]*+(?P<number>[0-9]{{1,3}}+)[ \t]*+"
    r"(?:(?P<colon>[:：])|(?=[(（\[【–—-]))"
)
_HEADINGS = re.compile(
    rf"^[ \t]*+#{{1,6}}[ \t]++(?=[*_]*(?:{LABEL})[ \t]*+[#№]?[0-9]{{1,3}}+(?![0-9A-Za-z]))", re.MULTILINE
)


def started(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with a line for each mark, and questions about what is not certain."""
    text, renumbered = respelt(text)
    text, doubts = _mended(text)
    doubts = [*renumbered, *doubts]
    kinds = _kinds(text)
    timed = sum(kind in _TIMED for kind in kinds)
    found = candidates(text)
    marks = chain([each for each in found if not each.bare])
    loose = chain(found)
    if len(loose) > max(len(marks), timed) and follows(loose):
        marks = loose
    if len(marks) > timed and len(marks) > 1:
        if not follows(marks):
            doubts.append("marks stood in running text and their times do not follow each other: are these the shots?")
        elif any(mark.bare and not mark.first for mark in marks):
            doubts.append("times without a colon stood in running text: are these the shots?")
        text, timed = _broken(text, marks), len(marks)
    if timed:
        text, left = _followed(_sectioned(text))
        return text, (*doubts, *left)
    return _untimed(text, sum(kind in _SHOTS for kind in kinds), doubts)


def _marks(text: str) -> list[tuple[Row, Mark]]:
    source = Source("", text)
    rows = [Row(token.type, token.start_pos or 0, str(token).rstrip("\n")) for token in _tokens(text)]
    return [(row, read_mark(source, row)[0]) for row in rows if row.kind in _SHOTS]


def _sectioned(text: str) -> str:
    """The text with a label as a heading where timed marks of other labels from 0 on stand below it.

    Such a label has no time, or its times are those of the film: `Cut 1 (0-15s)`, `Cut 2 (15-30s)` over `[0-5s]` each.
    """
    marks = _marks(text)
    timed = {mark.label.casefold() for _, mark in marks if mark.form == "range"}
    over = [_covers(mark, after) for (_, mark), (_, after) in pairwise(marks)] + [False]
    film = {mark.label for (_, mark), covers in zip(marks, over, strict=False) if covers and mark.start}
    film -= {mark.label for (_, mark), covers in zip(marks, over, strict=False) if mark.form == "range" and not covers}
    parts: list[str] = []
    at = 0
    for (row, mark), (_, after) in pairwise(marks):
        if mark.form == "untimed" and after.start == 0 and mark.label.casefold() not in timed:
            parts += [text[at : row.start], "# "]
            at = row.start
        elif _covers(mark, after) and mark.label in film and mark.time_span is not None:
            name = text[row.start : mark.time_span.start].strip("#>*_ \t")
            rank = "#" * (len(row.text) - len(row.text.lstrip("#")) or 1)
            parts += [text[at : row.start], f"{rank} {name}{text[mark.time_span.end : row.start + len(row.text)]}"]
            at = row.start + len(row.text)
    return "".join([*parts, text[at:]])


def _covers(mark: Mark, after: Mark) -> bool:
    """Whether a mark with a label and a time stands over one that starts at 0 and is of another notation."""
    return mark.form == "range" and bool(mark.label) and after.start == 0 and after.label != mark.label


def _followed(text: str) -> tuple[str, list[str]]:
    """The text with a line for each label that goes on counting in the words of a shot, and a question for others."""
    most: dict[str, int] = {}
    for _, mark in _marks(text):
        if mark.number is not None and mark.label_span is not None:
            label = mark.label.casefold()
            most[label] = max(mark.number, most.get(label, 0))
    doubts: dict[str, None] = {}
    parts: list[str] = []
    at = 0
    for match in _GOES_ON.finditer(text):
        label, number = match["label"].casefold(), int(match["number"])
        known = most.get(label)
        after = number == max(most.values(), default=number) + 1 if known is None else number > known
        if known is not None and number == known + 1 and match["colon"]:
            most[label] = number
            parts += [text[at : match.start()], "\n"]
            at = match.start("label")
        elif after:
            doubts.setdefault(f"`{match['label']} {number}` stands in running text: is it a shot of its own?")
    return "".join([*parts, text[at:]]), list(doubts)[:5]


def _tokens(text: str) -> Iterator[lark.Token]:
    return tree(text).scan_values(lambda _: True)


def _kinds(text: str) -> list[str]:
    return [token.type for token in _tokens(text)]


def _mended(text: str) -> tuple[str, list[str]]:
    """The text with near misses mended as their fix says, and a question for each sort that was."""
    doubts: dict[str, None] = {}
    if not any(kind == "NEAR_MISS" for kind in _kinds(text)):
        return text, []
    source = Source("", text)
    parts: list[str] = []
    at = 0
    for token in _tokens(text):
        if token.type != "NEAR_MISS":
            continue
        row = Row("NEAR_MISS", token.start_pos or 0, str(token).rstrip("\n"))
        _, _, finding = nearmiss.explain(source, row)
        if finding.fix is None:
            continue
        edit = finding.fix.edits[0]
        parts += [text[at : edit.span.start], edit.text]
        at = edit.span.end
        doubts.setdefault(f"{finding.message}; it was mended, is that right?")
    return "".join([*parts, text[at:]]), list(doubts)[:5]


def _broken(text: str, marks: list[Found]) -> str:
    """The text with a line end before each mark, and a colon behind a time that has none."""
    parts: list[str] = []
    at = 0
    for mark in marks:
        begin = mark.at
        while begin > at and text[begin - 1] in _EMPHASIS:
            begin -= 1
        lead, moved = begin, ""
        line = text.rfind("\n", at, begin) + 1
        line = max(line, at)
        before = text[line:begin]
        starts = line == 0 or text[line - 1] == "\n"
        if starts and before.strip() and not mark.first and _PREFIX.fullmatch(before.strip()):
            lead, moved = line, before.strip()  # 【修改】0-3秒：… keeps its words behind the mark
        parts.append(text[at:lead].rstrip(" \t"))
        if lead > 0 and not mark.first:
            parts.append("\n")
        end = _end(text, mark)
        if mark.bare:
            around = text[begin : mark.at]  # **0-3s The hook:** keeps its emphasis for the words
            parts.append(f"{text[mark.at : end]}: {around}")
            end += len(text[end : end + 9]) - len(text[end : end + 9].lstrip(" ")) if around else 0
            end += len(text[end : end + 1].strip(" \t\n")) if text[end : end + 1] in (",", "，") else 0
        else:
            parts.append(text[begin:end])
        if moved:
            moved = moved.strip(_EMPHASIS + " ")
            rest = re.compile(r"[ \t*_]*+[:：|｜–—-]?").match(text, end)
            end = rest.end() if rest is not None else end
            end += len(text[end : end + 40]) - len(text[end : end + 40].lstrip(" \t"))
            moved = "" if _COUNT.fullmatch(moved) else moved if moved[-1] in "】）」：" else f"{moved} "
            parts.append(f": {moved}")
        at = end
    return "".join([*parts, text[at:]])


def _end(text: str, mark: Found) -> int:
    """Where a mark's time ends, its bracket included."""
    end = mark.stop
    if text[mark.at : mark.at + 1] in tuple("[(（【") or "bracket" in mark.shape:
        close = re.compile(r"[^\[\]()（）【】\n]*+[\])）】]").match(text, end)
        if close is not None and text[end - 1] not in "])）】":
            end = close.end()
    return end


def _untimed(text: str, shots: int, doubts: list[str]) -> tuple[str, tuple[str, ...]]:
    """A text without any range: bare ranges without unit, instants, or labels in running text, in this order."""
    found = list(_NO_UNIT.finditer(text))
    if len(found) > max(1, shots) and grows([match["time"] for match in found]):
        asked = f'is "{found[0]["time"]}" a time in seconds?'
        return _NO_UNIT.sub(r"\g<lead>\g<time>s\g<after>", text), (*doubts, asked)
    headings = list(_HEADINGS.finditer(text))
    if shots < 2 <= len(headings):
        asked = "headings name the shots and give no times: are these shots of one clip?"
        return _HEADINGS.sub("", text), (*doubts, asked)
    instants = list(_INSTANT.finditer(text))
    if len(instants) > max(1, shots):
        made = _instants(text, instants)
        if made is not None:
            asked = "the text gives only when each shot starts: do the lengths fit, above all the last one?"
            return made, (*doubts, asked)
    series = _series(text)
    if len(series) > max(1, shots):
        parts: list[str] = []
        at = 0
        for match in series:
            parts.append(text[at : match.start()].rstrip(" \t*_"))
            at = match.start()
        return "\n".join([*parts, text[at:]]).lstrip("\n"), tuple(doubts)
    return text, tuple(doubts)


def _instants(text: str, found: list[re.Match[str]]) -> str | None:
    """The text with starts as ranges, the last as long as the one before; None where they do not rise from 0."""
    starts = [_seconds(match["time"]) for match in found]
    if starts[0] != 0 or any(after <= before for before, after in pairwise(starts)):
        return None
    ends = [*starts[1:], starts[-1] + starts[-1] - starts[-2]]
    parts: list[str] = []
    at = 0
    for number, (match, start, end) in enumerate(zip(found, starts, ends, strict=True), start=1):
        parts += [text[at : match.start()], f"Shot {number} [{start:g}-{end:g}s] "]
        at = match.end()
    return "".join([*parts, text[at:]])


def _seconds(time: str) -> float:
    minutes, colon, seconds = time.replace("：", ":").rpartition(":")
    value = re.match(r"[0-9.]+", seconds)
    return (int(minutes) * 60 if colon else 0) + float(value[0] if value is not None else 0)


def _series(text: str) -> list[re.Match[str]]:
    """The labels that count 1, 2, 3 through a text."""
    counted: list[re.Match[str]] = []
    for match in _SERIES.finditer(text):
        same = not counted or match["label"].lower() == counted[0]["label"].lower()
        if same and int(match["number"]) == len(counted) + 1:
            counted.append(match)
    return counted
