"""A member of the cast has no such state.

`@CAVEMAN/inventor` is the same person in another state, described under that name in the cast. Where the state is not
there nobody knows how the person looks in this clip, and a picture of the wrong one is paid for like the right one.
Behind another sign, `@CAVEMAN-inventor`, a state is words, and the person looks as ever.

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
from storyboard.compiler.rules._text import mixed
from storyboard.diagnostics import Edit, Finding, Fix, Level, Note, Safety, nearest
from storyboard.language.story import Member, Speech, Story, Text
from storyboard.patterns import lazy
from storyboard.source import Span

CODE = "SB402"
LEVEL = Level.ERROR
SINCE = "0.1.0"
SIGNS = (":",)
_GOES_ON = lazy(r"\w|-\w")
# What stands between a name and its state instead of the `/`, with the state.
_SIGNS = {
    "-": ("-*",), ".": (".*",), "_": ("_*",), ":": (":*",), "(": ("(*)",), "/": ("/ *",), " ": (" / *", " /*"),
}  # fmt: skip


def check_story(facts: Facts) -> Iterator[Finding]:
    """The mentions and speakers in a state that the cast does not describe."""
    story = facts.story
    for text in mixed(story):
        yield from _otherwise(text, story, facts)
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


def _otherwise(text: Text, story: Story, facts: Facts) -> Iterator[Finding]:
    """The states behind another sign than `/`: `@ANNA-old`, `@ANNA.old`, `@ANNA_old`, `@ANNA(old)`, `@ANNA / old`."""
    for piece in text.pieces:
        if piece.kind not in ("mention", "stray") or piece.state:
            continue
        source = facts.sources[piece.span.path]
        name = piece.name if piece.kind == "mention" else piece.name.partition("_")[0]
        member = story.cast.get(name)
        at = piece.span.start + 1 + len(name)
        signs = _SIGNS.get(source.text[at : at + 1])
        if signs is None or member is None or source.text[piece.span.start + 1 : at] != name:
            continue
        for typed, state in ((sign.replace("*", state), state) for sign in signs for state in member.states):
            end = at + len(typed)
            if source.text.startswith(typed, at) and _GOES_ON.match(source.text, end) is None:
                yield Finding(
                    f"`@{name}{typed}` is sent as words, a state stands "
                    + ("right behind its `/`" if " " in typed else "behind a `/`"),
                    source.span(piece.span.start, end),
                    f"write `@{name}/{state}`",
                    related=(Note(f"`{name}` is described here", member.span),),
                    fix=Fix(Safety.UNSAFE, f"write `@{name}/{state}`", (Edit(source.span(at, end), f"/{state}"),)),
                )
                break


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
