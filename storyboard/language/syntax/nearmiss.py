"""Says what is wrong with a line that begins like a shot mark but is none; each message is one row of a table."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import msgspec

from storyboard.diagnostics import Edit, Finding, Fix, Safety
from storyboard.language import words
from storyboard.language.story import Mark, Row
from storyboard.language.syntax import terminals
from storyboard.language.syntax.marks import SPACES, language_of
from storyboard.source import Source
from storyboard.timing import milliseconds, seconds

_OPENERS = "[(（【"
_MARKED = 80  # characters in which a mark stands
_BLANKS: dict[int, str] = dict.fromkeys((0xA0, 0x2009, 0x202F), " ")
_CLOSERS = {"[": "]", "(": ")", "（": "）", "【": "】"}


class _Sort(msgspec.Struct, frozen=True):
    """One way to miss: how it looks, and what to say (message, help, the mended line or None)."""

    pattern: re.Pattern[str]
    code: str
    say: Callable[[re.Match[str]], tuple[str, str, str | None]]


def _long_clock(m: re.Match[str]) -> tuple[str, str, str | None]:
    """Hours, minutes, seconds, and a fraction behind a point or frames behind a colon; only whole seconds are mended."""
    start, end = _seconds_of(m["a"]), _seconds_of(m["b"])
    mended = f"{seconds(start)}-{seconds(end)}s" if start is not None and end is not None and start < end else None
    if mended is not None and m["after"] is None:
        mended += ":"
    parts = "four" if m["a"].count(":") > 2 or ";" in m["a"] else "three"
    return (
        f"`{m['a']}-{m['b']}` has {parts} parts, a shot's time has seconds or minutes and seconds",
        f"write `{mended.rstrip(':')}`" if mended else "write the time in seconds, like `[0-5s]`, or as `[0:00-0:05]`",
        m.string[: m.start("a")] + mended + m.string[m.end("b") :] if mended else None,
    )


def _seconds_of(clock: str) -> int | None:
    """The milliseconds of a clock of hours, minutes and seconds, None where frames are counted behind it."""
    whole, sign, part = re.fullmatch(r"([0-9]+:[0-9]+:[0-9]+)([.,:;]?)([0-9]*)", clock).groups()  # type: ignore[union-attr]
    if sign in (":", ";") and int(part):
        return None
    hours, minutes, rest = (int(digits) for digits in whole.split(":"))
    return (hours * 60 + minutes) * 60_000 + milliseconds(f"{rest}.{part}" if sign in (".", ",") else str(rest))


def _other_unit(m: re.Match[str]) -> tuple[str, str, str | None]:
    unit = m["unit"].strip()
    if words.fold(unit) in words.of("thousandths"):
        return _thousandths(m)
    what = "frames" if words.fold(unit) in words.of("frames") else "minutes"
    return (
        f"`{m['time'].strip()}` counts {what}, a clip is timed in seconds",
        "write the shot's start and end in seconds, like `[0-3s]`",
        None,
    )


def _thousandths(m: re.Match[str]) -> tuple[str, str, str | None]:
    """A time in milliseconds, whose numbers are a thousandth in seconds."""
    numbers = [seconds(int(number)) for number in re.findall("[0-9]+", m["time"])]
    mended = f"{'-'.join(numbers)}s" if "." not in m["time"] and ":" not in m["time"] else None
    return (
        f"`{m['time'].strip()}` counts milliseconds, a clip is timed in seconds",
        f"write `{mended}`" if mended else "write the shot's start and end in seconds, like `[0-3s]`",
        m.string[: m.start("time")] + mended + m.string[m.end("time") :] if mended else None,
    )


def _unclosed(m: re.Match[str]) -> tuple[str, str, str | None]:
    closer = _CLOSERS[m["open"]]
    return (
        f"the bracket `{m['open']}` before `{m['time']}` is not closed by `{closer}`",
        f"close the time with `{closer}`",
        m.string[: m.end("time")] + closer + m.string[m.end("time") :],
    )


def _mixed(m: re.Match[str]) -> tuple[str, str, str | None]:
    closer = _CLOSERS[m["open"]]
    return (
        f"the time is opened by `{m['open']}` and closed by `{m['close']}`",
        f"close it with `{closer}`",
        m.string[: m.start("close")] + closer + m.string[m.end("close") :],
    )


def _half(m: re.Match[str]) -> tuple[str, str, str | None]:
    """A range that lacks an end; one that stops behind its dash is meant to last until the clip's end."""
    open_end = f"{m['start']}s-end" if m["start"] is not None else ""
    return (
        f"`{m['time'].strip()}` has one number, a range needs a start and an end",
        f"write both, like `[0-3s]`, or `[{open_end}]` for the rest of the clip"
        if open_end
        else "write both, like `[0-3s]`, or a length, like `[3s]`",
        m.string[: m.start("time")] + open_end + m.string[m.end("time") :] if open_end else None,
    )


def _start_alone(m: re.Match[str]) -> tuple[str, str, str | None]:
    return (
        f"`{m['time']}` is where a shot starts, a range needs its end too",
        f"write both, like `[{m['time']}-{m['minutes']}:{min(59, int(m['seconds']) + 3):02}]`",
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


def _parted(m: re.Match[str]) -> tuple[str, str, str | None]:
    name = m["name"].strip()
    return (
        f"`{m['sign']}` parts `{name}` from its time `{m['time']}`, a time stands right behind the number",
        f"take the `{m['sign']}` out",
        m.string[: m.end("name")] + " " + m.string[m.start("time") :],
    )


def _word_number(m: re.Match[str]) -> tuple[str, str, str | None]:
    number = _number(words.fold(m["word"] or ""))
    label = (m.groupdict().get("label") or words.of("shots")[0]).capitalize()
    name = f"{label} {number}"
    if m["word"] and m["all"][0] in words.of("counting"):  # whose label does not stand alone
        name = m["all"].replace(m["word"], str(number))
    mended = m.string[: m.start("all")] + name + m.string[m.end("all") :] if number else None
    return (
        f"`{m['all'].strip()}` has its number in words, a mark needs digits",
        f"write `{name}`" if number else "write the number in digits",
        mended,
    )


def _number(word: str) -> int:
    """The number that a word names, in letters, in Han or in Roman numerals, 0 where it names none."""
    for role in ("numbers", "ordinals"):
        for listed in words.by_language(role).values():
            if word in listed:
                return listed.index(word) + 1
    roman = words.by_language("roman")["en"]
    if word in roman:
        return roman.index(word) + 1
    tens, ten, ones = word.partition(_ten())
    signs = [sign for sign in words.by_language("numbers")["zh"] if sign != _ten()]
    if ten and tens in ("", *signs) and ones in ("", *signs):
        return (signs.index(tens) + 1 if tens else 1) * 10 + (signs.index(ones) + 1 if ones else 0)
    return 0


def _ten() -> str:
    return words.by_language("numbers")["zh"][9]


def _several(m: re.Match[str]) -> tuple[str, str, str | None]:
    return (
        f"`{m['all'].strip()}` names several shots, a mark starts one",
        "give each shot a line of its own with its time, like `Shot 1 [0-3s]`",
        None,
    )


def _letter(m: re.Match[str]) -> tuple[str, str, str | None]:
    """A letter behind a number becomes the shot's name, in the bracket of its time; without one it is left out."""
    typed, bracket = m["all"].strip(), m["bracket"] or ""
    name = re.sub(r"^[^0-9]*", "", typed)
    time, comma, title = bracket.partition(",")
    named = f"{time.rstrip()}, {name}{f' {title.strip()}' if comma else ''}" if bracket else ""
    mended = f"{m.string[: m.start('all')]}{m['all'][:-1]}{named}{m.string[m.end() :]}"
    closer = _CLOSERS[bracket.lstrip()[0]] if bracket else ""
    return (
        f"`{typed}` has a letter in its number, a mark needs digits alone",
        f"write `{typed[:-1]}{named}{closer}`",
        mended,
    )


def _nested(m: re.Match[str]) -> tuple[str, str, str | None]:
    name, time = m["name"].strip(), m["time"]
    return (
        f"`{time}` stands in a bracket within the bracket of `{name}`",
        f"write `{name} {time}`",
        f"{m.string[: m.start('open')]}{name} {time}{m.string[m.end('close') :]}",
    )


def _boxed(m: re.Match[str]) -> tuple[str, str, str | None]:
    return (
        f"`{m['time']}` behind `{m['name'].strip()}` has no unit, in one bracket with its label a time needs one",
        "write the unit after the end",
        m.string[: m.end("time")] + "s" + m.string[m.end("time") :],
    )


@cache
def _sorts() -> tuple[_Sort, ...]:
    """The ways to miss in the order in which they are tried, made where a story has a near miss; the last fits all."""
    from storyboard.language.syntax.misread import bracket_words, decimal_commas, letters, other_sign, other_unit, shape

    time = r"[0-9０-９]{1,6}+(?:[.．][0-9０-９]{1,6}+)?"
    sep = rf"[ \t]*+(?:-->|{terminals.separators()})[ \t]*+"
    s_unit = rf"[ \t]*+(?:{words.pattern('seconds')})"
    clock = r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,:;][0-9]+)?"
    opening = r"(?P<open>[\[(（【])[ \t]*+"
    units = rf"(?P<unit>[ \t]*+(?:{words.pattern('minutes', 'frames', 'thousandths')}))"
    label = r"(?P<label>[^\W\d_]{1,16}+)[ \t]*+[#№]?[ \t]*+(?P<number>[0-9０-９]{1,5}+)"
    nth = f"(?:{_spelt('counting')})"
    signs = "".join(words.by_language("numbers")["zh"])
    counted = terminals.numbered("counted", group="(?:")
    digits = "[0-9０-９]{1,5}+"
    name = rf"(?P<name>(?:[^\W\d_]{{1,16}}+[ \t]*+[#№]?[ \t]*+{digits}|{nth}[ \t]*+{digits}[ \t]*+{counted}))"
    table: tuple[tuple[str, str, Callable[[re.Match[str]], tuple[str, str, str | None]]], ...] = (
        (
            "SB110",
            rf"(?P<a>{clock}){sep}(?P<b>{clock})(?P<after>[ \t*_]*+(?:[\])）】,，:：|｜–—-]|$))?",
            _long_clock,
        ),
        ("SB208", rf"(?P<time>{time}(?:{units.replace('unit', 'unit0')})?{sep}{time}{units})", _other_unit),
        (
            "SB110",
            r"[\[(（【][ \t]*+(?P<time>[0-9]+(?:,[0-9]+)?[ \t]*+[-–—~][ \t]*+[0-9]+,[0-9]+|[0-9]+,[0-9]+[ \t]*+[-–—~][ \t]*+[0-9]+)",
            decimal_commas,
        ),
        (
            "SB110",
            rf"(?P<open>\[)[ \t]*+{time}(?:{s_unit})?{sep}{time}(?:{s_unit})?[^\[\]{{}}()（）【】\n]*+(?P<close>[)）】}}])",
            _mixed,
        ),
        (
            "SB110",
            rf"(?P<open>[(（])[ \t]*+{time}(?:{s_unit})?{sep}{time}(?:{s_unit})?[^\[\]{{}}()（）【】\n]*+(?P<close>[\]】}}])",
            _mixed,
        ),
        (
            "SB110",
            rf"(?P<open>【)[ \t]*+{time}(?:{s_unit})?{sep}{time}(?:{s_unit})?[^\[\]()（）【】\n]*+(?P<close>[\])）])",
            _mixed,
        ),
        ("SB110", rf"{opening}(?P<time>{time}(?:{s_unit})?{sep}{time}(?:{s_unit})?)[^\[\]()（）【】\n]*+$", _unclosed),
        (
            "SB110",
            rf"[\[(（【](?P<time>[ \t]*+(?:(?P<start>{time})(?:{s_unit})?{sep}|{time}{sep}{s_unit}|[-–—~]{time}(?:{s_unit})?))"
            r"[\])）】]",
            _half,
        ),
        (
            "SB110",
            r"^[^\w\[【]*[\[【][ \t]*+(?P<time>(?P<minutes>[0-9]{1,2}):(?P<seconds>[0-9]{2}))[ \t]*+[\]】]",
            _start_alone,
        ),
        ("SB110", rf"^[^\w\[【]*[\[【][ \t]*+(?P<time>{time}{sep}{time})[ \t]*+[\]】]", _no_unit),
        ("SB110", rf"^[^\w\[【]*(?P<time>[\[【][ \t]*+{time}{s_unit}[ \t]*+[\]】])", _bare_length),
        (
            "SB110",
            rf"^[^\w\[【]*(?P<open>[\[【])[ \t]*+{name}[ \t]*+[,，|｜:：–—-]?[ \t]*+(?P<time>[(（][^()（）\n]*+[)）])[ \t]*+"
            r"(?P<close>[\]】])",
            _nested,
        ),
        (
            "SB110",
            rf"^[^\w\[(（【]*[\[(（【][ \t]*+{name}[ \t]*+[,，|｜:：–—-]?[ \t]*+(?P<time>{time}{sep}{time})[ \t]*+[\])）】]",
            _boxed,
        ),
        (
            "SB110",
            rf"(?P<all>(?P<label>{terminals.any_of(terminals.labels())})s?[ \t]*+"
            rf"(?P<word>(?:{_spelt('numbers')})(?![^\W_])|[ivx]{{1,4}}(?![^\W_])|[{signs}]{{1,3}}))",
            _word_number,
        ),
        (
            "SB110",
            rf"(?P<all>(?:(?P<word>{_spelt('ordinals')})|{_spelt('further')})[ \t]+(?P<label>{_spelt('by_ordinal')}))",
            _word_number,
        ),
        (
            "SB110",
            rf"(?P<all>{nth}[ \t]*+(?P<word>[{signs}]{{1,3}})[ \t]*+{terminals.numbered('counted', group='(?P<label>')})",
            _word_number,
        ),
        (
            "SB110",
            rf"[\[(（【][ \t]*+(?P<time>(?:[0-9]*[oli][0-9oli]*+{sep}[0-9oli]++|[0-9]++{sep}[0-9]*[oli][0-9oli]*+)"
            rf"(?P<unit>{s_unit})?)[ \t]*+[\])）】]",
            letters,
        ),
        (
            "SB110",
            r"(?P<all>[^\W\d_]{1,16}+[ \t]*+[0-9]{1,3}+[ \t]*+[-–—][ \t]*+[0-9]{1,3}+"
            r"(?:[ \t]*+[\[(（【][^\[\]()（）【】\n]*+[\])）】])?)",
            _several,
        ),
        (
            "SB110",
            r"(?P<all>[^\W\d_]{1,16}+[ \t]*+[0-9]{1,3}+[a-z]\b)(?P<bracket>[ \t]*+[\[(（【][^\[\]()（）【】\n]*+)?",
            _letter,
        ),
        (
            "SB110",
            rf"{label}[ \t*_]*+(?P<bracket>[\[(（【](?![ \t]*+[0-9０-９])[^\[\]()（）【】\n]*+[\])）】]?)",
            bracket_words,
        ),
        (
            "SB110",
            rf"{name}[ \t*_]*+"
            rf"(?P<sign>[:：.|｜,，–—-])[ \t*_]*+(?P<time>[(（][ \t]*+{time}(?:{s_unit})?(?:{sep}{time}(?:{s_unit})?)?[ \t]*+[)）])",
            _parted,
        ),
        (
            "SB110",
            rf"[\[(（【][ \t]*+(?P<time>(?P<from>{time})(?:{s_unit})?[ \t]*+(?P<sign>[,;/\\|>_+=→…]|\.{{2,3}})"
            rf"[ \t]*+(?P<to>{time}(?:{s_unit})?))[ \t]*+[\])）】]",
            other_sign,
        ),
        (
            "SB110",
            rf"[\[(（【][ \t]*+(?P<time>(?P<range>{time}{sep}{time})[ \t]*+(?P<unit>[^\W\d_]{{1,8}}+))[ \t]*+[\])）】]",
            other_unit,
        ),
        ("SB110", rf"{opening}(?P<time>{time}{s_unit})(?=[ \t])[^\[\]()（）【】\n]*+$", _unclosed),
        ("SB110", rf"{name}[ \t]*+(?P<time>[\[(（【][^\[\]()（）【】\n]*+[\])）】])", shape),
        ("SB110", r".*", shape),
    )
    return tuple(_Sort(re.compile(pattern, re.IGNORECASE), code, say) for code, pattern, say in table)


def _spelt(role: str) -> str:
    return terminals.any_of(words.of(role))


def explain(source: Source, row: Row) -> tuple[Mark, Row, Finding]:
    """A broken mark that keeps the shot's place, its text, and the finding that says what is wrong with it."""
    lead = len(row.text) - len(row.text.lstrip(SPACES))
    typed = row.text.rstrip(SPACES)
    body = typed[:_MARKED].translate(_BLANKS) + typed[_MARKED:]
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
        first = Row("TEXT", row.start + lead, typed[lead:])
        return mark, first, Finding(message, span, advice, code=sort.code, fix=fix)
    raise AssertionError(row.text)  # the last row of the table fits every line
