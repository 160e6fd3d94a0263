"""The page of a board: one film, or several with a list of them before."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.board.stills import Drawings
from storyboard.diagnostics import Level
from storyboard.report.board.film import film, language_of, lengths, posters, shapes
from storyboard.report.board.markup import Markup, document, several, tag
from storyboard.report.board.records import Anchor, Board, Shown
from storyboard.report.board.shot import shaped
from storyboard.report.board.style import style
from storyboard.report.board.words import shots, usd
from storyboard.report.drawing.words import count
from storyboard.timing import minutes


def render(boards: Sequence[Board], show: Shown, title: str = "") -> str:
    """The page of these films; `title` is that of several. The same films give the same bytes."""
    alone = len(boards) == 1
    name = boards[0].panels.film.title if alone else title or "Storyboards"
    language = language_of(boards[0]) if alone else "en"
    drawings = Drawings()
    contents = Markup("") if alone else _contents(boards, name, show, drawings)
    films = [
        film(board, Anchor("" if alone else f"f{number}-", 1 if alone else 2, language_of(board), drawings), show)
        for number, board in enumerate(boards, 1)
    ]
    skip = tag("a", "Skip to the shots", href="#shots" if alone else "#f1-shots", class_="skip")
    body = several((skip, tag("main", several((_tools(films), contents, *films)))))
    every = [panels for board in boards for panels in (board.panels, *board.beside)]
    sheet = style(
        (ms for panels in every for ms in lengths(panels)),
        (shape for panels in every for shape in shapes(panels)),
        name,
    )
    return document(f"{name} – storyboard", sheet, body, language)


def _tools(films: Sequence[Markup]) -> Markup:
    """The boxes that show and hide notes and findings: what they do is the style's."""
    boxes: list[Markup] = []
    if any('class="notes"' in film for film in films):
        boxes.append(tag("label", tag("input", type="checkbox", id="show-notes"), " Notes"))
    findings = sum(film.count(f'<li class="{level}">') for film in films for level in Level)
    if findings:
        box = tag("input", type="checkbox", id="show-checks", checked=True)
        boxes.append(tag("label", box, f" {count(findings, 'finding')}"))
    return tag("div", *boxes, class_="tools", role="group", aria_label="Show") if boxes else Markup("")


def _contents(boards: Sequence[Board], name: str, show: Shown, drawings: Drawings) -> Markup:
    """The films of the page, each with its first picture."""
    rows: list[Markup] = []
    numbers = {id(board): number for number, board in enumerate(boards, 1)}
    for board, reel, picture in posters(boards, drawings):
        panels, number = board.panels, numbers[id(board)]
        facts = [shots(panels.shots, language_of(board)), minutes(panels.length)]
        price = sum(request.price for clip in panels.clips for request in clip.requests)
        facts += [usd(price)] if show.prices and price else []
        rows.append(
            tag(
                "li",
                tag(
                    "a",
                    tag("span", picture, class_=f"frame {shaped(reel)}"),
                    tag("b", panels.film.title, dir="auto"),
                    tag("span", " · ".join(facts), class_="quiet"),
                    href=f"#f{number}-title",
                ),
            )
        )
    length = sum(board.panels.length for board in boards)
    facts = [count(len(boards), "film"), minutes(length)]
    price = sum(request.price for board in boards for clip in board.panels.clips for request in clip.requests)
    facts += [usd(price)] if show.prices and price else []
    cover = tag(
        "header",
        tag("p", "Storyboards", class_="kicker"),
        tag("h1", name, dir="auto"),
        tag("ul", *(tag("li", fact) for fact in facts), class_="facts"),
        class_="cover",
    )
    return tag("div", cover, tag("nav", tag("ol", several(rows)), class_="contents", aria_label="Films"))
