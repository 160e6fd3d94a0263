r"""Words that look meant for colleagues are sent to the model.

A comment is a line that begins with `//`. Behind words `//` and `#` are text like any other, and so are `/* … */`,
`<!-- … -->` and lines such as `note: …` or `(Note: …)` in a shot: all of it is paid for and may be seen in the
picture. So are the address and the greetings of a mail and the tags of a page that a text was copied with, and what a
program for chats says round its answer, a remark such as `(client: too dark?)` within a line, a place held open such
as `[Insert packshot here]`, `[TODO]` or `[Logo]`, and the heading of a screenplay's scene in a shot. A note in
`[[ … ]]` is never sent. Words that Markdown strikes out and its fences round a text, `((a remark))`, and above the
shots who wrote them and which draft it is are told as well, and so are the comments of a word processor,
`[JK1: too dark?]`, footnotes, page numbers, and the weights and tags of other programs, `(lamp:1.4)`.
The head of a table whose rows are shots,
`| Time | Picture |`, is sent as well. The fix writes a note, or deletes the head, and is unsafe, since it changes what
is sent. Under `--strict` lines that begin with `props:` count too.

Bad:

    Shot 1 [0-5s] A stone axe. // the client's idea
      note: bring an umbrella

Good:

    Shot 1 [0-5s] A stone axe. [[ the client's idea ]]
      [[ note: bring an umbrella ]]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from storyboard.compiler.layout.fields import word_of
from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._around import ROUND, begins, letter_lines, stamps
from storyboard.compiler.rules._text import for_colleagues
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.language import words
from storyboard.language.story import Row, Scene, ScriptClip, Story, Text
from storyboard.language.syntax.parser import kind_of
from storyboard.language.syntax.tags import BREAKING, FENCE, INLINE, STRUCK
from storyboard.patterns import lazy, of_words
from storyboard.source import Source

CODE = "SB120"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
IN_CLIP = True
_PAIRS = (("/*", "*/"), ("<!--", "-->"))
_CLOSERS = {'"': '"', "”": "“", "»": "«", "」": "「", "』": "『"}
# `#` counts behind a sentence and between blanks alone: `room # 5`.
_COMMENT = of_words(r"(?<![:/])//|(?<=[.!?…。！？][ \t])\#(?=[ \t])", lambda: ("//", " #", "\t#"))
_ADDRESS = lazy(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,3}\.[A-Za-z]{2,10}(?!\w)"
)
_ENTITY = lazy(r"&(?:nbsp|amp|lt|gt|quot|apos|#[0-9]{1,6});")
# `(NOTE: …)` and `[NB: …]`, but no note in two brackets.
_OPENING = ("(", "[", "（", "【")
_BRACKETED = lazy(r"[ \t]*+[(\[（【](?!\[)[ \t]*+([^\W\d_]{2,20}+)[ \t]*+[:：]")


def noticed(facts: Facts) -> frozenset[str] | None:
    """Nothing where no text has a tag: of all tags of a story there is one finding, at the first."""
    return None if any(_tagged(facts.sources[facts.story.path], _texts(facts.story))) else frozenset()


def check_story(facts: Facts) -> Iterator[Finding]:
    """What stands behind `//`, between comment signs of other languages, or behind `note:` in a text that is sent."""
    story = facts.story
    source = facts.sources[story.path]
    texts = _texts(story)
    known: dict[int, int] = {}
    typed = next(text for file, text, _ in facts.texts() if file is source)
    pairs = [pair for pair in _PAIRS if pair[0] in typed and pair[1] in typed]
    behind = _COMMENT.search(typed) is not None
    for text in texts if pairs or behind else ():
        if text.pieces and text.pieces[0].span.path == story.path:
            yield from _blocks(source, text, pairs)
            yield from _behind(source, text, known)
    yield from _chatted(source, story)
    for at, end in stamps(source, story):
        yield _finding(source, at, end, _note(source, at, end, source.text[at:end]), "it is of the document")
    yield from _unwritten(source, texts)
    yield from _aside(source, texts)
    letter = [_of_mail(source, at, line) for at, line in letter_lines(source, story)]
    yield from letter
    for finding in _mailed(source, texts) if "@" in typed else ():
        if not any(line.span.start <= finding.span.start < line.span.end for line in letter):
            yield finding
    yield from _tagged(source, texts) if "<" in typed or "&" in typed else ()
    yield from _marked_up(source, texts) if "~~" in typed or "```" in typed else ()
    for scene, clip in zip(story.scenes, story.script.clips, strict=True):
        yield from _lines(source, scene, clip, facts)


def _texts(story: Story) -> list[Text]:
    """What is sent of a story, text by text."""
    texts = [story.overview]
    for scene in story.scenes:
        texts += [text for text in scene.texts if text is not scene.title]
    return texts


def _behind(source: Source, text: Text, known: dict[int, int]) -> Iterator[Finding]:
    """The words behind `//` or `#`, where it stands once in its line and in no quotation; `known` is where, by line."""
    for piece in text.pieces:
        if piece.kind != "words" or ("//" not in piece.text and "#" not in piece.text):
            continue
        number = source.place(piece.span.start).line
        line, start = source.line(number), source.line_start(number)
        if number not in known:
            places = [match.start() for match in _COMMENT.finditer(line)]
            known[number] = start + places[0] if len(places) == 1 else -1
        at, end = known[number], start + len(line.rstrip())
        if not piece.span.start <= at < piece.span.end:
            continue
        said = source.text[at:end].lstrip("/#").strip()
        if said and source.text[at - 1 : at] in (" ", "\t") and not _quoted(said):
            why = (
                "a comment stands on a line of its own"
                if source.text[at] == "/"
                else "`#` begins no comment in a story"
            )
            yield _finding(source, at, end, _note(source, at, end, said), why)


def _quoted(said: str) -> bool:
    """Whether a quotation ends in some words that does not begin there."""
    return any(
        said.count(closer) % 2 if closer == opener else said.count(closer) > said.count(opener)
        for closer, opener in _CLOSERS.items()
    )


def _blocks(source: Source, text: Text, pairs: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """What stands between `/*` and `*/`, and between `<!--` and `-->`; `pairs` are those that the file holds."""
    last = text.pieces[-1].span.end
    for opener, closer in pairs:
        done = 0
        for piece in text.pieces:
            while piece.kind == "words" and done >= 0:
                start = source.text.find(opener, max(done, piece.span.start), piece.span.end)
                if start < 0:
                    break
                end = source.text.find(closer, start + len(opener), last)
                done = end + len(closer) if end >= 0 else -1
                if end >= 0:
                    edits = _paragraphs(source, start, done, opener, closer)
                    yield _finding(source, start, done, edits, "it is no sign of a comment in a story")


def _sent(source: Source, texts: Iterable[Text], pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where an expression matches in the words of some texts of the story's own file."""
    pieces = [piece for text in texts for piece in text.pieces if piece.kind == "words"]
    return sorted(
        match.span()
        for piece in pieces
        if piece.span.path == source.path
        for match in pattern.finditer(source.text, piece.span.start, piece.span.end)
    )


def _mailed(source: Source, texts: Iterable[Text]) -> Iterator[Finding]:
    """The addresses of mails."""
    for at, end in _sent(source, texts, _ADDRESS):
        yield _finding(source, at, end, (), "it is the address of a mail")


def _chatted(source: Source, story: Story) -> Iterator[Finding]:
    """What a program for chats said above its storyboard and below it: the first line, and one of the closing texts."""
    ends = [(story.overview, "greetings"), *((scene.closing, "offers") for scene in story.scenes)]
    for text, role in ends:
        lines = text.pieces[0].span if text.pieces and text.pieces[0].span.path == source.path else None
        if lines is None:
            continue
        line = source.place(lines.start).line
        first, begin = source.line(line), source.line_start(line)
        said = words.fold(first.strip(ROUND))
        if begins(said, role) and (role == "offers" or said.endswith((":", "："))):
            at, end = begin + len(first) - len(first.lstrip()), begin + len(first.rstrip())
            yield _finding(source, at, end, _note(source, at, end, first.strip()), "it is said to you")


def _unwritten(source: Source, texts: Iterable[Text]) -> Iterator[Finding]:
    """What stands for words that are still to be written: `TBD`."""
    for at, end in _sent(source, texts, _PENDING) if any(word in source.text for word in _unsaid()) else ():
        yield _finding(source, at, end, (), "it stands for what is not written yet")


def _aside(source: Source, texts: Iterable[Text]) -> Iterator[Finding]:
    """Remarks and places held open in brackets, and the headings of scenes."""
    said = "\n".join([piece.text for text in texts for piece in text.pieces if piece.kind == "words"])
    if not any(sign in said for sign in _hints()):
        return
    from storyboard.compiler.rules._asides import asides  # nearly no story waits for it

    for aside in asides(source, texts):
        shown = source.text[aside.start : aside.end]
        if aside.place:
            yield Finding(
                f"`{shown[:40]}` is sent to the model, {aside.why}",
                source.span(aside.start, aside.end),
                "say in the shot's words where and when it is, or write `[[ … ]]` round it",
            )
        elif aside.instead:
            span = source.span(aside.start, aside.end)
            write = f"write `{aside.instead}`"
            fix = Fix(Safety.UNSAFE, write, (Edit(span, aside.instead),))
            yield Finding(f"`{shown[:40]}` is sent to the model, {aside.why}", span, write, fix=fix)
        else:
            edits = _note(source, aside.start, aside.end, shown)
            yield _finding(source, aside.start, aside.end, edits, aside.why)


@cache
def _hints() -> tuple[str, ...]:
    """What an aside begins with, and other words too."""
    return (*"([（【<", "--", *(word.upper() for word in words.of("slugs")))


@cache
def _unsaid() -> tuple[str, ...]:
    return tuple(word.upper() for word in words.of("pending"))


_PENDING = lazy(lambda: words.whole(_unsaid()))


def _of_mail(source: Source, start: int, line: str) -> Finding:
    at, end = start + len(line) - len(line.lstrip()), start + len(line.rstrip())
    return _finding(source, at, end, _note(source, at, end, line.strip()), "it is of a mail")


def _tagged(source: Source, texts: Iterable[Text]) -> Iterator[Finding]:
    """The tags of HTML and its names for signs, as one finding."""
    places = [place for pattern in (BREAKING, INLINE, _ENTITY) for place in _sent(source, texts, pattern)]
    places = sorted(place for place in places if source.text[place[0]] != "[")
    if not places:
        return
    at, end = places[0]
    others = f", and so {'are' if len(places) > 2 else 'is'} {len(places) - 1} more" if len(places) > 1 else ""
    yield Finding(
        f"`{source.text[at:end][:40]}` is HTML and is sent to the model{others}",
        source.span(at, end),
        "take the tags out, or copy the text without its form",
        fix=Fix(Safety.UNSAFE, "take all of it out", tuple(_unmarked(source, *place) for place in places)),
    )


def _marked_up(source: Source, texts: Sequence[Text]) -> Iterator[Finding]:
    """What Markdown strikes out, and the fences that it puts round a text."""
    for pattern, why in ((STRUCK, "it is struck out"), (FENCE, "it is a fence of Markdown")):
        for at, end in _sent(source, texts, pattern):
            shown = source.text[at:end].strip()
            yield Finding(
                f"`{shown[:40]}` is sent to the model, {why}",
                source.span(at, at + len(source.text[at:end].rstrip())),
                "take it out",
                fix=Fix(Safety.UNSAFE, "take it out", (Edit(source.span(at, end), ""),)),
            )


def _unmarked(source: Source, at: int, end: int) -> Edit:
    """The edit that puts the sign that HTML names into its place, and nothing into that of a tag."""
    from html import unescape  # with all its names for signs, which few stories wait for

    typed = source.text[at:end]
    return Edit(source.span(at, end), unescape(typed).replace("\xa0", " ") if typed[0] == "&" else "")


def _paragraphs(source: Source, start: int, end: int, opener: str, closer: str) -> tuple[Edit, ...]:
    """The edits that make a note of each paragraph, or () where other lines than text stand between."""
    inside = source.text[start:end]
    if any(kind_of(line) not in ("TEXT", "BLANK") for line in inside.split("\n")[1:] if line) or "]]" in inside:
        return ()
    edits: list[Edit] = []
    at = start
    for part in inside.split("\n\n"):
        said = part.removeprefix(opener).removesuffix(closer).strip()
        if said:
            lead = len(part) - len(part.lstrip()) if at > start else 0
            edits.append(Edit(source.span(at + lead, at + len(part)), f"[[ {said} ]]"))
        else:
            edits.append(Edit(source.span(at, at + len(part)), ""))
        at += len(part) + 2
    return tuple(edits)


def _lines(source: Source, scene: Scene, clip: ScriptClip, facts: Facts) -> Iterator[Finding]:
    """The lines of a clip's shots behind a key of private words; those right below each other are one note."""
    closing = scene.closing.pieces[0].span.start if scene.closing.pieces else len(source.text)
    roles = ("private", "props") if facts.strict else ("private",)
    if not any(_private(row, roles) for shot in clip.shots for row in shot.rows):
        return
    notes = _Notes(scene)
    for shot in clip.shots:
        group: list[Row] = []
        for row in (*shot.rows, None):
            if row is not None and row.start < closing and not notes.hold(row.start + _indent(row)):
                deeper = bool(group) and row.kind == "TEXT" and _indent(row) > _indent(group[0])
                if deeper or _private(row, roles):
                    group.append(row)
                    continue
            if group:
                first, last = group[0], group[-1]
                at, end = first.start + _indent(first), last.start + len(last.text.rstrip())
                edits = _note(source, at, end, source.text[at:end])
                yield _finding(source, at, end, edits, "a note is written in `[[ … ]]`")
            group = []


class _Notes:
    """The stretches of a clip that are no private text: notes, and lines of dialogue."""

    def __init__(self, scene: Scene) -> None:
        spans = [speech.span for shot in scene.shots for speech in shot.dialogue]
        for shot in scene.shots:
            spans += [piece.span for text in shot.texts() for piece in text.pieces if piece.kind == "note"]
        self._spans = sorted((span.start, span.end) for span in spans)

    def hold(self, offset: int) -> bool:
        """Whether an offset lies in one of them."""
        at = bisect_left(self._spans, (offset + 1, 0)) - 1
        return at >= 0 and offset < max(self._spans[at][1], self._spans[at][0] + 1)


def _private(row: Row, roles: tuple[str, ...]) -> bool:
    if row.kind == "PAIR":
        word = word_of(row)
    else:
        match = _BRACKETED.match(row.text) if row.text.lstrip(" \t").startswith(_OPENING) else None
        word = words.fold(match[1]) if match else ""
    return for_colleagues(word, *roles)


def _note(source: Source, at: int, end: int, said: str) -> tuple[Edit, ...]:
    return () if "]]" in said or "[[" in said else (Edit(source.span(at, end), f"[[ {said} ]]"),)


def _indent(row: Row) -> int:
    return len(row.text) - len(row.text.lstrip())


def _finding(source: Source, at: int, end: int, edits: tuple[Edit, ...], why: str) -> Finding:
    shown = source.text[at:end].partition("\n")[0]
    return Finding(
        f"`{shown[:40]}` is sent to the model, {why}",
        source.span(at, end),
        "write `[[ … ]]` round what shall not be sent, or take it out",
        fix=Fix(Safety.UNSAFE, "make a note of it", edits) if edits else None,
    )
