"""The pictures of a folder, `frames: boards`, given to the shots that they are named after and that have none."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from msgspec.structs import replace

from storyboard.compiler.layout.clips import slug
from storyboard.diagnostics import Edit, Finding, Fix, Safety, nearest
from storyboard.language.story import Picture, Scene, Setting, Shot, Story
from storyboard.language.syntax.pictures import names_picture
from storyboard.patterns import lazy
from storyboard.source import Files
from storyboard.source.paths import project_path

_NAME = lazy(r"(.+)-0*+([0-9]{1,6})")
_CODE = "SB413"
_HOW = "name the pictures after clip and shot: `1-2.png`, or with the clip's title, `the-forge-2.png`"


def framed(story: Story, files: Files) -> tuple[Story, list[Finding]]:
    """The story with the pictures of its folder `frames`, and what is wrong with that folder.

    A picture is `C-S.EXT`: C the clip's number as written, before a long one is cut, or its slug; S the shot's place.
    """
    setting = story.overrides.get("frames", story.settings.get("frames"))
    if setting is None:
        return story, []
    folder = project_path(setting.span.path, setting.value)
    if folder is None:
        from storyboard.compiler.layout.astray import left

        return story, [left("frames", setting.value, setting.span, _CODE)]
    paths = files.list(folder)
    if not paths:
        return story, [_missing(setting, folder, files)]
    named = _named(paths, folder)
    findings: list[Finding] = []
    scenes: list[Scene] = []
    fitting = 0
    for scene in story.scenes:
        shots: list[Shot] = []
        names = dict.fromkeys((str(scene.index), slug(scene.title.value)))
        for shot in scene.shots:
            own = [path for name in names for path in named.get((name, shot.number), ())]
            fitting += len(own)
            if shot.picture is not None or not own:
                shots.append(shot)
                continue
            shots.append(replace(shot, picture=Picture(own[0], own[0], setting.span, setting.key_span)))
            if len(own) > 1:
                findings.append(_two(setting, scene, shot, own))
        scenes.append(replace(scene, shots=tuple(shots)))
    if not fitting:
        said = f"`frames` names `{setting.value[:60]}`, where no picture is named after a shot"
        findings.append(Finding(said, setting.span, _HOW, code=_CODE))
    return replace(story, scenes=tuple(scenes)), findings


def _missing(setting: Setting, folder: str, files: Files) -> Finding:
    """The finding for a folder without a file, with the folder of pictures that may be meant."""
    from storyboard.compiler.layout.astray import as_typed

    others = {str(PurePosixPath(path).parent) for path in files.list("") if names_picture(path)} - {"."}
    near = nearest(folder, sorted(others), 0.8)
    own = as_typed(near, setting.span.path) if near else ""
    return Finding(
        f"`frames` names the folder `{setting.value[:60]}`, which is not there or holds no file",
        setting.span,
        f"write `{own}`" if own else "write the path of a folder of pictures, or `\\frames` if the line is text",
        code=_CODE,
        fix=Fix(Safety.UNSAFE, f"write `{own}`", (Edit(setting.span, own),)) if own else None,
    )


def _named(paths: list[str], folder: str) -> dict[tuple[str, int], list[str]]:
    """The pictures right in a folder, by the clip and the shot that their names tell."""
    named: dict[tuple[str, int], list[str]] = {}
    for path in paths:
        place = PurePosixPath(path)
        match = _NAME.fullmatch(place.stem)
        if match is None or not names_picture(path) or str(place.parent) != (folder or "."):
            continue
        clip = match[1].lstrip("0") or "0" if match[1].isdecimal() else _written(match[1])
        named.setdefault((clip, int(match[2])), []).append(path)
    return named


def _written(name: str) -> str:
    """A name as slugs are written; some systems part letters from their accents."""
    return unicodedata.normalize("NFC", name.casefold())


def _two(setting: Setting, scene: Scene, shot: Shot, paths: list[str]) -> Finding:
    return Finding(
        f"`{paths[0]}` and `{paths[1]}` are both named after shot {shot.number} of clip {scene.index}",
        setting.span,
        "delete or rename one of the two, or name the picture in the shot with `picture:`",
        code=_CODE,
    )
