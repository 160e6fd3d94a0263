"""A shot on the page: its picture, its number and times in the film, its words, and what there is to know of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from storyboard.board.stills import Drawings
from storyboard.compiler.pipeline import Compiled
from storyboard.diagnostics import Diagnostic
from storyboard.film.staging.lines import has_italics, in_quotes
from storyboard.film.staging.look import Look
from storyboard.film.staging.plan import FIELDS, Card, Reel
from storyboard.film.staging.words import head
from storyboard.language.story import Shot
from storyboard.production.panels import Still
from storyboard.report.board.markup import Markup, data_uri, joined, several, tag
from storyboard.report.board.records import Anchor
from storyboard.report.board.words import code, notes, shot_texts, span
from storyboard.system.secrets import mask
from storyboard.timing import seconds


class ShotPanel(msgspec.Struct, frozen=True):
    """A shot as the page shows it: `number`, `start` and `end` count through the film, `near` are its neighbours."""

    clip: int
    shot: Shot
    card: Card
    number: int
    start: int
    end: int
    near: tuple[int | None, int | None]
    picture: Markup
    findings: Sequence[Diagnostic] = ()


def shaped(drawn: Reel) -> str:
    """The class of pictures that have the film's shape."""
    return f"r{drawn.width}x{drawn.height}"


def pictured(still: Still | None, look: Look, drawn: Reel, drawings: Drawings) -> Markup:
    """A still, or the drawing that stands for it."""
    if still is None:
        return Markup(mask(drawings.of(look, drawn)))
    return tag("img", src=data_uri(still.data, still.kind), alt="", decoding="sync")


def article(panel: ShotPanel, place: Anchor, shape: str, compiled: Compiled | None) -> Markup:
    """The shot; a link on its picture shows it large. `compiled` lends what is private."""
    own = f"{place.key}shot-{panel.number}"
    title = panel.card.title
    heading = place.heading(
        tag("span", "Shot ", class_="vh"),
        tag("span", str(panel.number), class_="no"),
        *([tag("span", title, class_="title", dir="auto")] if title else []),
    )
    time = tag(
        "p", tag("b", span(panel.start, panel.end)), f" {seconds(panel.end - panel.start)} s", class_="time", dir="ltr"
    )
    large = tag("span", f"Shot {panel.number}: show it large", class_="vh")
    picture = tag("a", panel.picture, large, class_=f"frame {shape}", href=f"#{own}")
    parts = [picture, tag("header", heading, time), tag("div", *_words(panel, place, compiled), class_="words")]
    return tag("li", tag("article", several([*parts, _steps(panel, place)])), class_="shot", id=own)


def _steps(panel: ShotPanel, place: Anchor) -> Markup:
    """The links of a shot that is shown large."""
    links = [
        tag("a", text, href=f"#{place.key}shot-{number}", rel=rel)
        for text, rel, number in zip(("Previous", "Next"), ("prev", "next"), panel.near, strict=True)
        if number is not None
    ]
    return tag(
        "nav",
        *links,
        tag("a", "Close", href=f"#{place.key}clip-{panel.clip}"),
        class_="steps",
        aria_label=f"From shot {panel.number}",
    )


def _words(panel: ShotPanel, place: Anchor, compiled: Compiled | None) -> Iterator[Markup]:
    yield from spoken_and_done(panel.card, place.language)
    fields = [(key, getattr(panel.card, key).strip()) for key in FIELDS]
    rows = [joined((tag("dt", head(key, place.language)), tag("dd", text, dir="auto"))) for key, text in fields if text]
    if rows:
        yield tag("dl", *rows, class_="fields")
    if compiled is not None:
        yield noted(notes(shot_texts(panel.shot), compiled))
        yield checked(panel.findings)


def spoken_and_done(card: Card, language: str) -> Iterator[Markup]:
    """What happens in a shot, and what is said."""
    if card.action.strip():
        yield tag("p", card.action.strip(), class_="action", dir="auto")
    for line in card.dialogue:
        who = tag("b", line.name)
        manner = tag("span", f" {line.manner}", class_="manner") if line.manner else Markup("")
        slant = " slant" if has_italics(line.text) else ""
        said = tag("p", in_quotes(line.text, language), class_=f"line{slant}", dir="auto")
        yield tag("div", tag("p", who, manner, class_="who", dir="auto"), said, class_="speech")


def noted(texts: Iterable[str]) -> Markup:
    """Notes to colleagues, which are seen when they are asked for."""
    items = [tag("li", text, dir="auto") for text in texts]
    return tag("ul", *items, class_="notes") if items else Markup("")


def checked(findings: Sequence[Diagnostic]) -> Markup:
    """What `check` says."""
    return tag("ul", *map(_finding, findings), class_="checks") if findings else Markup("")


def _finding(diagnostic: Diagnostic) -> Markup:
    finding, level = diagnostic.finding, str(diagnostic.level)
    head = tag("p", tag("b", level), " ", code(finding.message), tag("span", f" {diagnostic.code}", class_="code"))
    return tag("li", head, *([tag("p", code(finding.help), class_="help")] if finding.help else []), class_=level)
