"""Where a project can go: which models take its stories as they are, should its model be withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from storyboard.compiler.pipeline import Options, compile_story
from storyboard.config import Config
from storyboard.profiles import DEFAULT, ProfileError, load
from storyboard.project.doctor import Check
from storyboard.project.finding import search
from storyboard.project.models import Fit, fitting
from storyboard.project.records import Gathered, Project
from storyboard.roots import FILE, find_root
from storyboard.source import Files
from storyboard.timing import money

_MOST = 20  # stories that are tried on every model
_NAMED = 3


def default_model(root: Path, config: Config, files: Files) -> Iterator[Check]:
    """What takes the stories that name no model, and at which price, where the default may be withdrawn; else nothing.

    Stories with errors are left out, and those of an inner project. A folder without settings is no project, and is not
    searched.
    """
    if config.model is not None or find_root(root)[1] is None or not _at_risk(files):
        return
    stories = _unnamed(root, config, files)
    if not stories:
        return
    head = f"no model is named, and `{DEFAULT}` may be withdrawn"
    if len(stories) > _MOST:
        yield Check("default model", "warning", head, "ask `storyc models --fit .` which models take your stories")
        return
    project = Project(root, files, config, stories)
    fits = fitting(Gathered((project,), missing=False), Options(), _unseen).models
    ready = [fit for fit in fits if fit.profile.status.state == "ok"]
    if ready:
        help = f'write `model = "{ready[0].profile.id}"` into {FILE}; nothing changes by itself'
        named = ", ".join(map(_priced, ready[:_NAMED]))
        more = f" and {len(ready) - _NAMED} more" if len(ready) > _NAMED else ""
        now = next((f", instead of {money(fit.price)} USD" for fit in fits if fit.profile.id == DEFAULT), "")
        said = f"{head}; your stories fit {named}{more}{now}"
    else:
        said = f"{head}; no other model takes your stories as they are"
        help = "ask `storyc compare .` what each would lose"
    yield Check("default model", "warning", said, help)


def _at_risk(files: Files) -> bool:
    try:
        return load(DEFAULT, files).status.state != "ok"
    except ProfileError:  # which another check tells
        return False


def _unnamed(root: Path, config: Config, files: Files) -> tuple[str, ...]:
    """The sound stories of a project that name no model."""
    paths = [path for located in search([str(root)]).located if located.root == root for path in located.stories]
    stories: list[str] = []
    for path in paths:
        compiled = compile_story(files, path, config)
        story = compiled.story
        if story is not None and not story.names_model and not compiled.has_errors:
            stories.append(path)
        if len(stories) > _MOST:
            break
    return tuple(stories)


def _priced(fit: Fit) -> str:
    doubt = ", unverified" if fit.profile.price.evidence == "unverified" else ""
    return f"`{fit.profile.id}` ({money(fit.price)} USD{doubt})"


def _unseen(_done: int, _total: int, _name: str) -> None:
    """Shows nothing."""
