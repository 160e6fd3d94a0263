"""How a set stands in a picture: its ground in units, and the colour of each of its parts in the light of a shot."""

from __future__ import annotations

import random

from storyboard.film.staging.look import Look
from storyboard.film.staging.outline import Colour, mix
from storyboard.film.staging.sets import Ground, SetPart
from storyboard.film.staging.stage import Box, in_light, unit_of

_DIM = 200  # the sum of a sky's red, green and blue at its top below which it is dark


def ground_of(look: Look, width: float, zone: Box, horizon: float, chance: random.Random) -> Ground:
    """The ground of a set in a picture so wide, of which the words leave a zone free."""
    unit = unit_of(zone)
    dark = sum(look.palette.top) < _DIM
    return Ground(width / 2 / unit, (zone[1] - horizon) / unit, (zone[3] - horizon) / unit, look.side, dark, chance)


def tone(look: Look, near: float) -> Colour:
    """The colour of what stands between the horizon (0) and the nearest (1)."""
    colours = look.palette
    return mix(mix(colours.middle, colours.horizon, 0.28), colours.near, near)


def colour_of(look: Look, part: SetPart) -> Colour:
    """The colour of a part of a set."""
    plain = mix(tone(look, part.near), look.palette.light, part.shine)
    return plain if part.pigment is None else in_light(look, part.pigment, plain, 0.8)
