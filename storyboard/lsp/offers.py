"""The values that a setting may have here: models with their prices, sizes and lengths of the model, files."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from storyboard.language.story import Story
from storyboard.language.syntax.pictures import SUFFIXES
from storyboard.language.words import block
from storyboard.lsp.sheet import StorySheet
from storyboard.profiles import Profile, ProfileError, load, model_names, price
from storyboard.profiles.speech import rates
from storyboard.system import resources
from storyboard.timing import money, seconds

_SWITCHES = ("auto", "true", "false")
_YAML = (".yaml", ".yml")
_MOST_FILES = 200


class Offer(msgspec.Struct, frozen=True):
    """One thing that may stand at the cursor: what is shown, beside it what it is, and what is written."""

    label: str
    detail: str = ""
    insert: str = ""
    snippet: bool = False


def values(key: str, sheet: StorySheet) -> Iterator[Offer]:
    """The values of a setting, or of a shot's field that names a file; none where anything may stand."""
    profile = sheet.compiled.profile
    if key == "model":
        yield from _models(sheet)
    elif key == "size" and profile is not None:
        yield from (Offer(size, f"{tier}, {_cost(profile, size)}") for size, tier in profile.size.allowed.items())
    elif key == "duration" and profile is not None:
        size = sheet.compiled.clips[0].size if sheet.compiled.clips else profile.size.default
        yield Offer("auto", "the shortest that holds the shots")
        for length in profile.duration.allowed:
            yield Offer(str(length), f"{money(price(profile, size, length))} USD at {size}")
    elif key in ("multi_shots", "enable_prompt_expansion"):
        yield from map(Offer, _SWITCHES)
    elif key == "split":
        yield from (Offer("never", "a clip that is too long is an error"), Offer("auto", "cut it between its shots"))
    elif key == "language":
        yield from (Offer(tag) for tag in sorted(rates()) if tag != "default")
    elif key == "template":
        yield from _templates(sheet)
    elif key == "include":
        yield from _files(sheet, _YAML)
    elif key == "transition" and sheet.compiled.story is not None:
        yield from _transitions(sheet.compiled.story)
    elif key == "picture":
        yield from _files(sheet, SUFFIXES)
    elif key == "audio" and profile is not None and profile.audio is not None:
        yield from _files(sheet, tuple(f".{kind}" for kind in profile.audio.formats))


def _transitions(story: Story) -> Iterator[Offer]:
    """What a transition that is no cut is called; of other languages than English the table has no whole words."""
    language = story.overrides.get("language", story.settings.get("language"))
    if language is None or str(language.value).lower().startswith("en"):
        for names in block("changes")["en"].values():
            yield Offer(names[0].rstrip("*"), "as the free film draws it")


def _models(sheet: StorySheet) -> Iterator[Offer]:
    files = sheet.desk.files(sheet.root)
    for name in model_names(files):
        try:
            profile = load(name, files)
        except ProfileError:
            continue
        yield Offer(name, f"{profile.title}, {_cost(profile, profile.size.default)}")


def _cost(profile: Profile, size: str) -> str:
    """The shortest and the longest clip of a size with their prices."""
    ends = dict.fromkeys((profile.duration.allowed[0], profile.duration.allowed[-1]))
    return ", ".join(f"{seconds(length * 1000)} s {money(price(profile, size, length))} USD" for length in ends)


def _templates(sheet: StorySheet) -> Iterator[Offer]:
    own = [path for path in sheet.desk.files(sheet.root).list("templates/prompts") if path.endswith(".j2")]
    for path in own:
        yield Offer(path.rpartition("/")[2].removesuffix(".j2"), "the project's own")
    shipped = sorted(entry.name for entry in (resources.folder("templates") / "prompts").iterdir())
    yield from (Offer(name.removesuffix(".j2"), "shipped") for name in shipped if name.endswith(".j2"))


def _files(sheet: StorySheet, endings: tuple[str, ...]) -> Iterator[Offer]:
    """The project's files with such names, by the way from the story's own folder; by one from the root elsewhere."""
    folder = sheet.compiled.path.rpartition("/")[0]
    listed = [path for path in sheet.desk.files(sheet.root).list("") if path.lower().endswith(endings)]
    for path in listed[:_MOST_FILES]:
        inside = path.startswith(f"{folder}/") if folder else True
        yield Offer(path[len(folder) + 1 :] if inside and folder else path if inside else f"/{path}")
