"""The files of a timeline as they lie on this disk: what is built of a story, and the writer's sounds."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.timelines.rates import nearest
from storyboard.exchange.timelines.records import Medium, OwnSound
from storyboard.film.audio import probe
from storyboard.film.mp4 import facts
from storyboard.language.story import Clip
from storyboard.production.files import paths
from storyboard.recall import witness
from storyboard.records import decoded
from storyboard.records.sidecars import ClipRecord
from storyboard.source import Files
from storyboard.source.files import read_whole

_MOST_SOUND = 64 << 20


class OnDisk(msgspec.Struct, frozen=True):
    """Where a timeline and its files lie: `out` is what is built into, `place` the folder of the timeline's own file.

    The paths of files are told from that folder, with `/`.
    """

    compiled: Compiled
    variant: str
    files: Files
    root: Path
    out: Path
    place: Path

    def medium(self, clip: Clip, missing: Medium) -> Medium:
        """The paid clip of a take, else the animatic of its clip, else what is missing, where it will lie."""
        base = paths.clip_base(self.out, self.compiled.path, self.variant, clip, len(self.compiled.clips))
        paid = paths.paid(base, missing.take)
        built = self._at(paid, missing, "paid")
        if built is not None:
            older = self._is_older(paths.record(base, missing.take), clip, missing.take)
            return msgspec.structs.replace(built, older=older)
        drawn = self._at(paths.animatic(base), missing, "animatic") if missing.take == 1 else None
        return drawn or msgspec.structs.replace(missing, path=self._from_here(paid))

    def sound(self, path: str) -> OwnSound:
        """The sound at a path from the root, with its length where its head tells it."""
        try:
            data = self.files.read(path, _MOST_SOUND)
        except OSError:
            data = b""  # `check` says that it is missing
        known = probe(data, len(data))
        return OwnSound(self._from_here(self.root / path), (known.milliseconds or 0) if known is not None else 0)

    def _at(self, path: Path, missing: Medium, kind: str) -> Medium | None:
        """The file at a path in the place of a missing one; None where there is none that can be read."""
        witness.unread(path)
        try:
            known = facts(path)
        except OSError:
            return None
        if known is None:
            return None
        # A draft shows each still for seconds, which is no rate of an editor's.
        rate = nearest(known.rate) or missing.rate
        return msgspec.structs.replace(
            missing, kind=kind, path=self._from_here(path), rate=rate, sound=known.sound,
            length=round(known.length * 1000), width=known.width, height=known.height,
        )  # fmt: skip

    def _is_older(self, record: Path, clip: Clip, take: int) -> bool:
        wanted = {
            request.sha256
            for request in self.compiled.requests
            if (request.clip.index, request.take) == (clip.index, take)
        }
        try:
            return bool(wanted) and decoded(read_whole(record), ClipRecord).request_sha256 not in wanted
        except (OSError, msgspec.DecodeError):
            return False  # whose record says nothing is not older by it

    def _from_here(self, path: Path) -> str:
        return Path(os.path.relpath(path, self.place)).as_posix()
