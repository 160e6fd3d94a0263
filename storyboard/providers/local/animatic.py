"""The animatic: each clip as a moving storyboard in its own timing. Needs the extra `video`."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from storyboard.film.picture import BYTES
from storyboard.providers import Abilities, CannotMake, LocalClip, LocalMaker, Made
from storyboard.source import DiskFiles, read_or_why

if TYPE_CHECKING:
    from storyboard.film.animatic import Reel


class AnimaticMaker:
    """The drawn film, whose packages are imported when a clip is drawn."""

    name = "animatic"
    abilities = Abilities()

    def film(self, clips: Sequence[LocalClip]) -> Sequence[LocalClip]:
        """The clips, each with its reel."""
        from storyboard.film import animatic

        reels = animatic.continued([_reel(clip) for clip in clips], {clip.clip.index for clip in clips if clip.paid})
        continued: list[LocalClip] = []
        for place, (clip, reel) in enumerate(zip(clips, reels, strict=True)):
            pictures = clip.pictures
            if reel.before is not None:  # its last picture is drawn once more
                pictures = clips[place - 1].pictures | pictures
            continued.append(msgspec.structs.replace(clip, continuity=reel, pictures=pictures))
        return continued

    def key(self, clip: LocalClip) -> tuple[Any, ...]:
        """The reel, the model whose sizes it has, the renderer, and whether its pictures move."""
        from storyboard.film import animatic

        return (clip.continuity, clip.request.profile, animatic.KEY, "still" if clip.draft else "moving")

    def make(self, clip: LocalClip, out: Path, progress: Callable[[int, int], None], stop: threading.Event) -> Made:
        """Draw a clip."""
        from storyboard.film import animatic

        reel: Reel = clip.continuity
        files = _Files(clip)
        moving = not clip.draft
        try:
            drawn = animatic.make(reel, out, moving=moving, progress=progress, stop=stop, files=files.read)
        except (animatic.PictureFault, animatic.SoundFault) as fault:
            raise CannotMake(f"{files.name} {fault}") from fault
        return Made(reel.fps, drawn.frames, drawn.cuts, drawn.warnings)


MAKER: LocalMaker = AnimaticMaker()


def _reel(clip: LocalClip) -> Reel:
    from storyboard.film.staging.plan import UNUSED, reel

    return reel(
        clip.clip,
        film=clip.film,
        count=clip.count,
        pictures=clip.pictures,
        audio=next(iter(clip.sounds.values()), ""),
        cast=clip.cast,
        ticks=clip.ticks,
        unused=0 if clip.planned else UNUSED,
    )


class _Files:
    """The pictures and the sound of a clip by their SHA-256; `name` names the file that was read last."""

    def __init__(self, clip: LocalClip) -> None:
        self._files = DiskFiles(Path(clip.root))
        self._known = {digest: ("sound", path) for path, digest in clip.sounds.items()}
        self._known |= {digest: ("picture", path) for path, digest in clip.pictures.items()}
        self.name = ""

    def read(self, digest: str) -> bytes:
        """The bytes of a file. Raises CannotMake where the file is not what it was when the build began."""
        kind, path = self._known[digest]
        self.name = f"the {kind} `{path}`"
        data = read_or_why(self._files, path, BYTES + 1)
        if isinstance(data, str):
            raise CannotMake(f"{self.name} cannot be read: {data}")
        if hashlib.sha256(data).hexdigest() != digest:
            raise CannotMake(f"{self.name} was changed meanwhile: build once more")
        return data
