"""From a compiled story to its films: the story itself and each of the variants that are meant."""

from __future__ import annotations

import posixpath

import msgspec

from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.config import Config
from storyboard.production.files.paths import stem
from storyboard.production.records import FilmOrder
from storyboard.source import Files


def films(files: Files, compiled: Compiled, config: Config, options: Options) -> tuple[FilmOrder, ...]:
    """The films of a story without errors; a film is called by the story's title, else by its file's name."""
    title = compiled.title or posixpath.basename(stem(compiled.path))
    productions: list[FilmOrder] = []
    for variant in dict.fromkeys(request.variant for request in compiled.requests):
        version = compiled
        if options.variant == "all":
            # What is compiled together holds the clips of the first only.
            version = compile_story(files, compiled.path, config, msgspec.structs.replace(options, variant=variant))
        requests = tuple(request for request in version.requests if request.variant == variant)
        name = f"{title} ({variant})" if variant else title
        every = requests
        if options.only or options.takes:
            # What is not meant now may be paid for already, and then is in the film.
            all_of_it = msgspec.structs.replace(options, variant=variant, only=(), takes=())
            every = compile_story(files, compiled.path, config, all_of_it).requests
        cast = version.story.cast if version.story is not None else {}
        productions.append(FilmOrder(compiled.path, variant, name, version.clips, requests, every, cast))
    return tuple(productions)
