"""The people of a card: silhouettes in their place, with the edge that catches the light."""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.board.canvas import Canvas, gradient
from storyboard.board.svg import Markup, colour, element, joined, shape
from storyboard.film.staging import silhouette
from storyboard.film.staging.outline import mix
from storyboard.film.staging.stage import Overhead, Stand, from_above, side_of, stands


def people(scene: Canvas) -> Markup:
    """All who are seen, the nearest last."""
    look, zone = scene.look, (0.0, 0.0, scene.width, scene.height)
    if not look.figures:
        return joined(())
    if look.size == "top":
        return joined(_from_above(scene, person) for person in from_above(look, zone, scene.lamp, scene.chance))
    side = side_of(zone, scene.lamp)
    return joined(
        joined(_standing(scene, stand, side, f"p{place}")) for place, stand in enumerate(stands(look, zone, scene.lamp))
    )


def _standing(scene: Canvas, stand: Stand, side: int, name: str) -> Iterator[Markup]:
    colours, edge = scene.look.palette, stand.head * 0.028
    body = mix(scene.tone(0), colours.near, 0.5 + 0.42 * stand.near)
    rim = mix(colours.horizon, colours.light, 0.5)
    low = mix(body, colours.near, 0.6)
    outline = element("path", d=shape(*stand.shapes), id=f"{scene.key}{name}")
    defined, paint = gradient(scene, f"{name}b", [(0, body), (1, low)])
    yield element("defs", outline, defined)
    # The light stands on the other side, a little above.
    shine = f"{0.75 * stand.near:.2f}"
    yield element(
        "use", href=f"#{scene.key}{name}", x=-side * edge, y=-edge * 0.6, fill=colour(rim), fill_opacity=shine
    )
    yield element("use", href=f"#{scene.key}{name}", fill=paint)
    if stand.face:
        lit = mix(scene.tone(0.1), colours.light, 0.25)
        yield element("path", d=shape(stand.face), fill=colour(lit), fill_opacity=f"{0.3 * stand.near:.2f}")
    for x, y in stand.eyes:
        yield element("circle", cx=float(x), cy=float(y), r=stand.head * 0.045, fill=colour(colours.light))


def _from_above(scene: Canvas, person: Overhead) -> Markup:
    """A person from overhead with a long shadow."""
    colours, x, y, size = scene.look.palette, person.x, person.y, person.size
    lean = (x - scene.lamp[0]) / max(1.0, scene.width) * 4 * size
    shadow = [
        (x - size * 0.8, y),
        (x + size * 0.8, y),
        (x + size * 0.6 + lean, y + size * 3.4),
        (x - size * 0.3 + lean, y + size * 3.7),
    ]
    shapes, head, shine = silhouette.overhead(x, y, size, person.turn)
    return joined(
        (
            element("path", d=shape(shadow), fill=colour(colours.near), fill_opacity=0.4),
            element("path", d=shape(*shapes), fill=colour(mix(colours.near, colours.middle, 0.28))),
            element("path", d=shape(head), fill=colour(mix(colours.near, (0, 0, 0), 0.25))),
            element("path", d=shape(shine), fill=colour(colours.horizon), fill_opacity=0.3),
        )
    )
