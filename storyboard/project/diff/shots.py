"""The shots of a clip before and after: which one became which, and which of them look different."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from storyboard.language.story import Shot
from storyboard.project.diff.matching import filled
from storyboard.project.diff.words import alike

if TYPE_CHECKING:
    from storyboard.film.staging.look import Look
    from storyboard.film.staging.plan import Card, Reel


def paired(before: Sequence[Shot], after: Sequence[Shot]) -> dict[int, int]:
    """The old shot's index for each new one: of the same words, then of alike ones, then by place in as many shots."""
    old, new = [wording(shot) for shot in before], [wording(shot) for shot in after]
    waiting: dict[str, deque[int]] = {}
    for at, words in enumerate(old):
        waiting.setdefault(words, deque()).append(at)
    pairs = {at: waiting[words].popleft() for at, words in enumerate(new) if waiting.get(words)}
    places = range(len(old)), range(len(new))
    pairs = filled(*places, pairs, lambda was, at: alike(old[was], new[at]))
    return filled(*places, pairs) if len(old) == len(new) else pairs


def wording(shot: Shot) -> str:
    """All words of a shot: its text, its fields and what is said in it."""
    fields = "".join(f"\n{field.key}: {field.text.value}" for field in shot.fields)
    return f"{shot.action.value}{fields}" + (f"\n{spoken(shot)}" if shot.dialogue else "")


def spoken(shot: Shot) -> str:
    """The lines of a shot's dialogue."""
    lines: list[str] = []
    for speech in shot.dialogue:
        state = f"/{speech.state}" if speech.state else ""
        manner = f" ({speech.manner})" if speech.manner else ""
        lines.append(f"{speech.name}{state}{manner}: {speech.typed.value}")
    return "\n".join(lines)


class SeenShot(NamedTuple):
    """What is seen of a shot: one that only begins later, or has another number, is seen as before."""

    size: tuple[int, int]
    card: Card
    look: Look


def seen(reel: Reel | None) -> list[SeenShot]:
    """What is seen of each shot of a reel; nothing of none."""
    from storyboard.film.staging.look import looks

    if reel is None:
        return []
    size, change = (reel.width, reel.height), msgspec.structs.replace
    return [
        SeenShot(size, change(card, number=0, start=0, end=card.end - card.start), look)
        for card, look in zip(reel.cards, looks(reel), strict=True)
    ]


def differing(
    before: Sequence[object], after: Sequence[object], pairs: Mapping[int, int]
) -> list[tuple[int | None, int | None]]:
    """The places before and after of each shot of which something else is seen; `pairs` are those of `paired`.

    A shot that is gone stands behind the one that it stood behind.
    """
    rows: list[tuple[float, int | None, int | None]] = []
    for now, shot in enumerate(after):
        was = pairs.get(now)
        if was is None or before[was] != shot:
            rows.append((now, was, now))
    stays = {was: now for now, was in pairs.items()}
    behind = -1.0
    for was in range(len(before)):
        if was in stays:
            behind = float(stays[was])
        else:
            rows.append((behind + 0.5, was, None))
    return [(was, now) for _, was, now in sorted(rows, key=lambda row: row[0])]
