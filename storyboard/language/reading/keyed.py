"""Gives a label the time that stands on a line of its own below it: `SHOT 1`, then `Time: 0-2s`."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from storyboard.language.syntax.scan import Token
from storyboard.patterns import lazy

# How many lines below a label its time may stand.
_LINES = 10
_ITEM = lazy(r"[ \t]*(?:[-*•]|[^\s:：]{1,16}(?: [^\s:：]{1,16})?[*_]*[:：])")


def keyed(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, each label without a time with the time that a line below it says and nothing else."""
    timed: list[Token] = []
    open_label = -1
    for token in tokens:
        if token.kind == "label":
            open_label = -1
            if token.place in ("line", "cell"):
                open_label = len(timed)
            timed.append(token)
            continue
        if open_label >= 0 and token.label is None and token.line > timed[open_label].line:
            label = timed[open_label]
            if token.line - label.line <= _LINES and _alone(text, token) and _only_keys(text, label, token):
                timed[open_label] = _timed(text, label, token)
                open_label = -1
                continue
        if token.label is not None:
            open_label = -1
        timed.append(token)
    return timed


def _alone(text: str, token: Token) -> bool:
    """Whether a time, with a key before it or none, is all that its line holds; `Total: 10 s` is the film's."""
    if token.key == "totals" or token.closer != "line" or token.place not in ("line", "cell", "colon", "head", "mid"):
        return False
    return token.place in ("line", "cell") or bool(token.key)


def _only_keys(text: str, label: Token, token: Token) -> bool:
    """Whether nothing but short lines stands between a label and the line of its time."""
    start = text.rfind("\n", 0, token.begin) + 1
    between = [line for line in text[label.stop : max(label.stop, start)].split("\n")[1:] if line.strip()]
    listed = all(_ITEM.match(line) for line in between)
    return all(len(line) <= 80 for line in between) and (listed or len(between) <= 2)


def _timed(text: str, label: Token, token: Token) -> Token:
    start = text.rfind("\n", 0, token.begin) + 1
    end = text.find("\n", token.end)
    kind = token.kind
    length, begin = token.length, token.start
    if kind == "one" and (token.key == "lengths" or (not token.key and token.unit != "clock")):
        kind, length, begin = "length", token.start, None
    return replace(
        label,
        kind=kind,
        start=begin,
        finish=token.finish,
        length=length,
        unit=token.unit,
        flags=0,
        cut=(start, end if end >= 0 else len(text)),
        plain=token.plain,
    )
