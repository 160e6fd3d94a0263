"""A film on the page: its facts, its timeline, the film itself, its cast, and its clips with their shots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from storyboard.board.stills import Drawings
from storyboard.exchange.exporters import load
from storyboard.film.staging.continuity import continued
from storyboard.film.staging.lines import is_rtl
from storyboard.film.staging.look import language_for, looks
from storyboard.film.staging.plan import Reel
from storyboard.film.staging.words import head, label
from storyboard.production.panels import ClipPanels, FilmPanels
from storyboard.report.board.clip import section
from storyboard.report.board.markup import Markup, data_uri, several, tag
from storyboard.report.board.records import Anchor, Board, Shown
from storyboard.report.board.shot import checked, noted, pictured
from storyboard.report.board.words import Placed, figures, notes, shots, span, usd
from storyboard.timing import minutes

_STRIP = 72  # shots of a timeline; more of them are too narrow to be read or hit, and their clips stand for them


def language_of(board: Board) -> str:
    """The language of a film's words."""
    clips = board.panels.clips
    return language_for(clips[0].reel) if clips else "en"


def drawn(film: FilmPanels) -> FilmPanels:
    """The film with what each clip has from the whole of it, as its people."""
    reels = continued([clip.reel for clip in film.clips])
    pairs = zip(film.clips, reels, strict=True)
    return msgspec.structs.replace(film, clips=tuple(msgspec.structs.replace(clip, reel=reel) for clip, reel in pairs))


def film(board: Board, place: Anchor, show: Shown) -> Markup:
    """The film, under a heading of the place's level."""
    panels, language = drawn(board.panels), place.language
    board = msgspec.structs.replace(board, panels=panels, beside=tuple(map(drawn, board.beside)))
    findings = Placed(board.compiled, (clip.clip for clip in panels.clips), prices=show.prices)
    inner = msgspec.structs.replace(place, level=place.level + 1)
    parts = [_cover(board, place, show, findings)]
    parts += [_timeline(panels, place)] if panels.shots > 1 else []
    parts += [_movie(board, place)] if panels.movie else []
    parts += [_cast(board, inner, show)] if panels.film.cast else []
    clips = [section(board, clip, inner, show, findings) for clip in panels.clips]
    tall = " tall" if panels.clips and panels.clips[0].reel.height > panels.clips[0].reel.width else ""
    parts.append(tag("div", several(clips), class_=f"clips{tall}", id=f"{place.key}shots"))
    side = "rtl" if is_rtl(label("one_shot", language)) else None
    return tag("article", several(parts), class_="film", lang=language, dir=side, aria_labelledby=f"{place.key}title")


def _cover(board: Board, place: Anchor, show: Shown, findings: Placed) -> Markup:
    panels, compiled = board.panels, board.compiled
    title = place.heading(panels.film.title, id=f"{place.key}title", dir="auto")
    parts = [tag("p", "Storyboard", class_="kicker"), title, tag("ul", *_facts(panels, place, show), class_="facts")]
    overview = compiled.story.overview if compiled.story is not None else None
    if overview is not None and overview.value.strip():
        parts.append(tag("p", overview.value.strip(), class_="overview", dir="auto"))
    if show.private:
        parts.append(noted(notes([overview], compiled)) if overview is not None else Markup(""))
        parts.append(checked(findings.of_story()))
    return tag("header", several(parts), class_="cover")


def _facts(panels: FilmPanels, place: Anchor, show: Shown) -> Iterator[Markup]:
    requests = [request for clip in panels.clips for request in clip.requests]
    yield tag("li", shots(panels.shots, place.language))
    if len(panels.clips) > 1:
        yield tag("li", label("clips", place.language, len(panels.clips)))
    yield tag("li", minutes(panels.length))
    yield from (tag("li", figures(f"{wide}×{high}")) for wide, high in dict.fromkeys(map(_size, panels.clips)))
    if show.prices and requests:
        price, paid = sum(request.price for request in requests), sum(_paid(clip) for clip in panels.clips)
        takes = f" for {len(requests)} takes" if len(requests) > len(panels.clips) else ""
        yield tag("li", figures(f"{usd(price)}{takes}"))
        if paid:
            yield tag("li", figures(f"{usd(paid)} paid"))
    if show.private and requests:
        yield from (tag("li", profile) for profile in dict.fromkeys(request.profile for request in requests))


def _size(clip: ClipPanels) -> tuple[int, int]:
    return clip.reel.width, clip.reel.height


def _paid(clip: ClipPanels) -> int:
    return sum(take.price or 0 for take in clip.takes)


def _timeline(panels: FilmPanels, place: Anchor) -> Markup:
    """The film's time from left to right, each shot or clip as long as it is."""
    clips: list[Markup] = []
    fine = panels.shots <= _STRIP
    for clip in panels.clips:
        cards = clip.reel.cards if fine else ()
        bars = [
            tag(
                "li",
                tag("a", str(clip.first + at), href=f"#{place.key}shot-{clip.first + at}", aria_label=_named(clip, at)),
                class_=f"g{card.end - card.start}",
            )
            for at, card in enumerate(cards)
        ]
        if not fine:
            name = f"{clip.clip.index} {clip.clip.title}".strip()
            bars = [
                tag(
                    "li",
                    tag(
                        "a", str(clip.clip.index), href=f"#{place.key}clip-{clip.clip.index}", aria_label=f"Clip {name}"
                    ),
                    class_=f"g{clip.reel.duration}",
                )
            ]
        elif clip.reel.duration > clip.reel.planned and cards:
            bars.append(tag("li", class_=f"unused g{clip.reel.duration - clip.reel.planned}"))
        clips.append(tag("li", tag("ol", *bars), class_=f"g{clip.reel.duration}"))
    ends = tag("p", tag("span", minutes(0)), tag("span", minutes(panels.length)), class_="ends", aria_hidden="true")
    return tag(
        "nav", tag("ol", several(clips)), ends, class_="timeline", aria_label=f"Timeline {place.key[1:-1]}".strip()
    )


def lengths(panels: FilmPanels) -> Iterator[int]:
    """The milliseconds of all parts of a timeline."""
    for clip in panels.clips:
        yield clip.reel.duration
        yield clip.reel.duration - clip.reel.planned
        yield from (card.end - card.start for card in clip.reel.cards)


def shapes(panels: FilmPanels) -> Iterator[tuple[int, int]]:
    """The shapes of a film's pictures."""
    yield from map(_size, panels.clips)


def _named(clip: ClipPanels, at: int) -> str:
    card = clip.reel.cards[at]
    return f"Shot {clip.first + at}, {span(clip.begun + card.start, clip.begun + card.end)}"


def _movie(board: Board, place: Anchor) -> Markup:
    panels = board.panels
    tracks: list[Markup] = []
    if not panels.film.variant:
        spoken = load("vtt").render(board.compiled)
        if "-->" in spoken:
            source = data_uri(spoken.encode("utf-8", "replace"), "text/vtt")
            tracks = [tag("track", kind="captions", srclang=place.language, label="Captions", src=source)]
    video = tag(
        "video",
        *tracks,
        controls=True,
        preload="metadata",
        src=data_uri(panels.movie, "video/mp4"),
        aria_label=f"{panels.film.title}, the film",
    )
    return tag("figure", video, class_="movie")


def _cast(board: Board, place: Anchor, show: Shown) -> Markup:
    rows: list[Markup] = []
    for member in board.panels.film.cast.values():
        looks = [tag("dd", member.look.value, dir="auto")] if member.look is not None else []
        looks += [tag("dd", tag("i", f"{state}: "), look.value, dir="auto") for state, look in member.states.items()]
        texts = [text for text in (member.look, *member.states.values()) if text is not None]
        if show.private and (said := noted(notes(texts, board.compiled))):
            looks.append(tag("dd", said))
        rows.append(tag("div", tag("dt", member.name), *(looks or [tag("dd", "")])))
    return tag("section", place.heading(head("cast", place.language)), tag("dl", several(rows)), class_="cast")


def posters(boards: Sequence[Board], drawings: Drawings) -> Iterator[tuple[Board, Reel, Markup]]:
    """The first picture of each film that has one."""
    for board in boards:
        clip = next(iter(drawn(board.panels).clips), None)
        if clip is not None and clip.reel.cards:
            yield board, clip.reel, pictured(clip.stills[0], looks(clip.reel)[0], clip.reel, drawings)
