"""The picture of a shot alone, as SVG from the text: for a page that has the words beside it as its own text."""

from __future__ import annotations

import msgspec

from storyboard.board.picture import picture
from storyboard.board.svg import Markup, element
from storyboard.film.staging.look import Look
from storyboard.film.staging.plan import Reel

WIDTH = 640


class Drawings:
    """The pictures of a page, each drawn once: where it is shown again, it is only named."""

    def __init__(self) -> None:
        self._names: dict[bytes, str] = {}

    def of(self, look: Look, drawn: Reel) -> Markup:
        """The picture of a shot of a clip, which must come to stand on the page."""
        high = round(WIDTH * drawn.height / drawn.width)
        seen = msgspec.json.encode((look, high), order="deterministic")
        name = self._names.get(seen)
        if name is None:
            name = self._names[seen] = f"d{len(self._names)}"
            inner = element("g", picture(look, float(WIDTH), float(high), f"{name}-"), id=name)
        else:
            inner = element("use", href=f"#{name}")
        return element(
            "svg", inner, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {high}", aria_hidden="true"
        )
