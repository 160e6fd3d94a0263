"""Files on a branch that shares no history with the code, read and written through the API: no checkout, no git."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from storyboard.forge import ForgeTrouble
from storyboard.forge.answers import GitBlob, GitCommit, GitObject, GitRef, GitTree
from storyboard.forge.github import GitHub
from storyboard.forge.http import CallRefused

_TRIES = 5


def tip(github: GitHub, branch: str) -> str:
    """The commit at the end of a branch, empty where there is no such branch."""
    try:
        return github.get(f"git/ref/heads/{branch}", GitRef).object.sha
    except CallRefused as refused:
        if refused.status in (404, 409):  # 409: a repository without a commit
            return ""
        raise


def names(github: GitHub, commit: str) -> dict[str, str]:
    """The files at the top of a commit: the name of each, and that of its object; none for no commit."""
    if not commit:
        return {}
    answer = github.get(f"git/trees/{_tree(github, commit)}", GitTree)
    return {row.path: row.sha for row in answer.tree if row.type == "blob"}


def read(github: GitHub, blob: str) -> bytes:
    """The bytes of an object."""
    return base64.b64decode(github.get(f"git/blobs/{blob}", GitBlob).content)


def add(github: GitHub, branch: str, files: Mapping[str, bytes], message: str) -> None:
    """Put files beside those of a branch, each once: a name that is there already holds the same."""
    for _ in range(_TRIES):
        at = tip(github, branch)
        known = names(github, at)
        fresh = {name: data for name, data in files.items() if name not in known}
        if not fresh or _committed(github, branch, at, fresh, message, beside=True):
            return
    raise ForgeTrouble(f"the branch `{branch}` moves faster than files can be put on it")


def replace(github: GitHub, branch: str, at: str, files: Mapping[str, bytes], message: str) -> bool:
    """Whether the files have become those of a branch that ended `at` a commit; False where it has moved since."""
    return _committed(github, branch, at, files, message, beside=False)


def _committed(
    github: GitHub, branch: str, at: str, files: Mapping[str, bytes], message: str, *, beside: bool
) -> bool:  # fmt: skip
    rows: list[dict[str, str]] = []
    for name, data in sorted(files.items()):
        body = {"content": base64.b64encode(data).decode("ascii"), "encoding": "base64"}
        blob = github.send("POST", "git/blobs", body, GitObject)
        rows.append({"path": name, "mode": "100644", "type": "blob", "sha": blob.sha})
    tree: dict[str, Any] = {"tree": rows}
    if beside and at:
        tree["base_tree"] = _tree(github, at)
    commit = {
        "message": message,
        "tree": github.send("POST", "git/trees", tree, GitObject).sha,
        "parents": [at] if at else [],
    }
    sha = github.send("POST", "git/commits", commit, GitObject).sha
    try:
        if at:
            github.send("PATCH", f"git/refs/heads/{branch}", {"sha": sha, "force": False}, GitRef)
        else:
            github.send("POST", "git/refs", {"ref": f"refs/heads/{branch}", "sha": sha}, GitRef)
    except CallRefused as refused:
        if refused.status in (409, 422):  # somebody else was quicker
            return False
        raise
    return True


def _tree(github: GitHub, commit: str) -> str:
    return github.get(f"git/commits/{commit}", GitCommit).tree.sha
