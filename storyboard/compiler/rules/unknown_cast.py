"""A name is close to one of the cast, or speaks, but is not in it.

`@CAVMAN` is no mention of `CAVEMAN`: it is sent as it stands, without the description that makes the person look the
same in every clip. A line `Caveman: "Better!"` is no dialogue of `CAVEMAN` either, and `@ANNA` is nobody where the
story has no cast, or ANNA speaks and the cast lacks her. Any other `@word` is text and no mistake. The fix writes the
name of the cast; it is unsafe, since somebody else may be meant.

Bad:

    ---
    cast:
      CAVEMAN: a rugged explorer
    ---
    Shot 1 [0-5s] @CAVEMAN lifts an axe, and @CAVMAN smiles.

Good:

    ---
    cast:
      CAVEMAN: a rugged explorer
    ---
    Shot 1 [0-5s] @CAVEMAN lifts an axe, and @CAVEMAN smiles.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._text import Slips
from storyboard.diagnostics import Edit, Finding, Fix, Level, Note, Safety
from storyboard.language import words
from storyboard.language.story import Member, Piece, ScriptClip, Story
from storyboard.language.syntax.parser import pattern
from storyboard.patterns import lazy
from storyboard.source import Source, Span

CODE = "SB401"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
SIGNS = ("@", ":")
IN_CLIP = True
_DESCRIBED = lazy(r"(?im)^[ \t]*+(?:cast|include)[ \t]*+(?::|$)")


def noticed(facts: Facts) -> frozenset[str] | None:
    """Who speaks and whom a mention means where the cast has no such name; None where one of them is told of."""
    story = facts.story
    if any(_unlisted(story, facts.sources[story.path].text)):
        return None
    speakers, mentions = _speaking(story), {piece.name for piece in _strays(story)}
    return frozenset([*(f"{name}:" for name in speakers), *(f"@{name}" for name in mentions)])


def check_story(facts: Facts) -> Iterator[Finding]:
    """The mentions and speakers that are one slip, or only case, away from a name of the cast."""
    story = facts.story
    yield from _unlisted(story, facts.sources[story.path].text)
    if not story.cast:
        return
    slips = Slips(story.cast)
    spaced = sorted({len(name) + more for name in story.cast if " " in name[:60] for more in (-1, 0, 1)}, reverse=True)
    for piece in _strays(story):
        source = facts.sources[piece.span.path]
        slip = _meant(source, piece, slips, spaced)
        if slip is not None:
            word, name = slip
            span = source.span(piece.span.start + 1, piece.span.start + 1 + len(word))
            yield _finding(f"`@{word}` mentions nobody", span, story.cast[name], f"@{name}")
    source = facts.sources[story.path]
    for clip in story.script.clips:
        yield from _speakers(source, clip, slips, story.cast)


def _unlisted(story: Story, text: str) -> Iterator[Finding]:
    """The first mention of each speaker whom the cast lacks, and of each name where there is none at all."""
    # A cast that cannot be read, or that stands where it does not count, is told already.
    none = not story.cast and _DESCRIBED.search(text) is None
    speakers, said = _speaking(story), set[str]()
    for piece in _strays(story) if none or speakers else ():
        speaks = piece.name in speakers
        if piece.name not in said and (speaks or (none and _is_name(piece.name))):
            said.add(piece.name)
            lacks = f"the cast has no `{piece.name}`" if speaks else "the story has no `cast`"
            yield Finding(
                f"`@{piece.name}` mentions nobody, {lacks}",
                piece.span,
                f"describe `{piece.name}` under `cast`, or take the `@` out",
            )


def _speaking(story: Story) -> set[str]:
    """The speakers whom the cast does not have."""
    speakers = {speech.name for scene in story.scenes for shot in scene.shots for speech in shot.dialogue}
    return speakers - story.cast.keys()


def _strays(story: Story) -> Iterator[Piece]:
    """The mentions that mean nobody."""
    return (piece for text in story.mixed() for piece in text.pieces if piece.kind == "stray")


def _is_name(word: str) -> bool:
    """Whether a word is written as a name of somebody: `@Anna` is, `@image1` and the address `@brand` are not."""
    return word.isalpha() and word[:1].isupper() and words.fold(word) not in words.known("uploads", "tags")


def _meant(source: Source, piece: Piece, slips: Slips, spaced: list[int]) -> tuple[str, str] | None:
    """The word after a stray `@` that is a slip, and the name meant; names with spaces are tried at their lengths."""
    at = piece.span.start + 1
    spelled = [source.text[at : at + length] for length in spaced]
    for word in (*spelled, piece.name, piece.name.partition("-")[0]):
        name = slips.name(word) if word == word.strip() and "\n" not in word else None
        if name is not None:
            return word, name
    return None


def _speakers(source: Source, clip: ScriptClip, slips: Slips, cast: dict[str, Member]) -> Iterator[Finding]:
    for shot in clip.shots:
        for row in shot.rows:
            match = pattern("PAIR").match(row.text) if row.kind == "PAIR" else None
            if match is None:
                continue
            word = match[1].strip()
            name = slips.name(word) if word not in cast else None
            if name is not None:
                start = row.start + match.start(1)
                span = source.span(start, start + len(word))
                yield _finding(f"`{word}` is not in the cast", span, cast[name], name)


def _finding(what: str, span: Span, member: Member, written: str) -> Finding:
    return Finding(
        f"{what}, the cast has `{member.name}`",
        span,
        f"write `{written}`, or keep it if somebody else is meant",
        related=(Note(f"`{member.name}` is described here", member.span),),
        fix=Fix(Safety.UNSAFE, f"write `{written}`", (Edit(span, member.name),)),
    )
