"""A quotation mark opens speech, and none closes it in the same paragraph.

Speech is what stands between two quotation marks: it is spoken in the free film, has a place in the subtitles, and its
length is held against the shot's. Without the second mark the words are action. The fix closes the quotation at the
line's end; it is unsafe, since it may end before.

Bad:

    Shot 1 [0-5s] She looks up. She says: "Help.

Good:

    Shot 1 [0-5s] She looks up. She says: "Help."
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.language.story import Text
from storyboard.patterns import lazy, of_words
from storyboard.source import Source

CODE = "SB131"
LEVEL = Level.WARNING
SINCE = "0.2.0"
IGNORABLE = True
SIGNS = ('"',)
_CLOSERS = {'"': '"', "“": "”", "„": '“”"', "«": "»", "「": "」", "『": "』", "＂": "＂"}
_STRAIGHT = ('"', "＂")
# A straight mark opens in front of a letter and behind a blank or a bracket, and counts but behind a digit: `12"`.
_MARKS = lazy(
    r"(?P<opens>(?<![^\s(（\[—–:：])[\"＂](?=[^\W_]|[¿¡'…])|[“„«「『])|(?P<inch>(?<=[0-9])[\"＂])|[\"＂”»」』]|(?P<gap>\n\n)"
)

_SIGN = of_words(
    r"[\"＂“”„«»「」『』]", lambda: '"＂“”„«»「」『』'
)  # which most texts are without, and which is found many times faster


def check_story(facts: Facts) -> Iterator[Finding]:
    """The quotations of the overview and the clips that nothing closes."""
    source = facts.sources[facts.story.path]
    for text in facts.story.texts():
        if text.pieces and text.pieces[0].span.path == source.path and _SIGN.search(text.value) is not None:
            yield from _unclosed(source, text)


def _unclosed(source: Source, text: Text) -> Iterator[Finding]:
    """The mark of each paragraph that opens a quotation and has no partner."""
    marks: list[tuple[int, re.Match[str]]] = []
    for piece in text.pieces:
        shift = piece.span.start if len(piece.text) == piece.span.end - piece.span.start else 0
        for match in _MARKS.finditer(piece.text):
            if match["gap"] is not None:
                yield from _judged(source, marks)
                marks.clear()
            elif shift:
                marks.append((shift + match.start(), match))
    yield from _judged(source, marks)


def _judged(source: Source, marks: list[tuple[int, re.Match[str]]]) -> Iterator[Finding]:
    """The first mark of each kind in a paragraph that nothing closes; of straight ones where their number is odd."""
    opened: dict[str, int] = {}
    lonely: dict[str, int] = {}
    odd: dict[str, bool] = dict.fromkeys(_STRAIGHT, False)
    for at, match in marks:
        sign, opens = match[0], match["opens"] is not None
        closes = next((other for other in opened if sign in _CLOSERS[other]), None)
        if sign in odd and match["inch"] is None and closes in (None, sign):
            odd[sign] = not odd[sign]
        if closes is not None and not (opens and sign in _STRAIGHT):
            del opened[closes]
        elif opens:
            if sign in opened:
                lonely.setdefault(sign, opened[sign])
            opened[sign] = at if sign in _STRAIGHT else opened.get(sign, at)
    yield from (_finding(source, at) for sign, at in (opened | lonely).items() if odd.get(sign, True))


def _finding(source: Source, at: int) -> Finding:
    line = source.place(at).line
    end = source.line_start(line) + len(source.line(line).rstrip())
    closer = _CLOSERS[source.text[at]][0]
    said = source.text[at:end]
    return Finding(
        f"`{said if len(said) <= 40 else f'{said[:39]}…'}` opens a quotation that nothing closes",
        source.span(at, at + 1),
        f"close it with `{closer}`",
        label="opens here",
        fix=Fix(Safety.UNSAFE, "close it at the line's end", (Edit(source.span(end, end), closer),)),
    )
