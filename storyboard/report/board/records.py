"""What a page is made of: films with their stories, what is shown of them, and where on the page something stands."""

from __future__ import annotations

import msgspec

from storyboard.board.stills import Drawings
from storyboard.compiler.pipeline import Compiled
from storyboard.production.panels import FilmPanels
from storyboard.report.board.markup import Markup, tag


class Board(msgspec.Struct, frozen=True):
    """A story on a page: what there is of its film, the story as compiled, and variants that stand beside it."""

    panels: FilmPanels
    compiled: Compiled
    beside: tuple[FilmPanels, ...] = ()


class Shown(msgspec.Struct, frozen=True):
    """What a page shows beside the film: prices, and what is `private`: prompts, notes, findings and verdicts."""

    prices: bool = True
    private: bool = True


class Anchor(msgspec.Struct, frozen=True):
    """Where on a page something stands: what its ids begin with, the level of its heading, the language."""

    key: str
    level: int
    language: str
    drawings: Drawings

    def heading(self, *children: str, below: int = 0, **attributes: object) -> Markup:
        """A heading of this level, or one so many below it."""
        return tag(f"h{min(6, self.level + below)}", *children, **attributes)
