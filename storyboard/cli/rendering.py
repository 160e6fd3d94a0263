"""What `storyc render` does, once its options are read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from storyboard.cli import exits, terminal
from storyboard.cli.stories import gather, say_errors, say_lacking
from storyboard.compiler.pipeline import Options
from storyboard.compiler.request import Request
from storyboard.project.compiling import CompiledStory, compile_stories
from storyboard.project.records import Project
from storyboard.project.selecting import narrowed
from storyboard.report.drawing.words import count
from storyboard.report.request import FORMATS
from storyboard.source import NotingFiles

if TYPE_CHECKING:
    from storyboard.project.shard import Shard

_ALL = Options()


def render(
    paths: Iterable[str],
    *,
    form: str = "json",
    target: str | None = None,
    deps: str | None = None,
    chosen: Options = _ALL,
    shard: Shard | None = None,
    quiet: bool = False,
    color: str = "auto",
) -> int:
    """The exit code of printing the requests of all that the paths name; what is wrong is said on stderr."""
    gathered = narrowed(gather(paths, {"model": chosen.model}), chosen)
    requests: list[tuple[Project, Request]] = []
    others: list[CompiledStory] = []
    noted = {project.root: set[str]() for project in gathered.projects}
    for project in gathered.projects:
        files = NotingFiles(project.files, noted[project.root].add)
        for story in compile_stories(project, chosen, files):
            if story.usable:
                requests += [(project, request) for request in story.compiled.requests]
            else:
                others.append(story)
    codes = [*say_lacking(others), *say_errors(others, color)]
    if shard is not None:
        from storyboard.project.shard import shared

        requests = shared(requests, shard)
    terminal.put(FORMATS[form](requests), target, data=form != "json")
    if deps is not None and target is not None:
        from storyboard.report.request.depfile import depfile

        terminal.put(depfile(target, noted), deps)
    if not quiet and target is not None and target != "-":
        terminal.say(f"wrote {target}: {count(len(requests), 'request')}")
    return exits.worst([*codes, exits.USAGE if gathered.missing else exits.DONE])
