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
from storyboard.system.resources import digest_of_code, read

__all__ = [
    "KEY",
    "ROOMS",
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

# All that a reel is drawn by: a number that somebody counts up is forgotten, and old clips are kept.
ROOMS = ("film", "film/animatic", "film/staging", "language", "language/words")


def _key() -> str:
    parts = [
        digest_of_code(*ROOMS),
        read("grammars", "meanings.txt"),
        av.__version__,
        PIL.__version__,
        fonts.installed(),
    ]
    parts.append("spoken" if sound.has_voice() else "")
    return f"animatic-{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:16]}"


# What a picture depends on beside its reel: this renderer, its packages, the fonts, and whether lines are spoken.
KEY = _key()
