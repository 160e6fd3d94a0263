"""A shot's picture is missing, outside the project, or in a form that the film cannot show.

A shot's own picture, `picture: boards/03.png` or one of the folder `frames`, is one PNG, JPEG or WebP of the project
with at most 24 megapixels and 32 MB, and no address. The format is read from the file's first bytes, not from its
name, and nothing is decoded here. Paths are counted from the folder of the story, or from the project's root after a
`/`. Two pictures of the folder that are named after one shot are an error too, and so is a folder that has none for
any shot.

Bad:

    Shot 1 [0-5s] A lamp is lit.
      picture: boards/lamp.png

Good:

    Shot 1 [0-5s] A lamp is lit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import PurePosixPath

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.language.story import Picture
from storyboard.language.syntax.pictures import ENDS, names_picture
from storyboard.patterns import lazy
from storyboard.source import NO_FILE, read_or_why

CODE = "SB413"
LEVEL = Level.ERROR
SINCE = "0.2.0"
SIGNS = (":",)

_BETWEEN = lazy(r"[,;+&\s]+")
_MB = 1 << 20
_Wrong = tuple[str, str, str]
_Listing = Callable[[str], list[str]]


def check_story(facts: Facts) -> Iterator[Finding]:
    """The pictures of shots that cannot be shown; a file that several shots show is looked at once."""
    known: dict[str, _Wrong | None] = {}
    listing = cache(facts.files.list)  # of many pictures that are missing
    for scene in facts.story.scenes:
        for shot in scene.shots:
            picture = shot.picture
            if picture is None or "{{" in picture.typed:  # which is SB404's to report
                continue
            if not names_picture(picture.typed):
                yield _finding(picture, *_no_picture(picture, facts, listing))
                continue
            if picture.path is None:
                from storyboard.compiler.layout.astray import left

                yield left("picture", picture.typed, picture.span)
                continue
            if picture.path not in known:
                known[picture.path] = _wrong(picture.path, facts, listing)
            wrong = known[picture.path]
            if wrong is not None:
                yield _finding(picture, *wrong)


def _finding(picture: Picture, said: str, help: str, near: str) -> Finding:
    fix = Fix(Safety.UNSAFE, f"write `{near}`", (Edit(picture.span, near),)) if near else None
    return Finding(said, picture.span, help, fix=fix)


def _wrong(path: str, facts: Facts, listing: _Listing) -> _Wrong | None:
    """What is wrong with a picture's file, what to do, and the path that may be meant; None where nothing is."""
    if not facts.files.exists(path):
        return _missing(path, facts, listing)
    from storyboard.film import picture as pictures  # stories without pictures do not wait for it

    kinds = f"{', '.join(pictures.FORMATS[:-1])} or {pictures.FORMATS[-1]}"
    # Of a file that is too large one byte too many is read, and no more.
    data = read_or_why(facts.files, path, pictures.BYTES + 1)
    if isinstance(data, str):
        return f"`picture` names `{path}`, which cannot be read: {data}", "look at the file's permissions", ""
    if len(data) > pictures.BYTES:
        most = f"{pictures.BYTES // _MB} MB"
        return f"`{path}` is larger than {most}, the most that a shot's picture may have", "save it smaller", ""
    own = pictures.probe(data)
    if own is None:
        return f"`{path}` is {pictures.described(data)}, a shot's picture is a {kinds}", "save it as PNG or JPEG", ""
    pixels, most = own.width * own.height, pictures.PIXELS // _MB
    if pixels > pictures.PIXELS:
        said = f"`{path}` has {pixels / _MB:,.0f} megapixels ({own.width} × {own.height})"
        return f"{said}, a shot's picture has at most {most}", "save it smaller", ""
    if not own.whole:
        return f"`{path}` breaks off: the end of its {own.format} is missing", "copy or save the file again", ""
    return None


def _no_picture(picture: Picture, facts: Facts, listing: _Listing) -> _Wrong:
    """What is wrong with a name that is none of a picture: an address, or the end of another format or of none."""
    from storyboard.compiler.layout.astray import as_typed

    if "://" in picture.typed:
        said = f"`picture` names `{picture.typed[:60]}`, a shot's picture is a file of the project, no address"
        return said, "save the picture in the project and write its path", ""
    said = f"`picture` names `{picture.typed[:60]}`, a shot's picture is a file that ends in {ENDS}"
    path = PurePosixPath(picture.path or "")
    folder = "" if str(path.parent) == "." else str(path.parent)
    stems = {path.name.casefold(), path.stem.casefold()}
    same = [
        other
        for other in listing(folder)
        if names_picture(other)
        and PurePosixPath(other).parent == path.parent
        and PurePosixPath(other).stem.casefold() in stems
    ]
    if len(same) == 1:
        own = as_typed(same[0], facts.story.path)
        return said, f"write `{own}`", own
    if "." in path.name:
        return said, "save it as PNG or JPEG, and write that name", ""
    return said, "write the path of the shot's picture, or `\\picture:` if it is text", ""


def _missing(path: str, facts: Facts, listing: _Listing) -> _Wrong:
    from storyboard.compiler.layout.astray import as_typed, near

    help = "write the path from the folder of this file, or from the project's root after a `/`"
    several = [part for part in _BETWEEN.split(path) if part]
    if len(several) > 1 and all(map(names_picture, several)):
        return f"`picture` names {len(several)} files, a shot has one picture", "write one of them", ""
    meant = near(path, listing, names_picture)
    if meant == path:
        return f"`picture` names `{path}`, which {NO_FILE}", help, ""
    if not meant:
        return f"`picture` names `{path}`, there is no such file", help, ""
    own = as_typed(meant, facts.story.path)
    return f"`picture` names `{path}`, there is no such file but there is `{meant}`", f"write `{own}`", own
