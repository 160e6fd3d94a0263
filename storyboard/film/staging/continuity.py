"""What the clips of a film have from each other: the same people, one clock, an hour, and a picture out of the last."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

import msgspec

from storyboard.film.staging.beings import beings
from storyboard.film.staging.cast import figures
from storyboard.film.staging.look import language_for
from storyboard.film.staging.plan import Reel, Whole
from storyboard.film.staging.setting import settings
from storyboard.film.staging.transition import transition_of


def continued(reels: Sequence[Reel], filmed: Container[int] = ()) -> Iterator[Reel]:
    """The reels of a film, each with what it has from the whole of it.

    Clips that are `filmed`, by their numbers, are not drawn: they last as long as they are paid for, and no clip is
    drawn out of their pictures.
    """
    languages = [language_for(reel) for reel in reels]
    people, others = figures(reels, languages), beings(reels, languages)
    length = sum(_length(reel, filmed) for reel in reels)
    whole = Whole(sum(len(reel.cards) for reel in reels), length)
    begun, before, left = 0, None, ("", "")
    for reel, seen, named, language in zip(_counted(reels), people, others, languages, strict=True):
        comes = before is not None and bool(reel.cards) and transition_of(reel.cards[0]) is not None
        alone = msgspec.structs.replace(reel, figures=seen, beings=named, begun=begun, left=left)
        if reel.index < reels[-1].index:
            left = _left(alone, language)
        # The film's own facts stand over its first clip: in others they would change what they are drawn from.
        first = whole if reel.index == 1 else None
        yield msgspec.structs.replace(alone, before=before if comes else None, whole=first)
        # What no shot uses is left by a cut.
        before = None if reel.index in filmed or reel.unused else alone
        begun += _length(reel, filmed)


def _left(reel: Reel, language: str) -> tuple[str, str]:
    """Where a clip ends, and at which hour."""
    ends = [(now.place, now.hour) for now in settings(reel, language, reel.figures)]
    return ends[-1] if ends else reel.left


def _length(reel: Reel, filmed: Container[int]) -> int:
    return reel.duration if reel.index in filmed else reel.length


def _counted(reels: Sequence[Reel]) -> Iterator[Reel]:
    """The reels, with the shots of a clip that was split counted through its parts, as the writer counts them."""
    start = 0
    while start < len(reels):
        end = start + 1
        while end < len(reels) and reels[end].part > 1:
            end += 1
        count, shots = 0, sum(len(reel.cards) for reel in reels[start:end])
        for reel in reels[start:end]:
            cards = tuple(
                msgspec.structs.replace(card, number=card.number + count) if count else card for card in reel.cards
            )
            yield msgspec.structs.replace(reel, cards=cards, shots=shots)
            count += len(cards)
        start = end
