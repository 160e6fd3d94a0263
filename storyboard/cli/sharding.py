"""`--shard I/N`: one run's share of the clips, where many runs have the same stories."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import click
import msgspec

from storyboard.cli.project import Gathered, Project
from storyboard.compiler.request import Request

Command = TypeVar("Command", bound=Callable[..., object])
Meant = Sequence[tuple[Project, Request]]


class Shard(msgspec.Struct, frozen=True):
    """The share with a number, counted from 1, of so many."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


def shard_option(command: Command) -> Command:
    """`--shard`, whose value is a Shard or None."""

    def shard(ctx: click.Context, param: click.Parameter, text: str | None) -> Shard | None:
        return None if text is None else read(text, os.environ)

    return click.option(
        "--shard",
        metavar="I/N",
        callback=shard,
        help="Only the share I of N; `auto` takes it from GitLab's or a Kubernetes Job's variables.",
    )(command)


def read(text: str, environ: Mapping[str, str]) -> Shard:
    """The share that `--shard` names. Raises click.UsageError where it names none."""
    if text == "auto":
        return _auto(environ)
    found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    if found is None:
        raise click.UsageError(f"`--shard {text[:60]}` is not `I/N`, as `3/16`, or `auto`")
    return _checked(int(found[1]), int(found[2]), f"--shard {text}")


def _auto(environ: Mapping[str, str]) -> Shard:
    """GitLab counts from 1 and leaves the index out where a job has one run; Kubernetes counts from 0."""
    if "CI_NODE_TOTAL" in environ:
        total = _number(environ, "CI_NODE_TOTAL")
        index = _number(environ, "CI_NODE_INDEX") if total != 1 else 1
        return _checked(index, total, f"CI_NODE_INDEX={index} CI_NODE_TOTAL={total}")
    if "JOB_COMPLETION_INDEX" in environ:
        index = _number(environ, "JOB_COMPLETION_INDEX")
        if "JOB_COMPLETION_COUNT" not in environ:
            raise click.UsageError(
                "Kubernetes sets JOB_COMPLETION_INDEX and not the number of completions: "
                "set JOB_COMPLETION_COUNT in the Job's `env` to its `completions`"
            )
        total = _number(environ, "JOB_COMPLETION_COUNT")
        return _checked(index + 1, total, f"JOB_COMPLETION_INDEX={index} JOB_COMPLETION_COUNT={total}")
    raise click.UsageError("`--shard auto` finds neither CI_NODE_TOTAL nor JOB_COMPLETION_INDEX: write `--shard I/N`")


def _number(environ: Mapping[str, str], name: str) -> int:
    text = environ.get(name, "")
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise click.UsageError(f"`--shard auto`: {name} is `{text[:60]}`, not a number")
    return int(text)


def _checked(number: int, of: int, origin: str) -> Shard:
    if not 1 <= number <= of:
        raise click.UsageError(f"`{origin}` is none of {of} shares")
    return Shard(number, of)


def shared(meant: Meant, shard: Shard | None) -> list[tuple[Project, Request]]:
    """The requests of a share, in the order given; all of them where there is none.

    A request's place is that in the list of all clips: stories by path, clips in order, variants, takes. The share is
    that place modulo N, so that shares differ by one clip at most.
    """
    if shard is None:
        return list(meant)
    # Within a clip the order given is that of variants and takes.
    places = sorted(
        range(len(meant)), key=lambda at: (str(meant[at][0].root), meant[at][1].story, meant[at][1].clip.index)
    )
    return [meant[at] for at in sorted(places[shard.number - 1 :: shard.of])]


def of_stories(gathered: Gathered, shard: Shard | None) -> Gathered:
    """The share of the stories, by their place among all of them in the order of their paths."""
    if shard is None:
        return gathered
    every = sorted((str(found.root), story) for found in gathered.projects for story in found.stories)
    own = set(every[shard.number - 1 :: shard.of])
    projects = (
        msgspec.structs.replace(found, stories=tuple(each for each in found.stories if (str(found.root), each) in own))
        for found in gathered.projects
    )
    return Gathered(tuple(found for found in projects if found.stories), gathered.missing)
