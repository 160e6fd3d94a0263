"""The names of all files that a build leaves, each in one place."""

from __future__ import annotations

import os
from pathlib import Path

from storyboard.compiler.layout.clips import slug
from storyboard.language.story import Clip
from storyboard.records.clip import ClipRef

SUFFIX = ".story"
# Folders of what is built that no story may lie in: what is rehearsed, and what is drawn while one writes.
REHEARSED, DRAFTED = "_rehearsal", "_draft"
_OURS = (REHEARSED, DRAFTED)


def stem(story: str) -> str:
    """The story's path from the root without `.story`."""
    return story.removesuffix(SUFFIX) or story


def reserved(story: str) -> str:
    """The folder of ours in which the files of a story would lie, empty where they lie in none."""
    first = stem(story).partition("/")[0]
    return first if first.casefold() in _OURS else ""


def clip_base(out: Path, story: str, variant: str, clip: Clip | ClipRef, count: int) -> Path:
    """The path that all files of a clip begin with: `<out>/<story>/NN-slug[.variant]`, NN wide enough for `count`."""
    width = max(2, len(str(count)))
    return out / stem(story) / f"{clip.index:0{width}}-{clip.slug}{_variant(variant)}"


def film_base(out: Path, story: str, variant: str) -> Path:
    """The path that the film and its sidecar begin with: `<out>/<story>[.variant]`."""
    return out / f"{stem(story)}{_variant(variant)}"


def animatic(base: Path) -> Path:
    """The animatic of a clip or of a film; one for all takes."""
    return base.with_name(f"{base.name}.animatic.mp4")


def sidecar(base: Path) -> Path:
    """The record beside an animatic."""
    return base.with_name(f"{base.name}.animatic.json")


def sheet(base: Path) -> Path:
    """The contact sheet of a film."""
    return base.with_name(f"{base.name}.sheet.png")


def board(base: Path) -> Path:
    """The page of a film."""
    return base.with_name(f"{base.name}.board.html")


def changes(base: Path) -> Path:
    """The page of what has changed in a film."""
    return base.with_name(f"{base.name}.changes.html")


def paid(base: Path, take: int = 1) -> Path:
    """The paid clip of a take, or the film of paid clips."""
    return base.with_name(f"{base.name}{_take(take)}.mp4")


def record(base: Path, take: int = 1) -> Path:
    """The record beside a paid clip or film."""
    return base.with_name(f"{base.name}{_take(take)}.json")


def prompt(base: Path, take: int) -> Path:
    """The prompt of one take."""
    return base.with_name(f"{base.name}{_take(take)}.prompt.txt")


def request(base: Path, take: int) -> Path:
    """The request of one take."""
    return base.with_name(f"{base.name}{_take(take)}.request.json")


def verified(clip: Path) -> Path:
    """What was measured of a clip, beside it."""
    return clip.with_suffix(".verify.json")


def compared(clip: Path) -> Path:
    """The picture of a clip's cuts beside those that were planned."""
    return clip.with_suffix(".verify.png")


def from_root(root: Path, path: Path) -> str:
    """The path from the root with `/`, the whole path where it lies outside."""
    path = Path(os.path.abspath(path))
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _variant(name: str) -> str:
    # A variant may be called anything; in a file's name it is spelt as a title is.
    return f".{slug(name)}" if name else ""


def _take(take: int) -> str:
    return f".take{take}" if take > 1 else ""
