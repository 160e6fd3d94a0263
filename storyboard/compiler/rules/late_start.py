"""A clip's first shot does not start at 0.

Times are counted from the start of the clip, and they begin at 0 again under each heading. Seconds before the first
shot belong to no shot: the model fills them as it likes, and they are paid for.

Bad:

    Shot 1 [1-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.layout.timeline import inclusive
from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import counted, minutes_meant, retimed, ruler, start_of
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.language import words
from storyboard.language.story import Clip
from storyboard.patterns import lazy
from storyboard.source import Span
from storyboard.timing import seconds

CODE = "SB203"
LEVEL = Level.ERROR
SINCE = "0.1.0"
AFTER = ("SB117", "SB123", "SB219")
UNEVEN = True
_SIGN = lazy(r"[ \t]*+(#{1,6}+)")


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The seconds before the clip's first shot."""
    shot = clip.shots[0] if clip.shots else None
    if shot is None or not shot.start or shot.end is None or shot.end <= shot.start or shot.mark is None:
        return
    if inclusive(clip.shots) or minutes_meant(clip, facts.profile):
        return
    advice = f"start shot {shot.number} at 0s"
    if clip.index > 1:
        advice += ": times begin at 0 again under each heading"
        if clip.heading is not None and (shot.mark.number or 0) > 1 and clip.title[:1].islower():
            advice += ", and a comment begins with `//`, not `#`"
    remark = _remark(clip, facts)
    if remark is not None:
        advice = f"write `// {clip.title[:40]}`: a heading starts a clip, a comment does not"
    fix = remark or _rebased(clip, facts)
    if fix is None and shot.mark.start_span is not None:
        title = f"start shot {shot.number} at 0s, which makes it {seconds(shot.end)}s long"
        fix = Fix(Safety.UNSAFE, title, (retimed(shot.mark.start_span, 0, facts),))
    yield Finding(
        f"shot {shot.number} starts at {seconds(shot.start)}s but its clip starts at 0s",
        start_of(shot),
        advice,
        label=f"{counted(shot.start)} without a shot",
        fix=fix,
        ruler=ruler(clip.shots[:2]),
    )


def _remark(clip: Clip, facts: Facts) -> Fix | None:
    """Make a comment of a heading that is a remark of the writer, such as `# TODO: the bird`."""
    word = clip.title.partition(" ")[0].rstrip(":：").casefold()
    if clip.heading is None or word not in words.lookup("private"):
        return None
    sign = _SIGN.match(facts.sources[clip.span.path].text, clip.span.start)
    if sign is None:
        return None
    edit = Edit(Span(clip.span.path, sign.start(1), sign.end(1)), "//")
    return Fix(Safety.UNSAFE, "make a comment of the heading, whose shots then belong to the clip above", (edit,))


def _rebased(clip: Clip, facts: Facts) -> Fix | None:
    """Count all times from the clip's own start, where they run on from the end of the clip before."""
    before = next((earlier for earlier in facts.clips if earlier.index == clip.index - 1), None)
    by = clip.shots[0].start
    if before is None or not by or before.planned is None or by != before.planned:
        return None
    edits: list[Edit] = []
    for shot in clip.shots:
        mark = shot.mark
        if mark is None or mark.form != "range" or mark.start_span is None or mark.end_span is None:
            return None
        if (shot.start or 0) < by or (shot.end or 0) <= by:
            return None
        edits.append(retimed(mark.start_span, (shot.start or 0) - by, facts))
        edits.append(retimed(mark.end_span, (shot.end or 0) - by, facts))
    return Fix(Safety.UNSAFE, f"count the clip's times from 0s, {seconds(by)}s earlier", tuple(edits))
