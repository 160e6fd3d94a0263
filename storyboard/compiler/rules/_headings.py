"""What the rules about headings share: which headings number shots, and the label, number, time and title in them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from storyboard.language import words
from storyboard.language.story import Mark, ScriptShot
from storyboard.language.syntax import labels
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.timekeys import Stated, value
from storyboard.patterns import lazy, of_words

_ORNAMENTS = r"(?:[>*_•·+ \t\u2190-\u2bff\U0001f000-\U0001faff\ufe0f-]|[0-9]{1,2}[.)、][ \t])*+"
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_BARE = lazy(r"[\d.]*")
_PARTS = lazy(r"[ \t]*+(?:[|｜,，:：·(（\[]|(?<=[ \t])[–—-](?=[ \t]))[ \t]*+")
_LONGEST = 200
_LABELS = 200  # most stories have one or two
_UNSPACED = lazy(r"[ \t]*+(#{1,6}+)([^\s#][^#\n]*+)#*+")
_SIGNS = " \t*_[]()（）【】:：.|｜·,，–—-"


def unspaced(line: str) -> re.Match[str] | None:
    """The signs and the title of a line that is a heading but for its blank, `#The forge`.

    One word in small letters is a tag of a style instead: `#cinematic`.
    """
    match = _UNSPACED.fullmatch(line)
    return match if match is None or len(match[2].split()) > 1 or not match[2].islower() else None


class Titled(msgspec.Struct, frozen=True):
    """A heading that numbers a shot: its label with the number as a mark writes them, the number, time and title.

    The number is None where it is none that counts, as in `Last shot`; of `Shot 1.2` it is 2. `serial` says that it
    counts only beside others, as in `Shot A`.
    """

    label: str
    number: int | None
    time: Stated
    title: str
    serial: bool = False

    def name(self, place: int) -> str:
        """The label with its number, or with the shot's place where it has none."""
        return self.label.replace("\0", str(self.number or place))


@cache
def _labels() -> tuple[str, ...]:
    """The words that number shots and no clips."""
    roles = words.lookup("parts", "shots", "weak")
    return tuple(word for word, role in roles.items() if role != "parts")


@cache
def _counted() -> tuple[str, ...]:
    """What behind `第2` makes a shot of it, and no act or scene."""
    parts = words.of("parts")
    return tuple(word for word in words.of("counted") if not any(part in word for part in parts))


def _heading() -> str:
    han = "[" + "".join(word for word in words.of("numbers") if len(word) == 1 and word > "\u2e80") + "]{1,3}+"
    spelt = words.alternation(words.of("numbers", "roman"))
    counting, counted = words.alternation(words.of("counting")), words.alternation(_counted())
    number = rf"(?P<number>[0-9０-９]{{1,3}}+(?:\.[0-9]{{1,3}}+)*+[a-z]?|{han}|{spelt})(?![^\W_])"
    return (
        rf"{_ORNAMENTS}[\[(（【]?[ \t]*+"
        rf"(?P<label>(?:{words.alternation(_labels())})(?P<blank>[ \t]*+)[#№]?[ \t]*+{number}"
        rf"|(?:{counting})[ \t]*+(?P<count>[0-9０-９]{{1,3}}+|{han})[ \t]*+(?:{counted}))"
        r"(?![^\W_]|[–—,.-][0-9])[ \t]*+[\])）】]?[ \t]*+[*_]*+[ \t]*+(?:[:：.|｜·,，–—-]++[ \t*_]*+)?(?P<title>.*)"
    )


_HEADING = of_words(_heading, lambda: words.stems((*_labels(), *_counted())))


def numbered(heading: str) -> Titled | None:
    """What a heading says that is a label of shots with its number, or None for any other heading."""
    typed = heading.strip(" \t").strip("#").strip()
    match = _HEADING.fullmatch(words.fold(typed))
    if match is None:
        return _worded(typed)
    group = "number" if match["number"] else "count"
    label = typed[match.start("label") : match.start(group)].rstrip(" \t#№") + (match["blank"] or "")[:1] + "\0"
    time, title = _time(typed[match.start("title") :].strip(" \t*_"))
    return Titled(label + typed[match.end(group) : match.end("label")].lstrip(), _plain(match[group]), time, title)


def _worded(typed: str) -> Titled | None:
    """As `numbered`, where the number is no digits behind the label: `First shot: The lamp`, `Shot A`."""
    plain = canonical(typed)
    lead = len(plain) - len(plain.lstrip(_SIGNS))
    label = labels.leading(plain[lead:])
    if label is None or label.part:
        return None
    rest = typed[lead + label.end :].lstrip(" \t*_")
    if rest and rest[0] not in _SIGNS:
        return None  # The first shot of the day
    own = label.word if words.unspaced(label.word[-1]) else f"{label.word.capitalize()} "
    time, title = _time(rest.strip(_SIGNS))
    return Titled(f"{own}\0", label.number or None, time, title, label.serial)


def heads(shot: ScriptShot) -> bool:
    """Whether a mark stands in a heading whose label numbers parts of the film, and has no words."""
    return (
        part(shot.mark)
        and shot.row.text.lstrip().startswith("#")
        and not shot.first.text.strip()
        and shot.mark.form != "broken"
    )


def part(mark: Mark) -> bool:
    """Whether a mark's label numbers parts of the film as often as shots: `Scene`, `Act`."""
    return _of_parts(mark.label)


@lru_cache(_LABELS)
def _of_parts(label: str) -> bool:
    return words.lookup("parts", "shots").get(words.fold(label)) == "parts"


def _plain(number: str) -> int | None:
    """The number that digits, the last of `1.2`, or a word name."""
    last = number.translate(_DIGITS).rpartition(".")[2]
    if last.isascii() and last.isdigit():
        return int(last)
    for listed in (*words.by_language("numbers").values(), *words.by_language("roman").values()):
        if number in listed:
            return listed.index(number) + 1
    return None


def _time(title: str) -> tuple[Stated, str]:
    """The time at a title's end, at its start or in its place (`lamp | 0-2s`), and the rest of the title."""
    for at, after in ((0, 0), *(match.span() for match in _PARTS.finditer(title[:_LONGEST]))):
        for time, rest in ((title[after:], title[:at]), (title[:at], title[after:])):
            typed = time.strip(" \t)）]*_")
            stated = value(typed, "times") if typed and not _BARE.fullmatch(typed) else None
            if stated is not None and (stated.length is not None or stated.end is not None):
                return stated, rest.strip(" \t*_([（【")
    return Stated(), title
