"""Frame rates, and milliseconds as frames: exact, edges rounded half up."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from storyboard.compiler.pipeline import Compiled
from storyboard.patterns import lazy

MOST = 240
_CINEMA = 24
_THOUSANDTHS = 1001
# What editors call the rates of NTSC, by the whole rate that is slowed by a thousandth.
_NTSC = {24: ("23.976", "23.98"), 30: ("29.97",), 48: ("47.952", "47.95"), 60: ("59.94",), 120: ("119.88",)}
_WHOLE = lazy(r"[1-9][0-9]{0,2}(?:\.0+)?")
_CODE = lazy(r"(\d{1,3})[:;](\d{1,2})[:;](\d{1,2})([:;.,])(\d{1,3})")


class FrameRate(msgspec.Struct, frozen=True):
    """Frames per second, exactly: 29.97 is 30000/1001."""

    over: int
    under: int = 1

    @property
    def value(self) -> Fraction:
        """Frames per second."""
        return Fraction(self.over, self.under)

    @property
    def base(self) -> int:
        """The frames that a second of timecode counts."""
        return -(-self.over // self.under)

    @property
    def ntsc(self) -> bool:
        """Whether timecode runs slower than the clock by a thousandth."""
        return self.under == _THOUSANDTHS

    @property
    def name(self) -> str:
        """The rate as editors call it: `25`, `29.97`."""
        if self.ntsc and self.base in _NTSC:
            return _NTSC[self.base][0]
        return f"{float(self.value):g}"

    def frames(self, ms: int) -> int:
        """The frame at which a millisecond falls, rounded half up."""
        return (2 * ms * self.over + 1000 * self.under) // (2000 * self.under)

    def ms(self, frames: int) -> int:
        """The millisecond at which a frame begins, rounded half up."""
        return (2000 * frames * self.under + self.over) // (2 * self.over)

    def seconds(self, frames: int) -> Fraction:
        """The seconds that so many frames last, exactly."""
        return Fraction(frames * self.under, self.over)

    def timecode(self, frames: int) -> str:
        """Non-drop timecode, `hh:mm:ss:ff`."""
        seconds, part = divmod(frames, self.base)
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{part:02}"

    def code_at(self, ms: int) -> str:
        """The timecode at which a millisecond falls."""
        return self.timecode(self.frames(ms))

    def frame_of(self, code: str) -> int:
        """The frame that a timecode names, drop-frame where a `;` stands before the frames. Raises ValueError."""
        read = _CODE.fullmatch(code.strip())
        if read is None or int(read[5]) >= self.base:
            raise ValueError(code)
        hours, minutes, seconds = int(read[1]), int(read[2]), int(read[3])
        frames = ((hours * 60 + minutes) * 60 + seconds) * self.base + int(read[5])
        if read[4] in ":.":
            return frames
        # Drop-frame timecode leaves out a fifteenth of the base at each minute, but at each tenth.
        passed = hours * 60 + minutes
        return frames - self.base // 15 * (passed - passed // 10)


def story_rate(compiled: Compiled) -> FrameRate:
    """The rate of a story's model, that of the cinema where it names none that is known."""
    return FrameRate(compiled.profile.fps if compiled.profile is not None else _CINEMA)


def rate_of(text: str) -> FrameRate | None:
    """The rate that a text names, `25`, `29.97` or `30000/1001`; None for any other text."""
    text = text.strip()
    for base, names in _NTSC.items():
        if text in (*names, f"{base}000/{_THOUSANDTHS}"):
            return FrameRate(base * 1000, _THOUSANDTHS)
    return FrameRate(int(text.partition(".")[0])) if _WHOLE.fullmatch(text) and float(text) <= MOST else None


def nearest(rate: float | Fraction) -> FrameRate | None:
    """The rate that editors have for a measured or binary one; None where none is near."""
    if not 0 < rate <= MOST + 1:
        return None
    whole = round(rate)
    rates = [FrameRate(whole), *(FrameRate(base * 1000, _THOUSANDTHS) for base in _NTSC)]
    near = min(rates, key=lambda known: abs(known.value - Fraction(rate)))
    return near if near.over and abs(near.value - Fraction(rate)) * 2000 < near.value else None
