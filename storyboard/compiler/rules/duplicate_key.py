"""A key is set twice in one place.

Only one of two values can count, and a writer who changes the other one wonders why nothing happens, or pays for the
wrong length. It holds for settings, for names in the cast and for everything else in front matter. A clip may set what
the story sets: that is no duplicate, the clip's value counts there.

Bad:

    duration: 5
    duration: 10
    Shot 1 [0-5s] A lamp is lit.

Good:

    duration: 5
    Shot 1 [0-5s] A lamp is lit.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB104"
LEVEL = Level.ERROR
SINCE = "0.1.0"
