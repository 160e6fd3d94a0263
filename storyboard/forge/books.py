"""The ledger of paid jobs: on a branch of the repository, since a runner forgets and a cache is emptied."""

from __future__ import annotations

from pathlib import Path

from storyboard.forge import ForgeTrouble, branch
from storyboard.forge.github import GitHub
from storyboard.ledger.opening import FILE

BRANCH = "storyc-ledger"
_AT = "ledger.branch"  # which commit of the branch the ledger here comes from
_NAMES = (FILE, f"{FILE}-wal")
_MOST = 90 << 20  # the API takes no file above 100 MB


def restore(github: GitHub, folder: Path) -> str:
    """Put the ledger of the branch into a folder, and say in words what came of it. Raises ForgeTrouble."""
    if any((folder / name).exists() for name in _NAMES):
        raise ForgeTrouble(f"there is a ledger in `{folder}` already")
    at = branch.tip(github, BRANCH)
    blobs = branch.names(github, at)
    try:
        for name in _NAMES:
            if name in blobs:
                (folder / name).write_bytes(branch.read(github, blobs[name]))
        (folder / _AT).write_text(f"{at}\n", encoding="ascii")
    except OSError as error:
        raise ForgeTrouble(f"the ledger cannot be written to `{folder}`: {error.strerror}") from error
    if FILE not in blobs:
        return f"the branch `{BRANCH}` holds no ledger yet: the first paid build begins one with `--new-store`"
    return f"restored the ledger of the branch `{BRANCH}` at {at[:12]}"


def save(github: GitHub, folder: Path) -> str:
    """Put the ledger of a folder on the branch, and say in words what came of it.

    Raises ForgeTrouble, also where the branch is not as it was when the ledger was restored: two runs that bought at
    the same time know nothing of each other, and neither ledger may take the other's place.
    """
    try:
        at = (folder / _AT).read_text(encoding="ascii").strip()
        files = {name: (folder / name).read_bytes() for name in _NAMES if (folder / name).exists()}
    except (OSError, ValueError) as error:
        raise ForgeTrouble(f"the ledger in `{folder}` was not restored by this run, and cannot be saved") from error
    if FILE not in files:
        return "there is no ledger to save"
    if sum(map(len, files.values())) > _MOST:
        raise ForgeTrouble(f"the ledger is larger than {_MOST >> 20} MB: name one elsewhere with STORYC_LEDGER")
    if not branch.replace(github, BRANCH, at, files, "The ledger after a paid run"):
        raise ForgeTrouble(
            f"the branch `{BRANCH}` has changed since this run began, and nothing was put on it: keep the ledger of "
            "this run, and settle what it holds by `storyc ledger list --unsettled`"
        )
    return f"saved the ledger on the branch `{BRANCH}`"
