"""Lengths that were typed as ranges, of which one end cannot be read: `[O-4s]`, `[?-4s]`, `[0s → 3s]`, `(until 3s)`."""

from __future__ import annotations

import re
from functools import cache

from storyboard.diagnostics import Edit, Finding, Fix, Safety
from storyboard.language.story import Mark
from storyboard.language.syntax import terminals, times
from storyboard.language.syntax.misread import LOOK_LIKE_DIGITS, NUMBER
from storyboard.patterns import lazy
from storyboard.source import Source, Span

_OPENERS = "[(（【"
_LETTER_START = lazy(r"[ \t]*+([0-9]*[Ool][0-9]*[ \t]*+[-–—~][ \t]*+)\Z")
# What stands for a start that nobody wrote: `?`, or what a table shows for it, `#REF!`.
_NO_START = lazy(r"[ \t]*+((?:#[^\s-]*+|[^\w\s,;:|–—-]++)[-–—~])\Z")


@cache
def _arrows() -> re.Pattern[str]:
    """An arrow behind the start of a range with its unit, and the end: ` → 3s]`."""
    unit = rf"(?:{terminals.any_of(terminals.unit())})?"
    return re.compile(
        rf"[ \t]*+(?P<sign>→|[-=]{{0,2}}>|…|\.{{2,3}})[ \t]*+(?P<to>{NUMBER}[ \t]*+{unit})[ \t]*+[\])）】]"
    )


def one_end(source: Source, mark: Mark) -> Finding | None:
    """What is wrong with a length that may be a range, or None.

    Letters, `?` or an arrow stand in place of a number, or words say when its shot begins or ends: `(until 3s)`.
    """
    span = mark.time_span
    if span is None or source.text[span.start] in _OPENERS:
        return None  # the bracket holds nothing else
    begin = max(source.text.rfind(sign, mark.span.start, span.start) for sign in _OPENERS) + 1
    end = mark.span.end
    before = _letter_start(source, begin, span) or _no_start(source, begin, span) if begin > 0 else None
    if begin > 0 and (finding := before or _arrow(source, mark, begin, span)):
        return finding
    if begin <= 0 or not (bound := times.bound(source.text[begin : span.start], source.text[span.end : end - 1])):
        return None
    ends, other = ("begins", "end") if bound == "start" else ("ends", "start")
    return Finding(
        f"`{source.text[begin : end - 1].strip()}` says when the shot {ends}, and not its {other}",
        source.span(begin, end - 1),
        "write both, like `[0-3s]`, or a length, like `[3s]`",
        code="SB110",
    )


def _arrow(source: Source, mark: Mark, begin: int, span: Span) -> Finding | None:
    """The finding for a range read as a length, since an arrow stands behind its start and unit: `[0s → 3s]`."""
    match = _arrows().match(source.text, span.end)
    start = mark.end_span
    if match is None or start is None or source.text[begin : span.start].strip():
        return None
    typed = source.span(span.start, match.end("to"))
    mended = f"{source.text[start.start : start.end]}-{match['to']}"
    return Finding(
        f"`{source.text[typed.start : typed.end]}` has `{match['sign']}` between its numbers, a range has a `-`",
        typed,
        f"write `{mended}`",
        code="SB110",
        fix=Fix(Safety.UNSAFE, f"write `{mended}`", (Edit(typed, mended),)),
    )


def _letter_start(source: Source, begin: int, span: Span) -> Finding | None:
    """The finding for a range read as a length, since letters of its start look like digits: `[O-4s]`."""
    match = _LETTER_START.match(source.text[begin : span.start])
    if match is None:
        return None
    typed = source.span(begin + match.start(1), span.end)
    shown, mended = source.text[typed.start : typed.end], match[1].translate(LOOK_LIKE_DIGITS)
    mended += source.text[span.start : span.end]
    return Finding(
        f"`{shown}` has letters among its digits",
        typed,
        f"write `{mended}`",
        code="SB110",
        fix=Fix(Safety.UNSAFE, f"write `{mended}`", (Edit(typed, mended),)),
    )


def _no_start(source: Source, begin: int, span: Span) -> Finding | None:
    """The finding for a range read as a length, since no number stands before its sign: `[#REF!-5s]`, `[?-5s]`."""
    match = _NO_START.match(source.text[begin : span.start])
    if match is None:
        return None
    typed, end = source.span(begin + match.start(1), span.end), source.text[span.start : span.end]
    return Finding(
        f"`{source.text[typed.start : typed.end]}` has no number before its `{match[1][-1]}`, "
        "a range needs a start and an end",
        typed,
        f"write the start too, or `[{end}]` if it is a length",
        code="SB110",
    )
