"""All places that a shot can be in, each with what the staging and the drawing know of it.

A new place is one row here, with the words for it in grammars/words.yaml: a set in `sets.py` is drawn by all who draw.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import msgspec

from storyboard.film.staging import sets
from storyboard.film.staging.sets import Ground, Parts


class PlaceFacts(msgspec.Struct, frozen=True):
    """A place: whether it has a roof, a sky behind it, a paved floor; by what light it is seen where words tell none.

    `built` yields its parts, which stand before the place `behind` them; without it those who draw have it themselves.
    """

    roofed: bool = False
    sky: bool = True
    paved: bool = True
    lamp: str = ""
    built: Callable[[Ground], Parts] | None = None
    behind: str = ""


PLACES = MappingProxyType(
    {
        "hills": PlaceFacts(paved=False),
        "desert": PlaceFacts(paved=False, lamp="golden"),
        "sea": PlaceFacts(paved=False),
        "forest": PlaceFacts(paved=False),
        "city": PlaceFacts(),
        "street": PlaceFacts(),
        "square": PlaceFacts(),
        "station": PlaceFacts(),
        "room": PlaceFacts(roofed=True, sky=False, lamp="warm"),
        "chamber": PlaceFacts(roofed=True, sky=False, lamp="warm"),
        "cave": PlaceFacts(roofed=True, paved=False, lamp="fire"),
        "space": PlaceFacts(sky=False, paved=False),
        "balcony": PlaceFacts(built=sets.balcony, behind="city"),
        "garden": PlaceFacts(built=sets.garden, paved=False),
        "pool": PlaceFacts(built=sets.pool),
        "lot": PlaceFacts(built=sets.lot),
        "stadium": PlaceFacts(built=sets.stadium, paved=False),
        "harbour": PlaceFacts(built=sets.harbour, behind="sea"),
        "wheelhouse": PlaceFacts(built=sets.wheelhouse, behind="sea", roofed=True, lamp="grey"),
        "carriage": PlaceFacts(built=sets.carriage, behind="city", roofed=True, lamp="clean"),
        "hall": PlaceFacts(built=sets.hall, roofed=True, sky=False, lamp="warm"),
        "stage": PlaceFacts(built=sets.stage, roofed=True, sky=False, lamp="warm"),
    }
)
ROOFED = frozenset(name for name, place in PLACES.items() if place.roofed)
# Behind these no sky is drawn; the first two are what stands for a place.
SKYLESS = frozenset({"backdrop", "above", *(name for name, place in PLACES.items() if not place.sky)})
UNPAVED = frozenset(name for name, place in PLACES.items() if not place.paved)
LAMPS = MappingProxyType({name: place.lamp for name, place in PLACES.items() if place.lamp})
