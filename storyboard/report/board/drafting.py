"""The page of a story while it is written: drawn anew on each save, beside the draft of its film."""

from __future__ import annotations

import os
from pathlib import Path

from storyboard.compiler.pipeline import Options
from storyboard.production.files import paths
from storyboard.production.files.manifest import write_part
from storyboard.production.panels import SmallPictures, TooManyShots
from storyboard.project.compiling import CompiledStory
from storyboard.project.places import draft_folder, unlinked
from storyboard.project.records import ProjectError
from storyboard.report.board.making import Workplace, of_stories
from storyboard.report.board.records import Shown


def _say_nothing() -> None:
    """Wait without a word: a draft has no clip that is measured."""


class DraftBoards:
    """The pages of a watch, which remembers the pictures that it has made small."""

    def __init__(self, chosen: Options) -> None:
        self._chosen = chosen
        self._small: SmallPictures = {}

    def write(self, story: CompiledStory) -> Path | str:
        """Write the page of a story into the folder of drafts; its path, or why it was not written.

        It shows the writer's pictures and drawings; clips that are paid for are looked at by `storyc board`.
        """
        try:
            folder = draft_folder(story.project)
            variant = "" if self._chosen.variant == "all" else self._chosen.variant
            target = unlinked(story.root, paths.board(paths.film_base(folder, story.path, variant)))
            work = Workplace(folder, drawn=True, waiting=_say_nothing)
            page = of_stories([story], self._chosen, Shown(), lambda _: work, small=self._small)
            # The folder is storyc's own. A link that lies in the file's place is replaced, not followed.
            os.replace(write_part(target, page.text.encode()), target)
        except (ProjectError, TooManyShots) as trouble:
            return str(trouble)
        except OSError as error:
            return f"it cannot be written: {error.strerror or error}"
        return target
