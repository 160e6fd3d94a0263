"""What GitHub answers, as far as it is read: https://docs.github.com/rest, version 2022-11-28."""

from __future__ import annotations

import msgspec


class ForgeId(msgspec.Struct, frozen=True):
    """Somebody or something by its number."""

    id: int


class ForgeUser(msgspec.Struct, frozen=True):
    """Who did something."""

    login: str


class ForgeRepository(msgspec.Struct, frozen=True):
    """A repository, of which a fork has another id."""

    id: int
    owner: ForgeUser


class RunOfPull(msgspec.Struct, frozen=True):
    """A run that has ended: its id, the event that it ran for, and the commit, branch and repository of the change."""

    id: int
    event: str
    head_sha: str
    head_branch: str | None
    head_repository: ForgeRepository | None


class RunEnded(msgspec.Struct, frozen=True):
    """The event of a `workflow_run`."""

    workflow_run: RunOfPull


class PullHead(msgspec.Struct, frozen=True):
    """The end of a pull request; a repository that was deleted is absent."""

    sha: str
    ref: str
    repo: ForgeRepository | None


class Pull(msgspec.Struct, frozen=True):
    """A pull request."""

    number: int
    head: PullHead


class Comment(msgspec.Struct, frozen=True):
    """A comment on a pull request; its author is absent where the account is."""

    id: int
    html_url: str = ""
    body: str | None = None
    user: ForgeUser | None = None


class Artifact(msgspec.Struct, frozen=True):
    """What a run has left."""

    id: int
    name: str
    expired: bool


class Artifacts(msgspec.Struct, frozen=True):
    """All that a run has left under a name."""

    artifacts: tuple[Artifact, ...]


class Environment(msgspec.Struct, frozen=True):
    """What a job deploys to, whose reviewers approve it."""

    name: str


class Approval(msgspec.Struct, frozen=True):
    """What a reviewer said of a run."""

    state: str
    comment: str
    environments: tuple[Environment, ...]
    user: ForgeUser | None = None


class GitObject(msgspec.Struct, frozen=True):
    """An object of git."""

    sha: str


class GitRef(msgspec.Struct, frozen=True):
    """The end of a branch."""

    object: GitObject


class GitCommit(msgspec.Struct, frozen=True):
    """A commit: the object of its files."""

    tree: GitObject


class TreeRow(msgspec.Struct, frozen=True):
    """A file or a folder of a commit."""

    path: str
    type: str
    sha: str


class GitTree(msgspec.Struct, frozen=True):
    """The files and folders of a commit."""

    tree: tuple[TreeRow, ...]


class GitBlob(msgspec.Struct, frozen=True):
    """The content of a file in base64."""

    content: str
