"""Where a project builds to and keeps its books: in its root, unless the user says otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from storyboard.production.files.paths import DRAFTED, REHEARSED, reserved, stem
from storyboard.project.records import Project, ProjectError
from storyboard.recall import witness
from storyboard.source.paths import is_in_git
from storyboard.system.addresses import parted, shown
from storyboard.system.links import first_link
from storyboard.system.secrets import password_of


def out_folder(project: Project, *, rehearsal: bool) -> Path:
    """The folder to build into: a flag's is meant from the working folder, any other from the project's root.

    What is rehearsed has a folder in it.
    """
    out = located(project.root, project.config.out, project.config.origins["out"])
    return unlinked(project.root, out / REHEARSED) if rehearsal else out


def draft_folder(project: Project) -> Path:
    """The folder of what `watch` drafts, in the one that is built into. Raises ProjectError for a link on the way."""
    return unlinked(project.root, out_folder(project, rehearsal=False) / DRAFTED)


def check_names(projects: Iterable[Project]) -> None:
    """Raises ProjectError for a story whose files would lie in a folder of ours."""
    for project in projects:
        for story in project.stories:
            if folder := reserved(story):
                raise ProjectError(
                    f"what is built of `{story}` would lie in `{folder}`, a folder of storyc's own: give the "
                    f"{'folder' if '/' in story else 'story'} another name"
                )


def handed_on(folder: Path, stories: Iterable[tuple[Project, str]], ending: str) -> list[Path]:
    """A file for each story in a folder that they are handed on in, as they lie below their roots.

    Raises ProjectError where two would have the same.
    """
    owners: dict[Path, tuple[Project, str]] = {}
    for project, story in stories:
        path = folder / f"{stem(story)}{ending}"
        if path in owners:
            first, name = owners[path]
            raise ProjectError(f"`{first.root / name}` and `{project.root / story}` would both be `{path}`")
        owners[path] = (project, story)
    return list(owners)


def addressed(root: Path, typed: str, origin: str) -> Path | str:
    """The path of a setting, or the address where it is one of something else than a file. Raises ProjectError."""
    place = parted(typed)[1]
    if isinstance(place, Path):
        return located(root, str(place), origin)
    if origin.startswith("--") and password_of(typed):
        raise ProjectError(
            f"`{shown(typed)}` ({origin}) has a password, which everybody sees who lists what runs: set STORYC_STORE "
            "or STORYC_LEDGER, or leave the password to the file of PGPASSFILE"
        )
    if not _is_users(origin):
        raise ProjectError(
            f"`{shown(typed)[:200]}` ({origin}) is an address, and a project names folders of its own alone: set the "
            "environment's STORYC_STORE or STORYC_LEDGER"
        )
    return place


def located(root: Path, typed: str, origin: str) -> Path:
    """The path of a setting: a flag's is meant from the working folder, any other from the root.

    A project's own files come from many hands: what they name lies in the project. Raises ProjectError for what does
    not, for a link on the way, and for a home that nobody has.
    """
    try:
        path = Path(typed).expanduser()
    except RuntimeError as error:
        raise ProjectError(f"`{typed[:200]}` ({origin}): there is no such home") from error
    place = Path(os.path.abspath((Path.cwd() if origin.startswith("--") else root) / path))
    if not _is_users(origin) and not place.is_relative_to(root):
        raise ProjectError(
            f"`{typed[:200]}` ({origin}) lies outside the project `{root}`: name a folder in it, or another one by a "
            "flag or the environment"
        )
    if not _is_users(origin) and is_in_git(place.relative_to(root).parts):
        raise ProjectError(f"`{typed[:200]}` ({origin}) lies in git's own folder: name another one")
    return unlinked(root, place)


def unlinked(root: Path, place: Path) -> Path:
    """The same path, to which no link leads below the root. Raises ProjectError where one does."""
    witness.way(place)
    link = first_link(root, place)
    if link is not None:
        raise ProjectError(
            f"`{link.relative_to(root).as_posix()}` is a link, and nothing is written through one in a project: delete "
            "it, or name where it leads by a flag or the environment"
        )
    return place


def _is_users(origin: str) -> bool:
    """Whether a setting is the user's own word, and not a file's of the project."""
    return origin.startswith(("--", "STORYC_"))
