"""Random changes of bytes: what is cut, doubled, moved, repeated, taken from another text or from a list of pieces."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

_NUMBERS = (
    b"0",
    b"1",
    b"-1",
    b"99",
    b"1e999",
    b"4294967296",
    b"9223372036854775808",
    b"9" * 400,
    b"0.1",
    b"1_0",
    b"0x1f",
)
_SIGNS = b"[](){}<>@\\#:-/|*_~`'\"!?&=+%$^.,; \t\n\r\x00\x1b\x7f\xff"
_LETTERS = (
    b"\xc2\x9b",
    b"\xe2\x80\xae",
    b"\xf3\xa0\x81\x81",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xe2\x80\xa8",
    b"\xcc\x81",
    b"\xef\xbc\x91",
)


def mutated(chance: random.Random, seeds: Sequence[bytes], pieces: Sequence[bytes], most: int) -> bytes:
    """A changed seed, or one that is put together from pieces; of at most so many bytes."""
    if pieces and chance.random() < 0.1:
        data = b"".join(chance.choices(pieces, k=chance.randint(1, 30)))
    else:
        data = chance.choice(seeds)
    if len(data) > most:
        at = chance.randrange(len(data) - most)
        data = data[at : at + most]
    for _ in range(chance.choice((1, 1, 2, 3, 5, 9))):
        at = chance.randrange(len(data) + 1)
        to = min(len(data), at + chance.choice((0, 1, 2, 8, 40, 300)))
        data = chance.choice(_CHANGES)(chance, data, at, to, seeds, pieces)
        if len(data) > most:
            data = data[:most]
    return data


_Change = Callable[[random.Random, bytes, int, int, Sequence[bytes], Sequence[bytes]], bytes]


def _cut(chance: random.Random, data: bytes, at: int, to: int, *_: object) -> bytes:
    return data[:at] + data[to:]


def _end(chance: random.Random, data: bytes, at: int, *_: object) -> bytes:
    return data[:at]


def _double(chance: random.Random, data: bytes, at: int, to: int, *_: object) -> bytes:
    return data[:to] + data[at:to] * chance.choice((1, 1, 2, 50)) + data[to:]


def _move(chance: random.Random, data: bytes, at: int, to: int, *_: object) -> bytes:
    rest = data[:at] + data[to:]
    place = chance.randrange(len(rest) + 1)
    return rest[:place] + data[at:to] + rest[place:]


def _byte(chance: random.Random, data: bytes, at: int, *_: object) -> bytes:
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _sign(chance: random.Random, data: bytes, at: int, to: int, *_: object) -> bytes:
    sign = bytes([chance.choice(_SIGNS)]) * chance.choice((1, 1, 1, 2, 3, 100))
    return data[:at] + sign + data[at + chance.randrange(2) :]


def _letter(chance: random.Random, data: bytes, at: int, *_: object) -> bytes:
    return data[:at] + chance.choice(_LETTERS) * chance.choice((1, 1, 5)) + data[at:]


def _number(chance: random.Random, data: bytes, at: int, to: int, *_: object) -> bytes:
    return data[:at] + chance.choice(_NUMBERS) + data[to:]


def _piece(
    chance: random.Random, data: bytes, at: int, to: int, seeds: Sequence[bytes], pieces: Sequence[bytes]
) -> bytes:
    if not pieces:
        return data
    return data[:at] + chance.choice(pieces) * chance.choice((1, 1, 1, 2, 60)) + data[at:]


def _line(chance: random.Random, data: bytes, *_: object) -> bytes:
    """Lines are what a writer moves, doubles and deletes."""
    lines = data.split(b"\n")
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(to, lines[at])
        case 2:
            lines[at], lines[to] = lines[to], lines[at]
        case _:
            lines[at] = b"  " + lines[at]
    return b"\n".join(lines)


def _splice(chance: random.Random, data: bytes, at: int, to: int, seeds: Sequence[bytes], *_: object) -> bytes:
    other = chance.choice(seeds)
    start = chance.randrange(len(other) + 1)
    return data[:at] + other[start : start + chance.choice((3, 20, 200))] + data[to:]


# What is named twice is done twice as often.
_CHANGES: tuple[_Change, ...] = (
    *(_cut, _cut, _end, _double, _move, _byte, _sign, _sign),
    *(_letter, _number, _piece, _piece, _line, _line, _splice),
)
