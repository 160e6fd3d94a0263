"""Transitions that are a slip of one that the drawn film shows: `transition: disolve`."""

from __future__ import annotations

from storyboard.diagnostics import Edit, Finding, Fix, Safety, nearest
from storyboard.language import words
from storyboard.language.story import Row, Text
from storyboard.patterns import lazy
from storyboard.source import Source, Span

_LEAST = 5  # letters of a name that is looked for: `wide` is no slip of `wipe`
_WORD = lazy(r"[^\W\d_]{5,20}")
_SIGN = lazy(r"\S")


def transition_slip(text: Text) -> Finding | None:
    """The finding for the first word of a transition that is a slip, where the transition has no known name."""
    for piece in text.pieces:
        if piece.kind != "words" or len(piece.text) != piece.span.end - piece.span.start:
            continue
        known, folded = _known(), piece.text.casefold()
        if any(name in folded for name in known):
            return None
        for word in _WORD.finditer(piece.text[:200]):
            name = nearest(word[0], (name for name in known if len(name) >= _LEAST), 0.8)
            if name is not None:
                at = piece.span.start
                return _slip(word[0], name, Span(piece.span.path, at + word.start(), at + word.end()))
    return None


def leading(source: Source, row: Row) -> Finding:
    """The finding for `DISSOLVE TO:` on a line of its own, which is text of the shot above the one that it leads to.

    `FADE OUT:` is a transition of the shot above, which it ends.
    """
    from storyboard.language.syntax.marks import GROUPS
    from storyboard.language.syntax.parser import kind_of

    text, at = source.text, row.start + len(row.text)
    begin = row.start + len(row.text) - len(row.text.lstrip())
    typed = row.text.strip()
    name = typed.rstrip(":： ").lower().removesuffix(" to")
    behind = _SIGN.search(text, at)
    after = behind.start() if behind is not None else len(text)
    line = text.rfind("\n", 0, after) + 1
    end = text.find("\n", line)
    stop = end if end >= 0 else len(text)
    written = f"transition: {name}"
    if name in words.known("darkening"):
        return Finding(
            f"`{typed}` is text of the shot that it ends",
            source.span(begin, row.start + len(row.text.rstrip())),
            f"write `{written}`",
            code="SB106",
            fix=Fix(Safety.UNSAFE, f"write `{written}`", (Edit(source.span(row.start, at), f"  {written}"),)),
        )
    edits = (Edit(source.span(row.start, min(at + 1, len(text))), ""), Edit(source.span(stop, stop), f"\n  {written}"))
    return Finding(
        f"`{typed}` is text of the shot above, the next one begins with a cut",
        source.span(begin, row.start + len(row.text.rstrip())),
        f"write `{written}` below the mark of the shot that it leads to",
        code="SB106",
        fix=Fix(Safety.UNSAFE, f"write `{written}` there", edits)
        if after < len(text) and kind_of(text[line:stop]) in GROUPS
        else None,
    )


def _slip(word: str, name: str, place: Span) -> Finding:
    return Finding(
        f"`{word}` names no transition, it would be drawn as a cut",
        place,
        f"write `{name}`",
        code="SB134",
        fix=Fix(Safety.UNSAFE, f"write `{name}`", (Edit(place, name),)),
    )


def _known() -> tuple[str, ...]:
    """What transitions are called in any language, without the endings that may vary."""
    meanings = words.block("changes").values()
    return tuple(word.strip("*") for listed in meanings for words in listed.values() for word in words)
