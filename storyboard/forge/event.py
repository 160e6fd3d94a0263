"""The event of a `workflow_run`: which run of which pull request has ended."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from storyboard.forge import ForgeTrouble
from storyboard.forge.answers import Pull, PullHead, RunEnded, RunOfPull
from storyboard.forge.github import GitHub
from storyboard.source.files import read_regular

_MOST = 8 << 20


def read(environment: Mapping[str, str]) -> RunOfPull:
    """The run that GITHUB_EVENT_PATH tells of. Raises ForgeTrouble."""
    path = environment.get("GITHUB_EVENT_PATH", "")
    try:
        return msgspec.json.decode(read_regular(Path(path), _MOST), type=RunEnded).workflow_run
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ForgeTrouble(f"GITHUB_EVENT_PATH is `{path}`, which holds no event of a `workflow_run`") from error


def pull_of(github: GitHub, run: RunOfPull) -> int | None:
    """The number of the open pull request whose newest commit the run was of, None where there is not exactly one.

    The event itself names pull requests of the repository's own branches alone. So the number is that of the open pull
    request with the event's branch, repository and commit; nothing that the run has left behind is asked.
    """
    if run.head_repository is None or run.head_branch is None:
        return None
    head = f"{run.head_repository.owner.login}:{run.head_branch}"
    pulls = github.pages("pulls", Pull, state="open", head=head)
    numbers = [pull.number for pull in pulls if _is_head(pull.head, run)]
    return numbers[0] if len(numbers) == 1 else None


def _is_head(head: PullHead, run: RunOfPull) -> bool:
    repository, meant = head.repo, run.head_repository
    if repository is None or meant is None:
        return False
    return (head.sha, head.ref, repository.id) == (run.head_sha, run.head_branch, meant.id)
