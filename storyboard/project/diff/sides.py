"""A story on one side of a comparison: its clips, of the story itself and of the variants that are meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import msgspec

from storyboard.compiler.layout.scope import ScopeReading, read_scope
from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.compiler.request import Request
from storyboard.config import Config
from storyboard.diagnostics import Bag
from storyboard.language.story import Member
from storyboard.language.syntax import read_script, read_text
from storyboard.profiles import load
from storyboard.project.diff.records import Version
from storyboard.source import Files

_TEMPLATES = "templates/prompts/"


class Side(msgspec.Struct, frozen=True):
    """A story as compiled, and its clips, none where it has errors or not the variant that was asked for."""

    compiled: Compiled
    versions: tuple[Version, ...] = ()


def side(files: Files, path: str, config: Config, options: Options) -> Side:
    """The story at a path on one side; `options.only` has no say, since a clip may have had another number before."""
    options = msgspec.structs.replace(options, only=())
    compiled = compile_story(files, path, config, options)
    if compiled.missing:
        return Side(compiled)
    versions: list[Version] = []
    for variant in dict.fromkeys(request.variant for request in compiled.requests):
        alone = compiled
        if options.variant == "all":
            # What is compiled together holds the clips of the first only.
            alone = compile_story(files, path, config, msgspec.structs.replace(options, variant=variant))
        versions += _versions(files, alone, config, options, variant)
    return Side(compiled, tuple(versions))


def _versions(files: Files, compiled: Compiled, config: Config, options: Options, variant: str) -> Iterator[Version]:
    takes: dict[int, list[Request]] = {}
    for request in compiled.requests:
        takes.setdefault(request.clip.index, []).append(request)
    own = {path: source.text for path, source in compiled.sources.items() if path.startswith(_TEMPLATES)}

    @cache
    def cast() -> Mapping[str, Member]:
        return _cast(files, compiled.path, config, options, variant)

    for clip in compiled.clips:
        requests = takes.get(clip.index)
        if requests:
            profile = load(requests[0].profile, files)
            setting = clip.settings.get("template")
            template = setting.value if setting is not None else config.template or profile.template
            yield Version(compiled.path, variant, clip, tuple(requests), profile, str(template), own, cast)


def _cast(files: Files, path: str, config: Config, options: Options, variant: str) -> Mapping[str, Member]:
    limits = config.limits
    reading = ScopeReading(files, limits, {}, Bag(), [])
    source, _ = read_text(path, files.read(path, limits.file_bytes + 1), limits.file_bytes, limits.line, limits.lines)
    script, _ = read_script(source, clips=limits.clips, shots=limits.shots)
    return read_scope(reading, source, script, variant, options.sets).names.cast
