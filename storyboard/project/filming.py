"""The films of a project's stories, and the share of them that one run makes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from storyboard.compiler.request import Request
from storyboard.production.records import FilmOrder
from storyboard.production.work import clash
from storyboard.project.records import Project, ProjectError
from storyboard.project.shard import Shard, shared


class ProjectFilms(msgspec.Struct, frozen=True):
    """A project whose stories were compiled: the films of the good ones, and why the others have none."""

    project: Project
    films: tuple[FilmOrder, ...]
    faulty: tuple[tuple[str, str], ...]


def check_outputs(clips: Iterable[tuple[Request, int]]) -> None:
    """Raises ProjectError where two films would write one file; each request comes with the number of its film's clips.

    Whoever pays must know it before: one of them would be refused once the others are paid for.
    """
    if why := clash(clips):
        raise ProjectError(f"{why}: give one of them another name")


def of_shard(projects: Sequence[ProjectFilms], shard: Shard | None) -> list[ProjectFilms]:
    """The films with the requests of the share alone, as if `--only` had named them."""
    every = [(item.project, request) for item in projects for film in item.films for request in film.requests]
    own = {id(request) for _, request in shared(every, shard)}
    shares: list[ProjectFilms] = []
    for item in projects:
        films = (
            msgspec.structs.replace(film, requests=tuple(request for request in film.requests if id(request) in own))
            for film in item.films
        )
        shares.append(msgspec.structs.replace(item, films=tuple(film for film in films if film.requests)))
    return shares
