"""You pay for more seconds than the shots fill.

A model makes clips of a few lengths only, and every second of them is paid for. In the seconds after the last shot the
model goes on as it likes. Stretch a shot over them, or plan the shots to a length that the model offers.

Bad:

    Shot 1 [0-4s] A lamp is lit.
    Shot 2 [4-8s] A hand reaches in.

Good:

    Shot 1 [0-4s] A lamp is lit.
    Shot 2 [4-10s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import counted, end_of, retimed
from storyboard.diagnostics import Finding, Fix, Level, LostPart, Note, Safety
from storyboard.language.story import Clip, Mark
from storyboard.profiles import durations, price
from storyboard.timing import money, seconds

CODE = "SB206"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
AFTER = ("SB117", "SB123", "SB201", "SB202", "SB203", "SB219", "SB204", "SB205", "SB207")
UNEVEN = True


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The seconds between the end of the last shot and the end of the clip, with their cost."""
    paid, planned = clip.duration, clip.planned
    offered = durations(facts.profile)
    if paid is None or planned is None or not clip.sound or paid not in offered or planned >= paid:
        return
    if facts.profile.shots.style == "array":  # where it is an error of another rule
        return
    shot, over = clip.shots[-1], counted(paid - planned)
    cost = price(facts.profile, clip.size, paid // 1000) * (paid - planned) // paid
    shorter = [length for length in offered if length < paid]
    ways = [f"end shot {shot.number} at {seconds(paid)}s"]
    if clip.part:  # its times and numbers count from its own start, and the writer's do not
        ways = [f"make this shot longer by {over}"]
        ways += [f"the shots of part {clip.part} shorter by {counted(planned - shorter[-1])}"] if shorter else []
    elif shorter:
        ways.append(
            f"set `duration` to {seconds(next(length for length in shorter if length >= planned))}"
            if shorter[-1] >= planned
            else f"end the shots at {seconds(shorter[-1])}s"
        )
    setting = clip.settings.get("duration")
    fixed = setting is not None and setting.value is not None
    yield Finding(
        f"the shots {f'of part {clip.part} last' if clip.part else 'end at'} {seconds(planned)}s "
        f"but {seconds(paid)}s are paid for: {over} for {money(cost)} USD",
        end_of(shot),
        ", or ".join(ways),
        label=f"{over} without a shot",
        related=(Note("the duration is set here", setting.span),) if setting is not None and fixed else (),
        fix=_fix(clip, shot.mark, paid, facts),
        lost=None if fixed else LostPart("duration", f"{seconds(planned)}s"),
    )


def _fix(clip: Clip, mark: Mark | None, paid: int, facts: Facts) -> Fix | None:
    """Stretch the last shot; not in a piece of a cut clip, whose written times count from another start."""
    if mark is None or mark.end_span is None or clip.part:
        return None
    shot = clip.shots[-1]
    length = paid - (shot.start or 0)
    written = paid if mark.form == "range" else length
    title = f"end shot {shot.number} at {seconds(paid)}s, which makes it {seconds(length)}s long"
    return Fix(Safety.UNSAFE, title, (retimed(mark.end_span, written, facts),))
