"""What clips cost at fal, in dollars as its pages and resellers' name them, and not as the profiles work it out."""

from __future__ import annotations

import pytest

from storyboard.profiles import load, price


@pytest.mark.parametrize(
    ("model", "size", "seconds", "usd"),
    [
        ("wan-2.7@fal", "1280*720", 10, 1.00),
        ("wan-2.7@fal", "1080*1920", 15, 2.25),
        ("kling-o3@fal", "1280*720", 10, 1.12),
        ("kling-o3@fal", "1440*1440", 10, 1.40),
        ("kling-o3@fal", "3840*2160", 5, 2.10),
        ("veo-3.1@fal", "1080*1920", 8, 3.20),
        ("veo-3.1@fal", "3840*2160", 8, 4.80),
        ("ltx-2.3@fal", "1920*1080", 6, 0.48),
        ("ltx-2.3@fal", "1440*2560", 8, 1.28),
        ("ltx-2.3@fal", "3840*2160", 10, 3.20),
        ("vidu-q3@fal", "960*540", 10, 0.70),
        ("vidu-q3@fal", "1080*1920", 10, 1.54),
        ("pixverse-v6@fal", "640*360", 10, 0.35),
        ("pixverse-v6@fal", "1680*720", 10, 0.60),
        ("pixverse-v6@fal", "1080*1080", 10, 1.15),
    ],
)
def test_a_clip_costs_what_the_page_says(model: str, size: str, seconds: int, usd: float) -> None:
    assert price(load(model, None), size, seconds) == round(usd * 1_000_000)


@pytest.mark.parametrize("seconds", range(4, 16))
def test_seedance_is_never_estimated_below_its_bill(seconds: int) -> None:
    estimate = price(load("seedance-2.0@fal", None), "1280*720", seconds) / 1e6
    assert 1280 * 720 * seconds * 24 / 1024 / 1000 * 0.014 < estimate < 0.3034 * seconds * 1.01
