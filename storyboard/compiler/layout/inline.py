"""What stands inside a line: variables, mentions of the cast, notes and escapes, read into pieces of text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import msgspec

from storyboard.language.story import Member, Piece, Text, Value
from storyboard.language.syntax.escapes import SIGN, escapes
from storyboard.patterns import lazy
from storyboard.source import Span

_MARKERS = lazy(rf"{SIGN}|\[\[|\{{\{{|@(?![@\s])")
_VARIABLE = lazy(r"\{\{[ \t]*+([^\W\d][\w-]*+)[ \t]*+\}\}")
_BRACES = lazy(r"\{\{[^{}\n]*+\}\}")
_STATE = lazy(r"/([^\W_][\w-]*+)")
_SpanOf = Callable[[int, int], Span]
_CLOSING = tuple(",.;:!?…)】，。；：！？）")
_STRAY = lazy(r"@(?:<<<)?[^\W_][\w-]{0,40}+")


class Names(msgspec.Struct, frozen=True):
    """The names that a text may use: cast and variables, and how a mention looks (None without a cast).

    `fields` are the words that name a shot's fields in this story, each with its key.
    """

    cast: dict[str, Member]
    variables: dict[str, Value]
    mention: re.Pattern[str] | None
    fields: Mapping[str, str] = {}


def known_names(cast: Mapping[str, Member], variables: Mapping[str, Value]) -> Names:
    """The names of a story, with the expression that finds the longest cast name that fits after an `@`."""
    if not cast:
        return Names({}, dict(variables), None)
    return Names(dict(cast), dict(variables), _naming(tuple(cast)))


@lru_cache(maxsize=16)
def _naming(names: tuple[str, ...]) -> re.Pattern[str]:
    """What finds the longest of some names after an `@`; kept, since it is asked for by each clip that is edited."""
    # A Latin name must end where the word ends; 小明 may be followed by anything.
    ends = [
        re.escape(name) + (r"(?![A-Za-z0-9_])" if name[-1:].isascii() else "")
        for name in sorted(names, key=len, reverse=True)
    ]
    return re.compile("@(" + "|".join(ends) + ")")


class TextLine(msgspec.Struct, frozen=True):
    """A line of text in the source: its offset, its characters, and whether a blank line stands above it."""

    start: int
    text: str
    gap: bool


def read(path: str, lines: Sequence[TextLine], using: Names) -> Text:
    """The text of some lines: neither indented nor blank at their ends, joined by a newline, paragraphs by two."""
    if len(lines) == 1 and not _marked(lines[0].text):
        return _plain(path, lines[0])
    pieces: list[Piece] = []
    paragraph: list[TextLine] = []

    def finish() -> None:
        if not paragraph:
            return
        added = _paragraph(path, paragraph, using)
        if any(piece.text for piece in added) and any(piece.text for piece in pieces):
            at = paragraph[0].start
            pieces.append(Piece("\n\n", Span(path, at, at)))
        pieces.extend(added)
        paragraph.clear()

    for line in lines:
        if line.gap:
            finish()
        paragraph.append(line)
    finish()
    return Text("".join([piece.text for piece in pieces]), tuple(pieces))


def read_value(path: str, text: str, span: Span, using: Names) -> Text:
    """The text of a value from front matter or a heading, such as a cast member's description."""
    if len(text) == span.end - span.start:
        return read(path, [TextLine(span.start, text, False)], using)
    value = read(path, [TextLine(0, " ".join(text.split("\n")), False)], using)
    moved = tuple(msgspec.structs.replace(piece, span=span) for piece in value.pieces)
    return Text(value.value, moved)


def _marked(text: str) -> bool:
    """Whether a line may hold anything but words."""
    signed = "@" in text or "{{" in text or "[[" in text or "\\" in text
    return signed and _MARKERS.search(text) is not None


def _plain(path: str, line: TextLine) -> Text:
    """The text of a line that holds nothing but words."""
    text = line.text.strip()
    start = line.start + len(line.text) - len(line.text.lstrip())
    return Text(text, (Piece(text, Span(path, start, start + len(text))),)) if text else Text()


def _paragraph(path: str, lines: list[TextLine], using: Names) -> list[Piece]:
    if not any(_marked(line.text) for line in lines):
        simple: list[Piece] = []
        for line in lines:
            text = line.text.strip()
            if not text:
                continue
            start = line.start + len(line.text) - len(line.text.lstrip())
            if simple:
                simple.append(Piece("\n", Span(path, start, start)))
            simple.append(Piece(text, Span(path, start, start + len(text))))
        return simple
    return _joined(_tokens(path, lines, using))


def _tokens(path: str, lines: list[TextLine], using: Names) -> list[Piece]:
    """The pieces of a paragraph in order, line ends as pieces of their own, nothing trimmed yet."""
    whole = "\n".join(line.text.strip() for line in lines)
    offsets: list[int] = []
    starts: list[int] = []
    at = 0
    for line in lines:
        offsets.append(at)
        starts.append(line.start + len(line.text) - len(line.text.lstrip()))
        at += len(line.text.strip()) + 1

    def span(begin: int, end: int) -> Span:
        first = bisect_right(offsets, begin) - 1
        last = bisect_right(offsets, max(begin, end - 1)) - 1
        return Span(path, starts[first] + begin - offsets[first], starts[last] + end - offsets[last])

    pieces: list[Piece] = []

    def words(begin: int, end: int) -> None:
        while begin < end:
            stop = whole.find("\n", begin, end)
            stop = end if stop < 0 else stop
            if stop > begin:
                pieces.append(Piece(whole[begin:stop], span(begin, stop)))
            if stop < end:
                pieces.append(Piece("\n", span(stop, stop)))
            begin = stop + 1

    at, closed = 0, True
    for match in _MARKERS.finditer(whole):
        begin = match.start()
        if begin < at:
            continue
        sign = match[0]
        if sign == "\\":
            if not escapes(whole, begin):
                continue
            words(at, begin)
            at = begin + 1
            if whole[at : at + 1] not in ("", "\n"):
                end = at + (2 if whole[at : at + 2] in ("{{", "[[") else 1)
                words(at, end)
                at = end
            continue
        if sign == "[[":
            end = whole.find("]]", begin + 2) if closed else -1
            words(at, begin)
            if end < 0:
                closed = False
                pieces.append(Piece("[[", span(begin, begin + 2), "open", "[["))
                at = begin + 2
                continue
            end += 2
            while whole.startswith("]", end):
                end += 1
            pieces.append(Piece("", span(begin, end), "note"))
            at = end
        elif sign == "{{":
            words(at, begin)
            piece = _variable(whole, begin, span, using)
            pieces.append(piece)
            at = begin + (piece.span.end - piece.span.start)
        elif begin and whole[begin - 1].isascii() and whole[begin - 1].isalnum():
            continue  # an e-mail address
        else:
            mention = _mention(whole, begin, using)
            if mention is not None:
                words(at, begin)
                piece, at = mention
                pieces.append(msgspec.structs.replace(piece, span=span(begin, at)))
    words(at, len(whole))
    return pieces


def _variable(whole: str, begin: int, span: _SpanOf, using: Names) -> Piece:
    match = _VARIABLE.match(whole, begin)
    if match is None:
        braces = _BRACES.match(whole, begin)
        end = braces.end() if braces else begin + 2
        kind = "variable" if braces else "open"
        name = whole[begin + 2 : end - 2].strip() if braces else "{{"
        return Piece(whole[begin:end], span(begin, end), kind, name, known=False)
    name = match[1]
    value = using.variables.get(name)
    text = value.text if value is not None else match[0]
    return Piece(text, span(begin, match.end()), "variable", name, known=value is not None)


def _mention(whole: str, begin: int, using: Names) -> tuple[Piece, int] | None:
    """The mention or stray `@` at an offset, and where it ends; None for an `@` that no word follows."""
    nowhere = Span("", 0, 0)
    match = using.mention.match(whole, begin) if using.mention else None
    if match is None:
        stray = _STRAY.match(whole, begin)
        return (Piece(stray[0], nowhere, "stray", stray[0][1:]), stray.end()) if stray else None
    name, end = match[1], match.end()
    if whole[end : end + 1] != "/":
        return Piece(name, nowhere, "mention", name), end
    states = using.cast[name].states
    fitting = [state for state in states if whole.startswith(state, end + 1) and _ends(whole, state, end + 1)]
    if fitting:
        state = max(fitting, key=len)
        return Piece(name, nowhere, "mention", name, state), end + 1 + len(state)
    word = _STATE.match(whole, end)
    if word is None:
        return Piece(name, nowhere, "mention", name), end
    return Piece(name, nowhere, "mention", name, word[1], known=False), word.end()


def _ends(whole: str, word: str, at: int) -> bool:
    """Whether a word at an offset ends there: `old` is no state in `older`, while 老 may be followed by anything."""
    after = whole[at + len(word) : at + len(word) + 1]
    return not (word[-1:].isascii() and after.isascii() and (after.isalnum() or after == "_"))


def _joined(pieces: list[Piece]) -> list[Piece]:
    """The pieces of a paragraph without the traces of notes: no double blank, no empty line."""
    lines: list[list[Piece]] = [[]]
    breaks: list[Piece] = []
    for piece in pieces:
        if piece.text == "\n" and piece.kind == "words":
            lines.append([])
            breaks.append(piece)
        else:
            lines[-1].append(piece)
    joined: list[Piece] = []
    for index, line in enumerate(lines):
        kept = _trimmed(line)
        if any(piece.text for piece in kept):
            if any(piece.text for piece in joined):
                joined.append(breaks[index - 1])
            joined.extend(kept)
        else:
            joined.extend(piece for piece in kept if piece.kind == "note")
    return joined


def _shorn(piece: Piece) -> Piece:
    left = piece.text.lstrip(" \t")
    return Piece(left, Span(piece.span.path, piece.span.end - len(left), piece.span.end))


def _end_blank(pieces: list[Piece]) -> None:
    """Take out the blank before a note that punctuation follows: `a lamp [[ which? ]], lit` is `a lamp, lit`."""
    at = len(pieces) - 1
    while at > 0 and pieces[at].kind == "note":
        at -= 1
    piece = pieces[at]
    if piece.kind == "words":
        text = piece.text.rstrip(" \t")
        pieces[at] = Piece(text, Span(piece.span.path, piece.span.start, piece.span.start + len(text)))


def _trimmed(line: list[Piece]) -> list[Piece]:
    pieces: list[Piece] = []
    blank = True  # whether what was kept so far ends in a blank, or nothing was kept
    for piece in line:
        kept = _shorn(piece) if piece.kind == "words" and blank else piece
        if pieces and pieces[-1].kind == "note" and kept.text.startswith(_CLOSING):
            _end_blank(pieces)
        pieces.append(kept)
        if kept.text:
            blank = kept.text[-1] in " \t" and kept.kind == "words"
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if piece.kind == "words":
            right = piece.text.rstrip(" \t")
            cut = piece.span.start + len(right)
            pieces[index] = Piece(right, Span(piece.span.path, piece.span.start, cut))
            if right:
                break
        elif piece.text:
            break
    return [piece for piece in pieces if piece.text or piece.kind == "note"]
