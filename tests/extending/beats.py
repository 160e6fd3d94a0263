"""Beats, a notation that nobody else has: a line a shot, `>> 0-2 | What is seen.`"""

from __future__ import annotations

import re

from storyboard.exchange.importers._draft import Draft, DraftClip, DraftLine, DraftShot, Refused

RANK = 0
_BEAT = re.compile(r">> ([0-9]{1,3})-([0-9]{1,3}) \| (.+)")


def suits(text: str) -> bool:
    """Whether the first line is a beat."""
    return _BEAT.fullmatch(text.strip().partition("\n")[0].strip()) is not None


def read(text: str) -> Draft | Refused:
    """The beats as the shots of one clip."""
    beats = [_BEAT.fullmatch(line.strip()) for line in text.strip().splitlines()]
    shots = tuple(
        DraftShot(start=1000 * int(beat[1]), end=1000 * int(beat[2]), lines=(DraftLine(beat[3]),))
        for beat in beats
        if beat
    )
    if len(shots) < len(beats):
        return Refused("not each of its lines is a beat, `>> 0-2 | What is seen.`")
    return Draft(clips=(DraftClip(shots=shots),))
