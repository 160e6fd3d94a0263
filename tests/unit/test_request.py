"""Fields, flags, hash and seed of a request."""

from __future__ import annotations

import hashlib
import json

import pytest

from storyboard import profiles
from storyboard.compiler.request import digest, flags, seed_of
from storyboard.language.story import Setting
from storyboard.source import Span
from tests.compiling import compiled

HERE = Span("x.story", 0, 1)


def setting(key: str, value: object) -> dict[str, Setting]:
    return {key: Setting(key, value, HERE, HERE)}


@pytest.mark.parametrize("shots", [0, 1, 2, 7])
@pytest.mark.parametrize("expansion", [None, True, False])
def test_flags(shots: int, expansion: bool | None) -> None:
    multi, on = flags(shots, setting("enable_prompt_expansion", expansion))
    assert multi is (shots >= 2)
    assert on is (True if shots >= 2 or expansion is None else expansion)
    assert not multi or on


@pytest.mark.parametrize("expansion", [None, True, False])
def test_a_model_without_a_flag_for_shots_rewrites_as_the_author_says(expansion: bool | None) -> None:
    assert flags(2, setting("enable_prompt_expansion", expansion), by_flag=False)[1] is (expansion is not False)
    lines = "Shot 1 [0-3s] A lamp.\nShot 2 [3-5s] A hand."
    head = "" if expansion is None else f"enable_prompt_expansion: {expansion}\n".lower()
    made = compiled(f"model: wan-2.7@fal\n{head}{lines}")
    assert [seen.finding.message for seen in made.diagnostics] == []
    assert made.requests[0].fields["enable_prompt_expansion"] is (expansion is not False)


@pytest.mark.parametrize("start", range(0, 0x110000, 0x11000))
def test_hash_is_that_of_canonical_json_for_every_character(start: int) -> None:
    """It is how a paid request is known again: who reads the books must come to the same bytes."""
    text = "".join(map(chr, range(start, start + 0x11000))).encode("utf-8", "ignore").decode()
    fields = {"prompt": text, "seed": 2**31 - 1, "multi_shots": True, text[:9]: "", "a": None, "B": 0, "灯": -1}
    plain = json.dumps(
        {"profile": "m", "request": fields, "take": 2}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert digest("m", fields, take=2) == hashlib.sha256(plain.encode()).hexdigest()


def test_hash_is_that_of_canonical_json() -> None:
    (made,) = compiled('Shot 1 [0-5s] A lamp, 灯 "lit".').requests
    text = json.dumps(
        {"profile": made.profile, "request": made.fields}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert made.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert "灯" in text
    assert made.profile == "wan-2.6-t2v@segmind"


def test_hash_knows_no_order() -> None:
    assert digest("p", {"a": 1, "b": 2}) == digest("p", {"b": 2, "a": 1})
    assert digest("p", {"a": 1}) != digest("q", {"a": 1})
    assert digest("p", {"a": 1}) != digest("p", {"a": "1"})


def test_a_set_seed_counts_up_with_the_take() -> None:
    profile = profiles.load(profiles.DEFAULT, None)
    assert [seed_of(profile, {"prompt": "x"}, setting("seed", 40), take) for take in (1, 2, 3)] == [40, 41, 42]


def test_a_derived_seed_follows_from_content_and_take() -> None:
    profile = profiles.load(profiles.DEFAULT, None)
    seeds = [seed_of(profile, {"prompt": "x"}, {}, take) for take in range(1, 101)]
    assert len(set(seeds)) == 100
    assert seeds[0] == seed_of(profile, {"prompt": "x"}, {}, 1)
    assert seeds[0] != seed_of(profile, {"prompt": "y"}, {}, 1)
    assert all(profile.seed.min <= seed <= profile.seed.max for seed in seeds)


def test_a_derived_seed_is_the_hash_of_the_same_without_seed_plus_the_take() -> None:
    """Two clips that differ only in their place are one request; a byte more is another seed."""
    one, two = compiled("# One\nShot 1 [0-5s] A lamp.\n# Two\nShot 1 [0-5s] A lamp.").requests
    assert one.fields == two.fields
    (other,) = compiled("Shot 1 [0-5s] A lamp!").requests
    assert other.fields["seed"] != one.fields["seed"]


@pytest.mark.parametrize("take", [1, 2])
def test_what_is_always_there(take: int) -> None:
    made = compiled("takes: 2\nShot 1 [0-5s] A lamp.").requests[take - 1]
    assert set(made.fields) == {
        "prompt",
        "negative_prompt",
        "size",
        "duration",
        "seed",
        "multi_shots",
        "enable_prompt_expansion",
    }
    assert {key: type(value) for key, value in made.fields.items()} == {
        "prompt": str,
        "negative_prompt": str,
        "size": str,
        "duration": int,
        "seed": int,
        "multi_shots": bool,
        "enable_prompt_expansion": bool,
    }
    assert made.take == take


def test_where_and_what() -> None:
    first, second = compiled(
        "A market.\n\n# One\nShot 1 [0-2s, lit] A lamp.\nShot 2 [2-5s] x\n# Two\nShot 1 [0-10s] b"
    ).requests
    assert (first.story, first.path, first.line, second.line) == ("film.story", "film.story", 3, 6)
    assert [(shot.number, shot.start, shot.end, shot.title) for shot in first.shots] == [
        (1, 0, 2000, "lit"),
        (2, 2000, 5000, ""),
    ]
    assert (first.clip.index, second.clip.index, second.clip.slug) == (1, 2, "two")
    assert (first.price, second.price) == (625_000, 1_250_000)
