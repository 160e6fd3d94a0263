"""How much each time and label looks like the mark of a shot, and how much two of them look alike.

The figures are weights, tuned on real prompts; what they weigh is where a token stands, what follows it, its bracket
and unit, and the words near it. No notation is listed: one is what tokens that are alike and join have in common.
"""

from __future__ import annotations

from storyboard.language.syntax.scan import Token
from storyboard.language.syntax.surroundings import DAY, LASTING, RATE, REFERENCE, TOTAL

# What a token must be worth to look like a mark.
NEED = 2.5
_PLACES = {"line": 3.0, "cell": 3.0, "head": 2.0, "sentence": 2.0, "colon": 1.2, "comma": 0.8, "mid": 0.0}
_CLOSERS = {":": 1.0, "-": 0.7, "line": 0.7, "word": 0.2, "comma": -0.3, "other": 0.0}
_LABELLED = 3.5
# What a length is worth that divides the text, wherever it stands: `…, and for the next three seconds …`.
_ORDERED = 3.5
GROUP = {"line": 0, "cell": 0, "head": 1, "sentence": 2, "colon": 2, "comma": 2, "mid": 2}
# The shapes of pictures that look like clocks.
RATIOS = frozenset({(9, 16), (16, 9), (4, 3), (3, 4), (21, 9), (16, 10), (2, 39), (2, 35), (1, 85)})


def worth(token: Token) -> float:
    """How much a token looks like the mark of a shot; from `NEED` on it does."""
    if token.key == "lasting" and token.kind != "one":
        return _ORDERED
    if token.kind == "label":
        return _label_worth(token)
    value = _PLACES[token.place]
    if token.label is not None:
        value = max(value, _LABELLED - (0.5 if token.place == "mid" else 0.0))
    if token.key == "times" and token.place in ("colon", "head"):
        value = max(value, 3.0)
    value += _CLOSERS[token.closer]
    if token.bracket:
        value += 0.9 if token.bracket == "[" else 0.4
    value += _unit_worth(token)
    if token.flags & RATE:
        value -= 3
    if token.flags & DAY:
        value -= 6
    if token.kind == "one":
        value += _instant_worth(token)
    elif token.flags & TOTAL and token.key != "times":
        value -= 1.5
    return value


def _label_worth(token: Token) -> float:
    value = _PLACES[token.place] + _CLOSERS[token.closer]
    if token.bracket:
        value += 0.9
    elif token.closer in ("word", "comma", "other"):
        value -= 0.5 if _glued(token) else 1.5 if token.closer == "word" else 1.0
    if token.flags & REFERENCE:
        value -= 3
    if token.label is not None and token.label.spelled and not token.label.number:
        value -= 0.5
    return value


def _glued(token: Token) -> bool:
    """Whether a label touches its number, `SHOT1`, which words in a sentence do not."""
    label = token.label
    return label is not None and label.end - label.at == len(label.word) + len(str(label.number))


def _unit_worth(token: Token) -> float:
    if token.unit in ("s", "clock"):
        return 0.5
    if token.unit == "min":
        return -1.0
    if token.unit == "frame":
        return -0.5
    if token.label is not None and token.bracket:
        return 0.0
    return -1.5 if token.bracket or token.label is not None or not token.plain else -2.0


def _instant_worth(token: Token) -> float:
    value = 0.0
    if token.flags & (LASTING | TOTAL):
        value -= 3
    if token.unit == "clock":
        minutes, seconds = divmod((token.start or 0) // 1000, 60)
        value -= 6 if (minutes, seconds) in RATIOS else 0
    if not token.bracket and token.closer not in (":", "-", "comma"):
        # 00:03 a hand: a column of clocks at the lines' starts
        value -= 0.8 if token.unit == "clock" and token.place == "line" and token.closer == "word" else 2
    return value - 0.3


def alike(token: Token, other: Token) -> float:
    """How much two tokens are of one notation, about -3 to 3."""
    value = 0.8 if GROUP[token.place] == GROUP[other.place] else -0.4
    value += 0.5 if token.bracket == other.bracket else -0.8
    value += 0.4 if token.closer == other.closer else -0.2
    if token.unit == other.unit:
        value += 0.3
    elif "clock" in (token.unit, other.unit):
        value -= 0.8
    else:
        value -= 0.3
    if token.label is None and other.label is None:
        value += 0.3
        if token.place == other.place == "mid" and token.word == other.word:
            value += 0.6
    elif token.label is None or other.label is None:
        value -= 0.8
    elif token.label.word == other.label.word or token.label.spelled or other.label.spelled:
        value += 1.0 if follows(token, other) else 0.4
    else:
        value -= 0.6
    return value


def follows(before: Token, other: Token) -> bool:
    """Whether the number of a label goes on from the other by one."""
    if before.label is None or other.label is None:
        return False
    a, b = before.label, other.label
    if a.minor or b.minor:
        return (a.number == b.number and b.minor == a.minor + 1) or (b.number == a.number + 1 and b.minor <= 1)
    return b.number == a.number + 1 or (b.spelled and not b.number)
