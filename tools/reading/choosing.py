"""Which texts a run reads: all of them, or a part that a seed chooses."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from tools.reading.filling import made
from tools.reading.loading import own, traps
from tools.reading.records import Text
from tools.reading.respelling import fit, respelt
from tools.reading.slips import slipped

_Item = TypeVar("_Item")
_BASES = 250  # made texts whose marks are respelt, beside all samples
_QUICK = {"made": 200, "respelt": 300, "slips": 150}


def chosen(*, quick: bool, seed: int) -> list[Text]:
    """The texts of a run, in one order for one seed."""
    chance = random.Random(seed)
    bases = [text for text in own() if fit(text)]
    bases += chance.sample([text for text in made() if fit(text)], _BASES)
    respellings = [text for base in bases for text in respelt(base)]
    slips = [text for base in bases for text in slipped(base, chance)]
    if not quick:
        return [*own(), *made(), *respellings, *slips, *traps()]
    return [
        *own(),
        *_some(made(), _QUICK["made"], chance),
        *_some(respellings, _QUICK["respelt"], chance),
        *_some(slips, _QUICK["slips"], chance),
        *traps(),
    ]


def part(count: int, seed: int) -> list[Text]:
    """So many texts of a quick run."""
    return _some(chosen(quick=True, seed=seed), count, random.Random(seed))


def _some(items: Sequence[_Item], count: int, chance: random.Random) -> list[_Item]:
    """So many items that chance chooses, in their order."""
    places = sorted(chance.sample(range(len(items)), min(count, len(items))))
    return [items[place] for place in places]
