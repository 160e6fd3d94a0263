"""What was ordered of a clip, what came, and in what they differ: the one judgement of a build and of `verify`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from storyboard.records.parts import OffSpec
from storyboard.timing import seconds

TOLERANCE = 250  # milliseconds that a clip may be longer or shorter than it was ordered
SILENT = "its sound is silent from end to end"
_SAME_RATE = 0.01  # pictures a second
_NONE = "none"


class ClipShape(msgspec.Struct, frozen=True):
    """What a clip is, or is to be, on the outside: milliseconds, a size as `1280x720`, pictures a second, any sound.

    Of what was ordered an empty size, a rate of 0 and no sound are what nobody has asked for.
    """

    ms: int
    size: str = ""
    fps: float = 0
    sound: bool = False


class Arrival(msgspec.Struct, frozen=True):
    """A clip as it came: what is off the order, None where that cannot be measured here.

    `spoilt` says why it is no film that plays, empty where it is one; `notice` what one should know besides.
    """

    off_spec: tuple[OffSpec, ...] | None = None
    spoilt: str = ""
    notice: str = ""


def short_of(came: Arrival, dropped: Iterable[str]) -> Arrival:
    """A clip as it came, off its order also by what the host has dropped of the request; the file does not show that.

    Where the clip cannot be measured here, that is all that is off.
    """
    lost = tuple(OffSpec("request", part, "dropped") for part in dropped)
    return msgspec.structs.replace(came, off_spec=(*(came.off_spec or ()), *lost)) if lost else came


def off_spec(ordered: ClipShape, came: ClipShape, tolerance: int = TOLERANCE) -> Iterator[OffSpec]:
    """In what a clip is not as it was ordered."""
    if abs(came.ms - ordered.ms) > tolerance:
        yield OffSpec("length", f"{seconds(ordered.ms)} s", f"{seconds(came.ms)} s")
    if ordered.size and came.size != ordered.size:
        yield OffSpec("size", ordered.size, came.size)
    if ordered.fps and abs(came.fps - ordered.fps) > _SAME_RATE:
        yield OffSpec("frame rate", f"{ordered.fps:g}", f"{came.fps:g}")
    if ordered.sound and not came.sound:
        yield OffSpec("sound", "always", _NONE)
