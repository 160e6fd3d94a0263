"""The same text with its ranges in another spelling, or on another page: the truth stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import msgspec

from tools.reading.fields import filled, range_fields, wanted
from tools.reading.filling import own_words
from tools.reading.loading import rows
from tools.reading.records import Text

_CLOSERS = re.compile(r"[ \t]*[\])】）]?[ \t]*[:：]?")
_BEFORE = re.compile(r"[(\[【（]$")
_LABELLED = re.compile(r"\w[ ]?\d+ ?[(\[【（]$")
_RANGE = re.compile(r"\d[^\W\d_]?\s?[-–]\s?\d")
_ENDS = (".", "。", "!", "?", "।", "！", "？")
_SPECIAL = ("#", "|", "-", "*", ">", "1", "2", "3", "4", "5")


class Respelling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of respellings.yaml."""

    name: str
    written: str = msgspec.field(name="as")
    clock: bool = False
    bare: bool = False


@cache
def respellings() -> tuple[Respelling, ...]:
    """All spellings, in the order of the file."""
    return tuple(rows("respellings.yaml", Respelling))


def fit(text: Text) -> bool:
    """Whether a text's ranges can be written otherwise: no data, one for each shot, and none elsewhere.

    A list for the voice that repeats the shots' times would be read in their stead, and pass for them.
    """
    if text.data or text.untimed or len(text.spans) != len(text.truth):
        return False
    starts, ends = (0, *(end for _, end in text.spans)), (*(start for start, _ in text.spans), len(text.text))
    return not any(_RANGE.search(text.text, start, end) for start, end in zip(starts, ends, strict=True))


def respelt(text: Text) -> Iterator[Text]:
    """The text in each spelling that says the same, and on each page."""
    for spelling in respellings():
        written = _respelt(text, spelling)
        if written is not None and written != text.text:
            yield _renamed(text, spelling.name, written)
    for name, layout in LAYOUTS.items():
        written = layout(text)
        if written is not None and written != text.text:
            yield _renamed(text, name, written)


def _renamed(text: Text, row: str, written: str) -> Text:
    return msgspec.structs.replace(text, id=f"{text.id} as {row}", group="respelt", row=row, text=written, spans=())


def _respelt(text: Text, spelling: Respelling) -> str | None:
    pieces: list[str] = []
    since = 0
    for (start, end), (one, other) in zip(text.spans, text.truth, strict=True):
        assert one is not None
        assert other is not None
        if spelling.clock and (one % 1 or other % 1):
            return None
        if spelling.bare and not _LABELLED.search(text.text[:start]):
            return None
        fields = range_fields(one, other)
        if "own" in wanted(spelling.written):
            words = own_words(text.language, fields)
            if words is None:
                return None
            fields = {"own": words}
        # A word that the range brings along must not stand twice before it.
        begin = start if _BEFORE.search(text.text[:start]) else _unworded(text.text, start)
        pieces += (text.text[since:begin], filled(spelling.written, fields))
        since = end
    return "".join((*pieces, text.text[since:]))


def _unworded(text: str, start: int) -> int:
    """Where the words begin that stand before a range at the start of a line or sentence (`From`, `Seconds`)."""
    begin = max((at + len(end) for end in ("\n", ". ", "; ") if (at := text.rfind(end, 0, start)) >= 0), default=0)
    words = text[begin:start]
    return begin if words.strip() and re.fullmatch(r"[^\W\d]+(?: [^\W\d]+)? ", words) else start


def _lines(text: Text, change: Callable[[str], str]) -> str:
    return "\n".join(change(line) if line.strip() else line for line in text.text.split("\n"))


def _marked(text: Text, change: Callable[[str, str], str]) -> str | None:
    """The text with each line that begins with a mark changed: what is given is the mark, and the rest of the line."""
    made: list[str] = []
    since = 0
    for start, end in text.spans:
        begin = text.text.rfind("\n", 0, start) + 1
        if begin < since or text.text[begin:start].startswith(_SPECIAL):
            return None
        closers = _CLOSERS.match(text.text, end)
        stop = closers.end() if closers else end
        stop -= len(text.text[begin:stop]) - len(text.text[begin:stop].rstrip(" \t"))
        line = text.text.find("\n", stop)
        line = len(text.text) if line < 0 else line
        made += (text.text[since:begin], change(text.text[begin:stop], text.text[stop:line]))
        since = line
    return "".join((*made, text.text[since:]))


def _running(text: Text) -> str | None:
    """The lines of a text as one paragraph; None where one of them does not end a sentence."""
    lines = [line.strip() for line in text.text.split("\n") if line.strip()]
    single = len(lines) >= len(text.spans) and not any(line.startswith(_SPECIAL) for line in lines)
    if len(lines) < 2 or not single or not all(line.endswith(_ENDS) for line in lines):
        return None
    return " ".join(lines)


def _numbered(text: Text) -> str | None:
    numbers = iter(range(1, 100))
    return _marked(text, lambda mark, rest: f"{next(numbers)}. {mark}{rest}")


def _spaced(text: Text, blank: str) -> str | None:
    return _marked(text, lambda mark, rest: mark.replace(" ", blank) + rest)


LAYOUTS: dict[str, Callable[[Text], str | None]] = {
    "page: running text": _running,
    "page: > quotes": lambda text: _lines(text, "> {}".format),
    "page: bullets": lambda text: _marked(text, lambda mark, rest: f"- {mark}{rest}"),
    "page: numbers": _numbered,
    "page: bold marks": lambda text: _marked(text, lambda mark, rest: f"**{mark}**{rest}"),
    "page: bold in bullets": lambda text: _marked(text, lambda mark, rest: f"* **{mark}**{rest}"),
    "page: code": lambda text: _marked(text, lambda mark, rest: f"`{mark}`{rest}"),
    "page: fence": lambda text: f"```\n{text.text.rstrip()}\n```\n",
    "page: <p>": lambda text: None if "#" in text.text else _lines(text, "<p>{}</p>".format),
    "page: <br>": lambda text: None if "#" in text.text else text.text.rstrip().replace("\n", "<br>\n") + "\n",
    "page: CRLF": lambda text: text.text.replace("\n", "\r\n"),
    "page: blank lines": lambda text: text.text.replace("\n", "\n\n"),
    "page: indented": lambda text: None if "#" in text.text else _lines(text, "    {}".format),
    "page: blanks at ends": lambda text: _lines(text, "{}  ".format),
    "page: no-break blanks": lambda text: _spaced(text, "\u00a0"),
    "page: escaped line ends": lambda text: text.text.rstrip().replace("\n", "\\n"),
    "page: emoji": lambda text: _marked(text, lambda mark, rest: f"🎬 {mark}{rest}"),
    "page: unseen marks": lambda text: _marked(text, lambda mark, rest: f"\u200b{mark}{rest}"),
}
