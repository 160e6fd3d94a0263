"""Which clip a job delivers: the one that was ordered, unless a fault says otherwise."""

from __future__ import annotations

import secrets
from itertools import accumulate
from typing import Any

from storyboard.emulate.host import Emulator
from storyboard.emulate.media import Footage, box
from storyboard.emulate.records import Generation
from storyboard.language.reading.closely import read
from storyboard.profiles import Profile
from storyboard.profiles.paths import get

_JUNK = 1024  # bytes in a box


def delivered(host: Emulator, job: Generation) -> bytes:
    """The bytes of a finished job's file, as they are delivered this time."""
    junk = job.fault("junk")
    if junk is not None and (
        not junk.number or any(host.book.first((job.id, "junk", time)) for time in range(int(junk.number)))
    ):
        return box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41") + b"".join(
            box(name, secrets.token_bytes(_JUNK)) for name in (b"moov", b"mdat")
        )
    return host.clips.clip(_footage(host, job), job.id)


def _footage(host: Emulator, job: Generation) -> Footage:
    profile = host.models[job.model]
    short, size, silent = job.fault("short"), job.fault("size"), job.fault("silent")
    never = profile.sound is not None and profile.sound.given == "none"
    sound = "tone" if silent is None else "silence" if silent.text else ""
    return Footage(
        size=job.size.replace("*", "x") if size is None else size.text,
        ms=job.duration * 1000 if short is None else round(short.number * 1000),
        fps=profile.fps,
        sound="" if never else sound,
        cuts=_cuts(profile, job) if host.settings.cuts else (),
    )


def _cuts(profile: Profile, job: Generation) -> tuple[int, ...]:
    """The milliseconds at which the shots of a job begin, but for the first: as it was told, else evenly."""
    shots = profile.body.fields.get("shots")
    if shots is None:
        starts = [mark.start for mark in read(str(get(job.body, profile.body.fields["prompt"].at) or "")).marks]
        if starts and not any(starts):
            return tuple(job.duration * 1000 * number // len(starts) for number in range(1, len(starts)))
        return tuple(sorted({start for start in starts if start}))
    rows: list[Any] = get(job.body, shots.at) or []
    lengths = [int(str(get(row, shots.item["duration"].at)).removesuffix("s")) * 1000 for row in rows]
    return tuple(accumulate(lengths[:-1]))
