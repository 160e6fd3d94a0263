"""What a description says of a person that a silhouette can show: sex, hair, beard, headgear, and their colours."""

from __future__ import annotations

import re

from storyboard.film.staging.words import language_of, meant, row
from storyboard.patterns import lazy

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "beige", "black", "white", "grey")
PARTS = ("clothes", "hair", "beard")
_NEAR = 2  # words that may stand between `long` and `hair`
_FIRST = 4  # words that may stand before what a description is of
_WORD = lazy(r"\w+")
_KINDS = ("long", "short", "curly")
_HAIR_ALONE = {"blond": "yellow hair", "ginger": "orange hair"}
# What excludes each other: where a state names one of a group, the others of the look are gone.
GROUPS = (
    frozenset({"woman", "man"}),
    frozenset({"bald", "short", "long", "curly", "curls", "tail", "bun", "bob"}),
    frozenset({"cap", "hat", "hood"}),
    *(frozenset({part, *(f"{colour} {part}" for colour in COLOURS)}) for part in PARTS if part != "beard"),
    frozenset(f"{colour} beard" for colour in COLOURS),
)

Spots = dict[str, list[re.Match[str]]]


def traits_of(text: str, language: str) -> frozenset[str]:
    """What a description says that a silhouette can show.

    `long`, `short` and `curly` count close to hair alone; `red hair`, `red beard` and `red clothes` are colours that
    stand close to these, and `plaits` a beard in two.
    """
    folded = text.casefold()
    tag = language or language_of(text)
    spotted = dict(meant("traits", tag, folded))
    if not spotted and tag != "en":
        spotted = dict(meant("traits", "en", folded))
    anchors = {part: spotted.get(part, [])[:20] for part in PARTS}
    coloured = _coloured(folded, spotted, anchors)
    kinds = {kind: spotted.pop(kind, []) for kind in _KINDS}
    nearest = _nearest(folded, kinds, anchors["hair"])
    traits = {name for name in spotted if name not in (*COLOURS, *_HAIR_ALONE, "hair", "wearing", "bearded")}
    traits |= {"beard"} if "bearded" in spotted else set()
    if all(_is_of_beard(folded, plait, anchors) for plait in spotted.get("tail", [])) and "tail" in traits:
        traits = traits - {"tail"} | {"plaits"}
    if not any(_is_first(folded, match, tag) for match in spotted.get("animal", [])):
        traits.discard("animal")
    if {"woman", "man"} <= traits:
        traits.discard(max(("woman", "man"), key=lambda name: spotted[name][0].start()))
    return frozenset(traits | nearest | coloured)


def _coloured(folded: str, spotted: Spots, anchors: Spots) -> set[str]:
    """The colours of hair, beard and clothes, each by the word for it that is nearest."""
    best: dict[str, tuple[tuple[int, int, int], str]] = {}
    for colour in COLOURS:
        for match in spotted.get(colour, []):
            gaps = [(_gap(folded, match, anchor), part) for part in PARTS for anchor in anchors[part]]
            near = [(gap, part) for gap, part in gaps if gap[0] <= _NEAR]
            if any(worn.end() <= match.start() <= worn.end() + 1 for worn in spotted.get("wearing", [])):
                near.append(((0, 0), "clothes"))
            if near:
                gap, part = min(near)
                # `pink` in 粉红 is more than the `red` in it.
                rank = (*gap, match.start() - match.end())
                best[part] = min(best.get(part, (rank, colour)), (rank, colour))
    coloured = {f"{colour} {part}" for part, (_, colour) in best.items()}
    alone = {stated for name, stated in _HAIR_ALONE.items() if name in spotted}
    return coloured | (alone if "hair" not in best else set())


def _nearest(folded: str, kinds: Spots, hair: list[re.Match[str]]) -> set[str]:
    near: dict[str, int] = {}
    for kind, matches in kinds.items():
        gaps = [_gap(folded, match, place)[0] for match in matches for place in hair]
        if gaps and min(gaps) <= _NEAR:
            near[kind] = min(gaps)
    return {min(near, key=lambda kind: near[kind])} if near else set()


def _is_first(folded: str, match: re.Match[str], tag: str) -> bool:
    """Whether a word is what a description is of: in `a vet with a cat` the cat is not."""
    before = folded[: match.start()]
    return len(_WORD.findall(before)) <= _FIRST and row("common", tag).search(before, before.find(" ") + 1) is None


def _is_of_beard(folded: str, plait: re.Match[str], anchors: Spots) -> bool:
    """Whether a plait is nearer to a beard than to hair."""

    def least(part: str) -> int:
        return min((_gap(folded, plait, anchor)[0] for anchor in anchors[part]), default=80)

    return least("beard") <= 2 * _NEAR and least("beard") < least("hair")


def _gap(text: str, first: re.Match[str], second: re.Match[str]) -> tuple[int, int]:
    """How many words stand between two matches, and whether a comma does."""
    gap = text[min(first.end(), second.end()) : max(first.start(), second.start())]
    return (
        (len(_WORD.findall(gap[:80])), int(any(sign in gap for sign in ",;.，、。；،"))) if len(gap) <= 80 else (80, 1)
    )


def over(traits: frozenset[str], stated: frozenset[str]) -> frozenset[str]:
    """The traits of a look, and over them what a state says otherwise."""
    for group in GROUPS:
        if group & stated:
            traits -= group
    return traits | stated
