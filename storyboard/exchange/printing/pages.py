"""The words and pictures of a film as its printed pages take them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Any

import msgspec

from storyboard.board.picture import picture
from storyboard.board.svg import element
from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.lists import speeches
from storyboard.exchange.printing.fonts import FAMILIES
from storyboard.exchange.printing.records import Print
from storyboard.exchange.timelines.rates import FrameRate, story_rate
from storyboard.film.staging.continuity import continued
from storyboard.film.staging.lines import has_italics, in_quotes, is_rtl
from storyboard.film.staging.look import Look, language_for, looks
from storyboard.film.staging.plan import FIELDS, Card, Reel
from storyboard.film.staging.words import head, label
from storyboard.production.panels import ClipPanels, FilmPanels, Still, bare
from storyboard.production.records import FilmOrder
from storyboard.timing import minutes, seconds

_WIDTH = 640
_TITLE = 70  # letters of the title at the head of each page
_PAPERS = {"a4": "a4", "letter": "us-letter"}
_CJK = {"ja": "Noto Sans CJK JP", "ko": "Noto Sans CJK KR"}
_LABELS = {"board": "board", "shots": "shot_list", "dialogue": "dialogue_list", "silent": "silent"}
_COLUMNS = ("number", "time", "length", "a_shot", "speech")
_SPOKEN = ("a_shot", "time", "who", "said")


def pages(
    films: Sequence[FilmPanels], compiled: Compiled, wanted: Print
) -> tuple[dict[str, Any], dict[str, bytes]]:  # fmt: skip
    """What the pages of a story's films say, and their pictures by name."""
    pictures: dict[str, bytes] = {}
    printed = [_film(film, compiled, pictures if "board" in wanted.parts else None) for film in films]
    language = printed[0]["language"] if printed else "en"
    return {
        "films": printed,
        "labels": _labels(language) | {"more": label("more", language) if "shots" in wanted.parts else "…"},
        "fonts": [FAMILIES[0], *([_CJK[language]] if language in _CJK else []), *FAMILIES[1:]],
        "paper": _PAPERS[wanted.paper],
        "landscape": wanted.landscape,
        "grid": wanted.grid,
        "parts": wanted.parts,
    }, pictures


def _labels(language: str) -> dict[str, Any]:
    """What the pages say of themselves in a language."""
    manner = ", ".join(head(key, language) for key in ("camera", "light", "sound"))
    return {
        **{name: label(key, language) for name, key in _LABELS.items()},
        "columns": [*(label(key, language) for key in _COLUMNS), manner],
        "spoken": [label(key, language) for key in _SPOKEN],
    }


def _film(panels: FilmPanels, compiled: Compiled, pictures: dict[str, bytes] | None) -> dict[str, Any]:
    """A film as its pages say it; its shots have no pictures where there is no place for them."""
    reels = list(continued([clip.reel for clip in panels.clips]))
    clips = [msgspec.structs.replace(clip, reel=drawn) for clip, drawn in zip(panels.clips, reels, strict=True)]
    language = language_for(reels[0]) if reels else "en"
    rate, count = story_rate(compiled), len(panels.film.clips)
    shots = [shot for clip in clips for shot in _shots(clip, count, language, rate, pictures)]
    above = ""  # an overview stands where it is another one than before
    for shot in shots:
        overview = shot["clip"]["overview"]
        shot["clip"]["overview"] = _run("") if overview["text"] == above else overview
        above = overview["text"]
    first = reels[0] if reels else None
    facts = [label("one_shot", language) if len(shots) == 1 else label("shots", language, len(shots))]
    facts += [label("clips", language, len(clips))] if len(clips) > 1 else []
    facts += [f"{seconds(panels.length)} s", *([f"{first.width}×{first.height}"] if first is not None else [])]
    numbers = {shot["number"] for shot in shots}
    own = msgspec.structs.replace(compiled, clips=panels.film.clips)  # a variant may say other words
    return {
        "title": panels.film.title,
        "language": language,
        "heading": _run(shorten(panels.film.title, _TITLE, placeholder=" …")),
        "facts": "   ·   ".join(facts),
        "note": panels.film.variant,
        "shape": first.width / first.height if first is not None else 16 / 9,
        "shots": shots,
        "speech": [
            {
                "number": row.film_number,
                "code": rate.code_at(row.start),
                "name": row.name,
                "manner": row.manner,
                "said": _run(row.text),
            }
            for row in speeches(own)
            if row.film_number in numbers
        ],
    }


def _shots(
    panel: ClipPanels, count: int, language: str, rate: FrameRate, pictures: dict[str, bytes] | None
) -> Iterator[dict[str, Any]]:
    drawn = panel.reel
    title = panel.called(language) if panel.clip.title or count > 1 else ""
    rows = zip(drawn.cards, looks(drawn), panel.stills, strict=True)
    for at, (card, look, still) in enumerate(rows):
        start, end = panel.begun + card.start, panel.begun + card.end
        yield {
            "number": panel.first + at,
            "title": _run(card.title),
            "begins": _run(" · ".join(filter(None, (title, card.title))) if at == 0 and count > 1 else ""),
            "time": f"{minutes(start)}–{minutes(end)}",
            "code": [rate.code_at(start), rate.code_at(end)],
            "length": f"{seconds(card.end - card.start)} s",
            "picture": _named(still, look, drawn, pictures) if pictures is not None else "",
            "alt": (card.title or card.action)[:200],
            "action": _run(card.action),
            "dialogue": _speeches(card, language),
            "fields": [
                {"name": head(key, language), "said": _run(getattr(card, key))}
                for key in FIELDS
                if getattr(card, key).strip()
            ],
            "clip": {
                "first": at == 0,
                "last": at == len(drawn.cards) - 1,
                "title": _run(title),
                "facts": f"{seconds(drawn.duration)} s   {panel.clip.size}",
                "overview": _run(panel.clip.overview.value),
                "closing": _run(panel.clip.closing.value),
            },
        }


def _speeches(card: Card, language: str) -> list[dict[str, Any]]:
    return [
        {
            "name": line.name,
            "manner": line.manner,
            "said": _run(in_quotes(line.text, language)),
            "slant": has_italics(line.text),
        }
        for line in card.dialogue
    ]


def _run(text: str) -> dict[str, Any]:
    """A stretch of words with the direction of its script."""
    return {"text": text.strip(), "rtl": is_rtl(text)}


def _named(still: Still | None, look: Look, drawn: Reel, pictures: dict[str, bytes]) -> str:
    """The name of a shot's picture, which is put among the others."""
    if still is not None:
        data, suffix = still.data, still.kind.rpartition("/")[2]
    else:
        high = round(_WIDTH * drawn.height / drawn.width)
        inner = picture(look, float(_WIDTH), float(high), "p")
        box = f"0 0 {_WIDTH} {high}"
        data = element("svg", inner, xmlns="http://www.w3.org/2000/svg", viewBox=box).encode()
        suffix = "svg"
    name = f"{hashlib.sha256(data).hexdigest()[:16]}.{suffix}"
    pictures[name] = data
    return name


def of_text(compiled: Compiled) -> FilmPanels:
    """A story's film of which nothing is looked up: each shot is drawn from its words."""
    cast = compiled.story.cast if compiled.story is not None else {}
    film = FilmOrder(compiled.path, "", compiled.title, compiled.clips, (), (), cast)
    return bare(film)
