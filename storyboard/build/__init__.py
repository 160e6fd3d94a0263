"""What `storyc build` does, without printing: the texts beside each clip, the clips, the films."""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from importlib.util import find_spec

from storyboard import providers
from storyboard.build.films import films
from storyboard.build.lock import locked
from storyboard.build.owned import Owned, Trouble, prepare
from storyboard.build.records import FINAL, Film, Settings, Step, Tell
from storyboard.source import Files

__all__ = ["FINAL", "Film", "Settings", "Step", "Tell", "Trouble", "build", "films", "known_providers", "lacks_video"]


def known_providers() -> tuple[str, ...]:
    """The names of all providers, found by scan."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(providers.__path__)))


def lacks_video() -> bool:
    """Whether the extra `video` is missing; nothing heavy is imported to see it."""
    return not all(map(_there, ("av", "PIL")))


def _there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ValueError:  # a module without a spec stands in its place
        return False


def build(
    made: Sequence[Film], settings: Settings, files: Files, tell: Tell, *, pictures: bool = True
) -> tuple[Step, ...]:
    """The last step of each clip that is meant and of each film, in order; `tell` hears of all steps as they come.

    One build at a time has the root. Without `pictures` only prompts and requests are written. An exception, also
    Ctrl-C, leaves no half file, no process, and a true list of files. Raises Trouble where `.storyc` cannot be used.
    """
    from storyboard.build.run import Run

    folder = prepare(settings.root)
    with locked(folder, lambda: tell(Step("waiting"))):
        run = Run(settings, Owned(settings.root), files, tell)
        return run.all(made, pictures=pictures)
