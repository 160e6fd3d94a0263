"""What `storyc build` does, without printing: the texts beside each clip, the clips, the films."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from storyboard.production.files.lock import locked
from storyboard.production.files.manifest import FileConflict, Manifest, prepare
from storyboard.production.films import films
from storyboard.production.records import FINAL, BuildSettings, FilmOrder, Step, TakeRef, Tell
from storyboard.providers import registry
from storyboard.source import Files

if TYPE_CHECKING:
    from storyboard.production.publishing import PurchasePlan

__all__ = [
    "FINAL",
    "BuildSettings",
    "FileConflict",
    "FilmOrder",
    "Step",
    "TakeRef",
    "Tell",
    "build",
    "films",
    "lacks_video",
    "prepare",
    "unknown_provider",
]


def unknown_provider(name: str) -> str:
    """Why a provider cannot be used, as a phrase, empty for one that there is."""
    if registry.is_known(name):
        return ""
    return f"there is no provider `{name}`: known are {', '.join(f'`{provider}`' for provider in registry.names())}"


def lacks_video() -> bool:
    """Whether the extra `video` is missing; nothing heavy is imported to see it."""
    return not all(map(_installed, ("av", "PIL")))


def _installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ValueError:  # a module without a spec stands in its place
        return False


def build(
    projects: Sequence[FilmOrder], settings: BuildSettings, files: Files, tell: Tell, *, pictures: bool = True,
    paying: PurchasePlan | None = None, final: dict[TakeRef, Step] | None = None,
) -> tuple[Step, ...]:  # fmt: skip
    """The last step of each clip that is meant and of each film, in order; `tell` hears of all steps as they come.

    One build at a time has the root; while a host works nobody has, and the ledger keeps two builds apart. Without
    `pictures` nothing is drawn or joined. An exception, also Ctrl-C, leaves no half file, no process, and true books;
    the last steps until then are in `final`.
    Raises FileConflict where `.storyc` cannot be used.
    """
    from storyboard.production.run import Run

    folder = prepare(settings.root)
    books: list[Manifest] = []

    @contextmanager
    def holding() -> Generator[Manifest]:
        with locked(folder, lambda: tell(Step("waiting"))):
            if books:
                books[0].refresh()
            else:
                books.append(Manifest(settings.root))
            yield books[0]

    run = Run(projects, settings, files, tell, final)
    with holding() as manifest:
        run.write_texts(manifest)
        if paying is None and pictures:
            run.make_pictures(manifest)
        manifest.save()
    if paying is not None:
        from storyboard.production.publishing import purchase_and_publish

        purchase_and_publish(run, paying, holding)
        if pictures:
            with holding() as manifest:
                draws = paying.draws and paying.context.polling.waits(time.monotonic())
                run.make_pictures(manifest, paying=True, draws=draws)
                manifest.save()
    elif not pictures:
        run.say_written()
    run.hashes.save()
    return run.steps()
