"""Each price of the shipped profiles beside what the field was seen to ask: equal, or the profile says why it is not."""

from __future__ import annotations

import pytest

from storyboard.profiles import load, model_names, model_of

# Dollars a second, of Seedance 2.0 for 1,000 tokens, by the size and whether there is sound.
ASKED = {
    "wan-2.6": {"720p": 0.10, "1080p": 0.15},
    "wan-2.6-t2v": {"720p": 0.10, "1080p": 0.15},
    "wan-2.7": {"720p": 0.10, "1080p": 0.15},
    "wan-3.0": {"480p": 0.05, "720p": 0.10, "1080p": 0.20},
    "kling-v3": {"720p": 0.084, "720p sound": 0.126, "1080p": 0.112, "1080p sound": 0.168, "4k": 0.42},
    "kling-o3": {"720p": 0.084, "720p sound": 0.112, "1080p": 0.112, "1080p sound": 0.14, "4k": 0.42},
    "seedance-2.0": {"480p": 0.0070, "720p": 0.0070, "1080p": 0.0077},
    "veo-3.1": {
        "720p": 0.20,
        "720p sound": 0.40,
        "1080p": 0.20,
        "1080p sound": 0.40,
        "4k": 0.40,
        "4k sound": 0.60,
    },
    "h3": {"768p": 0.08, "2k": 0.13},
}
# The least and the most that resellers ask, where the maker counts otherwise than a reseller.
RANGES = {"seedance-2.5": {"480p": (0.15, 0.1685), "720p": (0.29, 0.35), "1080p": (0.715, 0.80)}}
# What differs, and what the profile says of it; also the models of which no price was seen but the one that it names.
EXPLAINED = {
    "wan-2.6-t2v@segmind": "Segmind's API page",
    "seedance-2.0@fal": "fal's page of the model",
    "seedance-2.0@comfy": "1.43 times the maker's list",
    "veo-3.1@gemini": "with sound",  # Gemini's Veo always has it, so its rates need not say so
    "ltx-2.3@fal": "fal's page of the model",
    "vidu-q3@fal": "fal's page of the same model",
    "pixverse-v6@fal": "fal's page",
    "gen-4.5@runway": "Runway's own price was not read",
    "multi-shot@runway": "Runway's own price was not read",
}


def agrees(model: str) -> bool:
    """Whether each rate of a profile is one that was seen, and none is missing that its sizes need."""
    rates, name = load(model, None).price.rates, model_of(model)
    if name in RANGES:
        between = RANGES[name]
        return all(between[tier][0] <= rate / 1e6 <= between[tier][1] for tier, rate in rates.items())
    asked = ASKED.get(name, {})
    return all(round(asked.get(tier, -1) * 1e6) == rate for tier, rate in rates.items())


@pytest.mark.parametrize("model", model_names(None))
def test_a_price_is_the_one_that_is_asked_or_says_why_not(model: str) -> None:
    assert agrees(model) != (model in EXPLAINED)
    price = load(model, None).price
    assert EXPLAINED.get(model, "") in price.source
    assert price.rates


def test_each_explanation_is_of_a_shipped_model() -> None:
    assert EXPLAINED.keys() <= set(model_names(None))
    assert ASKED.keys() | RANGES.keys() <= {model_of(name) for name in model_names(None)}
