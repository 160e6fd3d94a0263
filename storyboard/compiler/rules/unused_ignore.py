"""An ignore comment silences nothing.

Either the mistake that it was written for is gone, or it names no rule, or it names a rule that may not be ignored. A
comment that is left behind hides the next mistake of its kind, which nobody has looked at. The fix takes the name out
of the comment; where no name is left, the reason stays as an ordinary comment, and a comment without one is deleted.

Bad:

    // storyc: ignore[speech-too-long] the actor is fast
    Shot 1 [0-5s] A lamp is lit.

Good:

    // the actor is fast
    Shot 1 [0-5s] A lamp is lit.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB108"
LEVEL = Level.WARNING
SINCE = "0.1.0"
