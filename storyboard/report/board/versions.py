"""The versions of a clip side by side: its takes and variants, shot under shot, each with what `verify` measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from storyboard.film.staging.look import looks
from storyboard.production.panels import ClipPanels, FilmPanels, Still, TakePanels
from storyboard.report.board.markup import Markup, joined, several, tag
from storyboard.report.board.records import Anchor
from storyboard.report.board.shot import pictured, shaped
from storyboard.report.board.words import code, usd
from storyboard.report.verify.words import facts, kept
from storyboard.timing import seconds


class _Version(msgspec.Struct, frozen=True):
    """A row: its name, the clip that it is of, the picture of each shot, and the take that they come from."""

    name: str
    clip: ClipPanels
    stills: Sequence[Still | None]
    take: TakePanels | None = None


def side_by_side(
    clip: ClipPanels, beside: Sequence[FilmPanels], place: Anchor, *, prices: bool, private: bool
) -> Markup:
    """The versions of a clip, nothing where there is one."""
    rows = list(_versions("", clip, private=private))
    for film in beside:
        other = next((other for other in film.clips if other.clip.index == clip.clip.index), None)
        rows += _versions(film.film.variant, other, private=private) if other is not None else ()
    if len(rows) < 2:
        return Markup("")
    most = max(len(row.clip.reel.cards) for row in rows)
    numbers = [tag("th", str(clip.first + number), scope="col") for number in range(most)]
    head = tag("thead", tag("tr", tag("td", ""), *numbers))
    body = [tag("tr", _head(row, prices=prices, private=private), *_cells(row, clip, place, most)) for row in rows]
    film = f", film {place.key[1:-1]}" if place.key else ""
    table = tag("table", head, tag("tbody", several(body)))
    box = tag(
        "div",
        table,
        class_="scroll",
        role="region",
        tabindex="0",
        aria_label=f"Side by side: clip {clip.clip.index}{film}",
    )
    return tag("section", place.heading("Side by side", below=1), box, class_="versions")


def _versions(variant: str, clip: ClipPanels, *, private: bool) -> Iterator[_Version]:
    """The takes of a clip that are there; its pictures as they are on the board where there are none."""
    if not clip.takes or not private:
        yield _Version(variant or "As written", clip, clip.stills)
        return
    for take in clip.takes:
        name = f"Take {take.number}" if take.number else "Made here"
        yield _Version(f"{variant}, {name.lower()}" if variant else name, clip, take.stills, take)


def _head(row: _Version, *, prices: bool, private: bool) -> Markup:
    parts = [tag("b", row.name)]
    take = row.take
    if take is None:
        width, height, length = row.clip.reel.width, row.clip.reel.height, row.clip.reel.duration
        parts.append(tag("span", f"{seconds(length)} s, {width}×{height}", class_="quiet"))
        return tag("th", *parts, scope="row")
    if take.used:
        parts.append(tag("span", "in the film", class_="chip"))
    verdict = take.verdict if private else None
    if verdict is not None:
        parts += verdict_lines(take)
    if prices and take.price is not None:
        parts.append(tag("span", f"{usd(take.price)} paid", class_="quiet"))
    return tag("th", *parts, scope="row")


def verdict_lines(take: TakePanels) -> list[Markup]:
    """What was measured of a take, whether it keeps its plan, and what it does not keep."""
    verdict = take.verdict
    if verdict is None:
        return []
    parts = [tag("span", "keeps its plan best", class_="chip ok")] if verdict.best else []
    if verdict.measured is not None:
        parts.append(tag("span", f"{facts(verdict)}; cuts {kept(verdict)}", class_="quiet"))
    if verdict.ok and not verdict.best:
        parts.append(tag("span", "keeps its plan", class_="chip ok"))
    parts += [tag("span", code(problem), class_="problem") for problem in verdict.problems]
    return [*parts, *(tag("span", code(note), class_="quiet") for note in verdict.notes)]


def _cells(row: _Version, clip: ClipPanels, place: Anchor, most: int) -> Iterator[Markup]:
    for at, (card, look) in enumerate(zip(row.clip.reel.cards, looks(row.clip.reel), strict=True)):
        still = row.stills[at] if at < len(row.stills) else None
        picture = pictured(still, look, row.clip.reel, place.drawings)
        parts = [tag("span", picture, class_=f"frame {shaped(row.clip.reel)}")]
        base = clip.reel.cards[at] if at < len(clip.reel.cards) else None
        if base is None or (base.action, base.dialogue) != (card.action, card.dialogue):
            said = (f"{line.name}: {line.text}" for line in card.dialogue)
            parts += [tag("span", text, class_="said", dir="auto") for text in (card.action, *said) if text.strip()]
        if base is None or (base.start, base.end) != (card.start, card.end):
            parts.append(tag("span", f"{seconds(card.start)}–{seconds(card.end)} s", class_="quiet"))
        yield tag("td", joined(parts))
    yield from (tag("td", "") for _ in range(most - len(row.clip.reel.cards)))
