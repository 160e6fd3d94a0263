"""The words ask for another shape of picture than the size gives.

The size alone sets the shape of the picture. A wide picture that is told `9:16` may show black bars, a narrow picture
inside the wide one, or a camera that is turned on its side. Set the size, and take the words out.

Bad:

    A vertical video, 9:16, of a night market.
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.

Good:

    size: 720*1280
    A night market in the rain.
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Finding, Level, Note
from storyboard.language import words
from storyboard.language.story import Clip, Text
from storyboard.patterns import lazy
from storyboard.profiles import Profile
from storyboard.source import Span

CODE = "SB308"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
AFTER = ("SB303", "SB304")
# `3:2` may be a score and `9:16` an hour, so most ratios count only beside a word that says what they are.
_RATIO = (
    r"(?<![\w.])(?<![0-9][:：])(?:(?P<a>16|9|21)[ ]?[:：x×/][ ]?(?P<b>16|9)(?![:：]?[0-9]|\.[0-9]|[ ]?[ap]\.?m\b)"
    r"|(?P<c>[1-5])[ ]?[:：/][ ]?(?P<d>[1-5])(?=[ ]?(?:{ratios})))"
)


def _asking() -> str:
    """What asks for a shape in folded text: a ratio or words, whose group is the shape."""
    tall, wide, square = (words.alternation(words.of(role), spaces="[ -]") for role in ("tall", "wide", "square"))
    ratio = _RATIO.replace("{ratios}", words.alternation(words.of("ratios")))
    return f"{ratio}|(?P<upright>{tall})|(?P<wide>{wide})|(?P<square>{square})"


_ASKING = lazy(_asking)
_OF_RATIO, _OF_ASCII = lazy("[1-9] ?[:：x×/]"), lazy("[1-9] ?[:x/]")


@cache
def _stems(ascii_only: bool) -> tuple[str, ...]:
    stems = words.stems(words.of("tall", "wide", "square"))
    return tuple(stem for stem in stems if not ascii_only or stem.isascii())


def _may_ask(text: str) -> bool:
    """Whether folded words may ask for a shape, which is told ten times faster than what they ask for."""
    ratio = _OF_ASCII if text.isascii() else _OF_RATIO
    return ratio.search(text) is not None or any(stem in text for stem in _stems(text.isascii()))


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The first words in the overview or the first shot that ask for another shape; none where both are asked for."""
    texts = [clip.overview, *(shot.action for shot in clip.shots[:1])]
    asked = [(word, shape, span) for text in texts for word, shape, span in _shapes(text)]
    if not asked:
        return
    has = _shape(*(int(part) for part in clip.size.split("*")))
    if any(shape == has for _, shape, _ in asked):
        return
    word, shape, span = asked[0]
    size = _other(clip.size, shape, facts.profile)
    setting = clip.settings.get("size")
    yield Finding(
        f"`{word}` asks for {_ARTICLE[shape]} picture but the size is {clip.size}, {_ARTICLE[has]} one",
        span,
        f"write `size: {size}`, or take the words out" if size else "take the words out",
        related=(Note("the size is set here", setting.span),) if setting is not None else (),
    )


_ARTICLE = {"upright": "an upright", "wide": "a wide", "square": "a square"}


def _shape(width: int, height: int) -> str:
    return "square" if width == height else "wide" if width > height else "upright"


def _shapes(text: Text) -> Iterator[tuple[str, str, Span]]:
    for piece in text.pieces:
        for typed, at, shape in _asked(piece.text):
            exact = len(piece.text) == piece.span.end - piece.span.start
            start = piece.span.start + at
            yield typed, shape, Span(piece.span.path, start, start + len(typed)) if exact else piece.span


@lru_cache(256)  # each clip repeats the story's overview
def _asked(text: str) -> tuple[tuple[str, int, str], ...]:
    """What asks for a shape in some words: as typed, its offset, and the shape."""
    asked: list[tuple[str, int, str]] = []
    folded = words.fold(text)
    for match in _ASKING.finditer(folded) if _may_ask(folded) else ():
        across, down = match["a"] or match["c"], match["b"] or match["d"]
        shape = _shape(int(across), int(down)) if across else str(match.lastgroup)
        asked.append((text[match.start() : match.end()], match.start(), shape))
    return tuple(asked)


def _other(size: str, shape: str, profile: Profile) -> str:
    """The size of the same tier that has the shape, empty where the model offers none."""
    tier = profile.size.allowed.get(size)
    for offered, offered_tier in profile.size.allowed.items():
        if offered_tier == tier and _shape(*(int(part) for part in offered.split("*"))) == shape:
            return offered
    return ""
