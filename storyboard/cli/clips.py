"""`plan --list-clips`: a line of JSON for each clip, for those who hand clips out to many machines."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from storyboard.compiler.pipeline import Compiled, Options
from storyboard.compiler.request import Request, id_of
from storyboard.production import build
from storyboard.production.files import paths
from storyboard.production.plan import Row
from storyboard.project.gathering import out_folder
from storyboard.project.records import Project
from storyboard.timing import money_number


def as_lines(found: Project, stories: Iterable[Compiled], rows: Iterable[Row], chosen: Options) -> str:
    """The clips of a project, one object a line; `outputs` are the files that a paid build leaves, from the root."""
    meant = tuple(rows)
    listed = {row.request.story for row in meant}
    counts = {
        (film.story, film.variant): len(film.clips)
        for compiled in stories
        if compiled.path in listed
        for film in build.films(found.files, compiled, found.config, chosen)
    }
    return "".join(_line(found, row, counts[row.request.story, row.request.variant]) for row in meant)


def _line(found: Project, row: Row, count: int) -> str:
    request = row.request
    record = {
        "id": id_of(request),
        "story": request.story,
        "clip": msgspec.to_builtins(request.clip),
        "variant": request.variant,
        "take": request.take,
        "request_sha256": request.sha256,
        "price_usd": money_number(request.price),
        "seconds": row.seconds,
        "state": row.state,
        "outputs": _outputs(found, request, count),
    }
    return msgspec.json.encode(record).decode("utf-8") + "\n"


def _outputs(found: Project, request: Request, count: int) -> list[str]:
    base = paths.clip_base(out_folder(found), request.story, request.variant, request.clip, count)
    made = (paths.paid, paths.record, paths.prompt, paths.request)
    return [paths.from_root(found.root, name(base, request.take)) for name in made]
