"""The animatic: each clip as a moving storyboard in its own timing. Needs the extra `video`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyboard.providers import Abilities, LocalClip, LocalMaker, Made

if TYPE_CHECKING:
    from storyboard.film.animatic import Reel


class AnimaticMaker:
    """The drawn film, whose packages are imported when a clip is drawn."""

    name = "animatic"
    abilities = Abilities()

    def key(self, clip: LocalClip) -> tuple[Any, ...]:
        """The reel, the model whose sizes it has, the renderer, and whether its pictures move."""
        from storyboard.film import animatic

        return (_reel(clip), clip.request.profile, animatic.KEY, "still" if clip.draft else "moving")

    def make(self, clip: LocalClip, out: Path, progress: Callable[[int, int], None], stop: threading.Event) -> Made:
        """Draw a clip."""
        from storyboard.film import animatic

        reel = _reel(clip)
        drawn = animatic.make(reel, out, moving=not clip.draft, progress=progress, stop=stop)
        return Made(reel.fps, drawn.frames, drawn.cuts, drawn.warnings)


MAKER: LocalMaker = AnimaticMaker()


def _reel(clip: LocalClip) -> Reel:
    from storyboard.film.animatic import reel

    return reel(clip.clip, film=clip.film, count=clip.count)
