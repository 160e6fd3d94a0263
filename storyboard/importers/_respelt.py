"""Marks as the language has them, out of notations that it does not: Kling's commas, arrows, numbers in words."""

from __future__ import annotations

import re

from storyboard.syntax.parser import pattern

_HAN_DIGITS = "零一二三四五六七八九十"
# The labels of story.lark but for 画面, which is a word of every Chinese prompt; a test compares them.
LABEL = (
    r"(?i:shot|scene|cut|act|part|phase|beat|segment|clip|escena|plano|plan|cena|szene|scena|scène|sahne|cảnh"
    r"|adegan|сцена|кадр)|镜头|分镜|鏡頭|シーン|カット|장면|컷|씬|المشهد|दृश्य"
)
_HEADED = re.compile(r"[ \t]*+#{1,6}[ \t]++(?=[^\n]*[0-9])")
# [Shot 1 (3s)], 【镜头1（0-3秒）】: a mark in brackets of its own
_NESTED = re.compile(
    r"^([ \t>*_#-]*+)[\[【]([^\[\]()（）【】\n]{1,40}+[(（][^\[\]()（）【】\n]{1,30}+[)）]"
    r"[^\[\]()（）【】\n]{0,40}+)[\]】]",
    re.MULTILINE,
)
_LETTERED = re.compile(
    rf"^(?P<lead>[ \t>*_#-]*+(?P<label>{LABEL})[ \t]*+)[0-9]{{1,2}}+[ \t]?[A-Za-z](?=[ \t*_]*[:：.|(（\[–—-])",
    re.MULTILINE,
)
# Kling's own: shot 1, 3s, a rope; shot 2, 5s, a boat
_COMMAS = re.compile(
    rf"(?:^|;|；|(?<=[.。]))(?P<lead>[ \t>*_-]*+)(?P<label>{LABEL})[ \t]*+(?P<number>[0-9]{{1,2}}+)[ \t]*+[,，][ \t]*+"
    r"(?P<time>[0-9]{1,3}(?:\.[0-9]{1,2})?)[ \t]*+(?:s|secs?|seconds?|秒|초)[ \t]*+[,，:：]",
    re.MULTILINE,
)
# Seconds 0-3: …, 第0-3秒：…
_UNIT_FIRST = re.compile(
    r"^(?P<lead>[ \t>*_•·-]*+)(?i:seconds?|secs?|segundos?|secondes?|secondi|sekunden?|saniye|detik|секунды|сек|第)"
    r"[ \t]*+(?P<time>[0-9]{1,3}(?:\.[0-9]{1,2})?[ \t]*+[-–—~〜～至到][ \t]*+[0-9]{1,3}(?:\.[0-9]{1,2})?)[ \t]*+秒?"
    r"(?=[ \t*_]*+[:：])",
    re.MULTILINE,
)
# 镜头一（0-3秒）, 镜头十：
_HAN_NUMBER = re.compile(
    r"^(?P<lead>[ \t>*_#-]*+)(?P<label>镜头|分镜|鏡頭)[ \t]*+(?P<number>[一二三四五六七八九十]{1,3})"
    r"(?=[ \t*_]*+[:：(（\[【])",
    re.MULTILINE,
)
# (0s → 3.5s)
_ARROW = re.compile(
    r"(?P<lead>[\[(（【][ \t]*+[0-9]{1,3}(?:[.:][0-9]{1,3})?[ \t]?(?:s|sec|秒|초)?)[ \t]*+(?:→|➔|->)[ \t]*+"
    r"(?=[0-9]{1,3}(?:\.[0-9]{1,3})?[ \t]?(?:s|sec|秒|초)[ \t]*+[\])）】])"
)
# カット1（0.0-1.8 hook）: no unit, and a title without a comma
_TAILED = re.compile(
    rf"^(?P<mark>[ \t>*_#■•·-]*+(?:{LABEL})[ \t]*+[0-9]{{1,3}}+[ \t]*+[\[(（【][ \t]*+"
    r"(?P<time>[0-9]{1,3}(?:\.[0-9]{1,2})?[-–—~〜～][0-9]{1,3}(?:\.[0-9]{1,2})?))[ \t\u3000]++"
    r"(?=[^\s0-9\])）】,，|｜;；·:：–—-])(?!(?i:s|secs?|seconds?|sn|с|сек|min|m|frames?|f)(?![^\W_])|[秒초分帧])",
    re.MULTILINE,
)


def respelt(text: str) -> tuple[str, list[str]]:
    """The text with marks in forms that the language reads, and a question where shots were counted anew."""
    return _numbered(_forms(_NESTED.sub(_unnested, _unheaded(text))))


def _unheaded(text: str) -> str:
    """The text with headings that hold a bare time (`### 0-3s: The hook`) as plain lines."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        match = _HEADED.match(line)
        if match is not None and pattern("HEADING").match(line):
            rest = line[match.end() :]
            if any(pattern(kind).match(rest) for kind in ("SHOT_BARE", "SHOT_BARE_LABEL")):
                lines[index] = rest
    return "\n".join(lines)


def _unnested(match: re.Match[str]) -> str:
    inner = match[1] + match[2]
    return inner if any(pattern(kind).match(inner + ":") for kind in ("SHOT_RANGE", "SHOT_LENGTH")) else match[0]


def _forms(text: str) -> str:
    """The text with marks as the language has them: `shot 1, 3s,`, `Seconds 0-3:`, `(0s → 3s)`, `Cut 1 (0-2 hook)`."""
    text = _ARROW.sub(r"\g<lead>-", text)
    found = list(_HAN_NUMBER.finditer(text))
    if [_counted(match["number"]) for match in found] == list(range(1, len(found) + 1)):
        text = _HAN_NUMBER.sub(lambda match: f"{match['lead']}{match['label']}{_counted(match['number'])}", text)
    found = list(_COMMAS.finditer(text))
    if found and [int(match["number"]) for match in found] == list(range(1, len(found) + 1)):
        text = _COMMAS.sub(r"\n\g<lead>\g<label> \g<number> (\g<time>s):", text).lstrip("\n")
    for notation, form in ((_UNIT_FIRST, r"\g<lead>\g<time>s"), (_TAILED, r"\g<mark>s, ")):
        found = list(notation.finditer(text))
        if len(found) > 1 and grows([match["time"] for match in found]):
            text = notation.sub(form, text)
    return text


def _counted(number: str) -> int:
    """The value of a Chinese number up to 99, 0 for what is none."""
    tens, ten, ones = number.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_HAN_DIGITS.index(tens or "一") * 10 if ten else 0) + (_HAN_DIGITS.index(ones) if ones else 0)


def _numbered(text: str) -> tuple[str, list[str]]:
    """The text with shots named 1a, 1b counted through, and a question where there are such."""
    found = list(_LETTERED.finditer(text))
    if len(found) < 2:
        return text, []
    numbers = iter(range(1, len(found) + 1))
    return _LETTERED.sub(lambda match: f"{match['lead']}{next(numbers)}", text), [
        "shots were numbered with letters and are counted 1, 2, 3 now: are all of them shots of one clip?"
    ]


def grows(times: list[str]) -> bool:
    """Whether ranges without a unit follow each other from 0."""
    at = 0.0
    for time in times:
        start, end = (float(part) for part in re.findall(r"[0-9]+(?:\.[0-9]+)?", time)[:2])
        if start not in (at, at + 1) or end <= start:
            return False
        at = end
    return True
