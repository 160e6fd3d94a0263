"""How git is started: so that nothing in a checkout or its configuration runs a program or opens the network."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

_OPTIONS = (
    "--no-pager",
    # A folder of the checkout may be laid out as a bare repository, with a configuration that its author wrote.
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
)
_ENVIRONMENT = {
    "LC_ALL": "C",
    # A partial clone fetches a missing object as soon as it is asked for, by whatever program its configuration names.
    "GIT_NO_LAZY_FETCH": "1",
    # Older git fetches all the same. This list overrides all `protocol.*.allow`, and no protocol is called so.
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}
# What `git rev-parse --local-env-vars` lists, except GIT_CONFIG_*, by which CI servers say that a folder may be read at
# all (safe.directory). Git sets some of these for its hooks, where they mean the repository that the hook runs in.
_REDIRECTING = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)


_PATIENCE = 60.0  # seconds for what git says of a repository, of a large one too


class NoRepository(Exception):
    """The folder lies in no git repository that can be read; the text says why where it lies in one."""


def run(folder: Path, *words: str, inside: bool = False) -> str:
    """What git wrote to stdout, asked in the repository that a folder lies in.

    Git runs at the top of the checkout, or in the folder itself where the answer depends on it (`inside`). Raises
    NoRepository, FileNotFoundError where there is no git, and CalledProcessError.
    """
    command, place, environment = _call(folder, words)
    try:
        done = subprocess.run(
            command,
            cwd=folder if inside else place,
            capture_output=True,
            check=True,
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise NoRepository(f"git has not answered within {_PATIENCE:g} s in `{place}`") from error
    return done.stdout.decode("utf-8", "surrogateescape")


def start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """A running git that is written to and read from; raises as `run` does."""
    command, place, environment = _call(folder, words)
    return subprocess.Popen(
        command, cwd=place, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )


def _call(folder: Path, words: tuple[str, ...]) -> tuple[list[str], Path, dict[str, str]]:
    """The command line, the folder to run it in, and its environment.

    Git looks for `.git` before it takes a folder itself for a bare repository, so that at the top of the checkout no
    bare one is found, also by git before 2.38, which knows no safe.bareRepository. `--git-dir` would do the same, but
    git does not ask then whether the checkout belongs to the user.
    """
    program, searched = _program()
    environment = {**os.environ, **_ENVIRONMENT, "PATH": searched}
    top = next((place for place in (folder, *folder.parents) if os.path.lexists(place / ".git")), None)
    if top is not None:
        _refuse_pipes(top / ".git")
        for name in _REDIRECTING:
            environment.pop(name, None)
    elif "GIT_DIR" not in environment:
        raise NoRepository
    else:
        # The user names a repository that lies elsewhere. Git would read a relative path from where it is started.
        for name in ("GIT_DIR", "GIT_WORK_TREE"):
            if environment.get(name):
                environment[name] = os.path.abspath(environment[name])
    return [program, *_OPTIONS, *words], top or folder, environment


def _refuse_pipes(repository: Path) -> None:
    """Raise NoRepository where git would wait for a pipe or a device that lies in place of a file, as HEAD."""
    try:
        with os.scandir(repository) as entries:
            odd = sorted(entry.name for entry in entries if _is_awaited(entry))
    except OSError:  # a worktree has a file, and of anything else git says what it is
        return
    if odd:
        raise NoRepository(f"git cannot read `{repository}`: `{odd[0]}` in it is a pipe or a device, and no file")


def _is_awaited(entry: os.DirEntry[str]) -> bool:
    try:
        mode = entry.stat().st_mode
    except OSError:  # a link that leads nowhere is not opened
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def _program() -> tuple[str, str]:
    """The path of git, and the PATH without what depends on the working folder; raises FileNotFoundError.

    Windows looks into the working folder before PATH, and PATH itself may name it: there lies what the checkout holds.
    """
    name = "git.exe" if os.name == "nt" else "git"
    folders = [folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(folder)]
    for folder in folders:
        path = os.path.join(folder, name)
        if os.path.isfile(path) and os.access(path, os.X_OK):
            return path, os.pathsep.join(folders)
    raise FileNotFoundError(name)
