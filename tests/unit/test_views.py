"""What a template sees of a shot: each part, when it is asked for, with its place in the source."""

from __future__ import annotations

from storyboard import profiles
from storyboard.compiler.render.context import CastView, PlacedText, ShotView, context
from storyboard.source import Span
from tests.compiling import PATH, compiled

STORY = """---
cast:
  ANNA: {look: a tall woman, old: an old woman, voice: low}
---
Rain.
Shot 1 [0-3s] @ANNA waits.
  transition: cut
  camera: push in on @ANNA/old
  camera: stop
  ANNA (whispering): "Come to @ANNA."
Shot 2 [3-5s] A lamp.
"""


def shots() -> list[ShotView]:
    made = compiled(STORY)
    assert made.story is not None
    views = context(made.clips[0], profiles.load(profiles.DEFAULT, None), made.story.cast)["shots"]
    assert isinstance(views, list)
    return views  # pyright: ignore[reportUnknownVariableType]


def placed(text: PlacedText) -> list[tuple[str, str]]:
    """The stretches of a text that have a place, with what stands there in the source."""
    return [(text[at : at + length], STORY[span.start : span.end]) for at, length, span in text.parts]


def test_all_parts_of_a_shot() -> None:
    first, second = shots()
    assert (first.number, first.start, first.end, first.seconds, first.label) == (1, "0", "3", "3", "Shot 1 [0-3s]")
    assert (str(first.text), str(first.transition), str(first.light)) == ("ANNA (a tall woman) waits.", "cut", "")
    assert first.camera == "push in on ANNA (an old woman); stop"
    (speech,) = first.dialogue
    assert (speech.name, speech.manner, speech.text) == ("ANNA", "whispering", "Come to ANNA.")
    assert speech.line == 'ANNA (low; whispering): "Come to ANNA."'
    assert first.line == f"cut: {first.text} Camera: {first.camera}. {speech.line}"
    assert first.cast == (CastView("ANNA", "a tall woman"), CastView("ANNA", "an old woman"))
    assert (second.line, second.text, second.dialogue, second.cast) == ("A lamp.", "A lamp.", (), ())


def test_each_part_knows_its_place() -> None:
    first, second = shots()
    assert placed(first.text) == [("ANNA", "@ANNA"), ("a tall woman", "a tall woman"), (" waits.", " waits.")]
    assert placed(first.dialogue[0].name) == [("ANNA", "ANNA")]
    assert {typed for _, typed in placed(first.line)} >= {"cut", "push in on ", "stop", "an old woman", "low"}
    assert second.line.parts == ((0, 7, Span(PATH, STORY.index("A lamp"), STORY.index("A lamp") + 7)),)
