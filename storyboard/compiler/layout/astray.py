"""Paths that lead nowhere: how they leave the project, and which file may be meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from storyboard.diagnostics import Edit, Finding, Fix, Safety, nearest
from storyboard.source import Span
from storyboard.source.paths import is_hidden, project_path


def left(key: str, typed: str, place: Span, code: str = "") -> Finding:
    """The finding for a path that is none of the project: it leaves it, is hidden, or has `\\` between its folders."""
    mended = typed.replace("\\", "/")
    if mended != typed and project_path(place.path, mended):
        return Finding(
            f"`{key}` names `{typed[:60]}`, which has `\\` between its folders",
            place,
            f"write `{mended[:60]}`",
            code=code,
            fix=Fix(Safety.UNSAFE, f"write `{mended[:60]}`", (Edit(place, mended),)),
        )
    if is_hidden(PurePosixPath(typed).parts):
        return Finding(
            f"`{key}` names `{typed[:60]}`, which is hidden, and nothing hidden goes into a film",
            place,
            "give the file and its folders names that do not begin with a dot",
            code=code,
        )
    return Finding(
        f"`{key}` names `{typed[:60]}`, which lies outside the project",
        place,
        "put the file below the project's root and write its path with `/` between folders",
        code=code,
    )


def near(path: str, listing: Callable[[str], list[str]], fits: Callable[[str], bool] = bool) -> str | None:
    """The file that a path without one is likely a slip of, among those that fit; `listing` gives those of a folder.

    That is the nearest name in the path's folder, else the only file of the same name, in any case, below that folder
    or elsewhere in the project.
    """
    folder = str(PurePosixPath(path).parent)
    beside = [other for other in listing("" if folder == "." else folder) if fits(other)]
    return nearest(path, beside, 0.8) or _only(path, beside) or _only(path, listing(""), fits)


def _only(path: str, listed: list[str], fits: Callable[[str], bool] = bool) -> str | None:
    name = PurePosixPath(path).name.casefold()
    same = [other for other in listed if PurePosixPath(other).name.casefold() == name and fits(other)]
    return same[0] if len(same) == 1 else None


def as_typed(path: str, in_file: str) -> str:
    """A project's path as a writer types it in a file."""
    folder = PurePosixPath(in_file).parent
    return str(PurePosixPath(path).relative_to(folder)) if PurePosixPath(path).is_relative_to(folder) else f"/{path}"
