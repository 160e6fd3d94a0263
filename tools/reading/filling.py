"""Texts made by code: each notation with the words and sentences of each language that has what it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import count, pairwise

import msgspec
import yaml

from storyboard.language.words import UNSPACED, by_language
from tools.reading.fields import filled, number, range_fields, wanted
from tools.reading.loading import FOLDER, rows, traps
from tools.reading.records import Text, Times, parted

_SHORT = 2  # letters of a unit that stands at its number without a blank
_GLUE = re.compile(rf"(?<=[{UNSPACED}]) (?=[⟦\d])|(?<=\d) (?=[{UNSPACED}])")
_GLUED_UNIT = re.compile(f"[{UNSPACED}]")
PLANS: dict[str, tuple[tuple[float, ...], ...]] = {
    "whole": ((0, 3, 5), (0, 2, 5, 10), (0, 5, 10), (0, 4, 7, 10, 15), (0, 1, 6, 10), (0, 3, 6, 9, 12)),
    "tenths": ((0, 2.5, 5), (0, 1.6, 4.2, 10), (0, 3.3, 7.5, 10)),
    "inclusive": ((0, 2, 5, 9), (0, 3, 7, 10, 14)),
}


class Notation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of notations.yaml."""

    name: str
    line: str
    head: str = ""
    join: str = "\n"
    last: str = ""
    tail: str = ""
    truth: str = "range"
    plan: str = "whole"
    only: tuple[str, ...] = msgspec.field(default=(), name="in")
    labels: str = ""
    spaced: bool = False
    track: bool = False
    data: bool = False
    traps: bool = False


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of sentences.yaml."""

    title: str
    text: tuple[str, ...]
    words: str = ""
    label: str = ""
    glued: bool = False


@cache
def notations() -> tuple[Notation, ...]:
    """The rows of notations.yaml."""
    return tuple(rows("notations.yaml", Notation))


@cache
def languages() -> dict[str, Language]:
    """The languages that have sentences, in the order of the file."""
    text = (FOLDER / "sentences.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, Loader=yaml.CSafeLoader), dict[str, Language])


@cache
def made() -> tuple[Text, ...]:
    """Each notation in each language that has its words. The choice of words, lengths and sentences goes round."""
    turns = {name: count() for name in languages()}
    return tuple(
        text
        for notation in notations()
        for name, language in languages().items()
        for text in _made(notation, name, language, next(turns[name]))
    )


@cache
def inside() -> tuple[Text, ...]:
    """The traps that are one sentence, each as the first shot of a few notations."""
    shown = [notation for notation in notations() if notation.traps]
    return tuple(
        msgspec.structs.replace(
            text, id=f"{trap.id} in {notation.name}", group="trap", row=f"inside {notation.name}", spans=()
        )
        for trap in traps()
        if len(trap.truth) == 1 and trap.language in languages()
        for notation in shown
        for language in (languages()[trap.language],)
        for text in _made(
            notation, trap.language, msgspec.structs.replace(language, text=(trap.text, *language.text[1:])), 0
        )
    )


def _made(notation: Notation, name: str, language: Language, turn: int) -> Iterator[Text]:
    if (notation.only and name not in notation.only) or (notation.spaced and language.glued):
        return
    words = _words(notation, language, language.words or name, turn)
    plan = PLANS[notation.plan][turn % len(PLANS[notation.plan])]
    ranges = list(pairwise(plan))
    starts = [0.0, *(end + 1 for end in plan[1:])] if notation.plan == "inclusive" else list(plan)
    shots = [_shot(language, words, turn + place, place, start, end) for place, (start, end) in enumerate(ranges)]
    for place, shot in enumerate(shots):
        shot["ai"] = number(starts[place])
        shot.update(_order(words["key"], "first" if not place else "last" if place == len(shots) - 1 else "next"))
    around = {**shots[-1], **words, "z": number(plan[-1]), "t": _sentence(language, turn + len(shots))}
    around["h"] = language.title
    around["track"] = "\n".join(f"- [{shot['a']}-{shot['b']}s]: {shot['t']}" for shot in shots)
    pieces = notation.line + notation.head + notation.tail + notation.last
    if not wanted(pieces) <= shots[0].keys() | around.keys():
        return
    lines = [filled(notation.line, shot) for shot in shots]
    if notation.last:
        lines[-1] = filled(notation.last, shots[-1])
    body = notation.join.join(lines)
    written = filled(notation.head, around) + body.rstrip("\n") + filled(notation.tail, around)
    if language.glued:
        written = _GLUE.sub("", written)
    text, spans = parted(written)
    yield Text(
        f"{name}/{notation.name}",
        name,
        notation.name,
        "made",
        notation.name,
        text if notation.data and notation.join != "\n" else text + "\n",
        _truth(notation, [(starts[place], end) for place, (_, end) in enumerate(ranges)]),
        spans,
        notation.plan == "inclusive",
        notation.data,
    )


def _truth(notation: Notation, ranges: list[tuple[float, float]]) -> Times:
    if notation.truth == "untimed":
        return ((None, None),) * len(ranges)
    if notation.truth == "start":
        return tuple((start, None) for start, _ in ranges)
    if notation.truth == "open":
        return (*ranges[:-1], (ranges[-1][0], None))
    return tuple(ranges)


def _shot(language: Language, words: dict[str, str], turn: int, place: int, start: float, end: float) -> dict[str, str]:
    sentence = _sentence(language, turn)
    label = words.get("l", "")
    blank = "" if language.glued else " "
    return {
        **words,
        **range_fields(start, end),
        "n": str(place + 1),
        "nn": f"{place + 1:02}",
        "L": f"{label}{blank}{place + 1}",
        "A": f"{label}{blank}{chr(ord('A') + place)}",
        "circle": chr(0x2460 + place),
        "han": by_language("numbers")["zh"][place],
        **_ordinal(words.get("key", ""), place),
        "t": sentence,
        "h": _title(sentence),
    }


def _ordinal(key: str, place: int) -> dict[str, str]:
    """The ordinal of a place, in languages that have one for each shot of all plans."""
    listed = by_language("ordinals").get(key, ())
    most = max(len(plan) for plans in PLANS.values() for plan in plans) - 1
    return {"o": listed[place][:1].upper() + listed[place][1:]} if len(listed) >= most else {}


def _order(key: str, order: str) -> dict[str, str]:
    """The word that places a length in the clip, as `first`."""
    listed = by_language(f"order_{order}").get(key)
    return {"order": listed[0], "Order": listed[0][:1].upper() + listed[0][1:]} if listed else {}


def _words(notation: Notation, language: Language, key: str, turn: int) -> dict[str, str]:
    """The words of a language: label, unit, and the first word of each role, also with a capital."""
    roles = {role: by_language(role)[key][0] for role in _ROLES if key in by_language(role)}
    made = {**roles, **{role.capitalize(): word[:1].upper() + word[1:] for role, word in roles.items()}}
    shots, units = by_language("shots").get(key, ()), by_language("seconds")[key]
    every = shots if notation.labels == "shots" else (*shots, *by_language("parts").get(key, ()))
    if every:
        label = language.label or every[turn % len(every)]
        made["l"] = label[:1].upper() + label[1:]
    made["key"] = key
    unit = units[turn % len(units)]
    made["U"] = unit
    made["u"] = unit if len(unit) <= _SHORT or _GLUED_UNIT.search(unit) else f" {unit}"
    long = [word for word in units if len(word) > _SHORT] or list(units)
    made["Seconds"] = long[-1][:1].upper() + long[-1][1:]
    return made


_ROLES = (
    "to",
    "from",
    "ends",
    "times",
    "lengths",
    "starts",
    "finishes",
    "totals",
    "tracks",
    "actions",
    "numbers_of",
    "out_of",
    "copulas",
    "within",
)


def _sentence(language: Language, turn: int) -> str:
    return language.text[turn % len(language.text)]


def _title(sentence: str) -> str:
    """The first words of a sentence, as a shot's title."""
    if _GLUED_UNIT.search(sentence[:1]):
        return sentence[:4]
    return " ".join(sentence.split()[:2]).strip(".,;।")


def own_words(language: str, fields: Mapping[str, str]) -> str | None:
    """A range in words of a language (`de 0 a 3 segundos`); None where the table has no word between its ends."""
    row = languages().get(language)
    key = row.words if row is not None and row.words else language
    between, unit = by_language("to").get(key), by_language("seconds").get(key)
    if not between or not unit:
        return None
    before = by_language("from").get(key, ("",))[0]
    written = f"{before} {fields['a']} {between[0]} {fields['b']} {unit[-1]}".strip()
    return _GLUE.sub("", written) if row is not None and row.glued else written
