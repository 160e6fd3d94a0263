"""The record beside an animatic: what it shows, and the key that says whether it must be drawn again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from storyboard import __version__
from storyboard.compiler.request import Request, shot_refs
from storyboard.production.files.manifest import sha256
from storyboard.production.records import FilmOrder
from storyboard.records import as_bytes, decoded, sidecars
from storyboard.source.files import read_whole
from storyboard.timing import number

_R = TypeVar("_R", sidecars.Animatic, sidecars.Film)


def key_of(*parts: Any) -> str:
    """The SHA-256 in hex of the parts as sorted JSON."""
    return hashlib.sha256(msgspec.json.encode(parts, order="sorted")).hexdigest()


def known(sidecar: Path, animatic: Path, kind: type[_R], digest: Callable[[Path], str] = sha256) -> _R | None:
    """What a sidecar says of the animatic or film beside it; None where either is not there or they do not agree."""
    try:
        record = decoded(read_whole(sidecar), kind)
        return record if record.sha256 == digest(animatic) else None
    except (OSError, msgspec.DecodeError):
        return None


def of_clip(
    request: Request, *, key: str, digest: str, draft: bool, fps: int, frames: int, cuts: tuple[int, ...],
    duration: int, planned: int, warnings: tuple[str, ...],
) -> bytes:  # fmt: skip
    """The sidecar of a clip; times in milliseconds, `cuts` the numbers of the frames that new shots begin with."""
    return as_bytes(
        sidecars.Animatic(
            key=key,
            story=request.story,
            clip=request.clip,
            variant=request.variant,
            profile=request.profile,
            draft=draft,
            duration=number(duration),
            planned=number(planned),
            shots=shot_refs(request),
            fps=fps,
            frames=frames,
            cuts=cuts,
            warnings=warnings,
            sha256=digest,
            storyc=__version__,
        )
    )


def of_film(
    film: FilmOrder, *, key: str, digest: str, ms: int, clips: list[tuple[str, str]], encoded: list[str]
) -> bytes:
    """The sidecar of a film; `clips` are names and SHA-256s of its clips, `encoded` those that could not be copied."""
    return as_bytes(
        sidecars.Film(
            key=key,
            story=film.story,
            variant=film.variant,
            title=film.title,
            duration=number(ms),
            clips=tuple(sidecars.FilmClip(*clip) for clip in clips),
            encoded=tuple(encoded),
            sha256=digest,
            storyc=__version__,
        )
    )
