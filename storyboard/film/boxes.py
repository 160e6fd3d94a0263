"""The parameter sets that H.264 keeps in one of the boxes of an MP4 file."""

from __future__ import annotations

import msgspec


class Headers(msgspec.Struct, frozen=True):
    """The parameter sets of an H.264 track as MP4 stores them (ISO/IEC 14496-15, 5.3.3.1)."""

    start: bytes  # version, profile, compatibility, level, size of a length
    sequences: tuple[bytes, ...]
    pictures: tuple[bytes, ...]
    rest: bytes


def headers(data: bytes) -> Headers | None:
    """The parameter sets in a track's extradata, or None for data of another form."""
    if len(data) < 7 or data[0] != 1:
        return None
    at = 5
    groups: list[tuple[bytes, ...]] = []
    for mask in (0x1F, 0xFF):
        if at >= len(data):
            return None
        count, at, units = data[at] & mask, at + 1, list[bytes]()
        for _ in range(count):
            size = int.from_bytes(data[at : at + 2], "big")
            units.append(data[at + 2 : at + 2 + size])
            at += 2 + size
            if size < 2 or at > len(data):
                return None
        groups.append(tuple(units))
    return Headers(data[:5], groups[0], groups[1], data[at:])


def both(first: bytes, second: bytes) -> bytes | None:
    """Extradata with the parameter sets of both kinds of a track's pictures, or None where they cannot be combined.

    The numbers of the second's sets must be free in the first (see `free_identity`); the level is the higher one.
    """
    base, added = headers(first), headers(second)
    if base is None or added is None or base.start[4] & 3 != added.start[4] & 3 or base.start[1] != added.start[1]:
        return None
    sequences, pictures = base.sequences + added.sequences, base.pictures + added.pictures
    if len(sequences) > 31 or len(pictures) > 255:
        return None
    start = base.start[:3] + bytes([max(base.start[3], added.start[3])]) + base.start[4:]
    return (
        start
        + bytes([0xE0 | len(sequences)])
        + b"".join(len(unit).to_bytes(2, "big") + unit for unit in sequences)
        + bytes([len(pictures)])
        + b"".join(len(unit).to_bytes(2, "big") + unit for unit in pictures)
        + base.rest
    )


def free_identity(data: bytes) -> int | None:
    """The first number that no parameter set of a track uses, for another encoder, or None without one."""
    sets = headers(data)
    if sets is None:
        return None
    # A sequence's number follows its header byte and three bytes of profile; a picture's follows its header byte.
    used = {_golomb(unit[4:]) for unit in sets.sequences} | {_golomb(unit[1:]) for unit in sets.pictures}
    return next((number for number in range(32) if number not in used), None)


def _golomb(data: bytes) -> int:
    """The first unsigned Exp-Golomb number of a text of bits (ITU-T H.264, 9.1)."""
    bits = int.from_bytes(data[:8].ljust(8, b"\0"), "big")
    zeros = 64 - bits.bit_length()
    return (bits >> (63 - 2 * zeros)) - 1 if zeros < 32 else -1
