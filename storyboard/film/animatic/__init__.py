"""The free film: each clip as a moving storyboard in its own timing, made here. Needs the extra `video`."""

from __future__ import annotations

import hashlib

import av
import PIL

from storyboard.film.animatic import fonts, sound
from storyboard.film.animatic.make import DrawnClip, Stopped, make, stills
from storyboard.film.animatic.playback import SoundFault
from storyboard.film.animatic.screen import PictureFault
from storyboard.film.staging.continuity import continued
from storyboard.film.staging.plan import Card, Reel, SpokenLine, reel

__all__ = [
    "KEY",
    "LOOK",
    "Card",
    "DrawnClip",
    "PictureFault",
    "Reel",
    "SoundFault",
    "SpokenLine",
    "Stopped",
    "continued",
    "make",
    "reel",
    "stills",
]

LOOK = 9  # counted up when the same reel comes to look or sound different


def _key() -> str:
    parts = [str(LOOK), av.__version__, PIL.__version__, fonts.installed(), "spoken" if sound.has_voice() else ""]
    return f"animatic-{LOOK}-{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:16]}"


# What a picture depends on beside its reel: this renderer, its packages, the fonts, and whether lines are spoken.
KEY = _key()
