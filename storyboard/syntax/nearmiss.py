"""Says what is wrong with a line that begins like a shot mark but is none; each message is one row of a table."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from storyboard.diagnostics import Edit, Finding, Fix, Safety
from storyboard.source import Source
from storyboard.story import Mark, Row
from storyboard.syntax.marks import SPACES, language_of

_TIME = r"[0-9０-９]{1,6}+(?:[.．][0-9０-９]{1,6}+)?"
_SEP = r"[ \t]*+(?:[-–—~〜～]|to\b|至|到)[ \t]*+"
_S_UNIT = r"[ \t]*+(?:seconds?|secs?|s|秒|초)(?![A-Za-z])"
_LABEL = r"(?P<label>[^\W\d_]{1,9}+)[ \t]*+[#№]?[ \t]*+(?P<number>[0-9０-９]{1,5}+)"
_NUMBERS = "zero one two three four five six seven eight nine ten".split()
_ORDINALS = "zeroth first second third fourth fifth sixth".split()
_ROMAN = "o i ii iii iv v vi vii viii ix x".split()
_HAN = "零一二三四五六七八九十"


class _Sort(NamedTuple):
    """One way to miss: how it looks, and what to say (message, help, the mended line or None)."""

    pattern: re.Pattern[str]
    code: str
    say: Callable[[re.Match[str]], tuple[str, str, str | None]]


def _long_clock(m: re.Match[str]) -> tuple[str, str, str | None]:
    start, end = m["a"], m["b"]
    clocks = [part.rpartition(":") for part in (start, end)]
    plain = all(hours.startswith(("00:", "0:")) for hours, _, _ in clocks)
    mended = None
    if plain and len(start) == len(end):
        mended = "-".join(part.split(":", 1)[1] for part in (start, end))
    return (
        f"`{start}-{end}` has three parts, a shot's time has seconds or minutes and seconds",
        f"write `{mended}`" if mended else "write the time in seconds, like `[0-5s]`, or as `[0:00-0:05]`",
        m.string[: m.start("a")] + mended + m.string[m.end("b") :] if mended else None,
    )


def _other_unit(m: re.Match[str]) -> tuple[str, str, str | None]:
    unit = m["unit"].strip()
    what = "frames" if re.match(r"(?i)f|帧|幀|フ|프", unit) else "minutes"
    return (
        f"`{m['time'].strip()}` counts {what}, a clip is timed in seconds",
        "write the shot's start and end in seconds, like `[0-3s]`",
        None,
    )


def _comma(m: re.Match[str]) -> tuple[str, str, str | None]:
    mended = m["time"].replace(",", ".")
    return (
        f"`{m['time']}` has a comma in its numbers, decimals are written with a point",
        f"write `{mended}`",
        m.string[: m.start("time")] + mended + m.string[m.end("time") :],
    )


def _unclosed(m: re.Match[str]) -> tuple[str, str, str | None]:
    closer = {"[": "]", "(": ")", "（": "）", "【": "】"}[m["open"]]
    return (
        f"the bracket `{m['open']}` before `{m['time']}` is not closed by `{closer}`",
        f"close the time with `{closer}`",
        m.string[: m.end("time")] + closer + m.string[m.end("time") :],
    )


def _mixed(m: re.Match[str]) -> tuple[str, str, str | None]:
    closer = {"[": "]", "(": ")", "（": "）", "【": "】"}[m["open"]]
    return (
        f"the time is opened by `{m['open']}` and closed by `{m['close']}`",
        f"close it with `{closer}`",
        m.string[: m.start("close")] + closer + m.string[m.end("close") :],
    )


def _half(m: re.Match[str]) -> tuple[str, str, str | None]:
    return (
        f"`{m['time'].strip()}` has one number, a range needs a start and an end",
        "write both, like `[0-3s]`, or a length, like `[3s]`",
        None,
    )


def _no_unit(m: re.Match[str]) -> tuple[str, str, str | None]:
    return (
        f"`{m['time']}` has no unit, a range without a label needs one",
        "write the unit after the end",
        m.string[: m.end("time")] + "s" + m.string[m.end("time") :],
    )


def _bare_length(m: re.Match[str]) -> tuple[str, str, str | None]:
    return (
        f"`{m['time']}` gives a length, but no label and number stand before it",
        "write `Shot 1` before the length, or a range like `[0-3s]`",
        None,
    )


def _bracket_words(m: re.Match[str]) -> tuple[str, str, str | None]:
    name = f"{m['label']} {m['number']}"
    return (
        f"`{name}` is followed by a bracket without a time, a mark needs a time, a colon or the line's end",
        f"write a colon after `{name}`, or a time like `[0-3s]`; a `\\` at the line's start makes it text",
        m.string[: m.end("number")] + ":" + m.string[m.end("number") :],
    )


def _parted(m: re.Match[str]) -> tuple[str, str, str | None]:
    name = m["name"].strip()
    return (
        f"`{m['sign']}` parts `{name}` from its time `{m['time']}`, a time stands right behind the number",
        f"take the `{m['sign']}` out",
        m.string[: m.end("name")] + " " + m.string[m.start("time") :],
    )


def _word_number(m: re.Match[str]) -> tuple[str, str, str | None]:
    word = m["word"].lower()
    tables: tuple[list[str], ...] = ([*_NUMBERS], [*_ORDINALS], [*_ROMAN], [*_HAN])
    number = next((table.index(word) for table in tables if word in table), 0)
    label = (m.groupdict().get("label") or m.groupdict().get("label2") or "Shot").capitalize()
    mended = m.string[: m.start("all")] + f"{label} {number}" + m.string[m.end("all") :] if number else None
    return (
        f"`{m['all'].strip()}` has its number in words, a mark needs digits",
        f"write `{label} {number}`" if number else "write the number in digits",
        mended,
    )


def _several(m: re.Match[str]) -> tuple[str, str, str | None]:
    return (
        f"`{m['all'].strip()}` names several shots, a mark starts one",
        "give each shot a line of its own, or a time: `[0-3s]`",
        None,
    )


def _letter(m: re.Match[str]) -> tuple[str, str, str | None]:
    return (
        f"`{m['all'].strip()}` has a letter in its number, a mark needs digits alone",
        "number the shots 1, 2, 3; a name can stand in the bracket, like `[0-3s, name]`",
        None,
    )


def _shape(m: re.Match[str]) -> tuple[str, str, str | None]:
    return (
        f"`{m[0].strip()[:24]}` begins like a shot mark but its time cannot be read",
        "write it as `Shot 1 [0-3s] text`; a `\\` at the line's start makes it text",
        None,
    )


_OPEN = r"(?P<open>[\[(（【])[ \t]*+"
_UNITS = r"(?P<unit>[ \t]*+(?:frames?|fr|f|minutes?|mins?|min|минут[аы]?|мин|minuten|minutos?|分钟|分鐘|分|帧|幀|フレーム|프레임|분))(?![A-Za-z])"
# In the order in which they are tried; the last one fits every line.
_TABLE: tuple[tuple[str, str, Callable[[re.Match[str]], tuple[str, str, str | None]]], ...] = (
    (
        "SB110",
        r"(?P<a>[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,:;][0-9]+)?)"
        + _SEP
        + r"(?P<b>[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,:;][0-9]+)?)",
        _long_clock,
    ),
    ("SB208", rf"(?P<time>{_TIME}(?:{_UNITS.replace('unit', 'unit0')})?{_SEP}{_TIME}{_UNITS})", _other_unit),
    (
        "SB110",
        r"[\[(（【][ \t]*+(?P<time>[0-9]+(?:,[0-9]+)?[ \t]*+[-–—~][ \t]*+[0-9]+,[0-9]+|[0-9]+,[0-9]+[ \t]*+[-–—~][ \t]*+[0-9]+)",
        _comma,
    ),
    (
        "SB110",
        rf"{_OPEN}(?P<time>{_TIME}(?:{_S_UNIT})?{_SEP}{_TIME}(?:{_S_UNIT})?)[^\[\]()（）【】\n]*+(?P<close>[\])）】])(?<!\])(?<!\))(?<!）)(?<!】)",
        _mixed,
    ),
    (
        "SB110",
        rf"(?P<open>\[)[ \t]*+{_TIME}(?:{_S_UNIT})?{_SEP}{_TIME}(?:{_S_UNIT})?[^\[\]()（）【】\n]*+(?P<close>[)）】])",
        _mixed,
    ),
    (
        "SB110",
        rf"(?P<open>[(（])[ \t]*+{_TIME}(?:{_S_UNIT})?{_SEP}{_TIME}(?:{_S_UNIT})?[^\[\]()（）【】\n]*+(?P<close>[\]】])",
        _mixed,
    ),
    (
        "SB110",
        rf"(?P<open>【)[ \t]*+{_TIME}(?:{_S_UNIT})?{_SEP}{_TIME}(?:{_S_UNIT})?[^\[\]()（）【】\n]*+(?P<close>[\])）])",
        _mixed,
    ),
    ("SB110", rf"{_OPEN}(?P<time>{_TIME}(?:{_S_UNIT})?{_SEP}{_TIME}(?:{_S_UNIT})?)[^\[\]()（）【】\n]*+$", _unclosed),
    (
        "SB110",
        rf"[\[(（【](?P<time>[ \t]*+(?:{_TIME}{_SEP}(?:{_S_UNIT})?|[-–—~]{_TIME}(?:{_S_UNIT})?))[\])）】]",
        _half,
    ),
    ("SB110", rf"^[^\w\[【]*[\[【][ \t]*+(?P<time>{_TIME}{_SEP}{_TIME})[ \t]*+[\]】]", _no_unit),
    ("SB110", rf"^[^\w\[【]*(?P<time>[\[【][ \t]*+{_TIME}{_S_UNIT}[ \t]*+[\]】])", _bare_length),
    (
        "SB110",
        r"(?P<all>(?P<label>shot|scene|cut|act|part|phase|beat|segment|clip|plan)s?[ \t]*+(?P<word>one|two|three|four|five|six|seven|eight|nine|ten|[ivx]{1,4})\b)",
        _word_number,
    ),
    ("SB110", r"(?P<all>(?P<word>first|second|third|fourth|fifth|sixth)[ \t]+(?P<label>shot|scene))", _word_number),
    ("SB110", r"(?P<all>(?:next|last|final)[ \t]+(?P<label>shot|scene))(?P<word>)", _word_number),
    (
        "SB110",
        r"(?P<all>(?:第[ \t]*+(?P<word>[一二三四五六七八九十])[ \t]*+(?:个|個)?(?P<label>镜头|鏡頭|分镜)))",
        _word_number,
    ),
    ("SB110", r"(?P<all>(?P<label>镜头|鏡頭|分镜|画面)[ \t]*+(?P<word>[一二三四五六七八九十]))", _word_number),
    ("SB110", r"(?P<all>[^\W\d_]{1,9}+[ \t]*+[0-9]{1,3}+[ \t]*+[-–—][ \t]*+[0-9]{1,3}+)", _several),
    ("SB110", r"(?P<all>[^\W\d_]{1,9}+[ \t]*+[0-9]{1,3}+[a-z]\b)", _letter),
    ("SB110", rf"{_LABEL}[ \t*_]*+[\[(（【](?![ \t]*+[0-9０-９])", _bracket_words),
    (
        "SB110",
        r"(?P<name>[^\W\d_]{1,9}+[ \t]*+[#№]?[ \t]*+[0-9０-９]{1,5}+|第[ \t]*+[0-9０-９]{1,5}+[^\W\d_]{1,4}+)[ \t*_]*+"
        rf"(?P<sign>[:：.|｜,，–—-])[ \t*_]*+(?P<time>[(（][ \t]*+{_TIME}(?:{_S_UNIT})?(?:{_SEP}{_TIME}(?:{_S_UNIT})?)?[ \t]*+[)）])",
        _parted,
    ),
    ("SB110", r".*", _shape),
)


@cache
def _sorts() -> tuple[_Sort, ...]:
    """The table with its expressions compiled, which only a story with a near miss pays for."""
    return tuple(_Sort(re.compile(pattern, re.IGNORECASE), code, say) for code, pattern, say in _TABLE)


def explain(source: Source, row: Row) -> tuple[Mark, Row, Finding]:
    """A broken mark that keeps the shot's place, its text, and the finding that says what is wrong with it."""
    lead = len(row.text) - len(row.text.lstrip(SPACES))
    body = row.text.rstrip(SPACES)
    for sort in _sorts():
        match = sort.pattern.search(body[:400])
        if match is None:
            continue
        message, advice, mended = sort.say(match)
        named = match.groupdict()
        group = next((name for name in ("time", "all", "a") if named.get(name)), 0)
        begin, end = match.span(group)
        if group == "a":
            end = match.end("b")
        if begin == end:
            begin, end = lead, min(len(body), lead + 24)
        fix = None
        if mended is not None:
            whole = source.span(row.start, row.start + len(body))
            fix = Fix(Safety.UNSAFE, advice, (Edit(whole, mended + body[400:]),))
        span = source.span(row.start + begin, row.start + end)
        mark = Mark(source.span(row.start + lead, row.start + end), "broken", language=language_of("", ""))
        first = Row("TEXT", row.start + lead, body[lead:])
        return mark, first, Finding(message, span, advice, code=sort.code, fix=fix)
    raise AssertionError(row.text)  # the last row of the table fits every line
