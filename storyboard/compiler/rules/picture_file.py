"""A shot's picture is missing, outside the project, or in a form that the film cannot show.

A shot's own picture, `picture: boards/03.png` or one of the folder `frames`, is a PNG, JPEG or WebP of the project
with at most 24 megapixels and 32 MB. The format is read from the file's first bytes, not from its name, and nothing is
decoded here. Paths are counted from the folder of the story, or from the project's root after a `/`. Two pictures of
the folder that are named after one shot are an error too, and so is a folder that has none for any shot.

Bad:

    Shot 1 [0-5s] A lamp is lit.
      picture: boards/lamp.png

Good:

    Shot 1 [0-5s] A lamp is lit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.language.story import Picture
from storyboard.language.syntax.pictures import names_picture
from storyboard.source import NO_FILE, read_or_why

CODE = "SB413"
LEVEL = Level.ERROR
SINCE = "0.2.0"

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


def _missing(path: str, facts: Facts, listing: _Listing) -> _Wrong:
    from storyboard.compiler.layout.astray import as_typed, near

    help = "write the path from the folder of this file, or from the project's root after a `/`"
    meant = near(path, listing, names_picture)
    if meant == path:
        return f"`picture` names `{path}`, which {NO_FILE}", help, ""
    if not meant:
        return f"`picture` names `{path}`, there is no such file", help, ""
    own = as_typed(meant, facts.story.path)
    return f"`picture` names `{path}`, there is no such file but there is `{meant}`", f"write `{own}`", own
