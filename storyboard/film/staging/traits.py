"""What a description says of a person that a silhouette can show: sex, hair, beard, headgear, and their colours."""

from __future__ import annotations

import re

from storyboard.film.staging.age import age_of
from storyboard.film.staging.lacking import without_lacking
from storyboard.film.staging.words import language_of, meant, row
from storyboard.patterns import lazy

COLOURS = (
    "red",
    "orange",
    "yellow",
    "green",
    "blue",
    "purple",
    "pink",
    "brown",
    "beige",
    "black",
    "white",
    "grey",
    "dark",
)
PARTS = ("clothes", "hair", "beard", "headgear")
PEOPLE = frozenset({"woman", "man", "child", "robot"})
_CLOSE = 1  # words that may stand between `short` and a beard
_NEAR = 2  # words that may stand between `long` and `hair`
_WORD = lazy(r"\w+")
_KINDS = ("long", "short", "curly")
_STYLES = ("tail", "bun", "bob", "curls")
_HEADGEAR = ("cap", "hat", "beret", "helmet")
_HAIR_ALONE = {"blond": "yellow hair", "ginger": "orange hair"}
_NOT_SHOWN = frozenset(
    {*COLOURS, *_HAIR_ALONE, "hair", "wearing", "bearded", "old", "elder", "teen", "years", "pale", "accessory"}
    | {"animal", "thing", "keeper", "outer"}
)
_GLASSES = frozenset({"glasses", "shades"})
_WORN_BEHIND = 3  # words between `in` and the nightgown
# What excludes each other: where a state names one of a group, the others of the look are gone.
GROUPS = (
    frozenset({"woman", "man"}),
    frozenset({"bald", "short", "long", "curly", "curls", "tail", "bun", "bob"}),
    frozenset({*_HEADGEAR, "hood", *(f"{colour} headgear" for colour in COLOURS)}),
    *(frozenset({part, *(f"{colour} {part}" for colour in COLOURS)}) for part in ("clothes", "hair")),
    frozenset(f"{colour} beard" for colour in COLOURS),
    _GLASSES,
)
# What another age of somebody has not: its own clothes, and hair that is grey.
_OF_AGE = frozenset(
    {*_HEADGEAR, "hood", "bald", "clothes", "child", "old"}
    | {f"{colour} {part}" for colour in COLOURS for part in ("clothes", "headgear")}
    | {f"{colour} {part}" for colour in ("white", "grey") for part in ("hair", "beard")}
)
_OF_THE_GROWN = frozenset({"beard", "short beard", "moustache", "plaits", *(f"{colour} beard" for colour in COLOURS)})

Spots = dict[str, list[re.Match[str]]]


def traits_of(text: str, language: str, *, described: bool = False) -> frozenset[str]:
    """What a text says of a person that a silhouette can show; `described` says that all of it is about one.

    `long`, `short` and `curly` count close to hair alone; `red hair`, `red beard` and `red clothes` are colours that
    stand close to these, and `plaits` a beard in two.
    """
    folded = text.casefold()
    tag = language or language_of(text)
    spotted = dict(meant("traits", tag, folded))
    if not spotted and tag != "en":
        spotted = dict(meant("traits", "en", folded))
    spotted, lacked = without_lacking(folded, tag, spotted)
    if not described:  # on a table stand other glasses
        spotted = {name: matches for name, matches in spotted.items() if name not in _GLASSES}
    anchors = {part: spotted.get(part, [])[:20] for part in PARTS}
    anchors["beard"] = [*anchors["beard"], *spotted.get("moustache", [])][:20]
    of_beard = all(_is_of_beard(folded, plait, anchors) for plait in spotted.get("tail", []))
    styled = [match for style in _STYLES if not (style == "tail" and of_beard) for match in spotted.get(style, [])]
    on_head = [match for worn in _HEADGEAR for match in spotted.get(worn, [])]
    coloured = _coloured(
        folded, tag, spotted, anchors | {"hair": [*anchors["hair"], *styled][:20], "headgear": on_head[:20]}
    )
    kinds = {kind: spotted.pop(kind, []) for kind in _KINDS}
    nearest = _nearest(folded, kinds, anchors["hair"])
    if any(_is_of_beard(folded, short, anchors, _CLOSE) for short in kinds["short"]):
        nearest = nearest - {"short"} | {"short beard"}
    traits = {name for name in spotted if name not in _NOT_SHOWN}
    traits |= {"beard"} if "bearded" in spotted else set()
    traits |= {"bald"} if "hair" in lacked else set()
    if "shades" in traits:
        traits.discard("glasses")
    if of_beard and "tail" in traits:
        traits = traits - {"tail"} | {"plaits"}
    age = age_of(folded, tag, spotted, described=described)
    traits = (traits - {"child"} if {"old", "grown"} & age else traits) | age - {"grown"}
    if {"woman", "man"} <= traits:
        traits.discard(max(("woman", "man"), key=lambda name: spotted[name][0].start()))
    return frozenset(traits | nearest | coloured)


def _coloured(folded: str, tag: str, spotted: Spots, anchors: Spots) -> set[str]:
    """The colours of hair, beard, clothes and what is on the head, each by the word for it that is nearest."""
    best: dict[str, tuple[tuple[bool, int, int, int, bool], str]] = {}
    joins = row("and", tag)
    small = [match.span() for match in spotted.get("accessory", [])]
    begins = {anchor.start() for listed in anchors.values() for anchor in listed}
    outer = [match.span() for match in spotted.get("outer", [])]
    for colour in COLOURS:
        for match in spotted.get(colour, []):
            gaps = [
                (_gap(folded, match, anchor, joins), part, anchor)
                for part, listed in anchors.items()
                for anchor in listed
            ]
            # A comma parts more than words do: in 短发，蓝布衫 the shirt is blue; so does `and`.
            near = [
                ((comma, between), part, not any(start < anchor.end() and anchor.start() < end for start, end in outer))
                for (between, comma), part, anchor in gaps
                if between <= _NEAR
            ]
            if any(0 <= start - match.end() <= 1 for start, _ in small):
                continue  # of `red shoes` nothing is seen
            if match.end() + 1 not in begins and any(0 <= match.start() - end <= 1 for _, end in small):
                continue  # nor of `botas rojas`
            on_head = bool(near) and min(near)[1] == "headgear"
            if not on_head and any(_is_behind(folded, worn, match, tag) for worn in spotted.get("wearing", [])):
                near.append(((0, 0), "clothes", True))
            if near:
                gap, part, under = min(near)
                # A coat hides what is under it; `pink` in 粉红 is more than the `red` in it.
                rank = (part == "clothes" and under, *gap, match.start() - match.end(), colour == "dark")
                best[part] = min(best.get(part, (rank, colour)), (rank, colour))
    if "pale" in spotted and "clothes" not in best:
        best["clothes"] = (False, 0, 0, 0, False), "white"
    alone: set[str] = set()
    for name, stated in _HAIR_ALONE.items():
        own = spotted.get(name, [])
        gaps = [_gap(folded, match, anchor, joins)[::-1] for match in own for anchor in anchors["hair"]]
        # In `blonde braids and red wellies` the nearer word is that of the hair.
        if own and ("hair" not in best or min(gaps, default=(1, 0)) <= best["hair"][0][1:3]):
            alone.add(stated)
    best.pop("hair" if alone else "", None)
    return alone | {f"{colour} {part}" for part, (_, colour) in best.items()}


def _is_behind(folded: str, worn: re.Match[str], colour: re.Match[str], tag: str) -> bool:
    """Whether a colour stands right behind a word for wearing and its article: `in white`, `in a white sarong`."""
    between = _WORD.findall(folded, worn.end(), colour.start()) if worn.end() <= colour.start() else []
    close = worn.end() <= colour.start() <= worn.end() + 12 and not between[1:]
    return close and all(row("common", tag).fullmatch(word) for word in between)


def worn_in(clause: str, language: str) -> frozenset[str]:
    """The clothes that the words behind somebody's name put on them, `in a nightgown`; empty for none."""
    folded = clause.casefold()
    tag = language or language_of(clause)
    spotted = dict(meant("traits", tag, folded))
    garments = [match for kind in ("clothes", "pale", *_HEADGEAR) for match in spotted.get(kind, [])]
    for worn in spotted.get("wearing", []):
        behind = [match for match in garments if match.start() > worn.end()]
        nearest = min(behind, key=lambda match: match.start(), default=None)
        if nearest is not None and _gap(folded, worn, nearest) <= (_WORN_BEHIND, 0):
            stated = traits_of(clause[worn.start() : nearest.end()], tag)
            return frozenset(trait for trait in stated if trait.endswith(("clothes", "headgear")) or trait in _HEADGEAR)
    return frozenset()


def _nearest(folded: str, kinds: Spots, hair: list[re.Match[str]]) -> set[str]:
    near: dict[str, int] = {}
    for kind, matches in kinds.items():
        gaps = [_gap(folded, match, place)[0] for match in matches for place in hair]
        if gaps and min(gaps) <= _NEAR:
            near[kind] = min(gaps)
    return {min(near, key=lambda kind: near[kind])} if near else set()


def _is_of_beard(folded: str, word: re.Match[str], anchors: Spots, most: int = 2 * _NEAR) -> bool:
    """Whether a word, such as that of a plait, is nearer to a beard than to hair."""

    def least(part: str) -> int:
        return min((_gap(folded, word, anchor)[0] for anchor in anchors[part]), default=80)

    return least("beard") <= most and least("beard") < least("hair")


def _gap(
    text: str, first: re.Match[str], second: re.Match[str], joins: re.Pattern[str] | None = None
) -> tuple[int, int]:
    """How many words stand between two matches, and whether a comma or a word that joins does."""
    gap = text[min(first.end(), second.end()) : max(first.start(), second.start())]
    if len(gap) > 80:
        return 80, 1
    parted = any(sign in gap for sign in ",;.，、。；،") or (joins is not None and joins.search(gap) is not None)
    return len(_WORD.findall(gap)), int(parted)


def lacked_in(text: str, language: str) -> frozenset[str]:
    """The traits that a text rules out: `without glasses`."""
    folded, tag = text.casefold(), language or language_of(text)
    _, lacked = without_lacking(folded, tag, dict(meant("traits", tag, folded)))
    parts = lacked | ({"headgear"} if lacked.intersection(_HEADGEAR) else frozenset[str]())
    return lacked | {f"{colour} {part}" for part in parts for colour in COLOURS}


def over(traits: frozenset[str], stated: frozenset[str]) -> frozenset[str]:
    """The traits of a look, and over them what a state says otherwise: `a girl of eight` is of another age."""
    if stated & {"woman", "man", "child"}:
        traits -= _OF_AGE
    if "old" in stated:
        traits -= {"child"}
    if "child" in stated:
        traits -= _OF_THE_GROWN
    for group in GROUPS:
        if group & stated:
            traits -= group
    return traits | stated
