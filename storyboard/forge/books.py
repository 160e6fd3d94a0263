"""The ledger of paid jobs: kept by the server, since a runner forgets and a cache is emptied."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Protocol

from storyboard.forge import ForgeTrouble, branch
from storyboard.forge.github import GitHub
from storyboard.forge.http import Api, CallRefused
from storyboard.ledger import read_ledger
from storyboard.ledger.opening import FILE

BRANCH = "storyc-ledger"
_AT = "ledger.branch"  # what was on the shelf when the ledger here was restored
_MOST = 90 << 20  # GitHub takes no file above 100 MB


class Shelf(Protocol):
    """Where a ledger is kept; `name` is as `the branch X`."""

    @property
    def name(self) -> str:
        """Where it is, in words."""
        ...

    def take(self) -> tuple[str, bytes | None]:
        """What stands for the ledger as it is now, and its bytes, None where none is kept yet."""
        ...

    def put(self, at: str, data: bytes) -> bool:
        """Whether a ledger has taken the place of the one that `at` stands for; False where another has."""
        ...


class Branch:
    """A branch of a repository at GitHub: it moves only from the commit that was seen."""

    name = f"the branch `{BRANCH}`"

    def __init__(self, github: GitHub) -> None:
        self._github = github

    def take(self) -> tuple[str, bytes | None]:
        """The commit, and the ledger there."""
        at = branch.tip(self._github, BRANCH)
        blob = branch.names(self._github, at).get(FILE)
        return at, None if blob is None else branch.read(self._github, blob)

    def put(self, at: str, data: bytes) -> bool:
        """Whether the branch has moved on from the commit."""
        return branch.replace(self._github, BRANCH, at, {FILE: data}, "The ledger after a paid run")


class Package:
    """A generic package of a project at GitLab, of which the newest counts; a job's own token may write it.

    GitLab compares nothing: `resource_group` keeps two runs apart, and who comes later sees that it does.
    """

    name = f"the package `{BRANCH}`"

    def __init__(self, gitlab: Api, project: int) -> None:
        self._gitlab = gitlab
        self._path = f"projects/{project}/packages/generic/{BRANCH}/1.0.0/{FILE}"

    def take(self) -> tuple[str, bytes | None]:
        """The SHA-256 of the newest ledger, and its bytes."""
        try:
            data = self._gitlab.download(self._path, _MOST)
        except CallRefused as refused:
            if refused.status == 404:
                return "", None
            raise
        return hashlib.sha256(data).hexdigest(), data

    def put(self, at: str, data: bytes) -> bool:
        """Whether the newest is still the one that was seen, and this is the newest now."""
        if self.take()[0] != at:
            return False
        self._gitlab.put("PUT", self._path, data, "application/octet-stream", dict[str, object])
        return True


def restore(shelf: Shelf, folder: Path) -> str:
    """Put the ledger of a shelf into a folder, and say in words what came of it. Raises ForgeTrouble."""
    # A log beside the file would be written into it as soon as it is opened: a commit may have brought one.
    present = sorted(path.name for path in folder.iterdir() if path.name.startswith(FILE))
    if present:
        raise ForgeTrouble(f"there is a ledger in `{folder}` already, or a part of one: `{present[0]}`")
    at, data = shelf.take()
    try:
        if data is not None:
            (folder / FILE).write_bytes(data)
        (folder / _AT).write_text(f"{at}\n", encoding="ascii")
    except OSError as error:
        raise ForgeTrouble(f"the ledger cannot be written to `{folder}`: {error.strerror}") from error
    if data is None:
        return f"{shelf.name} holds no ledger yet: the first paid build begins one with `--new-store`"
    return f"restored the ledger of {shelf.name} at {at[:12]}"


def save(shelf: Shelf, folder: Path) -> str:
    """Put the ledger of a folder on the shelf, and say in words what came of it.

    Raises ForgeTrouble, also where the shelf is not as it was when the ledger was restored: two runs that bought at
    the same time know nothing of each other, and neither ledger may take the other's place.
    """
    try:
        at = (folder / _AT).read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise ForgeTrouble(f"the ledger in `{folder}` was not restored by this run, and cannot be saved") from error
    # What a build that was killed has left beside the file is put into it when nobody uses it any more.
    ledger = read_ledger(folder)
    if ledger is None:
        return "there is no ledger to save"
    ledger.close()
    log = folder / f"{FILE}-wal"
    if log.exists() and log.stat().st_size:
        raise ForgeTrouble(f"the ledger in `{folder}` is in use: save it once the build has ended")
    data = (folder / FILE).read_bytes()
    if len(data) > _MOST:
        raise ForgeTrouble(f"the ledger is larger than {_MOST >> 20} MB: name one elsewhere with STORYC_LEDGER")
    if not shelf.put(at, data):
        raise ForgeTrouble(
            f"{shelf.name} has changed since this run began, and nothing was put there: keep the ledger of this run, "
            "and settle what it holds by `storyc ledger list --unsettled`"
        )
    return f"saved the ledger in {shelf.name}"
