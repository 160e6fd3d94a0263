"""A clip on the page: its facts, its shots, its versions side by side, and what the model is told."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from storyboard.film.staging.look import looks
from storyboard.film.staging.plan import shown
from storyboard.film.staging.words import label
from storyboard.production.panels import ClipPanels, FilmPanels
from storyboard.report.board.markup import Markup, several, tag
from storyboard.report.board.records import Anchor, Board, Shown
from storyboard.report.board.shot import ShotPanel, article, checked, noted, pictured, shaped
from storyboard.report.board.versions import side_by_side, verdict_lines
from storyboard.report.board.words import Placed, figures, notes, shots, span, usd
from storyboard.timing import seconds


def section(board: Board, clip: ClipPanels, place: Anchor, show: Shown, findings: Placed) -> Markup:
    """The clip, under a heading of the place's level."""
    panels, compiled = board.panels, board.compiled
    own = f"{place.key}clip-{clip.clip.index}"
    # Headings count without a gap: a clip that is the whole film, and has no title, has none.
    inner = msgspec.structs.replace(place, level=place.level + _has_heading(panels, clip))
    parts = [_clip_head(board, clip, place, show, findings)]
    rows = [
        article(panel, inner, shaped(clip.reel), compiled if show.private else None)
        for panel in _shots(clip, panels, place, findings)
    ]
    parts.append(tag("ol", several(rows), class_="shots"))
    if clip.clip.closing.value.strip():
        parts.append(tag("p", clip.clip.closing.value.strip(), class_="closing", dir="auto"))
    parts.append(side_by_side(clip, board.beside, place, prices=show.prices, private=show.private))
    if show.private:
        parts += _prompts(clip)
    return tag("section", several(parts), class_="clip", id=own)


def _shots(clip: ClipPanels, panels: FilmPanels, place: Anchor, findings: Placed) -> Iterator[ShotPanel]:
    """The shots of a clip; the neighbours of each are those on the page."""
    numbers = [other.first + at for other in panels.clips for at in range(len(other.reel.cards))]
    begun = numbers.index(clip.first) if clip.reel.cards else 0
    rows = zip(shown(clip.clip), clip.reel.cards, clip.stills, looks(clip.reel), strict=True)
    for at, (shot, card, still, look) in enumerate(rows, begun):
        near = (numbers[at - 1] if at else None, numbers[at + 1] if at + 1 < len(numbers) else None)
        # Where times contradict each other the drawing shares them evenly; the page says what was written.
        written = shot.start is not None and shot.end is not None
        start, end = (shot.start or 0, shot.end or 0) if written else (card.start, card.end)
        times = (clip.begun + start, clip.begun + end)
        picture, wrong = pictured(still, look, clip.reel, place.drawings), findings.of_shot(clip.clip, shot)
        yield ShotPanel(clip.clip.index, shot, card, numbers[at], *times, near, picture, wrong)


def _has_heading(panels: FilmPanels, clip: ClipPanels) -> bool:
    return bool(panels.film.clips[1:] or clip.clip.title)


def _clip_head(board: Board, clip: ClipPanels, place: Anchor, show: Shown, findings: Placed) -> Markup:
    panels, compiled, reel = board.panels, board.compiled, clip.reel
    parts: list[Markup] = []
    if _has_heading(panels, clip):
        number = [tag("span", str(clip.clip.index), class_="no")] if panels.film.clips[1:] else []
        heading = place.heading(*number, tag("span", clip.called(place.language), dir="auto"))
        facts: list[str] = [
            figures(span(clip.begun, clip.begun + reel.duration)),
            figures(f"{seconds(reel.duration)} s"),
        ]
        facts.append(shots(len(reel.cards), place.language))
        if reel.duration > reel.planned:
            facts.append(f"{label('unplanned', place.language)}: {seconds(reel.duration - reel.planned)}")
        if show.prices and clip.requests:
            price = usd(clip.requests[0].price)
            facts.append(figures(f"{len(clip.requests)} × {price}" if len(clip.requests) > 1 else price))
        listed = tag("ul", *(tag("li", fact) for fact in facts), class_="facts")
        parts.append(tag("div", heading, listed, class_="cliptop"))
    whole = compiled.story.overview.value if compiled.story is not None else ""
    overview = clip.clip.overview.value.removeprefix(whole).strip()
    if overview and panels.film.clips[1:]:
        parts.append(tag("p", overview, class_="overview", dir="auto"))
    if show.private:
        said = notes([clip.clip.overview, clip.clip.closing], compiled)
        known = set(notes([compiled.story.overview], compiled)) if compiled.story is not None else set[str]()
        parts += [noted(note for note in said if note not in known), checked(findings.of_clip(clip.clip))]
        if len(clip.takes) == 1 and clip.takes[0].verdict is not None:
            parts.append(tag("p", *verdict_lines(clip.takes[0]), class_="verdict"))
    return tag("header", several(parts), class_="cliphead") if any(parts) else Markup("")


def _prompts(clip: ClipPanels) -> Iterator[Markup]:
    """What the model is told; takes that are told the same stand together."""
    for prompt in dict.fromkeys(request.prompt for request in clip.requests):
        told_to = next(request.profile for request in clip.requests if request.prompt == prompt)
        summary = tag("summary", "Prompt ", tag("span", told_to, class_="quiet"))
        yield tag("details", summary, tag("pre", prompt, dir="auto"), class_="prompt")
