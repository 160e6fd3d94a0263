"""The model that is named may be withdrawn by its host.

Hosts take models down, and a request for one that is gone is refused. It is said only where a story, the configuration
or a flag names the model; `storyc models` says it of every model. A film whose clips are made over weeks should not
begin on a model that is about to go.

Bad:

    model: a-model@its-host
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._settings import in_force
from storyboard.diagnostics import Finding, Level

CODE = "SB307"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True


def check_story(facts: Facts) -> Iterator[Finding]:
    """The named model, where its profile doubts that the host still serves it."""
    status = facts.profile.status
    if not facts.named or status.state == "ok":
        return
    setting = in_force("model", facts)
    span = setting.span if setting is not None else facts.sources[facts.story.path].span(0, 0)
    gone = "is withdrawn" if status.state == "withdrawn" else "may be withdrawn"
    why = f": {status.why}" if status.why else ""
    move = f"go to `{status.successor}`, or make" if status.successor else "make"
    yield Finding(
        f"`{facts.profile.id}` is named, and it {gone}{why} (seen on {status.checked})",
        span,
        f"{move} one clip before you plan many",
    )
