"""Before and after: the clips that have changed, their shots side by side, and what went and came in their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import msgspec

from storyboard.board.stills import Drawings
from storyboard.film.staging.look import Look, looks
from storyboard.film.staging.plan import FIELDS, Card, Reel, shown
from storyboard.production.panels import ClipPanels, FilmPanels, Still
from storyboard.project.comparing import ComparedStories
from storyboard.project.diff import Version, Word
from storyboard.project.diff.shots import differing, paired, seen
from storyboard.project.diff.words import ComparedPart, shortened
from storyboard.project.diff.words import compared as compared_words
from storyboard.records.diff import Diff, DiffClip
from storyboard.report.board.film import drawn, shapes
from storyboard.report.board.markup import Markup, document, joined, several, tag, words
from storyboard.report.board.records import Shown
from storyboard.report.board.shot import pictured, shaped
from storyboard.report.board.style import style
from storyboard.report.board.words import code, span, usd
from storyboard.report.diff.counts import telling
from storyboard.report.drawing.words import count
from storyboard.timing import micro, seconds

Films = Mapping[tuple[str, str], FilmPanels]


class _Seen(msgspec.Struct, frozen=True):
    """A shot on one side: its number and start in the film, its words, and its picture or how it is drawn."""

    number: int
    start: int
    card: Card
    reel: Reel
    still: Still | None
    look: Look

    @property
    def lasts(self) -> int:
        """Its milliseconds."""
        return self.card.end - self.card.start


_Pair = tuple[_Seen | None, _Seen | None]


def render(compared: ComparedStories, before: Films, after: Films, show: Shown, title: str, revision: str) -> str:
    """The page of what has changed since a revision; the films of both sides by story and variant."""
    before, after = (
        {home: drawn(film) for home, film in before.items()},
        {home: drawn(film) for home, film in after.items()},
    )
    blocks: list[Markup] = []
    drawings = Drawings()
    record = compared.record
    rows = zip(compared.changes, record.clips, strict=True)
    homes = [(home, list(group)) for home, group in groupby(rows, key=lambda row: row[0].home)]
    for home, group in homes:
        sections: list[Markup] = []
        for change, clip in group:
            pairs = _pairs(_side(change.before, before), _side(change.after, after))
            if telling(clip) or pairs:
                sections.append(_change(clip, pairs, show, drawings, 2 if len(homes) == 1 else 3))
        if sections:
            blocks += [tag("h2", home, class_="story")] if len(homes) > 1 else []
            blocks += sections
    facts = _totals(record, show, len([block for block in blocks if block.startswith("<section")]))
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


def _totals(record: Diff, show: Shown, shown: int) -> Iterator[str]:
    yield f"{shown} of {count(len(record.clips), 'clip')} changed" if shown else "no clip changed"
    if show.prices and record.total_usd:
        yield usd(micro(record.total_usd))
        if record.unpaid_usd != record.total_usd:
            yield f"{usd(micro(record.unpaid_usd))} where the old clips are paid for"


def _side(version: Version | None, films: Films) -> ClipPanels | None:
    """A clip on one side, as its film shows it."""
    film = films.get((version.story, version.variant)) if version is not None else None
    if film is None or version is None:
        return None
    return next((clip for clip in film.clips if clip.clip.index == version.clip.index), None)


def _pairs(old: ClipPanels | None, new: ClipPanels | None) -> list[_Pair]:
    """The shots that are seen to differ, each with what it was."""
    became = paired(shown(old.clip), shown(new.clip)) if old is not None and new is not None else {}
    was, now = ([] if clip is None else list(_seen(clip)) for clip in (old, new))
    rows = differing(_pictured(old), _pictured(new), became)
    return [(None if a is None else was[a], None if b is None else now[b]) for a, b in rows]


def _pictured(clip: ClipPanels | None) -> list[object]:
    """What is seen of each shot of a clip: where it has a picture, that is seen and no drawing."""
    if clip is None:
        return []
    shots = seen(msgspec.structs.replace(clip.reel, before=None))
    return [(shot.size, shot.card, still or shot.look) for shot, still in zip(shots, clip.stills, strict=True)]


def _seen(clip: ClipPanels) -> Iterator[_Seen]:
    rows = zip(clip.reel.cards, clip.stills, looks(clip.reel), strict=True)
    for at, (card, still, look) in enumerate(rows):
        yield _Seen(clip.first + at, clip.begun + card.start, card, clip.reel, still, look)


def _change(change: DiffClip, pairs: Sequence[_Pair], show: Shown, drawings: Drawings, level: int) -> Markup:
    facts = [tag("li", change.change if telling(change) else "other pictures")]
    if show.prices and change.price_usd:
        facts.append(tag("li", usd(micro(change.price_usd))))
    clip = change.clip
    named = f"{clip.title or 'Clip'}{f' ({change.variant})' if change.variant else ''}"
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
    yield from _marked(shortened(compared_words(word.before, word.after)))


def _marked(parts: Sequence[ComparedPart], side: str = "-+") -> Iterator[Markup]:
    """The parts of a text, of what went and came those of a side."""
    for part in parts:
        if part.sign == " ":
            yield words(part.text)
        elif part.sign in side:
            yield tag("del" if part.sign == "-" else "ins", part.text)


def _pair(old: _Seen | None, new: _Seen | None, change: DiffClip, drawings: Drawings) -> Markup:
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
        text = list(_marked(compared_words(*pair), sign))
    parts.append(tag("p", *text, class_="words action", dir="auto"))
    return tag("div", several(parts), class_="side")


def _said(card: Card) -> str:
    """All words of a shot, one line each."""
    lines = [card.action]
    lines += [f"{line.name}{f' ({line.manner})' if line.manner else ''}: {line.text}" for line in card.dialogue]
    lines += [f"{field}: {getattr(card, field)}" for field in FIELDS if getattr(card, field)]
    return "\n".join(line for line in lines if line.strip())
