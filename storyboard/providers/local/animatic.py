"""The animatic: each clip as a moving storyboard in its own timing. Needs the extra `video`."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyboard.film.picture import BYTES
from storyboard.providers import Abilities, CannotMake, LocalClip, LocalMaker, Made
from storyboard.source import DiskFiles, read_or_why

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
        files = _Pictures(clip)
        moving = not clip.draft
        try:
            drawn = animatic.make(reel, out, moving=moving, progress=progress, stop=stop, files=files.read)
        except animatic.PictureFault as fault:
            raise CannotMake(f"the picture `{files.path}` {fault}") from fault
        return Made(reel.fps, drawn.frames, drawn.cuts, drawn.warnings)


MAKER: LocalMaker = AnimaticMaker()


def _reel(clip: LocalClip) -> Reel:
    from storyboard.film.animatic import reel

    return reel(
        clip.clip,
        film=clip.film,
        count=clip.count,
        pictures=clip.pictures,
        cast=clip.cast,
        begun=clip.begun,
        ticks=clip.ticks,
    )


class _Pictures:
    """The pictures of a clip by their SHA-256; `path` names the one that was read last."""

    def __init__(self, clip: LocalClip) -> None:
        self._files, self._paths = DiskFiles(Path(clip.root)), {digest: path for path, digest in clip.pictures.items()}
        self.path = ""

    def read(self, digest: str) -> bytes:
        """The bytes of a picture. Raises CannotMake where the file is not what it was when the build began."""
        self.path = self._paths[digest]
        data = read_or_why(self._files, self.path, BYTES + 1)
        if isinstance(data, str):
            raise CannotMake(f"the picture `{self.path}` cannot be read: {data}")
        if hashlib.sha256(data).hexdigest() != digest:
            raise CannotMake(f"the picture `{self.path}` was changed meanwhile: build once more")
        return data
