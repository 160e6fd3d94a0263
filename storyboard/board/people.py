"""The people of a card: silhouettes in their place, with the edge that catches the light."""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.board.canvas import Canvas, gradient
from storyboard.board.svg import Markup, colour, element, joined, shape
from storyboard.film.staging import silhouette
from storyboard.film.staging.outline import mix
from storyboard.film.staging.stage import (
    SKIN,
    Overhead,
    Stand,
    dyed,
    from_above,
    in_light,
    paleness,
    shadow,
    stands,
    worn,
)


def people(scene: Canvas) -> Markup:
    """All who are seen, the nearest last."""
    look, zone = scene.look, (0.0, 0.0, scene.width, scene.height)
    if not look.figures:
        return joined(())
    if look.size == "top":
        return joined(_from_above(scene, person) for person in from_above(look, zone, scene.chance))
    return joined(joined(_standing(scene, stand, f"p{place}")) for place, stand in enumerate(stands(look, zone)))


def _standing(scene: Canvas, stand: Stand, name: str) -> Iterator[Markup]:
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
        "use",
        href=f"#{scene.key}{name}",
        x=-scene.look.side * edge,
        y=-edge * 0.6,
        fill=colour(rim),
        fill_opacity=shine,
    )
    yield element("use", href=f"#{scene.key}{name}", fill=paint)
    for part in dyed(stand):
        cloth = in_light(scene.look, part.pigment, body, 0.45 + 0.4 * stand.near)
        yield element("path", d=shape(*part.shapes), fill=colour(cloth))
        # What lies over the part is drawn again: the colour has its outlines and no hole for it.
        yield element("path", d=shape(*part.above), fill=colour(body))
    if stand.face:
        lit = mix(mix(scene.tone(0.1), colours.light, 0.25), SKIN, 0.45)
        yield element("path", d=shape(stand.face), fill=colour(lit), fill_opacity=f"{0.42 * paleness(stand):.2f}")
    for mark in stand.worn:
        ink = colour(worn(scene.look, mark.pigment, colours.near))
        yield element("path", d=shape(*mark.shapes), fill=ink, fill_rule="evenodd", fill_opacity=0.85)
    for x, y in stand.eyes:
        yield element("circle", cx=float(x), cy=float(y), r=stand.head * 0.045, fill=colour(colours.light))


def _from_above(scene: Canvas, person: Overhead) -> Markup:
    """A person from overhead with a long shadow."""
    colours, x, y, size = scene.look.palette, person.x, person.y, person.size
    shapes, head, shine = silhouette.overhead(x, y, size, person.turn)
    clothes = worn(scene.look, person.clothes, mix(colours.near, colours.middle, 0.28))
    hair = worn(scene.look, person.hair, mix(colours.near, (0, 0, 0), 0.25))
    return joined(
        (
            element(
                "path", d=shape(shadow(person, scene.lamp, scene.width)), fill=colour(colours.near), fill_opacity=0.4
            ),
            element("path", d=shape(*shapes), fill=colour(clothes)),
            element("path", d=shape(head), fill=colour(hair)),
            element("path", d=shape(shine), fill=colour(colours.horizon), fill_opacity=0.3),
        )
    )
