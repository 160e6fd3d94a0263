"""Somebody speaks in another look than the clip last showed them in.

`ANNA: "…"` in a shot that does not mention her is the ANNA of `look`. Where the shot before shows `@ANNA/old`, one clip
tells the model two descriptions of one person, and two women may come of it. Name the state with the speaker, or
mention her as she is in that shot.

Bad:

    ---
    cast:
      ANNA: {look: a girl in a red coat, old: a woman of eighty in a grey shawl}
    ---
    Shot 1 [0-2s] @ANNA/old opens the window.
    Shot 2 [2-5s] Birds rise from the roof.
      ANNA: "There they go."

Good:

    ---
    cast:
      ANNA: {look: a girl in a red coat, old: a woman of eighty in a grey shawl}
    ---
    Shot 1 [0-2s] @ANNA/old opens the window.
    Shot 2 [2-5s] Birds rise from the roof.
      ANNA/old: "There they go."
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Edit, Finding, Fix, Level, Note, Safety
from storyboard.language.story import Scene
from storyboard.source import Span

CODE = "SB416"
LEVEL = Level.WARNING
SINCE = "0.2.0"
IGNORABLE = True
SIGNS = (":",)


def check_story(facts: Facts) -> Iterator[Finding]:
    """The speakers without a state in shots that do not mention them, whom the clip showed in a state before."""
    if any(member.states for member in facts.story.cast.values()):
        for scene in facts.story.scenes:
            yield from _left(scene)


def _left(scene: Scene) -> Iterator[Finding]:
    last: dict[str, tuple[str, Span]] = {}
    for shot in scene.shots:
        mentions = [
            piece
            for text in (shot.action, *(field.text for field in shot.fields))
            for piece in text.pieces
            if piece.kind == "mention" and piece.known
        ]
        last |= {piece.name: (piece.state, piece.span) for piece in mentions}
        present = {piece.name for piece in mentions}
        for speech in shot.dialogue:
            state, place = last.get(speech.name, ("", speech.span))
            if speech.state:
                last[speech.name] = (speech.state, speech.name_span)
            elif state and speech.name not in present:
                write = f"{speech.name}/{state}"
                end = speech.name_span.end
                yield Finding(
                    f"`{speech.name}` speaks without a state but the clip shows `{write}`, "
                    "so the model is told both looks",
                    speech.name_span,
                    f"write `{write}`, or mention `@{speech.name}` in this shot if `look` is meant",
                    related=(Note(f"`{write}` is here", place),),
                    fix=Fix(Safety.UNSAFE, f"write `{write}`", (Edit(Span(speech.span.path, end, end), f"/{state}"),)),
                )
