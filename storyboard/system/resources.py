"""The files that are shipped beside the code."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def folder(kind: str) -> Traversable:
    """The folder of one kind of shipped files, `grammars` or `templates`.

    It lies inside the installed package, or beside it in a checkout. Raises LookupError where neither is there.
    """
    here = Path(__file__).resolve().parents[1]
    for place in (here / "_data" / kind, here.parent / kind):
        if place.is_dir():
            return place
    # A zipped wheel has no paths; importlib.resources is slow to import, so it comes last.
    from importlib import resources

    inside = resources.files("storyboard") / "_data" / kind
    if inside.is_dir():
        return inside
    raise LookupError(f"storyboard was installed without its {kind}/ folder")


@cache
def read(kind: str, name: str) -> str:
    """The text of one shipped file, `name` being its path in the folder with `/`.

    Raises FileNotFoundError when there is no such file, also for a name that would leave the folder.
    """
    parts = name.split("/")
    if any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
        raise FileNotFoundError(name)
    place = folder(kind).joinpath(*parts)
    if not place.is_file():
        raise FileNotFoundError(name)
    return place.read_text(encoding="utf-8")


def digest_of_code(*rooms: str) -> str:
    """The SHA-256 of all code in some rooms of the package, such as `film/staging`, in hex.

    What rests on it is made anew when the code changes. Of a zipped wheel it is that of all.
    """
    from storyboard.system.hashing import sha256

    here = Path(__file__).resolve().parents[1]
    files = sorted(file for room in rooms for file in (here / room).glob("*.py"))
    files = files or [place for place in here.parents if place.is_file()]
    return sha256(b"\0".join(file.read_bytes().replace(b"\r\n", b"\n") for file in files))
