"""A line of speech has no colon, or how it is said stands among the words that are spoken.

`ANNA "Come in."` is text of the shot: nobody speaks it in the free film, the subtitles lack it, and its length is not
counted. `ANNA [whispering]: "Come in."`, `ANNA, off: "Come in."` and `ANNA - "Come in."` are text too. In
`ANNA: (whispering) Come in.` the bracket is spoken; the manner stands before the colon.

Bad:

    ---
    cast:
      ANNA: a tall woman
    ---
    Shot 1 [0-5s] @ANNA opens the door.
      ANNA "Come in."
      ANNA: (whispering) "Nobody saw you."

Good:

    ---
    cast:
      ANNA: a tall woman
    ---
    Shot 1 [0-5s] @ANNA opens the door.
      ANNA: "Come in."
      ANNA (whispering): "Nobody saw you."
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.language.story import Member, Row, Speech
from storyboard.patterns import lazy
from storyboard.source import Source

CODE = "SB129"
LEVEL = Level.WARNING
SINCE = "0.2.0"
IGNORABLE = True
_HEAD = lazy(r"[^\n:：]*+[:：]")
_MANNER = lazy(r"[ \t]*+([(（][^()（）\n]{1,60}[)）])[ \t]*+(?=\S)")
_SPOKEN = lazy(
    r"[ \t]*+(?P<head>[(（\[]?(?P<name>[^\W\d_][^\n:：,，()（）\[\]\"“«„「『]{0,59}?)[)）\]]?[ \t]*+"
    r"(?:(?P<bracket>[(（\[])(?P<manner>[^()（）\[\]\n]{1,60})[)）\]]|"
    r"[,，][ \t]*+(?P<aside>[^\n,，:：\"“«„「『]{1,40}?))?"
    r"[ \t]*+(?P<sign>[:：]|[-–—]{1,2})?)[ \t]*+"
    r"(?:\"[^\"\n]+\"|“[^”\n]+”|«[^»\n]+»|„[^“\n]+“|「[^」\n]+」|『[^』\n]+』)[ \t]*+\Z"
)
_OPENERS = '"“«„「『'


def check_story(facts: Facts) -> Iterator[Finding]:
    """The lines of the shots that a colon would make speech, and the manners that would be spoken."""
    story = facts.story
    source = facts.sources[story.path]
    for scene, clip in zip(story.scenes, story.script.clips, strict=True):
        for shot in scene.shots:
            for speech in shot.dialogue:
                finding = _manner(source, speech)
                if finding is not None:
                    yield finding
        spoken = {source.place(speech.name_span.start).line for shot in scene.shots for speech in shot.dialogue}
        for shot in clip.shots if story.cast else ():
            for row in shot.rows:
                finding = _no_colon(source, row, story.cast, spoken) if row.kind in ("TEXT", "PAIR") else None
                if finding is not None:
                    yield finding


def _manner(source: Source, speech: Speech) -> Finding | None:
    """The finding for speech that begins with a bracket, where no manner stands before its colon."""
    head = _HEAD.match(source.text, speech.name_span.end, speech.span.end)
    match = _MANNER.match(source.text, head.end(), speech.span.end) if head else None
    if head is None or match is None:
        return None
    place = source.span(match.start(1), match.end(1))
    said = f"`{match[1]}` stands among the words that `{speech.name}` says"
    if speech.manner:
        return Finding(said, place, "write it into the bracket before the colon")
    manner = match[1] if match[1].startswith("（") else f" {match[1]}"
    colon = source.span(head.end() - 1, head.end())
    written = f"{source.text[speech.name_span.start : colon.start].rstrip()}{manner}{head[0][-1]}"
    edits = (Edit(colon, f"{manner}{head[0][-1]}"), Edit(source.span(match.start(1), match.end()), ""))
    return Finding(said, place, f"write `{written}`", fix=Fix(Safety.UNSAFE, f"write `{written}`", edits))


def _no_colon(source: Source, row: Row, cast: dict[str, Member], spoken: set[int]) -> Finding | None:
    """The finding for a text row that is nothing but a name of the cast, perhaps with a manner, and a quotation.

    `spoken` are the lines that were read as speech.
    """
    if not any(opener in row.text for opener in _OPENERS):
        return None
    match = _SPOKEN.match(row.text)
    name = match["name"].rstrip() if match else ""
    if match is None or name not in cast or (match["aside"] and not match["sign"]):
        return None
    if source.place(row.start).line in spoken:
        return None
    manner = match["manner"] or match["aside"] or ""
    shown = f"（{manner}）" if match["bracket"] == "（" else f" ({manner.strip()})" if manner else ""
    written = f"{name}{shown}:"
    head = match["head"].rstrip()
    place = source.span(row.start + match.start("head"), row.start + match.start("head") + len(head))
    plain = f"{head}:" == written
    return Finding(
        f"`{name}` speaks here without a colon, so the line is text of the shot"
        if plain
        else f"`{head}` begins no speech, so the line is text of the shot",
        place,
        f"write `{written}`",
        fix=Fix(Safety.UNSAFE, f"write `{written}`", (Edit(place, written),)),
    )
