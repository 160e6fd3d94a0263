"""Bodies of requests: each form and place that a profile can name, arrays of shots, and the way back."""

from __future__ import annotations

import pytest

from storyboard.compiler.pipeline import compile_story
from storyboard.compiler.request import Request, size_of
from storyboard.config import Config
from storyboard.profiles import load, price
from storyboard.profiles.body import by_place, sizes_of
from storyboard.source import DiskFiles, MemoryFiles
from tests.helpers import BAD

ROWS = (BAD / "profiles" / "rows@segmind.yaml").read_text("utf-8")
WHOLE = """Dusk in a small town.
Ann = a tall woman
Shot 1 [0-3s] Ann waits.
Shot 2 [3-5s] @Ann leaves.

Rain falls.
"""


def rows(text: str = ROWS, story: str = WHOLE) -> Request:
    files = MemoryFiles(
        {"profiles/rows@segmind.yaml": text, "a.story": f"model: rows@segmind\n{story}"}, DiskFiles(BAD)
    )
    compiled = compile_story(files, "a.story", Config())
    assert [str(diagnostic) for diagnostic in compiled.diagnostics if compiled.has_errors] == []
    return compiled.requests[0]


STORY = "Dusk.\nShot 1 [0-3s] A lamp.\nShot 2 [3-5s] A hand.\n"


def test_an_array_has_an_object_a_shot_whose_lengths_are_the_clip_s() -> None:
    request = rows(story=STORY)
    assert request.fields == {
        "options": {"duration": "5s", "ratio": "16:9"},
        "shots": [{"text": "Dusk.\n\nA lamp.", "length": "3"}, {"text": "Dusk.\n\nA hand.", "length": "2"}],
    }
    assert (request.seed, request.seconds, request.size) == (None, 5, "1280*720")


def test_people_read_an_array_under_its_marks() -> None:
    assert rows(story=STORY).prompt == "Shot 1 [0-3s]\nDusk.\n\nA lamp.\n\nShot 2 [3-5s]\nDusk.\n\nA hand."


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("ratio: options.ratio", "ratio: {at: ratio, values: {16:9: landscape}}", {"ratio": "landscape"}),
        ("ratio: options.ratio", "tier: {at: tier, values: {1280*720: 720P}}", {"tier": "720P"}),
        ("ratio: options.ratio", "width: w\n    height: {at: h, form: text}", {"w": 1280, "h": "720"}),
        ("at: options.duration, form: seconds", "at: duration, form: text", {"duration": "5"}),
        ("at: options.duration, form: seconds", "at: duration", {"duration": 5}),
        ("  evidence", '  fixed: {mode: {value: true, form: flag}, "input[1].kind": text}\n  evidence', {"mode": True}),
        ("  evidence", '  fixed: {"input[1].kind": text}\n  evidence', {"input": [{}, {"kind": "text"}]}),
    ],
)
def test_a_value_has_the_place_and_the_form_of_the_profile(old: str, new: str, words: dict[str, object]) -> None:
    head, body = ROWS.split("body:\n")
    fields = rows(f"{head}body:\n{body.replace(old, new, 1)}", STORY).fields
    assert {key: fields.get(key) for key in words} == words


def test_routes_tell_two_operations_apart_that_bodies_do_not() -> None:
    text = ROWS.replace("route: rows", "route: {720p: low, 1080p: high}")
    text = text.replace("{1280*720: 720p}", "{1280*720: 720p, 1920*1080: 1080p}").replace(
        "720p: 0.1", "720p: 0.1, 1080p: 0.2"
    )
    low, high = (rows(text, f"size: {size}\n{STORY}") for size in ("1280*720", "1920*1080"))
    assert low.fields == high.fields
    assert low.sha256 != high.sha256
    assert (low.route, high.route) == ("low", "high")
    files = MemoryFiles({"profiles/rows@segmind.yaml": text})
    profile = load("rows@segmind", files)
    assert sizes_of(profile, high.fields) == ("1280*720", "1920*1080")
    assert size_of(profile, high.fields, high.sha256, 1) == "1920*1080"


@pytest.mark.parametrize(
    ("written", "costs"),
    [
        ("unit: second, rates: {720p: 0.1}", {3: 300_000, 15: 1_500_000}),
        ("unit: second, rates: {720p: 0.1, 720p sound: 0.2}", {3: 300_000}),
        ("unit: clip, rates: {720p: 0.5, 720p 15s: 2}", {3: 500_000, 15: 2_000_000}),
        ("unit: token, tokens: {a_second: 24, more: 1, pixels: 1024}, rates: {720p: 0.007}", {4: 611_100}),
    ],
)
def test_a_clip_costs_by_the_second_the_clip_or_its_tokens(written: str, costs: dict[int, int]) -> None:
    text = ROWS.replace("unit: second, rates: {720p: 0.1}", written)
    profile = load("rows@segmind", MemoryFiles({"profiles/rows@segmind.yaml": text}))
    assert {seconds: price(profile, "1280*720", seconds) for seconds in costs} == costs


@pytest.mark.parametrize(("count", "length"), [("characters", 3), ("utf16", 4), ("tokens", 2)])
def test_a_text_is_as_long_as_the_host_counts_it(count: str, length: int) -> None:
    text = ROWS.replace("prompt: {max: 60", f"prompt: {{count: {count}, max: 60")
    assert load("rows@segmind", MemoryFiles({"profiles/rows@segmind.yaml": text})).prompt.length("ab🎬") == length


def test_a_body_is_told_by_its_places() -> None:
    body = {"a": 1, "b": {"c": [1, 2], "d": {}}, "e": [{"f": "words"}, {"g": True}], "h": [{"i": 1}]}
    assert dict(by_place(body, {"e[0].f", "h"})) == {"a": 1, "b.c": [1, 2], "e[1].g": True}
