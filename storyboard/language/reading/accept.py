"""Decides whether a timeline is one: how sure its marks are, and what of them is only likely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from storyboard.language import words
from storyboard.language.reading.records import Doubt
from storyboard.language.reading.spoken import SPOKEN
from storyboard.language.reading.worth import NEED, alike, worth
from storyboard.language.syntax.scan import Token
from storyboard.language.syntax.surroundings import TOTAL

_SURE = 3
_PAIR = 2
_LEADS = ("line", "cell")
_LIKE = 1.5
# How much two times in running text must be alike, where they join from 0 on.
_LIKELY = 0.8
_PARTED = (":", "-", "line")
_IN_PROSE = "taken as the mark of a shot, in running text"
_ENDS_ONLY = "says only when the shot ends, and was taken"


def accepted(text: str, clips: Sequence[Sequence[Token]]) -> tuple[list[list[Token]], list[Doubt]]:
    """The clips whose marks are marks, and questions about those that are only likely."""
    kept_clips: list[list[Token]] = []
    doubts: list[Doubt] = []
    for clip in clips:
        kept, asked = _accepted(text, list(clip))
        if kept:
            kept_clips.append(kept)
            doubts += [*asked, *_ends(kept)]
    return kept_clips, doubts


def _accepted(text: str, clip: list[Token]) -> tuple[list[Token], list[Doubt]]:
    strong = [token for token in clip if worth(token) >= NEED]
    if len(clip) == 1:
        return _single(clip[0])
    kinds = {token.kind for token in clip}
    if kinds <= {"label", "length"}:
        return _series(text, clip)
    if kinds == {"label", "one"} and clip[0].kind == "label" and all(token.kind == "one" for token in clip[1:]):
        return _instants([replace(clip[0], kind="one", start=0), *clip[1:]])
    if clip[-1].kind == "open" and clip[-1].start is None:
        clip[-1] = replace(clip[-1], start=clip[-2].finish)
    joined = all(_joins(a, b) for a, b in pairwise(clip)) and clip[0].start in (0, 1000)
    lines = all(token.place in ("line", "cell") and token.closer in (":", "-", "line") for token in clip)
    if not strong and not (joined and (lines or len(clip) >= _SURE or _likely(clip))):
        return [], []
    if not any(token.unit or token.bracket or token.label is not None or token.place in _LEADS for token in clip):
        return [], []  # numbers in sentences: lens 1-3, floors 3-5
    if kinds == {"one"} or (kinds == {"one", "range"} and clip[-1].kind == "one"):
        return _instants(clip)
    weak = [token for token in clip if worth(token) < NEED]
    asked: list[Doubt] = []
    if weak and not (joined and len(clip) >= _SURE):
        asked.append(_doubt("shot", weak[0], _IN_PROSE, "Is it only words?"))
    prose = [token for token in clip if token.key == "lasting" and token.closer not in _PARTED]
    if prose and not asked:
        asked.append(_doubt("shot", prose[0], _IN_PROSE, "Is it only words?"))
    unitless = [token for token in clip if token.kind == "range" and token.unit == ""]
    if len(unitless) == len(clip) and not all(token.label is not None and token.bracket for token in clip):
        asked.append(_doubt("unit", unitless[0], "taken as seconds, though no unit stands behind it", "Frames?"))
    if any(token.unit == "frame" for token in clip):
        asked.append(_doubt("unit", clip[0], "counts frames and was taken as seconds", "Which seconds are these?"))
    return clip, asked


def _likely(clip: list[Token]) -> bool:
    """Whether times in running text that join are of one notation, with a unit or in a place of their own."""
    marked = all(token.unit for token in clip) or min(map(worth, clip)) >= 1
    return marked and all(alike(a, b) >= _LIKELY for a, b in pairwise(clip))


def _joins(before: Token, other: Token) -> bool:
    if other.start is None or before.finish is None:
        return before.finish is None
    late = other.start - before.finish
    return late in (0, 1000) or 0 < late <= 100


def _single(token: Token) -> tuple[list[Token], list[Doubt]]:
    value = worth(token)
    if token.label is not None and token.label.spelled and token.kind != "range":
        return [], []  # Plan B: run. The last shot: 35 mm. Primer plano: una mujer.
    if token.kind == "label":
        return ([token], []) if value >= NEED + 1 and token.place in ("line", "cell") else ([], [])
    if token.kind in ("one", "length"):
        if token.kind == "length" and token.place in ("line", "cell") and value >= NEED:
            return [token], []
        return [], []
    if value < NEED or token.flags & TOTAL:
        return [], []
    if token.label is not None and token.place in ("line", "cell"):
        return [token], []
    closed = token.place == "head" and token.closer in (":", "-", "line")
    if (
        token.start == 0
        and (token.place in ("line", "cell") or closed or token.label is not None)
        and value >= NEED + 1
    ):
        return [token], []
    return [], []


def _series(text: str, clip: list[Token]) -> tuple[list[Token], list[Doubt]]:
    strong = [token for token in clip if worth(token) >= NEED]
    counted = [token.label.number for token in clip if token.label is not None] == list(range(1, len(clip) + 1))
    weak = len(strong) < 2 and counted and all(token.place in _LEADS and not _prose(text, token) for token in clip)
    if not counted and all(token.label is not None and token.label.serial for token in clip):
        return [], []
    if len(strong) < 2 and not weak:
        return [], []
    timed = [token for token in clip if token.length is not None]
    asked: list[Doubt] = []
    if timed and len(timed) < len(clip):
        bare = next(token for token in clip if token.length is None)
        asked.append(_doubt("series", bare, "has no length, and others have one", "How long is it?"))
    if not timed and any(token.label is not None and token.label.part and _hashed(text, token) for token in clip):
        asked.append(_doubt("series", clip[0], "taken as a shot of one clip", "A clip of its own?"))
    if weak or any(token.label is not None and (token.label.spelled or token.key == SPOKEN) for token in clip):
        asked.append(_doubt("series", clip[0], "taken as the mark of a shot", "Is it only words?"))
    return clip, asked


def _ends(clip: Sequence[Token]) -> Iterator[Doubt]:
    """A question about the first shot of a clip that says only when it ends."""
    first = next((token for token in clip if token.key == "ends"), None)
    if first is not None:
        if first.kind == "length":
            yield _doubt("instant", first, f"{_ENDS_ONLY} to last as long", "When does it begin?")
        else:
            yield _doubt(
                "instant", first, f"{_ENDS_ONLY} to begin where the one before it ends", "Does it last so long?"
            )


def _prose(text: str, token: Token) -> bool:
    """Whether a label goes on into words that it may be one of: `The first act of kindness`."""
    label = token.label
    ordinal = label is not None and label.spelled and words.fold(text[label.at : label.end]).endswith(label.word)
    return token.closer == "comma" or (ordinal and token.closer == "word" and not token.bracket)


def lengths(tokens: Sequence[Token]) -> tuple[list[Token], list[Doubt]]:
    """Shots of which only the length is told, behind a title: `A lamp (3s): …`; none where they are not alike."""
    alone = [token for token in tokens if token.kind == "one" and _says_a_length(token)]
    if (
        len(alone) < _PAIR
        or _ages(alone, tokens)
        or any(alike(before, other) < _LIKE for before, other in pairwise(alone))
    ):
        return [], []
    asked = _doubt("series", alone[0], "taken as the length of a shot", "Is it when the shot starts?")
    return [replace(token, kind="length", length=token.start, start=None) for token in alone], [asked]


def _says_a_length(token: Token) -> bool:
    """Whether a time alone may be the length of a shot: in a bracket behind its title, or at a line's start."""
    closed = token.closer in (":", "-", "line")
    if token.place in _LEADS:
        return (closed or bool(token.bracket)) and not token.flags
    return bool(token.bracket) and closed and token.place == "head" and not token.flags


def _ages(alone: Sequence[Token], tokens: Sequence[Token]) -> bool:
    """Whether seconds may be how old people are, `ANNA (30s): tall`; not where the film is as long as all of them."""
    whole = sum(token.start or 0 for token in alone)
    return all(map(_decade, alone)) and not any(token.flags & TOTAL and token.start == whole for token in tokens)


def _decade(token: Token) -> bool:
    tens, rest = divmod(token.start or 0, 10_000)
    return token.bracket == "(" and token.end - token.at == len("30s") and not rest and tens > 1


def _hashed(text: str, token: Token) -> bool:
    return text[text.rfind("\n", 0, token.begin) + 1 : token.begin].lstrip().startswith("#")


def _instants(clip: list[Token]) -> tuple[list[Token], list[Doubt]]:
    """Shots of which only the start is known, each as long as until the next; the last is open."""
    if clip[0].start != 0 or len(clip) < 2:
        return [], []
    shots: list[Token] = []
    for token, after in pairwise(clip):
        shots.append(replace(token, kind="range", finish=after.start) if token.kind == "one" else token)
    last, before = clip[-1], shots[-1]
    length = (before.finish or 0) - (before.start or 0)
    shots.append(replace(last, kind="range", finish=(last.start or 0) + length))
    taken = "says only when the shot begins, and was taken to last as long as the shot before it"
    return shots, [_doubt("instant", last, taken, "When does it end?")]


def _doubt(reason: str, token: Token, taken: str, other: str) -> Doubt:
    return Doubt(reason, token.begin, token.stop, taken, other)  # pyright: ignore[reportArgumentType]
