"""What a selection leaves of the stories, and what it names that a story does not have."""

from __future__ import annotations

import msgspec

from storyboard.compiler.pipeline import Compiled, Options
from storyboard.compiler.request import belongs_to, is_clip_id
from storyboard.project.records import Gathered, ProjectError


def narrowed(gathered: Gathered, chosen: Options) -> Gathered:
    """The stories that are meant: where `--only` has nothing but ids, those whose clips they are.

    Raises ProjectError for an id of none of them beside others that are.
    """
    if not chosen.only:
        return gathered
    stories = [story for project in gathered.projects for story in project.stories]
    owners = {story for story in stories if any(belongs_to(word, story) for word in chosen.only)}
    vain = [word for word in chosen.only if not any(belongs_to(word, story) for story in owners)]
    if owners and any(map(is_clip_id, vain)):
        raise ProjectError(f"there is no clip `{next(filter(is_clip_id, vain))}` in these stories")
    if vain:
        return gathered
    projects = (
        msgspec.structs.replace(project, stories=tuple(story for story in project.stories if story in owners))
        for project in gathered.projects
    )
    return Gathered(tuple(project for project in projects if project.stories), gathered.missing)


def lacking(compiled: Compiled, chosen: Options) -> tuple[str, ...]:
    """What the selection names and a story does not have, a phrase each."""
    missing = [f"`{compiled.path}`: {words}" for words in compiled.missing]
    takes = {request.take for request in compiled.requests}
    if not missing and not compiled.has_errors:
        missing += [f"`{compiled.path}`: there is no take {take}" for take in chosen.takes if take not in takes]
    return tuple(missing)
