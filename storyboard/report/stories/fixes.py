"""How much was fixed, in words."""

from __future__ import annotations

from storyboard.compiler.pipeline import Compiled
from storyboard.project.fixing import Fixes
from storyboard.report.drawing.words import count
from storyboard.timing import money


def words(fixes: Fixes) -> list[str]:
    """What stories cost now, and how much was fixed and how much more could be, a line each."""
    lines = [
        f"`{path}`: {_price(before)} before the fixes, {_price(after)} with them"
        for path, before, after in fixes.prices
    ]
    verb = "would fix" if fixes.shows else "fixed"
    more = f" ({fixes.more} more with --unsafe-fixes)" if fixes.more else ""
    if fixes.fixed:
        lines.append(f"{verb} {count(fixes.fixed, 'mistake')} in {count(fixes.stories, 'story', 'stories')}{more}")
    elif more or fixes.shows:
        lines.append(f"{verb} nothing{more.replace(' more', '')}")
    return lines


def _price(compiled: Compiled) -> str:
    if compiled.has_errors:
        return "no price"
    return f"{money(sum(request.price for request in compiled.requests))} USD"
