"""Elements of SVG as text: the one place where words become markup, so that no words of a story are markup.

Only presentation attributes are used, and neither styles nor scripts, so that a page may show a card under a policy
that forbids both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from storyboard.film.staging.outline import Colour, Point
from storyboard.source.unseen import controls, directions, hidden

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_NEAREST = 0.8  # pixels between two points of a line at least


class Markup(str):
    """A text that is SVG already, and stands in an element as it is."""

    __slots__ = ()


def element(name: str, *children: str, **attributes: object) -> Markup:
    """An element with its attributes, a `_` in their names for a `-`; a child that is no `Markup` is words.

    An attribute that is None is left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(_value(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(child if isinstance(child, Markup) else escaped(child) for child in children)
    return Markup(f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>")


def joined(parts: Iterable[Markup]) -> Markup:
    """Elements one after the other."""
    return Markup("".join(parts))


def escaped(text: str) -> str:
    """Words as markup shows them, the same within an element and an attribute."""
    return legible(text).translate(_ENTITIES)


def legible(text: str) -> str:
    """A text without what no reader sees, and what would change how the words behind it are read."""
    if text.isascii() and text.isprintable():
        return text
    marks = sorted(match.span() for match in chain(controls(text), directions(text), hidden(text)))
    parts, at = list[str](), 0
    for start, end in marks:
        parts.append(text[at:start])
        at = max(at, end)
    return "".join([*parts, text[at:]])


def _value(value: object) -> str:
    return figure(value) if isinstance(value, float) else str(value)


def figure(number: float) -> str:
    """A number of pixels with one decimal at most: the same on each machine."""
    text = f"{number:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def colour(value: Colour) -> str:
    """A colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*value)


def shape(*outlines: Sequence[Point]) -> str:
    """The data of a path that fills closed outlines; where they overlap they are one."""
    parts: list[str] = []
    for outline in outlines:
        turned = outline if _area(outline) >= 0 else list(reversed(outline))
        parts.append(_line(turned) + "z")
    return "".join(parts)


def line(points: Sequence[Point]) -> str:
    """The data of a path along points."""
    return _line(points)


def _area(outline: Sequence[Point]) -> float:
    """Twice the area of an outline, below 0 where it runs counter-clockwise."""
    behind = chain(outline[1:], outline[:1])
    return sum(x * below - right * y for (x, y), (right, below) in zip(outline, behind, strict=True))


def _line(points: Sequence[Point]) -> str:
    """The path in tenths of a pixel, each point by its way from the one before."""
    (x, y), last = points[0], len(points) - 1
    at = round(x * 10), round(y * 10)
    parts = [f"M{figure(at[0] / 10)} {figure(at[1] / 10)}l"]
    steps: list[str] = []
    for place, (right, down) in enumerate(points[1:], 1):
        to = round(right * 10), round(down * 10)
        across, along = to[0] - at[0], to[1] - at[1]
        if place < last and abs(across) + abs(along) < _NEAREST * 10:
            continue
        steps.append(f"{figure(across / 10)} {figure(along / 10)}")
        at = to
    return "".join(parts) + " ".join(steps)
