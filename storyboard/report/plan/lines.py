"""A line of JSON for each clip of a plan, for those who hand clips out to many machines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from storyboard.compiler.pipeline import Compiled, Options
from storyboard.compiler.request import Request, clip_id
from storyboard.production import build
from storyboard.production.files import paths
from storyboard.production.plan import PlanRow, ProjectPlan
from storyboard.project.places import out_folder
from storyboard.project.records import Project
from storyboard.timing import money_number


def render(project: Project, stories: Iterable[Compiled], part: ProjectPlan, chosen: Options) -> str:
    """The clips of a project, one object a line; `outputs` are the files that a paid build leaves, from the root."""
    meant = {row.request.story for row in part.rows}
    out = out_folder(project, rehearsal=part.rehearsal)
    counts = {
        (film.story, film.variant): len(film.clips)
        for compiled in stories
        if compiled.path in meant
        for film in build.films(project.files, compiled, project.config, chosen)
    }
    return "".join(_line(project, out, row, counts[row.request.story, row.request.variant]) for row in part.rows)


def _line(project: Project, out: Path, row: PlanRow, count: int) -> str:
    request = row.request
    record = {
        "id": clip_id(request),
        "story": request.story,
        "clip": msgspec.to_builtins(request.clip),
        "variant": request.variant,
        "take": request.take,
        "request_sha256": request.sha256,
        "price_usd": money_number(request.price),
        "seconds": row.seconds,
        "state": row.state,
        "outputs": _outputs(project, out, request, count),
    }
    return msgspec.json.encode(record).decode("utf-8") + "\n"


def _outputs(project: Project, out: Path, request: Request, count: int) -> list[str]:
    base = paths.clip_base(out, request.story, request.variant, request.clip, count)
    names = (paths.paid, paths.record, paths.prompt, paths.request)
    return [paths.from_root(project.root, name(base, request.take)) for name in names]
