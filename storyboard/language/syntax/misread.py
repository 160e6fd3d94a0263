"""Ranges that can be read, as another time than was typed: `[0-2,5s]`, `[0-2s, 4-5s]`, `[0-3]s`, `Shot 1 - 3 s - …`.

And `[0.04-0.08]` beside `[0:00-0:04]`, and what stands in a bracket where a range would: `[0;4s]`, `[0-4m]`, `[0-l0s]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from storyboard.diagnostics import Edit, Finding, Fix, Safety
from storyboard.language import words
from storyboard.language.story import Mark
from storyboard.language.syntax import terminals
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.marks import SPACES
from storyboard.language.syntax.wordedtimes import worded
from storyboard.patterns import lazy
from storyboard.source import Source, Span
from storyboard.timing import milliseconds, seconds

_POINTED = lazy(r"[0-9]{1,2}\.[0-5][0-9]")
LOOK_LIKE_DIGITS = str.maketrans("OolIi", "00111")
_BACKWARDS = lazy(r"[ \t]*+[^\W\d_]{0,12}+[ \t]*+[\[(](?=[ \t]|$)", re.MULTILINE)
NUMBER = "[0-9]{1,6}+(?:[.:][0-9]{1,6}+)?"


@cache
def _decimals() -> re.Pattern[str]:
    """What stands behind a range whose end has a comma for its point: `,5s]`."""
    return re.compile(rf",[0-9]{{1,3}}+(?=[ \t]*+(?:{terminals.any_of(terminals.unit())})?\.?[ \t]*+[\])）】])")


@cache
def _range() -> re.Pattern[str]:
    unit = rf"[ \t]*+(?:{terminals.any_of(terminals.unit())})?[ \t]*+"
    return re.compile(rf"({NUMBER}){unit}[-–—~][ \t]*+({NUMBER}){unit}")


@cache
def _unit_behind() -> re.Pattern[str]:
    """A unit behind a bracket, which it touches or which a sign follows: `]s`, `] sec:`."""
    units = terminals.any_of(terminals.unit())
    return re.compile(
        rf"(?P<glued>{units})(?=[ \t:：.|–—]|$)|[ \t](?P<parted>{units})(?=[ \t]*+[:：.|–—])",
        re.MULTILINE | re.IGNORECASE,
    )


@cache
def _dashed() -> re.Pattern[str]:
    """A label, its number, and a length, with dashes between them that look like that of a range."""
    label, unit = terminals.any_of(terminals.labels()), terminals.any_of(terminals.unit())
    return re.compile(
        rf"^[^\w\n]*+(?P<label>{label})[ \t]++(?P<number>[0-9]{{1,3}}+)[ \t]++[-–—][ \t]++"
        rf"(?P<length>{NUMBER})[ \t]*+(?P<unit>{unit})[ \t]++[-–—](?=[ \t])",
        re.MULTILINE | re.IGNORECASE,
    )


def misread(source: Source, mark: Mark) -> Finding | None:
    """The finding for a range that stands for another one (SB110), or None for a range as it was typed."""
    start, end = mark.start_span, mark.end_span
    if mark.form != "range" or start is None or end is None:
        return None
    return (
        _counted(source, mark, start, end)
        or _numbered(source, mark, start)
        or _point(source, mark, start, end)
        or _comma(source, mark, start, end)
        or _second(source, mark, start)
        or _outwards(source, start, end)
        or _outside(source, mark, end)
    )


def pointed(source: Source, marks: Sequence[Mark]) -> Iterator[tuple[int, Finding]]:
    """The marks of a clip with points for colons, `[0.04-0.08]` behind `[0:00-0:04]`, by index, with their findings.

    With colons such a range starts where the one before it ends, or ends where the next one starts.
    """
    times = [_with_colons(source, mark) for mark in marks]
    for at, mark in enumerate(marks):
        typed = times[at]
        if mark.clocks or typed is None or mark.start_span is None or mark.end_span is None:
            continue
        before, after = times[at - 1] if at else None, times[at + 1] if at + 1 < len(marks) else None
        if (before is None or before[1] != typed[0]) and (after is None or typed[1] != after[0]):
            continue
        span = source.span(mark.start_span.start, mark.end_span.end)
        shown, mended = source.text[span.start : span.end], source.text[span.start : span.end].replace(".", ":")
        yield (
            at,
            Finding(
                f"`{shown}` has points between minutes and seconds, other times of the clip have colons",
                span,
                f"write `{mended}`",
                code="SB110",
                fix=Fix(Safety.UNSAFE, f"write `{mended}`", (Edit(span, mended),)),
            ),
        )


def shape(m: re.Match[str]) -> tuple[str, str, str | None]:
    """What to say of a line that begins like a mark, and of which nothing else is known."""
    numbers = _two_numbers(m)
    if numbers is not None:
        return numbers
    clock = re.search(r"[\[(（【][ \t]*([0-9]{1,2}:[0-5][0-9])[ \t]*[\])）】]", m[0])
    if clock is not None:
        help = f"write both, like `[0:00-{clock[1]}]`, or a length, like `[3s]`"
        return f"`{clock[1]}` is one time, a shot needs its start and its end", help, None
    name = m.groupdict().get("name") or "Shot 1"
    help = f"write it as `{name} [0-3s] text`; a `\\` at the line's start makes it text"
    return f"`{m[0].strip()[:24]}` begins like a shot mark but its time cannot be read", help, None


def _two_numbers(m: re.Match[str]) -> tuple[str, str, str | None] | None:
    """What to say of a bracket with a start and an end that are no range as typed: `[0 3s]`, `(0"-3")`, `[0−3s]`."""
    typed = m.groupdict().get("time") or ""
    match = _two().fullmatch(canonical(typed))
    if match is None:
        return None
    start, end = (match[at].translate(LOOK_LIKE_DIGITS) for at in ("from", "to"))
    clocks = ":" in start
    if clocks != (":" in end) or milliseconds(start) >= milliseconds(end):
        return None
    written = f"{typed[0]}{start}-{end}{'' if clocks else 's'}{typed[-1]}"
    sign = typed[match.start("sign") : match.end("sign")]
    wrong = "two numbers, but is no range that can be read"
    if not sign.isascii():
        wrong = f"a sign between its numbers that only looks like `-` (U+{ord(sign):04X})"
    elif start + end != match["from"] + match["to"]:
        wrong = "letters among its digits"
    return (
        f"`{typed}` has {wrong}",
        f"write `{m['name'].strip()} {written}`",
        m.string[: m.start("time")] + written + m.string[m.end("time") :],
    )


@cache
def _two() -> re.Pattern[str]:
    """Two numbers or clocks in a bracket, each perhaps with a letter for a digit, a unit or signs behind it."""
    number = r"[0-9oli]{1,3}+(?:[.:][0-9oli]{1,2})?"
    unit = rf" *+(?:{terminals.any_of(terminals.unit())}|[\"'”]{{1,2}})?"
    return re.compile(rf"[\[(] *+(?P<from>{number}){unit} *+(?P<sign>[-~]?) *+(?P<to>{number}){unit}\.? *+[\])]")


def _with_colons(source: Source, mark: Mark) -> tuple[int, int] | None:
    """The start and the end of a range of clocks, or of one that points make decimals of."""
    if mark.form != "range" or mark.start_span is None or mark.end_span is None:
        return None
    if mark.clocks:
        return mark.start or 0, mark.end or 0
    ends = [source.text[span.start : span.end] for span in (mark.start_span, mark.end_span)]
    if not all(_POINTED.fullmatch(end) for end in ends):
        return None
    start, end = (milliseconds(end.replace(".", ":")) for end in ends)
    return (start, end) if start < end else None


def _point(source: Source, mark: Mark, start: Span, end: Span) -> Finding | None:
    """The finding for `[0:03-0.07]`, where a point for the colon makes a decimal of one of two clocks."""
    typed = [source.text[span.start : span.end] for span in (start, end)]
    clocks = [":" in time for time in typed]
    if clocks[0] == clocks[1] or not _POINTED.fullmatch(typed[clocks[0]]):
        return None
    meant = [time.replace(".", ":") for time in typed]
    if milliseconds(meant[0]) >= milliseconds(meant[1]):
        return None
    wrong = (start, end)[clocks[0]]
    written = "-".join(meant)
    return Finding(
        f"`{typed[clocks[0]]}` has a point, `{typed[not clocks[0]]}` beside it a colon between minutes and seconds",
        wrong,
        f"write `{written}`",
        code="SB110",
        fix=Fix(Safety.UNSAFE, f"write `{written}`", (Edit(wrong, meant[clocks[0]]),)),
    )


def _numbered(source: Source, mark: Mark, start: Span) -> Finding | None:
    """The finding for `Shot 1 - 3 seconds - A lamp`, where the first numbers of all such lines count the shots."""
    if mark.number is not None:
        return None
    match = _all_dashed(source.text).get(start.start)
    if match is None:
        return None
    mended = f"{match['label']} {match['number']} [{match['length']}s]"
    span = source.span(match.start("label"), match.end())
    typed = source.text[match.start("number") : match.end("unit")]
    return Finding(
        f"`{typed}` reads as a range, and its first number counts the shots",
        source.span(match.start("number"), match.end("unit")),
        f"write `{mended}`",
        code="SB110",
        fix=Fix(Safety.UNSAFE, f"write `{mended}`", (Edit(span, mended),)),
    )


@lru_cache(1)  # each mark of a text asks
def _all_dashed(text: str) -> Mapping[int, re.Match[str]]:
    """The lines of such a text by the place of their number, none where the numbers do not count the shots."""
    matches = list(_dashed().finditer(text))
    counts = [int(match["number"]) for match in matches] == [*range(1, len(matches) + 1)]
    return {match.start("number"): match for match in matches} if counts else {}


def _counted(source: Source, mark: Mark, start: Span, end: Span) -> Finding | None:
    """The finding for `[bars 1-2]`: the word right before a range in its bracket says that it counts no seconds."""
    begin = max(source.text.rfind(sign, mark.span.start, start.start) for sign in "[(（【") + 1
    word = source.text[begin : start.start].strip()
    if (
        not begin  # it is in no bracket, and its word the label
        or not word
        or words.fold(word) not in words.known("bars", "frames")
        or source.text[end.end : end.end + 1].isalpha()
    ):
        return None
    span = source.span(begin, end.end)
    return Finding(
        f"`{source.text[span.start : span.end].strip()}` counts {word}, a clip is timed in seconds",
        span,
        "write the shot's start and end in seconds, like `[0-3s]`",
        code="SB208",
    )


def _comma(source: Source, mark: Mark, start: Span, end: Span) -> Finding | None:
    match = _decimals().match(source.text, end.end)
    if match is None or (mark.stated is not None and mark.stated == (mark.end or 0) - (mark.start or 0)):
        return None
    typed = source.text[start.start : match.end()]
    mended = typed.replace(",", ".")
    span = source.span(start.start, match.end())
    return Finding(
        f"`{typed}` has a comma in its numbers, decimals are written with a point",
        span,
        f"write `{mended}`",
        code="SB110",
        fix=Fix(Safety.UNSAFE, f"write `{mended}`", (Edit(span, mended),)),
    )


def _second(source: Source, mark: Mark, start: Span) -> Finding | None:
    match = _range().fullmatch(mark.title)
    if match is None or mark.title_span is None:
        return None
    if (milliseconds(match[1]), milliseconds(match[2])) == (mark.start, mark.end):
        return None  # the same time, told twice
    first, last = sorted((start, mark.title_span), key=lambda span: span.start)
    typed = source.text[first.start : last.end]
    return Finding(
        f"`{typed}` is two times, a shot has one",
        source.span(first.start, last.end),
        "write a shot for each time",
        code="SB110",
    )


def _outwards(source: Source, start: Span, end: Span) -> Finding | None:
    """The finding for `]0-3s[`: brackets that face away from their time."""
    opener = source.text[start.start - 1 : start.start]
    match = _BACKWARDS.match(source.text, end.end) if opener in ("]", ")") else None
    if match is None:
        return None
    span = source.span(start.start - 1, match.end())
    mended = f"[{source.text[start.start : match.end() - 1].rstrip()}]"
    return Finding(
        f"the brackets of `{source.text[span.start : span.end]}` face outwards",
        span,
        f"write `{mended}`",
        code="SB110",
        fix=Fix(Safety.UNSAFE, f"write `{mended}`", (Edit(span, mended),)),
    )


def _outside(source: Source, mark: Mark, end: Span) -> Finding | None:
    match = _unit_behind().match(source.text, mark.span.end)
    if match is None or source.text[end.end : mark.span.end].lstrip(SPACES)[:1].isalpha():
        return None  # a time has one unit: behind `[0-3s]` the word is the shot's
    whole = source.span(mark.start_span.start if mark.start_span else end.start, match.end())
    unit = match[match.lastgroup or 0]
    mended = f"{source.text[whole.start : end.end]}{unit}"
    return Finding(
        f"the unit `{unit}` stands behind the bracket of its time",
        source.span(match.end() - len(unit), match.end()),
        f"write it into the bracket: `{mended}`",
        code="SB110",
        fix=Fix(
            Safety.UNSAFE,
            f"write `{mended}` in the bracket",
            (Edit(source.span(end.end, end.end), unit), Edit(source.span(mark.span.end, match.end()), "")),
        ),
    )


def decimal_commas(m: re.Match[str]) -> tuple[str, str, str | None]:
    """`[0-2,5]`: commas where points would stand."""
    mended = m["time"].replace(",", ".")
    return (
        f"`{m['time']}` has a comma in its numbers, decimals are written with a point",
        f"write `{mended}`",
        m.string[: m.start("time")] + mended + m.string[m.end("time") :],
    )


def other_sign(m: re.Match[str]) -> tuple[str, str, str | None]:
    """`[0;4s]`, `[0,4s]`, `[4..10s]`, `[4 > 10]`: another sign than a dash between two numbers."""
    mended = f"{m['from']}-{m['to']}"
    length = f", or `{m['from']}.{m['to']}` if it is a length" if m["sign"] == "," else ""
    return (
        f"`{m['time']}` has `{m['sign']}` between its numbers, a range has a `-`",
        f"write `{mended}`{length}",
        m.string[: m.start("time")] + mended + m.string[m.end("time") :],
    )


def other_unit(m: re.Match[str]) -> tuple[str, str, str | None]:
    """`[0-4m]`: a word behind a range that is no unit of it."""
    mended = f"{m['range']}s"
    return (
        f"`{m['unit']}` behind `{m['range']}` is no unit of a time, a clip is timed in seconds",
        f"write `{mended}`",
        m.string[: m.start("time")] + mended + m.string[m.end("time") :],
    )


def letters(m: re.Match[str]) -> tuple[str, str, str | None]:
    """`[0-l0s]`: letters that look like digits."""
    unit = m["unit"] or ""
    mended = m["time"].removesuffix(unit).translate(LOOK_LIKE_DIGITS) + unit
    return (
        f"`{m['time']}` has letters among its digits",
        f"write `{mended}`",
        m.string[: m.start("time")] + mended + m.string[m.end("time") :],
    )


def bracket_words(m: re.Match[str]) -> tuple[str, str, str | None]:
    """`Shot 1 [zero to four seconds]`, or other words in the bracket behind a label."""
    name = f"{m['label']} {m['number']}"
    bracket = m["bracket"] or ""
    plain = canonical(bracket)
    time = next((time for time in worded(plain) if time.stop is not None), None) if len(plain) == len(bracket) else None
    if time is not None and time.stop is not None:
        mended = f"{bracket[: time.at]}{seconds(time.start)}-{seconds(time.stop)}s{bracket[time.end :]}"
        return (
            f"`{bracket}` has its time in words, a mark needs digits",
            f"write `{name} {mended}`",
            m.string[: m.start("bracket")] + mended + m.string[m.end("bracket") :],
        )
    return (
        f"`{name}` is followed by a bracket without a time, a mark needs a time, a colon or the line's end",
        f"write a colon after `{name}`",
        m.string[: m.end("number")] + ":" + m.string[m.end("number") :],
    )
