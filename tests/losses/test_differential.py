"""Every sample compiled for every model: whatever the request lacks of the story, a loss names it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from storyboard.compiler import pipeline, request, rules
from storyboard.compiler.pipeline import Options, compile_story
from storyboard.compiler.rules import not_the_models, setting_without_effect
from storyboard.config import Config
from storyboard.profiles import load, model_names
from storyboard.source import DiskFiles, MemoryFiles
from tests.helpers import BAD, SAMPLES, all_hold
from tests.losses.differing import unnamed

# All that a model may be unable to do, in clips that are sound in themselves.
EVERYTHING = """---
title: Everything
size: 1280*720
seed: 7
negative_prompt: low resolution, extra fingers
language: de
cast:
  ANNA: a tall woman
---
A night market in the rain.

# Whole seconds
Shot 1 [0-3s] @ANNA lights a lamp.
  sound: a match is struck
Shot 2 [3-5s] A hand reaches in.
  ANNA: "Wer ist da?"

All in one take.

# Parts of seconds
Shot 1 [0-2.5s] A lamp.
Shot 2 [2.5-5s] The woman of @image1.

# Seconds to spare
Shot 1 [0-4s] Steam.
Shot 2 [4-7s] Rain.

# One shot
duration: 5
A lamp is lit.
"""
LONG = f"""{"A night market in the rain, and nobody is there. " * 120}

Shot 1 [0-4s] A lamp is lit.
Shot 2 [4-10s] {"Smoke rises. " * 500}
"""
MANY = "size: 1632*1248\n" + "".join(f"Shot {n} [{n * 2 - 2}-{n * 2}s] Lamp {n}.\n" for n in range(1, 16))
PROFILES = {f"profiles/{path.name}": path.read_bytes() for path in (BAD / "profiles").glob("*.yaml")}
ORDERED = (BAD / "profiles" / "order@segmind.yaml").read_text(encoding="utf-8")
SINGLE = (
    ORDERED.replace("order@", "single@")
    .replace("model: order", "model: single")
    .replace("ordered", "single")
    .replace("{n}:", "{n} [{start}-{end}s]")
)
FILES = MemoryFiles(
    {
        "everything.story": EVERYTHING,
        "wordy.story": LONG,
        "many.story": MANY,
        **PROFILES,
        "profiles/single@segmind.yaml": SINGLE,
    },
    DiskFiles(SAMPLES),
)
STORIES = (
    *sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*.story")),
    "everything.story",
    "wordy.story",
    "many.story",
)
MODELS = model_names(FILES)


def missing(path: str, model: str) -> list[Any]:
    story = compile_story(FILES, path, Config(), Options(model=model))
    return unnamed(story, load(model, FILES))


@pytest.mark.parametrize("path", STORIES)
def test_each_difference_is_named_by_a_loss(path: str) -> None:
    variants = compile_story(FILES, path, Config()).scopes[""].variants

    def holds(model: str) -> None:
        for variant in ("", *variants):
            story = compile_story(FILES, path, Config(), Options(model=model, variant=variant))
            own = [at for at in story.diagnostics if at.level.value == "error" and at.finding.lost is None]
            assert own == []
            assert unnamed(story, load(model, FILES)) == []

    all_hold(holds, MODELS, str)


def forget() -> None:
    """Have the rules looked up anew."""
    rules._check.cache_clear()  # pyright: ignore[reportPrivateUsage]
    rules._of_clips.cache_clear()  # pyright: ignore[reportPrivateUsage]


def silent(check: Callable[..., Any]) -> Callable[..., Any]:
    def nothing(*facts: Any) -> Iterator[Any]:
        yield from list(check(*facts))[:0]

    return nothing


def cut(build: Callable[..., Any]) -> Callable[..., Any]:
    def shorter(clip: Any, profile: Any, prompt: str, parts: Any = (), **more: Any) -> Any:
        return build(clip, profile, prompt[:-4], tuple(part[:-4] for part in parts), **more)

    return shorter


def longer(shot_parts: Callable[..., Any]) -> Callable[..., Any]:
    def stretched(clip: Any, texts: Any) -> Any:
        *others, last = shot_parts(clip, texts)
        return (*others, msgspec.structs.replace(last, seconds=last.seconds + 1))

    return stretched


@pytest.mark.parametrize(
    ("room", "name", "mutant", "path", "model", "kind"),
    [
        (setting_without_effect, "check_clip", silent, "takes.story", "kling-v3@kling", "seed"),
        (not_the_models, "check_clip", silent, "first.story", "order@segmind", "times"),
        (request, "_shot_parts", longer, "first.story", "kling-v3@fal", "times"),
        (request, "build", cut, "first.story", "wan-2.6@fal", "prompt"),
    ],
    ids=["a rule is silent", "times are dropped", "a length is stretched", "words are cut"],
)
def test_an_omission_is_seen(
    monkeypatch: pytest.MonkeyPatch, room: Any, name: str, mutant: Any, path: str, model: str, kind: str
) -> None:
    """Each of these once stood in the program: it is planted, and the comparison above must name it."""
    assert missing(path, model) == []
    forget()
    monkeypatch.setattr(room, name, mutant(getattr(room, name)))
    try:
        assert kind in {what for _, (what, _) in missing(path, model)}
    finally:
        monkeypatch.undo()
        forget()
    assert missing(path, model) == []


def test_the_mutants_stand_where_the_compiler_looks() -> None:
    assert pipeline.request.build is request.build
