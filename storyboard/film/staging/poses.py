"""Who of a shot sits, kneels or lies, by the words of its action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import msgspec

from storyboard.film.staging.plan import Card, Figure, Pose
from storyboard.film.staging.words import meant, unquoted
from storyboard.patterns import lazy

_SENTENCE = lazy(r"[.!?;\n。！？；]")
_SEXES = {"woman", "man"}
_INVERTED = 1  # characters between a verb and who stands right behind it: `on the bench sits Marta`


def posed(figures: Sequence[Figure], card: Card, language: str, faces: Mapping[str, int]) -> list[Figure]:
    """The people of a card in the pose that its words give each of them first; `faces` are by folded names.

    A verb is of the name before it in its sentence, or right behind it; behind no name, `she sits`, it is of the only
    one who is seen, or of the first whose sex the pronoun tells.
    """
    poses: dict[int, str] = {}
    for sentence in _SENTENCE.split(unquoted(card.action).casefold()):
        verbs = sorted(
            (spot.start(), spot.end(), pose) for pose, spots in meant("poses", language, sentence) for spot in spots
        )
        if not verbs:
            continue
        named = sorted((at, face) for name, face in faces.items() if name and (at := sentence.find(name)) >= 0)
        spoken = sorted(_spoken(sentence, language))
        for start, end, pose in verbs:
            before = [face for at, face in named if at < start]
            behind = [face for at, face in named if 0 <= at - end <= _INVERTED]
            kind = next((kind for at, kind in reversed(spoken) if at < start), None)
            if behind or before:
                who = [*behind, *before[-1:]]
            elif kind is not None:
                who = [
                    figure.face for figure in figures if not kind or kind in figure.traits or not _SEXES & figure.traits
                ]
            else:
                continue
            for face in who if not named and kind == "" and len(figures) > 1 else who[:1]:
                poses.setdefault(face, pose)
    # `stand` is no pose: all do who do nothing else.
    return [
        msgspec.structs.replace(figure, pose=cast("Pose", poses[figure.face]))
        if poses.get(figure.face, "stand") != "stand" and not figure.facing
        else figure
        for figure in figures
    ]


def _spoken(sentence: str, language: str) -> Iterator[tuple[int, str]]:
    """Where a sentence speaks of a woman or a man, and where of anybody, which is no sex."""
    people, traits = dict(meant("people", language, sentence)), dict(meant("traits", language, sentence))
    yield from ((spot.start(), "") for kind in ("person", "many") for spot in people.get(kind, ()))
    for sex, pronoun in (("woman", "she"), ("man", "he")):
        yield from ((spot.start(), sex) for spot in (*people.get(pronoun, ()), *traits.get(sex, ())))
