"""Takes a timeline apart: what stands over several shots, where a clip begins, which list only repeats the times."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

import msgspec

from storyboard.language import words
from storyboard.language.reading.records import Doubt, Reason
from storyboard.language.reading.worth import alike
from storyboard.language.syntax import labels
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.scan import Token
from storyboard.patterns import lazy

_LIKE = 1.5
_HEADING = lazy(r"[^\n]{0,100}")
_NEAR = 120
_LETTERS = lazy(words.LETTERS)


class Levels(msgspec.Struct, frozen=True):
    """The clips of a timeline, the tokens that stand over shots, those that are words, and what is uncertain."""

    clips: list[list[Token]]
    sections: list[Token]
    doubts: list[Doubt]


def levels(text: str, chain: Sequence[Token]) -> Levels:
    """The clips of a timeline."""
    shots, sections = _inner(text, chain)
    begins = sorted(section.begin for section in sections)
    clips: list[list[Token]] = []
    doubts: list[Doubt] = []
    above: _Above | None = None
    last: Token | None = None
    for piece in _pieces(shots):
        parted = last is not None and _parted(text, last, piece[0], begins)
        last = piece[-1]
        if above is None:
            clips.append(piece)
        elif (doubt := _repeats(text, above, piece, parted)) is not None:
            doubts.append(doubt)
            continue
        elif _only_names(above.clip, piece):
            clips[-1] = piece  # the shots were named above, and here they have their times
        elif not parted and _restates(above, piece):
            doubts.append(_doubt("track", piece, "names the shots above once more: taken as words", "A clip?"))
            continue
        else:
            if not parted:
                other = "Another track of the clip above? Then make its lines text"
                doubts.append(_doubt("clip", piece, "begins at 0 again: taken as a clip", other))
            clips.append(piece)
        above = _Above(clips[-1])
    return Levels(clips, sections, doubts)


def _doubt(reason: Reason, piece: Sequence[Token], taken: str, other: str) -> Doubt:
    return Doubt(reason, piece[0].begin, piece[0].stop, taken, other)


class _Above:
    """The clip above a piece, with its times and labels looked up once."""

    def __init__(self, clip: list[Token]) -> None:
        self.clip = clip
        self.times = {(token.start, token.finish) for token in clip}
        self.labels = {(token.label.word, token.label.number) for token in clip if token.label is not None}
        self.labelled = all(token.label is not None for token in clip)


def _inner(text: str, chain: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The shots of a timeline, and the tokens whose time the shots right behind them fill."""
    shots: list[Token] = []
    sections: list[Token] = []
    for at, token in enumerate(chain):
        filled = 0 if shots and _counts_on(shots[-1], token) else _filled(chain, at)
        if filled > 1 or (filled == 1 and not _words_between(text, token, chain[at + 1])):
            sections.append(token)
        elif filled == 1 and at + 1 < len(chain):
            shots.append(token)
        elif shots and _same(shots[-1], token) and alike(shots[-1], token) < _LIKE:
            sections.append(token)  # the shot's own time once more
        else:
            shots.append(token)
    return shots, sections


def _filled(chain: Sequence[Token], at: int) -> int:
    """How many tokens behind one fill its time, in another notation; 0 where they do not."""
    over = chain[at]
    if over.kind != "range" or over.start is None or over.finish is None or at + 1 >= len(chain):
        return 0
    first = chain[at + 1]
    if first.kind != "range" or first.start not in (over.start, 0) or alike(over, first) >= _LIKE:
        return 0
    base = over.start if first.start == 0 and over.start else 0
    reached, count = first.start, 0
    for token in chain[at + 1 :]:
        if token.kind != "range" or token.start != reached or token.finish is None:
            return 0
        reached, count = token.finish, count + 1
        if reached >= over.finish - base:
            return count if reached == over.finish - base else 0
    return 0


def _same(token: Token, other: Token) -> bool:
    return token.kind == other.kind == "range" and token.start == other.start and token.finish == other.finish


def _counts_on(shot: Token, token: Token) -> bool:
    """Whether a token is the next of the shot before it, by label and time: what begins behind it fills neither."""
    if shot.label is None or token.label is None or shot.label.word != token.label.word or shot.finish is None:
        return False
    return shot.label.number + 1 == token.label.number and shot.finish == token.start


def _words_between(text: str, token: Token, other: Token) -> bool:
    """Whether words of its own stand behind a mark, before the next one: more than the rest of its line."""
    return bool(text[token.stop : other.begin].strip(" \t\n*_>#-|:：·•"))


def _pieces(shots: Sequence[Token]) -> list[list[Token]]:
    pieces: list[list[Token]] = []
    for shot in shots:
        if pieces and not _restarts(pieces[-1], shot):
            pieces[-1].append(shot)
        else:
            pieces.append([shot])
    return pieces


def _restarts(piece: list[Token], shot: Token) -> bool:
    last = piece[-1]
    if shot.start is not None:
        return shot.start == 0 and (last.start is not None or last.kind in ("length", "label"))
    if shot.label is None or last.label is None:
        return False
    if shot.label.spelled and not shot.label.number:
        return False  # the last shot
    return shot.label.number <= 1 < last.label.number or (shot.label.number == 1 == last.label.number)


def _repeats(text: str, above: _Above, piece: list[Token], parted: bool) -> Doubt | None:
    """The question where a piece only repeats the times of the clip above it, as a list of voices does."""
    first, last = above.clip[0], above.clip[-1]
    if not (piece[0].kind == "range" and first.kind == "range"):
        return None
    shared = sum((token.start, token.finish) in above.times for token in piece)
    within = (piece[-1].finish or 0) <= (last.finish or 0)
    tracked = within and _track_above(text, piece[0])
    if tracked or (alike(first, piece[0]) < _LIKE and within and not parted and 2 * shared >= len(piece)):
        return _doubt(
            "track",
            piece,
            "begins at 0 again: taken as words, a second track of the clip above",
            'A clip of its own? Then put "# Clip 2" above it',
        )
    return None


@cache
def _phrases() -> re.Pattern[str]:
    """The names of tracks that are more than one word, or are words within others."""
    return re.compile(
        words.alternation((word for word in words.of("tracks") if not word.isascii() or " " in word), spaces=" ")
    )


def _track_above(text: str, token: Token) -> bool:
    """Whether the line before a token, or what stands before it on its line, names a track: voice, subtitles."""
    above = canonical(text[max(0, token.begin - _NEAR) : token.begin]).rstrip(" *_>-•\n[(")
    line = above.rpartition("\n")[2]
    if len(line) > 60:
        return False
    if _phrases().search(line) is not None:
        return True
    known = words.lookup("tracks")
    named = any(word in known for word in _LETTERS.findall(line))
    return named and any(word in line for word in known if len(word) > 2)


def _only_names(clip: list[Token], piece: list[Token]) -> bool:
    """Whether a clip without any time only names the shots of the piece behind it."""
    if any(token.start is not None or token.length is not None for token in clip):
        return False
    if not all(token.start is not None or token.length is not None for token in piece):
        return False
    named = [token.label and (token.label.word, token.label.number) for token in clip]
    return named == [token.label and (token.label.word, token.label.number) for token in piece]


def _restates(above: _Above, piece: list[Token]) -> bool:
    """Whether a piece in another notation only lists the labels of the clip above, a line each."""
    if not above.labelled or any(token.label is None for token in piece) or alike(above.clip[0], piece[0]) >= _LIKE:
        return False
    return all((token.label.word, token.label.number) in above.labels for token in piece if token.label is not None)


def _parted(text: str, last: Token, first: Token, sections: Sequence[int]) -> bool:
    """Whether a heading, or a label of parts, stands between two shots; `sections` are the offsets of those."""
    at = bisect_right(sections, last.begin)
    if at < len(sections) and sections[at] < first.begin:
        return True
    return any(_heading(line) for line in text[last.stop : first.begin].split("\n")[1:])


def _heading(line: str) -> bool:
    stripped = line.strip()
    if re.match(r"#{1,6}[ \t]", stripped):
        return True
    plain = canonical(stripped).strip(" *_-=:>[]")
    if not plain or len(plain) > 80:
        return False
    label = labels.leading(plain)
    if label is not None and label.part and not label.serial:  # 第一幕, `Part two`
        return True
    word = _LETTERS.match(plain)
    if word is None:
        return False
    named = word[0] in words.lookup("parts", "films", "clips", "counted_parts") or plain.startswith(_parts())
    return bool(named and re.search(r"\d", plain))


@cache
def _parts() -> tuple[str, ...]:
    """The names of clips and of their parts that are words within others."""
    return tuple(part for part in words.of("films", "counted_parts") if not part.isascii())
