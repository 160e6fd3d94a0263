"""A member of the cast has no such state.

`@CAVEMAN/inventor` is the same person in another state, described under that name in the cast. Where the state is not
there nobody knows how the person looks in this clip, and a picture of the wrong one is paid for like the right one.

Bad:

    ---
    cast:
      CAVEMAN: {look: a rugged explorer, inventor: a suited inventor}
    ---
    Shot 1 [0-5s] @CAVEMAN/investor smiles at an orb.

Good:

    ---
    cast:
      CAVEMAN: {look: a rugged explorer, inventor: a suited inventor}
    ---
    Shot 1 [0-5s] @CAVEMAN/inventor smiles at an orb.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._text import of_story
from storyboard.diagnostics import Finding, Level, Note, nearest
from storyboard.language.story import Member, Speech
from storyboard.source import Span

CODE = "SB402"
LEVEL = Level.ERROR
SINCE = "0.1.0"


def check_story(facts: Facts) -> Iterator[Finding]:
    """The mentions and speakers in a state that the cast does not describe."""
    story = facts.story
    for text in of_story(story):
        for piece in text.pieces:
            if piece.kind == "mention" and not piece.known and piece.name in story.cast:
                end = piece.span.end
                span = Span(piece.span.path, end - len(piece.state), end)
                yield _finding(story.cast[piece.name], piece.state, span)
    for scene in story.scenes:
        for shot in scene.shots:
            for speech in shot.dialogue:
                if not speech.known:
                    yield _spoken(speech, story.cast.get(speech.name), facts)


def _spoken(speech: Speech, member: Member | None, facts: Facts) -> Finding:
    text = facts.sources[speech.span.path].text
    at = text.find(speech.state, speech.name_span.end, speech.span.end)
    span = Span(speech.span.path, at, at + len(speech.state)) if at >= 0 else speech.name_span
    if member is not None:
        return _finding(member, speech.state, span)
    return Finding(
        f"`{speech.name}` speaks in the state `{speech.state}` but is not in the cast",
        span,
        f"add `{speech.name}` with `{speech.state}` to the cast, or delete `/{speech.state}`",
    )


def _finding(member: Member, state: str, span: Span) -> Finding:
    near = nearest(state, member.states)
    listed = ", ".join(f"`{known}`" for known in list(member.states)[:3])
    has = (
        f"the cast has `{near}`"
        if near
        else f"its {'state is' if len(member.states) == 1 else 'states are'} {listed}"
        if listed
        else "it has a single look"
    )
    return Finding(
        f"`{member.name}` has no state `{state}`, {has}",
        span,
        f"write `{member.name}/{near}`" if near else f"describe `{state}` under `{member.name}` in the cast",
        related=(Note(f"`{member.name}` is described here", member.span),),
    )
