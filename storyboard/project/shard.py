"""One run's share of the clips, where many runs have the same stories."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from storyboard.compiler.request import Request
from storyboard.project.records import Gathered, Project, ProjectError

Meant = Sequence[tuple[Project, Request]]


class Shard(msgspec.Struct, frozen=True):
    """The share with a number, counted from 1, of so many."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


def read(text: str, environ: Mapping[str, str]) -> Shard:
    """The share that `--shard` names. Raises ProjectError where it names none."""
    if text == "auto":
        return _auto(environ)
    numbers = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    if numbers is None:
        raise ProjectError(f"`--shard {text[:60]}` is not `I/N`, as `3/16`, or `auto`")
    return _checked(int(numbers[1]), int(numbers[2]), f"--shard {text}")


class _Server(NamedTuple):
    """The variables in which a server says which part a job is, from which number on it counts, and of how many."""

    part: str
    total: str
    first: int


_SERVERS = (
    _Server("CI_NODE_INDEX", "CI_NODE_TOTAL", 1),  # GitLab
    _Server("BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", 0),
    _Server("CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", 0),
    _Server("JOB_COMPLETION_INDEX", "JOB_COMPLETION_COUNT", 0),  # Kubernetes
)


def _auto(environ: Mapping[str, str]) -> Shard:
    """The share that a server names. GitLab leaves the index out where a job has one run."""
    for server in _SERVERS:
        if server.total in environ:
            total = _number(environ, server.total)
            single = total == 1 and server.part not in environ
            index = server.first if single else _number(environ, server.part)
            origin = f"{server.part}={index} {server.total}={total}"
            return _checked(index + 1 - server.first, total, origin)
    if "JOB_COMPLETION_INDEX" in environ:
        raise ProjectError(
            "Kubernetes sets JOB_COMPLETION_INDEX and not the number of completions: "
            "set JOB_COMPLETION_COUNT in the Job's `env` to its `completions`"
        )
    if "GITHUB_ACTIONS" in environ:
        raise ProjectError(
            "GitHub sets no variable for the jobs of a matrix: "
            "write `--shard ${{ matrix.part }}/N`, with `part` from 1 to N in the matrix"
        )
    raise ProjectError(
        "`--shard auto` finds neither CI_NODE_TOTAL nor JOB_COMPLETION_INDEX, nor what Buildkite and CircleCI set: "
        "write `--shard I/N`"
    )


def _number(environ: Mapping[str, str], name: str) -> int:
    text = environ.get(name, "")
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise ProjectError(f"`--shard auto`: {name} is `{text[:60]}`, not a number")
    return int(text)


def _checked(number: int, of: int, origin: str) -> Shard:
    if not 1 <= number <= of:
        raise ProjectError(
            f"`{origin}`: " + (f"there are parts 1/{of} to {of}/{of}" if of else "there must be at least one part")
        )
    return Shard(number, of)


def shared(meant: Meant, shard: Shard | None) -> list[tuple[Project, Request]]:
    """The requests of a share, in the order given; all of them where there is none.

    A request's place is that in the list of all clips: stories by path, clips in order, variants, takes. The share is
    that place modulo N, so that shares differ by one request at most. A request that stands at several places is bought
    once, so it has the first of them alone: no two shares buy it.
    """
    if shard is None:
        return list(meant)
    # Within a clip the order given is that of variants and takes.
    ordered = sorted(meant, key=lambda item: (str(item[0].root), item[1].story, item[1].clip.index))
    operations = list(dict.fromkeys(request.sha256 for _, request in ordered))
    own = set(operations[shard.number - 1 :: shard.of])
    return [item for item in meant if item[1].sha256 in own]


def of_stories(gathered: Gathered, shard: Shard | None) -> Gathered:
    """The share of the stories, by their place among all of them in the order of their paths."""
    if shard is None:
        return gathered
    every = sorted((str(project.root), story) for project in gathered.projects for story in project.stories)
    own = set(every[shard.number - 1 :: shard.of])
    shares = (
        msgspec.structs.replace(
            project, stories=tuple(story for story in project.stories if (str(project.root), story) in own)
        )
        for project in gathered.projects
    )
    return Gathered(tuple(share for share in shares if share.stories), gathered.missing)
