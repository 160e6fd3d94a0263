"""What the page asks of storyc: a function takes what a writer has typed, and answers in JSON.

Stories are read, checked, mended and compared by the Python API, as by any program; the page itself knows no story.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

import storyboard
from storyboard.board import cards
from storyboard.film.staging.plan import shown
from storyboard.profiles import model_names
from storyboard.timing import money_number

# The pictures and sounds of the samples, which the build lays beside this file.
BESIDE = Path(__file__).resolve().parent / "beside"


class Tab:
    """A project in memory, and the story of it that is open.

    The pictures and sounds of the samples are part of every project, so that a link to a changed sample finds them.
    """

    def __init__(self) -> None:
        files = (path for path in sorted(BESIDE.rglob("*")) if path.is_file())
        self._beside: dict[str, str | bytes] = {
            path.relative_to(BESIDE).as_posix(): path.read_bytes() for path in files
        }
        self._held: dict[str, str | bytes] = {}
        self._texts: dict[str, str] = {}
        self._path = ""
        self._compiled = storyboard.compile_story(storyboard.open_text(""))
        self._compared: storyboard.Comparison | None = None

    # ---- what is open ----------------------------------------------------------------------------------------------

    def open(self, texts: str, path: str) -> None:
        """Take another project up, its texts as JSON by their paths, and open one of its stories."""
        self._texts, self._path, self._held = msgspec.json.decode(texts), path, {**self._beside}

    def turn(self, path: str) -> None:
        """Open another story of the project."""
        self._path = path

    def hold(self, path: str, data: bytes) -> None:
        """Lay a picture or a sound beside the texts."""
        self._held[path] = bytes(data)

    def write(self, path: str, text: str) -> None:
        """Give one file another text."""
        self._texts[path] = text

    # ---- what is said of it ----------------------------------------------------------------------------------------

    def check(self, variant: str = "") -> str:
        """The open story compiled: all that is wrong with it, its clips, requests, prompts, tokens and places."""
        stories = self._stories()
        if not len(stories):
            return _json({"mistakes": stories.mistakes})
        self._compiled = story = storyboard.compile_story(stories[0], storyboard.Options(variant=variant))
        self._compared = None
        return _json(
            {
                "mistakes": stories.mistakes,
                "story": story.record,
                "prompts": story.prompts,
                "tokens": [
                    (token.kind, token.line, token.column, token.end_column) for token in storyboard.tokens(story)
                ],
                "places": list(_places(story)),
                "model": _model(story),
                "variants": story.compiled.scopes[""].variants if story.compiled.scopes else (),
            }
        )

    def cards(self) -> str:
        """A picture of each shot, clip by clip, as SVG from its words alone."""
        compiled = self._compiled.compiled
        if compiled.story is None:
            return _json([])
        reels = cards.reels(compiled.clips, compiled.story.title, compiled.story.cast)
        place = compiled.sources[compiled.path].place
        return _json(
            [
                {"line": place(shot.span.start).line, "svg": str(card.svg)}
                for clip, reel in zip(compiled.clips, reels, strict=True)
                for card, shot in zip(cards.cards(reel), shown(clip), strict=True)
            ]
        )

    def models(self) -> str:
        """The names of all models that the project knows."""
        return _json(model_names(self._stories()[0].project.files))

    def compare(self, model: str) -> str:
        """The story on one more model: a row for each that was asked for since the last check, the best first.

        One at a time, so that a keystroke need not wait for all; null where the story has errors of its own.
        """
        more = storyboard.compare(self._stories(), [model])
        if isinstance(more, storyboard.Refused):  # a profile of the project's that cannot be read
            more = storyboard.Comparison(())
        if self._compared is not None:
            more = msgspec.structs.replace(more, stories=(*self._compared.stories, *more.stories))
        self._compared = more
        if more.unusable:
            return _json(None)
        return _json([_row(row) for rows in more.by_story for row in rows])

    # ---- what is made of it ----------------------------------------------------------------------------------------

    def fix(self, *, unsafe: bool) -> str:
        """The texts of the files that the story's fixes change, and how many mistakes are fixed."""
        fixed = storyboard.fix_story(self._stories()[0], unsafe=unsafe)
        return _json({"texts": fixed.texts, "fixed": fixed.fixed})

    def layout(self) -> str:
        """The open story in canonical layout."""
        return storyboard.to_json(storyboard.format_story(self._stories()[0]))

    def read(self, text: str) -> str:
        """The story that a prompt, a table, subtitles or a request are, or why they are none."""
        return storyboard.to_json(storyboard.import_text(text))

    def _stories(self) -> storyboard.Stories:
        """The open story alone, in its project; none where the project's settings cannot be used."""
        stories = storyboard.open_texts({**self._held, **self._texts})
        open_one = [msgspec.structs.replace(project, stories=(self._path,)) for project in stories.projects]
        return storyboard.Stories(open_one, stories.mistakes)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _places(story: storyboard.CompiledStory) -> list[dict[str, Any]]:
    """The lines of the open file that each clip and its shots begin at."""
    clips = story.compiled.clips
    if not clips:
        return []
    source = story.compiled.sources[story.path]
    starts = [[source.place(shot.span.start).line for shot in clip.shots] for clip in clips]
    heads = [source.place((clip.heading or clip.span).start).line for clip in clips]
    return [{"line": min([head, *lines]), "shots": lines} for head, lines in zip(heads, starts, strict=True)]


def _model(story: storyboard.CompiledStory) -> dict[str, Any]:
    """The model of the story, none where there is none such, and where its file names it, null where it does not."""
    compiled = story.compiled
    place, profile = None, compiled.profile
    if compiled.scopes and (setting := compiled.scopes[""].own.get("model")) is not None:
        profile = profile if profile is not None and profile.id == setting.value else None
        start, end = (compiled.sources[story.path].place(at) for at in (setting.span.start, setting.span.end))
        place = {"line": start.line, "column": start.column, "end_column": end.column}
    return {"id": profile.id if profile else "", "title": profile.title if profile else "", "place": place}


def _row(row: Any) -> dict[str, Any]:
    return {
        "model": row.profile.id,
        "title": row.profile.title,
        "takes": row.takes,
        "seconds": row.seconds,
        "price_usd": None if row.price is None else money_number(row.price),
        "shots": sum(clip.shots for clip in row.clips),
        "kept": sum(clip.kept for clip in row.clips),
        "losses": [
            {
                "level": loss.weight,
                "code": loss.code,
                "message": loss.message,
                "words": loss.lost.words,
                "line": loss.start.line,
                "clips": loss.clips,
            }
            for loss in row.losses
        ],
    }
