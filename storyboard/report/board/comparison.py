"""Before and after: the clips that have changed, their shots side by side, and what went and came in their words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby

import msgspec

from storyboard.board.stills import Drawings
from storyboard.film.staging.look import Look, looks
from storyboard.film.staging.plan import FIELDS, Card, Reel
from storyboard.production.panels import ClipPanels, FilmPanels, Still
from storyboard.project.diff import Change, Version, Word
from storyboard.project.diff.words import ComparedPart, compared, shortened
from storyboard.report.board.film import drawn, shapes
from storyboard.report.board.markup import Markup, document, joined, several, tag, words
from storyboard.report.board.records import Shown
from storyboard.report.board.shot import pictured, shaped
from storyboard.report.board.style import style
from storyboard.report.board.words import code, span, usd
from storyboard.report.drawing.words import count
from storyboard.timing import seconds

Films = Mapping[tuple[str, str], FilmPanels]


class _Seen(msgspec.Struct, frozen=True):
    """A shot on one side: its number and start in the film, its words, its picture, the mark by which it is known."""

    number: int
    start: int
    card: Card
    reel: Reel
    still: Still | None
    look: Look
    mark: str

    @property
    def lasts(self) -> int:
        """Its milliseconds."""
        return self.card.end - self.card.start


_Pair = tuple[_Seen | None, _Seen | None]


def render(changes: Sequence[Change], before: Films, after: Films, show: Shown, title: str, revision: str) -> str:
    """The page of what has changed since a revision; the films of both sides by story and variant."""
    before, after = (
        {home: drawn(film) for home, film in before.items()},
        {home: drawn(film) for home, film in after.items()},
    )
    blocks: list[Markup] = []
    drawings = Drawings()
    homes = [(home, list(group)) for home, group in groupby(changes, key=lambda change: change.home)]
    for home, group in homes:
        sections: list[Markup] = []
        for change in group:
            pairs = _pairs(_side(change.before, before), _side(change.after, after))
            if change.tells or pairs:
                sections.append(_change(change, pairs, show, drawings, 2 if len(homes) == 1 else 3))
        if sections:
            blocks += [tag("h2", home, class_="story")] if len(homes) > 1 else []
            blocks += sections
    facts = _totals(changes, show, len([block for block in blocks if block.startswith("<section")]))
    cover = tag(
        "header",
        tag("p", f"Since {revision}", class_="kicker"),
        tag("h1", title, dir="auto"),
        tag("ul", *(tag("li", fact) for fact in facts), class_="facts"),
        class_="cover",
    )
    if not blocks:
        blocks = [tag("p", "Nothing in the film has changed.", class_="overview")]
    films = (*before.values(), *after.values())
    sheet = style((), (shape for film in films for shape in shapes(film)), title)
    return document(
        f"{title} – since {revision}", sheet, tag("main", cover, tag("div", several(blocks), class_="clips")), "en"
    )


def _totals(changes: Sequence[Change], show: Shown, shown: int) -> Iterator[str]:
    yield f"{shown} of {count(len(changes), 'clip')} changed" if shown else "no clip changed"
    price, unpaid = sum(change.price for change in changes), sum(change.unpaid for change in changes)
    if show.prices and price:
        yield usd(price)
        if unpaid != price:
            yield f"{usd(unpaid)} where the old clips are paid for"


def _side(version: Version | None, films: Films) -> list[_Seen]:
    """The shots of a clip on one side."""
    film = films.get((version.story, version.variant)) if version is not None else None
    clip = (
        next((clip for clip in film.clips if version is not None and clip.clip.index == version.clip.index), None)
        if film
        else None
    )
    return [] if clip is None else list(_seen(clip))


def _seen(clip: ClipPanels) -> Iterator[_Seen]:
    rows = zip(clip.reel.cards, clip.stills, looks(clip.reel), strict=True)
    for at, (card, still, look) in enumerate(rows):
        said = [card.title, card.action, *(getattr(card, field) for field in FIELDS)]
        lines = [(line.name, line.manner, line.text) for line in card.dialogue]
        mark = json.dumps([said, lines])
        yield _Seen(clip.first + at, clip.begun + card.start, card, clip.reel, still, look, mark)


def _pairs(old: Sequence[_Seen], new: Sequence[_Seen]) -> list[_Pair]:
    """The shots that differ, each with what it was; what is the same on both sides is left out."""
    pairs: list[_Pair] = []
    matcher = SequenceMatcher(None, [shot.mark for shot in old], [shot.mark for shot in new], autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        most = max(b - a, d - c)
        left: list[_Seen | None] = [*old[a:b], *[None] * (most - (b - a))]
        right: list[_Seen | None] = [*new[c:d], *[None] * (most - (d - c))]
        pairs += zip(left, right, strict=True)
    return [pair for pair in pairs if not _same(*pair)]


def _same(old: _Seen | None, new: _Seen | None) -> bool:
    if old is None or new is None:
        return False
    # A drawing follows from the words.
    return (old.mark, old.lasts, old.still) == (new.mark, new.lasts, new.still)


def _change(change: Change, pairs: Sequence[_Pair], show: Shown, drawings: Drawings, level: int) -> Markup:
    facts = [tag("li", change.became if change.tells else "other pictures")]
    if show.prices and change.price:
        facts.append(tag("li", usd(change.price)))
    clip, variant = change.version.clip, change.version.variant
    named = f"{clip.title or 'Clip'}{f' ({variant})' if variant else ''}"
    heading = tag(f"h{level}", tag("span", str(clip.index), class_="no"), tag("span", named, dir="auto"))
    head = [tag("div", heading, tag("ul", *facts, class_="facts"), class_="cliptop")]
    if change.words and show.private:
        head.append(tag("ul", *(tag("li", *_word(word), dir="auto") for word in change.words), class_="what"))
    rows = [_pair(old, new, change, drawings) for old, new in pairs]
    body = [tag("header", several(head), class_="cliphead")]
    body += [tag("div", several(rows), class_="pairs")] if rows else []
    return tag("section", several(body), class_="clip change")


def _word(word: Word) -> Iterator[Markup]:
    """One thing that changed, in words."""
    if word.kind == "phrase":
        yield code(word.what)
        return
    yield joined((tag("b", word.what), words(": ")))
    if word.kind == "value":
        yield words(f"{word.before} → {word.after}")
        return
    yield from _marked(shortened(compared(word.before, word.after)))


def _marked(parts: Sequence[ComparedPart], side: str = "-+") -> Iterator[Markup]:
    """The parts of a text, of what went and came those of a side."""
    for part in parts:
        if part.sign == " ":
            yield words(part.text)
        elif part.sign in side:
            yield tag("del" if part.sign == "-" else "ins", part.text)


def _pair(old: _Seen | None, new: _Seen | None, change: Change, drawings: Drawings) -> Markup:
    if change.before is None or change.after is None:
        return tag("div", _shot(new or old, None, "+" if new else "-", "", drawings), class_="pair single")
    sides = (_shot(old, new, "-", "Before", drawings), _shot(new, old, "+", "After", drawings))
    return tag("div", several(sides), class_="pair")


def _shot(shot: _Seen | None, other: _Seen | None, sign: str, label: str, drawings: Drawings) -> Markup:
    """A shot of one side, with what its words have not in common with the other's."""
    parts = [tag("p", label, class_="label")] if label else []
    if shot is None:
        gone = "no such shot yet" if sign == "-" else "this shot is gone"
        return tag("div", *parts, tag("p", gone, class_="nothing"), class_="side")
    picture = pictured(shot.still, shot.look, shot.reel, drawings)
    parts.append(tag("span", picture, class_=f"frame {shaped(shot.reel)}"))
    time = tag("span", span(shot.start, shot.start + shot.lasts), class_="quiet")
    lasts = f"{seconds(shot.lasts)} s"
    changed = other is not None and other.lasts != shot.lasts
    parts.append(
        tag(
            "p",
            tag("span", str(shot.number), class_="no"),
            time,
            tag("ins" if sign == "+" else "del", lasts) if changed else tag("span", lasts, class_="quiet"),
            class_="head",
        )
    )
    mine, theirs = _said(shot.card), _said(other.card) if other is not None else None
    if theirs is None or theirs == mine:
        text = [words(mine)]
    else:
        pair = (mine, theirs) if sign == "-" else (theirs, mine)
        text = list(_marked(compared(*pair), sign))
    parts.append(tag("p", *text, class_="words action", dir="auto"))
    return tag("div", several(parts), class_="side")


def _said(card: Card) -> str:
    """All words of a shot, one line each."""
    lines = [card.action]
    lines += [f"{line.name}{f' ({line.manner})' if line.manner else ''}: {line.text}" for line in card.dialogue]
    lines += [f"{field}: {getattr(card, field)}" for field in FIELDS if getattr(card, field)]
    return "\n".join(line for line in lines if line.strip())
