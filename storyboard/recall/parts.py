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
_NOWHERE = -1
# The root, the path from there, and a hash of the settings.
Name = tuple[str, str, bytes]
# Whatever was worked out: numbers of a story, or the names of what lies in a folder.
Value = tuple[int, ...] | tuple[str, ...]
# A value, and the places of the paths that were looked at for it among those of the record.
Row = tuple[Value, tuple[int, ...]]
# A root and a hash of settings, and the row of each part there by its path.
Group = tuple[str, bytes]
Rows = dict[Group, dict[str, Row]]


class Portion(msgspec.Struct, frozen=True):
    """What was worked out, and the paths that were looked at for it."""

    value: Value
    paths: tuple[str, ...]


class Remains(msgspec.Struct, frozen=True):
    """What is left of an earlier run: its parts, its paths and their signs, and the places of those that changed."""

    rows: Rows
    paths: list[str]
    signed: list[signs.Sign]
    changed: set[int]
    ways: dict[str, signs.Sign]
    young: dict[str, Young]


def packed(worked_out: dict[Name, Portion], record: Record, known: Remains | None, groups: Iterable[Group]) -> bytes:
    """The bytes of the file of a record's parts: what was worked out for it, and what still holds in those groups."""
    numbers = {path: number for number, path in enumerate(_whole(record[2]))}
    rows: Rows = {}
    if known is not None:
        moved = [numbers.get(path, _NOWHERE) for path in known.paths]
        gone = known.changed.union(number for number, to in enumerate(moved) if to == _NOWHERE)
        in_place = moved == [*range(len(moved))]
        for group in groups:
            holding = ((path, row) for path, row in known.rows[group].items() if gone.isdisjoint(row[1]))
            rows[group] = {
                path: row if in_place else (row[0], tuple([moved[number] for number in row[1]]))
                for path, row in holding
            }
    for (root, path, settings), part in worked_out.items():
        rows.setdefault((root, settings), {})[path] = part.value, tuple(map(numbers.__getitem__, part.paths))
    return records.packed((signs.digest(b"".join(record[3])), rows))


def known(asked: Asked) -> Remains | None:
    """What is left of an earlier answer, None where nothing is."""
    name, record, now, _ = asked
    folder = records.place()
    stored = records.read(folder, name + END) if folder is not None and record is not None else None
    if record is None or stored is None:
        return None
    _, _, near, before, near_ways, ways_before, young, _ = record
    paths, ways = _whole(near), _whole(near_ways)
    of: bytes = stored[0]
    rows: Rows = stored[1]
    if of != signs.digest(b"".join(before)) or signs.way_signs(ways) != ways_before:
        return None
    signed, differing = signs.unpacked(before), signs.differing(before, now)
    if any(signs.leads(signed[number]) and _turned(signed[number], sign) for number, sign in differing.items()):
        return None
    hashed = {entry[0]: entry for entry in young}
    changed = {*differing} | {
        number for number, path in enumerate(paths) if path in hashed and not signs.as_it_was(hashed[path])
    }
    leading = {path: signs.as_way(sign) for path, sign in zip(paths, signed, strict=True) if signs.leads(sign)}
    unlooked = dict(zip(ways, signs.unpacked(ways_before), strict=True))
    return Remains(rows, paths, signed, changed, leading | unlooked, hashed)


def _turned(before: signs.Sign, now: signs.Sign) -> bool:
    """Whether a folder or link leads elsewhere than it did."""
    return signs.as_way(before) != signs.as_way(now)


def _whole(paths: Iterable[str]) -> list[str]:
    """The paths from the root of those that a record has, which are from the working folder where they are short."""
    here = os.path.join(os.getcwd(), "")
    return [path if path.startswith("/") else here + path for path in paths]
