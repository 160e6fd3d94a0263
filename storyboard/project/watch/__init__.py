"""What `storyc watch` does, without printing: on every save the stories that it concerns are compiled and drafted."""

from __future__ import annotations

from storyboard.project.watch.drafts import Drafted, Drafting
from storyboard.project.watch.known import Known
from storyboard.project.watch.records import Looked, Mistake, Watched
from storyboard.project.watch.run import watching

__all__ = ["Drafted", "Drafting", "Known", "Looked", "Mistake", "Watched", "watching"]
