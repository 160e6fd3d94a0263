"""Gives a label that says only when its shot ends the time when it starts: `Shot 1 (until 3s)`, `Shot 2 (until 5s)`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from storyboard.language.syntax.scan import Token


def ended(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, each that only ends with its start, where the shot before it ends; a length where ends do not grow.

    Their `key` is `ends`. A label that counts from 1 again begins a clip, whose ends are judged by themselves.
    """
    if not any(map(_lacks, tokens)):
        return list(tokens)
    begun: list[Token] = []
    clip: list[Token] = []
    for token in tokens:
        if token.label is not None and token.label.number <= 1:
            begun += _begun(clip)
            clip = []
        clip.append(token)
    return begun + _begun(clip)


def _lacks(token: Token) -> bool:
    return token.kind == "range" and token.start is None


def _begun(clip: Sequence[Token]) -> list[Token]:
    ends = [0, *(token.finish for token in clip if token.label is not None and token.finish is not None)]
    grow = all(end > start for start, end in pairwise(ends))
    begun: list[Token] = []
    reached = 0
    for token in clip:
        if not _lacks(token):
            begun.append(token)
        elif grow:
            begun.append(replace(token, start=reached, key="ends"))
        else:
            begun.append(replace(token, kind="length", length=token.finish, finish=None, key="ends"))
        reached = (token.finish if token.label is not None else None) or reached
    return begun
