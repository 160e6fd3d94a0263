"""What a model cannot do is a loss: it is a finding of a rule with the words or numbers that are lost."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import pytest

from storyboard.compiler.pipeline import Compiled, Options
from storyboard.diagnostics import Level
from storyboard.profiles.records import TextLimit
from tests.compiling import compiled
from tests.helpers import BAD

TWO_SHOTS = "Shot 1 [0-3s] A lamp is lit.\nShot 2 [3-5s] A hand reaches in.\n"
ORDERED = (BAD / "profiles" / "order@segmind.yaml").read_text(encoding="utf-8")


def on(model: str, text: str) -> Compiled:
    return compiled(text, options=Options(model=model))


def lost(story: Compiled) -> list[tuple[str, Level, str, str]]:
    return [(loss.lost.what, loss.weight, loss.code, loss.lost.words) for loss in story.losses]


def test_a_story_that_fits_loses_nothing() -> None:
    assert lost(on("wan-2.6@fal", TWO_SHOTS)) == []


def test_a_mistake_of_the_story_is_no_loss() -> None:
    story = on("wan-2.6@fal", "Shot 1 [0-3s] A lamp is lit.\nShot 2 [2-5s] A hand reaches in.\n")
    assert story.has_errors
    assert lost(story) == []


def test_what_the_writer_silenced_is_lost_all_the_same() -> None:
    text = "# storyc: ignore[part-seconds]\nShot 1 [0-2.5s] A lamp is lit.\nShot 2 [2.5-5s] A hand reaches in.\n"
    story = on("wan-2.6@fal", text)
    assert story.diagnostics == ()
    assert lost(story) == [("times", Level.WARNING, "SB212", "2.5s")]


def test_the_words_beyond_the_limit_are_named_though_the_size_is_not_offered() -> None:
    words = "A night market in the rain. " * 60
    story = on("wan-2.6@fal", f"size: 100*100\n\n{words}\n{TWO_SHOTS}")
    size, prompt = story.losses
    assert (size.lost.what, size.lost.words, size.weight) == ("size", "100*100", Level.ERROR)
    assert (prompt.lost.what, prompt.code) == ("prompt", "SB601")
    assert prompt.lost.words.endswith("Shot 2 [3-5s] A hand reaches in.")
    assert prompt.lost.shots == (1, 2)
    assert prompt.clips == (1,)


def test_a_reference_in_the_overview_is_lost_by_each_clip() -> None:
    (loss,) = on("wan-2.6@fal", f"The woman of @image1.\n# One\n{TWO_SHOTS}# Two\n{TWO_SHOTS}").losses
    assert (loss.lost.what, loss.lost.words, loss.code) == ("reference", "@image1", "SB407")
    assert loss.clips == (1, 2)


@pytest.mark.parametrize(("what", "words"), [("overview", "A night market."), ("closing", "All in one take.")])
def test_words_that_the_models_template_has_no_place_for_are_an_error(what: str, words: str) -> None:
    text = f"A night market.\n\n{TWO_SHOTS}\n\nAll in one take.\n"
    bare = "{% for shot in shots %}{{ shot.label }} {{ shot.line }}\n{% endfor %}"
    whole = "{% if overview %}{{ overview }}\n\n{% endif %}" + bare + "{% if closing %}\n{{ closing }}{% endif %}"
    files = {"profiles/order@segmind.yaml": ORDERED.replace("template: wan", "template: bare")}
    model = Options(model="order@segmind")
    story = compiled(text, {**files, "templates/prompts/bare.j2": bare}, options=model)
    assert (what, Level.ERROR, "SB311", words) in lost(story)
    assert story.has_errors
    story = compiled(text, {**files, "templates/prompts/bare.j2": whole}, options=model)
    assert not {"overview", "closing"} & {loss.lost.what for loss in story.losses}
    # What the writer's own template leaves out is the writer's choice.
    story = compiled(f"template: bare\n{text}", {**files, "templates/prompts/bare.j2": bare}, options=model)
    assert not {"overview", "closing"} & {loss.lost.what for loss in story.losses}


@pytest.mark.parametrize(
    ("setting", "line", "languages"),
    [
        ("", 'says: "Wo ist die Lampe?"', []),  # Latin letters tell no language
        ("language: de\n", 'says: "Wo ist die Lampe?"', ["de"]),
        ("language: en\n", 'says: "Where is the lamp?"', []),
        ("", "says: 「ランプはどこですか」", ["ja"]),
        ("", "says: “灯在哪里？”", []),
    ],
)
def test_speech_in_a_language_that_the_model_does_not_speak(setting: str, line: str, languages: list[str]) -> None:
    story = on("kling-v3@fal", f"{setting}Shot 1 [0-3s] A lamp.\nShot 2 [3-5s] A keeper {line}\n")
    losses = [loss for loss in story.losses if loss.lost.what == "language"]
    assert [loss.message.partition("`")[2].partition("`")[0] for loss in losses] == languages
    assert all(loss.weight is Level.WARNING and loss.lost.words in line for loss in losses)


@pytest.mark.parametrize(
    ("count", "text", "read"),
    [
        ("characters", "🦊🦊🦊abc", 4),
        ("utf16", "🦊🦊🦊abc", 2),
        ("tokens", "word" * 5, 16),
        ("tokens", "灯灯灯灯灯", 4),
    ],
)
def test_a_limit_reads_whole_characters_as_its_host_counts(
    count: Literal["characters", "utf16", "tokens"], text: str, read: int
) -> None:
    facts: dict[str, Any] = {"evidence": "host", "checked": date(2026, 11, 27), "source": "a test"}
    limit = TextLimit(max=4, count=count, **facts)
    assert limit.reads(text) == read
    assert limit.length(text[:read]) <= 4 < limit.length(text[: read + 1])


def test_the_text_of_a_clip_that_is_to_be_divided_is_not_measured() -> None:
    shots = "".join(f"Shot {n} [{n * 5 - 5}-{n * 5}s] {'Rain on a roof. ' * 30}\n" for n in range(1, 6))
    assert [what for what, *_ in lost(on("wan-2.6@fal", shots))] == ["duration"]
    assert [what for what, *_ in lost(on("wan-2.6@fal", f"split: auto\n{shots}"))] == ["prompt", "prompt"]
