"""What the rules about sound files share: the `audio:` settings of a story, and which of them are addresses."""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.language.story import Setting, Story
from storyboard.patterns import lazy
from storyboard.source.paths import project_path

# Two letters at least: `C:\sound.wav` is a path, and a wrong one.
_SCHEME = lazy(r"[A-Za-z][A-Za-z0-9+.-]++:")


def settings(story: Story) -> Iterator[Setting]:
    """Every `audio` setting of a story, its clips and its variant."""
    for layer in (story.settings, story.overrides, *(scene.settings for scene in story.scenes)):
        if "audio" in layer:
            yield layer["audio"]


def is_address(text: str) -> bool:
    """Whether a value is meant as an address (`https:…`, `file:…`, `//host/…`) and not as a path in the project."""
    return _SCHEME.match(text) is not None or text.startswith("//")


def paths(facts: Facts) -> Iterator[tuple[Setting, str | None]]:
    """The `audio` settings that name a file, with its path from the project's root or None where that leaves it."""
    for setting in settings(facts.story):
        if not is_address(setting.value):
            yield setting, project_path(setting.span.path, setting.value) or None
