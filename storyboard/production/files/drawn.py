"""The record beside an animatic: what it shows, and the key that says whether it must be drawn again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from storyboard import __version__
from storyboard.compiler.request import Request
from storyboard.production.files.manifest import sha256
from storyboard.production.records import Film
from storyboard.timing import number

CLIP = "storyc.animatic/1"
FILM = "storyc.film/1"


class Known(msgspec.Struct, frozen=True):
    """What is read back of a sidecar."""

    schema: str
    key: str
    sha256: str
    warnings: tuple[str, ...] = ()


def key_of(*parts: Any) -> str:
    """The SHA-256 in hex of the parts as sorted JSON."""
    return hashlib.sha256(msgspec.json.encode(parts, order="sorted")).hexdigest()


def known(sidecar: Path, animatic: Path, digest: Callable[[Path], str] = sha256) -> Known | None:
    """What a sidecar says of the animatic beside it; None where either is not there or they do not agree."""
    try:
        record = msgspec.json.decode(sidecar.read_bytes(), type=Known)
        return record if record.sha256 == digest(animatic) else None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def of_clip(
    request: Request, *, key: str, digest: str, draft: bool, fps: int, frames: int, cuts: tuple[int, ...],
    duration: int, planned: int, warnings: tuple[str, ...],
) -> bytes:  # fmt: skip
    """The sidecar of a clip; times in seconds, `cuts` the numbers of the frames that new shots begin with."""
    return _text(
        {
            "schema": CLIP,
            "key": key,
            "story": request.story,
            "clip": {"index": request.clip.index, "title": request.clip.title, "slug": request.clip.slug},
            "variant": request.variant,
            "profile": request.profile,
            "draft": draft,
            "duration": number(duration),
            "planned": number(planned),
            "shots": [
                {"number": shot.number, "start": number(shot.start), "end": number(shot.end), "title": shot.title}
                for shot in request.shots
            ],
            "fps": fps,
            "frames": frames,
            "cuts": cuts,
            "warnings": warnings,
            "sha256": digest,
            "storyc": __version__,
        }
    )


def of_film(film: Film, *, key: str, digest: str, ms: int, clips: list[tuple[str, str]], encoded: list[str]) -> bytes:
    """The sidecar of a film; `clips` are names and SHA-256s of its clips, `encoded` those that could not be copied."""
    return _text(
        {
            "schema": FILM,
            "key": key,
            "story": film.story,
            "variant": film.variant,
            "title": film.title,
            "duration": number(ms),
            "clips": [{"path": path, "sha256": each} for path, each in clips],
            "encoded": encoded,
            "sha256": digest,
            "storyc": __version__,
        }
    )


def _text(record: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"
