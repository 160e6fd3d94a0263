"""Clips that are black and silent, as long as they should be."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from storyboard.providers import Abilities, LocalClip, LocalMaker, Made


class Black:
    """A maker whose clips show nothing."""

    name = "black"
    abilities = Abilities()

    def film(self, clips: Sequence[LocalClip]) -> Sequence[LocalClip]:
        """The clips as they are: they have nothing from each other."""
        return clips

    def key(self, clip: LocalClip) -> tuple[Any, ...]:
        """The size and the length."""
        return ("black", clip.clip.size, clip.clip.duration)

    def make(self, clip: LocalClip, out: Path, progress: Callable[[int, int], None], stop: threading.Event) -> Made:
        """Write one black picture that stays."""
        from av.video.frame import VideoFrame
        from PIL import Image

        from storyboard.film.encoder import Encoding
        from storyboard.film.mux import Writer

        width, height = (int(side) for side in clip.clip.size.split("*"))
        encoding = Encoding(width, height)
        picture = VideoFrame.from_image(Image.new("RGB", (width, height))).reformat(format="yuv420p")
        with Writer(out, encoding, Fraction(clip.clip.duration or 0, 1000)) as film:
            film.picture(picture)
        progress(film.frames, film.frames)
        return Made(int(encoding.fps), film.frames, ())


MAKER: LocalMaker = Black()
