"""Settings that stand in words: a duration, a shape of picture, and what shall not be seen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from storyboard import profiles, timing
from storyboard.exchange.importers._draft import DraftLine
from storyboard.language import words
from storyboard.patterns import lazy

_DIGIT = lazy("[0-9]")
_COLON = lazy("[:：]")
_N = r"([0-9]{1,3}(?:\.[0-9]{1,3})?)"
_UNIT = rf"(?:{words.alternation(words.of('seconds'))})\.?(?![A-Za-z\u0370-\u052f])"
_KEY = rf"(?:{words.alternation(words.of('totals', 'lengths', 'times'))})"
_UNWANTED = words.of("negatives")
_FORBIDDEN = words.of("none_of")
# The key alone on its line, in any brackets: **Duration:** 15s, Total duration – 15 seconds
_KEYED = lazy(rf"[\W_]*+{_KEY}(?:[ ]+{_KEY})?[\s\]】*_:：=–-]*+{_N}[ \t-]*{_UNIT}[\s.。*_;；]*", re.IGNORECASE)
_ALONE = lazy(rf"{_N}[ \t-]*{_UNIT}[.。]?", re.IGNORECASE)
# Beside what has a length: a 15-second video, 10s clip
_BESIDE = lazy(
    rf"(?<![\w.:：~–-]){_N}[ \t-]?{_UNIT}[ \t,-]*(?:[\w-]+[ \t]+){{0,3}}?(?:{words.alternation(words.of('films'))})",
    re.IGNORECASE,
)
_TRAPS = lazy(rf"(?:{words.pattern('lasting', 'rates')})[ \t]*$", re.IGNORECASE)
_RATIO = lazy(r"(?<![\w:：.])(16|9|21|4|3|1)[ ]?[:：x×/][ ]?(16|9|1|4|3)(?![\w:：]|\.[0-9])")
_RATIO_LINE = lazy(
    rf"[\W_]*+(?:{words.alternation(words.of('shapes'))})[\s\]】*_:：=–-]*+"
    r"(?:16[:：]9|9[:：]16)[\s.。*_;；]*(?:\([^()\n]*\)|[^\W\d_]{1,12})?[\s.。*_]*",
    re.IGNORECASE,
)
_UPRIGHT = lazy(words.pattern("upright"), re.IGNORECASE)
_NEGATIVE_KEY = lazy(
    rf"[\W_]*+(?:{words.alternation(_UNWANTED)})[\s\]】*_]*+[:：]+[*_\s]*+(.+)",
    re.IGNORECASE,
)
# Settings as the language itself writes them, with the form of their values.
_FORMS = {
    "seed": lazy(r"[0-9]{1,18}"),
    "duration": lazy(r"auto|[0-9]{1,6}(?:\.[0-9]{1,3})?"),
    "split": lazy("auto|never"),
    "takes": lazy("[0-9]{1,3}"),
    "multi_shots": lazy("auto|true|false"),
    "enable_prompt_expansion": lazy("auto|true|false"),
}
_KNOWN = lazy(rf"((?i:{'|'.join(('title', 'size', *(_FORMS)))}))[ \t]*+[:：][ \t]*+(\S[^\n]*)")
# A line that is nothing but a head needs more than the one word `negative`.
_HEADS = [word for word in _UNWANTED if " " in word or (len(word) > 4 and not word.isascii())]
_NEGATIVE_HEAD = lazy(
    rf"[\W_]*+(?:{words.alternation(_HEADS)})"
    r"[\s\]】*_:：]*+(?:[(（][^()（）]*+[)）])?[\s:：]*+",
    re.IGNORECASE,
)
_SPACED = words.alternation(word for word in _FORBIDDEN if not words.unspaced(word))
_GLUED = words.alternation(word for word in _FORBIDDEN if words.unspaced(word))
_JOINS = words.alternation(words.of("joins"))
_NEGATIVE = lazy(
    rf"(?:^|(?<=[.!?。！？\n;；]))[ \t]*((?:{_SPACED})[ \t][^.!?。！？\n]{{3,300}}|"
    rf"(?:{_GLUED})[^.!?。！？\n]{{2,200}})[.!?。！？]?[ \t]*$",
    re.IGNORECASE,
)
_NO = lazy(rf"(?:(?:{_JOINS})[ ]+)?(?:{_SPACED})[ ]|{_GLUED}", re.IGNORECASE)
_PREFIX = lazy(rf"^(?:(?:{_SPACED}|{_JOINS})(?=[ \t])|{_GLUED})[ \t]*", re.IGNORECASE)


OFFER = "the last words may be a negative prompt:"


class Lifted(NamedTuple):
    """Settings found in words, the lines that are left, and hints for the writer."""

    settings: dict[str, str]
    lines: tuple[DraftLine, ...]
    notes: tuple[str, ...]


def lift(lines: tuple[DraftLine, ...], tail: tuple[DraftLine, ...]) -> tuple[Lifted, tuple[DraftLine, ...]]:
    """What the overview's lines and the closing ones set; a line that holds nothing else is taken out.

    The second value is the closing lines that are left.
    """
    settings: dict[str, str] = {}
    notes: list[str] = []
    kept: list[list[DraftLine]] = []
    for part in (lines, tail):
        left: list[DraftLine] = []
        at = 0
        while at < len(part):
            line = part[at]
            at += 1
            if not line.text.strip():
                left.append(line)
            elif _NEGATIVE_HEAD.fullmatch(line.text.strip()[:200]) and "negative_prompt" not in settings:
                said, at = _paragraph(part, at)
                if said:
                    settings["negative_prompt"] = _things(said) if _NO.match(said) else said
            elif not _takes(line.text, settings):
                left.append(line)
        kept.append(left)
    for line in (*kept[0], *kept[1]):
        _reads(line.text, settings)
    offered = _offer(kept[1]) or _offer(kept[0])
    if offered and "negative_prompt" not in settings:
        notes.append(f"{OFFER} write `negative_prompt: {offered}` and take them out below")
    return Lifted(settings, tuple(kept[0]), tuple(notes)), tuple(kept[1])


def _paragraph(lines: tuple[DraftLine, ...], at: int) -> tuple[str, int]:
    """The words of the first paragraph from a line on, in one line, and where it ends."""
    while at < len(lines) and not lines[at].text.strip():
        at += 1
    stop = at
    while stop < len(lines) and lines[stop].text.strip():
        stop += 1
    return " ".join(line.text.strip(" -*\t") for line in lines[at:stop]), stop


def stated(lines: Iterable[DraftLine], settings: dict[str, str]) -> None:
    """Add the duration that the words of untimed shots say, as `_reads` does."""
    of_shots: dict[str, str] = {}
    for line in lines:
        _reads(line.text, of_shots)
    if "duration" in of_shots:
        settings.setdefault("duration", of_shots["duration"])


def negative(text: str) -> str:
    """What a line whose key says that it is the negative prompt holds, or none."""
    match = _NEGATIVE_KEY.fullmatch(text.strip()[:2000])
    said = match[1].strip(" *_") if match is not None else ""
    return said if said.lower() not in ("null", "none", "-") else ""


def _takes(text: str, settings: dict[str, str]) -> bool:
    """Whether a line is a setting and nothing else, which is then among the settings."""
    text = text.strip()
    if len(text) > 2000:
        return False
    if _DIGIT.search(text) is None and _COLON.search(text) is None:
        return False  # as nearly all lines
    known = _KNOWN.fullmatch(text)
    key, value = (known[1].lower(), known[2].strip().strip('"')) if known is not None else ("", "")
    fits = len(value) <= 200 and (key not in _FORMS or _FORMS[key].fullmatch(value) is not None)
    if key == "size":
        fits = len(profiles.sizes(profiles.load(profiles.DEFAULT, None), value)) == 1
    if key and fits and key not in settings:
        settings[key] = value
        return True
    unwanted = negative(text)
    if unwanted and "negative_prompt" not in settings:
        settings["negative_prompt"] = unwanted
        return True
    keyed = _KEYED.fullmatch(text) or _ALONE.fullmatch(text)
    if keyed is not None and "duration" not in settings:
        settings["duration"] = timing.seconds(timing.milliseconds(keyed[1]))
        return True
    if _RATIO_LINE.fullmatch(text) and "size" not in settings:
        ratio = _RATIO.search(text)
        size = size_of(f"{ratio[1]}:{ratio[2]}") if ratio is not None else ""
        if size:
            settings["size"] = size
            return True
    return False


def _reads(text: str, settings: dict[str, str]) -> None:
    """Add what a sentence says beside other things; the sentence stays."""
    if len(text) > 20_000 or not text.strip():
        return
    numbered = _DIGIT.search(text) is not None
    if numbered and "duration" not in settings:
        for match in _BESIDE.finditer(text):
            if not _TRAPS.search(text[max(0, match.start() - 12) : match.start()]):
                settings["duration"] = timing.seconds(timing.milliseconds(match[1]))
                break
    if "size" not in settings:
        ratio = _RATIO.search(text) if numbered else None
        size = size_of(f"{ratio[1]}:{ratio[2]}") if ratio is not None else ""
        if not size and _UPRIGHT.search(text):
            size = size_of("9:16")
        if size:
            settings["size"] = size


def size_of(ratio: str, tier: str = "") -> str:
    """The size of the default model that has a shape (`9:16`) and a tier, its own where none is named, or none."""
    profile = profiles.load(profiles.DEFAULT, None)
    wanted = tier.casefold() or profile.size.allowed[profile.size.default].casefold()
    across, _, down = ratio.replace("：", ":").partition(":")
    if not (across.isdigit() and down.isdigit()):
        return ""
    for size, its in profile.size.allowed.items():
        width, height = (int(part) for part in size.split("*"))
        if width * int(down) == height * int(across) and its.casefold() == wanted:
            return size
    return ""


def _offer(lines: list[DraftLine]) -> str:
    """The things that the last sentence of the lines rules out, separated by commas, or none."""
    last = next((line.text.strip() for line in reversed(lines) if line.text.strip()), "")
    match = _NEGATIVE.search(last[-1000:])
    if match is None:
        return ""
    return _things(match[1])


def _things(text: str) -> str:
    """What a sentence like `no text, no logos` rules out; behind a second `no` only what has one."""
    parts = [part.strip() for part in re.split(r"[,，、;；]", text.strip().rstrip(".。!！"))]
    if any(_NO.match(part) for part in parts[1:]):
        parts = [part for part in parts if _NO.match(part)]
    things = [_PREFIX.sub("", _PREFIX.sub("", part)).strip() for part in parts]
    return ", ".join(thing for thing in things if thing)
