"""What `storyc watch` does, without printing: on every save the stories that it concerns are compiled and drafted."""

from __future__ import annotations

from importlib.util import find_spec

from storyboard.project.watch.drafts import Drafted, Drafting, folder_of
from storyboard.project.watch.known import Known
from storyboard.project.watch.records import Looked, Mistake, Watched
from storyboard.project.watch.run import watching

__all__ = ["Drafted", "Drafting", "Known", "Looked", "Mistake", "Watched", "folder_of", "lacks_watchfiles", "watching"]


def lacks_watchfiles() -> bool:
    """Whether the extra `watch` is missing."""
    return find_spec("watchfiles") is None
