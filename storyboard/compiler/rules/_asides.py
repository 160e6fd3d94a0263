"""What in a line is for colleagues or other programs: remarks, places held open, headings of scenes, weights."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from storyboard.compiler.rules._text import for_colleagues
from storyboard.language import words
from storyboard.language.story import Text
from storyboard.patterns import lazy
from storyboard.source import Source

_REMARK = lazy(r"[(\[（【](?!\[)[ \t]*+([^\W\d_]{2,20}+)[ \t]*+[:：][^()\[\]（）【】\n]{1,200}[)\]）】]")
_DOUBLE = lazy(r"\(\((?!\()[^()\n]{3,200}\)\)")
_SLOT = lazy(r"(?<![\[\\])\[[ \t]*+([^\W\d_][^\[\]\n:：]{1,60})\](?!\()")
_PLACE = lazy(r"[^\n.!?…。！？]{2,60}")
# ` --ar 9:16 --seed 42` at a line's end: one of the values has a digit, or it may be words behind a dash.
_SWITCHES = lazy(
    r"(?<!\S)--[a-z]{1,12}(?:[ \t=]++[^\s-]\S{0,20})?(?:[ \t]++--[a-z]{1,12}(?:[ \t=]++[^\s-]\S{0,20})?)*+[ \t]*+$",
    re.MULTILINE,
)
# Letters with a number that are no initials: `[CAM2: …]`.
_SHORT = ("cues", "unseen", "short_camera", "short_light", "short_sound", "short_music", "shots", "camera", "sound")
# A comment of a word processor, `[JK1: too dark?]`, a footnote and its mark, and what other programs have in a prompt.
_INITIALS = lazy(r"\[([A-Z]{2,3})[0-9]{1,3}[:：][^\[\]\n]{1,200}\]")
_FOOTNOTE = lazy(r"(?<!\[)\[\^[\w-]{1,12}\](?::[^\n]*)?")
_TAG = lazy(r"<[A-Za-z]{3,12}:(?!//)[^<>\n]{1,80}>")
_ANGLED = lazy(r"<[^\W\d_]{2,20}(?:[ _-][^\W\d_]{2,20}){1,4}>")
_WEIGHT = lazy(r"\(([^():\n]{0,60}[^\W\d_]):[0-9]\.[0-9]{1,2}\)")
_DASH = lazy(r"[ \t][-–—][ \t]")


class Aside(msgspec.Struct, frozen=True):
    """Words from `start` to `end` that are sent, and why they should not be; `place` is a screenplay's heading.

    `instead` is what of them may be sent.
    """

    start: int
    end: int
    why: str
    place: bool = False
    instead: str = ""


def asides(source: Source, texts: Iterable[Text]) -> Iterator[Aside]:
    """The asides in the words of some texts of the story's own file; of the remarks those that do not begin a line."""
    for text in texts:
        for piece in text.pieces:
            if piece.kind == "words" and piece.span.path == source.path:
                yield from _bracketed(source, piece.span.start, piece.span.end)
                yield from _headings(source, piece.span.start, piece.span.end)
                yield from _of_programs(source, piece.span.start, piece.span.end)
                yield from _switches(source, piece.span.start, piece.span.end)


def _bracketed(source: Source, start: int, end: int) -> Iterator[Aside]:
    typed = source.text
    for match in _REMARK.finditer(typed, start, end):
        leads = not typed[typed.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
        if not leads and for_colleagues(words.fold(match[1]), "private"):
            yield Aside(*match.span(), "a note is written in `[[ … ]]`")
    for match in _DOUBLE.finditer(typed, start, end):
        yield Aside(*match.span(), "a note is written in `[[ … ]]`")
    for match in _SLOT.finditer(typed, start, end):
        if _open(words.fold(match[1].strip())):
            yield Aside(*match.span(), "it stands for what is not written yet")


def _open(said: str) -> bool:
    """Whether the words in a bracket are a place held open: `[TODO]`, `[Logo]`, `[Insert packshot here]`."""
    if said in words.known("slots", "pending") or for_colleagues(said, "private"):
        return True
    first, *more = said.split()
    return bool(more) and not words.known("fillers").isdisjoint((first, more[-1]))


def _headings(source: Source, start: int, end: int) -> Iterator[Aside]:
    for match in _slug().finditer(source.text, start, end):
        place = _PLACE.match(source.text, match.end(), end)
        if place is None or not place[0].lstrip()[:1].isalpha():
            continue
        shouted = place[0].upper() == place[0] and _DASH.search(place[0]) is not None
        if shouted or match[0].rstrip().endswith("."):
            stop = match.end() + len(place[0].rstrip())
            yield Aside(match.start(), stop, "it is a screenplay's heading of a scene", place=True)


def _switches(source: Source, start: int, end: int) -> Iterator[Aside]:
    for match in _SWITCHES.finditer(source.text, start, end):
        if any(map(str.isdigit, match[0])):
            yield Aside(match.start(), match.start() + len(match[0].rstrip()), "it is a switch of another program")


def _of_programs(source: Source, start: int, end: int) -> Iterator[Aside]:
    for match in _INITIALS.finditer(source.text, start, end):
        if words.fold(match[1]) not in words.known(*_SHORT):
            yield Aside(*match.span(), "a note is written in `[[ … ]]`")
    for pattern, why in (
        (_FOOTNOTE, "it is a footnote"),
        (_TAG, "it is a tag of another program"),
        (_ANGLED, "it stands for what is not here"),
    ):
        for match in pattern.finditer(source.text, start, end):
            yield Aside(match.start(), match.start() + len(match[0].rstrip()), why)
    for match in _WEIGHT.finditer(source.text, start, end):
        yield Aside(*match.span(), "it is a weight of another program", instead=match[1])


@cache
def _slug() -> re.Pattern[str]:
    listed = "|".join(re.escape(word.upper()) for word in sorted(words.of("slugs"), key=len, reverse=True))
    return re.compile(rf"(?<![\w.])(?:{listed})(?:\.[ \t]?|[ \t])")
