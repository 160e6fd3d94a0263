"""Pages beside films: contact sheets with the pictures of the clips that are there, and pages that others have made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from storyboard.production.files import paths
from storyboard.production.files.bought import paid_clips
from storyboard.production.files.hashes import Hashes
from storyboard.production.files.lock import locked
from storyboard.production.files.manifest import FileConflict, Manifest, prepare, write_part
from storyboard.production.records import BuildSettings, FilmOrder


def write_sheets(
    films: Sequence[FilmOrder], settings: BuildSettings, waiting: Callable[[], None]
) -> Iterator[Path | str]:
    """Write the sheet of each film beside it; its path, or why it was not written.

    `waiting` is called where another build has the root. Raises FileConflict where `.storyc` cannot be used.
    """
    with locked(prepare(settings.root), waiting):
        manifest = Manifest(settings.root)
        hashes = Hashes(settings.root)
        for film in films:
            target = paths.sheet(paths.film_base(settings.out, film.story, film.variant))
            yield _write(film, settings, target, manifest, hashes)
        manifest.save()
        hashes.save()


def _write(film: FilmOrder, settings: BuildSettings, target: Path, manifest: Manifest, hashes: Hashes) -> Path | str:
    from storyboard.film import contact
    from storyboard.film.staging.plan import UNUSED, reel

    conflict = manifest.conflict(target)
    if conflict:
        return conflict
    count = len(film.clips)
    paid = {number: path for number, (path, _) in paid_clips(film, settings.out, hashes.of).items()}
    drawn = {
        clip.index: paths.animatic(paths.clip_base(settings.out, film.story, film.variant, clip, count))
        for clip in film.clips
    }
    unused = 0 if settings.planned else UNUSED
    reels = [reel(clip, film=film.title, count=count, unused=unused) for clip in film.clips]
    try:
        manifest.replace([(write_part(target, contact.filmed(reels, paid, drawn)), target)])
    except (contact.TooMany, FileConflict) as trouble:
        return str(trouble)
    return target


def write_pages(root: Path, pages: Sequence[tuple[Path, bytes]], waiting: Callable[[], None]) -> Iterator[Path | str]:
    """Write pages to their paths; each path, or why that one was not written.

    `waiting` is called where another build has the root. Raises FileConflict where `.storyc` cannot be used.
    """
    with locked(prepare(root), waiting):
        manifest = Manifest(root)
        for target, data in pages:
            conflict = manifest.conflict(target)
            try:
                if not conflict:
                    manifest.replace([(write_part(target, data), target)])
            except FileConflict as trouble:
                conflict = str(trouble)
            except OSError as error:
                conflict = f"`{paths.from_root(root, target)}` cannot be written: {error.strerror or error}"
            yield conflict or target
        manifest.save()
