"""The parts of an answer that stand for themselves: what was worked out of one story, or which stories a folder has.

Where something has changed, the whole answer is worked out anew, and of its parts only those that it concerns.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from storyboard.recall import records, signs

if TYPE_CHECKING:
    from storyboard.recall.records import Asked, Record, Young

END = ".parts"
# The root, the path from there, and a hash of the settings.
Name = tuple[str, str, bytes]
# Whatever was worked out: numbers of a story, or the names of what lies in a folder.
Value = tuple[int, ...] | tuple[str, ...]
# The path, the value and the numbers of the paths of each part, by root and settings.
Groups = dict[tuple[str, bytes], list[tuple[str, Value, tuple[int, ...]]]]


class Portion(msgspec.Struct, frozen=True):
    """What was worked out, and the paths that were looked at for it."""

    value: Value
    paths: tuple[str, ...]


class Remains(msgspec.Struct, frozen=True):
    """What is left of an earlier run: the parts that still hold, the signs of their paths, and what is told by hash."""

    parts: dict[Name, Portion]
    signs: dict[str, signs.Sign]
    ways: dict[str, signs.Sign]
    young: dict[str, Young]


def packed(parts: dict[Name, Portion], record: Record) -> bytes:
    """The bytes of the file of a record's parts."""
    numbers = {path: number for number, path in enumerate(_whole(record[2]))}
    groups: Groups = {}
    for (root, path, settings), part in parts.items():
        row = path, part.value, tuple(map(numbers.__getitem__, part.paths))
        groups.setdefault((root, settings), []).append(row)
    return records.packed((signs.digest(b"".join(record[3])), groups))


def known(asked: Asked) -> Remains | None:
    """What is left of an earlier answer, None where nothing is."""
    name, record, now = asked
    folder = records.place()
    stored = records.read(folder, name + END) if folder is not None and record is not None else None
    if record is None or stored is None:
        return None
    _, _, near, before, near_ways, ways_before, young = record
    paths, ways = _whole(near), _whole(near_ways)
    of: bytes = stored[0]
    groups: Groups = stored[1]
    if of != signs.digest(b"".join(before)) or signs.way_signs(ways) != ways_before:
        return None
    signed, differing = signs.unpacked(before), signs.differing(before, now)
    numbers = {path: number for number, path in enumerate(paths)}
    if any(signs.leads(signed[number]) and _turned(signed[number], sign) for number, sign in differing.items()):
        return None
    changed = {*differing} | {
        numbers[entry[0]] for entry in young if entry[0] in numbers and not signs.as_it_was(entry)
    }
    return Remains(
        {
            (root, path, settings): Portion(value, tuple(map(paths.__getitem__, own)))
            for (root, settings), rows in groups.items()
            for path, value, own in rows
            if changed.isdisjoint(own)
        },
        {path: signed[number] for path, number in numbers.items() if number not in changed},
        {path: signs.as_way(sign) for path, sign in zip(paths, signed, strict=True) if signs.leads(sign)}
        | dict(zip(ways, signs.unpacked(ways_before), strict=True)),
        {entry[0]: entry for entry in young},
    )


def _turned(before: signs.Sign, now: signs.Sign) -> bool:
    """Whether a folder or link leads elsewhere than it did."""
    return signs.as_way(before) != signs.as_way(now)


def _whole(paths: Iterable[str]) -> list[str]:
    """The paths from the root of those that a record has, which are from the working folder where they are short."""
    here = os.path.join(os.getcwd(), "")
    return [path if path.startswith("/") else here + path for path in paths]
