"""Which texts a run reads: all of them, or a part that a seed chooses."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from tools.reading.filling import inside, made
from tools.reading.loading import own, traps
from tools.reading.records import Text
from tools.reading.respelling import fit, respelt
from tools.reading.slips import slipped

_BASES = 250  # made texts whose marks are respelt, beside all samples
_QUICK = {"made": 200, "respelt": 300, "slip": 150, "trap": 60}


def chosen(*, quick: bool, seed: int) -> list[Text]:
    """The texts of a run, in one order for one seed."""
    bases = [text for text in own() if fit(text)]
    bases += some([text for text in made() if fit(text)], _BASES, seed)
    respellings = [text for base in bases for text in respelt(base)]
    slips = [text for base in bases for text in slipped(base, seed)]
    if not quick:
        return [*own(), *made(), *respellings, *slips, *traps(), *inside()]
    return [
        *own(),
        *some(made(), _QUICK["made"], seed),
        *some(respellings, _QUICK["respelt"], seed),
        *some(slips, _QUICK["slip"], seed),
        *traps(),
        *some(inside(), _QUICK["trap"], seed),
    ]


def some(texts: Sequence[Text], count: int, seed: int) -> list[Text]:
    """So many texts, in their order, chosen by their names: a text that is added changes little."""
    ordered = sorted(texts, key=lambda text: hashlib.sha256(f"{seed} {text.id}".encode()).digest())
    kept = {text.id for text in ordered[:count]}
    return [text for text in texts if text.id in kept]
